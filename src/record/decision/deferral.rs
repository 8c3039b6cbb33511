//! What a decision to defer says: that it defers, and to which day.
//!
//! **Invariant.** Of several dates none is taken without a finding, unless one alone follows "to", "until" or "till".

use crate::date::{self, DateInText};
use jiff::civil::Date;

/// The day that a decision defers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Option<Date>,
    /// The sentence could be read otherwise.
    pub(super) is_doubtful: bool,
}

/// The day in what follows the outcome: the date after "to", "until" or "till"; else the first (specification 2).
pub(super) fn day(rest: &str) -> Day {
    let dates = date::dates_in(rest);
    let mut led = dates.iter().filter(|found| matches!(word_before(rest, found), "to" | "until" | "till"));
    let (first_led, second_led) = (led.next(), led.next());
    let mut others = dates.iter().filter(|found| !matches!(word_before(rest, found), "from" | "since"));
    let found = first_led.or_else(|| others.next());
    let is_plain = if first_led.is_some() { second_led.is_none() } else { dates.len() < 2 && found.is_some() };
    Day { date: found.map(|found| found.date), is_doubtful: !is_plain && !dates.is_empty() }
}

fn word_before<'t>(text: &'t str, found: &DateInText) -> &'t str {
    let before = text[..found.range.start].trim_end();
    before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// "to defer", "to postpone", with adverbs before or between.
pub(super) fn defers(rest: &str) -> bool {
    let words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words = words.filter(|word| !is_adverb(word));
    words.next() == Some("to") && matches!(words.next(), Some("defer" | "postpone" | "deferring" | "postponing"))
}

fn is_adverb(word: &str) -> bool {
    matches!(word, "further" | "again" | "also" | "therefore" | "then" | "thus" | "instead" | "once")
        || word.ends_with("ly")
}
