//! The command line: what was typed, and who answers it. The only code that prints.
//!
//! Data goes to standard output, talk to standard error.
//!
//! **Invariant.** Whatever goes wrong, a panic included, what is printed quotes nothing withheld (R6).

mod build;
mod check;
mod diff;
mod effective;
mod explain;
mod hook;
mod import;
mod init;
mod list;
mod load;
mod progress;
mod releases;
mod sign;
mod table;
mod verify;

use crate::diagnostic::{self, Diagnostic, Form};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Publishes the White and Green outputs of committees as a static website.
#[derive(Parser)]
#[command(name = "promulgate", version, arg_required_else_help = true)]
struct Typed {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args, Clone)]
struct Common {
    /// The site's folder [default: the nearest parent with promulgate.toml]
    #[arg(short, long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say what is being done
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colours; NO_COLOR is respected
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Colour,
    /// The day to build for [default: today in Europe/London]
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    as_of: Option<Date>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new site that builds at once
    Init(init::Init),
    /// Turn headlines as issued into a content file
    Import(import::Import),
    /// Report everything that `build` would refuse, and all warnings; writes nothing
    Check(check::Check),
    /// Check the content, then write the site
    Build(build::Build),
    /// Account for a file portion by portion, or explain a rule
    Explain(explain::Explain),
    /// Print a register, or what is withheld or to come
    List(list::List),
    /// Say which version of a standard applies on a day, and by which decision
    Effective(effective::Effective),
    /// Say what becomes public, and what ceases to be, between two commits
    Diff(diff::Diff),
    /// Publish by git push
    Hook(hook::Hook),
    /// List the releases that are kept
    Releases(releases::List),
    /// Go back to what a release was made of
    Rollback(releases::Rollback),
    /// Say when the site next changes by itself
    NextChange(releases::NextChange),
    /// Compare a site with its manifest and release record
    Verify(verify::Verify),
    /// Sign the release record of a site
    Sign(sign::Sign),
    /// Make a key that signs releases
    Keygen(sign::Keygen),
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day as 2019-06-27".to_owned())
}

/// Why a command did not do what it was asked; the exit status follows from it.
enum Failure {
    /// The content has errors, which have been reported.
    Content,
    /// `verify` found a difference, and said which.
    Difference,
    /// Wrong usage or configuration.
    Usage(String),
    /// The disk, a permission or a lock.
    World(String),
}

impl Failure {
    fn world(problem: impl Display) -> Self {
        Self::World(problem.to_string())
    }

    fn usage(problem: impl Display) -> Self {
        Self::Usage(problem.to_string())
    }

    /// What it is, in words; nothing where that was said.
    fn text(&self) -> String {
        match self {
            Self::Content | Self::Difference => String::new(),
            Self::Usage(problem) | Self::World(problem) => problem.clone(),
        }
    }

    /// Says why, where that was not said.
    fn tell(&self) {
        if !self.text().is_empty() {
            talk(&format!("error: {}", self.text()));
        }
    }

    /// The same, with nothing left to say.
    fn told(self) -> Self {
        match self {
            Self::Content | Self::Difference => self,
            Self::Usage(_) => Self::Usage(String::new()),
            Self::World(_) => Self::World(String::new()),
        }
    }

    /// Says why, and gives the exit status.
    fn report(&self) -> u8 {
        self.tell();
        match self {
            Self::Content => 1,
            Self::Usage(_) => 2,
            Self::Difference => 3,
            Self::World(_) => 4,
        }
    }
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        talk(&format!("internal error at {place}; please report it with this line"));
    }));
    let typed = match Typed::try_parse() {
        Ok(typed) => typed,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let status = std::panic::catch_unwind(|| match typed.run() {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    });
    ExitCode::from(status.unwrap_or(4))
}

impl Typed {
    fn run(&self) -> Result<(), Failure> {
        match &self.command {
            Command::Init(init) => init.run(&self.common),
            Command::Import(import) => import.run(&self.common),
            Command::Check(check) => check.run(&self.common),
            Command::Build(build) => build.run(&self.common),
            Command::Explain(explain) => explain.run(&self.common),
            Command::List(list) => list.run(&self.common),
            Command::Effective(effective) => effective.run(&self.common),
            Command::Diff(diff) => diff.run(&self.common),
            Command::Hook(hook) => hook.run(&self.common),
            Command::Releases(list) => list.run(),
            Command::Rollback(rollback) => rollback.run(&self.common),
            Command::NextChange(next) => next.run(&self.common),
            Command::Verify(verify) => verify.run(&self.common),
            Command::Sign(sign) => sign.run(&self.common),
            Command::Keygen(keygen) => keygen.run(&self.common),
        }
    }
}

impl Common {
    /// The day that was asked for, or today in Europe/London: the only clock (R18).
    fn as_of(&self) -> Result<Date, Failure> {
        if let Some(day) = self.as_of {
            return Ok(day);
        }
        let zone = jiff::tz::TimeZone::get("Europe/London").map_err(Failure::world)?;
        Ok(zone.to_datetime(clock()).date())
    }

    /// When this happens, for the records of releases; nothing that is published depends on it.
    fn clock(&self) -> jiff::Timestamp {
        clock()
    }

    fn colour(&self) -> bool {
        match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        }
    }

    /// Reports diagnostics to people; warnings only where they are wanted.
    fn report(&self, diagnostics: &[Diagnostic]) {
        let shown: Vec<Diagnostic> = diagnostics.iter().filter(|d| d.is_error() || !self.quiet).cloned().collect();
        talk_raw(&diagnostic::write(&shown, Form::Text { colour: self.colour() }));
    }

    /// Reports the errors among findings, and fails where there are any: a register of faulty content is not printed.
    fn report_errors(&self, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
        let mut errors: Vec<Diagnostic> = diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
        diagnostic::sort(&mut errors);
        self.report(&errors);
        if errors.is_empty() { Ok(()) } else { Err(Failure::Content) }
    }

    /// Says something, unless only errors are wanted.
    fn say(&self, text: &str) {
        if !self.quiet {
            talk(text);
        }
    }

    /// Says what is being done, where that is wanted.
    fn detail(&self, text: &str) {
        if self.verbose {
            talk(text);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock is read here and nowhere else")]
fn clock() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Prints a line of talk; a closed standard error is nobody listening.
fn talk(text: &str) {
    talk_raw(&format!("{text}\n"));
}

fn talk_raw(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Prints data.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Failure::world),
    }
}

/// "1 error", "2 errors".
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// "2 errors and 1 warning".
fn totals(diagnostics: &[Diagnostic]) -> String {
    let count = |is_error| diagnostics.iter().filter(|d| d.is_error() == is_error).map(|d| 1 + d.more).sum();
    let (errors, warnings) = (count(true), count(false));
    format!("{} and {}", counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"))
}
