//! Dates and times as people write them in headings.
//!
//! It reads whole dates only and invents nothing: a day without a year is no date.
//!
//! **Invariant.** What is returned exists in the calendar; a weekday that does not fit never changes a date.

use jiff::civil::{Date, Time, Weekday};
use regex::Captures;

use super::pattern::pattern;
use super::report::GuessKind;
use crate::date;

/// What a line says about when something takes place.
#[derive(Debug, Default)]
pub(super) struct When {
    pub(super) date: Option<Date>,
    pub(super) start: Option<Time>,
    pub(super) end: Option<Time>,
    pub(super) guesses: Vec<GuessKind>,
}

/// A pattern of a date, perhaps with a weekday before it, in any letter case.
macro_rules! dated {
    ($name:ident, $source:literal) => {
        pattern!($name, &format!(r"(?i)^(?:({})\.?,?\s+)?{}", date::WEEKDAY, $source));
    };
}

dated!(IN_WORDS, r"(?:the\s+)?(\d{1,2})(?:\s?(?:st|nd|rd|th))?\s+(?:of\s+)?([a-z]{3,})\.?,?\s+(\d{4})\b");
dated!(MONTH_AHEAD, r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b");
dated!(ISO, r"(\d{4})-(\d{2})-(\d{2})\b");
dated!(FIGURES, r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})\b");
pattern!(
    RANGE,
    r"(?i)^(\d{1,2})(?:[:.h]?(\d{2}))?\s?(a\.?m\b\.?|p\.?m\b\.?|noon|hrs?|h)?\s*(?:[-–—]|to|until|till)\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s?(a\.?m\b\.?|p\.?m\b\.?|noon|hrs?|h)?(?:\s|[,;|)]|$)"
);
pattern!(MOMENT, r"(?i)^(\d{1,2})(?:[:.](\d{2}))?\s?(a\.?m\b\.?|p\.?m\b\.?|noon|hrs?|h)?(?:\s|[,;|)]|$)");
pattern!(BETWEEN, r"(?i)^(?:[\s,;:|()–—-]|(?:at|from|on|held)\s)+");

/// Reads dates and times from the start of a text, and returns what is left of it.
pub(super) fn read(text: &str) -> (When, &str) {
    let (mut when, mut rest) = (When::default(), text.trim());
    loop {
        rest = BETWEEN.find(rest).map_or(rest, |m| &rest[m.end()..]);
        let next = read_date(rest, &mut when).or_else(|| read_times(rest, &mut when));
        match next {
            Some(next) => rest = next,
            None => return (when, rest.trim_matches([' ', '.', ')'])),
        }
    }
}

fn read_date<'a>(text: &'a str, when: &mut When) -> Option<&'a str> {
    if when.date.is_some() {
        return None;
    }
    let ((date, guess), found) = in_words(text).or_else(|| in_figures(text))?;
    when.date = Some(date);
    when.guesses.extend(guess);
    if weekday(&found).is_some_and(|day| day != date.weekday()) {
        when.guesses.push(GuessKind::WeekdayMismatch);
    }
    text.get(found.get(0)?.end()..)
}

type Dated<'a> = ((Date, Vec<GuessKind>), Captures<'a>);

fn in_words(text: &str) -> Option<Dated<'_>> {
    let (found, day, name) = match IN_WORDS.captures(text) {
        Some(found) => (found, 2, 3),
        None => (MONTH_AHEAD.captures(text)?, 3, 2),
    };
    // However the rest of it is spelt.
    let month = date::month_of(found[name].get(..3)?)?;
    let date = Date::new(found[4].parse().ok()?, month, found[day].parse().ok()?).ok()?;
    Some(((date, Vec::new()), found))
}

fn in_figures(text: &str) -> Option<Dated<'_>> {
    if let Some(found) = ISO.captures(text) {
        let date = Date::new(found[2].parse().ok()?, found[3].parse().ok()?, found[4].parse().ok()?).ok()?;
        return Some(((date, Vec::new()), found));
    }
    let found = FIGURES.captures(text)?;
    let (a, b): (i8, i8) = (found[2].parse().ok()?, found[3].parse().ok()?);
    let mut year: i16 = found[4].parse().ok()?;
    let (day, month, guess) = if b > 12 { (b, a, GuessKind::MonthFirst) } else { (a, b, GuessKind::DayFirst) };
    let mut guesses = vec![guess];
    if year < 100 {
        year += 2000;
        guesses.push(GuessKind::CenturyAssumed);
    }
    Some(((Date::new(year, month, day).ok()?, guesses), found))
}

fn weekday(found: &Captures) -> Option<Weekday> {
    date::weekday_of(found.get(1)?.as_str())
}

