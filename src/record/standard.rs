//! Standards: `standards/<id>/standard.md`; their versions are [`super::version`]'s.
//!
//! **Invariant.** Made from projections only.

use super::document::Document;
use super::ids::EventId;
use super::page;
use super::section::Section;
use super::version::{Milestone, read_all, read_milestone};
use crate::diagnostic::{Diagnostic, EVENT_ID, EVENT_TWICE};
use crate::fields::{Fields, Place, Table};
use crate::gate::Projection;
use crate::settings::WithheldItems;
use crate::slug::Slug;

/// A standard.
#[derive(Clone, Debug)]
pub struct Standard {
    document: Document,
    id: Slug,
    title: String,
    short_title: Option<String>,
    aliases: Vec<String>,
    owner: String,
    committee: Option<(String, Place)>,
    is_concurrent: bool,
    is_first_recorded: bool,
    url: Option<String>,
    events: Vec<Event>,
    milestones: Vec<Milestone>,
    sections: Vec<Section>,
}

/// What an implementation date is compared with.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name in data.
    pub id: Slug,
    /// Its name on pages.
    pub label: String,
    /// What to ask of a reader.
    pub question: Option<String>,
}

impl Standard {
    pub(super) fn read(projection: &Projection, id: &Slug, withheld: WithheldItems) -> (Option<Self>, Vec<Diagnostic>) {
        let mut fields = Fields::new(projection.front());
        let document = Document::read(projection, &mut fields);
        let title = fields.required_text("title");
        let short_title = fields.text("short_title");
        let aliases = fields.texts("aliases").unwrap_or_default().into_iter().map(|(alias, _)| alias).collect();
        let owner = fields.required_text("owner");
        let committee_place = fields.place("committee");
        let committee = fields.text("committee").map(|committee| (committee, committee_place));
        let is_concurrent = fields.flag("concurrent");
        let is_first_recorded = fields.flag("first_recorded");
        let url = fields.text("url");
        let events = read_events(&mut fields);
        let milestones = read_all(&mut fields, "milestones", read_milestone);
        let (sections, mut diagnostics) = page::body(projection, &document, withheld);
        diagnostics.extend(fields.finish().into_iter().map(|finding| document.front_finding(finding)));
        let standard = title.zip(owner).map(|(title, owner)| Self {
            document,
            id: id.clone(),
            title,
            short_title,
            aliases,
            owner,
            committee,
            is_concurrent,
            is_first_recorded,
            url,
            events,
            milestones,
            sections,
        });
        (standard, diagnostics)
    }

    /// What it has in common with every document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its folder's name.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its short title.
    pub fn short_title(&self) -> Option<&str> {
        self.short_title.as_deref()
    }

    /// The short title, or the title where it has none.
    pub fn name(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title)
    }

    /// Other names of it.
    pub fn aliases(&self) -> &[String] {
        &self.aliases
    }

    /// Who issues it.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The committee that approves it here, as written, and where that is written.
    pub fn committee(&self) -> Option<&(String, Place)> {
        self.committee.as_ref()
    }

    /// Whether several versions may be used at once, and one of them must be.
    pub fn is_concurrent(&self) -> bool {
        self.is_concurrent
    }

    /// Whether no version came before the first one published here.
    pub fn is_first_recorded(&self) -> bool {
        self.is_first_recorded
    }

    /// Where the text itself is published.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// What its implementation dates are compared with.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The same, each with its id.
    pub fn events_with_ids(&self) -> impl Iterator<Item = (EventId, &Event)> + Clone {
        EventId::enumerate(&self.events)
    }

    /// The ids of its events.
    pub fn event_ids(&self) -> impl Iterator<Item = EventId> + Clone {
        self.events_with_ids().map(|(id, _)| id)
    }

    /// The event of an id.
    pub fn event(&self, id: EventId) -> &Event {
        id.of(&self.events)
    }

    /// Dates of the standard itself, whatever version is in force then.
    pub fn milestones(&self) -> &[Milestone] {
        &self.milestones
    }

    /// What it is.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }
}

/// The events, at least one, each named once.
fn read_events(fields: &mut Fields<'_>) -> Vec<Event> {
    let tables = fields.required_tables("events");
    let mut events: Vec<Event> = Vec::new();
    for table in tables {
        let Some((event, place)) = read_event(table, fields) else { continue };
        if events.iter().any(|other| other.id == event.id) {
            fields.report(&EVENT_TWICE, place);
        } else {
            events.push(event);
        }
    }
    events
}

fn read_event(table: &Table, outer: &mut Fields<'_>) -> Option<(Event, Place)> {
    let mut fields = Fields::new(table);
    let id = fields.placed("id", Fields::required_text);
    let (label, question) = (fields.required_text("label"), fields.text("question"));
    outer.adopt(fields.finish());
    let (written, place) = id?;
    let Some(id) = Slug::new(&written) else {
        outer.report(&EVENT_ID, place);
        return None;
    };
    Some((Event { id, label: label?, question }, place))
}
