//! The files of one build: their paths, where they are put as they are printed, and what is known of each.
//!
//! **Invariant.** No path climbs, none is absolute, none is there twice, and none is a folder and a file.
//! **Invariant.** No path is one of those that stand beside an edition: release records, compressed forms, `.gitignore`.

use sha2::Sha256;
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

/// What may stand beside an edition in the folder that it is written to, and is no part of it.
pub const BESIDE: [&str; 3] = [".gitignore", "release.json", "release.json.minisig"];

/// The longest path, in bytes: object stores take no longer ones.
const LONGEST: usize = 1000;

/// A SHA-256; it is shown in hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(Sha256::digest(bytes).into())
    }

    /// Its first four bytes as a number.
    pub fn start(self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

/// What is known of a file once it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its size in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub digest: Digest,
}

impl Leaf {
    /// What is known of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, digest: Digest::of(bytes) }
    }

    /// What is known of a file that comes in parts, each of which is looked at as it passes.
    pub fn of_parts(parts: &mut dyn Iterator<Item = Vec<u8>>, mut look: impl FnMut(&[u8])) -> Self {
        use sha2::Digest as _;
        let (mut size, mut hasher) = (0, Sha256::new());
        for part in parts {
            size += part.len() as u64;
            hasher.update(&part);
            look(&part);
        }
        Self { size, digest: Digest(hasher.finalize().into()) }
    }
}

/// Where the files of an edition are put, one by one and by many threads, as they are printed.
///
/// A sink that cannot take a file says so when it is asked for all of them.
pub trait Sink: Sync {
    /// Takes a file; no path comes twice.
    fn put(&self, path: &OutputPath, bytes: Vec<u8>, leaf: &Leaf);

    /// Takes a file in parts, and says what is then known of it; a sink that has no use for parts puts them together first.
    fn put_parts(&self, path: &OutputPath, parts: &mut dyn Iterator<Item = Vec<u8>>) -> Leaf {
        let mut bytes = Vec::new();
        let leaf = Leaf::of_parts(parts, |part| bytes.extend_from_slice(part));
        self.put(path, bytes, &leaf);
        leaf
    }
}

/// The sink of who wants to know of an edition, and not to have it.
#[derive(Debug)]
pub struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &OutputPath, _: Vec<u8>, _: &Leaf) {}

    fn put_parts(&self, _: &OutputPath, parts: &mut dyn Iterator<Item = Vec<u8>>) -> Leaf {
        Leaf::of_parts(parts, |_| {})
    }
}

/// The sink of who wants to have an edition in memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Edition>);

impl Memory {
    /// All that was put there.
    pub fn into_edition(self) -> Edition {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn put(&self, path: &OutputPath, bytes: Vec<u8>, _: &Leaf) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).files.insert(path.clone(), bytes);
    }
}

/// The files of an edition with their bytes.
pub type Edition = Files<Vec<u8>>;

/// The files of an edition with what is known of each.
pub type Ledger = Files<Leaf>;

/// A path below the output folder: `/`-separated names without `..`, `.`, empty names or backslashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutputPath(String);

impl OutputPath {
    /// Takes a relative path; `None` where a name in it is not plain (`[A-Za-z0-9._-]`, no leading `-`), or all are too long.
    pub fn new(path: &str) -> Option<Self> {
        (path.len() <= LONGEST && path.split('/').all(is_plain)).then(|| Self(path.to_owned()))
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

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path is not free: the file that is in its way, or none where the name is kept for what stands beside an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken(pub Option<OutputPath>);

/// The output files of one build, each with what is kept of it, sorted by path.
#[derive(Debug, PartialEq, Eq)]
pub struct Files<T> {
    files: BTreeMap<OutputPath, T>,
}

impl<T> Default for Files<T> {
    fn default() -> Self {
        Self { files: BTreeMap::new() }
    }
}

impl<T> Files<T> {
    /// Adds a file.
    ///
    /// # Errors
    /// What has the path already, as a file or a folder; nothing is changed then.
    pub fn insert(&mut self, path: OutputPath, kept: T) -> Result<(), Taken> {
        match self.in_the_way(path.as_str()) {
            Some(taken) => Err(taken),
            None => {
                self.files.insert(path, kept);
                Ok(())
            }
        }
    }

    /// What keeps a file from having a path: the same one, one that it would be a folder of, or one that would be a folder of it.
    fn in_the_way(&self, path: &str) -> Option<Taken> {
        let first = path.split('/').next().unwrap_or_default();
        if BESIDE.contains(&first) || path.split('/').any(|name| name.ends_with(".gz")) {
            return Some(Taken(None));
        }
        let known = |path: &str| self.files.get_key_value(path).map(|(known, _)| known);
        let above = path.match_indices('/').find_map(|(at, _)| known(&path[..at]));
        let below = format!("{path}/");
        let from = (Bound::Included(below.as_str()), Bound::Unbounded);
        let inside = self.files.range::<str, _>(from).next().map(|(known, _)| known);
        let inside = inside.filter(|known| known.as_str().starts_with(&below));
        known(path).or(above).or(inside).map(|known| Taken(Some(known.clone())))
    }

    /// The paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(OutputPath::as_str)
    }

    /// What is kept of one file.
    pub fn get(&self, path: &str) -> Option<&T> {
        self.files.get(path)
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

impl Edition {
    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&OutputPath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// One file's bytes.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }
}

impl Ledger {
    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&OutputPath, &Leaf)> {
        self.files.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An edition of empty files; the first one that finds no place, with what is in its way.
    fn filled(paths: &[&str]) -> Result<Edition, (String, Option<String>)> {
        let mut edition = Edition::default();
        for path in paths {
            let added = edition.insert(OutputPath::new(path).expect("a path"), Vec::new());
            added.map_err(|Taken(by)| ((*path).to_owned(), by.map(|by| by.to_string())))?;
        }
        Ok(edition)
    }

    #[track_caller]
    fn check(paths: &[&str], by: Option<&str>) {
        let last = paths.last().copied().unwrap_or_default();
        assert_eq!(filled(paths).expect_err("it is taken"), (last.to_owned(), by.map(str::to_owned)));
    }

    #[test]
    fn files_with_places_of_their_own() {
        let paths = ["a/b/c", "a/b-c", "a/b.d", "a/bc", "ab", "A/B", ".well-known/a", "a/release.json"];
        assert_eq!(filled(&paths).map(|edition| edition.len()), Ok(paths.len()));
    }

    #[test]
    fn a_path_is_taken_by_itself_and_by_folders_both_ways() {
        check(&["a", "a"], Some("a"));
        check(&["a/b", "a"], Some("a/b"));
        check(&["a/b/c", "a-b", "a"], Some("a/b/c"));
        check(&["a", "a/b/c"], Some("a"));
        check(&["a/b", "a/b/c/d"], Some("a/b"));
    }

    #[test]
    fn what_stands_beside_an_edition_has_its_place_kept() {
        for path in [".gitignore", "release.json", "release.json/index.html", "release.json.minisig", "a/b.gz/c"] {
            check(&[path], None);
        }
    }

    #[test]
    fn paths_are_no_longer_than_hosts_take() {
        assert!(OutputPath::new(&format!("{}a", "abc/".repeat(249))).is_some());
        assert!(OutputPath::new(&format!("{}a", "abc/".repeat(250))).is_none());
    }
}
