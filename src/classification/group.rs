//! Bracket groups: where they stand in a text, and whether their letters are a marking or look like one (R8, R11).
//!
//! It sees letters only: where a marking may stand, and what is done about one that looks like it, others say.
//!
//! **Invariant.** What is exactly a marking in one place is exactly that marking in every other.

use super::Classification;
use super::colour::{is_colour, is_near, is_ordinary, letters, words};
use super::vocabulary::{is_closing, is_opening};
use std::ops::Range;

/// A group of nothing but colours is short; a longer one can only hold a colour in capitals.
pub const LONGEST: usize = 120;

/// How far the words before a group may stand whose initials it is.
pub const FARTHEST: usize = 400;

/// The groups of a text, the inner before the outer, and whether another encloses them.
pub fn groups(text: &[char]) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut open: Vec<usize> = Vec::new();
    text.iter().enumerate().filter_map(move |(at, c)| {
        if is_opening(*c) {
            open.push(at);
            return None;
        }
        let start = if is_closing(*c) { open.pop() } else { None };
        start.map(|start| (start..at + 1, !open.is_empty()))
    })
}

/// Where the group begins that ends a text.
pub fn last(text: &[char]) -> Option<usize> {
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

/// The marking that a group, brackets included, is exactly: round brackets around one of R7's words.
pub fn exact(group: &[char]) -> Option<Classification> {
    const LONGEST: usize = "(TLP:AMBER+STRICT)".len();
    let is_like_one = matches!(group.get(1)?.to_ascii_lowercase(), 'w' | 'g' | 'a' | 'r' | 't');
    if !is_like_one || group.len() > LONGEST {
        return None;
    }
    let text: String = group.iter().collect();
    Classification::read(text.strip_prefix('(')?.strip_suffix(')')?)
}

/// Every word is a colour, a near miss of one, a TLP form or a joiner, and one of them is a colour or TLP.
pub fn is_only_colours(inside: &[char]) -> bool {
    let is_joiner = |word: &str| word == "and" || word == "or";
    let is_tlp = |word: &str| word == "tlp" || word == "strict" || word == "clear";
    let mut words = words(inside).map(|word| letters(&inside[word])).peekable();
    let starts_tlp = inside.len() > "tlp".len() && words.peek().is_some_and(|word| word.starts_with("tlp"));
    let mut has_colour = false;
    let all = words.all(|word| {
        has_colour |= is_colour(&word);
        is_near(&word) || is_joiner(&word) || is_tlp(&word)
    });
    starts_tlp || all && has_colour || is_colour_apart(inside)
}

/// Whether all letters together are a colour: `R-E-D`.
fn is_colour_apart(inside: &[char]) -> bool {
    const LONGEST: usize = 5;
    inside.iter().filter(|c| c.is_ascii_alphanumeric()).count() <= LONGEST && is_colour(&letters(inside))
}

/// Whether a text begins or ends with a colour.
pub fn has_colour_at_edge(text: &[char]) -> bool {
    let mut words = words(text);
    let first = words.next();
    let last = words.last();
    [first, last].into_iter().flatten().any(|word| is_colour(&letters(&text[word])))
}

/// Whether what a group holds is a near miss of a colour: no ordinary word, nor the initials of the words before it.
pub fn is_near_miss(before: &[char], inside: &[char]) -> bool {
    if inside.len() > LONGEST {
        return false;
    }
    let shown = letters(inside);
    let near = is_near(&shown) && !is_colour(&shown) && !shown.chars().all(|c| c.is_ascii_digit());
    near && !is_in_small_letters(inside) && !spells_initials(before, inside)
}

/// An ordinary word in small letters, perhaps but for its first: `(bRED)` is a slip, not a word.
fn is_in_small_letters(inside: &[char]) -> bool {
    let text: String = inside.iter().collect();
    let text = text.trim();
    let shouted = text.chars().count() < 2 || text.chars().skip(1).any(char::is_uppercase);
    !shouted && is_ordinary(text)
}

/// Whether letters are the initials of the words before them, as in "Retail Energy Code (REC)".
pub fn spells_initials(before: &[char], inside: &[char]) -> bool {
    let before = &before[before.len().saturating_sub(FARTHEST)..];
    let initials: Vec<char> = words(before).map(|word| before[word.start].to_ascii_uppercase()).collect();
    let letters: Vec<char> = inside.iter().map(char::to_ascii_uppercase).collect();
    letters.len() > 1 && letters.iter().all(|c| c.is_ascii_alphabetic()) && initials.ends_with(&letters)
}
