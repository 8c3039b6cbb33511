//! Builds side by side, and readers beside them.

use super::{Tree, Yard, length, talk};
use crate::folder::{hex, listed, open_folder, read_at, whole};
use rustix::fs::{fstat, stat};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn sixteen_builds_at_once_leave_one_whole_edition() {
    let yard = Yard::new();
    let trees: Vec<Tree> = (0..16).map(|seed| Tree::new(12, seed)).collect();
    let mut waited = 0;
    let rounds = length("PROMULGATE_KILLS", 30).div_ceil(20);
    for _ in 0..rounds {
        let start = |tree| yard.command(tree).stderr(Stdio::piped()).spawn().expect("the program starts");
        let builds: Vec<_> = trees.iter().map(start).collect();
        for build in builds {
            let output = build.wait_with_output().expect("it ends");
            assert!(output.status.success(), "{}", talk(&output));
            waited += u32::from(talk(&output).contains("another build is writing here; waiting for it\n"));
        }
        let found = whole(&yard.output()).expect("whole");
        assert!(trees.iter().any(|tree| tree.manifest == found));
        assert!(!yard.candidate().exists());
    }
    println!("{waited} of {} builds waited", 16 * rounds);
}

#[test]
fn a_reader_sees_whole_editions_only() {
    let yard = Yard::new();
    let trees = [1, 2].map(|seed| Tree::new(12, seed));
    yard.publish(&trees[0]);
    let done = AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut looks = [0, 0];
            while !done.load(Ordering::Relaxed) {
                looks[usize::from(look(&yard.output(), &trees))] += 1;
            }
            looks
        });
        (0..length("PROMULGATE_KILLS", 30)).for_each(|n| yard.publish(&trees[usize::from(n % 2 == 0)]));
        done.store(true, Ordering::Relaxed);
        reader.join().expect("the reader saw nothing torn")
    });
    println!("{} whole editions seen, {} removed while being read", looks[1], looks[0]);
    assert!(looks[1] > 0);
}

/// Reads the folder that the output is now, to its end; `false` if it was replaced meanwhile and is being removed.
fn look(output: &Path, trees: &[Tree]) -> bool {
    let is_known = |manifest: &[u8]| trees.iter().any(|tree| tree.manifest == manifest);
    assert!(is_known(&fs::read(output.join("manifest.json")).expect("there at any moment")));
    fs::read(output.join("index.html")).expect("there at any moment");
    let folder = open_folder(output);
    let is_replaced = || fstat(&folder).expect("open").st_ino != stat(output).expect("there at any moment").st_ino;
    let Ok(manifest) = read_at(&folder, "manifest.json") else {
        assert!(is_replaced());
        return false;
    };
    assert!(is_known(&manifest));
    for file in listed(&manifest) {
        match read_at(&folder, &file.path) {
            Ok(bytes) => assert_eq!(hex(&bytes), file.sha256, "{}", file.path),
            Err(error) => {
                assert!(is_replaced(), "{}: {error}", file.path);
                return false;
            }
        }
    }
    true
}
