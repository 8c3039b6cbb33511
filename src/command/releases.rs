//! `releases`, `rollback` and `next-change`: what has been published, one of them again, and when the site changes by itself.
//!
//! **Invariant.** A release comes back only where all that it publishes is still published (R17, R18): it is made anew, of its
//! commit, for today.

use super::hook::Installation;
use super::table::Table;
use super::{Common, Failure, print};
use crate::date;
use crate::gate;
use crate::push::disclosure::{looks, recalled};
use crate::push::git::Id;
use crate::push::release::{Origin, Record, Releases};
use crate::push::site;
use crate::site::gather;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// List the releases that are kept
#[derive(Args)]
pub(super) struct List {
    /// The folder of the releases
    folder: PathBuf,
}

impl List {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let missing = || Failure::usage(format!("there is no folder {}", self.folder.display()));
        self.folder.is_dir().then_some(()).ok_or_else(missing)?;
        let releases = Releases::read(&self.folder);
        let current = releases.current().map_err(Failure::world)?;
        let row = |record: Record| {
            let is_current = Some(&record) == current.as_ref();
            let mark = if is_current { "current" } else { "" }.to_owned();
            vec![record.id, record.made, record.as_of, record.commit, mark]
        };
        let rows = releases.list().map_err(Failure::world)?.into_iter().map(row).collect();
        print(&Table { header: &["release", "made", "as of", "commit", ""], rows }.text())
    }
}

/// Go back to what a release was made of
#[derive(Args)]
pub(super) struct Rollback {
    /// The folder of the releases
    folder: PathBuf,
    /// Which [default: the newest one of another commit]
    release: Option<String>,
}

impl Rollback {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let place = Installation::read(&self.folder)?;
        place.check_owner()?;
        let key = place.read_key()?;
        let repository = place.repository()?;
        let releases = Releases::open(&self.folder).map_err(Failure::world)?;
        let wanted = self.wanted(&releases)?;
        let unknown = || Failure::usage("git does not know the commit any more");
        let commit = Id::new(&wanted.commit).ok_or_else(unknown)?;
        let tip = repository.commit(&place.reference()).map_err(Failure::world)?.ok_or_else(unknown)?;
        let day = common.as_of()?;
        place.check_recalled(&repository, &commit, &tip, day)?;
        let (commit, tip, as_of) = (commit.to_string(), tip.to_string(), date::iso(day));
        let instead_of = Some(tip.as_str());
        let origin = Origin { commit: &commit, instead_of, as_of: &as_of, made: common.clock() };
        place.release(common, &repository, &releases, &key, &origin)
    }

    fn wanted(&self, releases: &Releases) -> Result<Record, Failure> {
        let all = releases.list().map_err(Failure::world)?;
        let current = releases.current().map_err(Failure::world)?;
        let is_before = |record: &Record| {
            current.as_ref().is_some_and(|now| record.version < now.version && record.commit != now.commit)
        };
        let found = match &self.release {
            Some(id) => all.into_iter().find(|record| record.id == *id),
            None => all.into_iter().rfind(is_before),
        };
        found.ok_or_else(|| Failure::usage("there is no such release; `promulgate releases` lists them"))
    }
}

impl Installation {
    /// Refuses where a commit would publish what the branch does not publish any more.
    pub(super) fn check_recalled(
        &self,
        repository: &crate::push::git::Repository,
        commit: &Id,
        tip: &Id,
        day: Date,
    ) -> Result<(), Failure> {
        let project = |commit: &Id| {
            let pushed = site::read(repository, commit, day).map_err(Failure::world)?;
            let settings = pushed.settings.ok_or_else(|| Failure::usage("its configuration has errors"))?;
            Ok((gate::project(&pushed.tree, &settings).0, settings))
        };
        let ((was, old_settings), (is, settings)) = (project(commit)?, project(tip)?);
        let mut recalled = recalled(&was, &is);
        recalled.extend(looks(&old_settings, &settings).into_iter().map(Into::into));
        if recalled.is_empty() {
            return Ok(());
        }
        for path in &recalled {
            super::talk(&format!("{path}: it would publish what the branch does not publish any more"));
        }
        super::talk("refused: what was recalled or mended does not come back; the site is as it was");
        super::talk("  = help: to publish an earlier wording, `git revert` the change and push");
        Err(Failure::Content)
    }
}

/// Say when the site next changes by itself: an embargo ends, or a version's state changes
#[derive(Args)]
pub(super) struct NextChange {}

impl NextChange {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let site = common.load()?;
        let today = site.settings.as_of;
        let accounts = gate::accounts(&site.tree, &site.settings, |_| true);
        let embargoes = accounts.iter().filter_map(|(_, account)| account.embargo);
        let entered = crate::enter(&site.tree, &site.settings);
        common.report_errors(&entered.diagnostics)?;
        let material = entered.material(&site.settings);
        let objects = gather::objects(material);
        let answers = objects.standards.iter().flat_map(|standard| {
            standard.answers.iter().chain(standard.versions.iter().flat_map(|version| &version.answers))
        });
        let changes = answers.filter_map(|answer| answer.from).map(|day| day.0);
        match embargoes.chain(changes).filter(|day| *day > today).min() {
            Some(day) => print(&format!("{}\n", date::iso(day))),
            None => {
                common.say("nothing is due");
                Ok(())
            }
        }
    }
}
