//! `hook`: publishing by `git push` to a bare repository.
//!
//! `install` writes the hooks, and `doctor` looks whether all is as it should be; `pre-receive` and `publish` are what the hooks call,
//! and `shell` is all that pushers reach. What they say is shown to the pusher.
//!
//! **Invariant.** A push is accepted only where what it pushes could be built as it is; the site is changed only by a whole
//! release of what the branch holds, and of nothing that was not accepted.

use super::{Common, Failure, counted, diff, sign, talk, totals};
use crate::date;
use crate::diagnostic::Diagnostic;
use crate::edition::{Nowhere, Sink};
use crate::push::accepted::Accepted;
use crate::push::disclosure::{Disclosure, publish};
use crate::push::git::{GitError, Id, Repository};
use crate::push::record::Key;
use crate::push::release::{Origin, Record, Releases, Signing};
use crate::push::site::Pushed;
use crate::push::{account, assent, site, summary};
use crate::settings::Settings;
use crate::source::SourceTree;
use crate::{Printed, Summary, enter};
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// Publish by git push
#[derive(Args)]
pub(super) struct Hook {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Set up a bare repository so that a push publishes; again, to change the options that are given
    Install(install::Install),
    /// Look whether all that was set up is as it should be, and say what to mend
    Doctor(doctor::Doctor),
    /// Take the push or fetch that came by ssh, and nothing else
    #[command(hide = true)]
    Shell(Installed),
    /// Accept a commit that came into the repository without a push, as if it were pushed; for its owner
    Accept(Accept),
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

/// A commit that no push has brought.
#[derive(Args)]
struct Accept {
    /// The folder of the releases
    folder: PathBuf,
    /// The commit, by its whole id
    commit: String,
}

/// Where a push comes from and goes to, as `install` has set it up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Installation {
    /// The bare repository.
    repository: PathBuf,
    /// The folder of the releases; a web server serves `current` in it.
    to: PathBuf,
    /// The branch that is published; no other is accepted.
    branch: String,
    /// How many releases are kept.
    pub(super) keep: usize,
    /// Pushes that are no continuation of what is there are accepted.
    allow_forced: bool,
    /// The secret key that signs releases.
    key: PathBuf,
    /// After how many days without a new release those who verify should ask why.
    expires: u16,
    /// The account that pushers come in by.
    #[serde(default = "default_pusher")]
    pusher: String,
}

fn default_pusher() -> String {
    "push".to_owned()
}

impl Hook {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        match &self.act {
            Act::Install(install) => install.run(common),
            Act::Doctor(doctor) => doctor.run(common),
            Act::Shell(installed) => shell::run(&Installation::read(&installed.folder)?),
            Act::Accept(accept) => Installation::read(&accept.folder)?.accept_commit(common, &accept.commit),
            Act::PreReceive(installed) => Installation::read(&installed.folder)?.pre_receive(common),
            Act::Publish(installed) => Installation::read(&installed.folder)?.publish(common),
        }
    }
}

/// How a folder of releases is published, below that folder.
const KNOWN: &str = "hook.json";

