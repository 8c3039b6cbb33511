//! Folders as a build left them: what is in them, and whether an output is whole.

use rustix::fs::{CWD, Mode, OFlags, openat};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// One thing in a folder, with all that shows whether somebody touched it.
#[derive(Debug, PartialEq, Eq)]
pub struct Thing {
    /// "folder", "link", "file" or "other".
    pub kind: &'static str,
    /// Its type and permissions.
    pub mode: u32,
    inode: u64,
    changed: (i64, i64),
    /// A file's content, a link's target.
    pub bytes: Vec<u8>,
}

/// Everything below a folder, by its path from there.
pub fn snapshot(folder: &Path) -> BTreeMap<String, Thing> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(|entry| entry.expect("it can be read"));
    let name = |path: &Path| path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
    entries.map(|entry| (name(entry.path()), thing(entry.path()))).collect()
}

fn thing(path: &Path) -> Thing {
    let found = fs::symlink_metadata(path).expect("it is there");
    let (kind, bytes) = match found.file_type() {
        kind if kind.is_dir() => ("folder", Vec::new()),
        kind if kind.is_symlink() => ("link", fs::read_link(path).expect("a link").as_os_str().as_bytes().to_owned()),
        kind if kind.is_file() => ("file", fs::read(path).expect("it can be read")),
        _ => ("other", Vec::new()),
    };
    Thing { kind, inode: found.ino(), mode: found.mode(), changed: (found.ctime(), found.ctime_nsec()), bytes }
}

/// The files below a folder, by their paths from there.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let things = snapshot(folder).into_iter();
    things.filter(|(_, thing)| thing.kind != "folder").map(|(path, thing)| (path, thing.bytes)).collect()
}

/// A folder's descriptor: what is read by it is read from this folder, whatever bears its name by then.
pub fn open_folder(path: &Path) -> OwnedFd {
    openat(CWD, path, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).expect("the folder is there")
}

/// A file's content; links are not followed.
pub fn read_at(folder: &OwnedFd, path: &str) -> io::Result<Vec<u8>> {
    let file = openat(folder, path, OFlags::CLOEXEC | OFlags::NOFOLLOW, Mode::empty())?;
    let mut bytes = Vec::new();
    File::from(file).read_to_end(&mut bytes).map(|_| bytes)
}

/// SHA-256 in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file as a manifest lists it.
pub struct Listed {
    /// The path from the output folder.
    pub path: String,
    /// The size in bytes.
    pub size: u64,
    /// The SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The files that a manifest lists.
pub fn listed(manifest: &[u8]) -> Vec<Listed> {
    let manifest: serde_json::Value = serde_json::from_slice(manifest).expect("a manifest is JSON");
    let text = |file: &serde_json::Value, name: &str| file[name].as_str().expect("it is text").to_owned();
    let file = |file: &serde_json::Value| Listed {
        path: text(file, "path"),
        size: file["size"].as_u64().expect("it is a number"),
        sha256: text(file, "sha256"),
    };
    manifest["files"].as_array().expect("it has files").iter().map(file).collect()
}

/// The manifest of an output that holds all its files and no others; else what is amiss.
pub fn whole(output: &Path) -> Result<Vec<u8>, String> {
    let (manifest, beside) = looked_through(output)?;
    match beside.is_empty() {
        true => Ok(manifest),
        false => Err(format!("other files: {beside:?}")),
    }
}

/// The same of a release, which also holds its record, and files compressed.
pub fn whole_release(output: &Path) -> Result<Vec<u8>, String> {
    let (manifest, mut beside) = looked_through(output)?;
    let record = output.join("release.json");
    let record: serde_json::Value = serde_json::from_slice(&fs::read(record).map_err(|error| error.to_string())?)
        .map_err(|error| error.to_string())?;
    if record["manifest"] != hex(&manifest) || !beside.remove("release.json.minisig") {
        return Err(format!("not its record: {record}"));
    }
    beside.remove("release.json");
    for path in beside {
        let plain = path.strip_suffix(".gz").ok_or_else(|| format!("{path}: beside the manifest"))?;
        let bytes = |path: &str| fs::read(output.join(path)).map_err(|error| format!("{path}: {error}"));
        if crate::index::unzipped(&bytes(&path)?) != bytes(plain)? {
            return Err(format!("{path}: other bytes"));
        }
    }
    Ok(manifest)
}

/// The manifest of an output, each of whose files is as it says; and what else is there.
fn looked_through(output: &Path) -> Result<(Vec<u8>, BTreeSet<String>), String> {
    let folder = open_folder(output);
    let manifest = read_at(&folder, "manifest.json").map_err(|error| format!("manifest: {error}"))?;
    let mut found: BTreeSet<String> = files(output).into_keys().collect();
    found.remove("manifest.json");
    for file in listed(&manifest) {
        let bytes = read_at(&folder, &file.path).map_err(|error| format!("{}: {error}", file.path))?;
        if hex(&bytes) != file.sha256 || bytes.len() as u64 != file.size {
            return Err(format!("{}: other bytes", file.path));
        }
        found.remove(&file.path);
    }
    Ok((manifest, found))
}
