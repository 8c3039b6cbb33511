//! `hook`: publishing by `git push` to a bare repository.
//!
//! `install` writes the hooks; `pre-receive` and `publish` are what they call. What they say is shown to the pusher.
//!
//! **Invariant.** A push is accepted only where what it pushes could be built as it is; the site is changed only by a whole
//! release of what the branch holds.

use super::{Common, Failure, counted, talk, totals};
use crate::date;
use crate::diagnostic::{Diagnostic, sort};
use crate::push::git::{GitError, Id, Repository};
use crate::push::release::{Origin, Record, ReleaseError, Releases};
use crate::push::{nginx, site};
use crate::{Compiled, compile};
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Publish by git push
#[derive(Args)]
pub(super) struct Hook {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Set up a bare repository so that a push publishes
    Install(Place),
    /// Check what is being pushed; called by git, with the refs on standard input
    #[command(hide = true)]
    PreReceive(Place),
    /// Publish what the branch holds, for today; called by git after a push, and by a timer
    Publish(Place),
}

/// Where a push comes from and goes to.
#[derive(Args, Serialize, Deserialize)]
pub(super) struct Place {
    /// The bare repository
    repository: PathBuf,
    /// The folder of the releases; a web server serves `current` in it
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The branch that is published; no other is accepted
    #[arg(long, value_name = "NAME", default_value = "main")]
    branch: String,
    /// How many releases are kept
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(super) keep: usize,
    /// Accept pushes that are no continuation of what is there
    #[arg(long)]
    allow_forced: bool,
}

impl Hook {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        match &self.act {
            Act::Install(place) => place.install(common),
            Act::PreReceive(place) => place.pre_receive(common),
            Act::Publish(place) => place.publish(common),
        }
    }
}

/// What git is told once, so that it takes nothing that a site does not have.
const CONFIGURATION: [(&str, &str); 6] = [
    ("receive.fsckObjects", "true"),
    ("receive.denyDeletes", "true"),
    ("receive.autogc", "false"),
    // Larger files are unpacked piece by piece.
    ("core.bigFileThreshold", "1m"),
    ("receive.maxInputSize", "268435456"),
    ("transfer.unpackLimit", "1"),
];

/// How a folder of releases is published, below that folder.
const KNOWN: &str = "hook.json";

