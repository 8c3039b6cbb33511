//! The only door between sealed and public: project, forget, then parse (R2, R5).
//!
//! It reads every source file, decides what may be published, and hands on projections: source text without the
//! withheld portions. Whatever comes after it never sees anything else.
//!
//! **Invariant.** A [`Projection`] holds public front matter, public text and the numbers for notices; no word,
//! length, count or name of anything withheld.

mod account;
mod bare;
mod body;
mod characters;
mod classified;
mod classify;
mod cut;
mod front;
mod layout;
mod lowered;
mod marking;
mod names;
mod outline;
mod policies;
mod projection;
mod roll;
mod scope;
mod section;
mod sheet;
mod silence;
mod statement;
mod strings;
mod structure;
mod table;
mod text;
mod views;
mod words;

pub use account::{Account, Portion, account, accounts};
pub use layout::Place;
pub use lowered::{Lowered, Past};
pub use projection::{AgendaItem, Notice, Projection, Projections, PublicSource};
pub use roll::{Roll, Withheld};

use crate::classification::{Audience, Classification};
use crate::diagnostic::{Diagnostic, Finding, Severity};
use crate::settings::{self, Settings};
use crate::source::SourceTree;
use body::{Body, Projected, ReadBody};
use marking::KnownTerms;
use rayon::prelude::*;
use sheet::{Sheet, Standing, document_standing};
use std::collections::BTreeMap;
use std::ops::Range;

/// The marking at the end of a published text, and where it stands; for the record, which shows a badge instead.
pub fn published_marking(text: &[char]) -> Option<(Range<usize>, Audience)> {
    let ending = marking::ending(text, &KnownTerms::default());
    let (first, last) = (ending.groups.first()?, ending.groups.last()?);
    match first.reading {
        marking::Reading::Exact(found) => Some((first.range.start..last.range.end, found.audience()?)),
        marking::Reading::Like(_) => None,
    }
}

/// Projects a tree: the only reader of sealed text.
pub fn project(tree: &SourceTree, settings: &Settings) -> (Projections, Vec<Diagnostic>) {
    let (mut sheets, mut diagnostics) = sheet::read_tree(tree, settings);
    let known = sheet::known_terms(&sheets, settings);
    sheet::read_strings(&mut sheets, &known);
    diagnostics.extend(in_configuration(settings, &known));
    let parents = sheet::parents(&sheets);
    let ruled: Vec<Ruled> = sheets.par_iter().map(|sheet| rule(sheet, &parents, settings, &known)).collect();
    let mut projections = Projections::default();
    for (sheet, ruled) in sheets.iter().zip(ruled) {
        diagnostics.extend(ruled.findings.iter().map(|finding| Diagnostic::new(sheet.path.clone(), *finding)));
        projections.roll.add(&sheet.place, ruled.anchors, ruled.projection.is_none());
        match ruled.projection {
            Some(projection) => projections.documents.push(projection),
            None => {
                projections.withheld += 1;
                if !sheet.is_draft() {
                    projections.roll.add_version(&sheet.place);
                }
            }
        }
        projections.cut += usize::from(ruled.is_cut);
    }
    (projections, diagnostics)
}

/// What is wrong with the strings of the configuration that pages show (R11).
fn in_configuration(settings: &Settings, known: &KnownTerms) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for (key, value) in &settings.shown {
        strings::of_value(key, value, &mut said);
    }
    let findings = said.iter().flat_map(|said| said.findings(known));
    findings.map(|finding| Diagnostic::new(settings::FILE, finding)).collect()
}

/// What the gate says of one document.
struct Ruled {
    projection: Option<Projection>,
    is_cut: bool,
    anchors: Vec<String>,
    findings: Vec<Finding>,
}

fn rule(sheet: &Sheet, parents: &BTreeMap<Place, Standing>, settings: &Settings, known: &KnownTerms) -> Ruled {
    let mut findings = sheet.findings.clone();
    let standing = document_standing(sheet, parents, settings, &mut findings);
    let stated = sheet.front.as_ref().and_then(|front| front.classification);
    let worst = Classification::Red;
    let reading = ReadBody::of(&sheet.body, standing.or(stated).unwrap_or(worst), stated, known);
    findings.extend(reading.findings.iter().map(|finding| in_file(*finding, sheet.lines_before)));
    let is_faulty = findings.iter().any(|finding| finding.rule.severity == Severity::Error);
    let Some(classification) = standing.filter(|_| !is_faulty) else {
        return Ruled { projection: None, is_cut: false, anchors: Vec::new(), findings };
    };
    let Some((outline, classified)) = &reading.body else {
        return Ruled { projection: None, is_cut: false, anchors: Vec::new(), findings };
    };
    let body = Body { sheet, outline, classified, document: classification, known };
    let Projected { projection, withheld_anchors: anchors, findings: more } = body.project(settings);
    findings.extend(more.into_iter().map(|finding| in_file(finding, sheet.lines_before)));
    let is_cut = projection.as_ref().is_some_and(|projection| projection.body().len() < sheet.body.len());
    Ruled { projection, is_cut, anchors, findings }
}

fn in_file(finding: Finding, lines_before: u32) -> Finding {
    Finding { line: finding.line + lines_before, ..finding }
}
