//! What classifies in prose, without brackets (R9): "marked as RED", "the classification is Red".
//!
//! It sees the words of one text, not blocks: `classify` knows those. Colours that stand alone are `bare`'s.
//!
//! **Invariant.** Each word is looked at from the colour behind it, with a bounded number of steps back.

use super::words::{Case, Said, Word, Words};
use crate::classification::Classification;
use crate::classification::vocabulary::Sense;
use std::ops::Range;

/// A statement in prose that classifies something (R9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Where the classification's words stand, by character positions.
    pub range: Range<usize>,
    /// What it says; `None` where it is unclear or a near miss.
    pub says: Option<Classification>,
    /// It speaks of "this document" (R7).
    pub of_document: bool,
}

/// The statements of a text; `bold` tells which characters are bold.
pub fn statements(text: &[char], bold: &dyn Fn(usize) -> bool) -> Vec<Statement> {
    of_words(&Words::of(text), bold)
}

/// The statements of a text whose words have been read.
pub(super) fn of_words(words: &Words, bold: &dyn Fn(usize) -> bool) -> Vec<Statement> {
    let mut reader = SentenceReader { words, bold, verb: None, noun: None, thing: None };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.words.get(at) {
        if word.opens_sentence {
            (reader.verb, reader.noun, reader.thing) = (None, None, None);
        }
        let run = if word.says() { run(words, at) } else { Run { end: at + 1, says: None } };
        let names_all = word.says() && run.says == Some(Naming::All);
        if !names_all && let Some((verdict, link)) = reader.verdict(at) {
            let says = word.classification().filter(|_| verdict == Verdict::States && run.says == Some(Naming::One));
            let range = word.range.start..words.words[run.end - 1].range.end;
            found.push(Statement { range, says, of_document: speaks_of_document(words, link) });
        }
        for passed in at..run.end {
            reader.pass(passed);
        }
        at = run.end;
    }
    found
}

/// `Item 3 – Title`, `Agenda item 12a: Title`.
pub fn is_item_title(text: &[char]) -> bool {
    let words = Words::of(&text[..text.len().min(80)]).words;
    let is = |at: usize, name: &str| words.get(at).is_some_and(|word: &Word| word.letters == name);
    let at = usize::from(is(0, "agenda"));
    is(at, "item") && words.get(at + 1).is_some_and(|word| word.letters.starts_with(|c: char| c.is_ascii_digit()))
}

/// Colours that stand side by side: "GREEN/RED", "White, Green, Amber or Red".
struct Run {
    /// Behind its last colour.
    end: usize,
    says: Option<Naming>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    One,
    Several,
    /// All four: it states nothing of anything.
    All,
}

fn run(words: &Words, start: usize) -> Run {
    let is_joined = |at: usize| {
        let joins = |c: &char| c.is_whitespace() || "/,*_+&-“”‘’\"'".contains(*c);
        words.gap(at).iter().all(joins) && !words.words[at].opens_sentence
    };
    let is_joiner = |word: &Word| matches!(word.sense, Sense::Joiner | Sense::To);
    let mut named = [false; 4];
    let mut name = |word: &Word| word.classification().into_iter().for_each(|found| named[found as usize] = true);
    name(&words.words[start]);
    let mut end = start + 1;
    let mut at = end;
    while let Some(word) = words.words.get(at).filter(|word| is_joined(at) && (word.says() || is_joiner(word))) {
        at += 1;
        if word.says() {
            name(word);
            end = at;
        }
    }
    let says = match named.iter().filter(|is_named| **is_named).count() {
        0 | 1 => Naming::One,
        4 => Naming::All,
        _ => Naming::Several,
    };
    Run { end, says: Some(says) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    States,
    Unclear,
}

struct SentenceReader<'w> {
    words: &'w Words<'w>,
    bold: &'w dyn Fn(usize) -> bool,
    /// The last verb, noun, and thing or pronoun of the sentence so far.
    verb: Option<usize>,
    noun: Option<usize>,
    thing: Option<usize>,
}

