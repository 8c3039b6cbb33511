//! R10: a portion is published exactly if the strictest of all that bears on it is at or below the ceiling.
//!
//! Every combination of the document's classification, the section's, the portion's own and a statement in prose,
//! for each kind of portion, through the public function.

use crate::harness::{Site, everything};
use promulgate::Compiled;

/// The four classifications in their order, and none.
const WORDS: [&str; 5] = ["WHITE", "GREEN", "AMBER", "RED", ""];

/// A kind of portion: its Markdown, where `M` is its marking, and `portion` its word.
type Form = fn(&str, &str) -> String;

const FORMS: [(&str, Form); 6] = [
    ("heading", |mark, word| format!("### 4. Title{mark}\n\n{word}\n")),
    ("bullet", |mark, word| format!("- first\n- {word}{mark}\n  - {word}\n- last\n")),
    ("bullet's last paragraph", |mark, word| format!("- {word}\n  - {word}\n\n  The end.{mark}\n")),
    ("paragraph", |mark, word| format!("{word} is\nwritten.{mark}\n")),
    ("stem", |mark, word| format!("The SSC:{mark}\n\n- {word}; and\n- {word}.\n")),
    ("quote", |mark, word| format!("> {word}\n>\n> The end.{mark}\n")),
];

/// The index in [`WORDS`] of what holds; none counts for nothing.
fn is_published(ceiling: usize, bearing: &[usize]) -> bool {
    let strictest = bearing.iter().filter(|class| **class < 4).max();
    strictest.is_some_and(|class| *class <= ceiling)
}

fn marking(class: usize) -> String {
    if class < 4 { format!(" ({})", WORDS[class]) } else { String::new() }
}

/// What bears on a portion: its section, its own marking, a statement.
fn combinations() -> impl Iterator<Item = [usize; 3]> {
    (0..125).map(|number| [number / 25, number / 5 % 5, number % 5])
}

fn token(combination: [usize; 3], of: &str) -> String {
    let [section, own, prose] = combination;
    format!("{of}x{section}{own}{prose}x")
}

/// A section with an item that holds a statement, a neighbour and the portion.
fn body(is_heading: bool, form: Form, combination: [usize; 3]) -> String {
    let [section, own, prose] = combination;
    let statement = if prose < 4 { format!("It was marked as **{}**.\n\n", WORDS[prose]) } else { String::new() };
    let portion = form(&marking(own), &token(combination, "walrus"));
    let neighbour = token(combination, "neighbour");
    let (before, inside) = if is_heading {
        (neighbour, format!("{portion}\n{statement}"))
    } else {
        (String::new(), format!("### 4. Title\n\n{neighbour}\n\n{statement}{portion}"))
    };
    format!("## Part{}\n\n{before}\n\n{inside}", marking(section))
}

fn compiled(document: usize, ceiling: usize, is_heading: bool, form: Form) -> Compiled {
    let publish = if ceiling == 0 { "publish = [\"White\"]\n" } else { "publish = [\"White\", \"Green\"]\n" };
    let mut site = Site::new().policy(publish);
    for (at, combination) in combinations().enumerate() {
        let classification =
            if document < 4 { format!("classification = \"{}\"\n", WORDS[document]) } else { String::new() };
        let text = format!(
            "+++\n{classification}date = 2019-06-26\nnumber = {at}\n+++\n{}",
            body(is_heading, form, combination)
        );
        site = site.file(&format!("content/committees/ssc/meetings/{at}.md"), text);
    }
    site.compile()
}

#[track_caller]
fn check(document: usize, ceiling: usize, name: &str, form: Form) {
    let is_heading = name == "heading";
    let compiled = compiled(document, ceiling, is_heading, form);
    let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    assert_eq!(errors, if document < 4 { 0 } else { 125 }, "{name}: {:?}", compiled.diagnostics.first());
    let text = everything(&compiled);
    for combination in combinations() {
        let [section, own, prose] = combination;
        let shown = |of| document < 4 && text.contains(&token(combination, of));
        let expected = document < 4 && is_published(ceiling, &[document, section, own, prose]);
        assert_eq!(shown("walrus"), expected, "{name} in document {document}, ceiling {ceiling}: {combination:?}");
        let around: &[usize] = if is_heading { &[document, section] } else { &[document, section, prose] };
        let expected = document < 4 && is_published(ceiling, around);
        assert_eq!(
            shown("neighbour"),
            expected,
            "beside a {name}, document {document}, ceiling {ceiling}: {combination:?}"
        );
    }
    assert!(document < 4 || !text.contains("walrus"), "{name} of a document without a classification (R7)");
}

#[test]
fn the_strictest_of_all_decides() {
    let cases = FORMS.len() as u64 * 10;
    crate::parallel::each(0..cases, |case| {
        let (name, form) = FORMS[case as usize / 10];
        check(case as usize % 5, case as usize / 5 % 2, name, form);
    });
}
