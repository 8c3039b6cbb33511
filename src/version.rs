//! The labels of versions, as their owners write them: `1.16` comes after `1.7`, `2.0 draft 3` before `2.0`.
//!
//! **Invariant.** A [`VersionLabel`] is printed as it was written, and compared by its parts alone.

use std::cmp::Ordering;
use std::fmt;

/// The label of a version, as written; compared part by part, digits as numbers.
///
/// `1.0` and `1.00` are equal in order and differ as text; a standard that has both has an error.
#[derive(Clone, Debug)]
pub struct VersionLabel {
    written: String,
    parts: Vec<Part>,
}

/// A part of a label, in the order of what may come next: 2.0 draft 3, 2.0, 2.0a, 2.0.1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A draft, or what else comes before the version that it is of, by its place in [`BEFORE`].
    Before(usize),
    End,
    Word(String),
    Number(u64),
}

/// What comes before the version that it is of, the earliest first.
const BEFORE: [&str; 8] = ["draft", "alpha", "beta", "preview", "pre", "candidate", "cr", "rc"];

/// Words that say no more than that a version is one.
const SILENT: [&str; 3] = ["v", "ver", "version"];

impl VersionLabel {
    /// The longest label, in bytes.
    pub const MAX: usize = 80;

    /// Reads a label such as `1.16`, `140-2`, `Issue 7` or `2.0 draft 3`.
    ///
    /// `None` where it has no letter or digit, is longer than [`Self::MAX`], has a number of more than eighteen digits,
    /// or holds a character that no label needs.
    pub fn new(text: &str) -> Option<Self> {
        let is_plain = |c: char| c.is_alphanumeric() || " .-_/,()+:–".contains(c);
        let is_whole = !text.is_empty() && text.len() <= Self::MAX && text.trim() == text && text.chars().all(is_plain);
        let parts = if is_whole { parts(text)? } else { return None };
        text.chars().any(|c| c.is_ascii_alphanumeric()).then(|| Self { written: text.to_owned(), parts })
    }

    /// The same label at another place in the order: that of the version with this number.
    pub fn ordered(self, order: u32) -> Self {
        Self { parts: vec![Part::Number(order.into())], ..self }
    }

    /// The label as written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether a text names it as a whole: "1.3" or "v1.3", no part of "1.31", and not "1.3 draft 2".
    pub fn is_named_in(&self, text: &str) -> bool {
        let (text, label) = (text.to_lowercase(), self.written.to_lowercase());
        let is_whole = |(at, found): (usize, &str)| starts_whole(&text[..at]) && ends_whole(&text[at + found.len()..]);
        text.match_indices(label.as_str()).any(is_whole)
    }
}

