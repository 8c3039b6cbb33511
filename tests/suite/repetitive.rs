//! Bounded work (R21): every construct repeated without end is read, refused or printed in proportion to its length.
//!
//! The test run repeats each to 24 KiB; the campaign to as many KiB as `PROMULGATE_REPETITIVE` says, with the time that it took:
//!
//!     PROMULGATE_REPETITIVE=1000 cargo test --release --test suite repetitive -- --nocapture

use crate::harness::Site;
use std::time::Instant;

/// A text that is made longer and longer: what it is, and its piece at a number.
type Construct = (&'static str, fn(usize) -> String);

/// Pieces that stand below each other in a meeting's body.
const LINES: &[Construct] = &[
    ("paragraphs", |_| "a\n\n".to_owned()),
    ("headings", |_| "# a\n\n".to_owned()),
    ("headings in a row", |_| "# a\n".to_owned()),
    ("different headings", |at| format!("# h{at}\n\n")),
    ("headings of all levels", |at| format!("{} a\n\n", "#".repeat(at % 6 + 1))),
    ("agenda items", |at| format!("### {}{}. T\n\n", at / 26 + 1, char::from(b'a' + (at % 26) as u8))),
    ("withheld items", |at| format!("### {}. T{}\n\n", at + 2, if at % 2 == 0 { " (RED)" } else { "" })),
    ("sub-headings", |at| format!("### {}. T\n\n#### {}.1 S\n\n", at + 2, at + 2)),
    ("decisions", |_| "The SSC **NOTED** a.\n\n".to_owned()),
    ("decisions in bullets", |_| "- **NOTED** a;\n".to_owned()),
    ("decisions in headings", |_| "# **NOTED**\n\n".to_owned()),
    ("deferrals", |_| "The SSC **AGREED** to defer to 26 June 2020.\n\n".to_owned()),
    ("resolutions", |_| "**RESOLVED**: 1) a. 2) b. 3) c.\n\n".to_owned()),
    ("marked paragraphs", |_| "a (RED)\n\n".to_owned()),
    ("marked bullets", |_| "- a (GREEN)\n".to_owned()),
    ("markings by themselves", |_| "(GREEN)\n\n".to_owned()),
    ("stems", |_| "a: (RED)\n\n- b\n\n".to_owned()),
    ("quotes", |_| "> - a (GREEN)\n\n".to_owned()),
    ("statements", |_| "It was marked as RED.\n\n".to_owned()),
    ("bare colours", |_| "RED\n\n".to_owned()),
    ("titles", |_| "**a (RED)**\n\nb\n\n".to_owned()),
    ("nested lists", |_| "- a\n  - b\n    - c\n".to_owned()),
    ("numbered lists", |_| "1. a\n".to_owned()),
    ("tables", |_| "| a | b |\n|---|---|\n| c | d |\n\n".to_owned()),
    ("breaks", |_| "---\n\n".to_owned()),
    ("code blocks", |_| "```\na\n```\n\n".to_owned()),
    ("highlighted code", |_| "```rust\nfn main() { let x = 1; }\n```\n\n".to_owned()),
    ("dense code", |_| "```rust\n(;)&{;}![;]\n```\n\n".to_owned()),
    ("dense lines of code", |_| format!("```c\n{}```\n\n", "a+1;{b=\"c\"};\n".repeat(100))),
    ("dense data", |_| format!("```json\n[0{}]\n```\n\n", ",0,{\"a\":1}\n".repeat(100))),
    ("dense configuration", |_| format!("```toml\n{}```\n\n", "a=1\n[b]\n".repeat(100))),
    ("short rows of a wide table", |_| {
        format!("{}|\n{}|\n{}\n", "|a".repeat(200), "|-".repeat(200), "|\n".repeat(200))
    }),
    ("rows", |at| if at == 0 { "|a|b|\n|-|-|\n".to_owned() } else { "|c|d|\n".to_owned() }),
    ("long decisions", |_| format!("The SSC **NOTED** {}.\n\n", "the report of a party ".repeat(40))),
    ("decisions below a long title", |at| {
        if at == 0 { format!("### 2. {}\n\n", "Title ".repeat(300)) } else { "- **NOTED** a;\n".to_owned() }
    }),
    ("footnotes", |at| format!("a[^{at}]\n\n[^{at}]: b\n\n")),
    ("footnotes that lead on", |at| format!("[^{at}]: b[^{}]\n\n", at + 1)),
    ("uses of one footnote", |_| "a[^1]\n\n".to_owned()),
    ("unused footnotes", |at| format!("[^n{at}]: b\n\n")),
    ("definitions", |at| format!("[d{at}]: https://a.example/\n")),
    ("definitions twice", |_| "[d]: https://a.example/\n".to_owned()),
    ("links", |_| "[a](https://b.example)\n\n".to_owned()),
    ("links to the site", |_| "[a](ssc/80)\n\n".to_owned()),
    ("broken links", |_| "[a](ssc/81)\n\n".to_owned()),
    ("withheld definitions", |_| "[x]\n\n".to_owned()),
    ("identifiers", |_| "MP123\n\n".to_owned()),
    ("different identifiers", |at| format!("MP{:04}\n\n", at % 10_000)),
    ("terms", |_| "SSC\n\n".to_owned()),
    ("dates", |_| "26 June 2019\n\n".to_owned()),
    ("wrong weekdays", |_| "Monday 26 June 2019\n\n".to_owned()),
    ("periods", |_| "It takes three months from 26 June 2019.\n\n".to_owned()),
    ("capitals", |_| "**ABC**\n\n".to_owned()),
    ("unknown markings", |_| "a (REDD)\n\n".to_owned()),
    ("references", |_| "&amp;&lt;&quot;\n\n".to_owned()),
    ("signs to be escaped", |_| "<&\"'\n\n".to_owned()),
];

/// Pieces of one paragraph, as long as a paragraph may be, again and again.
const WORDS: &[Construct] = &[
    ("quotation marks", |_| "\"".to_owned()),
    ("ampersands", |_| "&".to_owned()),
    ("references to a long address", |_| "[long] ".to_owned()),
    ("words", |_| "word ".to_owned()),
    ("one word", |_| "a".to_owned()),
    ("sentences", |_| "A. ".to_owned()),
    ("many decisions in a paragraph", |_| "The SSC **NOTED** a. ".to_owned()),
    ("many outcomes in a sentence", |_| "**NOTED** a and ".to_owned()),
    ("groups", |_| "(a) ".to_owned()),
    ("markings in a row", |_| "(RED)".to_owned()),
    ("different groups", |at| format!("(RED {at}) ")),
    ("markings behind statements", |_| "TLP:RED (RED) ".to_owned()),
    ("half statements", |_| "marked as ".to_owned()),
    ("half forms", |_| "marked as tlp ".to_owned()),
    ("verbs", |_| "classified ".to_owned()),
    ("nouns", |_| "the classification is ".to_owned()),
    ("colours", |_| "green, ".to_owned()),
    ("colours in capitals", |_| "RED, ".to_owned()),
    ("colours alone in emphasis", |_| "*Red* ".to_owned()),
    ("periods beside a date", |_| "three months from 26 June 2019 ".to_owned()),
    ("different periods", |at| format!("{} days, {} May {} ", at % 900 + 1, at % 28 + 1, 1990 + at % 60)),
    ("emphasis", |_| "*a ".to_owned()),
    ("bold", |_| "**a** ".to_owned()),
    ("code", |_| "`a` ".to_owned()),
    ("backticks", |at| "`".repeat(at % 50 + 1) + " "),
    ("backslashes", |_| "\\".to_owned()),
    ("opening brackets", |_| "(".to_owned()),
    ("opening square brackets", |_| "[".to_owned()),
    ("closing brackets", |_| ")".to_owned()),
    ("links in a paragraph", |_| "[a](https://b.example) ".to_owned()),
    ("addresses", |_| "https://b.example/ ".to_owned()),
    ("images", |_| "![a](b.png) ".to_owned()),
    ("uses of a footnote in a paragraph", |_| "[^1] ".to_owned()),
    ("html", |_| "<b> ".to_owned()),
    ("quotes in a line", |_| ">".to_owned()),
    ("entities", |_| "&#69; ".to_owned()),
    ("identifiers in a paragraph", |_| "MP123 ".to_owned()),
    ("struck out", |_| "~~a~~ ".to_owned()),
];

/// A list of front matter that is made longer and longer.
struct List {
    file: &'static str,
    /// The file's other keys.
    keys: &'static str,
    name: &'static str,
    piece: fn(usize) -> String,
}

const fn list(file: &'static str, keys: &'static str, name: &'static str, piece: fn(usize) -> String) -> List {
    List { file, keys, name, piece }
}

const LISTS: &[List] = &[
    list(MEETING, DATED, "former_paths", |at| format!("\"/p{at}/\", ")),
    list(MEETING, DATED, "updates", |at| format!("{{ date = {}, note = \"a\" }}, ", day(at))),
    list(STANDARD, NAMED, "events", |at| format!("{{ id = \"e{at}\", label = \"E{at}\" }}, ")),
    list(STANDARD, WITH_EVENT, "milestones", |at| format!("{{ date = {}, label = \"a\" }}, ", day(at))),
    list(STANDARD, WITH_EVENT, "aliases", |at| format!("\"a{at}\", ")),
    list(VERSION, LABELLED, "applies", |at| format!("{{ event = \"e\", implementation_date = {} }}, ", day(at))),
    list(VERSION, LABELLED, "milestones", |at| format!("{{ date = {}, label = \"a\" }}, ", day(at))),
    list(VERSION, WITH_DATE, "date_changes", |at| {
        format!("{{ event = \"e\", was = {}, changed_on = {} }}, ", day(at), day(at + 1))
    }),
    list(GLOSSARY, "", "term", |at| format!("{{ term = \"t{at}\", expansion = \"a\", classification = \"White\" }}, ")),
];

const MEETING: &str = "content/committees/ssc/meetings/80.md";
const STANDARD: &str = "content/standards/s/standard.md";
const VERSION: &str = "content/standards/s/1.md";
const GLOSSARY: &str = "content/glossary.toml";
const DATED: &str = "date = 2019-06-26\nnumber = 80";
const LABELLED: &str = "version = \"1\"";
const NAMED: &str = "title = \"S\"\nowner = \"O\"";
const WITH_EVENT: &str = "title = \"S\"\nowner = \"O\"\nevents = [{ id = \"e\", label = \"E\" }]";
const WITH_DATE: &str = "version = \"1\"\napplies = [{ event = \"e\", implementation_date = 2021-01-01 }]";

fn day(at: usize) -> String {
    format!("{}-{:02}-{:02}", 2000 + at / 336 % 20, at / 28 % 12 + 1, at % 28 + 1)
}

fn repeated(piece: fn(usize) -> String, length: usize) -> String {
    let mut text = String::new();
    for at in 0.. {
        let next = piece(at);
        if text.len() + next.len() > length {
            return text;
        }
        text.push_str(&next);
    }
    text
}

/// Paragraphs that are as long as they may be.
fn in_paragraphs(piece: fn(usize) -> String, length: usize) -> String {
    let paragraph = repeated(piece, length.min(16_000));
    format!("{paragraph}\n\n").repeat((length / (paragraph.len() + 2)).max(1))
}

fn site() -> Site {
    let mut site = Site::new();
    site.configuration.push_str("[[autolink]]\npattern = \"MP[0-9]{3,4}\"\nurl = \"https://mods.example/{0}\"\n");
    site
}

fn written(site: &Site) -> (usize, usize, f64) {
    let begun = Instant::now();
    let compiled = site.compile();
    let bytes = compiled.edition.files().map(|(_, bytes)| bytes.len()).sum();
    (bytes, compiled.diagnostics.len(), begun.elapsed().as_secs_f64())
}

/// Compiles a site with a long text in it; gives what is wrong with what comes of it.
fn fault(name: &str, site: &Site, length: usize, plain: usize) -> Option<String> {
    let (bytes, findings, seconds) = written(site);
    println!("{name:36} {:6} KiB, {seconds:6.2} s, {:8} KiB written, {findings} findings", length >> 10, bytes >> 10);
    let most = plain + 256 * 1024 + 50 * length;
    (bytes > most).then(|| format!("{name}: {bytes} bytes of {length}"))
}

#[test]
fn repetitive_documents_give_no_more_than_they_may() {
    let size = std::env::var("PROMULGATE_REPETITIVE").map_or(24, |size| size.parse().expect("KiB"));
    let length = size * 1000;
    let (plain, _, _) = written(&site().meeting("### 1. A\n\nText.\n"));
    let address = "a".repeat(2000);
    let open = format!("[long]: https://a.example/{address}\n\n[^1]: a\n\n### 1. A\n\nA note.[^1]\n\nThe SSC:\n\n");
    let close = "\n\n### 0. S (RED)\n\n[x]: https://a.example/\n";
    let lines = LINES.iter().map(|(name, piece)| (*name, repeated(*piece, length)));
    let words = WORDS.iter().map(|(name, piece)| (*name, in_paragraphs(*piece, length)));
    let mut faults: Vec<String> = lines
        .chain(words)
        .filter_map(|(name, text)| fault(name, &site().meeting(&format!("{open}{text}{close}")), text.len(), plain))
        .collect();
    for List { file, keys, name, piece } in LISTS {
        let front = format!("{keys}\n{name} = [{}]\n", repeated(*piece, length));
        let text = match *file {
            GLOSSARY => front,
            _ => format!("+++\nclassification = \"White\"\n{front}+++\nText.\n"),
        };
        let standard = format!("+++\nclassification = \"White\"\n{WITH_EVENT}\n+++\nText.\n");
        let site = if *file == VERSION { site().file(STANDARD, standard) } else { site() };
        let length = text.len();
        faults.extend(fault(name, &site.file(file, text), length, plain));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
