//! Classes of words, and which records have them.
//!
//! **Invariant.** The same records give the same classes in the same order, on however many threads.

use super::records::{Found, Page};
use super::words;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// The forms of a word, and its records.
#[derive(Debug, Default)]
pub struct Class {
    pub forms: BTreeSet<String>,
    pub ids: Vec<u32>,
    pub impacts: Vec<u8>,
}

/// The classes of some records.
#[derive(Debug, Default)]
pub struct Classes {
    by_stem: HashMap<String, usize>,
    by_form: HashMap<String, usize>,
    classes: Vec<Class>,
}

/// How often a record has a word, and where.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    count: u32,
    /// It stands in what the record is of: its committee, number or date.
    is_context: bool,
    /// By how few words it is called.
    level: u8,
}

/// The length of a text of usual length, in words.
const USUAL: f64 = 80.0;

impl Classes {
    /// Adds the records of a page, which come after all that are there.
    pub fn add(&mut self, page: &Page, first_id: u32) {
        let mut tallies: HashMap<usize, Tally> = HashMap::new();
        for (id, found) in (first_id..).zip(&page.records) {
            let length = self.tally(found, &mut tallies);
            for (class, tally) in tallies.drain() {
                self.classes[class].ids.push(id);
                self.classes[class].impacts.push(impact(tally, length));
            }
        }
    }

    /// Counts the words of a record; gives how many its text has.
    fn tally(&mut self, found: &Found, tallies: &mut HashMap<usize, Tally>) -> u32 {
        let mut length = 0;
        words::of_text(&found.text, |word| {
            tallies.entry(self.class(word)).or_default().count += 1;
            length += 1;
        });
        words::of_text(&found.context, |word| {
            tallies.entry(self.class(word)).or_default().is_context = true;
        });
        for name in &found.names {
            let mut classes = BTreeSet::new();
            words::of_text(name, |word| {
                classes.insert(self.class(word));
            });
            // A compound is counted beside its words; a query has it alone.
            let level = level(words::of_query(name).len());
            for class in classes {
                let tally = tallies.entry(class).or_default();
                tally.level = tally.level.max(level);
            }
        }
        length
    }

    fn class(&mut self, form: &str) -> usize {
        if let Some(known) = self.by_form.get(form) {
            return *known;
        }
        let stem = stem(form);
        let next = self.classes.len();
        let class = *self.by_stem.entry(stem.into_owned()).or_insert(next);
        if class == next {
            self.classes.push(Class::default());
        }
        self.classes[class].forms.insert(form.to_owned());
        self.by_form.insert(form.to_owned(), class);
        class
    }

    /// Adds the classes of records that come after all of these.
    pub fn append(&mut self, later: Self) {
        let mut stems: Vec<(String, usize)> = later.by_stem.into_iter().collect();
        stems.sort_unstable();
        let mut classes: Vec<Option<Class>> = later.classes.into_iter().map(Some).collect();
        for (stem, at) in stems {
            let Some(more) = classes[at].take() else { continue };
            let next = self.classes.len();
            let own = *self.by_stem.entry(stem).or_insert(next);
            if own == next {
                self.classes.push(Class::default());
            }
            let class = &mut self.classes[own];
            class.forms.extend(more.forms);
            class.ids.extend(more.ids);
            class.impacts.extend(more.impacts);
        }
    }

    /// All of them.
    pub fn into_classes(self) -> Vec<Class> {
        self.classes
    }
}

/// What all forms of a word have in common; a word with a digit is an identifier, and has one form.
pub fn stem(form: &str) -> Cow<'_, str> {
    if form.contains(char::is_numeric) {
        return Cow::Borrowed(form);
    }
    thread_local!(static STEMMER: Stemmer = Stemmer::create(Algorithm::English));
    STEMMER.with(|stemmer| stemmer.stem(form).into_owned().into())
}

/// How much a word tells of what is called by so many words: a shorter name with all words of a query is the better one.
fn level(words: usize) -> u8 {
    match words {
        0 | 1 => 15,
        2..=8 => 16 - words as u8,
        _ => 8,
    }
}

/// What a word of the context counts: as much as one of a text, lest texts that name their own year come first.
const CONTEXT: u8 = 4;

/// 8 to 15 for a word of a name, 1 to 7 for one of the text by BM25.
fn impact(tally: Tally, length: u32) -> u8 {
    if tally.level > 0 {
        return tally.level;
    }
    let count = f64::from(tally.count);
    let norm = 1.2 * (0.25 + 0.75 * f64::from(length) / USUAL);
    let weight = count / (count + norm);
    // Nearly all weights are between a fifth and four fifths.
    let of_text = 1 + ((weight - 0.2) / 0.6 * 6.99).clamp(0.0, 6.0) as u8;
    if tally.is_context { of_text.max(CONTEXT) } else { of_text }
}
