//! What in a line of text is a marking, looks like one, or states a classification (R8, R9, R11).
//!
//! It sees letters and where a marking may stand, not blocks: `classify` knows those.
//!
//! **Invariant.** A bracket group is exactly a marking, or looks like one, or is text; there is no fourth.

use crate::classification::Classification;
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a character opens a bracket group.
pub fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '（' | '［' | '｛')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '）' | '］' | '｝')
}

/// What a bracket group is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Exactly a marking: round brackets around one of R7's words, nothing else.
    Exact(Classification),
    /// It looks like a marking, by these letters.
    Like(String),
}

/// A bracket group of a text, by character positions that include the brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// From the opening bracket to behind the closing one.
    pub range: Range<usize>,
    /// What it is.
    pub reading: Reading,
}

/// Terms that are no near misses, because the site's glossary knows them (R11).
pub type KnownTerms = BTreeSet<String>;

const COLOURS: [&str; 4] = ["white", "green", "amber", "red"];

/// Ordinary English words at distance 1 from a colour: no near misses unless they are all in capitals (R11).
const ORDINARY: &[&str] = &[
    "wed", "led", "fed", "bed", "ted", "ned", "zed", "med", "ked", "ed", "re", "rd", "ref", "rev", "rep", "reg", "rec",
    "res", "ret", "rem", "rex", "rye", "rod", "rid", "rad", "read", "reed", "rend", "redo", "reds", "bred", "fred",
    "cred", "shred", "rued", "need", "seed", "heed", "used", "write", "while", "whiter", "whites", "whit", "whine",
    "waite", "wite", "greet", "greed", "greens", "gree", "preen", "ember", "umber", "ambler", "ambers", "camber",
    "reid", "ride", "rude", "rode", "ried", "sred", "ired", "tred",
];

/// Folds a letter into those that look like it: accents and compatibility forms go, look-alikes of other scripts
/// become Latin.
fn fold(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    let plain: String = c.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let upper: String = plain.chars().flat_map(char::to_uppercase).collect();
    let alike = |text: &str| unicode_security::skeleton(text).filter(|c| c.is_alphanumeric()).collect::<String>();
    let (alike, upper_alike) = (alike(&plain), alike(&upper));
    let best = if alike.is_ascii() { alike } else { upper_alike };
    // One character is one slip, though `½` and `æ` fold to more.
    folded.extend(best.chars().take(1).flat_map(char::to_lowercase));
}

/// The letters and digits of a text, folded.
fn letters(text: &[char]) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.iter().filter(|c| c.is_alphanumeric()) {
        fold(*c, &mut folded);
    }
    folded
}

/// Whether a text is this word, in any letter case.
fn is_word(text: &[char], word: &str) -> bool {
    text.len() == word.len() && text.iter().zip(word.bytes()).all(|(c, b)| c.eq_ignore_ascii_case(&char::from(b)))
}

fn is_colour(letters: &str) -> bool {
    COLOURS.contains(&letters)
}

fn is_near(letters: &str) -> bool {
    let count = letters.chars().count();
    COLOURS.iter().any(|colour| count.abs_diff(colour.len()) <= 1 && strsim::damerau_levenshtein(letters, colour) <= 1)
}

/// A word of a text: a run of letters and digits, by character positions.
fn words(text: &[char]) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.iter().enumerate() {
        if !c.is_alphanumeric() {
            continue;
        }
        match words.last_mut() {
            Some(word) if word.end == at => word.end = at + 1,
            _ => words.push(at..at + 1),
        }
    }
    words
}

/// Whether a word is a colour in capitals.
fn is_capital_colour(word: &[char]) -> bool {
    word.len() <= 6 && !word.iter().any(|c| c.is_lowercase()) && is_colour(&letters(word))
}

