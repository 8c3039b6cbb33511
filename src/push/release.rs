//! Releases: whole editions side by side, and a link that says which of them is the site.
//!
//! ```text
//! DIR/current -> releases/000012-0123456789ab     what a web server serves
//! DIR/releases/000012-0123456789ab/               a release: the edition, its signed record, and files by gzip
//! DIR/records/000012-0123456789ab.json            what it was made of; not served
//! DIR/accepted                                    the commits that may become one; not served
//! DIR/hook.json, DIR/nginx.conf                   how it is published; not served
//! ```
//!
//! **Invariant.** `current` is changed by one rename, to a release that was read back and is whole.
//! **Invariant.** Whoever makes, changes to or removes a release holds the lock.
//! **Invariant.** No version is given twice, whatever records are lost: the releases themselves say theirs. What is no release is let be.

use super::compress::compressed;
use super::record::{self, Key, KeyError, ReleaseRecord};
use super::verify::{Known, Manifest, verify_folder};
use crate::edition::{Leaf, Ledger, OutputPath, Sink, digest};
use crate::publish::{Candidate, PublishError};
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Why a release cannot be made or found.
#[derive(Debug)]
pub enum ReleaseError {
    /// The disk or a permission: what could not be done, and why.
    World(String, io::Error),
    /// The edition could not be written.
    Publish(PublishError),
    /// What was written is not what was to be written: the release.
    Torn(String),
    /// The record cannot be signed.
    Key(KeyError),
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::World(what, error) => write!(f, "cannot {what}: {error}"),
            Self::Publish(error) => error.fmt(f),
            Self::Torn(path) => write!(f, "release {path} was not written as it should be; the site is as it was"),
            Self::Key(error) => write!(f, "the release record cannot be signed: {error}"),
        }
    }
}

impl std::error::Error for ReleaseError {}

/// The beginning of the name of a file that only tries whether there can be one.
const PROBE: &str = ".probe-";

/// Whether a name below the releases is that of what a publisher that died has left: `.000012-0123456789ab.promulgate-new`.
fn is_half_made(name: &str) -> bool {
    let candidate = name.strip_prefix('.').and_then(|name| name.strip_suffix(".promulgate-new"));
    name.starts_with(PROBE) || candidate.is_some_and(|name| version_of(name).is_some())
}

/// Makes a folder that all can look into, whatever the umask; one that is there is let be.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    #[expect(clippy::disallowed_methods, reason = "releases have a folder of their own")]
    fs::create_dir_all(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

fn world(what: &str, path: &Path) -> impl FnOnce(io::Error) -> ReleaseError {
    let what = format!("{what} {}", path.display());
    move |error| ReleaseError::World(what, error)
}

/// What a release was made of; for maintainers, never served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its name: the version, and the beginning of the manifest's digest.
    pub id: String,
    /// The first release is 1; each has one more than the one before.
    pub version: u64,
    /// The newest commit that it is made of; empty where the record was lost, and made again of what the release says.
    pub commit: String,
    /// After a rollback: the commit that the branch held, which this release stands for until the next push.
    pub instead_of: Option<String>,
    /// The day that it is made for, `YYYY-MM-DD`.
    pub as_of: String,
    /// When it was made, RFC 3339.
    pub made: String,
    /// The SHA-256 of its `manifest.json`.
    pub manifest: String,
}

/// What a release is made of.
pub struct Origin<'o> {
    /// The commit.
    pub commit: &'o str,
    /// In a rollback, the commit that the branch holds.
    pub instead_of: Option<&'o str>,
    /// The day, `YYYY-MM-DD`.
    pub as_of: &'o str,
    /// Now.
    pub made: jiff::Timestamp,
}

/// How a release record is signed.
#[derive(Clone, Copy)]
pub struct Signing<'s> {
    /// With this key.
    pub key: &'s Key,
    /// For so many days.
    pub days: u16,
}

/// The folder of all releases; locked, where it is to be changed.
pub struct Releases {
    folder: PathBuf,
    _lock: Option<File>,
}

/// The version in the name of a release: `000012-0123456789ab`.
fn version_of(name: &str) -> Option<u64> {
    let (version, digest) = name.split_once('-')?;
    let is_digest = digest.len() == 12 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = version.len() >= 6 && version.bytes().all(|byte| byte.is_ascii_digit());
    if is_digest && is_number { version.parse().ok() } else { None }
}

