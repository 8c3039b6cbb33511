//! The search index, and its records as a file of their own (`docs/search-format.md`).
//!
//! Ranking is decided here, once: a reader adds impacts up.
//!
//! **Invariant.** Made from the record and registers alone; the same record gives the same bytes, on however many threads.

mod classes;
mod dictionary;
mod postings;
pub mod records;
pub mod words;

use crate::date;
use crate::site::Material;
use classes::{Class, Classes};
use dictionary::{Digest, Entry};
use rayon::prelude::*;
use records::{Found, Kind, Page, Reader};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the index's form.
const FORMAT: u32 = 1;
/// How many records stand in one file.
const BLOCK: usize = 512;
/// How many pages one thread reads at a time.
const CHUNK: usize = 64;

/// `search/index.json`.
#[derive(Serialize)]
struct Index<'r> {
    format: u32,
    as_of: String,
    records: usize,
    undated: usize,
    block: usize,
    nodes: Vec<(String, String)>,
    dates: String,
    years: Vec<(i16, usize)>,
    committees: Vec<(&'r str, &'r str, &'r str)>,
    standards: Vec<(&'r str, &'r str)>,
    outcomes: Vec<String>,
    kinds: Vec<String>,
}

/// A record as a line of `data/records.ndjson`.
#[derive(Serialize)]
struct Line<'p> {
    id: usize,
    kind: &'static str,
    title: &'p str,
    page: &'p str,
    url: String,
    committee: Option<&'p str>,
    date: Option<String>,
    classification: &'static str,
    outcomes: &'p BTreeSet<String>,
    standards: &'p BTreeSet<String>,
    text: &'p str,
}

/// Pages that one thread has read.
#[derive(Default)]
struct Part {
    classes: Classes,
    filters: BTreeMap<String, Vec<u32>>,
    /// The page, and each of its records, as the blocks have them.
    lines: Vec<(String, Vec<String>)>,
    dates: Vec<(i32, usize)>,
    years: Vec<(i16, usize)>,
    ndjson: Vec<u8>,
}

/// The files of the search.
pub(super) fn files(material: Material<'_>) -> Vec<(String, Vec<u8>)> {
    let reader = Reader::new(material);
    let sources = reader.sources();
    let counts: Vec<usize> = sources.iter().map(|source| reader.count(*source)).collect();
    let firsts: Vec<usize> =
        counts.iter().scan(0, |next, count| Some(std::mem::replace(next, *next + count))).collect();
    let total = counts.iter().sum();
    let parts: Vec<Part> = sources
        .par_chunks(CHUNK)
        .zip(firsts.par_chunks(CHUNK))
        .map(|(sources, firsts)| read(material, &reader, sources, firsts))
        .collect();
    let mut whole = Part::default();
    parts.into_iter().for_each(|part| whole.append(part));
    write(material, whole, total)
}

fn read<'r>(material: Material<'r>, reader: &Reader<'r>, sources: &[records::Source<'r>], firsts: &[usize]) -> Part {
    let mut part = Part::default();
    for (source, first) in sources.iter().zip(firsts) {
        part.add(material, &reader.read(*source), *first);
    }
    part
}

impl Part {
    fn add(&mut self, material: Material<'_>, page: &Page, first: usize) {
        self.classes.add(page, first as u32);
        if let Some(date) = page.date {
            let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
            self.dates.push((days as i32, first));
            self.years.push((date.year(), first));
        }
        for (id, found) in (first..).zip(&page.records) {
            for filter in filters(page, found) {
                self.filters.entry(filter).or_default().push(id as u32);
            }
            let line = line(material, page, found, id);
            serde_json::to_writer(&mut self.ndjson, &line).expect("strings and numbers become JSON");
            self.ndjson.push(b'\n');
        }
        let sections = page.records.iter().skip(1).map(section_line).collect();
        self.lines.push((page_line(page), sections));
    }

    fn append(&mut self, later: Self) {
        self.classes.append(later.classes);
        for (filter, ids) in later.filters {
            self.filters.entry(filter).or_default().extend(ids);
        }
        self.lines.extend(later.lines);
        self.dates.extend(later.dates);
        self.years.extend(later.years);
        self.ndjson.extend(later.ndjson);
    }
}

