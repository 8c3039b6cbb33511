//! The register of standards, and `latest/`: what applies on a day, of every standard or of one.
//!
//! Each answer stands there for the days on which it holds; those of the day of the build are shown, and a script shows
//! those of the reader's day or of the one that is asked for.
//!
//! **Invariant.** `latest/` leads to a version only where it is mandatory for every event.

use super::{Press, strictest};
use crate::date;
use crate::record::{EventId, Standard, StandardId, VersionId};
use crate::register::{Absence, Answer, Row, Span, page_path};
use crate::site::theme::ThemeError;
use crate::site::view::{self, Day};
use crate::site::words;
use jiff::civil::Date;

impl<'r> Press<'r> {
    pub(super) fn standards(&self, path: &str) -> Result<Vec<u8>, ThemeError> {
        let standards = self.standard_rows();
        let mut page = self.head("Standards", "/standards/", strictest(standards.iter().map(|row| row.classification)));
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        page.links = vec![self.alternate("application/json", "api/v1/standards.json")];
        let files = vec![
            self.crumb("JSON", "/api/v1/standards.json"),
            self.crumb("CSV", "/data/implementation-dates.csv"),
            self.crumb("Calendar", "/calendar.ics"),
        ];
        self.render("standards.html", path, page, view::Standards { standards, files })
    }

    /// Every standard, by title.
    pub(super) fn standard_rows(&self) -> Vec<view::StandardRow> {
        let record = self.material.record;
        let mut order: Vec<(StandardId, &Standard)> = record.standards_with_ids().collect();
        order.sort_by_key(|(_, standard)| (standard.title(), standard.id()));
        order.into_iter().map(|(at, _)| self.standard_row(at)).collect()
    }

    fn standard_row(&self, at: StandardId) -> view::StandardRow {
        let standard = self.material.record.standard(at);
        view::StandardRow {
            title: standard.title().to_owned(),
            short_title: standard.short_title().map(str::to_owned),
            owner: standard.owner().to_owned(),
            url: self.url(&page_path(standard.document().place())),
            committee: self.approver(standard),
            versions: self.material.registers.timeline(at).versions().len(),
            classification: self.standard_audience(at),
            events: standard.event_ids().map(|event| self.event_row(at, event)).collect(),
        }
    }

    /// The published committee that approves a standard.
    pub(super) fn approver(&self, standard: &'r Standard) -> Option<view::Link> {
        let committee = self.names.committee(&standard.committee()?.0)?;
        Some(self.crumb(committee.title(), &page_path(committee.document().place())))
    }

    fn event_row(&self, standard: StandardId, event: EventId) -> view::EventRow {
        let rows = self.material.registers.timeline(standard).rows(event);
        let found = self.material.record.standard(standard).event(event);
        view::EventRow {
            id: found.id.to_string(),
            label: found.label.clone(),
            answers: rows.iter().map(|row| self.held(row)).collect(),
        }
    }

    fn held(&self, row: &Row<'_>) -> view::Held {
        let answer = &row.answer;
        view::Held {
            days: self.days(row.from, row.until),
            state: state_name(answer),
            word: word(answer),
            in_force: answer.in_force().map(|span| self.in_force(span)).collect(),
            permitted: answer.permitted.iter().map(|span| self.version_link(span.version)).collect(),
            next: answer.next.map(|span| self.in_force(span)),
        }
    }

    /// Some days, and whether the day of the build is one of them.
    pub(super) fn days(&self, from: Option<Date>, until: Option<Date>) -> view::Days {
        let as_of = self.material.settings.as_of;
        let current = from.is_none_or(|first| first <= as_of) && until.is_none_or(|last| as_of <= last);
        view::Days { from: from.map(Day::of), until: until.map(Day::of), current }
    }

