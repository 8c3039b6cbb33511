//! The strings of front matter and configuration, read like bodies (R11): a marking in one of them means something,
//! and would count for nothing.
//!
//! A definition is Markdown; everything else is read as it stands, as a paragraph or a heading.
//!
//! **Invariant.** A string in which any view shows a marking or statement is reported, whatever it says.

use super::classified::Classified;
use super::classify;
use super::marking::{self, KnownTerms};
use super::outline::{self, Kind, Outline};
use super::{characters, front, structure};
use crate::classification::Classification;
use crate::diagnostic::{
    CLASSIFICATION_DISAGREES, Finding, MARKING_BARE, MARKING_DISGUISED, MARKING_MISPLACED, OTHER_POLICY, Rule,
    STRING_TOO_LONG, Severity, TEXT_TOO_LONG,
};
use crate::fields::{Place, Placed, Table, Value};
use crate::text::Clean;

/// A string, and how its key is read.
pub(super) struct Said {
    text: Clean,
    place: Place,
    read_as: ReadAs,
    /// It stands in what is marked Amber or Red, where words of other policies say nothing new (R11).
    is_restricted: bool,
}

/// How a string is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReadAs {
    /// As a heading: no colour in capitals anywhere.
    Title,
    /// As a paragraph.
    Prose,
    /// As a paragraph in which a colour without brackets is a name: an address, an identifier, a term.
    Name,
    /// As Markdown.
    Markdown,
}

impl ReadAs {
    /// What the string under a key is.
    fn of(key: &str) -> Self {
        match key {
            "title" => Self::Title,
            "definition" => Self::Markdown,
            "term" | "id" | "event" | "parent" | "committee" | "supersedes" | "approved_by" | "former_paths"
            | "file" | "sha256" | "url" => Self::Name,
            _ => Self::Prose,
        }
    }
}

/// The longest string of one line, in characters.
const LONGEST: usize = 2000;

/// The strings of a table, but those that say its classification. TOML's own depth limit bounds the recursion.
pub(super) fn of_table(table: &Table) -> Vec<Said> {
    let mut said = Vec::new();
    let restricts = |value: &Value| match value {
        Value::Text(text) => Classification::read(text).is_some_and(|found| found.audience().is_none()),
        _ => false,
    };
    let is_restricted = table.find("classification").is_some_and(|found| restricts(&found.value));
    for (key, _, value) in table.entries.iter().filter(|(key, ..)| front::gate_key(key) != Some("classification")) {
        of_value(key, value, &mut said);
    }
    said.iter_mut().for_each(|said| said.is_restricted |= is_restricted);
    said
}

/// The strings of a value.
pub(super) fn of_value(key: &str, value: &Placed, said: &mut Vec<Said>) {
    match &value.value {
        Value::Text(text) => {
            said.push(Said { text: text.clone(), place: value.place, read_as: ReadAs::of(key), is_restricted: false });
        }
        Value::List(list) => list.iter().for_each(|value| of_value(key, value, said)),
        Value::Table(table) => said.extend(of_table(table)),
        Value::Number(_) | Value::Flag(_) | Value::Date(_) | Value::Time(_) | Value::Other => {}
    }
}

impl Said {
    /// What is wrong with it, at its place.
    pub(super) fn findings(&self, known: &KnownTerms) -> Vec<Finding> {
        let (line, column) = self.place;
        if self.read_as != ReadAs::Markdown && self.text.chars().count() > LONGEST {
            return vec![Finding::at(&STRING_TOO_LONG, line, column)];
        }
        let mut rules = match self.read_as {
            ReadAs::Title => in_line(&self.text, Kind::Heading(1), known),
            ReadAs::Prose => in_line(&self.text, Kind::Paragraph, known),
            ReadAs::Name => in_line(&self.text, Kind::Paragraph, known),
            ReadAs::Markdown => in_markdown(&self.text, known),
        };
        rules.retain(|rule| self.read_as != ReadAs::Name || *rule != &MARKING_BARE);
        rules.retain(|rule| !self.is_restricted || *rule != &OTHER_POLICY);
        rules.sort_by_key(|rule| rule.slug);
        rules.dedup();
        rules.into_iter().map(|rule| Finding::at(rule, line, column)).collect()
    }
}

/// The rules that a text of one line breaks; where it has references, its page could show what it does not.
fn in_line(text: &str, kind: Kind, known: &KnownTerms) -> Vec<&'static Rule> {
    let mut rules = in_outline(&outline::of_line(text, kind), text, known);
    let shows_marking = |outline: Outline| {
        (0..outline.blocks.len()).any(|index| !marking::groups(outline.letters(index).chars).is_empty())
    };
    if text.contains('&') && rules.is_empty() && shows_marking(outline::parse(text)) {
        rules.push(&MARKING_DISGUISED);
    }
    rules
}

