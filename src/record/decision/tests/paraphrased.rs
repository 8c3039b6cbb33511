//! The published decisions of a real meeting, in other words, and what stands round them there.

use super::check;

#[test]
fn matters_arising() {
    check(
        "Members heard about these matters;\n\n\
         - The SSC **NOTED** how the industry day of Tuesday 25 June 2019 went, where Suppliers spoke of ‘resetting \
         the Home Area Network (HAN)’. It was agreed that BEIS would write a paper.\n\
         - The SSC **NOTED** that the NCSC exchange (SMIE) takes place on Monday 1 July 2019.\n",
        &[
            "noted: The SSC NOTED how the industry day of Tuesday 25 June 2019 went, where Suppliers spoke of \
             ‘resetting the Home Area Network (HAN)’.",
            "noted: The SSC NOTED that the NCSC exchange (SMIE) takes place on Monday 1 July 2019.",
        ],
    );
}

#[test]
fn minutes() {
    check(
        "The SSC noted that nobody commented on the minutes of Wednesday 12 June 2019, and the SSC **APPROVED** \
         both sets of minutes as written.\n\nAll actions were marked as complete.\n",
        &["approved: The SSC noted that nobody commented on the minutes of Wednesday 12 June 2019, and the SSC \
           APPROVED both sets of minutes as written."],
    );
}

#[test]
fn security_characteristics() {
    check(
        "Members saw the draft of SC v1.3, in line with the timetable of Wednesday 24 April 2019.\n\n\
         The SSC:\n\n\
         - **NOTED** the update;\n\
         - **APPROVED** SC v1.3;\n\
         - **APPROVED** three months for SC v1.3 to become mandatory for any Questionnaires (CBQs) accepted on or \
         after Thursday 26 September 2019; and\n\
         - **APPROVED** publishing the decisions above on Thursday 27 June 2019.\n",
        &[
            "noted: The SSC NOTED the update.",
            "approved: The SSC APPROVED SC v1.3.",
            "approved: The SSC APPROVED three months for SC v1.3 to become mandatory for any Questionnaires (CBQs) \
             accepted on or after Thursday 26 September 2019.",
            "approved: The SSC APPROVED publishing the decisions above on Thursday 27 June 2019.",
        ],
    );
}

#[test]
fn modification_proposals() {
    check(
        "Members heard about the Draft Proposals raised since March 2019.\n\n\
         The SSC **NOTED** the update and gave its view on the Draft Proposals that bear on security.",
        &["noted: The SSC NOTED the update and gave its view on the Draft Proposals that bear on security."],
    );
}

#[test]
fn an_approval_by_others_and_a_deferral() {
    check(
        "A method based on ISO/IEC 29147:2018 has been approved by NCSC and BEIS in 2018/19.\n\n\
         Following the day of 25 June 2019, the SSC **AGREED** to defer the decision until its meeting on \
         Wednesday 10 July 2019.\n",
        &["deferred: Following the day of 25 June 2019, the SSC AGREED to defer the decision until its meeting on \
           Wednesday 10 July 2019. -> 2019-07-10"],
    );
}

#[test]
fn noted_and_deferred() {
    let text = "The SSC NOTED the update and AGREED to defer the rest until Wednesday 10 July 2019, as recorded.";
    check(
        "The SSC **NOTED** the update and **AGREED** to defer the rest until Wednesday 10 July 2019, as recorded.",
        &[&format!("noted: {text}"), &format!("deferred: {text} -> 2019-07-10")],
    );
}

#[test]
fn several_updates_in_one_paragraph() {
    check(
        "The SSC **NOTED** the update on a Hub. The item is recorded. The SSC **NOTED** the volumes of pre-v.49 \
         Versions. The item is recorded.",
        &["noted: The SSC NOTED the update on a Hub.", "noted: The SSC NOTED the volumes of pre-v.49 Versions."],
    );
}
