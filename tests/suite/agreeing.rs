//! What `check` accepts `build` writes, and what it refuses `build` refuses: random trees of paths that collide.
//!
//! `PROMULGATE_TREES` sets how many; each tree is named by its seed.
//!
//! **Invariant.** Of a fault of content a build says no more than `check` does, and never that the world failed.

use crate::harness::{Site, run_in};
use promulgate::diagnostic::Diagnostic;
use promulgate::publish;
use std::fmt::Write as _;

/// Names that the program uses itself, beside ones that it does not.
const NAMES: [&str; 26] = [
    "a",
    "b",
    "a.b",
    "index",
    "index.html",
    "atom.xml",
    "feed.json",
    "calendar.ics",
    "robots.txt",
    "sitemap.xml",
    "manifest.json",
    "404.html",
    "opensearch.xml",
    "site.webmanifest",
    "release.json",
    "release.json.minisig",
    "a.gz",
    "about",
    "information-policy",
    "api",
    "data",
    "assets",
    "meetings",
    "standards",
    "search",
    "page",
];

/// Paths that lead here from before, but for those made of [`NAMES`].
const FORMER: [&str; 8] = [
    "/",
    "/A/",
    "/meetings/ssc/",
    "/meetings/ssc/80/atom.xml/",
    "/standards/tapir/1.0/",
    "/standards/tapir/calendar-e.ics/",
    "/meetings/2019/",
    "/old/?id=5",
];

/// Two names of three are those of nothing else.
fn name(rng: &mut fastrand::Rng) -> String {
    match rng.u8(..3) {
        0 => NAMES[rng.usize(..NAMES.len())].to_owned(),
        _ => format!("p{}", rng.u32(..1000)),
    }
}

fn former(rng: &mut fastrand::Rng) -> String {
    match rng.u8(..12) {
        0 => FORMER[rng.usize(..FORMER.len())].to_owned(),
        1 => format!("/{}/", "long-name/".repeat(rng.usize(90..110)).trim_end_matches('/')),
        2 => format!("/{}/{}/", name(rng), name(rng)),
        _ => format!("/{}/", name(rng)),
    }
}

/// A site with some pages, whose names and former paths may be any of the above.
fn site(seed: u64) -> Site {
    let mut rng = fastrand::Rng::with_seed(seed);
    let standard = "+++\nclassification = \"White\"\ntitle = \"Tapir\"\nowner = \"O\"\n\n[[events]]\nid = \"e\"\nlabel = \"E\"\n\n[[events]]\nid = \"f\"\nlabel = \"F\"\n+++\n";
    let standard = if rng.u8(..4) == 0 { standard.replace("\"f\"", "\"e-alarm\"") } else { standard.to_owned() };
    let mut site = Site::new().meeting("text\n").file("content/standards/tapir/standard.md", standard);
    site = site.file("content/standards/tapir/1.0.md", "+++\nclassification = \"White\"\nversion = \"1.0\"\n+++\n");
    for at in 0..rng.usize(1..5) {
        let folders: String = (0..rng.usize(..3)).map(|_| format!("{}/", name(&mut rng))).collect();
        let path = format!("content/pages/{folders}{}.md", name(&mut rng));
        let mut text = format!("+++\nclassification = \"White\"\ntitle = \"Page {at}\"\n");
        let formers: Vec<String> = (0..rng.usize(..3)).map(|_| former(&mut rng)).collect();
        let _ = writeln!(text, "former_paths = {formers:?}");
        site = site.file(&path, text + "+++\ntext\n");
    }
    site
}

fn trees() -> u64 {
    std::env::var("PROMULGATE_TREES").ok().and_then(|count| count.parse().ok()).unwrap_or(150)
}

#[test]
fn what_is_accepted_can_be_published() {
    let (mut accepted, mut refused) = (0, 0);
    for seed in 0..trees() {
        let site = site(seed);
        let compiled = site.compile();
        let errors: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(|found| found.is_error()).collect();
        let misplaced = errors.iter().find(|found| !site.files.contains_key(&*found.file));
        assert!(misplaced.is_none(), "tree {seed}: no source is named by {misplaced:?}");
        if !errors.is_empty() {
            refused += 1;
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let written = publish::publish(&compiled.edition, &folder.path().join("public"), || {});
        assert!(written.is_ok(), "tree {seed}: {}", written.expect_err("a fault"));
        accepted += 1;
    }
    assert!(accepted > 5 && refused > 5, "{accepted} were accepted, {refused} refused");
}

#[test]
fn the_program_says_of_both_commands_the_same() {
    for seed in 0..12 {
        let folder = tempfile::tempdir().expect("a folder");
        site(seed).write(folder.path());
        let run = |arguments: &[&str]| run_in(folder.path(), arguments);
        let (check, build) = (run(&["check"]), run(&["build"]));
        assert_eq!(check.status.code(), build.status.code(), "tree {seed}");
        let errors = |said: &[u8]| {
            let said = String::from_utf8_lossy(said).into_owned();
            said.lines().filter(|line| line.starts_with("error")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(errors(&check.stderr), errors(&build.stderr), "tree {seed}");
    }
}
