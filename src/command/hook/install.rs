//! `hook install`: hooks, configuration and examples for a bare repository whose pushes are published.
//!
//! **Invariant.** Nothing is overwritten that this did not write; a file that was changed since stays, and the new one is put beside it.

use super::super::sign;
use super::{Common, Failure, Installation, KNOWN, default_pusher};
use crate::push::accepted::Accepted;
use crate::push::access::{quoted_for_shell, sshd, sudoers};
use crate::push::git::Repository;
use crate::push::release::Releases;
use crate::push::{account, nginx, timer};
use clap::Args;
use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// What is asked for; what is not given stays as it is.
#[derive(Args)]
pub(super) struct Install {
    /// The bare repository
    repository: PathBuf,
    /// The folder of the releases; a web server serves `current` in it
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The branch that is published; no other is accepted [default: main]
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// How many releases are kept [default: 5]
    #[arg(long, value_name = "N")]
    keep: Option<usize>,
    /// Accept pushes that are no continuation of what is there; `=false` takes it back
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    allow_forced: Option<bool>,
    /// The secret key that signs releases [default: one that is made, in DIR]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// After how many days without a new release those who verify should ask why [default: 14]
    #[arg(long, value_name = "DAYS")]
    expires: Option<u16>,
    /// The account that pushers come in by [default: push]
    #[arg(long, value_name = "ACCOUNT")]
    pusher: Option<String>,
}

/// What git is told once, so that it takes nothing that a site does not have.
const CONFIGURATION: [(&str, &str); 7] = [
    ("receive.fsckObjects", "true"),
    ("receive.fsck.badFilemode", "error"),
    ("receive.denyDeletes", "true"),
    ("receive.autogc", "false"),
    // Larger files are unpacked piece by piece.
    ("core.bigFileThreshold", "1m"),
    ("receive.maxInputSize", "268435456"),
    ("transfer.unpackLimit", "1"),
];

/// All that git is told of a repository; where hooks are is told here, since an account's own configuration may say otherwise.
pub(super) fn configuration(place: &Installation) -> impl Iterator<Item = (&'static str, String)> {
    let hooks = place.repository.join("hooks").to_string_lossy().into_owned();
    let own = [("receive.denyNonFastForwards", (!place.allow_forced).to_string()), ("core.hooksPath", hooks)];
    CONFIGURATION.into_iter().map(|(name, value)| (name, value.to_owned())).chain(own)
}

/// The hooks, and what they call.
pub(super) const HOOKS: [(&str, &str); 2] = [("pre-receive", "pre-receive"), ("post-receive", "publish")];

/// The line by which a hook is known to be ours.
const OURS: &str = "# Written by `promulgate hook install`.";

/// The key of the releases, below their folder.
const KEY: &str = "release.key";

/// Files for the server, below the folder of the releases.
const NGINX: &str = "nginx.conf";

impl Install {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let program = std::env::current_exe().map_err(Failure::world)?;
        let known = self.known()?;
        let repository = Repository::open(&self.repository).map_err(Failure::world)?;
        Installation::check_bare(&repository)?;
        check_owners(&repository, &self.to)?;
        check_hooks(&repository)?;
        drop(Releases::open(&self.to).map_err(Failure::world)?);
        let place = self.place(known.as_ref(), &repository)?;
        let accepted = Accepted::of(&place.to);
        if !accepted.exists() {
            accepted.begin().map_err(Failure::world)?;
            // What is there before the first push was put there by whoever sets this up.
            let tip = repository.commit(&place.reference()).map_err(Failure::world)?;
            tip.map_or(Ok(()), |tip| accepted.add(&tip)).map_err(Failure::world)?;
        }
        configure(&repository, &place)?;
        for (name, act) in HOOKS {
            let text = hook(&program, act, &place.to);
            write(&repository.path().join("hooks").join(name), &text, 0o755)?;
        }
        write(&place.to.join(KNOWN), &place.json(), 0o644)?;
        let beside = self.examples(&place, &program)?;
        self.say(common, &place, &repository, &beside);
        Ok(())
    }

    /// How the folder is published so far; an error where something else is there under the name.
    fn known(&self) -> Result<Option<Installation>, Failure> {
        let path = self.to.join(KNOWN);
        let foreign = || {
            Failure::usage(format!("{} is there, and is not of `hook install`; nothing was changed", path.display()))
        };
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| foreign()),
            Err(_) => Ok(None),
        }
    }

    fn place(&self, known: Option<&Installation>, repository: &Repository) -> Result<Installation, Failure> {
        let to = self.to.canonicalize().map_err(Failure::world)?;
        let key = match (&self.key, known) {
            (Some(key), _) => {
                key.canonicalize().map_err(|error| Failure::world(format!("{}: {error}", key.display())))?
            }
            (None, Some(known)) => known.key.clone(),
            (None, None) => to.join(KEY),
        };
        if !key.exists() {
            if known.is_some_and(|known| known.key == key) {
                return Err(Failure::usage(format!(
                    "{} is gone; bring it back, or name another one with --key",
                    key.display()
                )));
            }
            sign::make_key(&key)?;
        }
        sign::read_key(&key)?;
        Ok(Installation {
            repository: repository.path().to_owned(),
            to,
            branch: self
                .branch
                .clone()
                .or(known.map(|known| known.branch.clone()))
                .unwrap_or_else(|| "main".to_owned()),
            keep: self.keep.or(known.map(|known| known.keep)).unwrap_or(5),
            allow_forced: self.allow_forced.or(known.map(|known| known.allow_forced)).unwrap_or(false),
            key,
            expires: self.expires.or(known.map(|known| known.expires)).unwrap_or(14),
            pusher: self.pusher.clone().or(known.map(|known| known.pusher.clone())).unwrap_or_else(default_pusher),
        })
    }

    /// Writes what root copies; gives the files that are new beside those that were changed.
    fn examples(&self, place: &Installation, program: &Path) -> Result<Vec<PathBuf>, Failure> {
        let publisher = account::name(account::own());
        let words = [program, Path::new("hook"), Path::new("publish"), &place.to];
        let words = words.map(|word| word.to_string_lossy().into_owned());
        let files = [
            (NGINX, nginx::configuration(&place.to)),
            ("promulgate-publish.service", timer::service(&publisher, &words, [&place.repository, &place.to])),
            ("promulgate-publish.timer", timer::timer().to_owned()),
            ("sshd.conf", sshd(&place.pusher, &publisher, program, &place.to)),
            ("sudoers", sudoers(&place.pusher, &publisher, program, &place.to)),
        ];
        let mut beside = Vec::new();
        for (name, text) in files {
            let path = place.to.join(name);
            let new = place.to.join(format!("{name}.new"));
            match fs::read(&path) {
                Ok(there) if there == text.as_bytes() => _ = fs::remove_file(&new),
                Ok(_) => {
                    write(&new, &text, 0o644)?;
                    beside.push(new);
                }
                Err(_) => write(&path, &text, 0o644)?,
            }
        }
        Ok(beside)
    }

    fn say(&self, common: &Common, place: &Installation, repository: &Repository, beside: &[PathBuf]) {
        common.say(&format!(
            "a push of {} to {} is published in {}; serve {}, for example with {}",
            place.branch,
            repository.path().display(),
            place.to.display(),
            place.to.join("current").display(),
            place.to.join(NGINX).display()
        ));
        for new in beside {
            common.say(&format!("note: what was there is kept; {} is what would be written now", new.display()));
        }
        let mode = fs::metadata(repository.path()).map_or(0, |found| found.mode() & 0o777);
        if mode & 0o077 != 0 {
            common.say(&format!(
                "note: others can read the repository (mode {mode:o}): chmod 700 {}",
                repository.path().display()
            ));
        }
        let mode = fs::metadata(&place.to).map_or(0o755, |found| found.mode() & 0o777);
        if mode & 0o005 != 0o005 {
            common.say(&format!(
                "note: a web server cannot look into {} (mode {mode:o}): chmod 755 {0}",
                place.to.display()
            ));
        }
        common.say(&format!("`promulgate hook doctor {}` says what is left to do", place.to.display()));
    }
}

