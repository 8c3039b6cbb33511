//! The integration tests, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests make trees on disk")]

mod characters;
mod command_line;
mod compiling;
mod edits;
mod generator;
mod harness;
mod lattice;
mod noninterference;
mod parallel;
mod real;
mod verdict;
