//! Puts an edition in the place of the output folder, in one step.
//!
//! The edition is written to a folder beside the output, synced, and exchanged for it by one `renameat2`. A build that dies leaves
//! that folder, and the next one removes it. Not here: what an edition holds, and what its manifest says beyond the paths.
//!
//! **Invariant.** Whoever opens the output folder finds the old edition or the new one; once there, the output is missing at no moment.
//! **Invariant.** Nothing is removed that no manifest of ours lists, save below the temporary name, which is ours, and what systems leave.
//! **Invariant.** Every change is made relative to the descriptor of the locked parent, or of a folder opened from it.
//! **Invariant.** What is published is what the next build takes for ours.

mod error;
mod folder;
mod standing;

pub use error::{PublishError, some_of};

use crate::edition::{BESIDE, Digest, Edition, Leaf, Ledger, OutputPath, Sink};
use error::refused;
use folder::{FOLDER, make_folder, open_folder, read_file, remove_folder, write_file, write_parts};
use rustix::fs::{CWD, FlockOperation, Mode, OFlags, RenameFlags, fchmod, flock, fsync, openat, renameat_with, syncfs};
use rustix::io::{Errno, retry_on_intr};
use standing::{Listing, Standing};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const MANIFEST: &str = "manifest.json";
/// What `sign` puts beside the manifest: with another edition it is void.
const SIGNED: [&str; 2] = [BESIDE[1], BESIDE[2]];
/// Kept from edition to edition: it is how a repository ignores the output folder.
const KEPT: &str = BESIDE[0];
const SUFFIX: &str = ".promulgate-new";

/// Nobody else looks into a candidate before it is whole (B11).
const CANDIDATE_MODE: Mode = Mode::from_raw_mode(0o700);
const FOLDER_MODE: Mode = Mode::from_raw_mode(0o755);

/// An edition that is being written beside the output, to take its place.
///
/// Its files come one by one and by many threads. Dropped before it is published, it is removed.
pub struct Candidate {
    place: Destination,
    standing: Option<Standing>,
    /// None where it could not be made: an edition that stands there already needs none.
    folder: Option<OwnedFd>,
    /// The folders that are there.
    folders: Mutex<BTreeSet<String>>,
    manifest: Mutex<Option<Listing>>,
    /// Why a file could not be written: the first one.
    failed: Mutex<Option<PublishError>>,
    /// What bears the temporary name is the edition before, and not this one.
    is_exchanged: bool,
}

impl Candidate {
    /// Makes room beside `output` for an edition.
    ///
    /// `waiting` is called once if another build is at work there, before waiting for it.
    ///
    /// # Errors
    /// When the output is no place for an edition, or holds what is not ours; nothing is changed then.
    pub fn open(output: &Path, waiting: impl FnOnce()) -> Result<Self, PublishError> {
        let place = Destination::of(output)?;
        place.lock(waiting)?;
        let standing = place.survey(&place.output)?;
        place.clear()?;
        let made = make_folder(&place.parent, name(&place.candidate), CANDIDATE_MODE);
        let (folder, failed) = match made.map_err(refused("create", &place.candidate)) {
            Ok(folder) => (Some(folder), None),
            Err(error) => (None, Some(error)),
        };
        let (folders, manifest) = Default::default();
        Ok(Self { place, standing, folder, folders, manifest, failed: Mutex::new(failed), is_exchanged: false })
    }

    /// Writes a file that stands beside the edition.
    pub fn put_beside(&self, path: &str, bytes: &[u8]) {
        self.write(path, |folder| write_file(folder, path, bytes, Digest::of(bytes)));
    }

