//! The record and registers as the objects of the API.
//!
//! **Invariant.** Nothing is computed here but words: orders, windows and states are the register's.

use super::objects::{self, DateKind, Day};
use super::{Material, answers, names::Names, words};
use crate::record::{
    self, DecisionId, EventId, Meeting, MeetingId, Record, Section, Standard, StandardId, Version, VersionId, walk,
};
use crate::register::{Before, Citation, DateEntry, Subject, Timeline, page_path, term_anchor};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The objects of a record, each kind in the order of its register.
pub struct Objects {
    /// Newest first.
    pub meetings: Vec<objects::Meeting>,
    /// Newest meeting first, in the order of the agenda within one.
    pub decisions: Vec<objects::Decision>,
    /// By title.
    pub standards: Vec<objects::Standard>,
    /// Oldest first.
    pub dates: Vec<objects::DateEntry>,
    /// In alphabetical order.
    pub terms: Vec<objects::Term>,
}

/// Gathers the objects of a record.
pub fn objects(material: Material<'_>) -> Objects {
    let Material { record, registers, .. } = material;
    let gatherer = Gatherer { material, names: Names::of(record) };
    let mut standards: Vec<(StandardId, &Standard)> = record.standards_with_ids().collect();
    standards.sort_by_key(|(_, standard)| (standard.title(), standard.id()));
    Objects {
        meetings: registers.meetings().par_iter().map(|at| gatherer.meeting(*at)).collect(),
        decisions: registers.meetings().par_iter().flat_map_iter(|at| gatherer.decisions(*at)).collect(),
        standards: standards.into_iter().map(|(at, _)| gatherer.standard(at)).collect(),
        dates: registers.dates().iter().map(|entry| gatherer.date(entry)).collect(),
        terms: record.glossary().iter().map(|term| gatherer.term(term)).collect(),
    }
}

/// "ssc/80".
pub fn meeting_id(meeting: &Meeting) -> String {
    format!("{}/{}", meeting.committee(), meeting.id())
}

/// "ssc/80#item-10": what a version or a date change rests on.
pub fn citation_id(record: &Record, citation: &Citation) -> String {
    let id = meeting_id(record.meeting(citation.meeting));
    citation.url.split_once('#').map_or(id.clone(), |(_, anchor)| format!("{id}#{anchor}"))
}

struct Gatherer<'r> {
    material: Material<'r>,
    names: Names<'r>,
}

impl<'r> Gatherer<'r> {
    fn url(&self, path: &str) -> String {
        format!("{}{}", self.material.settings.site.base_url, path.trim_start_matches('/'))
    }

    fn meeting(&self, at: MeetingId) -> objects::Meeting {
        let meeting = self.material.record.meeting(at);
        let time = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let withheld = meeting.notices().iter().flat_map(record::Notice::numbers).cloned().collect();
        objects::Meeting {
            id: meeting_id(meeting),
            committee: meeting.committee().to_string(),
            number: meeting.number(),
            reference: meeting.reference().map(str::to_owned),
            title: meeting.title().to_owned(),
            date: Day(meeting.date()),
            start: meeting.start().map(time),
            end: meeting.end().map(time),
            venue: meeting.venue().map(str::to_owned),
            moved_from: meeting.moved_from().map(Day),
            cancelled: meeting.is_cancelled(),
            next_meeting: meeting.next_meeting().map(Day),
            classification: self.material.meeting_audience(at).word(),
            url: self.url(&page_path(meeting.document().place())),
            items: items(meeting),
            withheld_items: withheld,
            attachments: Vec::new(),
        }
    }

    fn decisions(&self, meeting: MeetingId) -> impl Iterator<Item = objects::Decision> {
        let items = items_of(self.material.record.meeting(meeting).sections());
        let entries = self.material.registers.decisions_of(meeting).iter();
        entries.map(move |id| self.decision(*id, items[id.section]))
    }

    fn decision(&self, id: DecisionId, item: usize) -> objects::Decision {
        let (meeting, _, decision) = self.material.record.decision(id);
        let item = &meeting.sections()[item];
        let title = item.title_text();
        let path = page_path(meeting.document().place());
        objects::Decision {
            id: format!("{}#{}", meeting_id(meeting), decision.anchor()),
            committee: meeting.committee().to_string(),
            meeting: meeting_id(meeting),
            item: item.number().map(str::to_owned),
            item_title: (!title.is_empty()).then_some(title),
            outcome: decision.outcome().to_owned(),
            text: decision.text().to_owned(),
            date: Day(meeting.date()),
            classification: decision.audience().word(),
            defers_to: decision.defers_to().map(Day),
            open: self.material.registers.is_open(id),
            url: self.url(&format!("{path}#{}", decision.anchor())),
            cite: self.url(&format!("{path}#{}", decision.lasting_anchor())),
        }
    }

