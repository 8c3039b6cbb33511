//! Text that holds only what may be shown (R12), and words that are known in whatever way they are written.
//!
//! The rule is said of the text, not of its spelling: escapes and character references are decoded before.
//!
//! **Invariant.** A [`Clean`] text has allowed characters only, and so is in NFC.

mod allowed;
mod never;
mod spelling;

pub use allowed::is_allowed;
pub use never::NeverList;
pub use spelling::{reference, references, unescaped, without_tags};

use std::borrow::Cow;
use std::ops::Deref;
use unicode_properties::{GeneralCategory as Gc, UnicodeGeneralCategory};

/// A text of allowed characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clean(String);

impl Clean {
    /// Takes a decoded text.
    ///
    /// # Errors
    /// The position, in characters, of the first that is not allowed.
    pub fn new(text: impl Into<String>) -> Result<Self, usize> {
        let text = text.into();
        if is_plain(&text) {
            return Ok(Self(text));
        }
        match text.chars().position(|c| !is_allowed(c)) {
            None => Ok(Self(text)),
            Some(at) => Err(at),
        }
    }

    /// The position, in characters, of the first line end or tab; a text of one line has none.
    pub fn line_end(&self) -> Option<usize> {
        self.0.chars().position(|c| matches!(c, '\n' | '\t'))
    }
}

/// Whether a text is of letters, digits and signs of ASCII on one line, as most are: quickly seen, and all of it is allowed.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

impl Deref for Clean {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<Clean> for String {
    fn from(text: Clean) -> Self {
        text.0
    }
}

/// Whether an address has a control or format character, as it is or behind its percent signs, which a browser reads.
pub fn hides_characters(address: &str) -> bool {
    let is_hidden =
        |c: char| matches!(c.general_category(), Gc::Control | Gc::Format | Gc::LineSeparator | Gc::ParagraphSeparator);
    spelling::percent_decoded(address).chars().any(is_hidden)
}

/// A text without what XML 1.0 and a line of iCalendar cannot hold. Clean text has none of it; this is for whatever
/// else a writer may be given.
pub fn writable(text: &str) -> Cow<'_, str> {
    let is_writable = |c: char| !(c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}'));
    if text.chars().all(is_writable) { text.into() } else { text.chars().filter(|c| is_writable(*c)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_that_is_refused_is_told() {
        assert_eq!(Clean::new("Café – 3 ≥ 2").map(String::from), Ok("Café – 3 ≥ 2".to_owned()));
        assert_eq!(Clean::new("é\u{200b}\u{202e}"), Err(1));
        assert_eq!(Clean::new("e\u{301}"), Err(1));
        assert_eq!(Clean::new("a\r\nb"), Err(1));
    }

    #[test]
    fn a_line_end_is_found() {
        let end = |text: &str| Clean::new(text).expect("it is clean").line_end();
        assert_eq!((end("one line"), end("é\ttwo"), end("two\nlines")), (None, Some(1), Some(3)));
    }

    #[test]
    fn addresses_are_read_behind_their_percent_signs() {
        for plain in ["https://x.example/a%20b%2Dc", "https://x.example/%E4%B8%AD", "https://x.example/%FF", "100%"] {
            assert!(!hides_characters(plain), "{plain}");
        }
        for hiding in [
            "https://x.example/%E2%80%AEfdp",
            "https://x.example/%0d%0A",
            "https://x.example/%00",
            "%e2%80%8b",
            "java\tscript:x",
        ] {
            assert!(hides_characters(hiding), "{hiding}");
        }
    }

    #[test]
    fn what_breaks_a_file_is_not_written() {
        assert_eq!(writable("a\u{0}b\u{b}\u{1b}\r\nc\u{fffe}\u{85}é"), "ab\ncé");
        let every: String = (char::MIN..=char::MAX).filter(|c| is_allowed(*c)).collect();
        assert_eq!(writable(&every), every);
    }
}
