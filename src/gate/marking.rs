//! Which bracket groups of a text are markings, or look like one (R8, R11).
//!
//! It sees letters and where a marking may stand, not blocks: `classify` knows those.
//!
//! **Invariant.** A bracket group is exactly a marking, or looks like one, or is text; there is no fourth.

use super::names::Names;
use crate::classification::Classification;
use crate::classification::colour::{capital_colours, is_colour, is_near, letters, words};
pub use crate::classification::group::spells_initials;
use crate::classification::group::{self, LONGEST, exact, has_colour_at_edge, is_near_miss, is_only_colours};
use crate::classification::vocabulary::{is_bracket, is_closing, is_opening};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a bracket group is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Exactly a marking: round brackets around one of R7's words, nothing else.
    Exact(Classification),
    /// It looks like a marking, by these letters.
    Like(String),
}

/// A bracket group of a text, by character positions that include the brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// From the opening bracket to behind the closing one.
    pub range: Range<usize>,
    /// What it is.
    pub reading: Reading,
}

/// What is no marking, because the site knows it (R11).
#[derive(Clone, Debug, Default, Hash)]
pub struct KnownTerms {
    /// Terms that are no near misses: those of the glossary.
    pub terms: BTreeSet<String>,
    /// The names of `[policy] names`.
    pub names: Names,
}

/// The bracket groups that are or look like a marking wherever they stand (R11, the first two kinds).
pub fn groups(text: &[char]) -> Vec<Group> {
    let mut shouted: Option<Vec<usize>> = None;
    let read = |(range, _): (Range<usize>, bool)| {
        let shouted = shouted.get_or_insert_with(|| capital_colours(text).collect());
        let first = shouted.partition_point(|colour| *colour < range.start);
        let holds = shouted.get(first).is_some_and(|colour| *colour < range.end);
        reading(&text[range.clone()], holds).map(|reading| Group { range, reading })
    };
    group::groups(text).filter_map(read).collect()
}

/// What a whole group, brackets included, is anywhere.
fn reading(group: &[char], holds_capital_colour: bool) -> Option<Reading> {
    let inside = &group[1..group.len() - 1];
    if inside.len() > LONGEST {
        return holds_capital_colour.then(|| Reading::Like(String::new()));
    }
    if let Some(found) = exact(group) {
        return Some(Reading::Exact(found));
    }
    (holds_capital_colour || is_only_colours(inside)).then(|| Reading::Like(letters(inside)))
}

/// The bracket groups of a heading before its last that have a colour among their words (R11).
pub fn earlier_colours(text: &[char]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> =
        group::groups(text).filter(|(_, is_inner)| !is_inner).map(|(range, _)| range).collect();
    groups.pop();
    let has_colour = |group: &Range<usize>| {
        let group = &text[group.clone()];
        words(group).any(|word| is_colour(&letters(&group[word])))
    };
    groups.retain(has_colour);
    groups
}

/// The end of a text where R8 allows a marking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// The groups that stand there, one after the other, from the first to the last.
    pub groups: Vec<Group>,
    /// Something stands there that looks like a marking but is none; where.
    pub unknown: Option<Range<usize>>,
    /// A group stands there that begins or ends with a colour, and may be a name; where.
    pub name: Option<Range<usize>>,
}

/// Reads the end of a text: markings, then white space, `.`, `;`, `,` and a closing "and" or "or" (R8).
pub fn ending(text: &[char], known: &KnownTerms) -> Ending {
    let mut end = without_closing(text);
    let mut found = Ending::default();
    while let Some(start) = group::last(&text[..end]) {
        let group = start..end;
        let holds = capital_colours(&text[group.clone()]).next().is_some();
        match reading(&text[group.clone()], holds) {
            Some(reading @ Reading::Exact(_)) => found.groups.push(Group { range: group, reading }),
            Some(Reading::Like(_)) => found.unknown = Some(group),
            None if is_near_ending(text, group.clone(), known) => found.unknown = Some(group),
            None if has_colour_edge(&text[group.clone()]) => found.name = Some(group),
            None => break,
        }
        end = trimmed(&text[..start]);
        if found.unknown.is_some() || found.name.is_some() {
            return found;
        }
    }
    found.groups.reverse();
    found.unknown = half_group(text, without_closing(text), !found.groups.is_empty());
    found
}

/// The length of a text without the white space, points and closing "and" or "or" at its end.
pub(super) fn without_closing(text: &[char]) -> usize {
    let mut end = text.len();
    for joiner in [&['a', 'n', 'd'][..], &['o', 'r'][..]] {
        let bare = trimmed_marks(text, end);
        let parted = bare > joiner.len() && !text[bare - joiner.len() - 1].is_alphanumeric();
        if parted && text[..bare].ends_with(joiner) && !text[bare..end].contains(&'.') {
            end = bare - joiner.len();
            break;
        }
    }
    trimmed_marks(text, end)
}

