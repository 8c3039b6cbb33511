//! Whole imports: shapes of documents, what must hold for any input, and the real document.

use super::{GuessKind, import};

const HEAD: &str = "This document is classified as **White** in accordance with the policy.\n\nWorks Sub-Committee (WSC) 12_0302\n\n3 February 2020\n\n";

/// The body and the kinds of guesses, for a document with the usual heading.
#[track_caller]
fn body(rest: &str) -> (String, Vec<GuessKind>) {
    let input = format!("{HEAD}{rest}");
    let done = import(input.as_bytes()).expect("readable");
    assert_sound(&done.text);
    let (front, body) = done.text.trim_start_matches("+++\n").split_once("+++\n").expect("front matter");
    assert!(front.starts_with("classification = \"White\"\ndate = 2020-02-03\nnumber = 12\n"), "{front}");
    let preface = "This document is classified as **White** in accordance with the policy.\n\n";
    let body = body.strip_prefix(preface).expect("the sentence of R7").to_owned();
    let heading = 6;
    let guesses = done.report.iter().filter(|g| g.line > heading).map(|g| g.kind).collect();
    (body, guesses)
}

#[track_caller]
fn check(rest: &str, expected: &str, guesses: &[GuessKind]) {
    let (found, kinds) = body(rest);
    assert_eq!(found, expected);
    assert_eq!(kinds, guesses, "{rest}");
}

/// What R13 asks of every line, as far as lines show it.
#[track_caller]
fn assert_sound(text: &str) {
    assert!(text.ends_with('\n') && !text.ends_with("\n\n\n"), "one newline at the end");
    let body = text.splitn(3, "+++\n").nth(2).expect("front matter");
    let mut before = "";
    for line in body.lines() {
        let bullet = line.trim_start().starts_with("- ");
        let content = line.trim_start();
        assert!(bullet || !line.starts_with("   ") || before.is_empty(), "indented code");
        assert!(!content.starts_with('#') || content.trim_start_matches('#').starts_with(' '), "a tight heading");
        assert!(
            !line.starts_with(['\t', '+', '*']) || line.starts_with("**") || !line[1..].starts_with(' '),
            "another list"
        );
        let setext = !line.is_empty() && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'));
        assert!(!setext || before.is_empty(), "an underlined heading");
        let number = content.trim_start_matches(|c: char| c.is_ascii_digit());
        let ordered = number.len() < content.len() && (number.starts_with(". ") || number.starts_with(") "));
        assert!(!ordered, "an ordered list");
        let same = |l: &str| l.starts_with(['|', '>', '`']) || l.trim_start().starts_with("- ") || l.is_empty();
        assert!(line.is_empty() || before.is_empty() || same(line) || !same(before) || bullet, "a lazy line");
        before = line;
    }
}

use GuessKind::{
    BulletGlyph, DecorationDropped, HashEscaped, HeadingMended, HtmlEscaped, LinkDropped, MarkingConflict,
    MarkingIllegible, MarkingMended, MarkingRepeated, MarkingUnclear, NumberDoubtful, NumberForm, NumberOutOfOrder,
    NumberedKept, PageNumberDropped, ParagraphJoined, SectionGuessed, StartEscaped, SubheadingGuessed, TableMade,
    TableMarking, Unplaced, UnplacedMoved,
};

#[test]
fn agenda_items_stand_under_the_section_that_leads_to_them() {
    check(
        "Items for Decision\n\n2. One\n\nText.\n\n12a. Two (**GREEN**)\n\nText.\n",
        "## Items for Decision\n\n### 2. One\n\nText.\n\n### 12a. Two (**GREEN**)\n\nText.\n",
        &[SectionGuessed],
    );
}

#[test]
fn agenda_items_stand_alone_after_a_section_with_text() {
    check(
        "Matters Arising\n\n- One. **(RED)**\n\n2. One\n\nText.\n",
        "## Matters Arising\n\n- One. **(RED)**\n\n## 2. One\n\nText.\n",
        &[SectionGuessed],
    );
}

