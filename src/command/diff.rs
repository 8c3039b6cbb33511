//! `diff`: what becomes public, and what ceases to be, between two commits, or a commit and the files as they are.
//!
//! **Invariant.** Text is printed only where the later side publishes it (R6).

use super::{Common, Failure, print, talk};
use crate::gate::Past;
use crate::push::disclosure::{self, Disclosure, Published, disclosure, looks, publish};
use crate::push::git::{Id, Repository};
use crate::push::{site, summary};
use crate::settings::Settings;
use crate::source::SourceTree;
use clap::{Args, ValueEnum};

/// Say what becomes public, and what ceases to be
#[derive(Args)]
pub(super) struct Diff {
    /// The earlier commit, as git knows it: main, HEAD~1, 1f2e3d
    from: String,
    /// The later one [default: the files as they are]
    to: Option<String>,
    /// The form: text, JSON, or Markdown for a comment in a review
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    Text,
    Json,
    Markdown,
}

impl Form {
    fn write(self, found: &Disclosure) -> String {
        match self {
            Self::Text => summary::text(found),
            Self::Json => serde_json::to_string_pretty(found).expect("text and numbers become JSON") + "\n",
            Self::Markdown => summary::markdown(found),
        }
    }
}

impl Diff {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let root = common.find_root()?;
        let repository = Repository::around(&root).map_err(Failure::world)?;
        let repository =
            repository.ok_or_else(|| Failure::usage(format!("{} is in no git repository", root.display())))?;
        let before = site_of(common, &repository, &self.from)?;
        let after = match &self.to {
            Some(to) => site_of(common, &repository, to)?,
            None => common.load().map(|site| (site.tree, site.settings))?,
        };
        let (printed, now) = publish(&after.0, &after.1).map_err(Failure::usage)?;
        common.report_errors(&printed.diagnostics)?;
        print(&self.format.write(&between(&before, &published(&before)?, &after, &now)))
    }
}

/// What differs between two sites.
pub(super) fn between(
    before: &(SourceTree, Settings),
    was: &Published,
    after: &(SourceTree, Settings),
    now: &Published,
) -> Disclosure {
    let mut past = Past::default();
    past.add(&before.0, &before.1);
    let found = disclosure(was, now, &past.lowered(&after.0, &after.1));
    Disclosure { looks: looks(&before.1, &after.1), ..found }
}

/// What a site publishes that has been there before, though it may have errors by what holds today.
pub(super) fn published((tree, settings): &(SourceTree, Settings)) -> Result<Published, Failure> {
    let (published, is_lawful) = disclosure::published(tree, settings).map_err(Failure::usage)?;
    if !is_lawful {
        talk(
            "note: the earlier commit has errors, and would not be published as it is; what they concern counts as withheld",
        );
    }
    Ok(published)
}

fn site_of(common: &Common, repository: &Repository, name: &str) -> Result<(SourceTree, Settings), Failure> {
    let unknown = || Failure::usage(format!("git knows no commit {name}"));
    let commit: Id = repository.commit(name).map_err(Failure::world)?.ok_or_else(unknown)?;
    let pushed = site::read(repository, &commit, common.as_of()?).map_err(Failure::usage)?;
    common.report(&pushed.diagnostics);
    let settings = pushed.settings.ok_or_else(|| Failure::usage(format!("the configuration of {name} has errors")))?;
    Ok((pushed.tree, settings))
}
