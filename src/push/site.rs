//! A commit as a site: its configuration, theme and content tree, as if they had been read from a folder.
//!
//! **Invariant.** Content is sealed as it comes from git; nothing here looks into it.

use super::git::{Files, GitError, Id, Repository};
use crate::diagnostic::Diagnostic;
use crate::settings::{self, Configuration, Settings};
use crate::source::{MAX_FILE, SourceTree};
use crate::text::NeverList;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The file of those whose signatures count, beside the configuration.
pub const SIGNERS: &str = "allowed_signers";

/// What stands in a commit.
pub struct Pushed {
    /// The configuration with the theme; `None` where it has errors.
    pub settings: Option<Settings>,
    /// What was found in the configuration.
    pub diagnostics: Vec<Diagnostic>,
    /// The content.
    pub tree: SourceTree,
    /// The file `allowed_signers`: whose signatures count (two-person rule).
    pub signers: Option<String>,
}

/// Reads a commit, for a day.
///
/// # Errors
/// When it holds what a site does not, has no configuration, or git cannot read it.
pub fn read(repository: &Repository, commit: &Id, as_of: Date) -> Result<Pushed, GitError> {
    let files = repository.files(commit)?;
    let (configuration, diagnostics) = Configuration::read(&read_text(repository, &files, settings::FILE)?);
    let signers = files.id(SIGNERS).map(|_| read_text(repository, &files, SIGNERS)).transpose()?;
    let mut tree = SourceTree::new();
    for (path, bytes) in read_below(repository, &files, "content/", is_read)? {
        tree.insert(path, bytes);
    }
    files
        .below("content/")
        .filter(|file| !is_read(file.0, file.2))
        .for_each(|(path, _, size)| tree.insert_unread(path, size));
    let settings = configuration.map(|own| complete(repository, &files, own, signers.is_some(), as_of)).transpose()?;
    Ok(Pushed { settings, diagnostics, tree, signers })
}

/// Reads the files that a configuration names.
fn complete(
    repository: &Repository,
    files: &Files,
    configuration: Configuration,
    has_signers: bool,
    as_of: Date,
) -> Result<Settings, GitError> {
    let theme = read_theme(repository, files, &configuration.site.theme)?;
    if configuration.policy.two_person && !has_signers {
        return Err(GitError::Unlawful(SIGNERS.to_owned(), "it is missing, and `two_person` needs it"));
    }
    let never = configuration.policy.never.as_ref().map(|never| read_text(repository, files, never)).transpose()?;
    let never_words = never.map(|text| NeverList::read(&text)).unwrap_or_default();
    Ok(configuration.with(theme, never_words, as_of))
}

/// The files of a theme's folder; the default theme is built in, so its folder may be missing.
fn read_theme(repository: &Repository, files: &Files, name: &str) -> Result<BTreeMap<String, Vec<u8>>, GitError> {
    let folder = format!("themes/{name}/");
    let read = read_below(repository, files, &folder, |_, _| true)?;
    if read.is_empty() && name != "default" {
        return Err(GitError::Unlawful(folder, "the theme is not there"));
    }
    Ok(read.into_iter().map(|(path, bytes)| (path[folder.len()..].to_owned(), bytes)).collect())
}

/// The text of a commit's configuration, whatever else is wrong with the commit.
pub fn configuration(repository: &Repository, commit: &Id) -> Option<String> {
    let id = repository.entry(commit, settings::FILE).ok()??;
    let bytes = repository.read(&[&id]).ok()?.pop()?;
    String::from_utf8(bytes).ok()
}

fn read_text(repository: &Repository, files: &Files, path: &str) -> Result<String, GitError> {
    let unlawful = |problem| GitError::Unlawful(path.to_owned(), problem);
    let id = files.id(path).ok_or_else(|| unlawful("it is missing"))?;
    let bytes = repository.read(&[id])?.pop().unwrap_or_default();
    String::from_utf8(bytes).map_err(|_| unlawful("it is not UTF-8"))
}

/// Whether a file of the content is read: what is no text of ours, or larger than any, is known by its name and size.
fn is_read(path: &str, size: u64) -> bool {
    size <= MAX_FILE && [".md", ".toml"].iter().any(|ending| path.ends_with(ending))
}

fn read_below(
    repository: &Repository,
    files: &Files,
    folder: &str,
    is_read: impl Fn(&str, u64) -> bool,
) -> Result<BTreeMap<String, Vec<u8>>, GitError> {
    let wanted = files.below(folder).filter(|(path, _, size)| is_read(path, *size));
    let (paths, ids): (Vec<&str>, Vec<&Id>) = wanted.map(|(path, id, _)| (path, id)).unzip();
    let bytes = repository.read(&ids)?;
    Ok(paths.into_iter().map(str::to_owned).zip(bytes).collect())
}
