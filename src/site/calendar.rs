//! Calendars (RFC 5545): meetings and next meetings, implementation dates and milestones.
//!
//! **Invariant.** A UID is made of identity, so a moved date keeps it; DTSTAMP and SEQUENCE are made of published dates.
//! **Invariant.** DTSTAMP is never after the day of the build, and DTEND never at or before DTSTART.

use super::feed::{folders, host};
use super::gather::{Objects, meeting_id};
use super::{Material, Task, names::Names, objects, words};
use crate::date;
use crate::gate::Place;
use crate::record::{Document, Meeting, Milestone, Standard, Version, VersionId};
use crate::register::page_path;
use crate::slug::Slug;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The rules of British time since 1996.
const LONDON: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:DAYLIGHT\r\nDTSTART:19960331T010000\r\nTZNAME:BST\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:19961027T020000\r\nTZNAME:GMT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// How often who subscribes should ask again.
const REFRESH: &str = "PT12H";

/// An alarm at nine in the morning, thirteen weeks before a day that begins at midnight.
const ALARM: &str = "-P90DT15H";

/// The calendars of the site, of each committee and standard, and of each event of a standard, without and with alarms.
pub(super) fn tasks<'r>(material: Material<'r>, objects: &'r Objects) -> Vec<Task<'r>> {
    let events = Arc::new(LazyLock::new(move || events(material, objects)));
    let all = events.clone();
    let title = &material.settings.site.title;
    let mut tasks = vec![Task::of("calendar.ics", move || calendar(title, all.iter(), Alarms::None))];
    for folder in folders(material) {
        let (events, path) = (events.clone(), format!("{}calendar.ics", folder.path));
        let is_own = move |event: &&Event| event.folder == folder.path;
        let print = move || calendar(&folder.title, events.iter().filter(is_own), Alarms::None);
        tasks.push(Task::of(path, print));
    }
    for (folder, standard) in folders(material).iter().filter_map(|folder| Some((folder, folder.standard?))) {
        for event in standard.events() {
            for (end, alarms) in [("", Alarms::None), ("-alarm", Alarms::After(material.settings.as_of))] {
                let title = format!("{}: {}", folder.title, event.label);
                let (events, own) = (events.clone(), folder.path.clone());
                let is_own =
                    move |found: &&Event| found.folder == own && found.event.as_deref() == Some(event.id.as_str());
                let print = move || calendar(&title, events.iter().filter(is_own), alarms);
                let task = Task::of(format!("{}calendar-{}{end}.ics", folder.path, event.id), print);
                tasks.push(Task { source: Some((standard.document().path().clone(), (0, 0))), ..task });
            }
        }
    }
    tasks
}

/// Whether events have alarms.
#[derive(Clone, Copy)]
enum Alarms {
    None,
    /// Those after a day.
    After(Date),
}

/// When each event is, by its UID: `2019-06-26 10:00`. Not milestones, whose UIDs are made of words.
pub fn moments(material: Material<'_>, objects: &Objects) -> BTreeMap<String, String> {
    let when = |event: &Event| {
        let start = event.times.map(|(start, _)| format!(" {:02}:{:02}", start.hour(), start.minute()));
        let cancelled = if event.is_cancelled { ", cancelled" } else { "" };
        format!("{}{}{cancelled}", date::iso(event.day), start.unwrap_or_default())
    };
    let is_of_words =
        |event: &Event| ["milestone-", "standard-milestone-"].iter().any(|kind| event.uid.starts_with(kind));
    let events = events(material, objects).into_iter().filter(|event| !is_of_words(event));
    events.map(|event| (event.uid.clone(), when(&event))).collect()
}

/// An event of a calendar.
struct Event {
    uid: String,
    /// The last published date on which something about it changed.
    stamp: Date,
    /// How often it has changed.
    sequence: usize,
    day: Date,
    times: Option<(Time, Option<Time>)>,
    summary: String,
    description: String,
    location: Option<String>,
    url: String,
    is_cancelled: bool,
    folder: String,
    /// The event of a standard that it is a date for.
    event: Option<String>,
}

