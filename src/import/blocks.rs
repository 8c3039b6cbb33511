//! Rows to blocks: paragraphs, bullets, numbered lines, headings, tables.
//!
//! It joins wrapped lines and decides where a block ends; what is an agenda item and what encloses what is for the
//! outline. A marking that ends a line closes its block only where that hides nothing.
//!
//! **Invariant.** Every row is in exactly one block, in order, or in the report as a line without words.

use super::escape;
use super::furniture::{Row, is_underline};
use super::lines::{self, Bullet, Class, Form, Number};
use super::marking::{self, Bearer};
use super::pattern::pattern;
use super::report::{GuessKind, Report};
use super::verbatim;

/// A block of the document.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) line: u32,
    pub(super) kind: Kind,
    /// One line of text; several in verbatim blocks.
    pub(super) text: String,
    pub(super) gap: bool,
    pub(super) page: bool,
    pub(super) unplaced: bool,
    /// How many rows it was made of.
    pub(super) rows: usize,
    /// No more rows belong to it.
    closed: bool,
    soft: bool,
}

/// The kind of a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Bullet(usize),
    /// A further paragraph of a bullet.
    Within(usize),
    /// A numbered line, and the depth where it stands in a list.
    Numbered(Number, Option<usize>),
    /// A heading in Markdown, and its level there.
    Heading(u8),
    /// A quote, table, code block or definition.
    Verbatim,
}

/// Gathers rows into blocks.
pub(super) fn gather(rows: &[Row], report: &mut Report) -> Vec<Block> {
    let mut gather = Gather { rows, at: 0, blocks: Vec::new(), bullets: Vec::new(), parted: false, report };
    while let Some(row) = rows.get(gather.at) {
        gather.step(row);
    }
    let mut blocks = gather.blocks;
    blocks.retain(|block| {
        let empty = block.text.trim().is_empty();
        if empty {
            report.add(block.line, GuessKind::DecorationDropped);
        }
        !empty
    });
    blocks
}

pattern!(STATES, r"(?i)\b(?:marked|classified|classify|designated|deemed)\b");

struct Gather<'a> {
    rows: &'a [Row],
    at: usize,
    blocks: Vec<Block>,
    /// The columns and signs of the open bullets.
    bullets: Vec<(usize, char)>,
    /// A rule stood before the row.
    parted: bool,
    report: &'a mut Report,
}

