//! `keygen` and `sign`: a key, and the signed release record of a site that is published without the hooks.
//!
//! **Invariant.** Nothing is signed but a folder that is whole, and that follows what was published before.

use super::{Common, Failure, print, talk};
use crate::edition::digest;
use crate::push::record::{self, Key, ReleaseRecord, is_signed};
use crate::push::verify::{Known, read_plain, verify};
use clap::Args;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Make a key that signs releases
#[derive(Args)]
pub(super) struct Keygen {
    /// Where the secret key goes; the public one goes beside it, with `.pub`
    file: PathBuf,
}

impl Keygen {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let public = make_key(&self.file)?;
        common.say(&format!("{} is secret; {} is for those who verify", self.file.display(), public.display()));
        Ok(())
    }
}

/// Makes a key file, for its owner only, and the public one beside it, whose path it gives.
pub(super) fn make_key(file: &Path) -> Result<PathBuf, Failure> {
    let key = Key::generate().map_err(Failure::world)?;
    let mut name = file.as_os_str().to_owned();
    name.push(".pub");
    let public = PathBuf::from(name);
    let there = |path: &Path, error: io::Error| Failure::World(format!("cannot write {}: {error}", path.display()));
    let new = |path: &Path, mode: u32, text: String| {
        let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
        let written = file.and_then(|mut file| {
            // The umask takes nothing from it.
            file.set_permissions(Permissions::from_mode(mode))?;
            file.write_all(text.as_bytes())
        });
        written.map_err(|error| there(path, error))
    };
    new(file, 0o600, key.secret_text().map_err(Failure::world)?)?;
    new(&public, 0o644, key.public_text().map_err(Failure::world)?)?;
    Ok(public)
}

/// Reads a secret key.
pub(super) fn read_key(file: &Path) -> Result<Key, Failure> {
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| Failure::World(format!("cannot read {}: {error}", file.display())))?;
    Key::read(&text).map_err(|error| {
        Failure::usage(format!("{} is no secret key without a password (`promulgate keygen`): {error}", file.display()))
    })
}

/// Sign the release record of a site
#[derive(Args)]
pub(super) struct Sign {
    /// The folder of the site, as `build` has written it
    #[arg(value_name = "PUBLIC")]
    folder: PathBuf,
    /// The secret key, as `keygen` makes it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The record of the site as it is published now, with its signature beside it; without it, this is the first release
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// After how many days there should be a newer release
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    expires: u16,
}

impl Sign {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let key = read_key(&self.key)?;
        let previous = self.previous.as_deref().map(|file| read_signed(file, &key)).transpose()?;
        let found = verify(&|path, most| read_plain(&self.folder.join(path), most), &Known::default(), &[], None)
            .map_err(Failure::world)?;
        let faults =
            found.differences.iter().filter(|fault| !fault.is_of_record()).inspect(|fault| talk(&fault.to_string()));
        if faults.count() > 0 {
            return Err(Failure::Difference);
        }
        let manifest = std::fs::read(self.folder.join("manifest.json")).map_err(Failure::world)?;
        let now = common.clock();
        let known = previous.as_deref().and_then(|bytes| Some((bytes, ReleaseRecord::read(bytes)?)));
        let unchanged = known.filter(|(_, known)| known.manifest == digest(&manifest) && !known.is_expired(now));
        let own = match unchanged {
            Some((bytes, _)) => bytes.to_vec(),
            None => ReleaseRecord::following(previous.as_deref(), &manifest, now, self.expires).bytes(),
        };
        let signature = key.sign(&own).map_err(Failure::world)?;
        for (name, bytes) in [(record::SIGNATURE, signature.as_bytes()), (record::FILE, &own)] {
            let path = self.folder.join(name);
            let written = File::create(&path).and_then(|mut file| {
                file.set_permissions(Permissions::from_mode(0o644))?;
                file.write_all(bytes)
            });
            written.map_err(|error| Failure::World(format!("cannot write {}: {error}", path.display())))?;
        }
        if unchanged.is_some() {
            common.say("the site is as it was: no new release");
        }
        print(&String::from_utf8_lossy(&own))
    }
}

/// A record that this key signed.
fn read_signed(file: &Path, key: &Key) -> Result<Vec<u8>, Failure> {
    let missing = |path: &Path| Failure::usage(format!("there is no {}", path.display()));
    let bytes = read(file).map_err(Failure::world)?.ok_or_else(|| missing(file))?;
    let mut name = file.as_os_str().to_owned();
    name.push(".minisig");
    let signature = PathBuf::from(name);
    let signed = read(&signature).map_err(Failure::world)?.ok_or_else(|| missing(&signature))?;
    let is_good = is_signed(key.public(), &bytes, &signed) && ReleaseRecord::read(&bytes).is_some();
    let foreign = || Failure::usage(format!("{} is no release record that this key signed", file.display()));
    is_good.then_some(bytes).ok_or_else(foreign)
}

/// A regular file's bytes; `None` where there is none.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::symlink_metadata(path) {
        Ok(known) if known.is_file() => std::fs::read(path).map(Some),
        Ok(_) => Ok(None),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}