fn trimmed_marks(text: &[char], mut end: usize) -> usize {
    while end > 0 && (matches!(text[end - 1], '.' | ';' | ',') || is_space(text[end - 1])) {
        end -= 1;
    }
    end
}

fn trimmed(text: &[char]) -> usize {
    text.len() - text.iter().rev().take_while(|c| is_space(**c)).count()
}

/// The white space of R8; a non-breaking space is text.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

/// R11's third kind: only where R8 allows a marking, or at the start of a text.
fn has_colour_edge(group: &[char]) -> bool {
    has_colour_at_edge(&group[1..group.len() - 1])
}

/// A group that a text begins with and that begins or ends with a colour: `(Red – SSC only) text`.
pub fn opening_group(text: &[char]) -> Option<Range<usize>> {
    let start = text.iter().position(|c| !c.is_whitespace()).filter(|at| is_opening(text[*at]))?;
    let end = start + text[start..].iter().position(|c| is_closing(*c))? + 1;
    has_colour_edge(&text[start..end]).then_some(start..end)
}

/// A marking with a non-breaking space behind it, which may not stand there; where it is.
pub fn before_other_space(text: &[char]) -> Option<Range<usize>> {
    let is_trailing = |c: &char| is_space(*c) || c.is_whitespace() || matches!(c, '.' | ';' | ',');
    let end = text.len() - text.iter().rev().take_while(|c| is_trailing(c)).count();
    let is_other = text[end..].iter().any(|c| c.is_whitespace() && !is_space(*c));
    let start = group::last(&text[..end]).filter(|_| is_other)?;
    exact(&text[start..end]).map(|_| start..end)
}

/// A near miss that is no term of the glossary, where R8 allows a marking.
fn is_near_ending(text: &[char], group: Range<usize>, known: &KnownTerms) -> bool {
    let inside = &text[group.start + 1..group.end - 1];
    let is_known = || known.terms.contains(inside.iter().collect::<String>().trim());
    is_near_miss(&text[..group.start], inside) && !is_known()
}

/// What looks like a marking where a heading ends inside brackets and the next line closes them (R11, "split over
/// lines"); where the brackets open.
pub fn split_group(heading: &[char], next_line: &[char]) -> Option<usize> {
    let open = heading.iter().rposition(|c| is_opening(*c))?;
    let close = next_line.iter().position(|c| is_closing(*c))?;
    let group: Vec<char> = heading[open..].iter().chain(&['\n']).chain(&next_line[..=close]).copied().collect();
    let found = ending(&group, &KnownTerms::default());
    (found.unknown.is_some() || found.name.is_some() || !found.groups.is_empty()).then_some(open)
}

/// A colour or near miss at the end with a bracket on one side only, or mismatched.
fn half_group(text: &[char], end: usize, is_marked: bool) -> Option<Range<usize>> {
    let start = text[..end].iter().rposition(|c| c.is_whitespace()).map_or(0, |at| at + 1);
    let chunk = &text[start..end];
    if !chunk.iter().any(|c| is_bracket(*c)) || group::last(chunk) == Some(0) {
        return None;
    }
    let shown = letters(chunk);
    let has_colour = || has_colour_at_edge(chunk) || capital_colours(chunk).next().is_some();
    let like = shown.starts_with("tlp") || !is_marked && (is_near(&shown) || has_colour());
    like.then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classification::Classification::{Amber, Red};

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[track_caller]
    fn check_ending(text: &str, markings: &[Classification], unknown: bool) {
        let found = ending(&chars(text), &KnownTerms::default());
        let read: Vec<_> = found.groups.iter().map(|group| group.reading.clone()).collect();
        let wanted: Vec<_> = markings.iter().map(|c| Reading::Exact(*c)).collect();
        let is_unknown = found.unknown.is_some() || found.name.is_some();
        assert_eq!((read, is_unknown), (wanted, unknown), "{text}");
    }

    #[test]
    fn endings() {
        check_ending("Title (RED)", &[Red], false);
        check_ending("text (AMBER); and", &[Amber], false);
        check_ending("text. (tlp:amber+strict).", &[Amber], false);
        check_ending("text (AOB) (RED)", &[Red], false);
        check_ending("text (AOB)", &[], false);
        check_ending("text (AMBR)", &[], true);
        check_ending("text [RED]", &[], true);
        check_ending("text ( RED)", &[], true);
        check_ending("text (red", &[], true);
        check_ending("text red)", &[], true);
        check_ending("Retail Energy Code (REC)", &[], false);
        check_ending("the code (REC)", &[], true);
        check_ending("she was (wed)", &[], false);
        check_ending("she was (WED)", &[], true);
        check_ending("(GREEN) (RED)", &[Classification::Green, Red], false);
        check_ending("brown or (brown or green)", &[], true);
        check_ending("text (R D)", &[], true);
        check_ending("text (TLPRED)", &[], true);
        check_ending("text (bRED)", &[], true);
        check_ending("(Wed)", &[], false);
    }
}
