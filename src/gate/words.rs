//! A text as words, read once: where each stands, what it can mean to a marking, and where sentences end (R9, R11).
//!
//! It sees single words and what parts them; what they say together is `statement`'s and `bare`'s.

use crate::classification::Classification;
use crate::classification::colour::{is_colour, is_near, is_ordinary, letters, words};
use crate::classification::vocabulary::{Sense, is_opening, sense};
use std::ops::Range;

/// The letter case of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Case {
    /// Small letters.
    Small,
    /// A capital among small letters.
    Title,
    /// Capitals only.
    Capitals,
}

/// What a word says of classifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// One of the four colours.
    Colour(Classification),
    /// A TLP form; exactly one of R7's, or none.
    Tlp(Option<Classification>),
    /// Nothing.
    Nothing,
}

/// A word of a text, or all of a TLP form.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// By character positions.
    pub(super) range: Range<usize>,
    /// Its letters and digits, folded.
    pub(super) letters: String,
    pub(super) case: Case,
    pub(super) said: Said,
    pub(super) sense: Sense,
    /// It begins a sentence.
    pub(super) opens_sentence: bool,
}

impl Word {
    /// Whether it is a colour or a TLP form.
    pub(super) fn says(&self) -> bool {
        self.said != Said::Nothing
    }

    pub(super) fn is_colour(&self) -> bool {
        matches!(self.said, Said::Colour(_))
    }

    /// A colour in capitals.
    pub(super) fn is_shouted(&self) -> bool {
        self.is_colour() && self.case == Case::Capitals
    }

    /// The classification that it names.
    pub(super) fn classification(&self) -> Option<Classification> {
        match self.said {
            Said::Colour(found) => Some(found),
            Said::Tlp(found) => found,
            Said::Nothing => None,
        }
    }
}

/// A text and its words.
pub(super) struct Words<'t> {
    pub(super) text: &'t [char],
    pub(super) words: Vec<Word>,
}

/// A TLP form has at most this many words: `TLP:AMBER+STRICT`.
const LONGEST_TLP: usize = 3;

impl<'t> Words<'t> {
    /// Reads a text.
    pub(super) fn of(text: &'t [char]) -> Self {
        let mut read = Self { text, words: Vec::new() };
        let ranges: Vec<Range<usize>> = words(text).collect();
        let mut at = 0;
        while at < ranges.len() {
            let count = tlp_words(text, &ranges[at..]);
            let range = ranges[at].start..ranges[at + count.max(1) - 1].end;
            let word = read.word(range, count > 0);
            read.words.push(word);
            at += count.max(1);
        }
        read
    }

    fn word(&self, range: Range<usize>, is_tlp: bool) -> Word {
        let own = &self.text[range.clone()];
        let folded = letters(own);
        let said = match Classification::ALL.into_iter().find(|c| c.word().eq_ignore_ascii_case(&folded)) {
            Some(found) => Said::Colour(found),
            None if is_tlp => Said::Tlp(Classification::read(&own.iter().collect::<String>())),
            None => Said::Nothing,
        };
        let before = self.words.last().map_or(0, |word| word.range.end);
        Word {
            case: case(own),
            said,
            sense: sense(&folded),
            opens_sentence: self.words.is_empty() || ends_sentence(&self.text[before..range.start]),
            letters: folded,
            range,
        }
    }

    /// What stands between a word and the one before it.
    pub(super) fn gap(&self, at: usize) -> &'t [char] {
        let before = at.checked_sub(1).map_or(0, |before| self.words[before].range.end);
        let start = self.words.get(at).map_or(self.text.len(), |word| word.range.start);
        &self.text[before..start]
    }

    /// Whether a word follows the one before it with nothing but white space between them.
    pub(super) fn is_next(&self, at: usize) -> bool {
        self.words.get(at).is_some() && self.gap(at).iter().all(|c| c.is_whitespace() || *c == '*')
    }

    /// Whether a dash or an equals sign or a colon stands before a word.
    pub(super) fn is_labelled(&self, at: usize) -> bool {
        self.gap(at).iter().any(|c| matches!(c, ':' | '=')) || has_dash(self.gap(at))
    }

    /// Whether a mark parts a word from the one before it, so that no clause runs over it.
    pub(super) fn is_parted(&self, at: usize) -> bool {
        self.gap(at).iter().any(|c| matches!(c, '.' | ';' | '?' | '!'))
    }

    /// Whether a bracket opens between a word and the one before it.
    pub(super) fn is_bracketed(&self, at: usize) -> bool {
        self.gap(at).iter().any(|c| is_opening(*c))
    }

    /// A capital that begins a longer name: the next word has one, and neither is all in capitals.
    pub(super) fn begins_name(&self, at: usize) -> bool {
        let Some(next) = self.words.get(at + 1) else { return false };
        self.words[at].case == Case::Title && next.case == Case::Title && !next.says() && self.is_next(at + 1)
    }

    /// Whether a word is nearly a colour, and no ordinary word.
    pub(super) fn is_near(&self, at: usize) -> bool {
        let word = &self.words[at];
        let shown = || self.text[word.range.clone()].iter().collect::<String>();
        !word.says() && word.letters.len() <= 8 && is_near(&word.letters) && !is_ordinary(&shown())
    }
}

/// How many words a TLP form has that stands first: `TLP:RED`, `TLP RED`, `TLP-Amber`, `TLPRED`; 0 where none does.
fn tlp_words(text: &[char], ranges: &[Range<usize>]) -> usize {
    let word = |at: usize| ranges.get(at).map(|range| letters(&text[range.clone()])).unwrap_or_default();
    if !text[ranges[0].start].eq_ignore_ascii_case(&'t') && text[ranges[0].start].is_ascii() {
        return 0;
    }
    let first = word(0);
    let Some(rest) = first.strip_prefix("tlp") else { return 0 };
    let names = |rest: &str| is_colour(rest) || rest == "clear";
    if !rest.is_empty() {
        return usize::from(names(rest));
    }
    let joined = |at: usize| {
        ranges
            .get(at)
            .is_some_and(|range| range.start == ranges[at - 1].end + 1 && matches!(text[range.start - 1], ':' | '+'))
    };
    let is_version = word(1).starts_with(|c: char| c.is_ascii_digit());
    let count = (1..LONGEST_TLP).take_while(|at| joined(*at) && !is_version).count();
    if count > 0 {
        1 + count
    } else if names(&word(1)) {
        2
    } else {
        0
    }
}

fn case(word: &[char]) -> Case {
    if !word.iter().any(|c| c.is_lowercase()) {
        Case::Capitals
    } else if word.iter().any(|c| c.is_uppercase()) {
        Case::Title
    } else {
        Case::Small
    }
}

fn ends_sentence(between: &[char]) -> bool {
    between.windows(2).any(|pair| matches!(pair[0], '.' | '?' | '!') && pair[1].is_whitespace())
}

/// Whether a dash stands in what parts two words: a hyphen only where a space is beside it.
pub(super) fn has_dash(between: &[char]) -> bool {
    let spaced = |pair: &[char]| pair[0] == '-' && pair[1].is_whitespace() || pair[0].is_whitespace() && pair[1] == '-';
    between.iter().any(|c| matches!(c, '–' | '—' | '―' | '−')) || between.windows(2).any(spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tlp_forms_are_one_word() {
        for (text, count) in
            [("TLP:AMBER+STRICT here", 2), ("tlp red", 1), ("TLPRED", 1), ("TLP text", 2), ("a TLP", 2)]
        {
            let text: Vec<char> = text.chars().collect();
            assert_eq!(Words::of(&text).words.len(), count, "{text:?}");
        }
    }
}
