//! A standard's page: the question first, then its timeline and its versions.
//!
//! **Invariant.** Windows, states and answers are the register's; nothing is reckoned here.

use super::in_force::state_name;
use super::{Press, html_or_none};
use crate::date::{self, PartialDate};
use crate::record::{EventId, Standard, StandardId, Version, VersionId};
use crate::register::{Citation, Row, Span, Status, page_path};
use crate::site::Material;
use crate::site::objects::Applies;
use crate::site::theme::ThemeError;
use crate::site::view::{self, Day};
use crate::site::words::{self, Teller};

impl<'r> Press<'r> {
    pub(super) fn standard(&self, at: StandardId, path: &str) -> Result<Vec<u8>, ThemeError> {
        let (record, timeline) = (self.material.record, self.material.registers.timeline(at));
        let standard = record.standard(at);
        let mut page = self.document_head(standard.title(), standard.document());
        page.breadcrumbs = vec![self.crumb("Home", "/"), self.crumb("Standards", "/standards/")];
        page.links = self.object_links(path);
        page.links.extend(self.feed_links(path));
        page.links.push(self.related("latest-version", &format!("{path}latest/")));
        let content = view::Standard {
            standard: self.standard_head(standard),
            body: html_or_none(self.body(standard.document(), standard.sections())),
            questions: standard.event_ids().map(|event| self.question(at, event)).collect(),
            chart: crate::site::chart::of_standard(self.material, at),
            versions: timeline.versions().iter().rev().map(|version| self.version_row(at, *version)).collect(),
            milestones: standard.milestones().iter().map(milestone).collect(),
            files: [self.files(path), self.feed_files(path), self.event_calendars(standard, path)].concat(),
        };
        page.classification = self.standard_audience(at);
        self.render("standard.html", path, page, content)
    }

    fn standard_head(&self, standard: &'r Standard) -> view::StandardHead {
        view::StandardHead {
            title: standard.title().to_owned(),
            short_title: standard.short_title().map(str::to_owned),
            aliases: standard.aliases().to_vec(),
            owner: standard.owner().to_owned(),
            committee: self.approver(standard),
            url: standard.url().map(str::to_owned),
            classification: standard.document().audience(),
        }
    }

    /// Every answer for an event, from the first day to the last.
    pub(super) fn question(&self, standard: StandardId, event: EventId) -> view::Question {
        let found = self.material.record.standard(standard).event(event);
        let rows = self.material.registers.timeline(standard).rows(event);
        view::Question {
            id: found.id.to_string(),
            label: found.label.clone(),
            question: found.question.clone().unwrap_or_else(|| format!("When: {}?", found.label)),
            segments: rows.iter().map(|row| self.segment(standard, event, row)).collect(),
        }
    }

    fn segment(&self, standard: StandardId, event: EventId, row: &Row<'_>) -> view::Segment {
        let record = self.material.record;
        let (answer, teller) = (&row.answer, Teller::new(record, standard));
        let named: Vec<&Span> = answer.in_force().chain(answer.permitted.iter().copied()).collect();
        let conditions = named.iter().filter_map(|span| record.version(span.version).conditions());
        let citations = named.iter().flat_map(|span| self.citations(standard, event, span));
        let mut approved_by: Vec<view::Link> = Vec::new();
        for citation in citations.map(|citation| self.citation(citation)) {
            if !approved_by.iter().any(|known| known.url == citation.url) {
                approved_by.push(citation);
            }
        }
        view::Segment {
            days: self.days(row.from, row.until),
            state: state_name(answer),
            sentences: teller.sentences(answer),
            in_force: answer.in_force().map(|span| self.version_link(span.version)).collect(),
            versions: named.iter().map(|span| self.version_link(span.version)).collect(),
            conditions: conditions.map(str::to_owned).collect(),
            approved_by,
            deciding: named.iter().flat_map(|span| self.decided(standard, event, span)).collect(),
            next: answer.next.map(|span| teller.next(span)),
        }
    }

