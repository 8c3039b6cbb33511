//! The integration tests, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests make trees on disk")]

mod command_line;
mod compiling;
mod folder;
mod harness;
mod publishing;
mod real;
