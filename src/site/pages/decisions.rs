//! The register of decisions: the newest, and all of a year, of a committee within it; fifty to a page.
//!
//! By outcome, and open deferrals, are filters in the browser, which fetch the parts of the register that they show.
//!
//! **Invariant.** Every count is over published decisions (R17).

use super::lists::{PAGE, page_of, pagination};
use super::{Press, capitalised, strictest};
use crate::record::DecisionId;
use crate::site::api::{self, Part};
use crate::site::html::Html;
use crate::site::theme::ThemeError;
use crate::site::view;
use crate::slug::Slug;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Which decisions a list is of; a committee's lists of a year come after the year's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Newest,
    Year(i16, Option<String>),
}

/// The rows that one list has printed and another will print: each decision stands in its year's and its committee's.
pub(super) struct Rows(Vec<Mutex<Option<Html>>>);

impl Rows {
    /// Room for the rows of so many decisions.
    pub(super) fn new(decisions: usize) -> Self {
        Self((0..decisions).map(|_| Mutex::default()).collect())
    }

    /// A row: printed for the first list that asks, and handed over to the second.
    fn get(&self, at: usize, print: impl FnOnce() -> Result<Html, ThemeError>) -> Result<Html, ThemeError> {
        let mut row = self.0[at].lock().unwrap_or_else(PoisonError::into_inner);
        match row.take() {
            Some(row) => Ok(row),
            None => Ok(row.insert(print()?).clone()),
        }
    }
}

/// One page of the register.
pub(super) struct DecisionList {
    of: Of,
    /// Places in the register.
    entries: Vec<usize>,
    number: usize,
    total: usize,
    counts: Arc<BTreeMap<Of, usize>>,
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
        Of::Newest => "/decisions/".to_owned(),
        Of::Year(year, None) => format!("/decisions/{year}/"),
        Of::Year(year, Some(id)) => format!("/decisions/{year}/{id}/"),
    }
}

