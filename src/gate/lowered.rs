//! Where words stand lower than they ever stood before: a marking that was lowered or taken away, a document's classification that
//! was lowered, or words that were moved to where less holds.
//!
//! Words are compared, not markings, so it does not matter how they came to stand lower. A line is known by its words
//! alone; one that was rewritten on the way is known by most of them. Not here: who may lower what.
//!
//! **Invariant.** What it gives is places and classifications; words stay inside (R6).

use super::body::Reading;
use super::sheet::{Sheet, document_standing, known_terms, parents, read_tree, standing};
use crate::classification::Classification;
use crate::diagnostic::Severity;
use crate::settings::Settings;
use crate::source::SourceTree;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    documents: BTreeMap<Arc<str>, Document>,
    /// Long lines of all documents: they say where words come from.
    long: HashMap<Words, Classification>,
}

/// The lowest that each line of a document stood, and what it holds now.
#[derive(Default)]
struct Document {
    standing: Option<Classification>,
    lines: HashMap<Words, Classification>,
    latest: BTreeSet<Words>,
}

/// The words of a line, in small letters, without classifications.
type Words = Vec<String>;

/// So many words say where they come from.
const LONG: usize = 4;
/// So much of two lines' words must be the same for one to be the other, rewritten.
const ALIKE: f64 = 0.7;
/// More pairs of lines than this are not compared: then the whole document counts as rewritten.
const MOST_PAIRS: usize = 4_000_000;

impl Past {
    /// Adds how a tree stands.
    pub fn add(&mut self, tree: &SourceTree, settings: &Settings) {
        for page in pages(tree, settings) {
            let document = self.documents.entry(page.path).or_default();
            document.standing = Some(document.standing.map_or(page.standing, |known| known.min(page.standing)));
            document.latest = page.lines.iter().map(|line| line.words.clone()).collect();
            for line in page.lines {
                if line.words.len() >= LONG {
                    let known = self.long.entry(line.words.clone()).or_insert(line.stands);
                    *known = (*known).min(line.stands);
                }
                let known = document.lines.entry(line.words).or_insert(line.stands);
                *known = (*known).min(line.stands);
            }
        }
    }

    /// What stands lower in a tree than it ever stood, in order; lines that follow each other are one.
    pub fn lowered(&self, tree: &SourceTree, settings: &Settings) -> Vec<Lowered> {
        pages(tree, settings).iter().flat_map(|page| self.lowered_in(page)).collect()
    }

    fn lowered_in(&self, page: &Page) -> Vec<Lowered> {
        let document = self.documents.get(&page.path);
        let mut all = Vec::new();
        let whole = document.and_then(|document| document.standing).filter(|before| *before > page.standing);
        all.extend(whole.map(|from| Lowered { path: page.path.clone(), line: 0, from, to: page.standing }));
        let gone = document.map(|document| document.gone(page)).unwrap_or_default();
        let fresh = page.lines.iter().filter(|line| self.before(document, &line.words).is_none()).count();
        let is_rewritten = gone.len().saturating_mul(fresh) > MOST_PAIRS;
        let mut last = None;
        for line in &page.lines {
            let alike = || if is_rewritten { highest(&gone) } else { most_alike(&gone, &line.words) };
            let before = self.before(document, &line.words).or_else(alike);
            let Some(from) = before.filter(|from| *from > line.stands) else { continue };
            if last != Some((line.number.wrapping_sub(1), from, line.stands)) {
                all.push(Lowered { path: page.path.clone(), line: line.number, from, to: line.stands });
            }
            last = Some((line.number, from, line.stands));
        }
        all
    }

    /// The lowest that these words stood, where they are known.
    fn before(&self, document: Option<&Document>, words: &Words) -> Option<Classification> {
        let here = document.and_then(|document| document.lines.get(words));
        here.min(self.long.get(words)).or(here).or(self.long.get(words)).copied()
    }
}

impl Document {
    /// The long lines that the document held and does not hold any more.
    fn gone(&self, page: &Page) -> Vec<(&Words, Classification)> {
        let now: BTreeSet<&Words> = page.lines.iter().map(|line| &line.words).collect();
        let gone = self.latest.iter().filter(|words| words.len() >= LONG && !now.contains(words));
        gone.filter_map(|words| Some((words, *self.lines.get(words)?))).collect()
    }
}

fn highest(gone: &[(&Words, Classification)]) -> Option<Classification> {
    gone.iter().map(|(_, stood)| *stood).max()
}

/// How the line stood that these words are most alike to, where any is alike enough.
fn most_alike(gone: &[(&Words, Classification)], words: &Words) -> Option<Classification> {
    let alike = gone.iter().map(|(own, stood)| (likeness(own, words), *stood)).filter(|(like, _)| *like >= ALIKE);
    alike.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1))).map(|(_, stood)| stood)
}

/// The part of two lines' words that both have.
fn likeness(one: &[String], other: &[String]) -> f64 {
    let mut left: Vec<&String> = other.iter().collect();
    left.sort_unstable();
    let mut own: Vec<&String> = one.iter().collect();
    own.sort_unstable();
    let (mut both, mut at) = (0, 0);
    for word in own {
        at += left[at..].partition_point(|known| *known < word);
        if left.get(at).is_some_and(|known| *known == word) {
            (both, at) = (both + 1, at + 1);
        }
    }
    2.0 * f64::from(both) / (one.len() + other.len()) as f64
}

/// A document's lines.
struct Page {
    path: Arc<str>,
    standing: Classification,
    lines: Vec<Line>,
}

struct Line {
    number: u32,
    words: Words,
    stands: Classification,
}

fn pages(tree: &SourceTree, settings: &Settings) -> Vec<Page> {
    let (sheets, _) = read_tree(tree, settings);
    let (known, parents) = (known_terms(&sheets), parents(&sheets));
    let page = |sheet: &Sheet| {
        let lawful = document_standing(sheet, &parents, settings, &mut Vec::new());
        let own = standing(sheet).classification;
        let parent = sheet.place.parent().and_then(|parent| parents.get(&parent)?.classification);
        let standing = lawful.or(own.max(parent).filter(|_| own.is_some())).unwrap_or(Classification::Red);
        let reading = Reading::of(&sheet.body, standing, own, &known);
        let mut findings = sheet.findings.iter().chain(&reading.findings);
        let is_faulty = findings.any(|finding| finding.rule.severity == Severity::Error);
        let standing = if is_faulty { Classification::Red } else { standing };
        let mut stands = vec![standing; sheet.body.lines().count()];
        let blocks = reading.body.iter().flat_map(|(outline, known)| outline.blocks.iter().zip(&known.effective));
        for (block, effective) in blocks {
            for at in block.lines.clone() {
                let line = stands.get_mut(at as usize - 1);
                line.into_iter().for_each(|line| *line = (*line).max(*effective));
            }
        }
        let lines = sheet.body.lines().zip(stands).zip(1..);
        let lines =
            lines.map(|((text, stands), at)| Line { number: sheet.lines_before + at, words: words(text), stands });
        Page { path: sheet.path.clone(), standing, lines: lines.filter(|line| !line.words.is_empty()).collect() }
    };
    sheets.par_iter().map(page).collect()
}

fn words(line: &str) -> Words {
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| Classification::ALL.iter().all(|class| !class.word().eq_ignore_ascii_case(word))).collect()
}

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
        check(&[red, "The committee looked at costs of the next release.\n"], &[]);
        // Where the other line stays, a new one that is like it is a new one.
        check(&[red, &format!("{red}\nThe committee suspended the assurance of Tove Ltd at once.\n")], &[]);
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
}