impl Gather<'_> {
    fn step(&mut self, row: &Row) {
        let verbatim = if row.unplaced { None } else { verbatim::read(self.rows, self.at, self.report) };
        if let Some((text, next)) = verbatim {
            self.push(row, Kind::Verbatim, text).closed = true;
            self.at = next;
            return;
        }
        self.at += 1;
        match lines::class(&row.text) {
            Class::Atx(level, title) => self.heading(row, level, title),
            Class::Bullet(bullet) if self.is_bullet(row, &bullet) => self.bullet(row, &bullet),
            Class::Numbered(number) if self.is_numbered(row, &number) => self.numbered(row, number),
            Class::Definition if !row.unplaced => self.definition(row),
            _ => self.text(row),
        }
    }

    fn push(&mut self, row: &Row, kind: Kind, text: String) -> &mut Block {
        let gap = row.gap || std::mem::take(&mut self.parted);
        if !matches!(kind, Kind::Bullet(_) | Kind::Within(_) | Kind::Numbered(_, Some(_))) {
            self.bullets.clear();
        }
        let (line, page, unplaced, soft) = (row.number, row.page, row.unplaced, row.soft);
        self.blocks.push(Block { line, kind, text, gap, page, unplaced, rows: 1, closed: false, soft });
        let last = self.blocks.len() - 1;
        &mut self.blocks[last]
    }

    fn heading(&mut self, row: &Row, level: u8, title: &str) {
        if lines::is_tight(&row.text) {
            self.report.add(row.number, GuessKind::HeadingMended);
        }
        self.push(row, Kind::Heading(level), spaced(title));
        self.rest_of_title();
    }

    /// Takes the rows that go on the title of the block that was just read.
    fn rest_of_title(&mut self) {
        let mut wrapped = self.wrapped();
        while wrapped > 0 {
            let next = &self.rows[self.at];
            (self.at, wrapped) = (self.at + 1, wrapped - 1);
            self.append(next);
            if wrapped == 0 && lines::is_continuation(&next.text) {
                wrapped = self.wrapped();
            }
        }
    }

    fn definition(&mut self, row: &Row) {
        let text = escape::unlinked(&spaced(&row.text), row.number, self.report);
        let text = if text.starts_with("[^") { escape::inline(&text, row.number, self.report) } else { text };
        self.push(row, Kind::Verbatim, text).closed = true;
    }

    /// Signs that also stand within sentences are bullets only where a sentence cannot go on.
    fn is_bullet(&self, row: &Row, bullet: &Bullet) -> bool {
        let doubtful = matches!(bullet.sign, '–' | '—' | '+' | '·' | 'a' | 'o');
        let listed = self.blocks.last().is_none_or(|b| b.closed || !matches!(b.kind, Kind::Paragraph));
        !doubtful || row.gap || self.parted || listed || self.blocks.last().is_some_and(|b| lines::is_finished(&b.text))
    }

    fn bullet(&mut self, row: &Row, bullet: &Bullet) {
        if row.gap && !self.bullets.is_empty() && self.blocks.last().is_some_and(|b| b.kind == Kind::Paragraph) {
            self.bullets.clear();
        }
        let depth = self.depth(row, bullet.sign);
        if !matches!(bullet.sign, '-' | 'a') {
            self.report.add(row.number, GuessKind::BulletGlyph);
        }
        let empty = bullet.text.is_empty();
        self.push(row, Kind::Bullet(depth), spaced(bullet.text));
        if let Some(next) = self.rows.get(self.at).filter(|next| empty && lines::class(&next.text) == Class::Text) {
            self.at += 1;
            self.append(next);
        }
    }

    /// The depth of a bullet by its column, or by its sign where the column says nothing.
    fn depth(&mut self, row: &Row, sign: char) -> usize {
        while self.bullets.last().is_some_and(|(column, _)| *column > row.indent + 1) {
            self.bullets.pop();
        }
        let level = |(column, _): &(usize, char)| column.abs_diff(row.indent) <= 1;
        if let Some(at) = self.bullets.iter().position(|b| level(b) && b.1 == sign) {
            self.bullets.truncate(at + 1);
            return at;
        }
        match self.bullets.last().copied() {
            Some(last) if level(&last) && !is_lower(last.1, sign) => {
                self.bullets.pop();
            }
            Some(last) if level(&last) => self.report.add(row.number, GuessKind::BulletLevel),
            _ => {}
        }
        self.bullets.truncate(7);
        self.bullets.push((row.indent, sign));
        self.bullets.len() - 1
    }

    fn is_numbered(&self, row: &Row, number: &Number) -> bool {
        let parted = row.gap || self.parted;
        let Some(last) = self.blocks.last() else {
            return number.form != Form::Bare || self.is_brief();
        };
        let marked = marking::at_end(&number.title).is_some();
        if number.form == Form::Bare {
            return parted && (marked || self.is_brief());
        }
        match &last.kind {
            Kind::Paragraph | Kind::Bullet(_) | Kind::Within(_) if !last.closed => {
                parted || marked || lines::is_finished(&last.text) || lines::is_section(&last.text)
            }
            Kind::Numbered(before, _) if !last.closed => {
                parted || lines::is_finished(&last.text) || number.value == before.value + 1
            }
            _ => true,
        }
    }

    /// Whether a gap follows the row just read, or the end of a title that wraps.
    fn is_brief(&self) -> bool {
        let gap = |at: usize| self.rows.get(at).is_none_or(|next| next.gap);
        let title = |at: usize| self.rows.get(at).is_some_and(|row| !lines::unmarked(&row.text).ends_with('.'));
        gap(self.at) || (gap(self.at + 1) && title(self.at))
    }

    fn numbered(&mut self, row: &Row, number: Number) {
        let inner = self.bullets.last().is_some_and(|(column, _)| row.indent > column + 1);
        let depth =
            (inner && self.blocks.last().is_some_and(|b| b.kind != Kind::Paragraph)).then_some(self.bullets.len());
        let open = lines::is_finished(&number.title) && marking::at_end(&number.title).is_none();
        self.push(row, Kind::Numbered(number, depth), spaced(&lines::unbold(&row.text))).closed = !open;
        if !open {
            self.rest_of_title();
        }
    }

    /// How many of the next rows go on the title of the numbered line that was just read.
    fn wrapped(&self) -> usize {
        let Some(title) = self.blocks.last().map(|b| b.text.as_str()) else {
            return 0;
        };
        if self.is_parted_title(title) {
            return 1;
        }
        let rows = self.rows.get(self.at..).unwrap_or_default().iter();
        let rows: Vec<&Row> = rows.take(4).take_while(|r| !r.gap && lines::class(&r.text) == Class::Text).collect();
        let Some(first) = rows.first() else { return 0 };
        if marking::at_end(title).is_some() || lines::is_section(&first.text) || is_underline(&first.text) {
            return 0;
        }
        if lines::is_continuation(&first.text) || marking::alone(&first.text).is_some() {
            return 1;
        }
        let ends = |row: &Row| marking::at_end(&row.text).is_some() && !lines::unmarked(&row.text).ends_with('.');
        if let Some(at) = rows.iter().take(2).position(|r| ends(r)) {
            return at + 1;
        }
        let title_goes_on =
            rows.len() < 3 && title.len() >= 50 && rows.last().is_some_and(|r| !lines::is_finished(&r.text));
        if title_goes_on { rows.len() } else { 0 }
    }

    /// Whether a blank line or a page parts a title from its last words.
    fn is_parted_title(&self, title: &str) -> bool {
        let Some(next) = self.rows.get(self.at).filter(|n| n.gap && lines::class(&n.text) == Class::Text) else {
            return false;
        };
        let marked = marking::at_end(&next.text).is_some() && marking::alone(&next.text).is_none();
        let last = self.rows.get(self.at + 1).is_none_or(|after| after.gap);
        let brief = last && next.text.len() <= 120 && !lines::unmarked(&next.text).ends_with(['.', ';', ':']);
        let cut = lines::is_cut(title) || title.ends_with(['–', '—', '-', ',', '/', '&']);
        brief
            && marking::at_end(title).is_none()
            && (cut || lines::is_continuation(&next.text) || (next.page && marked))
    }

    /// Reads the title again, when rows were added to it.
    fn retitle(&mut self) {
        if let Some(Block { kind: Kind::Numbered(number, _), text, .. }) = self.blocks.last_mut()
            && let Some(again) = lines::number(text)
        {
            number.title = again.title;
        }
    }

    fn text(&mut self, row: &Row) {
        if is_underline(&row.text) {
            self.underline(row);
        } else if self.goes_on(row) {
            self.append(row);
        } else {
            let depth = self.bullets.len();
            let within = self.bullets.last().is_some_and(|(column, _)| row.indent > column + 1) && !self.ends_list();
            let kind = if within { Kind::Within(depth - 1) } else { Kind::Paragraph };
            let section = lines::is_broad_section(&row.text);
            self.push(row, kind, spaced(&row.text)).closed = section || marking::alone(&row.text).is_some();
        }
    }

    fn ends_list(&self) -> bool {
        self.blocks.last().is_none_or(|b| !matches!(b.kind, Kind::Bullet(_) | Kind::Within(_)))
    }

    fn goes_on(&self, row: &Row) -> bool {
        let Some(last) = self.blocks.last().filter(|_| !row.gap && !self.parted) else {
            return false;
        };
        let marking = is_marking(last, row);
        match last.kind {
            Kind::Heading(_) => marking,
            Kind::Verbatim => false,
            // What says how the item is marked is no part of its title.
            Kind::Numbered(_, None) if !marking && STATES.is_match(&row.text) => false,
            _ if last.closed || last.unplaced != row.unplaced => false,
            _ if marking => true,
            _ if lines::is_broad_section(&row.text) => false,
            _ => self.goes_on_marked(last, row),
        }
    }

    /// After a marking a text goes on where it would otherwise get away from a closed one; the check then refuses it.
    fn goes_on_marked(&self, last: &Block, row: &Row) -> bool {
        let Some(colour) = marking::at_end(&last.text) else {
            return true;
        };
        let hangs = self.bullets.last().is_some_and(|(column, _)| row.indent > column + 1);
        !hangs && (colour.audience().is_none() || lines::is_continuation(&row.text))
    }

    fn append(&mut self, row: &Row) {
        let Some(last) = self.blocks.last_mut() else {
            return;
        };
        let marking = is_marking(last, row).then(|| marking::settle(&row.text, Bearer::Text));
        let text = marking.as_ref().map_or(row.text.as_str(), |m| m.text.as_str());
        if join(&mut last.text, text, last.soft) {
            self.report.add(row.number, GuessKind::WordJoined);
        }
        if let Some(guess) = marking.as_ref().and_then(|m| m.guess) {
            self.report.add(row.number, guess);
        }
        (last.soft, last.rows) = (row.soft, last.rows + 1);
        last.closed |= marking.is_some();
        self.retitle();
    }

    fn underline(&mut self, row: &Row) {
        let parted = row.gap || self.parted;
        let level = if row.text.starts_with('=') { 1 } else { 2 };
        match self.blocks.last_mut() {
            Some(last)
                if !parted && last.rows == 1 && matches!(last.kind, Kind::Paragraph | Kind::Numbered(_, None)) =>
            {
                if last.kind == Kind::Paragraph {
                    last.kind = Kind::Heading(level);
                }
                last.closed = true;
                self.report.add(row.number, GuessKind::HeadingMended);
            }
            _ => self.report.add(row.number, GuessKind::DecorationDropped),
        }
        self.parted = true;
    }
}