#[test]
fn agenda_items_stay_under_a_closed_section() {
    check(
        "Closed Session (RED)\n\nSome text.\n\n2. One\n\nText.\n",
        "## Closed Session (RED)\n\nSome text.\n\n### 2. One\n\nText.\n",
        &[SectionGuessed],
    );
}

#[test]
fn numbers_in_other_forms() {
    check(
        "Item 3: One\n\nText.\n\n4) Two (RED)\n\nText.\n\n12 a. Three\n\nText.\n\n**13. Four (RED)**\n\nText.\n",
        "## 3. One\n\nText.\n\n## 4. Two (RED)\n\nText.\n\n## 12a. Three\n\nText.\n\n## 13. Four (RED)\n\nText.\n",
        &[NumberForm; 4],
    );
    check(
        "5 Bare Title\n\nText.\n\n6 Next One\n\nText.\n",
        "## 5. Bare Title\n\nText.\n\n## 6. Next One\n\nText.\n",
        &[NumberForm; 2],
    );
}

#[test]
fn a_document_without_numbers_has_sections() {
    check(
        "Matters Arising\n\nText.\n\nSecurity updates\n\nMore text.\n\nAny other business\n\nNone.\n",
        "## Matters Arising\n\nText.\n\n## Security updates\n\nMore text.\n\n## Any other business\n\nNone.\n",
        &[SectionGuessed; 3],
    );
}

#[test]
fn an_unmarked_title_stays_within_a_closed_section() {
    check(
        "Matters Arising (RED)\n\nText.\n\nSecurity Updates\n\nMore text.\n",
        "## Matters Arising (RED)\n\nText.\n\n### Security Updates\n\nMore text.\n",
        &[SectionGuessed, SubheadingGuessed],
    );
}

#[test]
fn dense_documents() {
    check(
        "Matters Arising\n- One (GREEN)\n- Two\n2. Title (RED)\nText that\nwraps here.\n3. Other\nText.\n",
        "## Matters Arising\n\n- One (GREEN)\n- Two\n\n## 2. Title (RED)\n\nText that wraps here.\n\n## 3. Other\n\nText.\n",
        &[SectionGuessed],
    );
}

#[test]
fn a_numbered_line_with_a_closed_marking_encloses_what_follows() {
    check(
        "# 4. Budget (GREEN)\n\nIt agreed beta.\n\n4.1 Costs [AMBER/RED]\n\nIt agreed zeta.\n\nIt was eta.\n\n# 5. Next (GREEN)\n\nIota.",
        "## 4. Budget (GREEN)\n\nIt agreed beta.\n\n### 4.1 Costs (RED)\n\nIt agreed zeta.\n\nIt was eta.\n\n## 5. Next (GREEN)\n\nIota.\n",
        &[SubheadingGuessed, MarkingConflict],
    );
}

#[test]
fn subheadings_stay_within_their_item() {
    check(
        "7. Monitoring (**AMBER**)\n\nHub Conditions\n\nText.\n\n**Withdrawn certificates**\n\nText.\n\n8. Next\n\nText.\n",
        "## 7. Monitoring (**AMBER**)\n\n### Hub Conditions\n\nText.\n\n### Withdrawn certificates\n\nText.\n\n## 8. Next\n\nText.\n",
        &[SubheadingGuessed, SubheadingGuessed, HeadingMended],
    );
}

