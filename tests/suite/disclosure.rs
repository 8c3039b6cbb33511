//! `diff`, and the summary that a push prints: what becomes public, what ceases to be, and how dates move.
//!
//! **Invariant.** Of what is not public on the later side, no word is printed.

use crate::harness::{Site, has_tool, run_in};
use crate::pushing::{World, git};
use serde_json::Value;
use std::path::Path;

/// A standard with one version that is mandatory from a day.
fn site(body: &str, from: &str) -> Site {
    let standard = "+++\nclassification = \"White\"\ntitle = \"Tapir Characteristics\"\nowner = \"O\"\n[[events]]\nid = \"use\"\nlabel = \"in use\"\n+++\n";
    let version = format!(
        "+++\nclassification = \"White\"\nversion = \"1.0\"\napproved_on = 2019-06-26\n[[applies]]\nevent = \"use\"\nimplementation_date = {from}\n+++\n"
    );
    let site = Site::new().meeting(body).file("content/standards/tapir/standard.md", standard);
    site.file("content/standards/tapir/1.0.md", version)
}

const BEFORE: &str =
    "### 2. Otter\n\nThe SSC **NOTED** an otter.\n\n### 3. Walrus (RED)\n\nA walrus of Borogove Ltd.\n";
const AFTER: &str = "### 2. Otter (AMBER)\n\nThe SSC **NOTED** an otter.\n\n### 3. Walrus\n\nA walrus of Borogove Ltd. (RED)\n\nThe SSC **NOTED** a ``tapir``.\n";

fn commit(folder: &Path, site: &Site) {
    site.write(folder);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--message=m"]);
}

#[test]
fn a_diff_says_what_becomes_public_and_what_ceases_to_be() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let folder = world.clone();
    commit(&folder, &site(BEFORE, "2019-09-26"));
    commit(&folder, &site(AFTER, "2019-10-03"));
    let told = run_in(&folder, &["diff", "HEAD~1", "HEAD", "--format", "json", "--as-of", "2019-07-01"]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let found: Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    let meeting = "content/committees/ssc/meetings/80.md";
    let texts: Vec<&str> =
        found["appears"].as_array().expect("a list").iter().filter_map(|own| own["text"].as_str()).collect();
    let applies = "applies = [{ event = \"use\", implementation_date = 2019-10-03 }]";
    assert_eq!(texts, ["### 3. Walrus", "The SSC **NOTED** a ``tapir``.", applies]);
    assert_eq!(found["ceases"][0], serde_json::json!({ "path": meeting, "line": 6, "last": 6 }));
    assert_eq!(
        found["lowered"],
        serde_json::json!([{ "name": format!("{meeting}:10"), "before": "Red", "after": "White" }])
    );
    assert_eq!(found["decisions"][0]["name"], "ssc/80#decision-2-1");
    assert_eq!(found["decisions"][0]["after"], Value::Null);
    assert_eq!(found["decisions"][1]["after"], "noted, 2019-06-26: The SSC NOTED a tapir.");
    let date = serde_json::json!([{ "name": "tapir 1.0 mandatory for use from", "before": "2019-09-26", "after": "2019-10-03" }]);
    assert_eq!(found["dates"], date);
    let event = &found["events"][0];
    assert_eq!((&event["before"], &event["after"]), (&Value::from("2019-09-26"), &Value::from("2019-10-03")));
    let broken: Vec<&str> = found["broken"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(broken, ["/meetings/ssc/80/#decision-2-1", "/meetings/ssc/80/#item-2"]);
    let all = String::from_utf8_lossy(&told.stdout).to_lowercase();
    assert!(all.contains("tapir") && !all.contains("otter") && !all.contains("borogove"), "{all}");
}

#[test]
fn a_diff_in_words_and_against_the_files_as_they_are() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let folder = world.clone();
    // A site may be a folder of its repository.
    let own = folder.join("outputs");
    commit(&own, &site(BEFORE, "2019-09-26"));
    site(AFTER, "2019-09-26").write(&own);
    let told = run_in(&own, &["diff", "HEAD", "--as-of", "2019-07-01"]);
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(
        told.status.success()
            && said.contains("becomes public:\n  content/committees/ssc/meetings/80.md:10\n    | ### 3. Walrus\n"),
        "{said}"
    );
    let told = run_in(&own, &["diff", "HEAD", "--format", "markdown", "--as-of", "2019-07-01"]);
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(
        said.contains("- `content/committees/ssc/meetings/80.md:10`\n\n  ```text\n  ### 3. Walrus\n  ```\n"),
        "{said}"
    );
    let told = run_in(&own, &["diff", "HEAD", "HEAD"]);
    assert_eq!(String::from_utf8_lossy(&told.stdout), "nothing that is public changes\n");
    let told = run_in(&own, &["diff", "nowhere"]);
    assert_eq!((told.status.code(), told.stdout.len()), (Some(2), 0));
}

