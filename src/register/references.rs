//! What links and references lead to (specification 2, "Links"; R17).
//!
//! It knows published documents only; whether an absent target is missing or withheld is asked of the gate's roll,
//! and only to tell the author.
//!
//! **Invariant.** A withheld target resolves exactly as one that does not exist.

use crate::gate::Place;
use crate::record::{Document, Record, Section};
use crate::slug::Slug;
use std::collections::{BTreeMap, BTreeSet};

/// What a destination leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A page of this site, with its anchor.
    Internal(String),
    /// A page elsewhere.
    External(String),
    /// No published document: the places that were meant, one of them.
    Absent(Vec<Place>),
    /// No such place in a published document.
    AbsentAnchor(Place, String),
    /// Nothing that could be a document here.
    Nothing,
    /// No target at all: `[text](#)`.
    Empty,
    /// A scheme that is not allowed.
    Scheme,
}

/// A published document as a target.
#[derive(Debug)]
struct Target {
    path: String,
    anchors: BTreeMap<String, String>,
}

/// Every published document and its anchors.
#[derive(Debug, Default)]
pub struct References {
    targets: BTreeMap<Place, Target>,
    standards: BTreeMap<Slug, Option<Slug>>,
    paths: BTreeSet<String>,
}

/// Pages that the program makes itself, which a page may link to by path.
const OWN_PAGES: [&str; 4] = ["/meetings/", "/standards/", "/glossary/", "/about/information-policy/"];

/// The path of a document's page, from the site's root.
pub fn page_path(place: &Place) -> String {
    match place {
        Place::Home => "/".to_owned(),
        Place::Page(names) => {
            let names: Vec<&str> = names.iter().map(Slug::as_str).collect();
            format!("/{}/", names.join("/"))
        }
        Place::Committee(committee) => format!("/meetings/{committee}/"),
        Place::Meeting(committee, id) => format!("/meetings/{committee}/{id}/"),
        Place::Standard(standard) => format!("/standards/{standard}/"),
        Place::Version(standard, version) => format!("/standards/{standard}/{version}/"),
        Place::Glossary => "/glossary/".to_owned(),
    }
}

impl References {
    /// The references of a record.
    pub fn of(record: &Record) -> Self {
        let mut references = Self::default();
        for (document, sections) in record.bodies() {
            references.add(document, sections);
        }
        references.add_glossary(record);
        references.add_names(record);
        references
    }

    /// Short titles and aliases name a standard too, as slugs, where that is unique and no standard's own name.
    fn add_names(&mut self, record: &Record) {
        for standard in record.standards() {
            let names = standard.short_title().into_iter().chain(standard.aliases().iter().map(String::as_str));
            let names: BTreeSet<Slug> = names.map(Slug::of_title).collect();
            for name in names {
                let id = Some(standard.id().clone());
                let known = self.standards.entry(name).or_insert_with(|| id.clone());
                if *known != id {
                    *known = None;
                }
            }
        }
        for standard in record.standards() {
            self.standards.insert(standard.id().clone(), Some(standard.id().clone()));
        }
    }

    /// The standard of that name: its folder, or the slug of its short title or an alias where that is unique.
    pub fn standard(&self, name: &Slug) -> Option<&Slug> {
        self.standards.get(name)?.as_ref()
    }

    /// Every name that a standard has, with the standard's folder.
    pub fn standard_names(&self) -> impl Iterator<Item = (&Slug, &Slug)> {
        self.standards.iter().filter_map(|(name, id)| Some((name, id.as_ref()?)))
    }

    fn add(&mut self, document: &Document, sections: &[Section]) {
        let mut anchors = BTreeMap::new();
        for section in sections {
            add_anchors(section, &mut anchors);
        }
        self.insert(document.place().clone(), anchors);
    }

    fn add_glossary(&mut self, record: &Record) {
        let anchors = record.glossary().iter().map(|term| {
            let anchor = term_anchor(term.term());
            (anchor.clone(), anchor)
        });
        self.insert(Place::Glossary, anchors.collect());
    }

    fn insert(&mut self, place: Place, anchors: BTreeMap<String, String>) {
        let path = page_path(&place);
        self.paths.insert(path.clone());
        self.targets.insert(place, Target { path, anchors });
    }

    /// Whether there is such a document.
    pub fn has(&self, place: &Place) -> bool {
        self.targets.contains_key(place)
    }

