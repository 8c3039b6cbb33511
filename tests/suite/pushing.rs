//! Publishing by git push, with the real git: what is accepted, what is refused, and what the site is after it.
//!
//! **Invariant.** Each refusal leaves the site and the objects of the repository as they were.

use crate::folder;
use crate::harness::{Site, has_tool, promulgate};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A bare repository with hooks, a clone to push from, and the folder of the releases.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// Sets up; with the options of `hook install`.
    pub fn new(options: &[&str]) -> Self {
        let world = Self { folder: tempfile::tempdir().expect("a folder") };
        git(world.folder.path(), &["init", "--quiet", "--bare", "--initial-branch=main", "bare.git"]);
        git(world.folder.path(), &["init", "--quiet", "--initial-branch=main", "clone"]);
        git(&world.clone(), &["remote", "add", "origin", "../bare.git"]);
        let mut install = promulgate();
        install.args(["hook", "install", "bare.git", "--to", "site"]).args(options).current_dir(world.folder.path());
        let told = install.output().expect("the program starts");
        assert!(told.status.success(), "{}", text(&told.stderr));
        world
    }

    /// Where pushes come from.
    pub fn clone(&self) -> PathBuf {
        self.folder.path().join("clone")
    }

    /// The bare repository.
    pub fn bare(&self) -> PathBuf {
        self.folder.path().join("bare.git")
    }

    /// The folder of the releases.
    pub fn releases(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Commits a site in the place of what was there, and pushes it.
    pub fn push(&self, site: &Site) -> Output {
        self.commit(site);
        self.push_as_it_is(&[])
    }

    /// Commits a site in the place of what was there.
    pub fn commit(&self, site: &Site) {
        let _ = std::fs::remove_dir_all(self.clone().join("content"));
        site.write(&self.clone());
        git(&self.clone(), &["add", "--all"]);
        git(&self.clone(), &["commit", "--quiet", "--allow-empty", "--message=m"]);
    }

    /// Pushes what is committed.
    pub fn push_as_it_is(&self, options: &[&str]) -> Output {
        let mut push = command(&self.clone());
        push.args(["push", "--quiet", "origin", "main"]).args(options);
        push.output().expect("git starts")
    }

    /// The site that is served.
    pub fn current(&self) -> BTreeMap<String, Vec<u8>> {
        folder::files(&self.releases().join("current/"))
    }

    /// Runs the program on the folder of the releases.
    pub fn run(&self, arguments: &[&str]) -> Output {
        promulgate().args(arguments).current_dir(self.folder.path()).output().expect("the program starts")
    }

    /// The objects of the bare repository, as git counts them.
    fn objects(&self) -> String {
        let told = command(&self.bare()).args(["cat-file", "--batch-all-objects", "--batch-check"]).output();
        text(&told.expect("git starts").stdout)
    }

    /// Checks that a push is refused, says why, and changes nothing.
    #[track_caller]
    pub fn check_refused(&self, push: impl FnOnce(&Self) -> Output, why: &str) {
        let (site, objects) = (self.current(), self.objects());
        let told = push(self);
        let said = text(&told.stderr);
        assert!(!told.status.success() && said.contains(why), "{why} in {said}");
        assert!(self.current() == site, "the site is as it was");
        assert_eq!(self.objects(), objects, "no object is left");
    }
}

/// git for a test's own repositories, apart from whoever runs the test.
pub fn command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), "A").env(format!("GIT_{role}_EMAIL"), "a@example.org");
    }
    git
}

#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) {
    let told = command(folder).args(arguments).output().expect("git starts");
    assert!(told.status.success(), "git {arguments:?}: {}", text(&told.stderr));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn site(body: &str) -> Site {
    Site::new().meeting(body)
}

const PAGE: &str = "meetings/ssc/80/index.html";

fn page(world: &World) -> String {
    text(world.current().get(PAGE).map_or(b"", Vec::as_slice))
}

