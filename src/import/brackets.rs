//! The bracket group that ends a text as it was typed, with emphasis and escapes, and what it reads as.
//!
//! It looks at the last group only, and no further back than a marking can be long. What is a marking, nearly one or
//! looks like one, the words of classification say, as they do to the gate.
//!
//! **Invariant.** A group that holds a colour in capitals, in whatever company, never reads as `Other`.

use crate::classification::Classification;
use crate::classification::colour::{capital_colours, is_near, letters, words};
use crate::classification::group::{self, FARTHEST, LONGEST};
use crate::classification::vocabulary::policy_term;

const EMPHASIS: [char; 3] = ['*', '_', '`'];

/// What Markdown hides between letters.
const HIDDEN: [char; 3] = ['*', '`', '\\'];

/// Terms of other schemes, in capitals, beside those that the gate knows.
const FOREIGN: [&str; 7] = ["SENSITIVE", "OFFICIAL", "PRIVATE", "PROTECTED", "ORANGE", "YELLOW", "BLACK"];

/// What a group says about classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// One colour, in whatever typography.
    One(Classification),
    /// Several; the strictest (Red where one of them is only nearly a colour).
    Several(Classification),
    /// Nearly a colour.
    Near,
    /// A confidentiality term of another scheme.
    Foreign,
    /// A colour among other words.
    Mixed,
    /// Nothing.
    Other,
}

/// A bracket group at the end of a text, with the emphasis around it.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The text before it.
    pub(super) before: &'a str,
    /// With its brackets, without what emphasis and escapes put between its letters.
    shown: Vec<char>,
    /// It is a marking wherever it stands, if it is one.
    is_lawful: bool,
    left: &'a str,
    right: &'a str,
}

