//! The force of an outcome in its sentence: decided by this meeting, denied, or told of another time or body.
//!
//! A committee's headlines are read as their secretary wrote them. What could be read either way is no decision, and is said.
//!
//! **Invariant.** No outcome under a negation is [`Force::Decided`].

use crate::record::words::{Names, is_adverb, is_any, is_auxiliary, is_mark, is_short_negative, words};

/// What an outcome says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    /// The meeting decided so.
    Decided,
    /// The meeting did not.
    Denied,
    /// Another body did, or it was done at another time.
    Reported,
    /// It could be read either way, or nothing is decided yet.
    Unclear,
}

/// An outcome with the sentence around it.
#[derive(Clone, Copy)]
pub(super) struct Outcome<'t> {
    /// The sentence up to the bold word.
    pub(super) before: &'t str,
    /// What follows it.
    pub(super) rest: &'t str,
    /// The outcome's name.
    pub(super) name: &'t str,
    /// It is `APPROVE`, not `APPROVED`.
    pub(super) is_base: bool,
}

/// The force of an outcome; `names` are the committee's.
pub(super) fn force(outcome: Outcome<'_>, names: &Names) -> Force {
    let before = without_asides(&words(outcome.before));
    let rest = words(outcome.rest);
    let clause = own_clause(&before);
    let reported = report(outcome, &before, &clause, &rest, names);
    let denied = denial(outcome, &before, &clause, &rest);
    match (reported, denied) {
        (Force::Decided | Force::Denied, denied) => denied,
        (reported, _) => reported,
    }
}

/// Whether what was agreed is that something be not: "not to approve it", "to reject it".
pub(super) fn denies(rest: &str) -> bool {
    let against =
        ["reject", "rejected", "refuse", "decline", "withdraw", "withdrawn", "against", "oppose", "no", "neither"];
    words(rest).iter().any(|word| is_negation(word) || is_any(word, &against) || is_any(word, &REFUSALS))
}

/// Leaves out what stands in brackets, and a relative clause between commas.
fn without_asides<'t>(all: &[&'t str]) -> Vec<&'t str> {
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let closing = match all[at] {
            "(" => all[at..].iter().position(|word| *word == ")"),
            "," if all.get(at + 1).is_some_and(|next| is_any(next, &["which", "who", "whom", "whose"])) => {
                all[at + 1..].iter().position(|word| *word == ",").map(|end| end + 1)
            }
            _ => None,
        };
        match closing {
            Some(end) => at += end + 1,
            None => {
                kept.push(all[at]);
                at += 1;
            }
        }
    }
    kept
}

const BOUNDARIES: [&str; 14] = [
    "and", "but", "that", "which", "who", "whom", "because", "although", "though", "while", "whereas", "hence", "so",
    "thereby",
];

/// The words from the last boundary on; a phrase between commas before the verb is passed over: "was not, at this stage,".
fn own_clause<'t>(before: &[&'t str]) -> Vec<&'t str> {
    let is_boundary = |word: &str| is_any(word, &BOUNDARIES) || matches!(word, ";" | ":" | "–" | "—");
    let start = before.iter().rposition(|word| is_boundary(word)).map_or(0, |at| at + 1);
    let (whole, is_subject) =
        (&before[start..], |word: &&str| !is_auxiliary(word) && !is_adverb(word) && !is_mark(word));
    let Some(comma) = whole.iter().rposition(|word| *word == ",") else { return whole.to_vec() };
    let last = &whole[comma + 1..];
    let opening = whole[..comma].iter().rposition(|word| *word == ",");
    match opening.filter(|_| !last.iter().any(is_subject)) {
        Some(opening) => own_clause(&whole[..opening]).into_iter().chain(last.iter().copied()).collect(),
        None => last.to_vec(),
    }
}

/// The words of a clause before the auxiliaries of its verb, and those.
fn parted<'w, 't>(clause: &'w [&'t str]) -> (&'w [&'t str], &'w [&'t str]) {
    let is_of_verb = |word: &&&str| is_auxiliary(word) || is_adverb(word) || is_mark(word);
    let length = clause.iter().rev().take_while(is_of_verb).count();
    clause.split_at(clause.len() - length)
}

const REFUSALS: [&str; 14] = [
    "declined",
    "declines",
    "decline",
    "declining",
    "refused",
    "refuses",
    "refuse",
    "refusing",
    "unable",
    "failed",
    "fails",
    "unwilling",
    "forbidden",
    "omitted",
];

