//! The line of the next meeting, which belongs to the document wherever it stands at its end.
//!
//! It reads the last line or the last two; a line that names a classification is left alone.
//!
//! **Invariant.** A line that says more than a date stays where it is.

use std::ops::Range;

use jiff::civil::Date;

use super::calendar::{self, When};
use super::front_matter::FrontMatter;
use super::furniture::Row;
use super::lines;
use super::marking;
use super::pattern::pattern;
use super::report::{GuessKind, Report};

pattern!(
    NEXT,
    r"(?i)^[*_]*(?:the\s+)?(?:date\s+of\s+(?:the\s+)?)?next\s+(?:[a-z-]+\s+)?meeting(?:\s+date)?[*_\s]*[:–—-]?[*_\s]*(.*)$"
);

/// Puts the next meeting into the front matter, and returns the rows that said it and nothing else.
pub(super) fn take(rows: &[Row], front: &mut FrontMatter, report: &mut Report) -> Range<usize> {
    let Some(last) = rows.len().checked_sub(1) else {
        return 0..0;
    };
    let text = lines::undecorated(&rows[last].text);
    let above = last.checked_sub(1).filter(|at| said(lines::undecorated(&rows[*at].text)).is_some_and(str::is_empty));
    let Some(words) = said(text).or(above.map(|_| text)).filter(|_| !marking::is_held_by(text)) else {
        return 0..0;
    };
    let (when, rest) = read(words);
    if when.date.is_none() {
        return 0..0;
    }
    (front.next_meeting, front.next_meeting_line) = (when.date, rows[last].number);
    when.guesses.iter().for_each(|guess| report.add(rows[last].number, *guess));
    let from = above.unwrap_or(last);
    if when.start.is_some() || !rest.is_empty() {
        report.add(rows[last].number, GuessKind::NextMeetingKept);
        return 0..0;
    }
    rows[from..].iter().for_each(|row| report.add(row.number, GuessKind::NextMeetingLine));
    from..last + 1
}

/// The date, where a line is wholly that of the next meeting.
pub(super) fn whole(text: &str) -> Option<Date> {
    let (when, rest) = read(said(text)?);
    when.date.filter(|_| rest.is_empty() && when.start.is_none() && when.guesses.is_empty())
}

fn said(text: &str) -> Option<&str> {
    NEXT.captures(text).and_then(|found| found.get(1)).map(|words| words.as_str())
}

fn read(words: &str) -> (When, &str) {
    let (when, rest) = calendar::read(words.trim_matches(['*', '_', ' ']));
    (when, rest.trim_matches(['*', '_', ' ', '.']))
}
