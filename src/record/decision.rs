//! The decisions of one section: each bold outcome, with the sentence that it stands in.
//!
//! It reads words, not meaning: verbs in lower case and other bodies' approvals are no decisions, and what is struck out
//! is none. Ids, committees and registers are made elsewhere.
//!
//! **Invariant.** A decision's text has no word that does not stand in the section, in the same order.
//! **Invariant.** Afterwards each decision has one [`Inline::Outcome`] in the tree, and no other is there.

use super::mark::mark;
use super::outcome::Judgement;
pub use super::outcome::{Outcomes, Remark};
use super::plain::Plain;
use super::sentence::{finish, is_finished, read_on, sentences};
use super::text::{Block, BlockKind, Inline, Position};
use jiff::civil::Date;
use std::ops::Range;

/// One decision of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    place: usize,
    outcome: String,
    text: String,
    defers_to: Option<Date>,
    position: Position,
    anchor: String,
}

impl Decision {
    /// Its place among the section's decisions, from 1.
    pub fn place(&self) -> usize {
        self.place
    }

    /// `approved`; `deferred` for AGREED to defer or to postpone.
    pub fn outcome(&self) -> &str {
        &self.outcome
    }

    /// Its sentence in plain words, with the stem of its list and a full stop.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The day that it defers to, where its sentence names one.
    pub fn defers_to(&self) -> Option<Date> {
        self.defers_to
    }

    /// Where its bold word begins.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Its anchor on the page: `decision-10-2`.
    pub fn anchor(&self) -> &str {
        &self.anchor
    }
}

/// Finds the decisions of a section and marks each bold outcome in the tree with its anchor, prefix and place.
///
/// Places are counted from behind `before`, the decisions of the same item in sections before this one.
/// To be called once for a section: what it has marked is no bold word any more.
pub fn decisions(
    blocks: &mut [Block],
    outcomes: &Outcomes,
    anchor_prefix: &str,
    before: usize,
) -> (Vec<Decision>, Vec<Remark>) {
    let mut reader = Reader { outcomes, anchor_prefix, before, decisions: Vec::new(), remarks: Vec::new() };
    reader.blocks(blocks, "");
    mark(blocks, outcomes, &reader.decisions);
    (reader.decisions, reader.remarks)
}

/// The longest sentence of a decision, in bytes: each decision prints its own.
const LONGEST: usize = 2000;