fn filters(page: &Page, found: &Found) -> Vec<String> {
    let mut filters =
        vec![format!("kind:{}", found.kind.word()), format!("classification:{}", found.audience.word().to_lowercase())];
    filters.extend(page.committee.iter().map(|id| format!("committee:{id}")));
    filters.extend(found.outcomes.iter().map(|outcome| format!("outcome:{}", slug(outcome))));
    filters.extend((!found.outcomes.is_empty()).then(|| "kind:decision".to_owned()));
    filters.extend(found.standards.iter().map(|id| format!("standard:{id}")));
    filters
}

/// An outcome as a word of a query.
fn slug(outcome: &str) -> String {
    crate::slug::Slug::of_title(outcome).to_string()
}

fn outcomes(found: &Found) -> String {
    found.outcomes.iter().map(|outcome| slug(outcome)).collect::<Vec<_>>().join(",")
}

fn line<'p>(material: Material<'_>, page: &'p Page, found: &'p Found, id: usize) -> Line<'p> {
    let anchor = found.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
    Line {
        id,
        kind: found.kind.word(),
        title: found.names.first().map_or(found.label.as_str(), String::as_str),
        page: &page.records[0].label,
        url: format!("{}{}{anchor}", material.settings.site.base_url, page.path),
        committee: page.committee.as_deref(),
        date: page.date.map(date::iso),
        classification: found.audience.word(),
        outcomes: &found.outcomes,
        standards: &found.standards,
        text: &found.text,
    }
}

/// A field without what parts fields and lines.
fn field(text: &str) -> String {
    text.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ")
}

/// A check for each name; agenda items and sections are many, and theirs is of the title alone.
fn checks(found: &Found) -> String {
    let is_one_of_many = matches!(found.kind, Kind::Item | Kind::Section);
    let names = found.names.iter().take(if is_one_of_many { 1 } else { usize::MAX });
    names.map(|name| words::check(name)).collect()
}

fn page_line(page: &Page) -> String {
    let own = &page.records[0];
    let committee = page.committee.as_deref().unwrap_or_default();
    let date = page.date.map(date::iso).unwrap_or_default();
    let (kind, classification) = (own.kind.word(), own.audience.word());
    let title = field(&own.label);
    let check = checks(own);
    format!("{kind}\t{}\t{title}\t{committee}\t{date}\t{classification}\t{}\t{check}\n", page.path, outcomes(own))
}

fn section_line(found: &Found) -> String {
    let (kind, classification) = (found.kind.word(), found.audience.word());
    let anchor = found.anchor.as_deref().unwrap_or_default();
    let check = checks(found);
    format!("+{kind}\t{anchor}\t{}\t{classification}\t{}\t{check}\n", field(&found.label), outcomes(found))
}

/// The files of all records.
fn write(material: Material<'_>, whole: Part, total: usize) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<dictionary::File> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let undated = whole.years.first().map_or(total, |(_, first)| *first);
    let outcomes = named(&whole.filters, "outcome:");
    let kinds = named(&whole.filters, "kind:");
    for (at, text) in record_blocks(&whole.lines).into_iter().enumerate() {
        let (digest, bytes) = dictionary::file(text.as_bytes());
        entries.push((format!("r{at:06}"), digest.to_vec()));
        files.push((digest, bytes));
    }
    for (filter, ids) in &whole.filters {
        let (value, blocks) = postings::value(ids, None);
        entries.push((format!("f{filter}"), value));
        files.extend(blocks);
    }
    let words: Vec<(Vec<Entry>, Vec<dictionary::File>)> =
        whole.classes.into_classes().into_par_iter().map(class_entries).collect();
    for (more, blocks) in words {
        entries.extend(more);
        files.extend(blocks);
    }
    let (dates, bytes) = dictionary::file(&dates(&whole.dates));
    files.push((dates, bytes));
    let (leaves, roots) = dictionary::write(entries);
    files.extend(leaves);
    let index = Index {
        format: FORMAT,
        as_of: date::iso(material.settings.as_of),
        records: total,
        undated,
        block: BLOCK,
        nodes: roots.iter().map(|(key, digest)| (key.clone(), dictionary::hex(digest))).collect(),
        dates: dictionary::hex(&dates),
        years: firsts(&whole.years),
        committees: committees(material, &whole.filters),
        standards: standards(material, &whole.filters),
        outcomes,
        kinds,
    };
    let mut json = serde_json::to_vec(&index).expect("strings and numbers become JSON");
    json.push(b'\n');
    let named: BTreeMap<Digest, Vec<u8>> = files.into_iter().collect();
    let named = named.into_iter().map(|(digest, bytes)| (format!("search/{}.bin", dictionary::hex(&digest)), bytes));
    let own = [("search/index.json".to_owned(), json), ("data/records.ndjson".to_owned(), whole.ndjson)];
    named.chain(own).collect()
}

