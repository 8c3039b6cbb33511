//! Checks of versions and their windows (specification 2, "Status of a version on a day").
//!
//! **Invariant.** Made on published documents only; the roll is asked whether a version is withheld, to warn the operator.

use super::timeline::{End, Span, Timeline};
use crate::diagnostic::*;
use crate::fields::Place;
use crate::gate::Roll;
use crate::record::{Predecessor, Record, Standard, Version};
use std::collections::BTreeSet;

pub(super) fn check(record: &Record, timelines: &[Timeline], roll: &Roll) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (standard, timeline) in record.standards().iter().zip(timelines) {
        let mut checker = Checker { record, standard, timeline, roll, diagnostics: Vec::new() };
        checker.versions();
        for event in 0..standard.events().len() {
            checker.spans(event);
            checker.missing(event);
            checker.withheld(event);
        }
        diagnostics.append(&mut checker.diagnostics);
    }
    diagnostics
}

struct Checker<'r> {
    record: &'r Record,
    standard: &'r Standard,
    timeline: &'r Timeline,
    roll: &'r Roll,
    diagnostics: Vec<Diagnostic>,
}

impl<'r> Checker<'r> {
    fn version(&self, at: usize) -> &'r Version {
        &self.record.versions()[at]
    }

    fn report(&mut self, rule: &'static Rule, version: usize, (line, column): Place) {
        let document = self.version(version).document();
        self.diagnostics.push(document.front_finding(Finding::at(rule, line, column)));
    }

    /// Reports what two files do to each other; the message names the other.
    fn report_both(&mut self, rule: &'static Rule, version: usize, (line, column): Place, other: usize) {
        let other = Cleared::public(self.version(other).document().path().clone());
        let finding = self.version(version).document().front_finding(Finding::at(rule, line, column));
        self.diagnostics.push(finding.about(other));
    }

    fn versions(&mut self) {
        let versions = self.timeline.versions();
        for pair in versions.windows(2) {
            if self.version(pair[0]).number() == self.version(pair[1]).number() {
                self.report_both(&VERSION_TWICE, pair[1], (0, 0), pair[0]);
            }
        }
        for at in versions {
            self.predecessor(*at);
            self.own_windows(*at);
            self.date_changes(*at);
        }
    }

    /// What a version supersedes comes before it, and no approved version stands between.
    fn predecessor(&mut self, at: usize) {
        let version = self.version(at);
        let Some((Predecessor::Version(named), place)) = version.supersedes() else { return };
        if named >= version.number() {
            return self.report(&SUPERSEDES_ORDER, at, *place);
        }
        let is_between = |other: &&usize| {
            let other = self.version(**other);
            named < other.number() && other.number() < version.number() && !other.is_draft()
        };
        let between = self.timeline.versions().iter().filter(is_between).find(|other| {
            let other = self.version(**other);
            let shared = |event: &str| other.applies().iter().any(|window| window.event.0 == event);
            version.applies().iter().any(|window| shared(&window.event.0)) && other.withdrawn_on().is_none()
        });
        if let (Some(between), false) = (between.copied(), self.standard.is_concurrent()) {
            self.report_both(&SUPERSEDES_SKIPS, at, *place, between);
        }
    }

    /// Windows name events of the standard, once each, and run forwards.
    fn own_windows(&mut self, at: usize) {
        let mut seen = BTreeSet::new();
        for window in self.version(at).applies() {
            self.event(at, &window.event);
            if !seen.insert(&window.event.0) {
                self.report(&WINDOW_TWICE, at, window.event.1);
            }
            let start = window.implementation_date.0;
            let backwards = window.last_date.filter(|(last, _)| *last < start);
            let permitted_late = window.permitted_from.filter(|(first, _)| *first > start);
            for (_, place) in backwards.into_iter().chain(permitted_late) {
                self.report(&WINDOW_BACKWARDS, at, place);
            }
            if self.version(at).is_draft() {
                self.report(&DRAFT_APPLIES, at, window.implementation_date.1);
            }
        }
    }

    fn event(&mut self, at: usize, (event, place): &(String, Place)) {
        if !self.standard.events().iter().any(|known| known.id == *event) {
            self.report(&EVENT_UNKNOWN, at, *place);
        }
    }

    /// Each announced date was another than the next, and was changed later than the one before.
    fn date_changes(&mut self, at: usize) {
        let changes = self.version(at).date_changes();
        for (index, change) in changes.iter().enumerate() {
            self.event(at, &change.event);
            let mut later = changes[index + 1..].iter().filter(|other| other.event.0 == change.event.0);
            let next = later.next();
            if next.is_some_and(|next| next.changed_on.0 < change.changed_on.0) {
                self.report(&DATE_CHANGE_ORDER, at, change.changed_on.1);
            }
            let own = self.version(at).applies().iter().find(|window| window.event.0 == change.event.0);
            let became = next.map(|next| next.was.0).or(own.map(|window| window.implementation_date.0));
            if became == Some(change.was.0) {
                self.report(&DATE_CHANGE_NONE, at, change.was.1);
            }
        }
    }

    /// Mandatory windows don't overlap, leave no gap, and a successor starts later.
    fn spans(&mut self, event: usize) {
        if self.standard.is_concurrent() {
            return;
        }
        let spans = self.timeline.spans(event);
        for (at, span) in spans.iter().enumerate() {
            let Some(next) = spans[at + 1..].iter().find(|next| !next.never_applied()) else { continue };
            if span.never_applied() {
                continue;
            }
            let place = |span: &Span| self.version(span.version).applies()[span.window].implementation_date.1;
            if next.from <= span.from {
                self.report_both(&WINDOW_ORDER, next.version, place(next), span.version);
                continue;
            }
            let written = self.version(span.version).applies()[span.window].last_date;
            let Some((last, last_place)) = written else { continue };
            if last >= next.from {
                self.report_both(&WINDOW_OVERLAP, span.version, last_place, next.version);
            } else if last.tomorrow().is_ok_and(|day| day < next.from)
                && self.timeline.follows(spans, next.version, span.version)
            {
                self.report_both(&WINDOW_GAP, span.version, last_place, next.version);
            }
        }
    }

    /// A version without a date for an event that versions on both sides of it have one for.
    fn missing(&mut self, event: usize) {
        let has_span = |at: &usize| self.timeline.span(event, *at).is_some();
        let versions = self.timeline.versions();
        let (Some(first), Some(last)) = (versions.iter().position(has_span), versions.iter().rposition(has_span))
        else {
            return;
        };
        let is_silent = |at: &&usize| !has_span(at) && !self.version(**at).is_draft();
        let silent: Vec<usize> = versions[first..=last].iter().filter(is_silent).copied().collect();
        for at in silent {
            self.report(&WINDOW_MISSING, at, (0, 0));
        }
    }

    /// A withheld version whose number lies after that of a window without a recorded successor.
    fn withheld(&mut self, event: usize) {
        let spans = self.timeline.spans(event);
        for (at, span) in spans.iter().enumerate() {
            let number = |at: usize| self.version(at).number();
            let next = spans.get(at + 1).map(|next| number(next.version));
            let is_told = matches!(span.end, End::NotRecorded(_));
            let is_ended = self.version(span.version).applies()[span.window].last_date.is_some();
            if !is_told && !is_ended && self.roll.withholds_version(self.standard.id(), number(span.version), next) {
                let place = self.version(span.version).applies()[span.window].implementation_date.1;
                self.report(&VERSION_WITHHELD, span.version, place);
            }
        }
    }
}
