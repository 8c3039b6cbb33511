//! The two-person rule: nobody lowers a classification alone.
//!
//! Each commit that lowers one must be signed by its author, and followed, in the same push, by a commit that names in a
//! trailer `Declassified-by:` another person, and is signed by that one. Whose signatures count is what the branch says before the push.
//! Raising the ceiling, switching the rule off, and changing who may sign count as lowering, too.
//!
//! **Invariant.** Names in a commit count only where a signature proves them: both the author's and the other person's.

use super::git::{GitError, Id, Repository, Voucher};
use super::site::{self, Pushed, SIGNERS};
use crate::gate::{Lowered, Past};
use crate::settings::{Settings, WithheldItems};
use jiff::civil::Date;
use std::fmt;
use std::io;

/// A commit that lowers something, and nobody else has agreed.
#[derive(Debug)]
pub struct Objection {
    /// The commit.
    pub commit: Id,
    /// What it lowers, in words: places and classifications.
    pub lowers: Vec<String>,
    /// What is missing.
    pub lacks: Lack,
}

/// What a commit that lowers something lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A good signature of its author.
    Author,
    /// A later commit, signed by another person who is named in its trailer.
    Other,
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Author => "its author's signature, by a key in allowed_signers",
            Self::Other => {
                "a later commit that another person signed and that says `Declassified-by:` with their address"
            }
        })
    }
}

/// The commits from `old` to `new` that lower something without the assent of a second person.
///
/// # Errors
/// When a commit on the way is no site, or git cannot read it.
pub fn objections(repository: &Repository, old: &Id, new: &Id, day: Date) -> Result<Vec<Objection>, GitError> {
    let start = readable(repository, old, day)?;
    let (mut past, mut before) = (Past::default(), start.1);
    past.add(&start.0.tree, &before);
    let signers = signers_file(start.0.signers.as_deref().unwrap_or_default())?;
    let mut last_signers = start.0.signers;
    let (mut lowering, mut vouchers) = (Vec::new(), Vec::new());
    let mut commits = repository.commits(old, new)?;
    // Going back to what was there brings no commit, but another tip.
    if !commits.contains(new) {
        commits.push(new.clone());
    }
    for commit in commits {
        let (pushed, settings) = readable(repository, &commit, day)?;
        let mut lowers: Vec<String> = past.lowered(&pushed.tree, &settings).iter().map(words).collect();
        lowers.extend(loosened(&before, &settings).map(str::to_owned));
        if pushed.signers != last_signers {
            lowers.push(format!("{SIGNERS}: it differs"));
        }
        past.add(&pushed.tree, &settings);
        (before, last_signers) = (settings, pushed.signers);
        vouchers.push((commit.clone(), repository.voucher(&commit, signers.path())?));
        if !lowers.is_empty() {
            lowering.push((commit, lowers));
        }
    }
    let mut found = Vec::new();
    for (commit, lowers) in lowering {
        if let Some(lacks) = lack(repository, &commit, &vouchers)? {
            found.push(Objection { commit, lowers, lacks });
        }
    }
    Ok(found)
}

/// What a commit lacks of two signatures.
fn lack(repository: &Repository, commit: &Id, vouchers: &[(Id, Voucher)]) -> Result<Option<Lack>, GitError> {
    let own = vouchers.iter().find(|(id, _)| id == commit).map(|(_, own)| own);
    let Some(own) = own.filter(|own| own.signers.contains(&own.author)) else { return Ok(Some(Lack::Author)) };
    for (later, other) in vouchers.iter().filter(|(later, _)| later != commit) {
        let is_other = !other.signers.iter().any(|signer| own.signers.contains(signer));
        let is_named = other.declassified_by.iter().any(|named| other.signers.contains(named));
        if is_other && is_named && repository.is_ancestor(commit, later)? {
            return Ok(None);
        }
    }
    Ok(Some(Lack::Other))
}

fn readable(repository: &Repository, commit: &Id, day: Date) -> Result<(Pushed, Settings), GitError> {
    let mut pushed = site::read(repository, commit, day)?;
    let faulty = || GitError::Unlawful(format!("{} of {commit}", crate::settings::FILE), "it has errors");
    let settings = pushed.settings.take().ok_or_else(faulty)?;
    Ok((pushed, settings))
}

/// What a configuration takes less seriously than another.
fn loosened(before: &Settings, after: &Settings) -> impl Iterator<Item = &'static str> {
    let ceiling = before.policy.ceiling < after.policy.ceiling;
    let rule = before.policy.two_person && !after.policy.two_person;
    let numbers = before.policy.withheld == WithheldItems::Omit && after.policy.withheld == WithheldItems::Notice;
    let names = after.policy.names.iter().any(|name| !before.policy.names.contains(name));
    let all = [
        (ceiling, "promulgate.toml: `publish` has a classification more"),
        (rule, "promulgate.toml: `two_person` is switched off"),
        (numbers, "promulgate.toml: `withheld` gives numbers away"),
        (names, "promulgate.toml: `names` has a name more"),
    ];
    all.into_iter().filter_map(|(is_so, words)| is_so.then_some(words))
}

fn words(lowered: &Lowered) -> String {
    let (from, to) = (lowered.from.word(), lowered.to.word());
    match lowered.line {
        0 => format!("{}: from {from} to {to}", lowered.path),
        line => format!("{}:{line}: from {from} to {to}", lowered.path),
    }
}

/// The signers in a file of their own, as `ssh-keygen` wants them. Whoever signs says when, so a line with an end of its own counts as
/// ended.
fn signers_file(text: &str) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::NamedTempFile::new()?;
    let lasting = text.lines().filter(|line| !line.to_lowercase().contains("valid-"));
    io::Write::write_all(&mut file, lasting.collect::<Vec<_>>().join("\n").as_bytes())?;
    io::Write::write_all(&mut file, b"\n")?;
    Ok(file)
}