    /// What a destination in the document at `from` leads to.
    pub fn resolve(&self, from: &Place, source_path: &str, destination: &str) -> Resolution {
        let destination = destination.trim();
        if let Some(resolution) = by_scheme(destination) {
            return resolution;
        }
        let (target, anchor) = match destination.split_once('#') {
            Some((target, anchor)) => (target, Some(anchor).filter(|anchor| !anchor.is_empty())),
            None => (destination, None),
        };
        match (target, anchor) {
            ("", None) => Resolution::Empty,
            ("", Some(anchor)) => self.anchor(from, anchor),
            _ => self.document(target, anchor, source_path),
        }
    }

    fn document(&self, target: &str, anchor: Option<&str>, source_path: &str) -> Resolution {
        if target.starts_with('/') {
            return self.own_page(target, anchor);
        }
        let Some(places) = places_of(target, source_path) else { return Resolution::Nothing };
        let by_name = || places.iter().find_map(|place| self.named(place));
        let Some(place) = places.iter().find(|place| self.has(place)).cloned().or_else(by_name) else {
            return Resolution::Absent(places);
        };
        let place = &place;
        match anchor {
            None => Resolution::Internal(self.targets[place].path.clone()),
            Some(anchor) => self.anchor(place, anchor),
        }
    }

    /// The published document that a place names by another name of its standard.
    fn named(&self, place: &Place) -> Option<Place> {
        let named = match place {
            Place::Standard(name) => Place::Standard(self.standard(name)?.clone()),
            Place::Version(name, version) => Place::Version(self.standard(name)?.clone(), version.clone()),
            _ => return None,
        };
        self.has(&named).then_some(named)
    }

    fn own_page(&self, path: &str, anchor: Option<&str>) -> Resolution {
        match anchor {
            None if OWN_PAGES.contains(&path) || self.paths.contains(path) => Resolution::Internal(path.to_owned()),
            _ => Resolution::Nothing,
        }
    }

    fn anchor(&self, place: &Place, anchor: &str) -> Resolution {
        let Some(target) = self.targets.get(place) else { return Resolution::Absent(vec![place.clone()]) };
        match target.anchors.get(anchor) {
            Some(shown) => Resolution::Internal(format!("{}#{shown}", target.path)),
            None => Resolution::AbsentAnchor(place.clone(), anchor.to_owned()),
        }
    }
}

/// The anchor of a term in the glossary.
pub fn term_anchor(term: &str) -> String {
    format!("term-{}", Slug::of_title(term))
}

/// A section's anchors as authors write them, and as the page has them: under "omit" they differ (R16).
fn add_anchors(section: &Section, anchors: &mut BTreeMap<String, String>) {
    let mut add = |written: String, shown: &str| {
        anchors.entry(written).or_insert_with(|| shown.to_owned());
    };
    if !section.anchor().is_empty() {
        add(section.anchor().to_owned(), section.anchor());
    }
    if let Some(number) = section.authors_number() {
        add(format!("item-{number}"), section.anchor());
    }
    for decision in section.decisions() {
        add(decision.anchor().to_owned(), decision.anchor());
        if let (Some(number), Some(place)) =
            (section.authors_number(), decision.anchor().strip_prefix(section.decision_anchor()))
        {
            add(format!("decision-{number}{place}"), decision.anchor());
        }
    }
}

fn by_scheme(destination: &str) -> Option<Resolution> {
    let before_path = destination.split(['/', '#', '?']).next().unwrap_or_default();
    if destination.starts_with("//") || destination.starts_with('\\') {
        return Some(Resolution::Scheme);
    }
    let (scheme, rest) = before_path.split_once(':')?;
    let is_known = ["https", "http", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let is_mail = scheme.eq_ignore_ascii_case("mailto");
    let is_whole = is_mail && !rest.is_empty() || destination[scheme.len() + 1..].starts_with("//");
    Some(if is_known && is_whole { Resolution::External(destination.to_owned()) } else { Resolution::Scheme })
}

/// The documents that a relative path or a reference can name; of several, standards come before committees.
fn places_of(target: &str, source_path: &str) -> Option<Vec<Place>> {
    let is_path = target.ends_with(".md") || target.ends_with(".toml") || target.starts_with('.');
    if is_path {
        return Some(vec![Place::of(&joined(source_path, target)?)?]);
    }
    let parts: Vec<Slug> = target.split('/').map(Slug::new).collect::<Option<_>>()?;
    match parts.as_slice() {
        [one] => Some(vec![Place::Standard(one.clone()), Place::Committee(one.clone())]),
        [folder, id] => {
            let (folder, id) = (folder.clone(), id.clone());
            Some(vec![Place::Version(folder.clone(), id.clone()), Place::Meeting(folder, id)])
        }
        _ => None,
    }
}

/// A relative path, from the folder of the file that it stands in.
fn joined(source_path: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = source_path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}
