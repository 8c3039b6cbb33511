//! Which decision made a version or moved its date, and which versions a decision made (specification 2).
//!
//! **Invariant.** A decision that is withheld is as if it were not named.

use super::References;
use super::references::{Resolution, page_path};
use crate::record::{ChangedDate, Document, Meeting, MeetingId, Record, Section, Version, VersionId};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a reference such as `ssc/80#item-10` names: a meeting, an item of it, or one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The meeting.
    pub meeting: MeetingId,
    /// The item's section and those below it; all sections where no item is named.
    pub sections: Range<usize>,
    /// The section and place in it of the decision that is named.
    pub decision: Option<(usize, usize)>,
    /// Its address on the site.
    pub url: String,
}

/// A reference that names no published item or decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCited(pub Resolution);

/// What the files of versions name as their decisions.
#[derive(Debug, Default)]
pub struct Provenance {
    approvals: BTreeMap<VersionId, Result<Citation, NotCited>>,
    changes: BTreeMap<(VersionId, usize), Result<Citation, NotCited>>,
    made: BTreeMap<(MeetingId, usize, usize), Vec<VersionId>>,
}

impl Provenance {
    pub(super) fn of(record: &Record, references: &References) -> Self {
        let paths = record.meetings_with_ids();
        let paths: BTreeMap<String, MeetingId> =
            paths.map(|(at, found)| (page_path(found.document().place()), at)).collect();
        let cite = |document: &Document, reference: &str| {
            cite(record, &paths, references.resolve(document.place(), document.path(), reference))
        };
        let mut provenance = Self::default();
        for (at, version) in record.versions_with_ids() {
            if let Some((reference, _)) = version.approved_by() {
                provenance.approvals.insert(at, cite(version.document(), reference));
            }
            for (change, found) in version.date_changes().iter().enumerate() {
                if let Some((reference, _)) = &found.decided_by {
                    provenance.changes.insert((at, change), cite(version.document(), reference));
                }
            }
        }
        provenance.made = provenance.made(record);
        provenance
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

    /// The decisions that approved a version, as sections and places in them.
    pub fn approving(&self, record: &Record, version: VersionId) -> Vec<(MeetingId, usize, usize)> {
        let Some(Ok(citation)) = self.approvals.get(&version) else { return Vec::new() };
        citation.approving(record, record.version(version))
    }

    /// The versions that a decision approved.
    pub fn made_by(&self, meeting: MeetingId, section: usize, decision: usize) -> &[VersionId] {
        self.made.get(&(meeting, section, decision)).map_or(&[], Vec::as_slice)
    }

    fn made(&self, record: &Record) -> BTreeMap<(MeetingId, usize, usize), Vec<VersionId>> {
        let mut made: BTreeMap<_, Vec<VersionId>> = BTreeMap::new();
        for version in self.approvals.keys() {
            for decision in self.approving(record, *version) {
                made.entry(decision).or_default().push(*version);
            }
        }
        made
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
    pub fn approving(&self, record: &Record, version: &Version) -> Vec<(MeetingId, usize, usize)> {
        let meeting = record.meeting(self.meeting);
        let approves =
            |(section, decision): &(usize, usize)| meeting.sections()[*section].decisions()[*decision].approves();
        let all = self.decisions(meeting).into_iter().filter(approves);
        let all: Vec<_> = all.map(|(section, decision)| (self.meeting, section, decision)).collect();
        let names = |(_, section, decision): &&(MeetingId, usize, usize)| {
            version.label().is_named_in(meeting.sections()[*section].decisions()[*decision].text())
        };
        let naming: Vec<_> = all.iter().filter(names).copied().collect();
        if naming.is_empty() { all } else { naming }
    }

    fn decisions(&self, meeting: &Meeting) -> Vec<(usize, usize)> {
        if let Some(decision) = self.decision {
            return vec![decision];
        }
        let of = |section: usize| (0..meeting.sections()[section].decisions().len()).map(move |at| (section, at));
        self.sections.clone().flat_map(of).collect()
    }
}

fn cite(record: &Record, paths: &BTreeMap<String, MeetingId>, resolution: Resolution) -> Result<Citation, NotCited> {
    let Resolution::Internal(url) = &resolution else { return Err(NotCited(resolution)) };
    let (path, anchor) = url.split_once('#').unwrap_or((url, ""));
    let Some(meeting) = paths.get(path).copied() else { return Err(NotCited(Resolution::Nothing)) };
    let sections = record.meeting(meeting).sections();
    if anchor.is_empty() {
        return Ok(Citation { meeting, sections: 0..sections.len(), decision: None, url: url.clone() });
    }
    let decision = sections.iter().enumerate().find_map(|(at, section)| {
        let place = section.decisions().iter().position(|decision| decision.anchor() == anchor)?;
        Some((at, place))
    });
    let named = decision.map(|(at, _)| at).or_else(|| sections.iter().position(|section| section.anchor() == anchor));
    let start = named.ok_or(NotCited(Resolution::Nothing))?;
    let below = sections[start + 1..].iter().take_while(|section| section.level() > sections[start].level()).count();
    Ok(Citation { meeting, sections: start..start + 1 + below, decision, url: url.clone() })
}
