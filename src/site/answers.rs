//! The rows of answers, as the API has them: which version applies, and what a version is, over all days.
//!
//! **Invariant.** Nothing is reckoned here: every row is one of the register's, and a draft has none.

use super::Material;
use super::gather::citation_id;
use super::objects::{Answer, Day};
use super::words::Teller;
use crate::record::{EventId, StandardId, VersionId};
use crate::register::{Answer as Registered, Row, Span, Status};
use jiff::civil::Date;

/// Which version of a standard applies, for each event, from the first day to the last.
pub(super) fn of_standard(material: Material<'_>, standard: StandardId) -> Vec<Answer> {
    let timeline = material.registers.timeline(standard);
    let events = material.record.standard(standard).event_ids();
    let rows = |event: EventId| timeline.rows(event).into_iter().map(move |row| (event, row));
    events.flat_map(rows).map(|(event, row)| of_row(material, standard, event, &row)).collect()
}

fn of_row(material: Material<'_>, standard: StandardId, event: EventId, row: &Row<'_>) -> Answer {
    let labels = |spans: &[&Span]| spans.iter().map(|span| label(material, span.version)).collect();
    let Registered { mandatory, valid, permitted, not_recorded, .. } = &row.answer;
    Answer {
        event: event_id(material, standard, event),
        from: row.from.map(Day),
        until: row.until.map(Day),
        status: row.answer.outcome().word(),
        mandatory: mandatory.map(|span| label(material, span.version)),
        valid: labels(valid),
        permitted: labels(permitted),
        not_recorded: labels(not_recorded),
        recorded: row.answer.is_recorded(),
        decided_by: decided_by(material, standard, event, row.answer.in_force().chain(permitted.iter().copied())),
        sentences: sentences(material, standard, &row.answer),
    }
}

fn sentences(material: Material<'_>, standard: StandardId, answer: &Registered<'_>) -> Vec<String> {
    let teller = Teller::new(material.record, standard);
    let next = answer.next.map(|span| format!("Next: {}", teller.next(span)));
    teller.sentences(answer).into_iter().chain(next).collect()
}

/// What a version is, for each event that it has to do with, from the first day to the last.
pub(super) fn of_version(material: Material<'_>, standard: StandardId, version: VersionId) -> Vec<Answer> {
    if material.record.version(version).is_draft() {
        return Vec::new();
    }
    let events = material.record.standard(standard).event_ids();
    events.flat_map(|event| of_event(material, standard, event, version)).collect()
}

fn of_event(material: Material<'_>, standard: StandardId, event: EventId, version: VersionId) -> Vec<Answer> {
    let timeline = material.registers.timeline(standard);
    let states = timeline.states(version, event);
    let ends = states.iter().skip(1).map(|(from, _)| from.and_then(|day| day.yesterday().ok())).chain([None]);
    let row = |(from, status, until): (Option<Date>, Status, Option<Date>)| {
        let own = |is: bool| if is { vec![label(material, version)] } else { Vec::new() };
        let applies = matches!(status, Status::Mandatory | Status::Valid | Status::Permitted);
        let span = timeline.span(event, version).filter(|_| applies);
        Answer {
            event: event_id(material, standard, event),
            from: from.map(Day),
            until: until.map(Day),
            status: status.word(),
            mandatory: (status == Status::Mandatory).then(|| label(material, version)),
            valid: own(status == Status::Valid),
            permitted: own(status == Status::Permitted),
            not_recorded: own(status == Status::NotRecorded),
            recorded: status != Status::NotRecorded,
            decided_by: decided_by(material, standard, event, span.into_iter()),
            sentences: Vec::new(),
        }
    };
    let rows = states.iter().zip(ends).map(|((from, status), until)| (*from, *status, until));
    rows.map(row).collect()
}

fn decided_by<'s>(
    material: Material<'_>,
    standard: StandardId,
    event: EventId,
    spans: impl Iterator<Item = &'s Span>,
) -> Vec<String> {
    let id = event_id(material, standard, event);
    let of = |span: &Span| material.registers.provenance().of_window(material.record, span.version, &id);
    let cited = spans.flat_map(of).map(|citation| citation_id(material.record, citation));
    let mut decided: Vec<String> = Vec::new();
    for id in cited {
        if !decided.contains(&id) {
            decided.push(id);
        }
    }
    decided
}

fn label(material: Material<'_>, version: VersionId) -> String {
    material.record.version(version).label().to_string()
}

fn event_id(material: Material<'_>, standard: StandardId, event: EventId) -> String {
    material.record.standard(standard).event(event).id.to_string()
}
