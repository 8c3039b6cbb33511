//! Files read but not yet ruled on, and how each stands with its parent, its embargo and its faults (R3, R7, R18).
//!
//! **Invariant.** Sealed text is opened here and nowhere else.

use super::layout::{self, Document, Place};
use super::marking::KnownTerms;
use super::names::Names;
use super::{characters, front, structure};
use crate::classification::Classification;
use crate::diagnostic::{Diagnostic, Finding, PARENT_MISSING, Severity};
use crate::fields::Value;
use crate::settings::Settings;
use crate::source::SourceTree;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file that has been read but not yet ruled on.
pub(super) struct Sheet {
    pub(super) path: Arc<str>,
    pub(super) place: Place,
    pub(super) front: Option<front::Front>,
    pub(super) body: String,
    pub(super) lines_before: u32,
    pub(super) findings: Vec<Finding>,
}

pub(super) fn read_tree(tree: &SourceTree, settings: &Settings) -> (Vec<Sheet>, Vec<Diagnostic>) {
    let (documents, diagnostics) = layout::documents(tree);
    let ceiling = settings.policy.ceiling.classification();
    let sheets = documents.par_iter().map(|document| read_sheet(document, ceiling)).collect();
    (sheets, diagnostics)
}

/// A document with all that the gate would take out of the front matter; it never leaves the gate.
pub(super) fn read_whole(document: &Document<'_>) -> Sheet {
    read_sheet(document, Classification::Red)
}

fn read_sheet(document: &Document<'_>, ceiling: Classification) -> Sheet {
    #[expect(clippy::disallowed_methods, reason = "the gate opens sealed text, here and nowhere else")]
    let bytes = document.sealed.open();
    let (text, findings) = characters::read(bytes);
    let mut sheet = Sheet {
        path: document.path.clone(),
        place: document.place.clone(),
        front: None,
        body: String::new(),
        lines_before: 0,
        findings,
    };
    if let Some(text) = text {
        sheet.findings.extend(structure::conflict_markers(&text));
        sheet.read(&text, ceiling);
    }
    sheet
}

impl Sheet {
    /// Whether the front matter calls it a draft.
    pub(super) fn is_draft(&self) -> bool {
        let draft = self.front.as_ref().and_then(|front| front.table.find("draft"));
        draft.is_some_and(|draft| draft.value == Value::Flag(true))
    }

    fn read(&mut self, text: &str, ceiling: Classification) {
        if self.place == Place::Glossary {
            self.read_front(text, ceiling);
            return;
        }
        match front::part(text.trim_start_matches('\u{feff}')) {
            Ok(parted) => {
                self.read_front(&parted.toml, ceiling);
                self.lines_before = parted.lines_before;
                self.body = parted.body.to_owned();
                if !self.body.is_empty() && !self.body.ends_with('\n') {
                    self.body.push('\n');
                }
            }
            Err(finding) => self.findings.push(finding),
        }
    }

    fn read_front(&mut self, toml: &str, ceiling: Classification) {
        let is_document = self.place != Place::Glossary;
        let (front, findings) = front::read(toml, is_document, ceiling);
        self.front = front;
        self.findings.extend(findings);
    }

    fn is_faulty(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule.severity == Severity::Error)
    }
}

/// What is no marking: the terms of the published glossary, and the names of the configuration.
pub(super) fn known_terms(sheets: &[Sheet], settings: &Settings) -> KnownTerms {
    KnownTerms { terms: glossary_terms(sheets), names: Names::new(&settings.policy.names) }
}

fn glossary_terms(sheets: &[Sheet]) -> BTreeSet<String> {
    let glossary = sheets.iter().find(|sheet| sheet.place == Place::Glossary && !sheet.is_faulty());
    let terms = glossary.and_then(|sheet| sheet.front.as_ref()?.table.find("term").map(|found| &found.value));
    let Some(Value::List(terms)) = terms else { return BTreeSet::new() };
    let name = |value: &Value| match value {
        Value::Table(term) => match &term.find("term")?.value {
            Value::Text(name) => Some(name.to_string()),
            _ => None,
        },
        _ => None,
    };
    terms.iter().filter_map(|term| name(&term.value)).collect()
}

/// Reads the strings of every front matter like bodies (R11), once it is known what is no near miss.
pub(super) fn read_strings(sheets: &mut [Sheet], known: &KnownTerms) {
    sheets.par_iter_mut().for_each(|sheet| {
        let said = sheet.front.as_ref().map_or(&[][..], |front| &front.said);
        let findings: Vec<Finding> = said.iter().flat_map(|said| said.findings(known)).collect();
        sheet.findings.extend(findings);
    });
}

/// What a parent lends to the documents under it.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) classification: Option<Classification>,
    pub(super) is_embargoed_until: Option<jiff::civil::Date>,
    pub(super) is_faulty: bool,
}

pub(super) fn standing(sheet: &Sheet) -> Standing {
    let front = sheet.front.as_ref();
    Standing {
        classification: front.and_then(|front| front.classification),
        is_embargoed_until: front.and_then(|front| front.publish_on),
        is_faulty: sheet.is_faulty(),
    }
}

pub(super) fn parents(sheets: &[Sheet]) -> BTreeMap<Place, Standing> {
    let is_parent = |sheet: &&Sheet| matches!(sheet.place, Place::Committee(_) | Place::Standard(_));
    sheets.iter().filter(is_parent).map(|sheet| (sheet.place.clone(), standing(sheet))).collect()
}

/// How a document stands before its body is looked at: its classification, or that it is withheld.
pub(super) fn document_standing(
    sheet: &Sheet,
    parents: &BTreeMap<Place, Standing>,
    settings: &Settings,
    findings: &mut Vec<Finding>,
) -> Option<Classification> {
    let own = standing(sheet);
    let mut classification = own.classification?;
    let mut embargo = own.is_embargoed_until;
    let mut is_lawful = !own.is_faulty;
    if let Some(parent) = sheet.place.parent() {
        match parents.get(&parent) {
            None => {
                findings.push(Finding::at(&PARENT_MISSING, 0, 0));
                is_lawful = false;
            }
            Some(parent) => {
                classification = classification.max(parent.classification?);
                embargo = embargo.max(parent.is_embargoed_until);
                is_lawful &= !parent.is_faulty;
            }
        }
    }
    let is_due = embargo.is_none_or(|day| day <= settings.as_of);
    let is_published = is_lawful && is_due && classification <= settings.policy.ceiling.classification();
    is_published.then_some(classification)
}
