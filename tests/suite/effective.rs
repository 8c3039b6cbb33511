//! Which version applies on a day: the register, the API, the command, pages and the search, against a plain oracle.
//!
//! The page's script is asked in the browser's tests. For a long campaign:
//!
//! ```text
//! PROMULGATE_REGISTERS=2000 cargo test --release --test suite effective -- --nocapture
//! ```

use crate::harness::{Site, page};
use crate::parallel;
use crate::registers::{FIRST, LAST, Standard, State};
use fastrand::Rng;
use jiff::civil::Date;
use promulgate::site::effective::effective;
use promulgate::site::gather::{Objects, objects};
use promulgate::site::{Material, objects};
use std::collections::BTreeMap;

/// How many questions were asked of how many standards, and what was answered; those with an error have no answers.
#[derive(Debug, Default)]
struct Tally {
    standards: u64,
    refused: u64,
    answers: BTreeMap<&'static str, u64>,
}

#[test]
fn every_day_of_twenty_years_has_the_oracle_s_answer() {
    let count = std::env::var("PROMULGATE_REGISTERS").map_or(80, |value| value.parse().expect("a number"));
    let tallies = parallel::each(0..count, standard);
    let sum = |of: fn(&Tally) -> u64| tallies.iter().map(of).sum::<u64>();
    let (standards, refused) = (sum(|tally| tally.standards), sum(|tally| tally.refused));
    let mut answers: BTreeMap<&str, u64> = BTreeMap::new();
    for (state, count) in tallies.iter().flat_map(|tally| &tally.answers) {
        *answers.entry(state).or_default() += count;
    }
    println!("{standards} standards, {refused} refused, answers: {answers:?}");
    assert!(refused * 2 < standards + refused, "{refused} of {} are refused", standards + refused);
    for state in ["mandatory", "valid", "permitted", "none", "not recorded"] {
        assert!(answers.get(state).is_some_and(|count| *count > 1000), "{state} is rare: {answers:?}");
    }
}

fn standard(seed: u64) -> Tally {
    let standard = Standard::random(&mut Rng::with_seed(seed));
    let site = standard.files().into_iter().fold(Site::new(), |site, (path, text)| site.file(&path, text));
    let (tree, settings) = (site.tree(), site.settings());
    let entered = promulgate::enter(&tree, &settings);
    if entered.diagnostics.iter().any(promulgate::diagnostic::Diagnostic::is_error) {
        return Tally { refused: 1, ..Tally::default() };
    }
    let material = Material { record: &entered.record, registers: &entered.registers, settings: &settings };
    let gathered = objects(material);
    let (id, found) = entered.record.standards_with_ids().next().expect("it is published");
    let mut tally = Tally { standards: 1, ..Tally::default() };
    for (event, event_id) in found.event_ids().enumerate() {
        let mut day = FIRST;
        while day <= LAST {
            let context = || format!("seed {seed}, event {event}, {day}: {standard:#?}");
            let expected = standard.answer(event, day);
            let answer = effective(material, id, event_id, day);
            let in_force: Vec<String> = answer.mandatory.iter().chain(&answer.valid).cloned().collect();
            let found = (answer.status, &in_force, &answer.permitted, answer.recorded);
            let wanted = (expected.state, &expected.in_force, &expected.permitted, expected.recorded);
            assert_eq!(found, wanted, "{}", context());
            assert_eq!(answer.version, answer.mandatory, "{}", context());
            let row = row(&gathered.standards[0].answers, event, day);
            let in_row: Vec<String> = row.mandatory.iter().chain(&row.valid).cloned().collect();
            assert_eq!((row.status, &in_row, &row.permitted, row.recorded), wanted, "{}", context());
            assert_eq!(from_windows(&gathered, event, day), expected.in_force, "{}", context());
            states(&standard, &gathered, event, day, &context);
            *tally.answers.entry(expected.state).or_default() += 1;
            day = day.tomorrow().expect("the calendar goes on");
        }
    }
    tally
}

/// The only row of an event that a day is in.
fn row(rows: &[objects::Answer], event: usize, day: Date) -> &objects::Answer {
    let event = format!("e{event}");
    let holds = |row: &&objects::Answer| {
        row.event == event && row.from.is_none_or(|from| from.0 <= day) && row.until.is_none_or(|until| day <= until.0)
    };
    let found: Vec<&objects::Answer> = rows.iter().filter(holds).collect();
    assert_eq!(found.len(), 1, "{event} {day}: {rows:?}");
    found[0]
}

