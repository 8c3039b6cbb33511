//! Bytes to lines: encoding, line ends, page breaks and characters.
//!
//! It changes no letter that a reader sees, except ligatures, and drops no line; what R12 forbids and has no
//! plain equivalent stays, for the check to refuse.
//!
//! **Invariant.** A line holds no line separator, no form feed and no white space at its end, and is in NFC.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::error::{ImportError, ImportErrorKind};
use super::report::{GuessKind, Report};
use crate::text::is_allowed;

/// A line of the input.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Counted from 1 by line feeds, whatever else separates lines.
    pub(super) number: u32,
    /// With its indentation.
    pub(super) text: String,
    /// A page begins with this line.
    pub(super) page: bool,
    /// A soft hyphen stood at its end.
    pub(super) soft: bool,
}

/// Reads the lines of a document.
pub(super) fn lines(bytes: &[u8], report: &mut Report) -> Result<Vec<Line>, ImportError> {
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(ImportError { line: 1, column: 1, kind: ImportErrorKind::Empty });
    }
    let mut reader = Reader::new(report);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let pair = c == '\r' && chars.peek() == Some(&'\n');
        if !pair {
            reader.take(c);
        }
    }
    Ok(reader.finish())
}

fn decode(bytes: &[u8]) -> Result<&str, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        let last = good.rsplit('\n').next().unwrap_or_default();
        ImportError {
            line: count(good.matches('\n').count()),
            column: count(last.chars().count()),
            kind: ImportErrorKind::NotUtf8,
        }
    })
}

fn count(before: usize) -> u32 {
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

struct Reader<'a> {
    done: Vec<Line>,
    open: Line,
    report: &'a mut Report,
}

impl<'a> Reader<'a> {
    fn new(report: &'a mut Report) -> Self {
        Reader { done: Vec::new(), open: Line { number: 1, ..Line::default() }, report }
    }

    fn take(&mut self, c: char) {
        match c {
            '\n' | '\r' => self.end(1, false),
            '\x0C' => self.end(0, true),
            '\x0B' | '\u{85}' | '\u{2028}' => self.odd_end(),
            '\u{2029}' => {
                self.odd_end();
                self.end(0, false);
            }
            _ => self.letter(c),
        }
    }

    fn odd_end(&mut self) {
        self.note(GuessKind::LineBreakMapped);
        self.end(0, false);
    }

    fn end(&mut self, feeds: u32, page: bool) {
        let number = self.open.number.saturating_add(feeds);
        let mut line = std::mem::replace(&mut self.open, Line { number, page, ..Line::default() });
        line.text.truncate(line.text.trim_end_matches([' ', '\t']).len());
        if !is_nfc(&line.text) {
            line.text = line.text.nfc().collect();
            self.report.add(line.number, GuessKind::Recomposed);
        }
        if !line.text.chars().all(is_allowed) {
            self.report.add(line.number, GuessKind::ForbiddenKept);
        }
        self.done.push(line);
    }

    fn letter(&mut self, c: char) {
        let was_soft = std::mem::take(&mut self.open.soft);
        match plain(c) {
            Plain::Same => self.keep(c),
            Plain::Nothing => {
                self.note(GuessKind::InvisibleRemoved);
                self.open.soft = was_soft || c == '\u{AD}';
            }
            Plain::Space => {
                self.note(GuessKind::SpaceMapped);
                self.open.text.push(' ');
            }
            Plain::Letters => {
                self.note(GuessKind::LigatureSpelt);
                self.open.text.extend(c.nfkc());
            }
        }
        self.open.soft |= was_soft && matches!(c, ' ' | '\t');
    }

    fn keep(&mut self, c: char) {
        if is_symbol_bullet(c) && self.open.text.trim().is_empty() {
            self.note(GuessKind::BulletGlyph);
            self.open.text.push('•');
            return;
        }
        self.open.text.push(c);
    }

    fn note(&mut self, kind: GuessKind) {
        self.report.add(self.open.number, kind);
    }

    fn finish(mut self) -> Vec<Line> {
        self.end(0, false);
        self.done
    }
}

enum Plain {
    Same,
    Nothing,
    Space,
    Letters,
}

fn plain(c: char) -> Plain {
    match c {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => Plain::Nothing,
        'ﬀ'..='ﬆ' => Plain::Letters,
        _ if !c.is_ascii() && c.is_whitespace() => Plain::Space,
        _ => Plain::Same,
    }
}

/// The bullets of Symbol and Wingdings, as PDF readers print them.
fn is_symbol_bullet(c: char) -> bool {
    matches!(c, '\u{F02D}' | '\u{F06F}' | '\u{F076}' | '\u{F0A7}' | '\u{F0B7}' | '\u{F0D8}' | '\u{F0FC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &[(u32, &str, bool)], kinds: &[GuessKind]) {
        let mut report = Report::default();
        let lines = lines(input.as_bytes(), &mut report).expect("readable");
        let found: Vec<_> = lines.iter().map(|l| (l.number, l.text.as_str(), l.page)).collect();
        assert_eq!(found, expected);
        let found: Vec<_> = report.finish().iter().map(|g| g.kind).collect();
        assert_eq!(found, kinds);
    }

    #[test]
    fn line_ends_of_three_systems_are_one() {
        check("a\r\nb\rc\n", &[(1, "a", false), (2, "b", false), (3, "c", false), (4, "", false)], &[]);
    }

    #[test]
    fn a_form_feed_begins_a_page() {
        check("a\n\x0Cb", &[(1, "a", false), (2, "", false), (2, "b", true)], &[]);
    }

    #[test]
    fn invisible_characters_go_and_ligatures_are_spelt() {
        check(
            "\u{FEFF}of\u{200B}fi\u{AD}ce ﬁle e\u{301}",
            &[(1, "office file é", false)],
            &[GuessKind::InvisibleRemoved, GuessKind::Recomposed, GuessKind::LigatureSpelt],
        );
    }

    #[test]
    fn what_has_no_plain_form_stays() {
        check("a\u{202E}b Ж", &[(1, "a\u{202E}b Ж", false)], &[GuessKind::ForbiddenKept]);
    }

    #[test]
    fn a_soft_hyphen_at_the_end_is_remembered() {
        let lines = lines("exam\u{AD} \nple".as_bytes(), &mut Report::default()).expect("readable");
        assert!(lines[0].soft && !lines[1].soft);
    }

    #[test]
    fn broken_encoding_and_emptiness_are_errors_with_a_place() {
        let error = lines(b"ab\ncd\xFF", &mut Report::default()).expect_err("not UTF-8");
        assert_eq!((error.line, error.column, error.kind), (2, 3, ImportErrorKind::NotUtf8));
        let error = lines(b" \n\x0C", &mut Report::default()).expect_err("empty");
        assert_eq!(error.kind, ImportErrorKind::Empty);
    }
}