impl<'a> Group<'a> {
    /// The group that a text ends with.
    pub(super) fn last(text: &'a str) -> Option<Group<'a>> {
        let core = text.trim_end_matches(EMPHASIS);
        let right = &text[core.len()..];
        let end = tail(core, LONGEST);
        let length: usize = end[group::last(&end)?..].iter().map(|c| c.len_utf8()).sum();
        let (before, whole) = core.split_at(core.len() - length);
        let plain = before.trim_end_matches('\\');
        let bare = if right.is_empty() { plain } else { plain.strip_suffix(right).unwrap_or(plain) };
        let left = &plain[bare.len()..];
        let bold = whole.strip_prefix("(**").and_then(|rest| rest.strip_suffix("**)"));
        let is_plain = plain == before && !bold.unwrap_or(whole).contains(HIDDEN);
        let is_lawful = is_plain && matches!((left, right, bold), ("", "", _) | ("**", "**", None));
        let shown = whole.chars().filter(|c| !HIDDEN.contains(c)).collect();
        Some(Group { before: bare, shown, is_lawful, left, right })
    }

    /// Where it begins, with its emphasis.
    pub(super) fn start(&self) -> usize {
        self.before.len()
    }

    /// The text before it, with a bold span that closed after it closed before it.
    pub(super) fn before_balanced(&self) -> String {
        if self.left == self.right { self.before.trim_end().to_owned() } else { balanced(self.before) }
    }

    /// The colour, where the form is one that R8 accepts.
    pub(super) fn exact(&self) -> Option<Classification> {
        group::exact(&self.shown).filter(|_| self.is_lawful)
    }

    /// Whether it is one word, and too long to be an abbreviation of three letters.
    pub(super) fn is_long_word(&self) -> bool {
        words(self.inside()).count() == 1 && letters(self.inside()).len() >= 4
    }

    fn inside(&self) -> &[char] {
        &self.shown[1..self.shown.len() - 1]
    }

    /// What it says.
    pub(super) fn reading(&self) -> Reading {
        let inside = self.inside();
        if let Some(colour) = spelt(inside) {
            Reading::One(colour)
        } else if group::is_only_colours(inside) {
            of_colours(inside)
        } else if group::is_near_miss(&tail(self.before, FARTHEST), inside) {
            Reading::Near
        } else if is_foreign(inside) {
            Reading::Foreign
        } else if capital_colours(inside).next().is_some() || group::has_colour_at_edge(inside) {
            Reading::Mixed
        } else {
            Reading::Other
        }
    }
}

/// The last characters of a text.
fn tail(text: &str, count: usize) -> Vec<char> {
    let start = text.char_indices().rev().take(count).last().map_or(text.len(), |(at, _)| at);
    text[start..].chars().collect()
}

/// Closes a bold span that is open at the end of a text.
pub(super) fn balanced(text: &str) -> String {
    let text = text.trim_end();
    if text.matches("**").count().is_multiple_of(2) {
        return text.to_owned();
    }
    match text.strip_suffix("**") {
        Some(rest) => rest.trim_end().to_owned(),
        None => format!("{text}**"),
    }
}

/// The colour that letters spell, with gaps and hyphens between them or TLP before them; look-alikes spell none.
fn spelt(text: &[char]) -> Option<Classification> {
    let is_gap = |c: char| c.is_whitespace() || "_-\u{2010}\u{2011}".contains(c);
    let upper: String = text.iter().filter(|c| !is_gap(**c)).map(char::to_ascii_uppercase).collect();
    match upper.strip_prefix("TLP").map(|rest| rest.trim_start_matches(':')) {
        Some("CLEAR") => Some(Classification::White),
        bare => match bare.unwrap_or(&upper) {
            "AMBER+STRICT" | "AMBERSTRICT" => Some(Classification::Amber),
            bare => Classification::read(bare),
        },
    }
}

/// What a group of nothing but colours says: a near miss among them is Red, another word unclear.
fn of_colours(inside: &[char]) -> Reading {
    let parts = inside.split(|c| c.is_whitespace() || "/,;+&–—|".contains(*c));
    let parts: Vec<&[char]> = parts.filter(|part| !matches!(letters(part).as_str(), "" | "and" | "or")).collect();
    let is_near_word = |part: &&[char]| words(part).count() == 1 && is_near(&letters(part));
    let colours = parts.iter().map(|part| spelt(part));
    match (colours.clone().min().flatten(), colours.max().flatten()) {
        (Some(mildest), Some(strictest)) if mildest == strictest => Reading::One(strictest),
        (Some(_), Some(strictest)) => Reading::Several(strictest),
        _ if parts.iter().all(is_near_word) => Reading::Several(Classification::Red),
        _ => Reading::Mixed,
    }
}

/// Whether a group holds nothing but terms of other schemes.
fn is_foreign(inside: &[char]) -> bool {
    let shown: Vec<String> = words(inside).map(|word| inside[word].iter().collect()).collect();
    let small: Vec<String> = shown.iter().map(|word| word.to_lowercase()).collect();
    let mut at = 0;
    while at < shown.len() {
        let is_known = FOREIGN.contains(&shown[at].as_str()) || at > 0 && ["and", "or"].contains(&shown[at].as_str());
        match policy_term(&small[at..]) {
            0 if !is_known => return false,
            term => at += term.max(1),
        }
    }
    at > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Reading) {
        let group = Group::last(text).expect("a group");
        assert_eq!(group.reading(), expected, "{text}");
    }

    #[test]
    fn a_group_is_read() {
        check("a (**AM**BER)", Reading::One(Classification::Amber));
        check("a (TLP:AMBER+STRICT)", Reading::One(Classification::Amber));
        check("a (RED/AMBER)", Reading::Several(Classification::Red));
        check("a (GREEN/AMBR)", Reading::Several(Classification::Red));
        check("a (REDD)", Reading::Near);
        check("a (GRENE)", Reading::Near);
        check("a (OFFICIAL-SENSITIVE)", Reading::Foreign);
        check("a (in confidence)", Reading::Foreign);
        check("a (WHITE?)", Reading::Several(Classification::Red));
        check("a (R.E.D)", Reading::Mixed);
        check("a (bRED)", Reading::Near);
        check("a 〈RED〉", Reading::One(Classification::Red));
        check("a (OFFICIAL / SENSITIVE)", Reading::Foreign);
        check("a (RED item)", Reading::Mixed);
        check("a (the Green one)", Reading::Other);
        check("Exit Declaration (ED)", Reading::Other);
        check("a (HAN)", Reading::Other);
    }
}
