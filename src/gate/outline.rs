//! The blocks of a body as the gate sees them: a flat tree with source lines, and each line of text as letters.
//!
//! Comrak parses; this file copies what the gate needs, so that nothing else holds comrak's nodes.
//!
//! **Invariant.** A block runs from its first line to the line before the next block that is not inside it (R2).

use crate::classification::vocabulary::is_opening;
use crate::markdown;
use crate::text::{hides_characters, is_allowed, is_plain};
use comrak::nodes::{AstNode, ListType, NodeLink, NodeValue};
use comrak::options::BrokenLinkReference;
use comrak::{Arena, arena_tree::NodeEdge};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex};

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The whole body.
    Root,
    /// A heading of a level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list; whether it is ordered, and the number that it starts at.
    List {
        /// `1.` rather than `-`.
        ordered: bool,
        /// Its first number.
        start: u32,
    },
    /// A list item; whether its list is ordered, and the column of its content (from 0).
    Item {
        /// In an ordered list.
        ordered: bool,
        /// Columns from the container's edge to the item's text.
        width: u32,
    },
    /// A block quote.
    Quote,
    /// A code block.
    Code {
        /// It has fences.
        fenced: bool,
        /// Its fence is closed.
        closed: bool,
    },
    /// A table.
    Table,
    /// A table's cell.
    Cell,
    /// A thematic break.
    Rule,
    /// A footnote's definition.
    Footnote,
    /// Raw HTML.
    Html,
}

/// How a character stands in its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Bold.
    pub strong: bool,
    /// In anything but bold: emphasis, strikethrough, code, a link or an image.
    pub other: bool,
    /// In emphasis.
    pub emphasis: bool,
}

/// The text of a heading, paragraph, cell or code block; of any other block there is none.
#[derive(Clone, Copy, Debug)]
pub struct Letters<'o> {
    /// The characters; breaks are line feeds.
    pub chars: &'o [char],
    /// How each stands.
    pub styles: &'o [Style],
    /// Where each stands, roughly: line, and column in bytes.
    pub places: &'o [(u32, u32)],
}

impl Letters<'_> {
    /// Where a character stands; the last one's place, or the body's first, where there is none.
    pub(super) fn place(&self, at: usize) -> (u32, u32) {
        self.places.get(at).or(self.places.last()).copied().unwrap_or((1, 1))
    }
}

/// What stands in a line's letters for a footnote's reference and an image: a marking before it is not at the end.
const OBJECT: char = '\u{fffc}';

/// A block; a megabyte of text can have half a million.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its lines, from 1; the end is not in it.
    pub lines: Range<u32>,
    /// The column that it begins at, in bytes from 1.
    pub column: u32,
    /// How deep it is; the root is at 0.
    pub depth: u32,
    parent: u32,
    /// The first and the last block directly in it, and its neighbours; 0, the root, where there is none.
    children: (u32, u32),
    previous: u32,
    next: u32,
    /// The first and the last paragraph directly in it; 0 where there is none.
    paragraphs: (u32, u32),
    /// Its text among the letters of the body.
    text: Range<u32>,
}

/// What an index of a block that may be none says.
fn known(index: u32) -> Option<usize> {
    (index != 0).then_some(index as usize)
}

impl Block {
    /// The block that it is in.
    pub fn parent(&self) -> usize {
        self.parent as usize
    }

    /// The block before it in the same parent.
    pub fn previous(&self) -> Option<usize> {
        known(self.previous)
    }

    /// The first and the last paragraph directly in it.
    pub fn paragraphs(&self) -> Option<(usize, usize)> {
        known(self.paragraphs.0).zip(known(self.paragraphs.1))
    }

    /// The block behind it in the same parent.
    pub fn next(&self) -> Option<usize> {
        known(self.next)
    }

    /// Whether one block, and no other, is directly in it.
    pub fn has_one_child(&self) -> bool {
        self.children.0 == self.children.1 && !self.is_leaf()
    }

    /// The last block directly in it.
    pub fn last_child(&self) -> Option<usize> {
        known(self.children.1)
    }

