//! The search index (`docs/search-format.md`).
//!
//! What a reader ranks by is decided here; a reader adds up.
//!
//! **Invariant.** Made from the record and registers alone; the same record gives the same bytes, on however many threads.

mod bits;
mod classes;
mod dictionary;
mod lines;
mod manifest;
mod ndjson;
mod packs;
mod postings;
pub mod records;
pub mod words;

use crate::record::Standard;
use crate::site::Material;
use classes::{Class, Classes};
use dictionary::Entry;
use manifest::{Layout, Manifest};
pub use ndjson::ndjson;
use packs::Packs;
use postings::List;
use rayon::prelude::*;
use records::{Found, PageRecords, Reader};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many pages one thread reads at a time.
const CHUNK: usize = 64;

/// Pages that one thread has read.
#[derive(Default)]
struct Part {
    classes: Classes,
    filters: BTreeMap<String, Vec<u32>>,
    lines: Vec<lines::Lines>,
    dates: Vec<(i32, usize)>,
}

/// An entry of the dictionary as it is before its blocks have addresses.
struct Draft {
    key: String,
    before: Vec<u8>,
    lists: Vec<(List, Vec<Vec<u8>>)>,
}

/// What tells a page from the same page of another build, by its path.
pub type Checks<'p> = HashMap<&'p str, u16>;

/// The path of the index's manifest.
pub const INDEX: &str = "search/index.json";

/// The check of a printed page: of what stands in its `<main>`.
pub fn check(page: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(page).ok()?;
    let main = &text[text.find("<main")?..text.rfind("</main>")?];
    Some(words::digest(main) as u16)
}

/// The pages that the search finds, by their paths.
pub fn paths(material: Material<'_>) -> HashSet<String> {
    let reader = Reader::new(material);
    reader.sources().into_iter().map(|source| reader.path(source)).collect()
}

/// The files of the search.
pub fn files(material: Material<'_>, checks: &Checks<'_>) -> Vec<(String, Vec<u8>)> {
    let reader = Reader::new(material);
    let sources = reader.sources();
    let (firsts, total) = reader.ids(&sources);
    let parts = sources.par_chunks(CHUNK).zip(firsts.par_chunks(CHUNK));
    let parts = parts.map(|(sources, firsts)| read((material, checks), &reader, sources, firsts));
    let whole = parts.reduce(Part::default, |mut earlier, later| {
        earlier.append(later);
        earlier
    });
    write(material, whole, total)
}

fn read<'r>(
    pages: (Material<'r>, &Checks<'_>),
    reader: &Reader<'r>,
    sources: &[records::Source<'r>],
    firsts: &[usize],
) -> Part {
    let mut part = Part::default();
    for (source, first) in sources.iter().zip(firsts) {
        part.add(pages, &reader.read(*source), *first);
    }
    part
}

impl Part {
    fn add(&mut self, (material, checks): (Material<'_>, &Checks<'_>), page: &PageRecords, first: usize) {
        self.classes.add(page, first as u32);
        if let Some(date) = page.date {
            let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
            self.dates.push((days as i32, first));
        }
        for (id, found) in (first..).zip(&page.records) {
            for filter in filters(page, found) {
                self.filters.entry(filter).or_default().push(id as u32);
            }
        }
        let outcomes: Vec<String> = material.settings.outcome_names().collect();
        let number = |outcome: &str| outcomes.iter().position(|own| own == outcome).unwrap_or(outcomes.len());
        self.lines.push(lines::of_page(page, number, checks.get(page.path.as_str()).copied()));
    }

    fn append(&mut self, later: Self) {
        self.classes.append(later.classes);
        for (filter, ids) in later.filters {
            self.filters.entry(filter).or_default().extend(ids);
        }
        self.lines.extend(later.lines);
        self.dates.extend(later.dates);
    }
}

