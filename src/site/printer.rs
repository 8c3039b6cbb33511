//! Published text, printed as HTML: one printer a page.
//!
//! It knows the markup and nothing else: where a link leads, which words are terms and which headings have anchors
//! it is told. Images print their alternative text.
//!
//! **Invariant.** No inline style, no script, no `data-` attribute; every text and attribute is escaped; an `href` has
//! passed [`Href`].

mod inlines;

use super::highlight;
use super::html::{Href, Html};
use super::notes::Notes;
use super::terms::Terms;
use crate::record::text::{Alignment, Block, BlockKind, Inline, Link};
use crate::settings::autolink::Autolink;
use crate::slug::Slug;
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write as _;

/// Prints the texts of one page; remembers which terms it has explained and which footnotes it has numbered.
pub struct Printer<'a> {
    links: &'a dyn Fn(&Link) -> Href,
    autolinks: &'a [Autolink],
    terms: &'a Terms,
    explained: BTreeSet<usize>,
    anchors: VecDeque<Slug>,
    notes: Notes<'a>,
    tables: usize,
    /// How much code may still be highlighted, in bytes.
    highlighted: usize,
}

/// What an inline stands in, and so which markup it may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Prose,
    Heading,
    Link,
}

impl<'a> Printer<'a> {
    /// A printer for one page: `links` says where each link leads.
    pub fn new(links: &'a dyn Fn(&Link) -> Href, autolinks: &'a [Autolink], terms: &'a Terms) -> Self {
        let (explained, anchors, notes) = Default::default();
        Self { links, autolinks, terms, explained, anchors, notes, tables: 0, highlighted: highlight::MOST_OF_A_PAGE }
    }

    /// Takes the footnotes defined in these blocks; of two with one label the later one holds for what is printed next.
    pub fn define_footnotes(&mut self, blocks: &'a [Block]) {
        self.notes.define(blocks);
    }

    /// Gives anchors to the headings printed from now on, in their order; a heading without one has no `id`.
    pub fn name_headings(&mut self, anchors: impl IntoIterator<Item = Slug>) {
        self.anchors = anchors.into_iter().collect();
    }

    /// Prints blocks.
    pub fn blocks(&mut self, blocks: &[Block]) -> Html {
        let mut out = String::new();
        self.print_blocks(&mut out, blocks);
        Html::declare_safe(out)
    }

    /// Prints a piece of prose without a paragraph around it.
    pub fn inlines(&mut self, inlines: &[Inline]) -> Html {
        let mut out = String::new();
        self.print_inlines(&mut out, inlines, Container::Prose);
        Html::declare_safe(out)
    }

    /// Prints the content of a heading, where no term is explained.
    pub fn heading(&mut self, inlines: &[Inline]) -> Html {
        let mut out = String::new();
        self.print_inlines(&mut out, inlines, Container::Heading);
        Html::declare_safe(out)
    }

    /// Prints the footnotes that the page referred to, and ends it; `None` where there are none.
    pub fn footnotes(mut self) -> Option<Html> {
        let mut texts = Vec::new();
        while let Some(blocks) = self.notes.text(texts.len() + 1) {
            texts.push(self.blocks(blocks));
        }
        let mut out = "<section class=\"footnotes\" aria-label=\"Notes\">\n<ol>\n".to_owned();
        for (number, text) in (1..).zip(&texts) {
            self.print_note(&mut out, number, text.as_str());
        }
        out.push_str("</ol>\n</section>\n");
        (!texts.is_empty()).then(|| Html::declare_safe(out))
    }

    /// Prints a note with its ways back at the end of its last paragraph.
    fn print_note(&self, out: &mut String, number: usize, text: &str) {
        let back = self.notes.ways_back(number);
        let _ = match text.strip_suffix("</p>\n") {
            Some(open) => writeln!(out, "<li id=\"note-{number}\">{open}{back}</p>\n</li>"),
            None => writeln!(out, "<li id=\"note-{number}\">{text}<p>{}</p>\n</li>", back.trim()),
        };
    }