/// Whoever sets up must be the owner of both: what belongs to another account could not be changed by it.
fn check_owners(repository: &Repository, to: &Path) -> Result<(), Failure> {
    let own = account::own();
    for path in [repository.path(), to].into_iter().filter(|path| path.exists()) {
        let owner = account::owner(path).map_err(Failure::world)?;
        if owner != own {
            let name = account::name(owner);
            return Err(Failure::usage(format!(
                "{} belongs to {name}: run this as {name} (runuser -u {name} -- …)",
                path.display()
            )));
        }
    }
    Ok(())
}

/// Refuses where hooks of others are there, or git is told to look for hooks elsewhere.
fn check_hooks(repository: &Repository) -> Result<(), Failure> {
    let hooks = repository.path().join("hooks");
    for (name, _) in HOOKS {
        let path = hooks.join(name);
        let is_foreign =
            fs::symlink_metadata(&path).is_ok() && !fs::read_to_string(&path).is_ok_and(|text| text.contains(OURS));
        if is_foreign {
            let help = "move it away, or call it from a hook of your own after this one";
            return Err(Failure::usage(format!(
                "{} is not of `hook install`; {help}. Nothing was changed",
                path.display()
            )));
        }
    }
    let elsewhere = repository.configured("core.hooksPath").map_err(Failure::world)?;
    match elsewhere.filter(|elsewhere| Path::new(elsewhere) != hooks) {
        Some(elsewhere) => Err(Failure::usage(format!(
            "the repository's configuration says core.hooksPath = {elsewhere}, so that no hook here would be run; take that out. Nothing was changed"
        ))),
        None => Ok(()),
    }
}

/// Tells git what it needs to know.
fn configure(repository: &Repository, place: &Installation) -> Result<(), Failure> {
    for (name, value) in configuration(place) {
        let set = repository.git().args(["config", name, &value]).status().map_err(Failure::world)?;
        set.success().then_some(()).ok_or_else(|| Failure::World(format!("git could not set {name}")))?;
    }
    #[expect(clippy::disallowed_methods, reason = "a repository can be without a folder for hooks")]
    fs::create_dir_all(repository.path().join("hooks")).map_err(Failure::world)
}

/// A hook: a line that a shell runs, without the limits that git is under.
pub(super) fn hook(program: &Path, act: &str, to: &Path) -> String {
    let words = [program, Path::new("hook"), Path::new(act), to];
    let line = words.map(|word| quoted_for_shell(&word.to_string_lossy())).join(" ");
    format!("#!/bin/sh\n{OURS}\nulimit -S -v unlimited\nulimit -S -t unlimited\nexec {line}\n")
}

/// Writes a file in one step.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), Failure> {
    let mut new = path.as_os_str().to_owned();
    new.push(".tmp");
    let written = File::create(&new).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.set_permissions(Permissions::from_mode(mode))?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    written.map_err(|error| Failure::World(format!("cannot write {}: {error}", path.display())))
}