/// Whether the outcome is denied in its own clause, or by what it is an outcome of.
fn denial(outcome: Outcome<'_>, before: &[&str], clause: &[&str], rest: &[&str]) -> Force {
    let (subject, verb) = parted(clause);
    if is_denied_subject(subject, before) || is_nothing(outcome.name, rest) {
        return Force::Denied;
    }
    let negation = |at: &usize| is_negation(clause[*at]) && !is_any(clause.get(at + 1).unwrap_or(&""), &NOT_NEGATED);
    if let Some(at) = (0..clause.len()).rev().find(negation) {
        let between = &clause[at + 1..];
        let is_plain = between.iter().all(|word| is_transparent(word));
        let is_aside = between.iter().any(|word| is_any(word, &["being", "having"])) && !is_plain;
        return match () {
            () if is_plain || outcome.is_base => Force::Denied,
            () if is_aside => Force::Decided,
            () => Force::Unclear,
        };
    }
    if let Some(at) = clause.iter().rposition(|word| is_any(word, &REFUSALS)) {
        let is_plain = clause[at + 1..].iter().all(|word| is_transparent(word));
        let governs = clause.get(at + 1).is_some_and(|next| is_any(next, &["to"]));
        return match () {
            () if governs && (is_plain || outcome.is_base) => Force::Denied,
            () if governs => Force::Unclear,
            () => Force::Decided,
        };
    }
    let last = subject.last().copied().unwrap_or_default();
    let is_excluded = is_any(last, &["without", "than", "against"]) || subject.ends_with(&["instead", "of"]);
    if is_excluded && !verb.contains(&"had") { Force::Denied } else { Force::Decided }
}

const NOT_NEGATED: [&str; 7] = ["only", "least", "just", "merely", "simply", "without", "unreasonably"];

fn is_negation(word: &str) -> bool {
    is_any(word, &["not", "never", "cannot", "neither", "nor"]) || is_short_negative(word)
}

/// What a negation reaches through: "not yet been formally NOTED or APPROVED".
fn is_transparent(word: &str) -> bool {
    let is_capitals = word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase);
    is_mark(word) || is_auxiliary(word) || is_adverb(word) || is_any(word, &["or", "nor", "able"]) || is_capitals
}

const NOBODY: [&str; 6] = ["none", "nobody", "neither", "nor", "nothing", "no-one"];

/// "Nobody", "None of the plans", "No change", "Neither the plan nor the budget".
fn is_denied_subject(subject: &[&str], before: &[&str]) -> bool {
    let [first, others @ ..] = subject else { return false };
    let has_verb = |words: &[&str]| words.iter().any(|word| is_auxiliary(word) || word.ends_with("ed"));
    let second = others.first().copied().unwrap_or_default();
    let is_number = second.starts_with(|c: char| c.is_ascii_digit()) || second == ".";
    let is_measure = is_any(second, &["later", "fewer", "less", "more", "sooner", "earlier", "doubt", "matter"]);
    if is_any(first, &["no"]) {
        return !is_number && !is_measure && !has_verb(others);
    }
    if is_any(first, &NOBODY) {
        return !has_verb(others);
    }
    // "None of the plans, budgets and papers were": the sentence's own first word reaches over its commas.
    let start = before.iter().rposition(|word| matches!(*word, ";" | ":")).map_or(0, |at| at + 1);
    let whole = parted(&before[start..]).0;
    whole.first().is_some_and(|first| is_any(first, &NOBODY)) && !has_verb(whole)
}

/// "APPROVED nothing", "APPROVED neither the plan nor the budget".
fn is_nothing(name: &str, rest: &[&str]) -> bool {
    let mut rest = rest.iter().filter(|word| !is_mark(word));
    let (first, second) = (rest.next().copied().unwrap_or_default(), rest.next());
    is_any(first, &["nothing", "none", "neither", "nobody"]) && name != "noted"
        || is_any(first, &["no"]) && second.is_none()
}

