//! The search index read back, by a reader of its own: for what searches the outputs for words.

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};
use std::borrow::Cow;
use std::io::Read;

/// A file's bytes as they are read: those of the index without compression, with the keys of its dictionary whole.
pub fn shown<'b>(path: &str, bytes: &'b [u8]) -> Cow<'b, [u8]> {
    if path.ends_with(".gz") {
        return Cow::Owned(unzipped(bytes));
    }
    if !path.starts_with("search/") || !path.ends_with(".bin") {
        return Cow::Borrowed(bytes);
    }
    let whole = |part: Vec<u8>| match entries(&part) {
        Some(entries) => {
            entries.into_iter().flat_map(|(key, value)| [key.as_bytes(), b"\n", &value, b"\n"].concat()).collect()
        }
        None => part,
    };
    Cow::Owned(parts(bytes).into_iter().flat_map(whole).collect())
}

/// A file without gzip.
pub fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).expect("it is gzip");
    plain
}

/// The parts of a file of the index, each compressed by itself, without compression.
pub fn parts(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let mut part = vec![0; 1 << 20];
        let mut state = InflateState::new_boxed(DataFormat::Zlib);
        let result = inflate(&mut state, bytes, &mut part, MZFlush::Finish);
        assert_eq!(result.status, Ok(MZStatus::StreamEnd), "parts are whole");
        part.truncate(result.bytes_written);
        parts.push(part);
        bytes = &bytes[result.bytes_consumed..];
    }
    parts
}

/// The same as text.
pub fn text(path: &str, bytes: &[u8]) -> String {
    String::from_utf8_lossy(&shown(path, bytes)).into_owned()
}

/// The entries of a leaf or node; `None` where the bytes are something else.
pub fn entries(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let (mut rest, mut key, mut entries) = (bytes, Vec::new(), Vec::new());
    while !rest.is_empty() {
        let shared = number(&mut rest)?;
        let own = taken(&mut rest)?;
        (shared <= key.len()).then(|| key.truncate(shared))?;
        key.extend(own);
        let value = taken(&mut rest)?.to_vec();
        entries.push((String::from_utf8(key.clone()).ok()?, value));
    }
    let first = entries.first().map(|(key, _)| key.as_str()).unwrap_or_default();
    first.starts_with(['f', 's', 'w']).then_some(entries)
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..28).step_by(7) {
        let (byte, more) = rest.split_first()?;
        *rest = more;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn taken<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = number(rest)?;
    let (taken, more) = rest.split_at_checked(length)?;
    *rest = more;
    Some(taken)
}
