//! Decisions as they are read out of sections.

use super::*;
use crate::record::mark::mark;
use crate::record::markdown::parse;
use crate::record::plain::lines;
use crate::record::text::{Link, Outcome};

fn read(markdown: &str) -> (Vec<Block>, Vec<Decision>, Vec<Remark>) {
    let mut blocks = parse(markdown);
    let (decisions, remarks) = decisions(&mut blocks, &Outcomes::default(), "decision-10");
    (blocks, decisions, remarks)
}

fn decisions(blocks: &mut [Block], outcomes: &Outcomes, prefix: &str) -> (Vec<Decision>, Vec<Remark>) {
    let names = Names::new(["Security Sub-Committee", "SSC"]);
    let mut reader = Reader::new(outcomes, &names, &|_| Audience::White);
    let read = reader.decisions(blocks, prefix, 0);
    mark(blocks, outcomes, &read);
    (read.into_iter().flatten().collect(), reader.remarks)
}

/// Each decision as `outcome: text`, with ` -> date` where it defers to one.
#[track_caller]
fn check(markdown: &str, expected: &[&str]) {
    let (blocks, decisions, _) = read(markdown);
    let found: Vec<String> = decisions
        .iter()
        .map(|decision| {
            let day = decision.defers_to().map_or(String::new(), |date| format!(" -> {date}"));
            format!("{}: {}{day}", decision.outcome(), decision.text())
        })
        .collect();
    assert_eq!(found, expected, "{markdown}");
    check_tree(&blocks, &decisions);
}

/// The tree's outcomes are the decisions, in order.
#[track_caller]
fn check_tree(blocks: &[Block], decisions: &[Decision]) {
    let marked: Vec<(String, String)> = lines(blocks).iter().flat_map(|(line, _)| outcomes_in(line)).collect();
    let expected: Vec<(String, String)> =
        decisions.iter().map(|decision| (decision.outcome().to_owned(), decision.anchor().to_owned())).collect();
    assert_eq!(marked, expected);
    for (index, decision) in decisions.iter().enumerate() {
        assert_eq!(decision.place(), index + 1);
        assert_eq!(decision.anchor(), format!("decision-10-{}", index + 1));
    }
}

fn outcomes_in(line: &[Inline]) -> Vec<(String, String)> {
    let of = |inline: &Inline| match inline {
        Inline::Outcome(found) => vec![(found.outcome.to_string(), found.anchor.to_string())],
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => outcomes_in(inner),
        Inline::Link(link) | Inline::Image(link) => outcomes_in(&link.content),
        _ => Vec::new(),
    };
    line.iter().flat_map(of).collect()
}

