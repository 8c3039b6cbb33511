//! Timeline charts, as SVG made at build time: one for a standard, one for the dates to come.
//!
//! Looks are the stylesheet's, by class; the line for today is placed by a script, for the reader's day.
//!
//! **Invariant.** Whatever a chart shows stands in its page as text too, and its dates are the register's.

use super::html::{Html, escape_into};
use super::objects::{Applies, DateEntry, DateKind};
use super::{Material, names::Names, words};
use crate::date;
use crate::record::{Milestone, StandardId, Version};
use crate::register::{Span, Status};
use crate::slug::Slug;
use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt::Write as _;

const WIDTH: f64 = 880.0;
const LEFT: f64 = 132.0;
const RIGHT: f64 = 16.0;
const ROW: f64 = 30.0;
const BAR: f64 = 18.0;
const HEAD: f64 = 26.0;

/// The timeline of a standard: each event a band, each version a bar; `None` where it has no dates.
pub(super) fn of_standard(material: Material<'_>, standard: StandardId) -> Option<Html> {
    let (record, timeline) = (material.record, material.registers.timeline(standard));
    let found = record.standard(standard);
    let days = days_of(material, standard);
    let scale = Scale::over(&days, material.settings.as_of)?;
    let mut chart = Chart::new(scale);
    for (event, known) in found.events_with_ids() {
        if timeline.spans(event).is_empty() {
            continue;
        }
        chart.band(&known.label);
        for span in timeline.spans(event) {
            chart.version(record.version(span.version), &known.id, span, &timeline.states(span.version, event));
        }
    }
    let mut milestones = vec![("", found.milestones())];
    let versions = timeline.versions().iter().map(|at| record.version(*at)).filter(|version| !version.is_draft());
    milestones.extend(versions.map(|version| (version.label().as_str(), version.milestones())));
    milestones.retain(|(_, milestones)| !milestones.is_empty());
    if !milestones.is_empty() {
        chart.band("Milestones");
        chart.milestones(&milestones);
    }
    Some(chart.finish(&format!("Timeline of {}", found.title())))
}

/// Every day that the chart of a standard shows.
fn days_of(material: Material<'_>, standard: StandardId) -> Vec<Date> {
    let (record, timeline) = (material.record, material.registers.timeline(standard));
    let events = record.standard(standard).event_ids();
    let spans = events.flat_map(|event| timeline.spans(event));
    let of_span = |span: &Span| [span.from(), span.month(), span.permitted_from, span.last_date(), span.withdrawn_on];
    let mut days: Vec<Date> = spans.flat_map(of_span).flatten().collect();
    days.extend(record.standard(standard).milestones().iter().map(|milestone| milestone.date));
    let versions = timeline.versions().iter().map(|at| record.version(*at));
    for version in versions.filter(|version| !version.is_draft()) {
        days.extend(version.milestones().iter().map(|milestone| milestone.date));
        days.extend(version.date_changes().iter().map(|change| change.was.0));
    }
    days
}

/// Implementation dates, milestones and meetings of the next eighteen months; `None` where there are none.
pub(super) fn of_dates(material: Material<'_>, dates: &[DateEntry]) -> Option<Html> {
    let first = material.settings.as_of;
    let last = first.checked_add(18.months()).ok()?;
    let is_coming = |entry: &&DateEntry| entry.date.is_some_and(|day| (first..=last).contains(&day.0));
    let coming: Vec<&DateEntry> = dates.iter().filter(is_coming).collect();
    if coming.is_empty() {
        return None;
    }
    let names = Names::of(material.record);
    let mut chart = Chart::new(Scale { first, last });
    for (_, standard) in names.standards() {
        let own = |entry: &&&DateEntry| entry.standard.as_deref() == Some(standard.id().as_str());
        chart.lane(standard.name(), coming.iter().filter(own).copied());
    }
    chart.lane("Meetings", coming.iter().filter(|entry| entry.kind == DateKind::Meeting).copied());
    Some(chart.finish("The next eighteen months"))
}

/// The days that a chart spans.
#[derive(Clone, Copy)]
struct Scale {
    first: Date,
    last: Date,
}

impl Scale {
    /// All of some days, the day of the build, and a margin; `None` without days.
    fn over(days: &[Date], as_of: Date) -> Option<Self> {
        let (first, last) = (*days.iter().min()?, *days.iter().max()?.max(&as_of));
        let length = f64::from(span(first, last));
        let margin = |share: f64, least: i32| ((length * share) as i32).max(least);
        Some(Self {
            first: first.checked_sub(margin(0.03, 30).days()).unwrap_or(first),
            last: last.checked_add(margin(0.08, 120).days()).unwrap_or(last),
        })
    }

