//! HTML and CSS by the Nu checker: every page of the example site, and the stylesheet.

use crate::example::Example;
use crate::tools;
use std::path::Path;
use std::process::Command;

/// The checker reads files, which are no part of the origin that `'self'` means; in the browser tests nothing is blocked.
const NO_ORIGIN: &str = ".*Resource violates Content Security Policy.*";

/// Whatever the checker says.
fn said(checker: &Path, arguments: &[&str]) -> String {
    let mut java = Command::new("java");
    java.arg("-jar").arg(checker).args(["--filterpattern", NO_ORIGIN]).args(arguments);
    let told = java.output().expect("Java starts");
    String::from_utf8_lossy(&[told.stdout, told.stderr].concat()).into_owned()
}

#[test]
fn html_and_css_are_valid() {
    let Some(checker) = tools::checker("vnu-jar/build/dist/vnu.jar") else { return };
    if !crate::has_tools() || !tools::has_tool("java") {
        return;
    }
    let example = Example::build();
    let output = example.output().to_string_lossy().into_owned();
    assert_eq!(said(&checker, &["--skip-non-html", &output]), "");
    let style = std::fs::read_dir(example.output().join("assets")).expect("there are assets");
    let style = style.map(|entry| entry.expect("it can be read").path());
    let style = style.filter(|path| path.extension().is_some_and(|extension| extension == "css"));
    let style: Vec<String> = style.map(|path| path.to_string_lossy().into_owned()).collect();
    assert_eq!(said(&checker, &["--css", &style[0]]), "");
    let folder = tempfile::tempdir().expect("a folder");
    let faulty = folder.path().join("faulty.html");
    std::fs::write(&faulty, "<!doctype html><html lang=\"en\"><title>T</title><p id=a><p id=a>")
        .expect("it is written");
    assert!(said(&checker, &[&faulty.to_string_lossy()]).contains("Duplicate ID"));
}