    fn standard(&self, at: StandardId) -> objects::Standard {
        let Material { record, registers, .. } = self.material;
        let standard = record.standard(at);
        let event = |event: &record::Event| objects::Event { id: event.id.to_string(), label: event.label.clone() };
        let committee = standard.committee().filter(|(id, _)| self.names.committee(id).is_some());
        objects::Standard {
            id: standard.id().to_string(),
            title: standard.title().to_owned(),
            short_title: standard.short_title().map(str::to_owned),
            aliases: standard.aliases().to_vec(),
            owner: standard.owner().to_owned(),
            committee: committee.map(|(id, _)| id.clone()),
            concurrent: standard.is_concurrent(),
            first_recorded: standard.is_first_recorded(),
            events: standard.events().iter().map(event).collect(),
            milestones: standard.milestones().iter().map(milestone).collect(),
            answers: answers::of_standard(self.material, at),
            url: self.url(&page_path(standard.document().place())),
            versions: registers.timeline(at).versions().iter().map(|version| self.version(at, *version)).collect(),
        }
    }

    fn version(&self, standard: StandardId, at: VersionId) -> objects::Version {
        let Material { record, registers, .. } = self.material;
        let (version, timeline) = (record.version(at), registers.timeline(standard));
        let approval = registers.provenance().approval(at).and_then(|found| found.as_ref().ok());
        let changes = version.date_changes().iter().enumerate();
        let is_dated = !version.is_draft();
        let label = |at: VersionId| record.version(at).label().to_string();
        objects::Version {
            version: version.label().to_string(),
            document_date: version.document_date().filter(|_| is_dated).map(|date| date.to_string()),
            approved_on: version.approved_on().filter(|_| is_dated).map(|(day, _)| Day(day)),
            approved_by: approval.map(|citation| citation_id(record, citation)),
            published_on: version.document().published_on().filter(|_| is_dated).map(Day),
            supersedes: self.supersedes(version, &timeline.supersedes(at)),
            supersedes_recorded: is_predecessor_recorded(record, standard, timeline, at),
            superseded_by: timeline.after(at).map(label),
            withdrawn_on: version.withdrawn_on().filter(|_| is_dated).map(|(day, _)| Day(day)),
            conditions: version.conditions().map(str::to_owned),
            not_for: version.not_for().iter().map(|(event, _)| event.clone()).collect(),
            applies: self.applies(standard, at),
            answers: answers::of_version(self.material, standard, at),
            milestones: version.milestones().iter().filter(|_| is_dated).map(milestone).collect(),
            date_changes: changes
                .filter(|_| is_dated)
                .map(|(change, found)| self.date_change(at, change, found))
                .collect(),
            classification: self.material.version_page_audience(at).word(),
            draft: version.is_draft(),
            url: self.url(&page_path(version.document().place())),
        }
    }

    /// A version that is not published here is named where the file names it.
    fn supersedes(&self, version: &Version, before: &[Before]) -> Option<String> {
        match (before.last()?, version.supersedes()) {
            (Before::Published(at), _) => Some(self.material.record.version(*at).label().to_string()),
            (Before::NotPublished, Some((record::Predecessor::Version(label), _))) => Some(label.to_string()),
            (Before::NotPublished | Before::Nothing, _) => None,
        }
    }

    fn applies(&self, standard: StandardId, version: VersionId) -> Vec<objects::Applies> {
        let Material { record, registers, .. } = self.material;
        let events = record.standard(standard).events_with_ids();
        let span = |(at, event): (EventId, &record::Event)| {
            let span = registers.timeline(standard).span(at, version)?;
            Some(objects::Applies::of(event.id.as_str(), span))
        };
        events.filter_map(span).collect()
    }

    fn date_change(&self, version: VersionId, change: usize, found: &record::DateChange) -> objects::DateChange {
        let cited = self.material.registers.provenance().change(version, change);
        let cited = cited.and_then(|cited| cited.as_ref().ok());
        objects::DateChange {
            event: found.event.0.clone(),
            of: found.of.key(),
            was: Day(found.was.0),
            changed_on: Day(found.changed_on.0),
            decided_by: cited.map(|citation| citation_id(self.material.record, citation)),
            reason: found.reason.clone(),
        }
    }

