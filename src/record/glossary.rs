//! The glossary: `glossary.toml`.
//!
//! **Invariant.** Terms above the ceiling are not in the projection, so they are not here.

use super::markdown;
use super::text::Block;
use crate::classification::{Audience, Classification};
use crate::diagnostic::{Diagnostic, Finding, GLOSSARY_TERM_TWICE};
use crate::fields::{Fields, Place, Table};
use crate::gate::Projection;
use std::collections::BTreeSet;

/// A term of the glossary.
#[derive(Clone, Debug)]
pub struct Term {
    term: String,
    expansion: String,
    definition: Vec<Block>,
    audience: Audience,
    place: Place,
}

impl Term {
    /// The term: `CBQ`.
    pub fn term(&self) -> &str {
        &self.term
    }

    /// What it stands for.
    pub fn expansion(&self) -> &str {
        &self.expansion
    }

    /// What it means; empty where nothing is said.
    pub fn definition(&self) -> &[Block] {
        &self.definition
    }

    /// Its badge.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// Where it is written.
    pub fn place(&self) -> Place {
        self.place
    }
}

pub(super) fn read(projection: &Projection) -> (Vec<Term>, Vec<Diagnostic>) {
    let mut fields = Fields::new(projection.front());
    let mut terms = Vec::new();
    let mut seen = BTreeSet::new();
    for table in fields.tables("term") {
        let (term, findings) = read_term(table);
        fields.adopt(findings);
        if let Some(term) = term {
            if seen.insert(term.term.clone()) {
                terms.push(term);
            } else {
                fields.adopt(vec![Finding::at(&GLOSSARY_TERM_TWICE, table.place.0, table.place.1)]);
            }
        }
    }
    terms.sort_by_key(|term| (term.term.to_lowercase(), term.term.clone()));
    let findings = fields.finish().into_iter();
    (terms, findings.map(|finding| Diagnostic::new(projection.path().clone(), finding)).collect())
}

fn read_term(table: &Table) -> (Option<Term>, Vec<Finding>) {
    let mut fields = Fields::new(table);
    let term = fields.required_text("term");
    let expansion = fields.required_text("expansion");
    let definition = fields.text("definition").map(|text| markdown::parse(&text)).unwrap_or_default();
    let audience = fields.text("classification").and_then(|text| Classification::read(&text)?.audience());
    let findings = fields.finish();
    let term = term.zip(expansion).zip(audience);
    (
        term.map(|((term, expansion), audience)| Term { term, expansion, definition, audience, place: table.place }),
        findings,
    )
}
