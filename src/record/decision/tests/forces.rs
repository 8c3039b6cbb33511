//! What the words around an outcome make of it: decided, denied, told of others, or unclear.

use super::{Remark, read};

/// The outcomes of a text in order: decisions by name, `reported` and `unclear` where there is none.
#[track_caller]
fn check(markdown: &str, expected: &str) {
    let (_, decisions, remarks) = read(markdown);
    let decided = decisions.iter().map(|own| (own.position().line, own.position().column, own.outcome().to_owned()));
    let remarked = remarks.iter().filter_map(|remark| {
        let word = match remark {
            Remark::OutcomeReported { .. } => "reported",
            Remark::OutcomeUnclear { .. } => "unclear",
            Remark::BoldCapitalsNoOutcome { .. } => "capitals",
            Remark::OutcomeNotRead { .. }
            | Remark::DeferralUnclear { .. }
            | Remark::SentenceTooLong { .. }
            | Remark::BoldPhraseBeginsWithOutcome { .. } => return None,
        };
        Some((remark.position().line, remark.position().column, word.to_owned()))
    });
    let mut all: Vec<_> = decided.chain(remarked).collect();
    all.sort();
    let found: Vec<&str> = all.iter().map(|(_, _, word)| word.as_str()).collect();
    assert_eq!(found.join(", "), expected, "{markdown}");
}

