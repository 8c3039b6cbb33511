//! A bare repository, read by the git program: names and bytes of a commit's files, and nothing else.
//!
//! Nothing is checked out, and no configuration, hook, filter or attribute of a pusher is looked at: trees and blobs are read as
//! they are. Nothing of the environment reaches git but where a push under way keeps its objects.
//!
//! **Invariant.** What git is asked to read is bounded before it is read: how many files, how deep, how large.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// How many files and folders a commit may have.
const MOST_ENTRIES: usize = 50_000;
/// How many commits a push may bring where each of them is looked at.
const MOST_COMMITS: usize = 200;
/// How deep they may be.
const DEEPEST: usize = 16;
/// How large a file may be, in bytes.
const LARGEST: u64 = 16 << 20;
/// How large all files together may be, in bytes.
const LARGEST_TREE: u64 = 1 << 30;
/// Where git tells a hook that the objects of a push are until it is accepted.
const QUARANTINE: [&str; 3] = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"];

/// Why a repository or commit cannot be read.
#[derive(Debug)]
pub enum GitError {
    /// The program could not be started, or its answer not be read.
    World(io::Error),
    /// git refused; what it was asked to do.
    Refused(&'static str),
    /// A commit holds what a site does not: the path, and what is wrong with it.
    Unlawful(String, &'static str),
    /// A commit is larger than any site.
    TooLarge(&'static str),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::World(error) => write!(f, "git cannot be run: {error}"),
            Self::Refused(what) => write!(f, "git could not {what}"),
            Self::Unlawful(path, problem) => write!(f, "{path}: {problem}"),
            Self::TooLarge(problem) => f.write_str(problem),
        }
    }
}

impl std::error::Error for GitError {}

impl From<io::Error> for GitError {
    fn from(error: io::Error) -> Self {
        Self::World(error)
    }
}

/// The id of a commit, tree or blob: 40 or 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(String);

impl Id {
    /// Takes an id; `None` where it is none, or that of nothing (all zeros).
    pub fn new(text: &str) -> Option<Self> {
        let is_id = matches!(text.len(), 40 | 64) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (is_id && text.bytes().any(|byte| byte != b'0')).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A repository.
pub struct Repository {
    path: PathBuf,
    /// Where the site is in its commits: nothing, or a folder with `/` at its end.
    prefix: String,
    quarantine: Vec<(&'static str, OsString)>,
}

impl Repository {
    /// A repository; in a hook, with the objects of the push that it was called for.
    ///
    /// # Errors
    /// When it is no folder.
    pub fn open(path: &Path) -> Result<Self, GitError> {
        let path = path.canonicalize()?;
        let is_inside =
            |value: &OsStr| Path::new(value).canonicalize().is_ok_and(|own| own.starts_with(path.join("objects")));
        let told = QUARANTINE.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        let quarantine = told.filter(|(_, value)| is_inside(value)).collect();
        Ok(Self { path, prefix: String::new(), quarantine })
    }

    /// The repository that a site's folder is in; `None` where it is in none.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn around(folder: &Path) -> Result<Option<Self>, GitError> {
        let mut git = plain();
        let told = git.args(["rev-parse", "--absolute-git-dir", "--show-prefix"]).current_dir(folder).output()?;
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        let Some((path, prefix)) = told.split_once('\n') else { return Ok(None) };
        Ok(Some(Self { path: path.into(), prefix: prefix.trim_end_matches('\n').to_owned(), quarantine: Vec::new() }))
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// git, with nothing of this process's environment.
    pub fn git(&self) -> Command {
        let mut git = plain();
        git.env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_DIR", &self.path)
            .envs(self.quarantine.iter().map(|(name, value)| (name, value)));
        let mut trust = OsString::from("safe.directory=");
        trust.push(&self.path);
        git.arg("-c").arg(trust).args(["-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"]);
        git.current_dir(&self.path);
        git
    }

    /// The commit that a name stands for; `None` where there is none.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn commit(&self, name: &str) -> Result<Option<Id>, GitError> {
        let wanted = format!("{name}^{{commit}}");
        let told = self.git().args(["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).output()?;
        Ok(Id::new(String::from_utf8_lossy(&told.stdout).trim()))
    }

    /// Whether an id is that of a commit, and not of a tag or anything else.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn is_commit(&self, id: &Id) -> Result<bool, GitError> {
        Ok(self.git().args(["cat-file", "-t", &id.0]).output()?.stdout == b"commit\n")
    }

    /// A value of the repository's own configuration; `None` where it has none.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn configured(&self, name: &str) -> Result<Option<String>, GitError> {
        let told = self.git().args(["config", "--local", "--get", name]).output()?;
        let value = String::from_utf8_lossy(&told.stdout).trim_end_matches('\n').to_owned();
        Ok(told.status.success().then_some(value))
    }

    /// Whether the first commit is the second or one that it comes from.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn is_ancestor(&self, old: &Id, new: &Id) -> Result<bool, GitError> {
        Ok(self.git().args(["merge-base", "--is-ancestor", &old.0, &new.0]).status()?.success())
    }

    /// The commits that come with `new` and were not in `old`, each after those that it comes from.
    ///
    /// # Errors
    /// When git cannot be run, or when they are more than a push has.
    pub fn commits(&self, old: &Id, new: &Id) -> Result<Vec<Id>, GitError> {
        let most = format!("--max-count={}", MOST_COMMITS + 1);
        let range = format!("{}..{}", old.0, new.0);
        let told = self.git().args(["rev-list", "--topo-order", &most, &range]).output()?;
        told.status.success().then_some(()).ok_or(GitError::Refused("list the commits"))?;
        let mut all: Vec<Id> = String::from_utf8_lossy(&told.stdout).lines().filter_map(Id::new).collect();
        if all.len() > MOST_COMMITS {
            return Err(GitError::TooLarge("more than 200 commits at once; push fewer at a time"));
        }
        all.reverse();
        Ok(all)
    }

    /// Who made a commit, and who vouches for it: `signers` is a file as `ssh-keygen` reads it (`allowed_signers`).
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn voucher(&self, commit: &Id, signers: &Path) -> Result<Voucher, GitError> {
        let mut known = OsString::from("gpg.ssh.allowedSignersFile=");
        known.push(signers);
        let form = "--format=%ae%x00%G?%x00%GS%x00%(trailers:key=Declassified-by,valueonly,unfold,separator=%x1f)";
        let mut git = self.git();
        git.args(["-c", "gpg.format=ssh", "-c", "gpg.ssh.program=ssh-keygen", "-c", "gpg.ssh.revocationFile="]);
        // A signature says itself which program it wants; no other is asked.
        git.args(["-c", "gpg.program=false", "-c", "gpg.x509.program=false", "-c"]);
        let told = git.arg(known).args(["log", "-1", "--no-show-signature", form, &commit.0]).output()?;
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        let [author, state, signer, trailers] = told.trim_end_matches('\n').split('\0').collect::<Vec<_>>()[..] else {
            return Err(GitError::Refused("read the commit"));
        };
        let signers = signer.split(',').map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty());
        Ok(Voucher {
            author: author.to_lowercase(),
            signers: signers.filter(|_| state == "G").collect(),
            declassified_by: trailers.split('\x1f').map(address).collect(),
        })
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// When something in it is no file, or more than a site has.
    pub fn files(&self, commit: &Id) -> Result<Files, GitError> {
        let mut git = self.git();
        let tree = if self.prefix.is_empty() { commit.0.clone() } else { format!("{}:{}", commit.0, self.prefix) };
        git.args(["ls-tree", "-r", "-t", "-z", "-l", "--full-tree", &tree]);
        let mut child = Running(git.stdout(Stdio::piped()).spawn()?);
        let mut out = BufReader::new(child.0.stdout.take().ok_or(GitError::Refused("list the files of the commit"))?);
        let mut files = Files::default();
        let (mut total, mut count) = (0, 0);
        // A line that is longer than any path may be is cut, and is no line then.
        for line in std::iter::from_fn(|| next_line(&mut out).transpose()) {
            count += 1;
            if count > MOST_ENTRIES {
                return Err(GitError::TooLarge("the commit has more than 50,000 files and folders"));
            }
            if let Some((path, id, size)) = file_of(&line?)? {
                total += size;
                if total > LARGEST_TREE {
                    return Err(GitError::TooLarge("the files of the commit have more than 1 GiB"));
                }
                files.ids.insert(path, (id, size));
            }
        }
        child.0.wait()?.success().then_some(files).ok_or(GitError::Refused("list the files of the commit"))
    }

    /// The id of one file of a commit, whatever else is in it; `None` where there is none.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn entry(&self, commit: &Id, path: &str) -> Result<Option<Id>, GitError> {
        let name = format!("{}:{}{path}", commit.0, self.prefix);
        let told = self.git().args(["rev-parse", "--verify", "--quiet", "--end-of-options", &name]).output()?;
        Ok(Id::new(String::from_utf8_lossy(&told.stdout).trim()))
    }

