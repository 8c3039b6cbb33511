//! Builds of which one system call fails, fails from then on, or is the last.
//!
//! Every call that concerns the output or its temporary folder is a point where that may happen. A run of the tests takes a
//! sample of the points, with `PROMULGATE_FAULTS=all` it takes them all.

use super::traced::strace;
use super::{Tree, Yard, talk};
use crate::folder::whole;
use std::fs;

/// What stands in a yard before a build that fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scene {
    Nothing,
    OldEdition,
    OldEditionAndLeftOver,
}

const SCENES: [Scene; 3] = [Scene::Nothing, Scene::OldEdition, Scene::OldEditionAndLeftOver];

/// The calls of a publication, and how each may fail.
const FAULTS: [(&str, &[&str]); 13] = [
    ("write", &["ENOSPC", "EIO", "EDQUOT"]),
    ("read", &["EIO"]),
    ("openat", &["ENOSPC", "EMFILE"]),
    ("mkdirat", &["ENOSPC", "EROFS"]),
    ("fchmod", &["EPERM"]),
    ("syncfs", &["EIO", "ENOSPC"]),
    ("fsync", &["EIO", "ENOSPC"]),
    ("renameat2", &["EIO", "ENOSPC", "EINVAL", "ENOSYS"]),
    ("unlinkat", &["EIO", "EACCES"]),
    ("getdents64", &["EIO"]),
    ("flock", &["ENOLCK", "EINTR"]),
    ("fcntl", &["EMFILE"]),
    ("statx", &["EIO"]),
];

/// The calls that are made only before the new edition is in place and safe.
const FATAL: [&str; 5] = ["mkdirat", "fchmod", "syncfs", "fsync", "renameat2"];

