//! Calendars (RFC 5545): meetings and next meetings, implementation dates and milestones.
//!
//! **Invariant.** A UID is made of identity, so a moved date keeps it; DTSTAMP and SEQUENCE are made of published dates.

use super::feed::{folders, host};
use super::gather::{Objects, meeting_id};
use super::{Material, effective, names::Names, objects};
use crate::date;
use crate::record::{Document, Meeting, Record, Version};
use crate::register::page_path;
use crate::slug::Slug;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;

/// The rules of British time since 1996.
const LONDON: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:DAYLIGHT\r\nDTSTART:19960331T010000\r\nTZNAME:BST\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:19961027T020000\r\nTZNAME:GMT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// The calendars of the site, of each committee and of each standard.
pub(super) fn files(material: Material<'_>, objects: &Objects) -> Vec<(String, Vec<u8>)> {
    let events = events(material, objects);
    let site = &material.settings.site;
    let mut files = vec![("calendar.ics".to_owned(), calendar(&site.title, events.iter()))];
    for (folder, title) in folders(material) {
        let own = events.iter().filter(|event| event.folder == folder);
        files.push((format!("{folder}calendar.ics"), calendar(&title, own)));
    }
    files
}

/// When each event is, by its UID: `2019-06-26 10:00`. Not milestones, whose UIDs are made of words.
pub fn moments(material: Material<'_>, objects: &Objects) -> BTreeMap<String, String> {
    let when = |event: &Event| {
        let start = event.times.map(|(start, _)| format!(" {:02}:{:02}", start.hour(), start.minute()));
        let cancelled = if event.is_cancelled { ", cancelled" } else { "" };
        format!("{}{}{cancelled}", date::iso(event.day), start.unwrap_or_default())
    };
    let events = events(material, objects).into_iter().filter(|event| !event.uid.starts_with("milestone-"));
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
}