fn events(material: Material<'_>, objects: &Objects) -> Vec<Event> {
    let names = Names::of(material.record);
    let caller = Caller { material, names: &names };
    let record = material.record;
    let mut events: Vec<Event> = Vec::new();
    for (at, meeting) in record.meetings_with_ids() {
        events.push(caller.meeting(meeting));
        if material.registers.neighbours(at).1.is_none() {
            events.extend(caller.next_meeting(meeting));
        }
    }
    for (at, version) in record.versions_with_ids().filter(|(_, version)| !version.is_draft()) {
        let object = objects.standards.iter().find(|standard| standard.id == version.standard().as_str());
        if let Some(standard) = object {
            events.extend(caller.version(at, standard));
        }
    }
    for standard in record.standards() {
        events.extend(caller.standard_milestones(standard));
    }
    events.sort_by(|one, other| (one.day, &one.uid).cmp(&(other.day, &other.uid)));
    events
}

struct Caller<'c, 'r> {
    material: Material<'r>,
    names: &'c Names<'r>,
}

impl Caller<'_, '_> {
    fn uid(&self, identity: &str) -> String {
        format!("{identity}@{}", host(self.material))
    }

    fn url(&self, document: &Document) -> String {
        format!("{}{}", self.material.settings.site.base_url, page_path(document.place()).trim_start_matches('/'))
    }

    /// The last of the days on which something is known to have changed; where none is known, the day of the build.
    fn stamp(&self, document: &Document, days: impl Iterator<Item = Date>) -> Date {
        let as_of = self.material.settings.as_of;
        let days = days.chain(document.last_change(as_of)).filter(|day| *day <= as_of);
        days.max().unwrap_or(as_of)
    }

    fn meeting(&self, meeting: &Meeting) -> Event {
        let document = meeting.document();
        let name = self.names.committee_title(meeting.committee().as_str());
        let moved = meeting.moved_from().map(|day| format!("\nMoved from {}.", date::long(day))).unwrap_or_default();
        let url = self.url(document);
        let changes = document.updates().len() + usize::from(meeting.moved_from().is_some());
        Event {
            uid: self.uid(&format!("meeting-{}", meeting_id(meeting).replace('/', "-"))),
            stamp: self.stamp(document, meeting.moved_from().into_iter().chain([meeting.date()])),
            sequence: changes + usize::from(meeting.is_cancelled()),
            day: meeting.date(),
            times: meeting.start().map(|start| (start, meeting.end().filter(|end| *end > start))),
            summary: self.names.meeting(meeting),
            description: format!("{name}: {}{moved}\n{url}", meeting.title()),
            location: meeting.venue().map(str::to_owned),
            url,
            is_cancelled: meeting.is_cancelled(),
            folder: format!("meetings/{}/", meeting.committee()),
            event: None,
        }
    }

    /// The next meeting, as the committee's latest announced it. Only its day is known: the meeting's own file, once it is there,
    /// has a UID of its own, and this event is gone (RFC 5545 3.8.4.7: a UID is of one event, and nobody said that they are one).
    fn next_meeting(&self, meeting: &Meeting) -> Option<Event> {
        let day = meeting.next_meeting().filter(|next| *next > meeting.date())?;
        let own = self.meeting(meeting);
        let name = self.names.committee_title(meeting.committee().as_str());
        Some(Event {
            uid: self.uid(&format!("meeting-after-{}", meeting_id(meeting).replace('/', "-"))),
            sequence: meeting.document().updates().len(),
            day,
            times: None,
            summary: format!("Next meeting: {name}"),
            description: format!("Announced by {}.\n{}", self.names.meeting(meeting), own.url),
            location: None,
            is_cancelled: false,
            ..own
        })
    }

