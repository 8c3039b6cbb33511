//! What one text says of classifications: its marking, its statements, and what only looks like one (R8, R9, R11).
//!
//! It sees the letters of one heading, paragraph, cell or code block; what they govern is `classify`'s.
//!
//! **Invariant.** Whatever looks like a marking has been accepted as one, or reported.

use super::marking::{self, Group, KnownTerms, Reading};
use super::outline::{Kind, Letters, Style};
use super::silence::is_silent;
use super::statement::{self, Statement};
use super::words::{Case, Words};
use super::{bare, policies};
use crate::classification::Classification;
use crate::classification::colour::{is_colour, is_only_capital_colour, is_only_colour, letters, words};
use crate::diagnostic::*;
use std::ops::Range;

/// What a text says; places are character positions.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Read {
    /// Nothing in it could say anything, so it was not read word by word.
    pub(super) is_silent: bool,
    /// The marking that it ends in, and where that begins.
    pub(super) mark: Option<(Classification, usize)>,
    /// Whether it ends in something that is, or looks like, a marking.
    pub(super) ends_marked: bool,
    pub(super) statements: Vec<Statement>,
    /// A term of another policy where a marking may stand.
    pub(super) other_policy: Option<usize>,
    pub(super) found: Vec<(&'static Rule, usize)>,
}

/// Reads a text of a block of this kind.
pub(super) fn read(text: Letters<'_>, kind: &Kind, known: &KnownTerms) -> Read {
    if is_silent(text) {
        return Read { is_silent: true, ..Read::default() };
    }
    read_words(text, kind, known)
}

fn read_words(text: Letters<'_>, kind: &Kind, known: &KnownTerms) -> Read {
    let words = Words::of(text.chars);
    let statements = statement::of_words(&words, &|at| text.styles[at].strong);
    let stated = statements.iter().map(|found| found.range.clone()).collect();
    let groups = marking::groups(text.chars);
    let mut reader = Reader { text, words, groups, accepted: Vec::new(), stated, read: Read::default() };
    for statement in statements.iter().filter(|found| found.says.is_none()) {
        reader.report(&STATEMENT_UNKNOWN, statement.range.start);
    }
    match kind {
        Kind::Heading(_) => reader.heading(known),
        Kind::Paragraph => reader.paragraph(known),
        Kind::Cell => reader.cell(),
        Kind::Code { .. } => reader.code(),
        _ => {}
    }
    Read { statements, ..reader.read }
}

struct Reader<'t> {
    text: Letters<'t>,
    words: Words<'t>,
    groups: Vec<Group>,
    /// The markings at the end, in order.
    accepted: Vec<Range<usize>>,
    /// Where statements name their colours, in order.
    stated: Vec<Range<usize>>,
    read: Read,
}

