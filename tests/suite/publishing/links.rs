//! Symbolic links and other strange things in a build's way, which are never followed.

use super::foreign::check_refusal;
use super::{Tree, Yard, success};
use crate::folder::{snapshot, whole};
use crate::harness::promulgate;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

/// The yard with a symbolic link in the place of something.
fn replace(path: &'static str, target: &'static str) -> impl Fn(&Yard) {
    move |yard| {
        let path = yard.path().join(path);
        let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        symlink(target, path).expect("it can be linked");
    }
}

#[test]
fn symbolic_links_in_an_output_are_refused() {
    check_refusal(r#""index.html""#, replace("public/index.html", "../others/letter.txt"));
    check_refusal(r#""meetings""#, replace("public/meetings", "../others"));
    check_refusal(r#"".gitignore""#, replace("public/.gitignore", "../others/letter.txt"));
    check_refusal(r#""404.html", "_headers", "about/""#, replace("public/manifest.json", "../others/letter.txt"));
}

#[test]
fn symbolic_links_in_the_place_of_a_folder_are_refused() {
    check_refusal(r#"public" is a file or a symbolic link"#, replace("public", "others"));
    check_refusal(r#"public" is a file or a symbolic link"#, replace("public", "nowhere"));
    check_refusal(r#"promulgate-new" is a file or a symbolic link"#, replace(".public.promulgate-new", "others"));
}

#[test]
fn files_and_pipes_are_refused() {
    check_refusal(r#"public" is a file or a symbolic link"#, |yard| {
        fs::remove_dir_all(yard.output()).expect("it is there");
        fs::write(yard.output(), "a file").expect("it can be written");
    });
    check_refusal(r#""index.html""#, |yard| {
        fs::remove_file(yard.output().join("index.html")).expect("it is there");
        success(Command::new("mkfifo").arg(yard.output().join("index.html")));
    });
}

#[test]
fn a_link_with_a_slash_behind_it_is_still_a_link() {
    let (yard, tree) = (Yard::new(), Tree::new(1, 1));
    let others = yard.path().join("others");
    fs::create_dir(&others).expect("it can be made");
    symlink("others", yard.output()).expect("it can be linked");
    let output = tree.build(promulgate(), &yard.output().join("")).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(fs::read_dir(&others).expect("it is there").count(), 0);
}

#[test]
fn a_left_over_is_removed_and_its_links_are_not_followed() {
    let (yard, tree) = (Yard::new(), Tree::new(4, 1));
    let others = yard.path().join("others");
    fs::create_dir_all(others.join("inner")).expect("it can be made");
    fs::write(others.join("inner/letter.txt"), "dear").expect("it can be written");
    let before = snapshot(&others);
    yard.leave_half();
    symlink(&others, yard.candidate().join("meetings/inner")).expect("it can be linked");
    symlink("../../others/inner/letter.txt", yard.candidate().join("index.html")).expect("it can be linked");
    yard.publish(&tree);
    assert_eq!(whole(&yard.output()), Ok(tree.manifest));
    assert_eq!(snapshot(&others), before);
}
