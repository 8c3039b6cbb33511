//! Faults in the dates of published prose, wherever they stand: headings, paragraphs, lists, tables, notes, front matter.
//!
//! A date is read across line ends, emphasis and links. Code is no prose, and what is struck out is no longer said.
//!
//! **Invariant.** Nothing is corrected: the wording is carried as it is.

use super::plain::{Plain, has_digit, lines};
use super::text::{Block, Inline, Position};
use crate::date::{self, DateInText};
use crate::fields::{Place, Placed, Table, Value};
use jiff::civil::{Date, Weekday};
use std::ops::Range;

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

/// The faults in the dates of front matter, each with where its value begins.
pub(super) fn front_findings(table: &Table) -> Vec<(Place, DateFault)> {
    table.entries.iter().flat_map(|(_, _, value)| in_value(value)).collect()
}

fn in_value(value: &Placed) -> Vec<(Place, DateFault)> {
    match &value.value {
        Value::Text(text) => in_text(text).into_iter().map(|(_, fault)| (value.place, fault)).collect(),
        Value::List(list) => list.iter().flat_map(in_value).collect(),
        Value::Table(table) => front_findings(table),
        Value::Number(_) | Value::Flag(_) | Value::Date(_) | Value::Time(_) | Value::Other => Vec::new(),
    }
}

/// The faults in a text, each with its bytes.
fn in_text(text: &str) -> Vec<(Range<usize>, DateFault)> {
    let (days, impossible) = date::all_in(text);
    let wrong = days.into_iter().filter_map(|found| Some((found.range.clone(), wrong_weekday(&found)?)));
    let impossible = impossible.into_iter().map(|range| {
        let written = text.get(range.clone()).unwrap_or_default().to_owned();
        (range, DateFault::ImpossibleDate(written))
    });
    let mut faults: Vec<_> = wrong.chain(impossible).collect();
    faults.sort_by_key(|(range, _)| range.start);
    faults
}

fn faults_in(line: &[Inline], block: Position) -> Vec<(Position, DateFault)> {
    if !has_digit(line) {
        return Vec::new();
    }
    let plain = Plain::of(line);
    let faults = in_text(plain.text()).into_iter().filter(|(range, _)| !plain.is_code(range));
    faults.map(|(range, fault)| (plain.position(range.start).unwrap_or(block), fault)).collect()
}

fn wrong_weekday(found: &DateInText) -> Option<DateFault> {
    let right = date::weekday_is_wrong(found)?;
    Some(DateFault::WrongWeekday { written: found.weekday?, right, date: found.date })
}

#[cfg(test)]
mod tests;
