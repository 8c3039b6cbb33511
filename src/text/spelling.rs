//! Text out of its spelling: escapes, character references, percent signs and markup, as far as searching for words
//! needs it.
//!
//! It is no parser: what is not understood stays as it is.
//!
//! **Invariant.** No decoding drops a letter that it does not replace.

use std::borrow::Cow;

/// The references by name that templates and authors use for what is no letter.
const NAMED: [(&str, &str); 14] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("shy", ""),
    ("ndash", "-"),
    ("mdash", "-"),
    ("hyphen", "-"),
    ("minus", "-"),
    ("rsquo", "'"),
];

/// A text with its character references and percent signs decoded.
pub fn references(text: &str) -> Cow<'_, str> {
    if text.contains(['&', '%']) {
        Cow::Owned(percent_decoded(&References(text).collect::<String>()).into_owned())
    } else {
        Cow::Borrowed(text)
    }
}

/// The pieces of a text: those between references as they are, and what each reference stands for.
struct References<'t>(&'t str);

impl<'t> Iterator for References<'t> {
    type Item = Cow<'t, str>;

    fn next(&mut self) -> Option<Cow<'t, str>> {
        if let Some((decoded, length)) = reference(self.0) {
            self.0 = &self.0[length..];
            return Some(decoded);
        }
        let first = self.0.chars().next()?.len_utf8();
        let end = self.0[first..].find('&').map_or(self.0.len(), |at| first + at);
        let (piece, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(Cow::Borrowed(piece))
    }
}

/// The reference that a text begins with: what it stands for, and its length.
pub fn reference(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let name = &rest[..end];
    let decoded = match name.strip_prefix('#') {
        Some(number) => Cow::Owned(numbered(number)?.to_string()),
        None => Cow::Borrowed(NAMED.iter().find(|(known, _)| *known == name)?.1),
    };
    Some((decoded, end + 2))
}

/// `x202E` or `8238`.
fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

/// A text with `%2D` decoded; bytes that are no UTF-8 become replacement characters.
pub(super) fn percent_decoded(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'%') {
        return Cow::Borrowed(text);
    }
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&decoded).into_owned())
}

/// A text with the backslashes of JSON and iCalendar decoded; line ends become spaces.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = after;
        let Some(c) = after.chars().next() else { break };
        let code = after.get(1..5).filter(|_| c == 'u').and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match (code, c) {
            (Some(code), _) => out.extend(char::from_u32(code)),
            (None, 'n' | 'N' | 't' | 'r') => out.push(' '),
            (None, c) => out.push(c),
        }
        rest = &after[if code.is_some() { 5 } else { c.len_utf8() }..];
    }
    Cow::Owned(out + rest)
}

/// Elements that part no words.
const IN_LINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "u", "wbr",
];

/// A text without tags: those of lines vanish, those of blocks part the words.
pub fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = after.find('>').filter(|_| is_tag);
        let Some(end) = end else {
            out.push('<');
            rest = after;
            continue;
        };
        let name = after[..end].trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        if !IN_LINE.contains(&name) {
            out.push(' ');
        }
        rest = &after[end + 1..];
    }
    Cow::Owned(out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_percent_signs() {
        assert_eq!(references("a&#45;b &#x2D; &amp;lt; &odd; %2D%C3%A9 100% &"), "a-b - &lt; &odd; -é 100% &");
        assert_eq!(references("soft&shy;ly"), "softly");
    }

    #[test]
    fn backslashes() {
        assert_eq!(unescaped(r#"\u0041b\n\"c\" d\\e é \"#), "Ab \"c\" d\\e é ");
    }

    #[test]
    fn tags() {
        assert_eq!(without_tags("<p>Bo<b>r</b>o</p><p>2 < 3</p>"), " Boro  2 < 3 ");
    }
}
