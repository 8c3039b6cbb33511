//! Views of the register of decisions.

use super::{DecisionRow, Link, Pagination};
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

/// `decisions.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Decisions {
    pub heading: String,
    pub is_all: bool,
    pub is_open: bool,
    pub total: usize,
    pub decisions: Vec<DecisionRow>,
    pub pagination: Pagination,
    pub committees: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub years: Vec<Choice>,
    pub open: Choice,
    pub source: String,
    pub files: Vec<Link>,
}
