//! Decisions by year and outcome, counted; and a small chart of the counts, as SVG made at build time.
//!
//! Each outcome has a row of its own instead of a colour of its own: red, amber and green are kept for classifications.
//!
//! **Invariant.** Every count is over published decisions (R17), and the chart shows what the table says.

use super::html::{Html, escape_into};
use super::view;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const LEFT: usize = 132;
const YEAR: usize = 44;
const ROW: usize = 36;
const BAR: usize = 18;

/// The counts of decisions, each given by its year and its outcome as people read it; `None` where one year has all of them.
pub(super) fn of_decisions(decisions: impl Iterator<Item = (i16, String)>) -> Option<view::Tally> {
    let mut counts: BTreeMap<String, BTreeMap<i16, usize>> = BTreeMap::new();
    for (year, outcome) in decisions {
        *counts.entry(outcome).or_default().entry(year).or_default() += 1;
    }
    let all = || counts.values().flat_map(BTreeMap::keys).copied();
    let (first, last) = (all().min()?, all().max()?);
    if first == last {
        return None;
    }
    let years: Vec<i16> = (first..=last).collect();
    let row = |(outcome, by_year): (&String, &BTreeMap<i16, usize>)| view::TallyRow {
        outcome: outcome.clone(),
        counts: years.iter().map(|year| by_year.get(year).copied().unwrap_or(0)).collect(),
    };
    let rows: Vec<view::TallyRow> = counts.iter().map(row).collect();
    Some(view::Tally { chart: chart(&years, &rows), years, rows })
}

fn chart(years: &[i16], rows: &[view::TallyRow]) -> Html {
    let (width, height) = (LEFT + years.len() * YEAR, rows.len() * ROW + 24);
    let most = rows.iter().flat_map(|row| &row.counts).copied().max().unwrap_or(1);
    let mut out = format!(
        "<svg class=\"tally\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"_tally\">\n"
    );
    for (at, row) in rows.iter().enumerate() {
        let foot = (at + 1) * ROW;
        let _ = write!(out, "<text class=\"tally-outcome\" x=\"0\" y=\"{}\">", foot - 4);
        escape_into(&mut out, &row.outcome);
        let _ = writeln!(out, "</text><line x1=\"{LEFT}\" y1=\"{foot}\" x2=\"{width}\" y2=\"{foot}\"/>");
        for (column, count) in row.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (left, middle) = (LEFT + column * YEAR + 10, LEFT + column * YEAR + YEAR / 2);
            let tall = (count * BAR).div_ceil(most).max(2);
            let top = foot - tall;
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{top}\" width=\"24\" height=\"{tall}\"/><text x=\"{middle}\" y=\"{}\">{count}</text>",
                top - 4
            );
        }
    }
    for (column, year) in years.iter().enumerate() {
        let (middle, foot) = (LEFT + column * YEAR + YEAR / 2, height - 6);
        let _ = writeln!(out, "<text class=\"tally-year\" x=\"{middle}\" y=\"{foot}\">{year}</text>");
    }
    out.push_str("</svg>");
    Html::declare_safe(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(decisions: &[(i16, &str)]) -> Option<view::Tally> {
        of_decisions(decisions.iter().map(|(year, outcome)| (*year, (*outcome).to_owned())))
    }

    #[test]
    fn every_year_between_is_there() {
        let found =
            tally(&[(2019, "Noted"), (2017, "Approved"), (2019, "Noted"), (2019, "Approved")]).expect("a tally");
        assert_eq!(found.years, [2017, 2018, 2019]);
        let rows: Vec<(&str, &[usize])> = found.rows.iter().map(|row| (row.outcome.as_str(), &*row.counts)).collect();
        assert_eq!(rows, [("Approved", &[1, 0, 1][..]), ("Noted", &[0, 0, 2][..])]);
        // The tallest bar is as tall as bars are, half of it half as tall.
        assert!(
            found
                .chart
                .as_str()
                .contains("<rect x=\"230\" y=\"54\" width=\"24\" height=\"18\"/><text x=\"242\" y=\"50\">2<")
        );
        assert!(
            found
                .chart
                .as_str()
                .contains("<rect x=\"142\" y=\"27\" width=\"24\" height=\"9\"/><text x=\"154\" y=\"23\">1<")
        );
    }

    #[test]
    fn one_year_needs_no_picture() {
        assert!(tally(&[(2019, "Noted"), (2019, "Approved")]).is_none() && tally(&[]).is_none());
    }
}
