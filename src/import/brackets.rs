//! The bracket group that ends a text, and what it reads as.
//!
//! It looks at the last group only, and no further back than a marking can be long.
//!
//! **Invariant.** A group that holds a colour in capitals, in whatever company, never reads as `Other`.

use crate::classification::{Classification, colour};

const OPENERS: [char; 10] = ['(', '[', '{', '（', '［', '｛', '【', '〔', '〈', '❨'];
const CLOSERS: [char; 10] = [')', ']', '}', '）', '］', '｝', '】', '〕', '〉', '❩'];
const EMPHASIS: [char; 3] = ['*', '_', '`'];
const LONGEST: usize = 60;

const FOREIGN: [&str; 10] = [
    "CONFIDENTIAL",
    "RESTRICTED",
    "SECRET",
    "SENSITIVE",
    "OFFICIAL",
    "PRIVATE",
    "PROTECTED",
    "ORANGE",
    "YELLOW",
    "BLACK",
];

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
    inner: &'a str,
    round: bool,
    left: &'a str,
    right: &'a str,
}

impl<'a> Group<'a> {
    /// The group that a text ends with.
    pub(super) fn last(text: &'a str) -> Option<Group<'a>> {
        let core = text.trim_end_matches(EMPHASIS);
        let right = text.get(core.len()..)?;
        let closer = core.chars().next_back().filter(|c| CLOSERS.contains(c))?;
        let inside = core.get(..core.len() - closer.len_utf8())?;
        let (at, opener) = opening(inside)?;
        let before = inside.get(..at)?;
        let escaped = before.ends_with('\\') || inside.ends_with('\\');
        let plain = before.trim_end_matches('\\');
        let bare = if right.is_empty() { plain } else { plain.strip_suffix(right).unwrap_or(plain) };
        Some(Group {
            before: bare,
            inner: inside.get(at + opener.len_utf8()..)?,
            round: opener == '(' && closer == ')' && !escaped,
            left: plain.get(bare.len()..)?,
            right,
        })
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
        let bold = self.left == "**" && self.right == "**";
        let plain = self.left.is_empty() && self.right.is_empty();
        let inner = match self.inner.strip_prefix("**") {
            Some(inner) if plain => inner.strip_suffix("**")?,
            _ => self.inner,
        };
        (self.round && (bold || plain)).then(|| Classification::read(inner)).flatten()
    }

    /// Whether it is too long to be an abbreviation of three letters.
    pub(super) fn is_long(&self) -> bool {
        letters(self.inner).chars().count() >= 4
    }

    /// What it says.
    pub(super) fn reading(&self) -> Reading {
        let flat = letters(self.inner);
        if let Some(colour) = flat_colour(&flat) {
            return Reading::One(colour);
        }
        let words = words(self.inner);
        let colours: Vec<Option<Classification>> = words.iter().map(|w| flat_colour(w)).collect();
        if let Some(reading) = several(&words, &colours) {
            return reading;
        }
        if words.len() == 1 && is_near(&flat) && !is_abbreviation(&flat, self.before) {
            return Reading::Near;
        }
        if !words.is_empty() && words.iter().all(|w| FOREIGN.contains(&w.as_str())) {
            return Reading::Foreign;
        }
        let capital = words.iter().zip(&colours).any(|(w, c)| c.is_some() && *w == w.to_uppercase());
        let edge = [colours.first(), colours.last()].iter().any(|c| matches!(c, Some(Some(_))));
        if capital || edge { Reading::Mixed } else { Reading::Other }
    }
}

fn opening(inside: &str) -> Option<(usize, char)> {
    let found = inside.char_indices().rev().take(LONGEST).find(|(_, c)| OPENERS.contains(c) || CLOSERS.contains(c));
    found.filter(|(_, c)| OPENERS.contains(c))
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

fn letters(inner: &str) -> String {
    inner.chars().filter(|c| !c.is_whitespace() && !"*_`\\-\u{2010}\u{2011}".contains(*c)).collect()
}

fn flat_colour(word: &str) -> Option<Classification> {
    let upper = word.to_uppercase();
    let bare = upper.strip_prefix("TLP").map_or(upper.as_str(), |w| w.trim_start_matches(':'));
    match bare {
        "AMBER+STRICT" | "AMBERSTRICT" => Some(Classification::Amber),
        "CLEAR" if upper.starts_with("TLP") => Some(Classification::White),
        _ => Classification::read(bare),
    }
}

fn words(inner: &str) -> Vec<String> {
    let split = inner.split(|c: char| c.is_whitespace() || "/,;+&–—|".contains(c)).map(letters);
    split.filter(|w| !w.is_empty() && w != "and" && w != "or").collect()
}

fn several(words: &[String], colours: &[Option<Classification>]) -> Option<Reading> {
    let strictest = colours.iter().flatten().max()?;
    if words.len() < 2 {
        return None;
    }
    if colours.iter().all(Option::is_some) {
        let same = colours.windows(2).all(|pair| pair[0] == pair[1]);
        return Some(if same { Reading::One(*strictest) } else { Reading::Several(*strictest) });
    }
    let near = words.iter().zip(colours).all(|(w, c)| c.is_some() || is_near(w));
    near.then_some(Reading::Several(Classification::Red))
}

fn is_near(word: &str) -> bool {
    !colour::is_ordinary(word) && colour::is_near(&word.to_lowercase())
}

/// Whether letters are the initials of the words before them.
fn is_abbreviation(letters: &str, before: &str) -> bool {
    let count = letters.chars().count();
    let tail: Vec<&str> = before.split_whitespace().rev().take(count * 2).collect();
    let initials = tail.iter().rev().flat_map(|w| w.split('-')).filter_map(|w| w.chars().find(|c| c.is_alphanumeric()));
    let initials: Vec<char> = initials.flat_map(char::to_uppercase).collect();
    let wanted: Vec<char> = letters.chars().flat_map(char::to_uppercase).collect();
    let capitals: Vec<char> = tail
        .iter()
        .rev()
        .flat_map(|w| w.split('-'))
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    initials.ends_with(&wanted) || capitals.ends_with(&wanted)
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
        check("a (OFFICIAL-SENSITIVE)", Reading::Other);
        check("a (OFFICIAL / SENSITIVE)", Reading::Foreign);
        check("a (RED item)", Reading::Mixed);
        check("a (the Green one)", Reading::Other);
        check("Exit Declaration (ED)", Reading::Other);
        check("a (HAN)", Reading::Other);
    }
}
