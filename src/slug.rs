//! Names that stand in paths and anchors.
//!
//! **Invariant.** A [`Slug`] has no separator, no `..`, no capital and at most 80 bytes.

use serde::Serialize;
use std::fmt;

/// A file, folder or anchor name: `[a-z0-9]+([-.][a-z0-9]+)*`, at most 80 bytes (R20).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// The longest name, in bytes.
    pub const MAX: usize = 80;

    /// Takes a name that is a slug already.
    pub fn new(text: &str) -> Option<Self> {
        let parts_are_whole = !text.split(['-', '.']).any(str::is_empty);
        let letters_are_plain =
            text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
        (parts_are_whole && letters_are_plain && text.len() <= Self::MAX).then(|| Self(text.to_owned()))
    }

    /// Makes a slug of a title: letters lose their accents and case, the rest becomes hyphens.
    ///
    /// A title without a letter or digit gives `section`.
    pub fn of_title(title: &str) -> Self {
        use unicode_normalization::UnicodeNormalization;
        let mut slug = String::new();
        for c in title.nfkd().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !is_joined(c) && !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
        slug.truncate(Self::MAX);
        let slug = slug.trim_matches('-');
        Self(if slug.is_empty() { "section".to_owned() } else { slug.to_owned() })
    }

    /// Makes a slug of a version's label: as of a title, but a point between letters or digits stays.
    ///
    /// `None` where nothing is left of it.
    pub fn of_label(label: &str) -> Option<Self> {
        let words = label.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
        let word = |word: &str| {
            let parts = word.split('.').filter(|part| part.chars().any(|c| c.is_ascii_alphanumeric()));
            parts.map(|part| Self::of_title(part).0).collect::<Vec<_>>().join(".")
        };
        let words: Vec<String> = words.map(word).filter(|word| !word.is_empty()).collect();
        Self::new(&words.join("-"))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Apostrophes and accents vanish without parting a word.
fn is_joined(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{300}'..='\u{36f}')
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_slugs() {
        for name in ["80", "1.3", "smki-pma", "2019-06-26", "a.b-c"] {
            assert!(Slug::new(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_that_are_not() {
        let long = "a".repeat(81);
        for name in ["", "..", "a..b", "-a", "a-", "A", "a b", "a/b", "é", ".git", &long] {
            assert!(Slug::new(name).is_none(), "{name}");
        }
    }

    #[test]
    fn labels_become_slugs() {
        let labels = ["1.3", "140-2", "Issue 7", "2019 edition", "1.3a", "4.2-rc", "2.0 draft 3", "v. 1.3 (b)", "1..3"];
        let slugs = ["1.3", "140-2", "issue-7", "2019-edition", "1.3a", "4.2-rc", "2.0-draft-3", "v-1.3-b", "1.3"];
        for (label, slug) in labels.into_iter().zip(slugs) {
            assert_eq!(Slug::of_label(label).as_ref().map(Slug::as_str), Some(slug), "{label}");
        }
        assert_eq!(Slug::of_label("–"), None);
    }

    #[test]
    fn titles_become_slugs() {
        assert_eq!(Slug::of_title("Matters Arising").as_str(), "matters-arising");
        assert_eq!(Slug::of_title("Small Supplier ‘CN’s café").as_str(), "small-supplier-cns-cafe");
        assert_eq!(Slug::of_title("– – –").as_str(), "section");
    }
}
