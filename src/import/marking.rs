//! Markings as people typed them, to markings as R8 accepts them.
//!
//! It keeps an accepted form to the letter and mends what plainly means one; it never makes a place milder than it
//! found it. Whether the result is lawful is for the gate to say.
//!
//! **Invariant.** Of several markings at one place the strictest is left.

use super::brackets::{self, Group, Reading};
use super::pattern::pattern;
use super::report::GuessKind;
use crate::classification::Classification;
use crate::classification::colour::{is_capital_colour, letters};

/// As a marking is written: `(RED)`.
pub(super) fn written(classification: Classification) -> String {
    format!("({})", classification.word().to_ascii_uppercase())
}

/// What bears a marking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    Heading,
    Text,
}

/// A text with its marking settled.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) text: String,
    pub(super) colour: Option<Classification>,
    pub(super) guess: Option<GuessKind>,
}

pattern!(
    ALONE,
    r"(?i)^[*_\s]*(?:(?:document |portion |item )?(?:classification|classified|protective marking|marking|tlp)[*_\s]*[:–—-]|classified as)[*_(\[{\s]*((?:tlp:)?(?:white|clear|green|amber(?:\+strict)?|red))[*_)\]}\s]*\.?$"
);
pattern!(
    GROUP,
    r"(?i)\\?[*_]*\\?[\[(（]\s*[*_]*((?:tlp:)?(?:white|clear|green|amber(?:\+strict)?|red))[*_]*\s*\\?[\])）][*_]*"
);
pattern!(DASHED, r"(?:\s[–—-]+|[:;.–—])\s*[*_]*((?:TLP:)?(?:WHITE|GREEN|AMBER|RED))[*_]*$");
pattern!(DASHED_STRICT, r"(?i)\s[–—-]+\s*[*_]*((?:TLP:)?(?:AMBER|RED))[*_]*$");
pattern!(LAST_WORD, r"\s[*_]*((?:TLP:)?(?:WHITE|GREEN|AMBER|RED))[*_]*$");
pattern!(BOLD, r"\s(?:\*\*|__)((?:TLP:)?(?:WHITE|GREEN|AMBER|RED))(?:\*\*|__)$");
pattern!(EDGE, r"^[*_]*(?:WHITE|GREEN|AMBER|RED)\b|\b(?:WHITE|GREEN|AMBER|RED)[*_]*$");
pattern!(STATED, r"(?i)\b(?:marked|classified|as|is|are)[\s*_:]*$");

/// The colour that a text is nothing but: `Classification: AMBER`, `RED`, `[RED]`, `(RED)`.
pub(super) fn alone(text: &str) -> Option<Classification> {
    let bare = text.trim().trim_end_matches(['.', ';', ',']);
    if let Some(found) = ALONE.captures(bare).and_then(|c| c.get(1)) {
        return Classification::read(found.as_str());
    }
    let letters = bare.trim_matches(['*', '_', ' ']);
    if letters.len() < 16
        && letters.to_ascii_uppercase() == letters
        && let Some(colour) = Classification::read(letters)
    {
        return Some(colour);
    }
    let group = Group::last(bare)?;
    match (group.before.trim().is_empty(), group.reading()) {
        (true, Reading::One(colour) | Reading::Several(colour)) => Some(colour),
        (true, Reading::Near) => Some(Classification::Red),
        _ => None,
    }
}

/// The colour that a text ends with, in whatever form.
pub(super) fn at_end(text: &str) -> Option<Classification> {
    let group = Group::last(split_tail(text.trim()).0)?;
    match group.reading() {
        Reading::One(colour) | Reading::Several(colour) => Some(colour),
        Reading::Near => Some(Classification::Red),
        _ => None,
    }
}

/// Whether anything in a text names a classification.
pub(super) fn is_held_by(text: &str) -> bool {
    capitals(text).next().is_some() || GROUP.is_match(text) || at_end(text).is_some()
}

/// The strictest colour that a text names in capitals or as a marking.
pub(super) fn strictest(text: &str) -> Option<Classification> {
    let groups = GROUP.captures_iter(text).filter_map(|c| Classification::read(c.get(1)?.as_str()));
    capitals(text).chain(groups).chain(alone(text)).max()
}

/// The colours in capitals in a text, as the gate finds them.
fn capitals(text: &str) -> impl Iterator<Item = Classification> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(|word| word.chars().collect::<Vec<char>>());
    words.filter(|word| is_capital_colour(word)).filter_map(|word| Classification::read(&letters(&word)))
}

/// Writes the marking of a heading, paragraph or bullet as the rules accept it.
pub(super) fn settle(text: &str, bearer: Bearer) -> Settled {
    let text = text.trim();
    if let Some(colour) = alone(text) {
        return settle_alone(text, colour);
    }
    let ended = settle_end(text, bearer);
    let pulled = pull(&ended.text, bearer);
    match pulled {
        Some((rest, colour)) => join(rest, colour, ended),
        None => ended,
    }
}

