//! Puts each decision's outcome and anchor in the tree, where its bold word stood.
//!
//! It judges bold phrases as the reading of decisions does and in the same order, so that the n-th is the n-th; what the
//! reading found to be no decision stays bold.
//!
//! **Invariant.** Nothing else in the tree changes: links, notes and bold punctuation stay.

use super::decision::Decision;
use super::outcome::{Judgement, Outcomes};
use super::plain::{Plain, lines_mut};
use super::text::{Block, Inline, Link};

/// Marks the bold outcomes of some blocks with the decisions that were read from them, each or none.
pub(super) fn mark(blocks: &mut [Block], outcomes: &Outcomes, read: &[Option<Decision>]) {
    let mut marker = Marker { outcomes, read: read.iter() };
    for line in lines_mut(blocks) {
        marker.line(line);
    }
}

struct Marker<'a> {
    outcomes: &'a Outcomes,
    read: std::slice::Iter<'a, Option<Decision>>,
}

impl Marker<'_> {
    fn line(&mut self, line: &mut Vec<Inline>) {
        let inlines = std::mem::take(line);
        line.extend(inlines.into_iter().flat_map(|inline| self.marked(inline)));
    }

    fn marked(&mut self, mut inline: Inline) -> Vec<Inline> {
        match &mut inline {
            Inline::Strong(content) => {
                if let Some(marked) = self.outcome(content) {
                    return marked;
                }
            }
            Inline::Emphasis(content) => self.line(content),
            Inline::Link(link) => self.line(&mut link.content),
            Inline::Text(..)
            | Inline::SoftBreak
            | Inline::LineBreak
            | Inline::Code(_)
            | Inline::Strikethrough(_)
            | Inline::Image(_)
            | Inline::FootnoteReference(_)
            | Inline::Outcome(_)
            | Inline::Badge(_) => {}
        }
        vec![inline]
    }

    /// The outcome of a bold phrase, then the punctuation that was bold with it.
    fn outcome(&mut self, content: &[Inline]) -> Option<Vec<Inline>> {
        let plain = Plain::of(content);
        let Judgement::Outcome { word, .. } = self.outcomes.judge(plain.text()) else {
            return None;
        };
        let decision = self.read.next()?.as_ref()?;
        let mut outcome = Some(Inline::Outcome(decision.mark().clone()));
        let mut marked = placed(content, &mut outcome);
        if let Some(tail) = plain.text().get(word.len()..).filter(|tail| !tail.is_empty()) {
            let position = plain.position(word.len()).unwrap_or(decision.position());
            marked.push(Inline::Text(tail.to_owned(), position));
        }
        Some(marked)
    }
}

/// A bold phrase's parts with the outcome in place of its words; links, notes and the struck-out stay.
fn placed(content: &[Inline], outcome: &mut Option<Inline>) -> Vec<Inline> {
    let mut parts = Vec::new();
    for inline in content {
        match inline {
            Inline::Text(..) | Inline::Code(_) => parts.extend(outcome.take()),
            Inline::SoftBreak | Inline::LineBreak => {}
            Inline::Emphasis(inner) | Inline::Strong(inner) => parts.extend(placed(inner, outcome)),
            Inline::Link(link) => {
                let content = placed(&link.content, outcome);
                if !content.is_empty() {
                    parts.push(Inline::Link(Link { content, ..(**link).clone() }.into()));
                }
            }
            Inline::Strikethrough(_)
            | Inline::Image(_)
            | Inline::FootnoteReference(_)
            | Inline::Outcome(_)
            | Inline::Badge(_) => parts.push(inline.clone()),
        }
    }
    parts
}
