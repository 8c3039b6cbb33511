//! Page furniture: page numbers, running headers and footers, rules without words.
//!
//! It leaves out what repeats from page to page, and nothing that could be a decision, a marking of a portion or
//! an agenda item; the gaps it leaves are remembered, because a paragraph may have been broken there.
//!
//! **Invariant.** Every line of the input is either a row, blank, or in the report.

use std::collections::{BTreeMap, BTreeSet};

use super::characters::Line;
use super::marking;
use super::pattern::pattern;
use super::report::{GuessKind, Report};
use crate::classification::Classification;

/// A line with words.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) number: u32,
    /// Without its indentation.
    pub(super) text: String,
    /// Its indentation in columns.
    pub(super) indent: usize,
    /// Blank lines or a page break stand before it.
    pub(super) gap: bool,
    /// A page break stands before it.
    pub(super) page: bool,
    /// A soft hyphen stood at its end.
    pub(super) soft: bool,
    /// It is repeated on later pages.
    pub(super) repeated: bool,
    /// It stands before the lines of the heading and is none of them.
    pub(super) unplaced: bool,
}

pattern!(PAGE, r"(?i)^[-–—|\s]*page\s*\|?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*$");
pattern!(FRACTION, r"(?i)^[-–—\s]*\d{1,4}\s*(?:/|of)\s*\d{1,4}[-–—\s]*$");
pattern!(NUMBER, r"^[-–—\s]*\d{1,4}[-–—\s]*$");
pattern!(
    PAGED,
    r"(?i)[\s|–-]*\bpage\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[\s|–-]*|\s[\s|–-]*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$|^\d{1,4}[\s|–-]*\s"
);
pattern!(RULE, r"^[=\-_*~–—·•\s]{3,}$");
pattern!(FOOT, r"(?i)©|copyright|rights reserved|registered|confidential|\bltd\b|limited|www\.|https?:");
pattern!(PORTION, r"(?i)\*\*|\b(?:marked|classified) as\b|^(?:[-*•+]|\d{1,3}[a-z]?[.)])\s|^#");

/// Rows without furniture, and the strictest classification that the furniture named.
pub(super) fn clear(lines: Vec<Line>, report: &mut Report) -> (Vec<Row>, Option<(u32, Classification)>) {
    let places = places(&lines);
    let running = running(&lines, &places);
    let (mut rows, mut named) = (Vec::<Row>::new(), None);
    let (mut gap, mut page) = (true, false);
    for (line, place) in lines.into_iter().zip(places) {
        (gap, page) = (gap || line.page || line.text.is_empty(), page || line.page);
        let (verdict, repeated) = verdict(&line, &place, &running, gap);
        match verdict {
            Verdict::Blank => gap = true,
            Verdict::Drop(kind) => {
                report.add(line.number, kind);
                name(&mut named, &line, kind);
                (gap, page) =
                    (gap || kind != GuessKind::DecorationDropped, page || kind == GuessKind::PageNumberDropped);
            }
            Verdict::Keep => {
                rows.push(Row { repeated, ..row(line, gap, page) });
                (gap, page) = (false, false);
            }
        }
    }
    (rows, named)
}

/// What a running line says of the document's classification counts, although the line goes.
fn name(named: &mut Option<(u32, Classification)>, line: &Line, kind: GuessKind) {
    let colour = marking::strictest(&line.text).filter(|_| kind == GuessKind::RunningLineDropped);
    if let Some(colour) = colour.filter(|c| named.is_none_or(|(_, n)| *c > n)) {
        *named = Some((line.number, colour));
    }
}

fn row(line: Line, gap: bool, page: bool) -> Row {
    let text = line.text.trim_matches([' ', '\t']);
    let lead = line.text.split_once(text).map_or("", |(lead, _)| lead);
    let indent = lead.chars().fold(0, |at, c| if c == '\t' { at / 4 * 4 + 4 } else { at + 1 });
    Row { number: line.number, text: text.to_owned(), indent, gap, page, soft: line.soft, ..Row::default() }
}

enum Verdict {
    Blank,
    Keep,
    Drop(GuessKind),
}

/// Where a line stands on its page.
#[derive(Clone, Copy, Default)]
struct OnPage {
    page: usize,
    /// Lines with words before and after it on the page.
    above: usize,
    below: usize,
    /// The next line is blank, or there is none.
    gap_below: bool,
}

impl OnPage {
    /// Among the first lines of the document.
    fn is_head(self) -> bool {
        self.page == 0 && self.above < 3 && self.above < self.below
    }

    fn is_edge(self) -> bool {
        self.above < 3 || self.below < 3
    }
}

fn places(lines: &[Line]) -> Vec<OnPage> {
    let fed = lines.iter().any(|l| l.page);
    let (mut page, mut above) = (0, 0);
    let mut places = vec![OnPage::default(); lines.len()];
    for (place, line) in places.iter_mut().zip(lines) {
        if line.page {
            (page, above) = (page + 1, 0);
        }
        *place = OnPage { page, above, below: 0, gap_below: true };
        let numbers = PAGE.is_match(&line.text);
        above += usize::from(!line.text.is_empty() && !numbers);
        if !fed && numbers {
            (page, above) = (page + 1, 0);
        }
    }
    from_below(&mut places, lines);
    places
}

fn from_below(places: &mut [OnPage], lines: &[Line]) {
    let (mut page, mut below, mut blank) = (usize::MAX, 0, true);
    for (place, line) in places.iter_mut().zip(lines).rev() {
        if place.page != page {
            (page, below) = (place.page, 0);
        }
        (place.below, place.gap_below) = (below, blank);
        blank = line.text.is_empty();
        below += usize::from(!blank && !PAGE.is_match(&line.text));
    }
}

