//! The objects of the API: meetings, decisions, standards, versions, dates and terms (specification 3, "Data").
//!
//! Every data output is printed from these, and so are the commands that list them; their schemas are made from the
//! comments here. Pages show the same facts in the views of [`super::view`].
//!
//! **Invariant.** Every field is always there; what is absent is null.

use crate::date::{self, PartialDate};
use crate::register::Span;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::ser::SerializeMap;
use std::borrow::Cow;

/// A day, as data has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&date::iso(self.0))
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// A month by its first day, as data has it: "2026-11".
pub fn month(first: Date) -> String {
    PartialDate::Month(first.year(), first.month()).to_string()
}

/// The first day of a month, as data has it.
fn first_of(month: &str) -> Option<Date> {
    format!("{month}-01").parse().ok()
}

/// A register: a list under its own name, with the version of its form and the day that it was made for.
#[derive(Clone, Copy, Debug)]
pub struct Register<'e, T> {
    /// The version of the form; a change that breaks readers raises it.
    pub schema_version: u32,
    /// The day that the site was built for: nothing that is published later is in it.
    pub as_of: Day,
    /// The name of the list.
    pub key: &'static str,
    /// The entries.
    pub entries: &'e [T],
}

impl<T: Serialize> Serialize for Register<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("schema_version", &self.schema_version)?;
        map.serialize_entry("as_of", &self.as_of)?;
        map.serialize_entry(self.key, self.entries)?;
        map.end()
    }
}

/// A meeting of a committee, or decisions made outside one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Meeting {
    /// The committee and the meeting's number, or its date where it has none: "ssc/80".
    pub id: String,
    /// The committee's id.
    pub committee: String,
    /// The meeting's number.
    pub number: Option<u32>,
    /// The document's reference, as written.
    pub reference: Option<String>,
    /// "Meeting headlines", or what the document is called.
    pub title: String,
    /// The day of the meeting.
    pub date: Day,
    /// When it began, in Europe/London: "10:00".
    pub start: Option<String>,
    /// When it ended, in Europe/London.
    pub end: Option<String>,
    /// Where it was.
    pub venue: Option<String>,
    /// The day that was announced before, where the meeting was moved.
    pub moved_from: Option<Day>,
    /// Whether it was cancelled, and did not take place.
    pub cancelled: bool,
    /// The day of the next meeting, as announced.
    pub next_meeting: Option<Day>,
    /// The classification of its page: White or Green.
    pub classification: &'static str,
    /// Its page.
    pub url: String,
    /// The published agenda items, and other sections that hold decisions.
    pub items: Vec<Item>,
    /// The numbers of agenda items that are not published; empty where the site does not give them.
    pub withheld_items: Vec<String>,
    /// Files beside the page.
    pub attachments: Vec<Attachment>,
}

/// A published agenda item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Item {
    /// Its number, as written: "12a". Null for a section without one.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its anchor in the meeting's page.
    pub anchor: String,
    /// White or Green.
    pub classification: &'static str,
    /// The ids of the decisions under it.
    pub decisions: Vec<String>,
}

/// A file beside a page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Attachment {
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// A decision of a committee.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Decision {
    /// The meeting and the decision's anchor: "ssc/80#decision-10-2".
    pub id: String,
    /// The committee's id.
    pub committee: String,
    /// The meeting's id.
    pub meeting: String,
    /// The number of the agenda item.
    pub item: Option<String>,
    /// The title of the agenda item or section.
    pub item_title: Option<String>,
    /// What was decided: "approved", or "not approved" where that is denied.
    pub outcome: String,
    /// The sentence that was decided.
    pub text: String,
    /// The day of the meeting.
    pub date: Day,
    /// White or Green.
    pub classification: &'static str,
    /// The day that a deferral defers to.
    pub defers_to: Option<Day>,
    /// A deferral to a day, about which no later decision is published.
    pub open: bool,
    /// Its place in the meeting's page.
    pub url: String,
    /// The same place by an anchor that is made of what the decision says: it stays when others come or go.
    pub cite: String,
}

