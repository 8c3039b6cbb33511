//! Text as Markdown reads it as text: escapes, and links to nowhere taken off.
//!
//! It sees single texts, not what they are pieces of.
//!
//! **Invariant.** No letter of a text is changed; signs are added or, of links, taken off.

use super::pattern::pattern;
use super::report::{GuessKind, Report};

pattern!(TAG, r"<(?:[A-Za-z/!?])");
pattern!(WEB, r"^<(?:https?://|mailto:)[^\s<>]*>");
pattern!(ENTITY, r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});");
pattern!(MISREAD, r"^(?:#|>|\||[-+*](?:\s|$)|~~~|```|={2,}|-{2,}|\+{3}|<<<<|[*_](?:\s*[*_]){2,}\s*$|\[[^\]]*\]:)");
pattern!(NUMBERED, r"^([0-9]{1,9}[a-z]?)([.)])(?:\s|$)");
pattern!(LINK, r"\]\(\s*(?:#[^()\s]*|)\s*\)");
pattern!(FILE_LINK, r"\]\(([^()\s]+)[^()]*\)");

/// A line of text, escaped at its start and within.
pub(super) fn escaped(text: &str, line: u32, report: &mut Report) -> String {
    let text = inline(text, line, report);
    if let Some(found) = NUMBERED.captures(&text) {
        let at = found[1].len();
        report.add(line, GuessKind::StartEscaped);
        return format!("{}\\{}", &text[..at], &text[at..]);
    }
    if MISREAD.is_match(&text) && !text.starts_with("[^") {
        let hash = text.starts_with('#');
        report.add(line, if hash { GuessKind::HashEscaped } else { GuessKind::StartEscaped });
        return format!("\\{text}");
    }
    text
}

/// Escapes what Markdown would read as HTML or a character reference.
pub(super) fn inline(text: &str, line: u32, report: &mut Report) -> String {
    let tags = TAG.find_iter(text).map(|m| m.start());
    let tags = tags.filter(|at| !WEB.is_match(&text[*at..]) && !is_escaped(text, *at));
    let entities = ENTITY.find_iter(text).map(|m| m.start()).filter(|at| !is_escaped(text, *at));
    let mut places: Vec<usize> = tags.chain(entities).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    report.add(line, GuessKind::HtmlEscaped);
    places.sort_unstable();
    let (mut out, mut from) = (String::with_capacity(text.len() + places.len()), 0);
    for at in places {
        out.push_str(&text[from..at]);
        out.push('\\');
        from = at;
    }
    out.push_str(&text[from..]);
    out
}

fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text[..at];
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Replaces links to nowhere by their text.
pub(super) fn unlinked(text: &str, line: u32, report: &mut Report) -> String {
    let outside = |target: &str| ["http:", "https:", "mailto:", "#"].iter().any(|s| target.starts_with(s));
    if FILE_LINK.captures_iter(text).any(|c| !outside(&c[1])) {
        report.add(line, GuessKind::LinkKept);
    }
    if !LINK.is_match(text) {
        return text.to_owned();
    }
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for found in LINK.find_iter(text) {
        let from = cuts.last().map_or(0, |c| c.1);
        if let Some(open) = opening(&text[from..found.start()]) {
            cuts.push((from + open, from + open + 1));
            cuts.push((found.start(), found.end()));
        }
    }
    if !cuts.is_empty() {
        report.add(line, GuessKind::LinkDropped);
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for (start, end) in cuts {
        out.push_str(&text[from..start]);
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// The bracket that a link's text begins with: the last one that is not closed.
fn opening(text: &str) -> Option<usize> {
    let mut closed = 0_usize;
    for (at, byte) in text.bytes().enumerate().rev() {
        match byte {
            b']' => closed += 1,
            b'[' if closed == 0 => return Some(at),
            b'[' => closed -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_escaped(input: &str, expected: &str) {
        assert_eq!(escaped(input, 1, &mut Report::default()), expected);
    }

    #[test]
    fn starts_are_escaped() {
        for (input, expected) in [
            ("# 1", "\\# 1"),
            ("> a", "\\> a"),
            ("+ a", "\\+ a"),
            ("- a", "\\- a"),
            ("12. a", "12\\. a"),
            ("3) a", "3\\) a"),
            ("12a. a", "12a\\. a"),
            ("---", "\\---"),
            ("+++", "\\+++"),
            ("~~~", "\\~~~"),
            ("* * *", "\\* * *"),
            ("[1]: see", "\\[1]: see"),
            ("| a |", "\\| a |"),
            ("<<<<<<< a", "\\<<<<<<< a"),
        ] {
            check_escaped(input, expected);
        }
        for text in ["**NOTED** it", "-1 degrees", "3.5 kg", "2019 was", "*Note* a", "a # b"] {
            check_escaped(text, text);
        }
    }

    #[test]
    fn html_is_escaped_and_arithmetic_is_not() {
        check_escaped("a <b>c</b> &amp; 1 < 2 & 3", "a \\<b>c\\</b> \\&amp; 1 < 2 & 3");
        check_escaped("see <https://a.b/c> <!-- x", "see <https://a.b/c> \\<!-- x");
        check_escaped("a \\<b>", "a \\<b>");
    }

    #[track_caller]
    fn check_links(input: &str, expected: &str) {
        assert_eq!(unlinked(input, 1, &mut Report::default()), expected);
    }

    #[test]
    fn links_to_nowhere_become_text() {
        check_links("a ‘[B: ‘c’](#)’ d [e [f] g](#x) h", "a ‘B: ‘c’’ d e [f] g h");
        check_links("[a](https://b.c/#d) and ](#)", "[a](https://b.c/#d) and ](#)");
        check_links("[a]() [b]( # )", "a b");
    }
}
