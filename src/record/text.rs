//! Published text as a tree of the record's own: blocks and inlines, parsed afresh from a projection.
//!
//! It holds words and structure only: no HTML, no resolved link, no classification above Green.
//! Nesting is bounded by the gate (R13), so the walks over it may recurse.
//!
//! **Invariant.** Nothing in a tree comes from anywhere but the projected source.

use crate::classification::Audience;
use std::sync::Arc;

/// Where a piece of text begins in the projected source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The line of the projected body, from 1.
    pub line: u32,
    /// The column in that line, in bytes from 1.
    pub column: u32,
}

/// One block and the line that it begins on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it begins.
    pub position: Position,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// An ATX heading; only at the top level (R13).
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A bullet list, or an ordered one with the number that it starts at.
    List {
        /// The first number of an ordered list.
        start: Option<u32>,
        /// Items are printed without paragraphs of their own.
        tight: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// A fenced code block.
    Code {
        /// The first word of the info string, in lower case; empty where there is none.
        language: Box<str>,
        /// The code.
        literal: Box<str>,
    },
    /// A table.
    Table(Box<Table>),
    /// A thematic break.
    Rule,
    /// A footnote, where it is defined.
    Footnote {
        /// Its label as written.
        label: Box<str>,
        /// Its text.
        blocks: Vec<Block>,
    },
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// One alignment a column.
    pub alignments: Vec<Alignment>,
    /// The first row.
    pub header: Vec<Vec<Inline>>,
    /// The rows below it.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// How a table's column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the reader's language has it.
    Natural,
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// The pieces of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String, Position),
    /// A line end in the source.
    SoftBreak,
    /// A line end that is kept.
    LineBreak,
    /// Code in a line.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Bold.
    Strong(Vec<Inline>),
    /// Struck out.
    Strikethrough(Vec<Inline>),
    /// A link as written; what it leads to is the register's to say.
    Link(Box<Link>),
    /// An image as written.
    Image(Box<Link>),
    /// A reference to a footnote of the same document.
    FootnoteReference(String),
    /// The bold word of a decision, and the anchor of that decision.
    Outcome(Arc<Outcome>),
    /// The marking of a published portion, shown as a badge.
    Badge(Audience),
}

/// The bold word of a decision; the decision and the tree hold one together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// As printed: `APPROVED`.
    pub word: Box<str>,
    /// The outcome's name in data and style: `approved`.
    pub outcome: Box<str>,
    /// `decision-10-2`.
    pub anchor: Box<str>,
    /// `d-3f9a2c1b`: made of its own words, so it stays when decisions before it come or go.
    pub lasting: Box<str>,
}

/// A link or image as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The destination as written.
    pub destination: String,
    /// The title; empty where there is none.
    pub title: String,
    /// The link's text, or an image's alternative text.
    pub content: Vec<Inline>,
    /// Where the link begins.
    pub position: Position,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site has millions of them.
    #[test]
    fn pieces_of_text_are_small() {
        assert!(size_of::<Inline>() <= 32, "{}", size_of::<Inline>());
        assert!(size_of::<Block>() <= 56, "{}", size_of::<Block>());
    }
}
