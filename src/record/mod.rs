//! The public record: typed documents, made from projections and from nothing else.
//!
//! It reads front matter and Markdown and finds decisions; it relates no document to another.
//!
//! **Invariant.** Nothing here can hold Amber or Red material: the only way in is a [`Projection`].

mod badge;
mod committee;
pub mod decision;
mod document;
mod glossary;
mod ids;
mod mark;
pub(crate) mod markdown;
mod meeting;
mod outcome;
mod page;
mod period;
mod plain;
mod prose;
mod section;
mod sentence;
mod standard;
pub mod text;
mod version;
pub mod walk;
mod words;

pub use committee::Committee;
pub use document::{Document, FormerPath, Update};
pub use glossary::Term;
pub use ids::{DecisionId, EventId, MeetingId, StandardId, VersionId};
pub use meeting::{Meeting, Notice};
pub use page::Page;
pub use section::Section;
pub use standard::{Event, Standard};
pub use version::{ChangedDate, DateChange, Milestone, Predecessor, Version, Window};

use crate::diagnostic::Diagnostic;
use crate::fields::Value;
use crate::gate::{Place, Projection, Projections};
use crate::settings::Settings;
use crate::slug::Slug;
use decision::{Decision, Names, Outcomes};
use rayon::prelude::*;
use section::Minutes;
use std::collections::BTreeMap;

/// Every published document, each kind in the order of its files' paths.
#[derive(Debug, Default)]
pub struct Record {
    home: Option<Page>,
    pages: Vec<Page>,
    committees: Vec<Committee>,
    meetings: Vec<Meeting>,
    standards: Vec<Standard>,
    versions: Vec<Version>,
    glossary: Vec<Term>,
}

impl Record {
    /// `content/index.md`.
    pub fn home(&self) -> Option<&Page> {
        self.home.as_ref()
    }

    /// `content/pages/`.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The committees.
    pub fn committees(&self) -> &[Committee] {
        &self.committees
    }

    /// The meetings of all committees.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// The same, each with its id.
    pub fn meetings_with_ids(&self) -> impl Iterator<Item = (MeetingId, &Meeting)> + Clone {
        MeetingId::enumerate(&self.meetings)
    }

    /// The meeting of an id.
    pub fn meeting(&self, id: MeetingId) -> &Meeting {
        id.of(&self.meetings)
    }

    /// The decisions of a meeting, in the order of its agenda.
    pub fn decisions_of(&self, meeting: MeetingId) -> impl Iterator<Item = DecisionId> {
        let sections = self.meeting(meeting).sections().iter().enumerate();
        sections.flat_map(move |(section, found)| {
            (0..found.decisions().len()).map(move |decision| DecisionId { meeting, section, decision })
        })
    }

    /// The decision of an id, with its meeting and section.
    pub fn decision(&self, id: DecisionId) -> (&Meeting, &Section, &Decision) {
        let meeting = self.meeting(id.meeting);
        let section = &meeting.sections()[id.section];
        (meeting, section, &section.decisions()[id.decision])
    }

    /// The standards.
    pub fn standards(&self) -> &[Standard] {
        &self.standards
    }

    /// The same, each with its id.
    pub fn standards_with_ids(&self) -> impl Iterator<Item = (StandardId, &Standard)> + Clone {
        StandardId::enumerate(&self.standards)
    }

    /// The standard of an id.
    pub fn standard(&self, id: StandardId) -> &Standard {
        id.of(&self.standards)
    }

    /// The versions of all standards.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The same, each with its id.
    pub fn versions_with_ids(&self) -> impl Iterator<Item = (VersionId, &Version)> + Clone {
        VersionId::enumerate(&self.versions)
    }

    /// The version of an id.
    pub fn version(&self, id: VersionId) -> &Version {
        id.of(&self.versions)
    }

    /// The glossary, in alphabetical order.
    pub fn glossary(&self) -> &[Term] {
        &self.glossary
    }

