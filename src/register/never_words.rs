//! Words that no output may contain (`[policy] never`), looked for in published sources.
//!
//! A net under the gate, not the gate; the site looks once more through what it has printed.
//!
//! **Invariant.** A finding names a file and a line; it repeats neither the word nor the text around it.

use crate::diagnostic::{Diagnostic, Finding, NEVER_WORD};
use crate::record::{Document, Record};
use crate::text::{NeverList, references};

/// The published lines with one of the words, or on which one of the phrases begins.
pub fn check(record: &Record, words: &NeverList) -> Vec<Diagnostic> {
    let documents = record.documents().filter(|_| !words.is_empty());
    documents.flat_map(|document| in_document(document, words)).collect()
}

fn in_document(document: &Document, words: &NeverList) -> Vec<Diagnostic> {
    let mut text = String::new();
    let mut starts = Vec::new();
    for (number, line) in document.source().lines() {
        starts.push((text.len(), number));
        text.push_str(&readable(line));
        text.push('\n');
    }
    let number = |at: usize| starts[starts.partition_point(|(start, _)| *start <= at) - 1].1;
    let mut lines: Vec<u32> = words.places(&text).into_iter().map(number).collect();
    lines.dedup();
    lines.into_iter().map(|line| document.front_finding(Finding::at(&NEVER_WORD, line, 0))).collect()
}

/// A line of Markdown without what parts the letters of a word, and with its references read.
fn readable(line: &str) -> String {
    let line = references(line);
    line.chars().filter(|c| !matches!(c, '*' | '`' | '~' | '\\')).collect()
}
