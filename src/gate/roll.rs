//! The names of what is withheld, so that an author is told "withheld" rather than "missing" (R17).
//!
//! **Invariant.** It answers yes or no about a name that its caller already knows; it lists nothing, and nothing
//! in the output is made from it.

use super::layout::Place;
use crate::slug::Slug;
use crate::version::VersionLabel;
use std::collections::{BTreeMap, BTreeSet};

/// What is withheld of a document.
#[derive(Debug, PartialEq, Eq)]
pub enum Withheld {
    /// All of it.
    Whole,
    /// Sections with these anchors.
    Anchors(Vec<String>),
}

/// The withheld documents and sections of a tree.
#[derive(Default)]
pub struct Roll {
    documents: BTreeMap<Place, Withheld>,
    versions: BTreeMap<Slug, BTreeSet<VersionLabel>>,
}

impl std::fmt::Debug for Roll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Roll")
    }
}

impl Roll {
    pub(super) fn add(&mut self, place: &Place, anchors: Vec<String>, is_whole: bool) {
        if is_whole {
            self.documents.insert(place.clone(), Withheld::Whole);
        } else if !anchors.is_empty() {
            self.documents.insert(place.clone(), Withheld::Anchors(anchors));
        }
    }

    /// Enters a withheld version that is no draft.
    pub(super) fn add_version(&mut self, place: &Place) {
        if let Place::Version(standard, stem) = place
            && let Some(label) = VersionLabel::new(stem.as_str())
        {
            self.versions.entry(standard.clone()).or_default().insert(label);
        }
    }

    /// Whether an approved version of a standard that comes after one label, and before another, is withheld.
    pub fn withholds_version(
        &self,
        standard: &Slug,
        after: Option<&VersionLabel>,
        before: Option<&VersionLabel>,
    ) -> bool {
        let mut withheld = self.versions.get(standard).into_iter().flatten();
        withheld.any(|label| after.is_none_or(|after| label > after) && before.is_none_or(|before| label < before))
    }

    /// Whether there is such a document, and it is withheld.
    pub fn withholds(&self, place: &Place) -> bool {
        self.documents.get(place) == Some(&Withheld::Whole)
    }

    /// Whether there is such a place in a published document, and it is withheld.
    pub fn withholds_anchor(&self, place: &Place, anchor: &str) -> bool {
        match self.documents.get(place) {
            Some(Withheld::Whole) => true,
            Some(Withheld::Anchors(anchors)) => anchors.iter().any(|known| is_or_is_under(anchor, known)),
            None => false,
        }
    }
}

/// `item-9` itself, or a decision of it: `decision-9-2`.
fn is_or_is_under(anchor: &str, known: &str) -> bool {
    let subject = known.strip_prefix("item-").unwrap_or(known);
    let decision = anchor.strip_prefix("decision-").and_then(|rest| rest.rsplit_once('-'));
    anchor == known || decision.is_some_and(|(of, _)| of == subject)
}

/// The anchor of a section without a number: the slug of its title without its marking.
pub(super) fn anchor_of(heading: &[char]) -> String {
    let ending = super::marking::ending(heading, &Default::default());
    let end = ending.groups.first().map_or(heading.len(), |group| group.range.start);
    Slug::of_title(&heading[..end].iter().collect::<String>()).to_string()
}