/// How far behind its verb an "as" may stand where the colour has small letters.
const REACH: usize = 7;

impl SentenceReader<'_> {
    fn word(&self, at: usize) -> &Word {
        &self.words.words[at]
    }

    fn sense(&self, at: usize) -> Sense {
        self.word(at).sense
    }

    fn pass(&mut self, at: usize) {
        let word = self.word(at);
        let (sense, is_pronoun) = (word.sense, matches!(word.letters.as_str(), "this" | "these" | "it" | "them"));
        if sense.is_verb() && !self.is_forename(at) {
            self.verb = Some(at);
        }
        if self.words.gap(at).iter().any(|c| matches!(c, ':' | ';')) {
            self.noun = None;
        }
        if sense.is_noun() {
            self.noun = Some(at);
        }
        if sense == Sense::Thing || is_pronoun {
            self.thing = Some(at);
        }
    }

    /// "Mark White": a name.
    fn is_forename(&self, at: usize) -> bool {
        let is_title = |at: usize| self.words.words.get(at).is_some_and(|word| word.case == Case::Title);
        self.word(at).letters == "mark" && is_title(at) && is_title(at + 1) && self.words.is_next(at + 1)
    }

    /// What a colour, or a near miss in its place, says here, and the word that leads to it.
    fn verdict(&self, at: usize) -> Option<(Verdict, usize)> {
        if !self.word(at).says() {
            return self.near_miss(at).map(|link| (Verdict::Unclear, link));
        }
        let (link, has_article) = self.link(at);
        let by_link = link.and_then(|link| self.by_link(at, link, has_article));
        let verdict = by_link.or_else(|| self.by_noun_behind(at, link))?;
        Some((verdict, link.unwrap_or(at)))
    }

    /// The word before a colour, articles and adverbs left out.
    fn link(&self, at: usize) -> (Option<usize>, bool) {
        let mut has_article = false;
        let mut start = at;
        for _ in 0..3 {
            let is_joined = start > 0 && !self.words.is_parted(start) && !self.word(start).opens_sentence;
            let Some(before) = start.checked_sub(1).filter(|_| is_joined) else { return (None, has_article) };
            match self.sense(before) {
                Sense::Article => has_article = true,
                Sense::Adverb => {}
                _ => return (Some(before), has_article),
            }
            start = before;
        }
        (None, has_article)
    }

    /// The letter case of a colour; bold ones and TLP forms are no ordinary words.
    fn case(&self, at: usize) -> Case {
        let word = self.word(at);
        let is_stressed = (self.bold)(word.range.start) || matches!(word.said, Said::Tlp(_));
        if is_stressed { word.case.max(Case::Title) } else { word.case }
    }

    fn by_link(&self, at: usize, link: usize, has_article: bool) -> Option<Verdict> {
        let before = |steps: usize| link.checked_sub(steps).map(|at| self.sense(at));
        match self.sense(link) {
            Sense::As => self.by_as(at, link, has_article),
            Sense::Be if before(1) == Some(Sense::As) => self.by_as(at, link - 1, has_article),
            Sense::Be if self.word(link).letters == "being" || before(1) == Some(Sense::To) => {
                self.by_as(at, link, has_article).or_else(|| self.by_being(at, link))
            }
            _ if self.words.is_bracketed(at) => None,
            Sense::Be => self.by_being(at, link),
            Sense::Of if before(1).is_some_and(Sense::is_noun) => self.clear(at, self.ends_clause(at)),
            Sense::To if self.noun.is_some() => self.clear(at, false),
            // "raised to RED", whatever the verb.
            Sense::To if self.word(at).is_shouted() => Some(Verdict::Unclear),
            _ if has_article => None,
            sense if sense.is_verb() && !self.is_forename(link) => self.by_verb(at, sense, sense.is_noun()),
            Sense::Noun => {
                let is_apart = self.words.gap(at).iter().any(|c| c.is_whitespace());
                self.clear(at, self.words.is_labelled(at) || is_apart && self.ends_clause(at))
            }
            _ if self.words.is_labelled(at) && self.noun.is_some() => self.clear(at, false),
            _ => self.by_object(at, link),
        }
    }

    /// It states something where it has a capital and begins no name, or where small letters are plain enough.
    fn clear(&self, at: usize, small: bool) -> Option<Verdict> {
        let has_capital = self.case(at) >= Case::Title && !self.words.begins_name(at);
        (has_capital || small).then_some(Verdict::States)
    }

    /// Nothing but a mark follows.
    fn ends_clause(&self, at: usize) -> bool {
        self.words.words.get(at + 1).is_none() || self.words.gap(at + 1).iter().any(|c| matches!(c, '.' | ',' | ';'))
    }

    /// "marked as RED", "deemed to be Red", "classify this item as RED".
    fn by_as(&self, at: usize, link: usize, has_article: bool) -> Option<Verdict> {
        let verb = self.verb?;
        let is_otherwise = |before: usize| matches!(self.word(before).letters.as_str(), "well" | "such" | "soon");
        if link.checked_sub(1).is_some_and(is_otherwise) {
            return None;
        }
        let is_stressed = self.word(at).case == Case::Capitals || self.case(at) > self.word(at).case;
        let is_of_thing = self.words.words.get(at + 1).is_some_and(|next| next.sense == Sense::Thing);
        if has_article && !is_stressed && !is_of_thing {
            return None;
        }
        let is_close = link - verb.min(link) <= REACH;
        let is_direct = link - verb.min(link) == 1;
        let small = match self.sense(verb) {
            Sense::Classify | Sense::Mark | Sense::Marking => is_direct || is_close && self.thing.is_some(),
            _ => is_close && self.thing.is_some(),
        };
        (self.case(at) >= Case::Title || small).then_some(Verdict::States)
    }

    /// "the classification is Red"; "this item is RED" is not clear enough.
    fn by_being(&self, at: usize, link: usize) -> Option<Verdict> {
        if let Some(noun) = self.noun {
            let is_direct = noun + 1 == link || link - noun <= REACH && self.sense(noun + 1) == Sense::Of;
            return self.clear(at, is_direct);
        }
        let subject = link.checked_sub(1)?;
        let is_number = self.word(subject).letters.starts_with(|c: char| c.is_ascii_digit());
        let subject = if is_number { subject.checked_sub(1)? } else { subject };
        let is_thing = self.sense(subject) == Sense::Thing && self.case(at) >= Case::Title;
        let is_pronoun = self.thing == Some(subject) && self.word(at).case == Case::Capitals;
        ((is_thing || is_pronoun) && !self.words.begins_name(at)).then_some(Verdict::Unclear)
    }

    /// "classified RED", "deemed Red", "marked RED".
    fn by_verb(&self, at: usize, verb: Sense, is_noun: bool) -> Option<Verdict> {
        let (is_labelled, has_capital) = (self.words.is_labelled(at), self.clear(at, false).is_some());
        match verb {
            Sense::Classify => Some(Verdict::States),
            Sense::Mark if is_labelled => Some(Verdict::States),
            _ if is_labelled && (has_capital || is_noun) => Some(Verdict::States),
            Sense::Deem if has_capital || self.thing.is_some() => Some(Verdict::States),
            Sense::Mark | Sense::Label | Sense::Marking if has_capital => Some(Verdict::Unclear),
            _ => None,
        }
    }

    /// "designate the item Red", "deem it Red": not clear enough.
    fn by_object(&self, at: usize, link: usize) -> Option<Verdict> {
        let is_close = self.verb.is_some_and(|verb| verb < link && link - verb <= REACH);
        let classifies = self.verb.is_some_and(|verb| self.sense(verb) != Sense::Treat);
        let follows = self.thing == Some(link) && is_close && classifies && self.words.is_next(at);
        self.clear(at, false).filter(|_| follows).map(|_| Verdict::Unclear)
    }

    /// "has a Red classification"; "the AMBER marking of last time" is not clear enough.
    fn by_noun_behind(&self, at: usize, link: Option<usize>) -> Option<Verdict> {
        let noun = self.words.words.get(at + 1).filter(|next| next.sense.is_noun() && self.words.is_next(at + 1))?;
        let has_capital = self.case(at) >= Case::Title;
        let is_given = link.is_some_and(|link| self.sense(link) == Sense::Has);
        if is_given && (has_capital || noun.sense == Sense::Noun) {
            return Some(Verdict::States);
        }
        has_capital.then_some(Verdict::Unclear)
    }

    /// A near miss in a colour's place, and what leads to it: "marked as AMBR", "classified WHTE".
    fn near_miss(&self, at: usize) -> Option<usize> {
        let link = at.checked_sub(1).filter(|_| !self.words.is_parted(at) && !self.words.is_bracketed(at))?;
        let sense = self.sense(link);
        let leads = matches!(sense, Sense::As | Sense::Be | Sense::Classify) || sense.is_noun();
        if !leads || self.word(at).opens_sentence || !self.words.is_near(at) {
            return None;
        }
        let verb = self.verb.filter(|verb| verb + 1 == link).map(|verb| self.sense(verb));
        let has_capital = self.case(at) >= Case::Title;
        let is_miss = match sense {
            Sense::As => match verb? {
                Sense::Classify | Sense::Mark | Sense::Marking | Sense::Deem => true,
                _ => has_capital,
            },
            Sense::Be => self.noun.is_some_and(|noun| noun + 1 == link) && self.word(at).case == Case::Capitals,
            Sense::Classify => true,
            _ => self.words.is_labelled(at) && has_capital,
        };
        is_miss.then_some(link)
    }
}

