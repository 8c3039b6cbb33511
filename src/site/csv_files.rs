//! CSV files for spreadsheets: RFC 4180, UTF-8 with a byte order mark, so that every program reads the letters right.
//!
//! **Invariant.** No cell begins like a formula, and no text can be taken for a number, a date or nothing: it opens as it is written.
//! **Invariant.** A version is never a cell by itself: "SEC 5.10" stays a text where "5.10" would become 5.1.

use super::Task;
use super::gather::Objects;
use super::objects::{Answer, DateKind, Day, Standard, Version};
use crate::date;
use jiff::civil::Date;

/// The CSV files.
pub(super) fn tasks(objects: &Objects, as_of: Date) -> Vec<Task<'_>> {
    let versions = move || file(&[NAMED, VERSIONS].concat(), versions(objects, as_of));
    let dates = || file(&[NAMED, IMPLEMENTATION_DATES].concat(), implementation_dates(objects));
    vec![
        Task::in_parts("data/meetings.csv", || file(MEETINGS, meetings(objects))),
        Task::in_parts("data/decisions.csv", || file(DECISIONS, decisions(objects))),
        Task::in_parts("data/versions.csv", versions),
        Task::in_parts("data/implementation-dates.csv", dates),
    ]
}

/// What programs take for truth, nothing or no number, in small letters.
const WORDS: [&str; 11] = ["true", "false", "na", "n/a", "nan", "null", "none", "inf", "infinity", "<na>", "#n/a"];

/// The words that dates, times and large numbers are written with, in small letters.
const OF_NUMBERS: [&str; 43] = [
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "sept",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
    "mon",
    "monday",
    "tue",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
    "am",
    "pm",
    "e",
    "t",
    "z",
];

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
    "cancelled",
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

/// What both files of versions begin with.
const NAMED: &[&str] = &["id", "version", "standard", "title", "event", "event_label"];

const IMPLEMENTATION_DATES: &[&str] = &[
    "permitted_from",
    "implementation_date",
    "implementation_month",
    "last_date",
    "end_recorded",
    "approved_on",
    "approved_by",
    "withdrawn_on",
    "conditions",
    "classification",
    "url",
];

const VERSIONS: &[&str] = &[
    "status",
    "as_of",
    "from",
    "until",
    "recorded",
    "decided_by",
    "document_date",
    "approved_on",
    "approved_by",
    "published_on",
    "withdrawn_on",
    "supersedes",
    "superseded_by",
    "conditions",
    "milestones",
    "classification",
    "url",
];

/// A cell: a text that must stay one, or a date, time, number or truth that may be read as such.
pub enum Cell {
    /// Words, as they are written.
    Text(String),
    /// A value; empty where there is none.
    Value(String),
}

impl Cell {
    /// A cell of a table for people: a date or a small whole number may be read as such, all else is text.
    pub fn of(text: String) -> Self {
        let is_number = text.len() <= 15 && text.parse::<u64>().is_ok_and(|number| number.to_string() == text);
        let is_value = is_number || text.is_empty() || text.parse::<Date>().is_ok_and(|day| date::iso(day) == text);
        if is_value { Self::Value(text) } else { Self::Text(text) }
    }

    /// What is written: a text that a program would run or take for something else gets an apostrophe before it.
    fn written(self) -> String {
        match self {
            Self::Text(text) if is_run(&text) || is_mistaken(&text) => format!("'{text}"),
            Self::Text(text) | Self::Value(text) => text,
        }
    }
}

/// A file of a table, with the mark that says that it is UTF-8.
/// A file, some rows at a time.
fn file<R: Iterator<Item = Vec<Cell>>>(header: &[&str], mut rows: R) -> impl Iterator<Item = Vec<u8>> + use<R> {
    const ROWS: usize = 1000;
    let head = [b"\xef\xbb\xbf".as_slice(), &table(header, std::iter::empty())].concat();
    let more = std::iter::from_fn(move || Some(written(rows.by_ref().take(ROWS))).filter(|part| !part.is_empty()));
    std::iter::once(head).chain(more)
}

/// A table of cells with a header.
pub fn table(header: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> Vec<u8> {
    let header = header.iter().map(|name| Cell::Value((*name).to_owned())).collect();
    written(std::iter::once(header).chain(rows))
}

fn written(rows: impl Iterator<Item = Vec<Cell>>) -> Vec<u8> {
    let fault = "writing to memory does not fail";
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(Cell::written)).expect(fault);
    }
    writer.into_inner().expect(fault)
}