    fn print_blocks(&mut self, out: &mut String, blocks: &[Block]) {
        for block in blocks {
            self.print_block(out, block);
        }
    }

    fn print_block(&mut self, out: &mut String, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, content } => self.print_heading(out, *level, content),
            BlockKind::Paragraph(content) => {
                self.wrap(out, ["<p>", "</p>\n"], content, Container::Prose);
            }
            BlockKind::List { start, tight, items } => self.print_list(out, *start, *tight, items),
            BlockKind::Quote(blocks) => {
                out.push_str("<blockquote>\n");
                self.print_blocks(out, blocks);
                out.push_str("</blockquote>\n");
            }
            BlockKind::Code { language, literal } => {
                out.push_str(highlight::block(language, literal, &mut self.highlighted).as_str());
            }
            BlockKind::Table(table) => self.print_table(out, &table.alignments, &table.header, &table.rows),
            BlockKind::Rule => out.push_str("<hr>\n"),
            BlockKind::Footnote { .. } => {}
        }
    }

    fn print_heading(&mut self, out: &mut String, level: u8, content: &[Inline]) {
        let level = level.clamp(1, 6);
        let _ = match self.anchors.pop_front() {
            Some(anchor) => write!(out, "<h{level} id=\"{anchor}\">"),
            None => write!(out, "<h{level}>"),
        };
        self.print_inlines(out, content, Container::Heading);
        let _ = writeln!(out, "</h{level}>");
    }

    fn print_list(&mut self, out: &mut String, start: Option<u32>, tight: bool, items: &[Vec<Block>]) {
        let _ = match start {
            None => writeln!(out, "<ul>"),
            Some(1) => writeln!(out, "<ol>"),
            Some(start) => writeln!(out, "<ol start=\"{start}\">"),
        };
        for item in items {
            self.print_item(out, tight, item);
        }
        out.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn print_item(&mut self, out: &mut String, tight: bool, blocks: &[Block]) {
        out.push_str("<li>");
        for (index, block) in blocks.iter().enumerate() {
            let bare = match &block.kind {
                BlockKind::Paragraph(content) if tight => Some(content),
                _ => None,
            };
            if !out.ends_with('\n') && (index > 0 || bare.is_none()) {
                out.push('\n');
            }
            match bare {
                Some(content) => self.print_inlines(out, content, Container::Prose),
                None => self.print_block(out, block),
            }
        }
        out.push_str("</li>\n");
    }

    fn print_table(
        &mut self,
        out: &mut String,
        alignments: &[Alignment],
        header: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
    ) {
        self.tables += 1;
        let number = if self.tables == 1 { String::new() } else { format!(" {}", self.tables) };
        let _ = writeln!(
            out,
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table{number}\"><table>"
        );
        out.push_str("<thead>\n");
        self.print_row(out, alignments, header, true);
        out.push_str("</thead>\n");
        if !rows.is_empty() {
            out.push_str("<tbody>\n");
            for row in rows {
                self.print_row(out, alignments, row, false);
            }
            out.push_str("</tbody>\n");
        }
        out.push_str("</table></div>\n");
    }

    /// Prints a row; an empty cell heads nothing, so it is an ordinary one even in the header.
    fn print_row(&mut self, out: &mut String, alignments: &[Alignment], cells: &[Vec<Inline>], is_header: bool) {
        out.push_str("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let heads = is_header && !cell.is_empty();
            out.push_str(if heads { "<th scope=\"col\"" } else { "<td" });
            let alignment = alignments.get(index).copied().unwrap_or(Alignment::Natural);
            out.push_str(alignment_class(alignment));
            let end = if heads { "</th>" } else { "</td>" };
            self.wrap(out, [">", end], cell, Container::Prose);
        }
        out.push_str("</tr>\n");
    }
}

const fn alignment_class(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Natural => "",
        Alignment::Left => " class=\"align-left\"",
        Alignment::Centre => " class=\"align-centre\"",
        Alignment::Right => " class=\"align-right\"",
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
