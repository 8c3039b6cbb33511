//! The records as a file of their own, for whoever loads them into another engine (`docs/search-format.md`).
//!
//! **Invariant.** One line for each record that the index finds, with the index's id.

use super::CHUNK;
use super::records::{Found, PageRecords, Reader};
use crate::date;
use crate::site::Material;
use serde::Serialize;
use std::collections::BTreeSet;

/// A record as a line.
#[derive(Serialize)]
struct Line<'p> {
    id: usize,
    kind: &'static str,
    title: &'p str,
    page: &'p str,
    url: String,
    committee: Option<&'p str>,
    date: Option<String>,
    classification: &'static str,
    outcomes: &'p BTreeSet<String>,
    standards: &'p BTreeSet<String>,
    text: &'p str,
}

/// `data/records.ndjson`, some pages at a time.
pub fn ndjson(material: Material<'_>) -> impl Iterator<Item = Vec<u8>> {
    let reader = Reader::new(material);
    let sources = reader.sources();
    let (firsts, _) = reader.ids(&sources);
    (0..sources.len()).step_by(CHUNK).map(move |from| {
        let mut lines = Vec::new();
        for at in from..sources.len().min(from + CHUNK) {
            write(material, &reader.read(sources[at]), firsts[at], &mut lines);
        }
        lines
    })
}

fn write(material: Material<'_>, page: &PageRecords, first: usize, out: &mut Vec<u8>) {
    for (id, found) in (first..).zip(&page.records) {
        serde_json::to_writer(&mut *out, &line(material, page, found, id)).expect("strings and numbers become JSON");
        out.push(b'\n');
    }
}

fn line<'p>(material: Material<'_>, page: &'p PageRecords, found: &'p Found, id: usize) -> Line<'p> {
    let anchor = found.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
    Line {
        id,
        kind: found.kind.word(),
        title: found.names.first().map_or(found.label.as_str(), String::as_str),
        page: &page.records[0].label,
        url: format!("{}{}{anchor}", material.settings.site.base_url, page.path),
        committee: page.committee.as_deref(),
        date: page.date.map(date::iso),
        classification: found.audience.word(),
        outcomes: &found.outcomes,
        standards: &found.standards,
        text: &found.text,
    }
}
