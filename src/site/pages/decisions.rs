//! The register of decisions: all, by committee, by outcome, by year, and the open deferrals; fifty to a page.
//!
//! **Invariant.** Every count is over published decisions (R17).

use super::lists::{PAGE, page_of, pagination};
use super::{Press, capitalised, strictest};
use crate::register::Entry;
use crate::site::html::Html;
use crate::site::theme::ThemeError;
use crate::site::view;
use crate::slug::Slug;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which decisions a list is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    All,
    Committee(String),
    Outcome(String),
    Year(i16),
    Open,
}

/// One page of the register.
pub(super) struct DecisionList {
    of: Of,
    /// Places in the register.
    entries: Vec<usize>,
    number: usize,
    total: usize,
    counts: Arc<BTreeMap<Of, usize>>,
    /// All of the list's decisions, on its first page.
    all: Vec<usize>,
}

impl DecisionList {
    /// Where the page stands.
    pub(super) fn path(&self) -> String {
        page_of(&base(&self.of), self.number)
    }
}

/// The path of a list's first page.
fn base(of: &Of) -> String {
    match of {
        Of::All => "/decisions/".to_owned(),
        Of::Committee(id) => format!("/decisions/committees/{id}/"),
        Of::Outcome(outcome) => format!("/decisions/outcomes/{outcome}/"),
        Of::Year(year) => format!("/decisions/{year}/"),
        Of::Open => "/decisions/open/".to_owned(),
    }
}

impl Press<'_> {
    /// The rows of decisions in a list.
    pub(super) fn decision_rows<'e>(&self, entries: impl Iterator<Item = &'e Entry>) -> Result<Vec<Html>, ThemeError> {
        let print = |entry: &Entry| {
            let row = self.theme.print("decision.html", &view::OneDecision { decision: self.decision_row(entry) })?;
            Ok(Html::declare_safe(row))
        };
        entries.map(print).collect()
    }

    /// Every page of the register.
    pub(super) fn decision_lists(&self) -> Vec<DecisionList> {
        let mut lists: BTreeMap<Of, Vec<usize>> = [(Of::All, Vec::new()), (Of::Open, Vec::new())].into();
        for (at, entry) in self.material.registers.decisions().iter().enumerate() {
            for of in self.lists_of(entry) {
                lists.entry(of).or_default().push(at);
            }
        }
        let counts = Arc::new(lists.iter().map(|(of, entries)| (of.clone(), entries.len())).collect());
        lists.into_iter().flat_map(|(of, entries)| pages(&of, &entries, &counts)).collect()
    }

    fn lists_of(&self, entry: &Entry) -> Vec<Of> {
        let (meeting, _, decision) = entry.of(self.material.record);
        let mut lists = vec![
            Of::All,
            Of::Committee(meeting.committee().to_string()),
            Of::Outcome(Slug::of_title(decision.outcome()).to_string()),
            Of::Year(meeting.date().year()),
        ];
        if self.material.registers.is_open(entry) {
            lists.push(Of::Open);
        }
        lists
    }

    pub(super) fn decisions(&self, list: &DecisionList, path: &str) -> Result<Vec<u8>, ThemeError> {
        let base = base(&list.of);
        let heading = self.decisions_heading(&list.of);
        let entries = list.entries.iter().map(|at| &self.material.registers.decisions()[*at]);
        let mut page = self.head(&heading, path, strictest(entries.clone().map(|entry| self.entry_audience(entry))));
        let last = list.total.div_ceil(PAGE).max(1);
        if list.number > 1 {
            page.title = format!("{heading}, page {} of {last}", list.number);
        }
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        if list.of != Of::All {
            page.breadcrumbs.push(self.crumb("Decisions", "/decisions/"));
        }
        page.links = vec![
            self.alternate("application/json", "api/v1/decisions.json"),
            self.alternate("text/csv", "data/decisions.csv"),
        ];
        let content = view::Decisions {
            heading,
            is_all: list.of == Of::All,
            is_open: list.of == Of::Open,
            total: list.total,
            tally: self.tally(&list.all),
            rows: self.decision_rows(entries.clone())?,
            pagination: pagination(list.number, last, |number| self.url(&page_of(&base, number))),
            committees: self.choices(list, |of| matches!(of, Of::Committee(_))),
            outcomes: self.choices(list, |of| matches!(of, Of::Outcome(_))),
            years: self.choices(list, |of| matches!(of, Of::Year(_))).into_iter().rev().collect(),
            open: self.choice(&Of::Open, list.counts[&Of::Open], &list.of),
            source: self.url("/api/v1/decisions.json"),
            files: vec![self.crumb("JSON", "/api/v1/decisions.json"), self.crumb("CSV", "/data/decisions.csv")],
        };
        self.render("decisions.html", path, page, content)
    }

    fn tally(&self, entries: &[usize]) -> Option<view::Tally> {
        let entries = entries.iter().map(|at| &self.material.registers.decisions()[*at]);
        crate::site::tally::of_decisions(entries.map(|entry| {
            let (meeting, _, decision) = entry.of(self.material.record);
            (meeting.date().year(), capitalised(decision.outcome()))
        }))
    }

    fn decisions_heading(&self, of: &Of) -> String {
        match of {
            Of::All => "Decisions".to_owned(),
            Of::Committee(id) => format!("Decisions of the {}", self.names.committee_title(id)),
            Of::Outcome(outcome) => format!("Decisions: {}", self.outcome_label(outcome)),
            Of::Year(year) => format!("Decisions in {year}"),
            Of::Open => "Open deferrals".to_owned(),
        }
    }

    /// An outcome as people read it, by its name in paths.
    fn outcome_label(&self, slug: &str) -> String {
        let is_own = |name: &String| Slug::of_title(name).as_str() == slug;
        let name = self.material.settings.outcome_names().find(is_own);
        capitalised(name.as_deref().unwrap_or(slug))
    }

    /// The lists of one kind, with how many decisions each has.
    fn choices(&self, list: &DecisionList, is_wanted: impl Fn(&Of) -> bool) -> Vec<view::Choice> {
        let wanted = list.counts.iter().filter(|(of, _)| is_wanted(of));
        wanted.map(|(of, count)| self.choice(of, *count, &list.of)).collect()
    }

    fn choice(&self, of: &Of, count: usize, shown: &Of) -> view::Choice {
        let (id, title) = match of {
            Of::All => (String::new(), "All".to_owned()),
            Of::Committee(id) => (id.clone(), self.names.committee_title(id).to_owned()),
            Of::Outcome(outcome) => (outcome.clone(), self.outcome_label(outcome)),
            Of::Year(year) => (year.to_string(), year.to_string()),
            Of::Open => ("open".to_owned(), "Open deferrals".to_owned()),
        };
        view::Choice { id, title, url: self.url(&base(of)), count, current: of == shown }
    }
}

fn pages(of: &Of, entries: &[usize], counts: &Arc<BTreeMap<Of, usize>>) -> Vec<DecisionList> {
    let last = entries.len().div_ceil(PAGE).max(1);
    let page = |number: usize| DecisionList {
        of: of.clone(),
        entries: entries.iter().copied().skip((number - 1) * PAGE).take(PAGE).collect(),
        number,
        total: entries.len(),
        counts: counts.clone(),
        all: if number == 1 { entries.to_vec() } else { Vec::new() },
    };
    (1..=last).map(page).collect()
}
