//! The words by which a committee decides, and how a bold phrase is judged by them.
//!
//! **Invariant.** Only a word in capitals that is in the list is an outcome; a near miss is a remark, never a decision.

use super::text::Position;
use super::words::{is_adverb, is_auxiliary};
use crate::classification::Classification;
use std::collections::BTreeSet;

/// The outcome words of the site (`[decisions] outcomes` in its configuration).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes(BTreeSet<String>);

const VERBS: [&str; 13] = [
    "noted",
    "approved",
    "agreed",
    "deferred",
    "rejected",
    "endorsed",
    "recommended",
    "confirmed",
    "determined",
    "requested",
    "accepted",
    "withdrawn",
    "resolved",
];

impl Default for Outcomes {
    fn default() -> Self {
        Self::new(VERBS.map(str::to_owned))
    }
}

impl Outcomes {
    /// Takes the words in any letter case.
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let plain = |word: String| word.trim().to_lowercase();
        Self(words.into_iter().map(plain).filter(|word| !word.is_empty()).collect())
    }

    /// The outcome that a word in capitals names: `approved` for `APPROVED`, none for `Approved`.
    pub fn named(&self, word: &str) -> Option<&str> {
        let is_capitals = !word.is_empty() && !word.chars().any(char::is_lowercase);
        if is_capitals { self.0.get(&word.to_lowercase()).map(String::as_str) } else { None }
    }

    /// Judges the text of a bold phrase.
    pub(super) fn judge<'a>(&'a self, bold: &'a str) -> Judgement<'a> {
        let word = bold.trim().trim_end_matches(|c: char| !c.is_alphanumeric());
        if let Some((outcome, form)) = self.read(word) {
            return Judgement::Outcome { word, outcome, form };
        }
        if self.begins(word) {
            return Judgement::BeginsWithOutcome;
        }
        if is_in_capitals(word) && !is_marking(word) {
            return Judgement::Capitals;
        }
        Judgement::Plain
    }

    /// The outcome that a phrase in capitals is, and in which form: `APPROVED`, `APPROVE`, `DID NOT APPROVE`.
    fn read(&self, phrase: &str) -> Option<(&str, Form)> {
        if let Some(outcome) = self.named(phrase) {
            return Some((outcome, Form::Past));
        }
        if let Some(outcome) = self.named_by_base(phrase) {
            return Some((outcome, Form::Base));
        }
        let (before, verb) = phrase.rsplit_once(char::is_whitespace)?;
        let is_negative = before.split_whitespace().any(|word| matches!(word, "NOT" | "NEVER"));
        let is_of_verb = before.split_whitespace().all(|word| is_auxiliary(word) || is_adverb(word));
        let outcome = self.named(verb).or_else(|| self.named_by_base(verb)).filter(|_| is_negative && is_of_verb)?;
        Some((outcome, Form::Denied))
    }

    /// The outcome that a verb in capitals is the base of: `approved` for `APPROVE`.
    fn named_by_base(&self, word: &str) -> Option<&str> {
        if word.len() <= 2 || word == "NOT" || !word.chars().all(char::is_uppercase) {
            return None;
        }
        let base = word.to_lowercase();
        let last = base.chars().next_back()?;
        let endings = ["d".to_owned(), "ed".to_owned(), "n".to_owned(), format!("{last}ed")];
        let regular = endings.into_iter().map(|ending| format!("{base}{ending}"));
        let in_y = base.strip_suffix('y').map(|stem| format!("{stem}ied"));
        regular.chain(in_y).find_map(|past| self.0.get(&past)).map(String::as_str)
    }

    fn begins(&self, phrase: &str) -> bool {
        self.0.iter().any(|outcome| {
            let rest = phrase.strip_prefix(outcome.to_uppercase().as_str());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }
}

/// What a bold phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement<'a> {
    /// One outcome word, or its denial, with nothing but punctuation after it.
    Outcome { word: &'a str, outcome: &'a str, form: Form },
    /// An outcome word and more words.
    BeginsWithOutcome,
    /// Capitals that are no outcome and no marking.
    Capitals,
    /// Any other emphasis.
    Plain,
}

/// The form that an outcome has in a bold phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `APPROVED`.
    Past,
    /// `APPROVE`, an outcome only where it is denied.
    Base,
    /// `NOT APPROVED`, `DID NOT APPROVE`.
    Denied,
}

