//! Why an edition was not published, and what to do about it.
//!
//! **Invariant.** Names no file but those of the output folder and of the edition.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// How many strange files are named.
const NAMED: usize = 5;

/// Why nothing was published.
#[derive(Debug)]
pub enum PublishError {
    /// The edition has no manifest of ours.
    NoManifest,
    /// The edition has a file that its manifest does not list, so that the next build would refuse the output.
    Unlisted(String),
    /// The output is `.`, `/`, ends in `..`, or bears the name of a candidate.
    NotAPlace(PathBuf),
    /// A file or symbolic link stands where the output or the candidate belongs.
    NotAFolder(PathBuf),
    /// The output holds files of other people (all of them, sorted; folders end in `/`).
    Foreign(PathBuf, Vec<String>),
    /// The file system cannot exchange the output for another folder.
    NoExchange(PathBuf, io::Error),
    /// The operating system refused to do something (a verb) with a path.
    Refused(&'static str, PathBuf, io::Error),
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoManifest => f.write_str("the edition has no manifest.json of ours"),
            Self::Unlisted(path) => write!(f, "the edition's manifest.json does not list `{path}`"),
            Self::NotAPlace(path) => {
                write!(f, "{path:?} cannot be the output: name a folder of its own, such as `public`")
            }
            Self::NotAFolder(path) => {
                write!(f, "{path:?} is a file or a symbolic link, not a folder: move it, or choose another output")
            }
            Self::Foreign(path, strangers) => write!(
                f,
                "{path:?} holds what no build has written, and is left as it is: {}. Move it elsewhere, or choose a new or empty output",
                some_of(strangers)
            ),
            Self::NoExchange(path, error) => write!(
                f,
                "{path:?} cannot be replaced in one step ({error}): choose an output that is not a mount point, on a file system \
                 with atomic exchange (ext4, xfs, btrfs, tmpfs)"
            ),
            Self::Refused(verb, path, error) => write!(f, "cannot {verb} {path:?}: {error}"),
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoExchange(_, error) | Self::Refused(_, _, error) => Some(error),
            Self::NoManifest | Self::Unlisted(_) | Self::NotAPlace(_) | Self::NotAFolder(_) | Self::Foreign(..) => None,
        }
    }
}

/// Names are quoted: one with a control character could write to a terminal.
pub fn some_of(names: &[String]) -> String {
    let named: Vec<_> = names.iter().take(NAMED).map(|name| format!("{name:?}")).collect();
    match names.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// For `map_err`: the operating system refused to do `verb` with `path`.
pub(super) fn refused<E: Into<io::Error>>(verb: &'static str, path: &Path) -> impl FnOnce(E) -> PublishError {
    move |error| PublishError::Refused(verb, path.to_owned(), error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_strange_files_are_named_and_the_rest_counted() {
        let names = |count| (1..=count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(some_of(&names(1)), r#""1""#);
        assert_eq!(some_of(&names(5)), r#""1", "2", "3", "4", "5""#);
        assert_eq!(some_of(&names(7)), r#""1", "2", "3", "4", "5" and 2 more"#);
    }

    #[test]
    fn a_strange_name_cannot_write_to_the_terminal() {
        assert_eq!(some_of(&["\u{1b}[2J\n".to_owned()]), r#""\u{1b}[2J\n""#);
    }
}
