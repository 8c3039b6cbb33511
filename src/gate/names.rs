//! Names that hold a colour and are no marking: a text is read without them (R11).
//!
//! It knows no detector: what it blanks out, none of them sees, in any view.
//!
//! **Invariant.** A text keeps its length; only letters of whole names change.

use super::outline::{Block, Outline};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What stands in the place of a name's letters: part of a word, and like no colour.
const BLANK: char = 'x';

/// The phrases of `[policy] names`, by their first word.
#[derive(Clone, Debug, Default, Hash)]
pub struct Names(BTreeMap<Vec<char>, Vec<Vec<char>>>);

impl Names {
    /// These phrases, the longest first.
    pub fn new(phrases: &[String]) -> Self {
        let mut names: BTreeMap<Vec<char>, Vec<Vec<char>>> = BTreeMap::new();
        for phrase in phrases {
            let phrase: Vec<char> = phrase.chars().collect();
            let first = phrase.iter().copied().take_while(|c| c.is_alphanumeric()).collect();
            names.entry(first).or_default().push(phrase);
        }
        for alike in names.values_mut() {
            alike.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        Self(names)
    }

    /// The letters of all blocks without the names.
    pub(super) fn out_of<'o>(&self, outline: &'o Outline) -> Cow<'o, [char]> {
        let mut all = Cow::Borrowed(outline.chars.as_slice());
        for text in outline.blocks.iter().map(Block::text).filter(|_| !self.0.is_empty()) {
            let mut chars = Cow::Borrowed(&outline.chars[text.clone()]);
            self.blank(&mut chars);
            if let Cow::Owned(blanked) = chars {
                all.to_mut()[text].copy_from_slice(&blanked);
            }
        }
        all
    }

    /// Blanks out the letters of every name that stands whole.
    pub(super) fn blank(&self, text: &mut Cow<'_, [char]>) {
        if self.0.is_empty() {
            return;
        }
        let mut at = 0;
        while at < text.len() {
            let end = at + text[at..].iter().take_while(|c| c.is_alphanumeric()).count();
            let found =
                self.0.get(&text[at..end]).and_then(|names| names.iter().find_map(|name| whole(text, at, name)));
            if let Some(end) = found {
                text.to_mut()[at..end].iter_mut().filter(|c| c.is_alphanumeric()).for_each(|c| *c = BLANK);
                at = end;
            } else {
                at = end.max(at + 1);
            }
        }
    }
}

/// Where a name ends that begins here, with any white space for its own; the next line of a quote has its prefix.
fn whole(text: &[char], start: usize, name: &[char]) -> Option<usize> {
    let mut at = start;
    for c in name {
        if *c == ' ' {
            let gap = text[at..].iter().take_while(|c| matches!(c, ' ' | '\n' | '>')).count();
            at += Some(gap).filter(|gap| *gap > 0)?;
        } else if text.get(at) == Some(c) {
            at += 1;
        } else {
            return None;
        }
    }
    text.get(at).is_none_or(|c| !c.is_alphanumeric()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_blanked_out() {
        let names = Names::new(&["Green Deal".to_owned(), "Mr White".to_owned(), "Red".to_owned()]);
        for (text, expected) in [
            ("the Green Deal (Green Deal)", "the xxxxx xxxx (xxxxx xxxx)"),
            ("Green\nDeal", "xxxxx\nxxxx"),
            ("Green Deals, green deal, aGreen Deal", "Green Deals, green deal, aGreen Deal"),
            ("Mr White", "xx xxxxx"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let mut read = Cow::Borrowed(chars.as_slice());
            names.blank(&mut read);
            assert_eq!(read.iter().collect::<String>(), expected);
        }
    }
}
