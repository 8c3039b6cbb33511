//! Standards and their versions, as their files have them.
//!
//! Windows, states and timelines are the register's; these pages show what is written.
//!
//! **Invariant.** Nothing is inferred: a date that no published file gives is not shown.

use super::{Press, html_or_none, strictest};
use crate::date::PartialDate;
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
        let committee = self.names.committee(&standard.committee()?.0)?;
        Some(self.crumb(committee.title(), &page_path(committee.document().place())))
    }

    pub(super) fn standard(&self, standard: &'r Standard) -> Result<File, ThemeError> {
        let path = page_path(standard.document().place());
        let mut page = self.document_head(standard.title(), standard.document());
        page.breadcrumbs = vec![self.crumb("Home", "/"), self.crumb("Standards", "/standards/")];
        let versions = self.material.record.versions().iter().filter(|version| version.standard() == standard.id());
        let mut versions: Vec<&Version> = versions.collect();
        versions.sort_by_key(|version| std::cmp::Reverse(version.number()));
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
            event_label: label(&window.event.0),
            implementation_date: Day::of(window.implementation_date.0),
            last_date: window.last_date.map(|(day, _)| Day::of(day)),
            permitted_from: window.permitted_from.map(|(day, _)| Day::of(day)),
        };
        view::VersionRow {
            version: version.number().to_string(),
            url: self.url(&page_path(version.document().place())),
            approved_on: version.approved_on().map(|(day, _)| Day::of(day)),
            document_date: version.document_date().map(PartialDate::short),
            withdrawn_on: version.withdrawn_on().map(|(day, _)| Day::of(day)),
            draft: version.is_draft(),
            applies: version.applies().iter().map(window).collect(),
        }
    }

    pub(super) fn version(&self, version: &'r Version) -> Result<File, ThemeError> {
        let path = page_path(version.document().place());
        let standards = &self.material.record.standards();
        let standard = standards.iter().find(|standard| standard.id() == version.standard());
        let standard = standard.expect("only versions of standards in the record are printed");
        let title = format!("{} {}", standard.short_title().unwrap_or(standard.title()), version.number());
        let mut page = self.document_head(&title, version.document());
        let standard_path = page_path(standard.document().place());
        page.breadcrumbs = vec![
            self.crumb("Home", "/"),
            self.crumb("Standards", "/standards/"),
            self.crumb(standard.title(), &standard_path),
        ];
        let milestone =
            |found: &record::Milestone| view::Milestone { date: Day::of(found.date), label: found.label.clone() };
        let content = view::Version {
            standard: self.crumb(standard.title(), &standard_path),
            version: view::VersionHead {
                row: self.version_row(standard, version),
                approved_by: self.approved_by(version),
                conditions: version.conditions().map(str::to_owned),
                supersedes: match version.supersedes() {
                    Some((record::Predecessor::Version(number), _)) => Some(number.to_string()),
                    Some((record::Predecessor::NotRecorded, _)) | None => None,
                },
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
        let title = self.names.meeting(meeting);
        let title = section.map_or(title.clone(), |section| format!("{title}: {section}"));
        Some(self.crumb(&title, &path))
    }
}
