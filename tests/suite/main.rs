//! The integration tests, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests make trees on disk")]

mod canaries;
mod canaries_in_faults;
mod characters;
mod command_line;
mod compiling;
mod completeness;
mod edits;
mod effective;
mod faults;
mod fixture;
mod folder;
mod generator;
mod golden;
mod harness;
mod hostile;
mod index;
mod lattice;
mod markings;
mod metamorphic;
mod moved;
mod noninterference;
mod openapi;
mod output;
mod parallel;
mod publishing;
mod pushing;
mod readers;
mod real;
mod registers;
mod search;
mod standards;
mod tidy;
mod tools;
mod verdict;
