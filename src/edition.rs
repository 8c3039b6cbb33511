//! The files of one build, before they are written.
//!
//! **Invariant.** No path climbs, none is absolute, none is there twice.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A path below the output folder: `/`-separated names without `..`, `.`, empty names or backslashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutputPath(String);

impl OutputPath {
    /// Takes a relative path; `None` where a name in it is not plain (`[A-Za-z0-9._-]`, no leading `-`).
    pub fn new(path: &str) -> Option<Self> {
        path.split('/').all(is_plain).then(|| Self(path.to_owned()))
    }

    /// The path, with `/` between its names.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name != "."
        && name != ".."
        && !name.starts_with('-')
        && name.len() <= 200
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The set of output files of one build.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Edition {
    files: BTreeMap<OutputPath, Vec<u8>>,
}

impl Edition {
    /// Adds a file; `false`, and nothing is changed, where the path is there already.
    #[must_use]
    pub fn insert(&mut self, path: OutputPath, bytes: Vec<u8>) -> bool {
        if self.files.contains_key(&path) {
            return false;
        }
        self.files.insert(path, bytes);
        true
    }

    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&OutputPath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// One file's bytes.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(&OutputPath::new(path)?).map(Vec::as_slice)
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
