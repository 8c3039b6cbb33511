//! The badge of a page that shows more than its own document: the strictest of all that it shows.

use super::{Press, strictest};
use crate::classification::Audience;
use crate::record::{DecisionId, StandardId};
use crate::site::objects::DateEntry;
use crate::slug::Slug;

impl Press<'_> {
    /// A decision, with the versions that it made.
    pub(super) fn entry_audience(&self, entry: DecisionId) -> Audience {
        let (_, _, decision) = self.material.record.decision(entry);
        decision.audience().max(self.material.made_audience(entry))
    }

    /// A standard, with its versions.
    pub(super) fn standard_audience(&self, at: StandardId) -> Audience {
        self.material.standard_audience(at)
    }

    /// The committees that a page names.
    pub(super) fn committees_audience(&self) -> Audience {
        strictest(self.material.record.committees().iter().map(|committee| committee.document().audience()))
    }

    /// A date of a version or a standard; White where it is of none.
    pub(super) fn date_audience(&self, entry: &DateEntry) -> Audience {
        let is_own = |id: &Slug| entry.standard.as_deref() == Some(id.as_str());
        let standards = self.material.record.standards().iter().filter(|standard| is_own(standard.id()));
        let own =
            self.material.record.versions().iter().filter(|version| {
                is_own(version.standard()) && entry.version.as_deref() == Some(version.label().as_str())
            });
        let of_standard = standards.filter(|_| entry.version.is_none()).map(|standard| standard.document().audience());
        strictest(own.map(|version| version.document().audience()).chain(of_standard))
    }
}
