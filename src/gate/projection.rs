//! Projections: what leaves the gate.
//!
//! **Invariant.** Only the gate makes one; nothing in it depends on a withheld word, length, count or name.

use super::layout::Place;
use super::roll::Roll;
use crate::classification::Audience;
use crate::fields::Table;
use std::sync::Arc;

/// What is left of a source file when every withheld portion is cut out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    pub(super) path: Arc<str>,
    pub(super) place: Place,
    pub(super) audience: Audience,
    pub(super) audiences: Vec<Audience>,
    pub(super) front: Table,
    pub(super) source: Arc<PublicSource>,
    pub(super) agenda: Vec<AgendaItem>,
    pub(super) notices: Vec<Notice>,
}

/// The published lines of a source file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicSource {
    body: String,
    /// Where each line begins.
    starts: Vec<u32>,
    /// The line of the file that each line was; 0 for a line that was put in place of what is withheld.
    origin: Vec<u32>,
}

impl PublicSource {
    pub(super) fn new(body: String, origin: Vec<u32>) -> Self {
        let ends = body.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let starts = std::iter::once(0).chain(ends).filter(|start| (*start as usize) < body.len()).collect();
        Self { body, starts, origin }
    }

    /// A line, from 1.
    pub fn line(&self, line: u32) -> Option<&str> {
        let start = *self.starts.get((line as usize).checked_sub(1)?)?;
        self.body[start as usize..].lines().next()
    }

    /// The lines with their numbers in the file.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..).zip(self.body.lines()).map(|(at, line)| (self.file_line(at), line))
    }

    /// The published Markdown.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The line of the file that a line of the body was; for diagnostics only.
    pub fn file_line(&self, line: u32) -> u32 {
        let known = |line: u32| self.origin.get(line as usize - 1).copied().filter(|origin| *origin > 0);
        (1..=line.max(1)).rev().find_map(known).unwrap_or(1)
    }
}

/// A published agenda item's heading, by its line in the projection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// The line, from 1.
    pub line: u32,
    /// Its number, `12a`; under "omit" it is for resolving references only (R16).
    pub number: String,
}

/// A run of withheld agenda items (R15), and the line of the projection that it stands before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The line, from 1; one behind the last for the end.
    pub before: u32,
    /// The withheld numbers, as written.
    pub numbers: Vec<String>,
}

impl Projection {
    /// The file, from the site's root.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// What the document is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The document's badge.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The badge that holds for a line of the body (R10); for one outside it, the document's.
    pub fn audience_at(&self, line: u32) -> Audience {
        let at = (line as usize).checked_sub(1).and_then(|at| self.audiences.get(at));
        at.copied().unwrap_or(self.audience)
    }

    /// The published front matter, with its places in the file.
    pub fn front(&self) -> &Table {
        &self.front
    }

    /// The published Markdown.
    pub fn body(&self) -> &str {
        self.source.body()
    }

    /// The published lines, which last as long as somebody needs them.
    pub fn source(&self) -> &Arc<PublicSource> {
        &self.source
    }

    /// The line of the file that a line of the body was; for diagnostics only.
    pub fn file_line(&self, line: u32) -> u32 {
        self.source.file_line(line)
    }

    /// The published agenda items, in order.
    pub fn agenda(&self) -> &[AgendaItem] {
        &self.agenda
    }

    /// The notices, in order; none under "omit".
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

/// All that may be published of a tree, sorted by path.
#[derive(Debug, Default)]
pub struct Projections {
    pub(super) documents: Vec<Projection>,
    pub(super) roll: Roll,
    pub(super) withheld: usize,
    pub(super) cut: usize,
}

impl Projections {
    /// The projected documents, sorted by path.
    pub fn documents(&self) -> &[Projection] {
        &self.documents
    }

    /// What is withheld, for diagnostics only: nothing in the output is made from it.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// How many documents are withheld whole, for the operator's log.
    pub fn withheld_documents(&self) -> usize {
        self.withheld
    }

    /// How many published documents had a portion cut out, for the operator's log.
    pub fn cut_documents(&self) -> usize {
        self.cut
    }
}