    /// Every document with a body, and its sections.
    pub fn bodies(&self) -> impl Iterator<Item = (&Document, &[Section])> {
        let pages = self.home().into_iter().chain(self.pages()).map(|page| (page.document(), page.sections()));
        let committees = self.committees().iter().map(|committee| (committee.document(), committee.sections()));
        let meetings = self.meetings().iter().map(|meeting| (meeting.document(), meeting.sections()));
        let standards = self.standards().iter().map(|standard| (standard.document(), standard.sections()));
        let versions = self.versions().iter().map(|version| (version.document(), version.sections()));
        pages.chain(committees).chain(meetings).chain(standards).chain(versions)
    }

    /// Every document with a body.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.bodies().map(|(document, _)| document)
    }

    fn add(&mut self, entry: Entry) {
        match entry {
            Entry::Home(page) => self.home = Some(page),
            Entry::Page(page) => self.pages.push(page),
            Entry::Committee(committee) => self.committees.push(committee),
            Entry::Meeting(meeting) => self.meetings.push(*meeting),
            Entry::Standard(standard) => self.standards.push(standard),
            Entry::Version(version) => self.versions.push(*version),
            Entry::Glossary(terms) => self.glossary = terms,
        }
    }
}

enum Entry {
    Home(Page),
    Page(Page),
    Committee(Committee),
    Meeting(Box<Meeting>),
    Standard(Standard),
    Version(Box<Version>),
    Glossary(Vec<Term>),
}

/// Enters the projections into the record.
pub fn enter(projections: &Projections, settings: &Settings) -> (Record, Vec<Diagnostic>) {
    let outcomes = Outcomes::new(settings.outcomes.iter().cloned());
    let names = names(projections);
    let read = |projection: &Projection| read(projection, settings, &outcomes, &names);
    let entries: Vec<(Option<Entry>, Vec<Diagnostic>)> = projections.documents().par_iter().map(read).collect();
    let mut record = Record::default();
    let mut diagnostics = Vec::new();
    for (entry, found) in entries {
        diagnostics.extend(found);
        if let Some(entry) = entry {
            record.add(entry);
        }
    }
    (record, diagnostics)
}

/// What each published committee is called.
fn names(projections: &Projections) -> BTreeMap<&Slug, Names> {
    let of = |projection: &'_ Projection| {
        let text = |key: &str| match projection.front().find(key).map(|found| &found.value) {
            Some(Value::Text(text)) => Some(text.to_string()),
            Some(_) | None => None,
        };
        [text("title"), text("abbreviation")].into_iter().flatten().collect::<Vec<String>>()
    };
    let committees = projections.documents().iter().filter_map(|projection| match projection.place() {
        Place::Committee(id) => {
            let known = of(projection);
            Some((id, Names::new(known.iter().map(String::as_str).chain([id.as_str()]))))
        }
        Place::Home
        | Place::Page(_)
        | Place::Meeting(..)
        | Place::Standard(_)
        | Place::Version(..)
        | Place::Glossary => None,
    });
    committees.collect()
}

fn read(
    projection: &Projection,
    settings: &Settings,
    outcomes: &Outcomes,
    names: &BTreeMap<&Slug, Names>,
) -> (Option<Entry>, Vec<Diagnostic>) {
    let withheld = settings.policy.withheld;
    match projection.place() {
        Place::Home => with(Page::read(projection, withheld), Entry::Home),
        Place::Page(_) => with(Page::read(projection, withheld), Entry::Page),
        Place::Committee(id) => with(Committee::read(projection, id, withheld), Entry::Committee),
        Place::Meeting(committee, id) => {
            let unnamed = Names::default();
            let minutes = Minutes { outcomes, names: names.get(committee).unwrap_or(&unnamed) };
            let read = Meeting::read(projection, committee, id, withheld, minutes);
            with(read, |meeting| Entry::Meeting(Box::new(meeting)))
        }
        Place::Standard(id) => with(Standard::read(projection, id, withheld), Entry::Standard),
        Place::Version(standard, id) => {
            let read = Version::read(projection, standard, id, withheld);
            with(read, |version| Entry::Version(Box::new(version)))
        }
        Place::Glossary => {
            let (terms, diagnostics) = glossary::read(projection);
            (Some(Entry::Glossary(terms)), diagnostics)
        }
    }
}

fn with<T>(
    (read, diagnostics): (Option<T>, Vec<Diagnostic>),
    entry: impl FnOnce(T) -> Entry,
) -> (Option<Entry>, Vec<Diagnostic>) {
    (read.map(entry), diagnostics)
}