#[test]
fn a_push_is_published_and_a_wrong_one_is_refused() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let told = world.push(&site("### 2. Tapir\n\nThe SSC **NOTED** a tapir.\n\n### 3. Walrus (RED)\n\nWalrus.\n"));
    let said = text(&told.stderr);
    assert!(told.status.success() && said.contains("published as release 000001-"), "{said}");
    assert!(said.contains("this push publishes 2 documents with 1 decision"), "{said}");
    assert!(page(&world).contains("tapir") && !page(&world).contains("Walrus"));
    world.check_refused(
        |world| world.push(&site("### 2. Tapir (AMBR)\n\nThe SSC **NOTED** an otter.\n")),
        "error[marking-unknown]",
    );
    let told = world.push(&site("### 2. Tapir (AMBER)\n\nThe SSC **NOTED** a tapir.\n"));
    assert!(told.status.success(), "{}", text(&told.stderr));
    let traces = world
        .current()
        .into_iter()
        .filter(|(path, bytes)| crate::index::text(path, bytes).to_lowercase().contains("tapir"));
    assert_eq!(traces.map(|(path, _)| path).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn what_is_no_site_is_refused() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("### 2. Tapir\n")).status.success());
    let link = |clone: &Path| {
        std::os::unix::fs::symlink("/etc/passwd", clone.join("content/committees/ssc/meetings/81.md")).expect("a link");
    };
    let link_to_folder = |clone: &Path| std::os::unix::fs::symlink("/etc", clone.join("themes")).expect("a link");
    let submodule = |clone: &Path| {
        git(clone, &["init", "--quiet", "content/module"]);
        git(&clone.join("content/module"), &["commit", "--quiet", "--allow-empty", "--message=m"]);
    };
    let large = |clone: &Path| {
        let file = std::fs::File::create(clone.join("large.bin")).expect("a file");
        file.set_len(1 << 30).expect("it can be long");
    };
    let many = |clone: &Path| {
        for folder in 0..250 {
            let folder = clone.join(format!("many/{folder}"));
            std::fs::create_dir_all(&folder).expect("a folder");
            (0..400).for_each(|file| std::fs::write(folder.join(file.to_string()), "x").expect("a file"));
        }
    };
    let deep = |clone: &Path| {
        let folder = clone.join(vec!["d"; 60].join("/"));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("x"), "x").expect("a file");
    };
    let unlike = |clone: &Path| {
        std::fs::write(clone.join("content/committees/ssc/meetings/80.MD"), "x").expect("a file");
    };
    let unnamed = |clone: &Path| std::fs::remove_file(clone.join("promulgate.toml")).expect("it is there");
    type Act<'a> = &'a dyn Fn(&Path);
    let all: [(Act<'_>, &str); 8] = [
        (&link, "a symlink, where only files may be"),
        (&link_to_folder, "a symlink, where only files may be"),
        (&submodule, "a submodule, where only files may be"),
        (&large, "large.bin: it is larger than 16 MiB"),
        (&many, "more than 50,000 files"),
        (&deep, "more folders than a site has"),
        (&unlike, "path-collision"),
        (&unnamed, "promulgate.toml: it is missing"),
    ];
    for (act, why) in all {
        world.check_refused(|world| push_with(world, act), why);
        git(&world.clone(), &["clean", "-ffdxq"]);
    }
    assert!(world.push(&site("### 2. Otter\n")).status.success());
}

/// Pushes a good site with something done to it.
fn push_with(world: &World, act: &dyn Fn(&Path)) -> Output {
    world.commit(&site("### 2. Otter\n"));
    act(&world.clone());
    git(&world.clone(), &["-c", "core.compression=1", "add", "--all"]);
    git(&world.clone(), &["commit", "--quiet", "--allow-empty", "--message=m"]);
    let told = world.push_as_it_is(&[]);
    git(&world.clone(), &["reset", "--quiet", "--hard", "HEAD~2"]);
    told
}

#[test]
fn other_branches_and_lost_history_are_refused() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("### 2. Tapir\n")).status.success());
    world.check_refused(
        |world| {
            git(&world.clone(), &["branch", "--force", "other"]);
            command(&world.clone()).args(["push", "origin", "other"]).output().expect("git starts")
        },
        "only main is published here",
    );
    world.check_refused(
        |world| command(&world.clone()).args(["push", "origin", ":main"]).output().expect("git starts"),
        "refus",
    );
    world.check_refused(
        |world| {
            git(&world.clone(), &["commit", "--quiet", "--amend", "--message=other"]);
            world.push_as_it_is(&["--force"])
        },
        "main",
    );
    let forced = World::new(&["--allow-forced"]);
    assert!(forced.push(&site("### 2. Tapir\n")).status.success());
    git(&forced.clone(), &["commit", "--quiet", "--amend", "--message=other"]);
    assert!(forced.push_as_it_is(&["--force"]).status.success());
}

#[test]
fn nothing_of_the_pusher_is_run_or_believed() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let trap = world.releases().join("trap");
    let run = format!("touch {}", trap.display());
    let good = site("### 2. Tapir\n").file(".gitattributes", "*.md filter=trap diff=trap export-subst\n");
    world.commit(&good.file(".gitmodules", "").file("hooks/pre-receive", format!("#!/bin/sh\n{run}\n")));
    let mut push = command(&world.clone());
    push.args(["push", "--quiet", "origin", "main"]);
    for (name, value) in [
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "filter.trap.smudge"),
        ("GIT_CONFIG_VALUE_0", &run),
        ("GIT_EXTERNAL_DIFF", &run),
        ("GIT_TRACE", trap.to_str().expect("a path")),
        ("GIT_INDEX_FILE", "/etc/passwd"),
        ("GIT_EDITOR", &run),
        ("GIT_PAGER", &run),
        ("GIT_ASKPASS", &run),
    ] {
        push.env(name, value);
    }
    let _ = std::fs::remove_file(&trap);
    let told = push.output().expect("git starts");
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(page(&world).contains("Tapir"));
    // What the pusher's own git traced is the pusher's; it ran nothing.
    let traced = std::fs::read_to_string(&trap).unwrap_or_default();
    assert!(!traced.contains("promulgate-trap"), "{traced}");
    let odd = promulgate()
        .args(["hook", "publish"])
        .arg(world.releases())
        .env("GIT_OBJECT_DIRECTORY", "/etc")
        .env("GIT_DIR", "/nowhere")
        .env("GIT_WORK_TREE", "/etc")
        .output()
        .expect("the program starts");
    assert!(odd.status.success() && text(&odd.stderr).contains("up to date"), "{}", text(&odd.stderr));
}