/// Whether the outcome is told of another time or body, or is none yet.
fn report(outcome: Outcome<'_>, before: &[&str], clause: &[&str], rest: &[&str], names: &Names) -> Force {
    let (subject, verb) = parted(clause);
    let is_put_off = matches!(outcome.name, "deferred" | "withdrawn" | "postponed");
    let has = |list: &[&str]| verb.iter().any(|word| is_any(word, list));
    if has(&["had"]) || is_of_another_time(subject, verb) || is_by_another(rest, names) {
        return Force::Reported;
    }
    let is_once = matches!(before, [.., at, once] if is_any(once, &["once"]) && !is_any(at, &["at"]))
        || matches!(before, [once] if is_any(once, &["once"]));
    if is_once || is_conditional(subject) {
        return Force::Unclear;
    }
    let told = within(before, clause, rest, names);
    let is_to_come = has(&["will", "would", "shall", "should", "could", "might", "may", "can", "must", "to"]);
    match told {
        Told::Decided if subject_is_other(subject, verb, names) => Force::Reported,
        Told::Decided => Force::Decided,
        Told::Reported => Force::Reported,
        Told::Unclear => Force::Unclear,
        Told::Not if is_to_come && !is_put_off && !outcome.is_base && !verb.iter().any(|word| is_negation(word)) => {
            Force::Unclear
        }
        Told::Not => Force::Decided,
    }
}

fn subject_is_other(subject: &[&str], verb: &[&str], names: &Names) -> bool {
    let is_passive = verb.iter().any(|word| is_any(word, &["be", "been", "being", "is", "are", "was", "were"]));
    !is_passive && names.is_other_body(subject)
}

/// "as AGREED", "as the SSC AGREED", "previously APPROVED".
fn is_of_another_time(subject: &[&str], verb: &[&str]) -> bool {
    let earlier = ["previously", "already", "earlier", "originally", "formerly", "recently", "since"];
    let is_as = match subject {
        [.., last] if is_any(last, &["as"]) => true,
        [.., word, the, _] if is_any(word, &["as"]) && is_any(the, &["the"]) => true,
        [.., word, who] if is_any(word, &["as"]) && is_any(who, &["we", "it", "they"]) => true,
        _ => false,
    };
    is_as || verb.iter().any(|word| is_any(word, &earlier))
}

const CONDITIONS: [&str; 5] = ["if", "unless", "whether", "until", "till"];

/// "if APPROVED", "once the plan is APPROVED", "After the Panel APPROVED".
fn is_conditional(subject: &[&str]) -> bool {
    let last = subject.last().copied().unwrap_or_default();
    let starts = subject.first().copied().unwrap_or_default();
    let directly = ["once", "when", "where", "after", "before", "pending", "until", "if", "unless", "whether", "upon"];
    let has_short_subject = match subject.get(1..).unwrap_or_default() {
        [_] => true,
        [the, _] | [the, _, _] => is_any(the, &["the", "this", "that", "its", "their", "any", "a", "an"]),
        _ => false,
    };
    is_any(last, &directly)
        || subject.iter().any(|word| is_any(word, &CONDITIONS))
        || (is_any(starts, &["when", "once"]) && !is_any(subject.get(1).unwrap_or(&""), &["again", "more"]))
        || (is_any(starts, &["after", "before"]) && has_short_subject && subject.len() > 2)
}

/// "APPROVED by NCSC".
fn is_by_another(rest: &[&str], names: &Names) -> bool {
    let mut rest = rest.iter().copied().skip_while(|word| is_adverb(word));
    if rest.next().is_none_or(|word| !is_any(word, &["by"])) {
        return false;
    }
    let agent =
        rest.take_while(|word| !is_mark(word) && !is_any(word, &["and", "on", "at", "in", "for", "as", "with"]));
    names.is_other_body(&agent.collect::<Vec<_>>())
}

/// What a clause around an outcome makes of it.
enum Told {
    /// It stands in no other clause.
    Not,
    /// In one that the meeting decided: "agreed that it be APPROVED".
    Decided,
    Reported,
    Unclear,
}

const DECIDING: [&str; 18] = [
    "agreed",
    "agrees",
    "agree",
    "resolved",
    "resolves",
    "decided",
    "decides",
    "determined",
    "directed",
    "ruled",
    "ordered",
    "decision",
    "agreement",
    "resolution",
    "concluded",
    "voted",
    "carried",
    "approved",
];

const TELLING: [&str; 22] = [
    "noted",
    "notes",
    "reported",
    "reports",
    "said",
    "stated",
    "states",
    "informed",
    "told",
    "advised",
    "heard",
    "recorded",
    "records",
    "explained",
    "understood",
    "observed",
    "recalled",
    "announced",
    "mentioned",
    "learned",
    "learnt",
    "confirmed",
];

