//! What changes for a reader while nothing in the file dates the change.
//!
//! Feeds and calendars are made of published dates: whoever reads them by their times passes over such a change.
//!
//! **Invariant.** It compares published text only, and gives paths, not words (R6).

use crate::fields::{Placed, Table, Value};
use crate::gate::{Place, Projection, Projections};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keys that say when something was changed; `date` does so once headlines are there.
const DATING: [&str; 6] = ["approved_on", "date_changes", "moved_from", "publish_on", "updates", "withdrawn_on"];

/// The meetings and versions that read otherwise, without a later date that says since when.
pub(super) fn undated(before: &Projections, after: &Projections) -> Vec<String> {
    let was: BTreeMap<&Arc<str>, &Projection> =
        before.documents().iter().map(|document| (document.path(), document)).collect();
    let is_undated = |is: &&Projection| {
        let is_news = matches!(is.place(), Place::Meeting(..) | Place::Version(..));
        is_news && was.get(is.path()).is_some_and(|was| reads_otherwise(was, is) && !is_dated(was, is))
    };
    after.documents().iter().filter(is_undated).map(|document| document.path().to_string()).collect()
}

fn reads_otherwise(was: &Projection, is: &Projection) -> bool {
    let front = |own: &Projection| {
        let entries =
            own.front().entries.iter().filter(|(key, ..)| !["former_paths", "classification"].contains(&key.as_str()));
        entries.map(|(key, _, value)| (key.clone(), plain(&value.value))).collect::<Vec<_>>()
    };
    let lines = |own: &Projection| own.body().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let numbers = |own: &Projection| own.notices().iter().map(|notice| notice.numbers.clone()).collect::<Vec<_>>();
    front(was) != front(is) || lines(was) != lines(is) || numbers(was) != numbers(is)
}

/// A value without its places.
fn plain(value: &Value) -> String {
    match value {
        Value::List(all) => all.iter().map(|one| format!("{},", plain(&one.value))).collect(),
        Value::Table(table) => {
            table.entries.iter().map(|(key, _, one)| format!("{key}={},", plain(&one.value))).collect()
        }
        Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Date(_) | Value::Time(_) | Value::Other => {
            format!("{value:?}")
        }
    }
}

/// Whether the later one names a later day of change. A day that the meeting itself moves to says nothing of when that was.
fn is_dated(was: &Projection, is: &Projection) -> bool {
    let day = |own: &Projection| own.front().find("date").map(|date| plain(&date.value));
    let counts_day = day(was) == day(is);
    latest(is, counts_day) > latest(was, counts_day)
}

fn latest(own: &Projection, counts_day: bool) -> Option<Date> {
    let has_headlines = !own.body().trim().is_empty() || !own.notices().is_empty();
    let day = ["date"].into_iter().filter(|_| counts_day && has_headlines);
    DATING.into_iter().chain(day).filter_map(|key| latest_in(key, own.front())).max()
}

/// The latest date under a key; of a list of tables, of those that say when.
fn latest_in(key: &str, table: &Table) -> Option<Date> {
    let when = |one: &Placed| match &one.value {
        Value::Table(table) => ["date", "changed_on"].into_iter().filter_map(|key| latest_in(key, table)).max(),
        Value::Date(_)
        | Value::List(_)
        | Value::Text(_)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Time(_)
        | Value::Other => None,
    };
    match &table.find(key)?.value {
        Value::Date(day) => Some(*day),
        Value::List(all) => all.iter().filter_map(when).max(),
        Value::Table(_) | Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Time(_) | Value::Other => None,
    }
}
