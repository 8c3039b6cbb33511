//! Faulty sites as fixtures: `tests/faults/SLUG.txt`, one for each rule.
//!
//! A fixture is a small tree: a line `--- path` begins a file, `{200B}` is a character. `--- latin1 path` is written in
//! that encoding, `--- large path` is padded beyond the limit, `--- symlink path` is no file. `--- expected` lists
//! every finding as `slug file:line:column`. The committee `ssc` and a configuration are there without saying.

use crate::harness::{Site, project};
use promulgate::diagnostic::Diagnostic;
use promulgate::edition::Edition;
use promulgate::settings::{self, Configuration, Settings};
use promulgate::source::SourceTree;
use promulgate::text::NeverList;
use promulgate::{Compiled, compile};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A faulty site and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// The rule that it is for.
    pub slug: String,
    /// Its files, and the configuration.
    pub site: Site,
    /// Paths with something that is no file.
    pub symlinks: Vec<String>,
    /// The findings.
    pub expected: BTreeSet<String>,
}

/// What checking a fixture gives.
pub struct Outcome {
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of the site; none where the configuration is at fault.
    pub edition: Edition,
}

/// Every fixture, by the name of its file.
pub fn all() -> BTreeMap<String, Fixture> {
    let folder = std::fs::read_dir(project().join("tests/faults")).expect("the fixtures are there");
    let fixture = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.expect("it can be read").path();
        let slug = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        (slug.clone(), Fixture::read(slug, &std::fs::read_to_string(&path).expect("a fixture is text")))
    };
    folder.map(fixture).collect()
}

impl Fixture {
    fn read(slug: String, text: &str) -> Self {
        let mut fixture = Self { slug, site: Site::new(), symlinks: Vec::new(), expected: BTreeSet::new() };
        for part in format!("\n{text}").split("\n--- ").skip(1) {
            let (head, body) = part.split_once('\n').unwrap_or((part, ""));
            let body = if body.is_empty() { String::new() } else { format!("{}\n", body.trim_end_matches('\n')) };
            fixture.add(head, unescaped(&body));
        }
        fixture
    }

    fn add(&mut self, head: &str, text: String) {
        match head.split_once(' ').filter(|(form, _)| ["latin1", "large", "symlink"].contains(form)) {
            _ if head == "expected" => self.expected = text.lines().map(str::to_owned).collect(),
            _ if head == settings::FILE => self.site.configuration = text,
            Some(("symlink", path)) => self.symlinks.push(path.to_owned()),
            Some(("latin1", path)) => {
                let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
                self.site.files.insert(path.to_owned(), bytes);
            }
            Some((_, path)) => {
                let bytes = text + &"text\n".repeat(400_000);
                self.site.files.insert(path.to_owned(), bytes.into_bytes());
            }
            None => {
                self.site.files.insert(head.to_owned(), text.into_bytes());
            }
        }
    }

    /// The tree, what is no file included.
    pub fn tree(&self) -> SourceTree {
        let mut tree = SourceTree::new();
        for (path, bytes) in self.site.files.iter().filter(|(path, _)| path.starts_with("content/")) {
            tree.insert(path.as_str(), bytes.as_slice());
        }
        for path in &self.symlinks {
            tree.insert_other(path.as_str());
        }
        tree
    }

    fn settings(&self) -> Result<Settings, Vec<Diagnostic>> {
        let (configuration, diagnostics) = Configuration::read(&self.site.configuration);
        let configuration = configuration.ok_or(diagnostics)?;
        let never = configuration.policy.never.as_ref().and_then(|path| self.site.files.get(path));
        let never = never.map(|bytes| NeverList::read(&String::from_utf8_lossy(bytes)));
        Ok(configuration.with(BTreeMap::new(), never.unwrap_or_default(), self.site.as_of))
    }

    /// Reads the configuration and compiles the tree.
    pub fn check(&self) -> Outcome {
        match self.settings() {
            Err(diagnostics) => Outcome { diagnostics, edition: Edition::default() },
            Ok(settings) => {
                let Compiled { diagnostics, edition, .. } =
                    compile(&self.tree(), &settings).expect("the default theme is good");
                Outcome { diagnostics, edition }
            }
        }
    }

    /// Writes the site to disk.
    pub fn write(&self, root: &Path) {
        self.site.write(root);
        for path in &self.symlinks {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
            std::os::unix::fs::symlink("/dev/null", path).expect("a symlink can be made");
        }
    }
}

/// A finding as the fixtures write it.
pub fn written(diagnostic: &Diagnostic) -> String {
    let finding = diagnostic.finding;
    let place: String =
        [finding.line, finding.column].iter().take_while(|n| **n > 0).map(|n| format!(":{n}")).collect();
    format!("{} {}{place}", finding.rule.slug, diagnostic.file)
}

/// Reads `{200B}`: a character by its number.
pub fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let character = after.split_once('}').and_then(|(digits, after)| {
            let is_number = digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit() || b"ABCDEF".contains(&b));
            let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
            Some((char::from_u32(number)?, after))
        });
        out.push_str(before);
        let (c, after) = character.unwrap_or(('{', after));
        out.push(c);
        rest = after;
    }
    out + rest
}