fn events(material: Material<'_>, objects: &Objects) -> Vec<Event> {
    let names = Names::of(material.record);
    let caller = Caller { material, names: &names };
    let record = material.record;
    let mut events: Vec<Event> = Vec::new();
    for (at, meeting) in record.meetings().iter().enumerate() {
        events.push(caller.meeting(meeting));
        if material.registers.neighbours(at).1.is_none() {
            events.extend(caller.next_meeting(meeting));
        }
    }
    for version in record.versions() {
        let object = objects.standards.iter().find(|standard| standard.id == version.standard().as_str());
        if let Some(standard) = object {
            events.extend(caller.version(record, version, standard));
        }
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

    fn meeting(&self, meeting: &Meeting) -> Event {
        let document = meeting.document();
        let updates = document.updates().iter().map(|update| update.date);
        let stamp = updates.chain(document.published_on()).chain([meeting.date()]).max();
        let name = self.names.committee_title(meeting.committee().as_str()).to_owned();
        Event {
            uid: self.uid(&format!("meeting-{}", meeting_id(meeting).replace('/', "-"))),
            stamp: stamp.unwrap_or(meeting.date()),
            sequence: document.updates().len(),
            day: meeting.date(),
            times: meeting.start().map(|start| (start, meeting.end())),
            summary: self.names.meeting(meeting),
            description: format!("{}: {}", name, meeting.title()),
            location: meeting.venue().map(str::to_owned),
            url: self.url(document),
            is_cancelled: false,
            folder: format!("meetings/{}/", meeting.committee()),
        }
    }

    /// The next meeting, as the committee's latest announced it; once it is published, it has a UID of its own.
    fn next_meeting(&self, meeting: &Meeting) -> Option<Event> {
        let day = meeting.next_meeting().filter(|next| *next > meeting.date())?;
        let own = self.meeting(meeting);
        let name = self.names.committee_title(meeting.committee().as_str());
        Some(Event {
            uid: self.uid(&format!("meeting-after-{}", meeting_id(meeting).replace('/', "-"))),
            day,
            times: None,
            summary: format!("Next meeting: {name}"),
            description: format!("Announced by {}.", self.names.meeting(meeting)),
            location: None,
            ..own
        })
    }

    fn version(&self, record: &Record, version: &Version, standard: &objects::Standard) -> Vec<Event> {
        debug_assert!(record.standards().iter().any(|known| known.id() == version.standard()));
        let number = version.number().as_str();
        let Some(object) = standard.versions.iter().find(|found| found.version == number) else { return Vec::new() };
        let mut events: Vec<Event> =
            object.applies.iter().map(|applies| self.implementation(version, standard, object, applies)).collect();
        let mut taken: Vec<String> = Vec::new();
        for milestone in &object.milestones {
            let slug = Slug::of_title(&milestone.label).to_string();
            let again = taken.iter().filter(|known| **known == slug).count();
            let place = if again == 0 { slug.clone() } else { format!("{slug}-{}", again + 1) };
            taken.push(slug);
            let identity = format!("milestone-{}-{number}-{place}", standard.id);
            let summary = format!("{}: {}", self.names.version(version), milestone.label);
            events.push(self.version_event(version, &identity, milestone.date.0, summary, String::new(), 0));
        }
        events
    }

    fn implementation(
        &self,
        version: &Version,
        standard: &objects::Standard,
        object: &objects::Version,
        applies: &objects::Applies,
    ) -> Event {
        let label = standard.events.iter().find(|event| event.id == applies.event).map(|event| event.label.as_str());
        let label = label.unwrap_or(&applies.event);
        let changes = object.date_changes.iter().filter(|change| change.event == applies.event).count();
        let identity = format!("implementation-{}-{}-{}", standard.id, object.version, applies.event);
        let summary = format!("{} mandatory: {label}", self.names.version(version));
        let conditions = object.conditions.iter().map(|conditions| format!(" Conditions: {conditions}"));
        let description = format!("{}.{}", effective::period(applies), conditions.collect::<String>());
        let day = applies.implementation_date.0;
        let event = self.version_event(version, &identity, day, summary, description, changes);
        Event { is_cancelled: applies.last_date.is_some_and(|last| last.0 < day), ..event }
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
        let document = version.document();
        let updates = document.updates().iter().map(|update| update.date);
        let changed = version.date_changes().iter().map(|change| change.changed_on.0);
        let approved = version.approved_on().map(|(day, _)| day);
        let stamp = updates.chain(changed).chain(document.published_on()).chain(approved).max();
        Event {
            uid: self.uid(identity),
            stamp: stamp.unwrap_or(day),
            sequence: changes + document.updates().len(),
            day,
            times: None,
            summary,
            description,
            location: None,
            url: self.url(document),
            is_cancelled: false,
            folder: format!("standards/{}/", version.standard()),
        }
    }
}

fn calendar<'e>(title: &str, events: impl Iterator<Item = &'e Event>) -> Vec<u8> {
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//promulgate//EN\r\nCALSCALE:GREGORIAN\r\n");
    line(&mut out, "NAME", &text(title));
    line(&mut out, "X-WR-CALNAME", &text(title));
    out.push_str(LONDON);
    for event in events {
        write_event(&mut out, event);
    }
    out.push_str("END:VCALENDAR\r\n");
    out.into_bytes()
}

fn write_event(out: &mut String, event: &Event) {
    out.push_str("BEGIN:VEVENT\r\n");
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
    if !event.description.is_empty() {
        line(out, "DESCRIPTION", &text(&event.description));
    }
    if let Some(location) = &event.location {
        line(out, "LOCATION", &text(location));
    }
    line(out, "URL", &event.url);
    line(out, "TRANSP", "TRANSPARENT");
    line(out, "STATUS", if event.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
    out.push_str("END:VEVENT\r\n");
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

/// A content line, folded so that no part is longer than 75 octets.
fn line(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for c in format!("{name}:{value}").chars() {
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
    fn text_is_escaped() {
        assert_eq!(text("a, b; c\\d\r\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
