//! Meetings: `committees/<committee>/meetings/<id>.md`.
//!
//! **Invariant.** Made from projections only; a notice says no more than the numbers that the projection gives.

use super::document::Document;
use super::page;
use super::section::{Minutes, Section};
use crate::diagnostic::{
    ATTACHMENT, CANCELLED_DECIDES, Diagnostic, END_BEFORE_START, END_WITHOUT_START, Finding, ITEM_NUMBER_ORDER,
    ITEM_NUMBER_TWICE, MOVED_FROM_SAME, NEXT_MEETING_BEFORE, REFERENCE_CONTRADICTS, Rule, STEM,
};
use crate::fields::Fields;
use crate::gate::Projection;
use crate::settings::WithheldItems;
use crate::slug::Slug;
use jiff::civil::{Date, Time};
use std::collections::BTreeSet;

/// A meeting, or decisions made outside one.
#[derive(Clone, Debug)]
pub struct Meeting {
    document: Document,
    committee: Slug,
    id: Slug,
    date: Date,
    number: Option<u32>,
    reference: Option<String>,
    title: String,
    start: Option<Time>,
    end: Option<Time>,
    moved_from: Option<Date>,
    is_cancelled: bool,
    venue: Option<String>,
    next_meeting: Option<Date>,
    next_meeting_place: crate::fields::Place,
    sections: Vec<Section>,
    notices: Vec<Notice>,
}

/// A run of agenda items that are not published, before a section or at the end (R15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    before_section: usize,
    numbers: Vec<String>,
}

impl Notice {
    /// The index of the section that it stands before; the number of sections for the end.
    pub fn before_section(&self) -> usize {
        self.before_section
    }

    /// The numbers, as written.
    pub fn numbers(&self) -> &[String] {
        &self.numbers
    }

    /// "Items 3 to 9 are not published." No absent number is invented.
    pub fn sentence(&self) -> String {
        let ranges = ranges(&self.numbers);
        let (items, are) = if self.numbers.len() == 1 { ("Item", "is") } else { ("Items", "are") };
        let list = match ranges.as_slice() {
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
            [] => String::new(),
        };
        format!("{items} {list} {are} not published.")
    }
}

/// Three or more numbers in a row become "3 to 9".
fn ranges(numbers: &[String]) -> Vec<String> {
    let mut runs: Vec<Vec<&String>> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if is_next(run[run.len() - 1], number) => run.push(number),
            _ => runs.push(vec![number]),
        }
    }
    let shown = |run: &Vec<&String>| match run.as_slice() {
        [first, .., last] if run.len() > 2 => vec![format!("{first} to {last}")],
        few => few.iter().map(|number| (*number).clone()).collect(),
    };
    runs.iter().flat_map(shown).collect()
}

fn is_next(before: &str, after: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().ok();
    number(before).zip(number(after)).is_some_and(|(before, after)| before + 1 == after)
}

impl Meeting {
    pub(super) fn read(
        projection: &Projection,
        committee: &Slug,
        id: &Slug,
        withheld: WithheldItems,
        minutes: Minutes<'_>,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let mut fields = Fields::new(projection.front());
        let document = Document::read(projection, &mut fields);
        let date = fields.required_date("date");
        let number = fields.number("number");
        let reference = fields.text("reference");
        let title = fields.text("title").unwrap_or_else(|| "Meeting headlines".to_owned());
        let (start, end) = (fields.time("start"), fields.time("end"));
        let (moved_from, is_cancelled) = (fields.date("moved_from"), fields.flag("cancelled"));
        let venue = fields.text("venue");
        let next_meeting = fields.date("next_meeting");
        let next_meeting_place = fields.place("next_meeting");
        for attachment in fields.tables("attachments") {
            fields.report(&ATTACHMENT, attachment.place);
        }
        let places = ["number", "reference", "next_meeting", "end", "moved_from"].map(|key| fields.place(key));
        let (sections, mut diagnostics) = page::body_with_decisions(projection, &document, withheld, minutes);
        diagnostics.extend(fields.finish().into_iter().map(|finding| document.front_finding(finding)));
        let notices = notices(projection, &sections);
        let Some(date) = date else { return (None, diagnostics) };
        let meeting = Self {
            document,
            committee: committee.clone(),
            id: id.clone(),
            date,
            number,
            reference,
            title,
            start,
            end,
            moved_from,
            is_cancelled,
            venue,
            next_meeting,
            next_meeting_place,
            sections,
            notices,
        };
        diagnostics.extend(page::periods(&meeting.document, &meeting.sections, &[Some(date), next_meeting]));
        diagnostics.extend(meeting.check(places));
        (Some(meeting), diagnostics)
    }

