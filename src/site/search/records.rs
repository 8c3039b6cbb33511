//! What a search finds: one record for each page, agenda item, section, standard, version and term.
//!
//! **Invariant.** Made of the published record alone (R17); every word of it stands on its page.

use crate::classification::Audience;
use crate::date;
use crate::record::{
    self, Committee, DecisionId, EventId, Meeting, MeetingId, Section, Standard, StandardId, Version, VersionId, walk,
};
use crate::register::{page_path, term_anchor};
use crate::site::Material;
use crate::site::audience::section_audience;
use crate::site::names::Names;
use crate::site::objects::Applies;
use crate::site::pages::PAGE;
use crate::site::words;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What kind of thing a record is; its words are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A committee's page.
    Committee,
    /// An agenda item.
    Item,
    /// A meeting's page.
    Meeting,
    /// Another page.
    Page,
    /// A section that is no agenda item.
    Section,
    /// A standard's page.
    Standard,
    /// A term of the glossary.
    Term,
    /// A version's page.
    Version,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Item => "item",
            Self::Meeting => "meeting",
            Self::Page => "page",
            Self::Section => "section",
            Self::Standard => "standard",
            Self::Term => "term",
            Self::Version => "version",
        }
    }
}

/// One thing that a search finds.
#[derive(Clone, Debug)]
pub struct Found {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The anchor on its page; `None` for the page itself.
    pub anchor: Option<String>,
    /// What it is called in a list: a title, or an item's number.
    pub label: String,
    /// What it is called: titles, references, aliases. A query that is one of them finds it first.
    pub names: Vec<String>,
    /// What it stands in: committee, meeting, date.
    pub context: String,
    /// Its words.
    pub text: String,
    /// Its badge: the strictest of what its words are from.
    pub audience: Audience,
    /// The outcomes of its decisions, each once.
    pub outcomes: BTreeSet<String>,
    /// The standards that it is about.
    pub standards: BTreeSet<String>,
}

/// A page with its records: itself, then its sections.
#[derive(Clone, Debug)]
pub struct PageRecords {
    /// Below the site's root, without a slash at its start.
    pub path: String,
    /// The committee's id.
    pub committee: Option<String>,
    /// The meeting's date, or a version's approval.
    pub date: Option<Date>,
    /// The page first.
    pub records: Vec<Found>,
}