#[test]
fn a_broken_paragraph_is_joined() {
    let long = "The group considered at length the recommendation to the";
    check(
        &format!("2. One\n\n{long}\n\nPanel for Criteria (EPCL).\n"),
        &format!("## 2. One\n\n{long} Panel for Criteria (EPCL).\n"),
        &[ParagraphJoined],
    );
    check(
        &format!("2. One\n\n{long}\n\nPanel Meeting\n\n- Text.\n"),
        &format!("## 2. One\n\n{long} Panel Meeting\n\n- Text.\n"),
        &[ParagraphJoined],
    );
    check(
        "2. One\n\n- An update on\n\nsmall things. (RED)\n",
        "## 2. One\n\n- An update on small things. (RED)\n",
        &[ParagraphJoined],
    );
    check(
        "2. One\n\n- An update about Small\nPage 1 of 2\n\x0CSupplier X. (RED)\n",
        "## 2. One\n\n- An update about Small Supplier X. (RED)\n",
        &[PageNumberDropped, ParagraphJoined],
    );
}

#[test]
fn an_unfinished_paragraph_before_a_marked_heading_is_marked_too() {
    check(
        "2. One\n\nThe group considered the update for Small\n\nSupplier Things (RED)\n\nText.\n",
        "## 2. One\n\nThe group considered the update for Small (RED)\n\n### Supplier Things (RED)\n\nText.\n",
        &[SubheadingGuessed, MarkingRepeated],
    );
}

#[test]
fn lists_within_items_are_no_agenda() {
    check(
        "5. One\n\nThe group:\n\n1. noted this;\n2. noted that; and\n3. closed.\n\n6. Two\n\nText.\n",
        "## 5. One\n\nThe group:\n\n- 1\\. noted this;\n- 2\\. noted that; and\n- 3\\. closed.\n\n## 6. Two\n\nText.\n",
        &[NumberedKept, StartEscaped, NumberedKept, StartEscaped, NumberedKept, StartEscaped].map(|k| k),
    );
}

#[test]
fn a_number_after_a_list_is_an_item_but_red_where_that_is_doubtful() {
    check(
        "2. One (RED)\n\nThe group:\n\n1. noted this;\n2. noted that.\n\n3. Two\n\nText.\n",
        "## 2. One (RED)\n\nThe group:\n\n- 1\\. noted this;\n- 2\\. noted that.\n\n## 3. Two (RED)\n\nText.\n",
        &[NumberedKept, StartEscaped, NumberedKept, StartEscaped, NumberDoubtful],
    );
}

#[test]
fn a_marked_number_out_of_order_is_an_item() {
    check(
        "5. One\n\nText.\n\n4. Two (RED)\n\nText.\n",
        "## 5. One\n\nText.\n\n## 4. Two (RED)\n\nText.\n",
        &[NumberOutOfOrder],
    );
}

#[test]
fn markdown_comes_as_markdown() {
    check(
        "## Items for decision\n\n###3. One (RED)\n\n#### Part of it\n\nText.\n\nTitle\n-----\n\nText.\n\n#1 priority.\n",
        "## Items for decision\n\n### 3. One (RED)\n\n#### Part of it\n\nText.\n\n## Title\n\nText.\n\n\\#1 priority.\n",
        &[HeadingMended, HeadingMended, HashEscaped],
    );
}

#[test]
fn a_numbered_heading_within_an_item_stays_there() {
    check(
        "## 5. One (RED)\n\n### 1. Background\n\nText.\n\n## 6. Two\n\nText.\n",
        "## 5. One (RED)\n\n### 1. Background\n\nText.\n\n## 6. Two\n\nText.\n",
        &[],
    );
}

#[test]
fn bullets_of_all_kinds() {
    check(
        "2. One\n\nThe group:\n• **NOTED** it;\no under it\nthat wraps; and\n• **AGREED**.\n\n* star\n\n+ plus\n",
        "## 2. One\n\nThe group:\n\n- **NOTED** it;\n  - under it that wraps; and\n- **AGREED**.\n- star\n- plus\n",
        &[BulletGlyph, BulletGlyph, GuessKind::BulletLevel, BulletGlyph, BulletGlyph, BulletGlyph],
    );
}

