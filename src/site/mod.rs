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

use crate::diagnostic::{Diagnostic, Finding, NEVER_WORD, PATH_STRAY, PATH_TAKEN, PATH_TOO_LONG, Rule};
use crate::edition::{Files, Leaf, Ledger, OutputPath, Sink, Taken};
use crate::fields;
use crate::record::Record;
use crate::register::Registers;
use crate::settings::Settings;
use crate::source::stray::is_stray;
use crate::text::NeverList;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
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

/// Prints the files of an edition into a sink, each as soon as it is made; `never` are words that none may hold.
///
/// # Errors
/// When a template of the theme cannot be read or used.
pub fn print(
    material: Material<'_>,
    never: Option<&NeverList>,
    sink: &dyn Sink,
) -> Result<(Ledger, Vec<Diagnostic>), ThemeError> {
    let mut plate = Plate::new(never, sink, search::paths(material));
    print_record(material, &mut plate)?;
    plate.print(search::files(material, &plate.checks()).into_iter().map(Task::of_file).collect())?;
    plate.print(data::files(material, &plate.listed()).into_iter().map(Task::of_file).collect())?;
    plate.print(vec![Task::of_file(data::manifest(material, &plate.ledger))])?;
    let mut diagnostics = plate.diagnostics;
    diagnostics.extend(strays(material.settings));
    Ok((plate.ledger, diagnostics))
}

/// Prints every file that is made of the record itself; what that takes in memory is given back before the search is made.
fn print_record(material: Material<'_>, plate: &mut Plate<'_>) -> Result<(), ThemeError> {
    let theme = Theme::new(material.settings)?;
    let objects = gather::objects(material);
    let press = pages::Press::new(material, &theme, &objects);
    plate.print(tasks(material, &press, &objects))
}

/// The paths of what would be printed, but for files whose names are made of their content.
///
/// # Errors
/// When a template of the theme cannot be read.
pub fn paths(material: Material<'_>) -> Result<Vec<String>, ThemeError> {
    let theme = Theme::new(material.settings)?;
    let objects = gather::objects(material);
    let press = pages::Press::new(material, &theme, &objects);
    let own = data::PATHS.iter().chain([&search::INDEX, &data::MANIFEST]).map(|path| (*path).to_owned());
    Ok(tasks(material, &press, &objects).into_iter().map(|task| task.path).chain(own).collect())
}

/// Every file that is made of the record itself, and not of other files; the largest first, so that no thread is left with one at
/// the end.
fn tasks<'r>(material: Material<'r>, press: &'r pages::Press<'r>, objects: &'r gather::Objects) -> Vec<Task<'r>> {
    let theme = press.theme();
    let mut tasks = vec![Task::in_parts("data/records.ndjson", move || search::ndjson(material))];
    tasks.extend(csv_files::tasks(objects, material.settings.as_of));
    tasks.extend(api::tasks(material, objects));
    tasks.extend(calendar::tasks(material, objects));
    tasks.extend(feed::tasks(material, objects));
    tasks.extend(linked::tasks(material, objects));
    tasks.extend(press.tasks());
    tasks.push(Task::of(web_manifest::PATH, move || web_manifest::file(material, theme)));
    tasks.extend(theme.assets().into_iter().map(Task::of_file));
    tasks
}

/// What systems and editors have left in the theme's folder.
fn strays(settings: &Settings) -> impl Iterator<Item = Diagnostic> {
    let strays = settings.theme.keys().filter(|path| path.split('/').any(is_stray));
    strays.map(|path| {
        let file = format!("themes/{}/{path}", settings.site.theme);
        Diagnostic::new(file, Finding::at(&PATH_STRAY, 0, 0))
    })
}

/// A file that is to be printed: where it goes, and how it is made.
struct Task<'r> {
    path: String,
    /// The source that asked for it; none where the program makes it of many.
    source: Option<Source>,
    print: Print<'r>,
}

impl<'r> Task<'r> {
    fn of(path: impl Into<String>, print: impl FnOnce() -> Vec<u8> + Send + 'r) -> Self {
        Self { path: path.into(), source: None, print: Box::new(|| Ok(Made::Whole(print()))) }
    }

    fn in_parts<P: Iterator<Item = Vec<u8>> + 'r>(
        path: impl Into<String>,
        print: impl FnOnce() -> P + Send + 'r,
    ) -> Self {
        Self { path: path.into(), source: None, print: Box::new(|| Ok(Made::InParts(Box::new(print())))) }
    }

    fn of_file((path, bytes): (impl Into<String>, Vec<u8>)) -> Self {
        Self::of(path, || bytes)
    }
}

/// An edition that is being printed: each file goes to the sink, and what is known of it stays.
struct Plate<'s> {
    sink: &'s dyn Sink,
    never: Option<&'s NeverList>,
    /// The pages that the search finds.
    found: HashSet<String>,
    claims: Files<Option<Source>>,
    ledger: Ledger,
    pages: BTreeMap<OutputPath, PageFacts>,
    diagnostics: Vec<Diagnostic>,
}

