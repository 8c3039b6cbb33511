//! A commit as a site: its configuration, theme and content tree, as if they had been read from a folder.
//!
//! **Invariant.** Content is sealed as it comes from git; nothing here looks into it.

use super::git::{Files, GitError, Id, Repository};
use crate::diagnostic::Diagnostic;
use crate::settings::{self, Settings};
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
    let configuration = read_text(repository, &files, settings::FILE)?;
    let (settings, diagnostics) = settings::read(&configuration, as_of);
    let signers = files.id(SIGNERS).map(|_| read_text(repository, &files, SIGNERS)).transpose()?;
    let mut tree = SourceTree::new();
    for (path, bytes) in read_below(repository, &files, "content/", is_read)? {
        tree.insert(path, bytes);
    }
    files
        .below("content/")
        .filter(|file| !is_read(file.0, file.2))
        .for_each(|(path, _, size)| tree.insert_unread(path, size));
    let Some(mut settings) = settings else { return Ok(Pushed { settings: None, diagnostics, tree, signers }) };
    let folder = format!("themes/{}/", settings.site.theme);
    settings.theme = read_below(repository, &files, &folder, |_, _| true)?
        .into_iter()
        .map(|(path, bytes)| (path[folder.len()..].to_owned(), bytes))
        .collect();
    if settings.theme.is_empty() && settings.site.theme != "default" {
        return Err(GitError::Unlawful(folder, "the theme is not there"));
    }
    if settings.policy.two_person && signers.is_none() {
        return Err(GitError::Unlawful(SIGNERS.to_owned(), "it is missing, and `two_person` needs it"));
    }
    if let Some(never) = &settings.policy.never {
        settings.policy.never_words = NeverList::read(&read_text(repository, &files, never)?);
    }
    Ok(Pushed { settings: Some(settings), diagnostics, tree, signers })
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
