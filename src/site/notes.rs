//! The numbers of footnotes on one page.
//!
//! A note gets its number at its first use, so that a definition nobody refers to leaves no gap and no trace (S4).
//!
//! **Invariant.** Numbers are 1, 2, 3 in the order of first use.

use crate::record::text::Block;
use crate::record::walk;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Footnotes defined, and those referred to so far.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    defined: Vec<Note<'a>>,
    labels: BTreeMap<&'a str, usize>,
    /// Places in `defined`, in the order of first use.
    used: Vec<usize>,
}

#[derive(Debug)]
struct Note<'a> {
    blocks: &'a [Block],
    number: Option<usize>,
    uses: usize,
}

impl<'a> Notes<'a> {
    /// Takes the definitions of a document; from now on its labels mean these.
    pub(super) fn define(&mut self, blocks: &'a [Block]) {
        for (label, blocks) in walk::footnotes_defined(blocks) {
            self.labels.insert(label, self.defined.len());
            self.defined.push(Note { blocks, number: None, uses: 0 });
        }
    }

    /// Counts a use: the number of the note, and which use of it this is, both from 1.
    pub(super) fn refer(&mut self, label: &str) -> Option<(usize, usize)> {
        let place = *self.labels.get(label)?;
        let note = &mut self.defined[place];
        let number = *note.number.get_or_insert_with(|| {
            self.used.push(place);
            self.used.len()
        });
        note.uses += 1;
        Some((number, note.uses))
    }

    /// The text of a note, by its number.
    pub(super) fn text(&self, number: usize) -> Option<&'a [Block]> {
        let place = *self.used.get(number.checked_sub(1)?)?;
        Some(self.defined[place].blocks)
    }

    /// Links back to each use of a note, by its number.
    pub(super) fn ways_back(&self, number: usize) -> String {
        let uses = self.used.get(number - 1).map_or(0, |place| self.defined[*place].uses);
        let mut links = String::new();
        for usage in 1..=uses {
            let which = if usage == 1 { String::new() } else { format!("<sup>{usage}</sup>") };
            let name = if uses == 1 { String::new() } else { format!(", use {usage}") };
            let _ = write!(
                links,
                " <a class=\"note-back\" href=\"#note-{number}-use-{usage}\" \
                 aria-label=\"Back to the text of note {number}{name}\">↑{which}</a>"
            );
        }
        links
    }
}
