//! Canaries (R6): a token in every field of withheld material must be in no output and in nothing that is printed.
//!
//! Each test of absence has a twin that publishes the same material, and shows that the search finds it there.
//!
//! **Invariant.** No token is a word that a page, a rule or a message has of its own.

use crate::fixture::Outcome;
use crate::harness::{Site, run_in};
use promulgate::diagnostic::{self, Form};
use std::path::Path;

const TOKEN: &str = "qanary";
const FORMS: [Form; 5] =
    [Form::Text { colour: false }, Form::Text { colour: true }, Form::Json, Form::Sarif, Form::Github];

/// Everything that a build would write and a check would print.
fn all_of(outcome: &Outcome) -> String {
    let files = outcome.edition.files();
    let mut text: String =
        files.map(|(path, bytes)| format!("{path}\n{}\n", crate::index::text(path.as_str(), bytes))).collect();
    text.extend(FORMS.map(|form| diagnostic::write(&outcome.diagnostics, form)));
    text
}

fn shows(text: &str) -> bool {
    text.to_lowercase().contains(TOKEN)
}

/// Documents of every kind with a token in every field. `CLASS` is where the classification goes.
const DOCUMENTS: [(&str, &str); 6] = [
    (
        "content/pages/a.md",
        "+++\nCLASS\ntitle = \"qanary1\"\ndescription = \"qanary2\" # qanary3\norder = 1\nformer_paths = [\"/qanary4/\"]\nupdates = [{ date = 2019-06-01, note = \"qanary5\" }]\n+++\nqanary6 [qanary7](https://qanary8.example \"qanary9\") `qanary10`[^qanary11] [qanary12]\n\n[^qanary11]: qanary13\n\n[qanary12]: https://qanary14.example\n\n## qanary15\n\n- qanary16\n  - qanary17\n\n> qanary18\n\n```qanary19\nqanary20\n```\n\n| qanary21 |\n|---|\n| qanary22 |\n\n1. qanary23\n\n**QANARY24** **APPROVED QANARY25** Friday 26 September 2019 qanary26\n",
    ),
    (
        "content/committees/ssc/meetings/80.md",
        "+++\nCLASS\ndate = 2019-06-26\nnumber = 80\nreference = \"QANARY_81_2606\"\ntitle = \"qanary1\"\nvenue = \"qanary2\"\nnext_meeting = 2019-06-01\nupdates = [{ date = 2019-06-01, note = \"qanary3\" }]\n\n[[attachments]]\nfile = \"qanary4.pdf\"\ntitle = \"qanary5\"\nCLASS\nsha256 = \"qanary6\"\n+++\n### 3. qanary7\n\nThe SSC **APPROVED** qanary8. [qanary9](ssc/99) [qanary10](qanary:x) ![qanary11](qanary.png)\n",
    ),
    (
        "content/committees/qanary/committee.md",
        "+++\nCLASS\ntitle = \"qanary1\"\nabbreviation = \"QANARY2\"\nparent = \"qanary3\"\n+++\nqanary4\n",
    ),
    (
        "content/standards/qanary/standard.md",
        "+++\nCLASS\ntitle = \"qanary1\"\nshort_title = \"qanary2\"\naliases = [\"qanary3\"]\nowner = \"qanary4\"\ncommittee = \"qanary5\"\nurl = \"https://qanary.example\"\n\n[[events]]\nid = \"qanary6\"\nlabel = \"qanary7\"\nquestion = \"qanary8\"\n+++\nqanary9\n",
    ),
    (
        "content/standards/qanary/1.3.md",
        "+++\nCLASS\nversion = \"1.4\"\nconditions = \"qanary1\"\napproved_by = \"qanary2\"\nsupersedes = \"qanary3\"\n\n[[applies]]\nevent = \"qanary4\"\nimplementation_date = 2019-09-26\n\n[[milestones]]\ndate = 2019-08-01\nlabel = \"qanary5\"\n\n[[date_changes]]\nevent = \"qanary6\"\nwas = 2019-08-26\nchanged_on = 2019-05-01\ndecided_by = \"qanary7\"\nreason = \"qanary8\"\n+++\nqanary9\n",
    ),
    (
        "content/glossary.toml",
        "[[term]]\nterm = \"QANARY1\"\nexpansion = \"qanary2\"\ndefinition = \"qanary3 [qanary4](qanary5)\"\nCLASS\n",
    ),
];