/// "This document is classified as …": what stands before the words that lead to a colour.
fn speaks_of_document(words: &Words, link: usize) -> bool {
    let leads = |word: &Word| {
        let parts = matches!(word.sense, Sense::Be | Sense::Has | Sense::As | Sense::To | Sense::Adverb);
        word.sense.is_verb() || parts
    };
    let mut before = words.words[..=link].iter().rev().take(8).skip_while(|word| leads(word));
    before.next().is_some_and(|word| word.letters == "document")
        && before.next().is_some_and(|word| word.letters == "this")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classification::Classification::{Amber, Green, Red};

    #[track_caller]
    fn check(text: &str, expected: Option<Option<Classification>>) {
        let text: Vec<char> = text.chars().collect();
        let found = statements(&text, &|_| false);
        assert_eq!(found.first().map(|s| s.says), expected, "{}", text.iter().collect::<String>());
    }

    #[test]
    fn statements_in_prose() {
        check("The item was marked as RED and", Some(Some(Red)));
        check("has been marked as amber.", Some(Some(Amber)));
        check("are classified RED therefore", Some(Some(Red)));
        check("classified as TLP:AMBER+STRICT here", Some(Some(Amber)));
        check("reclassified as RED", Some(Some(Red)));
        check("marked as GREEN and published", Some(Some(Green)));
        check("agreed to classify this item as Red", Some(Some(Red)));
        check("deemed to be Red by all", Some(Some(Red)));
        check("the classification of the paper is Red here", Some(Some(Red)));
        check("Classification: red text", Some(Some(Red)));
    }

    #[test]
    fn what_is_unclear_states_nothing() {
        check("marked as AMBR", Some(None));
        check("the item marked RED", Some(None));
        check("marked as GREEN/RED", Some(None));
        check("marked as green or red", Some(None));
        check("the AMBER marking of last time", Some(None));
        check("designate the item Red", Some(None));
    }

    #[test]
    fn everything_else_is_prose() {
        check("marked as complete", None);
        check("marked as read", None);
        check("the wire marked red", None);
        check("the item was marked. (RED)", None);
        check("the item that was marked (RED)", None);
        check("recorded as white British", None);
        check("Mark White attended", None);
        check("in classification-red.txt", None);
        check("nothing of its classification: the headlines are Green", None);
        check("as well as Red Nose Day it was marked", None);
        check("classified as White, Green, Amber or Red", None);
    }
}