fn read_times<'a>(text: &'a str, when: &mut When) -> Option<&'a str> {
    if when.start.is_some() {
        return None;
    }
    if let Some(found) = RANGE.captures(text) {
        let surely = [2, 3, 5, 6].iter().any(|at| found.get(*at).is_some());
        if let Some((start, end)) = span(&found, when).filter(|_| surely) {
            (when.start, when.end) = (Some(start), Some(end));
            return text.get(found.get(0)?.end()..);
        }
    }
    let found = MOMENT.captures(text).filter(|f| f.get(2).or(f.get(3)).is_some())?;
    when.start = Some(clock(&found, 1, half(&found, 3))?);
    text.get(found.get(0)?.end()..)
}

fn span(found: &Captures, when: &mut When) -> Option<(Time, Time)> {
    let (first, last) = (half(found, 3), half(found, 6));
    let end = clock(found, 4, last)?;
    let start = clock(found, 1, first)?;
    let later = (first.is_none() && last == Some(Half::After)).then(|| clock(found, 1, last)).flatten();
    let start = match later {
        Some(later) if start < end && later <= end => {
            when.guesses.push(GuessKind::HalfDayAssumed);
            later
        }
        _ => start,
    };
    if end < start {
        when.guesses.push(GuessKind::EndBeforeStart);
    }
    Some((start, end))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Before,
    After,
}

fn half(found: &Captures, at: usize) -> Option<Half> {
    match found.get(at)?.as_str().to_ascii_lowercase().chars().next()? {
        'a' => Some(Half::Before),
        'p' | 'n' => Some(Half::After),
        _ => None,
    }
}

fn clock(found: &Captures, at: usize, half: Option<Half>) -> Option<Time> {
    let hour: i8 = found.get(at)?.as_str().parse().ok()?;
    let minute: i8 = found.get(at + 1).map_or(Ok(0), |m| m.as_str().parse()).ok()?;
    let hour = match half {
        Some(Half::After) if hour < 12 => hour + 12,
        Some(Half::Before) if hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[track_caller]
    fn check(text: &str, expected: Option<Date>, guesses: &[GuessKind], rest: &str) {
        let (when, left) = read(text);
        assert_eq!((when.date, when.guesses.as_slice(), left), (expected, guesses, rest), "{text}");
    }

    #[test]
    fn dates_in_all_forms() {
        let day = Some(date(2019, 6, 26));
        for text in [
            "26 June 2019",
            "Wednesday 26 June 2019",
            "Wednesday, 26th June 2019",
            "Wed 26 Jun 2019",
            "2019-06-26",
            "the 26th of June, 2019",
            "June 26, 2019",
            "on 26 June 2019.",
        ] {
            check(text, day, &[], "");
        }
        check("26/06/2019", day, &[GuessKind::DayFirst], "");
        check("26.06.19", day, &[GuessKind::DayFirst, GuessKind::CenturyAssumed], "");
        check("06/26/2019", day, &[GuessKind::MonthFirst], "");
        check("Monday 26 June 2019", day, &[GuessKind::WeekdayMismatch], "");
        check("31 June 2019", None, &[], "31 June 2019");
        check("26 June", None, &[], "26 June");
        check("26 June 2019, Room 1", day, &[], "Room 1");
    }

    #[track_caller]
    fn check_times(text: &str, start: Time, end: Option<Time>, guesses: &[GuessKind]) {
        let (when, rest) = read(text);
        assert_eq!((when.start, when.end), (Some(start), end), "{text}");
        assert_eq!((when.guesses.as_slice(), rest), (guesses, ""), "{text}");
    }

    #[test]
    fn times_in_all_forms() {
        let (ten, end) = (time(10, 0, 0, 0), Some(time(15, 45, 0, 0)));
        for text in [
            "10:00 – 15:45",
            "10.00am - 3.45pm",
            "10am to 3.45pm",
            "26 June 2019 10:00 – 15:45",
            "1000 – 1545hrs",
            "10:00-15:45, 26 June 2019",
            "(10.00 a.m. until 3.45 p.m.)",
            "10.00 – 3.45pm",
        ] {
            check_times(text, ten, end, &[]);
        }
        check_times("1.00 – 3.45pm", time(13, 0, 0, 0), end, &[GuessKind::HalfDayAssumed]);
        check_times("16:00 – 15:45", time(16, 0, 0, 0), end, &[GuessKind::EndBeforeStart]);
        check_times("10:00", ten, None, &[]);
    }

    #[test]
    fn addresses_are_no_times() {
        for text in ["8 Fenchurch Place", "10 – 12 Fenchurch Street", "99:99 – 99:99"] {
            let (when, rest) = read(text);
            assert_eq!((when.start, rest), (None, text));
        }
    }
}
