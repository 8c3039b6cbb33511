//! Where words stand lower than they ever stood before: a marking that was lowered or taken away, a document's classification that
//! was lowered, or words that were moved to where less holds.
//!
//! Words are compared, not markings, so it does not matter how they came to stand lower, where a line is broken, or which of them
//! were replaced: a line is known again, and so are any three words in a row. Not here: who may lower what.
//!
//! **Invariant.** What it gives is places and classifications; words stay inside (R6), as numbers that only this process can make.
//! **Invariant.** In a tree that was added nothing is lowered: three words in a row are known by the mildest that held for one of them.

use super::layout::{self, Document, Place};
use super::sheet::{Sheet, read_whole};
use crate::classification::Classification;
use crate::settings::Settings;
use crate::source::SourceTree;
use page::{Around, Line, Page, TELLING};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::RandomState;
use std::sync::Arc;

/// Words that stand lower than before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lowered {
    /// The file.
    pub path: Arc<str>,
    /// The first line of them, from 1; 0 for the document as a whole.
    pub line: u32,
    /// What held for them before.
    pub from: Classification,
    /// What holds now.
    pub to: Classification,
}

/// How trees have stood so far.
#[derive(Default)]
pub struct Past {
    key: RandomState,
    /// The pages of the last tree, by all that they follow from: what has not changed is not read again.
    pages: HashMap<u64, Arc<Page>>,
    /// The pages that were added.
    added: BTreeSet<u64>,
    /// The lowest that each document stood.
    documents: BTreeMap<Arc<str>, Classification>,
    /// The lowest that each three words in a row stood, in any document.
    runs: HashMap<u64, Classification>,
    /// The lowest that each line stood, in any document.
    lines: HashMap<u64, Classification>,
    /// The lowest that each short portion stood in its document, and how often it was there at most.
    short: HashMap<u64, (Classification, usize)>,
    /// How often each line stood in its document in the last tree, by classification.
    last: HashMap<u64, [usize; 4]>,
    /// How many different lines each document had in the last tree.
    sizes: BTreeMap<Arc<str>, usize>,
}

/// A line counts as one that is known where this much of its words is, those left out that any line may have.
const KNOWN: f64 = 0.5;

/// And so many of them, in it or in a row over line ends, or both of two: two words together may be in any line.
const ENOUGH: usize = 3;

/// What held for a word that is known from three in a row, and how many telling words are known in a row with it.
type Known = Option<(Classification, usize)>;

impl Past {
    /// Adds how a tree stands.
    pub fn add(&mut self, tree: &SourceTree, settings: &Settings) {
        (self.last, self.sizes) = Default::default();
        for (key, page) in self.read(tree, settings) {
            let counts = page.counts();
            self.sizes.insert(page.path.clone(), counts.len());
            if self.added.insert(key) {
                self.add_page(&page, &counts);
            }
            self.last.extend(counts);
        }
    }

    /// A page that cannot be read lowers nothing that is known, and makes known what it says for the first time.
    fn add_page(&mut self, page: &Page, counts: &HashMap<u64, [usize; 4]>) {
        let is_read = !page.is_faulty;
        let note =
            |known: &mut Classification, now: Classification| *known = if is_read { now.min(*known) } else { *known };
        if is_read {
            note(self.documents.entry(page.path.clone()).or_insert(page.standing), page.standing);
        }
        for run in page.runs() {
            let [first, second, third] = run.places.map(|(line, _)| page.lines[line].as_marked);
            let mildest = first.min(second).min(third);
            note(self.runs.entry(run.words).or_insert(mildest), mildest);
        }
        for line in &page.lines {
            note(self.lines.entry(line.said).or_insert(line.as_marked), line.as_marked);
            if line.is_short {
                let (known, most) = self.short.entry(line.said_here).or_insert((line.as_marked, 0));
                note(known, line.as_marked);
                *most = counts[&line.said_here].iter().sum::<usize>().max(*most);
            }
        }
    }

    /// What stands lower in a tree than it ever stood, in order; lines that follow each other are one.
    pub fn lowered(&mut self, tree: &SourceTree, settings: &Settings) -> Vec<Lowered> {
        let pages = self.read(tree, settings);
        let changed = pages.iter().filter(|(key, _)| !self.added.contains(key));
        changed.flat_map(|(_, page)| self.lowered_in(page)).collect()
    }

