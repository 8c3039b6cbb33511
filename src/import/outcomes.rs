//! Outcomes in capitals that have lost their bold print.
//!
//! A decision is a bold outcome, and plain text out of a word processor has no bold print. It is given back to a
//! document that has none at all; where some is left, it is taken as it is.
//!
//! **Invariant.** No word is changed, and no heading, table or code.

use std::sync::LazyLock;

use regex::Regex;

use super::outline::{Piece, Shape};
use super::report::{GuessKind, Report};
use crate::settings::OUTCOMES;

static OUTCOME: LazyLock<Regex> = LazyLock::new(|| {
    let words = OUTCOMES.map(str::to_ascii_uppercase).join("|");
    Regex::new(&format!(r"\b(?:{words})\b")).expect("a constant pattern")
});

/// Makes the outcomes of a document without bold print bold.
pub(super) fn embolden(pieces: &mut [Piece], report: &mut Report) {
    if pieces.iter().any(|piece| piece.text.contains("**") || piece.text.contains("__")) {
        return;
    }
    for piece in pieces.iter_mut().filter(|piece| is_prose(piece)) {
        if OUTCOME.is_match(&piece.text) {
            piece.text = OUTCOME.replace_all(&piece.text, "**$0**").into_owned();
            report.add(piece.line, GuessKind::OutcomeBold);
        }
    }
}

/// Text that is not all in capitals, where an outcome stands out.
fn is_prose(piece: &Piece) -> bool {
    let is_text = !matches!(piece.shape, Shape::Heading(_) | Shape::Verbatim);
    is_text && !piece.unplaced && piece.text.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(body: &str, expected: &str) {
        let input = format!("Works Sub-Committee (WSC) 12_0302\n\n3 February 2020\n\n{body}");
        let done = super::super::import(input.as_bytes()).expect("readable");
        assert!(done.text.contains(expected), "{}", done.text);
    }

    #[test]
    fn outcomes_are_bold_where_nothing_else_is() {
        check("2. One\n\nThe WSC:\n\n• NOTED it; and\n• AGREED a plan.\n", "- **NOTED** it; and\n- **AGREED** a plan.");
        check("2. One\n\nWhat was noted was APPROVED.\n", "What was noted was **APPROVED**.");
        check("2. One\n\nThe WSC **NOTED** it. What it APPROVED is old.\n", "What it APPROVED is old.");
        check("2. NOTED with thanks\n\nThe text.\n", "2. NOTED with thanks");
    }
}
