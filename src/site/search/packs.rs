//! The files of the index: parts of it, each compressed by itself, packed into few files (`docs/search-format.md`).
//!
//! **Invariant.** A part lies in one file; addresses rise in the order in which parts are added.

use miniz_oxide::deflate::compress_to_vec_zlib;
use rayon::prelude::*;

/// How many bits of an address are the place in the file; no file is longer than they can tell.
const PLACE: u32 = 15;
/// How hard to compress: the files are read far more often than written.
const LEVEL: u8 = 9;

/// A number of a file, and a place in it.
pub type Address = u32;

/// Files that are filled one after the other.
#[derive(Default)]
pub struct Packs {
    files: Vec<Vec<u8>>,
}

impl Packs {
    /// Adds parts; gives the address of each, and that after the last.
    pub fn add(&mut self, parts: &[Vec<u8>]) -> Vec<Address> {
        self.add_compressed(parts.par_iter().map(|part| compressed(part)).collect())
    }

    /// Adds parts that are compressed.
    pub fn add_compressed(&mut self, parts: Vec<Vec<u8>>) -> Vec<Address> {
        let mut addresses: Vec<Address> = parts.into_iter().map(|part| self.push(part)).collect();
        addresses.push(self.end());
        addresses
    }

    fn push(&mut self, part: Vec<u8>) -> Address {
        match self.files.last_mut() {
            Some(file) if file.len() + part.len() < 1 << PLACE => file.extend(&part),
            _ => self.files.push(part.clone()),
        }
        self.end() - part.len() as Address
    }

    fn end(&self) -> Address {
        let Some(last) = self.files.last() else { return 0 };
        ((self.files.len() as Address - 1) << PLACE) + last.len() as Address
    }

    /// The files, by number.
    pub fn into_files(self) -> Vec<Vec<u8>> {
        self.files
    }
}

/// A part as it stands in a file.
pub fn compressed(part: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(part, LEVEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_one_after_the_other_and_never_in_two_files() {
        let mut packs = Packs::default();
        let parts = [vec![0; 20_000], vec![1; 12_000], vec![2; 5_000]];
        assert_eq!(packs.add_compressed(parts.to_vec()), [0, 20_000, 1 << PLACE, (1 << PLACE) + 5_000]);
        assert_eq!(packs.add_compressed(vec![vec![3; 7]]), [(1 << PLACE) + 5_000, (1 << PLACE) + 5_007]);
        let files = packs.into_files();
        assert_eq!(files.iter().map(Vec::len).collect::<Vec<_>>(), [32_000, 5_007]);
    }
}
