//! The projection of a body: its source without the withheld portions (R2).
//!
//! It cuts whole lines, and then parses what is left to see that it is still read in the same way.
//!
//! **Invariant.** No line of a withheld portion is in a [`Cut`]; its lines depend on nothing that was cut.

use super::classify::Classified;
use super::outline::{Block, Kind, Outline};
use crate::classification::Classification;
use std::ops::Range;

/// A projected body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The text.
    pub body: String,
    /// The line of the full body that each line was; 0 for a blank line in the place of a cut.
    pub origin: Vec<u32>,
}

/// Which lines are withheld; by line, the first entry unused.
pub fn withheld_lines(outline: &Outline, classified: &Classified, ceiling: Classification) -> Vec<bool> {
    let mut cut = vec![false; outline.blocks.len()];
    let mut lines = vec![false; outline.blocks[0].lines.end as usize + 1];
    if classified.effective[0] > ceiling {
        lines.fill(true);
        return lines;
    }
    for index in 1..outline.blocks.len() {
        let parent = outline.blocks[index].parent;
        cut[index] = cut[parent] || classified.effective[index] > ceiling;
    }
    for index in (1..outline.blocks.len()).rev() {
        let block = &outline.blocks[index];
        let is_emptied = !block.children.is_empty() && block.children.iter().all(|child| cut[*child]);
        cut[index] |= is_emptied;
        if cut[index] {
            for line in block.lines.clone() {
                lines[line as usize] = true;
            }
        }
    }
    lines
}

/// Cuts the withheld lines out of a body; a cut and the blank lines around it become one blank line, or none
/// between two items of one list (R2).
pub fn cut(outline: &Outline, body: &str, withheld: &[bool]) -> Cut {
    let lines: Vec<&str> = body.lines().collect();
    let owners = owners(outline);
    let mut kept: Vec<(String, u32)> = Vec::new();
    let mut after_cut = false;
    for (at, line) in lines.iter().enumerate() {
        let number = at as u32 + 1;
        if withheld[number as usize] {
            after_cut = true;
            continue;
        }
        if after_cut {
            drop_blanks(&mut kept);
            if let Some((_, before)) = kept.last()
                && let Some(prefix) = separator(outline, owners[*before as usize], owners[number as usize])
            {
                kept.push((prefix, 0));
            }
            after_cut = false;
        }
        kept.push(((*line).to_owned(), number));
    }
    if after_cut {
        drop_blanks(&mut kept);
    }
    let body = kept.iter().map(|(line, _)| format!("{line}\n")).collect();
    Cut { body, origin: kept.into_iter().map(|(_, number)| number).collect() }
}

fn drop_blanks(kept: &mut Vec<(String, u32)>) {
    while kept.last().is_some_and(|(line, _)| line.trim_matches([' ', '>', '\t']).is_empty()) {
        kept.pop();
    }
}

/// The innermost block of each line.
fn owners(outline: &Outline) -> Vec<usize> {
    let mut owners = vec![0; outline.blocks[0].lines.end as usize + 1];
    for (index, block) in outline.blocks.iter().enumerate() {
        for line in block.lines.clone() {
            owners[line as usize] = index;
        }
    }
    owners
}

/// The blank line between two blocks, with the prefixes of what both are in; none between items of one list.
fn separator(outline: &Outline, before: usize, after: usize) -> Option<String> {
    let around: Vec<usize> = outline.ancestors(before).collect();
    let common = outline.ancestors(after).find(|at| around.contains(at)).unwrap_or(0);
    if matches!(outline.blocks[common].kind, Kind::List { .. }) {
        return None;
    }
    let mut containers: Vec<usize> = outline.ancestors(common).collect();
    containers.reverse();
    let prefix: String = containers.into_iter().map(|at| prefix(&outline.blocks[at].kind)).collect();
    Some(prefix.trim_end().to_owned())
}

fn prefix(kind: &Kind) -> String {
    match kind {
        Kind::Quote => "> ".to_owned(),
        Kind::Item { width, .. } => " ".repeat(*width),
        _ => String::new(),
    }
}

/// The first line of a block that stays; `None` where none does. A list or quote may lose its first portion and stay.
pub fn first_kept_line(block: &Block, withheld: &[bool]) -> Option<u32> {
    let Range { start, end } = block.lines;
    (start..end.max(start + 1)).find(|line| !withheld[*line as usize])
}

/// The first line of the full body where what is left is not read as it was; `None` where all is.
pub fn first_difference(full: &Outline, withheld: &[bool], left: &Outline, origin: &[u32]) -> Option<u32> {
    let kept = full.blocks[1..].iter().filter_map(|block| Some((block, first_kept_line(block, withheld)?)));
    let mut left = left.blocks[1..].iter();
    for (block, first) in kept {
        let same = left.next().is_some_and(|found| {
            let line = origin.get(found.lines.start as usize - 1);
            found.kind == block.kind && found.depth == block.depth && line == Some(&first)
        });
        if !same {
            return Some(first);
        }
    }
    left.next().map(|block| origin.get(block.lines.start as usize - 1).copied().unwrap_or(1).max(1))
}