/// Bold text that looks like an outcome and is none: a warning, because a decision may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Bold capitals that are no outcome: `**NOTTED**`.
    BoldCapitalsNoOutcome {
        /// Where the bold text begins.
        position: Position,
        /// The bold text, without emphasis.
        text: String,
    },
    /// An outcome in capitals that is not bold, or stands in a heading or inside a bold sentence.
    OutcomeNotRead {
        /// Where the word begins.
        position: Position,
    },
    /// A deferral whose sentence has several dates, or only the one that it is deferred from, or decides something else too.
    DeferralUnclear {
        /// Where the outcome begins.
        position: Position,
    },
    /// An outcome in a clause about another time or body: no decision of this meeting.
    OutcomeReported {
        /// Where the outcome begins.
        position: Position,
    },
    /// An outcome that may be decided or denied, or is to be decided yet: no decision.
    OutcomeUnclear {
        /// Where the outcome begins.
        position: Position,
    },
    /// A decision whose sentence is too long to be one.
    SentenceTooLong {
        /// Where the outcome begins.
        position: Position,
    },
    /// A bold phrase that begins with an outcome: `**APPROVED version 1.3**`.
    BoldPhraseBeginsWithOutcome {
        /// Where the bold text begins.
        position: Position,
        /// The bold text, without emphasis.
        text: String,
    },
}

impl Remark {
    /// Where the bold text begins.
    pub fn position(&self) -> Position {
        match self {
            Self::SentenceTooLong { position }
            | Self::OutcomeNotRead { position }
            | Self::DeferralUnclear { position }
            | Self::OutcomeReported { position }
            | Self::OutcomeUnclear { position }
            | Self::BoldCapitalsNoOutcome { position, .. }
            | Self::BoldPhraseBeginsWithOutcome { position, .. } => *position,
        }
    }
}

/// Two letters or more, and none that is not a capital.
fn is_in_capitals(phrase: &str) -> bool {
    let letters = || phrase.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 2 && letters().all(char::is_uppercase)
}

/// Classifications are the gate's to judge.
fn is_marking(phrase: &str) -> bool {
    let word = phrase.trim_start_matches(|c: char| !c.is_alphanumeric());
    Classification::read(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bold: &str, expected: Judgement<'_>) {
        assert_eq!(Outcomes::default().judge(bold), expected, "{bold}");
    }

    #[test]
    fn outcomes_in_capitals() {
        for verb in VERBS {
            let word = verb.to_uppercase();
            check(&word, Judgement::Outcome { word: &word, outcome: verb, form: Form::Past });
        }
        for bold in ["NOTED ", "NOTED:", "NOTED.", " NOTED,", "NOTED;", "NOTED –", "NOTED)"] {
            check(bold, Judgement::Outcome { word: "NOTED", outcome: "noted", form: Form::Past });
        }
    }

    #[test]
    fn phrases_that_begin_with_an_outcome() {
        for bold in [
            "APPROVED version 1.3",
            "NOTED that",
            "NOTED and APPROVED",
            "AGREED TO DEFER",
            "APPROVED/NOTED",
            "APPROVED-IN-PRINCIPLE",
            "NOTED: the update",
        ] {
            check(bold, Judgement::BeginsWithOutcome);
        }
    }

    #[test]
    fn capitals_that_are_no_outcome() {
        for bold in [
            "NOTTED",
            "CONSIDERED",
            "SSC",
            "APPROVEDLY",
            "NOT",
            "(APPROVED)",
            "CPA SC",
            "SECMP0057",
            "RED AND AMBER",
            "ÉLU",
        ] {
            check(bold, Judgement::Capitals);
        }
    }

    #[test]
    fn other_bold_text() {
        for bold in [
            "Approved",
            "approved",
            "noted",
            "A",
            "V1.3",
            "1.3",
            "",
            "Action:",
            "SSC Chair",
            "GREEN",
            "(RED)",
            "TLP:AMBER+STRICT",
            "White",
            "also APPROVED",
        ] {
            check(bold, Judgement::Plain);
        }
    }

    #[test]
    fn a_list_of_the_site() {
        let outcomes = Outcomes::new(["Ratified ".to_owned(), String::new()]);
        assert_eq!(outcomes.named("RATIFIED"), Some("ratified"));
        assert_eq!(outcomes.named("NOTED"), None);
        assert_eq!(outcomes.judge("NOTED"), Judgement::Capitals);
        assert_eq!(outcomes.judge(""), Judgement::Plain);
    }
}
