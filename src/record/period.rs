//! Periods in published prose that do not lead to the date beside them: "three months, from 26 September 2019".
//!
//! **Invariant.** Nothing is corrected, and nothing is said of a period without a date in its sentence.

use super::plain::{Plain, has_digit, lines};
use super::section::Section;
use super::sentence::sentences;
use super::text::Position;
use crate::date;
use jiff::ToSpan;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(every |each )?([0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)[ -](day|week|month|year)s?\b")
        .expect("the pattern is a constant")
});

/// Where periods stand that lead from none of `bases`, nor from a date of their sentence, to a date of it.
pub(super) fn misleading_periods(sections: &[Section], bases: &[Date]) -> Vec<Position> {
    let found = |section: &Section| {
        let dated = lines(section.blocks()).into_iter().filter(|(line, _)| has_digit(line));
        dated.flat_map(|(line, position)| in_line(&Plain::of(line), position, bases)).collect::<Vec<_>>()
    };
    sections.iter().flat_map(found).collect()
}

fn in_line(plain: &Plain, block: Position, bases: &[Date]) -> Vec<Position> {
    if !date::may_hold_date(plain.text()) || !may_hold_period(plain.text()) {
        return Vec::new();
    }
    let sentences = sentences(plain.text()).into_iter();
    let wrong = sentences.flat_map(|sentence| in_sentence(&plain.text()[sentence.clone()], sentence.start, bases));
    wrong.map(|at| plain.position(at).unwrap_or(block)).collect()
}

/// Whether a unit of time stands behind a space or a hyphen: "Thursday" has none.
fn may_hold_period(text: &str) -> bool {
    let begins = |at: usize, unit: &str| {
        text.as_bytes()[at + 1..].get(..unit.len()).is_some_and(|word| word.eq_ignore_ascii_case(unit.as_bytes()))
    };
    let mut gaps = text.match_indices([' ', '-']);
    gaps.any(|(at, _)| ["day", "week", "month", "year"].iter().any(|unit| begins(at, unit)))
}

fn in_sentence(sentence: &str, start: usize, bases: &[Date]) -> Vec<usize> {
    let dates: BTreeSet<Date> = date::dates_in(sentence).into_iter().map(|found| found.date).collect();
    if dates.is_empty() {
        return Vec::new();
    }
    let known: BTreeSet<Date> = dates.iter().chain(bases).copied().collect();
    // A sentence says the same period many times at most (R21).
    let mut judged: BTreeMap<String, bool> = BTreeMap::new();
    let periods = PERIOD.captures_iter(sentence).filter(|found| found.get(1).is_none());
    let misleads = |found: &Captures<'_>| {
        let Some(span) = period(found) else { return false };
        let written = format!("{} {}", &found[2], &found[3]).to_lowercase();
        !*judged.entry(written).or_insert_with(|| leads(span, &dates, &known))
    };
    periods.filter(misleads).map(|found| start + whole(&found).start).collect()
}

fn whole(found: &Captures<'_>) -> Range<usize> {
    found.get(0).map(|all| all.range()).unwrap_or_default()
}

fn period(found: &Captures<'_>) -> Option<jiff::Span> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = found[2].to_lowercase();
    let count = match word.as_str() {
        "eighteen" => 18,
        word => word.parse().ok().or_else(|| WORDS.iter().position(|known| *known == word).map(|at| at as i64))?,
    };
    Some(match found[3].to_lowercase().as_str() {
        "day" => count.days(),
        "week" => count.weeks(),
        "month" => count.months(),
        _ => count.years(),
    })
}

/// Whether a period leads from one of the dates to a known day, or from a known day to one of the dates.
fn leads(span: jiff::Span, dates: &BTreeSet<Date>, known: &BTreeSet<Date>) -> bool {
    let end = |from: &Date| from.checked_add(span).ok();
    known
        .iter()
        .any(|from| end(from).is_some_and(|end| dates.contains(&end) || dates.contains(from) && known.contains(&end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(sentence: &str, expected: &[usize]) {
        assert_eq!(in_sentence(sentence, 0, &[date(2019, 6, 26)]), expected, "{sentence}");
    }

    #[test]
    fn a_period_leads_to_a_date_or_is_found() {
        check("It has three months, from Thursday 26 September 2019.", &[]);
        check("It has three months, from Friday 27 September 2019.", &[7]);
        check("Six weeks after 1 July 2019 is 12 August 2019.", &[]);
        check("Six weeks after 1 July 2019 is 13 August 2019.", &[0]);
        check("Mandatory a year after 1 May 2020.", &[]);
        check("A two-year period until 26 June 2021 applies.", &[]);
        check("It meets every two weeks, next on 10 July 2019.", &[]);
        check("Three months were agreed.", &[]);
        check("Notice of 12 months before 26 June 2020.", &[]);
    }
}
