//! Known-item queries: what somebody would type who looks for one agenda item or page, drawn from the records.

use promulgate::site::search::words;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// How many queries of each kind.
const EACH: usize = 200;

/// A query, and the records that are right: of several with the same title any one.
pub struct Question {
    pub text: String,
    right: BTreeSet<String>,
    first: usize,
}

impl Question {
    /// Whether a right record is among the first.
    pub fn is_answered(&self, found: &[&str]) -> bool {
        found.iter().take(self.first).any(|url| self.right.contains(path(url)))
    }

    /// Whether a page of a right record is among the first, at whatever anchor.
    pub fn is_on_page(&self, found: &[&str]) -> bool {
        let page = |url: &str| path(url).split('#').next().unwrap_or_default().to_owned();
        found.iter().take(self.first).any(|url| self.right.iter().any(|right| page(right) == page(url)))
    }
}

/// An address without the site's own.
fn path(url: &str) -> &str {
    url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or(url)
}

/// The queries of each kind.
pub struct Queries {
    kinds: Vec<(&'static str, Vec<Question>)>,
}

/// A record that a query is about.
struct Pick {
    url: String,
    title: String,
    page: String,
    year: String,
    text: String,
}

impl Pick {
    fn of(line: &str) -> Self {
        let record: Value = serde_json::from_str(line).expect("a record is JSON");
        let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        let year = text("date").chars().take(4).collect();
        Self { url: path(&text("url")).to_owned(), title: text("title"), page: text("page"), year, text: text("text") }
    }
}

impl Queries {
    /// Draws queries about the records of `data/records.ndjson`.
    pub fn draw(records: &str) -> Self {
        let lines: Vec<&str> = records.lines().collect();
        let of_kind = |kind: &str| lines.iter().filter(|line| field(line, "kind") == kind).copied().collect::<Vec<_>>();
        let (items, pages) = (of_kind("item"), [of_kind("meeting"), of_kind("standard"), of_kind("version")].concat());
        let mut random = fastrand::Rng::with_seed(3);
        let picks: Vec<Pick> = (0..EACH).map(|_| Pick::of(items[random.usize(..items.len())])).collect();
        let of_pages: Vec<Pick> = (0..EACH).map(|_| Pick::of(pages[random.usize(..pages.len())])).collect();
        println!("{} records, of them {} agenda items", lines.len(), items.len());
        let titles = same_titles(&items, &picks);
        let like = |pick: &Pick| titles[&pick.title].iter().map(|(url, _)| url.clone()).collect::<BTreeSet<_>>();
        let of_year = |pick: &Pick| {
            let same = titles[&pick.title].iter().filter(|(_, year)| *year == pick.year);
            same.map(|(url, _)| url.clone()).collect()
        };
        let own = |pick: &Pick| BTreeSet::from([pick.url.clone()]);
        let counts = counts(&items, &picks);
        let questions = |picks: &[Pick],
                         first,
                         right: &dyn Fn(&Pick) -> BTreeSet<String>,
                         text: &mut dyn FnMut(&Pick) -> String| {
            picks.iter().map(|pick| Question { text: text(pick), right: right(pick), first }).collect::<Vec<_>>()
        };
        let kinds = vec![
            ("identifier, first", questions(&of_pages, 1, &own, &mut |pick| pick.title.clone())),
            ("exact title, first", questions(&picks, 1, &like, &mut |pick| pick.title.clone())),
            (
                "title with one typing error, first five",
                questions(&picks, 5, &like, &mut |pick| misspelt(&pick.title, &mut random)),
            ),
            (
                "topic, party and year, first",
                questions(&picks, 1, &of_year, &mut |pick| {
                    format!("{} {}", pick.title.replace(['–', '‘', '’'], " "), pick.year)
                }),
            ),
            (
                "identifier and title, first",
                questions(&picks, 1, &own, &mut |pick| format!("{} {}", pick.page, pick.title)),
            ),
            (
                "four words of the text, drawn evenly, first ten",
                questions(&picks, 10, &own, &mut |pick| four(pick, |_| 1.0)),
            ),
            (
                "four words of the text, telling ones more often, first ten",
                questions(&picks, 10, &own, &mut |pick| {
                    four(pick, |word| (items.len() as f64 / f64::from(counts.get(word).copied().unwrap_or(1))).ln())
                }),
            ),
        ];
        Self { kinds }
    }

    /// The name of each kind, and its queries.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, &[Question])> {
        self.kinds.iter().map(|(name, questions)| (*name, questions.as_slice()))
    }
}

/// The items that have the titles of some picks: address and year.
fn same_titles(items: &[&str], picks: &[Pick]) -> HashMap<String, Vec<(String, String)>> {
    let mut titles: HashMap<_, Vec<_>> = picks.iter().map(|pick| (pick.title.clone(), Vec::new())).collect();
    for line in items {
        if let Some(same) = titles.get_mut(&field(line, "title")) {
            let year = field(line, "date").chars().take(4).collect();
            same.push((path(&field(line, "url")).to_owned(), year));
        }
    }
    titles
}

/// A field of a line, without reading all of it.
fn field(line: &str, name: &str) -> String {
    let mark = format!("\"{name}\":\"");
    let Some(start) = line.find(&mark).map(|at| at + mark.len() - 1) else { return String::new() };
    let mut stream = serde_json::Deserializer::from_str(&line[start..]).into_iter::<String>();
    stream.next().and_then(Result::ok).unwrap_or_default()
}

/// In how many of a sample of the items each word is.
fn counts(items: &[&str], picks: &[Pick]) -> HashMap<String, u32> {
    let wanted: BTreeSet<String> = picks.iter().flat_map(|pick| telling(&pick.text)).collect();
    let mut counts = HashMap::new();
    for line in items.iter().step_by((items.len() / 20_000).max(1)) {
        for word in telling(&field(line, "text")).intersection(&wanted) {
            *counts.entry(word.clone()).or_default() += 1;
        }
    }
    counts
}

/// The words that tell something of a text, each once.
fn telling(text: &str) -> BTreeSet<String> {
    words::of_query(text).into_iter().filter(|word| word.chars().count() > 3 && !words::is_stop(word)).collect()
}

/// Four different words, each drawn by its weight.
fn four(pick: &Pick, weight: impl Fn(&str) -> f64) -> String {
    let mut random = fastrand::Rng::with_seed(pick.text.len() as u64);
    let mut words: Vec<(f64, String)> = telling(&pick.text)
        .into_iter()
        .map(|word| (-(random.f64().max(1e-12)).ln() / weight(&word).max(1e-3), word))
        .collect();
    words.sort_by(|one, other| one.0.total_cmp(&other.0));
    words.into_iter().take(4).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}

/// A title with one edit in the middle of one word.
fn misspelt(title: &str, random: &mut fastrand::Rng) -> String {
    let mut words: Vec<String> = title.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len()).filter(|at| words[*at].len() >= 5 && words[*at].is_ascii()).collect();
    if long.is_empty() {
        return title.to_owned();
    }
    let word = &mut words[long[random.usize(..long.len())]];
    let at = random.usize(1..word.len() - 1);
    match random.u8(..3) {
        0 => drop(word.remove(at)),
        1 => word.insert(at, random.lowercase()),
        _ => word.replace_range(at..=at, "x"),
    }
    words.join(" ")
}
