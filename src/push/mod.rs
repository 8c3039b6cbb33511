//! Publishing by `git push`: what was pushed, as a site; and the releases that are made of it.
//!
//! Whether a push is accepted and when a release is made is for the hooks to say, which are commands.
//!
//! **Invariant.** A commit is read as trees and blobs only; a release is whole before anything points to it.

pub mod git;
pub mod nginx;
pub mod recall;
pub mod release;
pub mod site;