    /// Puts the edition in the place of the output, in one step.
    ///
    /// After an error, the output is as it was; only where undoing the exchange fails too, it is the new edition, and the old one lies
    /// whole under the temporary name.
    ///
    /// # Errors
    /// When a file could not be written, or the folder cannot be exchanged.
    pub fn publish(mut self, ledger: &Ledger) -> Result<Outcome, PublishError> {
        self.check(ledger)?;
        let unchanged = self.standing.as_ref().is_some_and(|standing| standing.holds(ledger));
        if let Some(error) = locked(&self.failed).take().filter(|_| !unchanged) {
            return Err(error);
        }
        let left_over = if unchanged { None } else { self.replace()? };
        let bytes = ledger.files().map(|(_, leaf)| leaf.size).sum();
        let strays = self.standing.as_ref().map(|standing| standing.strays.clone());
        let swallowed = strays.filter(|_| !unchanged).unwrap_or_default();
        Ok(Outcome { files: ledger.len(), bytes, unchanged, swallowed, left_over })
    }

    /// Publishes it under another name beside the output that it was opened for; nothing has stood there.
    ///
    /// # Errors
    /// As [`Self::publish`].
    pub fn publish_as(mut self, name: &str, ledger: &Ledger) -> Result<Outcome, PublishError> {
        self.place.output.set_file_name(name);
        self.publish(ledger)
    }

    fn check(&self, ledger: &Ledger) -> Result<(), PublishError> {
        let manifest = locked(&self.manifest);
        let listing = manifest.as_ref().ok_or(PublishError::NoManifest)?;
        match ledger.paths().find(|path| !listing.has(path)) {
            Some(path) => Err(PublishError::Unlisted(path.to_owned())),
            None => Ok(()),
        }
    }

    /// Paths of several names are safe to follow here: the folder is new, and open to this user only.
    fn write(&self, path: &str, write: impl FnOnce(&OwnedFd) -> io::Result<()>) {
        let Some(folder) = self.folder.as_ref().filter(|_| locked(&self.failed).is_none()) else { return };
        let at = |path: &str| self.place.candidate.join(path);
        let written = self.make_folders(folder, path).map_err(|(above, error)| refused("create", &at(above))(error));
        let written = written.and_then(|()| write(folder).map_err(refused("write", &at(path))));
        if let Err(error) = written {
            locked(&self.failed).get_or_insert(error);
        }
    }

    /// Makes the folders that a path needs, each after the one that it is in.
    fn make_folders<'p>(&self, candidate: &OwnedFd, path: &'p str) -> Result<(), (&'p str, io::Error)> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(()) };
        let mut there = locked(&self.folders);
        if there.contains(parent) {
            return Ok(());
        }
        for (at, _) in path.match_indices('/') {
            let folder = &path[..at];
            if !there.contains(folder) {
                make_folder(candidate, folder, FOLDER_MODE).map_err(|error| (folder, error))?;
                there.insert(folder.to_owned());
            }
        }
        Ok(())
    }

    /// Gives the old folder's path where it could not be removed.
    fn replace(&mut self) -> Result<Option<PathBuf>, PublishError> {
        self.close()?;
        self.place.rename(self.standing.as_ref(), &self.place.candidate, &self.place.output)?;
        self.is_exchanged = true;
        let (place, standing) = (&self.place, self.standing.as_ref());
        if let Err(error) = place.settle(standing) {
            let back = place.rename(standing, &place.output, &place.candidate);
            // Where that fails too, it is the old folder that bears the temporary name.
            let _ = back.and_then(|()| place.clear());
            return Err(error);
        }
        Ok(place.clear().is_err().then(|| place.candidate.clone()))
    }

    /// Makes the candidate whole, on the disk, and open to all.
    fn close(&self) -> Result<(), PublishError> {
        let (path, Some(folder)) = (&self.place.candidate, &self.folder) else { return Ok(()) };
        if let Some(standing) = &self.standing {
            carry_over(&standing.folder, folder).map_err(refused("carry over", &path.join(KEPT)))?;
        }
        fchmod(folder, FOLDER_MODE).map_err(refused("open to others", path))?;
        syncfs(folder).map_err(refused("sync", path))
    }
}

