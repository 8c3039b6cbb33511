//! From projected Markdown to the record's own tree.
//!
//! It reads and forgets comrak's tree; it resolves no link, reads no marking and prints nothing.
//! The gate has refused raw HTML and deep nesting before (R13): HTML would become words here.
//!
//! **Invariant.** No node of the tree can hold HTML, and no two texts stand side by side; every text is clean (R12).

use super::text::{Alignment, Block, BlockKind, Inline, Link, Position, Table};
use crate::markdown::options;
use crate::text::Clean;
use comrak::nodes::{Ast, ListType, NodeCodeBlock, NodeLink, NodeList, NodeValue, TableAlignment};
use comrak::{Arena, Node, parse_document};

/// Parses a projected body; its lines are counted from 1.
pub fn parse(body: &str) -> Vec<Block> {
    let arena = Arena::new();
    blocks(parse_document(&arena, body, &options()))
}

fn blocks(parent: Node<'_>) -> Vec<Block> {
    of_children(parent, block)
}

/// Something for each child of a node.
fn of_children<'a, T>(parent: Node<'a>, read: impl FnMut(Node<'a>) -> T) -> Vec<T> {
    let mut all = Vec::with_capacity(parent.children().count());
    all.extend(parent.children().map(read));
    all
}

/// No room for more: what is read is kept for long.
fn exact<T>(mut all: Vec<T>) -> Vec<T> {
    all.shrink_to_fit();
    all
}

fn block(node: Node<'_>) -> Block {
    let ast = node.data();
    let kind = match &ast.value {
        NodeValue::Heading(heading) => BlockKind::Heading { level: heading.level, content: inlines(node) },
        NodeValue::List(list) => items(node, list),
        NodeValue::BlockQuote => BlockKind::Quote(blocks(node)),
        NodeValue::CodeBlock(code) => code_block(code),
        NodeValue::Table(table) => rows(node, table.alignments.iter().copied().map(alignment).collect()),
        NodeValue::ThematicBreak => BlockKind::Rule,
        NodeValue::FootnoteDefinition(footnote) => {
            BlockKind::Footnote { label: clean(&footnote.name).into(), blocks: blocks(node) }
        }
        NodeValue::HtmlBlock(html) => BlockKind::Paragraph(vec![Inline::Text(clean(&html.literal), position(&ast))]),
        _ => BlockKind::Paragraph(inlines(node)),
    };
    Block { position: position(&ast), kind }
}

/// A decoded text; the gate has let no other pass (R12).
fn clean(text: &str) -> String {
    Clean::new(text).expect("the gate has read the same text").into()
}

fn position(ast: &Ast) -> Position {
    let start = ast.sourcepos.start;
    let narrow = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Position { line: narrow(start.line), column: narrow(start.column) }
}

fn items(node: Node<'_>, list: &NodeList) -> BlockKind {
    let start = match list.list_type {
        ListType::Bullet => None,
        ListType::Ordered => Some(u32::try_from(list.start).unwrap_or(u32::MAX)),
    };
    BlockKind::List { start, tight: list.tight, items: of_children(node, blocks) }
}

fn code_block(code: &NodeCodeBlock) -> BlockKind {
    let language = clean(&code.info).split_whitespace().next().unwrap_or_default().to_lowercase().into();
    BlockKind::Code { language, literal: clean(&code.literal).into() }
}

fn alignment(alignment: TableAlignment) -> Alignment {
    match alignment {
        TableAlignment::None => Alignment::Natural,
        TableAlignment::Left => Alignment::Left,
        TableAlignment::Center => Alignment::Centre,
        TableAlignment::Right => Alignment::Right,
    }
}

fn rows(table: Node<'_>, alignments: Vec<Alignment>) -> BlockKind {
    let mut rows = table.children().map(|row| of_children(row, inlines));
    let header = rows.next().unwrap_or_default();
    BlockKind::Table(Box::new(Table { alignments, header, rows: exact(rows.collect()) }))
}

fn inlines(parent: Node<'_>) -> Vec<Inline> {
    let mut found = Vec::with_capacity(parent.children().count());
    for inline in parent.children().map(inline) {
        match (found.last_mut(), inline) {
            (Some(Inline::Text(before, _)), Inline::Text(words, _)) => before.push_str(&words),
            (_, inline) => found.push(inline),
        }
    }
    exact(found)
}

