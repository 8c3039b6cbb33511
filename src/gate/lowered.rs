//! Where words stand lower than they ever stood before: a marking that was lowered or taken away, a document's classification that
//! was lowered, or words that were moved to where less holds.
//!
//! Words are compared, not markings and not lines, so it does not matter how they came to stand lower, where a line is broken, or
//! which of them were replaced: any three words in a row are known again. Not here: who may lower what.
//!
//! **Invariant.** What it gives is places and classifications; words stay inside (R6).

use super::body::Reading;
use super::layout::Place;
use super::sheet::{Sheet, document_standing, known_terms, parents, read_whole_tree, standing};
use crate::classification::Classification;
use crate::diagnostic::Severity;
use crate::fields::{Placed, Table, Value};
use crate::settings::Settings;
use crate::source::SourceTree;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
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
    /// The lowest that each document stood.
    documents: BTreeMap<Arc<str>, Classification>,
    /// The lowest that each three words in a row stood, in any document.
    runs: HashMap<[String; 3], Classification>,
    /// The lowest that each line of fewer words stood, by document.
    short: HashMap<(Arc<str>, Vec<String>), Classification>,
}

/// A line counts as one that is known where this much of its words is.
const KNOWN: f64 = 0.5;

impl Past {
    /// Adds how a tree stands.
    pub fn add(&mut self, tree: &SourceTree, settings: &Settings) {
        for page in pages(tree, settings) {
            lowest(self.documents.entry(page.path.clone()).or_insert(page.standing), page.standing);
            for (run, stands, _) in page.runs() {
                lowest(self.runs.entry(run).or_insert(stands), stands);
            }
            for line in page.lines.into_iter().filter(|line| line.words.len() < 3) {
                lowest(self.short.entry((page.path.clone(), line.words)).or_insert(line.stands), line.stands);
            }
        }
    }

    /// What stands lower in a tree than it ever stood, in order; lines that follow each other are one.
    pub fn lowered(&self, tree: &SourceTree, settings: &Settings) -> Vec<Lowered> {
        pages(tree, settings).iter().flat_map(|page| self.lowered_in(page)).collect()
    }

    fn lowered_in(&self, page: &Page) -> Vec<Lowered> {
        let mut all = Vec::new();
        let whole = self.documents.get(&page.path).filter(|before| **before > page.standing);
        all.extend(whole.map(|from| Lowered { path: page.path.clone(), line: 0, from: *from, to: page.standing }));
        let mut known: Vec<Vec<Option<Classification>>> =
            page.lines.iter().map(|line| vec![None; line.words.len()]).collect();
        for (run, _, places) in page.runs() {
            let Some(from) = self.runs.get(&run) else { continue };
            for (line, word) in places {
                known[line][word] = known[line][word].max(Some(*from).filter(|from| *from > page.lines[line].stands));
            }
        }
        let mut last = None;
        for (line, known) in page.lines.iter().zip(known) {
            let count = known.iter().flatten().count() as f64;
            let by_runs = known.iter().flatten().max().filter(|_| count >= KNOWN * line.words.len() as f64);
            let short = self.short.get(&(page.path.clone(), line.words.clone())).filter(|from| **from > line.stands);
            let Some(from) = by_runs.or(short).copied() else { continue };
            if last != Some((line.number.wrapping_sub(1), from, line.stands)) {
                all.push(Lowered { path: page.path.clone(), line: line.number, from, to: line.stands });
            }
            last = Some((line.number, from, line.stands));
        }
        all
    }
}

fn lowest(known: &mut Classification, now: Classification) {
    *known = (*known).min(now);
}

/// A document's lines: those of its front matter that say something, and those of its body.
struct Page {
    path: Arc<str>,
    standing: Classification,
    lines: Vec<Line>,
}

struct Line {
    number: u32,
    words: Vec<String>,
    stands: Classification,
}

impl Page {
    /// Each three words in a row, over line ends too; the strictest that holds for one of them; and their places.
    fn runs(&self) -> impl Iterator<Item = ([String; 3], Classification, [(usize, usize); 3])> {
        let places = self.lines.iter().enumerate();
        let places: Vec<(usize, usize)> =
            places.flat_map(|(line, own)| (0..own.words.len()).map(move |word| (line, word))).collect();
        let run = |at: usize| {
            let own = [places[at], places[at + 1], places[at + 2]];
            let stands = own.map(|(line, _)| self.lines[line].stands);
            (own.map(|(line, word)| self.lines[line].words[word].clone()), stands[0].max(stands[1]).max(stands[2]), own)
        };
        (0..places.len().saturating_sub(2)).map(run).collect::<Vec<_>>().into_iter()
    }
}

fn pages(tree: &SourceTree, settings: &Settings) -> Vec<Page> {
    let sheets = read_whole_tree(tree);
    let (known, parents) = (known_terms(&sheets), parents(&sheets));
    let page = |sheet: &Sheet| {
        let lawful = document_standing(sheet, &parents, settings, &mut Vec::new());
        let own = standing(sheet).classification;
        let parent = sheet.place.parent().and_then(|parent| parents.get(&parent)?.classification);
        let own = own.or((sheet.place == Place::Glossary).then_some(Classification::White));
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
        let mut lines = Vec::new();
        if let Some(front) = &sheet.front {
            front_lines(&front.table, standing, &mut lines);
            lines.sort_by_key(|line| line.number);
        }
        let body = sheet.body.lines().zip(stands).zip(1..);
        lines.extend(body.map(|((text, stands), at)| Line {
            number: sheet.lines_before + at,
            words: words(text),
            stands,
        }));
        lines.retain(|line| !line.words.is_empty());
        Page { path: sheet.path.clone(), standing, lines }
    };
    sheets.par_iter().map(page).collect()
}

/// Keys that say where a document belongs, not what it says.
const PLACES: [&str; 10] =
    ["classification", "publish_on", "date", "number", "start", "end", "next_meeting", "version", "committee", "draft"];

/// What front matter says: each value with its key; what is in a table with a classification stands under that.
fn front_lines(table: &Table, stands: Classification, lines: &mut Vec<Line>) {
    let own = table.find("classification").map(|found| match &found.value {
        Value::Text(text) => Classification::read(text).unwrap_or(Classification::Red),
        _ => Classification::Red,
    });
    let stands = own.map_or(stands, |own| own.max(stands));
    for (key, _, placed) in table.entries.iter().filter(|(key, ..)| !PLACES.contains(&key.as_str())) {
        front_value(key, placed, stands, lines);
    }
}

fn front_value(key: &str, placed: &Placed, stands: Classification, lines: &mut Vec<Line>) {
    let mut line = |text: String| lines.push(Line { number: placed.place.0, words: words(&text), stands });
    match &placed.value {
        Value::Text(text) => line(text.clone()),
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
        check(&[red, broken], &["6 Red Green", "8 Red Green", "10 Red Green", "12 Red Green", "14 Red Green"]);
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
        let found = |tree: &SourceTree| past.lowered(tree, &settings).iter().map(|own| own.line).collect::<Vec<_>>();
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
}
