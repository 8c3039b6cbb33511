//! What classifies in prose, without brackets: statements, and colours where none may stand (R9, R11).
//!
//! It sees the letters of one text, not blocks: `classify` knows those.

use super::colour::{is_capital_colour, is_colour, is_near, is_ordinary, is_word, letters, words};
use super::marking::is_opening;
use crate::classification::Classification;
use std::ops::Range;

/// Colours without brackets where R11 forbids them: in capitals at an end of a text, in any case where they are all of it.
pub fn bare_colours(text: &[char], anywhere: bool) -> Vec<Range<usize>> {
    let words = words(text);
    let is_bare = |word: &&Range<usize>| is_capital_colour(&text[(*word).clone()]);
    if anywhere {
        return words.iter().filter(is_bare).cloned().collect();
    }
    if let Some(first) = words.first().filter(|_| words.iter().all(|word| is_colour_or_joiner(&text[word.clone()]))) {
        return vec![first.clone()];
    }
    let last = words.iter().rev().find(|word| !is_joiner(text, word, &words));
    let mut ends: Vec<_> = words.first().into_iter().chain(last).filter(is_bare).cloned().collect();
    ends.dedup();
    ends
}

fn is_colour_or_joiner(word: &[char]) -> bool {
    matches!(word, ['a', 'n', 'd'] | ['o', 'r']) || is_colour(&letters(word))
}

/// A closing "and" or "or" at the very end.
fn is_joiner(text: &[char], word: &Range<usize>, words: &[Range<usize>]) -> bool {
    let is_last = words.last() == Some(word) && words.len() > 1;
    is_last && matches!(text[word.clone()], ['a', 'n', 'd'] | ['o', 'r'])
}

/// A statement in prose that classifies something (R9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Where the classification's word stands, by character positions.
    pub range: Range<usize>,
    /// What it says; `None` where it is a near miss.
    pub says: Option<Classification>,
    /// It speaks of "this document" (R7).
    pub of_document: bool,
}

/// The statements of a text; `bold` tells which characters are bold.
pub fn statements(text: &[char], bold: &dyn Fn(usize) -> bool) -> Vec<Statement> {
    let words = words(text);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_marked = is_word(&text[word.clone()], "marked");
        if !is_marked && !is_verb(&text[word.clone()]) {
            continue;
        }
        if let Some(mut statement) = statement_after(text, word.end, &words[at + 1..], is_marked, bold) {
            statement.of_document = speaks_of_document(text, &words[..at]);
            found.push(statement);
        }
    }
    found
}

/// `Item 3 – Title`, `Agenda item 12a: Title`.
pub fn is_item_title(text: &[char]) -> bool {
    let words = words(text);
    let word = |at: usize| words.get(at).map_or(&[][..], |range| &text[range.clone()]);
    let at = usize::from(is_word(word(0), "agenda"));
    is_word(word(at), "item") && word(at + 1).first().is_some_and(char::is_ascii_digit)
}

/// The verbs that classify, but "marked".
fn is_verb(word: &[char]) -> bool {
    ["classified", "reclassified", "classed"].iter().any(|verb| is_word(word, verb))
}

/// Colours that classify something without brackets, and not in a statement that was read: a TLP form anywhere, a
/// colour in capitals in a sentence that speaks of marking or classification, and `Classification: Red`.
pub fn loose_colours(text: &[char]) -> Vec<Range<usize>> {
    let words = words(text);
    let mut speaks = false;
    let mut found = Vec::new();
    let mut pending: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| words[at].clone());
        if before.as_ref().is_some_and(|before| ends_sentence(&text[before.end..word.start])) {
            speaks = false;
            pending.clear();
        }
        let own = &text[word.clone()];
        let names = is_word(own, "classification");
        speaks |= names || is_word(own, "marked") || is_verb(own);
        if is_capital_colour(own) {
            pending.push(word.clone());
        }
        if is_tlp_form(text, &words[at..]) || is_named(text, before, word) {
            found.push(word.clone());
        } else if speaks {
            found.append(&mut pending);
        }
    }
    found
}

fn ends_sentence(between: &[char]) -> bool {
    between.windows(2).any(|pair| matches!(pair[0], '.' | '?' | '!') && pair[1].is_whitespace())
}

/// `TLP:RED`, `TLP RED`, `TLP-Amber`, `TLPRED`.
fn is_tlp_form(text: &[char], words: &[Range<usize>]) -> bool {
    let word = |at: usize| words.get(at).map(|range| letters(&text[range.clone()])).unwrap_or_default();
    let names = |rest: &str| is_colour(rest) || rest == "clear";
    let first = word(0);
    first.strip_prefix("tlp").is_some_and(|rest| if rest.is_empty() { names(&word(1)) } else { names(rest) })
}

/// `Classification: Red`, `marking – AMBER`.
fn is_named(text: &[char], before: Option<Range<usize>>, word: &Range<usize>) -> bool {
    let Some(before) = before else { return false };
    let name = &text[before.clone()];
    let is_name = is_word(name, "classification") || is_word(name, "marking");
    let is_labelled = text[before.end..word.start].iter().any(|c| matches!(c, ':' | '=' | '-' | '–' | '—'));
    is_name && is_labelled && is_colour(&letters(&text[word.clone()]))
}

