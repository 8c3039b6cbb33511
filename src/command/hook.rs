//! `hook`: publishing by `git push` to a bare repository.
//!
//! `install` writes the hooks; `pre-receive` and `publish` are what they call. What they say is shown to the pusher.
//!
//! **Invariant.** A push is accepted only where what it pushes could be built as it is; the site is changed only by a whole
//! release of what the branch holds.

use super::{Common, Failure, counted, diff, sign, talk, totals};
use crate::date;
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::push::disclosure::{Disclosure, publish};
use crate::push::git::{GitError, Id, Repository};
use crate::push::release::{Origin, Releases, Signing};
use crate::push::site::Pushed;
use crate::push::{assent, nginx, site, summary, timer};
use crate::settings::Settings;
use crate::source::SourceTree;
use crate::{Compiled, Summary, compile};
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
    PreReceive(Installed),
    /// Publish what the branch holds, for today; called by git after a push, and by a timer
    Publish(Installed),
}

/// A folder of releases that `install` has set up.
#[derive(Args)]
struct Installed {
    /// The folder of the releases
    folder: PathBuf,
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
    /// The secret key that signs releases [default: one that is made, in DIR]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// After how many days without a new release those who verify should ask why
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    expires: u16,
}

impl Hook {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        match &self.act {
            Act::Install(place) => place.install(common),
            Act::PreReceive(installed) => Place::read(&installed.folder)?.pre_receive(common),
            Act::Publish(installed) => Place::read(&installed.folder)?.publish(common),
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

/// The key of the releases, below their folder.
const KEY: &str = "release.key";
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
        let key = self.key(&to)?;
        let settings = [("receive.denyNonFastForwards", if self.allow_forced { "false" } else { "true" })];
        for (name, value) in CONFIGURATION.into_iter().chain(settings) {
            let set = repository.git().args(["config", name, value]).status().map_err(Failure::world)?;
            set.success().then_some(()).ok_or_else(|| Failure::World(format!("git could not set {name}")))?;
        }
        let words = |act: &str| {
            let words = [program.as_path(), Path::new("hook"), Path::new(act), to.as_path()];
            words.map(|word| word.to_string_lossy().into_owned())
        };
        for (name, act) in [("pre-receive", "pre-receive"), ("post-receive", "publish")] {
            let line = words(act).map(|word| quoted(&word)).join(" ");
            let path = repository.path().join("hooks").join(name);
            write(&path, &format!("#!/bin/sh\n# Written by `promulgate hook install`.\nexec {line}\n"), 0o755)?;
        }
        let service = timer::service(&words("publish"), [repository.path(), &to]);
        write(&to.join("promulgate-publish.service"), &service, 0o644)?;
        write(&to.join("promulgate-publish.timer"), timer::timer(), 0o644)?;
        let (repository_path, branch) = (repository.path().to_owned(), self.branch.clone());
        let known = Self { repository: repository_path, to: to.clone(), branch, key: Some(key), ..*self };
        let json = serde_json::to_string_pretty(&known).expect("strings and numbers become JSON");
        write(&to.join(KNOWN), &json, 0o644)?;
        let server = to.join("nginx.conf");
        write(&server, &nginx::configuration(&to), 0o644)?;
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

    /// The key of the releases in a folder; it is made where there is none.
    fn key(&self, to: &Path) -> Result<PathBuf, Failure> {
        let key = match &self.key {
            Some(key) => key.canonicalize().map_err(|error| Failure::world(format!("{}: {error}", key.display())))?,
            None => to.join(KEY),
        };
        if !key.exists() {
            sign::make_key(&key)?;
        }
        sign::read_key(&key)?;
        Ok(key)
    }

    /// Publishes an edition as a signed release, and says what became of it.
    pub(super) fn release(
        &self,
        common: &Common,
        releases: &Releases,
        edition: &Edition,
        origin: &Origin<'_>,
    ) -> Result<(), Failure> {
        let key = self.key.as_deref().map(sign::read_key).transpose()?;
        let signing = key.as_ref().map(|key| Signing { key, days: self.expires });
        match releases.publish(edition, origin, signing, self.keep).map_err(Failure::world)? {
            Some(record) => common.say(&format!("published as release {}", record.id)),
            None => common.say("the site is as it was: nothing that is published has changed"),
        }
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
            let pushed = self.site(common, &repository, &new)?;
            let (compiled, published) = publish(&pushed.0, &pushed.1).map_err(|error| refused(&error.to_string()))?;
            self.accept(common, &compiled.diagnostics)?;
            let summary = compiled.summary;
            drop(compiled);
            let old = Id::new(old);
            let before = old.as_ref().map(|old| self.before(common, &repository, old)).transpose()?.flatten();
            if let Some(old) = old.as_ref().filter(|_| before.as_ref().is_some_and(|before| before.1.policy.two_person))
            {
                self.check_assent(common, &repository, old, &new)?;
            }
            say_counts(common, &summary);
            if let Some(before) = before {
                let was = diff::published(&before)?;
                say_disclosure(common, &diff::between(&before, &was, &pushed, &published), old.as_ref(), &new);
            }
        }
        Ok(())
    }

