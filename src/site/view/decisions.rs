//! Views of the register of decisions.

use super::{DecisionRow, Link, Pagination};
use crate::site::html::Html;
use serde::Serialize;

/// A list of fewer decisions: those of a year, or of a committee within it.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub title: String,
    pub url: String,
    pub count: usize,
    pub current: bool,
}

/// What can be asked of all decisions.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    pub committees: Vec<Answer>,
    pub outcomes: Vec<Answer>,
    pub years: Vec<Answer>,
    pub parts: Vec<RegisterPart>,
}

/// An answer that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    pub id: String,
    pub title: String,
}

/// A file of the register: all decisions, or those of a year with an outcome.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterPart {
    pub year: Option<i16>,
    pub outcome: Option<String>,
    /// A deferral in it is open.
    pub open: bool,
    pub url: String,
}

/// `decision.html`: one decision.
#[derive(Clone, Debug, Serialize)]
pub struct OneDecision {
    pub decision: DecisionRow,
}

/// How many decisions there were: a chart, and the same as a table.
#[derive(Clone, Debug, Serialize)]
pub struct Tally {
    pub chart: Html,
    pub years: Vec<i16>,
    pub rows: Vec<TallyRow>,
}

/// The decisions with one outcome, by year.
#[derive(Clone, Debug, Serialize)]
pub struct TallyRow {
    pub outcome: String,
    pub counts: Vec<usize>,
}

/// `decisions.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Decisions {
    pub heading: String,
    pub total: usize,
    pub shown: usize,
    /// On the page of the newest only.
    pub filter: Option<Filter>,
    /// On the page of the newest only.
    pub tally: Option<Tally>,
    pub rows: Vec<Html>,
    pub pagination: Pagination,
    pub committees: Vec<Choice>,
    pub years: Vec<Choice>,
    pub files: Vec<Link>,
}
