//! `effective`: which version of a standard applies on a day, and by which decision.

use super::{Common, Failure, parse_date, print};
use crate::record::Standard;
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

    /// The place of the event among those of the standard.
    fn event(&self, standard: &Standard) -> Result<usize, Failure> {
        let known = || {
            let events = standard.events().iter().map(|event| format!("\n  --event {}  ({})", event.id, event.label));
            events.collect::<String>()
        };
        match (&self.event, standard.events()) {
            (None, [_]) => Ok(0),
            (None, _) => Err(Failure::usage(format!("say which event the day is that of:{}", known()))),
            (Some(id), events) => {
                let found = events.iter().position(|event| event.id.as_str() == id);
                found
                    .ok_or_else(|| Failure::usage(format!("{} has no event `{id}`; it has:{}", standard.id(), known())))
            }
        }
    }
}
