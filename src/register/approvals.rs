//! Checks of the decisions that versions name (specification 2, "Date checks").
//!
//! **Invariant.** A withheld target gives a warning to the operator, and is otherwise as if it were not named (R17).

use super::provenance::{Citation, NotCited};
use super::{Registers, Resolution};
use crate::date;
use crate::diagnostic::*;
use crate::fields::Place;
use crate::gate::Roll;
use crate::record::{ChangedDate, Record, Version, VersionId};

pub(super) fn check(record: &Record, registers: &Registers, roll: &Roll) -> Vec<Diagnostic> {
    let mut checker = Checker { record, registers, roll, diagnostics: Vec::new() };
    for (at, _) in record.versions_with_ids() {
        checker.version(at);
    }
    checker.diagnostics
}

struct Checker<'r> {
    record: &'r Record,
    registers: &'r Registers,
    roll: &'r Roll,
    diagnostics: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn report(&mut self, rule: &'static Rule, version: &Version, (line, column): Place) {
        self.diagnostics.push(version.document().front_finding(Finding::at(rule, line, column)));
    }

    fn version(&mut self, at: VersionId) {
        let (registers, version) = (self.registers, self.record.version(at));
        if let (Some(cited), Some((_, place))) = (registers.provenance.approval(at), version.approved_by()) {
            match cited {
                Ok(citation) => self.approval(version, citation, *place),
                Err(fault) => self.fault(version, fault, *place),
            }
        }
        for (index, change) in version.date_changes().iter().enumerate() {
            let cited = registers.provenance.change(at, index);
            if let (Some(Err(fault)), Some((_, place))) = (cited, &change.decided_by) {
                self.fault(version, fault, *place);
            }
        }
        self.windows(at);
    }

    fn fault(&mut self, version: &Version, NotCited(resolution): &NotCited, place: Place) {
        let is_withheld = match resolution {
            Resolution::Absent(places) => places.iter().any(|place| self.roll.withholds(place)),
            Resolution::AbsentAnchor(place, anchor) => self.roll.withholds_anchor(place, anchor),
            _ => false,
        };
        self.report(if is_withheld { &DECISION_WITHHELD } else { &DECISION_MISSING }, version, place);
    }

    fn approval(&mut self, version: &Version, citation: &Citation, place: Place) {
        if citation.approving(self.record, version).is_empty() {
            self.report(&APPROVAL_UNDECIDED, version, place);
        }
        let held = self.record.meeting(citation.meeting).date();
        if let Some((day, place)) = version.approved_on()
            && day != held
        {
            self.report(&APPROVAL_DAY, version, place);
        }
    }

    /// Implementation comes after approval, on a day that the item of the decision names.
    fn windows(&mut self, at: VersionId) {
        let version = self.record.version(at);
        let cited = self.registers.provenance.approval(at).and_then(|cited| cited.as_ref().ok());
        for window in version.applies() {
            let Some((day, place)) = window.implementation_date else { continue };
            if version.approved_on().is_some_and(|(approved, _)| day < approved) {
                self.report(&IMPLEMENTATION_EARLY, version, place);
            }
            let moved = self.decided_since(at, &window.event.0);
            let Some(citation) = moved.or(cited) else { continue };
            let text = citation.text(self.record);
            if !date::dates_in(&text).iter().any(|found| found.date == day) {
                self.report(&IMPLEMENTATION_UNMENTIONED, version, place);
            }
        }
    }

    /// The published decision that last moved the date of an event.
    fn decided_since(&self, at: VersionId, event: &str) -> Option<&Citation> {
        let mut changes = self
            .record
            .version(at)
            .date_changes()
            .iter()
            .enumerate()
            .filter(|(_, change)| change.event.0 == event && change.of == ChangedDate::Implementation);
        let (last, _) = changes.next_back()?;
        self.registers.provenance.change(at, last)?.as_ref().ok()
    }
}
