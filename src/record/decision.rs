//! The decisions of one section: each bold outcome, with the sentence that it stands in.
//!
//! It reads words, not meaning: verbs in lower case are no decisions, what is struck out is none, and neither is an outcome in a
//! clause about another time or body. Ids, committees and registers are made elsewhere.
//!
//! **Invariant.** A decision's text has no word that does not stand in the section, in the same order.
//! **Invariant.** What it reads is one entry for each bold outcome, in order, so that each can be marked in the tree.

use super::outcome::{Form, Judgement};
pub use super::outcome::{Outcomes, Remark};
use super::plain::Plain;
use super::sentence::{Enumerator, enumerators, finish, is_finished, read_on, sentences};
use super::text::{Block, BlockKind, Inline, Outcome, Position};
use super::walk::{self, Node};
pub use super::words::Names;
use crate::classification::Audience;
use force::{Force, force};
use jiff::civil::Date;
use lasting::Anchors;
use std::ops::Range;
use std::sync::Arc;

/// One decision of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    place: usize,
    mark: Arc<Outcome>,
    text: Box<str>,
    approves: bool,
    defers_to: Option<Date>,
    audience: Audience,
    position: Position,
}

impl Decision {
    /// Its place among the section's decisions, from 1.
    pub fn place(&self) -> usize {
        self.place
    }

    /// `approved`; `deferred` for AGREED to defer or to postpone; `not approved` where it is denied.
    pub fn outcome(&self) -> &str {
        &self.mark.outcome
    }

    /// Its sentence in plain words, with the stem of its list and a full stop.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it can have made a version: APPROVED or AGREED, and not an agreement that something be not.
    pub fn approves(&self) -> bool {
        self.approves
    }

    /// The day that it defers to, where its sentence names one.
    pub fn defers_to(&self) -> Option<Date> {
        self.defers_to
    }

    /// Its badge: the strictest of what its words are from (R10).
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// Where its bold word begins.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Its anchor on the page: `decision-10-2`.
    pub fn anchor(&self) -> &str {
        &self.mark.anchor
    }

    /// Its other anchor, which stays when decisions before it come or go: `d-3f9a2c1b`.
    pub fn lasting_anchor(&self) -> &str {
        &self.mark.lasting
    }

    /// What stands for it in the tree.
    pub(super) fn mark(&self) -> &Arc<Outcome> {
        &self.mark
    }
}

/// The longest sentence of a decision, in bytes: each decision prints its own.
const LONGEST: usize = 2000;

