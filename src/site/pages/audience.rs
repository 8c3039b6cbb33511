//! The badge of a page that shows more than its own document: the strictest of all that it shows.

use super::{Press, strictest};
use crate::classification::Audience;
use crate::register::{Citation, Entry};
use crate::site::objects::DateEntry;

impl Press<'_> {
    /// A decision, with the versions that it made.
    pub(super) fn entry_audience(&self, entry: &Entry) -> Audience {
        let (_, section, _) = entry.of(self.material.record);
        section.decision_audience(entry.decision).max(self.made_audience(entry))
    }

    /// The versions that a decision made; White where there are none.
    pub(super) fn made_audience(&self, entry: &Entry) -> Audience {
        let made = self.material.registers.provenance().made_by(entry.meeting, entry.section, entry.decision);
        strictest(made.iter().map(|at| self.material.record.versions()[*at].document().audience()))
    }

    /// A version, with the decisions that it names.
    pub(super) fn version_audience(&self, at: usize) -> Audience {
        let provenance = self.material.registers.provenance();
        let version = &self.material.record.versions()[at];
        let changes = (0..version.date_changes().len()).filter_map(|change| provenance.change(at, change));
        let cited = provenance.approval(at).into_iter().chain(changes).filter_map(|cited| cited.as_ref().ok());
        strictest(cited.map(|citation| self.citation_audience(citation)).chain([version.document().audience()]))
    }

    fn citation_audience(&self, citation: &Citation) -> Audience {
        let meeting = &self.material.record.meetings()[citation.meeting];
        let sections = &meeting.sections()[citation.sections.clone()];
        let decisions = sections.iter().flat_map(|section| {
            (0..section.decisions().len()).map(move |decision| section.decision_audience(decision))
        });
        strictest(
            decisions
                .chain(sections.iter().map(crate::record::Section::audience))
                .chain([meeting.document().audience()]),
        )
    }

    /// A standard, with its versions.
    pub(super) fn standard_audience(&self, at: usize) -> Audience {
        let standard = &self.material.record.standards()[at];
        let versions = self.material.registers.timeline(at).versions().iter();
        strictest(versions.map(|version| self.version_audience(*version)).chain([standard.document().audience()]))
    }

    /// A date of a version; White where it is of none.
    pub(super) fn date_audience(&self, entry: &DateEntry) -> Audience {
        let own = self.material.record.versions().iter().filter(|version| {
            entry.standard.as_deref() == Some(version.standard().as_str())
                && entry.version.as_deref() == Some(version.number().as_str())
        });
        strictest(own.map(|version| version.document().audience()))
    }
}
