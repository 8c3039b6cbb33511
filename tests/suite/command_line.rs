//! The commands as they are typed: what they print, and their exit status.

use crate::harness::{Site, has_tool, project, promulgate, run_in};
use std::io::{BufRead, BufReader, Read};

fn site(body: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    Site::new().meeting(body).write(folder.path());
    folder
}

#[track_caller]
fn check(folder: &tempfile::TempDir, arguments: &[&str], status: i32, stdout: &str, stderr: &str) {
    let out = run_in(folder.path(), arguments);
    let (data, talk) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert_eq!(out.status.code(), Some(status), "{data}\n{talk}");
    assert!(data.contains(stdout), "{data}");
    assert!(talk.contains(stderr), "{talk}");
}

#[test]
fn check_names_file_line_column_and_help() {
    let folder = site("### 3. Title (AMBR)\n");
    let expected = "error[marking-unknown]: this looks like a classification, but is not one of White, Green, Amber, Red\n  --> content/committees/ssc/meetings/80.md:6:14\n   = help: ";
    check(&folder, &["check"], 1, "", expected);
    check(
        &folder,
        &["check", "--format", "github"],
        1,
        "::error file=content/committees/ssc/meetings/80.md,line=6,col=14",
        "",
    );
    check(&folder, &["check", "--format", "json"], 1, "\"rule\": \"marking-unknown\"", "");
    check(&folder, &["check", "--format", "sarif"], 1, "\"ruleId\": \"marking-unknown\"", "");
}

#[test]
fn a_failed_build_writes_nothing() {
    let folder = site("### 3. Title (AMBR)\n");
    check(&folder, &["build"], 1, "", "nothing was written: 1 error");
    assert!(!folder.path().join("public").exists());
}

#[test]
fn severities_can_be_changed_but_not_those_of_the_policy() {
    let folder = site("### 3. Title\n\nThe SSC **CONSIDERED** it.\n");
    check(&folder, &["check"], 0, "", "warning[outcome-unknown]");
    check(&folder, &["check", "-D", "outcome-unknown"], 1, "", "error[outcome-unknown]");
    check(&folder, &["check", "-A", "outcome-unknown"], 0, "", "0 errors and 0 warnings");
    check(&folder, &["check", "-A", "marking-unknown"], 2, "", "cannot be lowered");
    check(&folder, &["check", "-A", "marking-unknwon"], 2, "", "did you mean marking-unknown?");
}

#[test]
fn usage_errors_end_with_2() {
    let folder = site("text\n");
    check(&folder, &["bild"], 2, "", "build");
    check(&folder, &["build", "--as-of", "yesterday"], 2, "", "write a day as 2019-06-27");
    check(&folder, &["build", "--base-url", "javascript:alert(1)"], 2, "", "--base-url is not a URL");
    let empty = tempfile::tempdir().expect("a folder");
    check(&empty, &["build"], 2, "", "no promulgate.toml here or in a folder above");
    check(&empty, &["build", "-r", "."], 2, "", "there is no promulgate.toml in .");
    Site::empty().write(empty.path());
    check(&empty, &["build"], 2, "", "there is no folder");
}

#[test]
fn import_takes_no_place_that_is_not_there_or_not_free() {
    let folder = site("text\n");
    std::fs::write(folder.path().join("in.txt"), "Meeting 81\n\n10 July 2019\n\n2. One\n\nIt was NOTED.\n")
        .expect("a file");
    check(&folder, &["import", "in.txt", "--committee", "scc"], 2, "", "there is no committee `scc`: write ");
    assert!(!folder.path().join("content/committees/scc").exists());
    check(
        &folder,
        &["import", "in.txt", "--committee", "ssc"],
        0,
        "",
        "in.txt:7: an outcome in capitals was made bold",
    );
    check(&folder, &["import", "in.txt", "--committee", "ssc"], 4, "", "81.md is there already, and is left as it is");
    std::fs::remove_file(folder.path().join("content/committees/ssc/meetings/81.md")).expect("it is there");
    let out = run_in(folder.path(), &["import", "in.txt", "--committee", "ssc", "--quiet"]);
    assert!(out.status.success() && out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn a_foreign_output_folder_is_never_touched() {
    let folder = site("text\n");
    let public = folder.path().join("public");
    std::fs::create_dir(&public).expect("a folder");
    std::fs::write(public.join("mine.txt"), "mine").expect("a file");
    check(&folder, &["build"], 4, "", "mine.txt");
    assert_eq!(std::fs::read_to_string(public.join("mine.txt")).expect("it is there"), "mine");
}

#[test]
fn explain_accounts_for_a_file_without_its_text() {
    let folder = site("### 3. Zebra (RED)\n\nWalrus.\n\n### 4. Open\n\nText.\n");
    let out = run_in(folder.path(), &["explain", "content/committees/ssc/meetings/80.md"]);
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(text.contains("6-7          heading    Red      Red        withheld   its own marking (R8)"), "{text}");
    assert!(!text.contains("Zebra") && !text.contains("Walrus"), "{text}");
    check(&folder, &["explain", "content/committees/ssc/meetings/80.md", "--reveal"], 2, "", "on a terminal only");
    check(&folder, &["explain", "lazy-continuation"], 0, "error[lazy-continuation]: ", "");
}

#[test]
fn the_example_site_has_no_finding() {
    let out = promulgate().args(["check", "-r"]).arg(project()).output().expect("the program starts");
    let talk = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && talk.contains("0 errors and 0 warnings"), "{talk}");
}

#[test]
fn a_terminal_shows_what_takes_long() {
    if !has_tool("script") {
        return;
    }
    let folder = site("Walrus.\n");
    let lock = std::fs::File::open(folder.path()).expect("the folder is there");
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive).expect("nobody builds here yet");
    let command = format!("{} --root . build", env!("CARGO_BIN_EXE_promulgate"));
    let mut terminal = std::process::Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(folder.path())
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("script runs");
    let mut screen = BufReader::new(terminal.stdout.take().expect("it is piped"));
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains("making room for the site (") {
        assert!(screen.read_until(b')', &mut shown).expect("it can be read") > 0, "{shown:?}");
    }
    drop(lock);
    screen.read_to_end(&mut shown).expect("it can be read");
    assert!(terminal.wait().expect("it ends").success(), "{}", String::from_utf8_lossy(&shown));
}

