//! `hook shell`: what a pusher reaches by ssh. One repository, to push to and to fetch from.
//!
//! It is run as the publisher, with what was asked in `SSH_ORIGINAL_COMMAND`, and becomes git.
//!
//! **Invariant.** Nothing of what was asked reaches git but which of the two it is; the hooks are the repository's own.

use super::{Failure, Installation};
use crate::push::access::asked;
use crate::push::git::plain;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;

/// How much memory git may take, in bytes: a small push can unpack to any size.
const MEMORY: u64 = 1 << 30;
/// How long it may compute, in seconds.
const TIME: u64 = 300;

pub(super) fn run(place: &Installation) -> Result<(), Failure> {
    place.check_owner()?;
    let repository = place.repository()?;
    let path = repository.path();
    let refused = || {
        Failure::usage(format!("this account takes pushes to {} and fetches from it, and nothing else", path.display()))
    };
    let command = std::env::var("SSH_ORIGINAL_COMMAND").map_err(|_| refused())?;
    let (act, named) = asked(&command).ok_or_else(refused)?;
    let is_it =
        Path::new(&named) == path || !named.contains('/') && path.file_name().is_some_and(|own| own == named.as_str());
    is_it.then_some(()).ok_or_else(refused)?;
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, TIME)] {
        let hardest = getrlimit(resource).maximum;
        let current = Some(hardest.map_or(most, |hardest| hardest.min(most)));
        setrlimit(resource, Rlimit { current, maximum: hardest }).map_err(Failure::world)?;
    }
    let protocol = std::env::var("GIT_PROTOCOL").ok().filter(|told| matches!(told.as_str(), "version=1" | "version=2"));
    let mut git = plain();
    git.stdin(Stdio::inherit()).stderr(Stdio::inherit()).envs(protocol.map(|told| ("GIT_PROTOCOL", told)));
    for (name, value) in [("core.hooksPath", path.join("hooks")), ("safe.directory", path.to_owned())] {
        let mut setting = std::ffi::OsString::from(format!("{name}="));
        setting.push(value);
        git.arg("-c").arg(setting);
    }
    Err(Failure::world(git.arg(act).arg(path).current_dir("/").exec()))
}
