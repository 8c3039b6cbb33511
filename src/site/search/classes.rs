//! Classes of words, and which records have them in names and texts.
//!
//! **Invariant.** The same records give the same classes in the same order, on however many threads.

use super::postings::{Name, Posting};
use super::records::{Found, PageRecords};
use super::words;
use crate::date;
use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The forms of a word, and its records.
#[derive(Debug, Default)]
pub struct Class {
    pub forms: BTreeSet<String>,
    /// The records whose text has it.
    pub texts: Vec<Posting>,
    /// The names that have it.
    pub names: Vec<Name>,
}

/// The classes of some records.
#[derive(Debug, Default)]
pub struct Classes {
    by_stem: FxHashMap<String, usize>,
    by_form: FxHashMap<String, usize>,
    classes: Vec<Class>,
    /// How long each record's text is, 0 to 3.
    lengths: Vec<u8>,
}

/// From how many words on a text is longer than the step before.
const STEPS: [usize; 3] = [28, 40, 60];

impl Classes {
    /// Adds the records of a page, which come after all that are there.
    pub fn add(&mut self, page: &PageRecords, first_id: u32) {
        let day = page.date.map(date::short);
        for (id, found) in (first_id..).zip(&page.records) {
            let names: BTreeMap<Vec<String>, &String> =
                found.names.iter().map(|name| (words::of_query(name), name)).collect();
            let flags = |name: &String| Flags { page: found.anchor.is_none(), date: Some(name) == day.as_ref() };
            let named = names.iter().flat_map(|(asked, name)| self.add_name(asked, name, id, flags(name))).collect();
            self.add_text(found, id, &named);
        }
    }

    /// Adds a name, which is made of the words that a query for it has; gives its classes.
    fn add_name(&mut self, asked: &[String], name: &str, id: u32, flags: Flags) -> BTreeSet<usize> {
        let many = asked.len();
        let mut named = BTreeSet::new();
        for (at, word) in asked.iter().enumerate() {
            let class = self.class(word);
            self.classes[class].names.push((id, place(at, many, word, flags)));
            named.insert(class);
        }
        words::of_text(name, |part| {
            let class = self.class(part);
            if named.insert(class) {
                // A part of a compound, which a query that is the name does not have.
                self.classes[class].names.push((id, place(usize::MAX, many, part, flags)));
            }
        });
        named
    }

    /// Adds a text, and of its context what is not in a name anyway.
    fn add_text(&mut self, found: &Found, id: u32, named: &BTreeSet<usize>) {
        let mut classes: Vec<usize> = Vec::new();
        words::of_text(&found.text, |word| classes.push(self.class(word)));
        let length = classes.len();
        classes.sort_unstable();
        let texts: Vec<(usize, u32)> =
            classes.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as u32)).collect();
        let mut context: BTreeSet<usize> = BTreeSet::new();
        words::of_text(&found.context, |word| {
            let class = self.class(word);
            if !named.contains(&class) && classes.binary_search(&class).is_err() {
                context.insert(class);
            }
        });
        for (class, times) in texts.into_iter().chain(context.into_iter().map(|class| (class, 1))) {
            self.classes[class].texts.push(Posting::new(id, times));
        }
        self.lengths.push(STEPS.iter().filter(|step| length >= **step).count() as u8);
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
            class.texts.extend(more.texts);
            class.names.extend(more.names);
        }
        self.lengths.extend(later.lengths);
    }

    /// All of them, and the lengths of the records.
    pub fn into_parts(self) -> (Vec<Class>, Vec<u8>) {
        (self.classes, self.lengths)
    }
}

/// What all forms of a word have in common; a word with a digit is an identifier, and has one form.
pub fn stem(form: &str) -> Cow<'_, str> {
    if form.contains(char::is_numeric) {
        return Cow::Borrowed(form);
    }
    Stemmer::new(Algorithm::English).stem(form).into_owned().into()
}

/// What a name is of, and what kind of name it is.
#[derive(Clone, Copy)]
struct Flags {
    page: bool,
    date: bool,
}

/// Where a word stands in a name, of how many, which of its forms it is about, and whether a page is called so, or a day:
/// enough to tell whether a query is the name.
fn place(at: usize, many: usize, word: &str, flags: Flags) -> u16 {
    let (at, many) = (at.min(7) as u16, (many.clamp(1, 8) - 1) as u16);
    let flags = u16::from(flags.date) << 9 | u16::from(flags.page) << 8;
    flags | many << 5 | at << 2 | u16::from(words::form_check(word))
}