#[test]
fn a_template_asks_for_the_addresses_of_assets() {
    let folder = site("Walrus.\n");
    let write = |path: &str, text: &str| {
        let path = folder.path().join("themes/default").join(path);
        std::fs::create_dir_all(path.parent().expect("it is below the site")).expect("a folder");
        std::fs::write(path, text).expect("it can be written");
    };
    write("assets/crest.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write("templates/not-found.html", "{{ asset(\"crest.svg\") }}");
    check(&folder, &["build"], 0, "", "published");
    let page = std::fs::read_to_string(folder.path().join("public/404.html")).expect("it was written");
    let path = page.trim().trim_start_matches('/');
    assert!(path.starts_with("assets/crest.") && folder.path().join("public").join(path).is_file(), "{page}");
    write("templates/not-found.html", "\n{{ asset(\"zebra.svg\") }}");
    check(&folder, &["build"], 2, "", "template not-found.html:2: undefined value");
}

#[test]
fn effective_says_which_version_applies_and_by_which_decision() {
    let ask = |arguments: &[&str]| {
        let out = run_in(&project(), &[&["--as-of", "2026-11-24", "effective"], arguments].concat());
        (
            out.status.code(),
            String::from_utf8_lossy(&out.stdout).into_owned(),
            String::from_utf8_lossy(&out.stderr).into_owned(),
        )
    };
    let (status, before, _) = ask(&["cpa-sc", "--on", "2019-09-25"]);
    assert_eq!(status, Some(0));
    assert!(
        before
            .starts_with("On Wednesday 25 September 2019: Which version of CPA SC is mandatory is not recorded here.")
    );
    let (_, json, _) =
        ask(&["cpa-security-characteristics", "--event", "cbq-accepted", "--on", "2019-09-26", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    for (key, expected) in [
        ("standard", "cpa-security-characteristics"),
        ("event", "cbq-accepted"),
        ("on", "2019-09-26"),
        ("version", "1.3"),
        ("status", "mandatory"),
        ("mandatory", "1.3"),
        ("implementation_date", "2019-09-26"),
        ("approved_by", "ssc/80#item-10"),
    ] {
        assert_eq!(answer[key], expected, "{json}");
    }
    assert!(answer["last_date"].is_null() && answer["next"].is_null() && answer["url"].is_string(), "{json}");
    let (status, _, talk) = ask(&["eis", "--on", "2026-11-24"]);
    assert!(status == Some(2) && talk.contains("--event tool-certified  (Tool certified)"), "{talk}");
    let (status, _, talk) = ask(&["zebra", "--on", "2026-11-24"]);
    assert!(status == Some(2) && talk.contains("there is no standard `zebra`"), "{talk}");
}

#[test]
fn lists_are_printed_as_tables_json_and_csv() {
    let body = "### 2. Minutes\n\nThe SSC **APPROVED** =1+1.\n\n### 3. Zebra (RED)\n\nZebra.\n";
    let folder = site(body);
    check(&folder, &["list", "decisions"], 0, "ssc/80#decision-2-1  2019-06-26  approved", "");
    check(&folder, &["list", "decisions", "--format", "json"], 0, "\"id\": \"ssc/80#decision-2-1\"", "");
    check(&folder, &["list", "meetings", "--format", "csv"], 0, "ssc/80,2019-06-26,Meeting headlines,1\r\n", "");
    check(&folder, &["list", "withheld"], 0, "content/committees/ssc/meetings/80.md", "");
    let out = run_in(folder.path(), &["list", "withheld"]);
    assert!(!String::from_utf8_lossy(&out.stdout).contains("Zebra"));
    let upcoming = "+++\nclassification = \"White\"\ntitle = \"Zebra\"\npublish_on = 2999-01-01\n+++\nZebra.\n";
    let path = folder.path().join("content/pages/zebra.md");
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
    std::fs::write(&path, upcoming).expect("it can be written");
    check(&folder, &["list", "upcoming"], 0, "2999-01-01  content/pages/zebra.md  White", "");
}
