//! Checks that need more than one document: links, committees, next meetings, paths (specification 2).
//!
//! **Invariant.** Made on published documents only; the roll is asked for one word: withheld, or missing (R17).

use super::{Registers, Resolution};
use crate::diagnostic::*;
use crate::gate::{Place, Roll};
use crate::record::text::{Block, Link};
use crate::record::walk::{self, Node};
use crate::record::{Document, Record, Section};
use crate::slug::Slug;
use std::collections::BTreeSet;

/// First parts of paths that the program makes itself.
const RESERVED: [&str; 10] =
    ["meetings", "decisions", "standards", "dates", "search", "glossary", "api", "data", "assets", "page"];

pub(super) fn check(record: &Record, registers: &Registers, roll: &Roll) -> Vec<Diagnostic> {
    let mut checker = Checker { registers, roll, diagnostics: Vec::new() };
    for (document, sections) in record.bodies() {
        checker.body(document, sections);
    }
    checker.glossary(record);
    checker.committees(record);
    checker.next_meetings(record);
    checker.paths(record);
    checker.diagnostics
}

struct Checker<'r> {
    registers: &'r Registers,
    roll: &'r Roll,
    diagnostics: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn body(&mut self, document: &Document, sections: &[Section]) {
        for section in sections {
            for link in walk::links_in(section.title()) {
                self.link(document, link);
            }
            self.links(document, section.blocks());
        }
    }

    fn links(&mut self, document: &Document, blocks: &[Block]) {
        for node in walk::nodes(blocks) {
            match node {
                Node::Inline(crate::record::text::Inline::Link(link)) => self.link(document, link),
                Node::Inline(crate::record::text::Inline::Image(image)) => {
                    self.diagnostics.push(document.finding(&IMAGE, image.position));
                }
                Node::Inline(_) | Node::Block(_) => {}
            }
        }
    }

    fn link(&mut self, document: &Document, link: &Link) {
        let resolution = self.registers.references.resolve(document.place(), document.path(), &link.destination);
        if let Some(rule) = self.fault(&resolution) {
            let subject = Cleared::public(link.destination.as_str());
            self.diagnostics.push(document.finding(rule, link.position).about(subject));
        }
    }

    fn fault(&self, resolution: &Resolution) -> Option<&'static Rule> {
        match resolution {
            Resolution::Internal(_) | Resolution::External(_) => None,
            Resolution::Absent(places) if places.iter().any(|place| self.roll.withholds(place)) => Some(&LINK_WITHHELD),
            Resolution::Absent(_) | Resolution::Nothing => Some(&LINK_BROKEN),
            Resolution::AbsentAnchor(place, anchor) if self.roll.withholds_anchor(place, anchor) => {
                Some(&LINK_WITHHELD)
            }
            Resolution::AbsentAnchor(..) => Some(&LINK_ANCHOR),
            Resolution::Empty => Some(&LINK_EMPTY),
            Resolution::Scheme => Some(&LINK_SCHEME),
        }
    }

    fn glossary(&mut self, record: &Record) {
        const PATH: &str = "content/glossary.toml";
        for term in record.glossary() {
            for link in walk::links(term.definition()) {
                let resolution = self.registers.references.resolve(&Place::Glossary, PATH, &link.destination);
                if let Some(rule) = self.fault(&resolution) {
                    let (line, column) = term.place();
                    let subject = Cleared::public(link.destination.as_str());
                    self.diagnostics.push(Diagnostic::new(PATH, Finding::at(rule, line, column)).about(subject));
                }
            }
        }
    }

    /// `parent` and `committee` name a committee of the site.
    fn committees(&mut self, record: &Record) {
        let parents = record.committees().iter().filter_map(|found| Some((found.document(), found.parent()?)));
        let approvers = record.standards().iter().filter_map(|found| Some((found.document(), found.committee()?)));
        for (document, (name, (line, column))) in parents.chain(approvers) {
            let place = Slug::new(name).map(Place::Committee);
            let is_known = place.as_ref().is_some_and(|place| self.registers.references.has(place));
            let is_withheld = place.as_ref().is_some_and(|place| self.roll.withholds(place));
            if !is_known {
                let rule = if is_withheld { &LINK_WITHHELD } else { &COMMITTEE_UNKNOWN };
                let finding = document.front_finding(Finding::at(rule, *line, *column));
                self.diagnostics.push(finding.about(Cleared::public(name.as_str())));
            }
        }
    }

    /// A meeting named as next that never came, although a later one did.
    fn next_meetings(&mut self, record: &Record) {
        for (at, meeting) in record.meetings().iter().enumerate() {
            let (_, later) = self.registers.neighbours(at);
            let (Some(next), Some(later)) = (meeting.next_meeting(), later) else { continue };
            let came = record.meetings()[later].date();
            let is_known = self.registers.meeting_on(meeting.committee(), next).is_some();
            if came > next && !is_known {
                let (line, column) = meeting.next_meeting_place();
                let finding = meeting.document().front_finding(Finding::at(&NEXT_MEETING_NEVER_CAME, line, column));
                self.diagnostics.push(finding);
            }
        }
    }

    /// Pages do not stand where the program's own are, and former paths where no page is.
    fn paths(&mut self, record: &Record) {
        for page in record.pages() {
            let path = super::page_path(page.document().place());
            let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
            if RESERVED.contains(&first) || super::OWN_PAGES.contains(&path.as_str()) {
                self.diagnostics.push(page.document().front_finding(Finding::at(&PATH_TAKEN, 0, 0)));
            }
        }
        let mut taken: BTreeSet<String> =
            record.bodies().map(|(document, _)| super::page_path(document.place())).collect();
        taken.extend(super::OWN_PAGES.iter().map(|path| (*path).to_owned()));
        for (document, _) in record.bodies() {
            for (path, (line, column)) in document.former_paths() {
                let rule = if !is_former_path(path) {
                    &FORMER_PATH
                } else if !taken.insert(path.clone()) {
                    &PATH_TAKEN
                } else {
                    continue;
                };
                let finding = document.front_finding(Finding::at(rule, *line, *column));
                self.diagnostics.push(finding.about(Cleared::public(path.as_str())));
            }
        }
    }
}

/// `/old/place/`, with plain names.
fn is_former_path(path: &str) -> bool {
    let inside = path.strip_prefix('/').and_then(|path| path.strip_suffix('/'));
    inside.is_some_and(|inside| inside.split('/').all(|name| Slug::new(&name.to_ascii_lowercase()).is_some()))
}
