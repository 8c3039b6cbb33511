//! What a marking governs (R8), and the effective classification of every section and block (R10).
//!
//! It reads no text: `classify` has found the markings and statements.
//!
//! **Invariant.** A block's effective classification is at least that of everything around it.

use super::classified::Classified;
use super::outline::{Block, Kind, Outline};
use crate::classification::Classification;
use crate::diagnostic::{Finding, MARKING_MILDER, Rule, STATEMENT_RAISES, STATEMENT_STRICTER};
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
    let parent = blocks[index].parent();
    let (first, last) = blocks[parent].paragraphs().unwrap_or((index, index));
    let (is_first, is_last) = (first == index, last == index);
    let is_only = blocks[parent].has_one_child();
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
        self.sections();
        for at in 0..self.out.sections.len() {
            self.warn_of_section(at, document);
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

    /// What is strict spreads to sub-sections, and from an item to the sub-headings of its number, whatever their level.
    fn sections(&mut self) {
        let heirs = self.heirs();
        for strict in Classification::ALL.into_iter().rev() {
            let is_own = |at: &usize| self.out.sections[*at].said().is_some_and(|said| said >= strict);
            let mut raised: Vec<usize> = (0..self.out.sections.len()).filter(is_own).collect();
            let mut seen = vec![false; heirs.len()];
            while let Some(at) = raised.pop() {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                raised.extend(&heirs[at]);
                let section = &mut self.out.sections[at];
                section.effective = section.effective.max(strict);
            }
        }
    }

    /// What is at least what each section is.
    fn heirs(&self) -> Vec<Vec<usize>> {
        let mut heirs = vec![Vec::new(); self.out.sections.len()];
        for (at, section) in self.out.sections.iter().enumerate().skip(1) {
            heirs[section.parent].push(at);
            section.part_of.into_iter().for_each(|item| heirs[item].push(at));
        }
        heirs
    }

    fn warn_of_section(&mut self, at: usize, document: Classification) {
        let section = &self.out.sections[at];
        let around = if at == 0 { document } else { self.out.sections[section.parent].effective };
        let (own, stated, heading) = (section.own, section.stated, section.heading);
        if own.is_some_and(|own| own < around) {
            self.warn(&MARKING_MILDER, heading);
        }
        if own.zip(stated).is_some_and(|(own, (stated, _))| own != stated) {
            self.warn(&STATEMENT_STRICTER, heading);
        }
        if let Some((stated, (line, column))) = stated
            && own.is_none()
            && stated > around
        {
            self.out.findings.push(Finding::at(&STATEMENT_RAISES, line, column));
        }
    }

    fn warn(&mut self, rule: &'static Rule, block: usize) {
        let Block { lines, column, .. } = &self.outline.blocks[block];
        self.out.findings.push(Finding::at(rule, lines.start, *column));
    }

    /// The classification of what a block is in, and of its stem.
    fn around(&mut self, index: usize) -> Classification {
        let block = &self.outline.blocks[index];
        let enclosing = if block.parent() == 0 {
            self.out.sections[self.out.section_of[index]].effective
        } else {
            self.out.effective[block.parent()]
        };
        match (&block.kind, self.stem(index)) {
            (Kind::List { .. }, Some(stem)) => enclosing.max(self.out.own[stem].unwrap_or(enclosing)),
            _ => enclosing,
        }
    }

    /// The paragraph that a list follows directly; another list or a footnote between them does not part them.
    fn stem(&mut self, index: usize) -> Option<usize> {
        let before = self.outline.blocks[index].previous()?;
        let stem = match self.outline.blocks[before].kind {
            Kind::Paragraph => Some(before),
            Kind::List { .. } | Kind::Footnote => self.stems.get(&before).copied(),
            _ => None,
        };
        self.stems.extend(stem.map(|stem| (index, stem)));
        stem
    }
}
