//! `search/index.json`: what the files of the index are, and what a search can be narrowed to.
//!
//! **Invariant.** It names the folder of its own files, which no other index has: files of two builds cannot be mixed.

use super::lines;
use super::packs::Address;
use crate::date;
use crate::site::Material;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The version of the index's form.
const FORMAT: u32 = 2;

/// What is where.
#[derive(Serialize)]
pub struct Layout {
    /// How many records there are.
    pub records: usize,
    /// How many of them have no date; they come first.
    pub undated: usize,
    /// Where the dates are.
    pub dates: Vec<Address>,
    /// Where the addresses of the records' lines are.
    pub lines: Vec<Address>,
    /// Where the standards are, and which records are about which.
    pub standards: Vec<Address>,
    /// From which key on each node is.
    pub keys: Vec<String>,
    /// Where the nodes are.
    pub nodes: Vec<Address>,
}

/// `search/index.json`.
#[derive(Serialize)]
pub struct Manifest<'r> {
    format: u32,
    as_of: String,
    folder: String,
    block: usize,
    #[serde(flatten)]
    layout: Layout,
    committees: Vec<(&'r str, &'r str, &'r str)>,
    outcomes: Vec<(usize, String)>,
    kinds: Vec<String>,
}

impl<'r> Manifest<'r> {
    /// That of an index which can be narrowed by some filters.
    pub fn new(material: Material<'r>, filters: &BTreeMap<String, Vec<u32>>, layout: Layout) -> Self {
        let kinds = filters.keys().filter_map(|filter| filter.strip_prefix("kind:"));
        Self {
            format: FORMAT,
            as_of: date::iso(material.settings.as_of),
            folder: String::new(),
            block: lines::BLOCK,
            layout,
            committees: committees(material, filters),
            outcomes: outcomes(material, filters),
            kinds: kinds.map(str::to_owned).collect(),
        }
    }

    /// The folder of some files, and the manifest that names it.
    pub fn close(mut self, files: &[Vec<u8>]) -> (String, Vec<u8>) {
        let mut digest = Sha256::new();
        for file in files {
            digest.update((file.len() as u64).to_le_bytes());
            digest.update(file);
        }
        self.folder = digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let mut json = serde_json::to_vec(&self).expect("strings and numbers become JSON");
        json.push(b'\n');
        (self.folder, json)
    }
}

fn committees<'r>(material: Material<'r>, filters: &BTreeMap<String, Vec<u32>>) -> Vec<(&'r str, &'r str, &'r str)> {
    let own = material.record.committees().iter();
    let own = own.map(|committee| (committee.id().as_str(), committee.title(), committee.name()));
    own.filter(|(id, ..)| filters.contains_key(&format!("committee:{id}"))).collect()
}

/// The outcomes that records have, each with its number in their lines.
fn outcomes(material: Material<'_>, filters: &BTreeMap<String, Vec<u32>>) -> Vec<(usize, String)> {
    let all = material.settings.outcome_names().map(|outcome| super::slug(&outcome)).enumerate();
    all.filter(|(_, id)| filters.contains_key(&format!("outcome:{id}"))).collect()
}