#[test]
fn markings_are_kept_or_mended() {
    check(
        "2. One [RED]\n\n- a (**AMB**ER); and\n- b **(GREEN)**\n\n3. Two – AMBER\n\nClassification: RED\n\n4. Three (GREEN/AMBER)\n\nThe item was marked as **RED** and closed.\n\n5. Four (AMBR)\n\nText.\n",
        "## 2. One (RED)\n\n- a (AMBER); and\n- b **(GREEN)**\n\n## 3. Two (AMBER)\n\n(RED)\n\n## 4. Three (AMBER)\n\nThe item was marked as **RED** and closed.\n\n## 5. Four (RED)\n\nText.\n",
        &[MarkingMended, MarkingMended, MarkingMended, MarkingMended, MarkingConflict, MarkingIllegible],
    );
}

#[test]
fn what_stands_below_a_title_that_ends_is_not_lost() {
    check(
        "1. Minutes\n\nOk.\n\n2. What is next?\n(RED)\nText.\n\n3. Budget (Treasurer)\nClassification: RED\nText.\n",
        "## 1. Minutes\n\nOk.\n\n## 2. What is next? (RED)\n\nText.\n\n## 3. Budget (Treasurer) (RED)\n\nText.\n",
        &[MarkingMended],
    );
    check(
        "1. Minutes\n\nOk.\n\n2. Assessment (Party A)\nThe item was marked as RED and closed.\n\nText.\n",
        "## 1. Minutes\n\nOk.\n\n## 2. Assessment (Party A)\n\nThe item was marked as RED and closed.\n\nText.\n",
        &[],
    );
    check("1. Minutes of the last meeting\n\nOk.\n", "## 1. Minutes of the last meeting\n\nOk.\n", &[]);
}

#[test]
fn a_marking_by_itself_stays_by_itself() {
    check(
        "2. One\n\nText.\n\n**(RED)**\n\n3. Two\n\nText.\n",
        "## 2. One\n\nText.\n\n**(RED)**\n\n## 3. Two\n\nText.\n",
        &[],
    );
}

#[test]
fn a_marking_within_a_text_is_left_to_the_check() {
    check("2. One\n\nThe (RED) text goes on.\n", "## 2. One\n\nThe (RED) text goes on.\n", &[MarkingUnclear]);
}

#[test]
fn columns_and_tables() {
    check(
        "2. One\n\nName   Day\nAnn    Mon\nBo     Tue (RED)\n\n| a | b |\n|---|---|\n| c | d |\n",
        "## 2. One\n\n| Name | Day |\n| --- | --- |\n| Ann | Mon |\n| Bo | Tue (RED) |\n\n| a | b |\n|---|---|\n| c | d |\n",
        &[TableMade, TableMarking],
    );
}

#[test]
fn what_markdown_would_misread_is_escaped() {
    check(
        "2. One\n\n    Indented <b>text</b> &amp; more.\n\n> A quote\n> of it.\n\n1984. A year.\n\n[x](#) and [y](#z).\n\n_____\n\nEnd.\n",
        "## 2. One\n\nIndented \\<b>text\\</b> \\&amp; more.\n\n> A quote of it.\n\n1984\\. A year.\n\nx and y.\n\nEnd.\n",
        &[HtmlEscaped, StartEscaped, LinkDropped, DecorationDropped],
    );
}

#[test]
fn garbled_text_is_red() {
    check("2. One\n\n%$£ **) _ ;;; ~~ ## a\n", "## 2. One\n\n%$£ **) _ ;;; ~~ ## a (RED)\n", &[Unplaced]);
}

#[test]
fn stray_text_before_the_heading_is_red() {
    let input =
        "Letterhead words\n\nDraft (GREEN)\n\nWorks Panel 12_0302\n\n3 February 2020\n\nMatters Arising\n\nText.\n";
    let done = import(input.as_bytes()).expect("readable");
    let body = done.text.rsplit("+++\n").next().expect("a body");
    assert_eq!(body, "Letterhead words (RED)\n\n## Matters Arising\n\nText.\n\n## Not placed (RED)\n\nDraft (GREEN)\n");
    let kinds: Vec<GuessKind> = done.report.iter().map(|g| g.kind).collect();
    assert!(kinds.contains(&Unplaced) && kinds.contains(&UnplacedMoved));
}

