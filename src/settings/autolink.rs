//! An `[[autolink]]`: a pattern of identifiers, and where one of them leads.
//!
//! Which texts are prose, and how a link is printed, is not known here.
//!
//! **Invariant.** An autolink that is there can match, and leads to a web or mail address.
//! **Invariant.** A match is one encoded part of its URL, whatever the pattern lets through.

use crate::diagnostic::{AUTOLINK_EMPTY, AUTOLINK_GROUP, AUTOLINK_PATTERN, AUTOLINK_URL, Rule};
use regex::{Captures, Regex};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

/// Identifiers that become links.
#[derive(Clone, Debug)]
pub struct Autolink {
    pattern: Regex,
    url: String,
}

/// `{0}` to `{9}` in a URL.
static GROUP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{([0-9])\}").expect("the pattern is right"));

/// Texts in which a pattern that matches nothing at all does so.
const PROBES: [&str; 3] = ["", "a", "a 1-b."];

impl Autolink {
    /// Takes a pattern, matched between word boundaries, and a URL in which `{0}` is the match and `{1}` its first group.
    ///
    /// # Errors
    /// The rule that the pattern or the URL breaks.
    pub fn new(pattern: &str, url: &str) -> Result<Self, &'static Rule> {
        let bounded = format!(r"\b{{start-half}}(?:{pattern})\b{{end-half}}");
        let (alone, bounded) =
            Regex::new(pattern).and_then(|alone| Ok((alone, Regex::new(&bounded)?))).map_err(|_| &AUTOLINK_PATTERN)?;
        let mut groups = GROUP.captures_iter(url).map(|group| number(&group));
        if PROBES.iter().any(|probe| alone.find_iter(probe).any(|found| found.is_empty())) {
            return Err(&AUTOLINK_EMPTY);
        }
        if groups.any(|group| group >= alone.captures_len()) {
            return Err(&AUTOLINK_GROUP);
        }
        let is_address =
            |scheme: &&str| url.strip_prefix(*scheme).is_some_and(|rest| !rest.starts_with(['/', '?', '#']));
        let has_address =
            ["https://", "http://", "mailto:"].iter().any(|scheme| is_address(scheme) && url.len() > scheme.len());
        if !has_address { Err(&AUTOLINK_URL) } else { Ok(Self { pattern: bounded, url: url.to_owned() }) }
    }

    /// The first match from a place on, with the URL that it leads to.
    fn find(&self, text: &str, from: usize) -> Option<(Range<usize>, String)> {
        let found = self.pattern.captures_at(text, from)?;
        let range = found.get(0)?.range();
        let url = GROUP.replace_all(&self.url, |group: &Captures<'_>| {
            encode(found.get(number(group)).map_or("", |part| part.as_str()))
        });
        (!range.is_empty()).then(|| (range, url.into_owned()))
    }
}

fn number(group: &Captures<'_>) -> usize {
    group[1].parse().unwrap_or_default()
}

/// Encodes a match so that it is one part of a URL.
fn encode(part: &str) -> String {
    let mut encoded = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The identifiers in a text, from left to right, with where they lead; of those that begin together, the longest.
pub fn identifiers(autolinks: &[Autolink], text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut next: Vec<_> = autolinks.iter().map(|autolink| autolink.find(text, 0)).collect();
    while let Some((range, url)) = first(&next).cloned() {
        let end = range.end;
        found.push((range, url));
        for (autolink, next) in autolinks.iter().zip(&mut next) {
            if next.as_ref().is_some_and(|(range, _)| range.start < end) {
                *next = autolink.find(text, end);
            }
        }
    }
    found
}

fn first(next: &[Option<(Range<usize>, String)>]) -> Option<&(Range<usize>, String)> {
    next.iter().flatten().min_by_key(|(range, _)| (range.start, usize::MAX - range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_links(pairs: &[(&str, &str)], text: &str, expected: &[(&str, &str)]) {
        let autolinks: Vec<_> =
            pairs.iter().map(|(pattern, url)| Autolink::new(pattern, url).expect("an autolink")).collect();
        let found = identifiers(&autolinks, text);
        let found: Vec<_> = found.iter().map(|(range, url)| (&text[range.clone()], url.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn identifiers_stand_between_word_boundaries() {
        let pairs = [("(SECMP|MP|DP)[0-9]{3,4}", "https://m.example/{0}/{1}")];
        let mp = ("MP123", "https://m.example/MP123/MP");
        check_links(&pairs, "MP123", &[mp]);
        check_links(&pairs, "(MP123), xMP123 MP12345 MP12 éMP123", &[mp]);
        check_links(&pairs, "SECMP1234/MP123", &[("SECMP1234", "https://m.example/SECMP1234/SECMP"), mp]);
    }

    #[test]
    fn the_leftmost_then_longest_identifier_wins() {
        let pairs = [("A[0-9]", "https://a/{0}"), ("A[0-9]-B", "https://b/{0}"), ("B-A1", "https://c/{0}")];
        check_links(&pairs, "A1-B", &[("A1-B", "https://b/A1-B")]);
        check_links(&pairs, "B-A1-B A2", &[("B-A1", "https://c/B-A1"), ("A2", "https://a/A2")]);
    }

    #[test]
    fn matches_are_encoded_into_the_url() {
        check_links(
            &[("#[^ ]+", "https://a/{0}?{0}")],
            "#é/\"&{1}",
            &[("#é/\"&{1}", "https://a/%23%C3%A9%2F%22%26%7B1%7D?%23%C3%A9%2F%22%26%7B1%7D")],
        );
    }

    #[track_caller]
    fn check_fault(pattern: &str, url: &str, expected: &Rule) {
        let rule = Autolink::new(pattern, url).expect_err("a fault");
        assert_eq!(rule.slug, expected.slug, "{pattern} {url}");
    }

    #[test]
    fn autolinks_that_cannot_work() {
        check_fault("(", "https://a/{0}", &AUTOLINK_PATTERN);
        check_fault("a)|(b", "https://a/{0}", &AUTOLINK_PATTERN);
        for pattern in ["", "[0-9]*", "MP|", r"\b", "$", "x*|MP[0-9]+"] {
            check_fault(pattern, "https://a/{0}", &AUTOLINK_EMPTY);
        }
        check_fault("A", "https://a/{1}", &AUTOLINK_GROUP);
        check_fault("(A)", "https://a/{2}", &AUTOLINK_GROUP);
        for url in ["javascript:{0}", "//a/{0}", "/a/{0}", "{0}://a", "https://", "https:///{0}", "mailto:", ""] {
            check_fault("A", url, &AUTOLINK_URL);
        }
    }
}
