//! The commits that were accepted: what a push was checked with, and nothing else, is published.
//!
//! Whoever can write to the repository by another way than the hooks could put any commit there; this list is written by them only.
//!
//! **Invariant.** A commit is in the list before the branch holds it.

use super::git::Id;
use rustix::fs::{FlockOperation, flock};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The list, below the folder of the releases: one id a line.
pub struct Accepted(PathBuf);

impl Accepted {
    /// The list of a folder of releases.
    pub fn of(folder: &Path) -> Self {
        Self(folder.join("accepted"))
    }

    /// Whether there is a list.
    pub fn exists(&self) -> bool {
        self.0.exists()
    }

    /// Whether a commit is in it.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn has(&self, commit: &Id) -> io::Result<bool> {
        let file = match File::open(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            opened => opened?,
        };
        let wanted = commit.to_string();
        for line in BufReader::new(file).split(b'\n') {
            if line? == wanted.as_bytes() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds a commit; it is on the disk afterwards.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&self, commit: &Id) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.0)?;
        flock(&file, FlockOperation::LockExclusive)?;
        // A line that a full disk has cut ends here.
        file.write_all(format!("\n{commit}\n").as_bytes())?;
        file.sync_all()
    }

    /// Begins an empty list.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&self) -> io::Result<()> {
        OpenOptions::new().append(true).create(true).mode(0o600).open(&self.0).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_there_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let accepted = Accepted::of(folder.path());
        let [one, two] = ["1", "2"].map(|digit| Id::new(&digit.repeat(40)).expect("an id"));
        assert!(!accepted.exists() && !accepted.has(&one).expect("it is looked for"));
        accepted.begin().and_then(|()| accepted.add(&one)).expect("it is written");
        let mut file = OpenOptions::new().append(true).open(folder.path().join("accepted")).expect("it is there");
        file.write_all(&two.to_string().as_bytes()[..30]).expect("it is cut");
        assert!(accepted.has(&one).expect("it is read") && !accepted.has(&two).expect("it is read"));
        accepted.add(&two).expect("it is written");
        assert!(accepted.has(&two).expect("it is read"));
    }
}
