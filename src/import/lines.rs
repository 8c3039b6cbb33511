//! What kind of line a line is, by itself.
//!
//! It knows nothing of the lines around it; whether a numbered line is an agenda item is for the outline to say.
//!
//! **Invariant.** `Class::Text` is what no other class claims.

use super::brackets;
use super::marking;
use super::pattern::pattern;
use crate::date;

/// The kind of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Class<'a> {
    /// `## Title`: its level and text.
    Atx(u8, &'a str),
    Bullet(Bullet<'a>),
    Numbered(Number),
    /// The text after `>`.
    Quote(&'a str),
    Pipe,
    Fence,
    /// A definition of a link or footnote.
    Definition,
    Text,
}

/// A bullet: its sign and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bullet<'a> {
    pub(super) sign: char,
    pub(super) text: &'a str,
}

/// The number of a line that may be an agenda item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u32,
    pub(super) letter: Option<char>,
    pub(super) form: Form,
    /// The title that follows it, bold taken off.
    pub(super) title: String,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `3. Title`
    Usual,
    /// `3) Title`, `Item 3: Title`, `**3.** Title`
    Other,
    /// `3 Title`
    Bare,
}

impl Number {
    pub(super) fn is_usual(&self) -> bool {
        self.form == Form::Usual
    }

    /// What order goes by.
    pub(super) fn key(&self) -> (u32, Option<char>) {
        (self.value, self.letter)
    }
}

const SIGNS: [char; 20] =
    ['-', '*', '+', '•', '◦', '▪', '▫', '‣', '·', '–', '—', '●', '○', '■', '□', '❖', '➢', '►', '⁃', '∙'];

const SMALL: [&str; 24] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "per", "the", "to", "under",
    "upon", "v", "versus", "via", "vs", "with", "&",
];

pattern!(ATX, r"^(#{1,6})\s+(.*?)(?:\s+#+)?\s*$");
pattern!(TIGHT_ATX, r"^(#{2,6})([^#\s].*?)#*\s*$|^(#)([A-Za-z][^.]*?)#*\s*$");
pattern!(USUAL, r"^([0-9]{1,3})([a-z]?)\.\s+(\S.*)$");
pattern!(ITEM, r"^(?i:(?:agenda\s+)?item\s+(?:no\.?\s*)?)([0-9]{1,3})\s?([A-Za-z]?)\s*(?:[:.)]|[–—-])\s*(\S.*)$");
pattern!(OTHER, r"^([0-9]{1,3})\s?([A-Za-z]?)\s?(?:\\?\.|\\?\)|:)\s*([^\d\s.)].*)$");
pattern!(BARE, r"^([0-9]{1,3})([a-z]?)(?:\s+[–—-])?\s+(\S.*)$");
pattern!(LETTERED, r"^\(?(?:[a-z]|[ivx]{2,5})[.)]\s+\S");
pattern!(
    DEFINITION,
    r#"^\[\^[^\]\s]+\]:\s+\S|^\[[^\]\[]+\]:\s*(?:<https?://[^\s<>]+>|https?://[^\s<>]+)(?:\s+"[^"]*")?$"#
);
pattern!(
    SECTION,
    r"(?i)^(?:matters arising|items for [a-z/ ,&-]{3,60}|any other business(?: \(aob\))?|aob|standing (?:agenda )?items|confidential (?:items|session)|closed session|open session|apologies(?: for absence)?|attendees|attendance|present|welcome(?: and [a-z ]+)?|introductions?|declarations? of interests?|actions?(?: outstanding| log)?|decisions?|next steps?|updates?)[:.]?$"
);
pattern!(
    BROAD,
    r"(?i)^(?:matters arising|items for [a-z/ ,&-]{3,60}|any other business(?: \(aob\))?|aob|standing agenda items|confidential (?:items|session)|closed session|open session)[:.]?$"
);

/// What kind of line a text is.
pub(super) fn class(text: &str) -> Class<'_> {
    if let Some((level, title)) = atx(text) {
        return Class::Atx(level, title);
    }
    if text.starts_with("```") {
        return Class::Fence;
    }
    if text.starts_with('|') {
        return Class::Pipe;
    }
    if let Some(quoted) = text.strip_prefix('>') {
        return Class::Quote(quoted.trim());
    }
    if DEFINITION.is_match(text) {
        return Class::Definition;
    }
    bullet(text).map(Class::Bullet).or_else(|| number(text).map(Class::Numbered)).unwrap_or(Class::Text)
}

