//! Why nothing was made of a document.
//!
//! **Invariant.** It holds a place and a kind, no word of the document (R6).

use std::fmt;

/// Why nothing was made of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The line of the input, counted from 1.
    pub line: u32,
    /// The character in the line, counted from 1.
    pub column: u32,
    /// What is wrong there.
    pub kind: ImportErrorKind,
}

/// What makes a document unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportErrorKind {
    /// The bytes at this place are not UTF-8 (R12).
    NotUtf8,
    /// The document has no text at all.
    Empty,
    /// Something of this line would be missing in the result: words, or a marking.
    Lost,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ImportErrorKind::NotUtf8 => write!(
                f,
                "line {}, column {}: this is not UTF-8; save the document as plain text or Markdown in UTF-8 first",
                self.line, self.column
            ),
            ImportErrorKind::Empty => f.write_str("the document is empty"),
            ImportErrorKind::Lost => write!(
                f,
                "line {}: words or a marking of this line would be lost, so nothing was written; part it from what is around it by blank \
                 lines, or write the item as `### 1. Title (RED)`",
                self.line
            ),
        }
    }
}

impl std::error::Error for ImportError {}