impl Press<'_> {
    /// The rows of decisions in a list.
    pub(super) fn decision_rows<'e>(
        &self,
        entries: impl Iterator<Item = &'e DecisionId>,
    ) -> Result<Vec<Html>, ThemeError> {
        entries.map(|entry| self.print_row(*entry)).collect()
    }

    fn print_row(&self, entry: DecisionId) -> Result<Html, ThemeError> {
        let row = self.theme.print("decision.html", &view::OneDecision { decision: self.decision_row(entry) })?;
        Ok(Html::declare_safe(row))
    }

    fn rows_of(&self, list: &DecisionList) -> Result<Vec<Html>, ThemeError> {
        let all = self.material.registers.decisions();
        match list.of {
            Of::Newest => self.decision_rows(list.entries.iter().map(|at| &all[*at])),
            Of::Year(..) => list.entries.iter().map(|at| self.rows.get(*at, || self.print_row(all[*at]))).collect(),
        }
    }

    /// Every page of the register.
    pub(super) fn decision_lists(&self) -> Vec<DecisionList> {
        let mut lists: BTreeMap<Of, Vec<usize>> = BTreeMap::new();
        let all = self.material.registers.decisions();
        for (at, entry) in all.iter().enumerate() {
            let (meeting, ..) = self.material.record.decision(*entry);
            let year = meeting.date().year();
            lists.entry(Of::Year(year, None)).or_default().push(at);
            lists.entry(Of::Year(year, Some(meeting.committee().to_string()))).or_default().push(at);
        }
        let mut counts: BTreeMap<Of, usize> = lists.iter().map(|(of, entries)| (of.clone(), entries.len())).collect();
        counts.insert(Of::Newest, all.len());
        let counts = Arc::new(counts);
        let newest = (0..all.len().min(PAGE)).collect();
        let newest =
            DecisionList { of: Of::Newest, entries: newest, number: 1, total: all.len(), counts: counts.clone() };
        let pages = lists.into_iter().flat_map(|(of, entries)| pages(&of, &entries, &counts));
        std::iter::once(newest).chain(pages).collect()
    }

    pub(super) fn decisions(&self, list: &DecisionList, path: &str) -> Result<Vec<u8>, ThemeError> {
        let base = base(&list.of);
        let heading = self.decisions_heading(&list.of);
        let entries = list.entries.iter().map(|at| &self.material.registers.decisions()[*at]);
        let mut page = self.head(&heading, path, strictest(entries.clone().map(|entry| self.entry_audience(*entry))));
        let is_newest = list.of == Of::Newest;
        let last = if is_newest { 1 } else { list.total.div_ceil(PAGE).max(1) };
        if list.number > 1 {
            page.title = format!("{heading}, page {} of {last}", list.number);
        }
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        if !is_newest {
            page.breadcrumbs.push(self.crumb("Decisions", "/decisions/"));
        }
        page.links = vec![
            self.alternate("application/json", "api/v1/decisions.json"),
            self.alternate("text/csv", "data/decisions.csv"),
        ];
        let content = view::Decisions {
            heading,
            total: list.total,
            shown: list.entries.len(),
            filter: is_newest.then(|| self.filter()),
            tally: if is_newest { self.tally() } else { None },
            rows: self.rows_of(list)?,
            pagination: pagination(list.number, last, |number| self.url(&page_of(&base, number))),
            committees: self.committee_choices(list),
            years: self.year_choices(list),
            files: vec![self.crumb("JSON", "/api/v1/decisions.json"), self.crumb("CSV", "/data/decisions.csv")],
        };
        self.render("decisions.html", path, page, content)
    }

    /// What can be asked of all decisions, and the parts of the register that hold the answers.
    fn filter(&self) -> view::Filter {
        let all = &self.objects.decisions;
        let committees: BTreeSet<&str> = all.iter().map(|own| own.committee.as_str()).collect();
        let outcomes: BTreeSet<&str> = all.iter().map(|own| own.outcome.as_str()).collect();
        let years: BTreeSet<i16> = all.iter().map(|own| own.date.0.year()).collect();
        let parts = api::parts_of_decisions(self.objects);
        let choice = |id: &str, title: String| view::Answer { id: id.to_owned(), title };
        view::Filter {
            committees: committees
                .into_iter()
                .map(|id| choice(id, self.names.committee_title(id).to_owned()))
                .collect(),
            outcomes: outcomes
                .into_iter()
                .map(|name| choice(Slug::of_title(name).as_str(), capitalised(name)))
                .collect(),
            years: years.into_iter().rev().map(|year| choice(&year.to_string(), year.to_string())).collect(),
            parts: parts.iter().map(|part| self.part(part)).collect(),
        }
    }

    fn part(&self, part: &Part<'_>) -> view::RegisterPart {
        view::RegisterPart {
            year: part.of.as_ref().map(|(year, _)| *year),
            outcome: part.of.as_ref().map(|(_, outcome)| outcome.clone()),
            open: part.has_open(),
            url: self.url(&part.path()),
        }
    }

    fn tally(&self) -> Option<view::Tally> {
        let decisions = self.objects.decisions.iter();
        crate::site::tally::of_decisions(decisions.map(|own| (own.date.0.year(), capitalised(&own.outcome))))
    }

    fn decisions_heading(&self, of: &Of) -> String {
        match of {
            Of::Newest => "Decisions".to_owned(),
            Of::Year(year, None) => format!("Decisions in {year}"),
            Of::Year(year, Some(id)) => format!("Decisions of the {} in {year}", self.names.committee_title(id)),
        }
    }

    /// The years: of a committee, where the list is one's.
    fn year_choices(&self, list: &DecisionList) -> Vec<view::Choice> {
        let is_wanted = |of: &Of| match (&list.of, of) {
            (Of::Year(_, Some(own)), Of::Year(_, Some(other))) => own == other,
            (Of::Newest | Of::Year(_, None), Of::Year(_, None)) => true,
            _ => false,
        };
        let wanted = list.counts.iter().rev().filter(|(of, _)| is_wanted(of));
        wanted.map(|(of, count)| self.choice(of, *count, list, |year, _| year.to_string())).collect()
    }

    /// The committees of the list's year; of all, each with the last year in which it decided something.
    fn committee_choices(&self, list: &DecisionList) -> Vec<view::Choice> {
        let year = match list.of {
            Of::Newest => None,
            Of::Year(year, _) => Some(year),
        };
        let mut last: BTreeMap<&str, (&Of, usize)> = BTreeMap::new();
        for (of, count) in list.counts.iter() {
            if let Of::Year(own, Some(id)) = of
                && year.is_none_or(|year| year == *own)
            {
                last.insert(id, (of, *count));
            }
        }
        let title = |own: i16, id: &str| match year {
            Some(_) => self.names.committee_title(id).to_owned(),
            None => format!("{}, {own}", self.names.committee_title(id)),
        };
        last.into_values().map(|(of, count)| self.choice(of, count, list, title)).collect()
    }

    fn choice(&self, of: &Of, count: usize, shown: &DecisionList, title: impl Fn(i16, &str) -> String) -> view::Choice {
        let title = match of {
            Of::Newest => "All".to_owned(),
            Of::Year(year, id) => title(*year, id.as_deref().unwrap_or_default()),
        };
        view::Choice { title, url: self.url(&base(of)), count, current: *of == shown.of }
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
    };
    (1..=last).map(page).collect()
}
