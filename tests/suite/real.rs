//! The first input of all: a real headlines document, as issued. Skipped where the material beside the project is missing.

use crate::harness::{Site, run_in, shared};
use std::path::Path;

/// Imports the real document into a fresh site; `None` where it is missing.
fn imported() -> Option<tempfile::TempDir> {
    let document = shared("real/ssc-80-headlines.txt")?;
    let folder = tempfile::tempdir().expect("a folder");
    Site::new().write(folder.path());
    let out = run_in(folder.path(), &["import", document.to_str().expect("a plain path"), "--committee", "ssc"]);
    let talk = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && talk.contains("it passes `check`"), "{talk}");
    Some(folder)
}

fn published(root: &Path) -> String {
    std::fs::read_to_string(root.join("public/meetings/ssc/80/index.html")).unwrap_or_default()
}

/// Words of the document that stand in withheld portions only.
const WITHHELD: [&str; 14] = [
    "Remediation",
    "Verification",
    "Anomaly",
    "SOC2",
    "Triage Guidance",
    "Compliance Status",
    "Director's",
    "SECMP0057",
    "Appropriate Standards",
    "Traceability",
    "EPCL",
    "29147",
    "Withdrawn",
    "TSIRS",
];

#[test]
fn exactly_the_permitted_items_are_published() {
    let Some(folder) = imported() else { return };
    let out = run_in(folder.path(), &["build", "--as-of", "2019-06-27"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let html = published(folder.path());
    let items: Vec<&str> =
        ["item-2", "item-10", "item-16"].into_iter().filter(|id| html.contains(&format!("id=\"{id}\""))).collect();
    assert_eq!(items, ["item-2", "item-10", "item-16"]);
    assert_eq!(html.matches("id=\"item-").count(), 3);
    for notice in
        ["Items 3 to 9 are not published.", "Items 11 to 15 are not published.", "Items 17 to 19 are not published."]
    {
        assert!(html.contains(notice), "{notice}");
    }
    assert_eq!(html.matches("id=\"decision-").count(), 8);
    let outcomes = |word: &str| html.matches(&format!("<strong class=\"outcome outcome-{word}\"")).count();
    assert_eq!((outcomes("noted"), outcomes("approved")), (4, 4));
    assert!(html.contains("id=\"decision-matters-arising-2\"") && html.contains("Wednesday 10 July 2019"));
    let log = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_nothing_withheld(folder.path(), &log);
}

fn assert_nothing_withheld(root: &Path, log: &str) {
    let source = std::fs::read_to_string(root.join("content/committees/ssc/meetings/80.md")).expect("it was imported");
    for word in WITHHELD {
        assert!(source.contains(word), "the source has {word}: the search can find it");
        assert!(!log.contains(word), "{word} is in the log");
        for file in walkdir::WalkDir::new(root.join("public")) {
            let file = file.expect("it can be read");
            // What the theme brings is the same whatever the content is.
            if file.file_type().is_file() && !file.path().starts_with(root.join("public/assets")) {
                let path = file.path().strip_prefix(root.join("public")).expect("it is below").to_string_lossy();
                let text = crate::index::text(&path, &std::fs::read(file.path()).expect("it can be read"));
                assert!(!text.contains(word), "{word} is in {}", file.path().display());
            }
        }
    }
}

#[test]
fn before_its_embargo_ends_there_is_nothing() {
    let Some(folder) = imported() else { return };
    let path = folder.path().join("content/committees/ssc/meetings/80.md");
    let text = std::fs::read_to_string(&path).expect("it was imported");
    std::fs::write(&path, text.replacen("+++\n", "+++\npublish_on = 2019-06-27\n", 1)).expect("it can be written");
    let out = run_in(folder.path(), &["build", "--as-of", "2019-06-26"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(!folder.path().join("public/meetings/ssc/80").exists());
    let out = run_in(folder.path(), &["build", "--as-of", "2019-06-27"]);
    assert!(out.status.success() && !published(folder.path()).is_empty());
}

#[test]
fn the_import_keeps_every_word() {
    let (Some(folder), Some(document)) = (imported(), shared("real/ssc-80-headlines.txt")) else { return };
    let source =
        std::fs::read_to_string(folder.path().join("content/committees/ssc/meetings/80.md")).expect("imported");
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(str::to_owned).collect()
    };
    let issued = words(&std::fs::read_to_string(document).expect("it can be read"));
    let body = source.splitn(3, "+++\n").nth(2).expect("it has a body");
    let kept = words(body);
    let mut kept = kept.iter().peekable();
    let missing: Vec<&String> = issued.iter().filter(|word| kept.next_if_eq(word).is_none()).collect();
    assert!(missing.len() < 40, "only heading lines go to the front matter: {missing:?}");
    assert!(kept.next().is_none(), "the body adds no word");
}