/// A heading that is nothing but a colour, or ends in one behind a dash or colon; where the colour stands.
pub fn trailing_colour(text: &[char]) -> Option<Range<usize>> {
    let words = words(text);
    let last = words.last()?.clone();
    let before = words.len().checked_sub(2).map_or(0, |at| words[at].end);
    let is_alone = words.len() == 1;
    let is_parted = text[before..last.start].iter().any(|c| matches!(c, ':' | '–' | '—'))
        || text[before..last.start].windows(2).any(|pair| pair == ['-', ' ']);
    (is_colour(&letters(&text[last.clone()])) && (is_alone || is_parted)).then_some(last)
}

fn statement_after(
    text: &[char],
    verb_end: usize,
    next: &[Range<usize>],
    is_marked: bool,
    bold: &dyn Fn(usize) -> bool,
) -> Option<Statement> {
    let word = |at: usize| next.get(at).map(|range: &Range<usize>| letters(&text[range.clone()]));
    let has_as = word(0).as_deref() == Some("as");
    let mut at = usize::from(has_as);
    let article = has_as && matches!(word(at).as_deref(), Some("a" | "an" | "the" | "being"));
    at += usize::from(article);
    let range = colour_words(text, next.get(at..)?)?;
    let shown: String = text[range.clone()].iter().collect();
    let stressed = bold(range.start) || !shown.chars().any(char::is_lowercase);
    let plain = has_as && !article || !is_marked && !has_as;
    let between = &text[verb_end..range.start];
    let is_marking = !has_as && between.iter().any(|c| is_opening(*c));
    let parted = between.iter().any(|c| matches!(c, '.' | ';' | '?' | '!')) || is_marking;
    if parted || !(plain || stressed) {
        return None;
    }
    let says = Classification::read(&shown).filter(|says| !is_followed_by_another(text, *says, &range, next));
    let near_miss = is_near(&letters(&text[range.clone()])) && !is_ordinary(&shown);
    let tlp = shown.to_ascii_lowercase().starts_with("tlp");
    if is_marked && !has_as {
        return (says.is_some() || tlp).then_some(Statement { range, says: None, of_document: false });
    }
    (says.is_some() || tlp || near_miss || is_colour(&letters(&text[range.clone()]))).then_some(Statement {
        range,
        says,
        of_document: false,
    })
}

/// "GREEN/RED", "green or red": another classification in the same run.
fn is_followed_by_another(text: &[char], says: Classification, range: &Range<usize>, next: &[Range<usize>]) -> bool {
    let mut end = range.end;
    for word in next.iter().filter(|word| word.start >= range.end) {
        let own = letters(&text[word.clone()]);
        let between = &text[end..word.start];
        let is_joined = between.iter().all(|c| c.is_whitespace() || matches!(c, '/' | ',' | '*' | '+' | '&'));
        if !is_joined || !(own == "and" || own == "or" || own == "to" || is_colour(&own)) {
            return false;
        }
        if is_colour(&own) && Classification::read(&own).is_some_and(|other| other != says) {
            return true;
        }
        end = word.end;
    }
    false
}

/// The colour's word, or all of a TLP form.
fn colour_words(text: &[char], next: &[Range<usize>]) -> Option<Range<usize>> {
    let first = next.first()?.clone();
    if letters(&text[first.clone()]) != "tlp" {
        return Some(first);
    }
    let joined = |end: usize, word: &Range<usize>| word.start == end + 1 && matches!(text.get(end), Some(':' | '+'));
    let end = next[1..].iter().fold(first.end, |end, word| if joined(end, word) { word.end } else { end });
    Some(first.start..end)
}

fn speaks_of_document(text: &[char], before: &[Range<usize>]) -> bool {
    let mut words = before.iter().rev().map(|word| letters(&text[word.clone()]));
    let verbs = ["is", "was", "been", "has", "as", "hereby"];
    let subject = words.by_ref().find(|word| !verbs.contains(&word.as_str()));
    subject.as_deref() == Some("document") && words.next().as_deref() == Some("this")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classification::Classification::{Amber, Red};

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[track_caller]
    fn check_statement(text: &str, expected: Option<Option<Classification>>) {
        let found = statements(&chars(text), &|_| false);
        assert_eq!(found.first().map(|s| s.says), expected, "{text}");
    }

    #[test]
    fn statements_in_prose() {
        check_statement("The item was marked as RED and", Some(Some(Red)));
        check_statement("has been marked as amber.", Some(Some(Amber)));
        check_statement("are classified RED therefore", Some(Some(Red)));
        check_statement("classified as TLP:AMBER+STRICT here", Some(Some(Amber)));
        check_statement("marked as AMBR", Some(None));
        check_statement("marked as complete", None);
        check_statement("marked as read", None);
        check_statement("the wire marked red", None);
        check_statement("the item marked RED", Some(None));
        check_statement("the item was marked. (RED)", None);
        check_statement("the item that was marked (RED)", None);
        check_statement("reclassified as RED", Some(Some(Red)));
        check_statement("marked as GREEN/RED", Some(None));
        check_statement("marked as green or red", Some(None));
        check_statement("marked as GREEN and published", Some(Some(crate::classification::Classification::Green)));
    }
}