    /// The bytes of files, in the order of their ids.
    ///
    /// # Errors
    /// When git does not have one of them.
    pub fn read(&self, ids: &[&Id]) -> Result<Vec<Vec<u8>>, GitError> {
        let mut child =
            Running(self.git().args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?);
        let (Some(mut input), Some(output)) = (child.0.stdin.take(), child.0.stdout.take()) else {
            return Err(GitError::Refused("read files"));
        };
        let asked: String = ids.iter().map(|id| format!("{id}\n")).collect();
        std::thread::scope(|scope| {
            scope.spawn(move || input.write_all(asked.as_bytes()));
            let mut output = BufReader::new(output);
            ids.iter().map(|_| read_blob(&mut output)).collect()
        })
    }
}

/// git, with nothing of this process's environment or user.
pub fn plain() -> Command {
    let mut git = Command::new("git");
    git.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C").env("HOME", "/nonexistent");
    git.envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_NO_REPLACE_OBJECTS", "1")]);
    git.stdin(Stdio::null()).stderr(Stdio::null());
    git
}

/// Who made a commit, and who vouches for it; addresses in small letters.
#[derive(Debug)]
pub struct Voucher {
    /// The author's address, as the commit says.
    pub author: String,
    /// The addresses of whoever signed it with a known key; empty where that is nobody.
    pub signers: Vec<String>,
    /// The addresses in `Declassified-by:` trailers.
    pub declassified_by: Vec<String>,
}

/// The address in `Name <address>`.
fn address(text: &str) -> String {
    let inner = text.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(address, _)| address);
    inner.unwrap_or(text).trim().to_lowercase()
}