#[test]
fn names_that_are_made_of_withheld_words_are_not_printed() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let folder = world.clone();
    let term = |class: &str| format!("[[term]]\nterm = \"Walrus\"\nexpansion = \"W\"\nclassification = \"{class}\"\n");
    let milestone = "\n[[milestones]]\ndate = 2020-01-01\nlabel = \"Eland ends\"\n";
    let with = |heading: &str, class: &str, more: &str| {
        let site = site(&format!("## {heading}\n\nThe SSC **NOTED** it.\n"), "2019-09-26");
        let version = String::from_utf8(site.files["content/standards/tapir/1.0.md"].clone()).expect("text");
        let version = version.replace("\n[[applies]]", &format!("{more}\n[[applies]]"));
        site.file("content/glossary.toml", term(class)).file("content/standards/tapir/1.0.md", version)
    };
    commit(&folder, &with("Okapi matters", "White", milestone));
    commit(&folder, &with("Okapi matters (RED)", "Red", ""));
    let said = |form: &str| {
        let told = run_in(&folder, &["diff", "HEAD~1", "HEAD", "--format", form, "--as-of", "2019-07-01"]);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        String::from_utf8_lossy(&told.stdout).to_lowercase()
    };
    for form in ["text", "json", "markdown"] {
        let all = said(form);
        assert!(all.contains("tapir 1.0 milestone 1") && all.contains("/meetings/ssc/80/#…"), "{all}");
        for word in ["okapi", "walrus", "eland"] {
            assert!(!all.contains(word), "{form}: {word} in {all}");
        }
    }
}

#[test]
fn a_push_says_what_it_makes_public() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site(BEFORE, "2019-09-26")).status.success());
    let told = world.push(&site(AFTER, "2019-10-03"));
    let said = String::from_utf8_lossy(&told.stderr).to_lowercase();
    assert!(told.status.success(), "{said}");
    assert!(said.contains("tapir 1.0 mandatory for use from: 2019-09-26 -> 2019-10-03"), "{said}");
    assert!(said.contains("80.md:10: red -> white") && said.contains("tapir``"), "{said}");
    assert!(!said.contains("otter") && !said.contains("borogove"), "{said}");
}

