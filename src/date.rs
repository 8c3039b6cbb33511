//! Days of the calendar as English prose writes them: found in a text, and written out again.
//!
//! It knows no locale, no clock and no time of day. A date needs a day, a month and a year of four digits:
//! `2018/19`, `29147:2018`, `v1.3` and the ambiguous `26/06/2019` are none.
//!
//! **Invariant.** A [`DateInText`] is a day that exists; days that don't are told apart by [`impossible_dates_in`].
//! **Invariant.** No weekday is guessed: one that is misspelt, or not written, is none.

use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

/// A date that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateInText {
    /// The bytes that it takes up, with its weekday.
    pub range: Range<usize>,
    /// The day.
    pub date: Date,
    /// The weekday as written, right or wrong.
    pub weekday: Option<Weekday>,
}

/// What is written like a date in a text, in order: the days, and the bytes of those that no calendar has.
pub fn all_in(text: &str) -> (Vec<DateInText>, Vec<Range<usize>>) {
    let (mut days, mut impossible) = (Vec::new(), Vec::new());
    for Found { range, weekday, date } in scan(text) {
        match date {
            Some(date) => days.push(DateInText { range, date, weekday }),
            None => impossible.push(range),
        }
    }
    (days, impossible)
}

/// The dates in a text, in order: `Thursday 26 September 2019`, `26th Sept. 2019`, `2019-09-26` and their like.
pub fn dates_in(text: &str) -> Vec<DateInText> {
    all_in(text).0
}

/// The bytes of each date in a text that no calendar has, in order: `31 June 2019`.
pub fn impossible_dates_in(text: &str) -> Vec<Range<usize>> {
    all_in(text).1
}

/// The right weekday, where the one that is written with the date is wrong.
pub fn weekday_is_wrong(found: &DateInText) -> Option<Weekday> {
    let right = found.date.weekday();
    found.weekday.filter(|written| *written != right).map(|_| right)
}

/// A day, or only a month or a year, where no more is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartialDate {
    /// `2019`
    Year(i16),
    /// `2019-06`: a month, by any day of it.
    Month(i16, i8),
    /// `2019-06-26`
    Day(Date),
}

impl PartialDate {
    /// Reads `2019`, `2019-06` or `2019-06-26`; `None` for anything else, and for what no calendar has.
    pub fn new(text: &str) -> Option<Self> {
        let is_plain =
            text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
        let year = text.get(..4).filter(|_| is_plain)?.parse().ok()?;
        match text.len() {
            4 => Some(Self::Year(year)),
            7 => Date::new(year, text[5..].parse().ok()?, 1).ok().map(|first| Self::Month(year, first.month())),
            10 => text.parse().ok().map(Self::Day),
            _ => None,
        }
    }

    /// `26 June 2019`, `June 2019`, `2019`.
    pub fn short(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Month(year, month) => format!("{} {year}", month_name(month)),
            Self::Day(date) => short(date),
        }
    }
}

/// `2019-06-26`, `2019-06`, `2019`, as data has it.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}

/// `Thursday 26 September 2019`.
pub fn long(date: Date) -> String {
    format!("{} {}", weekday_name(date.weekday()), short(date))
}

/// `26 September 2019`.
pub fn short(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// `September 2019`.
pub fn month(date: Date) -> String {
    format!("{} {}", month_name(date.month()), date.year())
}

/// `2019-09-26`, as data has it.
pub fn iso(date: Date) -> String {
    date.to_string()
}

/// The weekday's English name.
pub const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month of a [`Date`] is always 1 to 12.
fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

/// What looks like a date; without a day where the calendar has none.
struct Found {
    range: Range<usize>,
    weekday: Option<Weekday>,
    date: Option<Date>,
}

/// The forms of a weekday's name, whole and cut short, as a regular expression. Those cut short need their capital in
/// prose: "the Panel sat 26 June 2019" names no Saturday.
pub const WEEKDAY: &str = "(?i-u:(?:mon|tues|wednes|thurs|fri|satur|sun)day)|Mon|MON|Tues?|TUES?|Weds?|WEDS?|Thu(?:rs?)?|THU(?:RS?)?|Fri|FRI|Sat|SAT|Sun|SUN";

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let weekday = format!(r"(?:(?P<weekday>{WEEKDAY})\b\.?,?\s+(?:the\s+)?)?");
    let month = r"(?i-u:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    let day = r"[0-9]{1,2}";
    let ordinal = r"(?i-u:st|nd|rd|th)?";
    let year = r"(?:19|20|21)[0-9]{2}";
    let gap = r"(?:\s+|[-\x{2010}\x{2011}])";
    let day_first = format!(r"(?P<day>{day}){ordinal}{gap}(?:of\s+)?(?P<month>{month})\b\.?,?{gap}(?P<year>{year})\b");
    let month_first = format!(r"(?P<month_2>{month})\b\.?\s+(?P<day_2>{day}){ordinal}\b,?\s+(?P<year_2>{year})\b");
    let iso = format!(r"(?P<iso>(?P<year_3>{year})-(?P<month_3>0[1-9]|1[0-2])-(?P<day_3>0[1-9]|[12][0-9]|3[01]))\b");
    Regex::new(&format!(r"\b{weekday}(?:{day_first}|{month_first}|{iso})"))
        .expect("the pattern of a date is a regular expression")
});

