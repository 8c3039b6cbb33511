//! What a decision to defer says: that it defers, and to which day.
//!
//! **Invariant.** Of several dates none is taken without a finding, unless one alone follows "to", "until" or "till".

use crate::date::{self, DateInText};
use crate::record::words::{is_adverb, is_any, is_auxiliary, is_mark, words};
use jiff::civil::Date;

/// The day that a decision defers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Option<Date>,
    /// The sentence could be read otherwise.
    pub(super) is_doubtful: bool,
}

/// Whether what was agreed is to defer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defers {
    /// It is; what follows the verb begins at a byte.
    Yes(usize),
    /// Something else is, and to defer beside it.
    Beside,
    /// It is not.
    No,
}

/// The day in what follows the outcome: the date after "to", "until" or "till"; else the first (specification 2).
///
/// Where a verb says that something is deferred, a date before it is not the day.
pub(super) fn day(rest: &str, verb: usize) -> Day {
    let dates = date::dates_in(rest);
    let mut led = dates.iter().filter(|found| matches!(word_before(rest, found), "to" | "until" | "till"));
    let (first_led, second_led) = (led.next(), led.next());
    let is_other =
        |found: &&DateInText| found.range.start >= verb && !matches!(word_before(rest, found), "from" | "since");
    let found = first_led.or_else(|| dates.iter().find(is_other));
    let is_plain = if first_led.is_some() { second_led.is_none() } else { dates.len() < 2 && found.is_some() };
    Day { date: found.map(|found| found.date), is_doubtful: !is_plain && !dates.is_empty() }
}

fn word_before<'t>(text: &'t str, found: &DateInText) -> &'t str {
    let before = text[..found.range.start].trim_end();
    before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// The words for it, with the particles of those that have one.
const TO_DEFER: [(&str, &str); 10] = [
    ("defer", ""),
    ("defers", ""),
    ("deferring", ""),
    ("postpone", ""),
    ("postpones", ""),
    ("postponing", ""),
    ("put", "back"),
    ("put", "off"),
    ("hold", "over"),
    ("push", "back"),
];
const DEFERRED: [(&str, &str); 6] =
    [("deferred", ""), ("postponed", ""), ("put", "back"), ("put", "off"), ("held", "over"), ("pushed", "back")];

/// Whether what follows AGREED defers: "to defer it", "that it should be deferred", ": the plan is put back".
pub(super) fn defers(rest: &str) -> Defers {
    let all = without_asides(words(rest));
    let end = |at: usize| all.get(at).map_or(rest.len(), |word| word.as_ptr() as usize - rest.as_ptr() as usize);
    let verbs: Vec<usize> = (0..all.len()).filter(|at| is_verb(&all, *at)).collect();
    let deferring = |at: &&usize| is_deferring(&all, **at) && !is_denied(&all, **at);
    match (verbs.first(), verbs.iter().find(deferring)) {
        (_, None) => Defers::No,
        (first, Some(found)) if first == Some(found) => Defers::Yes(end(*found)),
        (Some(_) | None, Some(_)) => Defers::Beside,
    }
}

/// Leaves out what a comma and one of these words open, up to the next comma: "that, as it was late, it be deferred".
fn without_asides(all: Vec<&str>) -> Vec<&str> {
    const OPENING: [&str; 12] =
        ["as", "because", "since", "given", "while", "although", "which", "who", "having", "if", "in", "with"];
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let is_opened = all[at] == "," && all.get(at + 1).is_some_and(|next| is_any(next, &OPENING));
        let closing = all[at + 1..].iter().position(|word| *word == ",").filter(|_| is_opened);
        kept.extend(closing.is_none().then_some(all[at]));
        at += closing.map_or(1, |length| length + 2);
    }
    kept
}

/// A verb of the clause: after "to", or after an auxiliary that no relative clause holds; or one that defers, as it stands.
fn is_verb(all: &[&str], at: usize) -> bool {
    let before = led_by(all, at);
    let is_base = TO_DEFER.iter().any(|word| matches(all, at, *word));
    let Some(lead) = before else { return is_base && at > 0 && !is_any(all[at], &["put"]) };
    let is_relative = lead.checked_sub(1).is_some_and(|at| is_any(all[at], &["which", "who", "whom"]))
        || (lead > 1 && is_any(all[lead - 1], &["that"]));
    let is_word = !is_mark(all[at]) && all[at].starts_with(char::is_lowercase);
    is_word && !is_relative && !is_auxiliary(all[at]) && !is_adverb(all[at]) && !is_any(all[at], &DETERMINERS)
}

const DETERMINERS: [&str; 11] = ["the", "a", "an", "this", "that", "these", "those", "its", "their", "any", "our"];

/// Where the auxiliaries before a word begin; `None` where there are none.
fn led_by(all: &[&str], at: usize) -> Option<usize> {
    let is_between = |word: &&&str| is_auxiliary(word) || is_adverb(word);
    let length = all[..at].iter().rev().take_while(is_between).count();
    let lead = at - length;
    all[lead..at].iter().any(|word| is_auxiliary(word)).then_some(lead)
}

fn is_deferring(all: &[&str], at: usize) -> bool {
    let passive = ["be", "been", "being", "is", "are", "was", "were"];
    let lead = led_by(all, at).unwrap_or(at);
    let is_passive = all[lead..at].iter().any(|word| is_any(word, &passive));
    let list: &[(&str, &str)] = if is_passive { &DEFERRED } else { &TO_DEFER };
    list.iter().any(|word| matches(all, at, *word))
}

fn is_denied(all: &[&str], at: usize) -> bool {
    let lead = led_by(all, at).unwrap_or(at);
    let is_negation = |word: &&str| is_any(word, &["not", "never", "cannot"]);
    all[lead..at].iter().any(is_negation) || lead.checked_sub(1).is_some_and(|at| is_negation(&all[at]))
}

/// Whether a verb stands at a place, with its particle: "put it back to", "put back".
fn matches(all: &[&str], at: usize, (verb, particle): (&str, &str)) -> bool {
    let is_particle = |behind: usize| all.get(behind).is_some_and(|word| is_any(word, &[particle]));
    let is_led =
        |behind: usize| all.get(behind + 1).is_none_or(|word| is_mark(word) || is_any(word, &["to", "until", "till"]));
    let has_particle = is_particle(at + 1) || (at + 2..at + 7).any(|behind| is_particle(behind) && is_led(behind));
    is_any(all[at], &[verb]) && (particle.is_empty() || has_particle)
}