#[test]
fn sentences_of_paragraphs() {
    for (markdown, expected) in [
        ("The SSC **NOTED** the update.", &["noted: The SSC NOTED the update."][..]),
        ("The SSC **NOTED** the update", &["noted: The SSC NOTED the update."]),
        ("**APPROVED** as written.", &["approved: APPROVED as written."]),
        ("A paper was given. The SSC **NOTED** it. It closed.", &["noted: The SSC NOTED it."]),
        (
            "The SSC **NOTED** v1.3, e.g. No. 4 by J. Smith. Then",
            &["noted: The SSC NOTED v1.3, e.g. No. 4 by J. Smith."],
        ),
        ("The SSC\n**NOTED**  the\u{a0}update  \nof *May*.", &["noted: The SSC NOTED the update of May."]),
        (
            "The SSC **NOTED** [the *plan*](x.md), `SC 1` and ![a map](m.png).",
            &["noted: The SSC NOTED the plan, SC 1 and a map."],
        ),
        ("The SSC **NOTED** it.[^1] More.\n\n[^1]: A note.", &["noted: The SSC NOTED it."]),
        ("Did the SSC **AGREE**? It **AGREED**!", &["agreed: It AGREED!"]),
        ("(The SSC **NOTED** it.) The SSC closed.", &["noted: (The SSC NOTED it.)"]),
        ("The **APPROVED:** minutes", &["approved: The APPROVED: minutes."]),
        ("The SSC **RESOLVED** ~~three~~ four months.", &["resolved: The SSC RESOLVED four months."]),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn two_outcomes_in_one_sentence() {
    let sentence = "The SSC NOTED the update and APPROVED the publication.";
    check(
        "The SSC **NOTED** the update and **APPROVED** the publication. It closed.",
        &[&format!("noted: {sentence}"), &format!("approved: {sentence}")],
    );
    check("The SSC **NOTED** A. It **NOTED** B.", &["noted: The SSC NOTED A.", "noted: It NOTED B."]);
}

#[test]
fn items_read_on_from_their_stem() {
    for (markdown, expected) in [
        (
            "The SSC:\n\n- **NOTED** the update;\n- **APPROVED** v1.3; and\n- **AGREED** a date.",
            &["noted: The SSC NOTED the update.", "approved: The SSC APPROVED v1.3.", "agreed: The SSC AGREED a date."]
                [..],
        ),
        (
            "The SSC\n- **NOTED** it, and\n- **APPROVED** it",
            &["noted: The SSC NOTED it.", "approved: The SSC APPROVED it."],
        ),
        (
            "A paper was given. The SSC:\n\n1. **NOTED** it; or\n2. **REJECTED** it.",
            &["noted: The SSC NOTED it.", "rejected: The SSC REJECTED it."],
        ),
        ("A paper was given.\n\n- **NOTED** it", &["noted: NOTED it."]),
        ("Updates were given on these;\n\n- The SSC **NOTED** one. It closed.", &["noted: The SSC NOTED one."]),
        ("For Hubs only:\n\n- The SSC **NOTED** one.", &["noted: For Hubs only: The SSC NOTED one."]),
        ("The SSC:\n\n- unanimously **NOTED** one.", &["noted: The SSC unanimously NOTED one."]),
        (
            "The SSC:\n\n- **NOTED** one. It **AGREED** two;\n\n  It **ACCEPTED** three.",
            &["noted: The SSC NOTED one.", "agreed: It AGREED two.", "accepted: It ACCEPTED three."],
        ),
        (
            "The SSC:\n\n- for GSME:\n  - **NOTED** one; and\n  - **AGREED** two.\n- **ACCEPTED** three.",
            &[
                "noted: The SSC for GSME NOTED one.",
                "agreed: The SSC for GSME AGREED two.",
                "accepted: The SSC ACCEPTED three.",
            ],
        ),
        (
            "The SSC **NOTED** it and:\n\n- **APPROVED** one; and\n- **AGREED** two.",
            &[
                "noted: The SSC NOTED it.",
                "approved: The SSC NOTED it and APPROVED one.",
                "agreed: The SSC NOTED it and AGREED two.",
            ],
        ),
        ("The SSC:\n\n---\n\n- **NOTED** it", &["noted: NOTED it."]),
        ("The SSC:\n\n**NOTED** it", &["noted: NOTED it."]),
        ("The SSC:\n\n- - **NOTED** it", &["noted: The SSC NOTED it."]),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn a_stem_with_the_outcome_reads_its_items() {
    for (markdown, expected) in [
        (
            "The SSC **APPROVED**:\n\n- the minutes; and\n- version 1.3.",
            &["approved: The SSC APPROVED: the minutes; and version 1.3."][..],
        ),
        (
            "The SSC **APPROVED**:\n\n- the minutes\n- version 1.3",
            &["approved: The SSC APPROVED: the minutes; version 1.3."],
        ),
        (
            "The SSC **AGREED** to:\n\n- defer it until Wednesday 10 July 2019.",
            &["deferred: The SSC AGREED to: defer it until Wednesday 10 July 2019. -> 2019-07-10"],
        ),
        ("The SSC **APPROVED** both.\n\n- the minutes", &["approved: The SSC APPROVED both."]),
        (
            "The SSC:\n\n- **APPROVED**:\n  - one,\n  - two; and\n- **NOTED** three.",
            &["approved: The SSC APPROVED: one, two.", "noted: The SSC NOTED three."],
        ),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn deferrals() {
    for (sentence, outcome, day) in [
        ("**AGREED** to defer it until Wednesday 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** to postpone it to 2019-07-10", "deferred", " -> 2019-07-10"),
        ("**AGREED** unanimously to defer it", "deferred", ""),
        ("**AGREED** to further defer it", "deferred", ""),
        ("**AGREED** further to postpone it", "deferred", ""),
        ("**AGREED** *to* defer it", "deferred", ""),
        ("**AGREED:** to defer it", "deferred", ""),
        ("**DEFERRED** it from 26 June 2019 to 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**DEFERRED** the paper of 12 June 2019 until Wednesday 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**DEFERRED** it from 26 June 2019", "deferred", ""),
        ("**DEFERRED** it, for its meeting on 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**DEFERRED** it to 10 July 2019, as agreed on 12 June 2019", "deferred", " -> 2019-07-10"),
        ("**DEFERRED** the paper of 12 June 2019 for the meeting of 10 July 2019", "deferred", " -> 2019-06-12"),
        ("**DEFERRED** it to 12 p.m. Wednesday 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** not to defer it until 10 July 2019", "agreed", ""),
        ("**AGREED** to publish it on 10 July 2019", "agreed", ""),
        ("**AGREED** that it be deferred to 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED**: the plan is deferred to 4 March 2020", "deferred", " -> 2020-03-04"),
        ("**AGREED** that the decision be deferred until Wednesday 4 March 2020", "deferred", " -> 2020-03-04"),
        ("**AGREED** that the item should be postponed until 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** that both items be put back to 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** that the item would be held over until 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** to put the item back to 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** that, as it was late, the paper be deferred until 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** that the plan and the budget be deferred to 10 July 2019", "deferred", " -> 2019-07-10"),
        (
            "**AGREED** that the paper of 12 June 2019 be deferred for the meeting of 10 July 2019",
            "deferred",
            " -> 2019-07-10",
        ),
        ("**AGREED** that the paper of 12 June 2019 be deferred", "deferred", ""),
        ("**AGREED** with the proposal to defer it to 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** that the SSC should defer it until 10 July 2019", "deferred", " -> 2019-07-10"),
        ("**AGREED** that it should not be deferred until 10 July 2019", "agreed", ""),
        ("**AGREED** that the paper, which was deferred on 12 June 2019, be published", "agreed", ""),
        ("**AGREED** that items deferred to 10 July 2019 be listed", "agreed", ""),
        ("**AGREED** to note it and to defer the rest until 10 July 2019", "agreed", ""),
        ("**AGREED** to hold a workshop over two days to 10 July 2019", "agreed", ""),
        ("**AGREED** to the deferral", "agreed", ""),
        ("**AGREED** to deferred payments", "agreed", ""),
        ("**APPROVED** to defer it until 10 July 2019", "approved", ""),
        ("**NOTED** the meeting of 10 July 2019", "noted", ""),
    ] {
        let text = sentence.replace("**", "").replace('*', "");
        check(
            &format!("After 1 May 2019, it {sentence}."),
            &[&format!("{outcome}: After 1 May 2019, it {text}.{day}")],
        );
    }
}

#[test]
fn every_place_of_the_tree() {
    for (markdown, expected) in [
        (
            "| a | b |\n|---|---|\n| It **NOTED** one | The SSC **AGREED** two; |",
            &["noted: It NOTED one.", "agreed: The SSC AGREED two."][..],
        ),
        ("| **NOTED** | b |\n|---|---|", &["noted: NOTED."]),
        ("> The SSC **NOTED** one.", &["noted: The SSC NOTED one."]),
        ("x[^1]\n\n[^1]: The SSC **NOTED** one.", &["noted: The SSC NOTED one."]),
        ("### Papers **NOTED**\n\nx", &["noted: Papers NOTED."]),
        ("[The SSC **NOTED** one](x.md).", &["noted: The SSC NOTED one."]),
        ("The SSC **[NOTED](x.md)** one.", &["noted: The SSC NOTED one."]),
        ("The SSC ***NOTED*** one.", &["noted: The SSC NOTED one."]),
        ("The SSC **NO*TED*** one.", &["noted: The SSC NOTED one."]),
        ("The SSC *then **NOTED** one*.", &["noted: The SSC then NOTED one."]),
        ("The SSC __NOTED__ one.", &["noted: The SSC NOTED one."]),
        ("The SSC **NOTED[^1]** one.\n\n[^1]: a", &["noted: The SSC NOTED one."]),
        ("- a\n\n  > - b\n  >   - It **NOTED** one", &["noted: b It NOTED one."]),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn what_is_no_decision() {
    for markdown in [
        "The SSC noted the update.",
        "The SSC NOTED the update.",
        "The SSC *NOTED* the update.",
        "It has been approved by NCSC and BEIS.",
        "It has been **approved** by NCSC.",
        "**Approved** by NCSC.",
        "**APPROVED version 1.3**",
        "**NOTTED** it",
        "The SSC ~~**NOTED** the update~~.",
        "The SSC **~~NOTED~~** the update.",
        "`**NOTED**`",
        "```\n**NOTED**\n```",
        "![**NOTED**](x.png)",
        "# NOTED",
        "",
    ] {
        check(markdown, &[]);
    }
}

#[test]
fn remarks() {
    let none: &[(&str, &str)] = &[];
    for (markdown, expected) in [
        ("It **NOTTED** one.", &[("capitals", "1:6 NOTTED")][..]),
        ("It **CONSIDERED** one; **SSC**", &[("capitals", "1:6 CONSIDERED"), ("capitals", "1:26 SSC")]),
        ("a\n\n- **APPROVED version\n  1.3**", &[("phrase", "3:5 APPROVED version 1.3")]),
        (
            "**NOTED that** it **NOTED** *one* **NO APPROVED**",
            &[("phrase", "1:3 NOTED that"), ("reported", "1:21 "), ("capitals", "1:37 NO APPROVED")],
        ),
        ("| **NAME** |\n|---|", &[("capitals", "1:5 NAME")]),
        ("**`ABC`**", &[("capitals", "1:1 ABC")]),
        ("It **NOTED** one **(RED)** **GREEN** **Action** **A** **v1.3**", none),
        ("~~**NOTTED**~~ ![**NOTTED**](x.png)", none),
        ("It APPROVED one, approved two, **NOTED** three.", &[("not read", "1:4 ")]),
        ("**The SSC APPROVED it.** ~~NOTED~~", &[("not read", "1:11 ")]),
    ] {
        let found: Vec<(&str, String)> = read(markdown)
            .2
            .iter()
            .map(|remark| {
                let place = remark.position();
                let (kind, text) = match remark {
                    Remark::SentenceTooLong { .. } => ("long", ""),
                    Remark::OutcomeNotRead { .. } => ("not read", ""),
                    Remark::DeferralUnclear { .. } => ("unclear deferral", ""),
                    Remark::OutcomeReported { .. } => ("reported", ""),
                    Remark::OutcomeUnclear { .. } => ("unclear", ""),
                    Remark::BoldCapitalsNoOutcome { text, .. } => ("capitals", text.as_str()),
                    Remark::BoldPhraseBeginsWithOutcome { text, .. } => ("phrase", text.as_str()),
                };
                (kind, format!("{}:{} {text}", place.line, place.column))
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(found, expected, "{markdown}");
    }
}

#[test]
fn positions_are_those_of_the_bold_words() {
    let (_, decisions, _) = read("The SSC:\n\n- **NOTED** one;\n- it and *the **AGREED***\n\n| **NOTED** |\n|--|");
    let found: Vec<_> = decisions.iter().map(|d| (d.position().line, d.position().column)).collect();
    assert_eq!(found, [(3, 5), (4, 17), (6, 5)]);
}

fn without_lasting(line: Vec<Inline>) -> Vec<Inline> {
    let plain = |inline: Inline| match inline {
        Inline::Outcome(found) => Inline::Outcome(Outcome { lasting: "".into(), ..(*found).clone() }.into()),
        Inline::Emphasis(inner) => Inline::Emphasis(without_lasting(inner)),
        Inline::Link(link) => Inline::Link(Link { content: without_lasting(link.content.clone()), ..*link }.into()),
        other => other,
    };
    line.into_iter().map(plain).collect()
}

#[test]
fn the_tree_keeps_what_stood_round_the_word() {
    let at = |column| Position { line: 1, column };
    let outcome = |number| {
        Inline::Outcome(Arc::new(Outcome {
            word: "NOTED".into(),
            outcome: "noted".into(),
            anchor: format!("decision-10-{number}").into(),
            lasting: "".into(),
        }))
    };
    let line = |markdown| match read(markdown).0.remove(0).kind {
        BlockKind::Paragraph(line) => without_lasting(line),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        line("a **NOTED** b"),
        [Inline::Text("a ".to_owned(), at(1)), outcome(1), Inline::Text(" b".to_owned(), at(12)),]
    );
    assert_eq!(line("**NOTED:**"), [outcome(1), Inline::Text(":".to_owned(), at(8))]);
    assert_eq!(line("**NO*TED*** "), [outcome(1)]);
    assert_eq!(line("**NOTED[^1]**\n\n[^1]: a"), [outcome(1), Inline::FootnoteReference("1".to_owned())]);
    assert_eq!(line("*a **NOTED***"), [Inline::Emphasis(vec![Inline::Text("a ".to_owned(), at(2)), outcome(1)])]);
    for markdown in ["**[NOTED](x.md)**", "[**NOTED**](x.md)"] {
        let [Inline::Link(link)] = &line(markdown)[..] else { panic!("{markdown}") };
        assert_eq!((link.destination.as_str(), &link.content[..]), ("x.md", &[outcome(1)][..]));
    }
    assert_eq!(line("**NOTED that**"), [Inline::Strong(vec![Inline::Text("NOTED that".to_owned(), at(3))])]);
}

#[test]
fn a_badge_at_the_end_is_no_word() {
    let mut blocks = parse("The SSC **NOTED** one.");
    if let BlockKind::Paragraph(line) = &mut blocks[0].kind {
        line.push(Inline::Badge(crate::classification::Audience::Green));
    }
    let (found, _) = decisions(&mut blocks, &Outcomes::default(), "decision-matters-arising");
    assert_eq!(found[0].text(), "The SSC NOTED one.");
    assert_eq!(found[0].anchor(), "decision-matters-arising-1");
}

#[test]
fn outcomes_of_the_site() {
    let mut blocks = parse("It **RATIFIED** one and **NOTED** two.");
    let outcomes = Outcomes::new(["ratified".to_owned()]);
    let (found, remarks) = decisions(&mut blocks, &outcomes, "d");
    assert_eq!((found.len(), found[0].outcome(), remarks.len()), (1, "ratified", 1));
}

mod forces;
mod paraphrased;
mod random;
mod real;
