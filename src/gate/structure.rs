//! Structure that could hide where a portion begins or ends (R13).
//!
//! It compares the parsed blocks with the raw lines; it knows no classification.
//!
//! **Invariant.** Every line of a list item or quote carries its container's prefix.

use super::outline::{Block, Kind, Outline};
use crate::diagnostic::*;
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*[0-9]{1,3}[a-z]?\.\s").expect("the pattern is a constant"));
static LETTERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*[0-9]{1,3}[a-z]?\.(\s|$)").expect("the pattern is a constant"));
static HEADED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*#+\s*[0-9]{1,3}[a-z]?\.(\s|[0-9]|$)").expect("the pattern is a constant"));
static HASH_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^#[0-9]+([^0-9.]|$)").expect("the pattern is a constant"));
static UNDERLINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^ {0,3}(=+|-+)\s*$").expect("the pattern is a constant"));

/// The deepest nesting of blocks.
const MAX_DEPTH: u32 = 32;

/// The longest paragraph, heading or cell, in characters.
const MAX_TEXT: usize = 16 * 1024;

/// Conflict markers, anywhere in a file.
pub fn conflict_markers(text: &str) -> Vec<Finding> {
    let is_marker = |line: &str| {
        line == "======="
            || ["<<<<<<<", ">>>>>>>", "|||||||"]
                .iter()
                .any(|mark| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    let numbered = text.lines().enumerate().filter(|(_, line)| is_marker(line));
    numbered.map(|(at, _)| Finding::at(&CONFLICT_MARKER, at as u32 + 1, 1)).collect()
}

/// Texts that are too long to be looked at any further.
pub fn too_long(outline: &Outline) -> Vec<Finding> {
    let is_long = |block: &&Block| block.text().len() > MAX_TEXT && !matches!(block.kind, Kind::Code { .. });
    outline.blocks.iter().filter(is_long).map(|block| Finding::at(&TEXT_TOO_LONG, block.lines.start, 1)).collect()
}

/// What is wrong with a body's structure; places are lines of the body.
pub fn check(outline: &Outline, body: &str) -> Vec<Finding> {
    if is_too_deep(outline) {
        let deep = outline.blocks.iter().find(|block| block.depth > MAX_DEPTH).unwrap_or(&outline.blocks[0]);
        return vec![Finding::at(&NESTING_TOO_DEEP, deep.lines.start, deep.column)];
    }
    let lines: Vec<Cow<'_, str>> = body.lines().map(without_tabs).collect();
    let mut checker = Checker { outline, lines: &lines, findings: Vec::new() };
    for index in 0..outline.blocks.len() {
        checker.block(index);
    }
    let html = outline.inline_html.iter().map(|(line, column)| Finding::at(&RAW_HTML, *line, *column));
    checker.findings.extend(html);
    checker.findings
}

/// Whether the text is too deep to be looked at any further.
pub fn is_too_deep(outline: &Outline) -> bool {
    outline.inline_depth > MAX_DEPTH as usize || outline.blocks.iter().any(|block| block.depth > MAX_DEPTH)
}

/// Leading tabs reach to the next fourth column.
fn without_tabs(line: &str) -> Cow<'_, str> {
    let indent = line.len() - line.trim_start_matches(['\t', ' ', '>']).len();
    if !line[..indent].contains('\t') {
        return Cow::Borrowed(line);
    }
    let mut plain = String::new();
    for c in line[..indent].chars() {
        match c {
            '\t' => plain.push_str(&" ".repeat(4 - plain.len() % 4)),
            _ => plain.push(c),
        }
    }
    Cow::Owned(plain + &line[indent..])
}

/// How many cells a row of a table has, as written.
fn cells(row: &str) -> usize {
    let row = row.trim_matches([' ', '\t', '>']);
    let row = row.strip_prefix('|').unwrap_or(row);
    let is_escaped = |at: usize| row[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let bars = row.match_indices('|').filter(|(at, _)| !is_escaped(*at));
    let closing = bars.clone().filter(|(at, _)| at + 1 == row.len()).count();
    bars.count() + 1 - closing
}

struct Checker<'o> {
    outline: &'o Outline,
    lines: &'o [Cow<'o, str>],
    findings: Vec<Finding>,
}

