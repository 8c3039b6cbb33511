//! What every published document has: its place, badge, history and former paths, and where its lines came from.
//!
//! **Invariant.** Made from a projection, and from nothing else.

use super::text::Position;
use crate::classification::Audience;
use crate::diagnostic::{Cleared, Diagnostic, Finding, Rule};
use crate::fields::{self, Fields, Table};
use crate::gate::{Place, Projection, PublicSource};
use crate::slug::Slug;
use jiff::civil::Date;
use std::sync::{Arc, Weak};

/// A line of a page's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// When it was changed.
    pub date: Date,
    /// What was changed.
    pub note: String,
    /// Where the date is written.
    pub place: fields::Place,
}

/// A path that a document had before: it leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerPath {
    /// From the site's root, with a slash at both ends.
    pub path: String,
    /// Where it is written.
    pub place: fields::Place,
}

impl FormerPath {
    /// `/old/place/`, with plain names.
    fn is_lawful(&self) -> bool {
        let inside = self.path.strip_prefix('/').and_then(|path| path.strip_suffix('/'));
        inside.is_some_and(|inside| inside.split('/').all(|name| Slug::new(&name.to_ascii_lowercase()).is_some()))
    }
}

/// The common part of every document.
#[derive(Clone, Debug)]
pub struct Document {
    path: Arc<str>,
    place: Place,
    audience: Audience,
    published_on: Option<Date>,
    updates: Vec<Update>,
    former_paths: Vec<FormerPath>,
    refused_paths: Vec<FormerPath>,
    source: Weak<PublicSource>,
}

impl Document {
    /// Reads the keys that any document may have.
    pub(super) fn read(projection: &Projection, fields: &mut Fields<'_>) -> Self {
        fields.leave(&["classification"]);
        let published_on = fields.date("publish_on");
        let updates = fields.tables("updates").into_iter().filter_map(|table| read_update(table, fields)).collect();
        let former_paths = fields.texts("former_paths").unwrap_or_default().into_iter();
        let former_paths = former_paths.map(|(path, place)| FormerPath { path, place });
        let (former_paths, refused_paths) = former_paths.partition(FormerPath::is_lawful);
        Self {
            path: projection.path().clone(),
            place: projection.place().clone(),
            audience: projection.audience(),
            published_on,
            updates,
            former_paths,
            refused_paths,
            source: Arc::downgrade(projection.source()),
        }
    }

    /// The source file.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// What it is, by its place in the tree.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The badge of the document.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The last day up to `as_of` on which its file says that it was published or changed.
    pub fn last_change(&self, as_of: Date) -> Option<Date> {
        let updates = self.updates.iter().map(|update| update.date);
        updates.chain(self.published_on).filter(|day| *day <= as_of).max()
    }

    /// The day that its file names as that of its publication.
    pub fn published_on(&self) -> Option<Date> {
        self.published_on
    }

    /// Its history, as written.
    pub fn updates(&self) -> &[Update] {
        &self.updates
    }

    /// Paths that lead to it from before.
    pub fn former_paths(&self) -> &[FormerPath] {
        &self.former_paths
    }

    /// What is written among them, and can be no path of the site.
    pub fn refused_paths(&self) -> &[FormerPath] {
        &self.refused_paths
    }

    /// A finding at a place of the body, with its published line.
    pub fn finding(&self, rule: &'static Rule, at: Position) -> Diagnostic {
        let source = self.source();
        let Some(line) = source.line(at.line) else {
            return self.front_finding(Finding::at(rule, 0, 0));
        };
        let bytes = (at.column as usize).saturating_sub(1);
        let before = line.get(..bytes).unwrap_or(line);
        let column = before.chars().count() as u32 + 1;
        Diagnostic::new(self.path.clone(), Finding::at(rule, source.file_line(at.line), column))
            .showing(Cleared::public(line))
    }

    /// Its published lines, as long as the projections are there; what is printed is made without them.
    pub fn source(&self) -> Arc<PublicSource> {
        self.source.upgrade().unwrap_or_default()
    }

    /// A finding in the front matter.
    pub fn front_finding(&self, finding: Finding) -> Diagnostic {
        Diagnostic::new(self.path.clone(), finding)
    }
}

fn read_update(table: &Table, outer: &mut Fields<'_>) -> Option<Update> {
    let mut fields = Fields::new(table);
    let place = fields.place("date");
    let date = fields.required_date("date");
    let note = fields.required_text("note");
    outer.adopt(fields.finish());
    Some(Update { date: date?, note: note?, place })
}