    fn x(self, day: Date) -> f64 {
        let share = f64::from(span(self.first, day)) / f64::from(span(self.first, self.last).max(1));
        LEFT + share.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    /// The first days of years, of quarters where the chart is short, at most a dozen or so.
    fn ticks(self) -> Vec<(Date, String)> {
        let months = span(self.first, self.last) / 30;
        let step = match months {
            0..=30 => 3,
            31..=150 => 12,
            151..=300 => 24,
            _ => 60,
        };
        let years = self.first.year()..=self.last.year();
        let starts = years.flat_map(|year| (1..=12).filter_map(move |month| Date::new(year, month, 1).ok()));
        let starts = starts.filter(|day| (i32::from(day.year()) * 12 + i32::from(day.month()) - 1) % step == 0);
        let starts = starts.filter(|day| self.first <= *day && *day < self.last);
        starts.map(|day| (day, if step < 12 { month_year(day) } else { day.year().to_string() })).collect()
    }
}

/// Days from one to another.
fn span(first: Date, last: Date) -> i32 {
    last.since((jiff::Unit::Day, first)).map_or(0, |span| span.get_days())
}

/// "September 2019" as "Sep 2019".
fn month_year(day: Date) -> String {
    let text = date::month(day);
    let (month, year) = text.split_once(' ').unwrap_or((&text, ""));
    format!("{} {year}", &month[..month.len().min(3)])
}

/// A chart as it is drawn, from the top down.
struct Chart {
    scale: Scale,
    body: String,
    told: Vec<String>,
    height: f64,
}

impl Chart {
    fn new(scale: Scale) -> Self {
        Self { scale, body: String::new(), told: Vec::new(), height: HEAD }
    }

    /// A heading across the chart.
    fn band(&mut self, label: &str) {
        self.text("chart-band", 0.0, self.height + 19.0, label);
        self.height += ROW;
    }

    /// A version's row: a bar for each state that is something to see, dates that moved, and its withdrawal.
    fn version(&mut self, version: &Version, event: &Slug, span: &Span, states: &[(Option<Date>, Status)]) {
        let (top, label) = (self.height + (ROW - BAR) / 2.0, version.label().as_str());
        self.text("chart-label", 12.0, self.height + 20.0, label);
        let told = format!("{label}: {}", words::period(&Applies::of(event.as_str(), span)));
        for (at, (from, status)) in states.iter().enumerate() {
            let next = states.get(at + 1).and_then(|(from, _)| *from);
            let Some(class) = class(*status, next.is_none()) else { continue };
            self.bar(class, from.unwrap_or(self.scale.first), next.unwrap_or(self.scale.last), top, &told);
        }
        for change in version.date_changes().iter().filter(|change| change.event.0 == event.as_str()) {
            let window = &version.applies()[span.window];
            if let Some(became) = window.date(change.of) {
                self.moved(change.was.0, became, top + BAR / 2.0);
            }
        }
        if let Some(day) = span.withdrawn_on {
            self.mark("chart-withdrawn", day, top, &format!("{label}: withdrawn from {}", date::long(day)));
        }
        self.told.push(told);
        self.height += ROW;
    }

    /// A row for the standard's own, which has no label, and for those of each version.
    fn milestones(&mut self, rows: &[(&str, &[Milestone])]) {
        for (label, milestones) in rows {
            self.text("chart-label", 12.0, self.height + 20.0, label);
            for milestone in *milestones {
                let version = if label.is_empty() { String::new() } else { format!("{label}: ") };
                let told = format!("{version}{}, {}", milestone.label, date::long(milestone.date));
                self.point("chart-milestone", milestone.date, self.height + ROW / 2.0, &told);
                self.told.push(told);
            }
            self.height += ROW;
        }
    }

    /// A row of points with their labels beside them; no row without points.
    fn lane<'e>(&mut self, label: &str, entries: impl Iterator<Item = &'e DateEntry>) {
        let mut entries = entries.peekable();
        if entries.peek().is_none() {
            return;
        }
        self.band(label);
        for entry in entries {
            let class = match entry.kind {
                DateKind::Implementation => "chart-implementation",
                DateKind::Milestone => "chart-milestone",
                DateKind::Meeting => "chart-meeting",
            };
            let told = format!("{}: {}", date::long(entry.first()), entry.label);
            self.point(class, entry.first(), self.height + ROW / 2.0, &told);
            self.beside(entry.first(), self.height + 20.0, &entry.label);
            self.told.push(told);
            self.height += ROW;
        }
    }

