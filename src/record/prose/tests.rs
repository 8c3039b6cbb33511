//! Weekdays and dates in published prose.

use super::*;
use crate::record::markdown::parse;

/// Each fault as `line:column written -> right` or `line:column no day`.
#[track_caller]
fn check(markdown: &str, expected: &[&str]) {
    let found: Vec<String> = weekday_findings(&parse(markdown))
        .into_iter()
        .map(|(place, fault)| match fault {
            DateFault::WrongWeekday { written, right, date } => {
                let names = (date::weekday_name(written), date::weekday_name(right));
                format!("{}:{} {} -> {} {date}", place.line, place.column, names.0, names.1)
            }
            DateFault::ImpossibleDate(text) => format!("{}:{} {text}", place.line, place.column),
        })
        .collect();
    assert_eq!(found, expected, "{markdown}");
}

#[test]
fn wrong_weekdays_wherever_they_stand() {
    for (markdown, place) in [
        ("Wednesday 26 September 2019", "1:1"),
        ("by **Wednesday 26 September 2019**", "1:6"),
        ("by **Wednesday** 26 *September* 2019", "1:6"),
        ("by Wednesday\n26 September 2019", "1:4"),
        ("by Wednesday 26  \nSeptember 2019", "1:4"),
        ("by [Wednesday 26 September](x.md) 2019", "1:5"),
        ("# Wednesday 26 September 2019", "1:3"),
        ("- a\n- by Wednesday 26 September 2019", "2:6"),
        ("> Wednesday 26 September 2019", "1:3"),
        ("| a |\n|---|\n| Wednesday 26 September 2019 |", "3:3"),
        ("| Wednesday 26 September 2019 |\n|---|", "1:3"),
        ("x[^1]\n\n[^1]: Wednesday 26 September 2019", "3:7"),
        ("Wednesday&nbsp;26&nbsp;September&nbsp;2019", "1:1"),
        ("Wednesday[^1] 26 September 2019\n\n[^1]: a", "1:1"),
        ("by  ~~Thursday~~ Wednesday 26 September 2019", "1:18"),
        ("![Wednesday 26 September 2019](x.png)", "1:3"),
        ("1. a\n   - b\n\n     Wednesday 26 September 2019", "4:6"),
    ] {
        check(markdown, &[&format!("{place} Wednesday -> Thursday 2019-09-26")]);
    }
}

#[test]
fn prose_without_a_fault() {
    for markdown in [
        "Thursday 26 September 2019",
        "26 September 2019",
        "~~Wednesday~~ Thursday 26 September 2019",
        "~~Wednesday 26 September 2019~~",
        "`Wednesday 26 September 2019`",
        "```\nWednesday 26 September 2019\n```",
        "`31 June 2019`",
        "Wednesday\n\n26 September 2019",
        "| Wednesday | 26 September 2019 |\n|---|---|",
        "- Wednesday\n- 26 September 2019",
        "---",
    ] {
        check(markdown, &[]);
    }
}

#[test]
fn faults_in_reading_order() {
    check(
        "By 31 June 2019 or Mon 2 July 2019.\n\n- Sun 1 July 2019, 31 April 2019\n",
        &[
            "1:4 31 June 2019",
            "1:20 Monday -> Tuesday 2019-07-02",
            "3:3 Sunday -> Monday 2019-07-01",
            "3:20 31 April 2019",
        ],
    );
}

#[test]
fn the_real_document_has_none() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real/ssc-80-headlines.txt");
    match std::fs::read_to_string(path) {
        Ok(text) => check(&text, &[]),
        Err(_) => println!("skipped: {path} is missing"),
    }
}
