//! The heading of a document: which of its first lines go into the front matter.
//!
//! It leaves every line that is not wholly a heading line where it is; text among heading lines that is none of
//! them is unplaced. What a line says is read in `heading_lines`.
//!
//! **Invariant.** A line is taken at most once, and a line that is taken is in the report.

use super::front_matter::FrontMatter;
use super::furniture::{Row, is_underline};
use super::heading_lines::HeadingLines;
use super::lines::{self, Class};
use super::marking;
use super::next_meeting;
use super::pattern::pattern;
use super::report::{GuessKind, Report};

pattern!(SENTENCE, r"(?i)\b(?:is|are|been|was|were)\s+(?:therefore\s+)?(?:classified|marked)\b");

const FARTHEST: usize = 60;

/// Takes the heading lines and the next meeting out of the rows.
pub(super) fn take(rows: Vec<Row>, report: &mut Report) -> (FrontMatter, Vec<Row>) {
    let mut taken = vec![false; rows.len()];
    let mut front = FrontMatter::default();
    let next = next_meeting::take(&rows, &mut front, report);
    taken[next].fill(true);
    let mut heading = Heading { lines: HeadingLines::new(front), report, taken };
    let end = heading.read(&rows);
    let Heading { lines, taken, .. } = heading;
    let front = lines.finish(report);
    (front, remaining(rows, &taken, end, report))
}

/// The rows that stay; those before the last heading line are unplaced, but for the sentence of R7.
fn remaining(rows: Vec<Row>, taken: &[bool], end: usize, report: &mut Report) -> Vec<Row> {
    let is_taken = |at: usize| taken.get(at) == Some(&true);
    let begun = end < rows.len() && end < FARTHEST;
    let until = (0..end).rfind(|at| is_taken(*at)).unwrap_or(if begun { end } else { 0 });
    let (mut left, mut gap, mut sentence) = (Vec::new(), false, false);
    for (at, mut row) in rows.into_iter().enumerate() {
        sentence = SENTENCE.is_match(&row.text) || (sentence && !row.gap);
        if is_taken(at) {
            (gap, sentence) = (true, false);
        } else if at > 0 && is_taken(at - 1) && is_underline(&row.text) {
            report.add(row.number, GuessKind::DecorationDropped);
        } else if row.repeated && at < until {
            report.add(row.number, GuessKind::RunningLineDropped);
            gap = true;
        } else {
            row.gap |= std::mem::take(&mut gap);
            row.unplaced = at < until && !sentence;
            left.push(row);
        }
    }
    left
}

struct Heading<'a> {
    lines: HeadingLines,
    report: &'a mut Report,
    taken: Vec<bool>,
}

