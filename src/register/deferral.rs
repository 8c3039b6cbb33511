//! Which deferrals are open: no later published decision cites them, or stands under an item with the same title.
//!
//! **Invariant.** "Open" means that no later decision is published, and no more.

use super::{Entry, Registers};
use crate::record::{Meeting, Record, Section, walk};
use std::collections::BTreeSet;

/// Titles that come back at every meeting, and so say nothing about what was deferred.
const STANDING: [&str; 16] = [
    "any other business",
    "aob",
    "actions",
    "actions outstanding",
    "action log",
    "apologies",
    "declarations of interest",
    "matters arising",
    "minutes",
    "minutes of the previous meeting",
    "minutes and actions",
    "next meeting",
    "date of next meeting",
    "welcome",
    "introduction",
    "updates",
];

/// The open deferrals.
pub(super) fn open(record: &Record, registers: &Registers) -> BTreeSet<(usize, usize, usize)> {
    let deferrals = registers.decisions().iter().filter(|entry| entry.of(record).2.defers_to().is_some());
    let is_open =
        |entry: &&Entry| !later(record, registers, entry).any(|other| closes(record, registers, entry, &other));
    deferrals.filter(is_open).map(|entry| (entry.meeting, entry.section, entry.decision)).collect()
}

/// The decisions of the same committee's later meetings; the register is newest first.
fn later<'r>(record: &'r Record, registers: &'r Registers, deferral: &'r Entry) -> impl Iterator<Item = Entry> + 'r {
    let own = &record.meetings()[deferral.meeting];
    let newer = registers.meetings().iter().take_while(|at| **at != deferral.meeting);
    let same = newer.filter(|at| record.meetings()[**at].committee() == own.committee());
    same.flat_map(|at| registers.decisions_of(*at)).copied()
}

fn closes(record: &Record, registers: &Registers, deferral: &Entry, other: &Entry) -> bool {
    let (meeting, section, decision) = deferral.of(record);
    let (_, later, _) = other.of(record);
    let has_same_title =
        section.is_item() && later.is_item() && subject(section).is_some_and(|own| Some(own) == subject(later));
    has_same_title
        || cites(registers, &record.meetings()[other.meeting], later, meeting, &[section.anchor(), decision.anchor()])
}

/// The words of an item's title, folded; `None` for a standing title.
fn subject(section: &Section) -> Option<String> {
    let title = section.title_text().to_lowercase();
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    (!words.is_empty() && !STANDING.contains(&words.as_str())).then_some(words)
}

/// Whether a later section links to an item or decision of an earlier meeting.
fn cites(registers: &Registers, from: &Meeting, section: &Section, earlier: &Meeting, anchors: &[&str]) -> bool {
    let document = from.document();
    let path = super::page_path(earlier.document().place());
    let leads_there = |destination: &str| {
        let found = registers.references().resolve(document.place(), document.path(), destination);
        anchors.iter().any(|anchor| found == super::Resolution::Internal(format!("{path}#{anchor}")))
    };
    walk::links(section.blocks()).any(|link| leads_there(&link.destination))
}