    fn version(&self, at: VersionId, standard: &objects::Standard) -> Vec<Event> {
        let version = self.material.record.version(at);
        let label = version.label().as_str();
        let Some(object) = standard.versions.iter().find(|found| found.version == label) else { return Vec::new() };
        let applies = object.applies.iter();
        let mut events: Vec<Event> =
            applies.filter_map(|applies| self.implementation(version, standard, object, applies)).collect();
        let base = format!("milestone-{}-{}", standard.id, slug(version));
        let timeline = self.names.standard_of(version).map(|(standard, _)| self.material.registers.timeline(standard));
        // One that falls when the version is over is no date any more.
        let counts = |own: &Milestone| timeline.is_some_and(|timeline| !timeline.is_over(at, own.date));
        let milestones = version.milestones().iter().zip(identities(&base, version.milestones()));
        events.extend(milestones.filter(|(own, _)| counts(own)).map(|(own, identity)| {
            let summary = format!("{}: {}", self.names.version(version), own.label);
            self.version_event(version, &identity, own.date, summary, String::new(), 0)
        }));
        events
    }

    /// Dates of a standard itself.
    fn standard_milestones(&self, standard: &Standard) -> Vec<Event> {
        let base = format!("standard-milestone-{}", standard.id());
        let milestones = standard.milestones().iter().zip(identities(&base, standard.milestones()));
        let event = |(own, identity): (&Milestone, String)| {
            let summary = format!("{}: {}", standard.name(), own.label);
            self.all_day(standard.document(), &identity, (own.date, summary), [own.date].into_iter(), standard.id())
        };
        milestones.map(event).collect()
    }

    fn implementation(
        &self,
        version: &Version,
        standard: &objects::Standard,
        object: &objects::Version,
        applies: &objects::Applies,
    ) -> Option<Event> {
        let day = applies.implementation_date?.0;
        let label = standard.events.iter().find(|event| event.id == applies.event).map(|event| event.label.as_str());
        let label = label.unwrap_or(&applies.event);
        let changes = object.date_changes.iter().filter(|change| change.event == applies.event).count();
        let identity = format!("implementation-{}-{}-{}", standard.id, slug(version), applies.event);
        let word = words::in_force(applies.concurrent);
        let summary = format!("{} {word}: {label}", self.names.version(version));
        let conditions = object.conditions.iter().map(|conditions| format!(" Conditions: {conditions}"));
        let description = format!("{}.{}", words::period(applies), conditions.collect::<String>());
        let own = self.version_event(version, &identity, day, summary, description, changes);
        Some(Event { is_cancelled: applies.never_applied(), event: Some(applies.event.clone()), ..own })
    }

    /// An all-day event of a version.
    fn version_event(
        &self,
        version: &Version,
        identity: &str,
        day: Date,
        summary: String,
        description: String,
        changes: usize,
    ) -> Event {
        let changed = version.date_changes().iter().map(|change| change.changed_on.0);
        let days = changed.chain(version.approved_on().map(|(day, _)| day)).chain([day]);
        let own = self.all_day(version.document(), identity, (day, summary), days, version.standard());
        let description = if description.is_empty() { own.url.clone() } else { format!("{description}\n{}", own.url) };
        Event { description, sequence: own.sequence + changes, ..own }
    }

    /// A day of a standard with its words, by a document and the days on which that is known to have changed.
    fn all_day(
        &self,
        document: &Document,
        identity: &str,
        (day, summary): (Date, String),
        changed: impl Iterator<Item = Date>,
        standard: &Slug,
    ) -> Event {
        let url = self.url(document);
        Event {
            uid: self.uid(identity),
            stamp: self.stamp(document, changed),
            sequence: document.updates().len(),
            day,
            times: None,
            summary,
            description: url.clone(),
            location: None,
            url,
            is_cancelled: false,
            folder: format!("standards/{standard}/"),
            event: None,
        }
    }
}

