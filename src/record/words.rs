//! The words of a sentence before an outcome, as the reading of its force needs them: words, marks, and who is meant.
//!
//! **Invariant.** It knows English words and the committee's names; it decides nothing.

use std::collections::BTreeSet;

/// The names of the committee whose decisions are read, in small letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeSet<String>);

impl Names {
    /// Takes abbreviation, title and id, as far as they are known.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(str::to_lowercase).filter(|name| !name.is_empty()).collect())
    }

    /// Whether some words name a body other than the committee: `the Panel`, `NCSC`; things and persons are none.
    pub(super) fn is_other_body(&self, words: &[&str]) -> bool {
        let all = words.join(" ").to_lowercase();
        let is_own = self.0.iter().any(|name| all == *name || all.ends_with(&format!(" {name}")));
        let last = words.iter().rev().find(|word| !is_mark(word));
        !is_own && last.is_some_and(|word| is_any(word, &BODIES) || is_abbreviation(word))
    }

    /// Whether some words end in a name of the committee, or in what it calls itself.
    pub(super) fn is_own(&self, words: &[&str]) -> bool {
        let all = words.join(" ").to_lowercase();
        let is_named = self.0.iter().any(|name| all == *name || all.ends_with(&format!(" {name}")));
        is_named || words.last().is_some_and(|word| is_any(word, &SELVES))
    }
}

/// The words and marks of a text: a word keeps its hyphens and apostrophes, and the points inside it.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for piece in text.split_whitespace() {
        let inner = piece.trim_start_matches(|c: char| !c.is_alphanumeric());
        let bare = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
        let opening = &piece[..piece.len() - inner.len()];
        found.extend(opening.char_indices().map(|(at, c)| &opening[at..at + c.len_utf8()]));
        found.extend((!bare.is_empty()).then_some(bare));
        let closing = &inner[bare.len()..];
        found.extend(closing.char_indices().map(|(at, c)| &closing[at..at + c.len_utf8()]));
    }
    found
}

/// Whether it is punctuation.
pub(super) fn is_mark(word: &str) -> bool {
    !word.contains(char::is_alphanumeric)
}

/// Whether a word is one of a list, in any letter case.
pub(super) fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// `NCSC`, `DfT`; not `SMETS2`, which is a thing.
fn is_abbreviation(word: &str) -> bool {
    let letters = word.chars().all(char::is_alphabetic);
    letters && word.chars().count() >= 2 && word.chars().filter(|c| c.is_uppercase()).count() * 2 > word.chars().count()
}

/// What stands between a subject and its verb: auxiliaries.
pub(super) const AUXILIARIES: [&str; 32] = [
    "be", "been", "being", "is", "are", "was", "were", "am", "has", "have", "had", "having", "do", "does", "did",
    "will", "would", "shall", "should", "can", "could", "may", "might", "must", "to", "get", "got", "did", "not",
    "never", "cannot", "ought",
];

/// Whether a word is an auxiliary, in its short negative form too.
pub(super) fn is_auxiliary(word: &str) -> bool {
    is_any(word, &AUXILIARIES) || is_short_negative(word)
}

/// `didn't`, `wasn’t`.
pub(super) fn is_short_negative(word: &str) -> bool {
    let word = word.to_lowercase();
    word.ends_with("n't") || word.ends_with("n’t")
}

/// Whether a word may stand between an auxiliary and its verb.
pub(super) fn is_adverb(word: &str) -> bool {
    let fixed = [
        "further",
        "again",
        "also",
        "therefore",
        "then",
        "thus",
        "instead",
        "once",
        "yet",
        "so",
        "now",
        "still",
        "just",
        "either",
        "hereby",
        "hence",
        "first",
        "already",
        "ever",
        "even",
        "all",
        "both",
        "today",
        "always",
        "nonetheless",
        "nevertheless",
        "however",
        "herewith",
    ];
    is_any(word, &fixed) || (word.len() > 3 && word.to_lowercase().ends_with("ly"))
}

const BODIES: [&str; 22] = [
    "panel",
    "board",
    "authority",
    "council",
    "government",
    "department",
    "minister",
    "ministers",
    "secretary",
    "state",
    "ofgem",
    "regulator",
    "parliament",
    "court",
    "commission",
    "ministry",
    "agency",
    "cabinet",
    "directors",
    "trustees",
    "inspectorate",
    "executive",
];

const SELVES: [&str; 16] = [
    "committee",
    "sub-committee",
    "subcommittee",
    "members",
    "meeting",
    "we",
    "it",
    "they",
    "group",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "all",
    "majority",
    "attendees",
];
