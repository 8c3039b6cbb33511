//! Checks that need more than one document: links, committees, next meetings, paths (specification 2).
//!
//! **Invariant.** Made on published documents only; the roll is asked for one word: withheld, or missing (R17).

use super::{Registers, Resolution};
use crate::diagnostic::*;
use crate::gate::{Place, Roll};
use crate::record::text::{Block, Link};
use crate::record::walk::{self, Node};
use crate::record::{Document, FormerPath, Record, Section};
use crate::slug::Slug;
use jiff::civil::Date;

/// First parts of paths that the program makes itself.
const RESERVED: [&str; 10] =
    ["meetings", "decisions", "standards", "dates", "search", "glossary", "api", "data", "assets", "page"];

pub(super) fn check(record: &Record, registers: &Registers, roll: &Roll, as_of: Date) -> Vec<Diagnostic> {
    let mut checker = Checker { registers, roll, diagnostics: Vec::new() };
    for (document, sections) in record.bodies() {
        checker.body(document, sections);
    }
    checker.glossary(record);
    checker.committees(record);
    checker.next_meetings(record);
    checker.dated_ahead(record, as_of);
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
        for (at, meeting) in record.meetings_with_ids() {
            let (_, later) = self.registers.neighbours(at);
            let (Some(next), Some(later)) = (meeting.next_meeting(), later) else { continue };
            let came = record.meeting(later).date();
            let is_known = self.registers.meeting_on(meeting.committee(), next).is_some();
            if came > next && !is_known {
                let (line, column) = meeting.next_meeting_place();
                let finding = meeting.document().front_finding(Finding::at(&NEXT_MEETING_NEVER_CAME, line, column));
                self.diagnostics.push(finding);
            }
        }
    }

    /// What is dated after the day of the build, and cannot have happened yet.
    fn dated_ahead(&mut self, record: &Record, as_of: Date) {
        for meeting in record.meetings().iter().filter(|meeting| meeting.date() > as_of) {
            let decided = meeting.sections().iter().find(|section| !section.decisions().is_empty());
            let decided = decided.map(|section| meeting.document().finding(&MEETING_TO_COME, section.position()));
            self.diagnostics.extend(decided);
        }
        for document in record.documents() {
            for update in document.updates().iter().filter(|update| update.date > as_of) {
                let (line, column) = update.place;
                self.diagnostics.push(document.front_finding(Finding::at(&UPDATE_TO_COME, line, column)));
            }
        }
    }

    /// Pages do not stand where the program's own do or may come to; former paths are paths.
    fn paths(&mut self, record: &Record) {
        for page in record.pages() {
            let path = super::page_path(page.document().place());
            let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
            if RESERVED.contains(&first) {
                self.diagnostics.push(page.document().front_finding(Finding::at(&PATH_TAKEN, 0, 0)));
            }
        }
        for document in record.documents() {
            for FormerPath { path, place: (line, column) } in document.refused_paths() {
                let finding = document.front_finding(Finding::at(&FORMER_PATH, *line, *column));
                self.diagnostics.push(finding.about(Cleared::public(path.as_str())));
            }
        }
    }
}