/// A process that is ended, whatever becomes of what it was asked.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The files of a commit: paths, the ids of their bytes, and how many these are.
#[derive(Debug, Default)]
pub struct Files {
    ids: BTreeMap<String, (Id, u64)>,
}

impl Files {
    /// The id of a file's bytes.
    pub fn id(&self, path: &str) -> Option<&Id> {
        self.ids.get(path).map(|(id, _)| id)
    }

    /// The files below a folder, which ends with `/`, with their sizes.
    pub fn below<'f>(&'f self, folder: &'f str) -> impl Iterator<Item = (&'f str, &'f Id, u64)> {
        let from = self.ids.range(folder.to_owned()..);
        from.take_while(move |(path, _)| path.starts_with(folder)).map(|(path, (id, size))| (path.as_str(), id, *size))
    }
}

fn next_line(out: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let read = out.take(8 << 10).read_until(0, &mut line)?;
    Ok((read > 0).then_some(line))
}

/// `mode type id size<tab>path<NUL>`; `None` for a folder.
fn file_of(line: &[u8]) -> Result<Option<(String, Id, u64)>, GitError> {
    const UNREADABLE: GitError = GitError::Refused("list the files of the commit");
    let line =
        line.strip_suffix(b"\0").ok_or(GitError::TooLarge("a path in the commit is longer than any site has"))?;
    let tab = line.iter().position(|byte| *byte == b'\t').ok_or(UNREADABLE)?;
    let told = std::str::from_utf8(&line[..tab]).map_err(|_| UNREADABLE)?;
    let path = String::from_utf8_lossy(&line[tab + 1..]).into_owned();
    let [mode, kind, id, size] = told.split_whitespace().collect::<Vec<_>>()[..] else { return Err(UNREADABLE) };
    let unlawful = |problem| Err(GitError::Unlawful(path.escape_default().to_string(), problem));
    if std::str::from_utf8(&line[tab + 1..]).is_err() {
        return unlawful("the name is not UTF-8");
    }
    if path.matches('/').count() >= DEEPEST {
        return unlawful("it is in more folders than a site has, one in another");
    }
    match (kind, mode) {
        ("tree", _) => return Ok(None),
        ("blob", "100644" | "100755") => {}
        ("blob", "120000") => return unlawful("a symlink, where only files may be (R20)"),
        ("commit", _) => return unlawful("a submodule, where only files may be (R20)"),
        _ => return unlawful("not a file (R20)"),
    }
    let size = size.parse().map_err(|_| UNREADABLE)?;
    if size > LARGEST {
        return unlawful("it is larger than 16 MiB");
    }
    Ok(Some((path, Id::new(id).ok_or(UNREADABLE)?, size)))
}

fn read_blob(output: &mut impl BufRead) -> Result<Vec<u8>, GitError> {
    const MISSING: GitError = GitError::Refused("read a file of the commit");
    let mut header = String::new();
    output.read_line(&mut header)?;
    let [_, "blob", size] = header.split_whitespace().collect::<Vec<_>>()[..] else { return Err(MISSING) };
    let size: u64 = size.parse().map_err(|_| MISSING)?;
    let mut bytes = Vec::new();
    output.take(size + 1).read_to_end(&mut bytes)?;
    (bytes.len() as u64 == size + 1 && bytes.pop() == Some(b'\n')).then_some(bytes).ok_or(MISSING)
}
