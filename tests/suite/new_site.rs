//! `init`: the site that it makes, and the files for forges, whose commands are run.
//!
//! **Invariant.** What is run is what stands in the files; only addresses are the test's own.

use crate::harness::{has_tool, promulgate, run_in};
use crate::pushing::{World, command, git};
use crate::served::Server;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const FORGES: [&str; 3] = [".github/workflows/publish.yml", ".gitlab-ci.yml", ".forgejo/workflows/publish.yml"];

fn new_site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let told = run_in(folder.path(), &["init", "site"]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let site = folder.path().join("site");
    (folder, site)
}

#[test]
fn a_new_site_builds_without_a_warning_and_shows_what_a_site_can() {
    let (_folder, site) = new_site();
    let plain = run_in(&site, &["check"]);
    assert!(plain.status.success(), "{}", String::from_utf8_lossy(&plain.stderr));
    assert!(
        String::from_utf8_lossy(&plain.stderr).contains("0 errors and 0 warnings"),
        "{}",
        String::from_utf8_lossy(&plain.stderr)
    );
    assert!(run_in(&site, &["build"]).status.success());
    let page = std::fs::read_to_string(site.join("public/meetings/example/1/index.html")).expect("it is there");
    assert!(
        page.contains("Item 1 is not published") && !page.contains("AGREED") && !page.contains("one party has written")
    );
    let told = run_in(&site, &["effective", "example-sc", "--on", "2027-01-04"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("1.0"), "{}", String::from_utf8_lossy(&told.stdout));
    // What is there already is nobody's to overwrite.
    assert_eq!(run_in(&site, &["init", "."]).status.code(), Some(2));
}

#[test]
fn what_forges_run_is_pinned_and_is_yaml() {
    let (_folder, site) = new_site();
    for file in FORGES {
        let text = std::fs::read_to_string(site.join(file)).expect("it is there");
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let (_, commit) = line.split_once('@').expect("a commit");
            let (commit, version) = commit.split_once(" # v").expect("its version beside it");
            let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_commit && version.starts_with(|c: char| c.is_ascii_digit()), "{file}: {line}");
        }
        for script in text.split_whitespace().filter(|word| word.starts_with("ci/") && word.ends_with(".sh")) {
            assert!(site.join(script).is_file(), "{file}: {script}");
        }
    }
    if has_tool("python3") {
        for file in FORGES {
            let read = "import sys, yaml; assert yaml.safe_load(open(sys.argv[1]))";
            let told = Command::new("/usr/bin/python3").args(["-c", read, file]).current_dir(&site).output();
            let told = told.expect("it starts");
            assert!(told.status.success(), "{file}: {}", String::from_utf8_lossy(&told.stderr));
        }
    }
}

/// Runs a script of a new site with the program on the path.
fn script(site: &Path, line: &str, variables: &[(&str, &str)]) -> Output {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_promulgate"));
    let own = program.parent().expect("a folder").display().to_string();
    let path = format!("{own}:{}", std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("sh {line}")).current_dir(site).env("PATH", path).envs(variables.iter().copied());
    shell.output().expect("it starts")
}

#[test]
fn the_scripts_of_forges_review_release_and_upload() {
    if !(has_tool("git") && has_tool("nginx") && has_tool("curl")) {
        return;
    }
    let (folder, site) = new_site();
    git(&site, &["init", "--quiet", "--initial-branch=main"]);
    git(&site, &["add", "--all"]);
    git(&site, &["commit", "--quiet", "--message=m"]);
    let meeting = site.join("content/committees/example/meetings/1.md");
    let text =
        std::fs::read_to_string(&meeting).expect("it is there") + "\n### 3. Tapir\n\nThe EXS **NOTED** a tapir.\n";
    std::fs::write(&meeting, text).expect("it can be written");
    git(&site, &["commit", "--quiet", "--all", "--message=m"]);
    let told = script(&site, "ci/review.sh HEAD~1", &[]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let said = std::fs::read_to_string(site.join("disclosure.md")).expect("it is there");
    assert!(said.contains("noted, 2026-09-09: The EXS NOTED a tapir."), "{said}");
    // The site that is served: a release by the same key.
    let world = World::new(&[]);
    assert!(world.push(&crate::harness::Site::new().meeting("An otter.\n")).status.success());
    let server = Server::start(&world);
    let key = std::fs::read_to_string(world.releases().join("release.key")).expect("it is there");
    let of_site = [("SITE_URL", server.url()), ("PROMULGATE_KEY", key)];
    let variables: Vec<(&str, &str)> = of_site.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let told = script(&site, "ci/release.sh", &variables);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let record = std::fs::read_to_string(site.join("public/release.json")).expect("it is there");
    assert!(record.contains("\"version\": 2"), "{record}");
    drop(server);
    let told = script(&site, "ci/release.sh", &variables);
    assert!(!told.status.success(), "a site that cannot be asked is not taken for a new one");
    let status = command(&site).args(["status", "--porcelain"]).output().expect("git starts");
    assert_eq!(String::from_utf8_lossy(&status.stdout), "", "what scripts leave behind is ignored");
    if has_tool("rclone") {
        assert!(promulgate().arg("build").current_dir(&site).status().expect("it starts").success());
        let bucket = folder.path().join("bucket");
        std::fs::create_dir(&bucket).expect("a folder");
        std::fs::write(bucket.join("old.html"), "x").expect("it can be written");
        let told = script(&site, &format!("ci/upload.sh {}", bucket.display()), &[]);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        let told = run_in(folder.path(), &["verify", "bucket"]);
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
    }
}

#[test]
fn the_units_of_a_timer_are_what_systemd_takes() {
    if !(has_tool("git") && has_tool("systemd-analyze")) {
        return;
    }
    let world = World::new(&[]);
    let mut analyze = Command::new("systemd-analyze");
    analyze
        .args(["verify", "--man=no"])
        .args(["service", "timer"].map(|end| world.releases().join(format!("promulgate-publish.{end}"))));
    let told = analyze.output().expect("it starts");
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.status.success() && !said.contains("promulgate-publish"), "{said}");
    let told = Command::new("systemd-analyze").args(["calendar", "*-*-* 00:00:30 Europe/London"]).output();
    assert!(told.expect("it starts").status.success());
}
