//! Publishing under fire: killed, failing, out of space, side by side, watched, and among other people's files.
//!
//! Each test drives the program over small content trees; what it leaves is judged by the digests in the manifest it left.
//!
//! **Invariant.** Nothing is asserted about how long anything takes.

mod at_once;
mod faults;
mod foreign;
mod killed;
mod links;
mod places;
mod traced;

use crate::folder::whole;
use crate::harness::{Site, promulgate};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A content tree on disk, and the manifest that a build without a past makes of it.
struct Tree {
    folder: tempfile::TempDir,
    manifest: Vec<u8>,
}

impl Tree {
    /// Half of the meetings have the same paths for every seed; no page has the same bytes.
    fn new(meetings: u32, seed: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        site(meetings, seed).write(folder.path());
        let mut tree = Self { folder, manifest: Vec::new() };
        let output = tree.folder.path().join("public");
        success(&mut tree.build(promulgate(), &output));
        tree.manifest = whole(&output).expect("a fresh output is whole");
        tree
    }

    /// The words of a build of this tree, behind the words of a program.
    fn build(&self, mut program: Command, output: &Path) -> Command {
        program.args(["build", "--as-of", "2019-06-27", "--root"]).arg(self.folder.path()).arg("--output").arg(output);
        program.stdin(Stdio::null()).stdout(Stdio::null());
        program
    }
}

fn site(meetings: u32, seed: u32) -> Site {
    let mut random = fastrand::Rng::with_seed(u64::from(seed));
    (0..meetings).fold(Site::new(), |site, n| {
        let number = if n % 2 == 0 { n } else { (1 + seed) * 1000 + n };
        let date = jiff::civil::date(2010, 1, 1).saturating_add(jiff::Span::new().days(i64::from(number % 3000)));
        let words: String = (0..random.u32(1..400)).map(|_| format!("{:x} ", random.u32(..))).collect();
        let front = format!("+++\nclassification = \"White\"\ndate = {date}\nnumber = {number}\n+++\n");
        site.file(&format!("content/committees/ssc/meetings/{number}.md"), format!("{front}Words of {seed}: {words}\n"))
    })
}

/// A folder with an output in it, and nothing else.
struct Yard(tempfile::TempDir);

impl Yard {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn output(&self) -> PathBuf {
        self.path().join("public")
    }

    /// Where a build gathers its files before they take the output's place.
    fn candidate(&self) -> PathBuf {
        self.path().join(".public.promulgate-new")
    }

    fn command(&self, tree: &Tree) -> Command {
        tree.build(promulgate(), &self.output())
    }

    #[track_caller]
    fn publish(&self, tree: &Tree) {
        success(&mut self.command(tree));
        assert!(!self.candidate().exists(), "a temporary folder is left");
    }

    /// A file of a build that died long ago.
    fn leave_half(&self) {
        let folder = self.candidate().join("meetings/ssc");
        fs::create_dir_all(&folder).expect("the folder can be made");
        fs::write(folder.join("half.html"), "<p").expect("it can be written");
    }
}

/// Runs a command that must succeed.
#[track_caller]
fn success(command: &mut Command) -> Output {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{}", talk(&output));
    output
}

/// What a command said.
fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// How long a campaign is: a number of the environment, or what every run of the tests can afford.
fn length(variable: &str, usual: u32) -> u32 {
    std::env::var(variable).map_or(usual, |number| number.parse().expect("a number"))
}

#[test]
fn a_torn_folder_is_noticed() {
    let tree = Tree::new(3, 1);
    for harm in [
        |output: &Path| fs::write(output.join("index.html"), "x"),
        |output: &Path| fs::remove_file(output.join("index.html")),
        |output: &Path| fs::remove_file(output.join("manifest.json")),
        |output: &Path| fs::write(output.join("meetings/old.html"), "x"),
    ] {
        let yard = Yard::new();
        yard.publish(&tree);
        assert_eq!(whole(&yard.output()).as_ref(), Ok(&tree.manifest));
        harm(&yard.output()).expect("it can be harmed");
        whole(&yard.output()).expect_err("it is torn");
    }
}

#[test]
fn a_build_with_a_past_writes_what_one_without_writes() {
    let yard = Yard::new();
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..length("PROMULGATE_KILLS", 30) / 3 {
        let tree = Tree::new(random.u32(1..30), random.u32(0..1000));
        yard.publish(&tree);
        assert_eq!(whole(&yard.output()), Ok(tree.manifest));
    }
}
