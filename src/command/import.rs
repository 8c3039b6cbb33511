//! `import`: headlines as issued become a content file, with a report of every guess.
//!
//! **Invariant.** The report names lines and what was done; it has no word of the document (R6). Nothing that is
//! there already is overwritten.

use super::{Common, Failure, counted, print, talk};
use crate::diagnostic::Diagnostic;
use crate::import::{self, Imported};
use crate::slug::Slug;
use clap::Args;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Turn headlines as issued into a content file
#[derive(Args)]
pub(super) struct Import {
    /// Headlines as issued: plain text or Markdown
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The committee's folder name
    #[arg(long, value_name = "COMMITTEE")]
    committee: String,
    /// Where to write it, or `-` for standard output [default: its place in the content tree]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Import {
    pub(super) fn run(&self, common: &Common) -> Result<(), Failure> {
        let committee = Slug::new(&self.committee)
            .ok_or_else(|| Failure::usage("--committee takes a folder name such as `ssc`"))?;
        if self.files.len() > 1 && self.output.is_some() {
            return Err(Failure::usage("-o takes one FILE at a time"));
        }
        let mut is_clean = true;
        if self.output.is_none() {
            has_committee(&common.find_root()?, &committee)?;
        }
        for file in &self.files {
            is_clean &= self.import(file, &committee, common)?;
        }
        if is_clean { Ok(()) } else { Err(Failure::Content) }
    }

    /// Imports one file; `false` where the result does not pass `check`.
    fn import(&self, file: &Path, committee: &Slug, common: &Common) -> Result<bool, Failure> {
        let bytes =
            std::fs::read(file).map_err(|error| Failure::world(format!("cannot read {}: {error}", file.display())))?;
        let imported =
            import::import(&bytes).map_err(|error| Failure::usage(format!("{}: {error}", file.display())))?;
        for guess in &imported.report {
            common.say(&format!("{}:{}: {}", file.display(), guess.line, guess.kind));
        }
        if self.output.as_deref() == Some(Path::new("-")) {
            print(&imported.text)?;
            return Ok(true);
        }
        let place = format!("content/committees/{committee}/meetings/{}.md", imported.stem);
        let root = if self.output.is_some() { common.find_root().ok() } else { Some(common.find_root()?) };
        let output = match (&self.output, &root) {
            (Some(output), _) => output.clone(),
            (None, Some(root)) => root.join(&place),
            (None, None) => PathBuf::from(&place),
        };
        write_new(&output, &imported)?;
        common.say(&format!("wrote {} with {}", output.display(), counted(imported.report.len(), "guess", "guesses")));
        match root {
            Some(_) => check(common, &output),
            None => Ok(true),
        }
    }
}

/// A meeting has a place only under its committee.
fn has_committee(root: &Path, committee: &Slug) -> Result<(), Failure> {
    let file = root.join(format!("content/committees/{committee}/committee.md"));
    let missing = || Failure::usage(format!("there is no committee `{committee}`: write {} first", file.display()));
    if file.is_file() { Ok(()) } else { Err(missing()) }
}

/// Writes a file that is not there yet.
fn write_new(output: &Path, imported: &Imported) -> Result<(), Failure> {
    let fault = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::world(format!(
            "{} is there already, and is left as it is; name another file with -o, or remove it",
            output.display()
        )),
        _ => Failure::world(format!("cannot write {}: {error}", output.display())),
    };
    if let Some(folder) = output.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        #[expect(clippy::disallowed_methods, reason = "import writes a content file where it was told to")]
        std::fs::create_dir_all(folder).map_err(fault)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(output).map_err(fault)?;
    file.write_all(imported.text.as_bytes()).map_err(fault)
}

/// Checks the site with the new file, and says what it has to say of that.
fn check(common: &Common, output: &Path) -> Result<bool, Failure> {
    let site = common.load()?;
    let (Ok(root), Ok(file)) = (site.root.canonicalize(), output.canonicalize()) else { return Ok(true) };
    let Ok(inside) = file.strip_prefix(&root) else { return Ok(true) };
    let path = inside.to_string_lossy().replace('\\', "/");
    let compiled = crate::compile(&site.tree, &site.settings).map_err(Failure::usage)?;
    let own: Vec<Diagnostic> = compiled.diagnostics.into_iter().filter(|diagnostic| *diagnostic.file == path).collect();
    common.report(&own);
    let is_clean = !own.iter().any(Diagnostic::is_error);
    if is_clean {
        common.say("it passes `check`");
    } else {
        talk("it does not pass `check`; see above");
    }
    Ok(is_clean)
}
