//! The tables of `tests/markings/`: every form of marking, statement, character and structure that the policy names,
//! with what must come of it (R7 to R13).
//!
//! A case is a line `expected | body`, where `¶` is a line end and `{200B}` a character. `zebra` is what it is about:
//! a classification is that of the portion where the first `zebra` stands, and it is published up to Green. A slug
//! is the error that withholds the whole document; several are parted by `+`. What follows `  ; ` are warnings.
//! `walrus` is always published, errors aside. A body with `+++` is the whole file. Other lines are prose.
//!
//! **Invariant.** The expectations are the specification's; each case names all findings of the policy's rules.

use crate::fixture::unescaped;
use crate::harness::{Site, everything, project};
use promulgate::classification::Classification;
use promulgate::diagnostic::Severity;
use promulgate::gate;
use std::collections::BTreeSet;

const PATH: &str = "content/committees/ssc/meetings/80.md";
const GLOSSARY: &str = "[[term]]\nterm = \"REP\"\nexpansion = \"Renewable Energy Plan\"\nclassification = \"White\"\n";

const POLICY: &str = "publish = [\"White\", \"Green\"]\nnames = [\"Mr White\", \"Blue-Green Alliance\"]\n";

/// One line of a table.
#[derive(Debug)]
struct Case {
    place: String,
    classification: Option<Classification>,
    slugs: BTreeSet<String>,
    file: String,
}

impl Case {
    /// Reads a line; `None` for prose.
    fn read(place: String, line: &str) -> Option<Self> {
        let (expected, body) = line.split_once(" | ")?;
        let expected = expected.trim();
        let (body, warnings) = body.rsplit_once("  ; ").unwrap_or((body, ""));
        let classification = Classification::ALL.into_iter().find(|found| found.word() == expected);
        let errors = if classification.is_some() { "" } else { expected };
        let slugs = errors.split('+').chain(warnings.split('+')).map(str::trim).filter(|slug| !slug.is_empty());
        let slugs = slugs.map(str::to_owned).collect();
        Some(Self {
            place,
            classification,
            slugs,
            file: file(&unescaped(body.trim_end_matches(' ')).replace('¶', "\n")),
        })
    }

    fn site(&self) -> Site {
        Site::new().policy(POLICY).file("content/glossary.toml", GLOSSARY).file(PATH, &self.file)
    }

    /// What is wrong with what comes of it; `None` where all is as expected.
    fn fault(&self) -> Option<String> {
        let site = self.site();
        let compiled = site.compile();
        let policy = compiled.diagnostics.iter().filter(|d| d.finding.rule.policy);
        let found: BTreeSet<String> = policy.clone().map(|d| d.finding.rule.slug.to_owned()).collect();
        if found != self.slugs {
            let found: Vec<String> = found.into_iter().collect();
            return Some(format!("found `{}`", found.join("+")));
        }
        let is_error = policy.clone().any(|d| d.finding.rule.severity == Severity::Error);
        let output = everything(&compiled);
        let classification = match self.classification {
            None if !is_error => return Some("it is no error".to_owned()),
            None => return output.contains("zebra").then(|| "it is published in spite of its error".to_owned()),
            Some(classification) => classification,
        };
        let effective = self.effective(&site);
        if effective != Some(classification) {
            return Some(format!("it is {effective:?}"));
        }
        if output.contains("zebra") != (classification <= Classification::Green) {
            return Some("it is not published, or not withheld".to_owned());
        }
        (self.file.contains("walrus") && !output.contains("walrus")).then(|| "`walrus` is not published".to_owned())
    }

    /// The effective classification of the innermost portion with the first `zebra`.
    fn effective(&self, site: &Site) -> Option<Classification> {
        let account = gate::account(&site.tree(), &site.settings(), PATH)?;
        let line = self.file[..self.file.find("zebra")?].matches('\n').count() as u32 + 1;
        let around = account.portions.iter().filter(|portion| portion.lines.contains(&line));
        around.min_by_key(|portion| portion.lines.len()).map(|portion| portion.effective)
    }
}

fn file(body: &str) -> String {
    if body.contains("+++") {
        return body.to_owned();
    }
    format!("+++\nclassification = \"White\"\ndate = 2019-06-26\nnumber = 80\n+++\n{body}\n")
}

/// The cases of a table.
fn cases(name: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(project().join("tests/markings").join(name)).expect("the table is there");
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    numbered.filter_map(|(at, line)| Case::read(format!("{name}:{}", at + 1), line)).collect()
}

#[track_caller]
fn check(name: &str, at_least: usize) {
    let cases = cases(name);
    assert!(cases.len() >= at_least, "{name} has {} cases only", cases.len());
    let told = |case: &Case| case.fault().map(|fault| format!("{}: {fault}, in\n{}", case.place, case.file));
    let faults: Vec<String> = cases.iter().filter_map(told).collect();
    assert!(faults.is_empty(), "{} of {} cases fail:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn a_marking_governs_its_portion() {
    check("1-portions.txt", 170);
}

#[test]
fn statements_raise_their_item() {
    check("2-statements.txt", 90);
}

#[test]
fn look_alikes_are_errors_and_prose_is_not() {
    check("3-look-alikes.txt", 245);
}

#[test]
fn misplaced_and_disguised_markings_are_errors() {
    check("4-places.txt", 110);
}

#[test]
fn unlawful_characters_are_errors() {
    check("5-characters.txt", 70);
}

#[test]
fn hidden_boundaries_are_errors() {
    check("6-structure.txt", 130);
}

#[test]
fn every_case_is_about_something_that_the_search_can_find() {
    for name in ["1-portions.txt", "2-statements.txt", "3-look-alikes.txt", "4-places.txt", "6-structure.txt"] {
        for case in cases(name) {
            let about = ["zebra", "(RED)", "RED", "Green"].iter().any(|word| case.file.contains(word));
            assert!(about, "{}: {}", case.place, case.file);
        }
    }
}
