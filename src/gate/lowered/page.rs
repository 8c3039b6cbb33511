//! A document as its words stand: line by line, each word a number.
//!
//! **Invariant.** No word of a document is kept, and no number of a word can be made again without this process's key.

use super::super::body::ReadBody;
use super::super::layout::{Document, Place};
use super::super::marking::KnownTerms;
use super::super::sheet::{Sheet, Standing, document_standing, known_terms, parents, read_strings, standing};
use crate::classification::Classification;
use crate::diagnostic::Severity;
use crate::fields::{Placed, Table, Value};
use crate::settings::Settings;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// A document's lines: those of its front matter that say something, and those of its body.
pub(super) struct Page {
    pub(super) path: Arc<str>,
    pub(super) standing: Classification,
    /// It has errors, so that all of it is withheld.
    pub(super) is_faulty: bool,
    pub(super) lines: Vec<Line>,
    key: RandomState,
}

pub(super) struct Line {
    pub(super) number: u32,
    pub(super) words: Vec<Word>,
    /// The line as it is, wherever it stands.
    pub(super) said: u64,
    /// The same in this document.
    pub(super) said_here: u64,
    /// What holds for it: Red where the document has errors.
    pub(super) stands: Classification,
    /// What holds for it by its markings.
    pub(super) as_marked: Classification,
    /// It is a whole portion, and a short one.
    pub(super) is_short: bool,
}

/// A word of a line.
#[derive(Clone, Copy)]
pub(super) struct Word {
    number: u64,
    /// It is none that any line may have.
    pub(super) tells: bool,
}

/// Three words in a row, over line ends too.
pub(super) struct Run {
    pub(super) words: u64,
    /// Their lines, and their places in these.
    pub(super) places: [(usize, usize); 3],
}

/// A portion of fewer words, or with fewer that not any line may have, is one line, however it is broken, and is known in its own
/// document only: anybody may write "None raised".
const LONG: usize = 3;

/// Three words in a row, or a line, are known again where so many of their words are such that not any line may have them.
pub(super) const TELLING: usize = 2;

impl Line {
    pub(super) fn is_long(&self) -> bool {
        is_long(&self.words)
    }
}

fn is_long(words: &[Word]) -> bool {
    words.len() >= LONG && words.iter().filter(|word| word.tells).count() >= TELLING
}

impl Page {
    pub(super) fn runs(&self) -> impl Iterator<Item = Run> {
        let places = self.lines.iter().enumerate();
        let places: Vec<(usize, usize)> =
            places.flat_map(|(line, own)| (0..own.words.len()).map(move |word| (line, word))).collect();
        (2..places.len()).map(move |at| {
            let places = [places[at - 2], places[at - 1], places[at]];
            let words = places.map(|(line, word)| self.lines[line].words[word].number);
            Run { words: self.key.hash_one(words), places }
        })
    }

    /// How often each line stands in the document, by what holds for it.
    pub(super) fn counts(&self) -> HashMap<u64, [usize; 4]> {
        let mut counts: HashMap<u64, [usize; 4]> = HashMap::new();
        for line in &self.lines {
            counts.entry(line.said_here).or_default()[line.stands as usize] += 1;
        }
        counts
    }
}

/// What the pages of a tree follow from beside their own files.
pub(super) struct Around<'t> {
    key: &'t RandomState,
    ordinary: BTreeSet<String>,
    terms: KnownTerms,
    parents: BTreeMap<Place, Standing>,
    settings: &'t Settings,
}

impl<'t> Around<'t> {
    /// `lending` are the documents that lend something to others: committees, standards and the glossary.
    pub(super) fn new(key: &'t RandomState, mut lending: Vec<Sheet>, settings: &'t Settings) -> Self {
        let terms = known_terms(&lending, settings);
        read_strings(&mut lending, &terms);
        let parents = parents(&lending);
        Self { key, ordinary: ordinary(&lending, settings), terms, parents, settings }
    }

    /// A number of all that a page follows from.
    pub(super) fn key_of(&self, document: &Document<'_>) -> u64 {
        #[expect(clippy::disallowed_methods, reason = "the gate knows an unchanged file by a number of its bytes")]
        let bytes = document.sealed.open();
        let parent = document.place.parent().and_then(|parent| self.parents.get(&parent));
        let lent =
            parent.map(|own| (own.classification.map(|class| class as u8), own.is_embargoed_until, own.is_faulty));
        let policy = (self.settings.policy.ceiling as u8, self.settings.as_of);
        self.key.hash_one((&document.path, bytes, lent, policy, &self.terms, &self.ordinary))
    }

    pub(super) fn page(&self, mut sheet: Sheet) -> Page {
        read_strings(std::slice::from_mut(&mut sheet), &self.terms);
        let sheet = &sheet;
        let lawful = document_standing(sheet, &self.parents, self.settings, &mut Vec::new());
        let own = standing(sheet).classification;
        let parent = sheet.place.parent().and_then(|parent| self.parents.get(&parent)?.classification);
        let own = own.or((sheet.place == Place::Glossary).then_some(Classification::White));
        let marked = lawful.or(own.max(parent).filter(|_| own.is_some())).unwrap_or(Classification::Red);
        let reading = ReadBody::of(&sheet.body, marked, own, &self.terms);
        let mut findings = sheet.findings.iter().chain(&reading.findings);
        let is_faulty = findings.any(|finding| finding.rule.severity == Severity::Error);
        let lines = front_text(sheet, marked).into_iter().chain(body_text(sheet, &reading, marked));
        let lines =
            portions(lines.collect()).into_iter().flat_map(|portion| self.lines(&sheet.path, portion, is_faulty));
        let lines = lines.filter(|line| !line.words.is_empty()).collect();
        let standing = if is_faulty { Classification::Red } else { marked };
        Page { path: sheet.path.clone(), standing, is_faulty, lines, key: self.key.clone() }
    }

