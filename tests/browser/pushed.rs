//! From `init` to the page in a browser: the real git pushes, nginx serves as `hook install` says, Chromium reads.
//!
//! **Invariant.** What is looked at is what a reader sees after each push.

use crate::chrome::{Chrome, Page};
use crate::server::Server;
use crate::{has_tools, tools};
use std::path::Path;
use std::process::{Command, Output};

const MEETING: &str = "content/committees/example/meetings/1.md";

/// A maintainer's folder, its bare repository, and the site that comes of it.
struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        let scene = Self { folder: tempfile::tempdir().expect("a folder") };
        scene.run(&["init", "work"]);
        scene.git("", &["init", "--quiet", "--bare", "--initial-branch=main", "bare.git"]);
        scene.run(&["hook", "install", "bare.git", "--to", "site"]);
        scene.git("work", &["init", "--quiet", "--initial-branch=main"]);
        scene.git("work", &["remote", "add", "publish", "../bare.git"]);
        scene
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, arguments: &[&str]) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_promulgate"));
        let told = program.args(arguments).current_dir(self.path()).output().expect("the program starts");
        assert!(told.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&told.stderr));
    }

    fn git(&self, within: &str, arguments: &[&str]) -> Output {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(self.path().join(within));
        git.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
        for role in ["AUTHOR", "COMMITTER"] {
            git.env(format!("GIT_{role}_NAME"), "A").env(format!("GIT_{role}_EMAIL"), "a@example.org");
        }
        git.output().expect("git starts")
    }

    /// Changes the meeting and pushes; whether that was accepted.
    fn push(&self, change: impl FnOnce(String) -> String) -> bool {
        let file = self.path().join("work").join(MEETING);
        let text = std::fs::read_to_string(&file).expect("it is there");
        std::fs::write(&file, change(text)).expect("it can be written");
        self.git("work", &["add", "--all"]);
        self.git("work", &["commit", "--quiet", "--allow-empty", "--message=m"]);
        self.git("work", &["push", "--quiet", "publish", "main"]).status.success()
    }

    /// The site on its server.
    fn serve(&self) -> Server {
        Server::configured(&std::fs::read_to_string(self.path().join("site/nginx.conf")).expect("it was written"))
    }
}

/// What a page says.
fn read(page: &Page, url: &str) -> String {
    page.open(url);
    page.evaluate("document.querySelector('main').innerText")
}

#[test]
fn a_push_is_a_page_and_what_it_takes_back_is_gone() {
    if !has_tools() || !tools::has_tool("git") {
        return;
    }
    let scene = Scene::new();
    assert!(scene.push(|text| text));
    let (server, chrome) = (scene.serve(), Chrome::start());
    let page = chrome.tab();
    let (meeting, search) = (server.url("/meetings/example/1/"), server.url("/search/?q=consultation"));
    let first = read(&page, &meeting);
    assert!(first.contains("the comments of the consultation") && first.contains("Item 1 is not published"), "{first}");
    let found = |page: &Page| {
        page.open(&search);
        page.evaluate(SETTLED)
    };
    assert!(found(&page).contains("Example Security Characteristics v1.0"), "{}", found(&page));
    // A wrong push changes nothing.
    assert!(!scene.push(|text| text.replace("(RED)", "(RAD)").replace("comments", "remarks")));
    assert_eq!(read(&page, &meeting), first);
    scene.git("work", &["reset", "--quiet", "--hard", "HEAD~1"]);
    // What is reclassified is gone, and its traces with it.
    assert!(scene.push(|text| text.replace("v1.0 (GREEN)", "v1.0 (AMBER)")));
    let second = read(&page, &meeting);
    assert!(!second.contains("consultation") && second.contains("Items 1 and 2 are not published"), "{second}");
    let left = found(&page);
    assert!(!left.contains("Example Security Characteristics v1.0"), "{left}");
    // What is under embargo comes on its day.
    assert!(scene.push(|text| text.replace("number = 1\n", "number = 1\npublish_on = 2199-01-02\n")));
    let gone = read(&page, &meeting);
    assert!(gone.contains("not found") || gone.contains("Not found") || gone.contains("no page"), "{gone}");
    scene.run(&["--as-of", "2199-01-02", "hook", "publish", "site"]);
    assert_eq!(read(&page, &meeting), second);
    assert_eq!(page.complaints(&server.url("")), [""; 0], "no violation and no failure");
}

/// Waits until the search has said how much it found.
const SETTLED: &str = "new Promise((settled) => {
  const said = () => document.querySelector('main').innerText;
  const look = () => (document.getElementById('_search-status').textContent.trim() ? settled(said()) : requestAnimationFrame(look));
  look();
})";