impl Sink for Candidate {
    fn put(&self, path: &OutputPath, bytes: Vec<u8>, leaf: &Leaf) {
        self.write(path.as_str(), |folder| write_file(folder, path.as_str(), &bytes, leaf.digest));
        if path.as_str() == MANIFEST {
            *locked(&self.manifest) = Listing::read(&bytes);
        }
    }

    fn put_parts(&self, path: &OutputPath, parts: &mut dyn Iterator<Item = Vec<u8>>) -> Leaf {
        let mut known = None;
        self.write(path.as_str(), |folder| {
            let (leaf, written) = write_parts(folder, path.as_str(), parts);
            known = Some(leaf);
            written
        });
        known.unwrap_or_else(|| Leaf::of_parts(parts, |_| {}))
    }
}

impl Drop for Candidate {
    /// What was not published is removed; whoever cannot, leaves it to the next build.
    fn drop(&mut self) {
        if !self.is_exchanged {
            let _ = self.place.clear();
        }
    }
}

/// No thread panics while it holds one of these.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Replaces the folder `output` by the files of an edition that is in memory.
///
/// # Errors
/// As [`Candidate::open`] and [`Candidate::publish`].
pub fn publish(edition: &Edition, output: &Path, waiting: impl FnOnce()) -> Result<Outcome, PublishError> {
    let candidate = Candidate::open(output, waiting)?;
    let mut ledger = Ledger::default();
    for (path, bytes) in edition.files() {
        let leaf = Leaf::of(bytes);
        candidate.put(path, bytes.to_vec(), &leaf);
        ledger.insert(path.clone(), leaf).expect("it has a place in the edition");
    }
    candidate.publish(&ledger)
}

/// What was published.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The number of files of the edition.
    pub files: usize,
    /// Their sizes together, in bytes.
    pub bytes: u64,
    /// Whether the output held exactly these files before, and was let be.
    pub unchanged: bool,
    /// What systems had left in the output (`.DS_Store` and the like), gone with the edition before; sorted.
    pub swallowed: Vec<String>,
    /// Where the replaced edition still lies, if it could not be removed; the next build tries again before anything else.
    pub left_over: Option<PathBuf>,
}

/// Where an edition goes: the output, and the candidate's temporary name beside it.
struct Destination {
    parent: OwnedFd,
    output: PathBuf,
    candidate: PathBuf,
}

impl Destination {
    fn of(output: &Path) -> Result<Self, PublishError> {
        let name = output.file_name().filter(|name| !name.as_bytes().ends_with(SUFFIX.as_bytes()));
        let name = name.ok_or_else(|| PublishError::NotAPlace(output.to_owned()))?;
        let beside = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let follow = FOLDER.difference(OFlags::NOFOLLOW);
        let parent = openat(CWD, beside, follow, Mode::empty()).map_err(refused("open the folder", beside))?;
        let mut candidate = OsString::from(".");
        candidate.push(name);
        candidate.push(SUFFIX);
        Ok(Self { parent, output: beside.join(name), candidate: beside.join(candidate) })
    }

