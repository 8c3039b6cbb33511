//! Small sites with their output: `tests/golden/NAME/`, a site's folder with what it becomes in `expected/`.
//!
//! `expected/files.txt` lists every file of the output; each other file there is one of them, whole. Digests in the
//! names of assets are written as `*`. After a change that is meant, refresh them and read the difference:
//!
//! ```text
//! PROMULGATE_REFRESH=1 cargo test --test suite golden
//! ```
//!
//! **Invariant.** An expected file that is not in the output fails, and so does an output that is not listed.

use crate::harness::{Site, project};
use crate::output;
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const LIST: &str = "files.txt";

/// Files by path below a folder.
fn below(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("it can be read");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
            files.insert(path, fs::read_to_string(entry.path()).expect("it is text"));
        }
    }
    files
}

/// The output of a golden site as text, digests in names aside, with the list of its files.
fn output(folder: &Path) -> BTreeMap<String, String> {
    let mut site = Site::empty().on(2026, 11, 24);
    let mut theme = BTreeMap::new();
    for (path, text) in below(folder) {
        match path.split_once('/') {
            None if path == "promulgate.toml" => site.configuration = text,
            Some(("content", _)) => site = site.file(&path, text),
            Some(("theme", rest)) => drop(theme.insert(rest.to_owned(), text.into_bytes())),
            Some(("expected", _)) => {}
            _ => panic!("{path} has no place in a golden site"),
        }
    }
    let mut settings = site.settings();
    settings.theme = theme;
    let compiled = promulgate::compile(&site.tree(), &settings).expect("the theme is good");
    assert!(compiled.diagnostics.is_empty(), "{:?}", compiled.diagnostics);
    let files = output::files(&compiled.edition);
    let faults = output::faults(&files);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let digest = Regex::new(r"([./])[0-9a-f]{12}([./])").expect("the pattern is a constant");
    let plain = |text: &str| digest.replace_all(text, "$1*$2").into_owned();
    let mut text: BTreeMap<String, String> =
        files.iter().map(|(path, bytes)| (plain(path), plain(&String::from_utf8_lossy(bytes)))).collect();
    let list = text.keys().map(|path| format!("{path}\n")).collect();
    text.insert(LIST.to_owned(), list);
    text
}

/// The first lines that differ, as people read them.
fn difference(path: &str, expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let at = expected.iter().zip(&found).take_while(|(left, right)| left == right).count();
    let shown = |lines: &[&str], sign: char| {
        lines.iter().skip(at).take(6).map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    format!("{path}:{}\n{}{}", at + 1, shown(&expected, '-'), shown(&found, '+'))
}

fn check(folder: &Path) -> Vec<String> {
    let (expected, found) = (below(&folder.join("expected")), output(folder));
    assert!(expected.contains_key(LIST) && expected.len() > 1, "{} expects nothing", folder.display());
    let fault = |(path, text): (&String, &String)| match found.get(path) {
        None => Some(format!("{path} is expected, and not in the output\n")),
        Some(own) if own != text => Some(difference(path, text, own)),
        Some(_) => None,
    };
    expected.iter().filter_map(fault).collect()
}

fn refresh(folder: &Path) {
    let found = output(folder);
    for path in below(&folder.join("expected")).into_keys() {
        let file = folder.join("expected").join(&path);
        match found.get(&path) {
            Some(text) => fs::write(file, text).expect("it can be written"),
            None => fs::remove_file(file).expect("it can be removed"),
        }
    }
}

fn folders() -> Vec<PathBuf> {
    let all = fs::read_dir(project().join("tests/golden")).expect("it is there");
    let mut folders: Vec<PathBuf> = all.map(|entry| entry.expect("it can be read").path()).collect();
    folders.sort();
    folders
}

#[test]
fn golden_sites_become_what_is_expected() {
    let folders = folders();
    assert!(folders.len() >= 3);
    if std::env::var_os("PROMULGATE_REFRESH").is_some_and(|value| value == "1") {
        folders.iter().for_each(|folder| refresh(folder));
    }
    let faults = folders.iter().flat_map(|folder| {
        check(folder).into_iter().map(|fault| format!("{}: {fault}", folder.display())).collect::<Vec<_>>()
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_difference_is_shown_from_its_first_line() {
    assert_eq!(difference("a", "1\n2\n3\n", "1\nX\n3\n"), "a:2\n- 2\n- 3\n+ X\n+ 3\n");
}