    fn in_force(&self, span: &Span) -> view::InForce {
        let from = words::from(span, date::short);
        let until = span.last_date().map(|last| format!(" until {}", date::short(last)));
        view::InForce {
            version: self.version_link(span.version),
            from: span.from().map(Day::of),
            period: format!("{from}{}", until.unwrap_or_default()),
            begins: from,
        }
    }

    /// "1.3", leading to its page.
    pub(super) fn version_link(&self, at: VersionId) -> view::Link {
        let version = self.material.record.version(at);
        self.crumb(version.label().as_str(), &page_path(version.document().place()))
    }

    /// The version that is mandatory for every event on a day, where there is one.
    pub(super) fn agreed(&self, standard: StandardId, on: Date) -> Option<VersionId> {
        let timeline = self.material.registers.timeline(standard);
        let events = self.material.record.standard(standard).event_ids();
        let mandatory = |event: EventId| timeline.answer(event, on).mandatory.map(|span| span.version);
        let all: Vec<Option<VersionId>> = events.map(mandatory).collect();
        let first = *all.first()?;
        first.filter(|_| all.iter().all(|one| *one == first))
    }

    /// The version that is mandatory for every event on the day of the build, where there is one.
    pub(super) fn latest(&self, standard: StandardId) -> Option<VersionId> {
        self.agreed(standard, self.material.settings.as_of)
    }

    /// The days on which one version is mandatory for every event, with it.
    pub(super) fn agreements(&self, standard: StandardId) -> Vec<view::Agreed> {
        let timeline = self.material.registers.timeline(standard);
        let events = self.material.record.standard(standard).event_ids();
        let changes: std::collections::BTreeSet<Date> =
            events.flat_map(|event| timeline.answers_change(event)).collect();
        let ends = changes.iter().skip(1).map(|day| day.yesterday().ok()).chain([None]);
        let agreed = |(from, until): (&Date, Option<Date>)| {
            let version = self.version_link(self.agreed(standard, *from)?);
            Some(view::Agreed { days: self.days(Some(*from), until), version })
        };
        changes.iter().zip(ends).filter_map(agreed).collect()
    }

    /// `/standards/<id>/latest/`: leads to the version that is mandatory for every event on the day of the build, or
    /// says what applies to which.
    pub(super) fn latest_page(&self, standard: StandardId, path: &str) -> Result<Vec<u8>, ThemeError> {
        let found = self.material.record.standard(standard);
        let own = page_path(found.document().place());
        let latest = self.latest(standard);
        let version = latest.map(|at| self.material.record.version(at));
        let canonical = version.map_or_else(|| own.clone(), |version| page_path(version.document().place()));
        let title = format!("{}: what applies", found.title());
        let mut page = self.head(&title, &canonical, self.standard_audience(standard));
        page.breadcrumbs =
            vec![self.crumb("Home", "/"), self.crumb("Standards", "/standards/"), self.crumb(found.title(), &own)];
        page.robots = Some("noindex");
        let target = latest.map(|at| self.version_link(at));
        page.redirect = target.as_ref().map(|target| target.url.clone());
        let content = view::Latest {
            standard: self.crumb(found.title(), &own),
            target,
            questions: found.event_ids().map(|event| self.question(standard, event)).collect(),
        };
        self.render("latest.html", path, page, content)
    }
}

/// The kind of an answer, as a word of a class.
pub(super) fn state_name(answer: &Answer<'_>) -> &'static str {
    match answer.outcome().word() {
        "not recorded" => "not-recorded",
        word => word,
    }
}

/// What stands before the versions of an answer, or in their place.
fn word(answer: &Answer<'_>) -> &'static str {
    match answer.absence {
        None if answer.valid.len() > 1 => "One of",
        None if !answer.valid.is_empty() => "May be used:",
        None => "",
        Some(Absence::BeforeFirst | Absence::Ended(_)) => "None",
        Some(Absence::PermittedOnly) => "",
        Some(Absence::Withdrawn(_)) => "None: withdrawn",
        Some(Absence::NotRecorded) => "Not recorded",
    }
}