#[test]
fn a_document_without_classification_is_red() {
    let done = import(b"3 February 2020\n\n1. One\n\nThe report was classified as White.\n").expect("readable");
    assert!(done.text.starts_with("+++\nclassification = \"Red\"\ndate"));
    assert_eq!(done.stem, "2020-02-03");
}

#[test]
fn the_strictest_classification_of_a_document_holds() {
    let cases = [
        ("Classification: AMBER\n\nThis document is classified as White.\n\n1. One\n\nText.", "Amber"),
        ("This document is classified TLP:CLEAR.\n\n1. One\n\nText.", "White"),
        ("This document is classified as Blue.\n\n1. One\n\nText.", "Red"),
        ("1. One\n\nText.\n\nThis document is classified as GREEN.", "Green"),
        ("Matters arising\n\n- This report is classified as White.\n", "Red"),
    ];
    for (input, expected) in cases {
        let done = import(input.as_bytes()).expect("readable");
        assert!(done.text.starts_with(&format!("+++\nclassification = \"{expected}\"\n")), "{input}");
    }
}

/// A pseudo-random number, from a linear congruential generator.
fn random(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap_or(0) % below.max(1)
}

const SAMPLE: &str = "This document is classified as **White** in accordance.\n\nWorks Panel (WP) 12_0302\n\n3 February 2020 10:00 – 15:45\n\nMatters Arising\n\n- One **NOTED**. **(GREEN)**\n- Two\n  (RED)\n\nItems for Decision\n\n2. Title (**RED**)\n\nText [a](#) <b> &amp; that\n\ngoes on.\n\n| a | b |\n|---|---|\n| c | d |\n\nThe group:\n• **AGREED**;\n  1. list\n  2. list\n\n> quote\n\n```\ncode\n```\nTitle\n=====\nName   Day\nAnn    Mon\nBo     Tue\n\n3) Other – AMBER\nPage 1 of 2\n\x0C[1]: https://a.b\n#x\nNext Meeting: 2 March 2020\n";

/// Inserts, deletes, moves or replaces a piece of a text.
fn mutate(text: &mut Vec<char>, state: &mut u64) {
    const PIECES: [&str; 24] = [
        "\n", "\n\n", " ", "    ", "\t", "-", "*", "**", "(RED)", "(", ")", "[", "]", "#", "12. ", "|", "`", "```",
        ">", "\u{AD}", "\x0C", "<a", "=====\n", "\u{301}",
    ];
    let at = random(state, text.len());
    match random(state, 3) {
        0 => {
            let piece = PIECES[random(state, PIECES.len())];
            text.splice(at..at, piece.chars());
        }
        1 => {
            let end = (at + random(state, 12)).min(text.len());
            text.drain(at..end);
        }
        _ => {
            let end = (at + random(state, 60)).min(text.len());
            let moved: Vec<char> = text.drain(at..end).collect();
            let to = random(state, text.len());
            text.splice(to..to, moved);
        }
    }
}

#[test]
fn no_input_makes_it_fail() {
    let mut state = 80_2606;
    for _ in 0..1500 {
        let mut text: Vec<char> = SAMPLE.chars().collect();
        for _ in 0..=random(&mut state, 25) {
            mutate(&mut text, &mut state);
        }
        let input: String = text.into_iter().collect();
        let Ok(done) = import(input.as_bytes()) else {
            continue;
        };
        assert!(done.text.starts_with("+++\nclassification = "), "{input}");
        assert_eq!(done.text, import(input.as_bytes()).expect("as before").text, "{input}");
    }
}