struct Reader<'a> {
    outcomes: &'a Outcomes,
    anchor_prefix: &'a str,
    before: usize,
    decisions: Vec<Decision>,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    /// Reads blocks of which the first reads on from a stem.
    fn blocks(&mut self, blocks: &[Block], opening: &str) {
        let mut stem = opening.to_owned();
        for (index, block) in blocks.iter().enumerate() {
            let before = std::mem::take(&mut stem);
            match &block.kind {
                BlockKind::Paragraph(line) => {
                    let opening = if index == 0 { opening } else { "" };
                    stem = self.line(line, block.position, opening, blocks.get(index + 1));
                }
                BlockKind::Heading { content, .. } => {
                    self.line(content, block.position, "", None);
                }
                BlockKind::List { items, .. } => {
                    items.iter().for_each(|item| self.blocks(item, &before));
                }
                BlockKind::Quote(inner) | BlockKind::Footnote { blocks: inner, .. } => {
                    self.blocks(inner, "");
                }
                BlockKind::Table { header, rows, .. } => {
                    for cell in header.iter().chain(rows.iter().flatten()) {
                        self.line(cell, block.position, "", None);
                    }
                }
                BlockKind::Code { .. } | BlockKind::Rule => {}
            }
        }
    }

    /// Reads a line; gives the sentence that it leaves unfinished, as the stem of a list.
    fn line(&mut self, line: &[Inline], block: Position, stem: &str, next: Option<&Block>) -> String {
        let plain = Plain::of(line);
        let mut unfinished = String::new();
        for (index, range) in sentences(plain.text()).into_iter().enumerate() {
            let stem = if index == 0 { stem } else { "" };
            let mut sentence = self.sentence(&plain, range, stem);
            if !is_finished(&sentence.text) {
                unfinished.clone_from(&sentence.text);
                sentence.text.push_str(&self.continuation(next));
            }
            self.enter(&plain, &sentence, block);
        }
        unfinished
    }

    fn sentence(&self, plain: &Plain, source: Range<usize>, stem: &str) -> Sentence {
        let own = &plain.text()[source.clone()];
        let opening = plain.bold().iter().find(|bold| bold.start == source.start);
        let begins_with_outcome = opening.is_some_and(|bold| self.is_outcome(plain, bold));
        let first_letter = own.chars().find(|c| c.is_alphanumeric());
        let is_own_sentence = !begins_with_outcome && first_letter.is_some_and(char::is_uppercase);
        let (text, start) = read_on(stem, own, is_own_sentence);
        Sentence { source, text, start }
    }

    /// What a list adds to the sentence before it: its items, up to the first with an outcome of its own.
    fn continuation(&self, next: Option<&Block>) -> String {
        let Some(BlockKind::List { items, .. }) = next.map(|block| &block.kind) else {
            return String::new();
        };
        let items = items.iter().map(|item| Plain::of_blocks(item));
        let has_outcome = |item: &Plain| item.bold().iter().any(|bold| self.is_outcome(item, bold));
        let plain_items = items.take_while(|item| !has_outcome(item));
        plain_items.map(|item| format!(" {}", joined(item.text()))).collect()
    }

    fn is_outcome(&self, plain: &Plain, bold: &Range<usize>) -> bool {
        let judgement = self.outcomes.judge(&plain.text()[bold.clone()]);
        matches!(judgement, Judgement::Outcome { .. })
    }

    /// Enters what the bold phrases of a sentence are.
    fn enter(&mut self, plain: &Plain, sentence: &Sentence, block: Position) {
        let bold = plain.bold().iter().filter(|bold| sentence.source.contains(&bold.start));
        self.remarks.extend(unread(plain, &sentence.source, self.outcomes, block));
        for bold in bold {
            let position = plain.position(bold.start).unwrap_or(block);
            let phrase = &plain.text()[bold.clone()];
            let text = phrase.to_owned();
            match self.outcomes.judge(phrase) {
                Judgement::Outcome { word, outcome } => {
                    let end = sentence.start + (bold.start - sentence.source.start) + word.len();
                    self.decide(outcome, &sentence.text, end, position);
                }
                Judgement::BeginsWithOutcome => {
                    self.remarks.push(Remark::BoldPhraseBeginsWithOutcome { position, text });
                }
                Judgement::Capitals => {
                    self.remarks.push(Remark::BoldCapitalsNoOutcome { position, text });
                }
                Judgement::Plain => {}
            }
        }
    }

    fn decide(&mut self, outcome: &str, sentence: &str, end: usize, position: Position) {
        let is_too_long = sentence.len() > LONGEST;
        if is_too_long {
            self.remarks.push(Remark::SentenceTooLong { position });
        }
        let rest = sentence.get(end..).unwrap_or_default();
        let outcome = if outcome == "agreed" && deferral::defers(rest) { DEFERRED } else { outcome };
        let day = if outcome == DEFERRED && !is_too_long { deferral::day(rest) } else { deferral::Day::default() };
        if day.is_doubtful {
            self.remarks.push(Remark::DeferralUnclear { position });
        }
        let place = self.before + self.decisions.len() + 1;
        self.decisions.push(Decision {
            place,
            outcome: outcome.to_owned(),
            text: if is_too_long { String::new() } else { finish(sentence) },
            defers_to: day.date,
            position,
            anchor: format!("{}-{place}", self.anchor_prefix),
        });
    }
}

/// The outcomes in a heading: none of them is a decision.
pub fn outcomes_in_heading(title: &[Inline], outcomes: &Outcomes, position: Position) -> Vec<Remark> {
    let plain = Plain::of(title);
    let whole = 0..plain.text().len();
    let words = capitals(plain.text(), &whole, outcomes);
    words.map(|at| Remark::OutcomeNotRead { position: plain.position(at).unwrap_or(position) }).collect()
}

/// Outcomes in capitals that no bold phrase of a sentence is judged by.
fn unread(plain: &Plain, sentence: &Range<usize>, outcomes: &Outcomes, block: Position) -> Vec<Remark> {
    let is_judged = |at: &usize| {
        let mut bold = plain.bold().iter().filter(|bold| bold.contains(at));
        bold.any(|bold| outcomes.judge(&plain.text()[bold.clone()]) != Judgement::Plain)
    };
    let words = capitals(plain.text(), sentence, outcomes).filter(|at| !is_judged(at));
    words.map(|at| Remark::OutcomeNotRead { position: plain.position(at).unwrap_or(block) }).collect()
}

/// Where the outcomes in capitals begin, in a part of a text.
fn capitals<'t>(text: &'t str, part: &Range<usize>, outcomes: &'t Outcomes) -> impl Iterator<Item = usize> + use<'t> {
    let words = text[part.clone()].split(|c: char| !c.is_alphanumeric());
    let named = words.filter(|word| outcomes.named(word).is_some());
    named.map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
}

/// A sentence of a line, with its stem and the list that continues it.
struct Sentence {
    /// Where it stands in the line.
    source: Range<usize>,
    text: String,
    /// Where the line's own words begin in the text.
    start: usize,
}

const DEFERRED: &str = "deferred";

/// An item's text with the joint to the item after it.
fn joined(item: &str) -> String {
    let kept = item.trim_end_matches('.');
    let has_joint = kept.ends_with([';', ',', ':']) || kept.ends_with(" and") || kept.ends_with(" or");
    format!("{kept}{}", if has_joint { "" } else { ";" })
}

mod deferral;
#[cfg(test)]
mod tests;