    /// A portion's lines, or the one line that a short portion is.
    fn lines(&self, path: &str, mut portion: Vec<Text>, is_faulty: bool) -> Vec<Line> {
        let words = |text: &Text| words(&text.text).iter().map(|word| self.word(word)).collect::<Vec<Word>>();
        let is_short = !is_long(&portion.iter().flat_map(words).collect::<Vec<_>>());
        if is_short {
            let whole: Vec<String> = portion.iter().map(|line| line.text.clone()).collect();
            portion.truncate(1);
            portion.iter_mut().for_each(|line| line.text = whole.join(" "));
        }
        let line = |text: Text| {
            let found = self::words(&text.text);
            Line {
                number: text.number,
                said: self.key.hash_one(&found),
                said_here: self.key.hash_one((path, &found)),
                words: found.iter().map(|word| self.word(word)).collect(),
                stands: if is_faulty { Classification::Red } else { text.stands },
                as_marked: text.stands,
                is_short,
            }
        };
        portion.into_iter().map(line).collect()
    }

    fn word(&self, word: &String) -> Word {
        Word { number: self.key.hash_one(word), tells: !self.ordinary.contains(word) }
    }
}

/// A line of a file, as it is read.
struct Text {
    number: u32,
    text: String,
    stands: Classification,
    /// The block of the body that it is in and in no smaller one.
    block: Option<usize>,
}

fn front_text(sheet: &Sheet, marked: Classification) -> Vec<Text> {
    let mut lines = Vec::new();
    if let Some(front) = &sheet.front {
        front_lines(&front.table, marked, &mut lines);
        lines.sort_by_key(|line: &Text| line.number);
    }
    lines
}

fn body_text(sheet: &Sheet, reading: &ReadBody, marked: Classification) -> Vec<Text> {
    let count = sheet.body.lines().count();
    let (mut stands, mut within) = (vec![marked; count + 1], vec![None; count + 1]);
    if let Some((outline, classified)) = &reading.body {
        stands = classified.by_line(outline, marked);
        for (at, block) in outline.blocks.iter().enumerate().skip(1) {
            block.lines.clone().for_each(|line| within[line as usize] = Some(at));
        }
    }
    let line = |(at, text): (usize, &str)| Text {
        number: sheet.lines_before + at as u32,
        text: text.to_owned(),
        stands: stands[at],
        block: within[at],
    };
    (1..).zip(sheet.body.lines()).map(line).collect()
}

/// Lines that follow each other in the same block; any other is a portion in itself.
fn portions(lines: Vec<Text>) -> Vec<Vec<Text>> {
    let mut portions: Vec<Vec<Text>> = Vec::new();
    for line in lines {
        match portions.last_mut().filter(|last| line.block.is_some() && last[0].block == line.block) {
            Some(last) => last.push(line),
            None => portions.push(vec![line]),
        }
    }
    portions
}

/// Words that any line may have: they tell nothing of where it comes from.
fn ordinary(lending: &[Sheet], settings: &Settings) -> BTreeSet<String> {
    let named = lending.iter().filter_map(|sheet| match &sheet.front.as_ref()?.table.find("abbreviation")?.value {
        Value::Text(name) => Some(name.to_lowercase()),
        _ => None,
    });
    let fixed = ORDINARY.split_whitespace().map(str::to_owned);
    fixed.chain(named).chain(settings.outcomes.iter().cloned()).collect()
}

const ORDINARY: &str = "a an the this that these those it its of to in on at by for from with as and or not no is are was were be \
    been has have had will would should may all any which who committee members meeting";

/// Keys that say where a document belongs, not what it says.
const PLACES: [&str; 10] =
    ["classification", "publish_on", "date", "number", "start", "end", "next_meeting", "version", "committee", "draft"];

/// What front matter says: each value with its key; what is in a table with a classification stands under that.
fn front_lines(table: &Table, stands: Classification, lines: &mut Vec<Text>) {
    let own = table.find("classification").map(|found| match &found.value {
        Value::Text(text) => Classification::read(text).unwrap_or(Classification::Red),
        _ => Classification::Red,
    });
    let stands = own.map_or(stands, |own| own.max(stands));
    for (key, _, placed) in table.entries.iter().filter(|(key, ..)| !PLACES.contains(&key.as_str())) {
        front_value(key, placed, stands, lines);
    }
}

fn front_value(key: &str, placed: &Placed, stands: Classification, lines: &mut Vec<Text>) {
    let mut line = |text: String| lines.push(Text { number: placed.place.0, text, stands, block: None });
    match &placed.value {
        Value::Text(text) => line(text.to_string()),
        Value::Date(day) => line(format!("{key} {day}")),
        Value::Time(_) | Value::Number(_) | Value::Flag(_) | Value::Other => {}
        Value::List(all) => all.iter().for_each(|one| front_value(key, one, stands, lines)),
        Value::Table(table) => front_lines(table, stands, lines),
    }
}

fn words(line: &str) -> Vec<String> {
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| Classification::ALL.iter().all(|class| !class.word().eq_ignore_ascii_case(word))).collect()
}
