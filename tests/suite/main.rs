//! The integration tests, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests make trees on disk")]

mod characters;
mod command_line;
mod compiling;
mod completeness;
mod edits;
mod generator;
mod harness;
mod lattice;
mod metamorphic;
mod noninterference;
mod parallel;
mod real;
mod verdict;
