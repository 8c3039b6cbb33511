//! The words by which English classifies something, those of other policies, and which phrases can be names (R9, R11).
//!
//! It knows words, not sentences: the gate's `statement` and `policies` do.

use super::colour::{is_capital_colour, is_colour, letters, words};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word can do in a sentence that classifies something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// "classified": a colour may follow without "as".
    Classify,
    /// "marked": it classifies in any letter case, but says "as".
    Mark,
    /// "designated", "deemed": a colour with a capital may follow without "as".
    Deem,
    /// "labelled".
    Label,
    /// "treated", "recorded": said of much else.
    Treat,
    /// "classification".
    Noun,
    /// "marking": a noun or a verb.
    Marking,
    /// What a classification is given to: "item", "paper".
    Thing,
    /// "as".
    As,
    /// "is", "being".
    Be,
    /// "to".
    To,
    /// "of".
    Of,
    /// "a", "the".
    Article,
    /// "and", "or".
    Joiner,
    /// "has", "given": a classification may follow.
    Has,
    /// "formally": it parts nothing.
    Adverb,
    /// Any other.
    Other,
}

impl Sense {
    /// Whether it is a verb that classifies.
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::Classify | Self::Mark | Self::Deem | Self::Label | Self::Treat | Self::Marking)
    }

    /// Whether it is a noun for a classification.
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::Noun | Self::Marking)
    }
}

/// The words that do something in such a sentence, in small letters.
const SENSES: &[(Sense, &[&str])] = &[
    (
        Sense::Classify,
        &[
            "classify",
            "classifies",
            "classified",
            "classifying",
            "reclassify",
            "reclassifies",
            "reclassified",
            "reclassifying",
            "classed",
            "classing",
        ],
    ),
    (Sense::Mark, &["mark", "marks", "marked"]),
    (Sense::Deem, &["designate", "designates", "designated", "designating", "deem", "deems", "deemed", "deeming"]),
    (Sense::Label, &["label", "labels", "labelled", "labelling", "labeled", "labeling"]),
    (Sense::Treat, &["treat", "treats", "treated", "treating", "record", "records", "recorded", "recording"]),
    (
        Sense::Noun,
        &["classification", "classifications", "reclassification", "designation", "designations", "sensitivity"],
    ),
    (Sense::Marking, &["marking", "markings"]),
    (
        Sense::Thing,
        &[
            "item",
            "items",
            "paper",
            "papers",
            "section",
            "sections",
            "matter",
            "matters",
            "material",
            "materials",
            "document",
            "documents",
            "information",
            "portion",
            "portions",
            "minutes",
            "report",
            "reports",
            "annex",
            "annexes",
            "appendix",
            "appendices",
            "discussion",
            "discussions",
            "content",
            "contents",
            "paragraph",
            "paragraphs",
            "update",
            "presentation",
        ],
    ),
    (Sense::As, &["as"]),
    (
        Sense::Be,
        &[
            "is", "are", "was", "were", "be", "been", "being", "remain", "remains", "remained", "become", "becomes",
            "became",
        ],
    ),
    (Sense::To, &["to"]),
    (Sense::Of, &["of"]),
    (Sense::Article, &["a", "an", "the", "its"]),
    (Sense::Joiner, &["and", "or"]),
    (
        Sense::Has,
        &[
            "has", "have", "had", "having", "given", "with", "carry", "carries", "carried", "carrying", "bear",
            "bears", "bearing", "under", "assigned", "require", "requires", "required", "receive", "receives",
            "received",
        ],
    ),
    (
        Sense::Adverb,
        &[
            "now",
            "also",
            "only",
            "still",
            "again",
            "hereby",
            "therefore",
            "strictly",
            "formally",
            "wholly",
            "entirely",
            "provisionally",
            "correctly",
            "wrongly",
            "clearly",
            "currently",
            "initially",
            "previously",
            "subsequently",
            "rightly",
            "properly",
            "fully",
            "jointly",
            "both",
            "either",
        ],
    ),
];

/// What a word can do, by its letters in small letters.
pub fn sense(word: &str) -> Sense {
    static BY_WORD: LazyLock<FxHashMap<&str, Sense>> =
        LazyLock::new(|| SENSES.iter().flat_map(|(sense, words)| words.iter().map(|word| (*word, *sense))).collect());
    BY_WORD.get(word).copied().unwrap_or(Sense::Other)
}

/// The terms by which other policies restrict a text (R11).
pub const OTHER_POLICIES: &[&[&str]] = &[
    &["confidential"],
    &["in", "confidence"],
    &["commercially", "sensitive"],
    &["commercial", "sensitive"],
    &["official", "sensitive"],
    &["restricted"],
    &["secret"],
    &["in", "camera"],
    &["exempt"],
    &["private", "session"],
    &["closed", "session"],
    &["not", "for", "publication"],
];

/// How many words the term has that stands first in a list; 0 where none does.
pub fn policy_term(words: &[String]) -> usize {
    let is_first = |term: &&&[&str]| words.len() >= term.len() && term.iter().zip(words).all(|(a, b)| a == b);
    OTHER_POLICIES.iter().find(is_first).map_or(0, |term| term.len())
}

/// Whether a character opens or closes a bracket group, of any kind that Unicode knows.
pub fn is_bracket(c: char) -> bool {
    is_opening(c) || is_closing(c)
}

/// Whether a character opens a bracket group; low quotation marks open none.
pub fn is_opening(c: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    match c {
        '(' | '[' | '{' => true,
        '‚' | '„' => false,
        _ => !c.is_ascii() && c.general_category() == GeneralCategory::OpenPunctuation,
    }
}

/// Whether a character closes a bracket group.
pub fn is_closing(c: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    match c {
        ')' | ']' | '}' => true,
        _ => !c.is_ascii() && c.general_category() == GeneralCategory::ClosePunctuation,
    }
}

/// Whether a phrase can be a name that holds a colour or a term of another policy and means neither (R11): it has
/// a word that is neither of the two, no TLP form and no word of marking; no brackets, and no colour in capitals.
pub fn is_name(phrase: &str) -> bool {
    let text: Vec<char> = phrase.chars().collect();
    let found: Vec<_> = words(&text).collect();
    let shouts = found.iter().any(|word| is_capital_colour(&text[word.clone()]));
    let known: Vec<String> = found.iter().map(|word| letters(&text[word.clone()])).collect();
    let mut at = 0;
    let mut has_own = false;
    while at < known.len() {
        let term = policy_term(&known[at..]);
        has_own |= term == 0 && is_own_word(&known[at]);
        at += term.max(1);
    }
    let is_plain = phrase.trim() == phrase && !text.iter().any(|c| is_bracket(*c) || c.is_control());
    has_own && !shouts && is_plain
}

/// A word that is neither a colour, nor of a TLP form, nor one of marking.
fn is_own_word(word: &str) -> bool {
    let is_tlp = word.starts_with("tlp") || word == "strict" || word == "clear";
    let is_marking = sense(word) != Sense::Other && word != "paper" && word != "papers";
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    !(is_colour(word) || is_tlp || is_marking || is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_more_than_colours_and_words_of_marking() {
        for name in ["Green Deal", "White Paper", "Mr White", "Amber Rudd", "Secret Garden Trust", "Red List"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "Red",
            "",
            " ",
            "Red Amber",
            "RED Team",
            "Team (Red)",
            "TLP Red",
            "marked as Red",
            "Red item",
            "the Red",
            "Confidential",
            "in confidence",
            "Red Confidential",
            "Red 1",
            " Green Deal",
            "Green\nDeal",
            "classification Red",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }
}
