//! What follows from the record as a whole: the order of meetings, the register of decisions, and references.
//!
//! It reads published documents only, and prints nothing.
//!
//! **Invariant.** Every order is total over published keys, so that no tie is broken by anything withheld.

mod answer;
mod approvals;
mod bounds;
mod check;
mod dates;
mod deferral;
pub mod never_words;
mod provenance;
mod references;
mod span;
mod timeline;
mod windows;

pub use answer::{Absence, Answer, Outcome, Row};
pub use dates::{DateEntry, Subject};
pub use provenance::{Citation, Provenance};
pub use references::{References, Resolution, page_path, term_anchor};
pub use span::{End, Span, Start, Status};
pub use timeline::{Before, Timeline};

use crate::diagnostic::Diagnostic;
use crate::gate::Roll;
use crate::record::decision::Decision;
use crate::record::{Meeting, MeetingId, Record, Section, StandardId};
use crate::settings::Settings;
use crate::slug::Slug;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A decision with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its meeting.
    pub meeting: MeetingId,
    /// The index of its section in the meeting.
    pub section: usize,
    /// The index of it in the section.
    pub decision: usize,
}

/// What follows from a record.
#[derive(Debug, Default)]
pub struct Registers {
    references: References,
    meetings: Vec<MeetingId>,
    neighbours: BTreeMap<MeetingId, (Option<MeetingId>, Option<MeetingId>)>,
    days: BTreeMap<(Slug, Date), MeetingId>,
    decisions: Vec<Entry>,
    decisions_of: BTreeMap<MeetingId, Range<usize>>,
    open: BTreeSet<(MeetingId, usize, usize)>,
    provenance: Provenance,
    timelines: BTreeMap<StandardId, Timeline>,
    dates: Vec<DateEntry>,
}

impl Registers {
    /// What links lead to.
    pub fn references(&self) -> &References {
        &self.references
    }

    /// The meetings, newest first.
    pub fn meetings(&self) -> &[MeetingId] {
        &self.meetings
    }

    /// The meetings before and after one, of the same committee.
    pub fn neighbours(&self, meeting: MeetingId) -> (Option<MeetingId>, Option<MeetingId>) {
        self.neighbours.get(&meeting).copied().unwrap_or_default()
    }

    /// The meeting of a committee on a day.
    pub fn meeting_on(&self, committee: &Slug, day: Date) -> Option<MeetingId> {
        self.days.get(&(committee.clone(), day)).copied()
    }

    /// The decisions of one meeting, in the order of its agenda.
    pub fn decisions_of(&self, meeting: MeetingId) -> &[Entry] {
        self.decisions_of.get(&meeting).map(|range| &self.decisions[range.clone()]).unwrap_or_default()
    }

    /// Whether a decision defers to a date, and no later decision about it is published.
    pub fn is_open(&self, entry: &Entry) -> bool {
        self.open.contains(&(entry.meeting, entry.section, entry.decision))
    }

    /// Which decisions made which versions.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The timeline of a standard.
    pub fn timeline(&self, standard: StandardId) -> &Timeline {
        &self.timelines[&standard]
    }

    /// Implementation dates, milestones and meetings, oldest first.
    pub fn dates(&self) -> &[DateEntry] {
        &self.dates
    }

    /// The decisions, newest meeting first, and in the order of the agenda within one.
    pub fn decisions(&self) -> &[Entry] {
        &self.decisions
    }
}

impl Entry {
    /// Its meeting, section and decision.
    pub fn of<'r>(&self, record: &'r Record) -> (&'r Meeting, &'r Section, &'r Decision) {
        let meeting = record.meeting(self.meeting);
        let section = &meeting.sections()[self.section];
        (meeting, section, &section.decisions()[self.decision])
    }
}

/// Draws up the registers of a record; `roll` tells a withheld target from a missing one, for the author.
pub fn draw_up(record: &Record, roll: &Roll, settings: &Settings) -> (Registers, Vec<Diagnostic>) {
    let mut registers = Registers { references: References::of(record), ..Registers::default() };
    registers.meetings = newest_first(record);
    registers.neighbours = neighbours(record, &registers.meetings);
    for (at, meeting) in record.meetings_with_ids() {
        registers.days.insert((meeting.committee().clone(), meeting.date()), at);
    }
    for meeting in registers.meetings.clone() {
        let start = registers.decisions.len();
        registers.decisions.extend(entries(record, meeting));
        registers.decisions_of.insert(meeting, start..registers.decisions.len());
    }
    registers.open = deferral::open(record, &registers);
    registers.provenance = Provenance::of(record, &registers.references);
    registers.timelines =
        record.standards_with_ids().map(|(at, standard)| (at, Timeline::of(record, standard))).collect();
    registers.dates = dates::dates(record, &registers);
    let in_links = || check::check(record, &registers, roll, settings.as_of);
    let in_dates = || {
        let mut found = windows::check(record, &registers.timelines, roll);
        found.extend(approvals::check(record, &registers, roll));
        found.extend(never_words::check(record, &settings.policy.never_words));
        found
    };
    let (mut diagnostics, (in_dates, too_much)) =
        rayon::join(in_links, || rayon::join(in_dates, || bounds::check(record, settings)));
    diagnostics.extend(in_dates);
    diagnostics.extend(too_much);
    (registers, diagnostics)
}

fn newest_first(record: &Record) -> Vec<MeetingId> {
    let mut order: Vec<MeetingId> = record.meetings_with_ids().map(|(at, _)| at).collect();
    let key = |at: &MeetingId| {
        let meeting = record.meeting(*at);
        (meeting.date(), meeting.number(), meeting.committee().clone(), meeting.id().clone())
    };
    order.sort_by_key(|at| std::cmp::Reverse(key(at)));
    order
}

fn neighbours(
    record: &Record,
    newest_first: &[MeetingId],
) -> BTreeMap<MeetingId, (Option<MeetingId>, Option<MeetingId>)> {
    let mut last_of: BTreeMap<&str, MeetingId> = BTreeMap::new();
    let mut neighbours: BTreeMap<MeetingId, (Option<MeetingId>, Option<MeetingId>)> = BTreeMap::new();
    for at in newest_first {
        let later = last_of.insert(record.meeting(*at).committee().as_str(), *at);
        neighbours.entry(*at).or_default().1 = later;
        if let Some(later) = later {
            neighbours.entry(later).or_default().0 = Some(*at);
        }
    }
    neighbours
}

fn entries(record: &Record, meeting: MeetingId) -> Vec<Entry> {
    let sections = record.meeting(meeting).sections().iter().enumerate();
    sections
        .flat_map(|(section, found)| {
            (0..found.decisions().len()).map(move |decision| Entry { meeting, section, decision })
        })
        .collect()
}