fn atx(text: &str) -> Option<(u8, &str)> {
    if !text.starts_with('#') {
        return None;
    }
    let found = ATX.captures(text).or_else(|| TIGHT_ATX.captures(text))?;
    let hashes = found.get(1).or(found.get(3))?.as_str();
    let title = found.get(2).or(found.get(4))?.as_str().trim();
    (!title.is_empty()).then_some((u8::try_from(hashes.len()).ok()?, title))
}

/// Whether a heading line lacks the space after its signs.
pub(super) fn is_tight(text: &str) -> bool {
    text.starts_with('#') && !ATX.is_match(text)
}

fn bullet(text: &str) -> Option<Bullet<'_>> {
    let sign = text.chars().next()?;
    let rest = text.get(sign.len_utf8()..)?;
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t']);
    let glyph = SIGNS.contains(&sign) && (spaced || is_glyph_only(sign));
    let circle = sign == 'o' && spaced && !rest.is_empty();
    if glyph || circle {
        return Some(Bullet { sign, text: rest.trim() });
    }
    LETTERED.is_match(text).then_some(Bullet { sign: 'a', text })
}

/// Signs that are bullets also without a space after them.
fn is_glyph_only(sign: char) -> bool {
    matches!(sign, '•' | '◦' | '▪' | '‣' | '●' | '○' | '■' | '❖' | '➢' | '►')
}

/// The number that a text begins with, if it could be that of an agenda item.
pub(super) fn number(text: &str) -> Option<Number> {
    let plain = unbold(text);
    let changed = plain.len() != text.len();
    let (found, form) = USUAL
        .captures(&plain)
        .map(|c| (c, if changed { Form::Other } else { Form::Usual }))
        .or_else(|| Some((ITEM.captures(&plain).or_else(|| OTHER.captures(&plain))?, Form::Other)))
        .or_else(|| Some((BARE.captures(&plain)?, Form::Bare)))?;
    let title = unbold(found[3].trim());
    let first = title.chars().find(|c| c.is_alphanumeric());
    let month = title.split(|c: char| !c.is_alphabetic()).next().and_then(date::month_of);
    let dated = form != Form::Usual && month.is_some();
    if dated || (form == Form::Bare && !first.is_some_and(char::is_uppercase)) {
        return None;
    }
    let form = if form == Form::Usual && found[1].starts_with('0') { Form::Other } else { form };
    let letter = found[2].chars().next().map(|c| c.to_ascii_lowercase());
    Some(Number { value: found[1].parse().ok()?, letter, form, title })
}

/// Takes off a bold span that a text begins with, if nothing but a marking follows it or it holds only a number.
pub(super) fn unbold(text: &str) -> String {
    let Some(inner) = text.strip_prefix("**") else {
        return text.to_owned();
    };
    let Some((bold, rest)) = inner.split_once("**") else {
        return text.to_owned();
    };
    if bold.trim().is_empty() || bold.trim_end().ends_with(['(', '[']) {
        return text.to_owned();
    }
    let numbered = bold.starts_with(|c: char| c.is_ascii_digit()) || bold.to_ascii_lowercase().starts_with("item");
    let ended = rest.trim().is_empty() || marking::alone(rest).is_some();
    if numbered || ended { format!("{bold}{rest}") } else { text.to_owned() }
}

/// A heading line without the signs of a heading or of bold around it.
pub(super) fn undecorated(text: &str) -> &str {
    let text = text.trim().trim_start_matches('#').trim();
    for sign in ["**", "__", "*", "_"] {
        if let Some(inner) = text.strip_prefix(sign).and_then(|t| t.strip_suffix(sign))
            && !inner.contains(sign)
        {
            return inner.trim();
        }
    }
    text
}

/// The text without the marking at its end.
pub(super) fn unmarked(text: &str) -> String {
    let trimmed = text.trim_end_matches([' ', '.', ';', ',']);
    match (marking::at_end(text), brackets::Group::last(trimmed)) {
        (Some(_), Some(group)) => group.before_balanced(),
        _ => text.to_owned(),
    }
}

/// Whether a line is the title of a section that committees have.
pub(super) fn is_section(text: &str) -> bool {
    SECTION.is_match(undecorated(&unmarked(text)))
}

/// Whether it is the title of a section that ends a numbered agenda item.
pub(super) fn is_broad_section(text: &str) -> bool {
    BROAD.is_match(undecorated(&unmarked(text)))
}

/// Whether a text is in title case, short and without a stop.
pub(super) fn is_title(text: &str) -> bool {
    let title = unmarked(text);
    let words: Vec<&str> = title.split_whitespace().collect();
    is_brief(&title)
        && words.len() <= 12
        && words.iter().all(|word| {
            let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            !bare.starts_with(char::is_lowercase) || SMALL.contains(&bare)
        })
}