fn inline(node: Node<'_>) -> Inline {
    let ast = node.data();
    match &ast.value {
        NodeValue::Text(words) => Inline::Text(clean(words), position(&ast)),
        NodeValue::SoftBreak => Inline::SoftBreak,
        NodeValue::LineBreak => Inline::LineBreak,
        NodeValue::Code(code) => Inline::Code(clean(&code.literal)),
        NodeValue::Emph => Inline::Emphasis(inlines(node)),
        NodeValue::Strong => Inline::Strong(inlines(node)),
        NodeValue::Strikethrough => Inline::Strikethrough(inlines(node)),
        NodeValue::Link(written) => Inline::Link(link(node, written).into()),
        NodeValue::Image(written) => Inline::Image(link(node, written).into()),
        NodeValue::FootnoteReference(reference) => Inline::FootnoteReference(clean(&reference.name)),
        NodeValue::HtmlInline(html) => Inline::Text(clean(html), position(&ast)),
        _ => Inline::Text(clean(&node.collect_text()), position(&ast)),
    }
}

fn link(node: Node<'_>, written: &NodeLink) -> Link {
    Link {
        destination: clean(&written.url),
        title: clean(&written.title),
        content: inlines(node),
        position: position(&node.data()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    fn text(words: &str, line: u32, column: u32) -> Inline {
        Inline::Text(words.to_owned(), at(line, column))
    }

    #[track_caller]
    fn check(markdown: &str, expected: &[BlockKind]) {
        let kinds: Vec<_> = parse(markdown).into_iter().map(|block| block.kind).collect();
        assert_eq!(kinds, expected);
    }

    #[track_caller]
    fn check_paragraph(markdown: &str, expected: &[Inline]) {
        check(markdown, &[BlockKind::Paragraph(expected.to_vec())]);
    }

    #[test]
    fn blocks_know_their_lines() {
        let places: Vec<_> = parse("# a\n\nb\n\n- c\n").iter().map(|block| block.position).collect();
        assert_eq!(places, [at(1, 1), at(3, 1), at(5, 1)]);
    }

    #[test]
    fn texts_are_merged_and_keep_the_first_place() {
        check_paragraph("a \\* b &amp; c", &[text("a * b & c", 1, 1)]);
        check_paragraph("[a] ![b] [^c]", &[text("[a] ![b] [^c]", 1, 1)]);
        check_paragraph("é **b**", &[text("é ", 1, 1), Inline::Strong(vec![text("b", 1, 6)])]);
    }

    #[test]
    fn raw_html_becomes_words() {
        check_paragraph("a <b>c</b>", &[text("a <b>c</b>", 1, 1)]);
        check("<div>\n\n", &[BlockKind::Paragraph(vec![text("<div>\n", 1, 1)])]);
    }

    #[test]
    fn underlines_make_no_headings() {
        check_paragraph("a\n===", &[text("a", 1, 1), Inline::SoftBreak, text("===", 2, 1)]);
    }

    #[test]
    fn code_keeps_one_word_of_its_info_string() {
        let code = |language: &str| BlockKind::Code { language: language.into(), literal: "a\n".into() };
        check("```\na\n```", &[code("")]);
        check("``` JSON title=\"x\"\na\n```", &[code("json")]);
        check("~~~ \"><script>\na\n~~~", &[code("\"><script>")]);
    }

    #[test]
    fn lists_keep_number_and_tightness() {
        let items = vec![vec![Block { position: at(1, 4), kind: BlockKind::Paragraph(vec![text("a", 1, 4)]) }]];
        check("7. a", &[BlockKind::List { start: Some(7), tight: true, items }]);
        let BlockKind::List { start, tight, items } = &parse("- a\n\n- b")[0].kind else {
            panic!("no list");
        };
        assert_eq!((*start, *tight, items.len()), (None, false, 2));
    }

    #[test]
    fn tables_keep_alignment() {
        let cell = |words: &str, line, column| vec![text(words, line, column)];
        check(
            "| a | b |\n|:-:|--:|\n| 1 | 2 |",
            &[BlockKind::Table(Box::new(Table {
                alignments: vec![Alignment::Centre, Alignment::Right],
                header: vec![cell("a", 1, 3), cell("b", 1, 7)],
                rows: vec![vec![cell("1", 3, 3), cell("2", 3, 7)]],
            }))],
        );
    }

    #[test]
    fn footnotes_stay_where_they_are_written() {
        let blocks = parse("[^Ab]: x\n\nc[^aB]\n\n[^unused]: y");
        let BlockKind::Footnote { label, .. } = &blocks[0].kind else { panic!("no footnote") };
        assert_eq!(
            blocks[1].kind,
            BlockKind::Paragraph(vec![text("c", 3, 1), Inline::FootnoteReference(label.to_string())])
        );
        assert!(matches!(&blocks[2].kind, BlockKind::Footnote { label, .. } if &**label == "unused"));
    }

    #[test]
    fn links_know_destination_title_and_place() {
        let link = Link {
            destination: "/u&v".to_owned(),
            title: "t\"t".to_owned(),
            content: vec![text("a", 1, 4)],
            position: at(1, 3),
        };
        check_paragraph("b [a](/u&amp;v 't\"t')", &[text("b ", 1, 1), Inline::Link(link.clone().into())]);
    }
}