impl Place {
    /// How a folder of releases is published.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(folder.join(KNOWN)).ok();
        let known = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        known.ok_or_else(|| Failure::usage(format!("{} was not set up by `hook install`", folder.display())))
    }

    pub(super) fn reference(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    pub(super) fn repository(&self) -> Result<Repository, Failure> {
        let repository = Repository::open(&self.repository).map_err(Failure::world)?;
        let told = repository.git().args(["rev-parse", "--is-bare-repository"]).output().map_err(Failure::world)?;
        let missing = || Failure::usage(format!("{} is not a bare git repository", self.repository.display()));
        (told.stdout == b"true\n").then_some(repository).ok_or_else(missing)
    }

    fn install(&self, common: &Common) -> Result<(), Failure> {
        let repository = self.repository()?;
        let program = std::env::current_exe().map_err(Failure::world)?;
        drop(Releases::open(&self.to).map_err(Failure::world)?);
        let to = self.to.canonicalize().map_err(Failure::world)?;
        let settings = [("receive.denyNonFastForwards", if self.allow_forced { "false" } else { "true" })];
        for (name, value) in CONFIGURATION.into_iter().chain(settings) {
            let set = repository.git().args(["config", name, value]).status().map_err(Failure::world)?;
            set.success().then_some(()).ok_or_else(|| Failure::World(format!("git could not set {name}")))?;
        }
        for (name, act) in [("pre-receive", "pre-receive"), ("post-receive", "publish")] {
            let words = [&program, Path::new("hook"), Path::new(act), repository.path(), Path::new("--to"), &to];
            let mut line = words.iter().map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ");
            line.push_str(&format!(" --branch {} --keep {}", quoted(&self.branch), self.keep));
            line.push_str(if self.allow_forced { " --allow-forced" } else { "" });
            let path = repository.path().join("hooks").join(name);
            let text = format!(
                "#!/bin/sh\n# Written by `promulgate hook install`; install again to change it.\nexec {line}\n"
            );
            write(&path, &text).map_err(Failure::world)?;
        }
        let known =
            Self { repository: repository.path().to_owned(), to: to.clone(), branch: self.branch.clone(), ..*self };
        let json = serde_json::to_string_pretty(&known).expect("strings and numbers become JSON");
        write(&to.join(KNOWN), &json).map_err(Failure::world)?;
        let server = to.join("nginx.conf");
        write(&server, &nginx::configuration(&to)).map_err(Failure::world)?;
        common.say(&format!(
            "a push of {} to {} is published in {}; serve {}, for example with {}",
            self.branch,
            repository.path().display(),
            to.display(),
            to.join("current").display(),
            server.display()
        ));
        Ok(())
    }

    fn pre_receive(&self, common: &Common) -> Result<(), Failure> {
        let repository = self.repository()?;
        for line in std::io::stdin().lock().lines() {
            let line = line.map_err(Failure::world)?;
            let [old, new, reference] = line.split(' ').collect::<Vec<_>>()[..] else {
                return Err(Failure::usage("a hook is called by git"));
            };
            if reference != self.reference() {
                return Err(refused(&format!("only {} is published here", self.branch)));
            }
            let new = Id::new(new).ok_or_else(|| refused("the branch cannot be removed"))?;
            if let Some(old) = Id::new(old).filter(|_| !self.allow_forced)
                && !repository.is_ancestor(&old, &new).map_err(Failure::world)?
            {
                return Err(refused("it does not continue what is there; fetch and merge first"));
            }
            let compiled = self.compile(common, &repository, &new)?;
            let summary = compiled.summary;
            common.say(&format!(
                "this push publishes {} with {}; it withholds {} whole and portions of {}",
                counted(summary.published, "document", "documents"),
                counted(summary.decisions, "decision", "decisions"),
                counted(summary.withheld, "document", "documents"),
                counted(summary.cut, "other", "others"),
            ));
        }
        Ok(())
    }

    /// What a commit becomes; its findings are reported.
    pub(super) fn compile(&self, common: &Common, repository: &Repository, commit: &Id) -> Result<Compiled, Failure> {
        let pushed = site::read(repository, commit, common.as_of()?).map_err(|error| match error {
            GitError::World(_) | GitError::Refused(_) => Failure::world(error),
            GitError::Unlawful(..) | GitError::TooLarge(_) => refused(&error.to_string()),
        })?;
        common.report(&pushed.diagnostics);
        let settings = pushed.settings.ok_or_else(|| refused("the configuration has errors"))?;
        let mut compiled = compile(&pushed.tree, &settings).map_err(|error| refused(&error.to_string()))?;
        sort(&mut compiled.diagnostics);
        common.report(&compiled.diagnostics);
        if compiled.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(refused(&totals(&compiled.diagnostics)));
        }
        Ok(compiled)
    }

    fn publish(&self, common: &Common) -> Result<(), Failure> {
        let repository = self.repository()?;
        let releases = Releases::open(&self.to).map_err(Failure::world)?;
        // Whoever waited for the lock finds what was pushed meanwhile, too.
        let commit = repository.commit(&self.reference()).map_err(Failure::world)?;
        let commit = commit.ok_or_else(|| Failure::usage(format!("there is no branch {}", self.branch)))?;
        let (day, tip) = (common.as_of()?, commit.to_string());
        let as_of = date::iso(day);
        let current = releases.current();
        // What was gone back to stays until something is pushed.
        let back = current.as_ref().filter(|current| current.instead_of.as_deref() == Some(&tip));
        let commit = back.and_then(|back| Id::new(&back.commit)).unwrap_or(commit);
        if current.as_ref().is_some_and(|now| now.commit == commit.to_string() && now.as_of == as_of) {
            common.say("the site is up to date");
            return Ok(());
        }
        if let Some(tip) = Id::new(&tip).filter(|_| back.is_some()) {
            self.check_recalled(&repository, &commit, &tip, day)?;
        }
        let quiet = Common { quiet: true, ..common.clone() };
        let compiled = self.compile(&quiet, &repository, &commit)?;
        let (commit, made) = (commit.to_string(), common.now());
        let instead_of = back.is_some().then_some(tip.as_str());
        let origin = Origin { commit: &commit, instead_of, as_of: &as_of, made: &made };
        let published = releases.publish(&compiled.edition, &origin, self.keep);
        say_published(common, published)
    }
}

/// Says what became of a release.
pub(super) fn say_published(common: &Common, published: Result<Option<Record>, ReleaseError>) -> Result<(), Failure> {
    match published.map_err(Failure::world)? {
        Some(record) => common.say(&format!("published as release {}", record.id)),
        None => common.say("the site is as it was: nothing that is published has changed"),
    }
    Ok(())
}

/// The content was refused, and why.
fn refused(why: &str) -> Failure {
    talk(&format!("refused: {why}; the site is as it was"));
    Failure::Content
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Writes a file in one step, for all to read and to run.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let new = path.with_extension("new");
    let mut file = std::fs::File::create(&new)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(std::fs::Permissions::from_mode(0o755))?;
    file.sync_all()?;
    std::fs::rename(new, path)
}
