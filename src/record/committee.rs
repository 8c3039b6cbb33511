//! Committees: `committee.md`.
//!
//! **Invariant.** Made from projections only.

use super::document::Document;
use super::page;
use super::section::Section;
use crate::diagnostic::{COMMITTEE_NAME, Diagnostic, Finding};
use crate::fields::{self, Fields};
use crate::gate::Projection;
use crate::settings::WithheldItems;
use crate::slug::Slug;

/// A committee.
#[derive(Clone, Debug)]
pub struct Committee {
    document: Document,
    id: Slug,
    title: String,
    abbreviation: Option<String>,
    parent: Option<(String, fields::Place)>,
    sections: Vec<Section>,
}

impl Committee {
    pub(super) fn read(projection: &Projection, id: &Slug, withheld: WithheldItems) -> (Option<Self>, Vec<Diagnostic>) {
        let mut fields = Fields::new(projection.front());
        let document = Document::read(projection, &mut fields);
        let title = fields.required_text("title");
        let abbreviation = fields.text("abbreviation");
        let parent_place = fields.place("parent");
        let parent = fields.text("parent").map(|parent| (parent, parent_place));
        let (sections, mut diagnostics) = page::body(projection, &document, withheld);
        diagnostics.extend(fields.finish().into_iter().map(|finding| document.front_finding(finding)));
        if id.as_str() == "page" || is_year(id.as_str()) {
            diagnostics.push(document.front_finding(Finding::at(&COMMITTEE_NAME, 0, 0)));
        }
        let committee = title.map(|title| Self { document, id: id.clone(), title, abbreviation, parent, sections });
        (committee, diagnostics)
    }

    /// What it has in common with every document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its folder's name.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// Its full name.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its short name.
    pub fn abbreviation(&self) -> Option<&str> {
        self.abbreviation.as_deref()
    }

    /// The short name, or the full one where it has none.
    pub fn name(&self) -> &str {
        self.abbreviation.as_deref().unwrap_or(&self.title)
    }

    /// The committee that it reports to, as written, and where that is written.
    pub fn parent(&self) -> Option<&(String, fields::Place)> {
        self.parent.as_ref()
    }

    /// What it is for.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }
}

fn is_year(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit())
}