/// What is done to a call: one error, an error from then on, or death.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Harm {
    Once(&'static str),
    ForGood(&'static str),
    Death,
}

impl Harm {
    fn at(self, call: &str, at: usize) -> String {
        match self {
            Self::Once(error) => format!("inject={call}:error={error}:when={at}"),
            Self::ForGood(error) => format!("inject={call}:error={error}:when={at}+"),
            Self::Death => format!("inject={call}:signal=SIGKILL:when={at}"),
        }
    }
}

/// A yard, the trees of the edition before and after, and how many points of each call are tried.
struct Campaign {
    yard: Yard,
    reports: Yard,
    trees: [Tree; 3],
    random: fastrand::Rng,
    sample: usize,
    builds: usize,
}

impl Campaign {
    fn new(sample: usize) -> Self {
        let is_whole = std::env::var_os("PROMULGATE_FAULTS").is_some_and(|value| value == "all");
        Self {
            yard: Yard::new(),
            reports: Yard::new(),
            trees: [1, 2, 3].map(|seed| Tree::new(2, seed)),
            random: fastrand::Rng::with_seed(5),
            sample: if is_whole { usize::MAX } else { sample },
            builds: 0,
        }
    }

    fn set(&self, scene: Scene) {
        let _ = fs::remove_dir_all(self.yard.output());
        let _ = fs::remove_dir_all(self.yard.candidate());
        if scene != Scene::Nothing {
            self.yard.publish(&self.trees[0]);
        }
        if scene == Scene::OldEditionAndLeftOver {
            self.yard.leave_half();
        }
    }

    /// Builds under strace; gives the report, whether the build succeeded, and what it said.
    fn trace(&self, arguments: &[&str]) -> Option<(String, bool, String)> {
        let report = self.reports.path().join("report");
        let command = strace(&report, arguments)?;
        let run = self.trees[1].build(command, &self.yard.output()).output().expect("the program starts");
        Some((fs::read_to_string(&report).expect("a report"), run.status.success(), talk(&run)))
    }

    /// Which of the calls of this name concern the yard, counted from 1; a sample of them.
    fn points(&mut self, scene: Scene, call: &str) -> Option<Vec<usize>> {
        self.set(scene);
        let (report, _, _) = self.trace(&["-e", &format!("trace={call}")])?;
        let yard = format!("<{}", self.yard.path().display());
        let calls = report.lines().filter(|line| line.starts_with(&format!("{call}("))).enumerate();
        let mut points: Vec<usize> = calls.filter(|(_, line)| line.contains(&yard)).map(|(at, _)| at + 1).collect();
        self.random.shuffle(&mut points);
        points.truncate(self.sample);
        Some(points)
    }

    /// Harms a call at some points; `None` where it cannot be traced.
    fn run(&mut self, scene: Scene, call: &str, harm: Harm) -> Option<()> {
        for at in self.points(scene, call)? {
            self.set(scene);
            let (report, succeeded, talk) = self.trace(&["-e", &format!("trace={call}"), "-e", &harm.at(call, at)])?;
            let story = format!("{scene:?}, {call}, {harm:?} at {at}: {talk}");
            assert!(report.contains("(INJECTED)") || report.contains("killed by SIGKILL"), "no harm done: {story}");
            self.judge(scene, call, harm, succeeded, &story);
            self.yard.publish(&self.trees[2]);
            self.builds += 1;
        }
        Some(())
    }

    fn judge(&self, scene: Scene, call: &str, harm: Harm, succeeded: bool, story: &str) {
        let output = self.yard.output();
        let found = output.exists().then(|| whole(&output).unwrap_or_else(|torn| panic!("{torn}: {story}")));
        let old = Some(&self.trees[0].manifest).filter(|_| scene != Scene::Nothing);
        let (is_old, is_new) = (found.as_ref() == old, found.as_ref() == Some(&self.trees[1].manifest));
        assert!(is_old || is_new, "{story}");
        assert!(is_new || !succeeded, "a failure that was not told: {story}");
        if harm != Harm::Death && FATAL.contains(&call) {
            assert!(!succeeded, "a failure that was passed over: {story}");
        }
        if matches!(harm, Harm::Once(_)) {
            assert!(is_old || succeeded, "a failure that changed something: {story}");
            let may_be_left = is_new || scene == Scene::OldEditionAndLeftOver;
            assert!(may_be_left || !self.yard.candidate().exists(), "the temporary folder is left: {story}");
        }
    }
}

#[test]
fn every_call_may_fail_once() {
    let mut campaign = Campaign::new(2);
    for (n, (call, errors)) in FAULTS.into_iter().enumerate() {
        // A sample: each error in one scene. The whole: each in every scene.
        for (m, error) in errors.iter().enumerate() {
            let scenes = if campaign.sample == usize::MAX { SCENES.to_vec() } else { vec![SCENES[(n + m) % 3]] };
            for scene in scenes {
                if campaign.run(scene, call, Harm::Once(error)).is_none() {
                    return;
                }
            }
        }
    }
    println!("{} builds with one failing call", campaign.builds);
    assert!(campaign.builds > 15);
}

#[test]
fn every_call_may_fail_for_good() {
    let mut campaign = Campaign::new(2);
    for (call, errors) in FAULTS.into_iter().filter(|(call, _)| *call != "flock") {
        if campaign.run(Scene::OldEdition, call, Harm::ForGood(errors[0])).is_none() {
            return;
        }
    }
    println!("{} builds with a call that fails from some moment on", campaign.builds);
    assert!(campaign.builds > 8);
}

#[test]
fn it_may_be_killed_at_every_call() {
    let mut campaign = Campaign::new(2);
    for (n, (call, _)) in FAULTS.into_iter().enumerate() {
        let scenes = if campaign.sample == usize::MAX { SCENES.to_vec() } else { vec![SCENES[1 + n % 2]] };
        for scene in scenes {
            if campaign.run(scene, call, Harm::Death).is_none() {
                return;
            }
        }
    }
    println!("{} builds killed at a call", campaign.builds);
    assert!(campaign.builds > 8);
}
