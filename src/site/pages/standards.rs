//! Standards and their versions, as their files have them.
//!
//! Windows, states and timelines are the register's; these pages show what is written.
//!
//! **Invariant.** Nothing is inferred: a date that no published file gives is not shown.

use super::{Press, html_or_none, strictest};
use crate::record::{self, Section, Standard, Version};
use crate::register::{Resolution, page_path};
use crate::site::File;
use crate::site::theme::ThemeError;
use crate::site::view::{self, Day};

impl<'r> Press<'r> {
    pub(super) fn standards(&self) -> Result<File, ThemeError> {
        let record = self.material.record;
        let row = |standard: &'r Standard| view::StandardRow {
            title: standard.title().to_owned(),
            short_title: standard.short_title().map(str::to_owned),
            owner: standard.owner().to_owned(),
            url: self.url(&page_path(standard.document().place())),
            committee: self.approver(standard),
            versions: record.versions().iter().filter(|version| version.standard() == standard.id()).count(),
        };
        let classification = strictest(record.standards().iter().map(|standard| standard.document().audience()));
        let mut page = self.head("Standards", "/standards/", classification);
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        let standards = record.standards().iter().map(row).collect();
        self.render("standards.html", "/standards/", page, view::Standards { standards })
    }

    /// The published committee that approves a standard.
    fn approver(&self, standard: &'r Standard) -> Option<view::Link> {
        let committee = self.committees.get(standard.committee()?.0.as_str())?;
        Some(self.crumb(committee.title(), &page_path(committee.document().place())))
    }

    pub(super) fn standard(&self, standard: &'r Standard) -> Result<File, ThemeError> {
        let path = page_path(standard.document().place());
        let mut page = self.document_head(standard.title(), standard.document());
        page.breadcrumbs = vec![self.crumb("Home", "/"), self.crumb("Standards", "/standards/")];
        let versions = self.material.record.versions().iter().filter(|version| version.standard() == standard.id());
        let mut versions: Vec<&Version> = versions.collect();
        versions.sort_by_key(|version| std::cmp::Reverse(parts(version.version())));
        let content = view::Standard {
            standard: view::StandardHead {
                title: standard.title().to_owned(),
                short_title: standard.short_title().map(str::to_owned),
                aliases: standard.aliases().to_vec(),
                owner: standard.owner().to_owned(),
                committee: self.approver(standard),
                url: standard.url().map(str::to_owned),
                classification: standard.document().audience(),
            },
            body: html_or_none(self.body(standard.document(), standard.sections())),
            versions: versions.into_iter().map(|version| self.version_row(standard, version)).collect(),
        };
        self.render("standard.html", &path, page, content)
    }

    fn version_row(&self, standard: &'r Standard, version: &'r Version) -> view::VersionRow {
        let label = |event: &str| {
            let known = standard.events().iter().find(|known| known.id == event);
            known.map_or_else(|| event.to_owned(), |known| known.label.clone())
        };
        let window = |window: &record::Window| view::Window {
            event_label: label(&window.event),
            implementation_date: Day::of(window.implementation_date),
            last_date: window.last_date.map(Day::of),
            permitted_from: window.permitted_from.map(Day::of),
        };
        view::VersionRow {
            version: version.version().to_owned(),
            url: self.url(&page_path(version.document().place())),
            approved_on: version.approved_on().map(Day::of),
            document_date: version.document_date().map(written_date),
            withdrawn_on: version.withdrawn_on().map(Day::of),
            draft: version.is_draft(),
            applies: version.applies().iter().map(window).collect(),
        }
    }

    pub(super) fn version(&self, version: &'r Version) -> Result<File, ThemeError> {
        let path = page_path(version.document().place());
        let standards = &self.material.record.standards();
        let standard = standards.iter().find(|standard| standard.id() == version.standard());
        let standard = standard.expect("only versions of standards in the record are printed");
        let title = format!("{} {}", standard.short_title().unwrap_or(standard.title()), version.version());
        let mut page = self.document_head(&title, version.document());
        let standard_path = page_path(standard.document().place());
        page.breadcrumbs = vec![
            self.crumb("Home", "/"),
            self.crumb("Standards", "/standards/"),
            self.crumb(standard.title(), &standard_path),
        ];
        let milestone = |(date, label): &(jiff::civil::Date, String)| view::Milestone {
            date: Day::of(*date),
            label: label.clone(),
        };
        let content = view::Version {
            standard: self.crumb(standard.title(), &standard_path),
            version: view::VersionHead {
                row: self.version_row(standard, version),
                approved_by: self.approved_by(version),
                conditions: version.conditions().map(str::to_owned),
                supersedes: version.supersedes().map(str::to_owned),
                milestones: version.milestones().iter().map(milestone).collect(),
            },
            body: html_or_none(self.body(version.document(), version.sections())),
        };
        self.render("version.html", &path, page, content)
    }

    /// The published decision or item that approved a version.
    fn approved_by(&self, version: &'r Version) -> Option<view::Link> {
        let (reference, _) = version.approved_by()?;
        let document = version.document();
        let references = self.material.registers.references();
        let Resolution::Internal(path) = references.resolve(document.place(), document.path(), reference) else {
            return None;
        };
        let (page, anchor) = path.split_once('#').unwrap_or((path.as_str(), ""));
        let meetings = self.material.record.meetings().iter();
        let meeting = meetings.into_iter().find(|meeting| page_path(meeting.document().place()) == page)?;
        let holds = |section: &&Section| {
            section.anchor() == anchor || section.decisions().iter().any(|decision| decision.anchor() == anchor)
        };
        let section = meeting.sections().iter().find(holds).and_then(super::item_label);
        let title = self.meeting_title(meeting);
        let title = section.map_or(title.clone(), |section| format!("{title}: {section}"));
        Some(self.crumb(&title, &path))
    }
}

/// A version part by part, as numbers: 1.16 is after 1.7.
fn parts(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// A day, a month or a year, as people write it; nothing is added to it.
fn written_date(written: &str) -> String {
    let day = format!("{written}{}", &"-01-01"[..("0000-00-00".len().saturating_sub(written.len())).min(6)]);
    let Ok(date) = day.parse::<jiff::civil::Date>() else { return written.to_owned() };
    let short = crate::date::short(date);
    match written.len() {
        4 => written.to_owned(),
        7 => short.split_once(' ').map_or(short.clone(), |(_, month)| month.to_owned()),
        _ => short,
    }
}