    /// A commit as a site; what is wrong with its configuration is reported.
    fn site(&self, common: &Common, repository: &Repository, commit: &Id) -> Result<(SourceTree, Settings), Failure> {
        let pushed = site::read(repository, commit, common.as_of()?).map_err(unreadable)?;
        common.report(&pushed.diagnostics);
        let settings = pushed.settings.ok_or_else(|| refused("the configuration has errors"))?;
        Ok((pushed.tree, settings))
    }

    /// What the branch held; `None` where it is no site any more, by what holds today.
    fn before(
        &self,
        common: &Common,
        repository: &Repository,
        old: &Id,
    ) -> Result<Option<(SourceTree, Settings)>, Failure> {
        match site::read(repository, old, common.as_of()?) {
            Ok(Pushed { settings: Some(settings), tree, .. }) => Ok(Some((tree, settings))),
            Err(error @ (GitError::World(_) | GitError::Refused(_))) => Err(Failure::world(error)),
            Ok(Pushed { settings: None, .. }) | Err(GitError::Unlawful(..) | GitError::TooLarge(_)) => {
                // Whether it had the two-person rule cannot be asked of what cannot be read.
                let has_rule = site::configuration(repository, old).is_none_or(|text| text.contains("two_person"));
                if has_rule {
                    talk("  = help: whoever owns the repository can fetch the commit into it, and `hook publish` it");
                    return Err(refused("what the branch holds cannot be read, so nobody knows what this lowers"));
                }
                common.say("note: what the branch holds cannot be read; this is not compared with it");
                Ok(None)
            }
        }
    }

    /// Refuses where somebody lowers a classification alone.
    fn check_assent(&self, common: &Common, repository: &Repository, old: &Id, new: &Id) -> Result<(), Failure> {
        let objections = assent::objections(repository, old, new, common.as_of()?).map_err(unreadable)?;
        if objections.is_empty() {
            return Ok(());
        }
        for objection in &objections {
            talk(&format!("commit {} lowers what two people must agree to:", objection.commit));
            objection.lowers.iter().for_each(|place| talk(&format!("  {place}")));
            talk(&format!("  it lacks {}", objection.lacks));
        }
        talk("  = help: see \"The two-person rule\" in docs/publishing.md");
        Err(refused("nobody lowers a classification alone here (two_person)"))
    }

    /// Reports findings; refuses where there is an error among them.
    fn accept(&self, common: &Common, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
        common.report(diagnostics);
        let is_faulty = diagnostics.iter().any(Diagnostic::is_error);
        if is_faulty { Err(refused(&totals(diagnostics))) } else { Ok(()) }
    }

    /// What a commit becomes; its findings are reported.
    pub(super) fn compile(&self, common: &Common, repository: &Repository, commit: &Id) -> Result<Compiled, Failure> {
        let (tree, settings) = self.site(common, repository, commit)?;
        let compiled = compile(&tree, &settings).map_err(|error| refused(&error.to_string()))?;
        self.accept(common, &compiled.diagnostics)?;
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
        let current = releases.current().map_err(Failure::world)?;
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
        let commit = commit.to_string();
        let instead_of = back.is_some().then_some(tip.as_str());
        let origin = Origin { commit: &commit, instead_of, as_of: &as_of, made: common.clock() };
        self.release(common, &releases, &compiled.edition, &origin)
    }
}

fn unreadable(error: GitError) -> Failure {
    match error {
        GitError::World(_) | GitError::Refused(_) => Failure::world(error),
        GitError::Unlawful(..) | GitError::TooLarge(_) => refused(&error.to_string()),
    }
}

fn say_counts(common: &Common, summary: &Summary) {
    common.say(&format!(
        "this push publishes {} with {}; it withholds {} whole and portions of {}",
        counted(summary.published, "document", "documents"),
        counted(summary.decisions, "decision", "decisions"),
        counted(summary.withheld, "document", "documents"),
        counted(summary.cut, "other", "others"),
    ));
}

/// Says what a push makes public, in so many lines at most.
fn say_disclosure(common: &Common, found: &Disclosure, old: Option<&Id>, new: &Id) {
    const MOST_LINES: usize = 100;
    let text = summary::text(found);
    let lines: Vec<&str> = text.lines().collect();
    lines.iter().take(MOST_LINES).for_each(|line| common.say(line));
    if let Some(old) = old.filter(|_| lines.len() > MOST_LINES) {
        common.say(&format!("and {} lines more: promulgate diff {old} {new}", lines.len() - MOST_LINES));
    }
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

/// Writes a file in one step.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), Failure> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let written = std::fs::File::create(&new).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.set_permissions(std::fs::Permissions::from_mode(mode))?;
        file.sync_all()?;
        std::fs::rename(&new, path)
    });
    written.map_err(|error| Failure::World(format!("cannot write {}: {error}", path.display())))
}
