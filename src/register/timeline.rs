//! Which version of a standard applies on which day, for each event (specification 2, "Status of a version on a day").
//!
//! It takes what the files say; what is wrong with it is [`super::windows`]'s to report.
//!
//! **Invariant.** An older version is never the answer where a version that is not published here may have taken its
//! place: such days are "not recorded".

use crate::record::{Predecessor, Record, Standard, Version};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The versions of one standard, and when each is mandatory.
#[derive(Debug, Default)]
pub struct Timeline {
    versions: Vec<usize>,
    before: BTreeMap<usize, Before>,
    spans: Vec<Vec<Span>>,
}

/// What a version supersedes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing that is known of.
    Nothing,
    /// This version of the record.
    Published(usize),
    /// A version that is not published here.
    NotPublished,
}

/// The days on which one version is mandatory for one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The version, as an index of the record.
    pub version: usize,
    /// Its window, as an index of its `applies`.
    pub window: usize,
    /// The implementation date.
    pub from: Date,
    /// How it ends, if the version is not withdrawn before.
    pub end: End,
    /// From when the version may be used voluntarily.
    pub permitted_from: Option<Date>,
    /// From when the version is withdrawn.
    pub withdrawn_on: Option<Date>,
}

/// How a span ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nobody has said.
    Open,
    /// With this day, inclusive.
    On(Date),
    /// Some time before this day, on which a later version begins; what came between is not published here.
    NotRecorded(Date),
}

/// What a version is on a day, for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Not approved yet.
    Draft,
    /// Its implementation date is to come.
    NotYetApplicable,
    /// It may be used, and is not mandatory yet.
    Permitted,
    /// In force.
    Mandatory,
    /// Its last day has passed.
    Superseded,
    /// It has been withdrawn.
    Withdrawn,
    /// No published file says.
    NotRecorded,
}

/// Why no version is mandatory on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Before the first version, or after the last day of the last.
    NoVersion,
    /// The version that would be has been withdrawn.
    Withdrawn,
    /// No published file says which it is.
    NotRecorded,
}

/// The answer to "which version applies on this day?".
#[derive(Debug, PartialEq, Eq)]
pub struct Answer<'t> {
    /// The mandatory versions, oldest first: one, unless the standard is concurrent.
    pub mandatory: Vec<&'t Span>,
    /// Why there is none.
    pub absence: Option<Absence>,
    /// Those that may be used voluntarily, oldest first.
    pub permitted: Vec<&'t Span>,
    /// The next that will be mandatory.
    pub next: Option<&'t Span>,
}

impl Span {
    /// The last mandatory day, as far as it is known.
    pub fn last_date(&self) -> Option<Date> {
        let withdrawn = self.withdrawn_on.and_then(|day| day.yesterday().ok());
        match self.end {
            End::On(last) => Some(withdrawn.map_or(last, |withdrawn| last.min(withdrawn))),
            End::Open => withdrawn,
            End::NotRecorded(_) => None,
        }
    }

    /// Whether its end is known, or known to be open.
    pub fn is_end_recorded(&self) -> bool {
        !matches!(self.end, End::NotRecorded(_))
    }

    /// Whether it is mandatory on a day.
    pub fn is_mandatory(&self, on: Date) -> bool {
        self.from <= on && !self.is_withdrawn(on) && self.covers(on)
    }

    /// Whether the day is before its end; with an end that is not recorded, only the first day is known to be.
    fn covers(&self, on: Date) -> bool {
        match self.end {
            End::Open => true,
            End::On(last) => on <= last,
            End::NotRecorded(_) => on == self.from,
        }
    }

    fn is_permitted(&self, on: Date) -> bool {
        on < self.from && self.permitted_from.is_some_and(|first| first <= on) && !self.is_withdrawn(on)
    }

    fn is_withdrawn(&self, on: Date) -> bool {
        self.withdrawn_on.is_some_and(|day| day <= on)
    }

