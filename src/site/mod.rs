//! Record and registers become the files of an edition.
//!
//! One output kind a file. Nothing here decides what may be published: it has nothing else to print.
//!
//! **Invariant.** The same record, registers and settings give the same bytes: no clock, no locale, no map order.

mod answers;
mod api;
mod audience;
pub mod calendar;
mod changes;
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
pub mod words;

use crate::diagnostic::{Diagnostic, Finding, PATH_STRAY, PATH_TAKEN, PATH_TOO_LONG, Rule};
use crate::edition::{Edition, OutputPath, Taken};
use crate::fields;
use crate::record::Record;
use crate::register::Registers;
use crate::settings::Settings;
use crate::source::stray::is_stray;
use std::collections::BTreeMap;
use std::sync::Arc;
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
    let mut plate = Plate::default();
    let objects = gather::objects(material);
    let (pages, data) = rayon::join(|| pages::print(material, &theme, &objects), || for_programs(material, &objects));
    let pages = pages?;
    let search = search::files(material, &search::checks(&pages));
    plate.add_all(theme.assets());
    plate.add(web_manifest::PATH, web_manifest::file(material, &theme), None);
    plate.add_all(pages);
    plate.add_all(data);
    search.into_iter().for_each(|(path, bytes)| plate.add(&path, bytes, None));
    for (path, bytes) in data::print(material, &plate.edition) {
        plate.add(path, bytes, None);
    }
    let mut diagnostics = plate.diagnostics;
    diagnostics.extend(strays(material.settings));
    diagnostics.extend(never::check(&plate.edition, material));
    Ok((plate.edition, diagnostics))
}

/// What systems and editors have left in the theme's folder.
fn strays(settings: &Settings) -> impl Iterator<Item = Diagnostic> {
    let strays = settings.theme.keys().filter(|path| path.split('/').any(is_stray));
    strays.map(|path| {
        let file = format!("themes/{}/{path}", settings.site.theme);
        Diagnostic::new(file, Finding::at(&PATH_STRAY, 0, 0))
    })
}

/// An edition that is being filled, with the sources that asked for its files.
#[derive(Default)]
struct Plate {
    edition: Edition,
    sources: BTreeMap<OutputPath, Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Plate {
    fn add_all(&mut self, files: Vec<File>) {
        files.into_iter().for_each(|(path, bytes, source)| self.add(&path, bytes, source));
    }

    /// A path that is not free is reported at the source of the one or the other file; the program's own have none.
    fn add(&mut self, path: &str, bytes: Vec<u8>, source: Option<Source>) {
        let Some(output) = OutputPath::new(path) else {
            return self.report(&PATH_TOO_LONG, path, source);
        };
        match self.edition.insert(output.clone(), bytes) {
            Ok(()) => self.sources.extend(source.map(|source| (output, source))),
            Err(Taken(by)) => {
                let source = source.or_else(|| self.sources.get(&by?).cloned());
                self.report(&PATH_TAKEN, path, source);
            }
        }
    }

    fn report(&mut self, rule: &'static Rule, path: &str, source: Option<Source>) {
        let (file, (line, column)) = source.unwrap_or_else(|| (path.into(), (0, 0)));
        self.diagnostics.push(Diagnostic::new(file, Finding::at(rule, line, column)));
    }
}

/// The same facts for programs.
fn for_programs(material: Material<'_>, objects: &gather::Objects) -> Vec<File> {
    let data = api::files(material, objects).into_iter().chain(csv_files::files(objects, material.settings.as_of));
    let data = data.chain(feed::files(material, objects));
    let records = ("data/records.ndjson".to_owned(), search::ndjson(material));
    let data = data.chain(linked::files(material, objects)).chain([records]);
    let data = data.map(|(path, bytes)| (path, bytes, None));
    data.chain(calendar::files(material, objects)).collect()
}

/// A source file, and the place in it.
type Source = (Arc<str>, fields::Place);

/// An output file: its path, its bytes, and the source that asked for it.
type File = (String, Vec<u8>, Option<Source>);