#[test]
fn denied() {
    for (markdown, expected) in [
        ("Change 8 was **NOT APPROVED**.", "not approved"),
        ("Change 8 was NOT **APPROVED**.", "not approved"),
        ("Change 8 was not **APPROVED**.", "not approved"),
        ("Change 8 was **NOT** **APPROVED**.", "not approved"),
        ("The SSC did not **APPROVE** the plan.", "not approved"),
        ("The SSC **DID NOT APPROVE** the plan.", "not approved"),
        ("The SSC didn’t **APPROVE** the plan.", "not approved"),
        ("The SSC agreed that change 7 be NOT **APPROVED**.", "not approved"),
        ("The plan has not yet been formally **APPROVED**.", "not approved"),
        ("The plan was not, at this stage, **APPROVED**.", "not approved"),
        ("In May, the plan was, after a vote, not **APPROVED**.", "not approved"),
        ("The plan, which was late, was not **ENDORSED**.", "not endorsed"),
        ("The SSC declined to **APPROVE** the plan.", "not approved"),
        ("The SSC refused to **ENDORSE** it.", "not endorsed"),
        ("The SSC was unable to **AGREE** a date.", "not agreed"),
        ("The SSC was not able to **AGREE** a date.", "not agreed"),
        ("Nobody **APPROVED** the plan.", "not approved"),
        ("No change was **APPROVED**.", "not approved"),
        ("None of the plans, budgets and papers were **APPROVED**.", "not approved"),
        ("Neither the plan nor the budget was **APPROVED**.", "not approved"),
        ("The SSC neither **NOTED** nor **APPROVED** the paper.", "not noted, not approved"),
        ("The SSC **APPROVED** neither the plan nor the budget.", "not approved"),
        ("The SSC **APPROVED** nothing.", "not approved"),
        ("The SSC **NOTED**, but did not **APPROVE**, the plan.", "noted, not approved"),
        ("The plan was not **NOTED** or **APPROVED**.", "not noted, not approved"),
        ("The plan was **DEFERRED**, not **APPROVED**.", "deferred, not approved"),
        ("The plan was **NOTED** without being **APPROVED**.", "noted, not approved"),
        ("The SSC did not:\n\n- **APPROVE** the plan; and\n- **ENDORSE** the budget.", "not approved, not endorsed"),
        ("The request was **NOT ACCEPTED**.", "not accepted"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn decided() {
    for (markdown, expected) in [
        ("The SSC NOTED that the paper and **APPROVED** it.", "approved"),
        ("The SSC noted that nobody commented on the minutes, and the SSC **APPROVED** both.", "approved"),
        ("The SSC noted that nobody had commented and the SSC **APPROVED** both.", "approved"),
        ("The SSC **NOTED** that the update was late and **APPROVED** it.", "noted, approved"),
        ("The SSC noted that the paper had been circulated late and **APPROVED** it.", "approved"),
        ("The SSC **NOTED** that the Panel had met; and **APPROVED** the plan.", "noted, approved"),
        (
            "The SSC **NOTED** that the Panel had met, **APPROVED** the plan and **AGREED** to wait.",
            "noted, approved, agreed",
        ),
        ("The SSC could not agree a date and **DEFERRED** the item.", "deferred"),
        ("No comments were received and the minutes were **APPROVED**.", "approved"),
        ("No comments having been received, the minutes were **APPROVED**.", "approved"),
        ("There being no comments, the SSC **APPROVED** the minutes.", "approved"),
        ("With no objection the SSC **APPROVED** the plan.", "approved"),
        ("Without objection the SSC **APPROVED** the plan.", "approved"),
        ("No. 4 was **APPROVED**.", "approved"),
        ("No later than noon the plan was **APPROVED**.", "approved"),
        ("The plan was not only **NOTED** but **APPROVED**.", "noted, approved"),
        ("The SSC, not having seen the paper, **DEFERRED** it.", "deferred"),
        ("The paper, which was not circulated in time, was **DEFERRED**.", "deferred"),
        ("After discussion the SSC **APPROVED** the plan.", "approved"),
        ("Having **NOTED** the paper, the SSC **APPROVED** it.", "noted, approved"),
        ("The SSC has **APPROVED** SC v1.3.", "approved"),
        ("The minutes were **APPROVED** by the SSC.", "approved"),
        ("The minutes were **APPROVED** by the Security Sub-Committee.", "approved"),
        ("The plan was **APPROVED** by a majority.", "approved"),
        ("The Chair presented the minutes, which were **APPROVED**.", "approved"),
        ("It was agreed that the minutes be **APPROVED**.", "approved"),
        ("The SSC resolved that the plan should be **APPROVED**.", "approved"),
        ("Once again the SSC **NOTED** the delay.", "noted"),
        ("It was agreed that the item would be **DEFERRED** to 10 July 2019.", "deferred"),
        (
            "The SSC:\n\n- **NOTED** that the Panel had **APPROVED** it; and\n- **AGREED** to wait.",
            "noted, reported, agreed",
        ),
        ("The NCSC paper was late; the SSC **APPROVED** it.", "approved"),
        ("For NCSC and BEIS the SSC **APPROVED** it.", "approved"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn told_of_others() {
    for (markdown, expected) in [
        ("The SSC noted that the Panel had **APPROVED** the change.", "reported"),
        ("The SSC **NOTED** that the Panel **APPROVED** the change.", "noted, reported"),
        ("The change had been **APPROVED** by NCSC.", "reported"),
        ("The change has been **APPROVED** by NCSC and BEIS.", "reported"),
        ("The change was **APPROVED** by the Panel.", "reported"),
        ("The minutes recorded that the Panel **APPROVED** the change.", "reported"),
        ("It was reported that the plan was **APPROVED**.", "reported"),
        ("The Chair said the plan was **APPROVED**.", "reported"),
        ("The SSC noted that the Panel had considered it and **APPROVED** it.", "reported"),
        ("The SSC noted that the Panel had reviewed and **APPROVED** it.", "reported"),
        ("The SSC noted that the Panel had not **APPROVED** it.", "reported"),
        ("The SSC noted that the Panel did not **APPROVE** it.", "reported"),
        ("The SSC discussed the plan that the Panel **APPROVED**.", "reported"),
        ("The SSC discussed the plan which was **APPROVED** last year.", "reported"),
        ("As **AGREED** in May, the SSC **NOTED** the plan.", "reported, noted"),
        ("The previously **APPROVED** plan was shown.", "reported"),
        ("The SSC **DEFERRED** it, as the Panel **AGREED**.", "deferred, reported"),
        ("The SSC had **APPROVED** the plan.", "reported"),
        ("Members heard that BEIS had **REJECTED** it.", "reported"),
        ("The SSC **REQUESTED** that the plan be **APPROVED** by the Panel.", "requested, reported"),
        ("The SSC noted that the Panel had:\n\n- **APPROVED** one; and\n- **REJECTED** two.", "reported, reported"),
        ("The Chair reported that the Panel’s plan was late and that it was **APPROVED**.", "reported"),
        ("The SSC noted that: 1) it met. 2) the Panel **APPROVED** it.", "reported"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn neither() {
    for (markdown, expected) in [
        ("Once **APPROVED**, the paper will be published.", "unclear"),
        ("In May, the plan, once **APPROVED**, will be published.", "unclear"),
        ("The paper, if **APPROVED**, will be published.", "unclear"),
        ("If the plan is **APPROVED**, it starts in May.", "unclear"),
        ("The plan will be **APPROVED** at the next meeting.", "unclear"),
        ("Not all changes were **APPROVED**.", "unclear"),
        ("The SSC declined to see the plan **APPROVED**.", "unclear"),
        ("The SSC did not agree that the plan be **APPROVED**.", "unclear"),
        ("Did the SSC **AGREE**?", "capitals"),
        ("The SSC will **APPROVE** it.", "capitals"),
    ] {
        check(markdown, expected);
    }
}

#[test]
fn resolutions_in_parts() {
    for (markdown, expected) in [
        (
            "**RESOLVED**: 1) Ann to write to all. 2) Bob to pay 100 pounds. 3) The plan to begin on 4 May 2020. It closed.",
            &[
                "resolved: RESOLVED: 1) Ann to write to all. 2) Bob to pay 100 pounds. 3) The plan to begin on 4 May 2020.",
            ][..],
        ),
        (
            "The SSC **AGREED**: (a) The plan is good. (b) The budget is not. The SSC closed.",
            &["agreed: The SSC AGREED: (a) The plan is good. (b) The budget is not."],
        ),
        (
            "The SSC **RESOLVED**: i. Ann to write. ii. Bob to pay.",
            &["resolved: The SSC RESOLVED: i. Ann to write. ii. Bob to pay."],
        ),
        (
            "The SSC **RESOLVED**: 1. Ann to write. 2. Bob to pay.",
            &["resolved: The SSC RESOLVED: 1. Ann to write. 2. Bob to pay."],
        ),
        (
            "The SSC: 1) **NOTED** the paper. 2) **APPROVED** the plan. 3) Ann to write.",
            &["noted: The SSC: 1) NOTED the paper.", "approved: The SSC APPROVED the plan. 3) Ann to write."],
        ),
        (
            "The SSC **RESOLVED**:\n\n1. Ann to write to all.\n2. Bob to pay.",
            &["resolved: The SSC RESOLVED: Ann to write to all; Bob to pay."],
        ),
        (
            "The SSC **RESOLVED** as follows.\n\n- Ann to write;\n- Bob to pay.",
            &["resolved: The SSC RESOLVED as follows. Ann to write; Bob to pay."],
        ),
        ("The SSC **NOTED** item 1. 2 members left.", &["noted: The SSC NOTED item 1."]),
    ] {
        super::check(markdown, expected);
    }
}
