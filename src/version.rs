//! Version numbers: `1.16` comes after `1.7`.
//!
//! **Invariant.** A [`VersionNumber`] is whole numbers parted by points, and is printed as it was written.

use std::cmp::Ordering;
use std::fmt;

/// The number of a version, as written; compared part by part, as numbers.
///
/// `1.0` and `1.00` are equal in order and differ as text; a standard that has both has an error.
#[derive(Clone, Debug)]
pub struct VersionNumber {
    written: String,
    parts: Vec<u32>,
}

impl VersionNumber {
    /// Reads a number such as `1.16`; `None` where it is anything else, or a part has more than nine digits.
    pub fn new(text: &str) -> Option<Self> {
        let parts = text.split('.').map(part).collect::<Option<_>>()?;
        Some(Self { written: text.to_owned(), parts })
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The parts without zeros at the end: 2 and 2.0 are one version.
    fn significant(&self) -> &[u32] {
        let end = self.parts.iter().rposition(|part| *part != 0).map_or(0, |last| last + 1);
        &self.parts[..end]
    }
}

fn part(text: &str) -> Option<u32> {
    let is_number = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

impl PartialEq for VersionNumber {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for VersionNumber {}

impl PartialOrd for VersionNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for VersionNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.significant().cmp(other.significant())
    }
}

impl fmt::Display for VersionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, expected: Ordering) {
        let number = |text| VersionNumber::new(text).expect("it is a number");
        assert_eq!(number(before).cmp(&number(after)), expected, "{before} {after}");
    }

    #[test]
    fn parts_are_compared_as_numbers() {
        check("1.7", "1.16", Ordering::Less);
        check("5.9", "5.10", Ordering::Less);
        check("2", "10", Ordering::Less);
        check("1.2", "1.2.1", Ordering::Less);
        check("1.2", "1.02", Ordering::Equal);
        check("2", "2.0", Ordering::Equal);
        check("2.0.1", "2", Ordering::Greater);
    }

    #[test]
    fn only_numbers_are_versions() {
        for text in ["", "v1.3", "1.", ".1", "1..2", "1.3a", "1,3", " 1", "1 ", "-1", "+1", "1234567890", "١"] {
            assert!(VersionNumber::new(text).is_none(), "{text}");
        }
    }
}