/// What stands for the digest in the name of a release whose manifest is not written yet.
const UNNAMED: &str = "000000000000";

/// A release that is being written: the files of an edition, and the same by gzip.
pub struct Begun<'r> {
    releases: &'r Releases,
    version: u64,
    candidate: Candidate,
    manifest: Mutex<Vec<u8>>,
}

impl Sink for Begun<'_> {
    fn put(&self, path: &OutputPath, bytes: Vec<u8>, leaf: &Leaf) {
        if let Some(packed) = compressed(path.as_str(), &bytes) {
            self.candidate.put_beside(&format!("{path}.gz"), &packed);
        }
        if path.as_str() == "manifest.json" {
            self.manifest.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&bytes);
        }
        self.candidate.put(path, bytes, leaf);
    }
}

impl Begun<'_> {
    /// Makes the edition the site; `None` where the site is this edition already. Without `signing` it has no release record. Those
    /// of the last `keep` commits stay.
    ///
    /// # Errors
    /// When it cannot be written whole; the site is as it was then.
    pub fn finish(
        self,
        ledger: &Ledger,
        origin: &Origin<'_>,
        signing: Option<Signing<'_>>,
        keep: usize,
    ) -> Result<Option<Record>, ReleaseError> {
        let Self { releases, version, candidate, manifest } = self;
        let manifest = manifest.into_inner().unwrap_or_else(PoisonError::into_inner);
        let key = signing.map(|signing| signing.key);
        let is_this = |current: &Record| current.manifest == digest(&manifest) && releases.is_whole(current, key);
        let (commit, instead_of) = (origin.commit.to_owned(), origin.instead_of.map(str::to_owned));
        if let Some(current) = releases.current()?.filter(is_this) {
            releases.write_record(&Record { commit, instead_of, ..current })?;
            return Ok(None);
        }
        if let Some(signing) = signing {
            let last = releases.list()?.pop();
            for (path, bytes) in releases.signed(last.as_ref(), version, &manifest, origin.made, signing)? {
                candidate.put_beside(&path, &bytes);
            }
        }
        let id = format!("{version:06}-{}", &digest(&manifest)[..12]);
        candidate.publish_as(&id, ledger).map_err(ReleaseError::Publish)?;
        let record = Record {
            id,
            version,
            commit,
            instead_of,
            as_of: origin.as_of.to_owned(),
            made: origin.made.to_string(),
            manifest: digest(&manifest),
        };
        if !releases.is_whole(&record, key) {
            return Err(ReleaseError::Torn(record.id));
        }
        releases.write_record(&record)?;
        releases.switch(&record.id)?;
        releases.prune(keep)?;
        Ok(Some(record))
    }
}

impl Releases {
    /// Locks the releases of a folder, which is made where it is missing; waits for whoever is at work there.
    ///
    /// # Errors
    /// When the folder cannot be made or locked.
    pub fn open(folder: &Path) -> Result<Self, ReleaseError> {
        for own in [folder.to_owned(), folder.join("releases"), folder.join("records")] {
            make(&own).map_err(world("make the folder", &own))?;
        }
        let lock = File::open(folder).map_err(world("open", folder))?;
        rustix::io::retry_on_intr(|| flock(&lock, FlockOperation::LockExclusive))
            .map_err(|error| world("lock", folder)(error.into()))?;
        let releases = Self { folder: folder.to_owned(), _lock: Some(lock) };
        releases.tidy()?;
        Ok(releases)
    }