/// A site with all those documents, each with this in the place of its classification.
fn site_with(class: &str) -> Site {
    let add = |site: Site, (path, text): (&str, &str)| site.file(path, text.replace("CLASS", class));
    DOCUMENTS.into_iter().fold(Site::new(), add)
}

fn outcome(site: &Site) -> Outcome {
    let compiled = site.compile();
    Outcome { diagnostics: compiled.diagnostics, edition: compiled.edition }
}

/// What the program prints about a site on disk; paths are taken out, since a diagnostic may name its file.
fn printed(root: &Path, files: &[&str]) -> String {
    let mut runs: Vec<Vec<&str>> = vec![vec!["build"], vec!["build", "-v", "--color", "always"], vec!["check", "-q"]];
    runs.extend(["text", "json", "sarif", "github"].map(|form| vec!["check", "--format", form]));
    runs.extend(files.iter().map(|file| vec!["explain", file]));
    let mut text = String::new();
    for mut arguments in runs {
        arguments.extend(["--as-of", "2019-06-27"]);
        let out = run_in(root, &arguments);
        text += &String::from_utf8_lossy(&out.stdout);
        text += &String::from_utf8_lossy(&out.stderr);
    }
    without_paths(&text)
}

/// A file may be named, so the names of the documents do not count.
fn without_paths(text: &str) -> String {
    let paths = DOCUMENTS.map(|(path, _)| path);
    paths.into_iter().fold(text.to_owned(), |text, path| text.replace(path, "FILE"))
}

#[track_caller]
fn check_silent(site: &Site) {
    let text = without_paths(&all_of(&outcome(site)));
    assert!(!shows(&text), "{}", around(&text));
    let folder = tempfile::tempdir().expect("a folder");
    site.write(folder.path());
    let files: Vec<&str> = site.files.keys().map(String::as_str).collect();
    let text = printed(folder.path(), &files);
    assert!(!shows(&text), "{}", around(&text));
    let public = folder.path().join("public");
    for file in walkdir::WalkDir::new(&public).into_iter().flatten() {
        let name = file.path().strip_prefix(&public).expect("it is below").to_string_lossy().into_owned();
        let bytes = if file.file_type().is_file() { std::fs::read(file.path()).expect("readable") } else { Vec::new() };
        assert!(!shows(&name) && !shows(&crate::index::text(&name, &bytes)), "{name}");
    }
}

/// The line where a token stands.
fn around(text: &str) -> &str {
    text.lines().find(|line| shows(line)).unwrap_or_default()
}

