//! Many pushes at once, hooks that are killed, and a reader beside them.
//!
//! `PROMULGATE_PUSHES` says how many rounds there are.
//!
//! **Invariant.** What a reader finds belongs to one release; at the end the site is what the branch holds.

use crate::folder::{hex, listed, open_folder, read_at, whole, whole_release};
use crate::harness::{Site, has_tool, promulgate};
use crate::pushing::{World, command, git};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

const CLONES: usize = 4;
const PUSHES: usize = 4;

fn rounds() -> usize {
    std::env::var("PROMULGATE_PUSHES").map_or(1, |value| value.parse().expect("a number"))
}

/// Another clone of a world's repository.
fn clone_of(world: &World, number: usize) -> PathBuf {
    let folder = world.clone().with_file_name(format!("clone-{number}"));
    let from = world.bare();
    git(
        world.clone().parent().expect("it is in a folder"),
        &["clone", "--quiet", from.to_str().expect("a path"), folder.to_str().expect("a path")],
    );
    folder
}

/// Commits a change to a meeting of a clone's own, and pushes until it is accepted.
fn push(clone: &Path, number: usize, word: &str) {
    let meeting = format!(
        "+++\nclassification = \"White\"\ndate = 2019-06-{:02}\nnumber = {}\n+++\n### 2. {word}\n\nThe SSC **NOTED** the {word}.\n",
        10 + number,
        90 + number
    );
    std::fs::write(clone.join(format!("content/committees/ssc/meetings/{}.md", 90 + number)), meeting)
        .expect("it can be written");
    git(clone, &["add", "--all"]);
    git(clone, &["commit", "--quiet", "--message=m"]);
    for _ in 0..200 {
        git(clone, &["pull", "--quiet", "--rebase"]);
        let told = command(clone).args(["push", "--quiet"]).output().expect("git starts");
        if told.status.success() {
            return;
        }
    }
    panic!("it is never accepted");
}

/// Kills a publishing hook of a world, if there is one.
fn kill_a_hook(world: &World) -> bool {
    let own = world.releases().display().to_string();
    let is_hook = |entry: &std::fs::DirEntry| {
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        line.contains("hook publish") && line.contains(&own)
    };
    let entries = std::fs::read_dir("/proc").expect("Linux has it").filter_map(Result::ok);
    let hook = entries.filter(is_hook).find_map(|entry| entry.file_name().into_string().ok());
    hook.is_some_and(|id| Command::new("kill").args(["-9", &id]).status().is_ok_and(|status| status.success()))
}

/// Looks at the site as it is now; `false` where it was removed while it was looked at.
fn look(world: &World) -> bool {
    let current = world.releases().join("current");
    let target = std::fs::read_link(&current).expect("there at any moment");
    let folder = open_folder(&world.releases().join(&target));
    let Ok(manifest) = read_at(&folder, "manifest.json") else { return is_gone(world, &target) };
    for file in listed(&manifest) {
        match read_at(&folder, &file.path) {
            Ok(bytes) => assert_eq!(hex(&bytes), file.sha256, "{}", file.path),
            Err(_) => return is_gone(world, &target),
        }
    }
    true
}

/// Checks that a release which lacks something is none of those that are kept.
fn is_gone(world: &World, target: &Path) -> bool {
    assert!(std::fs::read_link(world.releases().join("current")).expect("there at any moment") != target);
    false
}

#[test]
fn the_last_accepted_push_is_the_site_whatever_dies() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&Site::new().meeting("### 2. Tapir\n")).status.success());
    let clones: Vec<PathBuf> = (0..CLONES).map(|number| clone_of(&world, number)).collect();
    let (mut killed, mut looks) = (0, 0);
    for round in 0..rounds() {
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let mut looks = 0;
                while !done.load(Ordering::Relaxed) {
                    looks += usize::from(look(&world));
                }
                looks
            });
            let killer = scope.spawn(|| {
                let mut random = fastrand::Rng::with_seed(round as u64);
                let mut killed = 0;
                while !done.load(Ordering::Relaxed) {
                    killed += usize::from(random.u8(..50) == 0 && kill_a_hook(&world));
                    std::thread::yield_now();
                }
                killed
            });
            let pushers: Vec<_> = clones
                .iter()
                .enumerate()
                .map(|(number, clone)| {
                    scope.spawn(move || {
                        (0..PUSHES).for_each(|turn| push(clone, number, &format!("Okapi {round} {turn}")))
                    })
                })
                .collect();
            pushers.into_iter().for_each(|pusher| pusher.join().expect("all are accepted"));
            done.store(true, Ordering::Relaxed);
            looks += reader.join().expect("the reader saw nothing torn");
            killed += killer.join().expect("it kills");
        });
        // What a killed hook has not done, the timer does.
        assert!(world.run(&["hook", "publish", "site"]).status.success());
        check_is_branch(&world);
    }
    println!("{} pushes, {killed} hooks killed, {looks} whole releases seen", rounds() * CLONES * PUSHES);
    assert!(looks > 0);
}

/// Checks that the site is what the branch's own files become.
fn check_is_branch(world: &World) {
    let folder = tempfile::tempdir().expect("a folder");
    let from = world.bare();
    git(folder.path(), &["clone", "--quiet", from.to_str().expect("a path"), "fresh"]);
    let built = promulgate().args(["-q", "build"]).current_dir(folder.path().join("fresh")).status();
    assert!(built.expect("the program starts").success());
    let expected = whole(&folder.path().join("fresh/public")).expect("a build is whole");
    let current = std::fs::canonicalize(world.releases().join("current")).expect("it is there");
    assert!(whole_release(&current).expect("a release is whole") == expected);
    let hidden = std::fs::read_dir(world.releases().join("releases")).expect("it is there");
    let strange = hidden.filter_map(Result::ok).filter(|entry| entry.file_name().to_string_lossy().starts_with('.'));
    assert_eq!(strange.count(), 0);
}
