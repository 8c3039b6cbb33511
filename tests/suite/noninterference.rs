//! R1: trees with the same projection give the same edition, to the byte.
//!
//! Pairs of whole trees that differ only in withheld material, through the public function. The seeds are the
//! numbers from `PROMULGATE_SEED` (default 0) on; `PROMULGATE_PAIRS` says how many (default 2,000).

use crate::generator::{CANARY, Filled, skeleton};
use crate::parallel;
use promulgate::{Compiled, compile, gate};

/// The longest withheld text of most pairs, and of every sixteenth.
const LENGTHS: (usize, usize) = (2_000, 100_000);

/// What a pair came to.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    compiled: usize,
    refused: usize,
    different: usize,
    withholding: usize,
    bytes: usize,
}

impl Tally {
    fn add(self, other: Self) -> Self {
        Self {
            compiled: self.compiled + other.compiled,
            refused: self.refused + other.refused,
            different: self.different + other.different,
            withholding: self.withholding + other.withholding,
            bytes: self.bytes + other.bytes,
        }
    }
}

#[test]
fn withheld_material_changes_no_byte() {
    let (first, count) = (number("PROMULGATE_SEED", 0), number("PROMULGATE_PAIRS", 2_000));
    let tally = parallel::each(first..first + count, pair).into_iter().fold(Tally::default(), Tally::add);
    println!("{count} pairs from seed {first}: {tally:?}");
    let all = tally.compiled + tally.refused;
    assert!(tally.refused * 20 < all || all < 100, "too many pairs are refused: {tally:?}");
    assert!(tally.different * 10 >= tally.compiled * 9, "too many pairs are the same: {tally:?}");
    assert!(tally.withholding * 10 >= tally.compiled * 9, "too few withhold anything: {tally:?}");
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |value| value.parse().expect("a number"))
}

fn pair(seed: u64) -> Tally {
    let length = if seed % 16 == 15 { LENGTHS.1 } else { LENGTHS.0 };
    let skeleton = skeleton(seed);
    let [one, two] = [1, 2].map(|filling| skeleton.fill(seed.wrapping_mul(0x9e37_79b9) + filling, length));
    assert_eq!(one.public, two.public, "seed {seed}: the generator varies what is public");
    let Some([left, right]) = compiled(seed, [&one, &two]) else { return Tally { refused: 1, ..Tally::default() } };
    if let Some(path) = difference(&left, &right) {
        panic!("seed {seed}: {path} differs\n{}", shown(&one, &two));
    }
    let different = usize::from(one.site.files != two.site.files);
    let withholding = usize::from(one.withheld > 0 && two.withheld > 0);
    Tally { compiled: 1, refused: 0, different, withholding, bytes: one.withheld + two.withheld }
}

/// Both trees, compiled; `None` where one has an error.
fn compiled(seed: u64, pair: [&Filled; 2]) -> Option<[Compiled; 2]> {
    let [left, right] = pair.map(|filled| {
        let compiled = compile(&filled.site.tree(), &filled.site.settings()).expect("the default theme is good");
        assert_no_canary(seed, &compiled);
        compiled
    });
    for (compiled, filled) in [&left, &right].into_iter().zip(pair) {
        if let Some(error) = compiled.diagnostics.iter().find(|diagnostic| diagnostic.is_error()) {
            if std::env::var_os("PROMULGATE_REFUSALS").is_some() {
                let finding = &error.finding;
                let text = String::from_utf8_lossy(&filled.site.files[&*error.file]);
                let start = (finding.line as usize).saturating_sub(6);
                let lines: Vec<&str> = text.lines().skip(start).take(7).collect();
                println!("seed {seed}: {} {}:{}\n{lines:#?}", finding.rule.slug, error.file, finding.line);
            }
            return None;
        }
    }
    Some([left, right])
}

fn assert_no_canary(seed: u64, compiled: &Compiled) {
    for (path, bytes) in compiled.edition.files() {
        let text = crate::index::text(path.as_str(), bytes);
        let is_in_index = path.as_str().starts_with("search/") && text.contains(&CANARY.to_lowercase());
        assert!(
            !is_in_index && !text.contains(CANARY) && !path.as_str().contains(CANARY),
            "seed {seed}: {path} holds withheld text"
        );
    }
    for diagnostic in &compiled.diagnostics {
        let quoted = [&diagnostic.subject, &diagnostic.source].into_iter().flatten();
        let leak = quoted.into_iter().any(|text| text.as_str().contains(CANARY));
        assert!(!leak, "seed {seed}: a finding of {} quotes withheld text (R6)", diagnostic.finding.rule.slug);
    }
}

/// A path whose bytes differ, or that only one of the two has; the list of all files only if there is no other.
fn difference(left: &Compiled, right: &Compiled) -> Option<String> {
    let paths = left.edition.files().chain(right.edition.files()).map(|(path, _)| path.as_str());
    let different = |path: &&str| left.edition.file(path) != right.edition.file(path);
    paths.filter(different).min_by_key(|path| *path == "manifest.json").map(str::to_owned)
}

/// What a person needs to see why a pair differs: the projections that do, with their sources.
fn shown(one: &Filled, two: &Filled) -> String {
    let [left, right] = [one, two].map(|filled| gate::project(&filled.site.tree(), &filled.site.settings()).0);
    let mut out = one.site.configuration.clone();
    for document in left.documents() {
        let other = right.documents().iter().find(|other| other.path() == document.path());
        if other.is_some_and(|other| other.body() == document.body() && other.notices() == document.notices()) {
            continue;
        }
        let source = |filled: &Filled| String::from_utf8_lossy(&filled.site.files[&**document.path()]).into_owned();
        out.push_str(&format!("==== {}\n{}==== of\n{}", document.path(), document.body(), source(one)));
        if let Some(other) = other {
            out.push_str(&format!("==== and\n{}==== of\n{}", other.body(), source(two)));
        }
    }
    out
}
