//! The words of a text, and which of them are colours or nearly so, in any alphabet (R11).
//!
//! It sees single words, not where they stand nor what they mean there: the gate's `marking` and `statement` do.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const COLOURS: [&str; 4] = ["white", "green", "amber", "red"];

/// Ordinary English words at distance 1 from a colour: no near misses unless they are all in capitals (R11).
const ORDINARY: &[&str] = &[
    "wed", "led", "fed", "bed", "ted", "ned", "zed", "med", "ked", "ed", "re", "rd", "ref", "rev", "rep", "reg", "rec",
    "res", "ret", "rem", "rex", "rye", "rod", "rid", "rad", "read", "reed", "rend", "redo", "reds", "bred", "fred",
    "cred", "shred", "rued", "need", "seed", "heed", "used", "write", "while", "whiter", "whites", "whit", "whine",
    "waite", "wite", "greet", "greed", "greek", "greens", "gree", "preen", "ember", "umber", "ambler", "ambers",
    "camber", "reid", "ride", "rude", "rode", "ried", "sred", "ired", "tred",
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
pub fn letters(text: &[char]) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.iter().filter(|c| c.is_alphanumeric()) {
        fold(*c, &mut folded);
    }
    folded
}

/// Whether a text is this word, in any letter case.
pub fn is_word(text: &[char], word: &str) -> bool {
    text.len() == word.len() && text.iter().zip(word.bytes()).all(|(c, b)| c.eq_ignore_ascii_case(&char::from(b)))
}

/// Whether folded letters are one of the four words.
pub fn is_colour(letters: &str) -> bool {
    COLOURS.contains(&letters)
}

/// Whether folded letters are one of the four words or at distance 1 from one.
pub fn is_near(letters: &str) -> bool {
    let count = letters.chars().count();
    (2..=6).contains(&count)
        && COLOURS
            .iter()
            .any(|colour| count.abs_diff(colour.len()) <= 1 && strsim::damerau_levenshtein(letters, colour) <= 1)
}

/// A word of a text: a run of letters and digits, by character positions.
pub fn words(text: &[char]) -> Vec<Range<usize>> {
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
pub fn is_capital_colour(word: &[char]) -> bool {
    word.len() <= 6 && !word.iter().any(|c| c.is_lowercase()) && is_colour(&letters(word))
}

/// Where the colours in capitals begin.
pub fn capital_colours(text: &[char]) -> Vec<usize> {
    let shouted = |word: &Range<usize>| is_capital_colour(&text[word.clone()]);
    words(text).into_iter().filter(shouted).map(|word| word.start).collect()
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

/// Whether a text is an ordinary word that is nearly a colour, and not all in capitals.
pub fn is_ordinary(shown: &str) -> bool {
    shown.chars().any(char::is_lowercase) && ORDINARY.contains(&shown.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn look_alikes_fold_to_latin() {
        for text in ["RΕD", "ŔED", "REÐ", "ＲＥＤ", "rёd"] {
            assert!(is_near(&letters(&chars(text))), "{text}: {}", letters(&chars(text)));
        }
    }
}