    fn bar(&mut self, class: &str, first: Date, end: Date, top: f64, told: &str) {
        let (from, until) = (self.scale.x(first), self.scale.x(end));
        let width = (until - from).max(2.0);
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{BAR}\">"
        );
        self.title(told);
        self.body.push_str("</rect>\n");
    }

    /// From a date as it was announced to the date that it became.
    fn moved(&mut self, was: Date, became: Date, y: f64) {
        let (from, to) = (self.scale.x(was), self.scale.x(became));
        let told = format!("Moved from {} to {}", date::long(was), date::long(became));
        let _ = write!(
            self.body,
            "<g class=\"chart-moved\"><line x1=\"{from:.1}\" y1=\"{y:.1}\" x2=\"{to:.1}\" y2=\"{y:.1}\"/><circle cx=\"{from:.1}\" cy=\"{y:.1}\" r=\"4\">"
        );
        self.title(&told);
        self.body.push_str("</circle></g>\n");
        self.told.push(told);
    }

    fn mark(&mut self, class: &str, day: Date, top: f64, told: &str) {
        let (x, y1, y2) = (self.scale.x(day), top - 4.0, top + BAR + 4.0);
        let _ = write!(self.body, "<line class=\"{class}\" x1=\"{x:.1}\" y1=\"{y1:.1}\" x2=\"{x:.1}\" y2=\"{y2:.1}\">");
        self.title(told);
        self.body.push_str("</line>\n");
        self.told.push(told.to_owned());
    }

    fn point(&mut self, class: &str, day: Date, y: f64, told: &str) {
        let x = self.scale.x(day);
        let _ = write!(self.body, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\">");
        self.title(told);
        self.body.push_str("</circle>\n");
    }

    /// A label on the side of a point where there is room.
    fn beside(&mut self, day: Date, y: f64, label: &str) {
        let x = self.scale.x(day);
        if x < LEFT + (WIDTH - LEFT) * 0.45 {
            self.text("chart-beside", x + 12.0, y, label);
        } else {
            self.text("chart-beside chart-before", x - 12.0, y, label);
        }
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let _ = write!(self.body, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">");
        escape_into(&mut self.body, text);
        self.body.push_str("</text>\n");
    }

    fn title(&mut self, text: &str) {
        self.body.push_str("<title>");
        escape_into(&mut self.body, text);
        self.body.push_str("</title>");
    }

    fn finish(self, title: &str) -> Html {
        let (height, scale) = (self.height + 6.0, self.scale);
        let mut out = format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"_chart-title _chart-words\">\n<title id=\"_chart-title\">"
        );
        escape_into(&mut out, title);
        out.push_str("</title>\n<desc id=\"_chart-words\">");
        escape_into(&mut out, &format!("{}.", self.told.join(". ")));
        out.push_str("</desc>\n");
        for (day, label) in scale.ticks() {
            let x = scale.x(day);
            let _ = writeln!(
                out,
                "<line class=\"chart-tick\" x1=\"{x:.1}\" y1=\"{HEAD}\" x2=\"{x:.1}\" y2=\"{height}\"/><text class=\"chart-year\" x=\"{x:.1}\" y=\"17\">{label}</text>"
            );
        }
        out.push_str(&self.body);
        let (first, last, right) = (date::iso(scale.first), date::iso(scale.last), WIDTH - RIGHT);
        let _ = writeln!(
            out,
            "<line class=\"chart-today\" visibility=\"hidden\" data-first=\"{first}\" data-last=\"{last}\" data-left=\"{LEFT}\" data-right=\"{right}\" x1=\"0\" x2=\"0\" y1=\"{HEAD}\" y2=\"{height}\"/>"
        );
        out.push_str("</svg>");
        Html::declare_safe(out)
    }
}

/// How the bar of a state looks; `None` where there is nothing to see.
fn class(status: Status, is_open: bool) -> Option<&'static str> {
    match status {
        Status::Permitted => Some("chart-permitted"),
        Status::Mandatory if is_open => Some("chart-mandatory chart-open"),
        Status::Mandatory => Some("chart-mandatory"),
        Status::Valid if is_open => Some("chart-valid chart-open"),
        Status::Valid => Some("chart-valid"),
        Status::NotRecorded => Some("chart-unknown"),
        Status::Draft | Status::NotYetApplicable | Status::Superseded | Status::Withdrawn => None,
    }
}
