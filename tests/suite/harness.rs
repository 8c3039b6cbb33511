//! Small content trees for tests, compiled in memory or on disk.

pub use crate::tools::{has_tool, missing};
use jiff::civil::{Date, date};
use promulgate::settings::{self, Settings};
use promulgate::source::SourceTree;
use promulgate::{Compiled, compile};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The configuration of a test's site, up to `[policy]`.
pub const SITE: &str = "[site]\ntitle = \"Test site\"\nbase_url = \"https://outputs.example.org/\"\norganisation = \"Org\"\ncopyright = \"Subject to copyright\"\n\n";

/// A content tree with a configuration and a date.
#[derive(Clone, Debug)]
pub struct Site {
    /// Files by path from the site's root.
    pub files: BTreeMap<String, Vec<u8>>,
    /// `promulgate.toml`.
    pub configuration: String,
    /// The day of the build.
    pub as_of: Date,
}

impl Site {
    /// A site without content that publishes White and Green, as of 27 June 2019.
    pub fn empty() -> Self {
        let configuration = format!("{SITE}[policy]\npublish = [\"White\", \"Green\"]\n");
        Self { files: BTreeMap::new(), configuration, as_of: date(2019, 6, 27) }
    }

    /// A site with one White committee, `ssc`.
    pub fn new() -> Self {
        Self::empty().file(
            "content/committees/ssc/committee.md",
            "+++\nclassification = \"White\"\ntitle = \"Security Sub-Committee\"\nabbreviation = \"SSC\"\n+++\n",
        )
    }

    /// Adds or replaces a file.
    pub fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    /// Adds meeting 80 of `ssc`, White, with this body.
    pub fn meeting(self, body: &str) -> Self {
        self.meeting_as("White", body)
    }

    /// Adds meeting 80 of `ssc` with a classification and a body.
    pub fn meeting_as(self, classification: &str, body: &str) -> Self {
        let text = format!("+++\nclassification = \"{classification}\"\ndate = 2019-06-26\nnumber = 80\n+++\n{body}");
        self.file("content/committees/ssc/meetings/80.md", text)
    }

    /// Replaces what follows `[policy]`.
    pub fn policy(mut self, policy: &str) -> Self {
        self.configuration = format!("{SITE}[policy]\n{policy}");
        self
    }

    /// Builds as of another day.
    pub fn on(mut self, year: i16, month: i8, day: i8) -> Self {
        self.as_of = date(year, month, day);
        self
    }

    /// The settings of the site.
    pub fn settings(&self) -> Settings {
        let (settings, diagnostics) = settings::read(&self.configuration, self.as_of);
        settings.unwrap_or_else(|| panic!("the configuration is faulty: {diagnostics:?}"))
    }

    /// The content tree.
    pub fn tree(&self) -> SourceTree {
        let mut tree = SourceTree::new();
        for (path, bytes) in &self.files {
            tree.insert(path.as_str(), bytes.as_slice());
        }
        tree
    }

    /// Compiles the site in memory.
    pub fn compile(&self) -> Compiled {
        compile(&self.tree(), &self.settings()).expect("the default theme is good")
    }

    /// Writes the site below a folder.
    pub fn write(&self, root: &Path) {
        std::fs::create_dir_all(root).expect("the folder can be made");
        std::fs::write(root.join("promulgate.toml"), &self.configuration).expect("it can be written");
        for (path, bytes) in &self.files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
            std::fs::write(path, bytes).expect("it can be written");
        }
    }
}

/// The slugs of the errors and warnings of a compilation, with their lines.
pub fn found(compiled: &Compiled) -> Vec<(&'static str, u32)> {
    compiled.diagnostics.iter().map(|d| (d.finding.rule.slug, d.finding.line)).collect()
}

/// A page of a compilation as text; panics where it is not there.
pub fn page<'c>(compiled: &'c Compiled, path: &str) -> &'c str {
    let bytes = compiled.edition.file(path).unwrap_or_else(|| panic!("no {path} in the edition"));
    std::str::from_utf8(bytes).expect("pages are UTF-8")
}

/// Every file of a compilation joined, for searching.
pub fn everything(compiled: &Compiled) -> String {
    let files = compiled.edition.files();
    files.map(|(path, bytes)| format!("{path}\n{}\n", crate::index::text(path.as_str(), bytes))).collect()
}

/// The program.
pub fn promulgate() -> Command {
    Command::new(env!("CARGO_BIN_EXE_promulgate"))
}

/// Runs the program in a folder.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    promulgate().current_dir(folder).args(arguments).output().expect("the program starts")
}

/// Where the project is.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the material beside the project. Without it a test says that it is skipped.
pub fn shared(path: &str) -> Option<PathBuf> {
    let file = project().join("../shared").join(path);
    if !file.exists() {
        println!("skipped: ../shared/{path} is not there");
        return None;
    }
    Some(file)
}
