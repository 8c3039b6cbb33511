//! The only door between sealed and public: project, forget, then parse (R2, R5).
//!
//! It reads every source file, decides what may be published, and hands on projections: source text without the
//! withheld portions. Whatever comes after it never sees anything else.
//!
//! **Invariant.** A [`Projection`] holds public front matter, public text and the numbers for notices; no word,
//! length, count or name of anything withheld.

mod account;
mod characters;
mod classify;
mod cut;
mod front;
mod layout;
mod marking;
mod outline;
mod roll;
mod structure;

pub use account::{Account, Portion, account};
pub use layout::Place;
pub use roll::{Roll, Withheld};

use crate::classification::{Audience, Classification};
use crate::diagnostic::{DEFINITION_WITHHELD, Diagnostic, Finding, PARENT_MISSING, PROJECTION_UNSTABLE, Severity};
use crate::fields::{Table, Value};
use crate::settings::{Settings, WithheldItems};
use crate::source::SourceTree;
use classify::Classified;
use cut::Withheld as WithheldPortions;
use layout::Document;
use marking::KnownTerms;
use outline::Outline;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What is left of a source file when every withheld portion is cut out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    path: Arc<str>,
    place: Place,
    audience: Audience,
    front: Table,
    body: String,
    origin: Vec<u32>,
    agenda: Vec<AgendaItem>,
    notices: Vec<Notice>,
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

    /// The published front matter, with its places in the file.
    pub fn front(&self) -> &Table {
        &self.front
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
    documents: Vec<Projection>,
    roll: Roll,
    withheld: usize,
    cut: usize,
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

/// The marking at the end of a published text, and where it stands; for the record, which shows a badge instead.
pub fn published_marking(text: &[char]) -> Option<(Range<usize>, Audience)> {
    let ending = marking::ending(text, &KnownTerms::new());
    let (first, last) = (ending.groups.first()?, ending.groups.last()?);
    match first.reading {
        marking::Reading::Exact(found) => Some((first.range.start..last.range.end, found.audience()?)),
        marking::Reading::Like(_) => None,
    }
}

/// Projects a tree: the only reader of sealed text.
pub fn project(tree: &SourceTree, settings: &Settings) -> (Projections, Vec<Diagnostic>) {
    let (sheets, mut diagnostics) = read_tree(tree, settings);
    let known = known_terms(&sheets);
    let parents = parents(&sheets);
    let ruled: Vec<Ruled> = sheets.par_iter().map(|sheet| rule(sheet, &parents, settings, &known)).collect();
    let mut projections = Projections::default();
    for (sheet, ruled) in sheets.iter().zip(ruled) {
        diagnostics.extend(ruled.findings.iter().map(|finding| Diagnostic::new(sheet.path.clone(), *finding)));
        projections.roll.add(&sheet.place, ruled.anchors, ruled.projection.is_none());
        match ruled.projection {
            Some(projection) => projections.documents.push(projection),
            None => projections.withheld += 1,
        }
        projections.cut += usize::from(ruled.is_cut);
    }
    (projections, diagnostics)
}

/// A file that has been read but not yet ruled on.
struct Sheet {
    path: Arc<str>,
    place: Place,
    front: Option<front::Front>,
    body: String,
    lines_before: u32,
    findings: Vec<Finding>,
}

fn read_tree(tree: &SourceTree, settings: &Settings) -> (Vec<Sheet>, Vec<Diagnostic>) {
    let (documents, diagnostics) = layout::documents(tree);
    let ceiling = settings.policy.ceiling.classification();
    let sheets = documents.par_iter().map(|document| read_sheet(document, ceiling)).collect();
    (sheets, diagnostics)
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

/// The terms that are no near misses of a colour: those of the published glossary.
fn known_terms(sheets: &[Sheet]) -> KnownTerms {
    let glossary = sheets.iter().find(|sheet| sheet.place == Place::Glossary && !sheet.is_faulty());
    let terms = glossary.and_then(|sheet| sheet.front.as_ref()?.table.find("term").map(|found| &found.value));
    let Some(Value::List(terms)) = terms else { return KnownTerms::new() };
    let name = |value: &Value| match value {
        Value::Table(term) => match &term.find("term")?.value {
            Value::Text(name) => Some(name.clone()),
            _ => None,
        },
        _ => None,
    };
    terms.iter().filter_map(|term| name(&term.value)).collect()
}

/// What a parent lends to the documents under it.
#[derive(Clone, Copy)]
struct Standing {
    classification: Option<Classification>,
    is_embargoed_until: Option<jiff::civil::Date>,
    is_faulty: bool,
}

fn standing(sheet: &Sheet) -> Standing {
    let front = sheet.front.as_ref();
    Standing {
        classification: front.and_then(|front| front.classification),
        is_embargoed_until: front.and_then(|front| front.publish_on),
        is_faulty: sheet.is_faulty(),
    }
}

fn parents(sheets: &[Sheet]) -> BTreeMap<Place, Standing> {
    let is_parent = |sheet: &&Sheet| matches!(sheet.place, Place::Committee(_) | Place::Standard(_));
    sheets.iter().filter(is_parent).map(|sheet| (sheet.place.clone(), standing(sheet))).collect()
}

/// What the gate says of one document.
struct Ruled {
    projection: Option<Projection>,
    is_cut: bool,
    anchors: Vec<String>,
    findings: Vec<Finding>,
}

/// How a document stands before its body is looked at: its classification, or that it is withheld.
fn document_standing(
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

fn rule(sheet: &Sheet, parents: &BTreeMap<Place, Standing>, settings: &Settings, known: &KnownTerms) -> Ruled {
    let mut findings = sheet.findings.clone();
    let standing = document_standing(sheet, parents, settings, &mut findings);
    let stated = sheet.front.as_ref().and_then(|front| front.classification);
    let worst = Classification::Red;
    let reading = Reading::of(&sheet.body, standing.or(stated).unwrap_or(worst), stated, known);
    findings.extend(reading.findings.iter().map(|finding| in_file(*finding, sheet.lines_before)));
    let is_faulty = findings.iter().any(|finding| finding.rule.severity == Severity::Error);
    let Some(classification) = standing.filter(|_| !is_faulty) else {
        return Ruled { projection: None, is_cut: false, anchors: Vec::new(), findings };
    };
    let Some((outline, classified)) = &reading.body else {
        return Ruled { projection: None, is_cut: false, anchors: Vec::new(), findings };
    };
    let body = Body { sheet, outline, classified, document: classification, known };
    let (projection, more) = body.project(settings);
    findings.extend(more.into_iter().map(|finding| in_file(finding, sheet.lines_before)));
    let is_cut = projection.as_ref().is_some_and(|projection| projection.body.len() < sheet.body.len());
    Ruled { projection, is_cut, anchors: body.withheld_anchors(settings), findings }
}

fn in_file(finding: Finding, lines_before: u32) -> Finding {
    Finding { line: finding.line + lines_before, ..finding }
}

/// A body as parsed and classified, with what is wrong with it.
struct Reading {
    body: Option<(Outline, Classified)>,
    findings: Vec<Finding>,
}

impl Reading {
    fn of(body: &str, document: Classification, stated: Option<Classification>, known: &KnownTerms) -> Self {
        let outline = outline::parse(body);
        let mut findings = structure::check(&outline, body);
        if structure::is_too_deep(&outline) {
            return Self { body: None, findings };
        }
        let mut classified = classify::classify(&outline, body, document, stated, known);
        findings.append(&mut classified.findings);
        let lines: Vec<&str> = body.lines().collect();
        for finding in &mut findings {
            finding.column = character_column(&lines, finding.line, finding.column);
        }
        findings.sort_by_key(|finding| (finding.line, finding.column, finding.rule.slug));
        findings.dedup();
        Self { body: Some((outline, classified)), findings }
    }
}

/// The column in characters of a column in bytes.
fn character_column(lines: &[&str], line: u32, column: u32) -> u32 {
    let text = lines.get((line as usize).saturating_sub(1)).copied().unwrap_or_default();
    let bytes = (column as usize).saturating_sub(1);
    text.char_indices().take_while(|(at, _)| *at < bytes).count() as u32 + 1
}

/// A body that may be published in part.
struct Body<'s> {
    sheet: &'s Sheet,
    outline: &'s Outline,
    classified: &'s Classified,
    document: Classification,
    known: &'s KnownTerms,
}

impl Body<'_> {
    fn project(&self, settings: &Settings) -> (Option<Projection>, Vec<Finding>) {
        let ceiling = settings.policy.ceiling.classification();
        let withheld = cut::withheld(self.outline, self.classified, ceiling);
        let mut cut = cut::cut(self.outline, &self.sheet.body, &withheld);
        let positions = positions(&cut.origin);
        let agenda = self.agenda(&withheld, &positions);
        let notices = match settings.policy.withheld {
            WithheldItems::Notice if self.is_meeting() => self.notices(&withheld, &positions, cut.origin.len()),
            WithheldItems::Notice | WithheldItems::Omit => Vec::new(),
        };
        if settings.policy.withheld == WithheldItems::Omit {
            cut.body = without_numbers(&cut.body, &agenda);
        }
        let mut findings = Vec::new();
        if cut.body != self.sheet.body {
            self.verify(&cut, &withheld, ceiling, &mut findings);
        }
        let is_lawful = !findings.iter().any(|finding| finding.rule.severity == Severity::Error);
        let projection = self.document.audience().filter(|_| is_lawful).zip(self.sheet.front.as_ref());
        let projection = projection.map(|(audience, front)| Projection {
            path: self.sheet.path.clone(),
            place: self.sheet.place.clone(),
            audience,
            front: front.table.clone(),
            origin: cut.origin.iter().map(|line| if *line == 0 { 0 } else { line + self.sheet.lines_before }).collect(),
            body: cut.body,
            agenda,
            notices,
        });
        (projection, findings)
    }

    /// What is left is parsed afresh: every permitted portion must be in it once, read and classified as before,
    /// and nothing else; so the projection of the projection is itself.
    fn verify(
        &self,
        cut: &cut::Cut,
        withheld: &WithheldPortions,
        ceiling: Classification,
        findings: &mut Vec<Finding>,
    ) {
        let left = Reading::of(&cut.body, self.document, None, self.known);
        let unstable = |line: u32| Finding::at(&PROJECTION_UNSTABLE, line, 1);
        let Some((outline, classified)) = &left.body else {
            findings.push(unstable(1));
            return;
        };
        if let Some(line) = cut::first_difference(self.outline, withheld, outline, &cut.origin) {
            findings.push(unstable(line));
            return;
        }
        let kept = (1..self.outline.blocks.len()).filter(|at| !withheld.blocks[*at]);
        for (before, after) in kept.zip(1..) {
            let same = classified.effective[after] == self.classified.effective[before];
            if !same || classified.effective[after] > ceiling {
                findings.push(unstable(self.outline.blocks[before].lines.start));
                return;
            }
        }
        if left.findings.iter().any(|finding| finding.rule.severity == Severity::Error) {
            findings.push(unstable(1));
        }
        self.lost_definitions(outline, cut, findings);
    }

    /// References that resolve in the full text and not in the projection (R14).
    fn lost_definitions(&self, left: &Outline, cut: &cut::Cut, findings: &mut Vec<Finding>) {
        let lost_labels = left.unresolved.difference(&self.outline.unresolved).cloned();
        let lost_notes = self.outline.footnotes.difference(&left.footnotes).map(|name| format!("^{name}"));
        for label in lost_labels.chain(lost_notes) {
            let needle = format!("[{}", label.to_lowercase());
            let is_use = |line: &str| {
                let line = line.to_lowercase();
                let defines = line.trim_start_matches([' ', '>']).starts_with(&format!("{needle}]:"));
                line.contains(&needle) && !defines
            };
            let uses = cut.body.lines().zip(&cut.origin).filter(|(line, _)| is_use(line));
            for (line, origin) in uses {
                let at = line.to_lowercase().find(&needle).unwrap_or(0);
                let column = line.char_indices().take_while(|(byte, _)| *byte < at).count() as u32 + 1;
                findings.push(Finding::at(&DEFINITION_WITHHELD, (*origin).max(1), column));
            }
        }
    }

    fn is_meeting(&self) -> bool {
        matches!(self.sheet.place, Place::Meeting(..))
    }

    fn is_withheld(&self, withheld: &WithheldPortions, section: usize) -> bool {
        withheld.blocks[self.classified.sections[section].heading]
    }

    fn agenda(&self, withheld: &WithheldPortions, positions: &[u32]) -> Vec<AgendaItem> {
        if !self.is_meeting() {
            return Vec::new();
        }
        let kept = (1..self.classified.sections.len()).filter(|at| !self.is_withheld(withheld, *at));
        kept.filter_map(|at| {
            let section = &self.classified.sections[at];
            Some(AgendaItem { line: projected_line(positions, section.lines.start), number: section.number.clone()? })
        })
        .collect()
    }

    /// Each run of withheld numbered items, before the next published heading or at the end (R15).
    fn notices(&self, withheld: &WithheldPortions, positions: &[u32], length: usize) -> Vec<Notice> {
        let mut notices = Vec::new();
        let mut run: Vec<String> = Vec::new();
        let mut close = |run: &mut Vec<String>, before: u32| {
            if !run.is_empty() {
                notices.push(Notice { before, numbers: std::mem::take(run) });
            }
        };
        for (at, section) in self.classified.sections.iter().enumerate().skip(1) {
            if !self.is_withheld(withheld, at) {
                close(&mut run, projected_line(positions, section.lines.start));
            } else if let Some(number) = &section.number
                && !run.contains(number)
            {
                run.push(number.clone());
            }
        }
        close(&mut run, length as u32 + 1);
        notices
    }

    /// The anchors of withheld agenda items, for the roll.
    fn withheld_anchors(&self, settings: &Settings) -> Vec<String> {
        let ceiling = settings.policy.ceiling.classification();
        let withheld = cut::withheld(self.outline, self.classified, ceiling);
        let sections = (1..self.classified.sections.len()).filter(|at| self.is_withheld(&withheld, *at));
        sections
            .map(|at| {
                let section = &self.classified.sections[at];
                match &section.number {
                    Some(number) => format!("item-{number}"),
                    None => roll::anchor_of(&self.outline.blocks[section.heading].letters.chars),
                }
            })
            .collect()
    }
}

/// The line of the projection that a published line has become.
fn projected_line(positions: &[u32], line: u32) -> u32 {
    positions.get(line as usize).copied().unwrap_or(1)
}

/// For each line of the full body, its line in the projection.
fn positions(origin: &[u32]) -> Vec<u32> {
    let mut positions = vec![0; origin.iter().max().map_or(0, |last| *last as usize + 1)];
    for (at, line) in origin.iter().enumerate() {
        positions[*line as usize] = at as u32 + 1;
    }
    positions
}

/// Takes the numbers off the headings of agenda items (R16).
fn without_numbers(body: &str, agenda: &[AgendaItem]) -> String {
    let mut out = String::new();
    let mut agenda = agenda.iter().peekable();
    for (at, line) in body.lines().enumerate() {
        let item = agenda.next_if(|item| item.line == at as u32 + 1);
        match item.and_then(|item| line.split_once(&format!("{}.", item.number))) {
            Some((hashes, title)) => out.push_str(&format!("{}{}", hashes, title.trim_start())),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}
