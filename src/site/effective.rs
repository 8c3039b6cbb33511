//! The answer to "which version applies on this day?", as the command and the page give it.
//!
//! **Invariant.** Nothing is reckoned here: the register's answer is put into words.

use super::gather::citation_id;
use super::objects::{Applies, Day};
use super::{Material, names::Names};
use crate::date;
use crate::register::{Absence, Answer, Span, page_path};
use jiff::civil::Date;
use serde::Serialize;

/// An answer, as `effective --format json` prints it.
#[derive(Clone, Debug, Serialize)]
pub struct Effective {
    /// The standard's id.
    pub standard: String,
    /// The event's id.
    pub event: String,
    /// The day that was asked for.
    pub on: Day,
    /// The mandatory version; the latest of several; null where none is.
    pub version: Option<String>,
    /// All mandatory versions: more than one only of a standard whose versions apply side by side.
    pub versions: Vec<String>,
    /// "mandatory", "none", "withdrawn" or "not recorded".
    pub status: &'static str,
    /// From when the version is mandatory.
    pub implementation_date: Option<Day>,
    /// The last day on which it is.
    pub last_date: Option<Day>,
    /// The decision that approved it.
    pub approved_by: Option<String>,
    /// What its approval is subject to.
    pub conditions: Option<String>,
    /// Versions that may be used voluntarily on that day.
    pub permitted: Vec<String>,
    /// The next version that will be mandatory.
    pub next: Option<Next>,
    /// The page with the answer.
    pub url: String,
}

/// A version that will be mandatory.
#[derive(Clone, Debug, Serialize)]
pub struct Next {
    /// Its number.
    pub version: String,
    /// From when.
    pub date: Day,
}

/// The answer for an event of a standard, by their indices.
pub fn effective(material: Material<'_>, standard: usize, event: usize, on: Date) -> Effective {
    let Material { record, registers, settings } = material;
    let found = &record.standards()[standard];
    let answer = registers.timeline(standard).answer(event, on);
    let number = |span: &Span| record.versions()[span.version].number().to_string();
    let latest = answer.mandatory.last();
    let version = latest.map(|span| &record.versions()[span.version]);
    let approval = latest.and_then(|span| registers.provenance().approval(span.version)?.as_ref().ok());
    let event_id = &found.events()[event].id;
    let page = page_path(found.document().place());
    Effective {
        standard: found.id().to_string(),
        event: event_id.clone(),
        on: Day(on),
        version: latest.map(|span| number(span)),
        versions: answer.mandatory.iter().map(|span| number(span)).collect(),
        status: status(&answer),
        implementation_date: latest.map(|span| Day(span.from)),
        last_date: latest.and_then(|span| span.last_date()).map(Day),
        approved_by: approval.map(|citation| citation_id(record, citation)),
        conditions: version.and_then(|version| version.conditions()).map(str::to_owned),
        permitted: answer.permitted.iter().map(|span| number(span)).collect(),
        next: answer.next.map(|span| Next { version: number(span), date: Day(span.from) }),
        url: format!(
            "{}{}?event={event_id}&on={}",
            settings.site.base_url,
            page.trim_start_matches('/'),
            date::iso(on)
        ),
    }
}

fn status(answer: &Answer<'_>) -> &'static str {
    match answer.absence {
        None => "mandatory",
        Some(Absence::NoVersion) => "none",
        Some(Absence::Withdrawn) => "withdrawn",
        Some(Absence::NotRecorded) => "not recorded",
    }
}

/// The answer in sentences, for people.
pub fn sentences(material: Material<'_>, standard: usize, event: usize, on: Date) -> Vec<String> {
    let Material { record, registers, .. } = material;
    let (found, names) = (&record.standards()[standard], Names::of(record));
    let answer = registers.timeline(standard).answer(event, on);
    let day = date::long(on);
    let name = |span: &Span| names.version(&record.versions()[span.version]);
    let mut sentences: Vec<String> = answer.mandatory.iter().map(|span| mandatory(&name(span), span, &day)).collect();
    sentences.extend(answer.absence.map(|absence| match absence {
        Absence::NoVersion => format!("On {day} no version of {} is mandatory.", found.title()),
        Absence::Withdrawn => format!("On {day} the version of {} that was mandatory is withdrawn.", found.title()),
        Absence::NotRecorded => {
            format!("Which version of {} is mandatory on {day} is not recorded here.", found.title())
        }
    }));
    for span in &answer.mandatory {
        let version = &record.versions()[span.version];
        sentences.extend(version.conditions().map(|conditions| format!("Conditions: {conditions}")));
        if let Some(Ok(citation)) = registers.provenance().approval(span.version) {
            sentences.push(format!("Approved by {}.", citation_id(record, citation)));
        }
    }
    sentences.extend(answer.permitted.iter().map(|span| format!("{} may be used voluntarily.", name(span))));
    sentences.extend(answer.next.map(|span| format!("{} is mandatory from {}.", name(span), date::long(span.from))));
    sentences
}

fn mandatory(name: &str, span: &Span, day: &str) -> String {
    let from = date::long(span.from);
    let until = match span.last_date() {
        Some(last) => format!(" until {}", date::long(last)),
        None if span.is_end_recorded() => String::new(),
        None => "; until when is not recorded here".to_owned(),
    };
    format!("On {day} {name} is mandatory: from {from}{until}.")
}

/// "mandatory from Thursday 26 September 2019 until …", of an object of the API.
pub(super) fn period(applies: &Applies) -> String {
    let from = date::long(applies.implementation_date.0);
    let permitted = applies.permitted_from.map(|day| format!("; permitted from {}", date::long(day.0)));
    let until = match applies.last_date {
        Some(last) if last < applies.implementation_date => return "withdrawn before it was mandatory".to_owned(),
        Some(last) => format!(" until {}", date::long(last.0)),
        None if applies.end_recorded => String::new(),
        None => "; until when is not recorded here".to_owned(),
    };
    format!("mandatory from {from}{until}{}", permitted.unwrap_or_default())
}
