//! A meeting's page.
//!
//! **Invariant.** Between its published parts stand notices, and no other trace of what is withheld (R15, R17).

use super::{Press, body, html_or_none};
use crate::record::text::Link;
use crate::record::{Meeting, MeetingId};
use crate::register::page_path;
use crate::site::html::Html;
use crate::site::printer::Printer;
use crate::site::theme::ThemeError;
use crate::site::view::{self, Day};

impl<'r> Press<'r> {
    pub(super) fn meeting(&self, at: MeetingId, path: &str) -> Result<Vec<u8>, ThemeError> {
        let meeting = self.material.record.meeting(at);
        let title = self.names.meeting(meeting);
        let mut page = self.document_head(&title, meeting.document());
        page.description = Some(self.description(meeting));
        page.links = self.object_links(path);
        let committee = self.committee_name(meeting.committee().as_str());
        page.breadcrumbs = vec![
            self.crumb("Home", "/"),
            self.crumb("Meetings", "/meetings/"),
            view::Link { title: committee.title.clone(), url: committee.url.clone() },
        ];
        let (previous, next) = self.material.registers.neighbours(at);
        let entries = self.material.registers.decisions_of(at).iter();
        page.classification = self.material.meeting_audience(at);
        let content = view::Meeting {
            contents: body::contents(meeting.sections()),
            parts: self.parts(meeting),
            decisions: entries.map(|entry| self.decision_here(*entry)).collect(),
            previous: previous.map(|at| self.neighbour(at)),
            next: next.map(|at| self.neighbour(at)),
            files: self.files(path),
            meeting: self.meeting_head(meeting, title, committee),
        };
        self.render("meeting.html", path, page, content)
    }

    fn description(&self, meeting: &'r Meeting) -> String {
        let committee = self.names.committee_title(meeting.committee().as_str());
        format!("{} of the {committee}, {}", meeting.title(), crate::date::long(meeting.date()))
    }

    fn meeting_head(&self, meeting: &'r Meeting, title: String, committee: view::CommitteeName) -> view::MeetingHead {
        let time = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        view::MeetingHead {
            title,
            heading: meeting.title().to_owned(),
            committee,
            reference: meeting.reference().map(str::to_owned),
            number: meeting.number(),
            date: Day::of(meeting.date()),
            start: meeting.start().map(time),
            end: meeting.end().map(time),
            venue: meeting.venue().map(str::to_owned),
            cancelled: meeting.is_cancelled(),
            moved_from: meeting.moved_from().map(Day::of),
            next_meeting: self.next_meeting(meeting),
            classification: meeting.document().audience(),
        }
    }

    fn next_meeting(&self, meeting: &'r Meeting) -> Option<view::NextMeeting> {
        let date = meeting.next_meeting()?;
        let next = self.material.registers.meeting_on(meeting.committee(), date);
        let url = next.map(|at| self.url(&page_path(self.material.record.meeting(at).document().place())));
        Some(view::NextMeeting { date: Day::of(date), url })
    }

    fn neighbour(&self, at: MeetingId) -> view::Neighbour {
        let meeting = self.material.record.meeting(at);
        view::Neighbour {
            title: self.names.meeting(meeting),
            url: self.url(&page_path(meeting.document().place())),
            date: Day::of(meeting.date()),
        }
    }

    /// Sections and notices in order, the notes of all at the end.
    fn parts(&self, meeting: &'r Meeting) -> Vec<view::Part> {
        let links = |link: &Link| self.href(meeting.document(), link);
        let mut printer = self.printer(&links, meeting.sections());
        let levels = body::levels(meeting.sections());
        let mut parts = Vec::new();
        let mut notices = meeting.notices().iter().peekable();
        for (at, (section, level)) in meeting.sections().iter().zip(levels).enumerate() {
            let here = std::iter::from_fn(|| notices.next_if(|notice| notice.before_section() == at));
            parts.extend(here.map(|notice| notice_part(notice.sentence())));
            parts.push(section_part(section, level, &mut printer));
        }
        parts.extend(notices.map(|notice| notice_part(notice.sentence())));
        if let Some(notes) = printer.footnotes() {
            parts.push(view::Part { body: Some(notes), ..empty_part("section") });
        }
        parts
    }
}

fn empty_part(kind: &'static str) -> view::Part {
    view::Part { kind, level: 2, number: None, title: None, anchor: None, badge: None, body: None, notice: None }
}

fn notice_part(sentence: String) -> view::Part {
    view::Part { notice: Some(sentence), ..empty_part("notice") }
}

fn section_part(section: &crate::record::Section, level: u8, printer: &mut Printer<'_>) -> view::Part {
    let is_titled = section.level() > 0;
    let title: Option<Html> = is_titled.then(|| printer.heading(section.title()));
    view::Part {
        kind: if section.is_item() { "item" } else { "section" },
        level,
        number: section.number().map(str::to_owned),
        title,
        anchor: is_titled.then(|| section.anchor().to_owned()),
        badge: section.badge(),
        body: html_or_none(printer.blocks(section.blocks())),
        notice: None,
    }
}
