//! When versions apply, and which of them do, in words: the one place for "mandatory from … until …".
//!
//! Pages, feeds, calendars, charts and the command say the same because they ask here.
//!
//! **Invariant.** A sentence stays true: it names days, and says "not recorded" where the register does. Of a concurrent
//! standard nothing is called mandatory.

use super::objects::Applies;
use crate::date;
use crate::record::{Record, Standard, StandardId};
use crate::register::{Absence, Answer, Span};
use jiff::civil::Date;

/// "2.0, 3.1 or 4.2".
pub(super) fn either(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// "mandatory from Thursday 26 September 2019 until …; permitted from …", of a window.
pub fn period(applies: &Applies) -> String {
    match (mandatory(applies), permitted(applies)) {
        (Some(mandatory), Some(permitted)) => format!("{mandatory}; {permitted}"),
        (Some(mandatory), None) => mandatory,
        (None, Some(permitted)) => format!("{permitted}{}, never mandatory", until_of(applies)),
        (None, None) => "not recorded".to_owned(),
    }
}

/// How a window begins, whatever ends it: "mandatory from …; permitted from …".
pub(super) fn begins(applies: &Applies) -> Option<String> {
    let parts: Vec<String> = first(applies).into_iter().chain(permitted(applies)).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn permitted(applies: &Applies) -> Option<String> {
    applies.permitted_from.map(|day| format!("permitted from {}", date::long(day.0)))
}

/// "mandatory from Thursday 26 September 2019".
fn first(applies: &Applies) -> Option<String> {
    let word = in_force(applies.concurrent);
    match (applies.implementation_date, applies.month()) {
        (Some(day), _) => Some(format!("{word} from {}", date::long(day.0))),
        (None, Some(month)) => Some(format!("{word} from a day in {} that is not recorded here", date::month(month))),
        (None, None) => None,
    }
}

/// The part about when it is mandatory, or valid; `None` of a window that is a permission only.
fn mandatory(applies: &Applies) -> Option<String> {
    let word = in_force(applies.concurrent);
    let last = applies.last_date.map(|day| date::long(day.0));
    match (first(applies), last) {
        _ if applies.never_applied() && !applies.is_permission() => Some(format!("withdrawn before it was {word}")),
        (Some(first), _) => Some(format!("{first}{}", until_of(applies))),
        (None, Some(last)) if !applies.is_permission() => {
            Some(format!("{word} until {last}; from when is not recorded here"))
        }
        (None, _) => None,
    }
}

fn until_of(applies: &Applies) -> String {
    until(applies.last_date.map(|day| day.0), applies.end_recorded)
}

fn until(last: Option<Date>, is_recorded: bool) -> String {
    match last {
        Some(last) => format!(" until {}", date::long(last)),
        None if is_recorded => String::new(),
        None => "; until when is not recorded here".to_owned(),
    }
}

/// "mandatory", or "valid" where several may be used.
pub(super) fn in_force(is_concurrent: bool) -> &'static str {
    if is_concurrent { "valid" } else { "mandatory" }
}

/// "from Thursday 26 September 2019", or "from November 2026": how a span begins.
pub(super) fn from(span: &Span, day: fn(Date) -> String) -> String {
    match (span.from(), span.month()) {
        (Some(first), _) => format!("from {}", day(first)),
        (None, Some(month)) => format!("from {} (the day is not recorded here)", date::month(month)),
        (None, None) => "from a day that is not recorded here".to_owned(),
    }
}

/// The names that answers are put into words with.
pub(super) struct Teller<'r> {
    record: &'r Record,
    standard: &'r Standard,
}

impl<'r> Teller<'r> {
    pub(super) fn new(record: &'r Record, standard: StandardId) -> Self {
        Self { record, standard: record.standard(standard) }
    }

    fn label(&self, span: &Span) -> String {
        self.record.version(span.version).label().to_string()
    }

    fn labels(&self, spans: &[&Span]) -> String {
        either(&spans.iter().map(|span| self.label(span)).collect::<Vec<_>>())
    }

    fn name(&self, span: &Span) -> String {
        format!("{} {}", self.standard.name(), self.label(span))
    }

    /// The answer in sentences that stay true.
    pub(super) fn sentences(&self, answer: &Answer<'_>) -> Vec<String> {
        let in_force = answer.mandatory.map(|span| self.mandatory(span));
        let valid = (!answer.valid.is_empty()).then(|| self.valid(answer));
        let permitted = answer.permitted.iter().map(|span| self.permitted(span));
        let absence = answer.absence.and_then(|absence| self.absence(absence));
        in_force.into_iter().chain(valid).chain(absence).chain(permitted).collect()
    }

    fn mandatory(&self, span: &Span) -> String {
        let until = until(span.last_date(), span.is_end_recorded());
        format!("{} is mandatory, {}{until}.", self.name(span), from(span, date::long))
    }

    fn valid(&self, answer: &Answer<'_>) -> String {
        let (name, labels) = (self.standard.name(), self.labels(&answer.valid));
        match answer.valid.len() {
            _ if !answer.not_recorded.is_empty() => {
                let others = self.labels(&answer.not_recorded);
                format!("{name} {labels} may be used; whether {others} may be is not recorded here.")
            }
            1 => format!("{name} {labels} may be used; no other is recorded as valid."),
            _ => format!("{name} {labels} may be used; one of them must be."),
        }
    }

    fn permitted(&self, span: &Span) -> String {
        let first = span.permitted_from.map(|day| format!(" from {}", date::long(day))).unwrap_or_default();
        let last = match span.last_date() {
            Some(last) if span.is_permission() || span.never_applied() => format!(" until {}", date::long(last)),
            Some(_) | None => String::new(),
        };
        let never = if span.is_permission() { "; it is never mandatory" } else { "" };
        format!("{} may be used voluntarily{first}{last}{never}.", self.name(span))
    }

    fn absence(&self, absence: Absence<'_>) -> Option<String> {
        let name = self.standard.name();
        let none = if self.standard.is_concurrent() {
            format!("No version of {name} is valid")
        } else {
            format!("No version of {name} is mandatory")
        };
        Some(match absence {
            Absence::PermittedOnly => return None,
            Absence::BeforeFirst => format!("{none}: there was none before the first."),
            Absence::Ended(span) => match span.last_date() {
                Some(last) => format!("{none}: the last day of {} was {}.", self.label(span), date::long(last)),
                None => format!("{none}: {} is over.", self.label(span)),
            },
            Absence::Withdrawn(span) => {
                let day = span.withdrawn_on.map(|day| format!(" from {}", date::long(day))).unwrap_or_default();
                format!("{none}: {} is withdrawn{day}.", self.label(span))
            }
            Absence::NotRecorded if self.standard.is_concurrent() => {
                format!("Which versions of {name} may be used is not recorded here.")
            }
            Absence::NotRecorded => format!("Which version of {name} is mandatory is not recorded here."),
        })
    }

    /// What comes next.
    pub(super) fn next(&self, span: &Span) -> String {
        let word = if span.is_concurrent { "may be used" } else { "is mandatory" };
        format!("{} {word} {}.", self.name(span), from(span, date::long))
    }
}