#[test]
fn bytes_at_random_are_read_or_refused() {
    let mut state = 7;
    for length in 0..400 {
        let bytes: Vec<u8> = (0..length).map(|_| u8::try_from(random(&mut state, 256)).unwrap_or(0)).collect();
        let lossy = String::from_utf8_lossy(&bytes).into_owned();
        let _ = import(&bytes);
        let _ = import(lossy.as_bytes());
    }
}

#[test]
fn long_repetitions_are_read_to_the_end() {
    let shapes = [
        "Text that wraps [a\n",
        "- bullet (\n",
        "```\n",
        "3. Title\n\n",
        "a | b\n",
        "**a (",
        "> q\n",
        "a  b\n",
        "[x](#) ",
        "(RED) ",
        "\u{AD}-\n",
    ];
    for shape in shapes {
        import(shape.repeat(6000).as_bytes()).expect("readable");
    }
}

/// The text of the real document, if it is at hand.
fn real() -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real/ssc-80-headlines.txt").to_owned();
    let path = std::env::var("PROMULGATE_REAL_DOCUMENT").unwrap_or(beside);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: the real document is not at {path}");
    }
    text
}

#[test]
fn the_real_document_has_its_front_matter_and_outline() {
    let Some(input) = real() else { return };
    let done = import(input.as_bytes()).expect("readable");
    assert_sound(&done.text);
    assert_eq!(done.stem, "80");
    let front = "+++\nclassification = \"White\"\ndate = 2019-06-26\nnumber = 80\nreference = \"SSC_80_2606\"\n\
        start = 10:00:00\nend = 15:45:00\nvenue = \"Gemserv Office, 8 Fenchurch Place, London, EC3M 4AJ\"\n\
        next_meeting = 2019-07-10\n+++\n";
    assert!(done.text.starts_with(front));
    let headings: Vec<&str> = done.text.lines().filter(|l| l.starts_with('#')).collect();
    let levels: Vec<usize> = headings.iter().map(|h| h.len() - h.trim_start_matches('#').len()).collect();
    let expected: Vec<usize> = [2, 2].into_iter().chain([3; 16]).chain([4, 4, 3, 3]).collect();
    assert_eq!(levels, expected);
    let numbers: Vec<u32> =
        headings.iter().filter_map(|h| h.strip_prefix("### ")?.split('.').next()?.parse().ok()).collect();
    assert_eq!(numbers, (2..=19).collect::<Vec<_>>());
    let kinds = done.report.iter().filter(|g| g.line > 12).map(|g| g.kind).collect::<Vec<_>>();
    let guessed = [SectionGuessed, SectionGuessed, ParagraphJoined, LinkDropped, SubheadingGuessed, SubheadingGuessed];
    assert_eq!(kinds, [&guessed[..], &[GuessKind::NextMeetingLine]].concat());
}

#[test]
fn every_word_of_the_real_document_is_kept_once_and_in_order() {
    let Some(input) = real() else { return };
    let done = import(input.as_bytes()).expect("readable");
    let taken = [
        GuessKind::CommitteeLine,
        GuessKind::DateLine,
        GuessKind::VenueLine,
        GuessKind::TitleLine,
        GuessKind::NextMeetingLine,
    ];
    let is_taken = |line: u32| done.report.iter().any(|g| g.line == line && taken.contains(&g.kind));
    let kept = (1..).zip(input.lines()).filter(|(line, _)| !is_taken(*line)).map(|(_, text)| text.replace("](#)", ""));
    let kept: Vec<String> =
        kept.flat_map(|text| text.split_whitespace().map(|w| w.replace('[', "")).collect::<Vec<_>>()).collect();
    let body = done.text.splitn(3, "+++\n").nth(2).expect("a body");
    let words: Vec<&str> = body.split_whitespace().filter(|w| !w.starts_with('#')).collect();
    assert_eq!(words, kept);
}
