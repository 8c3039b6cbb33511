//! R12: no character inserted into a marking makes the marked text public.
//!
//! Every code point goes through the character rule; those that pass it go into every position of a marking, at the
//! end of a heading and of a bullet, through the whole gate.

use crate::harness::Site;
use crate::verdict::exposed;
use promulgate::gate;
use std::collections::BTreeSet;

const TOKEN: &str = "walrus";

/// How many code points are tried in one file, which must stay below 1 MiB.
const CHUNK: usize = 150_000;

/// The code points that the character rule does not refuse, one a line of a file that the gate reads no further.
fn lawful() -> Vec<char> {
    let all: Vec<char> = (char::MIN..=char::MAX).filter(|c| !matches!(c, '\n' | '\r')).collect();
    let mut lawful = vec!['\n', '\r'];
    for chunk in all.chunks(CHUNK) {
        let refused = refused_lines(chunk);
        lawful.extend(chunk.iter().enumerate().filter(|(at, _)| !refused.contains(&(*at as u32 + 2))).map(|(_, c)| *c));
    }
    lawful
}

fn refused_lines(chunk: &[char]) -> BTreeSet<u32> {
    let text: String = std::iter::once("x\n".to_owned()).chain(chunk.iter().map(|c| format!("x{c}\n"))).collect();
    let site = Site::empty().file("content/index.md", text);
    let (projections, diagnostics) = gate::project(&site.tree(), &site.settings());
    assert!(projections.documents().is_empty());
    diagnostics.iter().filter(|d| d.finding.rule.slug == "character").map(|d| d.finding.line).collect()
}

/// A body with `marking` at the end of a heading, and one with it at the end of a bullet.
fn bodies(marking: &str) -> [String; 2] {
    [
        format!("### 3. Title {marking}\n\n{TOKEN}\n\n### 4. Next\n\nPublic.\n"),
        format!("- Public.\n- The {TOKEN} {marking}\n- Public.\n"),
    ]
}

fn with(marking: &str, inserted: char) -> impl Iterator<Item = String> {
    (0..=marking.len()).map(move |at| format!("{}{inserted}{}", &marking[..at], &marking[at..]))
}

#[test]
fn the_rule_refuses_most_of_unicode_and_no_ordinary_letter() {
    let lawful = lawful();
    let missing: String = "aZ09 \t–‘’“”…£€é½ŵαΩ".chars().filter(|c| !lawful.contains(c)).collect();
    assert_eq!(missing, "");
    let refused = "\0\u{8}\u{ad}\u{301}\u{200b}\u{202e}\u{2028}\u{feff}\u{ff32}\u{1d411}аЕ\u{e000}\u{10ffff}";
    let passed: String = refused.chars().filter(|c| lawful.contains(c)).collect();
    assert_eq!(passed, "");
    assert!((500..5_000).contains(&lawful.len()), "{} characters pass", lawful.len());
}

#[test]
fn no_code_point_in_a_marking_publishes_what_it_marks() {
    let markings = ["(RED)", "(AMBER)"];
    let lawful = lawful();
    let bodies: Vec<String> = lawful
        .iter()
        .flat_map(|c| markings.iter().flat_map(|marking| with(marking, *c)))
        .flat_map(|marking| bodies(&marking))
        .collect();
    assert!(bodies.len() > 10_000, "{} bodies", bodies.len());
    let exposed = exposed(&bodies, TOKEN);
    assert!(exposed.is_empty(), "{} of {}: {:?}", exposed.len(), bodies.len(), &exposed[..exposed.len().min(20)]);
}

#[test]
fn the_unmarked_text_is_published() {
    let bodies = bodies("");
    assert_eq!(exposed(&bodies, TOKEN).len(), 2);
}
