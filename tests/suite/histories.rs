//! What two people must agree to, over random histories: nothing where nothing is lowered, and every lowering.
//!
//! Public and withheld text is made of the same words, so that only their order tells one from the other.

use crate::harness::{SITE, Site};
use fastrand::Rng;
use promulgate::gate::{Lowered, Past};

/// How strict a portion is, as its marking says; 0 is White.
const MARKS: [&str; 4] = ["", " (GREEN)", " (AMBER)", " (RED)"];
const WORDS: [&str; 4] = ["White", "Green", "Amber", "Red"];

#[derive(Clone)]
struct Portion {
    words: String,
    mark: usize,
    /// Where its lines are broken.
    wrapping: u64,
    /// Whether it was ever public.
    was_public: bool,
}

#[derive(Clone)]
struct Document {
    number: u32,
    class: usize,
    portions: Vec<Portion>,
}

#[derive(Clone)]
struct Story {
    documents: Vec<Document>,
    term: usize,
    next: u32,
}

/// A word of two or three syllables; there are some thousand.
fn word(rng: &mut Rng) -> String {
    const SYLLABLES: [&str; 14] =
        ["bo", "ro", "gove", "tu", "lem", "sar", "ni", "ka", "plo", "dren", "vis", "mo", "quo", "ter"];
    (0..rng.usize(2..4)).map(|_| SYLLABLES[rng.usize(..SYLLABLES.len())]).collect()
}

fn sentence(rng: &mut Rng) -> String {
    let mut words = || word(rng);
    let [a, b, c, d, e, f] = std::array::from_fn(|_| words());
    match rng.u8(..6) {
        0 => "None raised".to_owned(),
        1 => format!("{a} {b}"),
        2 => format!("The SSC **NOTED** the {a} of the {b} {c} {d} by {e} {f}."),
        3 => format!("The SSC **APPROVED** the {a} {b} and the {c} {d} of {e}."),
        4 => format!("It was agreed that {a} {b} {c} would be {d} in {e}."),
        _ => format!("Members heard of {a}, {b} and the {c} {d}."),
    }
}

impl Portion {
    fn new(rng: &mut Rng, mark: usize) -> Self {
        Self { words: sentence(rng), mark, wrapping: rng.u64(..), was_public: false }
    }

    fn text(&self) -> String {
        let mut rng = Rng::with_seed(self.wrapping);
        let joint = |rng: &mut Rng| if rng.u8(..7) == 0 { '\n' } else { ' ' };
        let mut text = String::new();
        for word in self.words.split(' ') {
            text.extend((!text.is_empty()).then(|| joint(&mut rng)));
            text.push_str(word);
        }
        format!("{text}{}\n\n", MARKS[self.mark])
    }
}

impl Story {
    fn new(rng: &mut Rng) -> Self {
        let mut story = Self { documents: Vec::new(), term: 3, next: 80 };
        (0..3).for_each(|_| story.add_document(rng));
        let usual = Portion { words: "None raised".to_owned(), mark: 0, wrapping: 0, was_public: true };
        story.documents.push(Document { number: 1, class: 0, portions: vec![usual] });
        story
    }

    fn add_document(&mut self, rng: &mut Rng) {
        let portions = (0..rng.usize(2..6)).map(|_| drawn(rng)).collect();
        let class = if rng.u8(..4) == 0 { 3 } else { rng.usize(..2) };
        self.documents.push(Document { number: self.next, class, portions });
        self.next += 1;
    }

    fn site(&self) -> Site {
        let mut site = Site::new();
        site.configuration = format!("{SITE}[policy]\npublish = [\"White\", \"Green\"]\n");
        for document in &self.documents {
            let body: String = document.portions.iter().map(Portion::text).collect();
            let class = WORDS[document.class];
            let text = format!(
                "+++\nclassification = \"{class}\"\ndate = 2019-06-26\nnumber = {}\n+++\n{body}",
                document.number
            );
            site = site.file(&format!("content/committees/ssc/meetings/{}.md", document.number), text);
        }
        let class = WORDS[self.term];
        let term = format!("[[term]]\nterm = \"TLM\"\nexpansion = \"Tulem Dren\"\nclassification = \"{class}\"\n");
        site.file("content/glossary.toml", term)
    }

