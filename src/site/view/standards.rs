//! Views of standards, versions and dates.

use super::{Day, Html, Link};
use crate::classification::Audience;
use serde::Serialize;

/// What a version is, on a day.
#[derive(Clone, Debug, Serialize)]
pub struct State {
    /// "mandatory", as a word of a class.
    pub name: &'static str,
    /// "Mandatory".
    pub label: &'static str,
}

/// What a version is for an event: on the day of the build, and from which day it is what, for a script.
#[derive(Clone, Debug, Serialize)]
pub struct States {
    pub event_label: String,
    pub now: State,
    /// `mandatory,2019-09-26,superseded,2021-03-01`: a state, the day of the next, and so on.
    pub all: String,
}

/// A standard in the register.
#[derive(Clone, Debug, Serialize)]
pub struct StandardRow {
    pub title: String,
    pub short_title: Option<String>,
    pub owner: String,
    pub url: String,
    pub committee: Option<Link>,
    pub versions: usize,
    pub classification: Audience,
    pub events: Vec<EventRow>,
}

/// Some days, those given included, and whether the day of the build is one of them; a script looks at the reader's day.
#[derive(Clone, Debug, Serialize)]
pub struct Days {
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub current: bool,
}

/// What applies for an event of a standard, from the first day to the last.
#[derive(Clone, Debug, Serialize)]
pub struct EventRow {
    pub id: String,
    pub label: String,
    pub answers: Vec<Held>,
}

/// What applies on some days.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    pub days: Days,
    /// "mandatory", "valid", "permitted", "none" or "not-recorded".
    pub state: &'static str,
    /// What stands before the versions, or in their place.
    pub word: &'static str,
    pub in_force: Vec<InForce>,
    pub permitted: Vec<Link>,
    pub next: Option<InForce>,
}

/// A version that is mandatory, or one of several that may be used, with its days.
#[derive(Clone, Debug, Serialize)]
pub struct InForce {
    pub version: Link,
    pub from: Option<Day>,
    /// "from 26 September 2019 until 28 February 2021".
    pub period: String,
    /// "from 26 September 2019".
    pub begins: String,
}

/// A version that is mandatory for every event on some days.
#[derive(Clone, Debug, Serialize)]
pub struct Agreed {
    pub days: Days,
    pub version: Link,
}

/// `latest.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Latest {
    pub standard: Link,
    /// The version that is mandatory for every event on the day of the build.
    pub target: Option<Link>,
    pub questions: Vec<Question>,
}

/// `standards.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Standards {
    pub standards: Vec<StandardRow>,
    pub files: Vec<Link>,
}

/// A standard's head.
#[derive(Clone, Debug, Serialize)]
pub struct StandardHead {
    pub title: String,
    pub short_title: Option<String>,
    pub aliases: Vec<String>,
    pub owner: String,
    pub committee: Option<Link>,
    pub url: Option<String>,
    pub classification: Audience,
}

/// When a version applies, for one event.
#[derive(Clone, Debug, Serialize)]
pub struct Window {
    pub event_label: String,
    pub permitted_from: Option<Day>,
    pub implementation_date: Option<Day>,
    pub implementation_month: Option<String>,
    pub last_date: Option<Day>,
    pub end_recorded: bool,
    /// It was withdrawn before it was mandatory.
    pub never_applied: bool,
    /// It may be used, and is never mandatory.
    pub is_permission: bool,
    /// All of it in words.
    pub period: String,
}

/// A version in a list.
#[derive(Clone, Debug, Serialize)]
pub struct VersionRow {
    pub version: String,
    pub title: String,
    pub url: String,
    pub approved_on: Option<Day>,
    pub approved_by: Option<Link>,
    pub document_date: Option<String>,
    pub published_on: Option<Day>,
    pub withdrawn_on: Option<Day>,
    pub draft: bool,
    /// What a draft is, where no date of it is told.
    pub draft_state: Option<State>,
    /// The events that it has nothing to do with.
    pub not_for: Vec<String>,
    pub conditions: Option<String>,
    pub applies: Vec<Window>,
    pub states: Vec<States>,
    pub classification: Audience,
}