impl Reader<'_> {
    fn report(&mut self, rule: &'static Rule, at: usize) {
        self.read.found.push((rule, at));
    }

    fn heading(&mut self, known: &KnownTerms) {
        self.accept(known);
        self.no_marking(false);
        for range in marking::earlier_colours(self.text.chars) {
            if !is_in(&range, &self.accepted) {
                self.report(&MARKING_UNKNOWN, range.start);
            }
        }
        self.bare(bare::in_heading(&self.words));
        self.loose(false);
        self.read.other_policy = policies::terms(&self.words, true).map(|range| range.start);
    }

    fn paragraph(&mut self, known: &KnownTerms) {
        self.accept(known);
        self.no_marking(false);
        let opening = marking::opening_group(self.text.chars);
        let is_new = |range: &Range<usize>| !self.groups.iter().any(|group| group.range.start == range.start);
        if let Some(range) = opening.filter(is_new) {
            self.report(&MARKING_NAME, range.start);
        }
        self.bare(bare::in_paragraph(&self.words));
        self.loose(false);
        self.read.other_policy = policies::terms(&self.words, false).map(|range| range.start);
    }

    fn cell(&mut self) {
        self.no_marking(false);
        self.loose(false);
        if is_only_capital_colour(self.text.chars) && self.groups.is_empty() {
            self.report(&MARKING_BARE, 0);
        }
    }

    fn code(&mut self) {
        self.no_marking(true);
        let grouped = self.grouped();
        let lines = bare::in_code(&self.words).into_iter();
        self.bare(lines.filter(|range| !is_in(range, &grouped)).collect());
        self.loose(true);
    }

    /// The marking at the end of a heading or paragraph (R8).
    fn accept(&mut self, known: &KnownTerms) {
        let chars = self.text.chars;
        let ending = marking::ending(chars, known);
        let unknown = ending.unknown.map(|range| (&MARKING_UNKNOWN, range));
        let name = ending.name.map(|range| (&MARKING_NAME, range));
        let spaced = marking::before_other_space(chars).map(|range| (&MARKING_SPACE, range));
        if let Some((rule, range)) = unknown.or(name).or(spaced) {
            self.report(rule, range.start);
            self.accepted = vec![range];
            self.read.ends_marked = true;
            return;
        }
        self.accepted = ending.groups.iter().map(|group| group.range.clone()).collect();
        let Some(first) = self.accepted.first().cloned() else { return };
        for range in self.accepted.clone() {
            if !is_plain(&self.text.styles[range.clone()]) {
                self.report(&MARKING_DISGUISED, range.start);
            }
        }
        let marks: Vec<_> = ending.groups.iter().filter_map(exact).collect();
        if marks.iter().any(|mark| *mark != marks[0]) {
            self.report(&MARKING_CONFLICT, first.start);
        }
        if marking::spells_initials(&chars[..first.start], &chars[first.start + 1..first.end - 1]) {
            self.report(&MARKING_INITIALS, first.start);
        }
        self.read.ends_marked = true;
        self.read.mark = marks.into_iter().max().map(|mark| (mark, first.start));
    }

    /// Whatever looks like a marking elsewhere in a text is an error (R11); code may list colours (R13).
    fn no_marking(&mut self, is_code: bool) {
        for group in std::mem::take(&mut self.groups) {
            let is_list = is_code && is_list_of_colours(&self.text.chars[group.range.clone()]);
            if !is_in(&group.range, &self.accepted) && !is_list {
                let rule = if exact(&group).is_some() { &MARKING_MISPLACED } else { &MARKING_UNKNOWN };
                self.report(rule, group.range.start);
            }
            self.groups.push(group);
        }
    }

    fn bare(&mut self, colours: Vec<Range<usize>>) {
        for range in colours {
            if !is_in(&range, &self.accepted) && !is_in(&range, &self.stated) {
                self.report(&MARKING_BARE, range.start);
            }
        }
    }

    /// Colours in statements that are none, and colours alone in bold or emphasis.
    fn loose(&mut self, is_code: bool) {
        let grouped = self.grouped();
        for range in bare::loose(&self.words, is_code) {
            if !is_in(&range, &grouped) && !self.is_read(&range) {
                self.report(&STATEMENT_UNKNOWN, range.start);
            }
        }
        for range in spans(self.text.styles, |style| style.strong) {
            if is_only_colour(&self.text.chars[range.clone()]) && !self.is_read(&range) {
                self.report(&MARKING_BARE, range.start);
            }
        }
        for range in spans(self.text.styles, |style| style.emphasis && !style.strong) {
            let has_capital =
                Words::of(&self.text.chars[range.clone()]).words.iter().any(|word| word.case >= Case::Title);
            if has_capital && is_only_colour(&self.text.chars[range.clone()]) && !self.is_read(&range) {
                self.report(&MARKING_BARE, range.start);
            }
        }
    }

    /// The groups that are in no other, in order.
    fn grouped(&self) -> Vec<Range<usize>> {
        let mut grouped: Vec<Range<usize>> = self.groups.iter().map(|group| group.range.clone()).collect();
        outermost(&mut grouped);
        grouped
    }

    fn is_read(&self, range: &Range<usize>) -> bool {
        overlaps(range, &self.accepted) || overlaps(range, &self.stated)
    }
}

fn exact(group: &Group) -> Option<Classification> {
    if let Reading::Exact(found) = group.reading { Some(found) } else { None }
}

/// Whether one of some ranges, in order and apart from one another, holds this one.
fn is_in(range: &Range<usize>, ranges: &[Range<usize>]) -> bool {
    let behind = ranges.partition_point(|other| other.start <= range.start);
    behind > 0 && range.end <= ranges[behind - 1].end
}

