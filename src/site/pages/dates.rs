//! The register of dates: what is to come, and what was; all of it, and by year.
//!
//! **Invariant.** "To come" is meant as at the day of the build, which the page names.

use super::{Press, capitalised, strictest};
use crate::classification::Audience;
use crate::date;
use crate::site::objects::{DateEntry, DateKind};
use crate::site::theme::ThemeError;
use crate::site::view::{self, Day};
use crate::site::words;
use std::collections::BTreeMap;

impl Press<'_> {
    /// The years that have dates.
    pub(super) fn date_years(&self) -> Vec<i16> {
        self.years_of_dates().into_keys().collect()
    }

    fn years_of_dates(&self) -> BTreeMap<i16, usize> {
        let mut years = BTreeMap::new();
        for entry in &self.objects.dates {
            *years.entry(entry.first().year()).or_default() += 1;
        }
        years
    }

    pub(super) fn dates(&self, year: Option<i16>, path: &str) -> Result<Vec<u8>, ThemeError> {
        let heading = year.map_or("Dates".to_owned(), |year| format!("Dates in {year}"));
        let shown = self.objects.dates.iter().filter(|entry| year.is_none_or(|year| entry.first().year() == year));
        // Past meetings have lists of their own; here they would hide the dates that industry looks for.
        let shown = shown.filter(|entry| year.is_some() || entry.kind != DateKind::Meeting || !self.is_past(entry));
        let rows: Vec<view::DateRow> = shown.map(|entry| self.date_row(entry)).collect();
        let (mut past, coming): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_past);
        past.reverse();
        let mut page = self.head(&heading, path, self.dates_classification());
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        if year.is_some() {
            page.breadcrumbs.push(self.crumb("Dates", "/dates/"));
        }
        page.links = vec![
            self.alternate("application/json", "api/v1/dates.json"),
            self.alternate("text/csv", "data/implementation-dates.csv"),
            self.alternate("text/calendar", "calendar.ics"),
        ];
        let content = view::Dates {
            heading,
            coming,
            past,
            chart: if year.is_none() { crate::site::chart::of_dates(self.material, &self.objects.dates) } else { None },
            months: year.map_or_else(Vec::new, |year| crate::site::months::of_year(year, &self.objects.dates)),
            years: self.date_year_entries(year),
            files: vec![
                self.crumb("JSON", "/api/v1/dates.json"),
                self.crumb("CSV", "/data/implementation-dates.csv"),
                self.crumb("Calendar", "/calendar.ics"),
            ],
        };
        self.render("dates.html", path, page, content)
    }

    fn is_past(&self, entry: &DateEntry) -> bool {
        entry.last() < self.material.settings.as_of
    }

    /// The strictest of what a date can come from.
    fn dates_classification(&self) -> Audience {
        let record = self.material.record;
        let versions = record.versions().iter().map(|version| version.document().audience());
        let meetings = record.meetings().iter().map(|meeting| meeting.document().audience());
        strictest(versions.chain(meetings))
    }

    pub(super) fn date_row(&self, entry: &DateEntry) -> view::DateRow {
        let (kind, kind_label) = match entry.kind {
            DateKind::Implementation => ("implementation", capitalised(words::in_force(self.is_concurrent(entry)))),
            DateKind::Milestone => ("milestone", "Milestone".to_owned()),
            DateKind::Meeting => ("meeting", "Meeting".to_owned()),
        };
        let base = self.material.settings.site.base_url.as_str();
        view::DateRow {
            date: entry.date.map(|day| Day::of(day.0)),
            month: entry.date.is_none().then(|| date::month(entry.first())),
            kind,
            kind_label,
            label: entry.label.clone(),
            url: self.url(entry.url.strip_prefix(base).unwrap_or(&entry.url)),
            is_past: self.is_past(entry),
        }
    }

    /// Whether the versions of a date's standard are valid side by side, and none of them is mandatory.
    fn is_concurrent(&self, entry: &DateEntry) -> bool {
        let standard = entry.standard.as_deref().and_then(|id| self.names.standard(id));
        standard.is_some_and(|(_, own)| own.is_concurrent())
    }

    /// What takes effect next: the first few implementation dates and milestones to come.
    pub(super) fn coming(&self) -> impl Iterator<Item = &DateEntry> {
        let dates = self.objects.dates.iter().filter(|entry| entry.kind != DateKind::Meeting && !self.is_past(entry));
        dates.take(5)
    }

    fn date_year_entries(&self, shown: Option<i16>) -> Vec<view::YearEntry> {
        let entry = |(year, count): (i16, usize)| view::YearEntry {
            year,
            url: self.url(&format!("/dates/{year}/")),
            count,
            current: shown == Some(year),
        };
        self.years_of_dates().into_iter().rev().map(entry).collect()
    }
}
