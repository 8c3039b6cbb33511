//! The anchors of decisions that are made of what they say, for citations that must not drift.
//!
//! `decision-10-2` counts, so it moves when a decision before it is recalled; these do not.
//!
//! **Invariant.** Made of published words only: the item, the outcome and the sentence, letter case and punctuation aside.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The anchors of a page so far: how many decisions said the same.
#[derive(Debug, Default)]
pub(super) struct Anchors(BTreeMap<String, usize>);

impl Anchors {
    /// A free anchor for a decision of an item; where two say the same, the later one gets a number.
    pub(super) fn of(&mut self, item: &str, outcome: &str, text: &str) -> String {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let said = format!("{item}\n{outcome}\n{}", words.join(" ").to_lowercase());
        let digest = Sha256::digest(said.as_bytes());
        let base: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let again = self.0.entry(base.clone()).or_insert(0);
        *again += 1;
        if *again == 1 { format!("d-{base}") } else { format!("d-{base}-{again}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_stays_when_others_come_and_go() {
        let text = "The SSC APPROVED version 1.3.";
        let alone = Anchors::default().of("decision-10", "approved", text);
        let mut page = Anchors::default();
        let first = page.of("decision-10", "noted", "The SSC NOTED it.");
        assert_eq!(page.of("decision-10", "approved", "the SSC  approved, version 1.3"), alone);
        assert_eq!(page.of("decision-10", "approved", text), format!("{alone}-2"));
        assert_ne!(page.of("decision-11", "approved", text), alone);
        assert!(first != alone && alone.len() == 10, "{alone}");
    }
}
