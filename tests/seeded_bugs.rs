//! The bench of seeded bugs: the suite must catch every one of `tests/seeded-bugs.toml`.
//!
//! The fast test sees that each bug still fits the source. The campaign is a command of its own:
//!
//!     cargo test --test seeded_bugs -- --ignored --nocapture
//!
//! `PROMULGATE_BUGS=20..` leaves out the first twenty.
//!
//! It copies the tracked files below `target/`, plants one bug at a time, and runs the suite there.
#![expect(clippy::disallowed_methods, reason = "the bench writes a copy of the project below target/")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A bug: a text that stands once in a file, and what it becomes.
struct Bug {
    name: String,
    file: String,
    find: String,
    replace: String,
}

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn bugs() -> Vec<Bug> {
    let text = std::fs::read_to_string(project().join("tests/seeded-bugs.toml")).expect("the list is there");
    let list: toml::Table = text.parse().expect("the list is TOML");
    let bugs = list["bug"].as_array().expect("it has bugs");
    let field = |bug: &toml::Value, key: &str| bug[key].as_str().expect("every field is text").to_owned();
    bugs.iter()
        .map(|bug| Bug {
            name: field(bug, "name"),
            file: field(bug, "file"),
            find: field(bug, "find"),
            replace: field(bug, "replace"),
        })
        .collect()
}

#[test]
fn every_bug_still_fits_the_source() {
    let bugs = bugs();
    assert!(bugs.len() >= 30, "{}", bugs.len());
    for bug in bugs {
        let source = std::fs::read_to_string(project().join(&bug.file)).expect("the file is there");
        assert_eq!(source.matches(&bug.find).count(), 1, "{}", bug.name);
        assert_ne!(bug.find, bug.replace, "{}", bug.name);
    }
}

#[test]
#[ignore = "a campaign of many minutes"]
fn the_suite_catches_every_bug() {
    let copy = project().join("target/seeded-bugs/project");
    copy_project(&copy);
    let clean = suite(&copy, &[]);
    assert!(clean.status.success(), "without a bug the suite fails:{}", first_failure(&clean));
    let from = std::env::var("PROMULGATE_BUGS").ok();
    let from = from.and_then(|range| range.trim_end_matches("..").parse().ok()).unwrap_or(0);
    let missed: Vec<String> =
        bugs().into_iter().skip(from).filter(|bug| !is_caught(bug, &copy)).map(|bug| bug.name).collect();
    assert!(missed.is_empty(), "not caught: {missed:#?}");
}

/// Plants a bug, runs the suite, and takes the bug out again.
fn is_caught(bug: &Bug, copy: &Path) -> bool {
    let file = copy.join(&bug.file);
    let source = std::fs::read_to_string(&file).expect("the file is there");
    std::fs::write(&file, source.replacen(&bug.find, &bug.replace, 1)).expect("it can be written");
    let build = suite(copy, &["--no-run"]);
    assert!(build.status.success(), "{} does not compile:\n{}", bug.name, String::from_utf8_lossy(&build.stderr));
    let run = suite(copy, &[]);
    std::fs::write(&file, source).expect("it can be written");
    println!("{} {}{}", if run.status.success() { "MISSED" } else { "caught" }, bug.name, first_failure(&run));
    !run.status.success()
}

fn first_failure(run: &Output) -> String {
    let out = String::from_utf8_lossy(&run.stdout).into_owned();
    let failed = out.lines().filter(|line| line.ends_with("... FAILED")).count();
    let first = out.lines().find_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    first.map(|first| format!(" <- {first} and {} more", failed - 1)).unwrap_or_default()
}

/// Runs the unit tests and the suite of the copy, with a fifth of the usual pairs.
fn suite(copy: &Path, arguments: &[&str]) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(copy).args(["test", "--offline", "--lib", "--test", "suite", "--no-fail-fast"]).args(arguments);
    if arguments.is_empty() {
        cargo.args([
            "--",
            "--skip",
            "tidy::",
            "--skip",
            "publishing::",
            "--skip",
            "hostile::",
            "--skip",
            "determinism::",
        ]);
    }
    cargo.env("PROMULGATE_PAIRS", "400");
    cargo.env("CARGO_TARGET_DIR", project().join("target/seeded-bugs/target")).env_remove("PROMULGATE_REQUIRE_TOOLS");
    cargo.output().expect("cargo starts")
}

/// Copies the tracked files.
fn copy_project(copy: &Path) {
    let _ = std::fs::remove_dir_all(copy);
    let listed = Command::new("git").current_dir(project()).args(["ls-files", "-z"]).output().expect("git starts");
    for name in String::from_utf8(listed.stdout).expect("names are UTF-8").split('\0').filter(|name| !name.is_empty()) {
        let target = copy.join(name);
        std::fs::create_dir_all(target.parent().expect("it has a folder")).expect("the folder can be made");
        if project().join(name).is_file() {
            std::fs::copy(project().join(name), &target).expect("it can be copied");
        }
    }
}
