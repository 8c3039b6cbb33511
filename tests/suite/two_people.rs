//! The two-person rule, with the real git and ssh-keygen: who may lower a classification, and who may not.
//!
//! **Invariant.** Every way round the rule is tried; each refusal leaves the site as it was.

use crate::harness::{Site, has_tool};
use crate::pushing::{World, command, git};
use std::path::{Path, PathBuf};
use std::process::Output;

/// Somebody with a key.
struct Person {
    name: &'static str,
    key: PathBuf,
}

impl Person {
    fn new(name: &'static str, folder: &Path) -> Self {
        let key = folder.join(name);
        let mut keygen = std::process::Command::new("ssh-keygen");
        keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"]).arg(&key);
        assert!(keygen.status().expect("it starts").success());
        Self { name, key }
    }

    fn address(&self) -> String {
        format!("{}@example.org", self.name)
    }

    /// The line of `allowed_signers`.
    fn line(&self) -> String {
        let public = std::fs::read_to_string(self.key.with_extension("pub")).expect("it is there");
        format!("{} {public}", self.address())
    }

    /// Commits what is staged as an author, signed with this key.
    fn commit(&self, world: &World, author: &str, message: &str) {
        let mut commit = command(&world.clone());
        commit.env("GIT_AUTHOR_EMAIL", author).args(["-c", "gpg.format=ssh", "-c"]);
        commit.arg(format!("user.signingkey={}", self.key.display()));
        commit.args(["commit", "--quiet", "--allow-empty", "--gpg-sign", "--message", message]);
        let told = commit.output().expect("git starts");
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }

    /// Agrees to what is there.
    fn agree(&self, world: &World) {
        self.commit(
            world,
            &self.address(),
            &format!("Declassify\n\nDeclassified-by: {} <{}>", self.name, self.address()),
        );
    }
}

/// A site under the rule, pushed once.
struct Scene {
    world: World,
    folder: tempfile::TempDir,
    ann: Person,
    ben: Person,
}

const RED: &str = "### 2. Tapir (RED)\n\nThe committee suspended the assurance of Tapir Ltd.\n";
const GREEN: &str = "### 2. Tapir (GREEN)\n\nThe committee suspended the assurance of Tapir Ltd.\n";
const REWRITTEN: &str = "### 2. Tapir\n\nThe committee has suspended the assurance of Tapir Ltd.\n";

impl Scene {
    fn new() -> Self {
        Self::with(&[])
    }

    /// With options of `hook install`.
    fn with(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (ann, ben) = (Person::new("ann", folder.path()), Person::new("ben", folder.path()));
        let scene = Self { world: World::new(options), folder, ann, ben };
        let told = scene.world.push(&scene.site(RED));
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        scene
    }

    fn site(&self, body: &str) -> Site {
        let signers = self.ann.line() + &self.ben.line();
        let site = Site::new().policy("publish = [\"White\", \"Green\"]\ntwo_person = true\n");
        site.meeting(body).file("allowed_signers", signers)
    }

    /// Stages a site.
    fn stage(&self, site: &Site) {
        let _ = std::fs::remove_dir_all(self.world.clone().join("content"));
        site.write(&self.world.clone());
        git(&self.world.clone(), &["add", "--all"]);
    }

    fn push(&self) -> Output {
        self.world.push_as_it_is(&[])
    }

    /// Checks that what is done is refused, and undoes it.
    #[track_caller]
    fn check_refused(&self, act: impl FnOnce(&Self), why: &str) {
        act(self);
        self.world.check_refused(|world| world.push_as_it_is(&[]), why);
        git(&self.world.clone(), &["reset", "--quiet", "--hard", "origin/main"]);
    }

    #[track_caller]
    fn check_published(&self) {
        let told = self.push();
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.status.success(), "{said}");
        let page = self.world.current().remove("meetings/ssc/80/index.html").expect("it is there");
        assert!(String::from_utf8_lossy(&page).contains("Tapir Ltd"), "{said}");
    }
}

const BROKEN: &str = "### 2. Tapir\n\nThe committee suspended the\nassurance of Tapir Ltd.\n";
const NO_AUTHOR: &str = "its author's signature";
const NO_OTHER: &str = "a later commit that another person signed";

