//! The classification of every block: its markings and statements, and what is wrong with them (R8 to R11).
//!
//! It decides nothing about what is cut; it says what each block is and why.
//!
//! **Invariant.** Whatever looks like a marking has been accepted as one, or reported.

use super::marking::{self, Group, KnownTerms, Reading};
use super::outline::{Kind, Letters, Outline};
use super::scope::{self, Governed};
use super::section::{self, Section};
use super::views;
use super::{colour, statement};
use crate::classification::Classification;
use crate::diagnostic::*;
use std::ops::Range;

/// What classifying a body gives.
#[derive(Debug)]
pub struct Classified {
    /// The sections; the first is the whole body.
    pub sections: Vec<Section>,
    /// The section of each block.
    pub section_of: Vec<usize>,
    /// The marking that governs each block from within it.
    pub own: Vec<Option<Classification>>,
    /// Each block's effective classification.
    pub effective: Vec<Classification>,
    /// What is wrong, in lines of the body.
    pub findings: Vec<Finding>,
}

/// Classifies a body that stands in a document of classification `document`; `stated` is what R7's sentences must say.
pub fn classify(
    outline: &Outline,
    body: &str,
    document: Classification,
    stated: Option<Classification>,
    known: &KnownTerms,
) -> Classified {
    let sections = section::sections(outline, document);
    let section_of = section::section_of(outline, &sections);
    let count = outline.blocks.len();
    let mut classifier = Classifier {
        outline,
        known,
        stated,
        out: Classified {
            sections,
            section_of,
            own: vec![None; count],
            effective: vec![document; count],
            findings: Vec::new(),
        },
    };
    for index in 1..count {
        classifier.read(index);
    }
    if let Some((line, column)) = views::first_difference(outline, body) {
        classifier.out.findings.push(Finding::at(&MARKING_DISGUISED, line, column));
    }
    let mut out = classifier.out;
    scope::resolve(outline, document, &mut out);
    out
}

struct Classifier<'o> {
    outline: &'o Outline,
    known: &'o KnownTerms,
    stated: Option<Classification>,
    out: Classified,
}