    /// The checks that a meeting's file needs nothing else for.
    fn check(&self, [number, reference, next, end, moved_from]: [crate::fields::Place; 5]) -> Vec<Diagnostic> {
        let at = |rule: &'static Rule, (line, column)| self.document.front_finding(Finding::at(rule, line, column));
        let mut diagnostics = self.check_numbers();
        match (self.start, self.end) {
            (Some(start), Some(last)) if last <= start => diagnostics.push(at(&END_BEFORE_START, end)),
            (None, Some(_)) => diagnostics.push(at(&END_WITHOUT_START, end)),
            (Some(_) | None, _) => {}
        }
        if self.moved_from == Some(self.date) {
            diagnostics.push(at(&MOVED_FROM_SAME, moved_from));
        }
        let decided = self.sections.iter().find(|section| !section.decisions().is_empty());
        if let Some(section) = decided.filter(|_| self.is_cancelled) {
            diagnostics.push(self.document.finding(&CANCELLED_DECIDES, section.position()));
        }
        let stem = self.number.map_or_else(|| crate::date::iso(self.date), |number| number.to_string());
        if stem != self.id.as_str() {
            diagnostics.push(at(&STEM, number));
        }
        if self.next_meeting.is_some_and(|next| next <= self.date) {
            diagnostics.push(at(&NEXT_MEETING_BEFORE, next));
        }
        if self.reference.as_deref().is_some_and(|reference| self.contradicts(reference)) {
            diagnostics.push(at(&REFERENCE_CONTRADICTS, reference));
        }
        diagnostics
    }

    /// Numbers rise and are there once, withheld ones included.
    fn check_numbers(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut seen: BTreeSet<(u32, char)> = BTreeSet::new();
        let mut last = (0, ' ');
        let hidden: BTreeSet<&str> =
            self.notices.iter().flat_map(|notice| &notice.numbers).map(String::as_str).collect();
        for section in self.sections.iter().filter(|section| section.is_item()) {
            let Some(number) = section.authors_number() else { continue };
            let value = order(number);
            if !seen.insert(value) || hidden.contains(number) {
                diagnostics.push(self.document.finding(&ITEM_NUMBER_TWICE, section.position()));
            } else if value < last {
                diagnostics.push(self.document.finding(&ITEM_NUMBER_ORDER, section.position()));
            }
            last = value;
        }
        diagnostics
    }

    /// `…_80_2606`: number, then day and month.
    fn contradicts(&self, reference: &str) -> bool {
        let parts: Vec<&str> = reference.rsplit('_').take(2).collect();
        let [day_month, number] = parts.as_slice() else { return false };
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
        if day_month.len() != 4 || !is_number(day_month) || !is_number(number) {
            return false;
        }
        let expected = format!("{:02}{:02}", self.date.day(), self.date.month());
        let wrong_number = self.number.is_some_and(|own| number.parse() != Ok(own));
        wrong_number || *day_month != expected
    }

    /// What it has in common with every document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its committee's folder.
    pub fn committee(&self) -> &Slug {
        &self.committee
    }

    /// Its file's stem: its number, or its date where it has none.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// The day.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Its number.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// Its reference, as written.
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// "Meeting headlines", or what the file says.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// When it began, in Europe/London.
    pub fn start(&self) -> Option<Time> {
        self.start
    }

    /// When it ended, in Europe/London.
    pub fn end(&self) -> Option<Time> {
        self.end
    }

    /// The day that was announced before, where the meeting was moved.
    pub fn moved_from(&self) -> Option<Date> {
        self.moved_from
    }

    /// Whether it did not take place.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    /// Where it was.
    pub fn venue(&self) -> Option<&str> {
        self.venue.as_deref()
    }

    /// The day of the next meeting, as announced.
    pub fn next_meeting(&self) -> Option<Date> {
        self.next_meeting
    }

    /// Where `next_meeting` is written.
    pub fn next_meeting_place(&self) -> crate::fields::Place {
        self.next_meeting_place
    }

    /// Its sections, in order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Whether anything of it is published but its time and place, be it a notice.
    pub fn has_headlines(&self) -> bool {
        let is_filled = |section: &Section| section.level() > 0 || !section.blocks().is_empty();
        self.sections.iter().any(is_filled) || !self.notices.is_empty()
    }

    /// Its notices, in order; none under "omit".
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

fn notices(projection: &Projection, sections: &[Section]) -> Vec<Notice> {
    let section_from =
        |line: u32| sections.partition_point(|section| section.level() == 0 || section.position().line < line);
    let notice = |notice: &crate::gate::Notice| Notice {
        before_section: section_from(notice.before),
        numbers: notice.numbers.clone(),
    };
    projection.notices().iter().map(notice).collect()
}

/// `12a` comes after `12` and before `13`.
fn order(number: &str) -> (u32, char) {
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase());
    (digits.parse().unwrap_or(0), number[digits.len()..].chars().next().unwrap_or(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(numbers: &[&str], expected: &str) {
        let numbers = numbers.iter().map(|number| (*number).to_owned()).collect();
        assert_eq!(Notice { before_section: 0, numbers }.sentence(), expected);
    }

    #[test]
    fn notices_invent_no_number() {
        check(&["4"], "Item 4 is not published.");
        check(&["3", "5"], "Items 3 and 5 are not published.");
        check(&["3", "4"], "Items 3 and 4 are not published.");
        check(&["3", "4", "5"], "Items 3 to 5 are not published.");
        check(&["3", "4", "5", "7", "9"], "Items 3 to 5, 7 and 9 are not published.");
        check(&["12", "12a", "13"], "Items 12, 12a and 13 are not published.");
        check(&["17", "18", "19"], "Items 17 to 19 are not published.");
    }
}
