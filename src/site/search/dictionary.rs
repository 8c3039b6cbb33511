//! The dictionary of the index: sorted entries in leaves, leaves in nodes (`docs/search-format.md`).
//!
//! **Invariant.** Keys rise within a leaf and from leaf to leaf; the same entries give the same leaves.

use super::bits::{rising, varint};
use super::packs::{Address, Packs};

/// How many bytes of entries a leaf has before it ends: a query reads one for each word.
const LEAF: usize = 1536;
/// How many leaves a node names.
const NODE: usize = 64;

/// A key and its value.
pub type Entry = (String, Vec<u8>);

/// The order of keys: as JavaScript compares strings.
pub fn in_order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() && other.is_ascii() { one.cmp(other) } else { one.encode_utf16().cmp(other.encode_utf16()) }
}

/// Packs sorted entries; gives from which key on each node is, and the nodes' addresses.
pub fn pack(entries: &[Entry], packs: &mut Packs) -> (Vec<String>, Vec<Address>) {
    let (keys, leaves): (Vec<String>, Vec<Vec<u8>>) = leaves(entries).into_iter().unzip();
    let addresses = packs.add(&leaves);
    let node = |at: usize| {
        let end = (at + NODE).min(keys.len());
        node(&keys[at..end], &addresses[at..=end])
    };
    let nodes: Vec<Vec<u8>> = (0..keys.len()).step_by(NODE).map(node).collect();
    (keys.into_iter().step_by(NODE).collect(), packs.add(&nodes))
}

fn node(keys: &[String], addresses: &[Address]) -> Vec<u8> {
    let mut bytes = Vec::new();
    rising(&mut bytes, addresses, 1);
    bytes.extend(keys.join("\n").bytes());
    bytes
}

/// The leaves of sorted entries: a text that is above all keys before the leaf and not above its first, and its bytes.
fn leaves(entries: &[Entry]) -> Vec<(String, Vec<u8>)> {
    let (mut leaves, mut bytes) = (Vec::new(), Vec::new());
    let (mut from, mut before) = (String::new(), "");
    for (key, value) in entries {
        if bytes.len() > LEAF {
            leaves.push((std::mem::replace(&mut from, between(before, key)), std::mem::take(&mut bytes)));
            before = "";
        }
        let shared = shared(before, key);
        varint(&mut bytes, shared);
        varint(&mut bytes, key.len() - shared);
        bytes.extend(&key.as_bytes()[shared..]);
        varint(&mut bytes, value.len());
        bytes.extend(value);
        before = key;
    }
    leaves.push((from, bytes));
    leaves
}

/// How many bytes two keys have in common at their start.
fn shared(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// The shortest beginning of a key that is above the key before it.
fn between(before: &str, key: &str) -> String {
    let ends = key.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut beginnings = ends.map(|end| &key[..end]);
    beginnings.find(|beginning| in_order(beginning, before).is_gt()).unwrap_or(key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_as_javascript_compares_them() {
        assert!(in_order("w\u{10000}", "w\u{ffff}").is_lt(), "a surrogate comes before the last of the plane");
        assert!(in_order("wa", "wb").is_lt() && in_order("w", "wa").is_lt());
    }

    #[test]
    fn entries_share_their_beginnings() {
        let leaves = leaves(&[("wab".to_owned(), vec![1]), ("wac".to_owned(), vec![2, 3])]);
        assert_eq!(leaves, [(String::new(), b"\x00\x03wab\x01\x01\x02\x01c\x02\x02\x03".to_vec())]);
    }

    #[test]
    fn leaves_are_told_apart_by_few_letters() {
        assert_eq!(between("wabbey", "wabout"), "wabo");
        assert_eq!(between("wab", "wabout"), "wabo");
        let entries: Vec<Entry> = (0..5000).map(|at| (format!("w{at:05}"), vec![0; 9])).collect();
        let leaves = leaves(&entries);
        assert!(leaves.len() > 1 && leaves.windows(2).all(|pair| in_order(&pair[0].0, &pair[1].0).is_lt()));
    }
}
