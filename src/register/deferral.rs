//! Which deferrals are open: no later published decision cites them, or stands under an item with the same title.
//!
//! **Invariant.** "Open" means that no later decision is published, and no more.

use super::{Entry, Registers, Resolution, page_path};
use crate::record::{Meeting, MeetingId, Record, Section, walk};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
pub(super) fn open(record: &Record, registers: &Registers) -> BTreeSet<(MeetingId, usize, usize)> {
    let mut later: BTreeMap<&str, Later> = BTreeMap::new();
    let mut open = BTreeSet::new();
    let decided: Vec<Later> =
        registers.meetings().par_iter().map(|at| Later::of(registers, record.meeting(*at))).collect();
    for (at, decided) in registers.meetings().iter().zip(decided) {
        let meeting = record.meeting(*at);
        let later = later.entry(meeting.committee().as_str()).or_default();
        let deferrals = registers.decisions_of(*at).iter().filter(|entry| entry.of(record).2.defers_to().is_some());
        let deferrals = deferrals.filter(|entry| !later.closes(record, entry));
        open.extend(deferrals.map(|entry| (entry.meeting, entry.section, entry.decision)));
        later.subjects.extend(decided.subjects);
        later.cited.extend(decided.cited);
    }
    open
}

/// What a meeting, or all later meetings of a committee, have decided about.
#[derive(Default)]
struct Later {
    subjects: BTreeSet<String>,
    cited: BTreeSet<String>,
}

impl Later {
    fn closes(&self, record: &Record, deferral: &Entry) -> bool {
        let (meeting, section, decision) = deferral.of(record);
        let path = page_path(meeting.document().place());
        let is_cited = |anchor: &str| self.cited.contains(&format!("{path}#{anchor}"));
        let has_subject = subject(section).is_some_and(|subject| self.subjects.contains(&subject));
        has_subject || is_cited(section.anchor()) || is_cited(decision.anchor())
    }

    /// The sections of a meeting that hold decisions.
    fn of(registers: &Registers, meeting: &Meeting) -> Self {
        let mut own = Self::default();
        let document = meeting.document();
        for section in meeting.sections().iter().filter(|section| !section.decisions().is_empty()) {
            own.subjects.extend(subject(section));
            for link in walk::links(section.blocks()) {
                let found = registers.references().resolve(document.place(), document.path(), &link.destination);
                if let Resolution::Internal(url) = found {
                    own.cited.insert(url);
                }
            }
        }
        own
    }
}

/// The words of an item's title, folded; `None` for a standing title, and where it is no item.
fn subject(section: &Section) -> Option<String> {
    if !section.is_item() {
        return None;
    }
    let title = section.title_text().to_lowercase();
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    (!words.is_empty() && !STANDING.contains(&words.as_str())).then_some(words)
}
