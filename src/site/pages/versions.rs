//! A version's page: its dates, its states, the decision that made it, and the versions beside it.
//!
//! **Invariant.** Five dates stay five dates: approved, document, published, implementation, withdrawn.

use super::standards::milestone;
use super::{Press, html_or_none};
use crate::record::{self, ChangedDate, EventId, Predecessor, StandardId, VersionId};
use crate::register::{Before, Span, Status, page_path};
use crate::site::theme::ThemeError;
use crate::site::view::{self, Day};
use jiff::civil::Date;
use std::collections::BTreeSet;

impl Press<'_> {
    pub(super) fn version(&self, at: VersionId, path: &str) -> Result<Vec<u8>, ThemeError> {
        let version = self.material.record.version(at);
        let (standard_at, standard) =
            self.names.standard_of(version).expect("only versions of published standards are printed");
        let mut page = self.document_head(&self.names.version(version), version.document());
        let standard_path = page_path(standard.document().place());
        page.breadcrumbs = vec![
            self.crumb("Home", "/"),
            self.crumb("Standards", "/standards/"),
            self.crumb(standard.title(), &standard_path),
        ];
        let head = self.version_head(standard_at, at);
        page.classification = self.material.version_page_audience(at);
        page.links = self.object_links(path);
        page.links.extend(self.version_links(standard_at, at, &standard_path));
        let content = view::Version {
            standard: self.crumb(standard.title(), &standard_path),
            version: head,
            is_concurrent: standard.is_concurrent(),
            body: html_or_none(self.body(version.document(), version.sections())),
            files: self.files(path),
        };
        self.render("version.html", path, page, content)
    }

    /// The relations of RFC 5829.
    fn version_links(&self, standard: StandardId, at: VersionId, standard_path: &str) -> Vec<view::HeadLink> {
        let timeline = self.material.registers.timeline(standard);
        let path = |at: VersionId| page_path(self.material.record.version(at).document().place());
        let latest = self.related("latest-version", &format!("{standard_path}latest/"));
        let before = timeline.supersedes(at).into_iter().filter_map(published);
        let before = before.map(|before| self.related("predecessor-version", &path(before)));
        let after = timeline.after(at).map(|after| self.related("successor-version", &path(after)));
        let history = self.related("version-history", standard_path);
        [history, latest].into_iter().chain(before).chain(after).collect()
    }

    fn version_head(&self, standard: StandardId, at: VersionId) -> view::VersionHead {
        let version = self.material.record.version(at);
        let timeline = self.material.registers.timeline(standard);
        let after = timeline.after(at);
        let milestone = |found: &record::Milestone| view::VersionMilestone {
            milestone: milestone(found),
            is_over: timeline.is_over(at, found.date),
        };
        view::VersionHead {
            row: self.dated_row(standard, at),
            supersedes: self.supersedes(standard, at),
            superseded_by: after.map(|after| self.version_link(after)),
            superseded: self.superseded(standard, at),
            withdrawn_from: version.withdrawn_on().map(|(day, _)| self.turn(day)),
            latest: self.agreements(standard),
            milestones: version.milestones().iter().map(milestone).collect(),
            date_changes: self.date_changes(standard, at),
            deciding: self.deciding(at),
        }
    }

    fn supersedes(&self, standard: StandardId, at: VersionId) -> Vec<view::Named> {
        let version = self.material.record.version(at);
        let named = |before: Before| match (before, version.supersedes()) {
            (Before::Published(before), _) => {
                let link = self.version_link(before);
                Some(view::Named { title: format!("Version {}", link.title), url: Some(link.url) })
            }
            (Before::NotPublished, Some((Predecessor::Version(label), _))) => {
                Some(view::Named { title: format!("Version {label}, which is not published here"), url: None })
            }
            (Before::NotPublished, _) => Some(view::Named { title: "Not recorded".to_owned(), url: None }),
            (Before::Nothing, _) => None,
        };
        self.material.registers.timeline(standard).supersedes(at).into_iter().filter_map(named).collect()
    }

    fn turn(&self, day: Date) -> view::Turn {
        let eve = Day::of(day.yesterday().unwrap_or(day));
        view::Turn { day: Day::of(day), eve, is_past: day <= self.material.settings.as_of }
    }

    fn superseded(&self, standard: StandardId, at: VersionId) -> Option<view::Superseded> {
        let timeline = self.material.registers.timeline(standard);
        let events = self.material.record.standard(standard).event_ids();
        let of_event = |event: EventId| {
            let mut states = timeline.states(at, event).into_iter();
            let day = states.find(|(_, status)| *status == Status::Superseded).and_then(|(from, _)| from);
            let begins = |span: &&Span| day.is_some() && span.from() == day && !span.never_applied();
            (day, timeline.spans(event).iter().find(begins).map(|span| span.version))
        };
        let has_dates = |event: &EventId| timeline.span(*event, at).is_some();
        let (days, next): (Vec<Option<Date>>, BTreeSet<Option<VersionId>>) =
            events.filter(has_dates).map(of_event).unzip();
        let first = *days.iter().flatten().min()?;
        let last = days.into_iter().collect::<Option<BTreeSet<Date>>>().and_then(|days| days.last().copied());
        let by = next.first().copied().flatten().filter(|_| next.len() == 1);
        Some(view::Superseded {
            is_replaced: !next.contains(&None),
            first: self.turn(first),
            last: last.map(|day| self.turn(day)),
            at_once: last == Some(first),
            by: by.map(|version| self.version_link(version)),
        })
    }

    fn date_changes(&self, standard: StandardId, at: VersionId) -> Vec<view::DateChange> {
        let (found, version) = (self.material.record.standard(standard), self.material.record.version(at));
        let changes = version.date_changes();
        let change = |(index, change): (usize, &record::DateChange)| {
            let event = &change.event.0;
            let is_same = |other: &&record::DateChange| other.event.0 == *event && other.of == change.of;
            let later = changes[index + 1..].iter().find(is_same).map(|other| other.was.0);
            let own = version.applies().iter().find(|window| window.event.0 == *event);
            let became = later.or(own.and_then(|window| window.date(change.of)));
            let cited = self.material.registers.provenance().change(at, index).and_then(|cited| cited.as_ref().ok());
            let label = found.events().iter().find(|known| known.id.as_str() == event).map(|known| known.label.clone());
            view::DateChange {
                event_label: label.unwrap_or_else(|| event.clone()),
                of: of(change.of, found.is_concurrent()),
                was: Day::of(change.was.0),
                became: became.map(Day::of),
                changed_on: Day::of(change.changed_on.0),
                decided_by: cited.map(|citation| self.citation(citation)),
                reason: change.reason.clone(),
            }
        };
        changes.iter().enumerate().map(change).collect()
    }
}

fn published(before: Before) -> Option<VersionId> {
    match before {
        Before::Published(at) => Some(at),
        Before::Nothing | Before::NotPublished => None,
    }
}

/// Which date moved, in words.
fn of(of: ChangedDate, is_concurrent: bool) -> &'static str {
    match of {
        ChangedDate::Implementation if is_concurrent => "Valid from",
        ChangedDate::Implementation => "Mandatory from",
        ChangedDate::Last => "Last day",
        ChangedDate::Permitted => "Permitted from",
    }
}