#[test]
fn releases_are_kept_gone_back_to_and_recalled_for_good() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&["--keep", "3"]);
    for body in ["### 2. Tapir\n", "### 2. Tapir\n\n### 3. Otter\n", "### 2. Tapir\n\n### 3. Otter\n\n### 4. Lynx\n"] {
        assert!(world.push(&site(body)).status.success());
    }
    let listed = text(&world.run(&["releases", "site"]).stdout);
    assert_eq!(listed.lines().filter(|line| line.starts_with("00000")).count(), 3, "{listed}");
    let told = world.run(&["rollback", "site"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(page(&world).contains("Otter") && !page(&world).contains("Lynx"));
    // A timer does not undo it; a push does.
    let timer = ["hook", "publish", "site"];
    assert!(world.run(&timer).status.success());
    assert!(!page(&world).contains("Lynx"));
    assert!(world.push(&site("### 2. Tapir\n\n### 3. Otter (RED)\n\n### 4. Lynx\n")).status.success());
    let (before, told) = (world.current(), world.run(&["rollback", "site"]));
    let said = text(&told.stderr);
    assert_eq!(told.status.code(), Some(1), "{said}");
    assert!(said.contains("content/committees/ssc/meetings/80.md") && !said.contains("Otter"), "{said}");
    assert!(world.current() == before);
    assert_eq!(std::fs::read_dir(world.releases().join("releases")).expect("it is there").count(), 3);
}

#[test]
fn days_do_not_push_commits_out_and_a_theme_that_changed_does_not_come_back() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&["--keep", "2"]);
    for body in ["### 2. Tapir\n", "### 2. Tapir\n\n### 3. Otter\n"] {
        assert!(world.push(&site(body)).status.success());
    }
    for day in ["2199-01-01", "2199-01-02", "2199-01-03"] {
        assert!(world.run(&["--as-of", day, "hook", "publish", "site"]).status.success());
    }
    let told = world.run(&["--as-of", "2199-01-03", "rollback", "site"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(page(&world).contains("Tapir") && !page(&world).contains("Otter"));
    let themed = |word: &str| site("### 2. Tapir\n").file("themes/default/templates/own.html", word);
    assert!(world.push(&themed("A secret")).status.success());
    let told = world.push(&themed("None"));
    let said = text(&told.stderr);
    assert!(
        told.status.success() && said.contains("themes/default/templates/own.html") && !said.contains("secret"),
        "{said}"
    );
    let told = world.run(&["rollback", "site"]);
    assert_eq!(told.status.code(), Some(1), "{}", text(&told.stderr));
}

#[test]
fn a_release_whose_record_is_lost_or_torn_is_not_removed_while_it_is_the_site() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("### 2. Tapir\n")).status.success());
    let before = world.current();
    let records = std::fs::read_dir(world.releases().join("records")).expect("it is there");
    let record = records.map(|entry| entry.expect("it can be read").path()).next().expect("a record");
    std::fs::write(&record, "{").expect("it can be written");
    let told = world.run(&["releases", "site"]);
    assert!(told.status.success() && text(&told.stdout).contains("000001-"), "{}", text(&told.stdout));
    assert!(world.current() == before);
    std::fs::remove_file(record).expect("it is there");
    assert!(world.run(&["releases", "site"]).status.success());
    assert!(world.current() == before);
}

#[test]
fn an_embargo_ends_on_its_day() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let later =
        "+++\nclassification = \"White\"\ndate = 2019-06-26\nnumber = 81\npublish_on = 2199-01-02\n+++\n### 2. Okapi\n";
    let told = world.push(&site("### 2. Tapir\n").file("content/committees/ssc/meetings/81.md", later));
    assert!(told.status.success());
    assert!(!world.current().contains_key("meetings/ssc/81/index.html"));
    let next = promulgate().args(["next-change", "--as-of", "2198-12-30"]).current_dir(world.clone()).output();
    assert_eq!(text(&next.expect("the program starts").stdout), "2199-01-02\n");
    let timer = |day: &'static str| world.run(&["--as-of", day, "hook", "publish", "site"]);
    assert!(timer("2199-01-01").status.success());
    assert!(!world.current().contains_key("meetings/ssc/81/index.html"));
    assert!(timer("2199-01-02").status.success());
    assert!(world.current().contains_key("meetings/ssc/81/index.html"));
}
