//! A plain, slow search over the records, and queries to ask it: what the index and its reader must agree with.

use frostem::{Algorithm, Stemmer};
use jiff::civil::Date;
use promulgate::site::Material;
use promulgate::site::search::records::{Found, PageRecords, Reader};
use promulgate::site::search::words;
use std::collections::BTreeSet;

/// A record with all that a query can ask of it.
struct Known {
    stems: BTreeSet<String>,
    filters: BTreeSet<String>,
    date: Option<Date>,
    /// Its texts, as words.
    texts: Vec<Vec<String>>,
}

/// Every record, by id.
pub struct Oracle {
    records: Vec<Known>,
    stemmer: Stemmer,
}

/// What a query asks, spelt out.
#[derive(Default, Debug)]
pub struct Query {
    pub words: Vec<String>,
    pub without: Vec<String>,
    pub phrase: Vec<String>,
    pub filters: Vec<(String, String)>,
    pub after: Option<Date>,
    pub before: Option<Date>,
}

impl Oracle {
    pub fn new(material: Material<'_>) -> Self {
        let reader = Reader::new(material);
        let stemmer = Stemmer::new(Algorithm::English);
        let pages: Vec<PageRecords> = reader.sources().into_iter().map(|source| reader.read(source)).collect();
        let known =
            |page: &PageRecords| page.records.iter().map(|found| know(&stemmer, page, found)).collect::<Vec<_>>();
        let records = pages.iter().flat_map(known).collect();
        Self { records, stemmer }
    }

    /// The ids of the records that a query finds.
    pub fn find(&self, query: &Query) -> Vec<usize> {
        let is_found = |known: &Known| self.is_found(known, query);
        (0..self.records.len()).filter(|id| is_found(&self.records[*id])).collect()
    }

    fn is_found(&self, known: &Known, query: &Query) -> bool {
        let has = |word: &String| known.stems.contains(&stem(&self.stemmer, word));
        let names: BTreeSet<&String> = query.filters.iter().map(|(name, _)| name).collect();
        let is_kept = |name: &&String| {
            let mut values = query.filters.iter().filter(|(own, _)| own == *name);
            values.any(|(name, value)| known.filters.contains(&format!("{name}:{value}")))
        };
        let is_dated = match known.date {
            Some(date) => {
                query.after.is_none_or(|after| date >= after) && query.before.is_none_or(|before| date <= before)
            }
            None => query.after.is_none() && query.before.is_none(),
        };
        let is_said = |text: &Vec<String>| text.windows(query.phrase.len()).any(|part| part == query.phrase);
        is_dated
            && query.words.iter().all(has)
            && !query.without.iter().any(has)
            && names.iter().all(is_kept)
            && (query.phrase.is_empty() || known.texts.iter().any(is_said))
    }

    /// A query about something that is there, often enough.
    pub fn ask(&self, random: &mut fastrand::Rng) -> Query {
        let known = &self.records[random.usize(..self.records.len())];
        let other = &self.records[random.usize(..self.records.len())];
        let mut query = Query::default();
        for _ in 0..random.usize(..4) {
            query.words.extend(word(known, random));
        }
        if random.u8(..4) == 0 {
            query.without.extend(word(other, random));
        }
        for _ in 0..random.usize(..3) {
            let from = if random.u8(..3) == 0 { other } else { known };
            let filters: Vec<&String> = from.filters.iter().collect();
            let filter = filters[random.usize(..filters.len())].split_once(':').expect("a filter has a name");
            query.filters.push((filter.0.to_owned(), filter.1.to_owned()));
        }
        if let Some(date) = known.date.filter(|_| random.u8(..3) == 0) {
            let days = |random: &mut fastrand::Rng| jiff::Span::new().days(random.i64(0..400));
            query.after = random.bool().then(|| date.saturating_sub(days(random)));
            query.before = random.bool().then(|| date.saturating_add(days(random)));
        }
        query
    }

    /// A phrase of two to five words that some record has.
    pub fn say(&self, random: &mut fastrand::Rng) -> Query {
        loop {
            let known = &self.records[random.usize(..self.records.len())];
            // What a page says of itself stands there in another order than here.
            let is_own = ["kind:item", "kind:section", "kind:term"].iter().any(|kind| known.filters.contains(*kind));
            let Some(text) = known.texts.last().filter(|text| is_own && text.len() > 6) else { continue };
            let start = random.usize(..text.len() - 5);
            let phrase = text[start..start + random.usize(2..6)].to_vec();
            if phrase.iter().any(|word| !words::is_stop(word)) {
                let kinds = ["item", "section", "term"].map(|kind| ("kind".to_owned(), kind.to_owned()));
                return Query { phrase, filters: kinds.to_vec(), ..Query::default() };
            }
        }
    }
}

impl Query {
    /// The query as a reader types it.
    pub fn text(&self) -> String {
        let mut parts: Vec<String> = self.filters.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        parts.extend(self.words.iter().cloned());
        parts.extend(self.without.iter().map(|word| format!("-{word}")));
        parts.extend((!self.phrase.is_empty()).then(|| format!("\"{}\"", self.phrase.join(" "))));
        parts.extend(self.after.map(|date| format!("after:{date}")));
        parts.extend(self.before.map(|date| format!("before:{date}")));
        parts.join(" ")
    }
}

fn know(stemmer: &Stemmer, page: &PageRecords, found: &Found) -> Known {
    let texts: Vec<&str> =
        found.names.iter().map(String::as_str).chain([found.context.as_str(), &found.text]).collect();
    let mut stems = BTreeSet::new();
    for text in &texts {
        words::of_text(text, |word| {
            stems.insert(stem(stemmer, word));
        });
    }
    let mut filters: BTreeSet<String> = found.outcomes.iter().map(|outcome| format!("outcome:{outcome}")).collect();
    if !found.outcomes.is_empty() {
        filters.insert("kind:decision".to_owned());
    }
    filters.insert(format!("kind:{}", found.kind.word()));
    filters.insert(format!("classification:{}", found.audience.word().to_lowercase()));
    filters.extend(page.committee.iter().map(|id| format!("committee:{id}")));
    filters.extend(found.standards.iter().map(|id| format!("standard:{id}")));
    let plain = |text: &&str| words::plain(text).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    let whole = |text: Vec<String>| text.into_iter().filter(|word| !word.is_empty()).collect();
    Known { stems, filters, date: page.date, texts: texts.iter().map(plain).map(whole).collect() }
}

fn stem(stemmer: &Stemmer, word: &str) -> String {
    if word.contains(char::is_numeric) { word.to_owned() } else { stemmer.stem(word).into_owned() }
}

/// A word that a query can say of a record.
fn word(known: &Known, random: &mut fastrand::Rng) -> Option<String> {
    let text = &known.texts[random.usize(..known.texts.len())];
    let word = text.get(random.usize(..text.len().max(1)))?;
    (!words::is_stop(word)).then(|| word.clone())
}
