//! What a marking governs (R8), and the effective classification of every section and block (R10).
//!
//! It reads no text: `classify` has found the markings and statements.
//!
//! **Invariant.** A block's effective classification is at least that of everything around it.

use super::classify::Classified;
use super::outline::{Block, Kind, Outline};
use crate::classification::Classification;
use crate::diagnostic::{Finding, MARKING_MILDER, Rule, STATEMENT_STRICTER};
use std::collections::BTreeMap;

/// What a marking governs.
pub(super) enum Governed {
    /// The innermost section.
    Section,
    /// A block.
    Block(usize),
    /// R8 allows no marking here.
    Nothing,
}

/// What a paragraph's marking governs (R8).
pub(super) fn governed(outline: &Outline, index: usize, alone: bool) -> Governed {
    let blocks = &outline.blocks;
    let parent = blocks[index].parent;
    let (first, last) = blocks[parent].paragraphs.unwrap_or((index, index));
    let (is_first, is_last) = (first == index, last == index);
    let is_only = blocks[parent].children.len() == 1;
    if outline.ancestors(index).any(|at| blocks[at].kind == Kind::Footnote) {
        return Governed::Nothing;
    }
    match blocks[parent].kind {
        Kind::Root if alone => Governed::Section,
        Kind::Root => Governed::Block(index),
        Kind::Item { ordered: true, .. } => Governed::Nothing,
        Kind::Item { .. } | Kind::Quote if alone && is_only => Governed::Nothing,
        Kind::Item { .. } if is_first || is_last => Governed::Block(parent),
        Kind::Quote if is_last => Governed::Block(parent),
        Kind::Item { .. } | Kind::Quote if alone => Governed::Nothing,
        _ => Governed::Block(index),
    }
}

/// The strictest wins: what each section and block is, from its own marking and from all that is around it.
pub(super) fn resolve(outline: &Outline, document: Classification, out: &mut Classified) {
    Resolver { outline, out, stems: BTreeMap::new() }.resolve(document);
}

struct Resolver<'o> {
    outline: &'o Outline,
    out: &'o mut Classified,
    /// The stem of each list, by block.
    stems: BTreeMap<usize, usize>,
}

impl Resolver<'_> {
    /// From the outside in (R10).
    fn resolve(mut self, document: Classification) {
        for at in 0..self.out.sections.len() {
            let section = &self.out.sections[at];
            let around = if at == 0 { document } else { self.out.sections[section.parent].effective };
            let (own, stated, heading) = (section.own, section.stated, section.heading);
            if own.is_some_and(|own| own < around) {
                self.warn(&MARKING_MILDER, heading);
            }
            if own.zip(stated).is_some_and(|(own, stated)| own != stated) {
                self.warn(&STATEMENT_STRICTER, heading);
            }
            self.out.sections[at].effective = around.max(own.unwrap_or(around)).max(stated.unwrap_or(around));
        }
        self.out.effective[0] = self.out.sections[0].effective;
        for index in 1..self.outline.blocks.len() {
            let around = self.around(index);
            let own = self.out.own[index];
            let is_heading = matches!(self.outline.blocks[index].kind, Kind::Heading(_));
            if own.is_some_and(|own| own < around) && !is_heading {
                self.warn(&MARKING_MILDER, index);
            }
            self.out.effective[index] = around.max(own.unwrap_or(around));
        }
    }

    fn warn(&mut self, rule: &'static Rule, block: usize) {
        let Block { lines, column, .. } = &self.outline.blocks[block];
        self.out.findings.push(Finding::at(rule, lines.start, *column));
    }

    /// The classification of what a block is in, and of its stem.
    fn around(&mut self, index: usize) -> Classification {
        let block = &self.outline.blocks[index];
        let enclosing = if block.parent == 0 {
            self.out.sections[self.out.section_of[index]].effective
        } else {
            self.out.effective[block.parent]
        };
        match (&block.kind, self.stem(index)) {
            (Kind::List { .. }, Some(stem)) => enclosing.max(self.out.own[stem].unwrap_or(enclosing)),
            _ => enclosing,
        }
    }

    /// The paragraph that a list follows directly; another list or a footnote between them does not part them.
    fn stem(&mut self, index: usize) -> Option<usize> {
        let before = self.outline.blocks[index].previous?;
        let stem = match self.outline.blocks[before].kind {
            Kind::Paragraph => Some(before),
            Kind::List { .. } | Kind::Footnote => self.stems.get(&before).copied(),
            _ => None,
        };
        self.stems.extend(stem.map(|stem| (index, stem)));
        stem
    }
}
