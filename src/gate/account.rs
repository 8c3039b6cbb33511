//! The gate's account of one file: each portion by line, its marking, its effective classification and why.
//!
//! **Invariant.** Lines, classifications and constants; the text is drawn by the command, on a terminal only.

use super::body::ReadBody;
use super::classified::Classified;
use super::cut;
use super::layout::Place;
use super::marking::KnownTerms;
use super::outline::{Kind, Outline};
use super::sheet::{Sheet, Standing, document_standing, known_terms, parents, read_strings, read_tree, standing};
use crate::classification::Classification;
use crate::diagnostic::Severity;
use crate::settings::Settings;
use crate::source::SourceTree;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// One portion of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Its lines in the file; the end is not in it.
    pub lines: Range<u32>,
    /// What it is.
    pub kind: &'static str,
    /// The marking that it carries.
    pub marking: Option<Classification>,
    /// What holds for it.
    pub effective: Classification,
    /// What that comes from.
    pub why: &'static str,
    /// Whether it is published.
    pub is_published: bool,
}

/// What the gate says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The document's classification with its parent's; `None` where it cannot be read.
    pub document: Option<Classification>,
    /// Why the whole document is withheld, where it is.
    pub withheld: Option<&'static str>,
    /// Its embargo, or its parent's: the first day on which it may be published (R18).
    pub embargo: Option<Date>,
    /// Its portions, in order.
    pub portions: Vec<Portion>,
}

/// The account of the file at `path`; `None` where the tree has no such document.
pub fn account(tree: &SourceTree, settings: &Settings, path: &str) -> Option<Account> {
    accounts(tree, settings, |document| document == path).pop().map(|(_, account)| account)
}

/// The accounts of the documents whose paths are wanted, in the order of the tree.
pub fn accounts(tree: &SourceTree, settings: &Settings, wanted: impl Fn(&str) -> bool) -> Vec<(Arc<str>, Account)> {
    let (mut sheets, _) = read_tree(tree, settings);
    let known = known_terms(&sheets, settings);
    read_strings(&mut sheets, &known);
    let parents = parents(&sheets);
    let wanted = sheets.iter().filter(|sheet| wanted(&sheet.path));
    wanted.map(|sheet| (sheet.path.clone(), of_sheet(sheet, &parents, settings, &known))).collect()
}

fn of_sheet(sheet: &Sheet, parents: &BTreeMap<Place, Standing>, settings: &Settings, known: &KnownTerms) -> Account {
    let mut findings = sheet.findings.clone();
    let lawful = document_standing(sheet, parents, settings, &mut findings);
    let own = standing(sheet);
    let document = lawful.or(own.classification);
    let reading = ReadBody::of(&sheet.body, document.unwrap_or(Classification::Red), own.classification, known);
    findings.extend(reading.findings.iter().copied());
    let has_error = findings.iter().any(|finding| finding.rule.severity == Severity::Error);
    let withheld = reason(sheet, lawful, has_error, settings);
    let portions =
        reading.body.map(|(outline, classified)| portions(sheet, &outline, &classified, settings, withheld.is_none()));
    let embargo = sheet.place.parent().and_then(|parent| parents.get(&parent)?.is_embargoed_until);
    let embargo = own.is_embargoed_until.max(embargo);
    Account { document, withheld, embargo, portions: portions.unwrap_or_default() }
}

fn reason(sheet: &Sheet, lawful: Option<Classification>, has_error: bool, settings: &Settings) -> Option<&'static str> {
    let own = standing(sheet);
    let ceiling = settings.policy.ceiling.classification();
    if has_error {
        Some("it has an error of the information policy (R3)")
    } else if own.classification.is_some_and(|own| own > ceiling) {
        Some("its classification is above the ceiling (R4)")
    } else if own.is_embargoed_until.is_some_and(|day| day > settings.as_of) {
        Some("it is under embargo (R18)")
    } else if lawful.is_none() {
        Some("its parent is withheld or missing (R7)")
    } else {
        None
    }
}

fn portions(
    sheet: &Sheet,
    outline: &Outline,
    classified: &Classified,
    settings: &Settings,
    is_published: bool,
) -> Vec<Portion> {
    let withheld = cut::withheld(outline, &classified.effective, settings.policy.ceiling.classification());
    let mut portions = Vec::new();
    for (index, block) in outline.blocks.iter().enumerate().skip(1) {
        let Some(kind) = kind(&block.kind) else { continue };
        let is_listed = block.parent() == 0 || classified.own[index].is_some();
        if !is_listed && !matches!(block.kind, Kind::Item { .. }) {
            continue;
        }
        portions.push(Portion {
            lines: block.lines.start + sheet.lines_before..block.lines.end + sheet.lines_before,
            kind,
            marking: classified.own[index],
            effective: classified.effective[index],
            why: why(outline, classified, index),
            is_published: is_published && !withheld.blocks[index],
        });
    }
    portions
}

fn kind(kind: &Kind) -> Option<&'static str> {
    let kind = match kind {
        Kind::Heading(_) => "heading",
        Kind::Paragraph => "paragraph",
        Kind::Item { ordered: false, .. } => "bullet",
        Kind::Item { ordered: true, .. } => "list item",
        Kind::Quote => "quote",
        Kind::Code { .. } => "code",
        Kind::Table => "table",
        Kind::Footnote => "footnote",
        Kind::Root | Kind::List { .. } | Kind::Cell | Kind::Rule | Kind::Html => return None,
    };
    Some(kind)
}

/// The first thing, from the inside out, that alone gives the effective classification.
fn why(outline: &Outline, classified: &Classified, index: usize) -> &'static str {
    let effective = classified.effective[index];
    if classified.own[index] == Some(effective) {
        return "its own marking (R8)";
    }
    let enclosing = outline.ancestors(index).skip(1).any(|at| classified.own[at] == Some(effective));
    if enclosing {
        return "the marking of what it is in (R10)";
    }
    let section = classified.section_of[index];
    let mut sections = std::iter::successors(Some(section), |at| (*at != 0).then(|| classified.sections[*at].parent));
    let source = sections.find_map(|at| {
        let section = &classified.sections[at];
        let is_own = section.own == Some(effective);
        let is_stated = section.stated.is_some_and(|(stated, _)| stated == effective);
        is_own.then_some("the marking of its section (R8)").or(is_stated.then_some("a statement in its section (R9)"))
    });
    let part_of = classified.sections[section].part_of.is_some().then_some("the item of its number (R8)");
    let stem = outline.blocks[index].previous().is_some_and(|before| classified.own[before] == Some(effective));
    source.or(stem.then_some("the marking of its stem (R8)")).or(part_of).unwrap_or("the document or its parent (R7)")
}
