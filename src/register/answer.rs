//! Which version of a standard applies on a day, and why none does (specification 2, "Status of a version on a day").
//!
//! **Invariant.** That none is mandatory is said for a reason only: nothing came before the first, or what applied has a
//! last day or a withdrawal that is given. Everything else is "not recorded".

use super::span::{Span, Start, Status};
use super::timeline::{Before, Timeline};
use crate::record::{EventId, VersionId};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The answer to "which version applies on this day?".
#[derive(Debug, PartialEq, Eq)]
pub struct Answer<'t> {
    /// The mandatory version; none of a concurrent standard ever is.
    pub mandatory: Option<&'t Span>,
    /// Those of a concurrent standard that may be used, oldest first: one of them must be.
    pub valid: Vec<&'t Span>,
    /// Those that may be used voluntarily, oldest first.
    pub permitted: Vec<&'t Span>,
    /// Those of which the files don't tell whether they apply, oldest first.
    pub not_recorded: Vec<&'t Span>,
    /// Why none is mandatory or valid.
    pub absence: Option<Absence<'t>>,
    /// The next that will be mandatory or valid, on a day or in a month.
    pub next: Option<&'t Span>,
}

/// Why no version is mandatory or valid on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence<'t> {
    /// Nothing came before the first version.
    BeforeFirst,
    /// What is recorded for the day is a permission, and no more.
    PermittedOnly,
    /// The last day of this one has passed, and none follows it.
    Ended(&'t Span),
    /// This one has been withdrawn, and none follows it.
    Withdrawn(&'t Span),
    /// No published file says which it is.
    NotRecorded,
}

/// The kind of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A version is mandatory.
    Mandatory,
    /// One of several must be used.
    Valid,
    /// No version must be used, and one may be.
    Permitted,
    /// No version is mandatory.
    None,
    /// No published file says.
    NotRecorded,
}

impl Outcome {
    /// The word for it, as data has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mandatory => "mandatory",
            Self::Valid => "valid",
            Self::Permitted => "permitted",
            Self::None => "none",
            Self::NotRecorded => "not recorded",
        }
    }
}

/// Days with one answer, the first and last included.
#[derive(Debug)]
pub struct Row<'t> {
    /// The first day; `None` for all days before the last.
    pub from: Option<Date>,
    /// The last day; `None` for all days after the first.
    pub until: Option<Date>,
    /// The answer.
    pub answer: Answer<'t>,
}

impl<'t> Answer<'t> {
    /// The kind of it.
    pub fn outcome(&self) -> Outcome {
        match self.absence {
            _ if self.mandatory.is_some() => Outcome::Mandatory,
            _ if !self.valid.is_empty() => Outcome::Valid,
            _ if !self.permitted.is_empty() => Outcome::Permitted,
            Some(Absence::NotRecorded) => Outcome::NotRecorded,
            Some(_) | None => Outcome::None,
        }
    }

    /// Whether the files tell all that is mandatory or valid, be it that nothing is.
    pub fn is_recorded(&self) -> bool {
        self.absence != Some(Absence::NotRecorded) && (self.mandatory.is_some() || self.not_recorded.is_empty())
    }

    /// What must be used: the mandatory version, or the valid ones.
    pub fn in_force(&self) -> impl Iterator<Item = &'t Span> {
        self.mandatory.into_iter().chain(self.valid.iter().copied())
    }
}

impl Timeline {
    /// Which version applies on a day.
    pub fn answer(&self, event: EventId, on: Date) -> Answer<'_> {
        let spans = self.spans(event);
        let of = |status: Status| spans.iter().filter(move |span| span.status(on) == status);
        let mandatory = of(Status::Mandatory).next_back();
        let valid: Vec<&Span> = of(Status::Valid).collect();
        let absence = (mandatory.is_none() && valid.is_empty()).then(|| self.absence(event, on));
        let is_to_come =
            |span: &&Span| span.status(on) < Status::Valid && !span.never_applied() && !span.is_permission();
        let next = spans.iter().filter(|span| span.earliest().is_some_and(|day| day > on)).filter(is_to_come);
        Answer {
            mandatory,
            valid,
            permitted: of(Status::Permitted).collect(),
            not_recorded: of(Status::NotRecorded).filter(|span| !span.never_applied()).collect(),
            absence,
            next: next.filter(|span| !matches!(span.start, Start::NotRecorded(_))).min_by_key(|span| span.earliest()),
        }
    }

    fn absence(&self, event: EventId, on: Date) -> Absence<'_> {
        let counted = || self.spans(event).iter().filter(|span| !span.never_applied());
        let is = |span: &&Span, status: Status| span.status(on) == status;
        if counted().any(|span| is(&span, Status::NotRecorded)) {
            return Absence::NotRecorded;
        }
        let is_over = |span: &&Span| is(span, Status::Superseded) || is(span, Status::Withdrawn);
        let mut over = counted().filter(is_over);
        let last = if self.is_concurrent { over.max_by_key(|span| span.last_date()) } else { over.next_back() };
        match last {
            Some(last) if self.is_followed_by_unknown(event, last, on) => Absence::NotRecorded,
            Some(last) if is(&last, Status::Withdrawn) => Absence::Withdrawn(last),
            Some(last) => Absence::Ended(last),
            None if counted().any(|span| span.is_permission() && is(&span, Status::Permitted)) => {
                Absence::PermittedOnly
            }
            None if self.is_first_recorded && self.first_is_dated(event) => Absence::BeforeFirst,
            None => Absence::NotRecorded,
        }
    }

    /// Whether a version that is not published here, or has no dates, may have come between one and the next to come.
    fn is_followed_by_unknown(&self, event: EventId, last: &Span, on: Date) -> bool {
        let is_to_come = |span: &&Span| {
            !span.never_applied() && !span.is_permission() && span.earliest().is_some_and(|day| day > on)
        };
        let next = self.spans(event).iter().find(is_to_come);
        !self.is_concurrent && next.is_some_and(|next| !self.follows(event, next.version, last.version))
    }

    /// Whether the first version that has to do with an event says when it began, and supersedes nothing.
    fn first_is_dated(&self, event: EventId) -> bool {
        let never_applied = |at: &&VersionId| self.span(event, **at).is_some_and(Span::never_applied);
        let Some(first) = self.versions_for(event).iter().find(|at| !never_applied(at)) else { return false };
        let is_dated = self.span(event, *first).is_some_and(|span| !matches!(span.start, Start::NotRecorded(_)));
        let lowest = self.versions_for(event).first().unwrap_or(first);
        is_dated && [first, lowest].iter().all(|at| self.before(event, **at) != Before::NotPublished)
    }

    /// Every answer for an event, from the first day to the last.
    pub fn rows(&self, event: EventId) -> Vec<Row<'_>> {
        let changes = self.answers_change(event);
        let starts = std::iter::once(None).chain(changes.iter().copied().map(Some));
        let ends = changes.iter().map(|day| day.yesterday().ok()).chain([None]);
        let row = |(from, until): (Option<Date>, Option<Date>)| {
            let day = from.or(until).unwrap_or_default();
            Row { from, until, answer: self.answer(event, day) }
        };
        starts.zip(ends).map(row).collect()
    }

    /// The days on which the answer changes, in order; before the first it is as on the day before that.
    pub fn answers_change(&self, event: EventId) -> Vec<Date> {
        let days: BTreeSet<Date> = self.spans(event).iter().flat_map(Span::changes).flatten().collect();
        let differs =
            |day: &Date| day.yesterday().is_ok_and(|before| self.answer(event, before) != self.answer(event, *day));
        days.into_iter().filter(differs).collect()
    }
}
