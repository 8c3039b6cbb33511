//! Which bytes and characters a source file may have, and the text that its references decode to (R12).
//!
//! **Invariant.** Text that leaves this file without a finding is UTF-8 in NFC with LF line ends and allowed characters
//! only, also when it is decoded.

use super::outline::Outline;
use crate::diagnostic::{BYTE_ORDER_MARK, CHARACTER, ENCODING, Finding, LINE_END, NOT_NFC, place_of};
use crate::text::{self, is_allowed};
use unicode_normalization::UnicodeNormalization;

/// Reads a file's bytes; the text is `None` where they cannot be read at all.
pub fn read(bytes: &[u8]) -> (Option<String>, Vec<Finding>) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return (None, vec![not_utf8(bytes, error.valid_up_to())]),
    };
    let mut findings = Vec::new();
    if text.starts_with('\u{feff}') {
        findings.push(Finding::at(&BYTE_ORDER_MARK, 1, 1));
    }
    let text = with_line_feeds(text, &mut findings);
    if !text.is_ascii() || text.bytes().any(|b| b.is_ascii_control() && b != b'\n') {
        findings.extend(unlawful(&text));
        findings.extend(not_nfc(&text));
    }
    (Some(text), findings)
}

fn not_utf8(bytes: &[u8], valid: usize) -> Finding {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let (line, column) = place_of(&before, before.len());
    Finding::at(&ENCODING, line, column)
}

/// CRLF throughout is read as LF; anything else with a carriage return is an error.
fn with_line_feeds(text: &str, findings: &mut Vec<Finding>) -> String {
    if !text.contains('\r') {
        return text.to_owned();
    }
    let plain = text.replace("\r\n", "\n");
    let mixed = text.replace("\r\n", "").contains('\n');
    if mixed || plain.contains('\r') {
        let at = plain.find('\r').unwrap_or_else(|| first_other_end(text));
        let (line, column) = place_of(&plain, at);
        findings.push(Finding::at(&LINE_END, line, column));
    }
    plain.replace('\r', "\n")
}

/// Where the first line ends that does not end as the first one does; by bytes of the text with LF line ends.
fn first_other_end(text: &str) -> usize {
    let lines = || text.split_inclusive('\n');
    let is_first_long = lines().next().is_some_and(|line| line.ends_with("\r\n"));
    let same = lines().take_while(|line| line.ends_with("\r\n") == is_first_long);
    let before: usize = same.map(|line| line.len() - usize::from(is_first_long)).sum();
    let other = lines().find(|line| line.ends_with("\r\n") != is_first_long).unwrap_or_default();
    before + other.trim_end_matches(['\r', '\n']).len()
}

fn unlawful(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let at = line.chars().position(|c| !(is_allowed(c) || c == '\u{feff}' && number == 0));
        if let Some(column) = at {
            findings.push(Finding::at(&CHARACTER, number as u32 + 1, column as u32 + 1));
        }
    }
    findings
}

fn not_nfc(text: &str) -> Option<Finding> {
    if unicode_normalization::is_nfc(text) {
        return None;
    }
    let same = text.char_indices().zip(text.nfc()).take_while(|((_, a), b)| a == b).last();
    let (line, column) = place_of(text, same.map_or(0, |((at, _), _)| at));
    Some(Finding::at(&NOT_NFC, line, column))
}

/// The characters that only references and percent signs put into a body's text, where they are written (R12); what
/// stands there as it is has been found by [`read`]. Columns are in bytes.
pub fn decoded(outline: &Outline, body: &str) -> Vec<Finding> {
    if outline.unlawful.is_empty() {
        return Vec::new();
    }
    let lines: Vec<&str> = body.lines().collect();
    let mut findings = Vec::new();
    for (c, (line, column)) in &outline.unlawful {
        let text = lines.get((*line as usize).saturating_sub(1)).copied().unwrap_or_default();
        if c.is_none_or(|c| !text.contains(c)) {
            findings.push(Finding::at(&CHARACTER, *line, reference(text, *column, *c)));
        }
    }
    findings
}

/// The column of a character's reference, behind a place that is known roughly: decoded text is shorter than its spelling.
fn reference(line: &str, column: u32, c: Option<char>) -> u32 {
    let rest = line.get(column as usize - 1..).unwrap_or_default();
    let mut marks = rest.match_indices('&').map(|(at, _)| at);
    let says = |at: &usize| text::reference(&rest[*at..]).is_some_and(|(says, _)| says.chars().eq(c));
    marks.clone().find(says).or(marks.next()).map_or(column, |at| column + at as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[(&str, u32, u32)]) {
        let found = read(bytes).1;
        let found: Vec<_> = found.iter().map(|f| (f.rule.slug, f.line, f.column)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn ordinary_text_passes() {
        check("Café – ‘CN’s “x” £5 → ½ Ω\u{a0}\t\n".as_bytes(), &[]);
        check(b"a\r\nb\r\n", &[]);
    }

    #[test]
    fn the_rest_is_refused_where_it_stands() {
        check(b"a\xff", &[("encoding", 1, 2)]);
        check("\u{feff}a".as_bytes(), &[("byte-order-mark", 1, 1)]);
        check(b"a\rb", &[("line-end", 1, 2)]);
        check(b"a\r\nb\nc", &[("line-end", 2, 2)]);
        check(b"a\nbc\nd\r\ne", &[("line-end", 3, 2)]);
        check("x\n(R\u{200b}ED)".as_bytes(), &[("character", 2, 3)]);
        check("cafe\u{301}".as_bytes(), &[("character", 1, 5), ("not-nfc", 1, 3)]);
        check("а".as_bytes(), &[("character", 1, 1)]);
        check("a\0b".as_bytes(), &[("character", 1, 2)]);
        check("\u{2028}".as_bytes(), &[("character", 1, 1)]);
        check("Ⓡ".as_bytes(), &[("character", 1, 1)]);
    }

    #[track_caller]
    fn check_decoded(body: &str, expected: &[(u32, u32)]) {
        let found = decoded(&super::super::outline::parse(body), body);
        assert_eq!(found.iter().map(|found| (found.line, found.column)).collect::<Vec<_>>(), expected, "{body}");
    }

    #[test]
    fn references_are_held_to_the_rule_where_they_are_written() {
        check_decoded("caf&eacute; &amp; &#8211; &copy; `&#8238;` \\&#8238;\n", &[]);
        check_decoded("a\n\n&amp;&amp;&amp; c&#x202E;\n", &[(3, 18)]);
        check_decoded("e&#x301; &shy; &#0; &#xD800;\n", &[(1, 2)]);
        check_decoded("- | &zwj;\n\n> ## b &#8203;\n", &[(1, 5), (3, 8)]);
        check_decoded("| a |\n|---|\n| b&rlm; |\n", &[(3, 4)]);
        check_decoded("[a](https://x.example/&#8238; \"b\")\n", &[(1, 23)]);
        check_decoded("[a](https://x.example/ \"b&#8238;\")\n", &[(1, 26)]);
        check_decoded("[a]\n\n[a]: https://x.example/%E2%80%AE\n", &[(1, 1)]);
        check_decoded("![b&#8238;](c.png)\n", &[(1, 4)]);
        check_decoded("``` a&#8238;\n```\n", &[(1, 6)]);
        check_decoded("<https://x.example/%00> https://x.example/%0A\n", &[(1, 1), (1, 25)]);
        check_decoded("a&#10;b&Tab;c [a](java&Tab;script \"b\nc\")\n", &[(1, 2), (1, 23)]);
        check_decoded("(R\u{200b}ED)\n", &[]);
    }
}
