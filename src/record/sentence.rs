//! Where sentences end in plain text whose whitespace is folded, and how a sentence is made whole.
//!
//! A point ends no sentence in `v1.3`, `e.g.`, `No. 4`, `Dr. Smith`, `J. Smith`, `12 p.m. Wednesday` or before a lower-case letter.
//! Where it is in doubt the sentence goes on: a sentence too long loses no condition, one too short may.
//!
//! **Invariant.** The sentences of a text hold every word of it, in order.

use std::ops::Range;

/// The sentences of a text, without the space between them; the last may lack its end.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '?', '!']) {
        if let Some(end) = end_at(text, at).filter(|_| at >= start) {
            found.push(start..end);
            start = end + text[end..].len() - text[end..].trim_start().len();
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// Whether a sentence has its end.
pub(super) fn is_finished(sentence: &str) -> bool {
    sentence.trim_end().trim_end_matches(CLOSERS).ends_with(['.', '?', '!'])
}

/// Ends a sentence with a full stop in place of the `;` or `; and` of a list.
pub(super) fn finish(sentence: &str) -> String {
    let mut kept = sentence.trim();
    while !is_finished(kept) {
        let shorter = without_joint(kept);
        if shorter.len() == kept.len() {
            return format!("{kept}.");
        }
        kept = shorter;
    }
    kept.to_owned()
}

/// Reads a list item on from its stem: gives the sentence and where the item begins in it.
///
/// An item that is a sentence of its own keeps the stem's colon before it, and has no stem that ends in a semicolon.
pub(super) fn read_on(stem: &str, item: &str, is_own_sentence: bool) -> (String, usize) {
    let bare = stem.trim_end_matches([':', ';', ' ', '-', '–', '—']);
    let opening = match is_own_sentence {
        true if stem.ends_with(';') => "",
        true => stem,
        false => bare,
    };
    if opening.is_empty() {
        return (item.to_owned(), 0);
    }
    (format!("{opening} {item}"), opening.len() + 1)
}

fn without_joint(sentence: &str) -> &str {
    let kept = sentence.trim_end_matches([';', ',', ':', ' ', '-', '–', '—']);
    [" and", " or", " and/or"].iter().find_map(|joint| kept.strip_suffix(joint)).unwrap_or(kept)
}

const CLOSERS: [char; 7] = ['"', '\'', '’', '”', '»', ')', ']'];
const OPENERS: [char; 8] = ['"', '\'', '‘', '“', '«', '(', '[', '/'];

/// The end of the sentence whose point, question or exclamation mark stands at a byte; `None` where it ends none.
fn end_at(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at + 1..)?;
    let closed = rest.trim_start_matches(CLOSERS);
    let end = text.len() - closed.len();
    let next = closed.trim_start().trim_start_matches(OPENERS);
    if closed.is_empty() {
        return Some(end);
    }
    let goes_on = !closed.starts_with(' ')
        || next.starts_with(char::is_lowercase)
        || (text[at..].starts_with('.') && is_inside(&text[..at], rest, next));
    (!goes_on).then_some(end)
}

/// Whether the point after `before` belongs to its last word, or to an ellipsis.
fn is_inside(before: &str, rest: &str, next: &str) -> bool {
    let mut words = before.rsplit(|c: char| c.is_whitespace() || OPENERS.contains(&c));
    let word = without_hour(words.next().unwrap_or_default());
    let word_before = words.next().unwrap_or_default();
    let next_word = next.split_whitespace().next().unwrap_or_default();
    let is_number_next = next_word.contains(|c: char| c.is_ascii_digit());
    let is_name = !LABELS.contains(&word_before) && !STARTERS.contains(&next_word);
    word.is_empty()
        || word.ends_with('.')
        || opens_part(word, before)
        || NEVER_LAST.contains(&word)
        || (BEFORE_NUMBERS.contains(&word) && is_number_next)
        || (SELDOM_LAST.contains(&word) && (rest.starts_with([')', ']']) || !opens(next_word)))
        || (is_initial(word) && !rest.starts_with(CLOSERS) && is_name)
}

/// Whether a word is the number of a part: "RESOLVED: 1. Ann to write".
fn opens_part(word: &str, before: &str) -> bool {
    let lead = before[..before.len() - word.len()].trim_end();
    let is_led =
        lead.is_empty() || lead.ends_with([':', ';', ',', '.']) || lead.ends_with(" and") || lead.ends_with(" or");
    is_led && !readings(word).is_empty()
}

/// The number of a part of a list in running text, and what it may be: `2)`, `(b)`, `ii.`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Enumerator {
    /// How many bytes it has, with the space behind it.
    pub(super) length: usize,
    is_in_brackets: bool,
    sign: char,
    readings: Vec<(Count, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    Digits,
    Letters,
    Roman,
}

/// `viii`.
const LONGEST: usize = 4;

