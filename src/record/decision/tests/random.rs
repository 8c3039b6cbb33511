//! Random sections: no outcome is lost or made up, and no word of a decision is.

use super::{Remark, check_tree, read};
use fastrand::Rng;

const PIECES: [&str; 24] = [
    "the update",
    "v1.3",
    "e.g. Hubs",
    "No. 4",
    "J. Smith",
    "*the plan*",
    "[a paper](x.md)",
    "(CBQs)",
    "‘CN’s",
    "by 12 p.m.",
    "on Thursday 26 September 2019",
    "**Members**",
    "as approved by NCSC",
    "noted",
    "Smith Ltd.",
    "`SC 1`",
    "2018/19",
    "subject to review,",
    "and",
    "to defer",
    "ISO/IEC 29147:2018",
    "\n",
    "**NOTTED**",
    "~~not~~",
];

const OUTCOMES: [&str; 8] = [
    "**NOTED**",
    "**APPROVED**",
    "**AGREED**",
    "**AGREED** to defer",
    "***DEFERRED***",
    "**NO*TED***",
    "[**NOTED**](x.md)",
    "**NOTED:**",
];

/// Some words, and how many outcomes are among them.
fn clause(random: &mut Rng) -> (String, usize) {
    let mut words = Vec::new();
    let mut planted = 0;
    for _ in 0..random.usize(1..7) {
        if random.u8(..4) == 0 {
            words.push(OUTCOMES[random.usize(..OUTCOMES.len())]);
            planted += 1;
        } else {
            words.push(PIECES[random.usize(..PIECES.len())]);
        }
    }
    (words.join(" ").replace(" \n ", "\n").trim().to_owned(), planted)
}

fn section(random: &mut Rng) -> (String, usize) {
    let mut markdown = String::new();
    let mut planted = 0;
    for _ in 0..random.usize(1..8) {
        let (words, count) = clause(random);
        let words = words.replace('\n', " ");
        planted += count;
        let end = [".", ";", "; and", "", "?", ":"][random.usize(..6)];
        let form = match random.u8(..7) {
            0 | 1 => format!("\n\nThe SSC {words}{end}\n\n"),
            2 => format!("The Panel {words}{end}\n"),
            3 | 4 => format!("- {words}{end}\n"),
            5 => format!("- the group:\n  - {words}{end}\n"),
            _ => format!("\n> It {words}{end}\n\n"),
        };
        markdown.push_str(&form);
    }
    (markdown, planted)
}

fn words(text: &str) -> Vec<String> {
    let bare = text.replace("~~not~~", "").replace("](x.md)", "").replace(['*', '`', '[', '>'], "");
    bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn words_stand_in_the_source_in_order_and_outcomes_are_all_there() {
    let mut random = Rng::with_seed(80);
    let mut total = 0;
    for _ in 0..2000 {
        let (markdown, planted) = section(&mut random);
        let (blocks, decisions, remarks) = read(&markdown);
        let is_of_others =
            |remark: &&Remark| matches!(remark, Remark::OutcomeReported { .. } | Remark::OutcomeUnclear { .. });
        let of_others = remarks.iter().filter(is_of_others).count();
        assert_eq!(decisions.len() + of_others, planted, "{markdown}");
        check_tree(&blocks, &decisions);
        let source = words(&markdown);
        for decision in &decisions {
            let mut rest = source.iter();
            let text = decision.text();
            assert!(words(text).iter().all(|word| rest.any(|other| other == word)), "{text}\n in \n{markdown}");
            assert!(text.ends_with(['.', '?', '!', ')', '’']), "{text}");
        }
        total += decisions.len();
    }
    assert!(total > 1000, "the sections hold outcomes");
}
