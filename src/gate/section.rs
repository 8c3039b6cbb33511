//! Sections of a body as the gate sees them, and the numbers of agenda items.
//!
//! **Invariant.** A section runs from its heading to the next one of the same or a higher level (R8).

use super::outline::{Kind, Outline};
use crate::classification::Classification;
use std::collections::BTreeMap;
use std::ops::Range;

/// A section: a heading with what follows it, or the whole body (the first).
#[derive(Clone, Debug)]
pub struct Section {
    /// The block of its heading; the root for the whole body.
    pub heading: usize,
    /// 1 to 6; 0 for the whole body.
    pub level: u8,
    /// The section that it is in.
    pub parent: usize,
    /// Its lines.
    pub lines: Range<u32>,
    /// Its number, where it is an agenda item.
    pub number: Option<String>,
    /// The section that its number makes it a part of: `10.1 Title` is of the item 10 before it, or of the next one (R8).
    pub part_of: Option<usize>,
    /// The marking of its heading, or of a paragraph by itself.
    pub own: Option<Classification>,
    /// What statements in prose say (R9), and where the strictest stands.
    pub stated: Option<(Classification, (u32, u32))>,
    /// The strictest of all that bears on it.
    pub effective: Classification,
}

impl Section {
    /// Raises what statements say.
    pub fn state(&mut self, said: (Classification, (u32, u32))) {
        if self.stated.is_none_or(|(stated, _)| stated < said.0) {
            self.stated = Some(said);
        }
    }

    /// What its marking and statements say together.
    pub fn said(&self) -> Option<Classification> {
        self.own.max(self.stated.map(|(stated, _)| stated))
    }
}

/// The sections of a body, by its top-level headings.
pub fn sections(outline: &Outline, document: Classification) -> Vec<Section> {
    let root = &outline.blocks[0];
    let section = |heading: usize, level, parent, lines| Section {
        heading,
        level,
        parent,
        lines,
        number: number(outline.letters(heading).chars),
        part_of: None,
        own: None,
        stated: None,
        effective: document,
    };
    let mut sections = vec![section(0, 0, 0, root.lines.clone())];
    let mut open = vec![0_usize];
    for child in outline.children(0) {
        let block = &outline.blocks[child];
        let Kind::Heading(level) = block.kind else { continue };
        while sections[*open.last().expect("the root is open")].level >= level {
            let closed = open.pop().expect("the root is never closed");
            sections[closed].lines.end = block.lines.start;
        }
        let parent = *open.last().expect("the root is open");
        open.push(sections.len());
        sections.push(section(child, level, parent, block.lines.start..root.lines.end));
    }
    find_items(outline, &mut sections);
    sections
}

/// Finds the items that sub-headings are of by their numbers.
fn find_items(outline: &Outline, sections: &mut [Section]) {
    let parts = sections.iter().map(|section| part_of(outline.letters(section.heading).chars));
    let parts: Vec<Option<String>> = parts.collect();
    let passes: [Vec<usize>; 2] = [(1..sections.len()).collect(), (1..sections.len()).rev().collect()];
    for order in passes {
        let mut items: BTreeMap<String, usize> = BTreeMap::new();
        for at in order {
            items.extend(sections[at].number.clone().map(|number| (number, at)));
            let item = parts[at].as_ref().and_then(|number| items.get(number).copied());
            sections[at].part_of = sections[at].part_of.or(item);
        }
    }
}

/// The number of an agenda item's heading: `10. Title` has `10`.
pub fn number(heading: &[char]) -> Option<String> {
    begins(heading, |after| after.is_none_or(|c| c.is_whitespace()))
}

/// The number of the item that a sub-heading is of: `10.1 Title`, `10.1. Title` and `10.1.2 Title` have `10` (R8).
pub fn part_of(heading: &[char]) -> Option<String> {
    begins(heading, |after| after.is_some_and(char::is_ascii_digit))
}

/// The number with a point that a heading begins with, where what comes after the point is fit.
fn begins(heading: &[char], is_fit: impl Fn(Option<&char>) -> bool) -> Option<String> {
    let digits = heading.iter().take_while(|c| c.is_ascii_digit()).count();
    let end = digits + usize::from(heading.get(digits).is_some_and(char::is_ascii_lowercase));
    let is_number = (1..=3).contains(&digits) && heading.get(end) == Some(&'.');
    (is_number && is_fit(heading.get(end + 1))).then(|| heading[..end].iter().collect())
}

/// The innermost section of each block.
pub fn section_of(outline: &Outline, sections: &[Section]) -> Vec<usize> {
    let innermost = |line: u32| sections[1..].partition_point(|section| section.lines.start <= line);
    outline.blocks.iter().map(|block| innermost(block.lines.start)).collect()
}
