//! The answer to "which version applies on this day?", as the command and the page give it.
//!
//! **Invariant.** Nothing is reckoned here: the register's answer is put into words.

use super::Material;
use super::gather::citation_id;
use super::objects::{Applies, Day};
use super::words::Teller;
use crate::date;
use crate::record::{EventId, StandardId};
use crate::register::{Span, page_path};
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
    /// The mandatory version; null where none is.
    pub version: Option<String>,
    /// "mandatory", "valid", "permitted", "none" or "not recorded".
    pub status: &'static str,
    /// The mandatory version; null where none is.
    pub mandatory: Option<String>,
    /// Versions that may be used, where one of several must be.
    pub valid: Vec<String>,
    /// Versions that may be used voluntarily on that day.
    pub permitted: Vec<String>,
    /// Whether the files tell all that is mandatory or valid, be it that nothing is.
    pub recorded: bool,
    /// From when the version is mandatory.
    pub implementation_date: Option<Day>,
    /// The last day on which it is.
    pub last_date: Option<Day>,
    /// The decision that approved it.
    pub approved_by: Option<String>,
    /// What its approval is subject to.
    pub conditions: Option<String>,
    /// The next version that will be mandatory, or valid beside others.
    pub next: Option<Next>,
    /// The page with the answer.
    pub url: String,
}

/// A version that will be mandatory, or valid beside others.
#[derive(Clone, Debug, Serialize)]
pub struct Next {
    /// Its label.
    pub version: String,
    /// From when; null where only the month is known.
    pub date: Option<Day>,
    /// The month, where only that is known: "2026-11".
    pub month: Option<String>,
}

/// The answer for an event of a standard, by their ids.
pub fn effective(material: Material<'_>, standard: StandardId, event: EventId, on: Date) -> Effective {
    let Material { record, registers, settings } = material;
    let found = record.standard(standard);
    let answer = registers.timeline(standard).answer(event, on);
    let label = |span: &Span| record.version(span.version).label().to_string();
    let labels = |spans: &[&Span]| spans.iter().map(|span| label(span)).collect();
    let in_force = answer.mandatory;
    let version = in_force.map(|span| record.version(span.version));
    let approval = in_force.and_then(|span| registers.provenance().approval(span.version)?.as_ref().ok());
    let event_id = &found.event(event).id;
    let page = page_path(found.document().place());
    Effective {
        standard: found.id().to_string(),
        event: event_id.to_string(),
        on: Day(on),
        version: in_force.map(label),
        status: answer.outcome().word(),
        mandatory: in_force.map(label),
        valid: labels(&answer.valid),
        permitted: labels(&answer.permitted),
        recorded: answer.is_recorded(),
        implementation_date: in_force.and_then(Span::from).map(Day),
        last_date: in_force.and_then(Span::last_date).map(Day),
        approved_by: approval.map(|citation| citation_id(record, citation)),
        conditions: version.and_then(|version| version.conditions()).map(str::to_owned),
        next: answer.next.map(|span| {
            let month = Applies::of("", span).implementation_month;
            Next { version: label(span), date: span.from().map(Day), month }
        }),
        url: format!(
            "{}{}?event={event_id}&on={}",
            settings.site.base_url,
            page.trim_start_matches('/'),
            date::iso(on)
        ),
    }
}

/// The answer in sentences, for people.
pub fn sentences(material: Material<'_>, standard: StandardId, event: EventId, on: Date) -> Vec<String> {
    let Material { record, registers, .. } = material;
    let answer = registers.timeline(standard).answer(event, on);
    let teller = Teller::new(record, standard);
    let mut sentences = teller.sentences(&answer);
    if let Some(first) = sentences.first_mut() {
        *first = format!("On {}: {first}", date::long(on));
    }
    for span in answer.in_force().chain(answer.permitted.iter().copied()) {
        let version = record.version(span.version);
        let of = if answer.mandatory.is_some() { String::new() } else { format!(" of {}", version.label()) };
        sentences.extend(version.conditions().map(|conditions| format!("Conditions{of}: {conditions}")));
        if let Some(Ok(citation)) = registers.provenance().approval(span.version) {
            sentences.push(format!("{} approved by {}.", version.label(), citation_id(record, citation)));
        }
    }
    sentences.extend(answer.next.map(|span| teller.next(span)));
    sentences
}