    fn date(&self, entry: &DateEntry) -> objects::DateEntry {
        let record = self.material.record;
        match entry.subject {
            Subject::Implementation { version, event } => {
                let found = record.version(version);
                let event = self.names.standard_of(found).map(|(_, standard)| standard.event(event));
                let is_concurrent = self.names.standard_of(found).is_some_and(|(_, standard)| standard.is_concurrent());
                let word = words::in_force(is_concurrent);
                let label = event.map_or_else(String::new, |event| format!(" {word}: {}", event.label));
                let label = format!("{}{label}", self.names.version(found));
                self.version_date(
                    entry,
                    DateKind::Implementation,
                    label,
                    found,
                    event.map(|event| event.id.to_string()),
                )
            }
            Subject::StandardMilestone { standard, milestone } => {
                let found = record.standard(standard);
                objects::DateEntry {
                    date: Some(Day(entry.date)),
                    month: None,
                    kind: DateKind::Milestone,
                    label: format!("{}: {}", found.name(), found.milestones()[milestone].label),
                    standard: Some(found.id().to_string()),
                    version: None,
                    event: None,
                    url: self.url(&page_path(found.document().place())),
                }
            }
            Subject::Milestone { version, milestone } => {
                let found = record.version(version);
                let label = format!("{}: {}", self.names.version(found), found.milestones()[milestone].label);
                self.version_date(entry, DateKind::Milestone, label, found, None)
            }
            Subject::Meeting(at) => self.meeting_date(entry, record.meeting(at), ""),
            Subject::NextMeeting(at) => self.meeting_date(entry, record.meeting(at), "Next meeting after "),
        }
    }

    fn version_date(
        &self,
        entry: &DateEntry,
        kind: DateKind,
        label: String,
        version: &Version,
        event: Option<String>,
    ) -> objects::DateEntry {
        objects::DateEntry {
            date: (!entry.is_month).then_some(Day(entry.date)),
            month: entry.is_month.then(|| objects::month(entry.date)),
            kind,
            label,
            standard: Some(version.standard().to_string()),
            version: Some(version.label().to_string()),
            event,
            url: self.url(&page_path(version.document().place())),
        }
    }

    fn meeting_date(&self, entry: &DateEntry, meeting: &Meeting, before: &str) -> objects::DateEntry {
        let after = if before.is_empty() && meeting.is_cancelled() { " (cancelled)" } else { "" };
        objects::DateEntry {
            date: Some(Day(entry.date)),
            month: None,
            kind: DateKind::Meeting,
            label: format!("{before}{}{after}", self.names.meeting(meeting)),
            standard: None,
            version: None,
            event: None,
            url: self.url(&page_path(meeting.document().place())),
        }
    }

    fn term(&self, term: &record::Term) -> objects::Term {
        let definition = walk::words(term.definition());
        objects::Term {
            term: term.term().to_owned(),
            expansion: term.expansion().to_owned(),
            definition: (!definition.is_empty()).then_some(definition),
            classification: term.audience().word(),
            url: self.url(&format!("/glossary/#{}", term_anchor(term.term()))),
        }
    }
}

fn milestone(found: &record::Milestone) -> objects::Milestone {
    objects::Milestone { date: Day(found.date), label: found.label.clone() }
}

/// Whether it is told what a version supersedes, be it nothing.
fn is_predecessor_recorded(record: &Record, standard: StandardId, timeline: &Timeline, at: VersionId) -> bool {
    let is_told = match timeline.supersedes(at).last() {
        Some(Before::Published(_)) => true,
        Some(Before::NotPublished) => {
            matches!(record.version(at).supersedes(), Some((record::Predecessor::Version(_), _)))
        }
        Some(Before::Nothing) | None => false,
    };
    is_told || record.standard(standard).is_first_recorded() && record.version(at).supersedes().is_none()
}

/// The agenda item that each section belongs to; itself where it is in none.
fn items_of(sections: &[Section]) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut items: Vec<usize> = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        while open.last().is_some_and(|outer| sections[*outer].level() >= section.level()) {
            open.pop();
        }
        let around = open.last().map(|outer| items[*outer]).filter(|item| sections[*item].is_item());
        items.push(around.filter(|_| !section.is_item()).unwrap_or(at));
        open.push(at);
    }
    items
}

/// The agenda items of a meeting, and other sections with decisions.
fn items(meeting: &Meeting) -> Vec<objects::Item> {
    let mut items: Vec<objects::Item> = Vec::new();
    let mut listed: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, (section, item)) in meeting.sections().iter().zip(items_of(meeting.sections())).enumerate() {
        let ids = section.decisions().iter().map(|decision| format!("{}#{}", meeting_id(meeting), decision.anchor()));
        if let Some(known) = listed.get(&item) {
            items[*known].decisions.extend(ids);
        } else if section.is_item() || !section.decisions().is_empty() {
            listed.insert(at, items.len());
            items.push(objects::Item {
                number: section.number().map(str::to_owned),
                title: section.title_text(),
                anchor: section.anchor().to_owned(),
                classification: section.audience().word(),
                decisions: ids.collect(),
            });
        }
    }
    items
}