    /// Whether no block is in it.
    pub fn is_leaf(&self) -> bool {
        self.children == (0, 0)
    }

    /// Where its text stands among the letters of the body.
    pub fn text(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }
}

/// A body's blocks; the first is the root, and each stands behind its parent.
#[derive(Debug, Default)]
pub struct Outline {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The letters of all blocks, one block after the other.
    pub chars: Vec<char>,
    styles: Vec<Style>,
    places: Vec<(u32, u32)>,
    /// References that have no definition, as comrak normalises them.
    pub unresolved: BTreeSet<String>,
    /// Footnotes that are referred to and defined.
    pub footnotes: BTreeSet<String>,
    /// How deep emphasis, links and the like are nested in a line, at most.
    pub inline_depth: usize,
    /// Where raw HTML stands in a line.
    pub inline_html: Vec<(u32, u32)>,
    /// Decoded texts with a character that no text may have (R12): which, or `None` behind a percent sign, and roughly
    /// where, the column in bytes.
    pub unlawful: Vec<(Option<char>, (u32, u32))>,
    /// The text of the page as a reader sees it, block by block; empty where the body has no bracket.
    pub rendered: String,
}

/// Parses a body.
pub fn parse(body: &str) -> Outline {
    let unresolved = Arc::new(Mutex::new(BTreeSet::new()));
    let collected = Arc::clone(&unresolved);
    let mut options = markdown::options();
    options.parse.broken_link_callback = Some(Arc::new(move |link: BrokenLinkReference| {
        collected.lock().expect("no other holder panics").insert(link.normalized.to_owned());
        None
    }));
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, body, &options);
    let mut outline = copy(root, line_count(body));
    outline.unresolved = unresolved.lock().expect("no other holder panics").clone();
    if body.contains(is_opening) || outline.chars.iter().any(|c| is_opening(*c)) {
        outline.rendered = rendered_text(root, &options);
    }
    outline
}

/// A text that is no Markdown as a body of one block.
pub fn of_line(text: &str, kind: Kind) -> Outline {
    let mut outline = Outline::default();
    outline.add(Kind::Root, (1, 1), &[0]);
    outline.add(kind, (1, 1), &[0, 1]);
    outline.text(text, Style::default(), (1, 1));
    outline.rendered = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    outline.close(1);
    outline
}

/// The number of a body's lines.
fn line_count(body: &str) -> u32 {
    body.lines().count() as u32
}

fn rendered_text<'a>(root: &'a AstNode<'a>, options: &comrak::Options<'_>) -> String {
    let mut html = String::new();
    comrak::format_html(root, options, &mut html).expect("writing to a string does not fail");
    html
}

fn copy<'a>(root: &'a AstNode<'a>, line_count: u32) -> Outline {
    let mut outline = Outline::default();
    let mut open: Vec<usize> = Vec::new();
    let mut style: Vec<Style> = vec![Style::default()];
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => outline.enter(node, &mut open, &mut style),
            NodeEdge::End(node) => leave(node, &mut open, &mut style),
        }
    }
    outline.close(line_count);
    outline
}

fn leave<'a>(node: &'a AstNode<'a>, open: &mut Vec<usize>, style: &mut Vec<Style>) {
    let data = node.data();
    if kind(&data.value).is_some() {
        open.pop();
    } else if is_styled(&data.value) {
        style.pop();
    }
}

fn is_styled(value: &NodeValue) -> bool {
    matches!(
        value,
        NodeValue::Strong | NodeValue::Emph | NodeValue::Strikethrough | NodeValue::Link(_) | NodeValue::Image(_)
    )
}

