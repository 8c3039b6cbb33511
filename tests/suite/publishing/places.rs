//! Where an output lies: working folders, umasks, small disks, read-only ones, mount points.

use super::{Tree, Yard, success, talk};
use crate::folder::{snapshot, whole};
use crate::harness::{has_tool, missing, promulgate};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn an_output_in_the_working_folder_needs_no_path() {
    let yard = Yard::new();
    for tree in [1, 2].map(|seed| Tree::new(3, seed)) {
        success(tree.build(promulgate(), Path::new("public/")).current_dir(yard.path()));
        assert_eq!(whole(&yard.output()), Ok(tree.manifest));
    }
}

#[test]
fn modes_do_not_hang_on_the_umask() {
    let tree = Tree::new(3, 1);
    for umask in ["0000", "0022", "0077", "0027"] {
        let yard = Yard::new();
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(promulgate().get_program());
        success(&mut tree.build(shell, &yard.output()));
        let things = snapshot(yard.path()).into_values();
        let modes: BTreeSet<_> = things.map(|thing| (thing.kind, thing.mode & 0o7777)).collect();
        assert_eq!(modes, [("file", 0o644), ("folder", 0o755)].into(), "umask {umask}");
    }
}

/// A small file system of its own, gone at the end.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None`, and a line, where there is no `mount` or no right to use it.
    fn new(options: &str) -> Option<Self> {
        if !has_tool("mount") {
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        if !mounted {
            missing("the right to mount a tmpfs");
        }
        mounted.then_some(Self(folder))
    }

    fn remount(&self, options: &str) {
        success(Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.0.path()));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_edition() {
    let [first, third, fourth] = [1, 3, 4].map(|seed| Tree::new(10, seed));
    let large = Tree::new(250, 2);
    for options in ["size=2m,mode=0755", "size=64m,nr_inodes=600,mode=0755"] {
        let Some(disk) = SmallDisk::new(options) else { return };
        let output = disk.0.path().join("public");
        let run = |tree: &Tree| tree.build(promulgate(), &output).output().expect("the program starts");
        assert!(run(&first).status.success());
        let failed = run(&large);
        assert_eq!(failed.status.code(), Some(4));
        assert!(talk(&failed).contains("No space left on device"), "{}", talk(&failed));
        assert_eq!(whole(&output).as_ref(), Ok(&first.manifest));
        assert_eq!(fs::read_dir(disk.0.path()).expect("it is there").count(), 1);
        assert!(run(&third).status.success());
        disk.remount("ro");
        assert!(!run(&fourth).status.success() && run(&third).status.success());
        assert_eq!(whole(&output).as_ref(), Ok(&third.manifest));
    }
}

#[test]
fn a_mount_point_is_refused_with_advice() {
    let Some(disk) = SmallDisk::new("size=4m,mode=0755") else { return };
    let output = Tree::new(2, 1).build(promulgate(), disk.0.path()).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(4));
    assert!(talk(&output).contains("choose an output that is not a mount point"), "{}", talk(&output));
    assert_eq!(fs::read_dir(disk.0.path()).expect("it is there").count(), 0);
}
