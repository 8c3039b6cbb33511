//! A site against its manifest, and the manifest against the signed release record: a folder, or what a server answers.
//!
//! Not here: whether what is published should be (that is the gate's), and how bytes are fetched.
//!
//! **Invariant.** Nothing that is read is believed but through the key, where one is given.

use super::record::{self, ReleaseRecord, is_signed};
use crate::edition::{Ledger, OutputPath, digest};
use flate2::read::MultiGzDecoder;
use minisign::PublicKey;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reads one file of a site, so many bytes of it at most and one more where there are more; `None` where there is none.
pub type Fetch<'f> = dyn Fn(&str, u64) -> io::Result<Option<Vec<u8>>> + Sync + 'f;

const MANIFEST: &str = "manifest.json";

/// The largest release record or signature, in bytes.
const LARGEST_RECORD: u64 = 64 << 10;
/// The largest manifest.
const LARGEST_MANIFEST: u64 = 64 << 20;
/// So many differences are looked for: more say nothing new.
pub const MOST: usize = 100;

/// Reads a regular file, so many bytes of it at most and one more; `None` where there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_plain(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let is_file = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    is_file.then(read).transpose()
}

/// What a site is held against.
#[derive(Clone, Copy, Default)]
pub struct Known<'k> {
    /// The key that its record must be signed with; without it no signature is looked at.
    pub key: Option<&'k PublicKey>,
    /// A record that was seen before: an older site is an attack, or an accident.
    pub since: Option<&'k [u8]>,
    /// Now, for the record's end.
    pub now: Option<jiff::Timestamp>,
    /// The same files as they are given to those who take gzip, unpacked.
    pub packed: Option<&'k Fetch<'k>>,
}

/// What is wrong with a site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// There is no manifest of ours.
    NoManifest,
    /// There is no release record, or none of ours.
    NoRecord,
    /// The record has no signature of this key.
    NotSigned,
    /// The record is that of another manifest: files of two releases, or an old manifest.
    OtherManifest,
    /// The record ended at this time.
    Expired(String),
    /// The record is older than the one that was seen before: the versions.
    Older(u64, u64),
    /// The record has the version of the one that was seen before, or the next, but does not follow it.
    DoesNotFollow(u64),
    /// A file of the manifest is missing.
    Missing(String),
    /// A file is not the one of the manifest.
    Changed(String),
    /// A file that no manifest lists.
    Unlisted(String),
    /// A file that the content at hand does not give, or gives otherwise.
    NotRebuilt(String),
}

impl Difference {
    /// Whether nothing proves that the manifest is the site's.
    fn is_forged(&self) -> bool {
        matches!(self, Self::NoRecord | Self::NotSigned | Self::OtherManifest)
    }

    /// Whether it is of the release record, not of the files.
    pub fn is_of_record(&self) -> bool {
        self.is_forged() || matches!(self, Self::Expired(_) | Self::Older(..) | Self::DoesNotFollow(_))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoManifest => f.write_str("manifest.json: missing, or not made by promulgate"),
            Self::NoRecord => f.write_str("release.json: missing, or not made by promulgate"),
            Self::NotSigned => f.write_str("release.json: no signature by this key"),
            Self::OtherManifest => f.write_str("manifest.json: not the one of release.json"),
            Self::Expired(end) => write!(f, "release.json: ended at {end}; there should be a newer release"),
            Self::Older(found, seen) => write!(f, "release.json: version {found}, where {seen} was seen before"),
            Self::DoesNotFollow(version) => {
                write!(f, "release.json: version {version} does not follow the one seen before")
            }
            Self::Missing(path) => write!(f, "{path}: missing"),
            Self::Changed(path) => write!(f, "{path}: not the one of the manifest"),
            Self::Unlisted(path) => write!(f, "{path}: in no manifest"),
            Self::NotRebuilt(path) => write!(f, "{path}: not what the content at hand gives"),
        }
    }
}

/// A manifest as it is read back.
#[derive(Debug, Deserialize)]
pub struct Manifest {
    generator: String,
    /// The day that the site was built for.
    pub as_of: String,
    files: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    path: String,
    size: u64,
    sha256: String,
}

impl Entry {
    /// What is wrong with a file's bytes.
    fn compare(&self, bytes: Option<&[u8]>) -> Option<Difference> {
        match bytes {
            None => Some(Difference::Missing(self.path.clone())),
            Some(bytes) if bytes.len() as u64 == self.size && digest(bytes) == self.sha256 => None,
            Some(_) => Some(Difference::Changed(self.path.clone())),
        }
    }
}

impl Manifest {
    /// Whether it is one of ours: each path once, and none that climbs.
    fn is_lawful(&self) -> bool {
        let paths: BTreeSet<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        let is_plain = self.files.iter().all(|file| OutputPath::new(&file.path).is_some());
        self.generator == "promulgate" && is_plain && paths.len() == self.files.len()
    }

    /// Where these files, built anew, are not those of the manifest.
    pub fn compare(&self, ledger: &Ledger) -> Vec<Difference> {
        let mut left: BTreeMap<&str, &Entry> = self.files.iter().map(|file| (file.path.as_str(), file)).collect();
        let mut found: Vec<&str> = Vec::new();
        for (path, leaf) in ledger.files().filter(|(path, _)| path.as_str() != MANIFEST) {
            let entry = left.remove(path.as_str());
            if entry.is_none_or(|own| own.sha256 != leaf.digest.to_string()) {
                found.push(path.as_str());
            }
        }
        found.extend(left.into_keys());
        found.into_iter().map(|path| Difference::NotRebuilt(path.to_owned())).collect()
    }
}