impl Enumerator {
    /// The enumerator that a text begins with.
    pub(super) fn at_start(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('(').unwrap_or(text);
        let number = &inner[..inner.bytes().take(LONGEST + 1).position(|byte| !byte.is_ascii_alphanumeric())?];
        let sign = inner[number.len()..].chars().next().filter(|sign| matches!(sign, ')' | '.'))?;
        let behind = &inner[number.len() + 1..];
        let words = behind.trim_start();
        let readings = readings(number);
        let is_one = !readings.is_empty() && !words.is_empty() && words.len() < behind.len();
        let is_in_brackets = inner.len() < text.len();
        is_one.then(|| Self { length: text.len() - words.len(), is_in_brackets, sign, readings })
    }

    /// Whether it is the next one after another.
    pub(super) fn follows(&self, before: &Self) -> bool {
        let is_next = |(count, number): &(Count, u32)| before.readings.contains(&(*count, number.saturating_sub(1)));
        (self.is_in_brackets, self.sign) == (before.is_in_brackets, before.sign) && self.readings.iter().any(is_next)
    }
}

/// Where the enumerators of a text begin, in order.
pub(super) fn enumerators(text: &str) -> Vec<(usize, Enumerator)> {
    let starts = text.char_indices().filter(|(at, _)| *at == 0 || text[..*at].ends_with(' '));
    let found = starts.filter_map(|(at, _)| Some((at, Enumerator::at_start(&text[at..])?)));
    let is_led = |at: usize| at == 0 || text[..at].trim_end().ends_with([':', ';', ',', '.']);
    found.filter(|(at, own)| own.sign == ')' || is_led(*at)).collect()
}

fn readings(number: &str) -> Vec<(Count, u32)> {
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let small = number.to_ascii_lowercase();
    let digits = number.parse().ok().filter(|_| number.len() <= 2).map(|value| (Count::Digits, value));
    let letter = small.bytes().next().filter(|byte| small.len() == 1 && byte.is_ascii_lowercase());
    let letter = letter.map(|byte| (Count::Letters, u32::from(byte - b'a') + 1));
    let roman = ROMAN.iter().position(|known| *known == small).map(|at| (Count::Roman, at as u32 + 1));
    digits.into_iter().chain(letter).chain(roman).collect()
}

/// The `pm` of `3pm`.
fn without_hour(word: &str) -> &str {
    let bare = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if bare.starts_with(char::is_lowercase) { bare } else { word }
}

/// After `p.m.` or `Sept.` a capital begins a sentence, but a weekday, a month, a time zone or a digit goes on.
fn opens(word: &str) -> bool {
    let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(char::is_uppercase) && !CALENDAR.iter().any(|name| bare == *name || bare == &name[..3])
}

/// `J`, `J.R`, `U.K`.
fn is_initial(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    })
}

const NEVER_LAST: [&str; 21] = [
    "e.g", "E.g", "eg", "i.e", "I.e", "ie", "cf", "viz", "vs", "v", "approx", "incl", "esp", "Dr", "Mr", "Mrs", "Ms",
    "Prof", "Hon", "Messrs", "St",
];

const BEFORE_NUMBERS: [&str; 34] = [
    "No", "no", "NO", "Nos", "nos", "Para", "para", "paras", "p", "pp", "Art", "art", "Fig", "fig", "Sec", "sec",
    "Sect", "sect", "Cl", "cl", "Vol", "vol", "Ver", "ver", "Ref", "ref", "Sch", "sch", "App", "Ch", "ch", "ca", "Rev",
    "rev",
];

const SELDOM_LAST: [&str; 44] = [
    "etc", "Ltd", "ltd", "LTD", "plc", "Plc", "PLC", "Inc", "Co", "Corp", "Bros", "Jr", "Sr", "al", "Dept", "dept",
    "Govt", "govt", "a.m", "p.m", "am", "pm", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct",
    "Nov", "Dec", "Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun",
];

const CALENDAR: [&str; 22] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
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
    "GMT",
    "BST",
    "UTC",
];

/// A letter after one of these is a name of a thing, not of a person: "Appendix B. Members agreed".
const LABELS: [&str; 15] = [
    "Appendix", "Annex", "Part", "Option", "Schedule", "Section", "Supplier", "Operator", "Category", "Group", "Table",
    "Class", "Plan", "Phase", "Party",
];

const STARTERS: [&str; 34] = [
    "The",
    "This",
    "That",
    "These",
    "Those",
    "It",
    "He",
    "She",
    "They",
    "We",
    "There",
    "A",
    "An",
    "In",
    "On",
    "At",
    "For",
    "Following",
    "No",
    "All",
    "Both",
    "Each",
    "Any",
    "As",
    "After",
    "Before",
    "Members",
    "SSC",
    "Further",
    "However",
    "If",
    "When",
    "Its",
    "Their",
];

#[cfg(test)]
mod tests;
