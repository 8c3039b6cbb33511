//! Turning the markings of published text into badges, and the words of a heading into a title.
//!
//! **Invariant.** Only the marking goes; every other character of the text stays (the wording is kept).

use super::text::{Block, BlockKind, Inline};
use super::walk::has_text;
use crate::classification::Audience;
use crate::gate;
use std::ops::Range;

/// Takes the marking out of a line of text, if it ends in one.
pub fn take_marking(inlines: &mut Vec<Inline>) -> Option<Audience> {
    // Most lines have no bracket, and none is a marking without one.
    if !has_text(inlines, |text| text.contains('(')) {
        return None;
    }
    let mut chars = Vec::new();
    flatten(inlines, &mut chars);
    let (range, audience) = gate::published_marking(&chars)?;
    let blanks = chars[..range.start].iter().rev().take_while(|c| c.is_whitespace()).count();
    remove(inlines, &(range.start - blanks..range.end), &mut 0);
    Some(audience)
}

/// Replaces the markings of paragraphs by badges, at any depth.
pub fn show_badges(blocks: &mut [Block]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(inlines) => {
                if let Some(audience) = take_marking(inlines) {
                    inlines.push(Inline::Badge(audience));
                }
            }
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| show_badges(item)),
            BlockKind::Quote(blocks) => show_badges(blocks),
            BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Rule
            | BlockKind::Footnote { .. } => {}
        }
    }
}

/// Takes the first `count` characters off a line of text, and the white space behind them.
pub fn take_prefix(inlines: &mut Vec<Inline>, count: usize) {
    let mut chars = Vec::new();
    flatten(inlines, &mut chars);
    let blanks = chars[count.min(chars.len())..].iter().take_while(|c| c.is_whitespace()).count();
    remove(inlines, &(0..count + blanks), &mut 0);
}

/// The characters of a line as the gate counts them.
fn flatten(inlines: &[Inline], chars: &mut Vec<char>) {
    for inline in inlines {
        match inline {
            Inline::Text(text, _) | Inline::Code(text) => chars.extend(text.chars()),
            Inline::SoftBreak | Inline::LineBreak => chars.push('\n'),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => flatten(inner, chars),
            Inline::Link(link) | Inline::Image(link) => flatten(&link.content, chars),
            Inline::Outcome(outcome) => chars.extend(outcome.word.chars()),
            Inline::FootnoteReference(_) | Inline::Badge(_) => {}
        }
    }
}

/// Removes a range of characters, and what it leaves empty; `at` counts the characters passed.
fn remove(inlines: &mut Vec<Inline>, range: &Range<usize>, at: &mut usize) {
    inlines.retain_mut(|inline| match inline {
        Inline::Text(text, _) | Inline::Code(text) => {
            let from = *at;
            *at += text.chars().count();
            let is_kept = |index: usize| !range.contains(&(from + index));
            *text = text.chars().enumerate().filter(|(index, _)| is_kept(*index)).map(|(_, c)| c).collect();
            !text.is_empty()
        }
        Inline::SoftBreak | Inline::LineBreak => {
            *at += 1;
            !range.contains(&(*at - 1))
        }
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
            remove(inner, range, at);
            !inner.is_empty()
        }
        Inline::Link(link) | Inline::Image(link) => {
            remove(&mut link.content, range, at);
            true
        }
        Inline::Outcome(outcome) => {
            *at += outcome.word.chars().count();
            true
        }
        Inline::FootnoteReference(_) | Inline::Badge(_) => true,
    });
}