    /// The lock is on the parent itself: no file to leave behind, and the kernel frees it when a build dies.
    fn lock(&self, waiting: impl FnOnce()) -> Result<(), PublishError> {
        let locked = match flock(&self.parent, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) => {
                waiting();
                retry_on_intr(|| flock(&self.parent, FlockOperation::LockExclusive))
            }
            at_once => at_once,
        };
        locked.map_err(refused("lock the folder of", &self.output))
    }

    /// What stands at `path`, the output's or, after the exchange, the candidate's; an error where it is not ours.
    fn survey(&self, path: &Path) -> Result<Option<Standing>, PublishError> {
        let Some(folder) = self.open(path)? else {
            return Ok(None);
        };
        let standing = Standing::read(folder).map_err(refused("read", path))?;
        match standing.strangers.is_empty() {
            true => Ok(Some(standing)),
            false => Err(PublishError::Foreign(self.output.clone(), standing.strangers)),
        }
    }

    fn open(&self, path: &Path) -> Result<Option<OwnedFd>, PublishError> {
        match open_folder(&self.parent, name(path)) {
            Ok(folder) => Ok(Some(folder)),
            Err(Errno::NOENT) => Ok(None),
            Err(Errno::NOTDIR | Errno::LOOP) => Err(PublishError::NotAFolder(path.to_owned())),
            Err(error) => Err(refused("open the folder", path)(error)),
        }
    }

    /// Removes what bears the temporary name.
    fn clear(&self) -> Result<(), PublishError> {
        let Some(folder) = self.open(&self.candidate)? else {
            return Ok(());
        };
        remove_folder(&self.parent, name(&self.candidate), folder).map_err(refused("remove", &self.candidate))
    }

    /// Without an old folder a plain rename will do: it replaces no file, and no folder with anything in it.
    fn rename(&self, standing: Option<&Standing>, from: &Path, to: &Path) -> Result<(), PublishError> {
        let flags = standing.map_or(RenameFlags::empty(), |_| RenameFlags::EXCHANGE);
        let renamed = renameat_with(&self.parent, name(from), &self.parent, name(to), flags);
        renamed.map_err(|error| match error {
            Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::XDEV | Errno::BUSY => {
                PublishError::NoExchange(self.output.clone(), error.into())
            }
            other => refused("replace", &self.output)(other),
        })
    }

    /// The old folder is looked at once more, now that nobody opens it by the output's name.
    fn settle(&self, standing: Option<&Standing>) -> Result<(), PublishError> {
        if standing.is_some() {
            self.survey(&self.candidate)?;
        }
        fsync(&self.parent).map_err(refused("sync the folder of", &self.output))
    }
}

/// The last name of a path that `Destination::of` has made, as its parent's descriptor knows it.
fn name(path: &Path) -> &OsStr {
    path.file_name().unwrap_or(path.as_os_str())
}