impl Heading<'_> {
    /// Reads down to where the body begins, and returns that place.
    fn read(&mut self, rows: &[Row]) -> usize {
        let mut sentence = false;
        for (at, row) in rows.iter().enumerate().take(FARTHEST) {
            let text = lines::undecorated(&row.text);
            sentence = (sentence && !row.gap) || SENTENCE.is_match(text);
            if sentence || self.taken[at] || is_underline(&row.text) {
                sentence &= !text.ends_with('.');
                continue;
            }
            // An item is no line of the heading, whatever its title says.
            let is_item = match lines::class(&row.text) {
                Class::Numbered(number) => number.is_usual(),
                Class::Atx(level, title) => level > 1 && marking::is_held_by(title),
                _ => false,
            };
            if is_item {
                return at;
            }
            if let Some(kind) = self.lines.take(text, row.number, self.report) {
                self.taken[at] = true;
                self.report.add(row.number, kind);
            } else if self.begins_body(rows, at, text) {
                return at;
            }
        }
        rows.len()
    }

    fn begins_body(&self, rows: &[Row], at: usize, text: &str) -> bool {
        let row = &rows[at];
        let alone = row.gap && rows.get(at + 1).is_none_or(|next| next.gap);
        let opens = match lines::class(&row.text) {
            Class::Bullet(_) | Class::Pipe => true,
            Class::Atx(level, _) => level > 1,
            Class::Numbered(_) => row.gap,
            _ => lines::is_section(text),
        };
        opens || (self.lines.is_begun() && ((alone && lines::is_title(text)) || text.ends_with(['.', ':', ';'])))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{characters, furniture};
    use super::*;

    #[track_caller]
    fn check(input: &str, front: &[&str], left: &[(&str, bool)], kinds: &[(u32, GuessKind)]) {
        let mut report = Report::default();
        let read = characters::lines(input.as_bytes(), &mut report).expect("readable");
        let (rows, _) = furniture::clear(read, &mut report);
        let (found, rows) = take(rows, &mut report);
        let toml = found.toml();
        let keys: Vec<&str> = toml.lines().filter(|l| !l.starts_with("+++") && !l.starts_with("class")).collect();
        assert_eq!(keys, front, "{input}");
        assert_eq!(rows.iter().map(|r| (r.text.as_str(), r.unplaced)).collect::<Vec<_>>(), left, "{input}");
        let found = report.finish();
        assert_eq!(found.iter().map(|g| (g.line, g.kind)).collect::<Vec<_>>(), kinds, "{input}");
    }

    use GuessKind::{
        ClassificationLine, CommitteeLine, DateLine, DateMissing, DayFirst, DecorationDropped, NextMeetingEarlier,
        NextMeetingKept, NextMeetingLine, ReferenceMismatch, TitleLine, VenueLine, WeekdayMismatch,
    };

    #[test]
    fn a_usual_heading() {
        check(
            "Works Sub-Committee (WSC) 12_0302\n\n3 February 2020 09:30 – 12:00\n\nThe Hall, 1 High Street, Ely, CB7 4AA\n\nWSC_12_0302 – Meeting Headlines\n\nMatters Arising\n",
            &[
                "date = 2020-02-03",
                "number = 12",
                "reference = \"WSC_12_0302\"",
                "start = 09:30:00",
                "end = 12:00:00",
                "venue = \"The Hall, 1 High Street, Ely, CB7 4AA\"",
            ],
            &[("Matters Arising", false)],
            &[(1, CommitteeLine), (3, DateLine), (5, VenueLine), (7, TitleLine)]
                .map(|(l, k)| if l == 1 { (1, CommitteeLine) } else { (l, k) }),
        );
    }

    #[test]
    fn labelled_lines_without_blanks() {
        check(
            "Works Panel\nTitle: Decisions of the day\nMeeting number: 9\nDate: 03/02/2020\nTime: 10am to noon\nTime: 10am - 12pm\nVenue: By telephone\n1. Minutes\n",
            &[
                "date = 2020-02-03",
                "number = 9",
                "title = \"Decisions of the day\"",
                "start = 10:00:00",
                "end = 12:00:00",
                "venue = \"By telephone\"",
            ],
            &[("Time: 10am to noon", true), ("1. Minutes", false)],
            &[
                (1, CommitteeLine),
                (2, TitleLine),
                (3, CommitteeLine),
                (4, DateLine),
                (4, DayFirst),
                (6, DateLine),
                (7, VenueLine),
            ],
        );
    }

    #[test]
    fn a_markdown_heading() {
        check(
            "# WSC_12_0302 – Notes\n\n**Monday, 3rd February 2020**\n======\n\n## Matters arising\n",
            &["date = 2020-02-03", "number = 12", "reference = \"WSC_12_0302\"", "title = \"Notes\""],
            &[("## Matters arising", false)],
            &[(1, TitleLine), (3, DateLine), (4, DecorationDropped)],
        );
    }

    #[test]
    fn a_number_before_the_title() {
        check(
            "**WSC 83 – Meeting Headlines**\n\n3 February 2020\n\n## Matters arising\n",
            &["date = 2020-02-03", "number = 83"],
            &[("## Matters arising", false)],
            &[(1, TitleLine), (3, DateLine)],
        );
    }

    #[test]
    fn what_does_not_fit_is_reported() {
        check(
            "WSC 12_0402\n\nTuesday 3 February 2020\n\nStray words\n\nWSC_13_0402 – Meeting headlines\n\nMatters Arising\n\nNext meeting: 1 January 2020",
            &["date = 2020-02-03", "number = 12", "reference = \"WSC_12_0402\"", "next_meeting = 2020-01-01"],
            &[("Stray words", true), ("Matters Arising", false)],
            &[
                (1, CommitteeLine),
                (1, ReferenceMismatch),
                (3, DateLine),
                (3, WeekdayMismatch),
                (7, TitleLine),
                (7, ReferenceMismatch),
                (11, NextMeetingLine),
                (11, NextMeetingEarlier),
            ],
        );
    }

    #[test]
    fn the_next_meeting_in_its_forms() {
        let start = "3 February 2020\n\nMatters Arising\n\n";
        let key = &["date = 2020-02-03", "next_meeting = 2020-03-02"];
        let rest = ("Matters Arising", false);
        for line in [
            "Next Meeting: Monday 2 March 2020",
            "**Next WSC meeting** – 2 March 2020.",
            "**Date of next meeting: 2 March 2020**",
        ] {
            check(&format!("{start}{line}"), key, &[rest], &[(1, DateLine), (5, NextMeetingLine)]);
        }
        check(
            &format!("{start}Next Meeting\n\n2 March 2020"),
            key,
            &[rest],
            &[(1, DateLine), (5, NextMeetingLine), (7, NextMeetingLine)],
        );
        let kept = "Next meeting: 2 March 2020 at 10:00";
        check(&format!("{start}{kept}"), key, &[rest, (kept, false)], &[(1, DateLine), (5, NextMeetingKept)]);
        let closed = "Next meeting: 2 March 2020 (RED)";
        check(&format!("{start}{closed}"), &key[..1], &[rest, (closed, false)], &[(1, DateLine)]);
    }

    #[test]
    fn a_line_that_is_a_classification() {
        check(
            "Classification: GREEN\n\n3 February 2020 (RED)\n\n- one",
            &[],
            &[("3 February 2020 (RED)", false), ("- one", false)],
            &[(1, ClassificationLine), (1, DateMissing)],
        );
    }

    #[test]
    fn a_classifying_sentence_is_no_heading_line_though_it_is_broken() {
        check(
            "This document is classified as **White** in accordance with the\nInformation Panel\nof the body.\n3 February 2020\nMatters Arising",
            &["date = 2020-02-03"],
            &[
                ("This document is classified as **White** in accordance with the", false),
                ("Information Panel", false),
                ("of the body.", false),
                ("Matters Arising", false),
            ],
            &[(4, DateLine)],
        );
    }
}
