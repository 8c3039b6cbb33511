//! What templates and data outputs are printed from: the only `Serialize` of published material.
//!
//! A thing is formatted here once, and used by every output that shows it.
//!
//! **Invariant.** Every key is always there; what is absent is null.

mod decisions;
mod standards;

pub use decisions::*;
pub use standards::*;

use super::html::Html;
use crate::classification::Audience;
use crate::date;
use jiff::civil::Date;
use serde::Serialize;

/// A date as people and machines write it.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    iso: String,
    text: String,
    short: String,
}

impl Day {
    /// The forms of a date.
    pub fn of(day: Date) -> Self {
        Self { iso: date::iso(day), text: date::long(day), short: date::short(day) }
    }
}

/// A title that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub title: String,
    pub url: String,
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuEntry {
    pub title: String,
    pub url: String,
    pub current: bool,
}

/// What every page shows of the site.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    pub title: String,
    pub organisation: String,
    pub copyright: String,
    pub language: String,
    pub root: String,
    pub as_of: Day,
    /// The registers.
    pub menu: Vec<MenuEntry>,
    /// Pages that a maintainer wants to be found.
    pub pages: Vec<MenuEntry>,
    pub policy_url: String,
    pub search_url: String,
    pub home_url: String,
    pub meetings_url: String,
    pub standards_url: Option<String>,
    pub decisions_url: Option<String>,
    pub dates_url: Option<String>,
    pub glossary_url: Option<String>,
}

/// A line of a page's history.
#[derive(Clone, Debug, Serialize)]
pub struct Update {
    pub date: Day,
    pub note: String,
}

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    pub title: String,
    pub canonical: String,
    pub description: Option<String>,
    pub classification: Audience,
    pub robots: Option<&'static str>,
    /// Other forms of the page, and versions beside it: `rel`, media type, address.
    pub links: Vec<HeadLink>,
    pub breadcrumbs: Vec<Link>,
    pub updates: Vec<Update>,
    pub redirect: Option<String>,
}

/// A `<link>` in a page's head.
#[derive(Clone, Debug, Serialize)]
pub struct HeadLink {
    pub rel: &'static str,
    pub media_type: Option<&'static str>,
    pub title: Option<String>,
    pub url: String,
}

/// A page with what its template shows beside it.
#[derive(Clone, Debug, Serialize)]
pub struct Context<T: Serialize> {
    pub site: Site,
    pub page: Page,
    #[serde(flatten)]
    pub content: T,
}

/// A committee as it is named elsewhere.
#[derive(Clone, Debug, Serialize)]
pub struct CommitteeName {
    pub title: String,
    pub abbreviation: Option<String>,
    pub url: String,
}

/// A meeting in a list.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingRow {
    pub url: String,
    pub title: String,
    pub heading: String,
    pub committee: CommitteeName,
    pub date: Day,
    pub reference: Option<String>,
    pub cancelled: bool,
    pub classification: Audience,
    pub decisions: usize,
}

/// A decision in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionRow {
    pub url: String,
    pub outcome: String,
    pub outcome_label: String,
    pub text: String,
    pub date: Day,
    pub meeting_title: String,
    pub meeting_url: String,
    pub item_label: Option<String>,
    pub defers_to: Option<Day>,
    pub open: bool,
    pub made: Vec<Link>,
    pub classification: Audience,
}

/// A committee on the home page.
#[derive(Clone, Debug, Serialize)]
pub struct CommitteeRow {
    pub title: String,
    pub abbreviation: Option<String>,
    pub url: String,
    pub meetings: usize,
    pub latest: Option<Day>,
}

/// `home.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    pub introduction: Option<Html>,
    pub standards: Vec<StandardRow>,
    pub latest_meetings: Vec<MeetingRow>,
    pub latest_decisions: Vec<Html>,
    pub coming: Vec<DateRow>,
    pub committees: Vec<CommitteeRow>,
    pub subscribe: Vec<Link>,
}