/// What looking through a site gives.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What is wrong, sorted.
    pub differences: Vec<Difference>,
    /// The manifest, where there is one.
    pub manifest: Option<Manifest>,
    /// The record, where there is one.
    pub record: Option<ReleaseRecord>,
    /// How many files were compared.
    pub files: usize,
}

/// Looks through a site in a folder: every file in it.
///
/// # Errors
/// When a file cannot be read.
pub fn verify_folder(folder: &Path, known: &Known<'_>) -> io::Result<Verdict> {
    let mut present = Vec::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(false).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            present.push(path.to_string_lossy().into_owned());
        }
    }
    verify(&|path, most| read_plain(&folder.join(path), most), known, &[], Some(&present))
}

/// Looks through a site. `skipped` are files that a server does not give away; `present` are all files, where they can be listed.
///
/// # Errors
/// When a file cannot be read or fetched.
pub fn verify(
    fetch: &Fetch<'_>,
    known: &Known<'_>,
    skipped: &[&str],
    present: Option<&[String]>,
) -> io::Result<Verdict> {
    let mut found = Verdict::default();
    let text = fetch(MANIFEST, LARGEST_MANIFEST)?;
    let manifest: Option<Manifest> = text.as_deref().and_then(|bytes| serde_json::from_slice(bytes).ok());
    let manifest = manifest.filter(Manifest::is_lawful);
    let (Some(text), Some(manifest)) = (text, manifest) else {
        found.differences.push(Difference::NoManifest);
        return Ok(found);
    };
    let record = fetch(record::FILE, LARGEST_RECORD)?;
    if record.is_some() || known.key.is_some() || known.since.is_some() {
        found.record = record.as_deref().and_then(ReleaseRecord::read);
        let signature = if known.key.is_some() { fetch(record::SIGNATURE, LARGEST_RECORD)? } else { None };
        let bytes = record.unwrap_or_default();
        found.differences.extend(known.faults(&bytes, found.record.as_ref(), signature.as_deref(), &text));
        // What nobody has signed is not worth fetching.
        if known.key.is_some() && found.differences.iter().any(Difference::is_forged) {
            return Ok(found);
        }
    }
    let files = manifest.files.par_iter().filter(|file| !skipped.contains(&file.path.as_str()));
    let faults = AtomicUsize::new(0);
    let compared = files.map(|file| {
        if faults.load(Ordering::Relaxed) >= MOST {
            return Ok(None);
        }
        let mut found = file.compare(fetch(&file.path, file.size)?.as_deref());
        if let Some(packed) = known.packed.filter(|_| found.is_none()) {
            found = file.compare(packed(&file.path, file.size)?.as_deref());
        }
        faults.fetch_add(usize::from(found.is_some()), Ordering::Relaxed);
        Ok(found)
    });
    let compared = compared.collect::<io::Result<Vec<Option<Difference>>>>()?;
    found.files = compared.len();
    found.differences.extend(compared.into_iter().flatten());
    let own = Entry { path: MANIFEST.to_owned(), size: text.len() as u64, sha256: digest(&text) };
    let listed = manifest.files.iter().chain([&own]).map(|file| (file.path.as_str(), file)).collect();
    for path in present.into_iter().flatten() {
        if !is_known(path, &listed, fetch)? {
            found.differences.push(Difference::Unlisted(path.clone()));
        }
    }
    found.differences.sort();
    found.manifest = Some(manifest);
    Ok(found)
}

impl Known<'_> {
    /// What is wrong with a record.
    fn faults(
        &self,
        bytes: &[u8],
        record: Option<&ReleaseRecord>,
        signature: Option<&[u8]>,
        manifest: &[u8],
    ) -> Vec<Difference> {
        let Some(record) = record else { return vec![Difference::NoRecord] };
        let mut found = Vec::new();
        if self.key.is_some_and(|key| !is_signed(key, bytes, signature.unwrap_or_default())) {
            found.push(Difference::NotSigned);
        }
        if record.manifest != digest(manifest) {
            found.push(Difference::OtherManifest);
        }
        if self.now.is_some_and(|now| record.is_expired(now)) {
            found.push(Difference::Expired(record.expires.clone()));
        }
        if let Some((seen, old)) = self.since.and_then(|seen| Some((seen, ReleaseRecord::read(seen)?))) {
            let other = Difference::DoesNotFollow(record.version);
            found.extend(match record.version.checked_sub(old.version) {
                None => Some(Difference::Older(record.version, old.version)),
                Some(0) => (bytes != seen).then_some(other),
                Some(1) => (record.previous.as_deref() != Some(&digest(seen))).then_some(other),
                Some(_) => None,
            });
        }
        found
    }
}

/// Whether a file that is there may be: it is listed, the record's, or a listed one compressed.
fn is_known(path: &str, listed: &BTreeMap<&str, &Entry>, fetch: &Fetch<'_>) -> io::Result<bool> {
    const OWN: [&str; 3] = [record::FILE, record::SIGNATURE, ".gitignore"];
    if listed.contains_key(path) || OWN.contains(&path) {
        return Ok(true);
    }
    let plain = path.strip_suffix(".gz").and_then(|plain| listed.get(plain));
    let Some(plain) = plain else { return Ok(false) };
    // What gzip makes of a file is hardly longer than it.
    let most = plain.size.saturating_add(plain.size / 100 + 1024);
    let Some(bytes) = fetch(path, most)? else { return Ok(false) };
    let mut inner = Vec::new();
    let read = MultiGzDecoder::new(bytes.as_slice()).take(plain.size.saturating_add(1)).read_to_end(&mut inner);
    Ok(read.is_ok() && digest(&inner) == plain.sha256)
}
