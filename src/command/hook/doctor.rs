//! `hook doctor`: whether what publishes by push is set up as it should be, and what to mend.
//!
//! It looks only. What it cannot see from here (another machine's proxy, a firewall) it does not judge.
//!
//! **Invariant.** Every finding names a file or setting, and what to do about it.

use super::install::{HOOKS, configuration, hook};
use super::{Common, Failure, Installation, KNOWN, talk};
use crate::push::accepted::Accepted;
use crate::push::account::{self, Account};
use crate::push::nginx;
use crate::push::release::Releases;
use clap::Args;
use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the releases are.
#[derive(Args)]
pub(super) struct Doctor {
    /// The folder of the releases, or, with --to, the repository
    folder: PathBuf,
    /// The folder of the releases
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

/// What is wrong, and what to do.
#[derive(Default)]
struct Findings {
    wrong: Vec<(String, String)>,
    notes: Vec<String>,
}

impl Findings {
    fn add(&mut self, wrong: impl Into<String>, mend: impl Into<String>) {
        self.wrong.push((wrong.into(), mend.into()));
    }

    fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}

impl Doctor {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let place = Installation::read(self.to.as_ref().unwrap_or(&self.folder))?;
        let mut found = Findings::default();
        if self.to.is_some() && self.folder.canonicalize().ok().as_ref() != Some(&place.repository) {
            found.add(
                format!(
                    "{} is published from {}, not from {}",
                    place.to.display(),
                    place.repository.display(),
                    self.folder.display()
                ),
                "install again with the right repository, or look at the right one",
            );
        }
        let publisher = account::owner(&place.to).map_err(Failure::world)?;
        let patient = Patient { place: &place, publisher, now: common.clock() };
        patient.repository(&mut found);
        patient.hooks(&mut found);
        patient.key(&mut found);
        patient.program(&mut found);
        patient.releases(&mut found);
        patient.branch(&mut found);
        patient.pushers(&mut found);
        patient.web_server(&mut found);
        patient.timer(&mut found);
        for (wrong, mend) in &found.wrong {
            talk(&format!("wrong: {wrong}\n  = help: {mend}"));
        }
        found.notes.iter().for_each(|note| common.say(&format!("note: {note}")));
        match found.wrong.len() {
            0 => {
                common.say("all that was looked at is as it should be");
                Ok(())
            }
            1 => Err(Failure::Usage("1 thing is not as it should be".to_owned())),
            count => Err(Failure::Usage(format!("{count} things are not as they should be"))),
        }
    }
}

/// A set-up that is looked at.
struct Patient<'p> {
    place: &'p Installation,
    /// The account that the releases belong to.
    publisher: u32,
    now: jiff::Timestamp,
}

