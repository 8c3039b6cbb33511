//! Rows of text as a table for people, as CSV, or as JSON.

use crate::site::csv_files::{self, Cell};
use serde_json::{Map, Value};

/// A table with a header.
pub(super) struct Table {
    pub(super) header: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// Columns side by side; the last is as wide as it is.
    pub(super) fn text(&self) -> String {
        let header: Vec<String> = self.header.iter().map(|name| name.to_uppercase().replace('_', " ")).collect();
        let all = || std::iter::once(&header).chain(&self.rows);
        let width = |column: usize| all().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..header.len()).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
        };
        all().map(line).collect()
    }

    pub(super) fn csv(self) -> String {
        let rows = self.rows.into_iter().map(|row| row.into_iter().map(Cell::of).collect());
        let bytes = csv_files::table(self.header, rows);
        String::from_utf8(bytes).expect("the cells are text")
    }

    /// A list of objects, by the names of the columns.
    pub(super) fn json(&self) -> Value {
        let object = |row: &Vec<String>| {
            let pairs = self.header.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.clone().into()));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}
