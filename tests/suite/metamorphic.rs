//! What follows from one tree for another made from it: stricter markings publish less, and neither the order of
//! files nor the kind of line ends matters.

use crate::generator::skeleton;
use crate::harness::Site;
use crate::parallel;
use fastrand::Rng;
use promulgate::source::SourceTree;
use promulgate::{Compiled, compile, gate};
use std::collections::BTreeMap;

/// The words of all projections with how often each is there; `None` where something is refused.
fn published_words(site: &Site) -> Option<BTreeMap<String, usize>> {
    let (projections, diagnostics) = gate::project(&site.tree(), &site.settings());
    if diagnostics.iter().any(|diagnostic| diagnostic.is_error()) {
        return None;
    }
    let mut words = BTreeMap::new();
    for word in projections.documents().iter().flat_map(|document| document.body().split_whitespace()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    Some(words)
}

/// The site with one marking raised, or one more set at the end of a heading or paragraph. The words that say so are
/// counted in neither tree.
fn raised(site: &Site, rng: &mut Rng) -> Option<Site> {
    let paths: Vec<&String> = site.files.keys().filter(|path| path.ends_with(".md")).collect();
    let path = paths[rng.usize(..paths.len())];
    let text = String::from_utf8_lossy(&site.files[path]).into_owned();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = rng.usize(..lines.len());
    lines[at] = raised_line(&lines[at], rng)?;
    Some(site.clone().file(path, lines.join("\n") + "\n"))
}

fn raised_line(line: &str, rng: &mut Rng) -> Option<String> {
    for (mild, strict) in [("(WHITE)", "(GREEN)"), ("(WHITE)", "(RED)"), ("(GREEN)", "(AMBER)"), ("(AMBER)", "(RED)")] {
        if line.contains(mild) && rng.bool() {
            return Some(line.replace(mild, strict));
        }
    }
    if let Some(class) = line.strip_prefix("classification = ") {
        let strict = if class == "\"White\"" { "\"Green\"" } else { "\"Red\"" };
        return Some(format!("classification = {strict}"));
    }
    let is_open = line.starts_with('#') || line.ends_with("at last.");
    is_open.then(|| format!("{line} (RED)"))
}

/// Nothing where all of `fewer` is in `more`; otherwise a word of which there is more.
fn grown<'w>(fewer: &'w BTreeMap<String, usize>, more: &BTreeMap<String, usize>) -> Option<&'w String> {
    let is_mark = |word: &str| word.contains(['(', ')']);
    let grown = |(word, count): &(&String, &usize)| !is_mark(word) && more.get(*word).copied().unwrap_or(0) < **count;
    fewer.iter().find(grown).map(|(word, _)| word)
}

#[test]
fn a_stricter_marking_never_publishes_more() {
    let shrunk: usize = parallel::each(0..200, |seed| {
        let site = skeleton(seed).fill(seed, 500).site;
        let mut rng = Rng::with_seed(seed);
        let Some(before) = published_words(&site) else { return 0 };
        let mut shrunk = 0;
        for _ in 0..10 {
            let Some(after) = raised(&site, &mut rng).and_then(|site| published_words(&site)) else { continue };
            assert_eq!(grown(&after, &before), None, "seed {seed}");
            shrunk += usize::from(after.values().sum::<usize>() < before.values().sum());
        }
        shrunk
    })
    .into_iter()
    .sum();
    assert!(shrunk > 100, "only {shrunk} markings withheld anything");
}

fn assert_same(seed: u64, left: &Compiled, right: &Compiled) {
    assert!(left.edition == right.edition, "seed {seed}: the editions differ");
    assert_eq!(left.diagnostics, right.diagnostics, "seed {seed}");
}

#[test]
fn the_order_of_files_changes_nothing() {
    parallel::each(0..50, |seed| {
        let site = skeleton(seed).fill(seed, 500).site;
        let mut files: Vec<_> = site.files.iter().collect();
        Rng::with_seed(seed).shuffle(&mut files);
        let mut tree = SourceTree::new();
        for (path, bytes) in files {
            tree.insert(path.as_str(), bytes.as_slice());
        }
        let shuffled = compile(&tree, &site.settings()).expect("the default theme is good");
        assert_same(seed, &site.compile(), &shuffled);
    });
}

#[test]
fn carriage_returns_throughout_change_nothing() {
    parallel::each(100..150, |seed| {
        let site = skeleton(seed).fill(seed, 500).site;
        let mut windows = site.clone();
        for bytes in windows.files.values_mut() {
            *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes();
        }
        assert_same(seed, &site.compile(), &windows.compile());
    });
}
