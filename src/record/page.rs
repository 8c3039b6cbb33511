//! Plain pages, the home page's introduction, and what bodies of all kinds have in common.
//!
//! **Invariant.** Made from projections only.

use super::decision::Remark;
use super::document::Document;
use super::prose::{self, DateFault};
use super::section::{self, Minutes, Section};
use super::{markdown, period, walk};
use crate::diagnostic::{
    Cleared, DATE_IMPOSSIBLE, DECISION_TOO_LONG, DEFERRAL_UNCLEAR, DEFINITION_TWICE, Diagnostic, FOOTNOTE_UNDEFINED,
    FOOTNOTE_UNUSED, Finding, OUTCOME_NOT_READ, OUTCOME_PHRASE, OUTCOME_REPORTED, OUTCOME_UNCLEAR, OUTCOME_UNKNOWN,
    PERIOD, Rule, WEEKDAY_WRONG,
};
use crate::fields::Fields;
use crate::gate::Projection;
use crate::record::text::{Block, BlockKind, Inline, Position};
use crate::settings::WithheldItems;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A plain page, or the home page's introduction.
#[derive(Clone, Debug)]
pub struct Page {
    document: Document,
    title: String,
    description: Option<String>,
    order: Option<u32>,
    sections: Vec<Section>,
}

impl Page {
    pub(super) fn read(projection: &Projection, withheld: WithheldItems) -> (Option<Self>, Vec<Diagnostic>) {
        let mut fields = Fields::new(projection.front());
        let document = Document::read(projection, &mut fields);
        let title = fields.required_text("title");
        let description = fields.text("description");
        let order = fields.number("order");
        let (sections, mut diagnostics) = body(projection, &document, withheld);
        diagnostics.extend(fields.finish().into_iter().map(|finding| document.front_finding(finding)));
        (title.map(|title| Self { document, title, description, order, sections }), diagnostics)
    }

    /// What it has in common with every document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it is about, in a sentence.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Its place in the menu; without it, it is not there.
    pub fn order(&self) -> Option<u32> {
        self.order
    }

    /// Its sections.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }
}

/// The sections of a body in which no decisions are read.
pub(super) fn body(
    projection: &Projection,
    document: &Document,
    withheld: WithheldItems,
) -> (Vec<Section>, Vec<Diagnostic>) {
    let (sections, _, diagnostics) = read_body(projection, document, withheld, None);
    (sections, diagnostics)
}

/// The sections of a meeting's body with their decisions.
pub(super) fn body_with_decisions(
    projection: &Projection,
    document: &Document,
    withheld: WithheldItems,
    minutes: Minutes<'_>,
) -> (Vec<Section>, Vec<Diagnostic>) {
    let (sections, remarks, mut diagnostics) = read_body(projection, document, withheld, Some(minutes));
    diagnostics.extend(remarks.into_iter().map(|remark| {
        let rule = match remark {
            Remark::BoldCapitalsNoOutcome { .. } => &OUTCOME_UNKNOWN,
            Remark::OutcomeNotRead { .. } => &OUTCOME_NOT_READ,
            Remark::DeferralUnclear { .. } => &DEFERRAL_UNCLEAR,
            Remark::OutcomeReported { .. } => &OUTCOME_REPORTED,
            Remark::OutcomeUnclear { .. } => &OUTCOME_UNCLEAR,
            Remark::SentenceTooLong { .. } => &DECISION_TOO_LONG,
            Remark::BoldPhraseBeginsWithOutcome { .. } => &OUTCOME_PHRASE,
        };
        document.finding(rule, remark.position())
    }));
    (sections, diagnostics)
}

fn read_body(
    projection: &Projection,
    document: &Document,
    withheld: WithheldItems,
    minutes: Option<Minutes<'_>>,
) -> (Vec<Section>, Vec<Remark>, Vec<Diagnostic>) {
    let blocks = markdown::parse(projection.body());
    let mut diagnostics = dates(&blocks, projection, document);
    diagnostics.extend(footnotes(&blocks, document));
    diagnostics.extend(definitions(projection.body(), document));
    let blocks = without_unused_footnotes(blocks);
    let (sections, remarks) = section::sections(projection, blocks, withheld, minutes);
    (sections, remarks, diagnostics)
}

