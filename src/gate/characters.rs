//! Which bytes and characters a source file may have (R12).
//!
//! **Invariant.** Text that leaves this file is UTF-8 in NFC with LF line ends and allowed characters only.

use crate::diagnostic::{BYTE_ORDER_MARK, CHARACTER, ENCODING, Finding, LINE_END, NOT_NFC, place_of};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory as Gc, UnicodeGeneralCategory};

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

/// Whether a character may stand in a source file.
pub fn is_allowed(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => true,
        '\0'..='\u{9f}' => false,
        // Latin-1 without the soft hyphen, Latin Extended-A without the letters that NFC or NFKC takes apart.
        '\u{a0}'..='\u{17f}' => !matches!(
            c,
            '\u{ad}' | '\u{aa}' | '\u{ba}' | '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}' | '\u{17f}'
        ),
        // Latin Extended Additional without the letters that are forms of another.
        '\u{1e00}'..='\u{1eff}' => !matches!(c, '\u{1e9a}' | '\u{1e9b}') && is_letter(c),
        '\u{370}'..='\u{3ff}' => is_letter(c) && !is_letter_like_greek(c) || matches!(c, '\u{384}' | '\u{387}'),
        // General punctuation: dashes, quotes, bullets, ellipsis, primes; the format characters and joiners are out.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' => is_mark(c),
        '\u{20a0}'..='\u{20c0}' => is_mark(c),
        '\u{2190}'..='\u{21ff}' | '\u{2200}'..='\u{22ff}' => is_mark(c),
        '\u{25a0}'..='\u{25ff}' => is_mark(c),
        // Full-width brackets pass, so that a marking in them is reported as one (R11).
        '\u{ff08}' | '\u{ff09}' | '\u{ff3b}' | '\u{ff3d}' | '\u{ff5b}' | '\u{ff5d}' => true,
        _ => false,
    }
}

fn is_letter(c: char) -> bool {
    matches!(c.general_category(), Gc::UppercaseLetter | Gc::LowercaseLetter)
}

/// Greek symbols that are forms of letters: ϐ ϑ ϒ ϕ ϖ ϰ ϱ ϲ ϴ ϵ and the like, and the Coptic letters.
fn is_letter_like_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{373}' | '\u{376}'..='\u{37f}' | '\u{3cf}'..='\u{3ff}')
}

fn is_mark(c: char) -> bool {
    use Gc::*;
    matches!(
        c.general_category(),
        DashPunctuation
            | OpenPunctuation
            | ClosePunctuation
            | InitialPunctuation
            | FinalPunctuation
            | ConnectorPunctuation
            | OtherPunctuation
            | MathSymbol
            | CurrencySymbol
            | OtherSymbol
    )
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
        check("™".as_bytes(), &[("character", 1, 1)]);
    }
}