    fn lowered_in(&self, page: &Page) -> Vec<Lowered> {
        let counts = page.counts();
        let (mut all, is_same) = (Vec::new(), self.is_same(page, &counts));
        let whole = self.documents.get(&page.path).filter(|before| **before > page.standing && is_same);
        all.extend(whole.map(|from| Lowered { path: page.path.clone(), line: 0, from: *from, to: page.standing }));
        let mut last = None;
        for (line, known) in page.lines.iter().zip(self.known_words(page)) {
            let Some(from) = self.line_before(line, &counts[&line.said_here], is_same).max(self.by_words(line, &known))
            else {
                continue;
            };
            if last != Some((line.number.wrapping_sub(1), from, line.stands)) {
                all.push(Lowered { path: page.path.clone(), line: line.number, from, to: line.stands });
            }
            last = Some((line.number, from, line.stands));
        }
        all
    }

    /// Whether a document is what stood at its path, and not another that took its name: most of the longer one is in the other.
    fn is_same(&self, page: &Page, counts: &HashMap<u64, [usize; 4]>) -> bool {
        let before = self.sizes.get(&page.path).copied().unwrap_or_default();
        2 * counts.keys().filter(|line| self.last.contains_key(line)).count() > counts.len().max(before)
    }

    /// What held for each word of a page that is known from three in a row, where that is stricter than what holds; nothing of a line
    /// that was public as it is.
    fn known_words(&self, page: &Page) -> Vec<Vec<Known>> {
        let was_there = |line: &Line| self.lines.get(&line.said).is_some_and(|lowest| *lowest <= line.stands);
        let is_new: Vec<bool> = page.lines.iter().map(|line| !was_there(line)).collect();
        let mut known: Vec<Vec<Known>> = page.lines.iter().map(|line| vec![None; line.words.len()]).collect();
        for run in page.runs() {
            let telling = run.places.iter().filter(|(line, word)| page.lines[*line].words[*word].tells).count();
            let Some(from) = self.runs.get(&run.words).filter(|_| telling >= TELLING) else { continue };
            for (line, word) in
                run.places.into_iter().filter(|(line, _)| is_new[*line] && *from > page.lines[*line].stands)
            {
                known[line][word] = known[line][word].max(Some((*from, 0)));
            }
        }
        let words = page.lines.iter().flat_map(|line| &line.words);
        let mut all: Vec<(&mut Known, bool)> = known.iter_mut().flatten().zip(words.map(|word| word.tells)).collect();
        for row in all.chunk_by_mut(|(one, _), (next, _)| one.is_some() == next.is_some()) {
            let telling = row.iter().filter(|(_, tells)| *tells).count();
            row.iter_mut().for_each(|(own, _)| **own = own.map(|(from, _)| (from, telling)));
        }
        known
    }

    /// What held for a line, where enough of its words are known; those that any line may have tell nothing.
    fn by_words(&self, line: &Line, known: &[Known]) -> Option<Classification> {
        let telling = || line.words.iter().zip(known).filter(|(word, _)| word.tells).map(|(_, known)| known);
        let (count, all) = (telling().flatten().count(), telling().count());
        let in_a_row = telling().flatten().map(|(_, in_a_row)| *in_a_row).max()?;
        let is_enough = count >= all.clamp(TELLING, ENOUGH) || in_a_row >= ENOUGH;
        let from = telling().flatten().map(|(from, _)| *from).max();
        from.filter(|_| is_enough && count as f64 >= KNOWN * all as f64)
    }

    /// What held for a line as it is, where that is stricter: for a long one in any document, for a short portion in its own, where
    /// it has left a stricter place, now or before it was ever public elsewhere. `counts` is how often it stands there now.
    fn line_before(&self, line: &Line, counts: &[usize; 4], is_same: bool) -> Option<Classification> {
        let anywhere = self.lines.get(&line.said).copied().filter(|from| *from > line.stands);
        if line.is_long() {
            return anywhere;
        }
        if !line.is_short || !line.words.iter().any(|word| word.tells) {
            return None;
        }
        let (from, most) = self.short.get(&line.said_here).copied().filter(|(from, _)| *from > line.stands)?;
        let stricter = |counts: &[usize; 4]| counts[from as usize..].iter().sum::<usize>();
        let has_left = self.last.get(&line.said_here).is_some_and(|last| stricter(last) > stricter(counts));
        (is_same && has_left || anywhere.is_some() && stricter(counts) < most).then_some(from)
    }

