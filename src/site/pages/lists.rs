//! Lists of meetings: all, by year, by committee, fifty to a page.
//!
//! **Invariant.** Every count and order is over published meetings (R17).

use super::{Press, html_or_none, strictest};
use crate::record::{Committee, Document, Meeting};
use crate::register::page_path;
use crate::site::theme::ThemeError;
use crate::site::view;
use std::collections::BTreeMap;

/// How many meetings a page lists.
pub const PAGE: usize = 50;

/// How many pages before and after the current one are named.
const NEAR: usize = 3;

/// Which meetings a list is of.
#[derive(Clone, Copy)]
enum Of<'r> {
    All,
    Year(i16),
    Committee(&'r Committee),
}

/// One page of a list.
pub(super) struct List<'r> {
    of: Of<'r>,
    meetings: Vec<&'r Meeting>,
    number: usize,
    last: usize,
    total: usize,
}

impl<'r> List<'r> {
    /// Where the page stands.
    pub(super) fn path(&self) -> String {
        page_of(&base(self.of), self.number)
    }

    /// The document that the list is the page of.
    pub(super) fn document(&self) -> Option<&'r Document> {
        match self.of {
            Of::Committee(committee) => Some(committee.document()),
            Of::All | Of::Year(_) => None,
        }
    }
}

/// Every page of every list.
pub(super) fn lists<'r>(press: &Press<'r>) -> Vec<List<'r>> {
    let record = press.material.record;
    let newest: Vec<&Meeting> = press.material.registers.meetings().iter().map(|at| record.meeting(*at)).collect();
    let mut lists = pages(Of::All, &newest);
    for year in years(&newest).into_keys() {
        let of_year: Vec<&Meeting> = newest.iter().copied().filter(|meeting| meeting.date().year() == year).collect();
        lists.extend(pages(Of::Year(year), &of_year));
    }
    let mut by_committee: BTreeMap<&str, Vec<&Meeting>> = BTreeMap::new();
    for meeting in &newest {
        by_committee.entry(meeting.committee().as_str()).or_default().push(meeting);
    }
    for committee in record.committees() {
        let own = by_committee.get(committee.id().as_str()).map(Vec::as_slice).unwrap_or_default();
        lists.extend(pages(Of::Committee(committee), own));
    }
    lists
}

/// The years with meetings, and how many each has.
fn years(meetings: &[&Meeting]) -> BTreeMap<i16, usize> {
    let mut years = BTreeMap::new();
    for meeting in meetings {
        *years.entry(meeting.date().year()).or_default() += 1;
    }
    years
}

