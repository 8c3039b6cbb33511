//! Files compressed once, when they are published, for servers that hand them out so.
//!
//! **Invariant.** The same bytes give the same compressed ones: no name and no time is in them.

use flate2::{Compression, GzBuilder};
use std::io::Write;

/// What is worth compressing: text, by the end of its name.
const TEXT: [&str; 12] =
    ["html", "css", "js", "json", "jsonld", "xml", "svg", "csv", "ics", "txt", "ndjson", "webmanifest"];
/// Smaller files fit into one packet as they are.
const SMALLEST: usize = 512;

/// A file by gzip, where it is text and smaller so; its name has `.gz` at its end.
pub fn compressed(path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let is_text = path.rsplit_once('.').is_some_and(|(_, end)| TEXT.contains(&end));
    (is_text && bytes.len() >= SMALLEST).then(|| gzip(bytes)).filter(|packed| packed.len() < bytes.len())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzBuilder::new().write(Vec::new(), Compression::best());
    writer.write_all(bytes).and_then(|()| writer.finish()).expect("writing to memory does not fail")
}
