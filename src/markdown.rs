//! The dialect of Markdown that committees write, as comrak's options.
//!
//! The gate and the record parse with the same options, so that they cannot disagree about where a block ends.
//!
//! **Invariant.** No extension but tables, strikethrough, autolinks and footnotes; no setext headings.

use comrak::Options;

/// CommonMark with GFM tables, strikethrough, autolinks and footnotes, and with ATX headings only (R13).
///
/// Footnote definitions stay where they are written, used or not, so that each belongs to its portion (R14).
pub fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.parse.ignore_setext = true;
    options.parse.leave_footnote_definitions = true;
    options
}