/// Whether the outcome stands in a clause that something before it opens, and is not left again.
fn within(before: &[&str], clause: &[&str], rest: &[&str], names: &Names) -> Told {
    let opens = |word: &&str| is_any(word, &["that", "which", "who", "whom", "whereby"]);
    let Some(opening) = before.iter().rposition(opens) else { return told_without_that(clause, names) };
    let (outer, inner) = (&before[..opening], &before[opening + 1..]);
    if is_left(outer, inner, rest, names) {
        return told_without_that(clause, names);
    }
    let near: Vec<&str> = outer.iter().rev().take(5).copied().filter(|word| !is_mark(word)).collect();
    let is_relative = !is_any(before[opening], &["that"]);
    if is_relative {
        let (subject, _) = parted(clause);
        let is_aside = outer.last() == Some(&",");
        let is_own = subject.is_empty() || names.is_own(subject) || is_same(subject, outer);
        return if is_aside && is_own && !is_dated(rest) { Told::Decided } else { Told::Reported };
    }
    if !near.iter().any(|word| is_any(word, &DECIDING)) {
        return Told::Reported;
    }
    let is_denied = own_clause(outer).iter().any(|word| is_negation(word) || is_any(word, &REFUSALS));
    if is_denied { Told::Unclear } else { Told::Decided }
}

/// "was APPROVED last year", "on 12 June 2019", "at the previous meeting".
fn is_dated(rest: &[&str]) -> bool {
    let first = rest.first().copied().unwrap_or_default();
    is_any(first, &["last", "earlier", "in", "on", "at", "previously", "before"])
}

/// Whether the words end in the subject that the sentence begins with.
fn is_same(subject: &[&str], outer: &[&str]) -> bool {
    let known = outer.iter().take(3).find(|word| !is_any(word, &["the", "a", "an"]));
    known.is_some() && known == subject.last().as_ref().copied()
}

/// "The Chair said the plan was APPROVED".
fn told_without_that(clause: &[&str], names: &Names) -> Told {
    let (subject, _) = parted(clause);
    let teller = subject.iter().rposition(|word| is_any(word, &TELLING)).filter(|at| *at > 0);
    let Some(at) = teller else { return Told::Not };
    let Some(next) = subject.get(at + 1) else { return Told::Not };
    let told = ["the", "a", "an", "it", "its", "their", "they", "this", "these", "all"];
    let is_told = is_any(next, &told) || names.is_other_body(&subject[at + 1..]);
    if is_told { Told::Reported } else { Told::Not }
}

/// Whether a clause that "that" opened is left again before the outcome: "noted that it was late, and APPROVED it".
fn is_left(outer: &[&str], inner: &[&str], rest: &[&str], names: &Names) -> bool {
    let is_listed = |at: usize| inner.iter().skip(at + 1).take(3).any(|word| matches!(*word, "(" | ")"));
    if (0..inner.len()).any(|at| inner[at] == ";" && !is_listed(at)) || is_series(inner) {
        return true;
    }
    let body = parted(inner).0;
    if inner.ends_with(&[","]) {
        return true;
    }
    let joint = |word: &&str| is_any(word, &["and", "but", "so", "then"]);
    let Some(joint) = inner.iter().rposition(joint) else { return false };
    let has_comma = joint > 0 && inner[joint - 1] == ",";
    let subject = body.get(joint + 1..).unwrap_or_default();
    if !subject.is_empty() {
        return names.is_own(subject) || is_same(subject, outer) || (has_comma && !names.is_other_body(subject));
    }
    has_comma || !goes_on(&inner[..joint], rest, names)
}

/// A comma and another outcome: "noted that it met, APPROVED the plan and".
fn is_series(inner: &[&str]) -> bool {
    let is_outcome = |word: &str| word.len() > 4 && word.chars().all(char::is_uppercase) && word.ends_with("ED");
    inner.windows(2).any(|pair| pair[0] == "," && is_outcome(pair[1]))
}

/// Whether a clause's own subject may go on to do what follows "and": "that the Panel had met and APPROVED it".
fn goes_on(clause: &[&str], rest: &[&str], names: &Names) -> bool {
    let is_passive = clause.iter().any(|word| is_any(word, &["been", "was", "were", "is", "are", "be"]));
    if is_passive {
        let stops = ["by", "on", "at", "in", "for", "subject", "with", "as", "last", "today", "previously"];
        return rest.first().is_none_or(|next| is_mark(next) || is_any(next, &stops));
    }
    let is_perfect = clause.iter().any(|word| is_any(word, &["had", "has", "have"]));
    let acts = |at: usize| clause[at].ends_with("ed") && names.is_other_body(&clause[..at]);
    is_perfect || (0..clause.len()).any(acts)
}
