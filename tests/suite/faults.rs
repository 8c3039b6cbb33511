//! One faulty site a rule, with every finding in it; and what `explain` says of each rule.
//!
//! **Invariant.** Every rule has a fixture that breaks it, and every fixture is for a rule.

use crate::fixture::{self, Fixture};
use crate::harness::promulgate;
use promulgate::diagnostic::{RULES, Rule, Severity};
use std::collections::BTreeSet;

/// What is wrong with a fixture's findings; `None` where they are as annotated.
fn fault(fixture: &Fixture) -> Option<String> {
    let found: BTreeSet<String> = fixture.check().diagnostics.iter().map(fixture::written).collect();
    let own = format!("{} ", fixture.slug);
    if !found.iter().any(|finding| finding.starts_with(&own)) {
        return Some(format!("{} does not break its rule: {found:#?}", fixture.slug));
    }
    let list = |findings: &BTreeSet<String>| findings.iter().cloned().collect::<Vec<_>>().join("\n");
    let (expected, found) = (list(&fixture.expected), list(&found));
    (expected != found).then(|| format!("{}: expected\n{expected}\nbut found\n{found}\n", fixture.slug))
}

#[test]
fn every_fixture_has_the_findings_that_are_annotated_in_it() {
    let faults: Vec<String> = fixture::all().values().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.slug.to_owned()).collect();
    let fixtures: BTreeSet<String> = fixture::all().into_keys().collect();
    assert_eq!(rules, fixtures);
    assert_eq!(rules.len(), RULES.len(), "no two rules share a name");
}

#[test]
fn every_rule_says_what_why_and_how_to_mend() {
    for rule in RULES {
        let Rule { slug, message, help, explanation, example, .. } = rule;
        assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{slug}");
        assert!(message.len() > 10 && !message.ends_with('.'), "{slug}: {message}");
        assert!(help.len() > 5 && !help.ends_with('.'), "{slug}: {help}");
        assert!(explanation.len() > 10 && explanation.contains('.'), "{slug}: {explanation}");
        assert!(!example.is_empty(), "{slug} has no example");
    }
}

#[test]
fn every_rule_can_be_explained() {
    for rule in RULES {
        let out = promulgate().args(["explain", rule.slug]).output().expect("the program starts");
        let text = String::from_utf8(out.stdout).expect("it is UTF-8");
        let head = format!("{}[{}]: {}\n", rule.severity.word(), rule.slug, rule.message);
        assert!(out.status.success() && text.starts_with(&head), "{text}");
        for part in [rule.explanation, rule.help, "For example:", "To mend it:"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}

#[test]
fn errors_fail_the_check_and_warnings_do_not() {
    for (slug, fixture) in fixture::all() {
        let folder = tempfile::tempdir().expect("a folder");
        fixture.write(folder.path());
        let out = promulgate().args(["check", "--as-of", "2019-06-27", "-r"]).arg(folder.path()).output();
        let out = out.expect("the program starts");
        let has_error = fixture.check().diagnostics.iter().any(|found| found.severity == Severity::Error);
        let is_configuration = fixture.expected.iter().any(|finding| finding.contains(" promulgate.toml"));
        let expected = if is_configuration { 2 } else { i32::from(has_error) };
        let talk = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(expected), "{slug}: {talk}");
        assert!(talk.contains(&format!("[{slug}]: ")), "{slug}: {talk}");
    }
}
