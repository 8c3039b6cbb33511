//! Canaries in every error path (R6): each fixture of a rule with a token planted, line by line, in withheld material.
//!
//! **Invariant.** A finding in withheld material has the rule and the place, and no word of it.

use crate::fixture::{self, Fixture};
use promulgate::diagnostic::{self, Form};
use std::collections::BTreeMap;

const TOKEN: &str = "qanary";

/// The ways to withhold a file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Published,
    Red,
    Amber,
    Unclassified,
    RedSection,
}

/// The file withheld in a way, with the first line that is withheld by it.
fn withheld(text: &str, way: Way) -> Option<(String, usize)> {
    const CLASS: &str = "classification = \"White\"";
    match way {
        Way::Published => Some((text.to_owned(), 0)),
        Way::Red => text.contains(CLASS).then(|| (text.replace(CLASS, "classification = \"Red\""), 0)),
        Way::Amber => text.contains(CLASS).then(|| (text.replace(CLASS, "classification = \"Amber\""), 0)),
        Way::Unclassified => text.contains(CLASS).then(|| (text.replace(CLASS, "description = \"x\""), 0)),
        Way::RedSection => {
            let (front, body) = text.split_once("\n+++\n")?;
            let front = format!("{front}\n+++\n## Closed (RED)\n\n");
            let first = front.matches('\n').count();
            Some((format!("{front}{body}"), first))
        }
    }
}

/// The file with a token in one of its lines, at its end or inside its last quotation marks.
fn planted(text: &str, at: usize, quoted: bool) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = lines.get_mut(at)?;
    let place = if quoted { line.rfind('"')? } else { line.trim_end().len() };
    line.insert_str(place, &if quoted { TOKEN.to_owned() } else { format!(" {TOKEN}") });
    Some(lines.join("\n") + "\n")
}

/// Whether a token shows in the output or a finding.
fn shows(fixture: &Fixture) -> bool {
    let outcome = fixture.check();
    let forms = [Form::Text { colour: true }, Form::Json, Form::Sarif, Form::Github];
    let printed = forms.map(|form| diagnostic::write(&outcome.diagnostics, form)).concat();
    let mut files = outcome.edition.files();
    let is_in = |text: &str| text.to_lowercase().contains(TOKEN);
    is_in(&printed)
        || files.any(|(path, bytes)| is_in(path.as_str()) || is_in(&crate::index::text(path.as_str(), bytes)))
}

/// How many plantings there were, and where a token shows.
fn plant(fixture: &Fixture, way: Way) -> (usize, Vec<String>) {
    let mut found = Vec::new();
    let mut count = 0;
    let texts: BTreeMap<_, _> = fixture.site.files.iter().filter(|(path, _)| is_faulty(path)).collect();
    for (path, bytes) in texts {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let Some((text, first)) = withheld(&text, way).filter(|_| bytes.len() < 4096) else { continue };
        for at in first..text.lines().count() {
            for quoted in [false, true] {
                let Some(text) = planted(&text, at, quoted) else { continue };
                let mut planted = fixture.clone();
                planted.site.files.insert(path.clone(), text.into_bytes());
                count += 1;
                if shows(&planted) {
                    found.push(format!("{}: {path}:{} {way:?}", fixture.slug, at + 1));
                }
            }
        }
    }
    (count, found)
}

/// The files of a fixture's own, that are of the tree.
fn is_faulty(path: &str) -> bool {
    path.starts_with("content/") && path != "content/committees/ssc/committee.md"
}

#[track_caller]
fn check(way: Way, at_least: usize) {
    let planted: Vec<_> = fixture::all().values().map(|fixture| plant(fixture, way)).collect();
    let count: usize = planted.iter().map(|(count, _)| count).sum();
    assert!(count >= at_least, "{count} plantings only");
    let found: Vec<&String> = planted.iter().flat_map(|(_, found)| found).collect();
    assert!(found.is_empty(), "{} of {count}: {found:#?}", found.len());
}

#[test]
fn the_search_finds_tokens_in_published_faults() {
    let found: usize = fixture::all().values().map(|fixture| plant(fixture, Way::Published).1.len()).sum();
    assert!(found > 50, "{found} found only");
}

#[test]
fn faults_of_red_documents_are_not_quoted() {
    check(Way::Red, 300);
}

#[test]
fn faults_of_amber_documents_are_not_quoted() {
    check(Way::Amber, 300);
}

#[test]
fn faults_of_unclassified_documents_are_not_quoted() {
    check(Way::Unclassified, 300);
}

#[test]
fn faults_in_red_sections_are_not_quoted() {
    check(Way::RedSection, 80);
}
