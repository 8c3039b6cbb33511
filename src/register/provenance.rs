//! Which decision made a version or moved its date, and which versions a decision made (specification 2).
//!
//! **Invariant.** A decision that is withheld is as if it were not named.

use super::References;
use super::references::{Resolution, page_path};
use crate::record::{ChangedDate, DecisionId, Document, MeetingId, Record, Section, Version, VersionId};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a reference such as `ssc/80#item-10` names: a meeting, an item of it, or one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The meeting.
    pub meeting: MeetingId,
    /// The item's section and those below it; all sections where no item is named.
    pub sections: Range<usize>,
    /// The decision that is named.
    pub decision: Option<DecisionId>,
    /// Its address on the site.
    pub url: String,
}

/// A reference that names no published item or decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCited(pub Resolution);

/// What each version's `approved_by` names.
type Approvals = BTreeMap<VersionId, Result<Citation, NotCited>>;

/// What the files of versions name as their decisions.
#[derive(Debug)]
pub struct Provenance {
    approvals: Approvals,
    changes: BTreeMap<(VersionId, usize), Result<Citation, NotCited>>,
    made: BTreeMap<DecisionId, Vec<VersionId>>,
}

impl Provenance {
    pub(super) fn of(record: &Record, references: &References) -> Self {
        let paths = record.meetings_with_ids();
        let paths: BTreeMap<String, MeetingId> =
            paths.map(|(at, found)| (page_path(found.document().place()), at)).collect();
        let cite = |document: &Document, reference: &str| {
            cite(record, &paths, references.resolve(document.place(), document.path(), reference))
        };
        let approval = |(at, version): (VersionId, &Version)| {
            let (reference, _) = version.approved_by()?;
            Some((at, cite(version.document(), reference)))
        };
        let changes = record.versions_with_ids().flat_map(|(at, version)| {
            let changes = version.date_changes().iter().enumerate();
            let cited = changes.filter_map(|(change, found)| Some((change, found.decided_by.as_ref()?)));
            cited.map(move |(change, (reference, _))| ((at, change), (version.document(), reference)))
        });
        let approvals: Approvals = record.versions_with_ids().filter_map(approval).collect();
        Self {
            made: made(record, &approvals),
            changes: changes.map(|(at, (document, reference))| (at, cite(document, reference))).collect(),
            approvals,
        }
    }

    /// What a version's `approved_by` names.
    pub fn approval(&self, version: VersionId) -> Option<&Result<Citation, NotCited>> {
        self.approvals.get(&version)
    }

    /// What a date change's `decided_by` names.
    pub fn change(&self, version: VersionId, change: usize) -> Option<&Result<Citation, NotCited>> {
        self.changes.get(&(version, change))
    }

    /// What approved a version, and what last moved each of its dates for an event, each once.
    pub fn of_window(&self, record: &Record, version: VersionId, event: &str) -> Vec<&Citation> {
        let changes = record.version(version).date_changes();
        let last = |of: ChangedDate| {
            let last = changes.iter().rposition(|change| change.event.0 == event && change.of == of);
            last.and_then(|change| self.change(version, change))
        };
        let all = self.approval(version).into_iter().chain(ChangedDate::ALL.into_iter().filter_map(last));
        let mut cited: Vec<&Citation> = Vec::new();
        for citation in all.filter_map(|cited| cited.as_ref().ok()) {
            if !cited.contains(&citation) {
                cited.push(citation);
            }
        }
        cited
    }

    /// The decisions that approved a version.
    pub fn approving(&self, record: &Record, version: VersionId) -> Vec<DecisionId> {
        let Some(Ok(citation)) = self.approval(version) else { return Vec::new() };
        citation.approving(record, record.version(version))
    }

    /// The versions that a decision approved.
    pub fn made_by(&self, decision: DecisionId) -> &[VersionId] {
        self.made.get(&decision).map_or(&[], Vec::as_slice)
    }
}

impl Citation {
    /// The published words of what is named.
    pub fn text(&self, record: &Record) -> String {
        let sections = &record.meeting(self.meeting).sections()[self.sections.clone()];
        sections.iter().map(Section::text).collect::<Vec<_>>().join(" ")
    }

    /// The heading of the item, where one is named.
    pub fn section<'r>(&self, record: &'r Record) -> Option<&'r Section> {
        let sections = record.meeting(self.meeting).sections();
        self.url.contains('#').then(|| &sections[self.sections.start])
    }

    /// Its decisions to approve or agree; of several, those that name the version.
    pub fn approving(&self, record: &Record, version: &Version) -> Vec<DecisionId> {
        let all = self.decisions(record).filter(|id| record.decision(*id).2.approves());
        let all: Vec<DecisionId> = all.collect();
        let names = |id: &&DecisionId| version.label().is_named_in(record.decision(**id).2.text());
        let naming: Vec<DecisionId> = all.iter().filter(names).copied().collect();
        if naming.is_empty() { all } else { naming }
    }

    /// The decision that is named, or those of the sections.
    fn decisions(&self, record: &Record) -> impl Iterator<Item = DecisionId> {
        let is_named = |id: &DecisionId| self.decision.is_none_or(|named| named == *id);
        let all = record.decisions_of(self.meeting).filter(|id| self.sections.contains(&id.section));
        all.filter(is_named)
    }
}

/// The versions that each decision approved.
fn made(record: &Record, approvals: &Approvals) -> BTreeMap<DecisionId, Vec<VersionId>> {
    let mut made: BTreeMap<DecisionId, Vec<VersionId>> = BTreeMap::new();
    for (version, cited) in approvals {
        for decision in cited.iter().flat_map(|citation| citation.approving(record, record.version(*version))) {
            made.entry(decision).or_default().push(*version);
        }
    }
    made
}

fn cite(record: &Record, paths: &BTreeMap<String, MeetingId>, resolution: Resolution) -> Result<Citation, NotCited> {
    let Resolution::Internal(url) = &resolution else { return Err(NotCited(resolution)) };
    let (path, anchor) = url.split_once('#').unwrap_or((url, ""));
    let Some(meeting) = paths.get(path).copied() else { return Err(NotCited(Resolution::Nothing)) };
    let sections = record.meeting(meeting).sections();
    if anchor.is_empty() {
        return Ok(Citation { meeting, sections: 0..sections.len(), decision: None, url: url.clone() });
    }
    let decision = record.decisions_of(meeting).find(|id| record.decision(*id).2.anchor() == anchor);
    let section = || sections.iter().position(|section| section.anchor() == anchor);
    let named = decision.map(|id| id.section).or_else(section);
    let start = named.ok_or(NotCited(Resolution::Nothing))?;
    let below = sections[start + 1..].iter().take_while(|section| section.level() > sections[start].level()).count();
    Ok(Citation { meeting, sections: start..start + 1 + below, decision, url: url.clone() })
}