impl Checker<'_> {
    fn report(&mut self, rule: &'static Rule, line: u32) {
        self.findings.push(Finding::at(rule, line, 1));
    }

    fn line(&self, number: u32) -> &str {
        self.lines.get(number as usize - 1).map_or("", |line| line)
    }

    /// Markdown drops the cells of a row that has more than its header.
    fn rows(&mut self, table: &Block) {
        let start = table.lines.start;
        let columns = cells(self.line(start + 1));
        for line in (start + 2..table.lines.end).filter(|line| cells(self.line(*line)) > columns).collect::<Vec<_>>() {
            self.report(&TABLE_ROW_TOO_LONG, line);
        }
    }

    fn block(&mut self, index: usize) {
        let block = &self.outline.blocks[index];
        let start = block.lines.start;
        match block.kind {
            Kind::Heading(_) if block.parent() != 0 => self.report(&HEADING_NESTED, start),
            Kind::Paragraph => self.paragraph(index),
            Kind::Code { fenced: false, .. } => self.report(&INDENTED_CODE, start),
            Kind::Code { closed: false, .. } => self.report(&FENCE_UNCLOSED, start),
            Kind::Code { .. } => self.code(index),
            Kind::Html => self.report(&RAW_HTML, start),
            Kind::Rule if self.follows_paragraph(block) => self.underline(start),
            Kind::Table => {
                self.underline(start + 1);
                self.rows(block);
            }
            Kind::List { ordered: true, start: first } if block.parent() == 0 && first > 1 => {
                self.report(&ITEM_AS_LIST, start);
            }
            Kind::Item { .. } => self.item(index),
            _ => {}
        }
        self.indents(index);
    }

    /// The lines of a paragraph, without their containers' prefixes.
    fn paragraph(&mut self, index: usize) {
        let block = &self.outline.blocks[index];
        self.first_line(block);
        for number in block.lines.start + 1..block.lines.end {
            if self.line(number).trim_matches([' ', '>']).is_empty() {
                break;
            }
            match self.without_prefix(index, number) {
                None => self.report(&LAZY_CONTINUATION, number),
                Some(line) => {
                    let rules = inner_line(line);
                    rules.for_each(|rule| self.report(rule, number));
                }
            }
        }
    }

    fn first_line(&mut self, block: &Block) {
        let line = self.line(block.lines.start).get(block.column as usize - 1..).unwrap_or_default();
        let hash = hash(line);
        hash.into_iter().for_each(|rule| self.report(rule, block.lines.start));
        let letters = || self.outline.letters_of(block).chars.iter().take(12).collect::<String>();
        if block.parent() == 0 && LETTERED.is_match(&letters()) {
            self.report(&ITEM_AS_LIST, block.lines.start);
        }
    }

    fn code(&mut self, index: usize) {
        let block = &self.outline.blocks[index];
        let literal: String = self.outline.letters(index).chars.iter().collect();
        for (at, line) in literal.lines().enumerate().skip(1) {
            if NUMBERED.is_match(line) || HEADED.is_match(line) {
                self.report(&ITEM_NUMBER_IN_TEXT, block.lines.start + at as u32);
            }
        }
    }

    /// A break or a table's second line that other readers of Markdown take for the underline of a heading.
    fn underline(&mut self, number: u32) {
        let bare = |number: u32| self.line(number).trim_start_matches([' ', '>']);
        if UNDERLINE.is_match(bare(number)) && !bare(number - 1).is_empty() {
            self.report(&SETEXT_HEADING, number);
        }
    }

    fn follows_paragraph(&self, block: &Block) -> bool {
        block.previous().is_some_and(|before| self.outline.blocks[before].kind == Kind::Paragraph)
    }

    fn item(&mut self, index: usize) {
        let block = &self.outline.blocks[index];
        let first = self.outline.children(index).next().map(|child| &self.outline.blocks[child].kind);
        if matches!(first, Some(Kind::List { .. })) {
            self.report(&LIST_ITEM_LIST, block.lines.start);
        }
    }

    /// A block after a list that is indented, but not enough to be in its last item.
    fn indents(&mut self, index: usize) {
        let outline = self.outline;
        for child in outline.children(index) {
            let next = &outline.blocks[child];
            let before = next.previous().and_then(|before| self.last_width(&outline.blocks[before]));
            let Some(width) = before else { continue };
            let line = self.without_prefix(child, next.lines.start).unwrap_or_default();
            let indent = line.len() - line.trim_start().len();
            if indent >= 1 && indent < width {
                self.report(&BLOCK_INDENT, next.lines.start);
            }
        }
    }

    fn last_width(&self, list: &Block) -> Option<usize> {
        let last = list.last_child().map(|item| &self.outline.blocks[item].kind)?;
        if let Kind::Item { width, .. } = last { Some(*width as usize) } else { None }
    }

    /// A line without the prefixes of the containers of a block; `None` where one is missing.
    fn without_prefix(&self, index: usize, number: u32) -> Option<&str> {
        let mut rest = self.line(number);
        let mut containers: Vec<usize> = self.outline.ancestors(index).skip(1).collect();
        containers.reverse();
        for container in containers {
            rest = match self.outline.blocks[container].kind {
                Kind::Quote => {
                    rest.trim_start().strip_prefix('>').map(|rest| rest.strip_prefix(' ').unwrap_or(rest))?
                }
                Kind::Item { width, .. } => indented(rest, width as usize)?,
                Kind::Footnote => indented(rest, 4)?,
                _ => rest,
            };
        }
        Some(rest)
    }
}

