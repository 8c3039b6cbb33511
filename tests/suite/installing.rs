//! `hook install`, once and again, and what becomes of a site where something around it is lost, changed or in the way.
//!
//! **Invariant.** Nothing of others is overwritten, no version is given twice, and what is not published is said.

use crate::harness::{Site, has_tool, promulgate};
use crate::pushing::{World, command, git};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

fn said(told: &Output) -> String {
    String::from_utf8_lossy(&told.stdout).into_owned() + &String::from_utf8_lossy(&told.stderr)
}

fn install(world: &World, options: &[&str]) -> Output {
    let mut install = promulgate();
    install.args(["hook", "install"]).arg(world.bare()).arg("--to").arg(world.releases()).args(options);
    install.output().expect("the program starts")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it can be read")
}

fn options(world: &World) -> serde_json::Value {
    serde_json::from_str(&read(&world.releases().join("hook.json"))).expect("it is JSON")
}

fn version(world: &World) -> u64 {
    let record: serde_json::Value =
        serde_json::from_str(&read(&world.releases().join("current/release.json"))).expect("it is JSON");
    record["version"].as_u64().expect("a number")
}

fn site(word: &str) -> Site {
    Site::new().meeting(&format!("### 2. {word}\n"))
}

#[test]
fn installing_again_changes_what_is_given_and_keeps_what_was_changed() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&["--allow-forced", "--expires", "7"]);
    let key = world.releases().with_file_name("my.key");
    assert!(promulgate().arg("keygen").arg(&key).status().expect("it starts").success());
    assert!(install(&world, &["--key", key.to_str().expect("a path")]).status.success());
    let nginx = world.releases().join("nginx.conf");
    let own = read(&nginx).replace("listen 80;", "listen 443 ssl;");
    std::fs::write(&nginx, &own).expect("it is written");
    let before = options(&world);
    let told = install(&world, &["--keep", "9"]);
    assert!(told.status.success() && said(&told).contains("nginx.conf.new"), "{}", said(&told));
    let mut expected = before;
    expected["keep"] = 9.into();
    assert_eq!(options(&world), expected);
    assert!(read(&nginx) == own && read(&world.releases().join("nginx.conf.new")).contains("listen 80;"));
    assert!(install(&world, &["--allow-forced=false"]).status.success());
    assert_eq!(options(&world)["allow_forced"], false);
    std::fs::write(world.releases().join("hook.json"), "{}").expect("it is written");
    let told = install(&world, &[]);
    assert!(told.status.code() == Some(2) && said(&told).contains("nothing was changed"), "{}", said(&told));
}

#[test]
fn hooks_of_others_are_left_alone_and_ours_are_run_wherever_an_account_looks_for_them() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let hook = world.bare().join("hooks/post-receive");
    let ours = read(&hook);
    std::fs::write(&hook, "#!/bin/sh\n# mirror\n").expect("it is written");
    let told = install(&world, &["--keep", "9"]);
    assert!(told.status.code() == Some(2) && said(&told).contains("post-receive is not of"), "{}", said(&told));
    assert!(read(&hook).contains("mirror") && options(&world)["keep"] == 5);
    std::fs::write(&hook, ours).expect("it is written");
    git(&world.bare(), &["config", "core.hooksPath", "/tmp"]);
    let told = install(&world, &[]);
    assert!(told.status.code() == Some(2) && said(&told).contains("core.hooksPath = /tmp"), "{}", said(&told));
    git(&world.bare(), &["config", "--unset", "core.hooksPath"]);
    assert!(install(&world, &[]).status.success());
    let elsewhere = world.clone().join("configuration");
    std::fs::write(&elsewhere, "[core]\n\thooksPath = /tmp\n").expect("it is written");
    world.commit(&Site::new().meeting("### 2. Tapir (AMBR)\n"));
    let mut push = command(&world.clone());
    push.env("GIT_CONFIG_GLOBAL", &elsewhere).args(["push", "--quiet", "origin", "main"]);
    let told = push.output().expect("git starts");
    assert!(!told.status.success() && said(&told).contains("marking-unknown"), "{}", said(&told));
}

#[test]
fn every_umask_gives_what_a_web_server_can_read() {
    if !has_tool("git") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    git(folder.path(), &["init", "--quiet", "--bare", "--initial-branch=main", "bare.git"]);
    let mut shell = std::process::Command::new("sh");
    let script = "umask 077; exec \"$0\" -q hook install bare.git --to site";
    shell.args(["-c", script, env!("CARGO_BIN_EXE_promulgate")]).current_dir(folder.path());
    assert!(shell.status().expect("it starts").success());
    let mode =
        |path: &str| std::fs::metadata(folder.path().join(path)).expect("it is there").permissions().mode() & 0o777;
    let modes =
        ["site", "site/releases", "site/release.key.pub", "site/nginx.conf", "site/release.key", "site/accepted"]
            .map(mode);
    assert_eq!(modes, [0o755, 0o755, 0o644, 0o644, 0o600, 0o600]);
}

