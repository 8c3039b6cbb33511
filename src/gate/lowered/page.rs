//! A document as its words stand: line by line, each word a number.
//!
//! **Invariant.** No word of a document is kept, and no number of a word can be made again without this process's key.

use super::super::body::Reading;
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

/// A line of fewer words, or with fewer that not any line may have, is known in its own document only: anybody may write "None
/// raised".
const LONG: usize = 3;

/// Three words in a row, or a line, are known again where so many of their words are such that not any line may have them.
pub(super) const TELLING: usize = 2;

impl Line {
    pub(super) fn is_long(&self) -> bool {
        self.words.len() >= LONG && self.words.iter().filter(|word| word.tells).count() >= TELLING
    }
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

    /// The document's lines, each once.
    pub(super) fn distinct_lines(&self) -> BTreeSet<u64> {
        self.lines.iter().map(|line| line.said_here).collect()
    }

    /// How often each line stands in the document, by what holds for it.
    pub(super) fn counts(&self) -> HashMap<u64, [usize; 4]> {
        let mut counts: HashMap<u64, [usize; 4]> = HashMap::new();
        for line in &self.lines {
            counts.entry(line.said).or_default()[line.stands as usize] += 1;
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
        let reading = Reading::of(&sheet.body, marked, own, &self.terms);
        let mut findings = sheet.findings.iter().chain(&reading.findings);
        let is_faulty = findings.any(|finding| finding.rule.severity == Severity::Error);
        let mut stands = vec![marked; sheet.body.lines().count()];
        let blocks = reading.body.iter().flat_map(|(outline, known)| outline.blocks.iter().zip(&known.effective));
        for (block, effective) in blocks {
            for at in block.lines.clone() {
                let line = stands.get_mut(at as usize - 1);
                line.into_iter().for_each(|line| *line = (*line).max(*effective));
            }
        }
        let mut texts = Vec::new();
        if let Some(front) = &sheet.front {
            front_lines(&front.table, marked, &mut texts);
            texts.sort_by_key(|(number, ..)| *number);
        }
        let body = sheet.body.lines().zip(stands).zip(1..);
        texts.extend(body.map(|((text, stands), at)| (sheet.lines_before + at, text.to_owned(), stands)));
        let lines =
            texts.iter().map(|(number, text, stands)| self.line(&sheet.path, *number, text, *stands, is_faulty));
        let lines = lines.filter(|line| !line.words.is_empty()).collect();
        let standing = if is_faulty { Classification::Red } else { marked };
        Page { path: sheet.path.clone(), standing, is_faulty, lines, key: self.key.clone() }
    }

    fn line(&self, path: &str, number: u32, text: &str, as_marked: Classification, is_faulty: bool) -> Line {
        let found = words(text);
        let word = |word: &String| Word { number: self.key.hash_one(word), tells: !self.ordinary.contains(word) };
        Line {
            number,
            said: self.key.hash_one(&found),
            said_here: self.key.hash_one((path, &found)),
            words: found.iter().map(word).collect(),
            stands: if is_faulty { Classification::Red } else { as_marked },
            as_marked,
        }
    }
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
fn front_lines(table: &Table, stands: Classification, lines: &mut Vec<(u32, String, Classification)>) {
    let own = table.find("classification").map(|found| match &found.value {
        Value::Text(text) => Classification::read(text).unwrap_or(Classification::Red),
        _ => Classification::Red,
    });
    let stands = own.map_or(stands, |own| own.max(stands));
    for (key, _, placed) in table.entries.iter().filter(|(key, ..)| !PLACES.contains(&key.as_str())) {
        front_value(key, placed, stands, lines);
    }
}

fn front_value(key: &str, placed: &Placed, stands: Classification, lines: &mut Vec<(u32, String, Classification)>) {
    let mut line = |text: String| lines.push((placed.place.0, text, stands));
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
