//! Diagnostics as text, JSON, SARIF and workflow commands.
//!
//! **Invariant.** Nothing is printed that is not in a [`Diagnostic`]: a constant, a number, a path or cleared text.

use super::{Diagnostic, KEY_MISSING, RULES, Rule, Severity};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The form that diagnostics are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people; with colour or without.
    Text {
        /// Use terminal colours.
        colour: bool,
    },
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code hosts.
    Sarif,
    /// Workflow commands of GitHub Actions (also read by Forgejo).
    Github,
}

/// All diagnostics in one form; every form ends with a line end, and text without findings is empty.
pub fn write(diagnostics: &[Diagnostic], form: Form) -> String {
    match form {
        Form::Text { colour } => diagnostics.par_iter().map(|d| text(d, colour)).collect::<Vec<_>>().concat(),
        Form::Json => line(&json!({ "diagnostics": diagnostics.iter().map(object).collect::<Vec<_>>() })),
        Form::Sarif => line(&sarif(diagnostics)),
        Form::Github => diagnostics.iter().map(workflow_command).collect(),
    }
}

fn line(value: &Value) -> String {
    format!("{value:#}\n")
}

/// The message with what it is about.
fn message(diagnostic: &Diagnostic) -> String {
    match &diagnostic.subject {
        Some(subject) => format!("{}: `{}`", diagnostic.finding.rule.message, visible(subject.as_str())),
        None => diagnostic.finding.rule.message.to_owned(),
    }
}

/// Terminal control characters cannot come out of a diagnostic.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn help(diagnostic: &Diagnostic) -> String {
    let help = match diagnostic.finding.suggestion {
        Some(word) if *diagnostic.finding.rule == KEY_MISSING => format!("add the key `{word}`"),
        Some(word) => format!("did you mean `{word}`?"),
        None => diagnostic.finding.rule.help.to_owned(),
    };
    match diagnostic.more {
        0 => help,
        more => format!("{help}; and {more} more of these in this file"),
    }
}

fn text(diagnostic: &Diagnostic, colour: bool) -> String {
    let finding = diagnostic.finding;
    let (on, bold, off) = match (colour, diagnostic.severity) {
        (false, _) => ("", "", ""),
        (true, Severity::Error) => ("\x1b[1;31m", "\x1b[1m", "\x1b[0m"),
        (true, Severity::Warning) => ("\x1b[1;33m", "\x1b[1m", "\x1b[0m"),
    };
    let mut out = format!(
        "{on}{}[{}]{off}{bold}: {}{off}\n  --> {}\n",
        diagnostic.severity.word(),
        finding.rule.slug,
        message(diagnostic),
        place(diagnostic)
    );
    out.push_str(&drawn_source(diagnostic));
    let _ = writeln!(out, "   = help: {}", help(diagnostic));
    let _ = writeln!(out, "   = see: promulgate explain {}\n", finding.rule.slug);
    out
}

fn place(diagnostic: &Diagnostic) -> String {
    let finding = diagnostic.finding;
    let file = visible(&diagnostic.file);
    match (finding.line, finding.column) {
        (0, _) => file,
        (line, 0) => format!("{file}:{line}"),
        (line, column) => format!("{file}:{line}:{column}"),
    }
}

fn drawn_source(diagnostic: &Diagnostic) -> String {
    let Some(source) = &diagnostic.source else { return String::new() };
    let (from, shown) = window(source.as_str(), diagnostic.finding.column as usize);
    let number = diagnostic.finding.line.to_string();
    let margin = " ".repeat(number.len());
    let caret = match diagnostic.finding.column as usize {
        0 => String::new(),
        column => format!("{margin} | {}^\n", " ".repeat((column - 1).saturating_sub(from))),
    };
    format!("{margin} |\n{number} | {}\n{caret}", visible(&shown))
}

/// A long line is shown around the column only.
fn window(line: &str, column: usize) -> (usize, String) {
    const WIDTH: usize = 120;
    let from = column.saturating_sub(WIDTH / 2);
    let from = if line.chars().count() <= WIDTH { 0 } else { from };
    (from, line.chars().skip(from).take(WIDTH).collect())
}

