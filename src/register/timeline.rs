//! The versions of a standard in order, and for each event when each applies (specification 2, "Status of a version on
//! a day").
//!
//! It takes what the files say; what is wrong with it is [`super::windows`]'s to report, and what the answer is on a
//! day, [`super::answer`]'s.
//!
//! **Invariant.** An older version is never the answer where a version that is not published here may have taken its
//! place. **Invariant.** A draft has no span, and a version none for an event that it is not for.

use super::span::{End, Span, Start, Status};
use crate::record::{EventId, Predecessor, Record, Standard, Version, VersionId, Window};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The versions of one standard, and when each applies.
#[derive(Debug, Default)]
pub struct Timeline {
    versions: Vec<VersionId>,
    /// The place of each version in the order.
    places: BTreeMap<VersionId, usize>,
    pub(super) is_concurrent: bool,
    pub(super) is_first_recorded: bool,
    named: BTreeMap<VersionId, Before>,
    drafts: BTreeSet<VersionId>,
    withdrawn: BTreeMap<VersionId, Date>,
    events: BTreeMap<EventId, Event>,
}

/// What is known for one event.
#[derive(Debug, Default)]
pub(super) struct Event {
    /// The versions that have to do with it and are no drafts, oldest first.
    pub(super) versions: Vec<VersionId>,
    /// The spans of those that have a window for it, oldest first.
    pub(super) spans: Vec<Span>,
}

/// What a version supersedes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing that is known of.
    Nothing,
    /// This version of the record.
    Published(VersionId),
    /// A version that is not published here.
    NotPublished,
}

impl Timeline {
    /// The timeline of a standard.
    pub fn of(record: &Record, standard: &Standard) -> Self {
        let all = record.versions_with_ids();
        let mut versions: Vec<VersionId> =
            all.filter(|(_, version)| version.standard() == standard.id()).map(|(at, _)| at).collect();
        versions.sort_by_key(|at| (record.version(*at).label(), *at));
        let found = |at: &VersionId| (*at, record.version(*at));
        let named = |(at, version): (VersionId, &Version)| Some((at, named(record, &versions, version)?));
        let mut timeline = Self {
            is_concurrent: standard.is_concurrent(),
            is_first_recorded: standard.is_first_recorded(),
            named: versions.iter().map(found).filter_map(named).collect(),
            drafts: versions.iter().map(found).filter(|(_, version)| version.is_draft()).map(|(at, _)| at).collect(),
            withdrawn: versions.iter().map(found).filter_map(|(at, it)| Some((at, it.withdrawn_on()?.0))).collect(),
            places: versions.iter().enumerate().map(|(place, at)| (*at, place)).collect(),
            ..Self::default()
        };
        timeline.versions = versions;
        for (id, event) in standard.events_with_ids() {
            let known = timeline.event(record, event.id.as_str());
            timeline.events.insert(id, known);
            timeline.end_spans(id);
        }
        timeline
    }

    fn event(&self, record: &Record, event: &str) -> Event {
        let is_for = |at: &&VersionId| {
            let version = record.version(**at);
            !version.is_draft() && !version.not_for().iter().any(|(other, _)| other == event)
        };
        let versions: Vec<VersionId> = self.versions.iter().filter(is_for).copied().collect();
        let spans = versions.iter().filter_map(|at| self.proposed(record, *at, event)).collect();
        Event { versions, spans }
    }

    /// A version's own window, as written.
    fn written(&self, version: VersionId, (window, found): (usize, &Window)) -> Span {
        let day = |date: Option<(Date, _)>| date.map(|(day, _)| day);
        let start = match (day(found.implementation_date), day(found.implementation_month)) {
            (Some(day), _) => Start::Day(day),
            (None, Some(first)) => Start::Month(first),
            (None, None) if found.permitted_from.is_some() => Start::Never,
            (None, None) => Start::NotRecorded(None),
        };
        Span {
            version,
            window,
            start,
            end: day(found.last_date).map_or(End::Open, End::On),
            permitted_from: day(found.permitted_from),
            withdrawn_on: self.withdrawn.get(&version).copied(),
            is_concurrent: self.is_concurrent,
        }
    }

