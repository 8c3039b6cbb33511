//! Whether a text can say anything of classifications at all: a quick look, so that ordinary prose need not be read in words.
//!
//! It knows what the detectors begin from: a colour or nearly one, a TLP form, a term of another policy, brackets.
//!
//! **Invariant.** A text in which any detector finds something is not silent; what is in doubt is not.

use super::outline::{Letters, Style};
use super::policies::is_stem;
use crate::classification::colour::is_near;
use crate::classification::vocabulary::is_bracket;

/// What the letters of a colour that is spelled with other signs between them come to, at most, with a slip: `W-H-I-T-T-E`.
const LONGEST_NEAR: usize = 6;

/// The longest term of another policy.
const LONGEST_WORD: usize = 12;

/// Whether nothing in a text can be, or look like, a marking, a statement or another policy's term.
pub(super) fn is_silent(text: Letters<'_>) -> bool {
    let mut look = Look::default();
    text.chars.iter().zip(text.styles).all(|(c, style)| look.passes(*c, *style)) && look.ends()
}

/// What has been seen of a text so far.
#[derive(Default)]
struct Look {
    /// The word that is being read, in small letters, and its length.
    word: [u8; LONGEST_WORD],
    length: usize,
    /// How many letters and digits, and how many words.
    letters: usize,
    words: usize,
    /// The letters before each bracket that is open.
    open: Vec<usize>,
    /// The letters before what is being read without white space, what that begins with, and whether it has a bracket.
    chunk: usize,
    beginning: [u8; 3],
    has_bracket: bool,
    /// The text so far may end in half a marking.
    ends_half: bool,
    /// The letters and the words before what is being read in one style.
    span: (usize, usize),
    stress: Stress,
}

/// How a text stands out as a whole.
#[derive(Clone, Copy, Default, PartialEq)]
enum Stress {
    #[default]
    None,
    Slanted,
    Bold,
}

impl Look {
    fn passes(&mut self, c: char, style: Style) -> bool {
        let stress = match (style.strong, style.emphasis) {
            (true, _) => Stress::Bold,
            (false, true) => Stress::Slanted,
            (false, false) => Stress::None,
        };
        if stress != self.stress {
            let is_in_word = self.length > 0 && c.is_alphanumeric();
            if is_in_word || !self.ends_span() {
                return false;
            }
            self.stress = stress;
        }
        if c.is_ascii_alphanumeric() {
            self.letter(c.to_ascii_lowercase() as u8);
            return true;
        }
        if !c.is_ascii() && c.is_alphanumeric() || !self.ends_word() {
            return false;
        }
        if c.is_whitespace() {
            self.ends_chunk();
        }
        !is_bracket(c) || self.bracket(c)
    }

    fn letter(&mut self, letter: u8) {
        if let Some(place) = self.word.get_mut(self.length) {
            *place = letter;
        }
        if let Some(place) = self.beginning.get_mut(self.letters - self.chunk) {
            *place = letter;
        }
        self.length += 1;
        self.letters += 1;
    }

    fn ends(&mut self) -> bool {
        self.ends_chunk();
        self.ends_word() && self.ends_span() && !self.ends_half && self.open.is_empty()
    }

    fn ends_word(&mut self) -> bool {
        let length = std::mem::take(&mut self.length);
        self.words += usize::from(length > 0);
        let word = self.word.get(..length).and_then(|word| std::str::from_utf8(word).ok());
        let is_of_tlp = length >= 3 && self.word.starts_with(b"tlp");
        !is_of_tlp && word.is_none_or(|word| !is_near(word) && !is_stem(word))
    }

    /// Beside a bracket at the end of a text a colour may be spelled with signs between its letters; behind it may stand an `and`.
    fn ends_chunk(&mut self) {
        let letters = self.letters - std::mem::replace(&mut self.chunk, self.letters);
        let has_joiner = self.word.starts_with(b"and") || self.word.starts_with(b"or");
        let longest = if has_joiner { LONGEST_NEAR + "and".len() } else { LONGEST_NEAR };
        let is_of_tlp = letters >= 3 && self.beginning == *b"tlp";
        let is_half = std::mem::take(&mut self.has_bracket) && (letters <= longest || is_of_tlp);
        let is_closing = letters == 0 || has_joiner && letters <= "and".len();
        self.ends_half = is_half || is_closing && self.ends_half;
    }

    /// Where nothing else is bold a colour may be spelled with signs between its letters.
    fn ends_span(&mut self) -> bool {
        let words = self.words + usize::from(self.length > 0);
        let (letters_before, words_before) = std::mem::replace(&mut self.span, (self.letters, words));
        let is_one_word = words - words_before <= 1;
        self.stress == Stress::None || is_one_word || self.letters - letters_before > LONGEST_NEAR
    }

    fn bracket(&mut self, c: char) -> bool {
        self.has_bracket = true;
        if matches!(c, '(' | '[' | '{') {
            self.open.push(self.letters);
            return true;
        }
        c.is_ascii() && self.open.pop().is_some_and(|before| self.letters - before > LONGEST_NEAR)
    }
}
