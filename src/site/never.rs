//! Words that no output may contain (`[policy] never`), looked for in what was printed.
//!
//! **Invariant.** A finding names an output file; it repeats neither the word nor the text around it.

use super::Material;
use crate::diagnostic::{Diagnostic, Finding, NEVER_WORD};
use crate::edition::Edition;
use crate::register::never_words;

/// The files with one of the words, in their text or path, where no source line accounts for it.
pub(super) fn check(edition: &Edition, material: Material<'_>) -> Vec<Diagnostic> {
    let words = &material.settings.policy.never_words;
    let is_located = !never_words::check(material.record, words).is_empty();
    if words.is_empty() || is_located {
        return Vec::new();
    }
    let is_hit = |(path, bytes): &(&crate::edition::OutputPath, &[u8])| {
        let is_named = never_words::holds(path.as_str(), words);
        is_named || never_words::holds(&String::from_utf8_lossy(bytes), words)
    };
    let hits = edition.files().filter(is_hit);
    hits.map(|(path, _)| Diagnostic::new(path.as_str(), Finding::at(&NEVER_WORD, 0, 0))).collect()
}
