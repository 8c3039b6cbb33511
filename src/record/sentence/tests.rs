//! Where a sentence ends.

use super::*;

/// A text whose sentences are parted by `|`.
#[track_caller]
fn check(marked: &str) {
    let text = marked.replace('|', "");
    let found: Vec<&str> = sentences(&text).into_iter().map(|range| &text[range]).collect();
    let expected: Vec<&str> = marked.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    assert_eq!(found, expected);
}

#[test]
fn where_sentences_end() {
    for marked in [
        "",
        "One",
        "One.",
        "One. |Two. |Three",
        "Was it? |It was! |Good.",
        "Really?! |Yes.",
        "He said ‘done.’ |The Chair agreed.",
        "(It was noted.) |The SSC agreed.",
        "It met “in full.” |Then",
        "The SSC met on 26 June 2019. |The SSC agreed.",
        "as in 2018/19. |The",
        "version 1.3. |The",
        "for Appendix B. |Members agreed.",
        "for Supplier A. |Ofgem agreed.",
        "for Small Supplier ‘A.’ |Ofgem agreed.",
        "for J. Smith of Smith Ltd. |The SSC agreed.",
        "until 12 p.m. |The SSC agreed.",
        "until 3pm. |Members agreed.",
        "plans, papers, etc. |The SSC agreed.",
        "plans, etc. |Decisions were taken.",
        "plans, etc. |Monthly reports",
        "The answer was no. |The SSC agreed.",
        "by Sept. |The SSC",
        "in the U.K. |The SSC",
        "One. |‘Two’ is.",
        "One. |(Two is.) |Three",
        "It was noted. |26 members agreed.",
    ] {
        check(marked);
    }
}

#[test]
fn where_sentences_go_on() {
    for text in [
        "the SC v1.3 for use",
        "use, e.g. Communications Hubs, and",
        "use, i.e. Communications Hubs",
        "under No. 4 of the list",
        "under Nos. 4 and 5",
        "under No. A4",
        "with Dr. Smith",
        "with J. Smith and A. N. Other",
        "with J.R.R. Smith",
        "Smith v. Jones",
        "Smith Ltd. and others",
        "papers, etc. in full",
        "until 12 p.m. on Wednesday",
        "until 12 p.m. Wednesday 10 July 2019",
        "until 3pm. Wednesday 10 July 2019",
        "until 12 p.m. BST",
        "by 26 Sept. 2019",
        "on Wed. 10 July 2019",
        "asked ‘why?’ and agreed",
        "the supplier (Smith Ltd.) Board",
        "see para. 3.2 and Sec. M4.13",
        "the ... SSC",
        "considered ... The rest",
        "a limit of 3.5 MW",
        "at https://example.org/a.b?c=d now",
        "Communications Hubs (e.g. SKU 1) too",
        "the file a.md is",
        "approved. then noted",
    ] {
        check(text);
    }
}

#[test]
fn sentences_made_whole() {
    for (sentence, whole) in [
        ("It is noted", "It is noted."),
        ("It is noted.", "It is noted."),
        ("It is noted;", "It is noted."),
        ("It is noted; and", "It is noted."),
        ("It is noted, and", "It is noted."),
        ("It is noted; or", "It is noted."),
        ("It is noted ; ", "It is noted."),
        ("It is noted and:", "It is noted."),
        ("It is noted; and/or", "It is noted."),
        ("It is noted:", "It is noted."),
        ("Is it noted?", "Is it noted?"),
        ("It is ‘noted.’", "It is ‘noted.’"),
        ("It is ‘noted’", "It is ‘noted’."),
        ("(It is noted.)", "(It is noted.)"),
        ("It is for brand;", "It is for brand."),
        ("", "."),
    ] {
        assert_eq!(finish(sentence), whole);
    }
}

#[test]
fn items_under_a_stem() {
    for (stem, item, is_own_sentence, expected) in [
        ("The SSC:", "NOTED it", false, "The SSC NOTED it"),
        ("The SSC", "NOTED it", false, "The SSC NOTED it"),
        ("The SSC –", "NOTED it", false, "The SSC NOTED it"),
        ("", "NOTED it", false, "NOTED it"),
        ("Matters arising;", "The SSC NOTED it", true, "The SSC NOTED it"),
        ("For Hubs:", "The SSC NOTED it", true, "For Hubs: The SSC NOTED it"),
    ] {
        let (sentence, start) = read_on(stem, item, is_own_sentence);
        assert_eq!((sentence.as_str(), &sentence[start..]), (expected, item));
    }
}