#[test]
fn nobody_lowers_a_classification_alone() {
    if !(has_tool("git") && has_tool("ssh-keygen")) {
        return;
    }
    let scene = Scene::new();
    let (ann, ben) = (scene.ann.address(), scene.ben.address());
    for body in [GREEN, REWRITTEN, BROKEN] {
        scene.check_refused(|scene| scene.world.commit(&scene.site(body)), NO_AUTHOR);
    }
    let lowered = |scene: &Scene, author: &str| {
        scene.stage(&scene.site(GREEN));
        scene.ann.commit(&scene.world, author, "m");
    };
    scene.check_refused(|scene| lowered(scene, &ann), NO_OTHER);
    // A name in a commit is nobody's word.
    scene.check_refused(|scene| lowered(scene, &ben), NO_AUTHOR);
    scene.check_refused(
        |scene| {
            scene.stage(&scene.site(GREEN));
            scene.ann.commit(&scene.world, &ann, &format!("m\n\nDeclassified-by: {ben}"));
        },
        NO_OTHER,
    );
    scene.check_refused(
        |scene| {
            lowered(scene, &ann);
            scene.ann.commit(&scene.world, &ben, &format!("m\n\nDeclassified-by: {ben}"));
        },
        NO_OTHER,
    );
    scene.check_refused(
        |scene| {
            lowered(scene, &ann);
            scene.ann.agree(&scene.world);
        },
        NO_OTHER,
    );
    // Who agreed before has not seen it.
    scene.check_refused(
        |scene| {
            scene.ben.agree(&scene.world);
            lowered(scene, &ann);
        },
        NO_OTHER,
    );
    let eve = Person::new("eve", scene.folder.path());
    scene.check_refused(
        |scene| {
            lowered(scene, &ann);
            eve.agree(&scene.world);
        },
        NO_OTHER,
    );
    // Nor does it help to take the words away first.
    scene.check_refused(
        |scene| {
            scene.world.commit(&scene.site("Nothing.\n"));
            scene.world.commit(&scene.site(GREEN));
        },
        NO_AUTHOR,
    );
    lowered(&scene, &ann);
    scene.ben.agree(&scene.world);
    scene.check_published();
}

#[test]
fn the_rule_itself_is_not_changed_alone() {
    if !(has_tool("git") && has_tool("ssh-keygen")) {
        return;
    }
    let scene = Scene::new();
    let eve = Person::new("eve", scene.folder.path());
    scene.check_refused(
        |scene| {
            let signers = eve.line() + &scene.ben.line();
            scene.world.commit(&scene.site(RED).file("allowed_signers", signers));
        },
        "allowed_signers: it differs",
    );
    let off = scene.site(RED).policy("publish = [\"White\", \"Green\"]\n");
    scene.check_refused(|scene| scene.world.commit(&off), "`two_person` is switched off");
    scene.check_refused(
        |scene| {
            git(&scene.world.clone(), &["rm", "--quiet", "allowed_signers"]);
            git(&scene.world.clone(), &["commit", "--quiet", "--message=m"]);
        },
        "allowed_signers: it is missing",
    );
    // Nor is a key that has ended one that counts, whatever day its owner writes.
    let ended = scene.site(RED).file(
        "allowed_signers",
        scene.ann.line() + &scene.ben.line().replacen(" ssh-", " valid-before=\"20260101\" ssh-", 1),
    );
    scene.stage(&ended);
    scene.ann.commit(&scene.world, &scene.ann.address(), "m");
    scene.ben.agree(&scene.world);
    assert!(scene.push().status.success());
    scene.check_refused(
        |scene| {
            let green = scene.site(GREEN).files.remove("content/committees/ssc/meetings/80.md").expect("it is there");
            scene.stage(&ended.clone().file("content/committees/ssc/meetings/80.md", green));
            scene.ann.commit(&scene.world, &scene.ann.address(), "m");
            scene.ben.agree(&scene.world);
        },
        NO_OTHER,
    );
    // What lowers nothing needs nobody: White stays White, and what becomes stricter may.
    let body = "### 2. Tapir (RED)\n\nOtherwise.\n\n### 3. Otter\n\nThe SSC **NOTED** an otter.\n";
    let told = scene.world.push(&ended.meeting(body));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

#[test]
fn going_back_is_lowering_too() {
    if !(has_tool("git") && has_tool("ssh-keygen")) {
        return;
    }
    let scene = Scene::with(&["--allow-forced"]);
    scene.stage(&scene.site(GREEN));
    scene.ann.commit(&scene.world, &scene.ann.address(), "m");
    scene.ben.agree(&scene.world);
    scene.check_published();
    assert!(scene.world.push(&scene.site(RED)).status.success());
    git(&scene.world.clone(), &["reset", "--quiet", "--hard", "HEAD~1"]);
    let told = scene.world.push_as_it_is(&["--force"]);
    assert!(!told.status.success() && !scene.world.current().is_empty());
    let page = scene.world.current().remove("meetings/ssc/80/index.html").expect("it is there");
    assert!(!String::from_utf8_lossy(&page).contains("Tapir Ltd"), "{}", String::from_utf8_lossy(&told.stderr));
}

#[test]
fn a_push_that_lowers_nothing_needs_nobody() {
    if !(has_tool("git") && has_tool("ssh-keygen")) {
        return;
    }
    let scene = Scene::new();
    let around = format!("### 1. Otter\n\nAgreed.\n\n{RED}\n### 3. AOB\n\nNone raised.\n");
    let turned = format!("### 1. Otter\n\nAgreed. One thing more.\n\n{RED}\n### 3. AOB\n\nNone\nraised.\n");
    for body in [around, turned] {
        let told = scene.world.push(&scene.site(&body));
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.status.success() && !said.contains("lowered"), "{said}");
    }
}

#[test]
fn check_says_that_the_signers_are_missing_as_a_push_would() {
    let folder = tempfile::tempdir().expect("a folder");
    Site::new().policy("publish = [\"White\"]\ntwo_person = true\n").write(folder.path());
    let told = crate::harness::run_in(folder.path(), &["check"]);
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&told.stderr).contains("allowed_signers"));
}
