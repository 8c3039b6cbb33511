//! Accounts of the system, and whose a file is.
//!
//! It reads the local table of accounts only; nothing is changed.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: u32,
    /// Its home.
    pub home: PathBuf,
    /// What it is greeted with.
    pub shell: PathBuf,
}

impl Account {
    fn read(line: &str) -> Option<Self> {
        let [name, _, number, _, _, home, shell] = line.split(':').collect::<Vec<_>>()[..] else { return None };
        Some(Self { name: name.to_owned(), number: number.parse().ok()?, home: home.into(), shell: shell.into() })
    }

    fn find(is_it: impl Fn(&Self) -> bool) -> Option<Self> {
        fs::read_to_string("/etc/passwd").ok()?.lines().filter_map(Self::read).find(is_it)
    }

    /// The account of a number.
    pub fn of(number: u32) -> Option<Self> {
        Self::find(|account| account.number == number)
    }

    /// The account of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::find(|account| account.name == name)
    }
}

/// The name of the account of a number, or the number.
pub fn name(number: u32) -> String {
    Account::of(number).map_or_else(|| number.to_string(), |account| account.name)
}

/// The number of the account that this process acts for.
pub fn own() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Whose a file or folder is.
///
/// # Errors
/// When it is not there.
pub fn owner(path: &Path) -> io::Result<u32> {
    fs::metadata(path).map(|found| found.uid())
}

/// Whether an account can change a file or folder, or put another in its place: by its own mode or that of a folder above it. Groups
/// are taken to hold everybody.
pub fn can_change(number: u32, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let is_open = |at: &Path| {
        let found = fs::metadata(at);
        let is_sticky = |mode: u32| at != path && mode & 0o1000 != 0;
        found.is_ok_and(|found| found.uid() == number || found.mode() & 0o022 != 0 && !is_sticky(found.mode()))
    };
    number == 0 || path.ancestors().any(is_open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_table_are_read() {
        let read = Account::read("push:x:1001:1001::/home/push:/bin/sh").expect("it is an account");
        assert_eq!((read.name.as_str(), read.number, read.shell.to_str()), ("push", 1001, Some("/bin/sh")));
        assert_eq!(Account::read("# nothing"), None);
    }

    #[test]
    fn whoever_owns_a_folder_can_change_what_is_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a");
        fs::File::create(&file).expect("it is made");
        assert!(can_change(own(), &file));
        assert!(own() == 0 && !can_change(54_321, &file) || own() != 0);
        assert!(can_change(0, &file));
    }
}