    /// Withdrawn before it was mandatory, so that it never took another version's place.
    pub fn never_applied(&self) -> bool {
        self.is_withdrawn(self.from)
    }
}

impl Timeline {
    /// The timeline of a standard.
    pub fn of(record: &Record, standard: &Standard) -> Self {
        let all = record.versions().iter().enumerate();
        let mut versions: Vec<usize> =
            all.filter(|(_, version)| version.standard() == standard.id()).map(|(at, _)| at).collect();
        versions.sort_by_key(|at| (record.versions()[*at].number(), *at));
        let mut timeline = Self { versions, ..Self::default() };
        timeline.before =
            timeline.versions.iter().map(|at| (*at, timeline.read_before(record, standard, *at))).collect();
        let spans = |event: &crate::record::Event| timeline.tile(record, standard, &event.id);
        timeline.spans = standard.events().iter().map(spans).collect();
        timeline
    }

    /// The versions, as indices of the record, oldest first.
    pub fn versions(&self) -> &[usize] {
        &self.versions
    }

    /// What a version supersedes.
    pub fn before(&self, version: usize) -> Before {
        self.before.get(&version).copied().unwrap_or(Before::Nothing)
    }

    /// The approved version that supersedes another.
    pub fn after(&self, record: &Record, version: usize) -> Option<usize> {
        let follows =
            |at: &&usize| self.before(**at) == Before::Published(version) && !record.versions()[**at].is_draft();
        self.versions.iter().find(follows).copied()
    }

    /// The spans of an event, by its place in the standard, in the order of the versions.
    pub fn spans(&self, event: usize) -> &[Span] {
        self.spans.get(event).map_or(&[], Vec::as_slice)
    }

    /// The span of a version for an event.
    pub fn span(&self, event: usize, version: usize) -> Option<&Span> {
        self.spans(event).iter().find(|span| span.version == version)
    }

