//! What changes of standards as news: versions approved, moved, permitted, mandatory, withdrawn.
//!
//! A change is news on its day and not before; a draft is none.
//!
//! **Invariant.** An entry tells what its own day brings, so that no later version changes its words.

use super::feed::{FeedEntry, Told, id};
use super::gather::Objects;
use super::objects::{Answer, Applies, DateChange, Day, Standard, Version};
use super::{Material, words};
use crate::register::page_path;
use crate::{date, record};
use jiff::civil::Date;

/// The changes of every standard up to the day of the build, in no order.
pub(super) fn entries(material: Material<'_>, objects: &Objects) -> Vec<FeedEntry> {
    let mut entries = Vec::new();
    for standard in &objects.standards {
        for version in standard.versions.iter().filter(|version| !version.draft) {
            let teller = Teller { material, standard, version };
            entries.extend(teller.changes().into_iter().filter_map(|change| teller.entry(change)));
        }
    }
    entries
}

/// A change of a version.
struct Change {
    /// What tells it from the version's other changes.
    identity: String,
    /// "CPA SC 1.3: approved".
    what: String,
    day: Date,
    /// Another day on which its words may have changed.
    reworded: Option<Date>,
    sentences: Vec<String>,
}

struct Teller<'o> {
    material: Material<'o>,
    standard: &'o Standard,
    version: &'o Version,
}

impl Teller<'_> {
    fn entry(&self, change: Change) -> Option<FeedEntry> {
        let as_of = self.material.settings.as_of;
        let version = self.version;
        let is_own = |own: &&record::Version| {
            own.standard().as_str() == self.standard.id && own.label().as_str() == version.version
        };
        let document = self.material.record.versions().iter().find(is_own)?.document();
        let later = change.reworded.into_iter().chain(document.last_change(as_of)).filter(|day| *day <= as_of);
        let day = Some(change.day).filter(|day| *day <= as_of)?;
        let name = self.standard.short_title.as_ref().unwrap_or(&self.standard.title);
        let mut told = Told::default();
        told.extend(change.sentences);
        Some(FeedEntry {
            id: id(
                self.material,
                &format!("{}{}", page_path(document.place()).trim_start_matches('/'), change.identity),
            ),
            url: version.url.clone(),
            title: format!("{name} {}: {}", version.version, change.what),
            updated: later.max().map_or(day, |later| later.max(day)),
            content: told.list(),
            classification: version.classification,
            folder: format!("standards/{}/", self.standard.id),
        })
    }

    fn label(&self, event: &str) -> String {
        let found = self.standard.events.iter().find(|own| own.id == event);
        found.map_or_else(|| event.to_owned(), |event| event.label.clone())
    }

    fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = self.announced().into_iter().collect();
        changes.extend(self.version.answers.iter().filter_map(|answer| self.began(answer)));
        changes.extend(self.moved());
        changes.extend(self.version.withdrawn_on.map(|Day(day)| Change {
            identity: "withdrawn".to_owned(),
            what: "withdrawn".to_owned(),
            day,
            reworded: None,
            sentences: vec![format!("Withdrawn from {}.", date::long(day))],
        }));
        changes
    }

    /// Its approval, or where no day of that is recorded its publication, with the days that are known for it.
    fn announced(&self) -> Option<Change> {
        let version = self.version;
        let (what, Day(day)) = match (version.approved_on, version.published_on) {
            (Some(day), _) => ("approved", day),
            (None, Some(day)) => ("published", day),
            (None, None) => return None,
        };
        let said = if what == "approved" { "Approved" } else { "Published" };
        let mut sentences = vec![format!("{said} on {}.", date::long(day))];
        sentences.extend(version.conditions.iter().map(|conditions| format!("Conditions: {conditions}")));
        let begins = |applies: &Applies| Some(format!("{}: {}.", self.label(&applies.event), words::begins(applies)?));
        sentences.extend(version.applies.iter().filter_map(begins));
        let milestones = version.milestones.iter();
        sentences.extend(milestones.map(|own| format!("{}: {}.", own.label, date::long(own.date.0))));
        let reworded = version.date_changes.iter().map(|change| change.changed_on.0).max();
        Some(Change { identity: what.to_owned(), what: what.to_owned(), day, reworded, sentences })
    }

    /// The first day of permission or obligation, for one event.
    fn began(&self, answer: &Answer) -> Option<Change> {
        let kinds = [("permitted", "permitted"), ("mandatory", "mandatory"), ("valid", "may be used")];
        let (kind, words) = kinds.into_iter().find(|(kind, _)| *kind == answer.status)?;
        let (label, Day(day)) = (self.label(&answer.event), answer.from?);
        Some(Change {
            identity: format!("{kind}/{}", answer.event),
            what: format!("{words}: {label}"),
            day,
            reworded: None,
            sentences: vec![format!("{label}: {words} from {}.", date::long(day))],
        })
    }

    /// Each move of an announced date, with what it was and what it became.
    fn moved(&self) -> Vec<Change> {
        let changes = &self.version.date_changes;
        let change = |(at, own): (usize, &DateChange)| {
            let is_same = |other: &&DateChange| (&other.event, other.of) == (&own.event, own.of);
            let next = changes[at + 1..].iter().find(is_same).map(|later| later.was);
            let (label, to) = (self.label(&own.event), next.or(self.date(own)));
            let to = to.map(|Day(day)| format!(" to {}", date::long(day))).unwrap_or_default();
            let twins = changes[..at].iter().filter(is_same).filter(|known| known.changed_on == own.changed_on).count();
            let again = if twins == 0 { String::new() } else { format!("-{}", twins + 1) };
            let of = own.of.replace('_', " ");
            let mut sentences = vec![format!("{label}: {of} moved from {}{to}.", date::long(own.was.0))];
            sentences.extend(own.reason.clone());
            Change {
                identity: format!(
                    "moved/{}/{}/{}{again}",
                    own.event,
                    own.of.replace('_', "-"),
                    date::iso(own.changed_on.0)
                ),
                what: format!("{of} moved: {label}"),
                day: own.changed_on.0,
                reworded: None,
                sentences,
            }
        };
        changes.iter().enumerate().map(change).collect()
    }

    /// The date that a change was of, as it is now; a month is none.
    fn date(&self, change: &DateChange) -> Option<Day> {
        let applies = self.version.applies.iter().find(|applies| applies.event == change.event)?;
        match change.of {
            "last_date" => applies.last_date,
            "permitted_from" => applies.permitted_from,
            _ => applies.implementation_date,
        }
    }
}