/// The name of a version in paths.
fn slug(version: &Version) -> String {
    match version.document().place() {
        Place::Version(_, slug) => slug.to_string(),
        Place::Home
        | Place::Page(_)
        | Place::Committee(_)
        | Place::Meeting(..)
        | Place::Standard(_)
        | Place::Glossary => version.label().to_string(),
    }
}

/// The identities of milestones, made of their words; the second of the same words has a number.
fn identities(base: &str, milestones: &[Milestone]) -> Vec<String> {
    let slugs: Vec<Slug> = milestones.iter().map(|own| Slug::of_title(&own.label)).collect();
    let identity = |(at, slug): (usize, &Slug)| match slugs[..at].iter().filter(|known| *known == slug).count() {
        0 => format!("{base}-{slug}"),
        again => format!("{base}-{slug}-{}", again + 1),
    };
    slugs.iter().enumerate().map(identity).collect()
}

fn calendar<'e>(title: &str, events: impl Iterator<Item = &'e Event>, alarms: Alarms) -> Vec<u8> {
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//promulgate//EN\r\nCALSCALE:GREGORIAN\r\n");
    line(&mut out, "NAME", &text(title));
    line(&mut out, "X-WR-CALNAME", &text(title));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    line(&mut out, "X-PUBLISHED-TTL", REFRESH);
    out.push_str(LONDON);
    for event in events {
        out.push_str("BEGIN:VEVENT\r\n");
        write_event(&mut out, event);
        if matches!(alarms, Alarms::After(day) if event.day > day && !event.is_cancelled) {
            write_alarm(&mut out, event);
        }
        out.push_str("END:VEVENT\r\n");
    }
    out.push_str("END:VCALENDAR\r\n");
    out.into_bytes()
}

fn write_alarm(out: &mut String, event: &Event) {
    out.push_str("BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
    line(out, "DESCRIPTION", &text(&event.summary));
    line(out, "TRIGGER", ALARM);
    out.push_str("END:VALARM\r\n");
}

fn write_event(out: &mut String, event: &Event) {
    line(out, "UID", &event.uid);
    line(out, "DTSTAMP", &format!("{}T000000Z", compact(event.stamp)));
    line(out, "SEQUENCE", &event.sequence.to_string());
    match event.times {
        None => line(out, "DTSTART;VALUE=DATE", &compact(event.day)),
        Some((start, end)) => {
            line(out, "DTSTART;TZID=Europe/London", &at(event.day, start));
            if let Some(end) = end {
                line(out, "DTEND;TZID=Europe/London", &at(event.day, end));
            }
        }
    }
    line(out, "SUMMARY", &text(&event.summary));
    line(out, "DESCRIPTION", &text(&event.description));
    if let Some(location) = &event.location {
        line(out, "LOCATION", &text(location));
    }
    line(out, "URL", &event.url);
    line(out, "TRANSP", "TRANSPARENT");
    line(out, "STATUS", if event.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
}

/// `20190926`.
fn compact(day: Date) -> String {
    date::iso(day).replace('-', "")
}

fn at(day: Date, time: Time) -> String {
    format!("{}T{:02}{:02}{:02}", compact(day), time.hour(), time.minute(), time.second())
}

/// A text value: backslashes, semicolons, commas and line ends are escaped.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A content line, folded so that no part is longer than 75 octets; it holds no control character.
fn line(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for c in format!("{name}:{value}").chars().filter(|c| !c.is_control()) {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        let mut out = String::new();
        line(&mut out, "SUMMARY", &"é–".repeat(60));
        assert!(out.split("\r\n").all(|part| part.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "é–".repeat(60)));
    }

    #[test]
    fn a_value_cannot_begin_a_line() {
        let mut out = String::new();
        line(&mut out, "UID", "cert\r\nSUMMARY:x\n\0\u{85}@example.org");
        assert_eq!(out, "UID:certSUMMARY:x@example.org\r\n");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(text("a, b; c\\d\r\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