/// A standard, with its published versions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Standard {
    /// The name of the standard in paths.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its short title.
    pub short_title: Option<String>,
    /// Other names of it.
    pub aliases: Vec<String>,
    /// Who issues it.
    pub owner: String,
    /// The id of the committee that approves it.
    pub committee: Option<String>,
    /// Several versions may be used at once, and one of them must be.
    pub concurrent: bool,
    /// No version came before the first one published here.
    pub first_recorded: bool,
    /// What implementation dates are compared with.
    pub events: Vec<Event>,
    /// Dates of the standard itself, whatever version is in force then.
    pub milestones: Vec<Milestone>,
    /// Which version applies, for each event, from the first day to the last.
    pub answers: Vec<Answer>,
    /// Its page.
    pub url: String,
    /// Its published versions, oldest first.
    pub versions: Vec<Version>,
}

/// What an implementation date is compared with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Event {
    /// The event's name in `applies`.
    pub id: String,
    /// The event in words.
    pub label: String,
}

/// A version of a standard. Its five dates mean five different things.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Version {
    /// The version's label, as its owner writes it. The versions of a standard are in their order: 1.16 after 1.7.
    pub version: String,
    /// The date of the document itself: a day, a month ("2019-06") or a year ("2019").
    pub document_date: Option<String>,
    /// The day of its approval.
    pub approved_on: Option<Day>,
    /// The published decision or item that approved it: "ssc/80#decision-10-2".
    pub approved_by: Option<String>,
    /// The day of its publication.
    pub published_on: Option<Day>,
    /// The version that it takes the place of; null where there is none, or nobody has recorded which.
    pub supersedes: Option<String>,
    /// False where nobody has recorded what it supersedes.
    pub supersedes_recorded: bool,
    /// The published version that takes its place.
    pub superseded_by: Option<String>,
    /// From this day it is withdrawn, for every event.
    pub withdrawn_on: Option<Day>,
    /// What its approval is subject to.
    pub conditions: Option<String>,
    /// The ids of events that it has nothing to do with.
    pub not_for: Vec<String>,
    /// When it applies, for each event; empty where that is not recorded, and for drafts, whose dates stand on their
    /// page only.
    pub applies: Vec<Applies>,
    /// What it is, for each event, from the first day to the last; empty for drafts.
    pub answers: Vec<Answer>,
    /// Other dates that matter.
    pub milestones: Vec<Milestone>,
    /// Announced dates that moved, oldest first.
    pub date_changes: Vec<DateChange>,
    /// White or Green.
    pub classification: &'static str,
    /// Not approved yet.
    pub draft: bool,
    /// Its page.
    pub url: String,
}

/// When a version applies for an event.
///
/// It is mandatory, or, where `concurrent` is true, one of several that may be used, on the days
/// `implementation_date <= day <= last_date`; permitted on those from `permitted_from` to the day before. Where
/// `end_recorded` is false, the days after `known_until` have no recorded answer. Where `last_date` is before
/// `implementation_date`, the version was withdrawn before it was mandatory. `answers` says the same day by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Applies {
    /// The event's id.
    pub event: String,
    /// The first day on which it is mandatory, or may be used beside others; null where that is not recorded, and
    /// where it is permitted only.
    pub implementation_date: Option<Day>,
    /// The month of that day, where only the month is announced: "2026-11".
    pub implementation_month: Option<String>,
    /// The last day, computed from the next version and the withdrawal; null while it is open or not recorded.
    pub last_date: Option<Day>,
    /// Whether `last_date` can be relied on, null included.
    pub end_recorded: bool,
    /// The last day on which it is known to apply still, where `end_recorded` is false.
    pub known_until: Option<Day>,
    /// From this day until the implementation date it may be used voluntarily; without one, until `last_date`.
    pub permitted_from: Option<Day>,
    /// Other versions may be used at the same time.
    pub concurrent: bool,
}

impl Applies {
    /// The window of an event.
    pub fn of(event: &str, span: &Span) -> Self {
        Self {
            event: event.to_owned(),
            implementation_date: span.from().map(Day),
            implementation_month: span.month().map(month),
            last_date: span.last_date().map(Day),
            end_recorded: span.is_end_recorded(),
            known_until: span.known_until().map(Day),
            permitted_from: span.permitted_from.map(Day),
            concurrent: span.is_concurrent,
        }
    }