/// Periods that do not lead to the date beside them, from any of these days.
pub(super) fn periods(document: &Document, sections: &[Section], days: &[Option<Date>]) -> Vec<Diagnostic> {
    let days: Vec<Date> = days.iter().copied().flatten().chain(document.published_on()).collect();
    let places = period::misleading_periods(sections, &days).into_iter();
    places.map(|place| document.finding(&PERIOD, place)).collect()
}

fn dates(blocks: &[Block], projection: &Projection, document: &Document) -> Vec<Diagnostic> {
    let in_body = prose::weekday_findings(blocks).into_iter().map(|(position, fault)| {
        let (rule, subject) = named(fault);
        document.finding(rule, position).about(subject)
    });
    let in_front = prose::front_findings(projection.front()).into_iter().map(|((line, column), fault)| {
        let (rule, subject) = named(fault);
        document.front_finding(Finding::at(rule, line, column)).about(subject)
    });
    in_body.chain(in_front).collect()
}

/// The rule that a faulty date breaks, and what to say of it.
fn named(fault: DateFault) -> (&'static Rule, Cleared) {
    match fault {
        DateFault::WrongWeekday { date, .. } => (&WEEKDAY_WRONG, Cleared::public(crate::date::long(date))),
        DateFault::ImpossibleDate(written) => (&DATE_IMPOSSIBLE, Cleared::public(written)),
    }
}

/// Footnotes that nothing refers to, and references that nothing defines (R14).
fn footnotes(blocks: &[Block], document: &Document) -> Vec<Diagnostic> {
    let referenced: BTreeSet<&str> = walk::footnotes_referenced(blocks).collect();
    let mut diagnostics = Vec::new();
    for block in walk::nodes(blocks) {
        match block {
            walk::Node::Block(Block { kind: BlockKind::Footnote { label, .. }, position })
                if !referenced.contains(&**label) =>
            {
                diagnostics.push(document.finding(&FOOTNOTE_UNUSED, *position));
            }
            walk::Node::Inline(Inline::Text(text, position)) if text.contains("[^") && text.contains(']') => {
                diagnostics.push(document.finding(&FOOTNOTE_UNDEFINED, *position));
            }
            _ => {}
        }
    }
    diagnostics
}

/// Leaves out the footnotes that nothing refers to: they are not printed, so nothing is read from them.
fn without_unused_footnotes(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut notes: BTreeMap<&str, Vec<&Block>> = BTreeMap::new();
    let mut pending: Vec<&str> = Vec::new();
    for block in &blocks {
        match &block.kind {
            BlockKind::Footnote { label, .. } => notes.entry(label).or_default().push(block),
            _ => pending.extend(references(block)),
        }
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    while let Some(label) = pending.pop() {
        if used.insert(label.to_owned()) {
            pending.extend(notes.get(label).into_iter().flatten().flat_map(|note| references(note)));
        }
    }
    blocks.retain(|block| !matches!(&block.kind, BlockKind::Footnote { label, .. } if !used.contains(&**label)));
    blocks
}

/// What a block refers to.
fn references(block: &Block) -> impl Iterator<Item = &str> {
    walk::footnotes_referenced(std::slice::from_ref(block))
}

/// Labels that are defined twice: the first holds (R14).
fn definitions(body: &str, document: &Document) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut diagnostics = Vec::new();
    let mut is_code = false;
    for (at, line) in body.lines().enumerate() {
        is_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let label = line.trim_start_matches([' ', '>']).strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        let Some((label, _)) = label.filter(|(label, _)| !is_code && !label.contains(['[', ']'])) else { continue };
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if !seen.insert(label) {
            diagnostics.push(document.finding(&DEFINITION_TWICE, Position { line: at as u32 + 1, column: 1 }));
        }
    }
    diagnostics
}