#[test]
fn decisions_that_only_have_another_number_are_named_with_both() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let folder = world.clone();
    let body = |mark: &str| {
        format!(
            "### 2. Otter\n\nThe SSC:\n\n- **NOTED** an eland;{mark}\n- **APPROVED** an otter; and\n- **REJECTED** an okapi.\n"
        )
    };
    commit(&folder, &site(&body(""), "2019-09-26"));
    commit(&folder, &site(&body(" (RED)"), "2019-09-26"));
    let told = run_in(&folder, &["diff", "HEAD~1", "HEAD", "--format", "json", "--as-of", "2019-07-01"]);
    let found: Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    let moved = |text: &str, from: u8, to: u8| {
        let id = |place: u8| format!("ssc/80#decision-2-{place}");
        serde_json::json!({ "name": text, "before": id(from), "after": id(to) })
    };
    let expected = [moved("The SSC APPROVED an otter.", 2, 1), moved("The SSC REJECTED an okapi.", 3, 2)];
    assert_eq!(found["moved"], serde_json::json!(expected));
    let gone = serde_json::json!([{ "name": "ssc/80#decision-2-1", "before": "public", "after": null }]);
    assert_eq!(found["decisions"], gone);
    let told = run_in(&folder, &["diff", "HEAD~1", "HEAD", "--as-of", "2019-07-01"]);
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    let line = "  ssc/80#decision-2-2 -> ssc/80#decision-2-1\n    | The SSC APPROVED an otter.\n";
    assert!(said.contains(line) && !said.contains("eland"), "{said}");
    let told = run_in(&folder, &["diff", "HEAD", "HEAD"]);
    assert_eq!(String::from_utf8_lossy(&told.stdout), "nothing that is public changes\n");
}

#[test]
fn a_change_that_nothing_dates_is_named() {
    if !has_tool("git") {
        return;
    }
    let meeting = |lines: &str, body: &str| {
        let text = format!("+++\nclassification = \"White\"\nnumber = 9\n{lines}\n+++\n{body}\n");
        Site::new().file("content/committees/ssc/meetings/9.md", text)
    };
    let mended = "date = 2019-06-05\nupdates = [{ date = 2019-06-20, note = \"Mended.\" }]";
    for (before, after, is_named) in [
        (("date = 2019-06-05", "A."), ("date = 2019-06-05", "B."), true),
        (("date = 2019-06-05", "A."), (mended, "B."), false),
        (("date = 2019-06-05", ""), ("date = 2019-06-05", "The headlines."), false),
        (("date = 2019-08-07", ""), ("date = 2019-07-31", ""), true),
        (("date = 2019-08-07", ""), ("date = 2019-07-31\nmoved_from = 2019-08-07", ""), false),
        (("date = 2019-06-05", "A."), ("date = 2019-06-05\nformer_paths = [\"/old/\"]", "A."), false),
    ] {
        let world = World::new(&[]);
        let folder = world.clone();
        commit(&folder, &meeting(before.0, before.1));
        commit(&folder, &meeting(after.0, after.1));
        let told = run_in(&folder, &["diff", "HEAD~1", "HEAD", "--as-of", "2019-07-01"]);
        let said = String::from_utf8_lossy(&told.stdout).into_owned();
        let line = "changed, and nothing dates it: add a line to `updates`:\n  content/committees/ssc/meetings/9.md\n";
        assert_eq!(said.contains(line), is_named, "{before:?} {after:?}: {said}");
    }
}

#[test]
fn what_a_standard_answers_and_its_own_dates_are_named() {
    if !has_tool("git") {
        return;
    }
    let (world, path) = (World::new(&[]), "content/standards/tapir/standard.md");
    let folder = world.clone();
    let before = site(BEFORE, "2019-09-26");
    let standard = String::from_utf8(before.files[path].clone()).expect("it is text");
    let keys = "owner = \"O\"\nfirst_recorded = true\nmilestones = [{ date = 2019-07-03, label = \"It ends.\" }]";
    commit(&folder, &before);
    commit(&folder, &site(BEFORE, "2019-09-26").file(path, standard.replace("owner = \"O\"", keys)));
    let told = run_in(&folder, &["diff", "HEAD~1", "HEAD", "--format", "json", "--as-of", "2019-07-01"]);
    let found: Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    assert_eq!(
        found["dates"][0],
        serde_json::json!({ "name": "tapir milestone 1", "before": null, "after": "2019-07-03" })
    );
    let answer =
        serde_json::json!([{ "name": "tapir for use from the beginning", "before": "public", "after": "none" }]);
    assert_eq!(found["answers"], answer);
}
