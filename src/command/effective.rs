//! `effective`: which version of a standard applies on a day, and by which decision.

use super::{Common, Failure, parse_date, print};
use crate::record::{Event, EventId, Standard};
use crate::site::{Material, effective};
use crate::slug::Slug;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

/// Say which version of a standard applies on a day, and by which decision
#[derive(Args)]
pub(super) struct Effective {
    /// The standard's folder, or the slug of its short title or an alias: cpa-sc
    #[arg(value_name = "STANDARD")]
    standard: String,
    /// What the day is that of; needed where the standard knows several events
    #[arg(short, long, value_name = "EVENT")]
    event: Option<String>,
    /// The day of the event
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    on: Date,
    /// The form of the answer
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Effective {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let site = common.load()?;
        let entered = crate::enter(&site.tree, &site.settings);
        common.report_errors(&entered.diagnostics)?;
        let record = &entered.record;
        let name = Slug::of_title(&self.standard);
        let id = entered.registers.references().standard(&name);
        let found = record.standards_with_ids().find(|(_, standard)| Some(standard.id()) == id);
        let (standard, found) = found.ok_or_else(|| self.unknown(record.standards()))?;
        let event = self.event(found)?;
        let material = Material { record, registers: &entered.registers, settings: &site.settings };
        match self.format {
            Format::Text => print(&(effective::sentences(material, standard, event, self.on).join("\n") + "\n")),
            Format::Json => {
                let answer = effective::effective(material, standard, event, self.on);
                let answer = serde_json::to_value(&answer).expect("strings and numbers become JSON");
                print(&format!("{answer:#}\n"))
            }
        }
    }

    fn unknown(&self, standards: &[Standard]) -> Failure {
        let names: Vec<&str> = standards.iter().map(|standard| standard.id().as_str()).collect();
        Failure::usage(format!("there is no standard `{}`; there are: {}", self.standard, names.join(", ")))
    }

    /// The event that is named, or the only one.
    fn event(&self, standard: &Standard) -> Result<EventId, Failure> {
        let is_meant = |event: &Event| match &self.event {
            Some(id) => event.id.as_str() == id,
            None => standard.events().len() == 1,
        };
        let found = standard.events_with_ids().find(|(_, event)| is_meant(event));
        found.map(|(id, _)| id).ok_or_else(|| self.no_event(standard))
    }

    fn no_event(&self, standard: &Standard) -> Failure {
        let known = standard.events().iter().map(|event| format!("\n  --event {}  ({})", event.id, event.label));
        let known: String = known.collect();
        Failure::usage(match &self.event {
            Some(id) => format!("{} has no event `{id}`; it has:{known}", standard.id()),
            None => format!("say which event the day is that of:{known}"),
        })
    }
}
