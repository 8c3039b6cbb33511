//! The terms of the glossary in prose.
//!
//! It finds places in a text; which of them is the first on a page, the printer remembers.
//!
//! **Invariant.** Finding terms takes time for the text and the longest term, not for the number of terms.

use std::collections::BTreeMap;
use std::ops::Range;

/// The terms of the glossary and what they stand for.
///
/// A term is found where its words stand whole, in its letter case, on one line; of several, the longest.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    expansions: Vec<String>,
    nodes: Vec<Node>,
}

/// A place in the tree of terms: the tokens that lead on, and the term that ends here.
#[derive(Clone, Debug, Default)]
struct Node {
    next: BTreeMap<String, usize>,
    term: Option<usize>,
}

impl Terms {
    /// Takes pairs of a term and its expansion; of two pairs with one term, the first holds.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut terms = Self { expansions: Vec::new(), nodes: vec![Node::default()] };
        for (term, expansion) in pairs {
            terms.insert(term.trim(), expansion);
        }
        terms
    }

    fn insert(&mut self, term: &str, expansion: String) {
        let mut place = 0;
        for token in tokens(term) {
            let fresh = self.nodes.len();
            place = *self.nodes[place].next.entry(token.to_owned()).or_insert(fresh);
            if place == fresh {
                self.nodes.push(Node::default());
            }
        }
        if place != 0 && self.nodes[place].term.is_none() {
            self.nodes[place].term = Some(self.expansions.len());
            self.expansions.push(expansion);
        }
    }

    /// What a term stands for.
    pub(super) fn expansion(&self, term: usize) -> &str {
        &self.expansions[term]
    }

    /// The terms in a text, from left to right, none within another.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() && !self.expansions.is_empty() {
            if let Some((length, term)) = self.longest(&text[at..]) {
                found.push((at..at + length, term));
                at += length;
            } else {
                at += token(&text[at..]).len();
            }
        }
        found
    }

    /// The longest term that a text begins with.
    fn longest(&self, text: &str) -> Option<(usize, usize)> {
        let (mut place, mut length, mut longest) = (0, 0, None);
        for token in tokens(text) {
            place = match self.nodes[place].next.get(token) {
                Some(next) => *next,
                None => break,
            };
            length += token.len();
            longest = self.nodes[place].term.map(|term| (length, term)).or(longest);
        }
        longest
    }
}

/// A whole word, or one character between words.
fn token(text: &str) -> &str {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let word = text.find(|c| !is_of_word(c)).unwrap_or(text.len());
    let character = text.chars().next().map_or(0, char::len_utf8);
    &text[..word.max(character)]
}

fn tokens(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (token, rest) = text.split_at(token(text).len());
        text = rest;
        (!token.is_empty()).then_some(token)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_terms(terms: &[&str], text: &str, expected: &[&str]) {
        let terms = Terms::new(terms.iter().map(|term| (term.to_string(), String::new())));
        let found: Vec<_> = terms.find(text).into_iter().map(|(range, _)| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn terms_stand_as_whole_words() {
        check_terms(&["CBQ"], "CBQ, CBQs cbq xCBQ CBQ_ (CBQ) CBQ’s non-CBQ", &["CBQ"; 4]);
        check_terms(&["R&D", "S/N"], "R&D S/N R&DX RD", &["R&D", "S/N"]);
        check_terms(&["Café", "é"], "Café é Caféé", &["Café", "é"]);
        check_terms(&["a"], "", &[]);
        check_terms(&["", " "], "a b", &[]);
    }

    #[test]
    fn the_longest_term_is_found() {
        check_terms(&["PMA", "SMKI", "SMKI PMA"], "SMKI PMA", &["SMKI PMA"]);
        check_terms(&["PMA", "SMKI PMA X", "SMKI"], "SMKI PMA Xy", &["SMKI", "PMA"]);
        check_terms(&["A", "B"], "A B/A", &["A", "B", "A"]);
    }

    #[test]
    fn the_first_of_two_equal_terms_holds() {
        let pairs = [("A", "first"), ("A", "second")];
        let terms = Terms::new(pairs.map(|(term, expansion)| (term.to_owned(), expansion.to_owned())));
        assert_eq!(terms.expansion(terms.find("A")[0].1), "first");
    }
}
