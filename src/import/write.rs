//! The body of the content file as Markdown.
//!
//! It settles markings and puts blank lines between blocks; it decides nothing about structure.
//!
//! **Invariant.** Every paragraph, bullet and heading is one line, so nothing is continued lazily (R13).

use super::escape::{escaped, inline};
use super::marking::{self, Bearer};
use super::outline::{Piece, Shape};
use super::report::{GuessKind, Report};
use crate::classification::Classification;

/// Writes the body, with text that could not be placed in a Red section at its end.
pub(super) fn body(pieces: Vec<Piece>, report: &mut Report) -> String {
    let (mut placed, mut apart) = (Vec::new(), Vec::new());
    for piece in pieces {
        let moved = piece.unplaced && marking::is_held_by(&piece.text);
        if moved { apart.push(piece) } else { placed.push(piece) }
    }
    if let Some(first) = apart.first() {
        report.add(first.line, GuessKind::UnplacedMoved);
        placed.push(Piece::heading(first.line, 2, format!("Not placed {}", marking::written(Classification::Red))));
    }
    for piece in &mut apart {
        piece.unplaced = false;
    }
    placed.extend(apart);
    let mut out = String::new();
    let mut before = None;
    for piece in placed {
        let shape = piece.shape;
        out.push_str(gap(before, shape));
        out.push_str(&line(piece, report));
        before = Some(shape);
    }
    out.push('\n');
    out
}

fn gap(before: Option<Shape>, shape: Shape) -> &'static str {
    match (before, shape) {
        (None, _) => "",
        (Some(Shape::Bullet(_) | Shape::Within(_)), Shape::Bullet(_)) => "\n",
        _ => "\n\n",
    }
}

fn line(piece: Piece, report: &mut Report) -> String {
    match piece.shape {
        Shape::Heading(level) => {
            format!("{} {}", "#".repeat(level.min(6)), heading(&piece, report))
        }
        Shape::Paragraph => text(&piece, report),
        Shape::Bullet(depth) => format!("{}- {}", "  ".repeat(depth), text(&piece, report)),
        Shape::Within(depth) => format!("{}{}", "  ".repeat(depth + 1), text(&piece, report)),
        Shape::Verbatim => piece.text,
    }
}

/// The text of a heading; its number, if any, is written already.
fn heading(piece: &Piece, report: &mut Report) -> String {
    let escaped = inline(&piece.text, piece.line, report);
    match escaped.strip_suffix('#') {
        Some(rest) if rest.trim_end_matches('#').ends_with(' ') => format!("{rest}\\#"),
        _ => escaped,
    }
}

fn text(piece: &Piece, report: &mut Report) -> String {
    let settled = marking::settle(&piece.text, Bearer::Text);
    if let Some(guess) = settled.guess {
        report.add(piece.line, guess);
    }
    let unplaced = piece.unplaced || is_garbled(&settled.text);
    let escaped = escaped(&settled.text, piece.line, report);
    if !unplaced {
        return escaped;
    }
    report.add(piece.line, GuessKind::Unplaced);
    let marked = settled.colour == Some(Classification::Red);
    if marked { escaped } else { format!("{escaped} {}", marking::written(Classification::Red)) }
}

/// Whether a text is no text: replacement, private or control characters, or more signs than letters and stops.
fn is_garbled(text: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}');
    let usual = |c: &char| c.is_alphanumeric() || "*().,;:!?'’‘“”\"/-–—".contains(*c);
    let all = text.chars().filter(|c| !c.is_whitespace());
    let (signs, count) = (all.clone().filter(|c| !usual(c)).count(), all.count());
    text.chars().any(odd) || (count >= 8 && signs * 2 > count)
}
