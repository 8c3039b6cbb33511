//! The projection of a body: its source without the withheld portions (R2).
//!
//! It cuts whole lines, and then parses what is left to see that it is still read in the same way.
//!
//! **Invariant.** No line of a withheld portion is in a [`Cut`]; its lines depend on nothing that was cut.

use super::outline::{Kind, Outline};
use crate::classification::Classification;

/// A projected body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The text.
    pub body: String,
    /// The line of the full body that each line was; 0 for a blank line in the place of a cut.
    pub origin: Vec<u32>,
}

/// What is withheld of a body.
#[derive(Clone, Debug)]
pub struct Withheld {
    /// By line; the first entry is unused.
    pub lines: Vec<bool>,
    /// By block of the outline.
    pub blocks: Vec<bool>,
}

/// Which blocks and lines are withheld: those above the ceiling, what is in them, and what they leave empty.
pub fn withheld(outline: &Outline, effective: &[Classification], ceiling: Classification) -> Withheld {
    let mut blocks = vec![false; outline.blocks.len()];
    let mut lines = vec![false; outline.blocks[0].lines.end as usize + 1];
    blocks[0] = effective[0] > ceiling;
    for index in 1..outline.blocks.len() {
        blocks[index] = blocks[outline.blocks[index].parent()] || effective[index] > ceiling;
    }
    for (index, block) in outline.blocks.iter().enumerate().rev() {
        let is_emptied = !block.is_leaf() && outline.children(index).all(|child| blocks[child]);
        blocks[index] |= is_emptied && index > 0;
        if blocks[index] {
            lines[block.lines.start as usize..block.lines.end as usize].fill(true);
        }
    }
    Withheld { lines, blocks }
}

/// Cuts the withheld lines out of a body; a cut and the blank lines around it become one blank line, or none
/// between two items of one list (R2).
pub fn cut(outline: &Outline, body: &str, withheld: &Withheld) -> Cut {
    let lines: Vec<&str> = body.lines().collect();
    let owners = owners(outline);
    let mut kept: Vec<(String, u32)> = Vec::new();
    let mut after_cut = false;
    for (at, line) in lines.iter().enumerate() {
        let number = at as u32 + 1;
        if withheld.lines[number as usize] {
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
        Kind::Item { width, .. } => " ".repeat(*width as usize),
        _ => String::new(),
    }
}

/// The first line of the full body where what is left is not read as it was; `None` where all is.
pub fn first_difference(full: &Outline, withheld: &Withheld, left: &Outline, origin: &[u32]) -> Option<u32> {
    let kept = (1..full.blocks.len()).filter(|index| !withheld.blocks[*index]);
    let mut left = left.blocks[1..].iter();
    for index in kept {
        let block = &full.blocks[index];
        let lines = block.lines.start..block.lines.end.max(block.lines.start + 1);
        let first_kept = lines.into_iter().find(|line| !withheld.lines[*line as usize]);
        let same = left.next().is_some_and(|found| {
            let line = origin.get(found.lines.start as usize - 1).copied();
            found.kind == block.kind && found.depth == block.depth && line == first_kept
        });
        if !same {
            return Some(block.lines.start);
        }
    }
    left.next().map(|block| origin.get(block.lines.start as usize - 1).copied().unwrap_or(1).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::outline;

    /// Cuts the blocks that begin on the lines with `X`.
    #[track_caller]
    fn check(body: &str, expected: &str) {
        let outline = outline::parse(body);
        let lines: Vec<&str> = body.lines().collect();
        let effective: Vec<Classification> = outline
            .blocks
            .iter()
            .map(|block| match lines.get((block.lines.start as usize).saturating_sub(1)) {
                Some(line) if block.is_leaf() && line.contains('X') => Classification::Red,
                _ => Classification::White,
            })
            .collect();
        let withheld = withheld(&outline, &effective, Classification::Green);
        assert_eq!(cut(&outline, body, &withheld).body, expected);
    }

    #[test]
    fn a_cut_and_the_blank_lines_around_it_become_one_blank_line() {
        check("a\n\n\nX\n\n\nb\n", "a\n\nb\n");
        check("a\n\nX\n\n\nX\n\nb\n", "a\n\nb\n");
        check("X\n\na\n", "a\n");
        check("a\n\n\nX\n\n", "a\n");
        check("> a\n>\n> X\n>\n> b\n", "> a\n>\n> b\n");
    }

    #[test]
    fn between_two_items_of_one_list_it_becomes_nothing() {
        check("- a\n- X\n- b\n", "- a\n- b\n");
        check("- a\n\n  X\n\n  b\n", "- a\n\n  b\n");
    }
}
