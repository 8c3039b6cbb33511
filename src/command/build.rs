//! `build`: check the content, then write the site in one step.
//!
//! **Invariant.** A build that fails changes nothing (R3).

use super::load::Loaded;
use super::{Common, Failure, counted, totals};
use crate::diagnostic::Diagnostic;
use crate::edition::{Nowhere, Sink};
use crate::publish::{self, Candidate};
use clap::Args;
use std::path::PathBuf;

/// Check the content, then write the site
#[derive(Args)]
pub(super) struct Build {
    /// Where to write it; the folder is replaced as a whole [default: public/ in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will be served, instead of what the configuration says
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

impl Build {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let mut site = common.load()?;
        site.serve_at(self.base_url.as_deref())?;
        let Loaded { root, settings, tree } = site;
        let entered = common.during("reading the content", || crate::enter(&tree, &settings)).without_sources();
        drop(tree);
        let output = self.output.clone().unwrap_or_else(|| root.join("public"));
        let waiting = || common.say("another build is writing here; waiting for it");
        // What cannot be published is printed nowhere: all that is wrong is said at once.
        let open = || common.during("making room for the site", || Candidate::open(&output, waiting));
        let candidate = (!entered.is_faulty()).then(open).transpose().map_err(Failure::world)?;
        let sink: &dyn Sink = candidate.as_ref().map_or(&Nowhere, |candidate| candidate);
        let printed = common.during("making the pages", || entered.print(&settings, sink)).map_err(Failure::usage)?;
        common.report(&printed.diagnostics);
        let is_lawful = !printed.diagnostics.iter().any(Diagnostic::is_error);
        let Some(candidate) = candidate.filter(|_| is_lawful) else {
            common.say(&format!("nothing was written: {}", totals(&printed.diagnostics)));
            return Err(Failure::Content);
        };
        // The process ends soon: to take the record apart piece by piece would only take time.
        std::mem::forget(entered);
        let written = common.during("putting it in place", || candidate.publish(&printed.ledger));
        let written = written.map_err(Failure::world)?;
        if let Some(left_over) = &written.left_over {
            common.say(&format!(
                "the old site could not be removed from {}; the next build will try again",
                left_over.display()
            ));
        }
        if !written.swallowed.is_empty() {
            common.say(&format!("removed what the system had left there: {}", publish::some_of(&written.swallowed)));
        }
        let summary = printed.summary;
        common.say(&format!(
            "published {} with {} as of {}: {} in {}{}",
            counted(summary.published, "document", "documents"),
            counted(summary.decisions, "decision", "decisions"),
            crate::date::iso(settings.as_of),
            counted(written.files, "file", "files"),
            output.display(),
            if written.unchanged { " (unchanged)" } else { "" },
        ));
        common.say(&format!(
            "withheld {} whole and portions of {}; {}",
            counted(summary.withheld, "document", "documents"),
            counted(summary.cut, "other", "others"),
            counted(printed.diagnostics.iter().map(|found| 1 + found.more).sum(), "warning", "warnings"),
        ));
        Ok(())
    }
}