/// The line without its page number, as a key.
fn key(line: &Line) -> Option<String> {
    let text = line.text.trim();
    if text.len() > 200 || PORTION.is_match(text) {
        return None;
    }
    let key = PAGED.replace_all(text, " ").trim().to_owned();
    let sentence = key.ends_with(['.', ';', ':']) && !FOOT.is_match(&key);
    (key.chars().count() >= 3 && !sentence).then_some(key)
}

/// Lines at the edge of at least three pages and of half of all pages.
fn running(lines: &[Line], places: &[OnPage]) -> BTreeSet<String> {
    let last = places.last().map_or(0, |p| p.page);
    if last == 0 {
        return BTreeSet::new();
    }
    let mut pages: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (line, place) in lines.iter().zip(places).filter(|(l, p)| p.is_edge() && !l.text.is_empty()) {
        if let Some(key) = key(line) {
            pages.entry(key).or_default().insert(place.page);
        }
    }
    pages.retain(|_, on| on.len() >= 3 && on.len() * 2 >= last);
    pages.into_keys().collect()
}

fn verdict(line: &Line, place: &OnPage, running: &BTreeSet<String>, gap: bool) -> (Verdict, bool) {
    let text = line.text.trim();
    if text.is_empty() {
        return (Verdict::Blank, false);
    }
    if is_page_number(text, place, gap) {
        return (Verdict::Drop(GuessKind::PageNumberDropped), false);
    }
    let spaced = text.contains([' ', '\t']);
    if RULE.is_match(text) && text.chars().filter(|c| !c.is_whitespace()).count() > 2 && (spaced || !is_underline(text))
    {
        return (Verdict::Drop(GuessKind::DecorationDropped), false);
    }
    let repeated = place.is_edge() && !running.is_empty() && key(line).is_some_and(|k| running.contains(&k));
    match repeated && !place.is_head() {
        true => (Verdict::Drop(GuessKind::RunningLineDropped), true),
        false => (Verdict::Keep, repeated),
    }
}

fn is_page_number(text: &str, place: &OnPage, gap: bool) -> bool {
    let top = place.page > 0 && place.above == 0;
    let edge = top || place.below == 0;
    let paged = top || (place.below == 0 && place.gap_below && place.page > 0);
    PAGE.is_match(text)
        || (FRACTION.is_match(text) && (edge || (gap && place.gap_below)))
        || (NUMBER.is_match(text) && (paged || place.below == 0 && place.page == 0 && !gap_is_start(place)))
}

fn gap_is_start(place: &OnPage) -> bool {
    place.above == 0
}

/// Whether a line could underline a heading.
pub(super) fn is_underline(text: &str) -> bool {
    text.len() >= 3 && (text.bytes().all(|b| b == b'=') || text.bytes().all(|b| b == b'-'))
}

#[cfg(test)]
mod tests {
    use super::super::characters::lines;
    use super::*;

    #[track_caller]
    fn check(input: &str, kept: &[&str], dropped: &[u32]) -> Vec<Row> {
        let mut report = Report::default();
        let read = lines(input.as_bytes(), &mut report).expect("readable");
        let (rows, _) = clear(read, &mut report);
        assert_eq!(rows.iter().map(|r| r.text.as_str()).collect::<Vec<_>>(), kept);
        assert_eq!(report.finish().iter().map(|g| g.line).collect::<Vec<_>>(), dropped);
        rows
    }

    #[test]
    fn page_numbers_go() {
        let rows = check(
            "one\nPage 1 of 3\ntwo\n\n2 / 3\n\nthree\n\n- 3 -\n\x0Cfour",
            &["one", "two", "three", "four"],
            &[2, 5, 9],
        );
        assert!(rows[1].page && rows[3].page && rows[3].gap);
    }

    #[test]
    fn numbers_in_the_text_stay() {
        check("one\n\n2019\n\nthree\n\nfour", &["one", "2019", "three", "four"], &[]);
    }

    #[test]
    fn running_lines_go_but_the_first_may_be_a_title() {
        let page = |n: u32, text: &str| {
            format!("The Head 80_2606\n\n{text}\n\n© Someone 2019. All rights reserved.\nPage {n} of 3\n")
        };
        let input = [page(1, "alpha"), page(2, "beta"), page(3, "gamma")].join("\x0C");
        let rows = check(&input, &["The Head 80_2606", "alpha", "beta", "gamma"], &[5, 6, 7, 11, 12, 13, 17, 18]);
        assert!(rows[0].repeated && !rows[1].repeated);
    }

    #[test]
    fn repeated_sentences_and_marked_lines_stay() {
        let page = "Title\nThe SSC noted it.\nThe item was marked as **RED**\n- An update (RED)\n";
        let input = [page; 4].join("\x0C");
        let mut report = Report::default();
        let read = lines(input.as_bytes(), &mut report).expect("readable");
        let (rows, _) = clear(read, &mut report);
        assert_eq!(rows.iter().filter(|r| r.text.starts_with("Title")).count(), 1);
        assert_eq!(rows.len(), 13);
    }

    #[test]
    fn what_a_footer_says_of_classification_is_heard() {
        let page = |n: &str| format!("{n}\n\nSome text that is long.\n\nCommittee – AMBER\n");
        let input = [page("a"), page("b"), page("c")].join("\x0C");
        let read = lines(input.as_bytes(), &mut Report::default()).expect("readable");
        let (_, named) = clear(read, &mut Report::default());
        assert_eq!(named.map(|(_, colour)| colour), Some(Classification::Amber));
    }

    #[test]
    fn rules_go_and_underlines_stay() {
        check("one\n_____\ntwo\n---  ---\nthree\n-----", &["one", "two", "three", "-----"], &[2, 4]);
    }
}
