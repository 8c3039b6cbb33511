//! Which records have a word, in names and in texts; as bytes (`docs/search-format.md`).
//!
//! **Invariant.** Ids rise; a list and its blocks say the same.

use super::bits::{fixed, rising, varint};
use super::packs::{self, Address};
use std::collections::BTreeSet;

/// A list of more bytes than this is parted into blocks, which are read where they are needed.
const LONGEST: usize = 2048;
/// How many bytes a block has, about.
const BLOCK: usize = 3 * 1024;
/// The lists of words that are in one of so many records, or fewer, tell how long each record's text is.
const RARE: usize = 25;

/// The record and how often its text has a word: once, twice, or more often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting(u32);

impl Posting {
    /// `times` counts up to three.
    pub fn new(id: u32, times: u32) -> Self {
        Self(id << 2 | times.min(3))
    }

    fn id(self) -> u32 {
        self.0 >> 2
    }

    fn times(self) -> u32 {
        self.0 & 3
    }
}

/// A list as it stands in the dictionary, or its blocks.
pub enum List {
    /// Short.
    Whole(Vec<u8>),
    /// How many there are in all, and for each block its first id and its bytes.
    Blocks(usize, Vec<(u32, Vec<u8>)>),
}

impl List {
    /// The bytes in the dictionary, where the blocks have these addresses.
    pub fn value(&self, addresses: &[Address]) -> Vec<u8> {
        let mut value = Vec::new();
        match self {
            Self::Whole(bytes) => {
                varint(&mut value, 0);
                value.extend(bytes);
            }
            Self::Blocks(count, blocks) => {
                varint(&mut value, *count);
                rising(&mut value, &blocks.iter().map(|(id, _)| *id).collect::<Vec<_>>(), 1);
                rising(&mut value, addresses, 1);
            }
        }
        value
    }

    /// The blocks, as they stand in files.
    pub fn compressed(&self) -> Vec<Vec<u8>> {
        match self {
            Self::Whole(_) => Vec::new(),
            Self::Blocks(_, blocks) => blocks.iter().map(|(_, bytes)| packs::compressed(bytes)).collect(),
        }
    }
}

/// A name that has a word: its record, and where in how long a name the word stands.
pub type Name = (u32, u16);

/// The names that have a word.
pub fn name_list(names: &[Name]) -> List {
    // A record's names stay in one block.
    parted(names, |name| name.0, write_names)
}

/// The records whose text has a word; `lengths` of all records by id.
pub fn text_list(texts: &[Posting], lengths: &[u8]) -> List {
    let is_rare = texts.len() * RARE <= lengths.len();
    let write = |out: &mut Vec<u8>, part: &[Posting]| {
        write_texts(out, part);
        if is_rare {
            fixed(out, part.iter().map(|posting| lengths[posting.id() as usize]), 2);
        }
    };
    parted(texts, |posting| posting.id(), write)
}

/// The records that a filter keeps.
pub fn bare_list(ids: &[u32]) -> List {
    parted(ids, |id| *id, |out, part| rising(out, part, 1))
}

/// A list, in blocks where it is long; what has one id stays in one block.
fn parted<T>(all: &[T], id: impl Fn(&T) -> u32, write: impl Fn(&mut Vec<u8>, &[T])) -> List {
    let written = |part: &[T]| {
        let mut out = Vec::new();
        write(&mut out, part);
        out
    };
    let whole = written(all);
    if whole.len() <= LONGEST {
        return List::Whole(whole);
    }
    let size = all.len().div_ceil(whole.len().div_ceil(BLOCK));
    let (mut blocks, mut from) = (Vec::new(), 0);
    while from < all.len() {
        let last = id(&all[(from + size).min(all.len()) - 1]);
        let end = all.partition_point(|one| id(one) <= last);
        blocks.push((id(&all[from]), written(&all[from..end])));
        from = end;
    }
    List::Blocks(all.len(), blocks)
}

fn write_names(out: &mut Vec<u8>, names: &[Name]) {
    rising(out, &names.iter().map(|(id, _)| *id).collect::<Vec<_>>(), 0);
    if names.is_empty() {
        return;
    }
    // Most words stand in few places: those are listed, and each name has the number of its own.
    let places: Vec<u16> = names.iter().map(|(_, place)| *place).collect::<BTreeSet<_>>().into_iter().collect();
    varint(out, places.len());
    places.iter().for_each(|place| varint(out, usize::from(*place)));
    let number = |place: &u16| places.binary_search(place).unwrap_or_default() as u8;
    let width = (places.len() - 1).checked_ilog2().map_or(0, |high| high + 1);
    fixed(out, names.iter().map(|(_, place)| number(place)), width);
}

fn write_texts(out: &mut Vec<u8>, texts: &[Posting]) {
    rising(out, &texts.iter().map(|posting| posting.id()).collect::<Vec<_>>(), 1);
    let twice: Vec<u32> = places(texts, 2);
    rising(out, &twice, 1);
    let often: Vec<Posting> = twice.iter().map(|at| texts[*at as usize]).collect();
    rising(out, &places(&often, 3), 1);
}

/// Where a word is at least so many times.
fn places(part: &[Posting], times: u32) -> Vec<u32> {
    let all = (0..).zip(part);
    all.filter(|(_, posting)| posting.times() >= times).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lists_stand_in_the_dictionary() {
        let postings = [Posting::new(3, 1), Posting::new(5, 9), Posting::new(60, 2)];
        // Three ids; twice or more at places 1 and 2; more often at place 0 of these; too many for lengths.
        let value = text_list(&postings, &[0; 70]).value(&[]);
        assert_eq!((value[..4].to_vec(), &value[value.len() - 5..]), (vec![0, 3, 3, 4], &[1, 0, 0, 1, 0][..]));
        let rare = text_list(&postings, &[2; 400]).value(&[]);
        assert_eq!(rare[value.len()..], [0b1010_1000]);
    }

    #[test]
    fn places_in_names_are_numbered() {
        let mut out = Vec::new();
        write_names(&mut out, &[(3, 9), (3, 40), (4, 9)]);
        // Three ids from 3 on, in steps of 0 and 1; two places; which of them each is.
        assert_eq!(out, [3, 3, 0, 0b0100_0000, 2, 9, 40, 0b0100_0000]);
    }

    #[test]
    fn long_lists_are_parted() {
        let ids: Vec<u32> = (0..50_000).map(|at| at * at / 7_000 + at).collect();
        let List::Blocks(count, blocks) = bare_list(&ids) else { panic!("it is long") };
        assert!(count == 50_000 && blocks.len() > 1 && blocks[0].0 == 0);
        assert!(blocks.iter().all(|(_, bytes)| bytes.len() < 2 * BLOCK));
    }
}