impl Classifier<'_> {
    fn report(&mut self, rule: &'static Rule, letters: &Letters, at: usize) {
        let (line, column) = letters.places.get(at).or(letters.places.last()).copied().unwrap_or((1, 1));
        self.out.findings.push(Finding::at(rule, line, column));
    }

    fn read(&mut self, index: usize) {
        let block = &self.outline.blocks[index];
        match block.kind {
            Kind::Heading(_) => self.heading(index),
            Kind::Paragraph => self.paragraph(index),
            Kind::Cell => self.cell(&block.letters, index),
            Kind::Code { .. } => self.no_marking(&block.letters, &[]),
            _ => {}
        }
    }

    fn heading(&mut self, index: usize) {
        let block = &self.outline.blocks[index];
        let letters = &block.letters;
        let (mark, accepted) = self.accept(letters);
        let stated = self.statements(index);
        self.no_marking(letters, &accepted);
        for range in marking::earlier_colours(&letters.chars) {
            if !is_in(&range, accepted.iter()) {
                self.report(&MARKING_UNKNOWN, letters, range.start);
            }
        }
        for range in statement::bare_colours(&letters.chars, true) {
            if !is_in(&range, accepted.iter().chain(&stated)) {
                self.report(&MARKING_BARE, letters, range.start);
            }
        }
        if let Some(range) = statement::trailing_colour(&letters.chars)
            && !is_in(&range, accepted.iter().chain(&stated))
        {
            self.report(&MARKING_BARE, letters, range.start);
        }
        self.bold_colours(letters, &accepted, &stated);
        self.split_marking(index);
        if let (Some(mark), true) = (mark, block.parent == 0) {
            self.mark_section(index, mark);
        }
        self.item_in_item(index);
    }

    /// A heading ends with its line; what follows directly may be the rest of its marking.
    fn split_marking(&mut self, index: usize) {
        let Some(next) = self.outline.blocks.get(index + 1) else { return };
        let heading = &self.outline.blocks[index];
        if next.kind != Kind::Paragraph || next.lines.start != heading.lines.start + 1 {
            return;
        }
        let first_line = next.letters.chars.split(|c| *c == '\n').next().unwrap_or_default();
        if let Some(at) = marking::split_group(&heading.letters.chars, first_line) {
            self.report(&MARKING_DISGUISED, &heading.letters, at);
        }
    }

    fn paragraph(&mut self, index: usize) {
        let block = &self.outline.blocks[index];
        let letters = &block.letters;
        let (mark, accepted) = self.accept(letters);
        let stated = self.statements(index);
        self.no_marking(letters, &accepted);
        for range in statement::bare_colours(&letters.chars, false) {
            if !is_in(&range, accepted.iter().chain(&stated)) {
                self.report(&MARKING_BARE, letters, range.start);
            }
        }
        self.bold_colours(letters, &accepted, &stated);
        let Some(mark) = mark else { return };
        let start = accepted.first().map_or(0, |range| range.start);
        let alone = !letters.chars[..start].iter().any(|c| c.is_alphanumeric());
        if !alone {
            self.title_or_opening(index, start);
        }
        match scope::governed(self.outline, index, alone) {
            Governed::Section => self.mark_section(index, mark),
            Governed::Block(governed) => self.mark_block(governed, mark, start),
            Governed::Nothing => self.report(&MARKING_MISPLACED, letters, start),
        }
    }

    /// A marked paragraph that was meant as the title of what follows, or that opens a table, code or a quote: its
    /// marking would govern the paragraph alone (R8).
    fn title_or_opening(&mut self, index: usize, start: usize) {
        let block = &self.outline.blocks[index];
        let next = self.outline.blocks[block.parent].children.iter().find(|at| **at > index);
        let next = next.map(|at| &self.outline.blocks[*at].kind);
        let text = &block.letters.chars[..start];
        let is_bold = block
            .letters
            .chars
            .iter()
            .zip(&block.letters.styles)
            .all(|(c, style)| style.strong || !c.is_alphanumeric());
        let is_title = block.parent == 0 && (is_bold || statement::is_item_title(text));
        let is_followed = next.is_some_and(|next| !matches!(next, Kind::Heading(_)));
        let opens = text.iter().rfind(|c| !c.is_whitespace()) == Some(&':');
        let opened = matches!(next, Some(Kind::Table | Kind::Code { .. } | Kind::Quote));
        if is_title && is_followed {
            self.out.findings.push(Finding::at(&ITEM_AS_LIST, block.lines.start, block.column));
        } else if opens && opened {
            self.report(&MARKING_MISPLACED, &block.letters, start);
        }
    }

    fn cell(&mut self, letters: &Letters, index: usize) {
        let stated = self.statements(index);
        self.no_marking(letters, &[]);
        self.bold_colours(letters, &[], &stated);
        let is_marked = !marking::groups(&letters.chars).is_empty();
        if colour::is_only_capital_colour(&letters.chars) && !is_marked {
            self.report(&MARKING_BARE, letters, 0);
        }
    }

    /// The marking at the end of a heading or paragraph, and where it stands (R8).
    fn accept(&mut self, letters: &Letters) -> (Option<Classification>, Vec<Range<usize>>) {
        let ending = marking::ending(&letters.chars, self.known);
        if let Some(range) = ending.unknown {
            self.report(&MARKING_UNKNOWN, letters, range.start);
            return (None, vec![range]);
        }
        let ranges: Vec<_> = ending.groups.iter().map(|group| group.range.clone()).collect();
        for range in &ranges {
            if !is_plain(&letters.styles[range.clone()]) {
                self.report(&MARKING_DISGUISED, letters, range.start);
            }
        }
        let marks: Vec<_> = ending.groups.iter().filter_map(exact).collect();
        if marks.iter().any(|mark| *mark != marks[0]) {
            self.report(&MARKING_CONFLICT, letters, ranges[0].start);
        }
        (marks.into_iter().max(), ranges)
    }

    /// Whatever looks like a marking elsewhere in a text is an error (R11).
    fn no_marking(&mut self, letters: &Letters, accepted: &[Range<usize>]) {
        for group in marking::groups(&letters.chars) {
            if is_in(&group.range, accepted.iter()) {
                continue;
            }
            let rule = if exact(&group).is_some() { &MARKING_MISPLACED } else { &MARKING_UNKNOWN };
            self.report(rule, letters, group.range.start);
        }
    }

    fn bold_colours(&mut self, letters: &Letters, accepted: &[Range<usize>], stated: &[Range<usize>]) {
        let loose = statement::loose_colours(&letters.chars);
        let groups = if loose.is_empty() { Vec::new() } else { marking::groups(&letters.chars) };
        for range in loose {
            let is_in_group = is_in(&range, groups.iter().map(|group| &group.range));
            if !is_in_group && !overlaps(&range, accepted.iter().chain(stated)) {
                self.report(&STATEMENT_UNKNOWN, letters, range.start);
            }
        }
        for range in bold_spans(letters) {
            let colour = colour::is_only_colour(&letters.chars[range.clone()]);
            if colour && !overlaps(&range, accepted.iter().chain(stated)) {
                self.report(&MARKING_BARE, letters, range.start);
            }
        }
    }

    /// Statements in prose raise their agenda item, or their section (R9); returns where their colours stand.
    fn statements(&mut self, index: usize) -> Vec<Range<usize>> {
        let letters = &self.outline.blocks[index].letters;
        let bold = |at: usize| letters.styles[at].strong;
        let mut ranges = Vec::new();
        for found in statement::statements(&letters.chars, &bold) {
            ranges.push(found.range.clone());
            let Some(says) = found.says else {
                self.report(&STATEMENT_UNKNOWN, letters, found.range.start);
                continue;
            };
            let section = self.out.section_of[index];
            if section == 0 || found.of_document {
                self.document_statement(says, letters, found.range.start);
            } else {
                let item = self.agenda_item(section).unwrap_or(section);
                let section = &mut self.out.sections[item];
                section.stated = section.stated.max(Some(says));
            }
        }
        ranges
    }

    fn document_statement(&mut self, says: Classification, letters: &Letters, at: usize) {
        if self.stated.is_some_and(|stated| stated != says) {
            self.report(&CLASSIFICATION_DISAGREES, letters, at);
        }
    }

    /// The outermost numbered section around a section.
    fn agenda_item(&self, section: usize) -> Option<usize> {
        let up = std::iter::successors(Some(section), |at| Some(self.out.sections[*at].parent));
        up.take_while(|at| *at != 0).filter(|at| self.out.sections[*at].number.is_some()).last()
    }

    fn item_in_item(&mut self, index: usize) {
        let section = self.out.section_of[index];
        let found = &self.out.sections[section];
        let is_item = found.heading == index && found.number.is_some();
        if is_item && self.agenda_item(section) != Some(section) {
            let letters = &self.outline.blocks[index].letters;
            self.report(&ITEM_INSIDE_ITEM, letters, 0);
        }
    }

    fn mark_section(&mut self, index: usize, mark: Classification) {
        let section = self.out.section_of[index];
        if self.out.sections[section].own.is_some_and(|own| own != mark) {
            let letters = &self.outline.blocks[index].letters;
            self.report(&MARKING_CONFLICT, letters, 0);
        }
        let own = &mut self.out.sections[section].own;
        *own = (*own).max(Some(mark));
        self.out.own[index] = Some(mark);
    }

    fn mark_block(&mut self, governed: usize, mark: Classification, at: usize) {
        if self.out.own[governed].is_some_and(|own| own != mark) {
            let block = &self.outline.blocks[governed];
            self.out.findings.push(Finding::at(&MARKING_CONFLICT, block.lines.start, at as u32 + 1));
        }
        self.out.own[governed] = self.out.own[governed].max(Some(mark));
    }
}

fn exact(group: &Group) -> Option<Classification> {
    if let Reading::Exact(found) = group.reading { Some(found) } else { None }
}

fn is_in<'a>(range: &Range<usize>, mut ranges: impl Iterator<Item = &'a Range<usize>>) -> bool {
    ranges.any(|outer| outer.start <= range.start && range.end <= outer.end)
}

fn overlaps<'a>(range: &Range<usize>, mut ranges: impl Iterator<Item = &'a Range<usize>>) -> bool {
    ranges.any(|other| other.start < range.end && range.start < other.end)
}

/// Letters all bold or none, brackets alike, and nothing but bold (R8).
fn is_plain(styles: &[super::outline::Style]) -> bool {
    let inside = &styles[1..styles.len() - 1];
    let even = inside.iter().all(|style| style.strong == inside[0].strong);
    let brackets = styles[0].strong == styles[styles.len() - 1].strong;
    even && brackets && styles.iter().all(|style| !style.other)
}

fn bold_spans(letters: &Letters) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, style) in letters.styles.iter().enumerate() {
        match spans.last_mut() {
            Some(span) if style.strong && span.end == at => span.end = at + 1,
            _ if style.strong => spans.push(at..at + 1),
            _ => {}
        }
    }
    spans
}
