//! The register of standards, and a standard's page: the question first, then its timeline and its versions.
//!
//! **Invariant.** Windows, states and answers are the register's; nothing is reckoned here.

use super::{Press, html_or_none, strictest};
use crate::date::{self, PartialDate};
use crate::record::{Standard, Version};
use crate::register::{Absence, Answer, Citation, Span, Status, page_path};
use crate::site::theme::ThemeError;
use crate::site::view::{self, Day};
use crate::site::{File, Material};
use jiff::civil::Date;

impl<'r> Press<'r> {
    pub(super) fn standards(&self) -> Result<File, ThemeError> {
        let record = self.material.record;
        let mut order: Vec<usize> = (0..record.standards().len()).collect();
        order.sort_by_key(|at| (record.standards()[*at].title(), record.standards()[*at].id()));
        let standards: Vec<view::StandardRow> = order.into_iter().map(|at| self.standard_row(at)).collect();
        let mut page = self.head("Standards", "/standards/", strictest(standards.iter().map(|row| row.classification)));
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        page.links = vec![self.alternate("application/json", "api/v1/standards.json")];
        let files = vec![
            self.crumb("JSON", "/api/v1/standards.json"),
            self.crumb("CSV", "/data/implementation-dates.csv"),
            self.crumb("Calendar", "/calendar.ics"),
        ];
        self.render("standards.html", "/standards/", page, view::Standards { standards, files })
    }

    fn standard_row(&self, at: usize) -> view::StandardRow {
        let standard = &self.material.record.standards()[at];
        view::StandardRow {
            title: standard.title().to_owned(),
            short_title: standard.short_title().map(str::to_owned),
            owner: standard.owner().to_owned(),
            url: self.url(&page_path(standard.document().place())),
            committee: self.approver(standard),
            versions: self.material.registers.timeline(at).versions().len(),
            classification: self.standard_audience(at),
            events: (0..standard.events().len()).map(|event| self.event_row(at, event)).collect(),
        }
    }

    fn event_row(&self, standard: usize, event: usize) -> view::EventRow {
        let answer = self.material.registers.timeline(standard).answer(event, self.material.settings.as_of);
        view::EventRow {
            label: self.material.record.standards()[standard].events()[event].label.clone(),
            mandatory: answer.mandatory.iter().map(|span| self.mandatory(span)).collect(),
            absence: answer.absence.map(|absence| match absence {
                Absence::NoVersion => "None",
                Absence::Withdrawn => "Withdrawn",
                Absence::NotRecorded => "Not recorded",
            }),
            next: answer.next.map(|span| self.mandatory(span)),
        }
    }

    fn mandatory(&self, span: &Span) -> view::Mandatory {
        view::Mandatory {
            version: self.version_link(span.version),
            from: Day::of(span.from),
            until: span.last_date().map(Day::of),
        }
    }

    /// "1.3", leading to its page.
    pub(super) fn version_link(&self, at: usize) -> view::Link {
        let version = &self.material.record.versions()[at];
        self.crumb(version.number().as_str(), &page_path(version.document().place()))
    }

    /// The published committee that approves a standard.
    fn approver(&self, standard: &'r Standard) -> Option<view::Link> {
        let committee = self.names.committee(&standard.committee()?.0)?;
        Some(self.crumb(committee.title(), &page_path(committee.document().place())))
    }

