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
    let is_near = |colour: &str| match letters.is_ascii() {
        true => is_one_slip(letters.as_bytes(), colour.as_bytes()),
        false => strsim::damerau_levenshtein(letters, colour) <= 1,
    };
    (2..=6).contains(&count) && COLOURS.iter().any(|colour| count.abs_diff(colour.len()) <= 1 && is_near(colour))
}

/// Whether two words are the same, or one letter is missing, added or another, or two have changed places: asked of every short
/// word, so without the table that distances are reckoned in.
fn is_one_slip(word: &[u8], colour: &[u8]) -> bool {
    let before = word.iter().zip(colour).take_while(|(a, b)| a == b).count();
    let (word, colour) = (&word[before..], &colour[before..]);
    let behind = word.iter().rev().zip(colour.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&word[..word.len() - behind], &colour[..colour.len() - behind]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    }
}

/// The words of a text: runs of letters and digits, by character positions.
pub fn words(text: &[char]) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + text[end..].iter().position(|c| c.is_alphanumeric())?;
        end = start + text[start..].iter().take_while(|c| c.is_alphanumeric()).count();
        Some(start..end)
    })
}

/// Whether a word is a colour in capitals.
pub fn is_capital_colour(word: &[char]) -> bool {
    (3..=6).contains(&word.len()) && !word.iter().any(|c| c.is_lowercase()) && is_colour(&letters(word))
}

/// Where the colours in capitals begin.
pub fn capital_colours(text: &[char]) -> impl Iterator<Item = usize> {
    words(text).filter(|word| is_capital_colour(&text[word.clone()])).map(|word| word.start)
}

/// Whether a text is nothing but a colour, points and quotation marks aside.
pub fn is_only_colour(text: &[char]) -> bool {
    is_colour(&letters(text))
}

/// Whether a text is nothing but a colour in capitals.
pub fn is_only_capital_colour(text: &[char]) -> bool {
    let mut words = words(text);
    words.next().is_some_and(|word| is_capital_colour(&text[word])) && words.next().is_none()
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

    #[test]
    fn a_slip_is_a_distance_of_one() {
        let mut random = fastrand::Rng::with_seed(4);
        for _ in 0..200_000 {
            let word: String = (0..random.usize(2..7))
                .map(|_| char::from(*b"whiteagrnmbd0".get(random.usize(..13)).unwrap()))
                .collect();
            let near = COLOURS.iter().any(|colour| strsim::damerau_levenshtein(&word, colour) <= 1);
            assert_eq!(is_near(&word), near, "{word}");
        }
    }
}
