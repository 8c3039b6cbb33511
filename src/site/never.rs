//! Words that no output may contain (`[policy] never`): a net under the gate, not the gate.
//!
//! **Invariant.** A finding names a file and a line; it repeats neither the word nor the text around it.

use super::Material;
use crate::diagnostic::{Diagnostic, Finding, NEVER_WORD};
use crate::edition::Edition;
use crate::record::Record;

/// Looks for the words in published sources, then in what was printed.
pub(super) fn check(edition: &Edition, material: Material<'_>) -> Vec<Diagnostic> {
    let words = &material.settings.policy.never_words;
    if words.is_empty() {
        return Vec::new();
    }
    let in_sources = sources(material.record, words);
    if !in_sources.is_empty() {
        return in_sources;
    }
    let hits = edition.files().filter(|(path, bytes)| {
        let text = readable(&String::from_utf8_lossy(bytes)) + " " + path.as_str();
        words.iter().any(|word| has(&text, word))
    });
    hits.map(|(path, _)| Diagnostic::new(path.as_str(), Finding::at(&NEVER_WORD, 0, 0))).collect()
}

fn sources(record: &Record, words: &[String]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for document in record.documents() {
        for (number, line) in document.published_lines() {
            let line = readable(line);
            if words.iter().any(|word| has(&line, word)) {
                diagnostics.push(document.front_finding(Finding::at(&NEVER_WORD, number, 0)));
            }
        }
    }
    diagnostics
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
