//! `verify`: a site against its manifest and the signed release record; a folder, or what a server answers.
//!
//! **Invariant.** Only what a public key proves is said to be signed.

use super::sign::read;
use super::{Common, Failure, counted, print, talk};
use crate::edition::Nowhere;
use crate::push::record::{ReleaseRecord, public_key};
use crate::push::verify::{Difference, Known, MOST, Verdict, verify, verify_folder};
use clap::Args;
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use ureq::Agent;

/// Compare a site with its manifest and release record
#[derive(Args)]
pub(super) struct Verify {
    /// The folder of a site, or its address
    #[arg(value_name = "PUBLIC|URL")]
    site: String,
    /// The public key, or the file that holds it; without it, no signature is looked at
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A release record that was seen before: the site must not be older
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// Build the site from the content at hand, too, and compare byte for byte
    #[arg(long)]
    rebuild: bool,
    /// Where the site is served, for --rebuild, instead of what the configuration says
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

/// Servers keep these to themselves.
const NOT_SERVED: [&str; 1] = ["_headers"];
/// What a server has time for, whatever the site; and how many bytes it must send in each further second.
const TIME: Duration = Duration::from_secs(300);
const BYTES_A_SECOND: u64 = 256 << 10;

impl Verify {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let is_url = self.site.starts_with("https://") || self.site.starts_with("http://");
        let mut found = if is_url { self.look_at_server(common)? } else { self.look_at_folder(common)? };
        if self.rebuild {
            let again = self.rebuild(common, &found)?;
            found.differences.extend(again);
            found.differences.sort();
            found.differences.dedup();
        }
        for difference in &found.differences {
            print(&format!("{difference}\n"))?;
        }
        if !found.differences.is_empty() {
            let more = if found.differences.len() < MOST { "" } else { ", and no more were looked for" };
            talk(&format!("{} found{more}", counted(found.differences.len(), "difference", "differences")));
            return Err(Failure::Difference);
        }
        let of = found.record.as_ref().map(|record| format!(" of release {}", record.version)).unwrap_or_default();
        let signed = match (&found.record, &self.key) {
            (Some(_), Some(_)) => ", signed by this key",
            (Some(_), None) => "; its signature was not looked at: name the key with --key",
            (None, _) => "; there is no release record",
        };
        common.say(&format!("{}{of} as the manifest says{signed}", counted(found.files, "file", "files")));
        Ok(())
    }

    fn look_at_folder(&self, common: &Common) -> Result<Verdict, Failure> {
        let folder = Path::new(&self.site);
        if !folder.is_dir() {
            return Err(Failure::usage(format!("there is no folder {}", self.site)));
        }
        // The releases' `current` is a link; what is in a site is not.
        let folder = folder.canonicalize().map_err(Failure::world)?;
        self.look(common, |known| verify_folder(&folder, known))
    }

    fn look_at_server(&self, common: &Common) -> Result<Verdict, Failure> {
        let agent: Agent = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(60)))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent("promulgate")
            .build()
            .into();
        let root = self.site.trim_end_matches('/');
        let (begun, sent) = (Instant::now(), AtomicU64::new(0));
        let ask = |coding: &str, path: &str, most: u64| {
            let asked_for = sent.fetch_add(most, Ordering::Relaxed);
            if begun.elapsed() > TIME + Duration::from_secs(asked_for / BYTES_A_SECOND) {
                return Err(io::Error::other(format!("{root} answers too slowly to be looked through")));
            }
            fetch(&agent, &format!("{root}/{}", path.strip_suffix("index.html").unwrap_or(path)), coding, most)
        };
        let plain = |path: &str, most: u64| ask("identity", path, most);
        let packed = |path: &str, most: u64| ask("gzip", path, most);
        let record = |agent: &Agent| fetch_record(agent, root);
        for _ in 0..3 {
            let before = record(&agent).map_err(Failure::world)?;
            let look =
                |known: &Known<'_>| verify(&plain, &Known { packed: Some(&packed), ..*known }, &NOT_SERVED, None);
            let found = self.look(common, look)?;
            // What was published meanwhile is looked at from its beginning.
            if found.differences.is_empty() || before == record(&agent).map_err(Failure::world)? {
                return Ok(found);
            }
        }
        Err(Failure::World(format!("{root} changes faster than it can be read")))
    }

    /// Looks through a site with what is asked to be held against it.
    fn look(&self, common: &Common, look: impl FnOnce(&Known<'_>) -> io::Result<Verdict>) -> Result<Verdict, Failure> {
        let key = self.key.as_deref().map(|key| {
            let text = if Path::new(key).is_file() { std::fs::read_to_string(key) } else { Ok(key.to_owned()) };
            public_key(&text.map_err(Failure::world)?).map_err(|_| Failure::usage("--key is no public key of minisign"))
        });
        let key = key.transpose()?;
        let since = self.since.as_deref().map(|file| {
            let missing = || Failure::usage(format!("there is no {}", file.display()));
            read(file).map_err(Failure::world)?.ok_or_else(missing)
        });
        let since = since.transpose()?;
        if since.as_deref().is_some_and(|bytes| ReleaseRecord::read(bytes).is_none()) {
            return Err(Failure::usage("--since is no release record"));
        }
        let known = Known { key: key.as_ref(), since: since.as_deref(), now: Some(common.clock()), packed: None };
        common.during("comparing", || look(&known)).map_err(Failure::world)
    }

    /// What the content at hand does not give, built for the day of the manifest.
    fn rebuild(&self, common: &Common, found: &Verdict) -> Result<Vec<Difference>, Failure> {
        let Some(manifest) = &found.manifest else { return Ok(Vec::new()) };
        let as_of = manifest.as_of.parse().map_err(|_| Failure::usage("the manifest has no day"))?;
        let common = Common { as_of: Some(as_of), ..common.clone() };
        let mut site = common.load()?;
        site.serve_at(self.base_url.as_deref())?;
        let entered = crate::enter(&site.tree, &site.settings).without_sources();
        let printed = entered.print(&site.settings, &Nowhere).map_err(Failure::usage)?;
        common.report_errors(&printed.diagnostics)?;
        Ok(manifest.compare(&printed.ledger))
    }
}

fn fetch_record(agent: &Agent, root: &str) -> io::Result<Option<Vec<u8>>> {
    fetch(agent, &format!("{root}/{}", crate::push::record::FILE), "identity", 64 << 10)
}

/// What a server answers to those who take this coding, unpacked; `None` where it says that there is nothing.
fn fetch(agent: &Agent, url: &str, coding: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
    let failed = |error: &dyn std::fmt::Display| io::Error::other(format!("{url}: {error}"));
    let mut answer = agent.get(url).header("accept-encoding", coding).call().map_err(|error| failed(&error))?;
    let is_packed = answer.headers().get("content-encoding").is_some_and(|coding| coding == "gzip");
    match answer.status().as_u16() {
        200 => {
            let (body, mut bytes) = (answer.body_mut().as_reader(), Vec::new());
            let body: Box<dyn Read> = if is_packed { Box::new(MultiGzDecoder::new(body)) } else { Box::new(body) };
            let read = body.take(most.saturating_add(1)).read_to_end(&mut bytes);
            // What cannot be unpacked is not the file.
            read.map(drop).or_else(|error| if is_packed { Ok(()) } else { Err(failed(&error)) })?;
            Ok(Some(bytes))
        }
        404 | 410 => Ok(None),
        status => Err(failed(&format!("the server says {status}"))),
    }
}