impl Installation {
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
        Self::check_bare(&repository)?;
        Ok(repository)
    }

    /// An error where a repository is none that pushes go to.
    fn check_bare(repository: &Repository) -> Result<(), Failure> {
        let told = repository.git().args(["rev-parse", "--is-bare-repository"]).output().map_err(Failure::world)?;
        let missing = || Failure::usage(format!("{} is not a bare git repository", repository.path().display()));
        (told.stdout == b"true\n").then_some(()).ok_or_else(missing)
    }

    fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and numbers become JSON")
    }

    /// Refuses where the releases are another account's: what this one makes, that one could not remove.
    pub(super) fn check_owner(&self) -> Result<(), Failure> {
        let owner =
            account::owner(&self.to).map_err(|error| Failure::world(format!("{}: {error}", self.to.display())))?;
        if owner == account::own() {
            return Ok(());
        }
        let (to, name) = (self.to.display(), account::name(owner));
        Err(Failure::World(format!(
            "{to} belongs to {name}, and only {name} can publish there: runuser -u {name} -- promulgate …"
        )))
    }

    /// The key that releases are signed with.
    pub(super) fn read_key(&self) -> Result<Key, Failure> {
        sign::read_key(&self.key)
    }

    /// Publishes a commit as a signed release, and says what became of it.
    pub(super) fn release(
        &self,
        common: &Common,
        repository: &Repository,
        releases: &Releases,
        key: &Key,
        origin: &Origin<'_>,
    ) -> Result<(), Failure> {
        let quiet = Common { quiet: true, ..common.clone() };
        let commit = Id::new(origin.commit).ok_or_else(|| Failure::usage("a release is made of a commit"))?;
        let begun = releases.begin().map_err(Failure::world)?;
        let printed = self.print(&quiet, repository, &commit, &begun)?;
        let signing = Some(Signing { key, days: self.expires });
        match begun.finish(&printed.ledger, origin, signing, self.keep).map_err(Failure::world)? {
            Some(record) => common.say(&format!("published as release {}", record.id)),
            None => common.say("the site is as it was: nothing that is published has changed"),
        }
        Ok(())
    }

    fn pre_receive(&self, common: &Common) -> Result<(), Failure> {
        let repository = self.repository()?;
        let mut accepted = Vec::new();
        for line in std::io::stdin().lock().lines() {
            let line = line.map_err(Failure::world)?;
            let [old, new, reference] = line.split(' ').collect::<Vec<_>>()[..] else {
                return Err(Failure::usage("a hook is called by git"));
            };
            if reference != self.reference() {
                let tag = if reference.starts_with("refs/tags/") { ", and no tag (--no-follow-tags)" } else { "" };
                return Err(refused(&format!(
                    "{}: only {} is published here{tag}",
                    reference.escape_default(),
                    self.branch
                )));
            }
            let new = Id::new(new).ok_or_else(|| refused("the branch cannot be removed"))?;
            if !repository.is_commit(&new).map_err(Failure::world)? {
                return Err(refused(&format!("{} is a branch, and what was pushed to it is no commit", self.branch)));
            }
            if let Some(old) = Id::new(old).filter(|_| !self.allow_forced)
                && !repository.is_ancestor(&old, &new).map_err(Failure::world)?
            {
                return Err(refused("it does not continue what is there; fetch and merge first"));
            }
            self.check(common, &repository, Id::new(old).as_ref(), &new)?;
            accepted.push(new);
        }
        self.try_out()?;
        let list = Accepted::of(&self.to);
        accepted.iter().try_for_each(|commit| list.add(commit)).map_err(|error| self.unready(&error.to_string()))
    }

    /// Tries what publishing will need, while the push can still be refused.
    fn try_out(&self) -> Result<(), Failure> {
        let unready = |failure: Failure| self.unready(&failure.text());
        self.check_owner().map_err(unready)?;
        self.read_key().map_err(unready)?;
        Releases::read(&self.to).probe().map_err(|error| self.unready(&error.to_string()))
    }

    fn unready(&self, why: &str) -> Failure {
        talk(&format!("error: it could not be published: {why}"));
        talk("  = help: whoever keeps the server mends this (`promulgate hook doctor`); then push again");
        refused("nothing is accepted that cannot be published")
    }

    /// Checks a commit as one that is pushed onto another; says what it makes public.
    fn check(&self, common: &Common, repository: &Repository, old: Option<&Id>, new: &Id) -> Result<(), Failure> {
        let pushed = self.site(common, repository, new)?;
        let (printed, published) = publish(&pushed.0, &pushed.1).map_err(|error| refused(&error.to_string()))?;
        self.accept(common, &printed.diagnostics)?;
        let before = old.map(|old| self.before(common, repository, old)).transpose()?.flatten();
        if let Some(old) = old.filter(|_| before.as_ref().is_some_and(|before| before.1.policy.two_person)) {
            self.check_assent(common, repository, old, new)?;
        }
        say_counts(common, &printed.summary);
        if let Some(before) = before {
            let was = diff::published(&before)?;
            say_disclosure(common, &diff::between(&before, &was, &pushed, &published), old, new);
        }
        Ok(())
    }

    /// Accepts a commit that came by another way, for the repository's owner: it is built, and what it makes public is said.
    fn accept_commit(&self, common: &Common, commit: &str) -> Result<(), Failure> {
        self.check_owner()?;
        let repository = self.repository()?;
        let unknown =
            || Failure::usage(format!("{} is no commit of the repository, by its whole id", commit.escape_default()));
        let commit = Id::new(commit).ok_or_else(unknown)?;
        repository.is_commit(&commit).map_err(Failure::world)?.then_some(()).ok_or_else(unknown)?;
        let printed = self.print(common, &repository, &commit, &Nowhere)?;
        say_counts(common, &printed.summary);
        Accepted::of(&self.to).add(&commit).map_err(Failure::world)?;
        common.say(&format!(
            "accepted {commit}; `promulgate hook publish {}` publishes it once {} holds it",
            self.to.display(),
            self.branch
        ));
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
                    talk("  = help: whoever owns the repository can fetch the commit into it, and `hook accept` it");
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

    /// Prints a commit into a sink; its findings are reported.
    fn print(
        &self,
        common: &Common,
        repository: &Repository,
        commit: &Id,
        sink: &dyn Sink,
    ) -> Result<Printed, Failure> {
        let (tree, settings) = self.site(common, repository, commit)?;
        let entered = enter(&tree, &settings).without_sources();
        drop(tree);
        let printed = entered.print(&settings, sink).map_err(|error| refused(&error.to_string()))?;
        self.accept(common, &printed.diagnostics)?;
        Ok(printed)
    }

    /// Publishes; where that fails, the last line says what the site is and what to do.
    fn publish(&self, common: &Common) -> Result<(), Failure> {
        self.publish_tip(common)
            .inspect_err(|failure| {
                failure.tell();
                talk(&self.standing());
            })
            .map_err(Failure::told)
    }

    /// What the branch and the site are, where they should be one.
    fn standing(&self) -> String {
        let tip = self.repository().ok().and_then(|own| own.commit(&self.reference()).ok().flatten());
        let tip = tip.map_or("no commit".to_owned(), |tip| tip.to_string().chars().take(12).collect());
        let site = match Releases::read(&self.to).current() {
            Ok(Some(record)) => format!("still release {} of {}", record.id, record.made),
            Ok(None) | Err(_) => "not there yet".to_owned(),
        };
        let (branch, to) = (&self.branch, self.to.display());
        format!(
            "NOT PUBLISHED: {branch} holds {tip}, and the site is {site}. Mend this and run `promulgate hook publish {to}`; the timer tries again each hour"
        )
    }

    fn publish_tip(&self, common: &Common) -> Result<(), Failure> {
        self.check_owner()?;
        let repository = self.repository()?;
        let key = self.read_key()?;
        let releases = Releases::open(&self.to).map_err(Failure::world)?;
        // Whoever waited for the lock finds what was pushed meanwhile, too.
        let commit = repository.commit(&self.reference()).map_err(Failure::world)?;
        let commit = commit.ok_or_else(|| Failure::usage(format!("there is no branch {}", self.branch)))?;
        if !Accepted::of(&self.to).has(&commit).map_err(Failure::world)? {
            talk("  = help: somebody has changed the branch by another way than a push; find out who, and why");
            talk(&format!("  = help: `promulgate hook accept {} {commit}` takes it as it is", self.to.display()));
            return Err(Failure::World(format!(
                "{} holds {commit}, which no push that was checked here has brought",
                self.branch
            )));
        }
        let (day, tip) = (common.as_of()?, commit.to_string());
        let as_of = date::iso(day);
        let current = releases.current().map_err(Failure::world)?;
        // What was gone back to stays until something is pushed.
        let back = current.as_ref().filter(|current| current.instead_of.as_deref() == Some(&tip));
        let commit = back.and_then(|back| Id::new(&back.commit)).unwrap_or(commit);
        let is_made = |now: &Record| now.commit == commit.to_string() && now.as_of == as_of;
        if let Some(now) = current.as_ref().filter(|now| is_made(now)) {
            if releases.is_whole(now, Some(&key)) {
                common.say("the site is up to date");
                return Ok(());
            }
            talk(&format!("warning: release {} is not as it was written; the site is made anew", now.id));
        }
        if let Some(tip) = Id::new(&tip).filter(|_| back.is_some()) {
            self.check_recalled(&repository, &commit, &tip, day)?;
        }
        let commit = commit.to_string();
        let instead_of = back.is_some().then_some(tip.as_str());
        let origin = Origin { commit: &commit, instead_of, as_of: &as_of, made: common.clock() };
        self.release(common, &repository, &releases, &key, &origin)
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

mod doctor;
mod install;
mod shell;