/// Reads the decisions of a page, section by section.
pub struct Reader<'a> {
    outcomes: &'a Outcomes,
    names: &'a Names,
    audience_at: &'a dyn Fn(u32) -> Audience,
    anchors: Anchors,
    prefix: String,
    before: usize,
    read: Vec<Option<Decision>>,
    /// Bold text that looks like an outcome and is none, so far.
    pub remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
    /// A reader of a page of a committee with these names; `audience_at` gives the badge of a line.
    pub fn new(outcomes: &'a Outcomes, names: &'a Names, audience_at: &'a dyn Fn(u32) -> Audience) -> Self {
        let (anchors, prefix, read, remarks) = Default::default();
        Self { outcomes, names, audience_at, anchors, prefix, before: 0, read, remarks }
    }

    /// Reads what each bold outcome of a section is, in order: a decision, or none.
    ///
    /// Places are counted from behind `before`, the decisions of the same item in sections before this one.
    pub fn decisions(&mut self, blocks: &[Block], prefix: &str, before: usize) -> Vec<Option<Decision>> {
        (self.prefix, self.before) = (prefix.to_owned(), before);
        self.blocks(blocks, "");
        std::mem::take(&mut self.read)
    }

    /// The words by which the committee decides.
    pub fn outcomes(&self) -> &'a Outcomes {
        self.outcomes
    }

    /// Remarks on the outcomes in a heading: none of them is a decision.
    pub fn heading(&mut self, title: &[Inline], position: Position) {
        let plain = Plain::of(title);
        let whole = 0..plain.text().len();
        let words = capitals(plain.text(), &whole, self.outcomes);
        let at = words.map(|at| Remark::OutcomeNotRead { position: plain.position(at).unwrap_or(position) });
        self.remarks.extend(at);
    }

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
                BlockKind::Table(table) => {
                    for cell in table.header.iter().chain(table.rows.iter().flatten()) {
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
        let leads_to_list = matches!(next, Some(Block { kind: BlockKind::List { .. }, .. }));
        if plain.bold().is_empty() && !leads_to_list {
            self.remarks.extend(unread(&plain, &(0..plain.text().len()), self.outcomes, block));
            return String::new();
        }
        let badge = (self.audience_at)(block.line);
        let mut unfinished = String::new();
        let parts = self.parts(&plain);
        let last = parts.len().saturating_sub(1);
        for (index, part) in parts.into_iter().enumerate() {
            let stem = if index == 0 { stem } else { part.lead.as_str() };
            let mut sentence = self.sentence(&plain, part.source, stem, badge);
            let is_open = !is_finished(&sentence.text);
            if is_open {
                unfinished.clone_from(&sentence.text);
            }
            if index == last && (is_open || leads_on(&sentence.text)) {
                let (more, badge) = self.continuation(next);
                sentence.text.push_str(&more);
                sentence.audience = sentence.audience.max(badge);
            }
            self.enter(&plain, &sentence, block);
        }
        unfinished
    }

    /// The sentences of a line; the numbered parts of a list belong to the sentence that leads into it, up to the first with an
    /// outcome of its own, which reads on from the lead.
    fn parts(&self, plain: &Plain) -> Vec<Part> {
        let text = plain.text();
        let has_outcome = |range: &Range<usize>| plain.bold_in(range).iter().any(|bold| self.is_outcome(plain, bold));
        let mut parts: Vec<Part> = Vec::new();
        let mut lead = String::new();
        for range in sentences(text) {
            let numbers = enumerators(&text[range.clone()]);
            let own = numbers.first().filter(|(at, _)| *at == 0).map(|(_, own)| own);
            let before = parts.last().and_then(|part| part.number.as_ref());
            let follows = own.zip(before).is_some_and(|(own, before)| own.follows(before));
            let length = own.map_or(0, |own| own.length);
            let number = numbers.last().map(|(_, number)| number.clone());
            match parts.last_mut().filter(|_| follows) {
                Some(last) if !has_outcome(&range) => (last.source.end, last.number) = (range.end, number),
                Some(_) => parts.push(Part { source: range.start + length..range.end, lead: lead.clone(), number }),
                None => {
                    let opening = numbers.first().map_or(0, |(at, _)| *at);
                    text[range.start..range.start + opening].trim().clone_into(&mut lead);
                    parts.push(Part { source: range, lead: String::new(), number });
                }
            }
        }
        parts
    }

    fn sentence(&self, plain: &Plain, source: Range<usize>, stem: &str, audience: Audience) -> Sentence {
        let own = &plain.text()[source.clone()];
        let opening = plain.bold_in(&source).first().filter(|bold| bold.start == source.start);
        let begins_with_outcome = opening.is_some_and(|bold| self.is_outcome(plain, bold));
        let first_letter = own.chars().find(|c| c.is_alphanumeric());
        let is_own_sentence = !begins_with_outcome && first_letter.is_some_and(char::is_uppercase);
        let (text, start) = read_on(stem, own, is_own_sentence);
        Sentence { source, text, start, audience }
    }

    /// What a list adds to the sentence before it: its items, up to the first with an outcome of its own; and their badge.
    fn continuation(&self, next: Option<&Block>) -> (String, Audience) {
        let Some(BlockKind::List { items, .. }) = next.map(|block| &block.kind) else {
            return (String::new(), Audience::White);
        };
        let items = items.iter().map(|item| (Plain::of_blocks(item), self.badge(item)));
        let has_outcome = |item: &Plain| item.bold().iter().any(|bold| self.is_outcome(item, bold));
        let plain_items = items.take_while(|(item, _)| !has_outcome(item));
        plain_items.fold((String::new(), Audience::White), |(text, badge), (item, own)| {
            (format!("{text} {}", joined(item.text())), badge.max(own))
        })
    }

    /// The strictest badge of some blocks.
    fn badge(&self, blocks: &[Block]) -> Audience {
        let lines = walk::nodes(blocks).filter_map(|node| match node {
            Node::Block(block) => Some(block.position.line),
            Node::Inline(_) => None,
        });
        lines.map(self.audience_at).max().unwrap_or(Audience::White)
    }

    fn is_outcome(&self, plain: &Plain, bold: &Range<usize>) -> bool {
        let judgement = self.outcomes.judge(&plain.text()[bold.clone()]);
        matches!(judgement, Judgement::Outcome { .. })
    }

    /// Enters what the bold phrases of a sentence are.
    fn enter(&mut self, plain: &Plain, sentence: &Sentence, block: Position) {
        self.remarks.extend(unread(plain, &sentence.source, self.outcomes, block));
        let outcomes = self.outcomes;
        for bold in plain.bold_in(&sentence.source) {
            let position = plain.position(bold.start).unwrap_or(block);
            let phrase = &plain.text()[bold.clone()];
            let text = phrase.to_owned();
            match outcomes.judge(phrase) {
                Judgement::Outcome { word, outcome, form } => {
                    let start = sentence.start + (bold.start - sentence.source.start);
                    let found = Found { word: start..start + word.len(), outcome, form, position };
                    let decision = self.decide(&found, phrase, sentence);
                    self.read.push(decision);
                }
                Judgement::BeginsWithOutcome => {
                    self.remarks.push(Remark::BoldPhraseBeginsWithOutcome { position, text });
                }
                Judgement::Capitals if self.denies_next(plain, bold) => {}
                Judgement::Capitals => {
                    self.remarks.push(Remark::BoldCapitalsNoOutcome { position, text });
                }
                Judgement::Plain => {}
            }
        }
    }

    /// `**NOT** **APPROVED**`.
    fn denies_next(&self, plain: &Plain, bold: &Range<usize>) -> bool {
        let next = plain.bold_in(&(bold.end + 1..bold.end + 2)).first();
        plain.text()[bold.clone()] == *"NOT" && next.is_some_and(|next| self.is_outcome(plain, next))
    }

    /// The decision that an outcome is, if it is one of this meeting.
    fn decide(&mut self, found: &Found<'_>, phrase: &str, sentence: &Sentence) -> Option<Decision> {
        let (position, text) = (found.position, &sentence.text);
        if text.len() > LONGEST {
            self.remarks.push(Remark::SentenceTooLong { position });
            return None;
        }
        let (before, rest) = (&text[..found.word.start], &text[found.word.end..]);
        let word = text[found.word.clone()].into();
        let is_base = found.form == Form::Base;
        let mut told = force(force::Outcome { before, rest, name: found.outcome, is_base }, self.names);
        if found.form == Form::Denied && told == Force::Decided {
            told = Force::Denied;
        }
        let outcome = match told {
            Force::Decided if is_base => {
                let text = phrase.to_owned();
                self.remarks.push(Remark::BoldCapitalsNoOutcome { position, text });
                return None;
            }
            Force::Decided => found.outcome.to_owned(),
            Force::Denied => format!("not {}", found.outcome),
            Force::Reported => {
                self.remarks.push(Remark::OutcomeReported { position });
                return None;
            }
            Force::Unclear => {
                self.remarks.push(Remark::OutcomeUnclear { position });
                return None;
            }
        };
        let approves = match outcome.as_str() {
            "approved" => true,
            "agreed" => !force::denies(rest),
            _ => false,
        };
        let text = finish(text);
        let (outcome, day) = self.deferral(outcome, rest, position);
        self.before += 1;
        let place = self.before;
        let mark = Outcome {
            word,
            anchor: format!("{}-{place}", self.prefix).into(),
            lasting: self.anchors.of(&self.prefix, &outcome, &text).into(),
            outcome: outcome.as_str().into(),
        };
        Some(Decision {
            place,
            approves: approves && outcome != DEFERRED,
            defers_to: day,
            audience: sentence.audience,
            position,
            mark: Arc::new(mark),
            text: text.into(),
        })
    }

    /// What an outcome is where it defers, and to which day.
    fn deferral(&mut self, outcome: String, rest: &str, position: Position) -> (String, Option<Date>) {
        let defers = match outcome.as_str() {
            "agreed" => deferral::defers(rest),
            DEFERRED => deferral::Defers::Yes(0),
            _ => deferral::Defers::No,
        };
        let (outcome, day) = match defers {
            deferral::Defers::Yes(verb) => (DEFERRED.to_owned(), deferral::day(rest, verb)),
            deferral::Defers::Beside => (outcome, deferral::Day { date: None, is_doubtful: true }),
            deferral::Defers::No => (outcome, deferral::Day::default()),
        };
        if day.is_doubtful {
            self.remarks.push(Remark::DeferralUnclear { position });
        }
        (outcome, day.date)
    }
}

