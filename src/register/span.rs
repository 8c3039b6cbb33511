//! The days on which one version applies for one event, and what it is on each (specification 2, "Status of a version
//! on a day").
//!
//! **Invariant.** Where the files don't tell, a day is "not recorded": no month is reckoned with as a day, and no end is
//! guessed.

use crate::record::VersionId;
use jiff::ToSpan;
use jiff::civil::Date;

/// When one version applies for one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The version.
    pub version: VersionId,
    /// Its window, as an index of its `applies`.
    pub window: usize,
    /// How it starts.
    pub start: Start,
    /// How it ends, if the version is not withdrawn before.
    pub end: End,
    /// From when the version may be used voluntarily.
    pub permitted_from: Option<Date>,
    /// From when the version is withdrawn.
    pub withdrawn_on: Option<Date>,
    /// It is one of several that may be used, of which one must be.
    pub is_concurrent: bool,
}

/// How a span starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// With this day, inclusive.
    Day(Date),
    /// On a day of the month that begins with this one; which day is not recorded.
    Month(Date),
    /// On a day that is not recorded, after this one where a version before it started then.
    NotRecorded(Option<Date>),
    /// Never: it may be used, and nothing more.
    Never,
}

/// How a span ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nobody has said.
    Open,
    /// With this day, inclusive.
    On(Date),
    /// On a day that is not recorded.
    NotRecorded {
        /// The last day that it is known to be before its end.
        known_until: Date,
        /// The day from which it is known to be over.
        over_from: Option<Date>,
    },
}

/// What a version is on a day, for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Not approved yet.
    Draft,
    /// Its start is to come.
    NotYetApplicable,
    /// It may be used, and is not mandatory.
    Permitted,
    /// It may be used, and so may others; one of them must be.
    Valid,
    /// In force.
    Mandatory,
    /// Its last day has passed.
    Superseded,
    /// It has been withdrawn.
    Withdrawn,
    /// No published file says.
    NotRecorded,
}

impl Status {
    /// The word for it, as data has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::NotYetApplicable => "not yet applicable",
            Self::Permitted => "permitted",
            Self::Valid => "valid",
            Self::Mandatory => "mandatory",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
            Self::NotRecorded => "not recorded",
        }
    }
}

impl Span {
    /// The day of its start, where it is recorded.
    pub fn from(&self) -> Option<Date> {
        match self.start {
            Start::Day(day) => Some(day),
            Start::Month(_) | Start::NotRecorded(_) | Start::Never => None,
        }
    }

    /// The first day of the month of its start, where only that is recorded.
    pub fn month(&self) -> Option<Date> {
        match self.start {
            Start::Month(first) => Some(first),
            Start::Day(_) | Start::NotRecorded(_) | Start::Never => None,
        }
    }

    /// Whether it may be used, and is never mandatory.
    pub fn is_permission(&self) -> bool {
        self.start == Start::Never
    }

    /// The last day, as far as it is known.
    pub fn last_date(&self) -> Option<Date> {
        let withdrawn = self.withdrawn_on.and_then(|day| day.yesterday().ok());
        match self.end {
            End::On(last) => Some(withdrawn.map_or(last, |withdrawn| last.min(withdrawn))),
            End::Open => withdrawn,
            End::NotRecorded { .. } => None,
        }
    }

    /// Whether its end is known, or known to be open.
    pub fn is_end_recorded(&self) -> bool {
        !matches!(self.end, End::NotRecorded { .. })
    }

    /// The last day that it is known to be before its end, where that end is not recorded.
    pub fn known_until(&self) -> Option<Date> {
        match self.end {
            End::NotRecorded { known_until, .. } => Some(known_until),
            End::Open | End::On(_) => None,
        }
    }

    /// What the version is on a day.
    pub fn status(&self, on: Date) -> Status {
        let is_over = match self.end {
            End::Open => false,
            End::On(last) => on > last,
            End::NotRecorded { over_from, .. } => over_from.is_some_and(|day| day <= on),
        };
        match self.end {
            _ if self.is_withdrawn(on) => Status::Withdrawn,
            _ if is_over => Status::Superseded,
            End::NotRecorded { known_until, .. } if on > known_until => Status::NotRecorded,
            End::Open | End::On(_) | End::NotRecorded { .. } => self.begun(on),
        }
    }

    /// What the version is on a day before its end.
    fn begun(&self, on: Date) -> Status {
        let is_permitted = self.permitted_from.is_some_and(|first| first <= on);
        match self.start {
            Start::Day(from) if from <= on && self.is_concurrent => Status::Valid,
            Start::Day(from) if from <= on => Status::Mandatory,
            Start::Month(first) if first <= on => Status::NotRecorded,
            Start::NotRecorded(after) if after.is_none_or(|after| after < on) => Status::NotRecorded,
            Start::Day(_) | Start::Month(_) | Start::NotRecorded(_) | Start::Never if is_permitted => Status::Permitted,
            Start::Day(_) | Start::Month(_) | Start::NotRecorded(_) | Start::Never => Status::NotYetApplicable,
        }
    }

    fn is_withdrawn(&self, on: Date) -> bool {
        self.withdrawn_on.is_some_and(|day| day <= on)
    }

    /// Withdrawn on or before its start, so that it never took another version's place.
    pub fn never_applied(&self) -> bool {
        self.earliest().is_some_and(|first| self.is_withdrawn(first))
    }

    /// The first day on which it can have started.
    pub(super) fn earliest(&self) -> Option<Date> {
        match self.start {
            Start::Day(first) | Start::Month(first) => Some(first),
            Start::NotRecorded(after) => after.and_then(|after| after.tomorrow().ok()),
            Start::Never => self.permitted_from,
        }
    }

    /// The last day on which it can have started.
    pub(super) fn latest(&self) -> Option<Date> {
        match self.start {
            Start::Day(first) => Some(first),
            Start::Month(first) => first.checked_add(1.month()).ok()?.yesterday().ok(),
            Start::NotRecorded(_) => self.last_date(),
            Start::Never => self.permitted_from,
        }
    }

    /// The days on which the version's state can change.
    pub(super) fn changes(&self) -> [Option<Date>; 5] {
        let next = |day: Date| day.tomorrow().ok();
        let start = match self.start {
            Start::Day(first) | Start::Month(first) => Some(first),
            Start::NotRecorded(after) => after.and_then(next),
            Start::Never => None,
        };
        let (end, over) = match self.end {
            End::Open => (None, None),
            End::On(last) => (next(last), None),
            End::NotRecorded { known_until, over_from } => (next(known_until), over_from),
        };
        [self.permitted_from, start, end, over, self.withdrawn_on]
    }
}