    /// What approved a version, and what last moved its dates for an event.
    fn citations(&self, standard: StandardId, event: EventId, span: &Span) -> Vec<&'r Citation> {
        let Material { record, registers, .. } = self.material;
        let id = record.standard(standard).event(event).id.as_str();
        registers.provenance().of_window(record, span.version, id)
    }

    /// The sentences of those decisions.
    fn decided(&self, standard: StandardId, event: EventId, span: &Span) -> Vec<String> {
        let record = self.material.record;
        let version = record.version(span.version);
        let citations = self.citations(standard, event, span).into_iter();
        let decisions = citations.flat_map(|citation| citation.approving(record, version));
        decisions.map(|id| record.decision(id).2.text().to_owned()).collect()
    }

    /// The sentences that approved a version.
    pub(super) fn deciding(&self, version: VersionId) -> Vec<String> {
        let Material { record, registers, .. } = self.material;
        let approving = registers.provenance().approving(record, version).into_iter();
        approving.map(|id| record.decision(id).2.text().to_owned()).collect()
    }

    /// The item or decision that is cited, with its meeting: "SSC 80: Item 10, CPA Security Characteristics v1.3".
    pub(super) fn citation(&self, citation: &Citation) -> view::Link {
        let record = self.material.record;
        let meeting = self.names.meeting(record.meeting(citation.meeting));
        let label = citation.section(record).and_then(super::item_label);
        let title = label.map_or(meeting.clone(), |label| format!("{meeting}: {label}"));
        self.crumb(&title, &citation.url)
    }

    /// A version in the list of its standard; of a draft no date.
    fn version_row(&self, standard: StandardId, at: VersionId) -> view::VersionRow {
        let version = self.material.record.version(at);
        let row = self.dated_row(standard, at);
        if !version.is_draft() {
            return row;
        }
        let is_withdrawn = version.withdrawn_on().is_some_and(|(day, _)| day <= self.material.settings.as_of);
        view::VersionRow {
            approved_on: None,
            document_date: None,
            published_on: None,
            withdrawn_on: None,
            applies: Vec::new(),
            states: Vec::new(),
            draft_state: Some(state(if is_withdrawn { Status::Withdrawn } else { Status::Draft })),
            ..row
        }
    }

    pub(super) fn dated_row(&self, standard: StandardId, at: VersionId) -> view::VersionRow {
        let version = self.material.record.version(at);
        let approval = self.material.registers.provenance().approval(at).and_then(|cited| cited.as_ref().ok());
        view::VersionRow {
            version: version.label().to_string(),
            title: self.names.version(version),
            url: self.url(&page_path(version.document().place())),
            approved_on: version.approved_on().map(|(day, _)| Day::of(day)),
            approved_by: approval.map(|citation| self.citation(citation)),
            document_date: version.document_date().map(PartialDate::short),
            published_on: version.document().published_on().map(Day::of),
            withdrawn_on: version.withdrawn_on().map(|(day, _)| Day::of(day)),
            draft: version.is_draft(),
            draft_state: None,
            conditions: version.conditions().map(str::to_owned),
            not_for: self.not_for(standard, version),
            applies: self.windows(standard, at),
            states: self.states(standard, at),
            classification: version.document().audience(),
        }
    }

    fn not_for(&self, standard: StandardId, version: &Version) -> Vec<String> {
        let events = self.material.record.standard(standard).events().iter();
        let is_named = |id: &str| version.not_for().iter().any(|(event, _)| event == id);
        events.filter(|event| is_named(event.id.as_str())).map(|event| event.label.clone()).collect()
    }

    /// A version's windows; a draft's as its file proposes them.
    fn windows(&self, standard: StandardId, version: VersionId) -> Vec<view::Window> {
        let Material { record, registers, .. } = self.material;
        let timeline = registers.timeline(standard);
        let events = record.standard(standard).events_with_ids();
        let window = |(at, event): (EventId, &crate::record::Event)| {
            let found = record.version(version);
            let proposed = timeline.proposed(record, version, event.id.as_str()).filter(|_| found.is_draft());
            let span = timeline.span(at, version).cloned().or(proposed)?;
            let applies = Applies::of(event.id.as_str(), &span);
            Some(view::Window {
                event_label: event.label.clone(),
                permitted_from: span.permitted_from.map(Day::of),
                implementation_date: span.from().map(Day::of),
                implementation_month: span.month().map(date::month),
                last_date: span.last_date().map(Day::of),
                end_recorded: span.is_end_recorded(),
                never_applied: span.never_applied(),
                is_permission: span.is_permission(),
                period: words::period(&applies),
            })
        };
        events.filter_map(window).collect()
    }

    /// What a version is for each event, on the day of the build and on every other.
    fn states(&self, standard: StandardId, at: VersionId) -> Vec<view::States> {
        let timeline = self.material.registers.timeline(standard);
        let events = self.material.record.standard(standard).events_with_ids();
        let states = |(event, found): (EventId, &crate::record::Event)| {
            let now = state(timeline.status(at, event, self.material.settings.as_of)?);
            let all = timeline.states(at, event).into_iter().map(|(from, status)| match from {
                Some(day) => format!("{},{}", date::iso(day), state(status).name),
                None => state(status).name.to_owned(),
            });
            Some(view::States { event_label: found.label.clone(), now, all: all.collect::<Vec<_>>().join(",") })
        };
        events.filter_map(states).collect()
    }
}

pub(super) fn milestone(found: &crate::record::Milestone) -> view::Milestone {
    view::Milestone { date: Day::of(found.date), label: found.label.clone() }
}

fn state(status: Status) -> view::State {
    let (name, label) = match status {
        Status::Draft => ("draft", "Draft"),
        Status::NotYetApplicable => ("not-yet-applicable", "Not yet applicable"),
        Status::Permitted => ("permitted", "Permitted"),
        Status::Valid => ("valid", "Valid"),
        Status::Mandatory => ("mandatory", "Mandatory"),
        Status::Superseded => ("superseded", "Superseded"),
        Status::Withdrawn => ("withdrawn", "Withdrawn"),
        Status::NotRecorded => ("not-recorded", "Not recorded"),
    };
    view::State { name, label }
}