/// Whether a text of a few words could be a title in sentence case.
pub(super) fn is_phrase(text: &str) -> bool {
    let title = unmarked(text);
    let first = title.split_whitespace().next().unwrap_or_default();
    let article = ["The", "A", "An", "No", "All", "There", "It", "This"].contains(&first);
    is_brief(&title) && title.split_whitespace().count() <= 5 && !article
}

fn is_brief(title: &str) -> bool {
    let upper = title.trim_start_matches(['‘', '“', '"', '\'', '(']).starts_with(char::is_uppercase);
    let stopped = title.ends_with(['.', ';', ':', ',', '?', '!']) || title.contains("**");
    upper && !stopped && title.len() <= 100 && title.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// Whether a text ends as a sentence or a stem does, or with a marking.
pub(super) fn is_finished(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['*', '_', ')', ']', '”', '’', '"', '\'']);
    text.trim_end().ends_with(')') || end.ends_with(['.', ';', ':', '?', '!', '…']) || marking::at_end(text).is_some()
}

/// Whether a text ends in a word that cannot end a sentence.
pub(super) fn is_cut(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    SMALL.contains(&last) || ["that", "which", "is", "are", "was", "were", "be", "been", "has", "have"].contains(&last)
}

/// Whether a text goes on a sentence: its first letter is a small one.
pub(super) fn is_continuation(text: &str) -> bool {
    let opening = ['‘', '“', '"', '\'', '(', '[', '*', '_'];
    text.trim_start_matches(opening).starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u32, Option<char>, Form, &str)>) {
        let found = number(text);
        let found = found.as_ref().map(|n| (n.value, n.letter, n.form, n.title.as_str()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_in_their_forms() {
        check("3. Title", Some((3, None, Form::Usual, "Title")));
        check("12a. Title", Some((12, Some('a'), Form::Usual, "Title")));
        for text in [
            "3) Title",
            "Item 3: Title",
            "Agenda item 3 – Title",
            "3.Title",
            "3\\. Title",
            "**3.** Title",
            "**3. Title**",
            "3. **Title**",
            "03. Title",
        ] {
            let found = number(text).expect("a number");
            assert_eq!((found.value, found.title.as_str()), (3, "Title"), "{text}");
        }
        check("12 A. Title", Some((12, Some('a'), Form::Other, "Title")));
        check("**3. Title** (RED)", Some((3, None, Form::Other, "Title (RED)")));
        check("**3. Title (RED)**", Some((3, None, Form::Other, "Title (RED)")));
        check("3 Title", Some((3, None, Form::Bare, "Title")));
        check("3) Decisions (RED)", Some((3, None, Form::Other, "Decisions (RED)")));
    }

    #[test]
    fn numbers_that_are_none() {
        for text in ["26 June 2019", "3 months later", "10.1 Part", "2019. Year", "3.5 kg", "3."] {
            check(text, None);
        }
    }

    #[test]
    fn lines_have_a_class() {
        assert_eq!(class("##Title##"), Class::Atx(2, "Title"));
        assert_eq!(class("# Title #"), Class::Atx(1, "Title"));
        assert_eq!(class("#1 priority"), Class::Text);
        assert_eq!(class("•Text"), Class::Bullet(Bullet { sign: '•', text: "Text" }));
        assert_eq!(class("o Text"), Class::Bullet(Bullet { sign: 'o', text: "Text" }));
        assert_eq!(class("a) Text"), Class::Bullet(Bullet { sign: 'a', text: "a) Text" }));
        assert_eq!(class("**NOTED** it"), Class::Text);
        assert_eq!(class("[1]: https://a.b"), Class::Definition);
        assert_eq!(class("[1]: see"), Class::Text);
    }

    #[test]
    fn titles_and_sections() {
        for text in ["Withdrawn Certificates", "Communications Hub CPA Conditions", "A Title of It (RED)"] {
            assert!(is_title(text), "{text}");
        }
        for text in
            ["Withdrawn certificates", "The SSC noted it.", "The SSC:", "Panel for Live Services Criteria which"]
        {
            assert!(!is_title(text), "{text}");
        }
        assert!(is_section("Items for Decision/Discussion") && is_section("Matters arising: (GREEN)"));
        assert!(is_section("**Any Other Business (AOB)**") && !is_section("Matters of fact"));
    }

    #[test]
    fn sentences_end_or_do_not() {
        for text in ["It ends.", "“It ends.”", "List (RED)", "Group (TSIRS)", "The SSC:", "**It ends.**"] {
            assert!(is_finished(text), "{text}");
        }
        for text in ["the recommendation to the", "‘CN’", "**NOTED**"] {
            assert!(!is_finished(text), "{text}");
        }
        assert!(is_cut("the recommendation to the") && is_continuation("“and so on"));
    }
}
