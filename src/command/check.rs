//! `check`: everything that `build` would refuse, and all warnings; writes nothing.
//!
//! **Invariant.** A rule of the information policy cannot be lowered.

use super::load::Loaded;
use super::{Common, Failure, counted, print, totals};
use crate::diagnostic::{self, Diagnostic, Form, Rule, Severity};
use crate::edition::Nowhere;
use clap::{Args, ValueEnum};

/// Report everything that `build` would refuse, and all warnings
#[derive(Args)]
pub(super) struct Check {
    /// The form of the findings; all but `text` go to standard output
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
    /// Treat a rule as an error
    #[arg(short = 'D', long, value_name = "RULE")]
    deny: Vec<String>,
    /// Treat a rule as a warning
    #[arg(short = 'W', long, value_name = "RULE")]
    warn: Vec<String>,
    /// Leave a rule out
    #[arg(short = 'A', long, value_name = "RULE")]
    allow: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

impl Check {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let levels = self.levels()?;
        let Loaded { settings, tree, .. } = common.load()?;
        let entered = common.during("checking the content", || crate::enter(&tree, &settings)).without_sources();
        drop(tree);
        let pages = || entered.print(&settings, &Nowhere);
        let printed = common.during("checking the pages", pages).map_err(Failure::usage)?;
        let diagnostics: Vec<Diagnostic> =
            printed.diagnostics.into_iter().filter_map(|d| levels.applied_to(d)).collect();
        let form = match self.format {
            Format::Text => None,
            Format::Json => Some(Form::Json),
            Format::Sarif => Some(Form::Sarif),
            Format::Github => Some(Form::Github),
        };
        match form {
            None => common.report(&diagnostics),
            Some(form) => print(&diagnostic::write(&diagnostics, form))?,
        }
        common.say(&format!(
            "checked {}: {}",
            counted(printed.summary.documents, "document", "documents"),
            totals(&diagnostics)
        ));
        if diagnostics.iter().any(Diagnostic::is_error) { Err(Failure::Content) } else { Ok(()) }
    }

    fn levels(&self) -> Result<Levels, Failure> {
        let mut levels = Levels { deny: rules(&self.deny)?, warn: rules(&self.warn)?, allow: rules(&self.allow)? };
        let lowered = levels.warn.iter().chain(&levels.allow);
        let unlawful = lowered.copied().find(|rule| rule.policy && rule.severity == Severity::Error);
        if let Some(rule) = unlawful {
            return Err(Failure::usage(format!(
                "{} is an error of the information policy and cannot be lowered",
                rule.slug
            )));
        }
        levels.warn.retain(|rule| !levels.deny.contains(rule));
        Ok(levels)
    }
}

/// The rules whose severity was set on the command line.
struct Levels {
    deny: Vec<&'static Rule>,
    warn: Vec<&'static Rule>,
    allow: Vec<&'static Rule>,
}

impl Levels {
    fn applied_to(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        let rule = diagnostic.finding.rule;
        if self.deny.contains(&rule) {
            diagnostic.severity = Severity::Error;
        } else if self.allow.contains(&rule) {
            return None;
        } else if self.warn.contains(&rule) {
            diagnostic.severity = Severity::Warning;
        }
        Some(diagnostic)
    }
}

fn rules(names: &[String]) -> Result<Vec<&'static Rule>, Failure> {
    names.iter().map(|name| super::explain::rule_named(name)).collect()
}
