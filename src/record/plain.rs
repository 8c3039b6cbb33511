//! One line of the tree as plain words: whitespace folded, badges and footnote marks left out.
//!
//! What is struck out is left out too: the committee no longer says it. Nothing here judges the words.
//!
//! **Invariant.** Every word of a [`Plain`] stands in the tree, in the tree's order.

use super::text::{Block, BlockKind, Inline, Position};
use super::walk::has_text;
use std::ops::Range;

/// A line's words, and where its parts lie in them.
#[derive(Debug, Default)]
pub(super) struct Plain {
    text: String,
    starts: Vec<(usize, Position)>,
    bold: Vec<Range<usize>>,
    code: Vec<Range<usize>>,
    space_is_due: bool,
}

impl Plain {
    /// Reads a line.
    pub(super) fn of(line: &[Inline]) -> Self {
        let mut plain = Self::default();
        plain.line(line);
        plain
    }

    /// Reads every line of some blocks as one.
    pub(super) fn of_blocks(blocks: &[Block]) -> Self {
        let mut plain = Self::default();
        for (line, _) in lines(blocks) {
            plain.line(line);
            plain.space_is_due = true;
        }
        plain
    }

    /// The words, with single spaces between them.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The outermost bold parts, in order.
    pub(super) fn bold(&self) -> &[Range<usize>] {
        &self.bold
    }

    /// Those of them that begin in a part of the text.
    pub(super) fn bold_in(&self, part: &Range<usize>) -> &[Range<usize>] {
        let before = |at: usize| self.bold.partition_point(|bold| bold.start < at);
        &self.bold[before(part.start)..before(part.end)]
    }

    /// The one that a byte of the text is in.
    pub(super) fn bold_around(&self, at: usize) -> Option<&Range<usize>> {
        let last = self.bold.partition_point(|bold| bold.start <= at).checked_sub(1)?;
        self.bold.get(last).filter(|bold| bold.contains(&at))
    }

    /// Whether a part of the text, or of what surrounds it, is code.
    pub(super) fn is_code(&self, part: &Range<usize>) -> bool {
        self.code.iter().any(|code| code.start < part.end && part.start < code.end)
    }

    /// Where in the source a byte of the text stands; near it, where the source has escapes.
    pub(super) fn position(&self, at: usize) -> Option<Position> {
        let next = self.starts.partition_point(|(start, _)| *start <= at);
        let (start, position) = self.starts.get(next.checked_sub(1)?)?;
        Some(shifted(*position, at - start))
    }

    fn line(&mut self, line: &[Inline]) {
        for inline in line {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(words, position) => self.words(words, Some(*position)),
            Inline::SoftBreak | Inline::LineBreak => self.space_is_due = true,
            Inline::Code(literal) => {
                let start = self.next_start();
                self.words(literal, None);
                self.code.push(start.min(self.text.len())..self.text.len());
            }
            Inline::Strong(content) => self.strong(content),
            Inline::Emphasis(content) => self.line(content),
            Inline::Link(link) => self.line(&link.content),
            Inline::Image(image) => self.without_bold(&image.content),
            Inline::Outcome(outcome) => self.words(&outcome.word, None),
            Inline::Strikethrough(_) | Inline::FootnoteReference(_) | Inline::Badge(_) => {}
        }
    }

    fn strong(&mut self, content: &[Inline]) {
        let start = self.next_start();
        self.without_bold(content);
        let leading = usize::from(self.text.get(start..).is_some_and(|own| own.starts_with(' ')));
        self.bold.push((start + leading).min(self.text.len())..self.text.len());
    }

    fn without_bold(&mut self, content: &[Inline]) {
        let outer = self.bold.len();
        self.line(content);
        self.bold.truncate(outer);
    }

    /// Takes the words of a text, and as one what stands with single spaces between them.
    fn words(&mut self, words: &str, position: Option<Position>) {
        let mut from = 0;
        while let Some(run) = next_run(words, from) {
            self.space_is_due |= run.start > from;
            self.run(&words[run.clone()], position.map(|position| shifted(position, run.start)));
            from = run.end;
        }
        self.space_is_due |= from < words.len();
    }

    fn run(&mut self, words: &str, position: Option<Position>) {
        let start = self.next_start();
        self.starts.extend(position.map(|position| (start, position)));
        if start > self.text.len() {
            self.text.push(' ');
        }
        self.space_is_due = false;
        self.text.push_str(words);
    }

    /// Where the next word begins, after the space that may be due.
    fn next_start(&self) -> usize {
        self.text.len() + usize::from(self.space_is_due && !self.text.is_empty())
    }
}

/// The next words that have single spaces between them.
fn next_run(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find(|c: char| !c.is_whitespace())?;
    for (at, space) in text[start..].match_indices(char::is_whitespace) {
        let end = start + at;
        let behind = &text[end + space.len()..];
        if space != " " || behind.is_empty() || behind.starts_with(char::is_whitespace) {
            return Some(start..end);
        }
    }
    Some(start..text.len())
}

fn shifted(position: Position, bytes: usize) -> Position {
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    Position { column: position.column.saturating_add(bytes), ..position }
}

/// Whether a line may name a day or a number in digits: most do not, and need not be read for them.
pub(super) fn has_digit(line: &[Inline]) -> bool {
    has_text(line, |text| text.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Every line of some blocks in order, with the position of its block: headings, paragraphs and cells.
pub(super) fn lines(blocks: &[Block]) -> Vec<(&[Inline], Position)> {
    let mut found = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                found.push((content.as_slice(), block.position));
            }
            BlockKind::List { items, .. } => {
                found.extend(items.iter().flat_map(|item| lines(item)));
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
                found.extend(lines(blocks));
            }
            BlockKind::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                found.extend(cells.map(|cell| (cell.as_slice(), block.position)));
            }
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }
    found
}

/// The same lines in the same order, to be rewritten.
pub(super) fn lines_mut(blocks: &mut [Block]) -> Vec<&mut Vec<Inline>> {
    let mut found = Vec::new();
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                found.push(content);
            }
            BlockKind::List { items, .. } => {
                found.extend(items.iter_mut().flat_map(|item| lines_mut(item)));
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
                found.extend(lines_mut(blocks));
            }
            BlockKind::Table(table) => {
                found.extend(table.header.iter_mut().chain(table.rows.iter_mut().flatten()));
            }
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }
    found
}
