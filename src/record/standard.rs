//! Standards and their versions: `standards/<id>/standard.md` and `<version>.md`.
//!
//! Their front matter is read here; what follows from it (windows, states) is the register's.
//!
//! **Invariant.** Made from projections only.

use super::document::Document;
use super::page;
use super::section::Section;
use crate::diagnostic::{ATTACHMENT, Diagnostic, STEM_VERSION};
use crate::fields::{Fields, Place, Table};
use crate::gate::Projection;
use crate::settings::WithheldItems;
use crate::slug::Slug;
use jiff::civil::Date;

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
    url: Option<String>,
    events: Vec<Event>,
    sections: Vec<Section>,
}

/// What an implementation date is compared with.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name in data.
    pub id: String,
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
        let url = fields.text("url");
        let events = fields.tables("events").into_iter().filter_map(|table| read_event(table, &mut fields)).collect();
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
            url,
            events,
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

    /// Whether several versions may apply at once.
    pub fn is_concurrent(&self) -> bool {
        self.is_concurrent
    }

    /// Where the text itself is published.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// What its implementation dates are compared with.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What it is.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }
}

fn read_event(table: &Table, outer: &mut Fields<'_>) -> Option<Event> {
    let mut fields = Fields::new(table);
    let (id, label) = (fields.required_text("id"), fields.required_text("label"));
    let question = fields.text("question");
    outer.adopt(fields.finish());
    Some(Event { id: id?, label: label?, question })
}

/// A version of a standard.
#[derive(Clone, Debug)]
pub struct Version {
    document: Document,
    standard: Slug,
    id: Slug,
    version: String,
    document_date: Option<String>,
    approved_on: Option<Date>,
    approved_by: Option<(String, Place)>,
    supersedes: Option<String>,
    is_draft: bool,
    withdrawn_on: Option<Date>,
    conditions: Option<String>,
    applies: Vec<Window>,
    milestones: Vec<(Date, String)>,
    date_changes: Vec<DateChange>,
    sections: Vec<Section>,
}

/// From when a version is mandatory, for one event.
#[derive(Clone, Debug)]
pub struct Window {
    /// The event's name.
    pub event: String,
    /// The first day on which it is mandatory.
    pub implementation_date: Date,
    /// The last such day, where the file says so.
    pub last_date: Option<Date>,
    /// From when it may be used voluntarily.
    pub permitted_from: Option<Date>,
}

/// An announced date that moved.
#[derive(Clone, Debug)]
pub struct DateChange {
    /// The event's name.
    pub event: String,
    /// The date as it was.
    pub was: Date,
    /// When it was changed.
    pub changed_on: Date,
    /// The decision that changed it, as written.
    pub decided_by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Version {
    pub(super) fn read(
        projection: &Projection,
        standard: &Slug,
        id: &Slug,
        withheld: WithheldItems,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let mut fields = Fields::new(projection.front());
        let document = Document::read(projection, &mut fields);
        let version = fields.required_text("version");
        let version_place = fields.place("version");
        if version.as_deref().is_some_and(|version| version != id.as_str()) {
            fields.report(&STEM_VERSION, version_place);
        }
        let document_date = fields.text("document_date");
        let approved_on = fields.date("approved_on");
        let approved_by_place = fields.place("approved_by");
        let approved_by = fields.text("approved_by").map(|decision| (decision, approved_by_place));
        let supersedes = fields.text("supersedes");
        let is_draft = fields.flag("draft");
        let withdrawn_on = fields.date("withdrawn_on");
        let conditions = fields.text("conditions");
        let applies =
            fields.tables("applies").into_iter().filter_map(|table| read_window(table, &mut fields)).collect();
        let milestones =
            fields.tables("milestones").into_iter().filter_map(|table| read_milestone(table, &mut fields)).collect();
        let date_changes =
            fields.tables("date_changes").into_iter().filter_map(|table| read_change(table, &mut fields)).collect();
        for attachment in fields.tables("attachments") {
            fields.report(&ATTACHMENT, attachment.place);
        }
        let (sections, mut diagnostics) = page::body(projection, &document, withheld);
        diagnostics.extend(fields.finish().into_iter().map(|finding| document.front_finding(finding)));
        let version = version.map(|version| Self {
            document,
            standard: standard.clone(),
            id: id.clone(),
            version,
            document_date,
            approved_on,
            approved_by,
            supersedes,
            is_draft,
            withdrawn_on,
            conditions,
            applies,
            milestones,
            date_changes,
            sections,
        });
        (version, diagnostics)
    }

    /// What it has in common with every document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its standard's folder.
    pub fn standard(&self) -> &Slug {
        &self.standard
    }

    /// Its file's stem.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// The version, as written.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A day, a month or a year, as written.
    pub fn document_date(&self) -> Option<&str> {
        self.document_date.as_deref()
    }

    /// When it was approved.
    pub fn approved_on(&self) -> Option<Date> {
        self.approved_on
    }

    /// The decision that approved it, as written, and where that is written.
    pub fn approved_by(&self) -> Option<&(String, Place)> {
        self.approved_by.as_ref()
    }

    /// The version before it, where the file names one.
    pub fn supersedes(&self) -> Option<&str> {
        self.supersedes.as_deref()
    }

    /// Whether it is not approved yet.
    pub fn is_draft(&self) -> bool {
        self.is_draft
    }

    /// From when it is withdrawn.
    pub fn withdrawn_on(&self) -> Option<Date> {
        self.withdrawn_on
    }

    /// What its approval is subject to.
    pub fn conditions(&self) -> Option<&str> {
        self.conditions.as_deref()
    }

    /// From when it is mandatory, by event.
    pub fn applies(&self) -> &[Window] {
        &self.applies
    }

    /// Other dates that matter.
    pub fn milestones(&self) -> &[(Date, String)] {
        &self.milestones
    }

    /// Announced dates that moved, oldest first.
    pub fn date_changes(&self) -> &[DateChange] {
        &self.date_changes
    }

    /// What it is.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }
}

fn read_window(table: &Table, outer: &mut Fields<'_>) -> Option<Window> {
    let mut fields = Fields::new(table);
    let event = fields.required_text("event");
    let implementation_date = fields.required_date("implementation_date");
    let (last_date, permitted_from) = (fields.date("last_date"), fields.date("permitted_from"));
    outer.adopt(fields.finish());
    Some(Window { event: event?, implementation_date: implementation_date?, last_date, permitted_from })
}

fn read_milestone(table: &Table, outer: &mut Fields<'_>) -> Option<(Date, String)> {
    let mut fields = Fields::new(table);
    let milestone = fields.required_date("date").zip(fields.required_text("label"));
    outer.adopt(fields.finish());
    milestone
}

fn read_change(table: &Table, outer: &mut Fields<'_>) -> Option<DateChange> {
    let mut fields = Fields::new(table);
    let event = fields.required_text("event");
    let (was, changed_on) = (fields.required_date("was"), fields.required_date("changed_on"));
    let (decided_by, reason) = (fields.text("decided_by"), fields.text("reason"));
    outer.adopt(fields.finish());
    Some(DateChange { event: event?, was: was?, changed_on: changed_on?, decided_by, reason })
}