fn scan(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = if may_hold_date(text) { 0 } else { text.len() };
    while let Some(captures) = PATTERN.captures_at(text, at) {
        let whole = captures.get_match().range();
        match read(text, &captures) {
            Some(date) => {
                at = whole.end;
                found.push(date);
            }
            None => at = next_character(text, whole.start),
        }
    }
    found
}

/// Whether the year of a date may stand in a text. Most have none, and looking for one is a hundred times faster than looking for a
/// date.
pub fn may_hold_date(text: &str) -> bool {
    text.as_bytes()
        .windows(4)
        .any(|year| matches!(year[..2], [b'1', b'9'] | [b'2', b'0' | b'1']) && year[2..].iter().all(u8::is_ascii_digit))
}

fn next_character(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// `None` for what is part of something else, or a number before a month that is no day: "SSC 80 June 2019".
fn read(text: &str, captures: &Captures<'_>) -> Option<Found> {
    let range = captures.get_match().range();
    let weekday = captures.name("weekday").and_then(|found| weekday_of(found.as_str()));
    let number = |names: &[&str]| part(captures, names).and_then(|digits| digits.parse().ok());
    let day: i8 = number(&["day", "day_2", "day_3"])?;
    let month = part(captures, &["month", "month_2"]).map_or_else(|| number(&["month_3"]), month_of)?;
    let year = part(captures, &["year", "year_2", "year_3"])?.parse().ok()?;
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let is_part =
        if captures.name("iso").is_some() { is_in_a_reference(before, after) } else { is_in_a_number(before, after) };
    let is_other_number = day > 39 && weekday.is_none();
    (!is_part && !is_other_number).then(|| Found { range, weekday, date: Date::new(year, month, day).ok() })
}

fn part<'t>(captures: &Captures<'t>, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| captures.name(name)).map(|found| found.as_str())
}

/// `ssc/2019-06-26#item-3`, `2019-06-26.pdf`, `SSC-2019-06-26-01`.
fn is_in_a_reference(before: &str, after: &str) -> bool {
    let mut following = after.chars();
    let joins = following.next().is_some_and(|c| matches!(c, '-' | '/' | '_' | '.' | '#'));
    before.ends_with(['-', '/', '_', '.', '#', '=']) || (joins && following.next().is_some_and(char::is_alphanumeric))
}

/// The 3 of "v1.3 June 2019", the 2018 of "31 March 2018/19".
fn is_in_a_number(before: &str, after: &str) -> bool {
    let decimal = before.strip_suffix(['.', ':']).is_some_and(|whole| whole.ends_with(|c: char| c.is_ascii_digit()));
    let spans_years = after.strip_prefix('/').is_some_and(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits == 2 || digits == 4
    });
    decimal || spans_years
}

/// The weekday that a name begins like, by its first three letters.
pub fn weekday_of(written: &str) -> Option<Weekday> {
    let start = written.get(..3)?;
    WEEKDAYS.into_iter().find(|weekday| weekday_name(*weekday)[..3].eq_ignore_ascii_case(start))
}

/// The number of the month that a word names, whole or cut short: `Sept`, but not `Septic`.
pub fn month_of(written: &str) -> Option<i8> {
    let begins = |name: &str| name.get(..written.len()).is_some_and(|start| start.eq_ignore_ascii_case(written));
    (1..=12).find(|month| written.len() >= 3 && begins(month_name(*month)))
}

#[cfg(test)]
mod tests;
