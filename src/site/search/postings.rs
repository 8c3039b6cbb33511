//! Which records have a word, and how much they are about it; as bytes (`docs/search-format.md`).
//!
//! **Invariant.** Ids rise; impacts are 0 to 15.

use super::dictionary::{File, file, varint};

/// How many postings stand in one file at most; a longer list is parted, and read where it is needed.
const BLOCK: usize = 16384;
/// The same without impacts: most of these are of one committee or kind, and runs of ids take next to nothing.
const BARE_BLOCK: usize = 65536;

/// The value of a dictionary entry, and the files that it names.
pub fn value(ids: &[u32], impacts: Option<&[u8]>) -> (Vec<u8>, Vec<File>) {
    let kind = if impacts.is_some() { 0 } else { 3 };
    let block = if impacts.is_some() { BLOCK } else { BARE_BLOCK };
    if ids.len() <= block {
        let mut value = vec![kind];
        write(&mut value, ids, impacts);
        return (value, Vec::new());
    }
    let mut value = vec![if impacts.is_some() { 2 } else { 4 }];
    varint(&mut value, ids.len());
    varint(&mut value, ids.len().div_ceil(block));
    let (mut files, mut before) = (Vec::new(), 0);
    for (at, part) in ids.chunks(block).enumerate() {
        let mut bytes = Vec::new();
        write(&mut bytes, part, impacts.map(|impacts| &impacts[at * block..][..part.len()]));
        let (digest, bytes) = file(&bytes);
        varint(&mut value, part[0] as usize - before);
        varint(&mut value, part.len());
        value.extend(digest);
        before = part[0] as usize;
        files.push((digest, bytes));
    }
    (value, files)
}

fn write(out: &mut Vec<u8>, ids: &[u32], impacts: Option<&[u8]>) {
    varint(out, ids.len());
    let mut before = 0;
    for id in ids {
        varint(out, (id - before) as usize);
        before = *id;
    }
    for pair in impacts.unwrap_or_default().chunks(2) {
        out.push(pair[0] | pair.get(1).copied().unwrap_or_default() << 4);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lists_stand_in_the_dictionary() {
        assert_eq!(value(&[3, 5, 300], Some(&[15, 1, 2])), (vec![0, 3, 3, 2, 0xa7, 2, 0x1f, 2], Vec::new()));
        assert_eq!(value(&[0], None), (vec![3, 1, 0], Vec::new()));
    }

    #[test]
    fn long_lists_are_parted() {
        let ids: Vec<u32> = (0..BARE_BLOCK as u32 + 1).collect();
        let (found, files) = value(&ids, None);
        assert_eq!((found[0], files.len()), (4, 2));
        let last = miniz_oxide::inflate::decompress_to_vec_zlib(&files[1].1).expect("it is whole");
        assert_eq!(last, [1, 0x80, 0x80, 4]);
    }
}
