//! The content tree as found on disk: names, and bytes that nobody has looked at yet.
//!
//! It does not read Markdown or TOML, and decides nothing but what is a file.
//!
//! **Invariant.** Sealed bytes have no `Display`, no `Debug` of contents, no `Serialize`, `Deref` or `Clone`;
//! [`Sealed::open`] is called by the gate and by nobody else.

pub mod stray;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The largest source file that is read, in bytes.
pub const MAX_FILE: u64 = 1024 * 1024;

/// The bytes of a source file, unread.
///
/// They can be opened:
/// ```
/// let sealed = promulgate::source::Sealed::new(b"text".to_vec());
/// assert_eq!(sealed.len(), 4);
/// ```
/// They cannot be shown, copied or written:
/// ```compile_fail
/// let sealed = promulgate::source::Sealed::new(b"text".to_vec());
/// println!("{sealed}");
/// ```
/// ```compile_fail
/// let sealed = promulgate::source::Sealed::new(b"text".to_vec());
/// println!("{:?}", sealed.to_vec());
/// ```
/// ```compile_fail
/// let sealed = promulgate::source::Sealed::new(b"text".to_vec());
/// let copy = sealed.clone();
/// ```
/// ```compile_fail
/// let sealed = promulgate::source::Sealed::new(b"text".to_vec());
/// let json = serde_json::to_string(&sealed);
/// ```
/// ```compile_fail
/// let sealed = promulgate::source::Sealed::new(b"text".to_vec());
/// let value: minijinja::Value = sealed.into();
/// ```
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Seals bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes, for the gate.
    pub fn open(&self) -> &[u8] {
        &self.0
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed")
    }
}

/// What stands at a path of the content tree.
#[derive(Debug)]
pub enum Entry {
    /// A regular file.
    File(Sealed),
    /// A regular file that is larger than [`MAX_FILE`], unread.
    TooLarge,
    /// A symlink, device, socket or the like.
    NotAFile,
}

/// The tree as found: paths from the site's root (`content/…`) with `/`, and what stands there.
#[derive(Debug, Default)]
pub struct SourceTree {
    entries: BTreeMap<Arc<str>, Entry>,
}

impl SourceTree {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn insert(&mut self, path: impl Into<Arc<str>>, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        let too_large = bytes.len() as u64 > MAX_FILE;
        let entry = if too_large { Entry::TooLarge } else { Entry::File(Sealed::new(bytes)) };
        self.entries.insert(path.into(), entry);
    }

    /// Adds a file that is not read: one that is too large, or that has no place in the tree.
    pub fn insert_unread(&mut self, path: impl Into<Arc<str>>, size: u64) {
        let entry = if size > MAX_FILE { Entry::TooLarge } else { Entry::File(Sealed::new(Vec::new())) };
        self.entries.insert(path.into(), entry);
    }

    /// Adds something that is not a file.
    pub fn insert_other(&mut self, path: impl Into<Arc<str>>) {
        self.entries.insert(path.into(), Entry::NotAFile);
    }

    /// Reads `content/` below `root`, without following a symlink.
    ///
    /// # Errors
    /// When the folder is missing or something in it cannot be read; the error names the path.
    pub fn read(root: &Path) -> Result<Self, ReadError> {
        let mut tree = Self::new();
        for found in walkdir::WalkDir::new(root.join("content")).follow_links(false).sort_by_file_name() {
            let found = found.map_err(ReadError::from_walk)?;
            if found.file_type().is_dir() {
                continue;
            }
            let relative = found.path().strip_prefix(root).unwrap_or(found.path());
            tree.entries.insert(name(relative), entry(&found)?);
        }
        Ok(tree)
    }

    /// Everything in the tree, sorted by path.
    pub fn entries(&self) -> impl Iterator<Item = (&Arc<str>, &Entry)> {
        self.entries.iter()
    }
}

fn name(path: &Path) -> Arc<str> {
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/").into()
}

fn entry(found: &walkdir::DirEntry) -> Result<Entry, ReadError> {
    let fault = |source| ReadError { path: found.path().display().to_string(), source };
    if !found.file_type().is_file() {
        return Ok(Entry::NotAFile);
    }
    let size = found.metadata().map_err(|error| fault(error.into()))?.len();
    if size > MAX_FILE {
        return Ok(Entry::TooLarge);
    }
    Ok(Entry::File(Sealed::new(std::fs::read(found.path()).map_err(fault)?)))
}

/// A file or folder that could not be read.
#[derive(Debug)]
pub struct ReadError {
    /// Which.
    pub path: String,
    /// Why.
    pub source: io::Error,
}

impl ReadError {
    fn from_walk(error: walkdir::Error) -> Self {
        let path = error.path().map(|path| path.display().to_string()).unwrap_or_default();
        Self { path, source: error.into() }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}: {}", self.path, self.source)
    }
}

impl std::error::Error for ReadError {}
