//! The classification of every block: its markings and statements, and what is wrong with them (R8 to R11).
//!
//! It decides nothing about what is cut; it says what each block is and why.
//!
//! **Invariant.** A marking governs what R8 says, or is reported.

use super::classified::Classified;
use super::marking::{self, KnownTerms};
use super::outline::{Block, Kind, Letters, Outline};
use super::scope::{self, Governed};
use super::section;
use super::statement::{self, Statement};
use super::text::{self, Read};
use super::words::{Word, Words};
use super::{table, views};
use crate::classification::Classification;
use crate::classification::vocabulary::Sense;
use crate::diagnostic::*;

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
    let chars = known.names.out_of(outline);
    let out = Classified {
        sections,
        section_of,
        own: vec![None; count],
        effective: vec![document; count],
        findings: Vec::new(),
    };
    let mut classifier = Classifier {
        outline,
        chars: &chars,
        known,
        stated,
        other_policies: Vec::new(),
        silent: vec![false; count],
        out,
    };
    for index in 1..count {
        classifier.read(index);
    }
    classifier.split_statements();
    if let Some((line, column)) = views::first_difference(outline, body, &known.names) {
        classifier.out.findings.push(Finding::at(&MARKING_DISGUISED, line, column));
    }
    scope::resolve(outline, document, &mut classifier.out);
    classifier.report_other_policies();
    classifier.out
}

struct Classifier<'o> {
    outline: &'o Outline,
    /// The letters of all blocks, without names.
    chars: &'o [char],
    known: &'o KnownTerms,
    stated: Option<Classification>,
    /// What is said in sub-headings of the items of a number (R8, R9).
    /// Where terms of other policies stand like markings.
    other_policies: Vec<(usize, usize)>,
    /// Which texts say nothing at all.
    silent: Vec<bool>,
    out: Classified,
}

impl<'o> Classifier<'o> {
    fn report(&mut self, rule: &'static Rule, letters: Letters<'_>, at: usize) {
        let (line, column) = letters.place(at);
        self.out.findings.push(Finding::at(rule, line, column));
    }

