//! Builds watched by `strace`: what they change, in which order, and what a single failing call leads to.

use super::{Tree, Yard, success, talk};
use crate::folder::whole;
use crate::harness::{has_tool, missing, promulgate};
use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `strace` with these arguments and its report in a file, ready for a build's words; `None`, and a line, where it is missing.
pub(super) fn strace(report: &Path, arguments: &[&str]) -> Option<Command> {
    if !has_tool("strace") {
        return None;
    }
    let works = Command::new("strace").args(["-qq", "-e", "trace=none", "true"]).status();
    if !works.is_ok_and(|status| status.success()) {
        missing("the right to trace");
        return None;
    }
    let mut command = Command::new("strace");
    command.args(["-qq", "-y", "-o"]).arg(report).args(arguments).arg(promulgate().get_program());
    Some(command)
}

/// The paths that the calls of a report create, open for writing, rename or remove.
fn changed(report: &str) -> Vec<PathBuf> {
    let call = Regex::new(r"^(?:\d+ +)?(\w+)\((.*)$").expect("a pattern");
    let writes = Regex::new(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE").expect("a pattern");
    let reads =
        r"^(execve|access|faccessat2?|readlink(at)?|new?fstatat|l?stat|statx?|statfs|getcwd|chdir|inotify_add_watch)$";
    let reads = Regex::new(reads).expect("a pattern");
    // What is done to an open file has no name beside it.
    let place = Regex::new(r#"(?:AT_FDCWD|\d+)<([^>]*)>, (?:"([^"]*)"|NULL)"#).expect("a pattern");
    let mut paths = Vec::new();
    for found in report.lines().filter_map(|line| call.captures(line)) {
        let (name, arguments) = (&found[1], &found[2]);
        let is_read = reads.is_match(name) || name.starts_with("open") && !writes.is_match(arguments);
        if !is_read {
            let path = |found: regex::Captures<'_>| match found.get(2) {
                Some(name) => Path::new(&found[1]).join(name.as_str()),
                None => PathBuf::from(&found[1]),
            };
            let places: Vec<_> = place.captures_iter(arguments).map(path).collect();
            assert!(!places.is_empty(), "not understood: {}", &found[0]);
            paths.extend(places);
        }
    }
    paths
}

#[test]
fn a_change_elsewhere_is_noticed() {
    let report = r#"12 openat(AT_FDCWD</home>, "x/y", O_RDONLY) = 3</home/x/y>
12 openat(3</srv/www>, "../z", O_WRONLY|O_CREAT, 0644) = 4</srv/z>
renameat2(3</srv>, "a", 3</srv>, "b", RENAME_EXCHANGE) = 0
utimensat(6</srv/d>, NULL, [], 0) = 0
unlinkat(5</srv/a>, "c", 0) = 0"#;
    assert_eq!(changed(report), ["/srv/www/../z", "/srv/a", "/srv/b", "/srv/d", "/srv/a/c"].map(PathBuf::from));
}

#[test]
fn nothing_is_changed_outside_the_output_and_its_temporary_folder() {
    let (yard, reports) = (Yard::new(), Yard::new());
    let [first, second] = [1, 2].map(|seed| Tree::new(8, seed));
    for tree in [&first, &second, &second] {
        let report = reports.path().join("report");
        let trace = ["-f", "-s", "4096", "-e", "trace=%file,openat,renameat2,unlinkat,mkdirat"];
        let Some(command) = strace(&report, &trace) else { return };
        success(&mut tree.build(command, &yard.output()));
        for path in changed(&fs::read_to_string(report).expect("a report")) {
            let is_ours = path.starts_with(yard.output()) || path.starts_with(yard.candidate());
            assert!(is_ours && !path.to_string_lossy().contains(".."), "{path:?}");
        }
    }
}

#[test]
fn it_is_synced_then_exchanged_then_synced_and_the_old_folder_goes_last() {
    let (yard, reports) = (Yard::new(), Yard::new());
    yard.publish(&Tree::new(3, 1));
    let report = reports.path().join("report");
    let trace = ["-e", "trace=write,syncfs,renameat2,fsync,unlinkat"];
    let Some(command) = strace(&report, &trace) else { return };
    success(&mut Tree::new(3, 2).build(command, &yard.output()));
    let name = Regex::new(r"(?m)^(\w+)\(\d+<(/[^>]*)").expect("a pattern");
    let report = fs::read_to_string(report).expect("a report");
    let ours = name.captures_iter(&report).filter(|found| Path::new(&found[2]).starts_with(yard.path()));
    let mut calls: Vec<_> = ours.map(|found| found[1].to_owned()).collect();
    calls.dedup();
    assert_eq!(calls, ["write", "syncfs", "renameat2", "fsync", "unlinkat"]);
}

/// Publishes an edition, then a second one with failing calls; gives what that said. `None` where it cannot be traced.
#[track_caller]
fn failing(yard: &Yard, trees: &[Tree; 2], faults: &[&str]) -> Option<String> {
    let reports = Yard::new();
    yard.publish(&trees[0]);
    let arguments: Vec<&str> = faults.iter().flat_map(|fault| ["-e", fault]).collect();
    let command = strace(&reports.path().join("report"), &arguments)?;
    let output = trees[1].build(command, &yard.output()).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(4));
    Some(talk(&output))
}

#[test]
fn without_exchange_there_is_no_second_best() {
    let (yard, trees) = (Yard::new(), [1, 2].map(|seed| Tree::new(3, seed)));
    let Some(message) = failing(&yard, &trees, &["inject=renameat2:error=EINVAL"]) else { return };
    assert!(message.contains("cannot be replaced in one step"), "{message}");
    assert_eq!(whole(&yard.output()).as_ref(), Ok(&trees[0].manifest));
    assert!(!yard.candidate().exists());
}

#[test]
fn what_cannot_be_taken_back_is_not_removed() {
    let (yard, trees) = (Yard::new(), [1, 2].map(|seed| Tree::new(3, seed)));
    let faults = ["inject=fsync:error=EIO", "inject=renameat2:error=EIO:when=2+"];
    if failing(&yard, &trees, &faults).is_none() {
        return;
    }
    assert_eq!(whole(&yard.output()).as_ref(), Ok(&trees[1].manifest));
    assert_eq!(whole(&yard.candidate()).as_ref(), Ok(&trees[0].manifest));
    yard.publish(&trees[0]);
}

#[test]
fn a_file_that_comes_while_the_edition_is_written_survives() {
    let (yard, reports, trees) = (Yard::new(), Yard::new(), [1, 2].map(|seed| Tree::new(3, seed)));
    yard.publish(&trees[0]);
    let report = reports.path().join("report");
    let delay = ["-e", "trace=syncfs", "-e", "inject=syncfs:delay_enter=1000000"];
    let Some(command) = strace(&report, &delay) else { return };
    let build = trees[1].build(command, &yard.output()).stderr(Stdio::piped()).spawn().expect("the program starts");
    while !fs::read_to_string(&report).is_ok_and(|report| report.contains("syncfs")) {
        std::thread::yield_now();
    }
    let letter = yard.output().join("letter.txt");
    fs::write(&letter, "dear").expect("it can be written");
    let message = talk(&build.wait_with_output().expect("it ends"));
    assert!(message.contains("letter.txt"), "{message}");
    assert_eq!(fs::read_to_string(&letter).expect("it survives"), "dear");
    assert!(!yard.candidate().exists());
    fs::remove_file(&letter).expect("it is there");
    assert_eq!(whole(&yard.output()).as_ref(), Ok(&trees[0].manifest));
}
