//! A body that may be published in part: cut, and read once more to see that nothing has changed (R2).
//!
//! **Invariant.** A projection leaves only after its own text has been parsed and classified afresh.

use super::classified::Classified;
use super::classify;
use super::cut::{self, Withheld};
use super::layout::Place;
use super::marking::KnownTerms;
use super::outline::{self, Outline};
use super::projection::{AgendaItem, Notice, Projection, PublicSource};
use super::sheet::Sheet;
use super::{characters, roll, structure};
use crate::classification::{Audience, Classification};
use crate::diagnostic::{DEFINITION_WITHHELD, Finding, PROJECTION_UNSTABLE, Severity};
use crate::settings::{Settings, WithheldItems};
use std::collections::BTreeSet;

/// A body as parsed and classified, with what is wrong with it.
pub(super) struct ReadBody {
    pub(super) body: Option<(Outline, Classified)>,
    pub(super) findings: Vec<Finding>,
}

impl ReadBody {
    pub(super) fn of(body: &str, document: Classification, stated: Option<Classification>, known: &KnownTerms) -> Self {
        let outline = outline::parse(body);
        if structure::is_too_deep(&outline) {
            return Self { body: None, findings: structure::check(&outline, body) };
        }
        let mut findings = structure::too_long(&outline);
        if !findings.is_empty() {
            return Self { body: None, findings };
        }
        findings = structure::check(&outline, body);
        findings.extend(characters::decoded(&outline, body));
        let mut classified = classify::classify(&outline, body, document, stated, known);
        findings.append(&mut classified.findings);
        findings.sort_by_key(|finding| (finding.line, finding.column));
        in_characters(&mut findings, body);
        findings.sort_by_key(|finding| (finding.line, finding.column, finding.rule.slug));
        findings.dedup();
        Self { body: Some((outline, classified)), findings }
    }
}

/// Makes the columns of sorted findings, in bytes, columns in characters; each line is walked once.
fn in_characters(findings: &mut [Finding], body: &str) {
    let lines: Vec<&str> = body.lines().collect();
    let (mut line, mut byte, mut characters) = (0, 0, 0);
    for finding in findings {
        let text = lines.get((finding.line as usize).saturating_sub(1)).copied().unwrap_or_default();
        if finding.line != line {
            (line, byte, characters) = (finding.line, 0, 0);
        }
        let end = (finding.column as usize).saturating_sub(1).min(text.len());
        let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        characters += text[byte..end].chars().count() as u32;
        byte = end;
        finding.column = characters + 1;
    }
}

/// A body that may be published in part.
pub(super) struct Body<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) outline: &'s Outline,
    pub(super) classified: &'s Classified,
    pub(super) document: Classification,
    pub(super) known: &'s KnownTerms,
}

/// Lines of a body as lines of the file; 0 is none.
fn in_file(lines: &[u32], before: u32) -> Vec<u32> {
    lines.iter().map(|line| if *line == 0 { 0 } else { line + before }).collect()
}

/// What of a body is published, and what of it the roll and the author must know.
pub(super) struct Projected {
    pub(super) projection: Option<Projection>,
    /// The anchors of withheld agenda items, for the roll.
    pub(super) withheld_anchors: Vec<String>,
    pub(super) findings: Vec<Finding>,
}