    /// Which version applies on a day.
    pub fn answer(&self, event: usize, on: Date) -> Answer<'_> {
        let spans = self.spans(event);
        let mandatory: Vec<&Span> = spans.iter().filter(|span| span.is_mandatory(on)).collect();
        let absence = mandatory.is_empty().then(|| self.absence(spans, on));
        let permitted = spans.iter().filter(|span| span.is_permitted(on)).collect();
        let coming = spans.iter().filter(|span| span.from > on && !span.never_applied());
        Answer { mandatory, absence, permitted, next: coming.min_by_key(|span| span.from) }
    }

    fn absence(&self, spans: &[Span], on: Date) -> Absence {
        let applied = || spans.iter().filter(|span| !span.never_applied());
        let Some(last) = applied().filter(|span| span.from <= on).max_by_key(|span| span.from) else {
            return Absence::NoVersion;
        };
        let next = applied().find(|span| span.from > on);
        let is_unknown = next.is_some_and(|next| !self.follows(spans, next.version, last.version));
        match last.end {
            End::NotRecorded(_) => Absence::NotRecorded,
            _ if last.covers(on) => Absence::Withdrawn,
            _ if is_unknown => Absence::NotRecorded,
            _ => Absence::NoVersion,
        }
    }

    /// The days on which the answer changes, in order; before the first it is as on the day before that.
    pub fn answers_change(&self, event: usize) -> Vec<Date> {
        let differs =
            |day: &Date| day.yesterday().is_ok_and(|before| self.answer(event, before) != self.answer(event, *day));
        self.changes(event).into_iter().filter(differs).collect()
    }

    /// The days on which the state of a version, and so the answer, can change.
    pub fn changes(&self, event: usize) -> BTreeSet<Date> {
        let of = |span: &Span| {
            let after_first = matches!(span.end, End::NotRecorded(_)).then(|| span.from.tomorrow().ok()).flatten();
            let after_last = if let End::On(last) = span.end { last.tomorrow().ok() } else { None };
            [span.permitted_from, Some(span.from), after_first, after_last, span.withdrawn_on]
        };
        self.spans(event).iter().flat_map(of).flatten().collect()
    }

    /// What a version is on a day, for an event.
    pub fn status(&self, version: &Version, at: usize, event: usize, on: Date) -> Status {
        if version.withdrawn_on().is_some_and(|(day, _)| day <= on) {
            return Status::Withdrawn;
        }
        if version.is_draft() {
            return Status::Draft;
        }
        let Some(span) = self.span(event, at) else { return Status::NotRecorded };
        match span.end {
            _ if span.is_permitted(on) => Status::Permitted,
            _ if on < span.from => Status::NotYetApplicable,
            _ if span.covers(on) => Status::Mandatory,
            End::NotRecorded(next) if on < next => Status::NotRecorded,
            _ => Status::Superseded,
        }
    }

    /// In a concurrent standard a version supersedes another only where its file says so.
    fn read_before(&self, record: &Record, standard: &Standard, at: usize) -> Before {
        let version = &record.versions()[at];
        match version.supersedes() {
            Some((Predecessor::NotRecorded, _)) => Before::NotPublished,
            Some((Predecessor::Version(number), _)) => {
                let named = self.versions.iter().find(|at| record.versions()[**at].number() == number);
                named.map_or(Before::NotPublished, |at| Before::Published(*at))
            }
            None if standard.is_concurrent() => Before::Nothing,
            None => {
                let is_before = |other: &&usize| record.versions()[**other].number() < version.number();
                let mut approved = self.versions.iter().filter(|other| !record.versions()[**other].is_draft());
                approved.rfind(is_before).map_or(Before::Nothing, |at| Before::Published(*at))
            }
        }
    }

    /// The spans of the approved versions for an event.
    fn tile(&self, record: &Record, standard: &Standard, event: &str) -> Vec<Span> {
        let approved = self.versions.iter().filter(|at| !record.versions()[**at].is_draft());
        let mut spans: Vec<Span> = approved.filter_map(|at| written(&record.versions()[*at], *at, event)).collect();
        for at in 0..spans.len() {
            if spans[at].end == End::Open && !spans[at].never_applied() {
                spans[at].end = self.end(&spans, at, standard.is_concurrent());
            }
        }
        spans
    }

    /// How a span without a last date ends.
    fn end(&self, spans: &[Span], at: usize, is_concurrent: bool) -> End {
        let own = &spans[at];
        let mut later = spans[at + 1..].iter().filter(|span| !span.never_applied());
        let follows = |span: &&Span| self.follows(spans, span.version, own.version);
        let next = if is_concurrent { later.find(follows) } else { later.next() };
        match next {
            None => End::Open,
            Some(next) if follows(&next) => next.from.yesterday().map_or(End::Open, End::On),
            Some(next) => End::NotRecorded(next.from),
        }
    }

    /// Whether a version supersedes another, those that were withdrawn before they applied left out.
    pub(super) fn follows(&self, spans: &[Span], version: usize, earlier: usize) -> bool {
        let mut before = self.before(version);
        for _ in &self.versions {
            let Before::Published(at) = before else { return false };
            if at == earlier {
                return true;
            }
            let skipped = spans.iter().any(|span| span.version == at && span.never_applied());
            before = if skipped { self.before(at) } else { return false };
        }
        false
    }
}

/// A version's own window for an event, as written.
fn written(version: &Version, at: usize, event: &str) -> Option<Span> {
    let window = version.applies().iter().position(|window| window.event.0 == event)?;
    let found = &version.applies()[window];
    Some(Span {
        version: at,
        window,
        from: found.implementation_date.0,
        end: found.last_date.map_or(End::Open, |(last, _)| End::On(last)),
        permitted_from: found.permitted_from.map(|(first, _)| first),
        withdrawn_on: version.withdrawn_on().map(|(day, _)| day),
    })
}
