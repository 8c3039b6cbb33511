//! What every import must keep to, looked at before anything is given out: no word is lost, and no marking.
//!
//! It knows neither front matter nor outline: it compares the lines that came with the file that is to be written.
//!
//! **Invariant.** A word of the input is in the result at least as often as on the lines that were not named as taken or left out, and so is
//! each colour that withholds.

use super::furniture::Row;
use super::report::{Guess, GuessKind};
use crate::classification::Classification;
use crate::classification::colour::is_near;
use std::collections::{BTreeMap, BTreeSet};

/// Lines of the input that an import would lose something of, sorted; `rows` are those with words, before anything was taken.
pub(super) fn broken(rows: &[Row], result: &str, report: &[Guess]) -> Vec<u32> {
    let kinds = |line: u32| report.iter().filter(move |guess| guess.line == line).map(|guess| guess.kind);
    let is_told = |row: &&Row| kinds(row.number).any(GuessKind::takes_line);
    let kept: Vec<&Row> = rows.iter().filter(|row| !is_told(row)).collect();
    let mends = |line: u32| kinds(line).any(GuessKind::mends_words);
    let result = plain(result);
    let mut left = counted(words(&result));
    let mut lines: Vec<u32> = Vec::new();
    for row in kept.iter().filter(|row| !mends(row.number)) {
        let text = plain(&row.text);
        let own = words(&text).skip(signs(&text, kinds(row.number).any(|kind| kind == GuessKind::NumberForm)));
        let own = own.filter(|word| !is_of_marking(word));
        let lost = own.filter(|word| !take(&mut left, word)).count();
        lines.extend((lost > 0).then_some(row.number));
    }
    let mut colours = counted(words(&result).filter(|word| withholds(word)));
    for row in kept {
        let text = plain(&row.text);
        // Of several at one place one is left.
        let own: BTreeSet<&str> = words(&text).filter(|word| withholds(word)).collect();
        let merges = kinds(row.number).any(|kind| kind == GuessKind::MarkingConflict);
        let lost = own.iter().filter(|word| !take(&mut colours, &word.to_ascii_uppercase())).count();
        lines.extend((lost > 0 && !merges).then_some(row.number));
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Without what emphasis may put into the middle of a word.
fn plain(text: &str) -> String {
    text.replace(['*', '_'], "")
}

/// Letters and digits in a row; what Markdown puts between them is no part of a word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn counted<'t>(words: impl Iterator<Item = &'t str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        let word = if withholds(word) { word.to_ascii_uppercase() } else { word.to_owned() };
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

fn take(left: &mut BTreeMap<String, usize>, word: &str) -> bool {
    left.get_mut(word).filter(|count| **count > 0).map(|count| *count -= 1).is_some()
}

/// A colour that withholds, in letters that a marking has.
fn withholds(word: &str) -> bool {
    Classification::read(word).is_some_and(|own| own.audience().is_none())
        && !word.chars().skip(1).any(char::is_lowercase)
}

/// Words that a marking may be written with, and is written anew without; and what is nearly a colour.
fn is_of_marking(word: &str) -> bool {
    const WORDS: [&str; 8] =
        ["classification", "classified", "marking", "protective", "tlp", "strict", "clear", "document"];
    let small = word.to_ascii_lowercase();
    is_near(&small) || WORDS.contains(&small.as_str())
}

/// How many words a line begins with that are the sign or number of a list or item, and may be written anew: `1.`, `a)`, `o `, and,
/// where the number's form was changed, `Item 4:`, `12 a.`
fn signs(text: &str, is_changed: bool) -> usize {
    let is_number = |word: &&str| word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit());
    let is_letter = |word: &&str| word.chars().count() == 1;
    if is_changed {
        let is_name = |word: &&str| ["item", "agenda"].contains(&word.to_ascii_lowercase().as_str());
        return words(text).take_while(|word| is_number(word) || is_letter(word) || is_name(word)).count();
    }
    let first = words(text).next().filter(|word| text.trim_start().starts_with(word));
    let after = first.map(|word| &text.trim_start()[word.len()..]).unwrap_or_default();
    let is_sign = first
        .is_some_and(|word| is_number(&word) || is_letter(&word) && (after.starts_with(['.', ')']) || word == "o"));
    usize::from(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, result: &str, expected: &[u32]) {
        let row = |(at, text): (usize, &str)| Row { number: at as u32 + 1, text: text.to_owned(), ..Row::default() };
        let rows: Vec<Row> = input.lines().enumerate().map(row).collect();
        assert_eq!(broken(&rows, result, &[]), expected, "{input}");
    }

    #[test]
    fn what_is_lost_is_named_by_its_line() {
        check("1. One\nTwo three", "## 1. One\n\nTwo three\n", &[]);
        check("One\nTwo three", "## One\n\nTwo\n", &[2]);
        check("a b a", "a b\n", &[1]);
        check("Title\n(RED)\nText", "## Title\n\nText\n", &[2]);
        check("Title\nClassification: RED\nText", "## Title (RED)\n\nText\n", &[]);
        check("Text (RED)\nMore (AMBER)", "Text (RED)\n\nMore\n", &[2]);
        check("the red wire", "the red wire\n", &[]);
    }
}
