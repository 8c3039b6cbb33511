//! Record and registers become the files of an edition.
//!
//! One output kind a file. Nothing here decides what may be published: it has nothing else to print.
//!
//! **Invariant.** The same record, registers and settings give the same bytes: no clock, no locale, no map order.

mod api;
pub mod autolink;
pub mod calendar;
mod chart;
pub mod csv_files;
mod data;
pub mod effective;
mod feed;
pub mod gather;
pub mod headers;
mod highlight;
pub mod html;
mod linked;
mod months;
mod names;
mod never;
mod notes;
pub mod objects;
mod pages;
pub mod printer;
pub mod search;
mod tally;
pub mod terms;
pub mod theme;
mod view;
mod web_manifest;

use crate::diagnostic::{Diagnostic, Finding, PATH_TAKEN};
use crate::edition::{Edition, OutputPath};
use crate::record::Record;
use crate::register::Registers;
use crate::settings::Settings;
use theme::{Theme, ThemeError};

/// The public material that a site is printed from.
#[derive(Clone, Copy)]
pub struct Material<'r> {
    /// The public record.
    pub record: &'r Record,
    /// What follows from it.
    pub registers: &'r Registers,
    /// The configuration, theme and date.
    pub settings: &'r Settings,
}

/// Prints the files of an edition.
///
/// # Errors
/// When a template of the theme cannot be read or used.
pub fn print(material: Material<'_>) -> Result<(Edition, Vec<Diagnostic>), ThemeError> {
    let theme = Theme::new(material.settings)?;
    let mut edition = Edition::default();
    let mut diagnostics = Vec::new();
    let mut files = theme.assets();
    files.push((web_manifest::PATH.to_owned(), web_manifest::file(material, &theme), None));
    let objects = gather::objects(material);
    let (pages, data) = rayon::join(|| pages::print(material, &theme, &objects), || for_programs(material, &objects));
    let pages = pages?;
    let data = data.into_iter().chain(search::files(material, &search::checks(&pages)));
    files.extend(pages);
    for (path, bytes, source) in files {
        let is_new = OutputPath::new(&path).is_some_and(|path| edition.insert(path, bytes));
        if !is_new {
            let file = source.unwrap_or_else(|| path.into());
            diagnostics.push(Diagnostic::new(file, Finding::at(&PATH_TAKEN, 0, 0)));
        }
    }
    for (path, bytes) in data {
        let is_new = OutputPath::new(&path).is_some_and(|path| edition.insert(path, bytes));
        assert!(is_new, "no page has the name of a data file");
    }
    for (path, bytes) in data::print(material, &edition) {
        let is_new = OutputPath::new(path).is_some_and(|path| edition.insert(path, bytes));
        assert!(is_new, "no page has the name of a data file");
    }
    diagnostics.extend(never::check(&edition, material));
    Ok((edition, diagnostics))
}

/// The same facts for programs.
fn for_programs(material: Material<'_>, objects: &gather::Objects) -> Vec<(String, Vec<u8>)> {
    let data = api::files(material, objects).into_iter().chain(csv_files::files(objects));
    let data = data.chain(feed::files(material, objects)).chain(calendar::files(material, objects));
    let records = ("data/records.ndjson".to_owned(), search::ndjson(material));
    data.chain(linked::files(material, objects)).chain([records]).collect()
}

/// An output file: its path, its bytes, and the source that asked for it.
type File = (String, Vec<u8>, Option<std::sync::Arc<str>>);
