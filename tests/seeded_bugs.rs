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

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
    let from = std::env::var("PROMULGATE_BUGS").ok();
    let from = from.and_then(|range| range.trim_end_matches("..").parse().ok()).unwrap_or(0);
    // Whoever goes on where a run before has ended has seen that.
    for part in PARTS.iter().filter(|_| from == 0) {
        assert_eq!(first_failure("no bug", &copy, part), None, "without a bug");
    }
    let missed: Vec<String> =
        bugs().into_iter().skip(from).filter(|bug| !is_caught(bug, &copy)).map(|bug| bug.name).collect();
    assert!(missed.is_empty(), "not caught: {missed:#?}");
}

/// Plants a bug, runs the unit tests and, if they pass, the suite, and takes the bug out again.
fn is_caught(bug: &Bug, copy: &Path) -> bool {
    let file = copy.join(&bug.file);
    let source = std::fs::read_to_string(&file).expect("the file is there");
    std::fs::write(&file, source.replacen(&bug.find, &bug.replace, 1)).expect("it can be written");
    let failure = PARTS.iter().find_map(|part| first_failure(&bug.name, copy, part));
    std::fs::write(&file, source).expect("it can be written");
    println!("{} {}", if failure.is_some() { "caught" } else { "MISSED" }, bug.name);
    failure.iter().for_each(|test| println!("       by {test}"));
    failure.is_some()
}

/// What is run, the fastest first.
const PARTS: [&[&str]; 2] = [&["--lib"], &["--test", "suite"]];

/// The first test that fails, with a bug planted; the others are not waited for.
fn first_failure(bug: &str, copy: &Path, part: &[&str]) -> Option<String> {
    let mut run = Command::new(built(bug, copy, part));
    run.current_dir(copy).args(SKIPPED).env_remove("PROMULGATE_REQUIRE_TOOLS");
    run.env("PROMULGATE_PAIRS", "400").env("PROMULGATE_HISTORIES", "60");
    let mut run = run.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the tests start");
    let mut lines = BufReader::new(run.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
    let found = lines.find_map(|line| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned()));
    if found.is_some() {
        let _ = run.kill();
    }
    let is_good = run.wait().expect("it ends").success();
    found.or((!is_good).then(|| "the run itself".to_owned()))
}

const SKIPPED: [&str; 8] =
    ["--skip", "tidy::", "--skip", "publishing::", "--skip", "hostile::", "--skip", "determinism::"];

/// Builds a part of the tests of the copy; gives the program.
fn built(bug: &str, copy: &Path, part: &[&str]) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(copy).args(["test", "--offline", "--no-run"]).args(part);
    cargo.env("CARGO_TARGET_DIR", project().join("target/seeded-bugs/target"));
    let built = cargo.output().expect("cargo starts");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{bug} does not compile:\n{said}");
    let program = said.lines().find_map(|line| line.trim().strip_prefix("Executable ")?.split(['(', ')']).nth(1));
    PathBuf::from(program.expect("cargo names the program"))
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
