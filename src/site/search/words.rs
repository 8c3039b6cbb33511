//! The words of a text, as the index and its reader make them (`docs/search-format.md`).
//!
//! **Invariant.** The same rules as in `themes/default/assets/search.js`; both pass `tests/search/words.txt`.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that say nothing of what a text is about.
const STOP: [&str; 125] = [
    "a", "about", "across", "after", "against", "all", "also", "although", "am", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "could", "did", "do", "does",
    "during", "each", "every", "few", "for", "from", "had", "has", "have", "he", "her", "here", "hers", "him", "his",
    "how", "i", "if", "in", "into", "is", "it", "its", "me", "more", "most", "must", "my", "no", "nor", "not", "of",
    "off", "on", "once", "only", "or", "other", "our", "out", "over", "own", "per", "s", "same", "shall", "she",
    "should", "since", "so", "some", "such", "t", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "through", "to", "too", "towards", "under", "unless", "until", "up", "upon", "us", "very",
    "was", "we", "were", "what", "when", "where", "whereas", "whether", "which", "while", "who", "whom", "whose",
    "why", "will", "with", "within", "without", "would", "you", "your",
];

/// Whether a word is not indexed.
pub fn is_stop(word: &str) -> bool {
    static ALL: LazyLock<FxHashSet<&str>> = LazyLock::new(|| STOP.into_iter().collect());
    ALL.contains(word)
}

/// A text without what does not tell words apart: marks, letter case, compatibility forms, apostrophes.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    if text.is_ascii() {
        plain.push_str(text);
        plain.make_ascii_lowercase();
        plain.retain(|c| c != '\'');
        return plain;
    }
    for c in text.chars() {
        match c {
            '\'' | '’' => {}
            c if c.is_ascii() => plain.push(c.to_ascii_lowercase()),
            // One character at a time: what is decomposed is put in order by its marks, and those go.
            c => {
                let decomposed = c.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’'));
                plain.extend(decomposed.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)));
            }
        }
    }
    plain
}

/// Gives every word of a text, and each compound beside its words.
pub fn of_text(text: &str, mut give: impl FnMut(&str)) {
    let plain = plain(text);
    for span in spans(&plain) {
        if !span.contains(is_joint) {
            if !is_stop(span) {
                give(span);
            }
            continue;
        }
        compound(span).into_iter().for_each(&mut give);
        span.split(is_joint).filter(|word| !is_stop(word)).for_each(&mut give);
    }
}

/// The words of a query, in order: a compound stands for its words.
pub fn of_query(text: &str) -> Vec<String> {
    let plain = plain(text);
    let mut words = Vec::new();
    for span in spans(&plain) {
        match compound(span) {
            Some(compound) => words.push(compound.to_owned()),
            None => words.extend(span.split(is_joint).map(str::to_owned)),
        }
    }
    if words.iter().any(|word| !is_stop(word)) {
        words.retain(|word| !is_stop(word));
    }
    words
}

/// The FNV-1a digest of a text, 32 bits.
pub fn digest(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |digest, byte| (digest ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Two bits that tell forms of one class apart, mostly.
pub fn form_check(form: &str) -> u8 {
    (digest(form) & 3) as u8
}

fn is_joint(c: char) -> bool {
    matches!(c, '.' | '_' | '-' | ':' | '/')
}

/// Words with single joints between them.
fn spans(plain: &str) -> impl Iterator<Item = &str> {
    let is_other = |c: char| !c.is_alphanumeric() && !is_joint(c);
    plain.split(is_other).flat_map(joined)
}

/// The parts of a text of letters, digits and joints in which every joint stands alone between two words.
fn joined(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_matches(is_joint);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.as_bytes().windows(2).position(|pair| pair.iter().all(|byte| is_joint(char::from(*byte))));
        let end = end.unwrap_or(rest.len());
        let part = &rest[..end];
        rest = rest[end..].trim_matches(is_joint);
        Some(part)
    })
}

/// A compound as it is indexed; `None` for a plain word, and for words without a digit.
fn compound(span: &str) -> Option<&str> {
    let is_compound = span.contains(is_joint) && span.contains(char::is_numeric);
    let bare = span.strip_prefix('v').filter(|rest| rest.starts_with(char::is_numeric));
    is_compound.then(|| bare.unwrap_or(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, of_text_expected: &[&str], of_query_expected: &[&str]) {
        let mut found = Vec::new();
        of_text(text, |word| found.push(word.to_owned()));
        assert_eq!(found, of_text_expected, "{text}");
        assert_eq!(of_query(text), of_query_expected, "{text}");
    }

    #[test]
    fn identifiers_are_words() {
        check("SSC_80_2606", &["ssc_80_2606", "ssc", "80", "2606"], &["ssc_80_2606"]);
        check("v1.3 (SECMP0057)", &["1.3", "v1", "3", "secmp0057"], &["1.3", "secmp0057"]);
        check("ISO/IEC 29147:2018.", &["iso", "iec", "29147:2018", "29147", "2018"], &["iso", "iec", "29147:2018"]);
        check("a..b – 5--6.", &["b", "5", "6"], &["b", "5", "6"]);
    }

    #[test]
    fn words_are_plain() {
        check(
            "The Supplier’s sub-committees, e.g. Élan",
            &["suppliers", "sub", "committees", "e", "g", "elan"],
            &["suppliers", "sub", "committees", "e", "g", "elan"],
        );
        check("to be or of", &[], &["to", "be", "or", "of"]);
    }
}