fn filters(page: &PageRecords, found: &Found) -> Vec<String> {
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

/// The files of all records.
fn write(material: Material<'_>, mut whole: Part, total: usize) -> Vec<(String, Vec<u8>)> {
    let (classes, lengths) = whole.classes.into_parts();
    let about = about(material, &whole.filters);
    for (name, id) in material.registers.references().standard_names() {
        if let Some(ids) = whole.filters.get(&format!("standard:{id}")).cloned() {
            whole.filters.insert(format!("standard:{name}"), ids);
        }
    }
    let classes = classes.into_par_iter().map(|class| class_entries(class, &lengths));
    let mut drafts: Vec<(Vec<Entry>, Draft)> = classes.chain(whole.filters.par_iter().map(filter_entry)).collect();
    drafts.par_sort_unstable_by(|(_, one), (_, other)| one.key.cmp(&other.key));
    let (mut entries, mut packs): (Vec<Entry>, Packs) = Default::default();
    for (more, Draft { key, before: mut value, lists }) in drafts {
        entries.extend(more);
        for (list, blocks) in lists {
            value.extend(list.value(&packs.add_compressed(blocks)));
        }
        entries.push((key, value));
    }
    entries.par_sort_unstable_by(|one, other| dictionary::in_order(&one.0, &other.0));
    let dates = packs.add(&[dates(&whole.dates)]);
    let standards = packs.add(&about);
    let lines = packs.add(&lines::blocks(&whole.lines));
    let mut directory = Vec::new();
    bits::rising(&mut directory, &lines, 1);
    let lines = packs.add(&[directory]);
    let (keys, nodes) = dictionary::pack(&entries, &mut packs);
    let files = packs.into_files();
    let undated = whole.dates.first().map_or(total, |(_, first)| *first);
    let layout = Layout { records: total, undated, dates, lines, standards, keys, nodes };
    let (folder, json) = Manifest::new(material, &whole.filters, layout).close(&files);
    let named = (0..).zip(files).map(|(number, bytes): (usize, _)| (format!("search/{folder}/{number}.bin"), bytes));
    named.chain([(INDEX.to_owned(), json)]).collect()
}

fn dates(all: &[(i32, usize)]) -> Vec<u8> {
    let mut firsts: Vec<(u32, u32)> = Vec::new();
    for (day, first) in all {
        let day = u32::try_from(*day).unwrap_or_default();
        if firsts.last().is_none_or(|(last, _)| *last != day) {
            firsts.push((day, *first as u32));
        }
    }
    let mut bytes = Vec::new();
    let (days, ids): (Vec<u32>, Vec<u32>) = firsts.into_iter().unzip();
    bits::rising(&mut bytes, &days, 1);
    bits::rising(&mut bytes, &ids, 1);
    bytes
}

/// The standards that records are about, as lines, and which record is about which of them.
fn about(material: Material<'_>, filters: &BTreeMap<String, Vec<u32>>) -> [Vec<u8>; 2] {
    let (mut lines, mut pairs) = (String::new(), Vec::new());
    let of = |standard: &Standard| filters.get(&format!("standard:{}", standard.id()));
    let standards = material.record.standards().iter().filter_map(|standard| Some((standard, of(standard)?)));
    for (number, (standard, ids)) in standards.enumerate() {
        lines.push_str(&format!("{}\t{}\n", standard.id(), lines::field(standard.title())));
        pairs.extend(ids.iter().map(|id| (*id, number)));
    }
    pairs.sort_unstable();
    let mut bytes = Vec::new();
    bits::rising(&mut bytes, &pairs.iter().map(|(id, _)| *id).collect::<Vec<_>>(), 0);
    pairs.iter().for_each(|(_, number)| bits::varint(&mut bytes, *number));
    [lines.into_bytes(), bytes]
}

fn filter_entry((filter, ids): (&String, &Vec<u32>)) -> (Vec<Entry>, Draft) {
    let lists = vec![with_blocks(postings::bare_list(ids))];
    (Vec::new(), Draft { key: format!("f{filter}"), before: Vec::new(), lists })
}

/// The dictionary's entries for a class: its lists, its other forms, and how they are spelt.
fn class_entries(class: Class, lengths: &[u8]) -> (Vec<Entry>, Draft) {
    let mut forms: Vec<&String> = class.forms.iter().collect();
    forms.sort_unstable_by(|one, other| dictionary::in_order(one, other));
    let home = forms[0];
    let mut entries: Vec<Entry> = Vec::new();
    for form in &forms[1..] {
        entries.push((format!("w{form}"), std::iter::once(0).chain(home.bytes()).collect()));
    }
    for form in forms.iter().filter(|form| is_spelt(form)) {
        let mut count = Vec::new();
        bits::varint(&mut count, class.texts.len().max(class.names.len()));
        entries.push((format!("s{:02}{form}", form.chars().count().min(99)), count));
    }
    let lists =
        vec![with_blocks(postings::name_list(&class.names)), with_blocks(postings::text_list(&class.texts, lengths))];
    (entries, Draft { key: format!("w{home}"), before: vec![1], lists })
}

/// Compression takes the most time, and is done where threads are many.
fn with_blocks(list: List) -> (List, Vec<Vec<u8>>) {
    let blocks = list.compressed();
    (list, blocks)
}

/// Whether a word can be misspelt: identifiers are right or wrong.
fn is_spelt(form: &str) -> bool {
    form.chars().count() >= 3 && form.chars().all(char::is_alphabetic)
}