impl Patient<'_> {
    fn name(&self) -> String {
        account::name(self.publisher)
    }

    /// A file or folder that belongs to the publisher, with this mode and no more.
    fn owned(&self, path: &Path, most: u32, found: &mut Findings) -> bool {
        let Ok(metadata) = fs::metadata(path) else {
            found.add(format!("{} is missing", path.display()), "install again, or bring it back");
            return false;
        };
        if metadata.uid() != self.publisher {
            found.add(
                format!("{} belongs to {}, not to {}", path.display(), account::name(metadata.uid()), self.name()),
                format!("chown -R {} {}", self.name(), path.display()),
            );
        }
        let mode = metadata.mode() & 0o7777;
        if mode & !most & 0o777 != 0 {
            found.add(
                format!("{} has mode {mode:o}, so that others can do more than they should", path.display()),
                format!("chmod {:o} {}", mode & most, path.display()),
            );
        }
        true
    }

    fn repository(&self, found: &mut Findings) {
        let path = &self.place.repository;
        if !self.owned(path, 0o700, found) {
            return;
        }
        let Ok(repository) = self.place.repository() else {
            found.add(
                format!("{} is no bare repository", path.display()),
                format!("git init --bare {}", path.display()),
            );
            return;
        };
        for (name, value) in configuration(self.place) {
            let told = repository.configured(name).ok().flatten();
            if told.as_ref() != Some(&value) {
                let told = told.map_or_else(|| "not set".to_owned(), |told| format!("{told:?}"));
                found.add(
                    format!("{name} of {} is {told}, not {value:?}", path.display()),
                    format!("git -C {} config {name} {value}", path.display()),
                );
            }
        }
        if path.join("objects/info/alternates").exists() {
            found.add(
                format!("{} takes objects from elsewhere (objects/info/alternates)", path.display()),
                "git repack -a -d, then remove the file",
            );
        }
    }

    fn hooks(&self, found: &mut Findings) {
        let folder = self.place.repository.join("hooks");
        for (name, act) in HOOKS {
            let path = folder.join(name);
            if !self.owned(&path, 0o755, found) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let program = program_of(&text);
            let is_ours = program.as_ref().is_some_and(|program| text == hook(program, act, &self.place.to));
            if !is_ours {
                found.add(format!("{} is not what `hook install` writes", path.display()), "install again");
            }
            if fs::metadata(&path).is_ok_and(|own| own.mode() & 0o100 == 0) {
                found.add(format!("{} cannot be run", path.display()), format!("chmod 755 {}", path.display()));
            }
        }
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_known = HOOKS.iter().any(|(known, _)| *known == name) || name.ends_with(".sample");
            if !is_known {
                found.note(format!("{} is not of `hook install`; git may run it", entry.path().display()));
            }
        }
    }

    fn key(&self, found: &mut Findings) {
        let key = &self.place.key;
        if !self.owned(key, 0o600, found) {
            return;
        }
        if account::own() != self.publisher && account::own() != 0 {
            found.note(format!("whether {} is a key can only {} see", key.display(), self.name()));
        } else if let Err(failure) = self.place.read_key() {
            found.add(failure.text(), "bring the key back from its copy, or install with another one (--key)");
        }
        let mut public = key.as_os_str().to_owned();
        public.push(".pub");
        if !Path::new(&public).exists() {
            found.note(format!("{} is not there, for those who verify", Path::new(&public).display()));
        }
    }

    /// The program that the hooks run: whoever could change it could publish anything.
    fn program(&self, found: &mut Findings) {
        let hook = fs::read_to_string(self.place.repository.join("hooks/pre-receive")).unwrap_or_default();
        let Some(program) = program_of(&hook) else { return };
        if !program.exists() {
            found.add(
                format!("{} is missing, which the hooks run", program.display()),
                "put the program there, or install again",
            );
        } else if self.publisher != 0 && account::can_change(self.publisher, &program) {
            found.add(
                format!("{} can change {}, which checks what is pushed", self.name(), program.display()),
                format!(
                    "install -o root -m 755 {} /usr/local/bin/promulgate, and install again with that",
                    program.display()
                ),
            );
        }
    }

    fn releases(&self, found: &mut Findings) {
        let to = &self.place.to;
        for folder in ["", "releases"] {
            let path = to.join(folder);
            self.owned(&path, 0o755, found);
            if fs::metadata(&path).is_ok_and(|own| own.mode() & 0o005 != 0o005) {
                found.add(
                    format!("a web server cannot look into {}", path.display()),
                    format!("chmod 755 {}", path.display()),
                );
            }
        }
        self.owned(&to.join("records"), 0o755, found);
        self.owned(&to.join(KNOWN), 0o644, found);
        let releases = Releases::read(to);
        for name in releases.without_record() {
            found.note(format!(
                "the record of release {name} is lost or damaged; its version is known, its commit is not"
            ));
        }
        match releases.current() {
            Ok(Some(current)) => {
                let key = self.place.read_key().ok();
                if !releases.is_whole(&current, key.as_ref()) {
                    found.add(
                        format!("release {} is not as it was written", current.id),
                        format!("promulgate hook publish {}, as {}", to.display(), self.name()),
                    );
                }
                if releases.is_expired(&current, self.now) {
                    found.add(
                        format!(
                            "release {} has ended: nothing was published for {} days",
                            current.id, self.place.expires
                        ),
                        "see whether the timer runs (systemctl status promulgate-publish.timer)",
                    );
                }
            }
            Ok(None) if fs::symlink_metadata(to.join("current")).is_ok() => {
                found.add(
                    format!("{} leads nowhere", to.join("current").display()),
                    format!("promulgate hook publish {}", to.display()),
                );
            }
            Ok(None) => found.note("nothing has been published yet"),
            Err(error) => found.add(error.to_string(), "see who may read what is there"),
        }
    }

    /// The tip of the branch is one that was accepted, and the one that is published.
    fn branch(&self, found: &mut Findings) {
        let Ok(repository) = self.place.repository() else { return };
        let (branch, to) = (&self.place.branch, self.place.to.display());
        let Ok(Some(tip)) = repository.commit(&self.place.reference()) else {
            found.note(format!("there is no branch {branch} yet"));
            return;
        };
        self.owned(&self.place.to.join("accepted"), 0o600, found);
        if !Accepted::of(&self.place.to).has(&tip).unwrap_or(false) {
            found.add(
                format!("{branch} holds {tip}, which no push that was checked here has brought"),
                format!("find out who put it there; `promulgate hook accept {to} {tip}` takes it as it is"),
            );
        } else if let Ok(Some(current)) = Releases::read(&self.place.to).current() {
            let (tip, commit) = (tip.to_string(), current.commit);
            if commit != tip && current.instead_of.as_ref() != Some(&tip) {
                found.add(
                    format!("the site is not what {branch} holds ({})", &tip[..12]),
                    format!("promulgate hook publish {to}, as {}", self.name()),
                );
            }
        }
    }

    /// Whoever pushes has no shell, and no way round the hooks.
    fn pushers(&self, found: &mut Findings) {
        let pusher = &self.place.pusher;
        if let Some(account) = Account::of(self.publisher).filter(|_| self.publisher != 0) {
            let keys = account.home.join(".ssh/authorized_keys");
            if fs::metadata(&keys).is_ok_and(|keys| keys.len() > 0) {
                found.add(
                    format!("{} lets people in as {}, past the hooks", keys.display(), account.name),
                    format!("move its lines to /etc/ssh/promulgate_keys, for {pusher}, and remove it"),
                );
            }
        }
        let Some(account) = Account::named(pusher) else {
            found.note(format!("there is no account {pusher} for pushers; pushes come from this machine only"));
            return;
        };
        if account.number == self.publisher {
            found.add(
                format!("pushers come in as {pusher}, who owns the releases and the key"),
                "see \"The server\" in docs/publishing.md: pushers have an account of their own",
            );
            return;
        }
        let folders = [&self.place.repository, &self.place.to, &self.place.key];
        for path in folders.into_iter().filter(|path| account::can_change(account.number, path)) {
            found.add(
                format!("{pusher} can change {}", path.display()),
                format!("chown it to {}, chmod go-w", self.name()),
            );
        }
        let keys = account.home.join(".ssh/authorized_keys");
        let lines = fs::read_to_string(&keys).unwrap_or_default();
        let is_free = |line: &&str| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#') && !line.contains("command=\"")
        };
        if lines.lines().any(|line| is_free(&line)) && !self.has_forced_command() {
            found.add(
                format!("{} gives {pusher} a shell", keys.display()),
                format!(
                    "copy {} to /etc/ssh/sshd_config.d/promulgate.conf, and reload ssh",
                    self.place.to.join("sshd.conf").display()
                ),
            );
        } else if Path::new("/etc/ssh").exists() && !self.has_forced_command() {
            found.add(
                format!("sshd is not told what {pusher} may do"),
                format!(
                    "copy {} to /etc/ssh/sshd_config.d/promulgate.conf, and reload ssh",
                    self.place.to.join("sshd.conf").display()
                ),
            );
        }
    }

    fn has_forced_command(&self) -> bool {
        let mut files: Vec<PathBuf> = vec!["/etc/ssh/sshd_config".into()];
        files.extend(fs::read_dir("/etc/ssh/sshd_config.d").into_iter().flatten().flatten().map(|entry| entry.path()));
        let wanted = format!("hook shell {}", self.place.to.display());
        files.iter().filter_map(|file| fs::read_to_string(file).ok()).any(|text| {
            let mut is_own = false;
            text.lines().map(str::trim).any(|line| {
                if let Some(who) = line.strip_prefix("Match ") {
                    is_own = who.trim() == format!("User {}", self.place.pusher);
                }
                is_own && line.starts_with("ForceCommand ") && line.contains(&wanted)
            })
        })
    }

    /// nginx reads a file that only root can write, and serves `current`.
    fn web_server(&self, found: &mut Findings) {
        let root = self.place.to.join("current").display().to_string();
        let mut files = Vec::new();
        for folder in ["/etc/nginx/conf.d", "/etc/nginx/sites-enabled"] {
            files.extend(fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()));
        }
        let serves = |file: &&PathBuf| fs::read_to_string(file).is_ok_and(|text| text.contains(&root));
        let serving: Vec<&PathBuf> = files.iter().filter(serves).collect();
        if !Path::new("/etc/nginx").exists() {
            found.note("there is no nginx here; whether another server reads `current` was not looked at");
        } else if serving.is_empty() {
            let own = self.place.to.join("nginx.conf");
            found.add(
                format!("nginx is not told to serve {root}"),
                format!(
                    "install -m 644 {} /etc/nginx/conf.d/outputs.conf, as root; nginx -t; systemctl reload nginx",
                    own.display()
                ),
            );
        }
        for file in serving {
            let accounts = [Some(self.publisher), Account::named(&self.place.pusher).map(|own| own.number)];
            let mut changing =
                accounts.into_iter().flatten().filter(|own| *own != 0 && account::can_change(*own, file));
            if let Some(account) = changing.next() {
                found.add(
                    format!("{} can change {}, which nginx reads as root", account::name(account), file.display()),
                    "put a copy there that belongs to root, not a link",
                );
            }
            let text = fs::read_to_string(file).unwrap_or_default();
            if !nginx::has_headers(&text) {
                found.add(
                    format!("{} lacks headers that the site is to be served with", file.display()),
                    format!("compare it with {}", self.place.to.join("nginx.conf").display()),
                );
            }
        }
    }

    /// Something publishes each day.
    fn timer(&self, found: &mut Findings) {
        const TIMER: &str = "promulgate-publish.timer";
        let has_systemd = fs::metadata("/run/systemd/private").is_ok_and(|socket| socket.file_type().is_socket());
        let command = format!("hook publish {}", self.place.to.display());
        let tables = ["/etc/crontab".into(), PathBuf::from("/var/spool/cron/crontabs").join(self.name())];
        let tables =
            tables.into_iter().chain(fs::read_dir("/etc/cron.d").into_iter().flatten().flatten().map(|own| own.path()));
        let is_in_cron =
            tables.into_iter().any(|table| fs::read_to_string(table).is_ok_and(|text| text.contains(&command)));
        if is_in_cron {
            return;
        }
        if !has_systemd {
            found.note(format!(
                "no systemd runs here, and no cron table that can be read has `{command}`; embargoes and dates need it"
            ));
            return;
        }
        let told = Command::new("systemctl").args(["is-active", "--quiet", TIMER]).status();
        if !told.is_ok_and(|told| told.success()) {
            found.add(
                format!("{TIMER} is not active, so that embargoes and dates change nothing"),
                format!(
                    "cp {}/promulgate-publish.* /etc/systemd/system/ && systemctl enable --now {TIMER}",
                    self.place.to.display()
                ),
            );
        }
    }
}

/// The program that a hook runs.
fn program_of(hook: &str) -> Option<PathBuf> {
    let line = hook.lines().find_map(|line| line.strip_prefix("exec '"))?;
    Some(line.split_once("' 'hook' '")?.0.replace("'\\''", "'").into())
}
