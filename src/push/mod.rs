//! Publishing by `git push`: what was pushed, as a site; and the releases that are made of it.
//!
//! Whether a push is accepted and when a release is made is for the hooks to say, which are commands.
//!
//! **Invariant.** A commit is read as trees and blobs only; a release is whole before anything points to it.

pub mod accepted;
pub mod access;
pub mod account;
pub mod assent;
pub mod compress;
pub mod disclosure;
pub mod git;
pub mod nginx;
pub mod record;
pub mod release;
pub mod site;
pub mod summary;
pub mod timer;
mod undated;
pub mod verify;
