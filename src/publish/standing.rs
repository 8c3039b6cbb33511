//! Whether a folder is ours, and what stands in it.
//!
//! **Invariant.** Reads only, and never through a symbolic link.
//! **Invariant.** A folder passes only if a manifest of ours lists every file in it but what systems leave, and every folder holds
//! a listed file.

use super::folder::{kind, next, open_folder, read_file};
use super::{KEPT, MANIFEST, SIGNED};
use crate::edition::{Leaf, Ledger, OutputPath};
use crate::source::stray::is_left_by_a_system;
use rustix::fs::{Dir, FileType};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io;
use std::ops::Bound;
use std::os::fd::OwnedFd;

/// The paths that a manifest of ours lists, with its own.
#[derive(Default)]
pub(super) struct Listing(BTreeSet<String>);

impl Listing {
    /// `None` where it is not a manifest of ours.
    pub(super) fn read(manifest: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Manifest {
            generator: String,
            files: Vec<Entry>,
        }
        #[derive(Deserialize)]
        struct Entry {
            path: String,
        }
        let manifest: Manifest = serde_json::from_slice(manifest).ok()?;
        let paths = manifest.files.into_iter().map(|entry| entry.path).chain([MANIFEST.to_owned()]);
        let plain = paths.map(|path| OutputPath::new(&path).map(|_| path)).collect::<Option<_>>()?;
        (manifest.generator == "promulgate").then_some(Self(plain))
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains(path)
    }

    /// Whether a file is listed below a folder, given with its `/`.
    fn has_below(&self, folder: &str) -> bool {
        let mut from = self.0.range::<str, _>((Bound::Included(folder), Bound::Unbounded));
        from.next().is_some_and(|path| path.starts_with(folder))
    }
}

/// A folder as it was found.
pub(super) struct Standing {
    pub(super) folder: OwnedFd,
    files: usize,
    /// The sorted paths of all that is not ours: no regular file, not listed, or a folder (with `/`) with nothing listed in it.
    pub(super) strangers: Vec<String>,
    /// The sorted paths of files that systems have left.
    pub(super) strays: Vec<String>,
}

impl Standing {
    /// Looks through a folder; a strange folder in it is not looked into.
    pub(super) fn read(folder: OwnedFd) -> io::Result<Self> {
        let manifest = read_file(&folder, MANIFEST)?;
        let listing = manifest.and_then(|bytes| Listing::read(&bytes)).unwrap_or_default();
        let (mut files, mut strangers, mut strays) = (0, Vec::new(), Vec::new());
        let mut ahead = vec![String::new()];
        while let Some(prefix) = ahead.pop() {
            let mut dir = Dir::new(open_folder(&folder, prefix.strip_suffix('/').unwrap_or("."))?)?;
            while let Some(entry) = next(&mut dir)? {
                let name = entry.file_name().to_string_lossy();
                let path = format!("{prefix}{name}");
                let below = format!("{path}/");
                match kind(&dir, &entry)? {
                    FileType::RegularFile if listing.has(&path) => files += 1,
                    FileType::RegularFile if path == KEPT || SIGNED.contains(&path.as_str()) => {}
                    FileType::RegularFile if is_left_by_a_system(&name) => strays.push(path),
                    FileType::Directory if listing.has_below(&below) => ahead.push(below),
                    FileType::Directory => strangers.push(below),
                    _ => strangers.push(path),
                }
            }
        }
        strangers.sort();
        strays.sort();
        Ok(Self { folder, files, strangers, strays })
    }

    /// Whether the files are the edition's, byte for byte. One that cannot be read is not: replacing it is the cure.
    pub(super) fn holds(&self, ledger: &Ledger) -> bool {
        let is_same = |(path, leaf): (&OutputPath, &Leaf)| {
            read_file(&self.folder, path.as_str())
                .is_ok_and(|found| found.is_some_and(|bytes| Leaf::of(&bytes) == *leaf))
        };
        self.files == ledger.len() && ledger.files().all(is_same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(manifest: &str, expected: Option<&[&str]>) {
        let listing = Listing::read(manifest.as_bytes());
        let paths = listing.map(|listing| listing.0.into_iter().collect::<Vec<_>>());
        assert_eq!(paths, expected.map(|paths| paths.iter().map(ToString::to_string).collect()));
    }

    #[test]
    fn manifests_of_ours() {
        check(r#"{"generator":"promulgate","files":[]}"#, Some(&["manifest.json"]));
        check(
            r#"{"as_of":"2026-01-01","files":[{"size":1,"path":"a/b","sha256":"00"}],"generator":"promulgate"}"#,
            Some(&["a/b", "manifest.json"]),
        );
    }

    #[test]
    fn manifests_of_others() {
        check("", None);
        check(r#"{"name":"An app","icons":[]}"#, None);
        check(r#"{"generator":"another","files":[]}"#, None);
        check(r#"{"generator":"promulgate"}"#, None);
        check(r#"{"generator":"promulgate","files":["a"]}"#, None);
        for path in ["../a", "/a", "a//b", "a/", "", "a/./b", r"a\\b", "\u{fffd}"] {
            check(&format!(r#"{{"generator":"promulgate","files":[{{"path":"{path}"}}]}}"#), None);
        }
    }

    #[test]
    fn a_folder_is_listed_by_what_is_in_it() {
        let listing = Listing(["a-b", "a/c", "ab/d"].map(str::to_owned).into());
        let found = ["a/", "ab/", "a-b/", "a/c/", "b/"].map(|folder| listing.has_below(folder));
        assert_eq!(found, [true, true, false, false, false]);
    }
}
