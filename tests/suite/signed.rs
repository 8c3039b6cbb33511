//! The signed release record, and `verify`: of a folder, and of what the real nginx serves.
//!
//! **Invariant.** Each attack is one that files alone can make; a site that is whole passes before and after it.

use crate::harness::{Site, has_tool, promulgate};
use crate::pushing::World;
use crate::served::Server;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn site(word: &str) -> Site {
    Site::new().meeting(&format!("### 2. {word}\n\nA {word}.\n"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Two releases of a site, and the folder that they are in.
fn two_releases() -> (World, PathBuf, PathBuf) {
    let world = World::new(&[]);
    for word in ["Tapir", "Otter"] {
        let told = world.push(&site(word));
        assert!(told.status.success(), "{}", text(&told.stderr));
    }
    let mut all: Vec<PathBuf> = std::fs::read_dir(world.releases().join("releases"))
        .expect("it is there")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    all.sort();
    let [first, second] = all.try_into().expect("two releases");
    (world, first, second)
}

fn verify(folder: &str, world: &World, more: &[&str]) -> Output {
    let key = world.releases().join("release.key.pub");
    let mut command = promulgate();
    command.args(["verify", folder, "--key"]).arg(key).args(more).current_dir(world.releases());
    command.output().expect("it starts")
}

/// Checks that a folder fails with these lines, and no others.
#[track_caller]
fn check(folder: &Path, world: &World, more: &[&str], expected: &[&str]) {
    let told = verify(&folder.to_string_lossy(), world, more);
    let said = text(&told.stdout);
    assert_eq!(said.lines().collect::<Vec<_>>(), expected, "{}", text(&told.stderr));
    assert_eq!(told.status.code(), Some(if expected.is_empty() { 0 } else { 3 }));
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-rT").args([from, to]).status();
    assert!(copied.expect("it starts").success());
}

#[test]
fn a_folder_that_differs_from_what_was_signed_is_found() {
    if !has_tool("git") {
        return;
    }
    let (world, first, second) = two_releases();
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("site");
    let anew = || {
        let _ = std::fs::remove_dir_all(&place);
        copy(&second, &place);
    };
    check(&world.releases().join("current"), &world, &[], &[]);
    let page = "meetings/ssc/80/index.html";
    anew();
    check(&place, &world, &[], &[]);
    let mut bytes = std::fs::read(place.join(page)).expect("it is there");
    bytes[100] ^= 1;
    std::fs::write(place.join(page), bytes).expect("it can be written");
    check(&place, &world, &[], &[&format!("{page}: not the one of the manifest")]);
    anew();
    std::fs::remove_file(place.join("feed.json")).expect("it is there");
    check(&place, &world, &[], &["feed.json: missing"]);
    anew();
    for (path, content) in [("more.html", "x"), ("index.html.gz.gz", "x"), ("robots.txt.gz", "x")] {
        std::fs::write(place.join(path), content).expect("it can be written");
    }
    std::os::unix::fs::symlink("/etc/passwd", place.join("link")).expect("a link");
    let expected =
        ["index.html.gz.gz", "link", "more.html", "robots.txt.gz"].map(|path| format!("{path}: in no manifest"));
    check(&place, &world, &[], &expected.each_ref().map(String::as_str));
    // An old page under a new manifest, an old manifest under a new record, and an old record under a new one's signature.
    anew();
    std::fs::copy(first.join(page), place.join(page)).expect("it can be written");
    check(&place, &world, &[], &[&format!("{page}: not the one of the manifest")]);
    anew();
    std::fs::copy(first.join("manifest.json"), place.join("manifest.json")).expect("it can be written");
    let told = verify(&place.to_string_lossy(), &world, &[]);
    assert!(text(&told.stdout).contains("manifest.json: not the one of release.json"), "{}", text(&told.stdout));
    anew();
    std::fs::copy(first.join("release.json"), place.join("release.json")).expect("it can be written");
    let both = ["release.json: no signature by this key", "manifest.json: not the one of release.json"];
    check(&place, &world, &[], &both);
    anew();
    let mut packed = std::fs::read(place.join("index.html.gz")).expect("it is there");
    packed.extend(std::fs::read(first.join("404.html.gz")).expect("it is there"));
    std::fs::write(place.join("index.html.gz"), packed).expect("it can be written");
    check(&place, &world, &[], &["index.html.gz: in no manifest"]);
    anew();
    let manifest = std::fs::read_to_string(place.join("manifest.json")).expect("it is there");
    std::fs::write(place.join("manifest.json"), manifest.replace("\"404.html\"", "\"../404.html\"")).expect("written");
    check(&place, &world, &[], &["manifest.json: missing, or not made by promulgate"]);
    anew();
    std::fs::remove_file(place.join("release.json")).expect("it is there");
    check(&place, &world, &[], &["release.json: missing, or not made by promulgate"]);
}

#[test]
fn an_old_site_is_found_by_what_was_seen_before_and_by_its_end() {
    if !has_tool("git") {
        return;
    }
    let (world, first, second) = two_releases();
    let seen = second.join("release.json");
    let seen = seen.to_str().expect("a path");
    check(&second, &world, &["--since", seen], &[]);
    check(&second, &world, &["--since", first.join("release.json").to_str().expect("a path")], &[]);
    check(&first, &world, &["--since", seen], &["release.json: version 1, where 2 was seen before"]);
    let told =
        verify(&second.to_string_lossy(), &world, &["--since", second.join("robots.txt").to_str().expect("a path")]);
    assert_eq!(told.status.code(), Some(2), "what is no record proves nothing");
    // Another history, by the same key.
    let fork = World::new(&["--key", world.releases().join("release.key").to_str().expect("a path")]);
    for word in ["Walrus", "Eland"] {
        assert!(fork.push(&site(word)).status.success());
    }
    let current = fork.releases().join("current");
    check(&current, &world, &[], &[]);
    check(&current, &world, &["--since", seen], &["release.json: version 2 does not follow the one seen before"]);
    let since = first.join("release.json");
    check(
        &current,
        &world,
        &["--since", since.to_str().expect("a path")],
        &["release.json: version 2 does not follow the one seen before"],
    );
    let stale =
        World::new(&["--expires", "0", "--key", world.releases().join("release.key").to_str().expect("a path")]);
    assert!(stale.push(&site("Tapir")).status.success());
    let told = verify(&stale.releases().join("current").to_string_lossy(), &world, &[]);
    let said = text(&told.stdout);
    assert!(told.status.code() == Some(3) && said.contains("release.json: ended at"), "{said}");
}

#[test]
fn a_served_site_is_verified_and_built_again_from_its_content() {
    if !(has_tool("git") && has_tool("nginx")) {
        return;
    }
    let (world, first, _) = two_releases();
    let server = Server::start(&world);
    let told = verify(&server.url(), &world, &["--rebuild", "--root", world.clone().to_str().expect("a path")]);
    assert!(told.status.success(), "{}{}", text(&told.stdout), text(&told.stderr));
    assert!(
        text(&told.stderr).contains("of release 2 as the manifest says, signed by this key"),
        "{}",
        text(&told.stderr)
    );
    site("Okapi").write(&world.clone());
    let told = verify(&server.url(), &world, &["--rebuild", "--root", world.clone().to_str().expect("a path")]);
    let said = text(&told.stdout);
    assert!(
        told.status.code() == Some(3)
            && said.contains("meetings/ssc/80/index.html: not what the content at hand gives"),
        "{said}"
    );
    let page = "meetings/ssc/80/index.html";
    let current = world.releases().join("current");
    std::fs::copy(first.join(page), current.join(page)).expect("it can be written");
    let told = verify(&server.url(), &world, &[]);
    assert_eq!(text(&told.stdout), format!("{page}: not the one of the manifest\n"));
    // What browsers get is by gzip, and another file.
    std::fs::copy(current.join("404.html.gz"), current.join("index.html.gz")).expect("it can be written");
    let told = verify(&server.url(), &world, &[]);
    assert_eq!(
        text(&told.stdout),
        format!("index.html: not the one of the manifest\n{page}: not the one of the manifest\n")
    );
    let told = verify("http://127.0.0.1:9", &world, &[]);
    assert_eq!(told.status.code(), Some(4), "nobody listens there");
}

#[test]
fn a_site_without_hooks_is_signed_as_one_release_after_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let told = promulgate().args(arguments).args(["--as-of", "2026-11-01"]).current_dir(folder.path()).output();
        told.expect("it starts")
    };
    let record = || -> serde_json::Value {
        let bytes = std::fs::read(folder.path().join("public/release.json")).expect("it is there");
        serde_json::from_slice(&bytes).expect("it is JSON")
    };
    assert!(run(&["keygen", "key"]).status.success());
    assert_eq!(run(&["keygen", "key"]).status.code(), Some(4), "a key is never overwritten");
    let mode = std::fs::metadata(folder.path().join("key"))
        .map(|known| std::os::unix::fs::PermissionsExt::mode(&known.permissions()));
    assert_eq!(mode.expect("it is there") & 0o777, 0o600);
    site("Tapir").write(folder.path());
    assert!(run(&["build"]).status.success());
    assert!(run(&["sign", "public", "--key", "key"]).status.success());
    assert_eq!((record()["version"].as_u64(), &record()["previous"]), (Some(1), &serde_json::Value::Null));
    assert!(run(&["verify", "public", "--key", "key.pub"]).status.success());
    let public = std::fs::read_to_string(folder.path().join("key.pub")).expect("it is there");
    let own = public.lines().last().expect("a line");
    assert!(run(&["verify", "public", "--key", own]).status.success());
    let keep = || {
        ["release.json", "release.json.minisig"].map(|name| {
            let (from, to) = (folder.path().join("public").join(name), folder.path().join(name));
            std::fs::copy(from, to).expect("it can be copied");
        })
    };
    keep();
    // The folder is still a build's own, and the same content is no new release.
    assert!(run(&["build"]).status.success());
    assert!(run(&["sign", "public", "--key", "key", "--previous", "release.json"]).status.success());
    assert_eq!(record()["version"], 1);
    site("Otter").write(folder.path());
    assert!(run(&["build"]).status.success());
    assert!(!folder.path().join("public/release.json").exists(), "it is not the record of this edition");
    assert!(run(&["sign", "public", "--key", "key", "--previous", "release.json"]).status.success());
    assert_eq!(record()["version"], 2);
    assert!(run(&["verify", "public", "--key", "key.pub", "--since", "release.json"]).status.success());
    // What somebody else made cannot be followed, and what is torn is not signed.
    std::fs::write(folder.path().join("release.json"), "{}").expect("it can be written");
    assert_eq!(run(&["sign", "public", "--key", "key", "--previous", "release.json"]).status.code(), Some(2));
    keep();
    std::fs::write(folder.path().join("public/robots.txt"), "").expect("it can be written");
    assert_eq!(run(&["sign", "public", "--key", "key", "--previous", "release.json"]).status.code(), Some(3));
}

#[test]
fn minisign_itself_reads_keys_and_signatures() {
    if !(has_tool("git") && has_tool("minisign")) {
        return;
    }
    let (world, first, _) = two_releases();
    let mut look = Command::new("minisign");
    look.args(["-V", "-p"]).arg(world.releases().join("release.key.pub")).arg("-m").arg(first.join("release.json"));
    let told = look.output().expect("it starts");
    assert!(told.status.success() && text(&told.stdout).contains("version:1"), "{}", text(&told.stderr));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "x").expect("it can be written");
    let mut sign = Command::new("minisign");
    let told = sign.args(["-S", "-s"]).arg(world.releases().join("release.key")).arg("-m").arg(&file).output();
    assert!(told.expect("it starts").status.success(), "minisign signs with our key");
    let key = std::fs::read_to_string(world.releases().join("release.key.pub")).expect("it is there");
    let key = promulgate::push::record::public_key(&key).expect("it is a key");
    let signature = std::fs::read(folder.path().join("file.minisig")).expect("it is there");
    assert!(promulgate::push::record::is_signed(&key, b"x", &signature));
}
