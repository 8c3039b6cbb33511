//! Front matter: splitting it from the body, and the keys that the gate reads (R7, R18, R19).
//!
//! It does not know the other keys; the record reads those, from what is left here.
//!
//! **Invariant.** An attachment or term above the ceiling is gone from the table that leaves this file.

use super::marking;
use super::strings::{self, Said};
use crate::classification::Classification;
use crate::diagnostic::{
    CLASSIFICATION_MISSING, CLASSIFICATION_UNKNOWN, FRONT_MATTER, FRONT_MATTER_TOML, Finding, KEY_TWIN, LIST_TOO_LONG,
    MARKING_MISPLACED, PUBLISH_ON_INVALID, Rule, VALUE_TYPE,
};
use crate::fields::{self, Place, Placed, Table, Value};
use jiff::civil::Date;

const GATE_KEYS: [&str; 2] = ["classification", "publish_on"];
/// The most entries of a list.
const MOST_ENTRIES: usize = 250;
const CLASSIFIED_LISTS: [&str; 2] = ["attachments", "term"];

/// What the gate knows of a document's front matter.
pub struct Front {
    /// Its table, with places in the file.
    pub table: Table,
    /// `classification`; `None` where it cannot be read.
    pub classification: Option<Classification>,
    /// `publish_on`.
    pub publish_on: Option<Date>,
    /// Its strings, also those of entries above the ceiling.
    pub(super) said: Vec<Said>,
}

/// A file parted at its front matter's last line.
pub struct Parted<'t> {
    /// The TOML, padded so that its lines have the file's numbers.
    pub toml: String,
    /// The Markdown.
    pub body: &'t str,
    /// How many lines stand before the body.
    pub lines_before: u32,
}

/// Parts a document: it begins with a line `+++`, and the next such line ends the front matter.
pub fn part(text: &str) -> Result<Parted<'_>, Finding> {
    let fault = Finding::at(&FRONT_MATTER, 1, 1);
    let rest = text.strip_prefix("+++\n").ok_or(fault)?;
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line == "+++\n" || line == "+++" {
            let toml = format!("\n{}", &rest[..end]);
            let lines_before = toml.matches('\n').count() as u32 + 1;
            return Ok(Parted { toml, body: &rest[end + line.len()..], lines_before });
        }
        end += line.len();
    }
    Err(fault)
}

/// Reads a table; entries above `ceiling` are taken out of it.
pub fn read(toml: &str, is_document: bool, ceiling: Classification) -> (Option<Front>, Vec<Finding>) {
    let (mut table, found) = match fields::parse(toml) {
        Ok(read) => read,
        Err((line, column)) => return (None, vec![Finding::at(&FRONT_MATTER_TOML, line, column)]),
    };
    let mut reader = FrontReader { findings: comments(toml) };
    reader.findings.extend(found);
    reader.twins(&table);
    reader.long_lists(&table);
    let said = strings::of_table(&table);
    let classification = if is_document { reader.classification(&table) } else { Some(Classification::White) };
    let publish_on = reader.publish_on(&table);
    for list in CLASSIFIED_LISTS {
        reader.keep_published(&mut table, list, ceiling);
    }
    (Some(Front { table, classification, publish_on, said }), reader.findings)
}

/// A marking in a comment means something, and counts for nothing (R11).
fn comments(toml: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in toml.lines().enumerate() {
        let Some(at) = comment_start(line) else { continue };
        let comment: Vec<char> = line[at..].chars().collect();
        if let Some(group) = marking::groups(&comment).first() {
            let column = line[..at].chars().count() + group.range.start + 1;
            findings.push(Finding::at(&MARKING_MISPLACED, number as u32 + 1, column as u32));
        }
    }
    findings
}

/// Where a line's comment begins, as far as one line tells: behind a `#` outside quotation marks.
fn comment_start(line: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The key of the gate that a key is, or is a slip of.
pub(super) fn gate_key(key: &str) -> Option<&'static str> {
    let folded = key.to_lowercase().replace(['-', ' '], "_");
    GATE_KEYS.into_iter().find(|known| strsim::damerau_levenshtein(known, &folded) <= 2)
}

struct FrontReader {
    findings: Vec<Finding>,
}

impl FrontReader {
    fn report(&mut self, rule: &'static Rule, (line, column): Place) {
        self.findings.push(Finding::at(rule, line, column));
    }

    /// A key of the gate in another spelling, here or in an entry that carries a classification.
    fn twins(&mut self, table: &Table) {
        for (key, (line, column), value) in &table.entries {
            if let Some(known) = gate_key(key).filter(|known| known != key) {
                self.findings.push(Finding::at(&KEY_TWIN, *line, *column).suggesting(known));
            }
            self.twins_below(key, value);
        }
    }

    /// Lists that are too long, but the terms of the glossary.
    fn long_lists(&mut self, table: &Table) {
        let is_long = |value: &Value| matches!(value, Value::List(list) if list.len() > MOST_ENTRIES);
        let long = table.entries.iter().filter(|(key, _, value)| key != "term" && is_long(&value.value));
        long.for_each(|(_, place, _)| self.report(&LIST_TOO_LONG, *place));
    }

    fn twins_below(&mut self, key: &str, value: &Placed) {
        if !CLASSIFIED_LISTS.contains(&key) {
            return;
        }
        if let Value::List(list) = &value.value {
            for entry in list {
                if let Value::Table(table) = &entry.value {
                    self.twins(table);
                }
            }
        }
    }

    fn classification(&mut self, table: &Table) -> Option<Classification> {
        let Some(found) = table.find("classification") else {
            self.report(&CLASSIFICATION_MISSING, table.place);
            return None;
        };
        let read = match &found.value {
            Value::Text(text) => Classification::read(text),
            _ => None,
        };
        if read.is_none() {
            self.report(&CLASSIFICATION_UNKNOWN, found.place);
        }
        read
    }

    fn publish_on(&mut self, table: &Table) -> Option<Date> {
        let found = table.find("publish_on")?;
        if let Value::Date(date) = found.value {
            return Some(date);
        }
        self.report(&PUBLISH_ON_INVALID, found.place);
        None
    }

    /// Takes the entries above the ceiling out of a list of tables.
    fn keep_published(&mut self, table: &mut Table, key: &str, ceiling: Classification) {
        let Some((_, _, value)) = table.entries.iter_mut().find(|(name, ..)| name == key) else { return };
        let place = value.place;
        let Value::List(list) = &mut value.value else {
            self.report(&VALUE_TYPE, place);
            value.value = Value::List(Vec::new());
            return;
        };
        list.retain(|entry| match &entry.value {
            Value::Table(entry) => self.classification(entry).is_some_and(|found| found <= ceiling),
            _ => {
                self.report(&VALUE_TYPE, entry.place);
                false
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, u32)>) {
        let found = part(text).ok().map(|parted| (parted.body, parted.lines_before));
        assert_eq!(found, expected);
    }

    #[test]
    fn parting() {
        check("+++\na = 1\n+++\nbody\n", Some(("body\n", 3)));
        check("+++\n+++\nbody", Some(("body", 2)));
        check("+++\na = 1\n+++", Some(("", 3)));
        check("\n+++\na = 1\n+++\n", None);
        check("+++ \na = 1\n+++\n", None);
        check("+++\na = 1\n+++ \n", None);
        check("+++\na = 1\n", None);
        check("", None);
    }
}
