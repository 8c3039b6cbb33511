//! Documents as issued, to content files.
//!
//! `import` reads headlines that come as plain text or Markdown out of a word processor or a PDF, and writes a
//! content file: front matter from the heading lines, agenda items as headings, wording kept to the letter. It
//! does not decide what may be published and does not check its result: `check` does. What it cannot place it
//! marks Red, and of two readings it takes the one that publishes less.
//!
//! The way of a document: bytes, `characters` (lines), `furniture` (rows), `heading` (front matter), `blocks`,
//! `outline` (pieces), `write` (Markdown). No module imports, through others, one that imports it.
//!
//! **Invariant.** Every word of the input is in the content file once, or on a line that the report names as taken
//! or left out. **Invariant.** Neither the report nor an error holds a word of the document (R6).

mod blocks;
mod brackets;
mod calendar;
mod characters;
mod error;
mod escape;
mod front_matter;
mod furniture;
mod heading;
mod heading_lines;
mod laws;
mod lines;
mod marking;
mod next_meeting;
mod outcomes;
mod outline;
mod pattern;
mod report;
#[cfg(test)]
mod tests;
mod verbatim;
mod write;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::classification::Classification;
use blocks::{Block, Kind};
pub use error::{ImportError, ImportErrorKind};
use front_matter::FrontMatter;
use pattern::pattern;
use report::Report;
pub use report::{Guess, GuessKind};

/// What was made of a document as issued.
#[derive(Debug)]
pub struct Imported {
    /// The content file: front matter between `+++` lines, then the body in Markdown.
    pub text: String,
    /// The stem of its name: the meeting's number, or its date where there is none, or `undated`.
    pub stem: String,
    /// What was guessed, changed or left out, by line of the input.
    pub report: Vec<Guess>,
}

/// Makes a content file of a document as issued. Deterministic, in time linear in the length of the document.
///
/// # Errors
///
/// For bytes that are not UTF-8, for documents without text, and where something would be lost.
pub fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut report = Report::default();
    let lines = characters::lines(bytes, &mut report)?;
    let (rows, named) = furniture::clear(lines, &mut report);
    let came = rows.clone();
    let (mut front, rows) = heading::take(rows, &mut report);
    let blocks = blocks::gather(&rows, &mut report);
    classify(&mut front, &blocks, named, &mut report);
    let mut pieces = outline::outline(blocks, &mut report);
    outcomes::embolden(&mut pieces, &mut report);
    let text = front.toml() + &write::body(pieces, &mut report);
    let text = if is_nfc(&text) { text } else { text.nfc().collect() };
    let report = report.finish();
    match laws::broken(&came, &text, &report).first() {
        Some(line) => Err(ImportError { line: *line, column: 1, kind: ImportErrorKind::Lost }),
        None => Ok(Imported { text, stem: front.stem(), report }),
    }
}

pattern!(
    CLASSIFIED,
    r"(?i)\b(?:this|these)\s+(?:[a-z]+\s+)?(?:document|paper|minutes|headlines|publication|report|output)s?\s+(?:is|are|has been|have been)\s+(?:therefore\s+)?(?:classified|marked)(?:\s+as)?\s*:?[\s*_(\[‘“]*((?:tlp:)?[a-z]+(?:\+strict)?)"
);

/// The document's classification: the strictest of its sentence (R7), its heading lines and its running lines.
fn classify(front: &mut FrontMatter, blocks: &[Block], named: Option<(u32, Classification)>, report: &mut Report) {
    let preface = blocks.iter().take_while(|b| b.kind == Kind::Paragraph && !lines::is_section(&b.text));
    let own = blocks.iter().filter(|b| b.text.starts_with("This document is "));
    let mut found: Vec<Classification> = front.classification.into_iter().collect();
    for block in preface.chain(own) {
        for word in CLASSIFIED.captures_iter(&block.text).filter_map(|c| c.get(1)) {
            let colour = Classification::read(word.as_str());
            if colour.is_none() {
                report.add(block.line, GuessKind::ClassificationIllegible);
            }
            found.push(colour.unwrap_or(Classification::Red));
        }
    }
    if let Some((line, colour)) = named {
        report.add(line, GuessKind::ClassificationRunning);
        found.push(colour);
    }
    if found.windows(2).any(|pair| pair[0] != pair[1]) {
        report.add(1, GuessKind::ClassificationConflict);
    }
    if found.is_empty() {
        report.add(1, GuessKind::ClassificationAssumed);
    }
    front.classification = found.into_iter().max();
}