fn object(diagnostic: &Diagnostic) -> Value {
    let finding = diagnostic.finding;
    json!({
        "rule": finding.rule.slug,
        "severity": diagnostic.severity.word(),
        "message": message(diagnostic),
        "help": help(diagnostic),
        "file": &*diagnostic.file,
        "line": (finding.line > 0).then_some(finding.line),
        "column": (finding.column > 0).then_some(finding.column),
    })
}

fn sarif(diagnostics: &[Diagnostic]) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "promulgate",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().copied().map(sarif_rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(sarif_result).collect::<Vec<_>>(),
        }],
    })
}

fn sarif_rule(rule: &Rule) -> Value {
    json!({
        "id": rule.slug,
        "shortDescription": { "text": rule.message },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": rule.help },
        "defaultConfiguration": { "level": rule.severity.word() },
    })
}

fn sarif_result(diagnostic: &Diagnostic) -> Value {
    let finding = diagnostic.finding;
    let mut location = json!({ "artifactLocation": { "uri": &*diagnostic.file, "uriBaseId": "%SRCROOT%" } });
    if finding.line > 0 {
        location["region"] = json!({ "startLine": finding.line, "startColumn": finding.column.max(1) });
    }
    json!({
        "ruleId": finding.rule.slug,
        "level": diagnostic.severity.word(),
        "message": { "text": format!("{}. {}", message(diagnostic), help(diagnostic)) },
        "locations": [{ "physicalLocation": location }],
    })
}

fn workflow_command(diagnostic: &Diagnostic) -> String {
    let finding = diagnostic.finding;
    format!(
        "::{} file={},line={},col={},title={}::{}%0A{}\n",
        diagnostic.severity.word(),
        property(&diagnostic.file),
        finding.line.max(1),
        finding.column.max(1),
        property(finding.rule.slug),
        command_text(&message(diagnostic)),
        command_text(&help(diagnostic)),
    )
}

fn command_text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    command_text(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Cleared, Finding, KEY_UNKNOWN, MARKING_UNKNOWN};

    fn sample() -> Diagnostic {
        Diagnostic::new("content/a,b.md", Finding::at(&MARKING_UNKNOWN, 41, 3))
    }

    #[test]
    fn text_without_a_source_line() {
        let shown = write(&[sample()], Form::Text { colour: false });
        assert!(shown.starts_with("error[marking-unknown]: "), "{shown}");
        assert!(shown.contains("\n  --> content/a,b.md:41:3\n   = help: "), "{shown}");
        assert!(shown.ends_with("   = see: promulgate explain marking-unknown\n\n"), "{shown}");
    }

    #[test]
    fn the_caret_stands_under_the_column() {
        let shown = write(&[sample().showing(Cleared::public("é cé"))], Form::Text { colour: false });
        assert!(shown.contains("41 | é cé\n   |   ^\n"), "{shown}");
    }

    #[test]
    fn a_missing_key_is_to_be_added_and_a_misspelt_one_to_be_mended() {
        let found = |rule| Diagnostic::new("a.md", Finding::at(rule, 1, 1).suggesting("date"));
        let shown = write(&[found(&KEY_MISSING), found(&KEY_UNKNOWN)], Form::Text { colour: false });
        assert!(shown.contains("help: add the key `date`\n"), "{shown}");
        assert!(shown.contains("help: did you mean `date`?\n"), "{shown}");
    }

    #[test]
    fn control_characters_are_made_visible() {
        let shown = write(&[sample().about(Cleared::public("\x1b[2J"))], Form::Text { colour: false });
        assert!(!shown.contains('\x1b'), "{shown}");
    }

    #[test]
    fn workflow_commands_escape_their_properties() {
        let shown = write(&[sample()], Form::Github);
        assert!(shown.starts_with("::error file=content/a%2Cb.md,line=41,col=3,title=marking-unknown::"));
    }

    #[test]
    fn json_and_sarif_parse() {
        for form in [Form::Json, Form::Sarif] {
            serde_json::from_str::<Value>(&write(&[sample()], form)).expect("it is JSON");
        }
    }
}
