//! Files and folders below an open folder, by descriptor.
//!
//! **Invariant.** No last name is followed if it is a symbolic link; nothing is opened for writing that was there before.

use crate::edition::{Digest, Leaf};
use rustix::fs::{
    AtFlags, Dir, DirEntry, FileType, Mode, OFlags, Timespec, Timestamps, fchmod, futimens, mkdirat, openat, statat,
    unlinkat,
};
use rustix::io::Errno;
use rustix::path::Arg;
use std::ffi::{CString, OsStr};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;

/// To open a folder itself, never what a symbolic link points to.
pub(super) const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// A FIFO would hold up a blocking open.
const OLD_FILE: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const NEW_FILE: OFlags =
    OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

const FILE_MODE: Mode = Mode::from_raw_mode(0o644);

/// Removes `name` in `parent`, opened as `folder`, with all that is in it.
///
/// Goes down by descriptors: a symbolic link is removed, never followed, even one put there meanwhile.
pub(super) fn remove_folder(parent: &OwnedFd, name: &OsStr, folder: OwnedFd) -> io::Result<()> {
    let mut open = vec![(CString::new(name.as_bytes())?, Dir::new(folder)?)];
    while let Some((_, dir)) = open.last_mut() {
        if let Some(entry) = next(dir)? {
            let name = entry.file_name();
            match kind(dir, &entry)? {
                FileType::Directory => {
                    let inner = Dir::new(open_folder(dir.fd()?, name)?)?;
                    open.push((name.to_owned(), inner));
                }
                _ => unlinkat(dir.fd()?, name, AtFlags::empty())?,
            }
        } else if let Some((name, _)) = open.pop() {
            let outer = open.last().map_or(Ok(parent.as_fd()), |(_, dir)| dir.fd())?;
            unlinkat(outer, name, AtFlags::REMOVEDIR)?;
        }
    }
    Ok(())
}

/// The next entry that is neither `.` nor `..`.
pub(super) fn next(dir: &mut Dir) -> io::Result<Option<DirEntry>> {
    loop {
        match dir.read().transpose()? {
            Some(entry) if matches!(entry.file_name().to_bytes(), b"." | b"..") => {}
            other => return Ok(other),
        }
    }
}

/// What an entry is; some file systems do not tell with the name.
pub(super) fn kind(dir: &Dir, entry: &DirEntry) -> io::Result<FileType> {
    match entry.file_type() {
        FileType::Unknown => {
            let found = statat(dir.fd()?, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)?;
            Ok(FileType::from_raw_mode(found.st_mode))
        }
        known => Ok(known),
    }
}

/// An error (`NOTDIR` or `LOOP`) where a file or a symbolic link stands there.
pub(super) fn open_folder(within: impl AsFd, path: impl Arg) -> rustix::io::Result<OwnedFd> {
    openat(within, path, FOLDER, Mode::empty())
}

/// An error where anything stands there. The mode is set once more, because the umask takes from the first one.
pub(super) fn make_folder(within: &OwnedFd, path: impl Arg + Copy, mode: Mode) -> io::Result<OwnedFd> {
    mkdirat(within, path, mode)?;
    let folder = open_folder(within, path)?;
    fchmod(&folder, mode)?;
    Ok(folder)
}

/// An error where anything stands there.
///
/// The file's time is made of its content: web servers make tags of time and size, and two editions of one second would
/// have the same ones otherwise (B14).
pub(super) fn write_file(within: &OwnedFd, path: &str, bytes: &[u8], digest: Digest) -> io::Result<()> {
    let mut file = make_file(within, path)?;
    file.write_all(bytes)?;
    set_time(&file, digest)
}

/// The same of a file that comes in parts; what is known of it holds however much of it could be written.
pub(super) fn write_parts(
    within: &OwnedFd,
    path: &str,
    parts: &mut dyn Iterator<Item = Vec<u8>>,
) -> (Leaf, io::Result<()>) {
    let mut file = make_file(within, path);
    let leaf = Leaf::of_parts(parts, |part| {
        let written = file.as_mut().ok().and_then(|file| file.write_all(part).err());
        written.into_iter().for_each(|error| file = Err(error));
    });
    (leaf, file.and_then(|file| set_time(&file, leaf.digest)))
}

/// An error where anything stands there.
fn make_file(within: &OwnedFd, path: &str) -> io::Result<File> {
    let file = openat(within, path, NEW_FILE, FILE_MODE)?;
    fchmod(&file, FILE_MODE)?;
    Ok(File::from(file))
}

fn set_time(file: &File, digest: Digest) -> io::Result<()> {
    let time = time_of(digest);
    Ok(futimens(file, &Timestamps { last_access: time, last_modification: time })?)
}

/// A time between 2000 and 2017.
fn time_of(digest: Digest) -> Timespec {
    Timespec { tv_sec: 946_684_800 + i64::from(digest.start() & 0x1fff_ffff), tv_nsec: 0 }
}

/// A file's bytes; `None` where there is no regular file of this name.
pub(super) fn read_file(within: &OwnedFd, path: &str) -> io::Result<Option<Vec<u8>>> {
    let mut file = match openat(within, path, OLD_FILE, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT | Errno::LOOP) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if !file.metadata()?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
