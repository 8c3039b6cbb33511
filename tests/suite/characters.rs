//! R12: no character inserted into a marking makes the marked text public.
//!
//! Every code point goes through the character rule; those that pass it go into every position of a marking, at the
//! end of a heading and of a bullet, through the whole gate. And no code point is judged otherwise for how it is spelt.

use crate::harness::Site;
use crate::verdict::exposed;
use promulgate::{fields, gate};
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
    let missing: String = "aZ09 \t–‘’“”…£€é½ŵαΩȘț™℃№⅓₂✓✗☐→≥👍".chars().filter(|c| !lawful.contains(c)).collect();
    assert_eq!(missing, "");
    let refused = "\0\u{8}\u{ad}\u{301}\u{200b}\u{202e}\u{2028}\u{feff}\u{ff32}\u{1d411}аЕ\u{e000}\u{10ffff}";
    let passed: String = refused.chars().filter(|c| lawful.contains(c)).collect();
    assert_eq!(passed, "");
    assert!((2_500..5_000).contains(&lawful.len()), "{} characters pass", lawful.len());
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

/// Whether the rule has the same to say of each of these characters when it is spelt out, line by line of a file.
#[track_caller]
fn check_spelling(characters: &[char], lawful: &BTreeSet<char>, refused: &BTreeSet<u32>, first_line: u32, height: u32) {
    for (at, c) in characters.iter().enumerate() {
        let line = first_line + at as u32 * height;
        assert_eq!(!refused.contains(&line), lawful.contains(c), "U+{:04X} in line {line}", u32::from(*c));
    }
}

fn all_but_line_ends() -> Vec<char> {
    (char::MIN..=char::MAX).filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect()
}

#[test]
fn an_escape_in_toml_is_its_character() {
    let lawful = BTreeSet::from_iter(lawful());
    for chunk in all_but_line_ends().chunks(CHUNK) {
        let line = |(at, c): (usize, &char)| format!("k{at} = \"x\\U{:08X}\"\n", u32::from(*c));
        let text: String = chunk.iter().enumerate().map(line).collect();
        let found = fields::parse(&text).expect("it is TOML").1;
        let refused = found.iter().filter(|found| found.rule.slug == "character").map(|found| found.line).collect();
        check_spelling(chunk, &lawful, &refused, 1, 1);
    }
}

/// The lines of a site's file in which the character rule refuses something.
fn refused_in(path: &str, text: &str) -> BTreeSet<u32> {
    assert!(text.len() < 1 << 20, "{} bytes", text.len());
    let site = Site::new().file(path, text);
    let (_, diagnostics) = gate::project(&site.tree(), &site.settings());
    let own = diagnostics.iter().filter(|found| &*found.file == path && found.finding.rule.slug == "character");
    own.map(|found| found.finding.line).collect()
}

const PAGE: &str = "+++\nclassification = \"White\"\ntitle = \"A page\"\n+++\n";

#[test]
fn a_reference_in_markdown_is_its_character() {
    let lawful = BTreeSet::from_iter(lawful());
    for chunk in all_but_line_ends().chunks(CHUNK / 3) {
        let paragraph = |chunk: &[char]| chunk.iter().map(|c| format!("x&#{};\n", u32::from(*c))).collect::<String>();
        let paragraphs: Vec<String> = chunk.chunks(1_000).map(paragraph).collect();
        let refused = refused_in("content/pages/a.md", &format!("{PAGE}{}", paragraphs.join("\n")));
        let refused: BTreeSet<u32> = refused.into_iter().map(|line| line - (line - 5) / 1_001).collect();
        check_spelling(chunk, &lawful, &refused, 5, 1);
    }
}

/// The characters beside which the rule changes its mind.
fn edges(lawful: &BTreeSet<char>) -> Vec<char> {
    let all = all_but_line_ends();
    let pairs = all.windows(2).filter(|pair| lawful.contains(&pair[0]) != lawful.contains(&pair[1]));
    pairs.flatten().copied().collect()
}

#[test]
fn a_reference_is_its_character_wherever_it_stands() {
    let lawful = BTreeSet::from_iter(lawful());
    let edges = edges(&lawful);
    assert!(edges.len() > 200, "{} edges", edges.len());
    for form in [
        "## x{}\n",
        "[x](https://x.example/a{}b)\n\n",
        "[x](https://x.example/ \"a{}b\")\n\n",
        "![a{}b](x.png)\n\n",
        "- **a{}b**\n",
        "> a{}b\n\n",
        "``` a{}b\n```\n",
        "| a{}b |\n|---|\n\n",
    ] {
        let blocks = edges.iter().map(|c| form.replace("{}", &format!("&#x{:X};", u32::from(*c))));
        let text = format!("{PAGE}{}", blocks.collect::<String>());
        let refused = refused_in("content/pages/a.md", &text);
        check_spelling(&edges, &lawful, &refused, 5, form.matches('\n').count() as u32);
    }
    let term = |c: &char| format!("[[term]]\ndefinition = \"a&#{};b\"\n", u32::from(*c));
    let refused = refused_in("content/glossary.toml", &edges.iter().map(term).collect::<String>());
    check_spelling(&edges, &lawful, &refused, 2, 2);
}
