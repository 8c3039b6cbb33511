//! Views of the register of decisions.

use super::{DecisionRow, Link, Pagination};
use crate::site::html::Html;
use serde::Serialize;

/// A way to see fewer decisions: those of a committee, an outcome, a year, or the open deferrals.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub id: String,
    pub title: String,
    pub url: String,
    pub count: usize,
    pub current: bool,
}

/// `decision.html`: one decision, printed once for all the lists that it is on.
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
    pub is_all: bool,
    pub is_open: bool,
    pub total: usize,
    /// On the first page only.
    pub tally: Option<Tally>,
    pub rows: Vec<Html>,
    pub pagination: Pagination,
    pub committees: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub years: Vec<Choice>,
    pub open: Choice,
    pub source: String,
    pub files: Vec<Link>,
}