/// Whether a row is nothing but the marking of the block that it goes on, and no part of its sentence.
fn is_marking(last: &Block, row: &Row) -> bool {
    let heads = matches!(last.kind, Kind::Heading(_) | Kind::Numbered(..));
    let bracketed = row.text.trim_end_matches(['*', '_', '.', ';', ',', ' ']).ends_with([')', ']', '}']);
    marking::alone(&row.text).is_some() && (heads || bracketed || lines::is_finished(&last.text))
}

/// Whether a sign stands below another in word processors' lists.
fn is_lower(above: char, sign: char) -> bool {
    let rank = |c| match c {
        '•' | '●' | '❖' | '➢' | '►' => 0,
        'o' | '◦' | '○' => 1,
        '▪' | '▫' | '■' | '□' => 2,
        '–' | '—' => 1,
        _ => 0,
    };
    rank(sign) > rank(above) && above != '-'
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Joins a wrapped line; true where a word was broken after a hyphen.
pub(super) fn join(text: &mut String, next: &str, soft: bool) -> bool {
    let next = spaced(next);
    if text.ends_with('\\') && !text.ends_with("\\\\") {
        text.pop();
    }
    let hyphen = text.strip_suffix('-').is_some_and(|t| t.ends_with(char::is_alphabetic));
    let suspended = ["and ", "or ", "to "].iter().any(|w| next.starts_with(w));
    let broken = hyphen && !suspended && next.starts_with(char::is_alphabetic);
    if !broken && !soft && !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
    text.push_str(&next);
    broken
}

#[cfg(test)]
mod tests {
    use super::super::{characters, furniture};
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[(&str, &str)]) {
        let mut report = Report::default();
        let read = characters::lines(input.as_bytes(), &mut report).expect("readable");
        let (rows, _) = furniture::clear(read, &mut report);
        let blocks = gather(&rows, &mut report);
        let found: Vec<_> = blocks.iter().map(|b| (name(&b.kind), b.text.as_str())).collect();
        let found: Vec<_> = found.iter().map(|(k, t)| (k.as_str(), *t)).collect();
        assert_eq!(found, expected, "{input}");
    }

    fn name(kind: &Kind) -> String {
        match kind {
            Kind::Paragraph => "p".to_owned(),
            Kind::Bullet(depth) => format!("b{depth}"),
            Kind::Within(depth) => format!("w{depth}"),
            Kind::Numbered(number, depth) => format!("n{}{}", number.value, if depth.is_some() { "i" } else { "" }),
            Kind::Heading(level) => format!("h{level}"),
            Kind::Verbatim => "v".to_owned(),
        }
    }

    #[test]
    fn wrapped_lines_are_joined() {
        check("One line\nand its rest.\n\nTwo", &[("p", "One line and its rest."), ("p", "Two")]);
        check("- One\n  and its rest;\n- two\n\nThree", &[("b0", "One and its rest;"), ("b0", "two"), ("p", "Three")]);
        check("A Sub-\nCommittee of pre-\nand post-war\ntimes", &[("p", "A Sub-Committee of pre- and post-war times")]);
        check("A hard\\\nbreak", &[("p", "A hard break")]);
    }

    #[test]
    fn bullets_nest_by_column_or_sign() {
        check("• one\n  o two\n  o three\n• four", &[("b0", "one"), ("b1", "two"), ("b1", "three"), ("b0", "four")]);
        check("• one\no two\n▪ three\n• four", &[("b0", "one"), ("b1", "two"), ("b2", "three"), ("b0", "four")]);
        check(
            "* one\n    * two\n\n      more of two\n+ three",
            &[("b0", "one"), ("b1", "two"), ("w1", "more of two"), ("b0", "three")],
        );
        check("•\nText of it\n•\n", &[("b0", "Text of it")]);
    }

    #[test]
    fn a_dash_within_a_sentence_is_no_bullet() {
        check("Verification of a\n– Small Supplier", &[("p", "Verification of a – Small Supplier")]);
        check("The SSC:\n– noted;\n– agreed.", &[("p", "The SSC:"), ("b0", "noted;"), ("b0", "agreed.")]);
    }

    #[test]
    fn titles_wrap_and_bodies_do_not() {
        check("3. A title (RED)\nThe body goes here.", &[("n3", "3. A title (RED)"), ("p", "The body goes here.")]);
        check(
            "3. A title – Small\nSupplier A (RED)\nThe body.",
            &[("n3", "3. A title – Small Supplier A (RED)"), ("p", "The body.")],
        );
        check("3. A title\n(RED)\n\nThe body.", &[("n3", "3. A title (RED)"), ("p", "The body.")]);
        check(
            "3. A title that goes\non here\nThe body goes here.",
            &[("n3", "3. A title that goes on here"), ("p", "The body goes here.")],
        );
        check(
            "1. A point that ends.\nIt goes on.\n2. Two.",
            &[("n1", "1. A point that ends. It goes on."), ("n2", "2. Two.")],
        );
        check("The SSC considered clause\n12. That was all.", &[("p", "The SSC considered clause 12. That was all.")]);
    }

    #[test]
    fn a_marking_on_a_line_of_its_own() {
        check("Some text.\n(GREEN)\nMore text.", &[("p", "Some text. (GREEN)"), ("p", "More text.")]);
        check("Some text.\n\n(GREEN)\n\nMore text.", &[("p", "Some text."), ("p", "(GREEN)"), ("p", "More text.")]);
        check("Secret text (RED)\nMore text.", &[("p", "Secret text (RED) More text.")]);
        check("- Secret (RED)\n  Its rest.", &[("b0", "Secret (RED)"), ("w0", "Its rest.")]);
    }

    #[test]
    fn a_title_parted_from_its_end() {
        check(
            "3. A title that ends and\n\ngoes on (RED)\n\nThe body.",
            &[("n3", "3. A title that ends and goes on (RED)"), ("p", "The body.")],
        );
        check(
            "3. A title\n\x0CSupplier A (RED)\n\nThe body.",
            &[("n3", "3. A title Supplier A (RED)"), ("p", "The body.")],
        );
        check("3. A title\nClassification: RED\nThe body.", &[("n3", "3. A title (RED)"), ("p", "The body.")]);
        check("It was marked as\nRED\nand closed.", &[("p", "It was marked as RED and closed.")]);
    }

    #[test]
    fn headings_in_markdown() {
        check("Title\n=====\nText\n\nOther\n---\n---", &[("h1", "Title"), ("p", "Text"), ("h2", "Other")]);
        check("##Title\nText\n# Closed #", &[("h2", "Title"), ("p", "Text"), ("h1", "Closed")]);
        check("### 3. A title of one\nparty (RED)\n\nText", &[("h3", "3. A title of one party (RED)"), ("p", "Text")]);
        check(
            "### 3. A title – Small\nSupplier A (RED)\nText",
            &[("h3", "3. A title – Small Supplier A (RED)"), ("p", "Text")],
        );
        check("### 3. A title (RED)\nand text", &[("h3", "3. A title (RED)"), ("p", "and text")]);
    }
}