/// A committee above its meetings.
#[derive(Clone, Debug, Serialize)]
pub struct CommitteeHead {
    pub title: String,
    pub abbreviation: Option<String>,
    pub url: String,
    pub parent: Option<Link>,
    pub children: Vec<Link>,
}

/// A year with meetings in it.
#[derive(Clone, Debug, Serialize)]
pub struct YearEntry {
    pub year: i16,
    pub url: String,
    pub count: usize,
    pub current: bool,
}

/// A committee to choose.
#[derive(Clone, Debug, Serialize)]
pub struct CommitteeEntry {
    pub title: String,
    pub abbreviation: Option<String>,
    pub url: String,
    pub current: bool,
}

/// Where a list's page stands among its pages.
#[derive(Clone, Debug, Serialize)]
pub struct Pagination {
    pub current: usize,
    pub last: usize,
    pub previous_url: Option<String>,
    pub next_url: Option<String>,
    pub pages: Vec<PageNumber>,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PageNumber {
    pub number: usize,
    pub url: String,
    pub current: bool,
    /// Pages between this one and the one before it are not named.
    pub after_gap: bool,
}

/// `meetings.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Meetings {
    pub heading: String,
    pub introduction: Option<Html>,
    pub committee: Option<CommitteeHead>,
    pub meetings: Vec<MeetingRow>,
    pub total: usize,
    pub pagination: Pagination,
    pub years: Vec<YearEntry>,
    pub committees: Vec<CommitteeEntry>,
    pub files: Vec<Link>,
}

/// The day of a meeting, and its page where it is published.
#[derive(Clone, Debug, Serialize)]
pub struct NextMeeting {
    pub date: Day,
    pub url: Option<String>,
}

/// A meeting's head.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingHead {
    pub title: String,
    pub heading: String,
    pub committee: CommitteeName,
    pub reference: Option<String>,
    pub number: Option<u32>,
    pub date: Day,
    pub start: Option<String>,
    pub end: Option<String>,
    pub venue: Option<String>,
    pub cancelled: bool,
    pub moved_from: Option<Day>,
    pub next_meeting: Option<NextMeeting>,
    pub classification: Audience,
}

/// An entry of a page's contents.
#[derive(Clone, Debug, Serialize)]
pub struct Contents {
    pub label: Option<String>,
    pub title: String,
    pub anchor: String,
    pub level: u8,
}

/// A part of a meeting's page.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    pub kind: &'static str,
    pub level: u8,
    pub number: Option<String>,
    pub title: Option<Html>,
    pub anchor: Option<String>,
    pub badge: Option<Audience>,
    pub body: Option<Html>,
    pub notice: Option<String>,
}

/// A neighbouring meeting.
#[derive(Clone, Debug, Serialize)]
pub struct Neighbour {
    pub title: String,
    pub url: String,
    pub date: Day,
}

/// `meeting.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Meeting {
    pub meeting: MeetingHead,
    pub contents: Vec<Contents>,
    pub parts: Vec<Part>,
    pub decisions: Vec<DecisionRow>,
    pub previous: Option<Neighbour>,
    pub next: Option<Neighbour>,
    pub files: Vec<Link>,
}

/// `page.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Plain {
    pub body: Html,
    pub sections: Vec<Contents>,
}

/// A term of the glossary.
#[derive(Clone, Debug, Serialize)]
pub struct Term {
    pub term: String,
    pub expansion: String,
    pub definition: Option<Html>,
    pub anchor: String,
    pub classification: Audience,
}

/// `glossary.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Glossary {
    pub terms: Vec<Term>,
}

/// `policy.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Policy {
    pub publishes: Vec<&'static str>,
    pub notice_mode: bool,
}

/// `redirect.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Redirect {
    pub target: String,
}

/// A template that shows nothing but the page.
#[derive(Clone, Debug, Serialize)]
pub struct Nothing {}
