//! Words that no output may contain (`[policy] never`), looked for in published sources.
//!
//! A net under the gate, not the gate; the site looks once more through what it has printed.
//!
//! **Invariant.** A finding names a file and a line; it repeats neither the word nor the text around it.

use crate::diagnostic::{Diagnostic, Finding, NEVER_WORD};
use crate::record::Record;

/// The published lines with one of the words.
pub fn check(record: &Record, words: &[String]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for document in record.documents().filter(|_| !words.is_empty()) {
        for (number, line) in document.published_lines() {
            if holds(line, words) {
                diagnostics.push(document.front_finding(Finding::at(&NEVER_WORD, number, 0)));
            }
        }
    }
    diagnostics
}

/// Whether one of the words stands in a text or page as a whole word.
pub fn holds(text: &str, words: &[String]) -> bool {
    let text = readable(text);
    words.iter().any(|word| has(&text, word))
}

/// Whether a word stands in a text as a whole word.
fn has(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        is_open(text[..at].chars().next_back()) && is_open(text[at + word.len()..].chars().next())
    })
}

/// The text of a page or line in small letters: without tags and emphasis, entities read, quotes straight.
fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_tag = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            '*' | '`' => {}
            '\u{2018}' | '\u{2019}' if !is_tag => out.push('\''),
            '\u{201c}' | '\u{201d}' if !is_tag => out.push('"'),
            '\n' | '\u{a0}' if !is_tag => out.push(' '),
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
}