/// What a line of text breaks that begins with `#`: it may have been meant as a heading, or counts something.
fn hash(line: &str) -> Option<&'static Rule> {
    let line = line.trim_start();
    if !line.starts_with('#') {
        return None;
    }
    Some(if HASH_NUMBER.is_match(line) { &HASH_NUMBER_IN_TEXT } else { &HASH_NOT_HEADING })
}

/// What is wrong with a line in the middle of a paragraph.
fn inner_line(line: &str) -> impl Iterator<Item = &'static Rule> + use<> {
    let hash = hash(line);
    let numbered = NUMBERED.is_match(line).then_some(&ITEM_NUMBER_IN_TEXT);
    let underlined = UNDERLINE.is_match(line).then_some(&SETEXT_HEADING);
    [hash, numbered, underlined].into_iter().flatten()
}

fn indented(line: &str, width: usize) -> Option<&str> {
    let (indent, rest) = line.split_at_checked(width)?;
    indent.chars().all(|c| c == ' ').then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::super::outline;
    use super::*;

    #[track_caller]
    fn check_body(body: &str, expected: &[(&str, u32)]) {
        let found = check(&outline::parse(body), body);
        let found: Vec<_> = found.iter().map(|finding| (finding.rule.slug, finding.line)).collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn ordinary_structure_passes() {
        for body in [
            "# A\n\ntext\nmore text\n\n- a\n  more\n- b\n\n  second\n\n1. x\n2. y\n\n> quote\n> more\n",
            "- a\n  - b\n    more\n  - c\n- d\n\n---\n\ntext\n",
            "```json\n{}\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: note\n    more\n\n    second\n",
            "> - a\n>   more\n> - b\n>\n> text\n",
            "text with 10. inside and # too\n",
            "```sh\n# comment\n./run\n```\n",
        ] {
            check_body(body, &[]);
        }
    }

    #[test]
    fn hidden_boundaries_are_found() {
        check_body("Title\n---\ntext\n", &[("setext-heading", 2)]);
        check_body("Title\n===\ntext\n", &[("setext-heading", 2)]);
        check_body("Title\n-\n", &[("setext-heading", 2)]);
        check_body("```\ntext\n", &[("fence-unclosed", 1)]);
        check_body("text\n\n    code\n", &[("indented-code", 3)]);
        check_body("<div>\n", &[("raw-html", 1)]);
        check_body("a <!-- b --> c\n", &[("raw-html", 1)]);
        check_body("- # A\n", &[("heading-nested", 1)]);
        check_body("- - a\n", &[("list-item-list", 1)]);
        check_body("- a\nlazy\n", &[("lazy-continuation", 2)]);
        check_body("> a\nlazy\n", &[("lazy-continuation", 2)]);
        check_body("> - a\n> lazy\n", &[("lazy-continuation", 2)]);
        check_body("- a\n\n b\n", &[("block-indent", 3)]);
        check_body("###3. Title\n", &[("hash-not-heading", 1)]);
        check_body("text\n#hash\n", &[("hash-not-heading", 2)]);
        check_body("text\n3. Title\n", &[("item-number-in-text", 2)]);
        check_body("text\n12a. Title\n", &[("item-number-in-text", 2)]);
        check_body("```\n3. Title\n```\n", &[("item-number-in-text", 2)]);
        check_body("```\n# 3. Title\n```\n", &[("item-number-in-text", 2)]);
        check_body("#12 is the issue\n", &[("hash-number", 1)]);
        check_body("10. Title\n", &[("item-as-list", 1)]);
        check_body("12a. Title\n", &[("item-as-list", 1)]);
        check_body("**3. Title**\n", &[("item-as-list", 1)]);
        check_body(&format!("{} a\n", ">".repeat(40)), &[("nesting-too-deep", 1)]);
    }

    #[test]
    fn conflict_markers_are_found() {
        let found = conflict_markers("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n<<<<<<<< no\n");
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2, 4, 6]);
    }
}
