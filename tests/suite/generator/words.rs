//! Words of generated texts: few, so that withheld texts use the titles, labels and terms of public ones.

use fastrand::Rng;

/// Titles of sections and items; some twice as likely.
pub const TITLES: [&str; 10] = [
    "Minutes",
    "Minutes",
    "Any other business",
    "Matters arising",
    "Report on the CBQ",
    "Report",
    "Security characteristics",
    "Budget 2019",
    "Item 3",
    "Actions",
];

/// Labels of reference definitions, which public and withheld texts share.
pub const LABELS: [&str; 5] = ["paper", "the report", "ssc/80", "1", "CBQ"];

/// Names of footnotes, which public and withheld texts share.
pub const NOTES: [&str; 4] = ["1", "2", "note", "paper"];

/// Terms of the glossary.
pub const TERMS: [&str; 5] = ["CBQ", "SMKI", "CPA", "DCC", "SMETS"];

const WORDS: [&str; 24] = [
    "the",
    "committee",
    "noted",
    "a",
    "report",
    "of",
    "parties",
    "version",
    "meeting",
    "paper",
    "CBQ",
    "SMKI",
    "CPA",
    "green",
    "Deal",
    "plan",
    "for",
    "2019",
    "SECMP0057",
    "update",
    "item",
    "3",
    "was",
    "presented",
];

/// One of a list.
pub fn pick<T: Clone>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(..from.len())].clone()
}

/// Plain words; neither end can be read as a marking.
pub fn plain(rng: &mut Rng, count: usize) -> String {
    let mut text = String::from("Text");
    for _ in 0..count {
        text.push(' ');
        text.push_str(pick(rng, &WORDS));
    }
    text + " here"
}

/// Something between words that refers to elsewhere, or is more than words.
pub fn ornament(rng: &mut Rng) -> String {
    let label = pick(rng, &LABELS);
    let note = pick(rng, &NOTES);
    match rng.u8(..15) {
        0 | 1 => format!("[{label}]"),
        2 => format!("[words][{label}]"),
        3 => format!("[{label}][]"),
        4 | 5 => format!("words[^{note}]"),
        6 => "`code [paper]`".to_owned(),
        7 => "*stressed* and ~~struck~~".to_owned(),
        8 => "<https://example.org/a>".to_owned(),
        9 => format!("[{label}](https://example.org/b \"title\")"),
        12 => "Mr White (Amber Valley)".to_owned(),
        13 => "the red wire – Amber Valley:".to_owned(),
        11 => "caf&eacute; &amp; R&#38;D &#8211; CO&#x2082;".to_owned(),
        10 => "on 26 September 2019 (AOB)".to_owned(),
        _ => "www.example.org and ‘quotes’ – here".to_owned(),
    }
}

/// A sentence with ornaments and perhaps a decision.
pub fn sentence(rng: &mut Rng, mark: &str) -> String {
    let mut text = String::new();
    if rng.u8(..4) == 0 {
        text.push_str(pick(
            rng,
            &["The SSC **NOTED** ", "The SSC **APPROVED** ", "It **AGREED** to defer to 1 May 2020 "],
        ));
    }
    for _ in 0..rng.usize(1..4) {
        let count = rng.usize(..5);
        text.push_str(&format!("{}{mark} {} ", plain(rng, count), ornament(rng)));
    }
    text + "at last."
}

/// Something behind the words of a string in TOML, spelt in one of TOML's ways.
pub fn spelt(rng: &mut Rng) -> &'static str {
    ["", "", " caf\\u00e9", " \\U00002013 here", " \\\"x\\\" \\\\ &amp;"][rng.usize(..5)]
}

/// A definition of a label that others use too.
pub fn definition(rng: &mut Rng, host: &str) -> String {
    let title = if rng.bool() { format!(" \"{host} title\"") } else { String::new() };
    format!("[{}]: https://{host}.example/{}{title}\n", pick(rng, &LABELS), rng.u8(..))
}