    /// The releases of a folder, to be looked at.
    pub fn read(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), _lock: None }
    }

    /// Removes what a publisher that died has left: what has no record, and was never the site.
    fn tidy(&self) -> Result<(), ReleaseError> {
        for name in self.all_names()?.iter().filter(|name| is_half_made(name)) {
            let path = self.folder.join("releases").join(name);
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(world("remove", &path))?;
        }
        let site = self.site().as_deref().and_then(version_of);
        for name in self.names()? {
            let has_record = self.record_path(&name).exists();
            let path = self.folder.join("releases").join(&name);
            let was_site = match site {
                Some(site) => version_of(&name).is_some_and(|version| version <= site),
                None => path.join(record::FILE).exists(),
            };
            if !has_record && !was_site {
                fs::remove_dir_all(&path).map_err(world("remove", &path))?;
            }
        }
        Ok(())
    }

    /// The name of the release that is the site.
    fn site(&self) -> Option<String> {
        Some(fs::read_link(self.folder.join("current")).ok()?.file_name()?.to_str()?.to_owned())
    }

    /// The names of the releases; what else is in the folder is somebody else's.
    fn names(&self) -> Result<Vec<String>, ReleaseError> {
        let mut names = self.all_names()?;
        names.retain(|name| version_of(name).is_some());
        names.sort_unstable_by_key(|name| (version_of(name), name.clone()));
        Ok(names)
    }

    fn all_names(&self) -> Result<Vec<String>, ReleaseError> {
        let path = self.folder.join("releases");
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(world("read", &path))?,
        };
        let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
        names.collect::<io::Result<_>>().map_err(world("read", &path))
    }

    /// The record of a release. One that is lost or cannot be read is made of what the release says of itself; `None` where that is
    /// nothing.
    fn record(&self, id: &str) -> Result<Option<Record>, ReleaseError> {
        let path = self.record_path(id);
        match fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok().or_else(|| self.told(id))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(self.told(id)),
            Err(error) => Err(world("read", &path)(error)),
        }
    }

    /// What a release says of itself.
    fn told(&self, id: &str) -> Option<Record> {
        let folder = self.folder.join("releases").join(id);
        let manifest = fs::read(folder.join("manifest.json")).ok()?;
        let as_of = serde_json::from_slice::<Manifest>(&manifest).ok()?.as_of;
        let signed = fs::read(folder.join(record::FILE)).ok().and_then(|bytes| ReleaseRecord::read(&bytes));
        let (id, version, commit, instead_of) = (id.to_owned(), version_of(id)?, String::new(), None);
        let made = signed.map_or_else(String::new, |signed| signed.published);
        Some(Record { id, version, commit, instead_of, as_of, made, manifest: digest(&manifest) })
    }

    /// Whether a release is as it was written: each file of its manifest, those by gzip, its record, signed with `key`, and nothing else.
    pub fn is_whole(&self, release: &Record, key: Option<&Key>) -> bool {
        let folder = self.folder.join("releases").join(&release.id);
        let known = Known { key: key.map(Key::public), ..Known::default() };
        let found = verify_folder(&folder, &known);
        let manifest = fs::read(folder.join("manifest.json")).unwrap_or_default();
        found.is_ok_and(|found| found.differences.is_empty()) && digest(&manifest) == release.manifest
    }

    fn record_path(&self, id: &str) -> PathBuf {
        self.folder.join("records").join(format!("{id}.json"))
    }

    /// The releases that are kept, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Record>, ReleaseError> {
        self.names()?.iter().filter_map(|id| self.record(id).transpose()).collect()
    }

    /// The release that is the site.
    ///
    /// # Errors
    /// When its record cannot be read.
    pub fn current(&self) -> Result<Option<Record>, ReleaseError> {
        self.site().map_or(Ok(None), |id| self.record(&id))
    }

    /// The names of the releases whose records are lost or damaged.
    pub fn without_record(&self) -> Vec<String> {
        let is_read = |name: &String| {
            let bytes = fs::read(self.record_path(name)).ok();
            bytes.is_some_and(|bytes| serde_json::from_slice::<Record>(&bytes).is_ok())
        };
        self.names().unwrap_or_default().into_iter().filter(|name| !is_read(name)).collect()
    }

    /// Whether the signed record of a release has come to its end.
    pub fn is_expired(&self, release: &Record, now: jiff::Timestamp) -> bool {
        let signed = fs::read(self.folder.join("releases").join(&release.id).join(record::FILE)).ok();
        signed.and_then(|bytes| ReleaseRecord::read(&bytes)).is_some_and(|signed| signed.is_expired(now))
    }

    /// Tries what publishing needs, and leaves nothing.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn probe(&self) -> Result<(), ReleaseError> {
        for folder in ["", "releases", "records"] {
            let own = self.folder.join(folder);
            make(&own).map_err(world("make the folder", &own))?;
            let path = self.folder.join(folder).join(format!("{PROBE}{}", std::process::id()));
            let written = File::create(&path).and_then(|mut file| {
                io::Write::write_all(&mut file, &[0; 4096])?;
                file.sync_all()
            });
            // Whoever publishes meanwhile may have removed it.
            let _ = fs::remove_file(&path);
            written.map_err(world("write in", &self.folder.join(folder)))?;
        }
        Ok(())
    }

    /// Begins a release: the edition is printed into it.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn begin(&self) -> Result<Begun<'_>, ReleaseError> {
        let version = self.next_version()?;
        let folder = self.folder.join("releases").join(format!("{version:06}-{UNNAMED}"));
        let candidate = Candidate::open(&folder, || {}).map_err(ReleaseError::Publish)?;
        Ok(Begun { releases: self, version, candidate, manifest: Mutex::default() })
    }

    /// A version that no release has, nor had as far as names, records and signed records tell.
    fn next_version(&self) -> Result<u64, ReleaseError> {
        let signed = fs::read(self.folder.join("current").join(record::FILE)).ok();
        let signed = signed.and_then(|bytes| ReleaseRecord::read(&bytes)).map_or(0, |signed| signed.version);
        let records = fs::read_dir(self.folder.join("records")).into_iter().flatten().flatten();
        let records = records.filter_map(|entry| version_of(entry.file_name().to_str()?.strip_suffix(".json")?));
        let names = self.names()?.into_iter().filter_map(|name| version_of(&name));
        Ok(names.chain(records).max().unwrap_or(0).max(signed) + 1)
    }

    /// The signed release record of a manifest, which follows the last release.
    fn signed(
        &self,
        last: Option<&Record>,
        version: u64,
        manifest: &[u8],
        made: jiff::Timestamp,
        Signing { key, days }: Signing<'_>,
    ) -> Result<[(String, Vec<u8>); 2], ReleaseError> {
        let previous =
            last.and_then(|last| fs::read(self.folder.join("releases").join(&last.id).join(record::FILE)).ok());
        let mut own = ReleaseRecord::following(previous.as_deref(), manifest, made, days);
        own.version = own.version.max(version);
        let own = own.bytes();
        let signature = key.sign(&own).map_err(ReleaseError::Key)?;
        Ok([(record::FILE.to_owned(), own), (record::SIGNATURE.to_owned(), signature.into_bytes())])
    }

    fn write_record(&self, record: &Record) -> Result<(), ReleaseError> {
        let path = self.record_path(&record.id);
        let new = path.with_extension("new");
        let json = serde_json::to_vec_pretty(record).expect("strings and numbers become JSON");
        let written = File::create(&new).and_then(|mut file| {
            io::Write::write_all(&mut file, &json)?;
            file.sync_all()
        });
        let renamed = written.and_then(|()| fs::rename(&new, &path));
        let synced = renamed.and_then(|()| File::open(self.folder.join("records"))?.sync_all());
        synced.map_err(world("write", &path))
    }

    /// Makes a release the site.
    fn switch(&self, id: &str) -> Result<(), ReleaseError> {
        let (new, current) = (self.folder.join(".current-new"), self.folder.join("current"));
        let _ = fs::remove_file(&new);
        std::os::unix::fs::symlink(Path::new("releases").join(id), &new).map_err(world("make the link", &new))?;
        fs::rename(&new, &current).map_err(world("change the link", &current))?;
        let synced = File::open(&self.folder).and_then(|folder| folder.sync_all());
        synced.map_err(world("sync", &self.folder))
    }

    /// Keeps the newest release of each of the newest commits, and the current one: each day has a release of its own.
    fn prune(&self, keep: usize) -> Result<(), ReleaseError> {
        let (all, current) = (self.list()?, self.current()?);
        let mut commits = BTreeSet::new();
        let key = |record: &Record| if record.commit.is_empty() { record.id.clone() } else { record.commit.clone() };
        let is_old = |record: &&Record| !(commits.len() < keep.max(1) && commits.insert(key(record)));
        let old = all.iter().rev().filter(is_old).filter(|record| Some(*record) != current.as_ref());
        for record in old {
            let path = self.folder.join("releases").join(&record.id);
            // Without its record it is nothing, should this end here.
            match fs::remove_file(self.record_path(&record.id)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(world("remove the record of", &path)(error));
                }
                _ => {}
            }
            fs::remove_dir_all(&path).map_err(world("remove", &path))?;
        }
        Ok(())
    }
}
