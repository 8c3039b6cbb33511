//! Releases: whole editions side by side, and a link that says which of them is the site.
//!
//! ```text
//! DIR/current -> releases/000012-0123456789ab     what a web server serves
//! DIR/releases/000012-0123456789ab/               a release: the edition, its signed record, and files by gzip
//! DIR/records/000012-0123456789ab.json            what it was made of; not served
//! DIR/hook.json, DIR/nginx.conf                   how it is published; not served
//! ```
//!
//! **Invariant.** `current` is changed by one rename, to a release that was read back and is whole.
//! **Invariant.** Whoever makes, changes to or removes a release holds the lock.

use super::compress::compressed;
use super::record::{self, Key, KeyError, ReleaseRecord};
use crate::edition::{Edition, digest};
use crate::publish::{self, PublishError};
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Why a release cannot be made or found.
#[derive(Debug)]
pub enum ReleaseError {
    /// The disk or a permission: what could not be done, and why.
    World(String, io::Error),
    /// The edition could not be written.
    Publish(PublishError),
    /// What was written is not what was to be written: the path.
    Torn(String),
    /// The record cannot be signed.
    Key(KeyError),
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::World(what, error) => write!(f, "cannot {what}: {error}"),
            Self::Publish(error) => error.fmt(f),
            Self::Torn(path) => write!(f, "{path} was not written as it should be; the site is as it was"),
            Self::Key(error) => write!(f, "the release record cannot be signed: {error}"),
        }
    }
}

impl std::error::Error for ReleaseError {}

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
    /// The newest commit that it is made of.
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

/// The folder of all releases, locked.
pub struct Releases {
    folder: PathBuf,
    _lock: File,
}

impl Releases {
    /// Locks the releases of a folder, which is made where it is missing; waits for whoever is at work there.
    ///
    /// # Errors
    /// When the folder cannot be made or locked.
    pub fn open(folder: &Path) -> Result<Self, ReleaseError> {
        for own in [folder.to_owned(), folder.join("releases"), folder.join("records")] {
            #[expect(clippy::disallowed_methods, reason = "releases have a folder of their own")]
            fs::create_dir_all(&own).map_err(world("make the folder", &own))?;
        }
        let lock = File::open(folder).map_err(world("open", folder))?;
        rustix::io::retry_on_intr(|| flock(&lock, FlockOperation::LockExclusive))
            .map_err(|error| world("lock", folder)(error.into()))?;
        let releases = Self { folder: folder.to_owned(), _lock: lock };
        releases.tidy()?;
        Ok(releases)
    }

    /// Removes what a publisher that died has left: what has no record, and is not the site.
    fn tidy(&self) -> Result<(), ReleaseError> {
        let site = fs::read_link(self.folder.join("current")).ok();
        for name in self.names("releases")? {
            let own = Path::new("releases").join(&name);
            if self.record(&name)?.is_none() && site.as_ref() != Some(&own) {
                let path = self.folder.join(own);
                fs::remove_dir_all(&path).map_err(world("remove", &path))?;
            }
        }
        Ok(())
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, ReleaseError> {
        let path = self.folder.join(folder);
        let entries = fs::read_dir(&path).map_err(world("read", &path))?;
        let mut names = entries
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<String>>>()
            .map_err(world("read", &path))?;
        names.sort_unstable();
        Ok(names)
    }

    /// The record of a release; `None` where there is none, which is not the same as one that cannot be read.
    fn record(&self, id: &str) -> Result<Option<Record>, ReleaseError> {
        let path = self.record_path(id);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| world("read", &path)(error.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(world("read", &path)(error)),
        }
    }

    fn record_path(&self, id: &str) -> PathBuf {
        self.folder.join("records").join(format!("{id}.json"))
    }

    /// The releases that are kept, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Record>, ReleaseError> {
        self.names("releases")?.iter().filter_map(|id| self.record(id).transpose()).collect()
    }

    /// The release that is the site.
    ///
    /// # Errors
    /// When its record cannot be read.
    pub fn current(&self) -> Result<Option<Record>, ReleaseError> {
        let target = fs::read_link(self.folder.join("current")).ok();
        let id = target.as_deref().and_then(|target| target.file_name()?.to_str());
        id.map_or(Ok(None), |id| self.record(id))
    }

    /// Makes an edition the site; `None` where the site is this edition already. Without `signing` it has no release record. Those of
    /// the last `keep` commits stay.
    ///
    /// # Errors
    /// When it cannot be written whole; the site is as it was then.
    pub fn publish(
        &self,
        edition: &Edition,
        origin: &Origin<'_>,
        signing: Option<Signing<'_>>,
        keep: usize,
    ) -> Result<Option<Record>, ReleaseError> {
        let manifest = edition.file("manifest.json").unwrap_or_default();
        if let Some(current) = self.current()?.filter(|current| current.manifest == digest(manifest)) {
            let (commit, instead_of) = (origin.commit.to_owned(), origin.instead_of.map(str::to_owned));
            self.write_record(&Record { commit, instead_of, ..current })?;
            return Ok(None);
        }
        let last = self.list()?.pop();
        let version = last.as_ref().map_or(1, |last| last.version + 1);
        let id = format!("{version:06}-{}", &digest(manifest)[..12]);
        let path = self.folder.join("releases").join(&id);
        let mut beside = compressed(edition);
        if let Some(signing) = signing {
            beside.extend(self.signed(last.as_ref(), manifest, origin.made, signing)?);
        }
        publish::publish(edition, &path, || {}).map_err(ReleaseError::Publish)?;
        publish::add(&path, &beside).map_err(ReleaseError::Publish)?;
        let is_whole = |own: &str, bytes: &[u8]| fs::read(path.join(own)).is_ok_and(|written| written == bytes);
        let files = edition.files().map(|(own, bytes)| (own.as_str(), bytes));
        let mut all = files.chain(beside.iter().map(|(own, bytes)| (own.as_str(), bytes.as_slice())));
        if let Some((torn, _)) = all.find(|(own, bytes)| !is_whole(own, bytes)) {
            return Err(ReleaseError::Torn(torn.to_owned()));
        }
        let record = Record {
            id,
            version,
            commit: origin.commit.to_owned(),
            instead_of: origin.instead_of.map(str::to_owned),
            as_of: origin.as_of.to_owned(),
            made: origin.made.to_string(),
            manifest: digest(manifest),
        };
        self.write_record(&record)?;
        self.switch(&record.id)?;
        self.prune(keep)?;
        Ok(Some(record))
    }

    /// The signed release record of a manifest, which follows the last release.
    fn signed(
        &self,
        last: Option<&Record>,
        manifest: &[u8],
        made: jiff::Timestamp,
        Signing { key, days }: Signing<'_>,
    ) -> Result<[(String, Vec<u8>); 2], ReleaseError> {
        let previous =
            last.and_then(|last| fs::read(self.folder.join("releases").join(&last.id).join(record::FILE)).ok());
        let mut own = ReleaseRecord::following(previous.as_deref(), manifest, made, days);
        own.version = own.version.max(last.map_or(1, |last| last.version + 1));
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
        let is_old = |record: &&Record| !(commits.len() < keep.max(1) && commits.insert(record.commit.clone()));
        let old = all.iter().rev().filter(is_old).filter(|record| Some(*record) != current.as_ref());
        for record in old {
            let path = self.folder.join("releases").join(&record.id);
            // Without its record it is nothing, should this end here.
            fs::remove_file(self.record_path(&record.id)).map_err(world("remove the record of", &path))?;
            fs::remove_dir_all(&path).map_err(world("remove", &path))?;
        }
        Ok(())
    }
}
