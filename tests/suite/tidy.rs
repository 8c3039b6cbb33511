//! The house rules that a program can hold: floors, openings, names, comments, lengths, dependencies, tracked files.
//!
//! It reads the project's own files as text, and knows no more Rust than `cargo fmt` leaves certain.
//!
//! **Invariant.** A rule that is broken names its file and line.

use crate::harness::{project, promulgate};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The Rust files below a folder of the project, by their path from it.
fn rust_files(folder: &str) -> BTreeMap<String, String> {
    let root = project();
    let files = walkdir::WalkDir::new(root.join(folder)).into_iter().map(|entry| entry.expect("it can be read"));
    let is_rust = |path: &Path| path.extension().is_some_and(|extension| extension == "rs");
    files
        .filter(|entry| is_rust(entry.path()))
        .map(|entry| {
            let name = entry.path().strip_prefix(&root).expect("it is below").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(entry.path()).expect("Rust is text"))
        })
        .collect()
}

fn all_rust() -> BTreeMap<String, String> {
    let mut files = rust_files("src");
    files.extend(rust_files("tests"));
    files
}

/// Fails where a line of any file has something against it.
#[track_caller]
fn check_lines(files: &BTreeMap<String, String>, fault: impl Fn(&str, &str) -> Option<String>) {
    let mut faults = Vec::new();
    for (name, text) in files {
        for (at, line) in text.lines().enumerate() {
            if let Some(fault) = fault(name, line) {
                faults.push(format!("{name}:{}: {fault}", at + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The floor of each top-level module, as the crate's documentation says.
fn floors() -> BTreeMap<String, u32> {
    let mut floors = BTreeMap::new();
    let text = std::fs::read_to_string(project().join("src/lib.rs")).expect("it is there");
    for line in text.lines().filter_map(|line| line.strip_prefix("//! | ")) {
        let Some((floor, rest)) = line.split_once(" | ") else { continue };
        let Ok(floor) = floor.parse() else { continue };
        let names = rest.split('|').next().unwrap_or_default().split('`').skip(1).step_by(2);
        floors.extend(names.map(|name| (name.trim_end_matches(".rs").to_owned(), floor)));
    }
    floors
}

/// The top-level module that a file belongs to.
fn top(name: &str) -> &str {
    name.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// What the crate's root itself holds.
const PIPELINE: [&str; 6] = ["Compiled", "Entered", "Printed", "Summary", "compile", "enter"];

/// The top-level modules that a line names: `crate::gate::…`, `use crate::{gate, record}`.
fn named(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for rest in line.split("crate::").skip(1) {
        let end = rest.find([';', '}']).unwrap_or(rest.len());
        let group = rest.strip_prefix('{').map_or(rest, |_| &rest[1..end]);
        let parts = if rest.starts_with('{') { group.split(',').collect() } else { vec![group] };
        names.extend(parts.into_iter().map(|part| {
            let part = part.trim();
            let name = &part[..part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len())];
            if PIPELINE.contains(&name) { "lib" } else { name }
        }));
    }
    names
}

#[test]
fn modules_import_from_lower_floors_only() {
    let floors = floors();
    assert!(floors.len() > 10 && floors["main"] == 11 && floors["gate"] < floors["record"], "{floors:?}");
    assert_eq!(named("use crate::{gate, record::Meeting};"), ["gate", "record"]);
    assert_eq!(named("x(crate::date::iso(y), crate::compile(z))"), ["date", "lib"]);
    let is_module = |name: &str| floors.contains_key(top(name));
    let files = rust_files("src");
    let homeless: Vec<&String> = files.keys().filter(|name| !is_module(name)).collect();
    assert!(homeless.is_empty(), "these have no floor: {homeless:?}");
    check_lines(&files, |name, line| {
        let own = *floors.get(top(name))?;
        let is_comment = line.trim_start().starts_with("//");
        let bad = named(line).into_iter().find(|other| {
            *other != top(name) && floors.get(*other).is_some_and(|floor| *floor >= own) && !is_comment
        })?;
        Some(format!("{} is not below {}", bad, top(name)))
    });
}

#[test]
fn every_file_says_what_it_is() {
    let files = all_rust();
    let silent: Vec<&String> =
        files.iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "these do not open with `//!`: {silent:?}");
}

#[test]
fn names_are_the_committees_words() {
    const FORBIDDEN: [&str; 10] =
        ["ctx", "manager", "handler", "util", "utils", "helper", "helpers", "prelude", "data", "types"];
    let kinds = ["fn ", "struct ", "enum ", "trait ", "mod ", "type ", "macro_rules! "];
    check_lines(&all_rust(), |name, line| {
        let code = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(super) ");
        let item = kinds.iter().find_map(|kind| code.strip_prefix(kind))?;
        let item = &item[..item.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(item.len())];
        let is_kept = name == "src/site/mod.rs" && item == "data";
        let word = words(item).into_iter().find(|word| FORBIDDEN.contains(&word.as_str()))?;
        (!is_kept).then(|| format!("`{word}` in the name {item}"))
    });
}

/// The words of `a_name` or `AName`, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            words.push(String::new());
        }
        words.last_mut().expect("one is there").extend(c.to_lowercase().filter(|c| *c != '_'));
    }
    words
}

#[test]
fn comments_are_prose() {
    let unfinished = ["TO", "FIX"].map(|start| format!("{start}{}", if start == "TO" { "DO" } else { "ME" }));
    check_lines(&all_rust(), |_, line| {
        let comment = line.trim_start().strip_prefix("// ");
        let is_code = comment.is_some_and(|text| text.ends_with(';') || text.ends_with('{') || text.ends_with('}'));
        let is_banner =
            line.trim_start().strip_prefix("//").is_some_and(|text| text.contains("-----") || text.contains("====="));
        let is_unfinished = unfinished.iter().any(|word| line.contains(word.as_str()));
        is_code
            .then_some("code in a comment")
            .or(is_banner.then_some("a banner"))
            .or(is_unfinished.then_some("unfinished"))
            .map(str::to_owned)
    });
}

#[test]
fn functions_end_before_seventy_lines() {
    let mut long = Vec::new();
    for (name, text) in all_rust() {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_function(line)) {
            let indent = &line[..line.len() - line.trim_start().len()];
            let is_end = |line: &str| line.strip_prefix(indent) == Some("}");
            let length = lines[at..].iter().position(|line| is_end(line)).map_or(0, |end| end + 1);
            if length > 70 && !line.ends_with(" }") && !line.ends_with(';') {
                long.push(format!("{name}:{}: {length} lines", at + 1));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

fn is_function(line: &str) -> bool {
    let code = line.trim_start();
    let starts = ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn ", "const fn ", "pub const fn "];
    starts.iter().any(|start| code.starts_with(start))
}

#[test]
fn the_gate_clears_nothing_and_alone_opens() {
    let cleared = ["Clear", "ed"].concat();
    check_lines(&rust_files("src/gate"), |_, line| line.contains(&cleared).then(|| "the gate quotes".to_owned()));
    let files = rust_files("src");
    let opens = |(name, text): &(&String, &String)| text.contains(".open()") && !name.starts_with("src/gate/");
    let openers: Vec<_> = files.iter().filter(opens).map(|(name, _)| name).collect();
    assert!(openers.is_empty(), "{openers:?}");
    assert!(files.iter().any(|(name, text)| name.starts_with("src/gate/") && text.contains(".open()")));
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let text = std::fs::read_to_string(project().join("Cargo.toml")).expect("it is there");
    let mut in_dependencies = false;
    let mut count = 0;
    let mut before = "";
    for line in text.lines() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        } else if in_dependencies && line.contains('=') && !line.starts_with('#') {
            count += 1;
            assert!(before.starts_with("# ") && before.ends_with('.'), "no comment above: {line}");
            assert!(line.contains("default-features = false"), "{line}");
        }
        before = line;
    }
    assert!(count > 15, "{count} dependencies only");
}

/// The files that git tracks; `None` outside a checkout.
fn tracked() -> Option<Vec<String>> {
    let out = Command::new("git").arg("-C").arg(project()).args(["ls-files", "-z"]).output().ok()?;
    if !out.status.success() {
        println!("skipped: this is no git checkout");
        return None;
    }
    let names = String::from_utf8_lossy(&out.stdout).into_owned();
    Some(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

#[test]
fn no_tracked_file_names_a_registry_or_a_folder_of_this_machine() {
    let Some(names) = tracked() else { return };
    let hosts =
        ["crates", "npmjs", "pypi"].map(|name| format!("{name}.{}", if name == "crates" { "io/" } else { "org" }));
    let folders = ["work", "root", "home", "tmp"].map(|name| format!("/{name}/"));
    let here = project().to_string_lossy().into_owned();
    let is_own = |name: &String| name != "Cargo.lock" && !name.starts_with("LICENSE");
    for name in names.iter().filter(|name| is_own(name)) {
        let Ok(text) = std::fs::read_to_string(project().join(name)) else { continue };
        let starts = |folder: &String| {
            text.split([' ', '"', '\'', '`', '(', '=', '\n']).any(|word| word.starts_with(folder.as_str()))
        };
        assert!(!hosts.iter().any(|host| text.contains(host.as_str())), "{name} names a registry");
        assert!(!folders.iter().any(starts) && !text.contains(&here), "{name} names a folder of a machine");
    }
}

#[test]
fn nothing_of_the_site_is_tracked() {
    let Some(names) = tracked() else { return };
    let public: Vec<_> = names.iter().filter(|name| name.starts_with("public/")).collect();
    assert_eq!(public, ["public/.gitignore"]);
}

#[test]
fn the_commands_of_the_readme_exist() {
    let text = std::fs::read_to_string(project().join("README.md")).expect("it is there");
    let help = promulgate().arg("--help").output().expect("the program starts").stdout;
    let help = String::from_utf8_lossy(&help).into_owned();
    let known = |command: &str| help.lines().any(|line| line.split_whitespace().next() == Some(command));
    let mut count = 0;
    for line in text.lines().map(|line| line.trim().trim_start_matches("$ ")) {
        let words: Vec<&str> = line.split_whitespace().take_while(|word| *word != "#").collect();
        let command = match words.as_slice() {
            ["promulgate", command, ..] => Some(*command),
            ["cargo", "run", rest @ ..] => rest.iter().skip_while(|word| **word != "--").nth(1).copied(),
            ["cargo", command, ..] => {
                count += 1;
                assert!(["test", "build", "install", "fmt", "clippy"].contains(command), "{line}");
                None
            }
            _ => None,
        };
        if let Some(command) = command.filter(|command| command.bytes().all(|b| b.is_ascii_lowercase())) {
            count += 1;
            assert!(known(command), "no such command: {line}");
        }
    }
    assert!(count > 0, "the README has commands");
}
