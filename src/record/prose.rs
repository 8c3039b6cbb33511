//! Faults in the dates of published prose, wherever they stand: headings, paragraphs, lists, tables, notes.
//!
//! A date is read across line ends, emphasis and links. Code is no prose, and what is struck out is no longer said.
//!
//! **Invariant.** Nothing is corrected: the wording is carried as it is.

use super::plain::{Plain, lines};
use super::text::{Block, Inline, Position};
use crate::date::{self, DateInText};
use jiff::civil::{Date, Weekday};

/// What is wrong with a date in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// A weekday that does not fit its date.
    WrongWeekday {
        /// As written.
        written: Weekday,
        /// The weekday of that date.
        right: Weekday,
        /// The date as written.
        date: Date,
    },
    /// A date that no calendar has, as written.
    ImpossibleDate(String),
}

/// The faults in the dates of some blocks, in reading order, each with where its date begins.
pub fn weekday_findings(blocks: &[Block]) -> Vec<(Position, DateFault)> {
    let faults = |(line, position)| faults_in(line, position);
    lines(blocks).into_iter().flat_map(faults).collect()
}

fn faults_in(line: &[Inline], block: Position) -> Vec<(Position, DateFault)> {
    let plain = Plain::of(line);
    let text = plain.text();
    let wrong =
        date::dates_in(text).into_iter().filter_map(|found| Some((found.range.clone(), wrong_weekday(&found)?)));
    let impossible = date::impossible_dates_in(text).into_iter().map(|range| {
        let written = text.get(range.clone()).unwrap_or_default().to_owned();
        (range, DateFault::ImpossibleDate(written))
    });
    let mut faults: Vec<_> = wrong.chain(impossible).filter(|(range, _)| !plain.is_code(range)).collect();
    faults.sort_by_key(|(range, _)| range.start);
    let place = |at| plain.position(at).unwrap_or(block);
    faults.into_iter().map(|(range, fault)| (place(range.start), fault)).collect()
}

fn wrong_weekday(found: &DateInText) -> Option<DateFault> {
    let right = date::weekday_is_wrong(found)?;
    Some(DateFault::WrongWeekday { written: found.weekday?, right, date: found.date })
}

#[cfg(test)]
mod tests;