/// A page that is still to be read; reading takes memory, so it is done where the words are needed.
#[derive(Clone, Copy)]
pub enum Source<'r> {
    /// A committee's.
    Committee(&'r Committee),
    /// That of a meeting.
    Meeting(MeetingId),
    /// A page's own.
    Page(&'r record::Page),
    /// A standard's, with its id.
    Standard(StandardId, &'r Standard),
    /// A version's, with its id.
    Version(VersionId, &'r Version),
    /// The glossary's.
    Glossary,
}

/// Reads pages.
pub struct Reader<'r> {
    material: Material<'r>,
    names: Names<'r>,
}

impl<'r> Reader<'r> {
    /// A reader of a record.
    pub fn new(material: Material<'r>) -> Self {
        Self { material, names: Names::of(material.record) }
    }

    /// Every page, by date, then by path; those without a date first.
    pub fn sources(&self) -> Vec<Source<'r>> {
        let record = self.material.record;
        let mut sources: Vec<Source<'r>> = record.committees().iter().map(Source::Committee).collect();
        sources.extend(record.meetings_with_ids().map(|(at, _)| Source::Meeting(at)));
        sources.extend(record.home().into_iter().chain(record.pages()).map(Source::Page));
        sources.extend(record.standards_with_ids().map(|(at, found)| Source::Standard(at, found)));
        let has_standard = |(_, version): &(VersionId, &Version)| self.names.standard_of(version).is_some();
        let versions = record.versions_with_ids().filter(has_standard);
        sources.extend(versions.map(|(at, found)| Source::Version(at, found)));
        sources.extend((!record.glossary().is_empty()).then_some(Source::Glossary));
        sources.sort_by_cached_key(|source| (self.date(*source), self.path(*source)));
        sources
    }

    fn date(&self, source: Source<'r>) -> Option<Date> {
        match source {
            Source::Meeting(at) => Some(self.material.record.meeting(at).date()),
            Source::Version(_, version) => version.approved_on().map(|(day, _)| day).filter(|_| !version.is_draft()),
            Source::Committee(_) | Source::Page(_) | Source::Standard(..) | Source::Glossary => None,
        }
    }

    /// Where a page stands in the site, without a slash at its start.
    pub fn path(&self, source: Source<'r>) -> String {
        let path = match source {
            Source::Committee(committee) => page_path(committee.document().place()),
            Source::Meeting(at) => page_path(self.material.record.meeting(at).document().place()),
            Source::Page(page) => page_path(page.document().place()),
            Source::Standard(_, standard) => page_path(standard.document().place()),
            Source::Version(_, version) => page_path(version.document().place()),
            Source::Glossary => "/glossary/".to_owned(),
        };
        path.trim_start_matches('/').to_owned()
    }

    /// How many records a page has.
    pub fn count(&self, source: Source<'r>) -> usize {
        let sections = match source {
            Source::Committee(committee) => committee.sections(),
            Source::Meeting(at) => self.material.record.meeting(at).sections(),
            Source::Page(page) => page.sections(),
            Source::Standard(_, standard) => standard.sections(),
            Source::Version(_, version) => version.sections(),
            Source::Glossary => return 1 + self.material.record.glossary().len(),
        };
        1 + holders(sections).filter(|holder| *holder == Holder::Own).count()
    }

    /// The first id of each page's records, and how many records there are in all.
    pub fn ids(&self, sources: &[Source<'r>]) -> (Vec<usize>, usize) {
        let (mut firsts, mut total) = (Vec::new(), 0);
        for source in sources {
            firsts.push(total);
            total += self.count(*source);
        }
        (firsts, total)
    }

    /// The records of a page.
    pub fn read(&self, source: Source<'r>) -> PageRecords {
        let (committee, records) = match source {
            Source::Committee(committee) => (Some(committee.id().to_string()), self.committee(committee)),
            Source::Meeting(at) => {
                let meeting = self.material.record.meeting(at);
                (Some(meeting.committee().to_string()), self.meeting(at, meeting))
            }
            Source::Page(page) => (None, plain_page(page)),
            Source::Standard(at, standard) => (self.owner(standard), self.standard(at, standard)),
            Source::Version(at, version) => {
                let standard = self.names.standard_of(version).map(|(_, standard)| standard);
                (standard.and_then(|standard| self.owner(standard)), self.version(at, version))
            }
            Source::Glossary => (None, self.glossary()),
        };
        PageRecords { path: self.path(source), committee, date: self.date(source), records }
    }

    fn owner(&self, standard: &Standard) -> Option<String> {
        let committee = standard.committee().map(|(id, _)| id);
        committee.filter(|id| self.names.committee(id).is_some()).cloned()
    }

    fn committee(&self, committee: &'r Committee) -> Vec<Found> {
        let names = [Some(committee.title()), committee.abbreviation(), Some(committee.id().as_str())];
        let own = Found {
            label: committee.title().to_owned(),
            names: names.into_iter().flatten().map(str::to_owned).collect(),
            ..found(Kind::Committee, self.material.committee_audience(committee, PAGE))
        };
        with_sections(own, committee.sections(), "")
    }

    fn meeting(&self, at: MeetingId, meeting: &'r Meeting) -> Vec<Found> {
        let id = meeting.committee().as_str();
        let name = self.names.meeting(meeting);
        let number = meeting.number().map(|number| format!("{id} {number}"));
        let (day, short) = (date::iso(meeting.date()), date::short(meeting.date()));
        let own = Found {
            label: name.clone(),
            names: [Some(name.clone()), number, meeting.reference().map(str::to_owned), Some(short.clone())]
                .into_iter()
                .flatten()
                .collect(),
            context: format!("{} {id} {day} {}", self.names.committee_title(id), meeting.title()),
            text: meeting.venue().unwrap_or_default().to_owned(),
            ..found(Kind::Meeting, self.material.meeting_audience(at))
        };
        let context = format!("{name} {id} {day}");
        let mut records = with_sections(own, meeting.sections(), &context);
        records.iter_mut().skip(1).for_each(|found| found.names.push(short.clone()));
        self.add_decisions(at, meeting, &mut records);
        records
    }

    /// Outcomes, and the standards of the versions that decisions made.
    fn add_decisions(&self, at: MeetingId, meeting: &'r Meeting, records: &mut [Found]) {
        let record = self.material.record;
        let mut owner = 0;
        for (index, (section, holder)) in meeting.sections().iter().zip(holders(meeting.sections())).enumerate() {
            owner += usize::from(holder == Holder::Own);
            for (decision, found) in section.decisions().iter().enumerate() {
                records[owner].outcomes.insert(found.outcome().to_owned());
                let id = DecisionId { meeting: at, section: index, decision };
                let made = self.material.registers.provenance().made_by(id);
                let standards = made.iter().map(|version| record.version(*version).standard().to_string());
                records[owner].standards.extend(standards);
            }
        }
    }

    fn standard(&self, at: StandardId, standard: &'r Standard) -> Vec<Found> {
        let events: Vec<&str> = standard.events().iter().map(|event| event.label.as_str()).collect();
        let milestones: Vec<String> = milestones(standard.milestones()).collect();
        let own = Found {
            label: standard.name().to_owned(),
            names: names_of(standard),
            text: format!("{} {} {}", standard.owner(), events.join(" "), milestones.join(" ")),
            standards: [standard.id().to_string()].into(),
            ..found(Kind::Standard, self.material.standard_audience(at))
        };
        with_sections(own, standard.sections(), "")
    }

    fn version(&self, at: VersionId, version: &'r Version) -> Vec<Found> {
        let name = self.names.version(version);
        let standard = self.names.standard_of(version).map(|(_, standard)| standard);
        let all = standard.into_iter().flat_map(names_of).map(|name| format!("{name} {}", version.label()));
        let dates = self.states_of(at, version).join(" ");
        let own = Found {
            label: name,
            names: all.collect(),
            text: format!("{} {dates}", version.conditions().unwrap_or_default()),
            standards: [version.standard().to_string()].into(),
            ..found(Kind::Version, self.material.version_page_audience(at))
        };
        with_sections(own, version.sections(), "")
    }

    /// When a version applies, in words, and what is dated in it; nothing of a draft.
    fn states_of(&self, at: VersionId, version: &Version) -> Vec<String> {
        let Some((standard_at, standard)) = self.names.standard_of(version).filter(|_| !version.is_draft()) else {
            return Vec::new();
        };
        let (timeline, events) = (self.material.registers.timeline(standard_at), standard.events_with_ids());
        let own = |(event, found): (EventId, &record::Event)| {
            let span = timeline.span(event, at)?;
            Some(format!("{}: {}.", found.label, words::period(&Applies::of(found.id.as_str(), span))))
        };
        events.filter_map(own).chain(milestones(version.milestones())).collect()
    }

    fn glossary(&self) -> Vec<Found> {
        let terms = self.material.record.glossary();
        let strictest = self.material.glossary_audience();
        let own =
            Found { label: "Glossary".to_owned(), names: vec!["Glossary".to_owned()], ..found(Kind::Page, strictest) };
        let term = |term: &record::Term| Found {
            anchor: Some(term_anchor(term.term())),
            label: term.term().to_owned(),
            names: vec![term.term().to_owned(), term.expansion().to_owned()],
            text: walk::words(term.definition()),
            ..found(Kind::Term, term.audience())
        };
        [own].into_iter().chain(terms.iter().map(term)).collect()
    }
}

fn found(kind: Kind, audience: Audience) -> Found {
    Found {
        kind,
        anchor: None,
        label: String::new(),
        names: Vec::new(),
        context: String::new(),
        text: String::new(),
        audience,
        outcomes: BTreeSet::new(),
        standards: BTreeSet::new(),
    }
}

/// "Clause 7 takes effect: Sunday 15 March 2026."
fn milestones(all: &[record::Milestone]) -> impl Iterator<Item = String> {
    all.iter().map(|found| format!("{}: {}.", found.label, date::long(found.date)))
}

fn names_of(standard: &Standard) -> Vec<String> {
    let known = [Some(standard.title()), standard.short_title()].into_iter().flatten().map(str::to_owned);
    known.chain(standard.aliases().iter().cloned()).collect()
}

fn plain_page(page: &record::Page) -> Vec<Found> {
    let own = Found {
        label: page.title().to_owned(),
        names: vec![page.title().to_owned()],
        text: page.description().unwrap_or_default().to_owned(),
        ..found(Kind::Page, page.document().audience())
    };
    with_sections(own, page.sections(), "")
}

/// Which record a section is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    /// The page's.
    Page,
    /// Its own.
    Own,
    /// The agenda item's that it stands in.
    Within,
}

fn holders(sections: &[Section]) -> impl Iterator<Item = Holder> + '_ {
    let mut item_level = None;
    sections.iter().map(move |section| {
        if section.level() == 0 {
            return Holder::Page;
        }
        if item_level.is_some_and(|level| section.level() > level) {
            return Holder::Within;
        }
        item_level = section.is_item().then(|| section.level());
        Holder::Own
    })
}