/// The bracket groups that are or look like a marking wherever they stand (R11, the first two kinds).
pub fn groups(text: &[char]) -> Vec<Group> {
    let mut open: Vec<usize> = Vec::new();
    let mut groups = Vec::new();
    let mut shouted: Option<Vec<usize>> = None;
    for (at, c) in text.iter().enumerate() {
        if is_opening(*c) {
            open.push(at);
        } else if is_closing(*c)
            && let Some(start) = open.pop()
        {
            let shouted = shouted.get_or_insert_with(|| capital_colours(text));
            let first = shouted.partition_point(|colour| *colour < start);
            let holds = shouted.get(first).is_some_and(|colour| *colour < at);
            if let Some(reading) = reading(&text[start..=at], holds) {
                groups.push(Group { range: start..at + 1, reading });
            }
        }
    }
    groups
}

/// Where the colours in capitals begin.
fn capital_colours(text: &[char]) -> Vec<usize> {
    let shouted = |word: &Range<usize>| is_capital_colour(&text[word.clone()]);
    words(text).into_iter().filter(shouted).map(|word| word.start).collect()
}

/// A group of nothing but colours is short; a longer one can only hold a colour in capitals.
const LONGEST: usize = 120;

/// What a whole group, brackets included, is anywhere.
fn reading(group: &[char], holds_capital_colour: bool) -> Option<Reading> {
    let inside = &group[1..group.len() - 1];
    if inside.len() > LONGEST {
        return holds_capital_colour.then(|| Reading::Like(String::new()));
    }
    if let Some(found) = exact(group) {
        return Some(Reading::Exact(found));
    }
    (holds_capital_colour || only_colours(inside)).then(|| Reading::Like(letters(inside)))
}

fn exact(group: &[char]) -> Option<Classification> {
    let text: String = group.iter().collect();
    Classification::read(text.strip_prefix('(')?.strip_suffix(')')?)
}

/// Every word is a colour, a near miss of one, a TLP form or a joiner, and one of them is a colour or TLP.
fn only_colours(inside: &[char]) -> bool {
    let words: Vec<String> = words(inside).into_iter().map(|word| letters(&inside[word])).collect();
    let is_joiner = |word: &String| word == "and" || word == "or";
    let is_tlp = |word: &String| word == "tlp" || word == "strict" || word == "clear";
    let whole = letters(inside);
    let is_more = inside.len() > "tlp".len();
    let starts_tlp = is_more && words.first().is_some_and(|word| word.starts_with("tlp"));
    let all = words.iter().all(|word| is_colour(word) || is_near(word) || is_joiner(word) || is_tlp(word));
    is_colour(&whole) || starts_tlp || (all && words.iter().any(|word| is_colour(word)))
}

/// The bracket groups of a heading before its last that have a colour among their words (R11).
pub fn earlier_colours(text: &[char]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in text.iter().enumerate() {
        if is_opening(*c) {
            open.push(at);
        } else if is_closing(*c)
            && let Some(start) = open.pop()
            && open.is_empty()
        {
            groups.push(start..at + 1);
        }
    }
    groups.pop();
    let has_colour = |group: &Range<usize>| {
        let group = &text[group.clone()];
        words(group).into_iter().any(|word| is_colour(&letters(&group[word])))
    };
    groups.into_iter().filter(has_colour).collect()
}

/// The end of a text where R8 allows a marking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// The groups that stand there, one after the other, from the first to the last.
    pub groups: Vec<Group>,
    /// Something stands there that looks like a marking but is none; where.
    pub unknown: Option<Range<usize>>,
}

/// Reads the end of a text: markings, then white space, `.`, `;`, `,` and a closing "and" or "or" (R8).
pub fn ending(text: &[char], known: &KnownTerms) -> Ending {
    let mut end = without_closing(text);
    let mut found = Ending::default();
    while let Some(start) = last_group(&text[..end]) {
        let group = start..end;
        let holds = !capital_colours(&text[group.clone()]).is_empty();
        match reading(&text[group.clone()], holds) {
            Some(reading @ Reading::Exact(_)) => found.groups.insert(0, Group { range: group, reading }),
            Some(Reading::Like(_)) => found.unknown = Some(group),
            None if is_unknown_ending(text, group.clone(), known) => found.unknown = Some(group),
            None => break,
        }
        end = trimmed(&text[..start]);
        if found.unknown.is_some() {
            return found;
        }
    }
    found.unknown = half_group(text, without_closing(text), !found.groups.is_empty());
    found
}

