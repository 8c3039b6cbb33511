//! Checks of versions and their windows (specification 2, "Status of a version on a day").
//!
//! **Invariant.** Made on published documents only; the roll is asked whether a version is withheld, to warn the operator.

use super::span::{Span, Start};
use super::timeline::Timeline;
use crate::diagnostic::*;
use crate::fields::Place;
use crate::gate::Roll;
use crate::record::{DateChange, EventId, Predecessor, Record, Standard, StandardId, Version, VersionId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(record: &Record, timelines: &BTreeMap<StandardId, Timeline>, roll: &Roll) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (standard, timeline) in timelines {
        let standard = record.standard(*standard);
        let mut checker = Checker { record, standard, timeline, roll, diagnostics: Vec::new() };
        checker.versions();
        for event in standard.event_ids() {
            checker.spans(event);
            checker.missing(event);
            checker.withheld(event);
        }
        checker.first();
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
    fn version(&self, at: VersionId) -> &'r Version {
        self.record.version(at)
    }

    fn report(&mut self, rule: &'static Rule, version: VersionId, (line, column): Place) {
        let document = self.version(version).document();
        self.diagnostics.push(document.front_finding(Finding::at(rule, line, column)));
    }

    /// Reports what two files do to each other; the message names the other.
    fn report_both(&mut self, rule: &'static Rule, version: VersionId, (line, column): Place, other: VersionId) {
        let other = Cleared::public(self.version(other).document().path().clone());
        let finding = self.version(version).document().front_finding(Finding::at(rule, line, column));
        self.diagnostics.push(finding.about(other));
    }

    fn versions(&mut self) {
        let versions = self.timeline.versions();
        for pair in versions.windows(2) {
            if self.version(pair[0]).label() == self.version(pair[1]).label() {
                self.report_both(&VERSION_TWICE, pair[1], (0, 0), pair[0]);
            }
        }
        for at in versions {
            self.predecessor(*at);
            self.own_windows(*at);
            self.date_changes(*at);
            self.not_for(*at);
            self.milestones(*at);
        }
    }

    /// What a version supersedes comes before it, and no approved version stands between.
    fn predecessor(&mut self, at: VersionId) {
        let version = self.version(at);
        let Some((Predecessor::Version(named), place)) = version.supersedes() else { return };
        let published = self.timeline.versions().iter().map(|other| self.version(*other).label());
        let named = published.into_iter().find(|label| label.as_str() == named.as_str()).unwrap_or(named);
        if named >= version.label() {
            return self.report(&SUPERSEDES_ORDER, at, *place);
        }
        let is_between = |other: &&VersionId| {
            let other = self.version(**other);
            named < other.label() && other.label() < version.label() && !other.is_draft()
        };
        let between = self.timeline.versions().iter().filter(is_between).find(|other| {
            let shared = |event: EventId| {
                let is_mandatory = |span: &Span| !span.is_permission();
                self.timeline.span(event, **other).is_some_and(is_mandatory) && self.timeline.span(event, at).is_some()
            };
            self.standard.event_ids().any(shared) && self.version(**other).withdrawn_on().is_none()
        });
        if let (Some(between), false) = (between.copied(), self.standard.is_concurrent()) {
            self.report_both(&SUPERSEDES_SKIPS, at, *place, between);
        }
    }

    /// Windows name events of the standard, once each, and run forwards.
    fn own_windows(&mut self, at: VersionId) {
        let mut seen = BTreeSet::new();
        for window in self.version(at).applies() {
            self.event(at, &window.event);
            if !seen.insert(&window.event.0) {
                self.report(&WINDOW_TWICE, at, window.event.1);
            }
            let month = window.implementation_month;
            let start = window.implementation_date.or(month).map(|(first, _)| first);
            let is_early = |(last, _): &(Date, Place)| {
                start.is_some_and(|first| *last < first)
                    || window.permitted_from.is_some_and(|(first, _)| *last < first)
            };
            let is_late = |(first, _): &(Date, Place)| start.is_some_and(|start| *first > start);
            let backwards = window.last_date.filter(is_early);
            let permitted_late = window.permitted_from.filter(is_late);
            for (_, place) in backwards.into_iter().chain(permitted_late) {
                self.report(&WINDOW_BACKWARDS, at, place);
            }
            if self.version(at).is_draft() {
                self.report(&DRAFT_APPLIES, at, window.place());
            }
        }
    }

    fn event(&mut self, at: VersionId, (event, place): &(String, Place)) {
        if !self.standard.events().iter().any(|known| known.id.as_str() == event) {
            self.report(&EVENT_UNKNOWN, at, *place);
        }
    }

    /// Each announced date was another than the next, and was changed later than the one before.
    fn date_changes(&mut self, at: VersionId) {
        let changes = self.version(at).date_changes();
        for (index, change) in changes.iter().enumerate() {
            self.event(at, &change.event);
            let is_same = |other: &&DateChange| other.event.0 == change.event.0 && other.of == change.of;
            let mut later = changes[index + 1..].iter().filter(is_same);
            let next = later.next();
            if next.is_some_and(|next| next.changed_on.0 < change.changed_on.0) {
                self.report(&DATE_CHANGE_ORDER, at, change.changed_on.1);
            }
            let own = self.version(at).applies().iter().find(|window| window.event.0 == change.event.0);
            let became = next.map(|next| next.was.0).or(own.and_then(|window| window.date(change.of)));
            if became == Some(change.was.0) {
                self.report(&DATE_CHANGE_NONE, at, change.was.1);
            }
        }
    }

    /// An event that the version is not for is one of the standard's, and has no window.
    fn not_for(&mut self, at: VersionId) {
        for event in self.version(at).not_for() {
            self.event(at, event);
            if self.version(at).applies().iter().any(|window| window.event.0 == event.0) {
                self.report(&NOT_FOR_APPLIES, at, event.1);
            }
        }
    }

    /// A milestone falls on a day on which its version still counts.
    fn milestones(&mut self, at: VersionId) {
        for milestone in self.version(at).milestones() {
            if self.timeline.is_over(at, milestone.date) {
                self.report(&MILESTONE_OVER, at, milestone.place);
            }
        }
    }

    /// Each window against the next; in a concurrent standard against the one that supersedes it.
    fn spans(&mut self, event: EventId) {
        let counts = |span: &&Span| !span.never_applied() && !span.is_permission();
        let spans: Vec<&Span> = self.timeline.spans(event).iter().filter(counts).collect();
        for (at, span) in spans.iter().enumerate() {
            let mut later = spans[at + 1..].iter();
            if !self.standard.is_concurrent() {
                later.next().into_iter().for_each(|next| self.pair(event, span, next));
            } else if let Some(next) = later.find(|next| self.timeline.follows(event, next.version, span.version)) {
                self.order(span, next);
            }
        }
    }

    /// A successor starts later.
    fn order(&mut self, span: &Span, next: &Span) -> bool {
        let is_later = span.earliest().zip(next.latest()).is_none_or(|(first, latest)| first < latest);
        if !is_later {
            let place = self.version(next.version).applies()[next.window].place();
            self.report_both(&WINDOW_ORDER, next.version, place, span.version);
        }
        is_later
    }

    /// A successor starts later; the window before it does not overlap its own, and leaves no gap.
    fn pair(&mut self, event: EventId, span: &Span, next: &Span) {
        if !self.order(span, next) {
            return;
        }
        let written = self.version(span.version).applies()[span.window].last_date;
        let (Some((last, last_place)), Some(latest)) = (written, next.latest()) else { return };
        let earliest = next.earliest().filter(|_| !matches!(next.start, Start::NotRecorded(_)));
        if last >= latest {
            self.report_both(&WINDOW_OVERLAP, span.version, last_place, next.version);
        } else if earliest.is_some_and(|first| last.tomorrow().is_ok_and(|day| day < first))
            && self.timeline.follows(event, next.version, span.version)
        {
            self.report_both(&WINDOW_GAP, span.version, last_place, next.version);
        }
    }

    /// A version without a date for an event that versions on both sides of it have one for.
    fn missing(&mut self, event: EventId) {
        let has_span = |at: &VersionId| self.timeline.span(event, *at).is_some();
        let versions = self.timeline.versions_for(event);
        let (Some(first), Some(last)) = (versions.iter().position(has_span), versions.iter().rposition(has_span))
        else {
            return;
        };
        for at in versions[first..=last].iter().filter(|at| !has_span(at)) {
            self.report(&WINDOW_MISSING, *at, (0, 0));
        }
    }

    /// A withheld version whose label lies after that of a window without a recorded successor.
    fn withheld(&mut self, event: EventId) {
        let spans = self.timeline.spans(event);
        for (at, span) in spans.iter().enumerate() {
            let label = |at: VersionId| self.version(at).label();
            let next = spans.get(at + 1).map(|next| label(next.version));
            let is_ended = self.version(span.version).applies()[span.window].last_date.is_some();
            let is_told = !span.is_end_recorded() || is_ended;
            if !is_told && self.roll.withholds_version(self.standard.id(), Some(label(span.version)), next) {
                let place = self.version(span.version).applies()[span.window].place();
                self.report(&VERSION_WITHHELD, span.version, place);
            }
        }
    }

    /// Where no version came before the first, none is named or withheld that did.
    fn first(&mut self) {
        let is_approved = |at: &&VersionId| !self.version(**at).is_draft();
        let Some(first) = self.timeline.versions().iter().find(is_approved).copied() else { return };
        if !self.standard.is_first_recorded() {
            return;
        }
        if let Some((_, place)) = self.version(first).supersedes() {
            self.report(&FIRST_SUPERSEDES, first, *place);
        }
        if self.roll.withholds_version(self.standard.id(), None, Some(self.version(first).label())) {
            self.report(&FIRST_WITHHELD, first, (0, 0));
        }
    }
}