fn settle_alone(text: &str, colour: Classification) -> Settled {
    let exact = Group::last(split_tail(text).0).is_some_and(|g| g.exact() == Some(colour) && g.before.is_empty());
    if exact {
        return Settled { text: text.to_owned(), colour: Some(colour), guess: None };
    }
    Settled { text: written(colour), colour: Some(colour), guess: Some(GuessKind::MarkingMended) }
}

fn settle_end(text: &str, bearer: Bearer) -> Settled {
    let (head, tail) = split_tail(text);
    if let Some(group) = Group::last(head) {
        return settle_group(text, tail, &group, bearer);
    }
    if let Some(stem) = head.strip_suffix(':')
        && let Some(group) = Group::last(stem)
        && let Reading::One(colour) = group.reading()
    {
        return mended(group.before_balanced().trim_end().to_owned() + ":", colour, tail);
    }
    settle_word(text, head, tail, bearer)
}

fn settle_group(text: &str, tail: &str, group: &Group, bearer: Bearer) -> Settled {
    let kept = |colour, guess| Settled { text: text.to_owned(), colour, guess };
    let before = group.before_balanced();
    match group.reading() {
        Reading::One(colour) => match earlier(&before) {
            Some((rest, other)) if other != colour => conflict(rest, colour.max(other), tail),
            _ if group.exact().is_some() => kept(Some(colour), None),
            _ => mended(before, colour, tail),
        },
        Reading::Several(colour) => conflict(before, colour, tail),
        Reading::Near if group.is_long_word() => {
            Settled { guess: Some(GuessKind::MarkingIllegible), ..mended(before, Classification::Red, tail) }
        }
        Reading::Near => appended(text, GuessKind::MarkingIllegible),
        Reading::Foreign => appended(text, GuessKind::MarkingForeign),
        Reading::Mixed => kept(Some(Classification::Red), Some(GuessKind::MarkingUnclear)),
        Reading::Other => settle_word(text, text, "", bearer),
    }
}

/// Another marking directly before the last one.
fn earlier(before: &str) -> Option<(String, Classification)> {
    let group = Group::last(before.trim_end_matches([' ', ',', '/', '–', '-', ';']))?;
    match group.reading() {
        Reading::One(colour) | Reading::Several(colour) => Some((group.before_balanced(), colour)),
        _ => None,
    }
}

/// A colour without brackets as the last word.
fn settle_word(text: &str, head: &str, tail: &str, bearer: Bearer) -> Settled {
    let found = DASHED.captures(head).or_else(|| BOLD.captures(head)).or_else(|| {
        (bearer == Bearer::Heading).then(|| DASHED_STRICT.captures(head).or_else(|| LAST_WORD.captures(head)))?
    });
    if let Some((whole, word)) = found.and_then(|c| Some((c.get(0)?, c.get(1)?))) {
        let before = head.get(..whole.start()).unwrap_or_default();
        let stop = head[whole.start()..].chars().next().filter(|c| matches!(c, '.' | ';' | ':'));
        if let (false, Some(colour)) = (STATED.is_match(before), Classification::read(word.as_str())) {
            let before: String = before.chars().chain(stop).collect();
            return mended(brackets::balanced(&before), colour, tail);
        }
    }
    let inside = bearer == Bearer::Text && GROUP.find_iter(text).any(|m| m.start() > 0);
    let edge = EDGE.find(head).is_some_and(|m| m.start() == 0 || !STATED.is_match(&head[..m.start()]));
    let unclear = inside || edge;
    Settled { text: text.to_owned(), colour: None, guess: unclear.then_some(GuessKind::MarkingUnclear) }
}

fn mended(before: String, colour: Classification, tail: &str) -> Settled {
    let text = format!("{} {}{tail}", before.trim_end(), written(colour)).trim_start().to_owned();
    Settled { text, colour: Some(colour), guess: Some(GuessKind::MarkingMended) }
}

fn conflict(before: String, colour: Classification, tail: &str) -> Settled {
    Settled { guess: Some(GuessKind::MarkingConflict), ..mended(before, colour, tail) }
}

fn appended(text: &str, guess: GuessKind) -> Settled {
    let text = format!("{text} {}", written(Classification::Red));
    Settled { text, colour: Some(Classification::Red), guess: Some(guess) }
}