    pub(super) fn standard(&self, at: usize) -> Result<File, ThemeError> {
        let (record, timeline) = (self.material.record, self.material.registers.timeline(at));
        let standard = &record.standards()[at];
        let path = page_path(standard.document().place());
        let mut page = self.document_head(standard.title(), standard.document());
        page.breadcrumbs = vec![self.crumb("Home", "/"), self.crumb("Standards", "/standards/")];
        page.links = self.object_links(&path);
        page.links.extend(self.feed_links(&path));
        if self.latest(at).is_some() {
            page.links.push(self.related("latest-version", &format!("{path}latest/")));
        }
        let content = view::Standard {
            standard: self.standard_head(standard),
            body: html_or_none(self.body(standard.document(), standard.sections())),
            questions: (0..standard.events().len()).map(|event| self.question(at, event)).collect(),
            chart: crate::site::chart::of_standard(self.material, at),
            versions: timeline.versions().iter().rev().map(|version| self.version_row(at, *version)).collect(),
            has_latest: self.latest(at).is_some(),
            files: self.files(&path).into_iter().chain(self.feed_files(&path)).collect(),
        };
        page.classification = self.standard_audience(at);
        self.render("standard.html", &path, page, content)
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
    fn question(&self, standard: usize, event: usize) -> view::Question {
        let found = &self.material.record.standards()[standard].events()[event];
        let changes = self.material.registers.timeline(standard).answers_change(event);
        let starts = std::iter::once(None).chain(changes.iter().copied().map(Some));
        let ends = changes.iter().map(|day| day.yesterday().ok()).chain([None]);
        let segments = starts.zip(ends).map(|(from, until)| self.segment(standard, event, from, until));
        view::Question {
            id: found.id.clone(),
            label: found.label.clone(),
            question: found.question.clone().unwrap_or_else(|| format!("When: {}?", found.label)),
            segments: segments.collect(),
        }
    }

    fn segment(&self, standard: usize, event: usize, from: Option<Date>, until: Option<Date>) -> view::Segment {
        let timeline = self.material.registers.timeline(standard);
        let as_of = self.material.settings.as_of;
        let day = from.or(until).unwrap_or(as_of);
        let answer = timeline.answer(event, day);
        let citations: Vec<&Citation> =
            answer.mandatory.iter().flat_map(|span| self.citations(standard, event, span)).collect();
        let conditions =
            answer.mandatory.iter().filter_map(|span| self.material.record.versions()[span.version].conditions());
        view::Segment {
            from: from.map(Day::of),
            until: until.map(Day::of),
            current: from.is_none_or(|first| first <= as_of) && until.is_none_or(|last| as_of <= last),
            state: absence_name(&answer),
            sentence: self.sentence(standard, &answer),
            mandatory: answer.mandatory.iter().map(|span| self.version_link(span.version)).collect(),
            permitted: answer.permitted.iter().map(|span| self.version_link(span.version)).collect(),
            conditions: conditions.map(str::to_owned).collect(),
            approved_by: citations.into_iter().map(|citation| self.citation(citation)).collect(),
            deciding: answer.mandatory.iter().flat_map(|span| self.decided(standard, event, span)).collect(),
            next: answer.next.map(|span| {
                format!(
                    "{} is mandatory from {}.",
                    self.names.version(&self.material.record.versions()[span.version]),
                    date::long(span.from)
                )
            }),
        }
    }

    /// What approved a version, and what last moved its date for an event.
    fn citations(&self, standard: usize, event: usize, span: &Span) -> Vec<&'r Citation> {
        let Material { record, registers, .. } = self.material;
        let id = &record.standards()[standard].events()[event].id;
        let mut changes = record.versions()[span.version].date_changes().iter();
        let moved = changes.rposition(|change| change.event.0 == *id);
        let moved = moved.and_then(|change| registers.provenance().change(span.version, change));
        let approval = registers.provenance().approval(span.version);
        approval.into_iter().chain(moved).filter_map(|cited| cited.as_ref().ok()).collect()
    }

    /// The sentences of those decisions.
    fn decided(&self, standard: usize, event: usize, span: &Span) -> Vec<String> {
        let record = self.material.record;
        let version = &record.versions()[span.version];
        let citations = self.citations(standard, event, span).into_iter();
        let decisions = citations.flat_map(|citation| citation.approving(record, version));
        let text = |(meeting, section, decision): (usize, usize, usize)| {
            record.meetings()[meeting].sections()[section].decisions()[decision].text().to_owned()
        };
        decisions.map(text).collect()
    }

    /// The answer in a sentence that stays true.
    fn sentence(&self, standard: usize, answer: &Answer<'_>) -> String {
        let title = self.material.record.standards()[standard].name();
        let mandatory = answer.mandatory.iter().map(|span| {
            let name = self.names.version(&self.material.record.versions()[span.version]);
            let until = match span.last_date() {
                Some(last) => format!(" until {}", date::long(last)),
                None if span.is_end_recorded() => String::new(),
                None => "; until when is not recorded here".to_owned(),
            };
            format!("{name} is mandatory, from {}{until}.", date::long(span.from))
        });
        let absence = answer.absence.map(|absence| match absence {
            Absence::NoVersion => format!("No version of {title} is mandatory."),
            Absence::Withdrawn => format!("The version of {title} that was mandatory is withdrawn."),
            Absence::NotRecorded => format!("Which version of {title} is mandatory is not recorded here."),
        });
        mandatory.chain(absence).collect::<Vec<_>>().join(" ")
    }

    /// The sentences that approved a version.
    pub(super) fn deciding(&self, version: usize) -> Vec<String> {
        let Material { record, registers, .. } = self.material;
        let approving = registers.provenance().approving(record, version).into_iter();
        approving
            .map(|(meeting, section, decision)| {
                record.meetings()[meeting].sections()[section].decisions()[decision].text().to_owned()
            })
            .collect()
    }

