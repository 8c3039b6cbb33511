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
use crate::record::{DecisionId, MeetingId, Record, StandardId};
use crate::settings::Settings;
use crate::slug::Slug;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The meetings before and after each, of the same committee.
type Neighbours = BTreeMap<MeetingId, (Option<MeetingId>, Option<MeetingId>)>;

/// What follows from a record.
#[derive(Debug)]
pub struct Registers {
    references: References,
    meetings: Vec<MeetingId>,
    neighbours: Neighbours,
    days: BTreeMap<(Slug, Date), MeetingId>,
    decisions: Vec<DecisionId>,
    decisions_of: BTreeMap<MeetingId, Range<usize>>,
    open: BTreeSet<DecisionId>,
    provenance: Provenance,
    timelines: BTreeMap<StandardId, Timeline>,
    dates: Vec<DateEntry>,
}

impl Registers {
    fn of(record: &Record) -> Self {
        let references = References::of(record);
        let meetings = newest_first(record);
        let neighbours = neighbours(record, &meetings);
        let decisions: Vec<DecisionId> = meetings.iter().flat_map(|at| record.decisions_of(*at)).collect();
        let timelines =
            record.standards_with_ids().map(|(at, standard)| (at, Timeline::of(record, standard))).collect();
        Self {
            days: days(record),
            decisions_of: ranges(&decisions),
            open: deferral::open(record, &references, &meetings),
            provenance: Provenance::of(record, &references),
            dates: dates::dates(record, &timelines, &neighbours),
            references,
            meetings,
            neighbours,
            decisions,
            timelines,
        }
    }

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
    pub fn decisions_of(&self, meeting: MeetingId) -> &[DecisionId] {
        self.decisions_of.get(&meeting).map(|range| &self.decisions[range.clone()]).unwrap_or_default()
    }

    /// Whether a decision defers to a date, and no later decision about it is published.
    pub fn is_open(&self, decision: DecisionId) -> bool {
        self.open.contains(&decision)
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
    pub fn decisions(&self) -> &[DecisionId] {
        &self.decisions
    }
}

/// Draws up the registers of a record; `roll` tells a withheld target from a missing one, for the author.
pub fn draw_up(record: &Record, roll: &Roll, settings: &Settings) -> (Registers, Vec<Diagnostic>) {
    let registers = Registers::of(record);
    let in_links = || check::check(record, &registers, roll, settings.as_of);
    let in_dates = || {
        let mut found = windows::check(record, &registers.timelines, roll);
        found.extend(approvals::check(record, &registers, roll));
        found.extend(never_words::check(record, &settings.never_words));
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

fn neighbours(record: &Record, newest_first: &[MeetingId]) -> Neighbours {
    let mut last_of: BTreeMap<&str, MeetingId> = BTreeMap::new();
    let mut neighbours = Neighbours::new();
    for at in newest_first {
        let later = last_of.insert(record.meeting(*at).committee().as_str(), *at);
        neighbours.entry(*at).or_default().1 = later;
        if let Some(later) = later {
            neighbours.entry(later).or_default().0 = Some(*at);
        }
    }
    neighbours
}

/// The meeting of each committee on each of its days.
fn days(record: &Record) -> BTreeMap<(Slug, Date), MeetingId> {
    record.meetings_with_ids().map(|(at, meeting)| ((meeting.committee().clone(), meeting.date()), at)).collect()
}

/// Where the decisions of each meeting stand in the register.
fn ranges(decisions: &[DecisionId]) -> BTreeMap<MeetingId, Range<usize>> {
    let mut ranges: BTreeMap<MeetingId, Range<usize>> = BTreeMap::new();
    for (at, decision) in decisions.iter().enumerate() {
        ranges.entry(decision.meeting).or_insert(at..at).end = at + 1;
    }
    ranges
}
