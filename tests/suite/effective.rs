//! Which version applies on a day: the register, the objects of the API and the command's answer, against a plain oracle.
//!
//! The page's script is asked in the browser's tests. For a long campaign:
//!
//! ```text
//! PROMULGATE_REGISTERS=2000 cargo test --release --test suite effective -- --nocapture
//! ```

use crate::harness::Site;
use crate::parallel;
use crate::registers::{Answer, FIRST, LAST, Standard};
use fastrand::Rng;
use promulgate::site::effective::effective;
use promulgate::site::gather::{Objects, objects};
use promulgate::site::{Material, objects};

/// How many questions were asked of how many standards; those with an error have no answers.
#[derive(Debug, Default)]
struct Tally {
    standards: u64,
    refused: u64,
    questions: u64,
    withheld_answers: u64,
}

#[test]
fn every_day_of_twenty_years_has_the_oracle_s_answer() {
    let count = std::env::var("PROMULGATE_REGISTERS").map_or(60, |value| value.parse().expect("a number"));
    let tallies = parallel::each(0..count, standard);
    let sum = |of: fn(&Tally) -> u64| tallies.iter().map(of).sum::<u64>();
    let (standards, refused) = (sum(|tally| tally.standards), sum(|tally| tally.refused));
    println!(
        "{standards} standards, {refused} refused, {} questions, {} without a recorded answer",
        sum(|tally| tally.questions),
        sum(|tally| tally.withheld_answers)
    );
    assert!(refused * 2 < standards + refused, "{refused} of {} are refused", standards + refused);
    assert!(sum(|tally| tally.withheld_answers) > 0);
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
    let mut tally = Tally { standards: 1, ..Tally::default() };
    for event in 0..2 {
        let mut day = FIRST;
        while day <= LAST {
            let expected = standard.answer(event, day);
            let answer = effective(material, 0, event, day);
            let context = || format!("seed {seed}, event {event}, {day}: {standard:#?}");
            assert_eq!(answer.versions, expected.versions, "{}", context());
            assert!(
                expected.state.is_empty() || answer.status == expected.state,
                "{} {expected:?} {answer:?}",
                context()
            );
            assert_eq!(from_windows(&gathered, event, day), expected.versions, "{}", context());
            tally.questions += 1;
            tally.withheld_answers += u64::from(answer.status == "not recorded");
            day = day.tomorrow().expect("the calendar goes on");
        }
    }
    tally
}

/// The answer that a reader of the API works out.
fn from_windows(gathered: &Objects, event: usize, day: jiff::civil::Date) -> Vec<String> {
    let event = format!("e{event}");
    let applies = |version: &&objects::Version| {
        version.applies.iter().filter(|applies| applies.event == event).any(|applies| {
            let from = applies.implementation_date.0;
            let until = applies.last_date.is_none_or(|last| day <= last.0);
            if applies.end_recorded { from <= day && until } else { day == from }
        })
    };
    gathered.standards[0].versions.iter().filter(applies).map(|version| version.version.clone()).collect()
}

#[test]
fn the_oracle_is_right_about_a_case_by_hand() {
    let mut rng = Rng::with_seed(0);
    let found = std::iter::repeat_with(|| Standard::random(&mut rng)).find(|standard| standard.versions.len() == 1);
    let found = found.expect("one comes");
    let window = found.versions[0].windows[0].clone();
    if let (Some(window), false, None) = (window, found.versions[0].is_draft, found.versions[0].withdrawn_on) {
        let expected = Answer { versions: vec!["1.1".to_owned()], state: "mandatory" };
        assert_eq!(found.answer(0, window.from), expected);
    }
}
