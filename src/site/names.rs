//! How committees, meetings and versions are named to people: "SSC 80", "CPA SC 1.3".

use crate::date;
use crate::record::{Committee, Meeting, Record, Standard, StandardId, Version};
use std::collections::BTreeMap;

/// The names of a record.
pub(super) struct Names<'r> {
    committees: BTreeMap<&'r str, &'r Committee>,
    standards: BTreeMap<&'r str, (StandardId, &'r Standard)>,
}

impl<'r> Names<'r> {
    pub(super) fn of(record: &'r Record) -> Self {
        let committees = record.committees().iter().map(|committee| (committee.id().as_str(), committee));
        let standards = record.standards_with_ids().map(|(at, standard)| (standard.id().as_str(), (at, standard)));
        Self { committees: committees.collect(), standards: standards.collect() }
    }

    /// The committee of a folder.
    pub(super) fn committee(&self, id: &str) -> Option<&'r Committee> {
        self.committees.get(id).copied()
    }

    /// Its title; the folder's name where it is not published.
    pub(super) fn committee_title<'n>(&'n self, id: &'n str) -> &'n str {
        self.committee(id).map_or(id, Committee::title)
    }

    /// "SSC 80", or "SSC, 26 June 2019" where it has no number.
    pub(super) fn meeting(&self, meeting: &Meeting) -> String {
        let id = meeting.committee().as_str();
        let name = self.committee(id).map_or(id, Committee::name);
        match meeting.number() {
            Some(number) => format!("{name} {number}"),
            None => format!("{name}, {}", date::short(meeting.date())),
        }
    }

    /// Every standard, by its folder.
    pub(super) fn standards(&self) -> impl Iterator<Item = (StandardId, &'r Standard)> {
        self.standards.values().copied()
    }

    /// The standard of a folder.
    pub(super) fn standard(&self, id: &str) -> Option<(StandardId, &'r Standard)> {
        self.standards.get(id).copied()
    }

    /// The standard of a version.
    pub(super) fn standard_of(&self, version: &Version) -> Option<(StandardId, &'r Standard)> {
        self.standard(version.standard().as_str())
    }

    /// "CPA SC 1.3".
    pub(super) fn version(&self, version: &Version) -> String {
        match self.standard_of(version) {
            Some((_, standard)) => format!("{} {}", standard.name(), version.label()),
            None => version.label().to_string(),
        }
    }
}
