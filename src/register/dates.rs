//! The register of dates: implementation dates, milestones and meetings, in order.
//!
//! Dates of drafts are not in it: nobody has decided them. Nor is the milestone of a version that is superseded or
//! withdrawn by then. A month stands before its days.
//!
//! **Invariant.** Every entry is a date that stands in a published file.

use super::{Neighbours, Timeline};
use crate::record::{EventId, MeetingId, Record, StandardId, VersionId};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A date that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateEntry {
    /// The day; the first of the month where only that is announced.
    pub date: Date,
    /// Only the month is announced.
    pub is_month: bool,
    /// What is on it.
    pub subject: Subject,
}

impl DateEntry {
    fn on(date: Date, subject: Subject) -> Self {
        Self { date, is_month: false, subject }
    }
}

/// What is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A version becomes mandatory for an event.
    Implementation {
        /// The version.
        version: VersionId,
        /// The event.
        event: EventId,
    },
    /// Another date of a standard, whatever version is in force then.
    StandardMilestone {
        /// The standard.
        standard: StandardId,
        /// Its place among the standard's milestones.
        milestone: usize,
    },
    /// Another date of a version.
    Milestone {
        /// The version.
        version: VersionId,
        /// Its place among the version's milestones.
        milestone: usize,
    },
    /// A meeting was held.
    Meeting(MeetingId),
    /// The next meeting, as announced by the committee's latest.
    NextMeeting(MeetingId),
}

pub(super) fn dates(
    record: &Record,
    timelines: &BTreeMap<StandardId, Timeline>,
    neighbours: &Neighbours,
) -> Vec<DateEntry> {
    let mut dates: Vec<DateEntry> = Vec::new();
    for (at, timeline) in timelines {
        let standard = record.standard(*at);
        let events = standard.event_ids();
        let spans = events.flat_map(|event| timeline.spans(event).iter().map(move |span| (event, span)));
        dates.extend(spans.filter_map(|(event, span)| {
            let subject = Subject::Implementation { version: span.version, event };
            Some(DateEntry { date: span.from().or(span.month())?, is_month: span.from().is_none(), subject })
        }));
        let own = standard.milestones().iter().enumerate();
        dates.extend(own.map(|(milestone, found)| {
            DateEntry::on(found.date, Subject::StandardMilestone { standard: *at, milestone })
        }));
        for version in timeline.versions().iter().filter(|version| !record.version(**version).is_draft()) {
            let milestones = record.version(*version).milestones().iter().enumerate();
            let counting = milestones.filter(|(_, found)| !timeline.is_over(*version, found.date));
            dates.extend(counting.map(|(milestone, found)| {
                DateEntry::on(found.date, Subject::Milestone { version: *version, milestone })
            }));
        }
    }
    for (at, meeting) in record.meetings_with_ids() {
        dates.push(DateEntry::on(meeting.date(), Subject::Meeting(at)));
        let is_latest = neighbours[&at].1.is_none();
        let next = meeting.next_meeting().filter(|next| is_latest && *next > meeting.date());
        dates.extend(next.map(|date| DateEntry::on(date, Subject::NextMeeting(at))));
    }
    dates.sort_by_key(|entry| (entry.date, !entry.is_month, entry.subject));
    dates
}