    /// The pages of a tree, with what each follows from; those of the last tree are kept.
    fn read(&mut self, tree: &SourceTree, settings: &Settings) -> Vec<(u64, Arc<Page>)> {
        let documents = layout::documents(tree).0;
        let lends = |place: &Place| matches!(place, Place::Committee(_) | Place::Standard(_) | Place::Glossary);
        let lending: Vec<Sheet> = documents.iter().filter(|own| lends(&own.place)).map(read_whole).collect();
        let (around, known) = (Around::new(&self.key, lending, settings), &self.pages);
        let page = |document: &Document<'_>| {
            let key = around.key_of(document);
            (key, known.get(&key).cloned().unwrap_or_else(|| Arc::new(around.page(read_whole(document)))))
        };
        let pages: Vec<(u64, Arc<Page>)> = documents.par_iter().map(page).collect();
        self.pages = pages.iter().cloned().collect();
        pages
    }
}

mod page;

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "+++\nclassification = \"Green\"\ndate = 2019-06-26\nnumber = 80\n+++\n";

    fn tree(documents: &[(&str, &str)]) -> SourceTree {
        let mut tree = SourceTree::new();
        let committee = "+++\nclassification = \"White\"\ntitle = \"S\"\nabbreviation = \"SSC\"\n+++\n";
        tree.insert("content/committees/ssc/committee.md", committee.as_bytes().to_vec());
        for (name, text) in documents {
            tree.insert(format!("content/committees/ssc/meetings/{name}.md"), text.as_bytes().to_vec());
        }
        tree
    }

    fn settings() -> Settings {
        let text = "[site]\ntitle=\"T\"\nbase_url=\"https://x.example/\"\norganisation=\"O\"\n[policy]\npublish=[\"White\",\"Green\"]\n";
        crate::settings::read(text, jiff::civil::date(2026, 1, 1)).0.expect("it is good")
    }

    /// What is lowered from body to body, as `line from to`.
    #[track_caller]
    fn check(bodies: &[&str], expected: &[&str]) {
        let (mut past, settings) = (Past::default(), settings());
        let (last, before) = bodies.split_last().expect("there is one");
        for body in before {
            past.add(&tree(&[("80", &format!("{HEAD}{body}"))]), &settings);
        }
        let found = past.lowered(&tree(&[("80", &format!("{HEAD}{last}"))]), &settings);
        let found: Vec<String> =
            found.iter().map(|found| format!("{} {} {}", found.line, found.from.word(), found.to.word())).collect();
        assert_eq!(found, expected, "{bodies:?}");
    }

    #[test]
    fn markings_that_are_lowered_or_taken_away() {
        check(&["A walrus. (RED)\n", "A walrus. (RED)\n"], &[]);
        check(&["A walrus. (RED)\n", "A walrus.\n"], &["6 Red Green"]);
        check(&["A walrus. (RED)\n", "A walrus. (AMBER)\n"], &["6 Red Amber"]);
        check(&["A walrus.\n", "A walrus. (WHITE)\n"], &[]);
        check(&["A walrus.\n", "A walrus. (RED)\n"], &[]);
        check(
            &["### 2. Walrus (RED)\n\nOne.\n\nTwo.\n", "### 2. Walrus\n\nOne.\n\nTwo. (RED)\n"],
            &["6 Red Green", "8 Red Green"],
        );
    }

    #[test]
    fn words_that_move_out_of_what_held_for_them() {
        check(
            &["### 2. A (RED)\n\nA walrus came.\n\n### 3. B\n", "### 2. A (RED)\n\n### 3. B\n\nA walrus came.\n"],
            &["10 Red Green"],
        );
        check(&["A walrus. (RED)\n\nAn otter.\n", "An otter.\n"], &[]);
        check(&["A walrus. (RED)\n", "Nothing.\n", "A walrus.\n"], &["6 Red Green"]);
        check(&["A walrus. (RED)\n", "A walrus.\n", "A walrus. (RED)\n", "A walrus.\n"], &[]);
    }

    #[test]
    fn words_that_are_rewritten_on_the_way() {
        let red = "The committee suspended the assurance of Borogove Ltd at once. (RED)\n";
        check(&[red, "The committee has suspended the assurance of Borogove Ltd.\n"], &["6 Red Green"]);
        check(&[red, "The committee suspended the assurance\nof Borogove Ltd at once.\n"], &["6 Red Green"]);
        let broken = "The committee\n\nsuspended the\n\nassurance of\n\nBorogove Ltd\n\nat once.\n";
        check(&[red, broken], &["8 Red Green", "10 Red Green", "12 Red Green", "14 Red Green"]);
        check(&[red, "Nothing.\n", "The committee suspends the assurance of Borogove Ltd.\n"], &["6 Red Green"]);
        check(&[red, &format!("{red}\nSo the assurance of Borogove Ltd is no more.\n")], &["8 Red Green"]);
        check(&[red, "The committee looked at costs of the next release.\n"], &[]);
        // What is public somewhere is no secret.
        check(
            &[
                &format!("{red}\nThe committee suspended the assurance of one party at once.\n"),
                "The committee suspended the assurance of one more party.\n",
            ],
            &[],
        );
    }

    #[test]
    fn front_matter_says_something_too() {
        let (mut past, settings) = (Past::default(), settings());
        let with = |title: &str, class: &str| {
            let mut tree = tree(&[]);
            let text = format!("[[term]]\nterm = \"BAN\"\nexpansion = \"{title}\"\nclassification = \"{class}\"\n");
            tree.insert("content/glossary.toml", text.into_bytes());
            tree
        };
        past.add(&with("Borogove Assurance Note", "Red"), &settings);
        let mut found =
            |tree: &SourceTree| past.lowered(tree, &settings).iter().map(|own| own.line).collect::<Vec<_>>();
        assert_eq!(found(&with("Borogove Assurance Note", "Red")), [0; 0]);
        assert_eq!(found(&with("Borogove Assurance Note", "Green")), [2]);
        assert_eq!(found(&with("Another Note Altogether", "Red")), [0; 0]);
        let moved = format!("{}## Of the Borogove Assurance Note\n", HEAD.replace("number", "title = \"A\"\nnumber"));
        assert_eq!(found(&tree(&[("80", &moved)])), [7]);
    }

    #[test]
    fn documents_that_are_lowered_or_moved() {
        let (red, settings) = (HEAD.replace("Green", "Red"), settings());
        let body = "A walrus came to the committee.\n";
        let mut past = Past::default();
        past.add(&tree(&[("80", &format!("{red}{body}"))]), &settings);
        let lowered = past.lowered(&tree(&[("80", &format!("{HEAD}{body}"))]), &settings);
        assert_eq!(lowered.iter().map(|found| found.line).collect::<Vec<_>>(), [0, 6]);
        let moved = past.lowered(&tree(&[("81", &format!("{HEAD}{body}").replace("80", "81"))]), &settings);
        assert_eq!(moved.iter().map(|found| found.line).collect::<Vec<_>>(), [6]);
        let faulty = tree(&[("80", &format!("{HEAD}{body}(AMBR)\n"))]);
        assert_eq!(past.lowered(&faulty, &settings).len(), 0, "it is withheld whole");
    }

    #[test]
    fn nothing_is_lowered_where_nothing_was() {
        let around = "- The SSC **NOTED** an update on the day. (GREEN)\n- The SSC **NOTED** a letter. (RED)\n\n### 2. Minutes\n\nAgreed.\n\n### 3. Secret things (RED)\n\nSecret body words here.\n\n### 4. AOB\n\nNone raised.\n";
        check(&[around, around], &[]);
        let turned = "### 4. AOB\n\nNone raised.\n\n### 3. Secret things (RED)\n\nSecret body\nwords here.\n\n### 5. Minutes\n\nAgreed.\n";
        check(&[around, turned], &[]);
        // What anybody may write is not known by the words that any line has.
        check(
            &[
                "The SSC **NOTED** the walrus. (RED)\n",
                "The SSC **NOTED** the walrus. (RED)\n\nThe SSC **NOTED** the otter.\n",
            ],
            &[],
        );
        check(&["None raised. (RED)\n", "None raised. (RED)\n\nNone raised.\n"], &[]);
    }

    #[test]
    fn short_lines_are_known_in_their_document() {
        check(&["Borogove Ltd. (RED)\n", "Borogove Ltd.\n"], &["6 Red Green"]);
        check(&["Borogove Ltd. (RED)\n", "Borogove Ltd. (RED)\n\nBorogove Ltd.\n"], &[]);
        check(&["Borogove Ltd. (RED)\n", "Nothing.\n", "Borogove Ltd.\n"], &["6 Red Green"]);
        // Long ones everywhere, with a public line beside them that shares most of their words.
        let public = "The SSC **NOTED** the report on the costs of the walrus.\n";
        let red = "\nThe SSC **NOTED** the report on the costs of the borogove. (RED)\n";
        let lowered = red.replace(" (RED)", "");
        check(&[&format!("{public}{red}"), &format!("{public}{lowered}")], &["8 Red Green"]);
    }

    #[test]
    fn a_document_with_errors_hides_no_lowering_and_is_none_itself() {
        let red = "A walrus came to Borogove. (RED)\n";
        let faulty = "A walrus came to Borogove.\n\nAn otter came, too. (AMBR)\n";
        let clean = "A walrus came to Borogove.\n\nAn otter came, too.\n";
        check(&[red, faulty, clean], &["6 Red Green"]);
        check(&["Nothing.\n", faulty, clean], &[]);
    }
}
