//! The badge of what shows more than its own document: the strictest of all that it shows.
//!
//! One answer for a page, its record in search, and its object in data.
//!
//! **Invariant.** No answer is milder than the document that it is of.

use super::Material;
use crate::classification::Audience;
use crate::record::{self, Committee, DecisionId, MeetingId, Section, StandardId, VersionId};
use crate::register::Citation;

/// The strictest of several; White where there are none.
pub(super) fn strictest(shown: impl Iterator<Item = Audience>) -> Audience {
    shown.max().unwrap_or(Audience::White)
}

impl Material<'_> {
    /// The versions that a decision made; White where there are none.
    pub(super) fn made_audience(&self, decision: DecisionId) -> Audience {
        let made = self.registers.provenance().made_by(decision);
        strictest(made.iter().map(|at| self.record.version(*at).document().audience()))
    }

    /// A meeting, with the versions that its decisions made.
    pub(super) fn meeting_audience(&self, at: MeetingId) -> Audience {
        let made = self.registers.decisions_of(at).iter().map(|decision| self.made_audience(*decision));
        strictest(made.chain([self.record.meeting(at).document().audience()]))
    }

    /// A version, with the decisions that it names.
    pub(super) fn version_audience(&self, at: VersionId) -> Audience {
        let provenance = self.registers.provenance();
        let version = self.record.version(at);
        let changes = (0..version.date_changes().len()).filter_map(|change| provenance.change(at, change));
        let cited = provenance.approval(at).into_iter().chain(changes).filter_map(|cited| cited.as_ref().ok());
        strictest(cited.map(|citation| self.citation_audience(citation)).chain([version.document().audience()]))
    }

    fn citation_audience(&self, citation: &Citation) -> Audience {
        let meeting = self.record.meeting(citation.meeting);
        let sections = meeting.sections()[citation.sections.clone()].iter();
        strictest(sections.map(section_audience).chain([meeting.document().audience()]))
    }

    /// A version's page and object, which name the standard and other versions of it.
    pub(super) fn version_page_audience(&self, at: VersionId) -> Audience {
        let own = self.record.version(at).standard();
        let standard = self.record.standards_with_ids().find(|(_, standard)| standard.id() == own);
        let others = standard.into_iter().flat_map(|(at, _)| self.registers.timeline(at).versions());
        let others = others.map(|other| self.record.version(*other).document().audience());
        let standard = standard.map(|(_, standard)| standard.document().audience());
        strictest(others.chain(standard).chain([self.version_audience(at)]))
    }

    /// A standard, with its versions.
    pub(super) fn standard_audience(&self, at: StandardId) -> Audience {
        let standard = self.record.standard(at);
        let versions = self.registers.timeline(at).versions().iter();
        strictest(versions.map(|version| self.version_audience(*version)).chain([standard.document().audience()]))
    }

    /// A committee's page, with so many of its meetings as its first list has.
    pub(super) fn committee_audience(&self, committee: &Committee, listed: usize) -> Audience {
        let meetings = self.registers.meetings().iter().map(|at| self.record.meeting(*at));
        let own = meetings.filter(|meeting| meeting.committee() == committee.id()).take(listed);
        strictest(own.map(|meeting| meeting.document().audience()).chain([committee.document().audience()]))
    }

    /// The glossary, with its terms.
    pub(super) fn glossary_audience(&self) -> Audience {
        strictest(self.record.glossary().iter().map(record::Term::audience))
    }
}

/// A section, with all that stands in it.
pub(super) fn section_audience(section: &Section) -> Audience {
    let decisions = section.decisions().iter().map(record::decision::Decision::audience);
    decisions.fold(section.strictest(), Audience::max)
}