    /// The window of a version for an event as its file has it, which is all that is known of a draft's.
    pub fn proposed(&self, record: &Record, version: VersionId, event: &str) -> Option<Span> {
        let mut windows = record.version(version).applies().iter().enumerate();
        windows.find(|(_, window)| window.event.0 == event).map(|window| self.written(version, window))
    }

    /// Finds the start of spans that have none of their own, and, from the last to the first, their ends.
    fn end_spans(&mut self, event: EventId) {
        let mut spans = self.spans(event).to_vec();
        for at in 0..spans.len() {
            let is_before = |span: &&Span| !span.never_applied() && !span.is_permission();
            let known = |span: &Span| span.from().or(span.month());
            let before = spans[..at].iter().rev().filter(is_before).find_map(known);
            if let (Start::NotRecorded(_), false) = (spans[at].start, self.is_concurrent) {
                spans[at].start = Start::NotRecorded(before);
            }
        }
        self.events.entry(event).or_default().spans.clone_from(&spans);
        for at in (0..spans.len()).rev() {
            if spans[at].end == End::Open && !spans[at].never_applied() {
                spans[at].end = self.end(event, &spans, at);
            }
        }
        self.events.entry(event).or_default().spans = spans;
    }

    /// How a span without a last date ends.
    fn end(&self, event: EventId, spans: &[Span], at: usize) -> End {
        let own = &spans[at];
        let mut later = spans[at + 1..].iter().filter(|span| !span.never_applied() && !span.is_permission());
        let follows = |span: &&Span| self.follows(event, span.version, own.version);
        let next = if self.is_concurrent { later.find(follows) } else { later.next() };
        let Some(next) = next else { return End::Open };
        let first = own.earliest().or(next.earliest()).unwrap_or_default();
        match next.start {
            Start::Day(day) if follows(&next) => day.yesterday().map_or(End::Open, End::On),
            Start::Day(day) => End::NotRecorded { known_until: first, over_from: Some(day) },
            Start::Month(month) if follows(&next) => {
                let known_until = month.yesterday().unwrap_or(month).max(first);
                End::NotRecorded { known_until, over_from: over_from(next) }
            }
            Start::Month(_) | Start::NotRecorded(_) | Start::Never => {
                End::NotRecorded { known_until: first, over_from: over_from(next) }
            }
        }
    }

    /// The versions, oldest first.
    pub fn versions(&self) -> &[VersionId] {
        &self.versions
    }

    /// What a version supersedes for an event: what its file names, or the nearest before it that has to do with the
    /// event; in a concurrent standard only what its file names.
    pub fn before(&self, event: EventId, version: VersionId) -> Before {
        if let Some(named) = self.named.get(&version) {
            return *named;
        }
        let known = self.versions_for(event);
        let count = known.partition_point(|other| self.places[other] < self.places[&version]);
        match known[..count].last() {
            Some(at) if !self.is_concurrent => Before::Published(*at),
            Some(_) | None => Before::Nothing,
        }
    }

    /// What a version supersedes for any event, each once, in the order of the versions.
    pub fn supersedes(&self, version: VersionId) -> Vec<Before> {
        let of_event = |event: EventId| self.versions_for(event).contains(&version) || self.drafts.contains(&version);
        let events = self.events.keys().copied().filter(|event| of_event(*event));
        let mut all: Vec<Before> = Vec::new();
        for before in events.map(|event| self.before(event, version)) {
            if !all.contains(&before) {
                all.push(before);
            }
        }
        all.sort_by_key(|before| match before {
            Before::Published(at) => self.places.get(at).copied(),
            Before::Nothing | Before::NotPublished => None,
        });
        all
    }

    /// The approved version that supersedes another.
    pub fn after(&self, version: VersionId) -> Option<VersionId> {
        let follows =
            |at: &&VersionId| !self.drafts.contains(at) && self.supersedes(**at).contains(&Before::Published(version));
        self.versions.iter().find(follows).copied()
    }

    /// The versions that have to do with an event and are no drafts, oldest first.
    pub fn versions_for(&self, event: EventId) -> &[VersionId] {
        self.events.get(&event).map_or(&[], |event| event.versions.as_slice())
    }

