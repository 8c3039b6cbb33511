//! The calendar of a year, as SVG made at build time: a picture for each month.
//!
//! Looks are the stylesheet's, by class. A month is a picture of its own, so that a page sets as many beside each other as
//! fit its width.
//!
//! **Invariant.** Whatever a picture shows is told in its name, and stands in the lists of its page.

use super::html::{Html, escape_into};
use super::objects::{DateEntry, DateKind};
use crate::date;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The width of a day and the height of a week, in units of the picture.
const DAY: i16 = 30;
/// Above the weeks: the month's name, and the letters of the days.
const HEAD: i16 = 46;
/// A month touches six weeks at most.
const WEEKS: i16 = 6;

/// The months of a year.
pub(super) fn of_year(year: i16, dates: &[DateEntry]) -> Vec<Html> {
    let mut by_day: BTreeMap<Date, Vec<&DateEntry>> = BTreeMap::new();
    let days = dates.iter().filter_map(|entry| Some((entry.date?.0, entry)));
    for (day, entry) in days.filter(|(day, _)| day.year() == year) {
        by_day.entry(day).or_default().push(entry);
    }
    (1..=12).filter_map(|month| Date::new(year, month, 1).ok()).map(|first| of_month(first, &by_day)).collect()
}

fn of_month(first: Date, by_day: &BTreeMap<Date, Vec<&DateEntry>>) -> Html {
    let (width, height) = (DAY * 7, HEAD + DAY * WEEKS);
    let month = date::month(first);
    let mut out = format!("<svg class=\"month\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"");
    escape_into(&mut out, &words(&month, by_day.range(first..=first.last_of_month())));
    let _ = writeln!(out, "\">\n<text class=\"month-name\" x=\"4\" y=\"16\">{month}</text>");
    for (at, letter) in (0i16..).zip(["M", "T", "W", "T", "F", "S", "S"]) {
        let _ = write!(out, "<text class=\"month-weekday\" x=\"{}\" y=\"38\">{letter}</text>", at * DAY + DAY / 2);
    }
    out.push('\n');
    let before = i16::from(first.weekday().to_monday_zero_offset());
    for day in first.series(1.day()).take_while(|day| day.month() == first.month()) {
        let at = before + i16::from(day.day()) - 1;
        let (x, y) = (at % 7 * DAY + DAY / 2, HEAD + at / 7 * DAY + DAY / 2);
        of_day(&mut out, day, (x, y), by_day.get(&day).map(Vec::as_slice).unwrap_or_default());
    }
    out.push_str("</svg>");
    Html::declare_safe(out)
}

/// A day's number, and what is on that day: a disc, a ring, a line below.
fn of_day(out: &mut String, day: Date, (x, y): (i16, i16), entries: &[&DateEntry]) {
    let has = |kind: DateKind| entries.iter().any(|entry| entry.kind == kind);
    let is_mandatory = has(DateKind::Implementation);
    if !entries.is_empty() {
        let labels: Vec<&str> = entries.iter().map(|entry| entry.label.as_str()).collect();
        out.push_str("<g><title>");
        escape_into(out, &format!("{}: {}", date::long(day), labels.join("; ")));
        out.push_str("</title>");
    }
    if is_mandatory {
        let _ = write!(out, "<circle class=\"month-implementation\" cx=\"{x}\" cy=\"{y}\" r=\"13\"/>");
    }
    if has(DateKind::Milestone) {
        let _ = write!(out, "<circle class=\"month-milestone\" cx=\"{x}\" cy=\"{y}\" r=\"13\"/>");
    }
    if has(DateKind::Meeting) {
        let (left, top) = (x - 9, y + 9);
        let _ = write!(out, "<rect class=\"month-meeting\" x=\"{left}\" y=\"{top}\" width=\"18\" height=\"4\"/>");
    }
    let class = if is_mandatory { " class=\"month-on\"" } else { "" };
    let _ = write!(out, "<text{class} x=\"{x}\" y=\"{}\">{}</text>", y + 5, day.day());
    out.push_str(if entries.is_empty() { "\n" } else { "</g>\n" });
}

/// "September 2019. Thursday 26 September 2019: … Meetings on 4 and 11."
fn words<'e>(month: &str, days: impl Iterator<Item = (&'e Date, &'e Vec<&'e DateEntry>)>) -> String {
    let (mut told, mut meetings) = (String::new(), Vec::new());
    for (day, entries) in days {
        let (of_meetings, others): (Vec<&DateEntry>, Vec<&DateEntry>) =
            entries.iter().copied().partition(|entry| entry.kind == DateKind::Meeting);
        if !of_meetings.is_empty() {
            meetings.push(day.day().to_string());
        }
        for entry in others {
            let _ = write!(told, " {}: {}.", date::long(*day), entry.label);
        }
    }
    let meetings = match meetings.as_slice() {
        [] if told.is_empty() => " Nothing is recorded.".to_owned(),
        [] => String::new(),
        [day] => format!(" Meetings on {day}."),
        [days @ .., last] => format!(" Meetings on {} and {last}.", days.join(", ")),
    };
    format!("{month}.{told}{meetings}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::objects::Day;
    use jiff::civil::date as day;

    fn entry(on: Date, kind: DateKind, label: &str) -> DateEntry {
        let (standard, version, event, url) = (None, None, None, String::new());
        DateEntry { date: Some(Day(on)), month: None, kind, label: label.to_owned(), standard, version, event, url }
    }

    #[test]
    fn a_month_shows_and_tells_what_is_on_its_days() {
        let dates = [
            entry(day(2019, 9, 4), DateKind::Meeting, "SSC 84"),
            entry(day(2019, 9, 11), DateKind::Meeting, "SSC 85"),
            entry(day(2019, 9, 26), DateKind::Implementation, "SC <1.3> becomes mandatory"),
            entry(day(2020, 9, 26), DateKind::Milestone, "another year's"),
        ];
        let months = of_year(2019, &dates);
        assert_eq!(months.len(), 12);
        let september = months[8].as_str();
        let name =
            "September 2019. Thursday 26 September 2019: SC &lt;1.3&gt; becomes mandatory. Meetings on 4 and 11.";
        assert!(september.contains(&format!("aria-label=\"{name}\"")), "{september}");
        // The first of September 2019 is a Sunday, so the 26th is a Thursday of the fifth week.
        let thursday = "<circle class=\"month-implementation\" cx=\"105\" cy=\"181\" r=\"13\"/><text class=\"month-on\" x=\"105\" y=\"186\">26</text>";
        assert!(september.contains(thursday), "{september}");
        assert_eq!(september.matches("month-meeting").count(), 2);
        assert!(!months.iter().any(|month| month.as_str().contains("another")));
        assert!(months[9].as_str().contains("aria-label=\"October 2019. Nothing is recorded.\""));
    }

    #[test]
    fn a_leap_year_has_its_day() {
        let february = |year| of_year(year, &[])[1].as_str().matches("<text x=").count();
        assert_eq!((february(2024), february(2023)), (29, 28));
    }
}