fn pages<'r>(of: Of<'r>, meetings: &[&'r Meeting]) -> Vec<List<'r>> {
    let last = meetings.len().div_ceil(PAGE).max(1);
    let page = |number: usize| List {
        of,
        meetings: meetings.iter().copied().skip((number - 1) * PAGE).take(PAGE).collect(),
        number,
        last,
        total: meetings.len(),
    };
    (1..=last).map(page).collect()
}

impl<'r> Press<'r> {
    pub(super) fn list(&self, list: &List<'r>, path: &str) -> Result<Vec<u8>, ThemeError> {
        let base = base(list.of);
        let heading = self.list_heading(list.of);
        let rows: Vec<view::MeetingRow> = list.meetings.iter().map(|meeting| self.meeting_row(meeting)).collect();
        let shown = rows.iter().map(|row| row.classification);
        let mut page = match list.of {
            Of::Committee(committee) => self.document_head(&heading, committee.document()),
            Of::All | Of::Year(_) => self.head(&heading, path, self.committees_audience()),
        };
        page.classification = strictest(shown.chain([page.classification]));
        page.canonical = self.head("", path, page.classification).canonical;
        if list.number > 1 {
            page.title = format!("{heading}, page {} of {}", list.number, list.last);
        }
        page.links = self.list_links(list.of);
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        if !matches!(list.of, Of::All) {
            page.breadcrumbs.push(self.crumb("Meetings", "/meetings/"));
        }
        let content = view::Meetings {
            heading,
            introduction: self.list_introduction(list),
            committee: self.committee_head(list.of),
            meetings: rows,
            total: list.total,
            pagination: pagination(list.number, list.last, |number| self.url(&page_of(&base, number))),
            years: self.year_entries(list.of),
            committees: self.committee_entries(list.of),
            files: self.list_files(list.of),
        };
        self.render("meetings.html", path, page, content)
    }

    fn list_links(&self, of: Of<'r>) -> Vec<view::HeadLink> {
        match of {
            Of::All => vec![
                self.alternate("application/json", "api/v1/meetings.json"),
                self.alternate("text/csv", "data/meetings.csv"),
            ],
            Of::Year(_) => Vec::new(),
            Of::Committee(committee) => {
                let path = page_path(committee.document().place());
                let linked = self.alternate("application/ld+json", &format!("{path}index.jsonld"));
                self.feed_links(&path).into_iter().chain([linked]).collect()
            }
        }
    }

    fn list_files(&self, of: Of<'r>) -> Vec<view::Link> {
        match of {
            Of::All => vec![
                self.crumb("JSON", "/api/v1/meetings.json"),
                self.crumb("CSV", "/data/meetings.csv"),
                self.crumb("Feed", "/atom.xml"),
                self.crumb("Calendar", "/calendar.ics"),
                self.subscription("Subscribe to the calendar", "/calendar.ics"),
            ],
            Of::Year(_) => Vec::new(),
            Of::Committee(committee) => self.feed_files(&page_path(committee.document().place())),
        }
    }

    fn list_heading(&self, of: Of<'r>) -> String {
        match of {
            Of::All => "Meetings".to_owned(),
            Of::Year(year) => format!("Meetings in {year}"),
            Of::Committee(committee) => committee.title().to_owned(),
        }
    }

    fn list_introduction(&self, list: &List<'r>) -> Option<crate::site::html::Html> {
        match list.of {
            Of::Committee(committee) if list.number == 1 => {
                html_or_none(self.body(committee.document(), committee.sections()))
            }
            Of::All | Of::Year(_) | Of::Committee(_) => None,
        }
    }

    fn committee_head(&self, of: Of<'r>) -> Option<view::CommitteeHead> {
        let Of::Committee(committee) = of else { return None };
        let link = |committee: &Committee| self.crumb(committee.title(), &page_path(committee.document().place()));
        let parent = committee.parent().and_then(|(parent, _)| self.names.committee(parent));
        let is_child = |other: &&Committee| other.parent().is_some_and(|(parent, _)| parent == committee.id().as_str());
        Some(view::CommitteeHead {
            title: committee.title().to_owned(),
            abbreviation: committee.abbreviation().map(str::to_owned),
            url: self.url(&page_path(committee.document().place())),
            parent: parent.map(link),
            children: self.material.record.committees().iter().filter(is_child).map(link).collect(),
        })
    }

    fn year_entries(&self, of: Of<'r>) -> Vec<view::YearEntry> {
        if matches!(of, Of::Committee(_)) {
            return Vec::new();
        }
        let meetings: Vec<&Meeting> = self.material.record.meetings().iter().collect();
        let entry = |(year, count): (i16, usize)| view::YearEntry {
            year,
            url: self.url(&format!("/meetings/{year}/")),
            count,
            current: matches!(of, Of::Year(shown) if shown == year),
        };
        years(&meetings).into_iter().rev().map(entry).collect()
    }

    fn committee_entries(&self, of: Of<'r>) -> Vec<view::CommitteeEntry> {
        let entry = |committee: &Committee| view::CommitteeEntry {
            title: committee.title().to_owned(),
            abbreviation: committee.abbreviation().map(str::to_owned),
            url: self.url(&page_path(committee.document().place())),
            current: matches!(of, Of::Committee(shown) if shown.id() == committee.id()),
        };
        self.material.record.committees().iter().map(entry).collect()
    }
}

fn base(of: Of<'_>) -> String {
    match of {
        Of::All => "/meetings/".to_owned(),
        Of::Year(year) => format!("/meetings/{year}/"),
        Of::Committee(committee) => page_path(committee.document().place()),
    }
}

/// Where page `current` of `last` stands.
pub(super) fn pagination(current: usize, last: usize, url: impl Fn(usize) -> String) -> view::Pagination {
    // The first, the last and those near by: a list of all would make every page as long as the register.
    let is_shown = |number: &usize| *number == 1 || *number == last || number.abs_diff(current) <= NEAR;
    let number = |number: usize| view::PageNumber {
        number,
        url: url(number),
        current: number == current,
        after_gap: number > 1 && !is_shown(&(number - 1)),
    };
    view::Pagination {
        current,
        last,
        previous_url: (current > 1).then(|| url(current - 1)),
        next_url: (current < last).then(|| url(current + 1)),
        pages: (1..=last).filter(is_shown).map(number).collect(),
    }
}

pub(super) fn page_of(base: &str, number: usize) -> String {
    if number == 1 { base.to_owned() } else { format!("{base}page/{number}/") }
}
