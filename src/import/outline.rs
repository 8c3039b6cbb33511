//! Blocks to pieces of an outline: sections, agenda items, sub-headings and what stands under them.
//!
//! Where it is doubtful what encloses a text, it takes the reading in which more is governed by a closed marking.
//!
//! **Invariant.** Pieces come in the order of the blocks, and each block is in exactly one.

use super::blocks::{self, Block, Kind};
use super::escape;
use super::lines::{self, Form, Number};
use super::marking::{self, Bearer};
use super::report::{GuessKind, Report};
use crate::classification::Classification;

/// A piece of the body.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) line: u32,
    pub(super) shape: Shape,
    pub(super) text: String,
    pub(super) unplaced: bool,
}

/// The shape of a piece in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Heading(usize),
    Paragraph,
    Bullet(usize),
    Within(usize),
    Verbatim,
}

impl Piece {
    pub(super) fn heading(line: u32, level: usize, text: String) -> Piece {
        Piece { line, shape: Shape::Heading(level), text, unplaced: false }
    }
}

/// Makes the outline of a document.
pub(super) fn outline(blocks: Vec<Block>, report: &mut Report) -> Vec<Piece> {
    let mut outline = Outline { pieces: Vec::new(), open: Vec::new(), last: None, list: None, report };
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        if block.kind != Kind::Verbatim {
            block.text = escape::unlinked(&block.text, block.line, outline.report);
        }
        outline.enter(block, blocks.peek());
    }
    outline.pieces
}

/// A heading that is open.
struct Open {
    level: usize,
    /// Its level in Markdown as it came.
    source: Option<u8>,
    item: bool,
    colour: Option<Classification>,
    /// It says that agenda items follow.
    leads: bool,
    /// Something stands under it.
    filled: bool,
}

/// The numbered lines that were kept as a list.
struct List {
    value: u32,
    tight: bool,
}

struct Outline<'a> {
    pieces: Vec<Piece>,
    open: Vec<Open>,
    last: Option<(u32, Option<char>)>,
    list: Option<List>,
    report: &'a mut Report,
}