/// Whether a spreadsheet would run a cell.
fn is_run(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// Whether a program can take a text for a number, a date, a time, truth or nothing.
fn is_mistaken(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    let mut words = small.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_numeric = small.contains(char::is_numeric) && words.all(|word| OF_NUMBERS.contains(&word));
    is_numeric || WORDS.contains(&small.as_str())
}

fn value(text: impl ToString) -> Cell {
    Cell::Value(text.to_string())
}

fn words(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn meetings(objects: &Objects) -> impl Iterator<Item = Vec<Cell>> {
    objects.meetings.iter().map(|meeting| {
        let decisions: usize = meeting.items.iter().map(|item| item.decisions.len()).sum();
        vec![
            words(&meeting.id),
            words(&meeting.committee),
            value(meeting.number.map(|number| number.to_string()).unwrap_or_default()),
            text(&meeting.reference),
            words(&meeting.title),
            day(Some(meeting.date)),
            value(meeting.start.as_deref().unwrap_or_default()),
            value(meeting.end.as_deref().unwrap_or_default()),
            text(&meeting.venue),
            day(meeting.next_meeting),
            value(meeting.cancelled),
            words(meeting.classification),
            value(decisions),
            words(meeting.withheld_items.join(" ")),
            words(&meeting.url),
        ]
    })
}

fn decisions(objects: &Objects) -> impl Iterator<Item = Vec<Cell>> {
    objects.decisions.iter().map(|decision| {
        vec![
            words(&decision.id),
            words(&decision.committee),
            words(&decision.meeting),
            value(decision.item.as_deref().unwrap_or_default()),
            text(&decision.item_title),
            words(&decision.outcome),
            words(&decision.text),
            day(Some(decision.date)),
            words(decision.classification),
            day(decision.defers_to),
            value(decision.open),
            words(&decision.url),
        ]
    })
}

/// What tells a version from all others, as texts that are no numbers ("cpa-security-characteristics/1.3", "CPA SC 1.3"), its standard,
/// and an event of that.
fn named(standard: &Standard, version: &Version, event: &str) -> [Cell; 6] {
    let slug = version.url.strip_prefix(&standard.url).unwrap_or(&version.version).trim_end_matches('/');
    let label = standard.events.iter().find(|known| known.id == event).map(|known| known.label.as_str());
    [
        words(format!("{}/{slug}", standard.id)),
        words(name(standard, &version.version)),
        words(&standard.id),
        words(&standard.title),
        words(event),
        words(label.unwrap_or_default()),
    ]
}

fn name(standard: &Standard, label: &str) -> String {
    format!("{} {label}", standard.short_title.as_ref().unwrap_or(&standard.title))
}

/// Every version that is no draft, with what it is on the day of the build, for each event that it has to do with.
fn versions(objects: &Objects, as_of: Date) -> impl Iterator<Item = Vec<Cell>> {
    let is_now = move |answer: &&Answer| {
        answer.from.is_none_or(|from| from.0 <= as_of) && answer.until.is_none_or(|until| as_of <= until.0)
    };
    objects.standards.iter().flat_map(move |standard| {
        let versions = standard.versions.iter().filter(|version| !version.draft);
        versions.flat_map(move |version| {
            version.answers.iter().filter(is_now).map(move |answer| version_row(standard, version, answer, as_of))
        })
    })
}

fn version_row(standard: &Standard, version: &Version, answer: &Answer, as_of: Date) -> Vec<Cell> {
    let name = |label: &Option<String>| words(label.as_ref().map(|label| name(standard, label)).unwrap_or_default());
    let milestones = version.milestones.iter().map(|own| format!("{}: {}", date::iso(own.date.0), own.label));
    let own = [
        words(answer.status),
        day(Some(Day(as_of))),
        day(answer.from),
        day(answer.until),
        value(answer.recorded),
        words(answer.decided_by.join("; ")),
        version.document_date.clone().map_or_else(|| value(""), Cell::of),
        day(version.approved_on),
        text(&version.approved_by),
        day(version.published_on),
        day(version.withdrawn_on),
        name(&version.supersedes),
        name(&version.superseded_by),
        text(&version.conditions),
        words(milestones.collect::<Vec<_>>().join("; ")),
        words(version.classification),
        words(&version.url),
    ];
    named(standard, version, &answer.event).into_iter().chain(own).collect()
}

fn implementation_dates(objects: &Objects) -> impl Iterator<Item = Vec<Cell>> {
    objects.standards.iter().flat_map(|standard| {
        standard.versions.iter().flat_map(move |version| {
            version.applies.iter().map(move |applies| {
                let own = [
                    day(applies.permitted_from),
                    day(applies.implementation_date),
                    text(&applies.implementation_month),
                    day(applies.last_date),
                    value(applies.end_recorded),
                    day(version.approved_on),
                    text(&version.approved_by),
                    day(version.withdrawn_on),
                    text(&version.conditions),
                    words(version.classification),
                    words(&version.url),
                ];
                named(standard, version, &applies.event).into_iter().chain(own).collect()
            })
        })
    })
}

fn text(text: &Option<String>) -> Cell {
    words(text.as_deref().unwrap_or_default())
}

fn day(day: Option<Day>) -> Cell {
    value(day.map(|day| date::iso(day.0)).unwrap_or_default())
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

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let cells = [vec![words(text), value("5")]];
        let table = String::from_utf8(table(&["a", "b"], cells.into_iter())).expect("it is UTF-8");
        assert_eq!(table, format!("a,b\r\n{expected},5\r\n"));
    }

    #[test]
    fn cells_are_quoted_and_defused() {
        check("=1+1", "'=1+1");
        check(" @x", "' @x");
        check("a,\"b\"\nc", "\"a,\"\"b\"\"\nc\"");
        check("–", "–");
    }

    #[test]
    fn texts_that_programs_take_for_something_else_stay_texts() {
        for text in [
            "0012",
            "1.10",
            "5.10",
            "1,234",
            "1e5",
            "1/2",
            "2019-06",
            "26 June 2019",
            "Jun-19",
            "10:30",
            "10 am",
            "£5",
            "50%",
            "1E10",
            "TRUE",
            "False",
            "n/a",
            "None",
            "NULL",
            "NaN",
            "inf",
            "½",
            "(5)",
        ] {
            let expected = if text.contains(',') { format!("\"'{text}\"") } else { format!("'{text}") };
            check(text, &expected);
        }
    }

    #[test]
    fn texts_that_nobody_mistakes_are_as_they_are() {
        for text in
            ["SEC 5.10", "cpa-sc/1.3", "ab/80", "12a", "10 Downing Street", "Room 5", "June", "Nothing", "ssc/80", ""]
        {
            check(text, text);
        }
    }

    #[test]
    fn cells_of_tables_for_people() {
        let written = |text: &str| Cell::of(text.to_owned()).written();
        assert_eq!(["80", "2019-06-26", "", "5.10", "080"].map(written), ["80", "2019-06-26", "", "'5.10", "'080"]);
    }
}
