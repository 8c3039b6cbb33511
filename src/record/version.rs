//! Versions of standards: `standards/<id>/<version>.md`.
//!
//! The front matter is read here; what follows from it (windows, states) is the register's.
//!
//! **Invariant.** Made from projections only. No date is inferred: a month stays a month.

use super::document::Document;
use super::page;
use super::section::Section;
use crate::date::PartialDate;
use crate::diagnostic::{ATTACHMENT, DOCUMENT_DATE, Diagnostic, STEM_VERSION, SUPERSEDES, VERSION_NUMBER};
use crate::fields::{Fields, Place, Table};
use crate::gate::Projection;
use crate::settings::WithheldItems;
use crate::slug::Slug;
use crate::version::VersionNumber;
use jiff::civil::Date;

/// A version of a standard.
#[derive(Clone, Debug)]
pub struct Version {
    document: Document,
    standard: Slug,
    id: Slug,
    number: VersionNumber,
    document_date: Option<PartialDate>,
    approved_on: Option<(Date, Place)>,
    approved_by: Option<(String, Place)>,
    supersedes: Option<(Predecessor, Place)>,
    is_draft: bool,
    withdrawn_on: Option<(Date, Place)>,
    conditions: Option<String>,
    applies: Vec<Window>,
    milestones: Vec<Milestone>,
    date_changes: Vec<DateChange>,
    sections: Vec<Section>,
}

/// What a version says it supersedes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predecessor {
    /// This version, published here or not.
    Version(VersionNumber),
    /// "not recorded": there is one, and nobody has entered which.
    NotRecorded,
}

/// From when a version is mandatory, for one event, as written.
#[derive(Clone, Debug)]
pub struct Window {
    /// The event's name.
    pub event: (String, Place),
    /// The first day on which it is mandatory.
    pub implementation_date: (Date, Place),
    /// The last such day, where the file says so.
    pub last_date: Option<(Date, Place)>,
    /// From when it may be used voluntarily.
    pub permitted_from: Option<(Date, Place)>,
}

/// Another date that matters.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// The day.
    pub date: Date,
    /// What happens on it.
    pub label: String,
}

/// An announced date that moved.
#[derive(Clone, Debug)]
pub struct DateChange {
    /// The event's name.
    pub event: (String, Place),
    /// The date as it was.
    pub was: (Date, Place),
    /// When it was changed.
    pub changed_on: (Date, Place),
    /// The decision that changed it, as written.
    pub decided_by: Option<(String, Place)>,
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
        let number = read_number(&mut fields, id);
        let document_date = read_document_date(&mut fields);
        let approved_on = fields.placed("approved_on", Fields::date);
        let approved_by = fields.placed("approved_by", Fields::text);
        let supersedes = read_predecessor(&mut fields);
        let is_draft = fields.flag("draft");
        let withdrawn_on = fields.placed("withdrawn_on", Fields::date);
        let conditions = fields.text("conditions");
        let applies = read_all(&mut fields, "applies", read_window);
        let milestones = read_all(&mut fields, "milestones", read_milestone);
        let date_changes = read_all(&mut fields, "date_changes", read_change);
        for attachment in fields.tables("attachments") {
            fields.report(&ATTACHMENT, attachment.place);
        }
        let (sections, mut diagnostics) = page::body(projection, &document, withheld);
        diagnostics.extend(fields.finish().into_iter().map(|finding| document.front_finding(finding)));
        let days = [approved_on.map(|(day, _)| day), withdrawn_on.map(|(day, _)| day)];
        diagnostics.extend(page::periods(&document, &sections, &days));
        let version = number.map(|number| Self {
            document,
            standard: standard.clone(),
            id: id.clone(),
            number,
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

    /// Its number.
    pub fn number(&self) -> &VersionNumber {
        &self.number
    }

    /// The date of the document itself, as exact as it is known.
    pub fn document_date(&self) -> Option<PartialDate> {
        self.document_date
    }

    /// When it was approved, and where that is written.
    pub fn approved_on(&self) -> Option<(Date, Place)> {
        self.approved_on
    }

    /// The decision that approved it, as written, and where that is written.
    pub fn approved_by(&self) -> Option<&(String, Place)> {
        self.approved_by.as_ref()
    }

    /// What it supersedes, where the file says so, and where that is written.
    pub fn supersedes(&self) -> Option<&(Predecessor, Place)> {
        self.supersedes.as_ref()
    }

    /// Whether it is not approved yet.
    pub fn is_draft(&self) -> bool {
        self.is_draft
    }

    /// From when it is withdrawn, for every event, and where that is written.
    pub fn withdrawn_on(&self) -> Option<(Date, Place)> {
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
    pub fn milestones(&self) -> &[Milestone] {
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

fn read_number(fields: &mut Fields<'_>, id: &Slug) -> Option<VersionNumber> {
    let place = fields.place("version");
    let written = fields.required_text("version")?;
    let number = VersionNumber::new(&written);
    if number.is_none() {
        fields.report(&VERSION_NUMBER, place);
    } else if written != id.as_str() {
        fields.report(&STEM_VERSION, place);
    }
    number
}

fn read_document_date(fields: &mut Fields<'_>) -> Option<PartialDate> {
    let (written, place) = fields.placed("document_date", Fields::text)?;
    let date = PartialDate::new(&written);
    if date.is_none() {
        fields.report(&DOCUMENT_DATE, place);
    }
    date
}

fn read_predecessor(fields: &mut Fields<'_>) -> Option<(Predecessor, Place)> {
    let (written, place) = fields.placed("supersedes", Fields::text)?;
    let read = match written.as_str() {
        "not recorded" => Some(Predecessor::NotRecorded),
        number => VersionNumber::new(number).map(Predecessor::Version),
    };
    if read.is_none() {
        fields.report(&SUPERSEDES, place);
    }
    read.map(|read| (read, place))
}

/// Reads each table of a list, with its findings.
fn read_all<T>(outer: &mut Fields<'_>, key: &'static str, read: impl Fn(&mut Fields<'_>) -> Option<T>) -> Vec<T> {
    let tables = outer.tables(key);
    let one = |table: &Table| {
        let mut fields = Fields::new(table);
        let found = read(&mut fields);
        outer.adopt(fields.finish());
        found
    };
    tables.into_iter().filter_map(one).collect()
}

fn read_window(fields: &mut Fields<'_>) -> Option<Window> {
    let event = fields.placed("event", Fields::required_text);
    let implementation_date = fields.placed("implementation_date", Fields::required_date);
    let last_date = fields.placed("last_date", Fields::date);
    let permitted_from = fields.placed("permitted_from", Fields::date);
    Some(Window { event: event?, implementation_date: implementation_date?, last_date, permitted_from })
}

fn read_milestone(fields: &mut Fields<'_>) -> Option<Milestone> {
    let (date, label) = (fields.required_date("date"), fields.required_text("label"));
    Some(Milestone { date: date?, label: label? })
}

fn read_change(fields: &mut Fields<'_>) -> Option<DateChange> {
    let event = fields.placed("event", Fields::required_text);
    let was = fields.placed("was", Fields::required_date);
    let changed_on = fields.placed("changed_on", Fields::required_date);
    let (decided_by, reason) = (fields.placed("decided_by", Fields::text), fields.text("reason"));
    Some(DateChange { event: event?, was: was?, changed_on: changed_on?, decided_by, reason })
}
