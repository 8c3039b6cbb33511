//! What is known of the classification of a body: its sections, its blocks, and what is wrong with them.
//!
//! **Invariant.** One entry for each block of the outline that it is of.

use super::outline::Outline;
use super::section::Section;
use crate::classification::Classification;
use crate::diagnostic::Finding;

/// What classifying a body gives.
#[derive(Debug)]
pub struct Classified {
    /// The sections; the first is the whole body.
    pub sections: Vec<Section>,
    /// The section of each block.
    pub section_of: Vec<usize>,
    /// The marking that governs each block from within it.
    pub own: Vec<Option<Classification>>,
    /// Each block's effective classification.
    pub effective: Vec<Classification>,
    /// What is wrong, in lines of the body.
    pub findings: Vec<Finding>,
}

impl Classified {
    /// What holds for each line of the body, from 1: the strictest of the blocks that it stands in (R10), and of `document`, which is
    /// all that holds for line 0.
    pub(super) fn by_line(&self, outline: &Outline, document: Classification) -> Vec<Classification> {
        let mut classes = vec![document; outline.blocks[0].lines.end as usize + 1];
        for (block, effective) in outline.blocks.iter().zip(&self.effective).skip(1) {
            for line in block.lines.clone() {
                classes[line as usize] = classes[line as usize].max(*effective);
            }
        }
        classes
    }
}