#[test]
fn versions_go_on_when_records_are_lost() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(["Tapir", "Otter"].iter().all(|word| world.push(&site(word)).status.success()));
    let seen = world.releases().with_file_name("seen.json");
    std::fs::copy(world.releases().join("current/release.json"), &seen).expect("it is there");
    let records = world.releases().join("records");
    std::fs::remove_dir_all(&records).expect("they are there");
    let before = std::fs::read_dir(world.releases().join("releases")).expect("it is there").count();
    let told = world.run(&["releases", "site"]);
    assert!(told.status.success() && said(&told).contains("000002-") && !records.exists(), "{}", said(&told));
    assert_eq!(std::fs::read_dir(world.releases().join("releases")).expect("it is there").count(), before);
    let strays = [world.releases().join("releases/note.txt"), world.releases().join("releases/backup")];
    std::fs::write(&strays[0], "x").expect("it is written");
    std::fs::create_dir(&strays[1]).expect("it is made");
    assert!(world.push(&site("Okapi")).status.success());
    assert_eq!(version(&world), 3);
    assert!(strays.iter().all(|stray| stray.exists()));
    let told = world.run(&["verify", "site/current", "--key", "site/release.key.pub", "--since", "seen.json"]);
    assert!(told.status.success(), "{}", said(&told));
    let current = std::fs::read_link(world.releases().join("current")).expect("a link");
    let record = records.join(format!("{}.json", current.file_name().expect("a name").to_string_lossy()));
    std::fs::write(record, "{").expect("it is there");
    assert!(world.push(&site("Walrus")).status.success());
    assert_eq!(version(&world), 4);
}

#[test]
fn a_release_that_was_changed_is_made_anew_by_the_next_run() {
    if !has_tool("git") {
        return;
    }
    let changes: [&dyn Fn(&Path); 5] = [
        &|site| std::fs::write(site.join("index.html"), "x").expect("it is written"),
        &|site| std::fs::remove_file(site.join("404.html")).expect("it is there"),
        &|site| std::fs::write(site.join("index.html.gz"), "x").expect("it is written"),
        &|site| std::fs::write(site.join("added.html"), "x").expect("it is written"),
        &|site| std::fs::remove_file(site.join("release.json")).expect("it is there"),
    ];
    let world = World::new(&[]);
    assert!(world.push(&site("Tapir")).status.success());
    for (change, expected) in changes.into_iter().zip(2..) {
        change(&world.releases().join("current"));
        let told = world.run(&["hook", "publish", "site"]);
        assert!(told.status.success() && said(&told).contains("is not as it was written"), "{}", said(&told));
        assert_eq!(version(&world), expected);
        let told = world.run(&["verify", "site/current", "--key", "site/release.key.pub"]);
        assert!(told.status.success(), "{}", said(&told));
        assert!(said(&world.run(&["hook", "publish", "site"])).contains("the site is up to date"));
    }
}

#[test]
fn what_cannot_be_published_is_not_accepted_and_what_is_not_published_is_said() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("Tapir")).status.success());
    let (key, kept) = (world.releases().join("release.key"), world.releases().with_file_name("kept"));
    std::fs::rename(&key, &kept).expect("it is there");
    world.check_refused(|world| world.push(&site("Otter")), "nothing is accepted that cannot be published");
    let told = world.run(&["hook", "publish", "site"]);
    let last = said(&told).lines().last().expect("a line").to_owned();
    assert!(told.status.code() == Some(4) && last.starts_with("NOT PUBLISHED: main holds "), "{}", said(&told));
    assert!(last.contains("still release 000001-") && last.contains("hook publish"), "{last}");
    std::fs::rename(&kept, &key).expect("it is there");
    assert!(world.push_as_it_is(&[]).status.success());
    assert_eq!(version(&world), 2);
}

#[test]
fn a_commit_that_no_push_has_brought_is_not_published_until_its_owner_takes_it() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("Tapir")).status.success());
    world.commit(&site("Otter"));
    let bare = world.bare();
    git(&bare, &["fetch", "--quiet", world.clone().to_str().expect("a path"), "main:refs/heads/side"]);
    git(&bare, &["update-ref", "refs/heads/main", "refs/heads/side"]);
    let before = world.current();
    let told = world.run(&["hook", "publish", "site"]);
    assert_eq!(told.status.code(), Some(4), "{}", said(&told));
    assert!(said(&told).contains("no push that was checked here") && world.current() == before, "{}", said(&told));
    let told = command(&bare).args(["rev-parse", "main"]).output().expect("git starts");
    let tip = String::from_utf8_lossy(&told.stdout).trim().to_owned();
    let told = world.run(&["hook", "accept", "site", &tip]);
    assert!(told.status.success(), "{}", said(&told));
    assert!(world.run(&["hook", "publish", "site"]).status.success() && world.current() != before);
}

#[test]
fn tags_are_refused_by_name_and_what_stands_beside_the_content_is_not_read() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("Tapir")).status.success());
    git(&world.clone(), &["tag", "--annotate", "--message=m", "v1"]);
    world.check_refused(
        |world| command(&world.clone()).args(["push", "origin", "v1:main"]).output().expect("git starts"),
        "what was pushed to it is no commit",
    );
    world.check_refused(
        |world| {
            git(&world.clone(), &["commit", "--quiet", "--allow-empty", "--message=m"]);
            git(&world.clone(), &["tag", "--annotate", "--message=m", "v2"]);
            command(&world.clone())
                .args(["-c", "push.followTags=true", "push", "origin", "main"])
                .output()
                .expect("git starts")
        },
        "refs/tags/v",
    );
    let junk = site("Otter").file("content/junk/large.bin", vec![7; 3 << 20]).file("content/note.txt", "x");
    let told = world.push(&junk);
    assert!(told.status.success() && said(&told).contains("path-unknown"), "{}", said(&told));
}
