//! Blocks of Markdown without markings, public or inside of something withheld.

use super::words::{NOTES, definition, pick, plain, sentence};
use fastrand::Rng;

/// A paragraph of one or two lines.
pub fn paragraph(rng: &mut Rng, mark: &str) -> String {
    let mut text = sentence(rng, mark);
    if rng.bool() {
        text = format!("{text}\n{}", sentence(rng, mark));
    }
    text + "\n"
}

/// A table.
pub fn table(rng: &mut Rng, mark: &str) -> String {
    let mut text = format!("| {} | b |\n|---|:-:|\n", plain(rng, 1));
    for _ in 0..rng.usize(..4) {
        text.push_str(&format!("| {}{mark} | {} |\n", plain(rng, 2), rng.u8(..)));
    }
    text
}

/// A fenced code block.
pub fn code(rng: &mut Rng, mark: &str) -> String {
    let info = pick(rng, &["", "json", "toml", "rust", "text"]);
    let fence = pick(rng, &["```", "~~~", "````"]);
    format!("{fence}{info}\n{{ \"a\": \"{} {mark}\" }}\n\n[paper]: https://code.example\n{fence}\n", plain(rng, 2))
}

/// A footnote's definition.
pub fn footnote(rng: &mut Rng, mark: &str) -> String {
    let more = if rng.u8(..4) == 0 { format!("    More {mark} of it.\n") } else { String::new() };
    format!("[^{}]: {}{mark}\n{more}", pick(rng, &NOTES), plain(rng, 3))
}

/// An ordered list.
pub fn ordered(rng: &mut Rng, mark: &str) -> String {
    let count = rng.usize(1..4);
    (1..=count).map(|number| format!("{number}. {}{mark}\n", plain(rng, 2))).collect()
}

/// A list of bullets, perhaps nested, tight or loose.
pub fn bullets(rng: &mut Rng, mark: &str) -> String {
    let mut text = String::new();
    let is_loose = rng.bool();
    for _ in 0..rng.usize(1..4) {
        text.push_str(&format!("- {}\n", sentence(rng, mark)));
        if rng.u8(..3) == 0 {
            text.push_str(&format!("  - {}{mark}\n    - {}\n", plain(rng, 1), plain(rng, 2)));
        }
        if is_loose {
            text.push('\n');
        }
    }
    text
}

/// A quote of any blocks without headings.
pub fn quote(rng: &mut Rng, mark: &str) -> String {
    let inside = format!("{}\n{}", paragraph(rng, mark), any(rng, mark, 4));
    prefixed(&inside, "> ")
}

/// Any block that needs no heading; `kinds` of them, the plainest first.
pub fn any(rng: &mut Rng, mark: &str, kinds: u8) -> String {
    match rng.u8(..kinds) {
        0 => paragraph(rng, mark),
        1 => bullets(rng, mark),
        2 => table(rng, mark),
        3 => code(rng, mark),
        4 => quote(rng, mark),
        5 => ordered(rng, mark),
        6 => footnote(rng, mark),
        7 => "***\n".to_owned(),
        _ => format!(
            "{}\n{}",
            paragraph(rng, mark),
            definition(rng, if mark.is_empty() { "public" } else { mark.trim() })
        ),
    }
}

/// Every line behind a prefix, which ends where a line is blank.
pub fn prefixed(text: &str, prefix: &str) -> String {
    text.lines().map(|line| format!("{prefix}{line}").trim_end().to_owned() + "\n").collect()
}

/// The first line behind a bullet, the others below its text.
pub fn bulleted(text: &str, indent: usize) -> String {
    let inside = prefixed(text, &" ".repeat(indent + 2));
    format!("{}- {}", " ".repeat(indent), inside.trim_start())
}
