//! `explain`: a file portion by portion, or a rule.
//!
//! **Invariant.** Text of the file is drawn only with `--reveal`, and only on a terminal.

use super::{Common, Failure, print};
use crate::diagnostic::{self, RULES, Rule, Severity};
use crate::fields::nearest;
use crate::gate::{self, Account, Portion};
use clap::Args;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Account for a file portion by portion, or explain a rule
#[derive(Args)]
pub(super) struct Explain {
    /// A content file, or the name of a rule
    #[arg(value_name = "FILE|RULE")]
    subject: String,
    /// Print the text of each portion too, withheld ones included; on a terminal only
    #[arg(long)]
    reveal: bool,
}

impl Explain {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        if !Path::new(&self.subject).is_file() {
            return print(&explain_rule(rule_named(&self.subject)?));
        }
        let site = common.load()?;
        let path = relative(&site.root, Path::new(&self.subject))?;
        let account = gate::account(&site.tree, &site.settings, &path);
        let account = account.ok_or_else(|| Failure::usage(format!("{path} is no document of this site")))?;
        let text = if self.reveal { Some(reveal(Path::new(&self.subject))?) } else { None };
        print(&explain_file(&path, &account, text.as_deref()))
    }
}

/// The rule of that name.
pub(super) fn rule_named(name: &str) -> Result<&'static Rule, Failure> {
    let unknown = || {
        let names: Vec<&'static str> = RULES.iter().map(|rule| rule.slug).collect();
        let hint = nearest(name, &names).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        Failure::usage(format!("there is no file and no rule `{name}`{hint}"))
    };
    diagnostic::rule(name).ok_or_else(unknown)
}

fn explain_rule(rule: &Rule) -> String {
    let lowered = if rule.policy && rule.severity == Severity::Error {
        "part of the information policy: it cannot be lowered"
    } else {
        "can be changed with -D, -W, -A"
    };
    format!(
        "{}[{}]: {}\n\n{}\n\nFor example:\n    {}\n\nTo mend it: {}.\n\n({lowered})\n",
        rule.severity.word(),
        rule.slug,
        rule.message,
        rule.explanation,
        rule.example.replace('\n', "\n    "),
        rule.help,
    )
}

/// A file's path from the site's root, with `/`.
fn relative(root: &Path, file: &Path) -> Result<String, Failure> {
    let full = |path: &Path| -> Result<PathBuf, Failure> { path.canonicalize().map_err(Failure::world) };
    let (root, file) = (full(root)?, full(file)?);
    let inside = file.strip_prefix(&root).map_err(|_| Failure::usage("the file is not in the site's folder"))?;
    Ok(inside.to_string_lossy().replace('\\', "/"))
}

fn reveal(file: &Path) -> Result<String, Failure> {
    if !std::io::stdout().is_terminal() {
        return Err(Failure::usage("--reveal prints withheld text, and does so on a terminal only"));
    }
    let bytes = std::fs::read(file).map_err(Failure::world)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn explain_file(path: &str, account: &Account, text: Option<&str>) -> String {
    let mut out = format!("{path}\n");
    let document = account.document.map_or("unknown", |found| found.word());
    let _ = writeln!(out, "document: {document}");
    if let Some(reason) = account.withheld {
        let _ = writeln!(out, "withheld whole: {reason}");
    }
    let lines: Vec<&str> = text.map(|text| text.lines().collect()).unwrap_or_default();
    let _ = writeln!(out, "\n{:<12} {:<10} {:<8} {:<10} {:<10} why", "lines", "portion", "marking", "effective", "");
    for portion in &account.portions {
        let _ = writeln!(out, "{}", row(portion));
        for line in portion.lines.clone() {
            if let Some(line) = lines.get(line as usize - 1).filter(|line| !line.is_empty()) {
                let _ = writeln!(out, "    | {line}");
            }
        }
    }
    out
}

fn row(portion: &Portion) -> String {
    let last = portion.lines.end.saturating_sub(1).max(portion.lines.start);
    let lines = format!("{}-{last}", portion.lines.start);
    format!(
        "{lines:<12} {:<10} {:<8} {:<10} {:<10} {}",
        portion.kind,
        portion.marking.map_or("", |marking| marking.word()),
        portion.effective.word(),
        if portion.is_published { "published" } else { "withheld" },
        portion.why,
    )
}
