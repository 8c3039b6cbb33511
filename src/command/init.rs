//! `init`: a new site that builds and passes `check` at once.
//!
//! **Invariant.** It writes into an empty folder only, and nothing that is there is changed.

use super::{Common, Failure};
use crate::site::theme;
use clap::Args;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Make a new site
#[derive(Args)]
pub(super) struct Init {
    /// An empty folder, or one that is not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// The files of a new site, but its theme.
const FILES: [(&str, &str); 15] = [
    ("promulgate.toml", include_str!("init/promulgate.toml")),
    ("README.md", include_str!("init/README.md")),
    (".gitignore", include_str!("init/gitignore")),
    ("content/index.md", include_str!("init/content/index.md")),
    ("content/committees/example/committee.md", include_str!("init/content/committees/example/committee.md")),
    ("content/committees/example/meetings/1.md", include_str!("init/content/committees/example/meetings/1.md")),
    ("content/standards/example-sc/standard.md", include_str!("init/content/standards/example-sc/standard.md")),
    ("content/standards/example-sc/1.0.md", include_str!("init/content/standards/example-sc/1.0.md")),
    ("ci/get.sh", include_str!("init/ci/get.sh")),
    ("ci/review.sh", include_str!("init/ci/review.sh")),
    ("ci/release.sh", include_str!("init/ci/release.sh")),
    ("ci/upload.sh", include_str!("init/ci/upload.sh")),
    (".github/workflows/publish.yml", include_str!("init/github/publish.yml")),
    (".gitlab-ci.yml", include_str!("init/gitlab/gitlab-ci.yml")),
    (".forgejo/workflows/publish.yml", include_str!("init/forgejo/publish.yml")),
];

impl Init {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let folder = &self.folder;
        if let Ok(mut there) = std::fs::read_dir(folder)
            && there.any(|entry| entry.is_ok_and(|entry| entry.file_name() != ".git"))
        {
            return Err(Failure::usage(format!("{} is not empty; nothing was written", folder.display())));
        }
        for (path, text) in FILES {
            write(&folder.join(path), text.as_bytes())?;
        }
        for (path, bytes) in theme::to_change() {
            write(&folder.join("themes/default").join(path), bytes)?;
        }
        common.say(&format!(
            "a new site is in {}: begin with promulgate.toml, then `promulgate build` there",
            folder.display()
        ));
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fault = |error| Failure::World(format!("cannot write {}: {error}", path.display()));
    #[expect(clippy::disallowed_methods, reason = "a new site is a folder of its own")]
    std::fs::create_dir_all(path.parent().unwrap_or(path)).map_err(fault)?;
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(bytes)).map_err(fault)
}