    /// The item or decision that is cited, with its meeting: "SSC 80: Item 10, CPA Security Characteristics v1.3".
    pub(super) fn citation(&self, citation: &Citation) -> view::Link {
        let record = self.material.record;
        let meeting = self.names.meeting(&record.meetings()[citation.meeting]);
        let label = citation.section(record).and_then(super::item_label);
        let title = label.map_or(meeting.clone(), |label| format!("{meeting}: {label}"));
        self.crumb(&title, &citation.url)
    }

    pub(super) fn version_row(&self, standard: usize, at: usize) -> view::VersionRow {
        let version = &self.material.record.versions()[at];
        let approval = self.material.registers.provenance().approval(at).and_then(|cited| cited.as_ref().ok());
        view::VersionRow {
            version: version.number().to_string(),
            title: self.names.version(version),
            url: self.url(&page_path(version.document().place())),
            approved_on: version.approved_on().map(|(day, _)| Day::of(day)),
            approved_by: approval.map(|citation| self.citation(citation)),
            document_date: version.document_date().map(PartialDate::short),
            published_on: version.document().published_on().map(Day::of),
            withdrawn_on: version.withdrawn_on().map(|(day, _)| Day::of(day)),
            draft: version.is_draft(),
            conditions: version.conditions().map(str::to_owned),
            applies: self.windows(standard, at),
            states: self.states(standard, version, at),
            classification: version.document().audience(),
        }
    }

    fn windows(&self, standard: usize, version: usize) -> Vec<view::Window> {
        let timeline = self.material.registers.timeline(standard);
        let events = self.material.record.standards()[standard].events().iter().enumerate();
        let window = |(at, event): (usize, &crate::record::Event)| {
            let span = timeline.span(at, version)?;
            Some(view::Window {
                event_label: event.label.clone(),
                permitted_from: span.permitted_from.map(Day::of),
                implementation_date: Day::of(span.from),
                last_date: span.last_date().map(Day::of),
                end_recorded: span.is_end_recorded(),
                never_applied: span.never_applied(),
            })
        };
        events.filter_map(window).collect()
    }

    /// What a version is for each event, on the day of the build and on every other.
    fn states(&self, standard: usize, version: &Version, at: usize) -> Vec<view::States> {
        let timeline = self.material.registers.timeline(standard);
        let events = self.material.record.standards()[standard].events().iter().enumerate();
        let states = |(event, found): (usize, &crate::record::Event)| {
            let mut days = timeline.changes(event);
            days.extend(version.withdrawn_on().map(|(day, _)| day));
            let status = |day: Date| state(timeline.status(version, at, event, day));
            let before = days.first().and_then(|day| day.yesterday().ok()).unwrap_or(self.material.settings.as_of);
            let mut all = status(before).name.to_owned();
            for day in days {
                all.push_str(&format!(",{},{}", date::iso(day), status(day).name));
            }
            view::States { event_label: found.label.clone(), now: status(self.material.settings.as_of), all }
        };
        events.map(states).collect()
    }

    /// The version that is mandatory on the day of the build, where there is one for the first event.
    pub(super) fn latest(&self, standard: usize) -> Option<usize> {
        let timeline = self.material.registers.timeline(standard);
        let answer = timeline.answer(0, self.material.settings.as_of);
        answer.mandatory.last().map(|span| span.version)
    }

    /// `/standards/<id>/latest/`: the page of the version that is mandatory on the day of the build.
    pub(super) fn latest_page(&self, standard: usize) -> Result<File, ThemeError> {
        let at = self.latest(standard).expect("only standards with one are asked for it");
        let found = &self.material.record.standards()[standard];
        let path = format!("{}latest/", page_path(found.document().place()));
        let target = self.version_link(at).url;
        let version = &self.material.record.versions()[at];
        let mut page = self.head(
            &format!("{}, mandatory version", found.title()),
            &page_path(version.document().place()),
            version.document().audience(),
        );
        page.robots = Some("noindex");
        page.redirect = Some(target.clone());
        self.render("redirect.html", &path, page, view::Redirect { target })
    }
}

fn absence_name(answer: &Answer<'_>) -> &'static str {
    match answer.absence {
        None => "mandatory",
        Some(Absence::NoVersion) => "none",
        Some(Absence::Withdrawn) => "withdrawn",
        Some(Absence::NotRecorded) => "not-recorded",
    }
}

fn state(status: Status) -> view::State {
    let (name, label) = match status {
        Status::Draft => ("draft", "Draft"),
        Status::NotYetApplicable => ("not-yet-applicable", "Not yet applicable"),
        Status::Permitted => ("permitted", "Permitted"),
        Status::Mandatory => ("mandatory", "Mandatory"),
        Status::Superseded => ("superseded", "Superseded"),
        Status::Withdrawn => ("withdrawn", "Withdrawn"),
        Status::NotRecorded => ("not-recorded", "Not recorded"),
    };
    view::State { name, label }
}