/// An outcome's word in a sentence.
struct Found<'a> {
    word: Range<usize>,
    outcome: &'a str,
    form: Form,
    position: Position,
}

/// Outcomes in capitals that no bold phrase of a sentence is judged by.
fn unread(plain: &Plain, sentence: &Range<usize>, outcomes: &Outcomes, block: Position) -> Vec<Remark> {
    let is_judged = |at: &usize| {
        let bold = plain.bold_around(*at);
        bold.is_some_and(|bold| outcomes.judge(&plain.text()[bold.clone()]) != Judgement::Plain)
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

/// Where a sentence stands in a line, and what it reads on from.
struct Part {
    source: Range<usize>,
    lead: String,
    /// The last number of a list's part in it.
    number: Option<Enumerator>,
}

/// A sentence of a line, with its stem and the list that continues it.
struct Sentence {
    /// Where it stands in the line.
    source: Range<usize>,
    text: String,
    /// Where the line's own words begin in the text.
    start: usize,
    audience: Audience,
}

const DEFERRED: &str = "deferred";

/// Whether a finished sentence has a list behind it: "as follows."
fn leads_on(sentence: &str) -> bool {
    let bare = sentence.trim_end_matches(['.', ' ']);
    bare.ends_with(" as follows") || bare.ends_with(" the following") || bare.ends_with(" these")
}

/// An item's text with the joint to the item after it.
fn joined(item: &str) -> String {
    let kept = item.trim_end_matches('.');
    let has_joint = kept.ends_with([';', ',', ':']) || kept.ends_with(" and") || kept.ends_with(" or");
    format!("{kept}{}", if has_joint { "" } else { ";" })
}

mod deferral;
mod force;
mod lasting;
#[cfg(test)]
mod tests;