    /// The spans of an event, in the order of the versions.
    pub fn spans(&self, event: EventId) -> &[Span] {
        self.events.get(&event).map_or(&[], |event| event.spans.as_slice())
    }

    /// The span of a version for an event.
    pub fn span(&self, event: EventId, version: VersionId) -> Option<&Span> {
        self.spans(event).iter().find(|span| span.version == version)
    }

    /// What a version is on a day, for an event; `None` for an event that it has nothing to do with.
    pub fn status(&self, version: VersionId, event: EventId, on: Date) -> Option<Status> {
        let is_draft = self.drafts.contains(&version);
        let is_for = is_draft || self.versions_for(event).contains(&version);
        let status = || match self.span(event, version) {
            _ if self.withdrawn.get(&version).is_some_and(|day| *day <= on) => Status::Withdrawn,
            _ if is_draft => Status::Draft,
            Some(span) => span.status(on),
            None => Status::NotRecorded,
        };
        is_for.then(status)
    }

    /// What a version is for an event, from the first day on, and from which day it is something else.
    ///
    /// None for an event that it has nothing to do with.
    pub fn states(&self, version: VersionId, event: EventId) -> Vec<(Option<Date>, Status)> {
        let withdrawn = self.withdrawn.get(&version).copied();
        let own = self.span(event, version).map(Span::changes).into_iter().flatten().flatten();
        let days: BTreeSet<Date> = own.chain(withdrawn).collect();
        let before = days.first().and_then(|day| day.yesterday().ok()).unwrap_or_default();
        let mut states: Vec<(Option<Date>, Status)> = Vec::new();
        for (from, day) in std::iter::once((None, before)).chain(days.into_iter().map(|day| (Some(day), day))) {
            let Some(status) = self.status(version, event, day) else { return Vec::new() };
            if states.last().is_none_or(|(_, last)| *last != status) {
                states.push((from, status));
            }
        }
        states
    }

    /// Whether a version is withdrawn or, for every event that it has dates for, superseded on a day.
    pub fn is_over(&self, version: VersionId, on: Date) -> bool {
        let of_event = |event: EventId| self.span(event, version).map(|span| span.status(on));
        let known: Vec<Status> = self.events.keys().copied().filter_map(of_event).collect();
        let is_superseded = !known.is_empty() && known.iter().all(|status| *status == Status::Superseded);
        self.withdrawn.get(&version).is_some_and(|day| *day <= on) || is_superseded
    }

    /// Whether a version supersedes another for an event, those left out that can't have taken its place.
    pub(super) fn follows(&self, event: EventId, version: VersionId, earlier: VersionId) -> bool {
        let mut before = self.before(event, version);
        for _ in &self.versions {
            let Before::Published(at) = before else { return false };
            if at == earlier {
                return true;
            }
            let span = self.span(event, at);
            let took_no_place = span.is_some_and(|span| span.never_applied() || span.is_permission());
            let is_skipped = took_no_place || !self.versions_for(event).contains(&at);
            before = if is_skipped { self.before(event, at) } else { return false };
        }
        false
    }
}

/// What a version's file names as what it supersedes.
fn named(record: &Record, versions: &[VersionId], version: &Version) -> Option<Before> {
    Some(match &version.supersedes()?.0 {
        Predecessor::NotRecorded => Before::NotPublished,
        Predecessor::Version(label) => {
            let named = versions.iter().find(|at| record.version(**at).label().as_str() == label.as_str());
            let named = named.or_else(|| versions.iter().find(|at| record.version(**at).label() == label));
            named.map_or(Before::NotPublished, |at| Before::Published(*at))
        }
    })
}

/// The day from which what stood before a span, whose first day is not recorded, is known to be over.
fn over_from(next: &Span) -> Option<Date> {
    let after_last = match next.end {
        End::Open => None,
        End::On(last) => last.tomorrow().ok(),
        End::NotRecorded { over_from, .. } => over_from,
    };
    let has_begun = |day: &Date| next.month().is_some() && next.latest().is_some_and(|latest| latest < *day);
    let withdrawn = next.withdrawn_on.filter(has_begun);
    after_last.into_iter().chain(withdrawn).min()
}