/// A page and its sections; what stands below a heading within an agenda item is the item's.
fn with_sections(mut own: Found, sections: &[Section], context: &str) -> Vec<Found> {
    let standards = own.standards.clone();
    let mut records: Vec<Found> = Vec::new();
    for (section, holder) in sections.iter().zip(holders(sections)) {
        let words = walk::words(section.blocks());
        let audience = section_audience(section);
        if holder == Holder::Page {
            own.audience = own.audience.max(audience);
            add_text(&mut own.text, &words);
            continue;
        }
        if let Some(item) = records.last_mut().filter(|_| holder == Holder::Within) {
            item.audience = item.audience.max(audience);
            add_text(&mut item.text, &section.title_text());
            add_text(&mut item.text, &words);
            continue;
        }
        let title = section.title_text();
        let number = section.number();
        let own_name =
            number.filter(|_| !context.is_empty()).map(|number| format!("{} item {number}", own.label)).into_iter();
        records.push(Found {
            anchor: Some(section.anchor().to_owned()),
            label: number.map_or_else(|| title.clone(), str::to_owned),
            names: [title].into_iter().chain(own_name).collect(),
            context: number.map_or_else(|| context.to_owned(), |number| format!("{context} item {number}")),
            text: words,
            standards: standards.clone(),
            ..found(if section.is_item() { Kind::Item } else { Kind::Section }, audience)
        });
    }
    records.insert(0, own);
    records
}

fn add_text(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}