/// The answer that a reader of the API works out from the windows of versions.
fn from_windows(gathered: &Objects, event: usize, day: Date) -> Vec<String> {
    let event = format!("e{event}");
    let applies = |version: &&objects::Version| {
        version.applies.iter().filter(|applies| applies.event == event).any(|applies| {
            let last = applies.last_date.or(applies.known_until.filter(|_| !applies.end_recorded));
            applies.implementation_date.is_some_and(|from| from.0 <= day)
                && last.is_none_or(|last| day <= last.0)
                && version.withdrawn_on.is_none_or(|withdrawn| day < withdrawn.0)
        })
    };
    gathered.standards[0].versions.iter().filter(applies).map(|version| version.version.clone()).collect()
}

/// What the API says that each version is, against the oracle; of a draft it says nothing.
fn states(standard: &Standard, gathered: &Objects, event: usize, day: Date, context: &dyn Fn() -> String) {
    for (at, _) in standard.versions.iter().enumerate() {
        let name = standard.name(at);
        let object =
            gathered.standards[0].versions.iter().find(|version| version.version == name).expect("it is there");
        if standard.versions[at].is_draft {
            assert!(object.answers.is_empty() && object.applies.is_empty() && object.withdrawn_on.is_none());
            continue;
        }
        let Some(state) = standard.state(event, at, day) else {
            let event = format!("e{event}");
            let of_event = |row: &objects::Answer| row.event == event;
            assert!(!object.answers.iter().any(of_event), "{name} {}", context());
            continue;
        };
        let word = match state {
            State::Draft => "draft",
            State::ToCome => "not yet applicable",
            State::Permitted => "permitted",
            State::InForce if standard.is_concurrent => "valid",
            State::InForce => "mandatory",
            State::Over => "superseded",
            State::Withdrawn => "withdrawn",
            State::Unknown => "not recorded",
        };
        assert_eq!(row(&object.answers, event, day).status, word, "{name} {}", context());
    }
}

/// What a page's rows or spans say: the states by event, from the first day on.
fn shown(html: &str, selector: &str) -> Vec<(String, String)> {
    let document = scraper::Html::parse_document(html);
    let selector = scraper::Selector::parse(selector).expect("a selector");
    let of = |found: scraper::ElementRef<'_>| {
        let days = format!("{}..{}", found.attr("data-from").unwrap_or(""), found.attr("data-until").unwrap_or(""));
        (days, found.attr("data-state").unwrap_or_default().to_owned())
    };
    document.select(&selector).map(of).collect()
}

/// The sentences of each row of a standard's page: the answer, and what comes next.
fn said(html: &str) -> Vec<Vec<String>> {
    let document = scraper::Html::parse_document(html);
    let selector = |text: &str| scraper::Selector::parse(text).expect("a selector");
    let (cells, sentences) = (selector("tr[data-state] .answer"), selector("p"));
    let is_told = |found: &scraper::ElementRef<'_>| {
        found.attr("class").is_some_and(|class| class.starts_with("answer-"))
            || found.text().next().is_some_and(|text| text.starts_with("Next: "))
    };
    let of = |cell: scraper::ElementRef<'_>| {
        cell.select(&sentences).filter(is_told).map(|found| found.text().collect()).collect()
    };
    document.select(&cells).map(of).collect()
}

#[test]
fn every_output_says_the_same_of_the_same_days() {
    let mut compared = 0;
    for seed in 0..40 {
        let standard = Standard::random(&mut Rng::with_seed(seed));
        let site = standard.files().into_iter().fold(Site::new(), |site, (path, text)| site.file(&path, text));
        let compiled = site.compile();
        if compiled.diagnostics.iter().any(promulgate::diagnostic::Diagnostic::is_error) {
            continue;
        }
        let register: serde_json::Value =
            serde_json::from_str(page(&compiled, "api/v1/standards.json")).expect("it is JSON");
        let rows = register["standards"][0]["answers"].as_array().expect("a list");
        let day = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let api: Vec<(String, String)> = rows
            .iter()
            .map(|row| {
                (format!("{}..{}", day(&row["from"]), day(&row["until"])), day(&row["status"]).replace(' ', "-"))
            })
            .collect();
        let own = page(&compiled, "standards/tapir/index.html");
        assert_eq!(shown(own, "tr[data-state]"), api, "seed {seed}");
        let sentences = |row: &serde_json::Value| -> Vec<String> {
            let all = row["sentences"].as_array().expect("a list");
            all.iter().map(|one| one.as_str().expect("text").to_owned()).collect()
        };
        assert_eq!(said(own), rows.iter().map(sentences).collect::<Vec<_>>(), "seed {seed}");
        assert_eq!(shown(page(&compiled, "standards/index.html"), ".held[data-state]"), api, "seed {seed}");
        compared += api.len();
    }
    assert!(compared > 150, "{compared}");
}