fn kind(value: &NodeValue) -> Option<Kind> {
    let kind = match value {
        NodeValue::Document => Kind::Root,
        NodeValue::Heading(heading) => Kind::Heading(heading.level),
        NodeValue::Paragraph => Kind::Paragraph,
        NodeValue::List(list) => {
            let start = u32::try_from(list.start).unwrap_or(u32::MAX);
            Kind::List { ordered: list.list_type == ListType::Ordered, start }
        }
        NodeValue::Item(list) => {
            let width = u32::try_from(list.marker_offset + list.padding).unwrap_or(u32::MAX);
            Kind::Item { ordered: list.list_type == ListType::Ordered, width }
        }
        NodeValue::BlockQuote => Kind::Quote,
        NodeValue::CodeBlock(code) => Kind::Code { fenced: code.fenced, closed: code.closed },
        NodeValue::Table(_) => Kind::Table,
        NodeValue::TableCell => Kind::Cell,
        NodeValue::ThematicBreak => Kind::Rule,
        NodeValue::FootnoteDefinition(_) => Kind::Footnote,
        NodeValue::HtmlBlock(_) => Kind::Html,
        _ => return None,
    };
    Some(kind)
}

impl Outline {
    fn enter<'a>(&mut self, node: &'a AstNode<'a>, open: &mut Vec<usize>, style: &mut Vec<Style>) {
        let data = node.data();
        let start = data.sourcepos.start;
        let place = (start.line as u32, start.column as u32);
        match kind(&data.value) {
            Some(kind) => {
                open.push(self.blocks.len());
                self.add(kind, place, open);
                if let NodeValue::CodeBlock(code) = &data.value {
                    let info = code.fenced.then_some((code.info.as_str(), code.fence_length as u32));
                    self.code(info, &code.literal, place);
                }
            }
            None => self.inline(&data.value, place, style),
        }
    }

    fn add(&mut self, kind: Kind, (line, column): (u32, u32), open: &[usize]) {
        let parent = open.len().checked_sub(2).map_or(0, |at| open[at]);
        let text = self.chars.len() as u32;
        self.blocks.push(Block {
            kind,
            lines: line..line,
            column,
            depth: open.len() as u32 - 1,
            parent: parent as u32,
            children: (0, 0),
            previous: 0,
            next: 0,
            paragraphs: (0, 0),
            text: text..text,
        });
        if self.blocks.len() > 1 {
            self.adopt(parent, self.blocks.len() - 1);
        }
    }

    fn adopt(&mut self, parent: usize, child: usize) {
        let with = |(first, _): (u32, u32)| (if first == 0 { child as u32 } else { first }, child as u32);
        let (_, previous) = self.blocks[parent].children;
        self.blocks[child].previous = previous;
        if let Some(previous) = known(previous) {
            self.blocks[previous].next = child as u32;
        }
        let is_paragraph = self.blocks[child].kind == Kind::Paragraph;
        let parent = &mut self.blocks[parent];
        parent.children = with(parent.children);
        if is_paragraph {
            parent.paragraphs = with(parent.paragraphs);
        }
    }

    fn push(&mut self, c: char, style: Style, place: (u32, u32)) {
        self.chars.push(c);
        self.styles.push(style);
        self.places.push(place);
        self.blocks.last_mut().expect("an inline stands in a block").text.end = self.chars.len() as u32;
    }

    fn code(&mut self, info: Option<(&str, u32)>, literal: &str, (line, column): (u32, u32)) {
        self.check(info.map_or("", |(info, _)| info), (line, column));
        let style = Style { other: true, ..Style::default() };
        let lines = info.into_iter().chain(literal.lines().map(|line| (line, 0)));
        for (number, (text, before)) in lines.enumerate() {
            for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
                self.push(c, style, (line + number as u32, column + before + at as u32));
            }
        }
    }

    fn inline(&mut self, value: &NodeValue, place: (u32, u32), style: &mut Vec<Style>) {
        let now = *style.last().expect("one style is always there");
        self.inline_depth = self.inline_depth.max(style.len());
        match value {
            NodeValue::Text(text) => self.text(text, now, place),
            NodeValue::Code(code) => self.text(&code.literal, Style { other: true, ..now }, place),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.push('\n', now, place),
            NodeValue::Strong => style.push(Style { strong: true, ..now }),
            NodeValue::Emph => style.push(Style { other: true, emphasis: true, ..now }),
            NodeValue::Strikethrough => style.push(Style { other: true, ..now }),
            NodeValue::Link(link) => {
                self.link(link, place);
                style.push(Style { other: true, ..now });
            }
            NodeValue::Image(link) => {
                self.link(link, place);
                style.push(Style { other: true, ..now });
                self.push(OBJECT, now, place);
            }
            NodeValue::FootnoteReference(reference) => {
                self.footnotes.insert(reference.name.clone());
                self.push(OBJECT, now, place);
            }
            NodeValue::HtmlInline(_) => self.inline_html.push(place),
            _ => {}
        }
    }

    fn link(&mut self, link: &NodeLink, place: (u32, u32)) {
        let is_clean = self.check(&link.url, place);
        if is_clean && hides_characters(&link.url) {
            self.unlawful.push((None, place));
        }
        self.check(&link.title.replace('\n', " "), place);
    }

    /// Whether a decoded text holds what a source may (R12); a line end in it was a reference.
    fn check(&mut self, text: &str, (line, column): (u32, u32)) -> bool {
        if is_plain(text) {
            return true;
        }
        let found = text.char_indices().find(|(_, c)| !is_allowed(*c) || *c == '\n');
        self.unlawful.extend(found.map(|(at, c)| (Some(c), (line, column + at as u32))));
        found.is_none()
    }

    fn text(&mut self, text: &str, style: Style, (line, column): (u32, u32)) {
        self.check(text, (line, column));
        self.chars.extend(text.chars());
        self.places.extend(text.char_indices().map(|(at, _)| (line, column + at as u32)));
        self.styles.resize(self.chars.len(), style);
        self.blocks.last_mut().expect("an inline stands in a block").text.end = self.chars.len() as u32;
    }

    /// Sets where each block ends, now that it is known where the next begins.
    fn close(&mut self, line_count: u32) {
        self.blocks[0].lines = 1..line_count + 1;
        for index in 0..self.blocks.len() {
            let mut end = self.blocks[index].lines.end;
            let mut child = self.blocks[index].last_child();
            while let Some(block) = child.map(|child| &mut self.blocks[child]) {
                let start = block.lines.start;
                block.lines = start..end.max(start);
                end = start;
                child = block.previous();
            }
        }
        self.blocks.shrink_to_fit();
    }

    /// The letters of a block.
    pub fn letters(&self, index: usize) -> Letters<'_> {
        self.letters_of(&self.blocks[index])
    }

    /// The letters of one of the blocks.
    pub fn letters_of(&self, block: &Block) -> Letters<'_> {
        let text = block.text();
        Letters { chars: &self.chars[text.clone()], styles: &self.styles[text.clone()], places: &self.places[text] }
    }

    /// The blocks directly in a block, in the order of their lines.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(known(self.blocks[index].children.0), |at| known(self.blocks[*at].next))
    }

    /// The block and all that it stands in, from the inside out, without the root.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(index), |at| Some(self.blocks[*at].parent())).take_while(|at| *at != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &[(Kind, Range<u32>)]) {
        let outline = parse(body);
        let found: Vec<_> = outline.blocks.iter().map(|block| (block.kind.clone(), block.lines.clone())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_block_runs_to_the_next_one() {
        check(
            "[a]: https://x\ntext\n\n[b]: https://y\n\nmore\n",
            &[(Kind::Root, 1..7), (Kind::Paragraph, 1..6), (Kind::Paragraph, 6..7)],
        );
        check(
            "- a\n\n  b\n- c\n\ntext\n",
            &[
                (Kind::Root, 1..7),
                (Kind::List { ordered: false, start: 1 }, 1..6),
                (Kind::Item { ordered: false, width: 2 }, 1..4),
                (Kind::Paragraph, 1..3),
                (Kind::Paragraph, 3..4),
                (Kind::Item { ordered: false, width: 2 }, 4..6),
                (Kind::Paragraph, 4..6),
                (Kind::Paragraph, 6..7),
            ],
        );
    }

    #[test]
    fn unused_footnotes_stay_where_they_are() {
        let outline = parse("text\n\n[^1]: note\n\nmore\n");
        assert!(outline.blocks.iter().any(|block| block.kind == Kind::Footnote && block.lines == (3..5)));
    }
}
