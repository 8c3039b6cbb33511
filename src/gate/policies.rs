//! The words by which other policies restrict a text, where a marking may stand (R11).
//!
//! It sees the words of one text; `classify` asks whether the portion is marked Amber or Red.

use super::marking::without_closing;
use super::words::{Case, Words, has_dash};
use crate::classification::vocabulary::{Sense, is_closing, is_opening, policy_term};
use std::ops::Range;

/// Words that may stand beside a term and say nothing else: `Part 2 – Strictly confidential items`.
const FILLERS: [&str; 28] = [
    "strictly",
    "highly",
    "very",
    "commercial",
    "commercially",
    "official",
    "top",
    "private",
    "closed",
    "and",
    "or",
    "the",
    "part",
    "item",
    "items",
    "agenda",
    "session",
    "section",
    "appendix",
    "annex",
    "matter",
    "matters",
    "business",
    "material",
    "only",
    "tlp",
    "classification",
    "marking",
];

/// Where a term of another policy stands like a marking: by itself, bracketed at either end, or parted by a dash.
pub(super) fn terms(words: &Words, is_heading: bool) -> Option<Range<usize>> {
    let all = 0..words.words.len();
    if !words.words.iter().any(|word| is_stem(&word.letters)) {
        return None;
    }
    let found = only_terms(words, all.clone())
        .or_else(|| groups(words).into_iter().flatten().find_map(|group| in_group(words, group)))
        .or_else(|| behind_last_dash(words, is_heading))
        .or_else(|| before_first_dash(words))?;
    Some(words.words[found].range.clone())
}

/// A quick look: a word that every term has one of.
pub(super) fn is_stem(word: &str) -> bool {
    matches!(
        word,
        "confidential"
            | "confidence"
            | "sensitive"
            | "restricted"
            | "secret"
            | "camera"
            | "exempt"
            | "session"
            | "publication"
    )
}

fn folded(words: &Words, range: Range<usize>) -> Vec<String> {
    words.words[range].iter().map(|word| word.letters.clone()).collect()
}

/// The first term where there is nothing but terms and words that go with them.
fn only_terms(words: &Words, range: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 12;
    if range.len() > LONGEST {
        return None;
    }
    let folded = folded(words, range.clone());
    let mut first = None;
    let mut at = 0;
    while at < folded.len() {
        let term = policy_term(&folded[at..]);
        let is_number =
            folded[at].len() <= 3 && folded[at].chars().any(|c| c.is_ascii_digit()) || folded[at].len() == 1;
        if term > 0 {
            first = first.or(Some(range.start + at));
        } else if !is_number && !FILLERS.contains(&folded[at].as_str()) {
            return None;
        }
        at += term.max(1);
    }
    first
}

/// The term that a list of words begins with, those that go with it left out.
fn begins(words: &Words, range: Range<usize>) -> Option<usize> {
    let end = range.end.min(range.start + 6);
    let folded = folded(words, range.start..end);
    let start = folded
        .iter()
        .enumerate()
        .take_while(|(at, word)| policy_term(&folded[*at..]) == 0 && FILLERS.contains(&word.as_str()));
    let at = start.count();
    (policy_term(&folded[at.min(folded.len())..]) > 0).then_some(range.start + at)
}

/// A group begins with a term that is no part of a sentence, or ends with one behind a mark of its own:
/// `(Confidential – SSC only)`, `(restricted to the SSC)`, `(SSC, secret)`.
fn in_group(words: &Words, group: Range<usize>) -> Option<usize> {
    let is_parted = |at: &usize| {
        *at > group.start
            && (has_dash(words.gap(*at)) || words.gap(*at).iter().any(|c| matches!(c, ',' | ':' | ';' | '/')))
    };
    let last = group.clone().rev().find(is_parted);
    let stands = |at: &usize| {
        let behind = (*at + 1..group.end).find(|at| is_parted(at) || words.words[*at].sense == Sense::To);
        words.words[*at].case >= Case::Title || behind.is_some_and(|behind| behind <= at + 2)
    };
    only_terms(words, group.clone())
        .or_else(|| begins(words, group.clone()).filter(stands))
        .or_else(|| only_terms(words, last?..group.end))
}

/// The bracket groups that a text begins and ends with, by words.
fn groups(words: &Words) -> [Option<Range<usize>>; 2] {
    let text = words.text;
    let word_at = |at: usize| words.words.partition_point(|word| word.range.start < at);
    let is_edge = |c: &char| c.is_whitespace() || "*_.,;".contains(*c);
    let first = text.iter().position(|c| !is_edge(c)).filter(|at| is_opening(text[*at]));
    let first =
        first.and_then(|open| Some(word_at(open)..word_at(open + text[open..].iter().position(|c| is_closing(*c))?)));
    let end = text[..without_closing(text)].iter().rposition(|c| !is_edge(c));
    let last = end
        .filter(|at| is_closing(text[*at]))
        .and_then(|close| Some(word_at(text[..close].iter().rposition(|c| is_opening(*c))?)..word_at(close)));
    [first, last].map(|group| group.filter(|group| !group.is_empty()))
}

/// `Title – Confidential`; in a heading also behind a colon, and with more behind it where it has a capital.
fn behind_last_dash(words: &Words, is_heading: bool) -> Option<usize> {
    let is_parted = |at: &usize| has_dash(words.gap(*at)) || is_heading && words.gap(*at).contains(&':');
    let start = (1..words.words.len()).rev().find(is_parted)?;
    let range = start..words.words.len();
    let longer = || begins(words, range.clone()).filter(|at| is_heading && words.words[*at].case >= Case::Title);
    only_terms(words, range.clone()).or_else(longer)
}

/// `Confidential: text`, `Restricted – text`.
fn before_first_dash(words: &Words) -> Option<usize> {
    let is_parted = |at: &usize| has_dash(words.gap(*at)) || words.gap(*at).contains(&':');
    let end = (1..words.words.len().min(8)).find(is_parted)?;
    only_terms(words, 0..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, in_paragraph: bool, in_heading: bool) {
        let text: Vec<char> = text.chars().collect();
        let words = Words::of(&text);
        let found = (terms(&words, false).is_some(), terms(&words, true).is_some());
        assert_eq!(found, (in_paragraph, in_heading), "{}", text.iter().collect::<String>());
    }

    #[test]
    fn where_a_marking_may_stand() {
        check("Private session", true, true);
        check("Part 2 – Confidential", true, true);
        check("3. Title (Commercial in confidence)", true, true);
        check("Title [OFFICIAL-SENSITIVE].", true, true);
        check("Title (SSC only – secret)", true, true);
        check("Title – in camera", true, true);
        check("(Restricted) text", true, true);
        check("Confidential: text", true, true);
        check("Title – Confidential to the SSC", false, true);
        check("Title: Exempt", false, true);
        check("the paper (commercially sensitive); and", true, true);
        check("the paper (restricted to the SSC)", true, true);
    }

    #[test]
    fn elsewhere_they_are_prose() {
        check("recorded in the Confidential Minutes", false, false);
        check("the exempt parties", false, false);
        check("a secret ballot was held", false, false);
        check("held in confidence", false, false);
        check("text (exempt supplies are below).", false, false);
        check("text (in the confidential annex)", false, false);
        check("the session on publication – an update", false, false);
    }
}
