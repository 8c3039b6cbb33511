//! What one line of the heading says: committee and reference, date and times, venue, title, classification.
//!
//! It reads lines that are wholly one of these, each once. A line that names a classification goes into no string
//! of the front matter (R11).
//!
//! **Invariant.** The first line that says a thing is believed; one that contradicts it is reported.

use super::calendar::{self, When};
use super::front_matter::FrontMatter;
use super::marking;
use super::next_meeting;
use super::pattern::pattern;
use super::report::{GuessKind, Report};
use crate::date;
use jiff::civil::Date;
use std::ops::Range;

pattern!(
    LABEL,
    r"(?i)^[*_]*(?:meeting |of the )?(date and time|date|time|venue|location|place|reference|ref|number|no|title)\.?[*_]*\s*[:–—][*_\s]*(.+)$"
);
pattern!(REFERENCE, r"\b(?:([A-Z][A-Z-]{1,11})[_ -])?([0-9]{1,4})_([0-9]{4,8})\b");
pattern!(BODY_NAME, r"(?i)\b(?:committee|panel|group|board|forum|council|authority|meeting)\b");
pattern!(
    NAME_ONLY,
    r"^(?:[\w&,’'-]+ )*(?:[\w]+-)?(?:Committee|COMMITTEE|Panel|PANEL|Group|GROUP|Board|BOARD|Forum|FORUM|Council|COUNCIL)(?: \([A-Z]{2,8}\))?$"
);
pattern!(SHORT_NAME, r"\(([A-Z][A-Z-]{1,11})\)|^([A-Z]{2,8})\b");
pattern!(
    MEETING_NUMBER,
    r"(?i)\bmeeting\s*(?:no\.?|number|#)?\s*([0-9]{1,4})\b|\b([0-9]{1,4})(?:st|nd|rd|th)\s+meeting\b"
);
pattern!(
    HEADLINES,
    r"(?i)\b(?:headlines|minutes of the|meeting minutes|draft minutes|summary of|meeting summary|meeting outputs?)\b"
);
pattern!(NUMBERED_TITLE, r"^[A-Z]{2,8}\s+(?:[Mm]eeting\s+)?([0-9]{1,4})\s*[:–—-]\s*(\S.*)$");
pattern!(POSTCODE, r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b");
pattern!(
    PLACE,
    r"(?i)\b(?:offices?|place|street|road|house|hall|room|floor|building|square|teleconference|tele-?call|teams|webex|zoom|skype|virtual|online|london|conference call)\b"
);

/// The front matter as it is read, line by line.
#[derive(Debug)]
pub(super) struct HeadingLines {
    front: FrontMatter,
    /// Guesses about the line being read.
    pending: Vec<GuessKind>,
    /// The line before was that of the date or time.
    after_date: bool,
    reference_line: u32,
    date_line: u32,
}

impl HeadingLines {
    pub(super) fn new(front: FrontMatter) -> Self {
        HeadingLines { front, pending: Vec::new(), after_date: false, reference_line: 1, date_line: 1 }
    }

    /// Whether the meeting is known by its date or reference.
    pub(super) fn is_begun(&self) -> bool {
        self.front.date.is_some() || self.front.reference.is_some()
    }

    /// Takes what a line says, if it is wholly a heading line.
    pub(super) fn take(&mut self, text: &str, line: u32, report: &mut Report) -> Option<GuessKind> {
        let (undated, unreferred) = (self.front.date.is_none(), self.front.reference.is_none());
        let kind = self.kind(text);
        self.after_date = kind == Some(GuessKind::DateLine);
        if undated && self.front.date.is_some() {
            self.date_line = line;
        }
        if unreferred && self.front.reference.is_some() {
            self.reference_line = line;
        }
        self.pending.drain(..).for_each(|guess| report.add(line, guess));
        kind
    }

    /// The front matter, with what in it does not fit together reported.
    pub(super) fn finish(self, report: &mut Report) -> FrontMatter {
        let Some(date) = self.front.date else {
            report.add(1, GuessKind::DateMissing);
            return self.front;
        };
        let day = format!("{:02}{:02}", date.day(), date.month());
        let named = self.front.reference.as_deref().and_then(|r| r.rsplit('_').next());
        if named.is_some_and(|n| !n.starts_with(&day)) {
            report.add(self.reference_line, GuessKind::ReferenceMismatch);
        }
        if self.front.next_meeting.is_some_and(|next| next <= date) {
            report.add(self.front.next_meeting_line, GuessKind::NextMeetingEarlier);
        }
        self.front
    }

    fn kind(&mut self, text: &str) -> Option<GuessKind> {
        if let Some(colour) = marking::alone(text) {
            self.front.classification = self.front.classification.max(Some(colour));
            return Some(GuessKind::ClassificationLine);
        }
        if marking::is_held_by(text) || text.len() > 200 {
            return None;
        }
        if let Some(found) = LABEL.captures(text) {
            return self.labelled(&found[1].to_ascii_lowercase(), found[2].trim());
        }
        let next = next_meeting::whole(text).filter(|_| self.front.next_meeting.is_none());
        if next.is_some() {
            self.front.next_meeting = next;
            return Some(GuessKind::NextMeetingLine);
        }
        let found = self.day(text).or_else(|| self.title(text)).or_else(|| self.committee(text));
        if found.is_some() && self.front.date.is_none() {
            self.front.date = day_within(text).map(|(_, day)| day);
        }
        found.or_else(|| self.venue(text))
    }

    fn labelled(&mut self, label: &str, value: &str) -> Option<GuessKind> {
        match label {
            "date and time" | "date" | "time" => self.day(value),
            "venue" | "location" | "place" => self.put_venue(value),
            "title" => self.put_title(value),
            "reference" | "ref" => self.put_reference(value).then_some(GuessKind::CommitteeLine),
            _ => {
                let number = value.parse().ok().filter(|_| self.front.number.is_none())?;
                self.front.number = Some(number);
                Some(GuessKind::CommitteeLine)
            }
        }
    }

    fn day(&mut self, text: &str) -> Option<GuessKind> {
        let (when, rest) = calendar::read(text);
        let says = when.date.is_some() || when.start.is_some();
        let again =
            (when.date.is_some() && self.front.date.is_some()) || (when.start.is_some() && self.front.start.is_some());
        let place = is_place(rest) && self.front.venue.is_none();
        if !says || again || !(rest.is_empty() || place) {
            return None;
        }
        if place {
            self.front.venue = Some(rest.to_owned());
        }
        self.put_when(when);
        Some(GuessKind::DateLine)
    }

    fn put_when(&mut self, when: When) {
        self.front.date = self.front.date.or(when.date);
        self.front.start = self.front.start.or(when.start);
        self.front.end = self.front.end.or(when.end);
        self.pending.extend(when.guesses);
    }

    /// `SSC_80_2606 – Title`, `SSC 80 – Meeting headlines`, or a line that names headlines or minutes.
    fn title(&mut self, text: &str) -> Option<GuessKind> {
        let reference = REFERENCE.find(text).filter(|m| m.start() == 0);
        let Some(reference) = reference else {
            let numbered = NUMBERED_TITLE.captures(text).filter(|found| HEADLINES.is_match(&found[2]));
            if let Some(found) = numbered.filter(|_| self.front.number.is_none()) {
                let kind = self.put_title(&found[2])?;
                self.front.number = found[1].parse().ok();
                return Some(kind);
            }
            let names = HEADLINES.is_match(text) && !MEETING_NUMBER.is_match(text) && !text.ends_with('.');
            return names.then(|| self.put_title(text)).flatten();
        };
        let rest = text.get(reference.end()..)?.trim_start().strip_prefix(['–', '—', '-', ':'])?.trim();
        let kind = if rest.is_empty() { None } else { self.put_title(rest) };
        if kind.is_some() && !self.put_reference(text) {
            self.pending.push(GuessKind::ReferenceMismatch);
        }
        kind
    }

    fn put_title(&mut self, title: &str) -> Option<GuessKind> {
        if std::mem::replace(&mut self.front.titled, true) {
            return None;
        }
        let default = title.eq_ignore_ascii_case("meeting headlines");
        self.front.title = (!default).then(|| title.to_owned());
        Some(GuessKind::TitleLine)
    }

    fn committee(&mut self, text: &str) -> Option<GuessKind> {
        if text.ends_with(['.', ';', ':']) || text.len() > 120 {
            return None;
        }
        let named = BODY_NAME.is_match(text) || SHORT_NAME.is_match(text);
        let referred = REFERENCE.find(text).is_some_and(|m| named || m.len() == text.len());
        if referred && self.put_reference(text) {
            return Some(GuessKind::CommitteeLine);
        }
        // A day of the month is no number of a meeting.
        let day = day_within(text).map(|(range, _)| range);
        let without =
            day.as_ref().map_or(text.to_owned(), |day| format!("{} {}", &text[..day.start], &text[day.end..]));
        let found = MEETING_NUMBER.captures(&without).and_then(|c| c.get(1).or(c.get(2))?.as_str().parse().ok());
        match found.filter(|_| self.front.number.is_none() && named) {
            Some(number) => self.front.number = Some(number),
            None if NAME_ONLY.is_match(text) || day.is_some() && named => {}
            None => return None,
        }
        Some(GuessKind::CommitteeLine)
    }

    /// Takes the reference in a line; false where there is none or it is not the one known already.
    fn put_reference(&mut self, text: &str) -> bool {
        let Some(found) = REFERENCE.captures(text) else {
            return false;
        };
        let name = SHORT_NAME.captures(text).and_then(|c| c.get(1).or(c.get(2)));
        let body = found.get(1).or(name).map_or("", |m| m.as_str());
        let reference = format!("{body}_{}_{}", &found[2], &found[3]).trim_start_matches('_').to_owned();
        if let Some(known) = &self.front.reference {
            return known.ends_with(&reference) || reference.ends_with(known.as_str());
        }
        self.front.number = self.front.number.or(found[2].parse().ok());
        self.front.reference = Some(reference);
        true
    }

    fn venue(&mut self, text: &str) -> Option<GuessKind> {
        let likely = POSTCODE.is_match(text) || (self.after_date && is_place(text));
        likely.then(|| self.put_venue(text)).flatten()
    }

    fn put_venue(&mut self, venue: &str) -> Option<GuessKind> {
        if self.front.venue.is_some() {
            return None;
        }
        self.front.venue = Some(venue.to_owned());
        Some(GuessKind::VenueLine)
    }
}

/// The date in a line, where it is the only one.
fn day_within(text: &str) -> Option<(Range<usize>, Date)> {
    match &date::dates_in(text)[..] {
        [only] => Some((only.range.clone(), only.date)),
        _ => None,
    }
}

fn is_place(text: &str) -> bool {
    text.len() <= 160 && !text.ends_with(['.', ';', ':']) && (POSTCODE.is_match(text) || PLACE.is_match(text))
}