/// What the sitemap and the search need to know of a page.
#[derive(Clone, Copy)]
struct PageFacts {
    /// Search engines may list it.
    is_listed: bool,
    /// What tells it from the same page of another build.
    check: Option<u16>,
}

/// A file that has been printed.
struct Printed {
    path: OutputPath,
    leaf: Leaf,
    page: Option<PageFacts>,
    has_never_word: bool,
}

impl<'s> Plate<'s> {
    fn new(never: Option<&'s NeverList>, sink: &'s dyn Sink, found: HashSet<String>) -> Self {
        Self {
            sink,
            never,
            found,
            claims: Files::default(),
            ledger: Ledger::default(),
            pages: BTreeMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Prints what has a path of its own.
    fn print(&mut self, tasks: Vec<Task<'_>>) -> Result<(), ThemeError> {
        let claimed: Vec<_> = tasks.into_iter().filter_map(|task| self.claim(task)).collect();
        let print = |(path, print): (OutputPath, Print<'_>)| Ok(self.put(path, print()?));
        let printed: Vec<Result<Printed, ThemeError>> = claimed.into_par_iter().map(print).collect();
        for printed in printed {
            let Printed { path, leaf, page, has_never_word } = printed?;
            self.pages.extend(page.map(|page| (path.clone(), page)));
            if has_never_word {
                self.diagnostics.push(Diagnostic::new(path.as_str(), Finding::at(&NEVER_WORD, 0, 0)));
            }
            self.ledger.insert(path, leaf).expect("the path was claimed");
        }
        Ok(())
    }

    /// Hands a printed file to the sink, and keeps what must be known of it.
    fn put(&self, path: OutputPath, made: Made<'_>) -> Printed {
        match (made, self.never) {
            (Made::Whole(bytes), _) => self.put_whole(path, bytes),
            (Made::InParts(mut parts), None) => {
                let leaf = self.sink.put_parts(&path, &mut parts);
                Printed { path, leaf, page: None, has_never_word: false }
            }
            // A word may begin in one part and end in the next.
            (Made::InParts(parts), Some(_)) => self.put_whole(path, parts.flatten().collect()),
        }
    }

    fn put_whole(&self, path: OutputPath, bytes: Vec<u8>) -> Printed {
        let check = |path: &str| self.found.contains(path).then(|| search::check(&bytes)).flatten();
        let page = folder(&path).map(|path| PageFacts { is_listed: data::is_listed(&bytes), check: check(path) });
        let has_never_word = self.never.is_some_and(|words| never::is_hit(&path, &bytes, words));
        let leaf = Leaf::of(&bytes);
        self.sink.put(&path, bytes, &leaf);
        Printed { path, leaf, page, has_never_word }
    }

    /// A path that is not free is reported at the source of the one or the other file; the program's own have none.
    fn claim<'r>(&mut self, task: Task<'r>) -> Option<(OutputPath, Print<'r>)> {
        let Some(output) = OutputPath::new(&task.path) else {
            self.report(&PATH_TOO_LONG, &task.path, task.source);
            return None;
        };
        match self.claims.insert(output.clone(), task.source.clone()) {
            Ok(()) => return Some((output, task.print)),
            Err(Taken(by)) => {
                let source = task.source.or_else(|| self.claims.get(by?.as_str()).cloned().flatten());
                self.report(&PATH_TAKEN, &task.path, source);
            }
        }
        None
    }

    fn report(&mut self, rule: &'static Rule, path: &str, source: Option<Source>) {
        let (file, (line, column)) = source.unwrap_or_else(|| (path.into(), (0, 0)));
        self.diagnostics.push(Diagnostic::new(file, Finding::at(rule, line, column)));
    }

    /// The checks of the pages, by their paths.
    fn checks(&self) -> search::Checks<'_> {
        self.pages.iter().filter_map(|(path, page)| Some((folder(path)?, page.check?))).collect()
    }

    /// The paths of the pages that search engines may list, sorted.
    fn listed(&self) -> Vec<&str> {
        self.pages.iter().filter(|(_, page)| page.is_listed).filter_map(|(path, _)| folder(path)).collect()
    }
}

/// The path that a page is asked for by; none where a file is no page.
fn folder(path: &OutputPath) -> Option<&str> {
    path.as_str().strip_suffix("index.html")
}

/// A file as it is made: what grows with the site comes in parts, and is never in memory whole.
enum Made<'r> {
    Whole(Vec<u8>),
    InParts(Box<dyn Iterator<Item = Vec<u8>> + 'r>),
}

/// How a file is made.
type Print<'r> = Box<dyn FnOnce() -> Result<Made<'r>, ThemeError> + Send + 'r>;

/// A source file, and the place in it.
type Source = (Arc<str>, fields::Place);