/// The answers to "which version applies?" for an event, over all days.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    pub id: String,
    pub label: String,
    pub question: String,
    pub segments: Vec<Segment>,
}

/// Days with one answer.
#[derive(Clone, Debug, Serialize)]
pub struct Segment {
    pub days: Days,
    /// The state of the answer: "mandatory", "valid", "permitted", "none" or "not-recorded".
    pub state: &'static str,
    /// The answer in sentences that stay true.
    pub sentences: Vec<String>,
    pub in_force: Vec<Link>,
    /// Every version that the answer names as one that applies.
    pub versions: Vec<Link>,
    pub conditions: Vec<String>,
    pub approved_by: Vec<Link>,
    pub deciding: Vec<String>,
    pub next: Option<String>,
}

/// `standard.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Standard {
    pub standard: StandardHead,
    pub body: Option<Html>,
    pub questions: Vec<Question>,
    pub chart: Option<Html>,
    pub versions: Vec<VersionRow>,
    pub milestones: Vec<Milestone>,
    pub files: Vec<Link>,
}

/// A milestone.
#[derive(Clone, Debug, Serialize)]
pub struct Milestone {
    pub date: Day,
    pub label: String,
}

/// A milestone of a version.
#[derive(Clone, Debug, Serialize)]
pub struct VersionMilestone {
    #[serde(flatten)]
    pub milestone: Milestone,
    /// The version is superseded or withdrawn by then.
    pub is_over: bool,
}

/// An announced date that moved.
#[derive(Clone, Debug, Serialize)]
pub struct DateChange {
    pub event_label: String,
    /// "Last day".
    pub of: &'static str,
    pub was: Day,
    pub became: Option<Day>,
    pub changed_on: Day,
    pub decided_by: Option<Link>,
    pub reason: Option<String>,
}

/// A day from which something is otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    pub day: Day,
    /// The day before.
    pub eve: Day,
    /// It has come, on the day of the build; a script looks at the reader's day.
    pub is_past: bool,
}

/// When a version is superseded, as its states say.
#[derive(Clone, Debug, Serialize)]
pub struct Superseded {
    /// For one event at least.
    pub first: Turn,
    /// For every event; `None` where that is not known, or not so.
    pub last: Option<Turn>,
    /// For every event on the same day.
    pub at_once: bool,
    /// Another version begins on that day; otherwise it ends and nothing takes its place.
    pub is_replaced: bool,
    /// The version that begins then, where it is one and the same.
    pub by: Option<Link>,
}

/// A version's head.
#[derive(Clone, Debug, Serialize)]
pub struct VersionHead {
    #[serde(flatten)]
    pub row: VersionRow,
    /// The versions that it supersedes, with their pages where they are published here.
    pub supersedes: Vec<Named>,
    /// The version that says that it supersedes this one, or comes next.
    pub superseded_by: Option<Link>,
    pub superseded: Option<Superseded>,
    pub withdrawn_from: Option<Turn>,
    /// The versions that are mandatory for every event, on their days.
    pub latest: Vec<Agreed>,
    pub milestones: Vec<VersionMilestone>,
    pub date_changes: Vec<DateChange>,
    pub deciding: Vec<String>,
}

/// A version that may have no page here.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    pub title: String,
    pub url: Option<String>,
}

/// `version.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub standard: Link,
    pub version: VersionHead,
    /// Several versions may be used at once, and one of them must be.
    pub is_concurrent: bool,
    pub body: Option<Html>,
    pub files: Vec<Link>,
}

/// A date in the register of dates.
#[derive(Clone, Debug, Serialize)]
pub struct DateRow {
    pub date: Option<Day>,
    /// In words, where only the month is announced.
    pub month: Option<String>,
    pub kind: &'static str,
    pub kind_label: String,
    pub label: String,
    pub url: String,
    pub is_past: bool,
}

/// `dates.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Dates {
    pub heading: String,
    pub coming: Vec<DateRow>,
    pub past: Vec<DateRow>,
    pub chart: Option<Html>,
    /// The months of a year, on its page.
    pub months: Vec<Html>,
    pub years: Vec<super::YearEntry>,
    pub files: Vec<Link>,
}