impl Body<'_> {
    pub(super) fn project(&self, settings: &Settings) -> Projected {
        let ceiling = settings.policy.ceiling.classification();
        let withheld = cut::withheld(self.outline, &self.classified.effective, ceiling);
        let withheld_anchors = self.withheld_anchors(&withheld);
        let mut cut = cut::cut(self.outline, &self.sheet.body, &withheld);
        let positions = positions(&cut.origin);
        let agenda = self.agenda(&withheld, &positions);
        let notices = match settings.policy.withheld {
            WithheldItems::Notice if self.is_meeting() => self.notices(&withheld, &positions, cut.origin.len()),
            WithheldItems::Notice | WithheldItems::Omit => Vec::new(),
        };
        let mut findings = Vec::new();
        if cut.body != self.sheet.body {
            self.verify(&cut, &withheld, ceiling, &mut findings);
        }
        if settings.policy.withheld == WithheldItems::Omit && !agenda.is_empty() {
            cut.body = without_numbers(&cut.body, &agenda);
            findings.extend(self.left_number(&cut, &withheld));
        }
        let is_lawful = !findings.iter().any(|finding| finding.rule.severity == Severity::Error);
        let projection = self.document.audience().filter(|_| is_lawful).zip(self.sheet.front.as_ref());
        let projection = projection.map(|(audience, front)| Projection {
            path: self.sheet.path.clone(),
            place: self.sheet.place.clone(),
            audience,
            audiences: self.audiences(audience, &cut.origin),
            front: front.table.clone(),
            source: PublicSource::new(cut.body, in_file(&cut.origin, self.sheet.lines_before)).into(),
            agenda,
            notices,
        });
        Projected { projection, withheld_anchors, findings }
    }

    /// The badge of each line that is left: the strictest of the blocks that it stands in (R10).
    fn audiences(&self, document: Audience, origin: &[u32]) -> Vec<Audience> {
        let classes = self.classified.by_line(self.outline, document.classification());
        origin.iter().map(|line| classes[*line as usize].audience().unwrap_or(document)).collect()
    }

    /// What is left is parsed afresh: every permitted portion must be in it once, read and classified as before,
    /// and nothing else; so the projection of the projection is itself.
    fn verify(&self, cut: &cut::Cut, withheld: &Withheld, ceiling: Classification, findings: &mut Vec<Finding>) {
        let left = ReadBody::of(&cut.body, self.document, None, self.known);
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

    /// Under "omit" a number that is written in a way that cannot be taken off is an error (R16), and so is what is read
    /// differently without it.
    fn left_number(&self, cut: &cut::Cut, withheld: &Withheld) -> Option<Finding> {
        let left = ReadBody::of(&cut.body, self.document, None, self.known);
        let is_faulty = left.findings.iter().any(|finding| finding.rule.severity == Severity::Error);
        let line = match &left.body {
            Some((outline, classified)) => {
                let numbered = classified.sections.iter().find(|section| section.number.is_some());
                let line =
                    numbered.map(|section| cut.origin.get(section.lines.start as usize - 1).copied().unwrap_or(1));
                line.or_else(|| cut::first_difference(self.outline, withheld, outline, &cut.origin))
            }
            None => Some(1),
        };
        let line = line.or(is_faulty.then_some(1))?;
        Some(Finding::at(&PROJECTION_UNSTABLE, line.max(1), 1))
    }

    /// References that resolve in the full text and not in the projection (R14).
    fn lost_definitions(&self, left: &Outline, cut: &cut::Cut, findings: &mut Vec<Finding>) {
        let lost_labels = left.unresolved.difference(&self.outline.unresolved).map(|label| label.to_lowercase());
        let lost_notes =
            self.outline.footnotes.difference(&left.footnotes).map(|name| format!("^{name}").to_lowercase());
        let lost: BTreeSet<String> = lost_labels.chain(lost_notes).collect();
        if lost.is_empty() {
            return;
        }
        for (line, origin) in cut.body.lines().zip(&cut.origin) {
            let content = line.len() - line.trim_start_matches([' ', '>']).len();
            for (at, _) in line.match_indices('[') {
                let label = line[at + 1..].split([']', '[']).next().unwrap_or_default();
                let defines = at == content && line[at + 1 + label.len()..].starts_with("]:");
                if !defines && lost.contains(&label.to_lowercase()) {
                    let column = line[..at].chars().count() as u32 + 1;
                    findings.push(Finding::at(&DEFINITION_WITHHELD, (*origin).max(1), column));
                }
            }
        }
    }

    fn is_meeting(&self) -> bool {
        matches!(self.sheet.place, Place::Meeting(..))
    }

    fn is_withheld(&self, withheld: &Withheld, section: usize) -> bool {
        withheld.blocks[self.classified.sections[section].heading]
    }

    fn agenda(&self, withheld: &Withheld, positions: &[u32]) -> Vec<AgendaItem> {
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
    fn notices(&self, withheld: &Withheld, positions: &[u32], length: usize) -> Vec<Notice> {
        let mut notices = Vec::new();
        let mut run: Vec<String> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut close = |run: &mut Vec<String>, before: u32| {
            if !run.is_empty() {
                notices.push(Notice { before, numbers: std::mem::take(run) });
            }
        };
        for (at, section) in self.classified.sections.iter().enumerate().skip(1) {
            if !self.is_withheld(withheld, at) {
                close(&mut run, projected_line(positions, section.lines.start));
                seen.clear();
            } else if let Some(number) = &section.number
                && seen.insert(number)
            {
                run.push(number.clone());
            }
        }
        close(&mut run, length as u32 + 1);
        notices
    }

    fn withheld_anchors(&self, withheld: &Withheld) -> Vec<String> {
        let sections = (1..self.classified.sections.len()).filter(|at| self.is_withheld(withheld, *at));
        sections
            .map(|at| {
                let section = &self.classified.sections[at];
                match &section.number {
                    Some(number) => format!("item-{number}"),
                    None => roll::anchor_of(self.outline.letters(section.heading).chars),
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
            Some((hashes, title)) if hashes.chars().all(|c| matches!(c, '#' | ' ')) => {
                out.push_str(&format!("{}{}", hashes, title.trim_start()))
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}
