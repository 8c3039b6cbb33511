//! Identifiers in prose that become links, as the configuration has them.
//!
//! It finds places in a text and says where they lead; the printer decides which texts are prose.
//!
//! **Invariant.** A match is one encoded part of its URL, whatever the pattern lets through.

use super::html::{Href, push_encoded};
use regex::{Captures, Regex};
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

/// An `[[autolink]]` of the configuration: a pattern, and the URL that a match leads to.
#[derive(Clone, Debug)]
pub struct Autolink {
    pattern: Regex,
    url: String,
}

/// What is wrong with an `[[autolink]]`.
#[derive(Clone, Debug, PartialEq)]
pub enum AutolinkFault {
    /// The pattern is no regular expression.
    Pattern(regex::Error),
    /// The pattern matches the empty text.
    Empty,
    /// The URL names a group that the pattern does not have.
    Group(usize),
    /// The URL is neither `https:`, `http:`, `mailto:` nor a path of this site.
    Destination,
}

impl fmt::Display for AutolinkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(error) => error.fmt(f),
            Self::Empty => f.write_str("the pattern matches the empty text"),
            Self::Group(number) => write!(f, "the pattern has no group {number}"),
            Self::Destination => f.write_str("the URL is neither https:, http:, mailto: nor a path"),
        }
    }
}

/// `{0}` to `{9}` in a URL.
static GROUP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{([0-9])\}").expect("the pattern is right"));

impl Autolink {
    /// Takes a pattern, matched between word boundaries, and a URL in which `{0}` is the match and `{1}` its first group.
    ///
    /// # Errors
    ///
    /// Where the pattern, the URL or the two together cannot work.
    pub fn new(pattern: &str, url: &str) -> Result<Self, AutolinkFault> {
        let alone = Regex::new(pattern).map_err(AutolinkFault::Pattern)?;
        if alone.is_match("") {
            return Err(AutolinkFault::Empty);
        }
        let mut groups = GROUP.captures_iter(url).map(|group| number(&group));
        if let Some(group) = groups.find(|group| *group >= alone.captures_len()) {
            return Err(AutolinkFault::Group(group));
        }
        if target(GROUP.replace_all(url, "0").into_owned()).destination().is_none() {
            return Err(AutolinkFault::Destination);
        }
        let bounded = format!(r"\b{{start-half}}(?:{pattern})\b{{end-half}}");
        let pattern = Regex::new(&bounded).map_err(AutolinkFault::Pattern)?;
        Ok(Self { pattern, url: url.to_owned() })
    }

    /// The first match from a place on, with the URL that it leads to.
    fn find(&self, text: &str, from: usize) -> Option<(Range<usize>, Href)> {
        let found = self.pattern.captures_at(text, from)?;
        let range = found.get(0)?.range();
        let url = GROUP.replace_all(&self.url, |group: &Captures<'_>| {
            encode(found.get(number(group)).map_or("", |part| part.as_str()))
        });
        (!range.is_empty()).then(|| (range, target(url.into_owned())))
    }
}

fn number(group: &Captures<'_>) -> usize {
    group[1].parse().unwrap_or_default()
}

fn target(url: String) -> Href {
    if url.starts_with(['/', '?', '#']) { Href::Internal(url) } else { Href::External(url) }
}

/// Encodes a match so that it is one part of a URL, whatever the pattern lets through.
fn encode(part: &str) -> String {
    let mut encoded = String::new();
    for c in part.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
            encoded.push(c);
        } else {
            push_encoded(&mut encoded, c);
        }
    }
    encoded
}

/// The identifiers in a text, from left to right; of those that begin together, the longest.
pub(super) fn identifiers(autolinks: &[Autolink], text: &str) -> Vec<(Range<usize>, Href)> {
    let mut found = Vec::new();
    let mut next: Vec<_> = autolinks.iter().map(|autolink| autolink.find(text, 0)).collect();
    while let Some((range, href)) = first(&next).cloned() {
        let end = range.end;
        found.push((range, href));
        for (autolink, next) in autolinks.iter().zip(&mut next) {
            if next.as_ref().is_some_and(|(range, _)| range.start < end) {
                *next = autolink.find(text, end);
            }
        }
    }
    found
}

fn first(next: &[Option<(Range<usize>, Href)>]) -> Option<&(Range<usize>, Href)> {
    next.iter().flatten().min_by_key(|(range, _)| (range.start, usize::MAX - range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_links(pairs: &[(&str, &str)], text: &str, expected: &[(&str, &str)]) {
        let autolinks: Vec<_> =
            pairs.iter().map(|(pattern, url)| Autolink::new(pattern, url).expect("an autolink")).collect();
        let found: Vec<_> = identifiers(&autolinks, text)
            .into_iter()
            .map(|(range, href)| (&text[range], href.destination().expect("a destination")))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(text, url)| (*text, url.to_string())).collect();
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
        let pairs = [("A[0-9]", "/a/{0}"), ("A[0-9]-B", "/b/{0}"), ("B-A1", "/c/{0}")];
        check_links(&pairs, "A1-B", &[("A1-B", "/b/A1-B")]);
        check_links(&pairs, "B-A1-B A2", &[("B-A1", "/c/B-A1"), ("A2", "/a/A2")]);
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
    fn check_fault(pattern: &str, url: &str, expected: &str) {
        let fault = Autolink::new(pattern, url).expect_err("a fault").to_string();
        assert!(fault.contains(expected), "{fault}");
    }

    #[test]
    fn autolinks_that_cannot_work() {
        check_fault("(", "/{0}", "regex parse error");
        check_fault("a)|(b", "/{0}", "regex parse error");
        check_fault("[0-9]*", "/{0}", "empty");
        check_fault("(A)", "/{2}", "group 2");
        check_fault("A", "javascript:{0}", "neither");
        check_fault("A", "//{0}", "neither");
        check_fault("https", "{0}://a", "neither");
    }
}
