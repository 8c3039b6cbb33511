//! Tables that say what is classified how: a column or row headed Classification or Marking with colours in it (R11).
//!
//! It knows the cells of one table by their lines; `classify` reads each cell by itself as well.

use super::outline::{Block, Kind, Outline};
use super::words::Words;
use crate::classification::vocabulary::policy_term;

/// The cells that a heading of their column or row makes classifications.
pub(super) fn classified_cells(outline: &Outline, table: usize, words_of: &dyn Fn(usize) -> Vec<String>) -> Vec<usize> {
    let cells: Vec<Cell> =
        cells(outline, table).map(|(index, row, column)| Cell::of(index, row, column, words_of(index))).collect();
    let heads = |cell: &&Cell| cell.row == 0 && cell.is_heading;
    let columns: Vec<usize> = cells.iter().filter(heads).map(|cell| cell.column).collect();
    let mut row = None;
    let mut found = Vec::new();
    for cell in &cells {
        if cell.column == 0 {
            row = (cell.is_heading && cell.is_short).then_some(cell.row);
        }
        let is_below = cell.row > 0 && columns.binary_search(&cell.column).is_ok();
        let is_beside = cell.column > 0 && row == Some(cell.row);
        if (is_below || is_beside) && cell.is_classification {
            found.push(cell.index);
        }
    }
    found
}

/// A cell of a table, and what its words are.
struct Cell {
    index: usize,
    row: usize,
    column: usize,
    is_heading: bool,
    is_short: bool,
    is_classification: bool,
}

impl Cell {
    fn of(index: usize, row: usize, column: usize, words: Vec<String>) -> Self {
        let heads = ["classification", "classifications", "classified", "marking", "markings", "marked"];
        let colours = ["white", "green", "amber", "red"];
        let is_term = (0..words.len()).any(|at| policy_term(&words[at..]) > 0);
        Self {
            index,
            row,
            column,
            is_heading: words.iter().any(|word| heads.contains(&word.as_str())),
            is_short: words.len() <= 4,
            is_classification: is_term || words.iter().any(|word| colours.contains(&word.as_str())),
        }
    }
}

/// The cells of a table with their rows and columns; cells of one row stand on one line.
fn cells(outline: &Outline, table: usize) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let cells = outline.children(table);
    let is_cell = |at: &usize| outline.blocks[*at].kind == Kind::Cell;
    let line = |block: &Block| block.lines.start;
    let mut last = None;
    let (mut row, mut column) = (0, 0);
    cells.filter(is_cell).map(move |at| {
        let now = line(&outline.blocks[at]);
        (row, column) = match last {
            None => (0, 0),
            Some(before) if before == now => (row, column + 1),
            Some(_) => (row + 1, 0),
        };
        last = Some(now);
        (at, row, column)
    })
}

/// The words of a text, folded.
pub(super) fn folded(text: &[char]) -> Vec<String> {
    Words::of(text).words.into_iter().map(|word| word.letters).collect()
}