fn starts_whole(before: &str) -> bool {
    let stem = before.strip_suffix('v').filter(|stem| !stem.ends_with(char::is_alphanumeric)).unwrap_or(before);
    let mut ending = stem.chars().rev();
    match ending.next() {
        Some('.' | '-') => !ending.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

fn ends_whole(after: &str) -> bool {
    let mut rest = after.chars();
    let is_joined = match rest.next() {
        Some('.' | '-') => rest.next().is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric(),
        None => false,
    };
    let next = after.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    let is_of_another = after.starts_with([' ', '-']) && BEFORE.contains(&next);
    !is_joined && !is_of_another
}

/// Runs of digits and runs of letters; "draft 3 of 2.0" is read as "2.0 draft 3".
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for token in tokens(text) {
        if SILENT.contains(&token.as_str()) {
            continue;
        }
        parts.push(part(token)?);
    }
    if let Some(Part::Before(_)) = parts.first() {
        let of = parts.iter().position(|part| *part == Part::Word("of".to_owned()));
        let end = of.unwrap_or(1);
        parts.rotate_left(end);
        if of.is_some() {
            parts.remove(0);
        }
    }
    Some(significant(parts))
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars().flat_map(char::to_lowercase) {
        let kind = c.is_alphanumeric().then(|| c.is_ascii_digit());
        match tokens.last_mut().filter(|_| kind.is_some() && kind == last) {
            Some(token) => token.push(c),
            None if kind.is_some() => tokens.push(c.to_string()),
            None => {}
        }
        last = kind;
    }
    tokens
}

fn part(token: String) -> Option<Part> {
    if token.starts_with(|c: char| c.is_ascii_digit()) {
        return (token.len() <= 18).then(|| token.parse().ok().map(Part::Number))?;
    }
    let before = BEFORE.iter().position(|known| *known == token);
    Some(before.map_or(Part::Word(token), Part::Before))
}

/// Drops the zeros at the end of each run of numbers: 2 and 2.0 are one version.
fn significant(parts: Vec<Part>) -> Vec<Part> {
    let mut kept: Vec<Part> = Vec::new();
    let drop_zeros = |kept: &mut Vec<Part>| while kept.pop_if(|part| *part == Part::Number(0)).is_some() {};
    for part in parts {
        if !matches!(part, Part::Number(_)) {
            drop_zeros(&mut kept);
        }
        kept.push(part);
    }
    drop_zeros(&mut kept);
    kept
}

impl PartialEq for VersionLabel {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for VersionLabel {}

impl PartialOrd for VersionLabel {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for VersionLabel {
    fn cmp(&self, other: &Self) -> Ordering {
        let ended = |label: &Self| label.parts.iter().cloned().chain([Part::End]).collect::<Vec<_>>();
        ended(self).cmp(&ended(other))
    }
}

impl fmt::Display for VersionLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> VersionLabel {
        VersionLabel::new(text).expect("it is a label")
    }

    #[track_caller]
    fn check(before: &str, after: &str, expected: Ordering) {
        assert_eq!(label(before).cmp(&label(after)), expected, "{before} {after}");
        assert_eq!(label(after).cmp(&label(before)), expected.reverse(), "{after} {before}");
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
        check("140-2", "140-3", Ordering::Less);
        check("Issue 7", "Issue 10", Ordering::Less);
        check("2009 edition", "2019 edition", Ordering::Less);
        check("v1.3", "1.3", Ordering::Equal);
    }

    #[test]
    fn a_letter_comes_after_and_a_draft_before() {
        let order = [
            "1.3",
            "1.3a",
            "1.3b",
            "1.3.1",
            "2.0 draft 3",
            "2.0 draft 10",
            "2.0 beta",
            "2.0-rc",
            "2.0 rc 1",
            "2.0",
            "2.0a",
            "2.1 draft",
            "Draft 2 of 2.1",
            "2.1",
        ];
        for pair in order.windows(2) {
            check(pair[0], pair[1], Ordering::Less);
        }
        check("Draft 3 of 2.0", "2.0 draft 3", Ordering::Equal);
        check("Draft 2.0", "2 draft", Ordering::Equal);
        check("2.0a", "2a", Ordering::Equal);
    }

    #[test]
    fn an_order_stands_in_place_of_the_label() {
        let issue = label("Issue 7").ordered(2);
        assert!(label("1.9") < issue && issue < label("3") && issue == label("2.0"));
        assert_eq!(issue.as_str(), "Issue 7");
    }

    #[test]
    fn only_plain_names_are_labels() {
        let long = "1".repeat(19);
        for text in ["", " 1", "1 ", ".", "–", "١", "1\n2", "a=1", "<b>", "\u{3b1}", &long, &"a".repeat(81)] {
            assert!(VersionLabel::new(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_version_is_named_as_a_whole() {
        for text in ["approved v1.3", "version 1.3.", "(1.3)", "V1.3;", "1.3", "to 1.3 – at once"] {
            assert!(label("1.3").is_named_in(text), "{text}");
        }
        for text in ["version 1.31", "v11.3", "1.3.1", "1.4", "1.3a", "1.3-rc", "1.3 draft 2", "0.1.3", "x1.3"] {
            assert!(!label("1.3").is_named_in(text), "{text}");
        }
        assert!(label("Issue 7").is_named_in("it approved issue 7 of the text"));
        assert!(!label("Issue 7").is_named_in("it approved Issue 70, and a reissue 7"));
    }
}
