//! Versions of standards: `standards/<id>/<version>.md`.
//!
//! The front matter is read here; what follows from it (windows, states) is the register's.
//!
//! **Invariant.** Made from projections only. No date is inferred: the first day of a month stands for the month.

use super::document::Document;
use super::page;
use super::section::Section;
use crate::date::PartialDate;
use crate::diagnostic::*;
use crate::fields::{Fields, Place, Table};
use crate::gate::Projection;
use crate::settings::WithheldItems;
use crate::slug::Slug;
use crate::version::VersionLabel;
use jiff::civil::Date;

/// A version of a standard.
#[derive(Clone, Debug)]
pub struct Version {
    document: Document,
    standard: Slug,
    id: Slug,
    label: VersionLabel,
    document_date: Option<PartialDate>,
    approved_on: Option<(Date, Place)>,
    approved_by: Option<(String, Place)>,
    supersedes: Option<(Predecessor, Place)>,
    is_draft: bool,
    withdrawn_on: Option<(Date, Place)>,
    conditions: Option<String>,
    not_for: Vec<(String, Place)>,
    applies: Vec<Window>,
    milestones: Vec<Milestone>,
    date_changes: Vec<DateChange>,
    sections: Vec<Section>,
}

/// What a version says it supersedes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predecessor {
    /// This version, published here or not.
    Version(VersionLabel),
    /// "not recorded": there is one, and nobody has entered which.
    NotRecorded,
}

/// When a version applies, for one event, as written: one of its dates at least is there.
#[derive(Clone, Debug)]
pub struct Window {
    /// The event's name.
    pub event: (String, Place),
    /// The first day on which it is mandatory, or, side by side with others, may be used.
    pub implementation_date: Option<(Date, Place)>,
    /// The first day of the month in which that day is, where only the month is announced.
    pub implementation_month: Option<(Date, Place)>,
    /// The last day on which it applies, where the file says so.
    pub last_date: Option<(Date, Place)>,
    /// From when it may be used voluntarily.
    pub permitted_from: Option<(Date, Place)>,
}

impl Window {
    /// Where its start is written, or what else is.
    pub fn place(&self) -> Place {
        let dates = [self.implementation_date, self.implementation_month, self.permitted_from, self.last_date];
        dates.into_iter().flatten().next().map_or(self.event.1, |(_, place)| place)
    }

    /// The date of that kind.
    pub fn date(&self, of: ChangedDate) -> Option<Date> {
        let found = match of {
            ChangedDate::Implementation => self.implementation_date,
            ChangedDate::Last => self.last_date,
            ChangedDate::Permitted => self.permitted_from,
        };
        found.map(|(day, _)| day)
    }
}

/// Another date that matters.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// The day.
    pub date: Date,
    /// What happens on it.
    pub label: String,
    /// Where its day is written.
    pub place: Place,
}

/// Which of a window's dates moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangedDate {
    /// `implementation_date`
    Implementation,
    /// `last_date`
    Last,
    /// `permitted_from`
    Permitted,
}

impl ChangedDate {
    /// Every kind, in the order of what is of most weight.
    pub const ALL: [Self; 3] = [Self::Implementation, Self::Last, Self::Permitted];

    /// The key of the window that holds it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Implementation => "implementation_date",
            Self::Last => "last_date",
            Self::Permitted => "permitted_from",
        }
    }
}

