//! Walks over published text: its words, its links, its footnotes.
//!
//! A walk only looks; it resolves nothing, and it does not recurse.
//!
//! **Invariant.** Every walk goes in the order of the page.

use super::plain::Plain;
use super::text::{Block, BlockKind, Inline, Link};

/// A block or inline of a tree, as [`nodes`] comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node<'a> {
    /// A block.
    Block(&'a Block),
    /// An inline.
    Inline(&'a Inline),
}

/// Every block and inline in the order of the page, each before what it contains.
pub fn nodes(blocks: &[Block]) -> impl Iterator<Item = Node<'_>> {
    Walk::new(blocks.iter().map(Node::Block))
}

/// Every link and image, in the order of the page; [`nodes`] tells one from the other.
pub fn links(blocks: &[Block]) -> impl Iterator<Item = &Link> {
    nodes(blocks).filter_map(|node| match node {
        Node::Inline(Inline::Link(link) | Inline::Image(link)) => Some(&**link),
        Node::Inline(_) | Node::Block(_) => None,
    })
}

/// Every link and image of a line, in order.
pub fn links_in(line: &[Inline]) -> impl Iterator<Item = &Link> {
    Walk::new(line.iter().map(Node::Inline)).filter_map(|node| match node {
        Node::Inline(Inline::Link(link) | Inline::Image(link)) => Some(&**link),
        Node::Inline(_) | Node::Block(_) => None,
    })
}

/// Whether a line has such words or code, at any depth.
pub fn has_text(line: &[Inline], is_so: impl Fn(&str) -> bool) -> bool {
    Walk::new(line.iter().map(Node::Inline)).any(|node| match node {
        Node::Inline(Inline::Text(text, _) | Inline::Code(text)) => is_so(text),
        Node::Inline(_) | Node::Block(_) => false,
    })
}

/// The labels of the footnotes that the text refers to, once for each reference.
pub fn footnotes_referenced(blocks: &[Block]) -> impl Iterator<Item = &str> {
    nodes(blocks).filter_map(|node| match node {
        Node::Inline(Inline::FootnoteReference(label)) => Some(label.as_str()),
        Node::Inline(_) | Node::Block(_) => None,
    })
}

/// The footnotes that are defined, with their texts, in the order of the source.
///
/// The last of several with one label is the one that holds. A definition inside another defines nothing.
pub fn footnotes_defined(blocks: &[Block]) -> Vec<(&str, &[Block])> {
    let mut found = Vec::new();
    let mut pending: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = pending.pop() {
        match &block.kind {
            BlockKind::Footnote { label, blocks } => found.push((&**label, blocks.as_slice())),
            BlockKind::Quote(inner) => pending.extend(inner.iter().rev()),
            BlockKind::List { items, .. } => pending.extend(items.iter().flatten().rev()),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Rule => {}
        }
    }
    found
}

/// The words only: a line end is a space, and what is no word (a badge, a footnote's number) is nothing.
pub fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    for node in Walk::new(inlines.iter().map(Node::Inline)) {
        match node {
            Node::Inline(Inline::Text(text, _)) => words.push_str(text),
            Node::Inline(Inline::Code(text)) => words.push_str(text),
            Node::Inline(Inline::Outcome(outcome)) => words.push_str(&outcome.word),
            Node::Inline(Inline::SoftBreak | Inline::LineBreak) => words.push(' '),
            Node::Inline(_) | Node::Block(_) => {}
        }
    }
    words
}

/// The words of some blocks in one line, with single spaces between them.
pub fn words(blocks: &[Block]) -> String {
    Plain::of_blocks(blocks).text().to_owned()
}

/// What is still to be visited, the next one last: a walk without recursion.
struct Walk<'a>(Vec<Node<'a>>);

impl<'a> Walk<'a> {
    fn new(nodes: impl DoubleEndedIterator<Item = Node<'a>>) -> Self {
        Self(nodes.rev().collect())
    }

    fn enter_block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                self.0.extend(content.iter().map(Node::Inline));
            }
            BlockKind::List { items, .. } => {
                self.0.extend(items.iter().flatten().map(Node::Block));
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
                self.0.extend(blocks.iter().map(Node::Block));
            }
            BlockKind::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flatten());
                self.0.extend(cells.flatten().map(Node::Inline));
            }
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }

    fn enter_inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => {
                self.0.extend(content.iter().map(Node::Inline));
            }
            Inline::Link(link) | Inline::Image(link) => {
                self.0.extend(link.content.iter().map(Node::Inline));
            }
            Inline::Text(..)
            | Inline::SoftBreak
            | Inline::LineBreak
            | Inline::Code(_)
            | Inline::FootnoteReference(_)
            | Inline::Outcome(_)
            | Inline::Badge(_) => {}
        }
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        let node = self.0.pop()?;
        let rest = self.0.len();
        match node {
            Node::Block(block) => self.enter_block(block),
            Node::Inline(inline) => self.enter_inline(inline),
        }
        self.0[rest..].reverse();
        Some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classification::Audience;
    use crate::record::markdown::parse;
    use crate::record::text::Outcome;

    #[track_caller]
    fn check_plain(markdown: &str, expected: &str) {
        let blocks = parse(markdown);
        let BlockKind::Paragraph(content) = &blocks[0].kind else { panic!("no paragraph") };
        assert_eq!(plain(content), expected);
    }

    #[test]
    fn words_only() {
        check_plain("a **b *c* ~~d~~** `e`", "a b c d e");
        check_plain("a\nb  \nc\\\nd", "a b c d");
        check_plain("[a *b*](/c 'd') ![e](f)", "a b e");
        check_plain("a[^1] b\n\n[^1]: c", "a b");
    }

    #[test]
    fn outcomes_are_words_and_badges_are_not() {
        let outcome = Outcome {
            word: "APPROVED".into(),
            outcome: "approved".into(),
            anchor: "decision-10-2".into(),
            lasting: "d-3f9a2c1b".into(),
        };
        assert_eq!(plain(&[Inline::Outcome(outcome.into()), Inline::Badge(Audience::Green)]), "APPROVED");
    }

    #[test]
    fn links_are_found_everywhere_in_order() {
        let blocks =
            parse("# [](1)\n\n- *[a](2)*\n  > ![[](3)](4)\n\n| [](5) |\n|---|\n| [](6) |\n\nx[^n]\n\n[^n]: [](7)\n");
        let found: Vec<_> = links(&blocks).map(|link| link.destination.as_str()).collect();
        assert_eq!(found, ["1", "2", "4", "3", "5", "6", "7"]);
    }

    #[test]
    fn footnotes_defined_and_referenced() {
        let blocks = parse("a[^x] b[^x]\n\n> [^x]: c[^y]\n\n[^y]: d\n\n[^z]: e");
        let defined: Vec<_> = footnotes_defined(&blocks).iter().map(|(label, _)| *label).collect();
        assert_eq!(defined, ["x", "y", "z"]);
        assert_eq!(footnotes_referenced(&blocks).collect::<Vec<_>>(), ["x", "x", "y"]);
    }

    #[test]
    fn deep_trees_do_not_overflow_the_walk() {
        let mut inline = Inline::SoftBreak;
        for _ in 0..200 {
            inline = Inline::Emphasis(vec![inline]);
        }
        assert_eq!(plain(&[inline]), " ");
    }
}