fn overlaps(range: &Range<usize>, ranges: &[Range<usize>]) -> bool {
    let behind = ranges.partition_point(|other| other.start < range.end);
    behind > 0 && range.start < ranges[behind - 1].end
}

/// Puts ranges in order, without those that are in another.
fn outermost(ranges: &mut Vec<Range<usize>>) {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let is_new = range.end > end;
        end = end.max(range.end);
        is_new
    });
}

/// Letters all bold or none, brackets alike, and nothing but bold (R8).
fn is_plain(styles: &[Style]) -> bool {
    let inside = &styles[1..styles.len() - 1];
    let even = inside.iter().all(|style| style.strong == inside[0].strong);
    let brackets = styles[0].strong == styles[styles.len() - 1].strong;
    even && brackets && styles.iter().all(|style| !style.other)
}

fn spans(styles: &[Style], is_so: impl Fn(&Style) -> bool) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, _) in styles.iter().enumerate().filter(|(_, style)| is_so(style)) {
        match spans.last_mut() {
            Some(span) if span.end == at => span.end = at + 1,
            _ => spans.push(at..at + 1),
        }
    }
    spans
}

/// `["red", "green"]`, `{ RED, AMBER, GREEN }`: square or curly brackets around two or more colours and commas (R13).
fn is_list_of_colours(group: &[char]) -> bool {
    const LONGEST: usize = 400;
    let is_bracketed = matches!(group.first(), Some('[' | '{')) && matches!(group.last(), Some(']' | '}'));
    if !is_bracketed || group.len() > LONGEST {
        return false;
    }
    let found: Vec<Range<usize>> = words(group).collect();
    let parted = found.windows(2).all(|pair| group[pair[0].end..pair[1].start].contains(&','));
    found.len() > 1 && parted && found.iter().all(|word| is_colour(&letters(&group[word.clone()])))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECES: [&str; 44] = [
        "red",
        "RED",
        "Amber",
        "GREEN",
        "white",
        "AMBR",
        "wed",
        "re",
        "ed",
        "tlp",
        "TLP:RED",
        "T",
        "L",
        "P",
        "R",
        "E",
        "D",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "-",
        ".",
        ";",
        ",",
        " and",
        "\n",
        " ",
        ": ",
        " – ",
        "marked as",
        "classified",
        "item",
        "the",
        "secret",
        "Confidential",
        "in camera",
        "é",
        "Ŕ",
        "approved",
        "1",
        "（",
    ];

    /// A text of up to six pieces in random styles.
    fn random(random: &mut fastrand::Rng) -> (Vec<char>, Vec<Style>) {
        let mut letters = (Vec::new(), Vec::new());
        for _ in 0..random.usize(1..7) {
            let space = random.bool().then_some(' ');
            letters.0.extend(PIECES[random.usize(..PIECES.len())].chars().chain(space));
            let (strong, emphasis) = (random.u8(..4) == 0, random.u8(..4) == 0);
            letters.1.resize(letters.0.len(), Style { strong, other: emphasis, emphasis });
        }
        letters
    }

    #[test]
    fn a_silent_text_says_nothing() {
        let mut rng = fastrand::Rng::with_seed(17);
        let mut silent = 0;
        for _ in 0..100_000 {
            let (chars, styles) = random(&mut rng);
            let text = Letters { chars: &chars, styles: &styles, places: &[] };
            if !is_silent(text) {
                continue;
            }
            silent += 1;
            for kind in [Kind::Heading(1), Kind::Paragraph, Kind::Cell, Kind::Code { fenced: true, closed: true }] {
                let read = read_words(text, &kind, &KnownTerms::default());
                assert_eq!(read, Read::default(), "{:?} as {kind:?}", chars.iter().collect::<String>());
            }
        }
        assert!(silent > 2_000, "{silent}");
    }

    #[test]
    fn ordinary_prose_is_silent() {
        for text in [
            "The Committee APPROVED the budget of 2026 (see the paper, SECCP_12_03).",
            "It had three months, from 26 September 2019, to be done.",
        ] {
            let chars: Vec<char> = text.chars().collect();
            let styles = vec![Style::default(); chars.len()];
            assert!(is_silent(Letters { chars: &chars, styles: &styles, places: &[] }), "{text}");
        }
    }
}