    /// The first day of the month in which it starts, where only the month is known.
    pub fn month(&self) -> Option<Date> {
        first_of(self.implementation_month.as_ref()?)
    }

    /// Whether it may be used, and is never mandatory.
    pub fn is_permission(&self) -> bool {
        self.implementation_date.is_none() && self.implementation_month.is_none() && self.permitted_from.is_some()
    }

    /// Withdrawn on or before its start.
    pub fn never_applied(&self) -> bool {
        let first = self.implementation_date.map(|day| day.0).or(self.month());
        let first = first.or(self.permitted_from.map(|day| day.0));
        self.last_date.zip(first).is_some_and(|(last, first)| last.0 < first)
    }
}

/// Days with one answer, those given included.
///
/// Of a standard: which of its versions applies. Of a version: what it is on those days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Answer {
    /// The event's id.
    pub event: String,
    /// The first day; null for all days before.
    pub from: Option<Day>,
    /// The last day; null for all days after.
    pub until: Option<Day>,
    /// Of a standard "mandatory", "valid", "permitted", "none" or "not recorded"; of a version also "not yet
    /// applicable", "superseded" and "withdrawn".
    pub status: &'static str,
    /// The mandatory version.
    pub mandatory: Option<String>,
    /// The versions that may be used, where one of several must be.
    pub valid: Vec<String>,
    /// The versions that may be used voluntarily.
    pub permitted: Vec<String>,
    /// The versions of which it is not recorded whether they apply.
    pub not_recorded: Vec<String>,
    /// Whether the published files tell all that is mandatory or valid on these days, be it that nothing is.
    pub recorded: bool,
    /// The published decisions that this rests on: "ssc/80#item-10".
    pub decided_by: Vec<String>,
    /// Of a standard, the answer in sentences as its page has it, with what comes next as the last; of a version none.
    pub sentences: Vec<String>,
}

/// Another date that matters.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Milestone {
    /// The day.
    pub date: Day,
    /// What happens on it.
    pub label: String,
}

/// An announced date that moved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DateChange {
    /// The event's id.
    pub event: String,
    /// Which date it was: "implementation_date", "last_date" or "permitted_from".
    pub of: &'static str,
    /// The date as it was.
    pub was: Day,
    /// The day on which it was changed.
    pub changed_on: Day,
    /// The published decision that changed it.
    pub decided_by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A date in the register of dates.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DateEntry {
    /// The day; null where only the month is announced.
    pub date: Option<Day>,
    /// The month ("2026-11"), where only that is announced.
    pub month: Option<String>,
    /// What kind of date it is.
    pub kind: DateKind,
    /// What happens on it, in words.
    pub label: String,
    /// The standard's id, but for meetings.
    pub standard: Option<String>,
    /// The version; null for meetings, and for milestones of the standard itself.
    pub version: Option<String>,
    /// The event's id, for implementation dates.
    pub event: Option<String>,
    /// The page that it comes from.
    pub url: String,
}

impl DateEntry {
    /// The first day that it can be, which is the day where that is announced.
    pub fn first(&self) -> Date {
        self.date.map(|day| day.0).or_else(|| first_of(self.month.as_ref()?)).unwrap_or(Date::MAX)
    }

    /// The last day that it can be.
    pub fn last(&self) -> Date {
        self.date.map_or_else(|| self.first().last_of_month(), |day| day.0)
    }
}

/// A kind of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateKind {
    /// A version becomes mandatory for an event, or may be used from then beside others.
    Implementation,
    /// Another date of a version or a standard.
    Milestone,
    /// A meeting, held or announced.
    Meeting,
}

/// A term of the glossary.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Term {
    /// The abbreviation.
    pub term: String,
    /// What it stands for.
    pub expansion: String,
    /// What it means, in plain words.
    pub definition: Option<String>,
    /// White or Green.
    pub classification: &'static str,
    /// Its place in the glossary.
    pub url: String,
}
