//! What holds for every file of every edition: pages that parse, links that lead somewhere, nothing inline, nothing
//! fetched from elsewhere, a sitemap and a manifest that agree with the files.
//!
//! **Invariant.** Each check is shown a faulty edition that it reports.

mod faulty;
mod listings;
mod page;

use crate::harness::{Site, project};
use promulgate::edition::Edition;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the example site says that it is served.
pub const BASE: &str = "https://outputs.example.org/";

/// The files of an edition, by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Everything that is wrong with an edition.
pub fn faults(files: &Files) -> Vec<String> {
    let mut faults = page::faults(files);
    faults.extend(listings::faults(files));
    faults
}

pub fn files(edition: &Edition) -> Files {
    edition.files().map(|(path, bytes)| (path.as_str().to_owned(), bytes.to_vec())).collect()
}

/// The project's own content, as of a day.
pub fn example(year: i16, month: i8, day: i8) -> Site {
    let mut site = Site::empty().on(year, month, day);
    site.configuration = std::fs::read_to_string(project().join("promulgate.toml")).expect("it is there");
    for entry in walkdir::WalkDir::new(project().join("content")) {
        let entry = entry.expect("it can be read");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(project()).expect("it is in the project");
            site = site.file(&path.to_string_lossy(), std::fs::read(entry.path()).expect("it can be read"));
        }
    }
    site
}

#[test]
fn the_example_site_is_sound() {
    for (year, month, day) in [(2026, 11, 24), (2019, 6, 27), (2019, 6, 26), (2010, 1, 1)] {
        let compiled = example(year, month, day).compile();
        let errors: Vec<_> = compiled.diagnostics.iter().filter(|found| found.is_error()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let faults = faults(&files(&compiled.edition));
        assert!(faults.is_empty(), "as of {year}-{month}-{day}:\n{}", faults.join("\n"));
    }
}

#[test]
fn what_must_not_come_out_of_the_example_does_not() {
    const WORDS: [&str; 9] = ["Quillfeather", "Marrowgate", "PQF", "QX", "VJ", "ZK", "WQ", "JX", "XK"];
    let site = example(2026, 11, 24);
    let output = files(&site.compile().edition);
    for word in WORDS {
        let is_in = |bytes: &[u8]| words(&String::from_utf8_lossy(bytes)).any(|found| found == word);
        assert!(site.files.values().any(|bytes| is_in(bytes)), "{word} stands in the content: the search can find it");
        let leaks = output.iter().filter(|(path, bytes)| is_in(&crate::index::shown(path, bytes)));
        let leaks: Vec<&String> = leaks.map(|(path, _)| path).collect();
        assert!(leaks.is_empty(), "{word} is in {leaks:?}");
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
}

#[test]
fn neither_threads_nor_place_change_a_byte() {
    let site = example(2026, 11, 24);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        pool.install(|| files(&site.compile().edition))
    };
    let one = with(1);
    assert!(one.len() > 100);
    for threads in [2, 8] {
        assert_eq!(first_difference(&one, &with(threads)), None, "with {threads} threads");
    }
}

#[test]
fn neither_order_nor_file_system_changes_a_byte() {
    let site = example(2026, 11, 24);
    let expected = files(&site.compile().edition);
    let mut random = fastrand::Rng::with_seed(5);
    for place in [std::env::temp_dir(), "/dev/shm".into()].iter().filter(|place| place.is_dir()) {
        let folder = tempfile::tempdir_in(place).expect("a folder");
        let content =
            walkdir::WalkDir::new(project().join("content")).into_iter().map(|entry| entry.expect("it is there"));
        let mut sources: Vec<_> =
            content.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect();
        random.shuffle(&mut sources);
        for source in sources {
            let copy = folder.path().join(source.strip_prefix(project()).expect("it is in the project"));
            std::fs::create_dir_all(copy.parent().expect("it is in a folder")).expect("it can be made");
            std::fs::copy(&source, copy).expect("it can be written");
        }
        let tree = promulgate::source::SourceTree::read(folder.path()).expect("it can be read");
        let compiled = promulgate::compile(&tree, &site.settings()).expect("the theme is good");
        assert_eq!(first_difference(&expected, &files(&compiled.edition)), None, "in {}", place.display());
    }
}

fn first_difference<'f>(left: &'f Files, right: &'f Files) -> Option<&'f String> {
    left.keys().chain(right.keys()).find(|path| left.get(*path) != right.get(*path))
}

/// The path that a reference on a page leads to, in the edition.
fn target(page: &str, reference: &str) -> String {
    let path = reference.split(['#', '?']).next().unwrap_or_default();
    let joined = match path.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if path.is_empty() => page.to_owned(),
        None => Path::new(page).parent().unwrap_or(Path::new("")).join(path).to_string_lossy().into_owned(),
    };
    if joined.is_empty() || joined.ends_with('/') { format!("{joined}index.html") } else { joined }
}