impl Outline<'_> {
    fn enter(&mut self, block: Block, next: Option<&Block>) {
        if block.unplaced {
            return self.keep(block, Shape::Paragraph);
        }
        match &block.kind {
            Kind::Numbered(number, depth) => {
                let (number, depth) = (number.clone(), *depth);
                self.numbered(block, number, depth, next);
            }
            Kind::Heading(level) => {
                let level = *level;
                self.markdown(block, level);
            }
            Kind::Paragraph => self.paragraph(block, next),
            Kind::Bullet(depth) => {
                let shape = Shape::Bullet(*depth);
                self.keep(block, shape);
            }
            Kind::Within(depth) => {
                let shape = Shape::Within(*depth);
                self.keep(block, shape);
            }
            Kind::Verbatim => self.keep(block, Shape::Verbatim),
        }
    }

    fn keep(&mut self, block: Block, shape: Shape) {
        if let Some(open) = self.open.last_mut() {
            open.filled = true;
            open.colour = open.colour.max(marking::alone(&block.text).filter(|_| shape == Shape::Paragraph));
        }
        self.pieces.push(Piece { line: block.line, shape, text: block.text, unplaced: block.unplaced });
    }

    fn item(&self) -> Option<&Open> {
        self.open.iter().rev().find(|open| open.item)
    }

    /// The strictest marking of the headings that are open.
    fn closed(&self) -> bool {
        self.open.iter().any(|open| open.colour.is_some_and(|own| own.audience().is_none()))
    }

    /// Opens a heading, below those that remain of a lower level.
    fn push(&mut self, line: u32, level: usize, open: Open, text: String) {
        self.open.retain(|o| o.level < level);
        self.open.iter_mut().for_each(|o| o.filled = true);
        if open.item {
            self.list = None;
        }
        self.open.push(Open { level, ..open });
        self.pieces.push(Piece::heading(line, level, text));
    }

    /// The text of a heading with its marking settled, and its colour.
    fn settle(&mut self, line: u32, text: &str) -> (String, Option<Classification>) {
        let settled = marking::settle(text, Bearer::Heading);
        if let Some(guess) = settled.guess {
            self.report.add(line, guess);
        }
        (settled.text, settled.colour)
    }

    fn numbered(&mut self, block: Block, number: Number, depth: Option<usize>, next: Option<&Block>) {
        match self.verdict(&block, &number, next).filter(|_| depth.is_none()) {
            Some(doubt) => self.agenda(block.line, &number, None, doubt),
            None if number.form == Form::Bare => self.keep(block, Shape::Paragraph),
            None => self.listed(block, &number, depth.unwrap_or(0)),
        }
    }

    /// Whether a numbered line is an agenda item, and what is doubtful about it.
    fn verdict(&self, block: &Block, number: &Number, next: Option<&Block>) -> Option<Option<GuessKind>> {
        let marked = marking::settle(&number.title, Bearer::Heading).colour;
        let after = next.is_none_or(|n| n.gap);
        let run = next.is_some_and(|n| matches!(n.kind, Kind::Numbered(..)));
        if !is_item_title(&number.title, block.gap && after) {
            return None;
        }
        let near = |value| number.value > value && number.value <= value + 5;
        if number.form == Form::Bare && !self.last.is_none_or(|(value, _)| near(value)) {
            return None;
        }
        if self.list.as_ref().is_some_and(|l| l.value + 1 == number.value) {
            return self.after_list(block, marked, after && !run);
        }
        if self.last.is_none_or(|last| number.key() > last) {
            return Some(None);
        }
        (marked.is_some() && !run).then_some(Some(GuessKind::NumberOutOfOrder))
    }

    /// A number that could go on the list before it.
    fn after_list(&self, block: &Block, marked: Option<Classification>, alone: bool) -> Option<Option<GuessKind>> {
        let tight = self.list.as_ref().is_some_and(|l| l.tight);
        let enclosing = self.open.iter().filter_map(|o| o.colour).max();
        match marked {
            Some(colour) if enclosing.is_none_or(|e| colour > e) => Some(None),
            None if tight && block.gap && alone => {
                Some(enclosing.filter(|e| e.audience().is_none()).map(|_| GuessKind::NumberDoubtful))
            }
            Some(_) if tight && block.gap && alone => Some(None),
            _ => None,
        }
    }

    fn agenda(&mut self, line: u32, number: &Number, source: Option<u8>, doubt: Option<GuessKind>) {
        let (mut title, mut colour) = self.settle(line, &number.title);
        if doubt == Some(GuessKind::NumberDoubtful) {
            title = format!("{title} {}", marking::written(Classification::Red));
            colour = Some(Classification::Red);
        }
        doubt.into_iter().for_each(|guess| self.report.add(line, guess));
        if number.form != Form::Usual {
            self.report.add(line, GuessKind::NumberForm);
        }
        self.lend(line, colour);
        let letter = number.letter.map(String::from).unwrap_or_default();
        let text = format!("{}{letter}. {title}", number.value);
        let nested = self
            .open
            .first()
            .is_some_and(|s| !s.item && (s.leads || !s.filled || s.colour.is_some_and(|own| own.audience().is_none())));
        self.last = self.last.max(Some(number.key()));
        let level = if nested { 3 } else { 2 };
        self.push(line, level, Open { level, source, item: true, colour, leads: false, filled: false }, text);
    }

    fn listed(&mut self, block: Block, number: &Number, depth: usize) {
        self.report.add(block.line, GuessKind::NumberedKept);
        let tight = !block.gap || self.list.is_none();
        let tight = tight && self.list.as_ref().is_none_or(|l| l.tight);
        self.list = Some(List { value: number.value, tight });
        self.keep(block, Shape::Bullet(depth));
    }

    /// The number of a heading in Markdown, unless it stands within an agenda item: that is for the check to refuse.
    fn markdown_number(&self, text: &str, level: u8) -> Option<Number> {
        let inner = self.item().is_some_and(|item| item.source.is_some_and(|s| s < level));
        let near = |n: &Number| n.form != Form::Bare || self.last.is_none_or(|l| n.value == l.0 + 1);
        lines::number(text).filter(|n| !inner && near(n))
    }

    /// A heading that came in Markdown.
    fn markdown(&mut self, mut block: Block, level: u8) {
        let plain = lines::undecorated(&block.text).to_owned();
        if let Some(number) = self.markdown_number(&plain, level) {
            return self.agenda(block.line, &number, Some(level), None);
        }
        if let Some(colour) = marking::alone(&plain) {
            block.text = marking::written(colour);
            self.report.add(block.line, GuessKind::MarkingMended);
            return self.keep(block, Shape::Paragraph);
        }
        let (text, colour) = self.settle(block.line, &plain);
        self.lend(block.line, colour);
        let broad = lines::is_broad_section(&plain);
        let outer = self.open.iter().rev().find(|o| o.source.map_or(o.item || o.level == 2, |s| s < level) && !broad);
        let out = outer.map_or(2, |o| (o.level + 1).min(6));
        let leads = is_lead(&plain);
        self.push(
            block.line,
            out,
            Open { level: out, source: Some(level), item: false, colour, leads, filled: false },
            text,
        );
    }

    fn paragraph(&mut self, block: Block, next: Option<&Block>) {
        let title = self.is_title(&block, next);
        if self.is_broken(&block, title) {
            return self.join(&block);
        }
        if title { self.title(block) } else { self.keep(block, Shape::Paragraph) }
    }

    fn is_title(&self, block: &Block, next: Option<&Block>) -> bool {
        let text = &block.text;
        if block.rows > 1 || marking::alone(text).is_some() {
            return false;
        }
        if lines::is_broad_section(text) || (lines::is_section(text) && block.gap) {
            return true;
        }
        let bare = lines::undecorated(text);
        let leads = next.is_some_and(|n| n.gap && !matches!(n.kind, Kind::Heading(_)));
        if self.item().is_some() && block.gap && leads && is_closed_label(bare) {
            return true;
        }
        let bold = text.starts_with("**") && lines::undecorated(text) != text;
        let phrase = bold || self.item().is_none();
        let shouted = bold && bare.to_uppercase() == bare && !bare.contains(' ');
        let under = self.item().is_none() || !matches!(next.map(|n| &n.kind), Some(Kind::Numbered(..)));
        block.gap && leads && under && !shouted && (lines::is_title(bare) || (phrase && lines::is_phrase(bare)))
    }

    fn title(&mut self, block: Block) {
        let bare = lines::undecorated(&lines::unbold(&block.text)).to_owned();
        if bare != block.text {
            self.report.add(block.line, GuessKind::HeadingMended);
        }
        let (text, colour) = self.settle(block.line, &bare);
        self.lend(block.line, colour);
        let broad = lines::is_broad_section(&bare);
        let level = self.level(broad, colour);
        let guess = if level == 2 { GuessKind::SectionGuessed } else { GuessKind::SubheadingGuessed };
        self.report.add(block.line, guess);
        let leads = is_lead(&bare);
        self.push(block.line, level, Open { level, source: None, item: false, colour, leads, filled: false }, text);
    }

    /// The level of a title: a section, or within the agenda item or the closed section that it stands in.
    fn level(&self, broad: bool, colour: Option<Classification>) -> usize {
        if let Some(item) = self.item().filter(|_| !broad) {
            return item.level + 1;
        }
        if !broad && colour.is_none() && self.closed() {
            return self.open.first().map_or(2, |o| o.level + 1);
        }
        2
    }

    /// An unfinished paragraph before a marked heading may be its beginning: it is given the marking too.
    fn lend(&mut self, line: u32, colour: Option<Classification>) {
        let Some(colour) = colour.filter(|own| own.audience().is_none()) else {
            return;
        };
        let last = self.pieces.last_mut().filter(|p| p.shape == Shape::Paragraph && is_running(&p.text));
        if let Some(last) = last.filter(|p| !lines::is_finished(&p.text)) {
            last.text = format!("{} {}", last.text, marking::written(colour));
            self.report.add(line, GuessKind::MarkingRepeated);
        }
    }

    /// Whether a paragraph goes on the piece before it.
    fn is_broken(&self, block: &Block, title: bool) -> bool {
        let Some(last) = self.pieces.last().filter(|p| !p.unplaced) else {
            return false;
        };
        let (text, rest) = (last.text.as_str(), block.text.as_str());
        if lines::number(rest).is_some() {
            return false;
        }
        let unfinished = !lines::is_finished(text);
        let small = lines::is_continuation(rest);
        let cut = lines::is_cut(text) || (unfinished && block.page && !lines::is_broad_section(rest));
        let marked = marking::at_end(text).is_some() || text.trim_end().ends_with(')');
        match last.shape {
            Shape::Paragraph if title => cut && is_running(text),
            Shape::Paragraph => (unfinished && (cut || small || is_running(text))) || (marked && small),
            Shape::Bullet(_) | Shape::Within(_) if title => {
                cut && (marking::at_end(rest).is_some() || lines::is_cut(text))
            }
            Shape::Bullet(_) | Shape::Within(_) => {
                (unfinished && (cut || small || marking::at_end(rest).is_some())) || (marked && small)
            }
            _ => false,
        }
    }

    fn join(&mut self, block: &Block) {
        let Some(last) = self.pieces.last_mut() else {
            return;
        };
        self.report.add(block.line, GuessKind::ParagraphJoined);
        if blocks::join(&mut last.text, &block.text, false) {
            self.report.add(block.line, GuessKind::WordJoined);
        }
    }
}

/// Whether a text is long enough to be running text rather than a label.
fn is_running(text: &str) -> bool {
    text.len() >= 40
}

/// Whether a line is no sentence and ends in Amber or Red: what follows it may be what it is the title of.
fn is_closed_label(text: &str) -> bool {
    let label = lines::unmarked(text);
    let is_stopped = label.ends_with(['.', ';', ':', ',', '?', '!']);
    marking::at_end(text).is_some_and(|own| own.audience().is_none()) && !is_stopped && label.len() <= 120
}

fn is_lead(title: &str) -> bool {
    let lower = title.to_lowercase();
    lower.starts_with("items") || lower.starts_with("agenda")
}

fn is_item_title(title: &str, alone: bool) -> bool {
    let bare = lines::unmarked(title);
    let stopped = bare.ends_with([';', ':', ',']) || bare.ends_with("; and");
    let sentence = bare.ends_with('.') && !(alone && bare.len() <= 40 && !bare.contains(". "));
    let starts = !lines::is_continuation(&bare);
    starts && !stopped && !sentence && bare.len() <= 220
}