/// The first id of each year or date.
fn firsts<T: PartialEq + Copy>(all: &[(T, usize)]) -> Vec<(T, usize)> {
    let mut firsts: Vec<(T, usize)> = Vec::new();
    for (one, first) in all {
        if firsts.last().is_none_or(|(last, _)| last != one) {
            firsts.push((*one, *first));
        }
    }
    firsts
}

fn dates(all: &[(i32, usize)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut day_before, mut id_before) = (0, 0);
    for (day, first) in firsts(all) {
        dictionary::varint(&mut bytes, usize::try_from(day - day_before).unwrap_or_default());
        dictionary::varint(&mut bytes, first - id_before);
        (day_before, id_before) = (day, first);
    }
    bytes
}

/// The values that a filter has.
fn named(filters: &BTreeMap<String, Vec<u32>>, name: &str) -> Vec<String> {
    filters.keys().filter_map(|filter| filter.strip_prefix(name)).map(str::to_owned).collect()
}

fn committees<'r>(material: Material<'r>, filters: &BTreeMap<String, Vec<u32>>) -> Vec<(&'r str, &'r str, &'r str)> {
    let own = material.record.committees().iter();
    let own = own.map(|committee| (committee.id().as_str(), committee.title(), committee.name()));
    own.filter(|(id, ..)| filters.contains_key(&format!("committee:{id}"))).collect()
}

fn standards<'r>(material: Material<'r>, filters: &BTreeMap<String, Vec<u32>>) -> Vec<(&'r str, &'r str)> {
    let own = material.record.standards().iter().map(|standard| (standard.id().as_str(), standard.title()));
    own.filter(|(id, _)| filters.contains_key(&format!("standard:{id}"))).collect()
}

fn record_blocks(pages: &[(String, Vec<String>)]) -> Vec<String> {
    let (mut blocks, mut block, mut count) = (Vec::new(), String::new(), 0);
    for (page, sections) in pages {
        for (at, section) in std::iter::once(page).chain(sections).enumerate() {
            if count == BLOCK {
                blocks.push(std::mem::take(&mut block));
                count = 0;
            }
            if count == 0 && at > 0 {
                block.push('^');
                block.push_str(page);
            }
            block.push_str(if at == 0 { "=" } else { "" });
            block.push_str(section);
            count += 1;
        }
    }
    blocks.extend((!block.is_empty()).then_some(block));
    blocks
}

/// The dictionary's entries for a class: its postings, its other forms, and how they are spelt.
fn class_entries(class: Class) -> (Vec<Entry>, Vec<dictionary::File>) {
    let mut forms: Vec<&String> = class.forms.iter().collect();
    forms.sort_unstable_by(|one, other| dictionary::in_order(one, other));
    let home = forms[0];
    let (value, files) = postings::value(&class.ids, Some(&class.impacts));
    let mut entries = vec![(format!("w{home}"), value)];
    for form in &forms[1..] {
        let value = std::iter::once(1).chain(home.bytes()).collect();
        entries.push((format!("w{form}"), value));
    }
    for form in forms.iter().filter(|form| is_spelt(form)) {
        let mut count = Vec::new();
        dictionary::varint(&mut count, class.ids.len());
        let length = form.chars().count().min(99);
        let (first, last) = (form.chars().next(), form.chars().next_back());
        for (family, letter) in [('f', first), ('l', last)] {
            let letter = letter.map(String::from).unwrap_or_default();
            entries.push((format!("s{length:02}{family}{letter}{form}"), count.clone()));
        }
    }
    (entries, files)
}

/// Whether a word can be misspelt: identifiers are right or wrong.
fn is_spelt(form: &str) -> bool {
    form.chars().count() >= 3 && form.chars().all(char::is_alphabetic)
}
