//! What a file of the content tree is, by its place (specification 2), and which names it may have (R20).
//!
//! **Invariant.** Only names, never contents.

use crate::diagnostic::{
    Diagnostic, FILE_TOO_LARGE, Finding, PATH_COLLISION, PATH_NAME, PATH_STRAY, PATH_SYMLINK, PATH_UNKNOWN,
};
use crate::slug::Slug;
use crate::source::{Entry, Sealed, SourceTree, stray::is_stray};
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// What a document is, by its place in the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `content/index.md`.
    Home,
    /// `content/pages/a/b.md`: the names on the way.
    Page(Vec<Slug>),
    /// `content/committees/ssc/committee.md`.
    Committee(Slug),
    /// `content/committees/ssc/meetings/80.md`.
    Meeting(Slug, Slug),
    /// `content/standards/x/standard.md`.
    Standard(Slug),
    /// `content/standards/x/1.3.md`.
    Version(Slug, Slug),
    /// `content/glossary.toml`.
    Glossary,
}

impl Place {
    /// The document that this one stands under (R7).
    pub fn parent(&self) -> Option<Self> {
        match self {
            Self::Meeting(committee, _) => Some(Self::Committee(committee.clone())),
            Self::Version(standard, _) => Some(Self::Standard(standard.clone())),
            Self::Home | Self::Page(_) | Self::Committee(_) | Self::Standard(_) | Self::Glossary => None,
        }
    }

    /// What a file is, by its path from the site's root.
    pub fn of(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_prefix("content/")?.split('/').collect();
        let stem = |name: &str| Slug::new(name.strip_suffix(".md")?);
        match parts.as_slice() {
            ["index.md"] => Some(Self::Home),
            ["glossary.toml"] => Some(Self::Glossary),
            ["pages", folders @ .., name] => {
                let mut slugs: Vec<Slug> = folders.iter().map(|folder| Slug::new(folder)).collect::<Option<_>>()?;
                slugs.push(stem(name)?);
                Some(Self::Page(slugs))
            }
            ["committees", committee, "committee.md"] => Some(Self::Committee(Slug::new(committee)?)),
            ["committees", committee, "meetings", name] => Some(Self::Meeting(Slug::new(committee)?, stem(name)?)),
            ["standards", standard, "standard.md"] => Some(Self::Standard(Slug::new(standard)?)),
            ["standards", standard, name] => Some(Self::Version(Slug::new(standard)?, stem(name)?)),
            _ => None,
        }
    }
}

/// A document's path, place and sealed bytes.
pub struct Document<'t> {
    /// From the site's root.
    pub path: Arc<str>,
    /// What it is.
    pub place: Place,
    /// Its bytes.
    pub sealed: &'t Sealed,
}

/// The documents of a tree, sorted by path, and what is wrong with names and files.
pub fn documents(tree: &SourceTree) -> (Vec<Document<'_>>, Vec<Diagnostic>) {
    let mut documents = Vec::new();
    let mut diagnostics = collisions(tree);
    for (path, entry) in tree.entries() {
        let mut report = |rule| diagnostics.push(Diagnostic::new(path.clone(), Finding::at(rule, 0, 0)));
        if path.split('/').any(is_stray) {
            report(&PATH_STRAY);
            continue;
        }
        if !path.split('/').all(is_name) {
            report(&PATH_NAME);
            continue;
        }
        match (entry, Place::of(path)) {
            (Entry::NotAFile, _) => report(&PATH_SYMLINK),
            (Entry::TooLarge, Some(_)) => report(&FILE_TOO_LARGE),
            (Entry::TooLarge, None) | (Entry::File(_), None) => report(&PATH_UNKNOWN),
            (Entry::File(sealed), Some(place)) => documents.push(Document { path: path.clone(), place, sealed }),
        }
    }
    (documents, diagnostics)
}

fn is_name(name: &str) -> bool {
    Slug::new(name).is_some()
}

/// Paths that are one on a file system that knows neither case nor Unicode forms.
fn collisions(tree: &SourceTree) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &Arc<str>> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (path, _) in tree.entries().filter(|(path, _)| !path.split('/').any(is_stray)) {
        let folded: String = path.nfkc().flat_map(char::to_lowercase).collect();
        if seen.insert(folded, path).is_some() {
            diagnostics.push(Diagnostic::new(path.clone(), Finding::at(&PATH_COLLISION, 0, 0)));
        }
    }
    diagnostics
}
