//! The integration tests, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests make trees on disk")]

mod command_line;
mod compiling;
mod generator;
mod harness;
mod noninterference;
mod parallel;
mod real;
