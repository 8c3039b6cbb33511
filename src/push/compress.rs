//! Files compressed once, when they are published, for servers that hand them out so.
//!
//! **Invariant.** The same bytes give the same compressed ones: no name and no time is in them.

use crate::edition::Edition;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use std::io::Write;

/// What is worth compressing: text, by the end of its name.
const TEXT: [&str; 12] =
    ["html", "css", "js", "json", "jsonld", "xml", "svg", "csv", "ics", "txt", "ndjson", "webmanifest"];
/// Smaller files fit into one packet as they are.
const SMALLEST: usize = 512;

/// The files of an edition that are smaller by gzip, under their names with `.gz`.
pub fn compressed(edition: &Edition) -> Vec<(String, Vec<u8>)> {
    let is_text = |path: &str| path.rsplit_once('.').is_some_and(|(_, end)| TEXT.contains(&end));
    let files: Vec<(&str, &[u8])> = edition.files().map(|(path, bytes)| (path.as_str(), bytes)).collect();
    let files = files.par_iter().filter(|(path, bytes)| is_text(path) && bytes.len() >= SMALLEST);
    let all = files.map(|(path, bytes)| (format!("{path}.gz"), bytes.len(), gzip(bytes)));
    all.filter(|(_, plain, own)| own.len() < *plain).map(|(path, _, own)| (path, own)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(bytes).and_then(|()| writer.finish()).expect("writing to memory does not fail")
}