/// Takes markings out of the start of a text, and out of the middle of a heading.
fn pull(text: &str, bearer: Bearer) -> Option<(String, Classification)> {
    let end = Group::last(split_tail(text).0).map_or(text.len(), |g| g.start());
    let (mut rest, mut from, mut strictest) = (String::new(), 0, None);
    for found in GROUP.captures_iter(text) {
        let (Some(whole), Some(word)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let movable = bearer == Bearer::Heading || whole.start() == 0;
        if whole.end() > end || !movable {
            continue;
        }
        rest.push_str(text.get(from..whole.start())?.trim());
        rest.push(' ');
        from = whole.end();
        strictest = strictest.max(Classification::read(word.as_str()));
    }
    rest.push_str(text.get(from..)?.trim_start());
    Some((brackets::balanced(rest.trim()), strictest?))
}

/// Joins a marking taken from elsewhere with the one at the end.
fn join(rest: String, pulled: Classification, ended: Settled) -> Settled {
    match ended.colour {
        Some(colour) if colour >= pulled => Settled {
            text: rest,
            colour: Some(colour),
            guess: Some(if colour == pulled { GuessKind::MarkingMended } else { GuessKind::MarkingConflict }),
        },
        Some(_) => {
            let (head, tail) = split_tail(&rest);
            let before = Group::last(head).map_or(head.to_owned(), |g| g.before_balanced());
            conflict(before, pulled, tail)
        }
        None => mended(rest, pulled, ""),
    }
}

/// Splits off what may follow a marking: white space, stops and a closing "and" or "or" (R8).
fn split_tail(text: &str) -> (&str, &str) {
    let stops = [' ', '\t', '.', ';', ','];
    let mut head = text.trim_end_matches(stops);
    for word in ["and", "or"] {
        let cut = head.strip_suffix(word).map(|h| h.trim_end_matches(stops));
        if let Some(cut) = cut.filter(|c| c.ends_with([')', ']', '}', '*', '_', '）', '】'])) {
            head = cut;
            break;
        }
    }
    (head, text.get(head.len()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bearer: Bearer, input: &str, expected: &str, colour: Option<Classification>) {
        let settled = settle(input, bearer);
        assert_eq!((settled.text.as_str(), settled.colour), (expected, colour), "{input}");
        assert_eq!(settled.text == input, settled.guess.is_none_or(|g| g == GuessKind::MarkingUnclear));
        let again = settle(&settled.text, bearer);
        assert_eq!((again.text, again.colour), (settled.text, colour), "settled twice: {input}");
    }

    #[test]
    fn accepted_forms_are_kept_to_the_letter() {
        for form in ["(RED)", "**(RED)**", "(**RED**)", "(red)", "(TLP:RED)", "(RED).", "(RED); and"] {
            check(Bearer::Heading, &format!("Title {form}"), &format!("Title {form}"), Some(Classification::Red));
            check(Bearer::Text, form, form, Some(Classification::Red));
        }
        check(
            Bearer::Heading,
            "Any Other Business (AOB) (RED)",
            "Any Other Business (AOB) (RED)",
            Some(Classification::Red),
        );
    }

    #[test]
    fn other_forms_of_one_colour_are_mended() {
        for form in [
            "[RED]",
            "{RED}",
            "（RED）",
            "(Red )",
            "( R E D )",
            "(**R**ED)",
            "\\[RED\\]",
            "– RED",
            "- Red",
            "RED",
            "*(RED)*",
            "(RED**)",
            "**RED**",
            "(RED, RED)",
            "(RE-\u{0020}D)",
        ] {
            check(Bearer::Heading, &format!("Title {form}"), "Title (RED)", Some(Classification::Red));
        }
        check(Bearer::Text, "The text. RED", "The text. (RED)", Some(Classification::Red));
        check(Bearer::Text, "**A bold text (AMBER)**", "**A bold text** (AMBER)", Some(Classification::Amber));
        check(Bearer::Text, "Updates (GREEN):", "Updates: (GREEN)", Some(Classification::Green));
        check(Bearer::Text, "Classification: AMBER", "(AMBER)", Some(Classification::Amber));
    }

    #[test]
    fn the_strictest_of_several_is_left() {
        check(Bearer::Heading, "Title (RED/AMBER)", "Title (RED)", Some(Classification::Red));
        check(Bearer::Heading, "Title (WHITE and GREEN)", "Title (GREEN)", Some(Classification::Green));
        check(Bearer::Text, "Text. (GREEN) (AMBER)", "Text. (AMBER)", Some(Classification::Amber));
        check(Bearer::Heading, "Title (RED) again (GREEN)", "Title again (RED)", Some(Classification::Red));
        check(Bearer::Heading, "Title (GREEN) again", "Title again (GREEN)", Some(Classification::Green));
        check(Bearer::Text, "[RED] Text.", "Text. (RED)", Some(Classification::Red));
    }

    #[test]
    fn near_misses_are_red_unless_they_are_words() {
        check(Bearer::Text, "Text. (AMBR)", "Text. (RED)", Some(Classification::Red));
        check(Bearer::Text, "Text. (GREEN (RED)", "Text. (GREEN (RED)", Some(Classification::Red));
        check(Bearer::Heading, "Title (RE\u{415})", "Title (RE\u{415}) (RED)", Some(Classification::Red));
        check(Bearer::Heading, "Retail Energy Code (REC)", "Retail Energy Code (REC)", None);
        check(Bearer::Heading, "What we read (read)", "What we read (read)", None);
    }

    #[test]
    fn foreign_terms_are_red() {
        check(Bearer::Heading, "Title (CONFIDENTIAL)", "Title (CONFIDENTIAL) (RED)", Some(Classification::Red));
    }

    #[test]
    fn statements_and_colours_in_prose_are_left() {
        for text in [
            "The Agenda Item was marked as **RED**",
            "Two items are classified RED",
            "The red wire",
            "The Green Deal (GDE)",
            "The Home Area Network (HAN)",
        ] {
            check(Bearer::Text, text, text, None);
        }
        check(Bearer::Text, "The (RED) text goes on.", "The (RED) text goes on.", None);
    }
}
