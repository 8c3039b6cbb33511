//! The integration tests, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests make trees on disk")]

mod canaries;
mod canaries_in_faults;
mod command_line;
mod compiling;
mod faults;
mod fixture;
mod generator;
mod harness;
mod hostile;
mod markings;
mod noninterference;
mod parallel;
mod real;
mod tidy;
