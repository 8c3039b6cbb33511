//! Outputs with other people's files in them, which are never touched.

use super::{Tree, Yard, talk};
use crate::folder::snapshot;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

/// Sees that a build over what `make` makes of a yard names the obstacle and changes nothing at all.
#[track_caller]
pub(super) fn check_refusal(name: &str, make: impl Fn(&Yard)) {
    let [old, new] = [1, 2].map(|seed| Tree::new(4, seed));
    let yard = Yard::new();
    fs::create_dir(yard.path().join("others")).expect("it can be made");
    fs::write(yard.path().join("others/letter.txt"), "dear").expect("it can be written");
    yard.publish(&old);
    make(&yard);
    let before = snapshot(yard.path());
    let output = yard.command(&new).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(4), "{name}: {}", talk(&output));
    assert!(talk(&output).contains(name), "{name}: {}", talk(&output));
    assert_eq!(snapshot(yard.path()), before, "{name}");
}

/// The yard with another file in its output.
fn with(path: &str) -> impl Fn(&Yard) {
    move |yard| fs::write(yard.output().join(path), "").expect("it can be written")
}

#[test]
fn other_peoples_files_are_never_touched() {
    check_refusal(r#""notes.txt""#, with("notes.txt"));
    check_refusal(r#""meetings/ssc/notes.txt""#, with("meetings/ssc/notes.txt"));
    check_refusal(r#""meetings/.gitignore""#, with("meetings/.gitignore"));
    check_refusal(r#""uploads/""#, |yard| fs::create_dir(yard.output().join("uploads")).expect("it can be made"));
    check_refusal("and 1 more. Move it elsewhere", |yard| (0..6).for_each(|n| with(&n.to_string())(yard)));
    check_refusal("\"caf\u{fffd}\"", |yard| {
        fs::write(yard.output().join(OsStr::from_bytes(b"caf\xe9")), "").expect("it can be written");
    });
}

/// How the list of strangers begins where nothing is taken for ours.
const ALL: &str = r#""404.html", "_headers", "about/", "api/", "assets/" and "#;

#[test]
fn folders_without_a_manifest_of_ours_are_never_touched() {
    let others = |manifest: &'static str| {
        move |yard: &Yard| fs::write(yard.output().join("manifest.json"), manifest).expect("it can be written")
    };
    check_refusal(ALL, others(r#"{"name":"An app"}"#));
    check_refusal(ALL, others(r#"{"generator":"another","files":[{"path":"404.html"}]}"#));
    check_refusal(ALL, others(r#"{"generator":"promulgate","files":[]}"#));
    check_refusal(ALL, |yard| {
        fs::remove_file(yard.output().join("manifest.json")).expect("it is there");
    });
}