#[test]
fn the_search_finds_every_token_that_is_published() {
    let text = all_of(&outcome(&site_with("classification = \"White\"")));
    for (path, tokens) in [("content/pages/a.md", 26), ("content/standards/qanary/standard.md", 4)] {
        for number in (1..=tokens).filter(|number| ![3, 9, 14, 19].contains(number)) {
            assert!(text.to_lowercase().contains(&format!("{TOKEN}{number}")), "{TOKEN}{number} of {path}");
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    site_with("classification = \"White\"").write(folder.path());
    assert!(shows(&printed(folder.path(), &[])), "findings of published text quote it");
}

#[test]
fn withheld_documents_are_in_nothing() {
    for class in ["Red", "Amber", "TLP:RED", "Public", ""] {
        check_silent(&site_with(&format!("classification = \"{class}\"")));
    }
}

#[test]
fn unclassified_documents_are_in_nothing() {
    check_silent(&site_with(""));
    check_silent(&site_with("Classification = \"White\""));
    check_silent(&site_with("classification = qanary"));
    check_silent(&site_with("classification = \"qanary\""));
    check_silent(&site_with("classification = [\"White\", \"qanary\"]"));
    check_silent(&site_with("qanary = \"qanary\"\nclassification = \"Red\""));
    check_silent(&site_with("classification = \"Red\"\nclassification = \"qanary\""));
    let mut unclear = site_with("classification = \"White\"\npublish_on = \"qanary\"");
    unclear.files.remove("content/glossary.toml");
    check_silent(&unclear);
}

#[test]
fn embargoed_documents_are_in_nothing() {
    let mut site = site_with("classification = \"White\"\npublish_on = 2019-06-28");
    site.files.remove("content/glossary.toml");
    check_silent(&site);
}

#[test]
fn documents_under_a_withheld_parent_are_in_nothing() {
    let mut site = site_with("classification = \"White\"");
    for parent in ["content/standards/qanary/standard.md", "content/committees/ssc/committee.md"] {
        let text = String::from_utf8_lossy(&site.files[parent]).replace("White", "Red");
        site = site.file(parent, text);
    }
    for public in ["content/pages/a.md", "content/committees/qanary/committee.md", "content/glossary.toml"] {
        site.files.remove(public);
    }
    check_silent(&site);
}

#[test]
fn broken_toml_is_not_quoted_wherever_it_breaks() {
    for (path, text) in DOCUMENTS {
        let text = text.replace("CLASS", "classification = \"White\"");
        let last = text.lines().skip(1).position(|line| line == "+++").map_or(text.lines().count(), |at| at + 1);
        for at in usize::from(text.starts_with("+++"))..=last {
            for broken in [
                "qanary qanary",
                "= qanary",
                "qanary = \"qanary",
                "[qanary",
                "qanary = \"\"\"qanary",
                "qanary = [qanary",
            ] {
                let mut lines: Vec<&str> = text.lines().collect();
                lines.insert(at, broken);
                let site = Site::new().file(path, lines.join("\n"));
                let text = without_paths(&all_of(&outcome(&site)));
                assert!(!shows(&text), "{path}, line {at}, {broken}: {}", around(&text));
            }
        }
    }
}

#[test]
fn unreadable_files_are_in_nothing() {
    let page = |text: &[u8]| Site::new().file("content/pages/a.md", text);
    check_silent(&page(b"+++\nclassification = \"White\"\ntitle = \"qanary caf\xe9\"\n+++\nqanary\n"));
    check_silent(&page("\u{feff}+++\nclassification = \"White\"\ntitle = \"qanary\"\n+++\nqanary\n".as_bytes()));
    check_silent(&page(b"\n+++\nclassification = \"White\"\ntitle = \"qanary\"\n+++\nqanary\n"));
    check_silent(&page(b"+++\nclassification = \"White\"\ntitle = \"qanary\"\nqanary\n"));
    check_silent(&page(b"+++\nclassification = \"White\"\ntitle = \"qanary\"\n+++ \nqanary\n"));
    check_silent(&page(b"qanary\n"));
    let utf16: Vec<u8> = "+++\nqanary\n+++\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_silent(&page(&utf16));
    check_silent(&Site::new().file("content/notes.txt", "qanary"));
}

#[test]
fn a_template_that_fails_prints_no_value() {
    let faults = [
        "{{ qanary_name }}",
        "{{ meeting.qanary_name }}",
        "{{ qanary_filter | nofilter }}",
        "{% if %}",
        "{{ ",
        "{% for a in 1 %}{{ a }}{% endfor %}",
        "{{ page.title + 1 }}",
        "{% include \"qanary.html\" %}",
        "{{ 1 // 0 }}",
        "{{ debug() }}",
    ];
    let site = Site::new().meeting("Published qanary1.\n\n### 3. Closed qanary2 (RED)\n\nqanary3\n");
    for fault in faults {
        let folder = tempfile::tempdir().expect("a folder");
        site.write(folder.path());
        let templates = folder.path().join("themes/default/templates");
        std::fs::create_dir_all(&templates).expect("a folder");
        std::fs::write(templates.join("meeting.html"), fault).expect("it can be written");
        for command in ["build", "check"] {
            let out = run_in(folder.path(), &[command, "--as-of", "2019-06-27"]);
            let talk = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
            assert_eq!(out.status.code(), Some(2), "{fault}: {talk}");
            assert!(talk.contains("meeting.html") && !shows(&talk), "{fault}: {talk}");
        }
        assert!(!folder.path().join("public").exists());
    }
}
