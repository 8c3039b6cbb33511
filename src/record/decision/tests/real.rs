//! The real document, where it is at hand.

use super::read;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real/ssc-80-headlines.txt");

fn document() -> Option<String> {
    let text = std::fs::read_to_string(PATH).ok();
    if text.is_none() {
        println!("skipped: {PATH} is missing");
    }
    text
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).expect(from);
    let end = text[start..].find(to).expect(to);
    &text[start..start + end]
}

fn outcomes(markdown: &str) -> Vec<String> {
    read(markdown).1.iter().map(|decision| decision.outcome().to_owned()).collect()
}

#[test]
fn its_published_items_hold_eight_decisions() {
    let Some(text) = document() else { return };
    let arising = between(&text, "Updates were", "- The SSC **NOTED** an update in relation to Small");
    let mut found = outcomes(&arising.replace("**(GREEN)**", ""));
    for (from, to) in [("\n2. ", "\n3. "), ("\n10. ", "\n11. "), ("\n16. ", "\n17. ")] {
        found.extend(outcomes(between(&text, from, to)));
    }
    let count = |outcome| found.iter().filter(|found| *found == outcome).count();
    assert_eq!((found.len(), count("noted"), count("approved")), (8, 4, 4));
}

#[test]
fn it_holds_twenty_six_bold_outcomes_and_no_slip() {
    let Some(text) = document() else { return };
    let (_, decisions, remarks) = read(&text);
    assert_eq!(remarks, []);
    assert_eq!(decisions.len(), 26);
    let deferred: Vec<_> = decisions.iter().filter(|d| d.outcome() == "deferred").collect();
    assert_eq!(deferred.len(), 3);
    for decision in deferred {
        assert_eq!(decision.defers_to(), Some(jiff::civil::date(2019, 7, 10)));
    }
    for decision in decisions {
        assert!(decision.text().contains("The SSC") || decision.text().contains("the SSC"), "{}", decision.text());
    }
}
