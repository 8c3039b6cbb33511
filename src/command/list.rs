//! `list`: a register as a table, CSV or JSON; and for the operator what is withheld and what is to come.
//!
//! **Invariant.** Of withheld documents it prints paths, days, classifications and counts; no text of theirs.

use super::table::Table;
use super::{Common, Failure, print};
use crate::date;
use crate::gate::{self, Account};
use crate::site::csv_files;
use crate::site::gather::{self, Objects};
use crate::site::objects::Day;
use crate::site::words;
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::sync::Arc;

/// Print a register, or what is withheld or to come
#[derive(Args)]
pub(super) struct List {
    /// What to list
    what: What,
    /// The form; JSON of a register is as in the API
    #[arg(long, value_name = "FORM", default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Meetings, newest first
    Meetings,
    /// Decisions, newest meeting first
    Decisions,
    /// Standards, with their versions
    Standards,
    /// Implementation dates, milestones and meetings
    Dates,
    /// Documents that are withheld, whole or in part; for the operator
    Withheld,
    /// Documents under embargo; for the operator
    Upcoming,
    /// Deferrals to a day without a later published decision
    Deferrals,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl List {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let site = common.load()?;
        if matches!(self.what, What::Withheld | What::Upcoming) {
            let accounts = gate::accounts(&site.tree, &site.settings, |_| true);
            let table =
                if self.what == What::Withheld { withheld(&accounts) } else { upcoming(&accounts, &site.settings) };
            let json = table.json();
            return self.print(table, json);
        }
        let entered = crate::enter(&site.tree, &site.settings);
        common.report_errors(&entered.diagnostics)?;
        let material = entered.material(&site.settings);
        let (table, json) = self.register(&gather::objects(material));
        self.print(table, json)
    }

    fn print(&self, table: Table, json: Value) -> Result<(), Failure> {
        match self.format {
            Format::Table => print(&table.text()),
            Format::Csv => print(&table.csv()),
            Format::Json => print(&format!("{json:#}\n")),
        }
    }

    fn register(&self, objects: &Objects) -> (Table, Value) {
        let json = |value: serde_json::Result<Value>| value.expect("strings and numbers become JSON");
        match self.what {
            What::Meetings => (meetings(objects), json(serde_json::to_value(&objects.meetings))),
            What::Decisions => (decisions(objects, false), json(serde_json::to_value(&objects.decisions))),
            What::Deferrals => {
                let open: Vec<_> = objects.decisions.iter().filter(|decision| decision.open).collect();
                (decisions(objects, true), json(serde_json::to_value(open)))
            }
            What::Standards => (standards(objects), json(serde_json::to_value(&objects.standards))),
            What::Dates | What::Withheld | What::Upcoming => {
                (dates(objects), json(serde_json::to_value(&objects.dates)))
            }
        }
    }
}

fn meetings(objects: &Objects) -> Table {
    let row = |meeting: &crate::site::objects::Meeting| {
        let decisions: usize = meeting.items.iter().map(|item| item.decisions.len()).sum();
        vec![meeting.id.clone(), day(meeting.date), meeting.title.clone(), decisions.to_string()]
    };
    Table { header: &["id", "date", "title", "decisions"], rows: objects.meetings.iter().map(row).collect() }
}

fn decisions(objects: &Objects, only_open: bool) -> Table {
    let shown = objects.decisions.iter().filter(|decision| decision.open || !only_open);
    let row = |decision: &crate::site::objects::Decision| {
        let defers_to = decision.defers_to.map(day).unwrap_or_default();
        vec![decision.id.clone(), day(decision.date), decision.outcome.clone(), defers_to, decision.text.clone()]
    };
    Table { header: &["id", "date", "outcome", "defers_to", "text"], rows: shown.map(row).collect() }
}

fn standards(objects: &Objects) -> Table {
    let rows = objects.standards.iter().flat_map(|standard| {
        standard.versions.iter().map(|version| {
            let applies =
                version.applies.iter().map(|applies| format!("{}: {}", applies.event, words::period(applies)));
            vec![standard.id.clone(), version.version.clone(), applies.collect::<Vec<_>>().join("; ")]
        })
    });
    Table { header: &["standard", "version", "applies"], rows: rows.collect() }
}

fn dates(objects: &Objects) -> Table {
    let row = |entry: &crate::site::objects::DateEntry| {
        vec![
            entry.date.map(day).or_else(|| entry.month.clone()).unwrap_or_default(),
            csv_files::kind(entry.kind).to_owned(),
            entry.label.clone(),
        ]
    };
    Table { header: &["date", "kind", "label"], rows: objects.dates.iter().map(row).collect() }
}

fn withheld(accounts: &[(Arc<str>, Account)]) -> Table {
    let row = |(path, account): &(Arc<str>, Account)| {
        let portions = account.portions.iter().filter(|portion| !portion.is_published).count();
        let classification = account.document.map_or("unknown".to_owned(), |found| found.word().to_owned());
        match account.withheld {
            Some(why) => Some(vec![path.to_string(), classification, "whole".to_owned(), why.to_owned()]),
            None if portions > 0 => Some(vec![
                path.to_string(),
                classification,
                format!("{portions} portions"),
                "their markings".to_owned(),
            ]),
            None => None,
        }
    };
    Table { header: &["path", "classification", "withheld", "why"], rows: accounts.iter().filter_map(row).collect() }
}

fn upcoming(accounts: &[(Arc<str>, Account)], settings: &crate::settings::Settings) -> Table {
    let row = |(path, account): &(Arc<str>, Account)| {
        let embargo = account.embargo.filter(|day| *day > settings.as_of)?;
        let classification = account.document.map_or("unknown".to_owned(), |found| found.word().to_owned());
        Some(vec![date::iso(embargo), path.to_string(), classification])
    };
    let mut rows: Vec<Vec<String>> = accounts.iter().filter_map(row).collect();
    rows.sort();
    Table { header: &["publish_on", "path", "classification"], rows }
}

fn day(day: Day) -> String {
    date::iso(day.0)
}