    /// Something that lowers nothing.
    fn go_on(&mut self, rng: &mut Rng) {
        let at = rng.usize(..self.documents.len());
        let other = rng.usize(..self.documents.len());
        let document = &mut self.documents[at];
        let place = rng.usize(..document.portions.len());
        match rng.u8(..12) {
            0 | 1 => document.portions.insert(place, Portion::new(rng, 0)),
            2 | 3 => document.portions.insert(place, Portion::new(rng, 3)),
            4 if document.portions[place].mark == 0 => document.portions[place].words = sentence(rng),
            5 if document.portions.len() > 1 => _ = document.portions.remove(place),
            6 => (document.number, self.next) = (self.next, self.next + 1),
            7 => rng.shuffle(&mut document.portions),
            8 => document.portions.iter_mut().for_each(|portion| portion.wrapping = rng.u64(..)),
            9 => document.portions[place].mark = 3,
            10 => self.swap_names(at, other),
            _ => self.add_document(rng),
        }
    }

    /// Not where both say something that is the same: these are told apart by their names only, and two people are asked.
    fn swap_names(&mut self, at: usize, other: usize) {
        let [own, others] = [at, other].map(|at| &self.documents[at].portions);
        if own.iter().any(|portion| others.iter().any(|other| other.words == portion.words)) {
            return;
        }
        let number = self.documents[at].number;
        self.documents[at].number = std::mem::replace(&mut self.documents[other].number, number);
    }

    /// Something that lowers a classification; `None` where there is nothing to lower.
    fn lower(&mut self, rng: &mut Rng) -> Option<&'static str> {
        let strict = |document: &Document, at: usize| document.class.max(document.portions[at].mark);
        let all = self.documents.iter().enumerate();
        let places = all.flat_map(|(at, document)| (0..document.portions.len()).map(move |portion| (at, portion)));
        let is_lowerable = |(at, portion): &(usize, usize)| {
            let document = &self.documents[*at];
            document.class < 2
                && strict(document, *portion) > 1
                && !document.portions[*portion].was_public
                && document.portions[*portion].words != "None raised"
        };
        let places: Vec<(usize, usize)> = places.filter(is_lowerable).collect();
        let choice = rng.u8(..5);
        if choice == 0 {
            self.term = 0;
            return Some("a term");
        }
        if choice == 1 {
            let open = |portion: &Portion| portion.mark < 2 && !portion.was_public && portion.words != "None raised";
            let strict = |document: &&mut Document| document.class == 3 && document.portions.iter().any(open);
            self.documents.iter_mut().find(strict)?.class = 0;
            return Some("a document");
        }
        let (at, place) = *places.get(rng.usize(..places.len().max(1)))?;
        if choice == 2 {
            let words = self.documents[at].portions[place].words.clone();
            let (other, is_long) = (rng.usize(..self.documents.len()), words.split(' ').count() > 3);
            let target = &mut self.documents[other];
            (target.class < 2 && is_long).then_some(())?;
            target.portions.push(Portion { words, mark: 0, wrapping: 0, was_public: false });
            return Some("words copied");
        }
        self.documents[at].portions[place].mark = if choice == 3 { 0 } else { 1 };
        Some("a marking")
    }
}

fn drawn(rng: &mut Rng) -> Portion {
    let mark = [0, 0, 0, 1, 2, 3, 3][rng.usize(..7)];
    Portion::new(rng, mark)
}

fn step(past: &mut Past, story: &mut Story) -> Vec<Lowered> {
    for document in &mut story.documents {
        let is_open = document.class < 2;
        document.portions.iter_mut().for_each(|portion| portion.was_public |= is_open && portion.mark < 2);
    }
    let site = story.site();
    let (tree, settings) = (site.tree(), site.settings());
    let found = past.lowered(&tree, &settings);
    past.add(&tree, &settings);
    found
}

#[test]
fn two_people_are_asked_for_every_lowering_and_for_nothing_else() {
    let histories = std::env::var("PROMULGATE_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(150);
    let mut lowered = 0;
    for seed in 0..histories {
        let mut rng = Rng::with_seed(seed);
        let (mut past, mut story) = (Past::default(), Story::new(&mut rng));
        let start = story.site();
        past.add(&start.tree(), &start.settings());
        let _ = step(&mut past, &mut story);
        for turn in 0..12 {
            assert_eq!(step(&mut past, &mut story), [], "{seed}, {turn}: nothing has changed");
            let before = story.clone();
            story.go_on(&mut rng);
            assert_eq!(step(&mut past, &mut story), [], "{seed}, {turn}:\n{}\n---\n{}", told(&before), told(&story));
        }
        let before = story.clone();
        if let Some(what) = story.lower(&mut rng) {
            lowered += 1;
            let found = step(&mut past, &mut story);
            assert_ne!(found, [], "{seed}: {what}\n{}\n---\n{}", told(&before), told(&story));
        }
    }
    assert!(lowered * 2 > histories, "{lowered} of {histories} histories end in a lowering");
}

fn told(story: &Story) -> String {
    let files = story.site().files;
    files.iter().map(|(path, bytes)| format!("{path}\n{}\n", String::from_utf8_lossy(bytes))).collect()
}
