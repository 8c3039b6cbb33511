//! CSV files for spreadsheets: RFC 4180, UTF-8.
//!
//! **Invariant.** No cell begins like a formula: a spreadsheet shows it as text.

use super::gather::Objects;
use super::objects::{DateKind, Day};
use crate::date;

/// The CSV files.
pub(super) fn files(objects: &Objects) -> Vec<(String, Vec<u8>)> {
    vec![
        ("data/meetings.csv".to_owned(), table(MEETINGS, meetings(objects))),
        ("data/decisions.csv".to_owned(), table(DECISIONS, decisions(objects))),
        ("data/implementation-dates.csv".to_owned(), table(IMPLEMENTATION_DATES, implementation_dates(objects))),
    ]
}

const MEETINGS: &[&str] = &[
    "id",
    "committee",
    "number",
    "reference",
    "title",
    "date",
    "start",
    "end",
    "venue",
    "next_meeting",
    "classification",
    "decisions",
    "withheld_items",
    "url",
];

const DECISIONS: &[&str] = &[
    "id",
    "committee",
    "meeting",
    "item",
    "item_title",
    "outcome",
    "text",
    "date",
    "classification",
    "defers_to",
    "open",
    "url",
];

const IMPLEMENTATION_DATES: &[&str] = &[
    "standard",
    "title",
    "version",
    "event",
    "event_label",
    "permitted_from",
    "implementation_date",
    "last_date",
    "end_recorded",
    "approved_on",
    "approved_by",
    "withdrawn_on",
    "conditions",
    "classification",
    "url",
];

/// A table of cells with a header; `None` is an empty cell.
pub fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let fault = "writing to memory does not fail";
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header).expect(fault);
    for row in rows {
        writer.write_record(row.into_iter().map(defused)).expect(fault);
    }
    writer.into_inner().expect(fault)
}

/// A cell that a spreadsheet would run gets an apostrophe before it.
fn defused(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn meetings(objects: &Objects) -> impl Iterator<Item = Vec<String>> {
    objects.meetings.iter().map(|meeting| {
        let decisions: usize = meeting.items.iter().map(|item| item.decisions.len()).sum();
        vec![
            meeting.id.clone(),
            meeting.committee.clone(),
            meeting.number.map(|number| number.to_string()).unwrap_or_default(),
            text(&meeting.reference),
            meeting.title.clone(),
            day(Some(meeting.date)),
            text(&meeting.start),
            text(&meeting.end),
            text(&meeting.venue),
            day(meeting.next_meeting),
            meeting.classification.to_owned(),
            decisions.to_string(),
            meeting.withheld_items.join(" "),
            meeting.url.clone(),
        ]
    })
}

fn decisions(objects: &Objects) -> impl Iterator<Item = Vec<String>> {
    objects.decisions.iter().map(|decision| {
        vec![
            decision.id.clone(),
            decision.committee.clone(),
            decision.meeting.clone(),
            text(&decision.item),
            text(&decision.item_title),
            decision.outcome.clone(),
            decision.text.clone(),
            day(Some(decision.date)),
            decision.classification.to_owned(),
            day(decision.defers_to),
            decision.open.to_string(),
            decision.url.clone(),
        ]
    })
}

fn implementation_dates(objects: &Objects) -> impl Iterator<Item = Vec<String>> {
    objects.standards.iter().flat_map(|standard| {
        standard.versions.iter().flat_map(move |version| {
            version.applies.iter().map(move |applies| {
                let event = standard.events.iter().find(|event| event.id == applies.event);
                vec![
                    standard.id.clone(),
                    standard.title.clone(),
                    version.version.clone(),
                    applies.event.clone(),
                    event.map(|event| event.label.clone()).unwrap_or_default(),
                    day(applies.permitted_from),
                    day(Some(applies.implementation_date)),
                    day(applies.last_date),
                    applies.end_recorded.to_string(),
                    day(version.approved_on),
                    text(&version.approved_by),
                    day(version.withdrawn_on),
                    text(&version.conditions),
                    version.classification.to_owned(),
                    version.url.clone(),
                ]
            })
        })
    })
}

fn text(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

fn day(day: Option<Day>) -> String {
    day.map(|day| date::iso(day.0)).unwrap_or_default()
}

/// A kind of date as a cell.
pub fn kind(kind: DateKind) -> &'static str {
    match kind {
        DateKind::Implementation => "implementation",
        DateKind::Milestone => "milestone",
        DateKind::Meeting => "meeting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_defused() {
        let rows = [vec!["=1+1".to_owned(), "a,\"b\"\nc".to_owned()], vec!["@x".to_owned(), "–".to_owned()]];
        let text = String::from_utf8(table(&["a", "b"], rows.into_iter())).expect("it is UTF-8");
        assert_eq!(text, "a,b\r\n'=1+1,\"a,\"\"b\"\"\nc\"\r\n'@x,–\r\n");
    }
}