/// An announced date that moved.
#[derive(Clone, Debug)]
pub struct DateChange {
    /// The event's name.
    pub event: (String, Place),
    /// Which date of the event's window it was.
    pub of: ChangedDate,
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
        let label = read_label(&mut fields, id);
        let document_date = read_document_date(&mut fields);
        let approved_on = fields.placed("approved_on", Fields::date);
        let approved_by = fields.placed("approved_by", Fields::text);
        let supersedes = read_predecessor(&mut fields);
        let is_draft = fields.flag("draft");
        let withdrawn_on = fields.placed("withdrawn_on", Fields::date);
        let conditions = fields.text("conditions");
        let not_for = fields.texts("not_for").unwrap_or_default();
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
        let version = label.map(|label| Self {
            document,
            standard: standard.clone(),
            id: id.clone(),
            label,
            document_date,
            approved_on,
            approved_by,
            supersedes,
            is_draft,
            withdrawn_on,
            conditions,
            not_for,
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

    /// Its label, as its owner writes it.
    pub fn label(&self) -> &VersionLabel {
        &self.label
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

    /// The events that it has nothing to do with.
    pub fn not_for(&self) -> &[(String, Place)] {
        &self.not_for
    }

    /// When it applies, by event.
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

/// What `supersedes` says where nobody has entered which version it was.
const NOT_RECORDED: &str = "not recorded";

fn read_label(fields: &mut Fields<'_>, id: &Slug) -> Option<VersionLabel> {
    let place = fields.place("version");
    let order = fields.number("order");
    let written = fields.required_text("version")?;
    let label = VersionLabel::new(&written).filter(|_| written != NOT_RECORDED);
    let slug = Slug::of_label(&written).filter(|slug| !is_taken(slug));
    match (&label, &slug) {
        (None, _) | (_, None) => fields.report(&VERSION_LABEL, place),
        (Some(_), Some(slug)) if slug != id => fields.report(&STEM_VERSION, place),
        (Some(_), Some(_)) => {}
    }
    let label = label.filter(|_| slug.is_some())?;
    Some(order.map_or(label.clone(), |order| label.ordered(order)))
}

/// Names of pages and files that the program puts beside those of versions.
fn is_taken(slug: &Slug) -> bool {
    let endings = [".xml", ".json", ".jsonld", ".ics", ".html"];
    slug.as_str() == "latest" || endings.iter().any(|ending| slug.as_str().ends_with(ending))
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
        NOT_RECORDED => Some(Predecessor::NotRecorded),
        label => VersionLabel::new(label).map(Predecessor::Version),
    };
    if read.is_none() {
        fields.report(&SUPERSEDES, place);
    }
    read.map(|read| (read, place))
}

/// Reads each table of a list, with its findings.
pub(super) fn read_all<T>(
    outer: &mut Fields<'_>,
    key: &'static str,
    read: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> Vec<T> {
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
    let implementation_date = fields.placed("implementation_date", Fields::date);
    let implementation_month = read_month(fields);
    let last_date = fields.placed("last_date", Fields::date);
    let permitted_from = fields.placed("permitted_from", Fields::date);
    let event = event?;
    if implementation_date.is_some() && implementation_month.is_some() {
        fields.report(&WINDOW_DAY_AND_MONTH, implementation_month?.1);
        return None;
    }
    let dates = [implementation_date, implementation_month, last_date, permitted_from];
    if dates.iter().all(Option::is_none) {
        fields.report(&WINDOW_EMPTY, event.1);
        return None;
    }
    Some(Window { event, implementation_date, implementation_month, last_date, permitted_from })
}

/// The first day of a month, `2026-11`.
fn read_month(fields: &mut Fields<'_>) -> Option<(Date, Place)> {
    let (written, place) = fields.placed("implementation_month", Fields::text)?;
    match PartialDate::new(&written) {
        Some(PartialDate::Month(year, month)) => Date::new(year, month, 1).ok().map(|first| (first, place)),
        Some(PartialDate::Year(_) | PartialDate::Day(_)) | None => {
            fields.report(&IMPLEMENTATION_MONTH, place);
            None
        }
    }
}

pub(super) fn read_milestone(fields: &mut Fields<'_>) -> Option<Milestone> {
    let (date, label) = (fields.placed("date", Fields::required_date), fields.required_text("label"));
    let (date, place) = date?;
    Some(Milestone { date, label: label?, place })
}

fn read_change(fields: &mut Fields<'_>) -> Option<DateChange> {
    let event = fields.placed("event", Fields::required_text);
    let of = read_changed_date(fields);
    let was = fields.placed("was", Fields::required_date);
    let changed_on = fields.placed("changed_on", Fields::required_date);
    let (decided_by, reason) = (fields.placed("decided_by", Fields::text), fields.text("reason"));
    Some(DateChange { event: event?, of: of?, was: was?, changed_on: changed_on?, decided_by, reason })
}

fn read_changed_date(fields: &mut Fields<'_>) -> Option<ChangedDate> {
    let Some((written, place)) = fields.placed("of", Fields::text) else { return Some(ChangedDate::Implementation) };
    let of = ChangedDate::ALL.into_iter().find(|of| of.key() == written);
    if of.is_none() {
        fields.report(&DATE_CHANGE_OF, place);
    }
    of
}
