//! Findings: a rule, a place, and at most words that have passed the gate.
//!
//! A [`Finding`] is what a check of sealed text may say: it is `Copy` and has no room for a word of it (R6).
//! A [`Diagnostic`] is a finding with its file and, from the public floors only, [`Cleared`] text.
//!
//! **Invariant.** No sealed text: a finding holds numbers and constants; only [`Cleared`] holds words.

mod forms;
mod rules;

pub use forms::{Form, write};
pub use rules::*;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The build fails.
    Error,
    /// The build goes on.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A rule that content or configuration can break.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name on the command line.
    pub slug: &'static str,
    /// How bad a breach is.
    pub severity: Severity,
    /// Part of the information policy: its severity cannot be lowered.
    pub policy: bool,
    /// The finding in a sentence without a full stop.
    pub message: &'static str,
    /// What to do, in a line.
    pub help: &'static str,
    /// What the rule means and why it is there.
    pub explanation: &'static str,
    /// Content that breaks it.
    pub example: &'static str,
}

/// What a check found at a line and column of one file; it cannot hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column, in characters from 1; 0 for the line as a whole.
    pub column: u32,
    /// A word of the program's own that was probably meant.
    pub suggestion: Option<&'static str>,
}

impl Finding {
    /// A breach of `rule` at a line and column.
    pub const fn at(rule: &'static Rule, line: u32, column: u32) -> Self {
        Self { rule, line, column, suggestion: None }
    }

    /// Adds the word that was probably meant.
    pub const fn suggesting(mut self, word: &'static str) -> Self {
        self.suggestion = Some(word);
        self
    }
}

/// Text that may be quoted: it stands in a projection or in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cleared(Arc<str>);

impl Cleared {
    /// Declares that `text` has passed the gate (or never was behind it). The gate itself has no use for this.
    pub fn public(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A finding in a file, ready to be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found.
    pub finding: Finding,
    /// How bad it is: as its rule says, unless the command line says otherwise.
    pub severity: Severity,
    /// The file, relative to the site's root.
    pub file: Arc<str>,
    /// What the message is about, quoted after it.
    pub subject: Option<Cleared>,
    /// The source line.
    pub source: Option<Cleared>,
    /// How many more of its rule and file it stands for.
    pub more: usize,
}

impl Diagnostic {
    /// A finding in a file, without a word of it.
    pub fn new(file: impl Into<Arc<str>>, finding: Finding) -> Self {
        Self { finding, severity: finding.rule.severity, file: file.into(), subject: None, source: None, more: 0 }
    }

    /// Adds what the message is about.
    #[must_use]
    pub fn about(mut self, subject: Cleared) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Adds the line that the finding is in.
    #[must_use]
    pub fn showing(mut self, source: Cleared) -> Self {
        self.source = Some(source);
        self
    }

    /// Whether it makes the build fail.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    fn key(&self) -> (&str, u32, u32, &str, Option<&Cleared>) {
        let Finding { rule, line, column, .. } = self.finding;
        (&self.file, line, column, rule.slug, self.subject.as_ref())
    }
}

impl Ord for Diagnostic {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Diagnostic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// So many diagnostics of one rule are told of one file; the last of them stands for the others (R21).
const MOST_ALIKE: usize = 100;

/// Sorts by file and place, and drops what is said twice or too often.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup_by(|a, b| a.key() == b.key());
    let mut told: HashMap<(Arc<str>, &str), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics.drain(..) {
        let alike = told.entry((diagnostic.file.clone(), diagnostic.finding.rule.slug)).or_default();
        match alike.get(MOST_ALIKE - 1) {
            Some(last) => kept[*last].more += 1 + diagnostic.more,
            None => {
                alike.push(kept.len());
                kept.push(diagnostic);
            }
        }
    }
    *diagnostics = kept;
}

/// The line and column (in characters) of a byte offset, both from 1.
pub fn place_of(text: &str, offset: usize) -> (u32, u32) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    (line as u32, before[line_start..].chars().count() as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_is_told_a_hundred_times_a_file() {
        let found = |file: &str, line| Diagnostic::new(file, Finding::at(&MARKING_UNKNOWN, line, 1));
        let mut all: Vec<_> = (0..250).map(|line| found("a.md", line)).chain([found("b.md", 1)]).collect();
        sort(&mut all);
        sort(&mut all);
        assert_eq!((all.len(), all[99].more, all[100].more), (101, 150, 0));
    }
}