fn carry_over(old: &OwnedFd, new: &OwnedFd) -> io::Result<()> {
    match read_file(old, KEPT)? {
        Some(bytes) => write_file(new, KEPT, &bytes, Digest::of(&bytes)),
        None => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests make folders of their own")]
mod tests {
    use super::*;
    use crate::edition::OutputPath;
    use std::fs;

    /// An edition of these files and their manifest.
    fn edition(files: &[(&str, &str)]) -> Edition {
        let listed: Vec<_> = files.iter().map(|(path, _)| serde_json::json!({ "path": path })).collect();
        let manifest = serde_json::json!({ "generator": "promulgate", "files": listed }).to_string();
        of_files(files.iter().copied().chain([(MANIFEST, manifest.as_str())]))
    }

    fn of_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Edition {
        let mut edition = Edition::default();
        for (path, text) in files {
            edition.insert(OutputPath::new(path).unwrap(), text.into()).unwrap();
        }
        edition
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        (folder, output)
    }

    fn alone() {
        panic!("nobody else is here");
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_of_the_old_edition_survives_but_the_gitignore() {
        let (folder, output) = folder();
        publish(&edition(&[("a.html", "1"), ("b/c.html", "2")]), &output, alone).unwrap();
        fs::write(output.join(KEPT), "*\n").unwrap();
        let outcome = publish(&edition(&[("a.html", "3"), ("d/e/f.html", "")]), &output, alone).unwrap();
        assert!(!outcome.unchanged && outcome.files == 3 && outcome.left_over.is_none());
        assert_eq!(names(&output), [KEPT, "a.html", "d", MANIFEST]);
        assert_eq!(fs::read_to_string(output.join("a.html")).unwrap(), "3");
        assert_eq!(fs::read_to_string(output.join(KEPT)).unwrap(), "*\n");
        assert_eq!(names(folder.path()), ["public"]);
    }

    #[test]
    fn the_same_edition_is_let_be_and_an_altered_one_is_replaced() {
        let (_folder, output) = folder();
        let edition = edition(&[("a.html", "1"), ("b/c.html", "2")]);
        let first = publish(&edition, &output, alone).unwrap();
        let second = publish(&edition, &output, alone).unwrap();
        assert_eq!((first.unchanged, second.unchanged), (false, true));
        assert_eq!((second.files, second.bytes), (first.files, first.bytes));
        for harm in [|path: &Path| fs::write(path, "x"), |path: &Path| fs::remove_file(path)] {
            harm(&output.join("b/c.html")).unwrap();
            assert!(!publish(&edition, &output, alone).unwrap().unchanged);
            assert_eq!(fs::read_to_string(output.join("b/c.html")).unwrap(), "2");
        }
    }

    #[test]
    fn empty_folders_are_taken_and_trailing_slashes_too() {
        let (_folder, output) = folder();
        fs::create_dir(&output).unwrap();
        publish(&edition(&[]), &output.join(""), alone).unwrap();
        assert_eq!(names(&output), [MANIFEST]);
    }

    #[test]
    fn what_systems_leave_goes_with_the_edition_before() {
        let (_folder, output) = folder();
        let first = edition(&[("b/c.html", "1")]);
        publish(&first, &output, alone).unwrap();
        for path in [".DS_Store", "b/Thumbs.db", "b/~$c.html"] {
            fs::write(output.join(path), "x").unwrap();
        }
        let same = publish(&first, &output, alone).unwrap();
        assert!(same.unchanged && same.swallowed.is_empty() && output.join(".DS_Store").exists());
        let outcome = publish(&edition(&[("b/c.html", "2")]), &output, alone).unwrap();
        assert_eq!(outcome.swallowed, [".DS_Store", "b/Thumbs.db", "b/~$c.html"]);
        assert_eq!(
            (names(&output), names(&output.join("b"))),
            (vec!["b".into(), MANIFEST.into()], vec!["c.html".into()])
        );
    }

    #[test]
    fn a_folder_with_nothing_but_what_systems_leave_is_empty() {
        let (_folder, output) = folder();
        fs::create_dir(&output).unwrap();
        fs::write(output.join("desktop.ini"), "").unwrap();
        publish(&edition(&[]), &output, alone).unwrap();
        assert_eq!(names(&output), [MANIFEST]);
    }

    #[track_caller]
    fn check_edition(edition: &Edition, message: &str) {
        let (folder, output) = folder();
        let error = publish(edition, &output, alone).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn editions_that_the_next_build_could_not_replace() {
        check_edition(&of_files([("a", "")]), "the edition has no manifest.json of ours");
        let empty = r#"{"generator":"promulgate","files":[]}"#;
        check_edition(&of_files([("a", ""), (MANIFEST, empty)]), "the edition's manifest.json does not list `a`");
        check_edition(
            &of_files([(MANIFEST, r#"{"generator":"another","files":[]}"#)]),
            "the edition has no manifest.json of ours",
        );
        check_edition(&Edition::default(), "the edition has no manifest.json of ours");
    }

    #[test]
    fn outputs_that_are_no_place_for_an_edition() {
        for path in ["", ".", "..", "/", "./", "a/..", "../..", "/..", ".public.promulgate-new"] {
            let error = publish(&edition(&[]), Path::new(path), alone).unwrap_err();
            assert!(matches!(error, PublishError::NotAPlace(_)), "{path}: {error}");
        }
    }

    #[test]
    fn a_missing_parent_is_not_made() {
        let (folder, output) = folder();
        let error = publish(&edition(&[]), &output.join("deeper"), alone).unwrap_err();
        assert!(matches!(error, PublishError::Refused("open the folder", ..)), "{error}");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_build_beside_another_waits_for_it_and_says_so() {
        let (folder, output) = folder();
        let other = fs::File::open(folder.path()).unwrap();
        flock(&other, FlockOperation::LockExclusive).unwrap();
        let mut waited = 0;
        publish(&edition(&[]), &output, || {
            waited += 1;
            drop(other);
        })
        .unwrap();
        assert_eq!(waited, 1);
    }
}
