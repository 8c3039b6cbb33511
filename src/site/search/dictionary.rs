//! Files of the index: sorted entries in leaves, numbers, digests (`docs/search-format.md`).
//!
//! **Invariant.** A file is named by a digest of what is in it; the same entries give the same files.

use miniz_oxide::deflate::compress_to_vec_zlib;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

/// The first bytes of a digest, by which a file is known.
pub type Digest = [u8; 6];

/// A file of the index: its digest, and its compressed bytes.
pub type File = (Digest, Vec<u8>);

/// How many leaves there are, where that makes none too small or too large.
const LEAVES: usize = 160;
/// How many bytes of entries a leaf holds before it ends: a query reads one for each word.
const LEAF: std::ops::Range<usize> = 4 * 1024..12 * 1024;
/// How many leaves a node names.
const NODE: usize = 128;
/// How hard to compress: the files are read far more often than written.
const LEVEL: u8 = 9;

/// Compresses and names a file.
pub fn file(bytes: &[u8]) -> File {
    let compressed = compress_to_vec_zlib(bytes, LEVEL);
    let digest = Sha256::digest(&compressed);
    let name = std::array::from_fn(|at| digest[at]);
    (name, compressed)
}

/// A digest as the name of a file has it.
pub fn hex(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Appends an unsigned number, seven bits a byte.
pub fn varint(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The order of keys: as JavaScript compares strings.
pub fn in_order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() && other.is_ascii() { one.cmp(other) } else { one.encode_utf16().cmp(other.encode_utf16()) }
}

/// A key and its value.
pub type Entry = (String, Vec<u8>);

/// The files of a dictionary, and its nodes by their first keys.
pub fn write(mut entries: Vec<Entry>) -> (Vec<File>, Vec<(String, Digest)>) {
    entries.par_sort_unstable_by(|one, other| in_order(&one.0, &other.0));
    let leaves: Vec<(String, File)> = leaves(&entries).into_par_iter().map(leaf).collect();
    let named: Vec<Entry> = leaves.iter().map(|(key, (digest, _))| (key.clone(), digest.to_vec())).collect();
    let nodes: Vec<(String, File)> = named.chunks(NODE).map(leaf).collect();
    let roots = nodes.iter().map(|(key, (digest, _))| (key.clone(), *digest)).collect();
    (leaves.into_iter().chain(nodes).map(|(_, file)| file).collect(), roots)
}

/// The entries of each leaf.
fn leaves(entries: &[Entry]) -> Vec<&[Entry]> {
    let bytes = |(key, value): &Entry| key.len() / 2 + value.len() + 3;
    let most = (entries.iter().map(bytes).sum::<usize>() / LEAVES).clamp(LEAF.start, LEAF.end);
    let (mut leaves, mut start, mut size) = (Vec::new(), 0, 0);
    for (at, entry) in entries.iter().enumerate() {
        size += bytes(entry);
        if size >= most || at + 1 == entries.len() {
            leaves.push(&entries[start..=at]);
            (start, size) = (at + 1, 0);
        }
    }
    leaves
}

fn leaf(entries: &[Entry]) -> (String, File) {
    let mut bytes = Vec::new();
    let mut before = "";
    for (key, value) in entries {
        let shared = key.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count();
        varint(&mut bytes, shared);
        varint(&mut bytes, key.len() - shared);
        bytes.extend(&key.as_bytes()[shared..]);
        varint(&mut bytes, value.len());
        bytes.extend(value);
        before = key;
    }
    (entries.first().map(|(key, _)| key.clone()).unwrap_or_default(), file(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        let mut bytes = Vec::new();
        [0, 127, 128, 300].into_iter().for_each(|number| varint(&mut bytes, number));
        assert_eq!(bytes, [0, 127, 0x80, 1, 0xac, 2]);
    }

    #[test]
    fn keys_go_as_javascript_compares_them() {
        assert!(in_order("w\u{10000}", "w\u{ffff}").is_lt(), "a surrogate comes before the last of the plane");
        assert!(in_order("wa", "wb").is_lt() && in_order("w", "wa").is_lt());
    }

    #[test]
    fn entries_share_their_beginnings() {
        let entries = [("wab".to_owned(), vec![1]), ("wac".to_owned(), vec![2, 3])];
        let (_, (digest, bytes)) = leaf(&entries);
        let plain = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes).expect("it is whole");
        assert_eq!(plain, b"\x00\x03wab\x01\x01\x02\x01c\x02\x02\x03");
        assert_eq!(hex(&digest).len(), 12);
    }

    #[test]
    fn every_entry_is_in_one_leaf() {
        let entries: Vec<Entry> = (0..5000).map(|at| (format!("w{at:05}"), vec![0; 9])).collect();
        let parts = leaves(&entries);
        assert!(parts.len() > 1 && parts.iter().map(|part| part.len()).sum::<usize>() == 5000);
    }
}
