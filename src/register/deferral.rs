//! Which deferrals are open: no later published decision cites them, or stands under an item with the same title.
//!
//! **Invariant.** "Open" means that no later decision is published, and no more.

use super::{References, Resolution, page_path};
use crate::record::{DecisionId, Meeting, MeetingId, Record, Section, walk};
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
pub(super) fn open(record: &Record, references: &References, newest_first: &[MeetingId]) -> BTreeSet<DecisionId> {
    let mut later: BTreeMap<&str, Later> = BTreeMap::new();
    let mut open = BTreeSet::new();
    let decided: Vec<Later> = newest_first.par_iter().map(|at| Later::of(references, record.meeting(*at))).collect();
    for (at, decided) in newest_first.iter().zip(decided) {
        let meeting = record.meeting(*at);
        let later = later.entry(meeting.committee().as_str()).or_default();
        let deferrals = record.decisions_of(*at).filter(|id| record.decision(*id).2.defers_to().is_some());
        open.extend(deferrals.filter(|id| !later.closes(record, *id)));
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
    fn closes(&self, record: &Record, deferral: DecisionId) -> bool {
        let (meeting, section, decision) = record.decision(deferral);
        let path = page_path(meeting.document().place());
        let is_cited = |anchor: &str| self.cited.contains(&format!("{path}#{anchor}"));
        let has_subject = subject(section).is_some_and(|subject| self.subjects.contains(&subject));
        has_subject || is_cited(section.anchor()) || is_cited(decision.anchor())
    }

    /// The sections of a meeting that hold decisions.
    fn of(references: &References, meeting: &Meeting) -> Self {
        let mut own = Self::default();
        let document = meeting.document();
        for section in meeting.sections().iter().filter(|section| !section.decisions().is_empty()) {
            own.subjects.extend(subject(section));
            for link in walk::links(section.blocks()) {
                let found = references.resolve(document.place(), document.path(), &link.destination);
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
