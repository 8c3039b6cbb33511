//! Colours that classify without brackets and without a statement, where none may stand (R9, R11).
//!
//! It sees the words of one text, not blocks: `classify` knows those.

use super::marking::without_closing;
use super::words::{Case, Word, Words, has_dash};
use crate::classification::vocabulary::{Sense, is_closing, is_opening};
use std::ops::Range;

/// Colours at the edges of a heading: any in capitals, and in any case what it ends in behind a dash or colon.
pub(super) fn in_heading(words: &Words) -> Vec<Range<usize>> {
    let mut found: Vec<_> =
        words.words.iter().filter(|word| word.is_shouted()).map(|word| word.range.clone()).collect();
    let number = words.words.first().is_some_and(|word| word.letters.starts_with(|c: char| c.is_ascii_digit()));
    found.extend(leading(words, usize::from(number)));
    found.extend(trailing(words, true));
    let only = words.words.first().filter(|word| words.words.len() == 1 && word.is_colour());
    found.extend(only.map(|word| word.range.clone()));
    found
}

/// Colours at the edges of a paragraph: all that it is; in capitals; with a capital, behind a dash or before a colon.
pub(super) fn in_paragraph(words: &Words) -> Vec<Range<usize>> {
    let Some(first) = words.words.first() else { return Vec::new() };
    if first.says() && words.words.iter().all(|word| word.says() || is_joiner(word)) {
        return vec![first.range.clone()];
    }
    let end = last_word(words, words.words.len());
    let ends = [Some(first), end.map(|at| &words.words[at])].into_iter().flatten();
    let shouted = ends.filter(|word| word.is_shouted()).map(|word| word.range.clone());
    shouted.chain(leading(words, 0)).chain(trailing(words, false)).collect()
}

/// The lines of a code block that are a colour in capitals (R13).
pub(super) fn in_code(words: &Words) -> Vec<Range<usize>> {
    let begins = |at: usize| at == 0 || words.gap(at).contains(&'\n');
    let is_alone = |at: usize| begins(at) && (at + 1 == words.words.len() || begins(at + 1));
    let lines = (0..words.words.len()).filter(|at| words.words[*at].is_shouted() && is_alone(*at));
    lines.map(|at| words.words[at].range.clone()).collect()
}

/// The same of words that have been read; code has a sentence a line.
pub(super) fn loose(words: &Words, is_code: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut pending: Vec<Range<usize>> = Vec::new();
    let mut speaks = false;
    for (at, word) in words.words.iter().enumerate() {
        if word.opens_sentence || is_code && words.gap(at).contains(&'\n') {
            speaks = false;
            pending.clear();
        }
        speaks |= word.sense.is_verb() || word.sense.is_noun();
        let is_of_thing =
            words.words.get(at + 1).is_some_and(|next| next.sense == Sense::Thing) && words.is_next(at + 1);
        if word.says() && !word.is_colour() || word.is_shouted() && is_of_thing && !is_code {
            found.push(word.range.clone());
        } else if word.is_shouted() {
            pending.push(word.range.clone());
        }
        if speaks {
            found.append(&mut pending);
        }
    }
    found
}

fn is_joiner(word: &Word) -> bool {
    word.sense == Sense::Joiner
}

/// The last of so many words, without a closing "and" or "or".
fn last_word(words: &Words, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    if last > 0 && is_joiner(&words.words[last]) { Some(last - 1) } else { Some(last) }
}

/// A colour with a capital that a text begins with, before a dash or colon: `Red: text`, `Red – SSC only`.
fn leading(words: &Words, first: usize) -> Option<Range<usize>> {
    let word = words.words.get(first).filter(|word| word.is_colour() && word.case >= Case::Title)?;
    let is_run = |at: &usize| words.words[*at].says() || is_joiner(&words.words[*at]);
    let end = (first..words.words.len()).take_while(is_run).last()? + 1;
    let behind = words.gap(end);
    (behind.contains(&':') || has_dash(behind)).then(|| word.range.clone())
}

/// A colour that a text ends in behind a dash, a bracket group at the very end left out: `Title – Red (SSC only)`.
fn trailing(words: &Words, is_heading: bool) -> Option<Range<usize>> {
    let all = words.words.len();
    [Some(all), before_last_group(words)].into_iter().flatten().find_map(|count| {
        let end = last_word(words, count)?;
        let is_run = |at: &usize| words.words[*at].is_colour() || is_joiner(&words.words[*at]) && *at < end;
        let start = (0..=end).rev().take_while(is_run).last()?;
        let word = &words.words[start];
        let gap = words.gap(start);
        let is_parted = has_dash(gap) || is_heading && gap.contains(&':');
        let has_capital = is_heading || words.words[end].case >= Case::Title;
        (is_parted && has_capital && word.is_colour() && start > 0).then(|| word.range.clone())
    })
}

/// How many words stand before the bracket group that ends a text.
fn before_last_group(words: &Words) -> Option<usize> {
    let closed = words.text[..without_closing(words.text)].iter().rposition(|c| !c.is_whitespace() && *c != '*')?;
    let open = words.text[..closed].iter().rposition(|c| is_opening(*c)).filter(|_| is_closing(words.text[closed]))?;
    Some(words.words.partition_point(|word| word.range.start < open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, in_paragraph_too: bool, in_heading_too: bool) {
        let text: Vec<char> = text.chars().collect();
        let words = Words::of(&text);
        let found = (!in_paragraph(&words).is_empty(), !in_heading(&words).is_empty());
        assert_eq!(found, (in_paragraph_too, in_heading_too), "{}", text.iter().collect::<String>());
    }

    #[test]
    fn edges() {
        check("Title – Red", true, true);
        check("Title - Red.", true, true);
        check("Title – Red (SSC only)", true, true);
        check("Red: text", true, true);
        check("Red – SSC only", true, true);
        check("Title: amber", false, true);
        check("the RED wire", false, true);
        check("text RED", true, true);
        check("Red wires", false, false);
        check("Title-Red", false, false);
        check("Redcar – the town", false, false);
    }
}
