//! Words in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    promulgate::command::run()
}