/// The length of a text without the white space, points and closing "and" or "or" at its end.
fn without_closing(text: &[char]) -> usize {
    let mut end = text.len();
    for joiner in [&['a', 'n', 'd'][..], &['o', 'r'][..]] {
        let bare = trimmed_marks(text, end);
        let parted = bare > joiner.len() && !text[bare - joiner.len() - 1].is_alphanumeric();
        if parted && text[..bare].ends_with(joiner) && !text[bare..end].contains(&'.') {
            end = bare - joiner.len();
            break;
        }
    }
    trimmed_marks(text, end)
}

fn trimmed_marks(text: &[char], mut end: usize) -> usize {
    while end > 0 && (matches!(text[end - 1], '.' | ';' | ',') || is_space(text[end - 1])) {
        end -= 1;
    }
    end
}

fn trimmed(text: &[char]) -> usize {
    text.len() - text.iter().rev().take_while(|c| is_space(**c)).count()
}

/// The white space of R8; a non-breaking space is text.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

/// Where the group begins that ends a text.
fn last_group(text: &[char]) -> Option<usize> {
    if !is_closing(*text.last()?) {
        return None;
    }
    let mut depth = 0;
    for (at, c) in text.iter().enumerate().rev() {
        if is_closing(*c) {
            depth += 1;
        } else if is_opening(*c) {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// R11's third kind, and near misses: only where R8 allows a marking.
fn is_unknown_ending(text: &[char], group: Range<usize>, known: &KnownTerms) -> bool {
    let inside = &text[group.start + 1..group.end - 1];
    let words = words(inside);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let at_edge = |word: &Range<usize>| is_colour(&letters(&inside[word.clone()]));
    if at_edge(first) || at_edge(last) {
        return true;
    }
    let near = is_near(&letters(inside)) && !letters(inside).chars().all(|c| c.is_ascii_digit());
    near && !is_excused(&text[..group.start], inside, known)
}

/// Initials of the words before it, a glossary term, or an ordinary word in small letters, perhaps but for its first:
/// `(bRED)` is a slip, not a word.
fn is_excused(before: &[char], inside: &[char], known: &KnownTerms) -> bool {
    let text: String = inside.iter().collect();
    let text = text.trim();
    let shouted = text.chars().count() < 2 || text.chars().skip(1).any(char::is_uppercase);
    let ordinary = !shouted && ORDINARY.contains(&text.to_lowercase().as_str());
    ordinary || known.contains(text) || spells_initials(before, inside)
}

fn spells_initials(before: &[char], inside: &[char]) -> bool {
    let initials: Vec<char> = words(before).iter().map(|word| before[word.start].to_ascii_uppercase()).collect();
    let letters: Vec<char> = inside.iter().map(char::to_ascii_uppercase).collect();
    letters.len() > 1 && letters.iter().all(|c| c.is_ascii_alphabetic()) && initials.ends_with(&letters)
}

/// What looks like a marking where a heading ends inside brackets and the next line closes them (R11, "split over
/// lines"); where the brackets open.
pub fn split_group(heading: &[char], next_line: &[char]) -> Option<usize> {
    let open = heading.iter().rposition(|c| is_opening(*c))?;
    let close = next_line.iter().position(|c| is_closing(*c))?;
    let group: Vec<char> = heading[open..].iter().chain(&['\n']).chain(&next_line[..=close]).copied().collect();
    let found = ending(&group, &KnownTerms::new());
    (found.unknown.is_some() || !found.groups.is_empty()).then_some(open)
}

/// A colour or near miss at the end with a bracket on one side only, or mismatched.
fn half_group(text: &[char], end: usize, is_marked: bool) -> Option<Range<usize>> {
    let start = text[..end].iter().rposition(|c| c.is_whitespace()).map_or(0, |at| at + 1);
    let chunk = &text[start..end];
    let brackets = chunk.iter().filter(|c| is_opening(**c) || is_closing(**c)).count();
    let balanced = last_group(chunk) == Some(0);
    let shown = letters(chunk);
    let words = words(chunk);
    let mut edges = [words.first(), words.last()].into_iter().flatten();
    let has_colour = edges.any(|word| is_colour(&letters(&chunk[word.clone()]))) || !capital_colours(chunk).is_empty();
    let like = shown.starts_with("tlp") || !is_marked && (has_colour || is_colour(&shown) || is_near(&shown));
    (brackets > 0 && !balanced && like).then_some(start..end)
}

/// Colours in capitals without brackets, at the places where R11 forbids them.
pub fn bare_colours(text: &[char], anywhere: bool) -> Vec<Range<usize>> {
    let words = words(text);
    let is_bare = |word: &&Range<usize>| is_capital_colour(&text[(*word).clone()]);
    if anywhere {
        return words.iter().filter(is_bare).cloned().collect();
    }
    let last = words.iter().rev().find(|word| !is_joiner(text, word, &words));
    let mut ends: Vec<_> = words.first().into_iter().chain(last).filter(is_bare).cloned().collect();
    ends.dedup();
    ends
}

/// A closing "and" or "or" at the very end.
fn is_joiner(text: &[char], word: &Range<usize>, words: &[Range<usize>]) -> bool {
    let is_last = words.last() == Some(word) && words.len() > 1;
    is_last && matches!(text[word.clone()], ['a', 'n', 'd'] | ['o', 'r'])
}

/// Whether a text is nothing but a colour, points and quotation marks aside.
pub fn is_only_colour(text: &[char]) -> bool {
    is_colour(&letters(text))
}

/// Whether a text is nothing but a colour in capitals.
pub fn is_only_capital_colour(text: &[char]) -> bool {
    let words = words(text);
    matches!(words.as_slice(), [word] if is_capital_colour(&text[word.clone()]))
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

fn is_ordinary(shown: &str) -> bool {
    shown.chars().any(char::is_lowercase) && ORDINARY.contains(&shown.to_lowercase().as_str())
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
    fn check_ending(text: &str, markings: &[Classification], unknown: bool) {
        let found = ending(&chars(text), &KnownTerms::new());
        let read: Vec<_> = found.groups.iter().map(|group| group.reading.clone()).collect();
        let wanted: Vec<_> = markings.iter().map(|c| Reading::Exact(*c)).collect();
        assert_eq!((read, found.unknown.is_some()), (wanted, unknown), "{text}");
    }

    #[test]
    fn endings() {
        check_ending("Title (RED)", &[Red], false);
        check_ending("text (AMBER); and", &[Amber], false);
        check_ending("text. (tlp:amber+strict).", &[Amber], false);
        check_ending("text (AOB) (RED)", &[Red], false);
        check_ending("text (AOB)", &[], false);
        check_ending("text (AMBR)", &[], true);
        check_ending("text [RED]", &[], true);
        check_ending("text ( RED)", &[], true);
        check_ending("text (red", &[], true);
        check_ending("text red)", &[], true);
        check_ending("Retail Energy Code (REC)", &[], false);
        check_ending("the code (REC)", &[], true);
        check_ending("she was (wed)", &[], false);
        check_ending("she was (WED)", &[], true);
        check_ending("(GREEN) (RED)", &[Classification::Green, Red], false);
        check_ending("brown or (brown or green)", &[], true);
        check_ending("text (R D)", &[], true);
        check_ending("text (TLPRED)", &[], true);
        check_ending("text (bRED)", &[], true);
        check_ending("(Wed)", &[], false);
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

    #[test]
    fn look_alikes_fold_to_latin() {
        for text in ["RΕD", "ŔED", "REÐ", "ＲＥＤ", "rёd"] {
            assert!(is_near(&letters(&chars(text))), "{text}: {}", letters(&chars(text)));
        }
    }
}