    fn block(&self, index: usize) -> &'o Block {
        &self.outline.blocks[index]
    }

    /// The letters of a block, without names.
    fn text(&self, index: usize) -> Letters<'o> {
        Letters { chars: &self.chars[self.block(index).text()], ..self.outline.letters(index) }
    }

    fn read(&mut self, index: usize) {
        let kind = &self.block(index).kind;
        match kind {
            Kind::Heading(_) | Kind::Paragraph | Kind::Cell | Kind::Code { .. } => {}
            Kind::Table => return self.table(index),
            _ => return,
        }
        let letters = self.text(index);
        let read = text::read(letters, kind, self.known);
        self.silent[index] = read.is_silent;
        for (rule, at) in &read.found {
            self.report(rule, letters, *at);
        }
        for statement in &read.statements {
            self.state(index, statement);
        }
        self.other_policies.extend(read.other_policy.map(|at| (index, at)));
        match kind {
            Kind::Heading(_) => self.heading(index, &read),
            Kind::Paragraph => self.paragraph(index, &read),
            _ => {}
        }
    }

    fn heading(&mut self, index: usize, read: &Read) {
        self.split_marking(index);
        if let (Some((mark, _)), true) = (read.mark, self.block(index).parent() == 0) {
            self.mark_section(index, mark);
        }
        self.item_in_item(index);
    }

    /// A heading ends with its line; what follows directly may be the rest of its marking.
    fn split_marking(&mut self, index: usize) {
        let Some(next) = self.outline.blocks.get(index + 1).filter(|next| self.is_below_heading(index, next)) else {
            return;
        };
        let heading = self.outline.letters(index);
        let first_line = self.outline.letters_of(next).chars.split(|c| *c == '\n').next();
        if let Some(at) = marking::split_group(heading.chars, first_line.unwrap_or_default()) {
            self.report(&MARKING_DISGUISED, heading, at);
        }
    }

    fn is_below_heading(&self, heading: usize, next: &Block) -> bool {
        let heading = self.block(heading);
        let is_heading = matches!(heading.kind, Kind::Heading(_));
        is_heading && next.kind == Kind::Paragraph && next.lines.start == heading.lines.start + 1
    }

    fn paragraph(&mut self, index: usize, read: &Read) {
        let letters = self.outline.letters(index);
        if read.ends_marked && self.is_below_heading(index - 1, self.block(index)) {
            self.report(&HEADING_CONTINUES, letters, 0);
        }
        let Some((mark, start)) = read.mark else { return };
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
        let block = self.block(index);
        let next = block.next().map(|at| &self.block(at).kind);
        let letters = self.outline.letters(index);
        let Letters { chars, styles, .. } = letters;
        let is_bold = || chars.iter().zip(styles).all(|(c, style)| style.strong || !c.is_alphanumeric());
        let is_title = block.parent() == 0 && (statement::is_item_title(&chars[..start]) || is_bold());
        let is_followed = next.is_some_and(|next| !matches!(next, Kind::Heading(_)));
        let opens = chars[..start].iter().rfind(|c| !c.is_whitespace()) == Some(&':');
        let opened = matches!(next, Some(Kind::Table | Kind::Code { .. } | Kind::Quote));
        if is_title && is_followed {
            self.out.findings.push(Finding::at(&TITLE_AS_TEXT, block.lines.start, block.column));
        } else if opens && opened {
            self.report(&MARKING_MISPLACED, letters, start);
        }
    }

    fn table(&mut self, index: usize) {
        let (chars, outline) = (self.chars, self.outline);
        let words_of = |cell: usize| table::folded(&chars[outline.blocks[cell].text()]);
        for cell in table::classified_cells(outline, index, &words_of) {
            self.report(&MARKING_BARE, outline.letters(cell), 0);
        }
    }

    /// Statements in prose raise their agenda item, or their section (R9).
    fn state(&mut self, index: usize, statement: &Statement) {
        let letters = self.outline.letters(index);
        let Some(says) = statement.says else { return };
        let section = self.out.section_of[index];
        if section == 0 || statement.of_document {
            if self.stated.is_some_and(|stated| stated != says) {
                self.report(&CLASSIFICATION_DISAGREES, letters, statement.range.start);
            }
            return;
        }
        let said = (says, letters.place(statement.range.start));
        let up = std::iter::successors(Some(section), |at| Some(self.out.sections[*at].parent));
        let by_number = up.take_while(|at| *at != 0).filter_map(|at| self.out.sections[at].part_of);
        let by_number: Vec<usize> = by_number.collect();
        let item = self.agenda_item(section).unwrap_or(section);
        by_number.into_iter().chain([item]).for_each(|item| self.out.sections[item].state(said));
    }

    /// A statement whose colour stands in the next paragraph: "It was marked as" and "Red and recorded" (R9).
    fn split_statements(&mut self) {
        let is_text =
            |at: &usize| matches!(self.block(*at).kind, Kind::Heading(_) | Kind::Paragraph | Kind::Code { .. });
        let texts: Vec<usize> = (1..self.outline.blocks.len()).filter(is_text).collect();
        for pair in texts.windows(2) {
            if let Some(at) = self.split_statement(pair[0], pair[1]) {
                self.report(&STATEMENT_UNKNOWN, self.outline.letters(pair[1]), at);
            }
        }
    }

    /// Where the colour stands.
    fn split_statement(&self, before: usize, after: usize) -> Option<usize> {
        const TAIL: usize = 200;
        const HEAD: usize = 40;
        if self.silent[after] {
            return None;
        }
        let head = self.text(after).chars;
        let head = &head[..head.len().min(HEAD)];
        let read = Words::of(head);
        let leads = |word: &&Word| matches!(word.sense, Sense::As | Sense::Be | Sense::Article | Sense::Adverb);
        let lead = read.words.iter().take_while(leads).count();
        let first = read.words.get(lead).filter(|word| word.says())?;
        let is_title = matches!(self.block(before).kind, Kind::Heading(_));
        let text = self.text(before).chars;
        let tail = &text[text.len().saturating_sub(TAIL)..];
        let last = Words::of(tail).words.last().map(|word| word.sense)?;
        if lead == 0 && (matches!(last, Sense::Other | Sense::Thing) || is_title && last.is_noun() && read.is_next(1)) {
            return None;
        }
        let joined: Vec<char> = tail.iter().chain(&['\n']).chain(head).copied().collect();
        let found = statement::statements(&joined, &|_| false);
        found.iter().any(|found| found.range.start > tail.len()).then_some(first.range.start)
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
            self.report(&ITEM_INSIDE_ITEM, self.outline.letters(index), 0);
        }
    }

    fn mark_section(&mut self, index: usize, mark: Classification) {
        let section = self.out.section_of[index];
        if self.out.sections[section].own.is_some_and(|own| own != mark) {
            self.report(&MARKING_CONFLICT, self.outline.letters(index), 0);
        }
        let own = &mut self.out.sections[section].own;
        *own = (*own).max(Some(mark));
        self.out.own[index] = Some(mark);
    }

    fn mark_block(&mut self, governed: usize, mark: Classification, at: usize) {
        if self.out.own[governed].is_some_and(|own| own != mark) {
            let block = self.block(governed);
            self.out.findings.push(Finding::at(&MARKING_CONFLICT, block.lines.start, at as u32 + 1));
        }
        self.out.own[governed] = self.out.own[governed].max(Some(mark));
    }

    /// Other policies' words are no marking; in a portion that is Amber or Red they may stand (R11).
    fn report_other_policies(&mut self) {
        for (index, at) in std::mem::take(&mut self.other_policies) {
            if self.out.effective[index] < Classification::Amber {
                self.report(&OTHER_POLICY, self.outline.letters(index), at);
            }
        }
    }
}