/// The rules that a text in Markdown breaks.
fn in_markdown(text: &str, known: &KnownTerms) -> Vec<&'static Rule> {
    let body = format!("{}\n", text.trim_end_matches('\n'));
    let outline = outline::parse(&body);
    let found = structure::check(&outline, &body).into_iter().chain(characters::decoded(&outline, &body));
    let mut rules: Vec<_> = found.chain(structure::too_long(&outline)).map(|finding| finding.rule).collect();
    if !structure::is_too_deep(&outline) && !rules.contains(&&TEXT_TOO_LONG) {
        rules.extend(in_outline(&outline, &body, known));
    }
    rules
}

/// The errors of a body, and any marking or statement in it, whatever it says.
fn in_outline(outline: &Outline, body: &str, known: &KnownTerms) -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    for stated in [Classification::White, Classification::Red] {
        let classified = classify::classify(outline, body, Classification::White, Some(stated), known);
        rules.extend(says_something(&classified).then_some(&MARKING_MISPLACED));
        let errors = classified.findings.iter().map(|finding| finding.rule);
        let errors = errors.filter(|rule| rule.severity == Severity::Error);
        rules.extend(errors.map(|rule| if *rule == CLASSIFICATION_DISAGREES { &MARKING_MISPLACED } else { rule }));
    }
    rules
}

fn says_something(classified: &Classified) -> bool {
    let is_marked = classified.own.iter().any(Option::is_some);
    is_marked || classified.sections.iter().any(|section| section.own.is_some() || section.stated.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields;

    #[track_caller]
    fn check(toml: &str, expected: &[&str]) {
        let (table, _) = fields::parse(toml).expect("it parses");
        let found: Vec<_> = of_table(&table).iter().flat_map(|said| said.findings(&KnownTerms::default())).collect();
        assert_eq!(found.iter().map(|finding| finding.rule.slug).collect::<Vec<_>>(), expected, "{toml}");
    }

    #[test]
    fn plain_strings_pass() {
        for toml in [
            "title = 'Red wire colours'",
            "title = 'Retail Energy Code (REC) and R&D'",
            "title = 'The AT&T line & the RAG status'",
            "venue = 'Amber room, 8 Fenchurch Place'",
            "note = 'Corrected the date in item 10 (AOB).'",
            "[[term]]\nterm = 'RED'\nexpansion = 'Renewable Energy Directive'\nclassification = 'White'",
            "[[term]]\nterm = 'RAG'\nexpansion = 'Red, amber, green status'\nclassification = 'White'",
            "former_paths = ['/red/', '/AMBER/']",
            "url = 'https://x.example/RED'",
            "classification = 'Red'",
            "classification = 'Red'\ntitle = 'Confidential annex'",
            "[[attachments]]\ntitle = 'Secret'\nclassification = 'Amber'",
        ] {
            check(toml, &[]);
        }
    }

    #[test]
    fn markings_and_statements_count_for_nothing() {
        check("title = 'Budget (RED)'", &["marking-misplaced"]);
        check("title = 'Budget (WHITE)'", &["marking-misplaced"]);
        check("title = \"Budget (R\\u0045D)\"", &["marking-misplaced"]);
        check("title = 'Budget [RED]'", &["marking-unknown"]);
        check("title = 'Budget (AMBR)'", &["marking-unknown"]);
        check("title = 'The RED budget'", &["marking-bare"]);
        check("title = 'Confidential'\nclassification = 'Green'", &["other-policy"]);
        check("title = 'Budget – Red'", &["marking-bare"]);
        check("venue = 'the (RED) room'", &["marking-misplaced"]);
        check("venue = 'the room: RED'", &["marking-bare"]);
        check("note = 'The item was marked as RED here.'", &["marking-misplaced"]);
        check("note = 'It is classified as White.'", &["marking-misplaced"]);
        check("note = 'This document is classified as White.'", &["marking-misplaced"]);
        check("note = 'marked as AMBR'", &["statement-unknown"]);
        check("note = 'Classification: Red'", &["marking-misplaced"]);
        check("updates = [{ note = 'TLP:AMBER material' }]", &["statement-unknown"]);
        check("[[term]]\nterm = '(RED)'", &["marking-misplaced"]);
        check("title = 'Budget (R&#69;D)'", &["marking-disguised"]);
        check("title = 'Budget &lpar;RED&rpar; x'", &["marking-bare"]);
    }

    #[test]
    fn definitions_are_bodies() {
        check("definition = 'A *short* [text](https://x.example) (AOB).'", &[]);
        check("definition = \"\"\"\nTwo\nlines\n\"\"\"", &[]);
        check("definition = 'SECRET (R&#69;D)'", &["marking-disguised", "marking-misplaced"]);
        check("definition = 'SECRET &lpar;RED&rpar;'", &["marking-disguised", "marking-misplaced"]);
        check("definition = 'SECRET **Red**'", &["marking-bare"]);
        check("definition = 'SECRET **(RED)**'", &["marking-misplaced"]);
        check("definition = 'SECRET (**R**ED)'", &["marking-disguised", "marking-misplaced"]);
        check("definition = 'It was marked as **RED**.'", &["marking-misplaced"]);
        check("definition = 'SECRET &#8238;DER'", &["character"]);
        check("definition = 'Text <b>x</b>'", &["raw-html"]);
        check("definition = '[a](https://x.example \"(RED)\")'", &["marking-disguised"]);
    }
}
