//! Words and phrases that are looked for in whatever way they are written.
//!
//! Letter case, accents, look-alikes of other alphabets, apostrophes, the plural and the possessive make no difference;
//! between two words of a phrase any white space, hyphens and points may stand.
//!
//! **Invariant.** The words of the list and of the texts are folded by one function.

use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// A list of words and phrases.
#[derive(Clone, Debug, Default)]
pub struct NeverList {
    /// By each form of a phrase's first word, the words that follow it.
    phrases: BTreeMap<String, Vec<Vec<String>>>,
}

impl NeverList {
    /// Reads a list: a word or phrase a line; empty lines and lines with `#` are left out.
    pub fn read(text: &str) -> Self {
        let mut list = Self::default();
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        for line in lines {
            let mut words = Vec::new();
            each_word(line, |_, word| {
                words.push(word.to_owned());
                true
            });
            let mut words = words.into_iter();
            if let Some(first) = words.next() {
                let rest: Vec<String> = words.collect();
                for form in forms(&first) {
                    list.phrases.entry(form).or_default().push(rest.clone());
                }
            }
        }
        list
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// Whether one of the phrases stands in a text.
    pub fn stands_in(&self, text: &str) -> bool {
        let mut is_found = false;
        self.search(text, |_| {
            is_found = true;
            false
        });
        is_found
    }

    /// Where the phrases stand in a text, in bytes.
    pub fn places(&self, text: &str) -> Vec<usize> {
        let mut places = Vec::new();
        self.search(text, |at| {
            places.push(at);
            true
        });
        places
    }

    /// Tells where each phrase begins, until `found` has heard enough.
    fn search<'s>(&'s self, text: &str, mut found: impl FnMut(usize) -> bool) {
        let mut begun: Vec<(usize, &'s [String])> = Vec::new();
        each_word(text, |at, word| {
            begun.retain_mut(|(_, rest)| match rest.split_first() {
                Some((next, after)) if is_form(word, next) => {
                    *rest = after;
                    true
                }
                _ => false,
            });
            if let Some(phrases) = self.phrases.get(word) {
                begun.extend(phrases.iter().map(|rest| (at, rest.as_slice())));
            }
            let mut goes_on = true;
            begun.retain(|(start, rest)| {
                goes_on &= !rest.is_empty() || found(*start);
                !rest.is_empty()
            });
            goes_on
        });
    }
}

/// A word as listed, its plurals and its possessive, folded.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.len() > 1 {
        forms.extend(["s", "es"].map(|ending| format!("{word}{ending}")));
        forms.extend(word.strip_suffix('y').map(|stem| format!("{stem}ies")));
    }
    forms
}

fn is_form(found: &str, word: &str) -> bool {
    found == word || found.len() > word.len() && forms(word).iter().any(|form| form == found)
}

/// Gives each word of a text, folded, with where it begins, until `take` has enough.
fn each_word(text: &str, mut take: impl FnMut(usize, &str) -> bool) {
    let mut word = String::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let before = word.len();
        let goes_on = c.is_ascii_alphanumeric() || is_joined(c) || !c.is_ascii() && fold(c, &mut word);
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        if before == 0 && !word.is_empty() {
            start = at;
        }
        if !goes_on && !word.is_empty() {
            if !take(start, &word) {
                return;
            }
            word.clear();
        }
    }
    if !word.is_empty() {
        take(start, &word);
    }
}

/// Apostrophes, accents and invisible characters part no word.
fn is_joined(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}')
        || !c.is_ascii() && (is_combining_mark(c) || c.general_category() == GeneralCategory::Format)
}

/// Adds a letter beyond ASCII as it is told apart here; `false` where it is none.
fn fold(c: char, word: &mut String) -> bool {
    if !c.is_alphabetic() {
        return false;
    }
    for c in c.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'þ' => word.push_str("th"),
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' | 'ð' => word.push('d'),
            'ħ' => word.push('h'),
            'ŧ' => word.push('t'),
            'ı' => word.push('i'),
            'ŋ' => word.push('n'),
            'ǥ' => word.push('g'),
            c if c.is_ascii() => word.push(c),
            c => look_alike(c, word),
        }
    }
    true
}

/// The Latin letter that a letter of another alphabet looks like, small or large, or itself.
fn look_alike(c: char, word: &mut String) {
    let upper: String = c.to_uppercase().collect();
    let alike = |text: &str| unicode_security::skeleton(text).filter(|c| c.is_alphanumeric()).collect::<String>();
    let (small, large) = (alike(&c.to_string()), alike(&upper));
    let best = [small, large].into_iter().find(|alike| !alike.is_empty() && alike.is_ascii());
    word.push_str(&best.map_or_else(|| c.to_string(), |best| best.to_ascii_lowercase()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &str, found: &[&str], not_found: &[&str]) {
        let list = NeverList::read(list);
        for text in found {
            assert!(list.stands_in(text), "{text} is not found");
        }
        for text in not_found {
            assert!(!list.stands_in(text), "{text} is found");
        }
    }

    #[test]
    fn a_word_is_known_in_any_form() {
        check(
            "# people\n\nBorogové\n",
            &[
                "borogove",
                "the BOROGOVES.",
                "Borogove’s",
                "Borogove's",
                "boro\u{ad}gove",
                "borogove\u{301}",
                "Βοrogονe",
                "(borogove)™",
            ],
            &["borogov", "Borogovery", "a boro gove", "slithy"],
        );
        check("Party\nA\n", &["two parties", "a"], &["partying", "as"]);
        check("Straße\nSøren\n", &["STRASSE", "Soren"], &["sorrel"]);
    }

    #[test]
    fn a_phrase_is_known_over_hyphens_line_ends_and_points() {
        check(
            "Acme-Corp\n",
            &[
                "acme corp",
                "Acme\u{2011}Corp",
                "Acme−Corp",
                "acme\u{a0}\ncorp",
                "Acme, Corps",
                "x acme/corp-y",
                "acme acme corp",
            ],
            &["acmecorp", "acme the corp", "acme", "corp acme"],
        );
    }

    #[test]
    fn places_are_those_of_first_words() {
        assert_eq!(NeverList::read("b c\nd").places("a b\nc d é B C"), [2, 6, 11]);
        assert!(NeverList::read("# nothing\n\n").is_empty());
    }
}
