//! What an edition holds when every lawful character stands wherever an author can write one (R12).
//!
//! **Invariant.** No file of an edition has a character that no text may have, but for line ends and a mark of encoding.

use crate::harness::{Site, everything, found};
use promulgate::text::{NeverList, is_allowed, references, writable};
use promulgate::{Compiled, compile};

/// Every lawful character but brackets, by which markings are known, in pieces of a title's length.
fn pieces() -> Vec<String> {
    let is_bracket = |c: char| "()[]{}（）［］｛｝<>".contains(c);
    let every: Vec<char> = (' '..=char::MAX).filter(|c| is_allowed(*c) && !is_bracket(*c)).collect();
    every.chunks(60).map(|piece| format!("a{}z", piece.iter().collect::<String>())).collect()
}

fn escaped(text: &str) -> String {
    text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect()
}

fn referred(text: &str) -> String {
    text.chars().map(|c| format!("&#{};", u32::from(c))).collect()
}

/// A site with each piece in the title, venue, text, code, link and note of a meeting, and in a term of the glossary.
fn site(pieces: &[String]) -> Site {
    let mut site = Site::new();
    let mut glossary = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let (number, toml, text) = (at + 1, escaped(piece), referred(piece));
        let front = format!(
            "classification = \"White\"\ndate = 2019-06-26\nnumber = {number}\ntitle = \"{toml}\"\nvenue = \"{toml}\"\nupdates = [{{ date = 2019-06-27, note = \"{toml}\" }}]\n"
        );
        let body = format!("### 1. {text}\n\nThe SSC **NOTED** {text}. [{text}](https://x.example/ \"{text}\")\n");
        site = site.file(&format!("content/committees/ssc/meetings/{number}.md"), format!("+++\n{front}+++\n{body}"));
        glossary.push_str(&format!("[[term]]\nterm = \"T{number}\"\nexpansion = \"{toml}\"\ndefinition = \"{toml}\"\nclassification = \"White\"\n"));
    }
    site.file("content/glossary.toml", glossary.replace("definition = \"\\U00000061", "definition = \"x \\U00000061"))
}

#[test]
fn every_lawful_character_reaches_every_output_and_no_other() {
    let pieces = pieces();
    let compiled = site(&pieces).compile();
    let errors = compiled.diagnostics.iter().filter(|found| found.is_error());
    assert_eq!(errors.map(|found| (&found.file, found.finding)).collect::<Vec<_>>(), []);
    for (path, bytes) in compiled.edition.files() {
        let text = crate::index::text(path.as_str(), bytes);
        let odd = text.chars().find(|c| !is_allowed(*c) && *c != '\r' && *c != '\u{feff}');
        let is_ours = !path.as_str().starts_with("assets/") && !path.as_str().ends_with(".bin");
        assert_eq!(odd.filter(|_| is_ours), None, "{path}");
    }
    let feed = feed(&compiled);
    assert_eq!(writable(&feed), feed);
    let feed = references(&references(&feed)).into_owned();
    let plain = |text: &str| references(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
    let feed = plain(&feed);
    let missing = pieces.iter().filter(|piece| !feed.contains(&plain(piece))).count();
    assert_eq!(missing, pieces.len().saturating_sub(50), "of {}", pieces.len());
}

/// The feed of the site, which is read to its end.
fn feed(compiled: &Compiled) -> String {
    let feed = String::from_utf8(compiled.edition.file("atom.xml").expect("it is there").to_vec()).expect("UTF-8");
    let mut reader = quick_xml::Reader::from_str(&feed);
    while reader.read_event().expect("it is well-formed") != quick_xml::events::Event::Eof {}
    feed
}

/// Compiles a site with the word "borogove" and the name "Acme-Corp" on its list.
fn compiled(site: &Site) -> Compiled {
    let mut settings = site.settings();
    settings.never_words = NeverList::read("borogove\nAcme-Corp\n");
    compile(&site.tree(), &settings).expect("the default theme is good")
}

#[track_caller]
fn check_never(site: Site, is_found: bool) {
    let compiled = compiled(&site);
    let rules: Vec<_> =
        found(&compiled).into_iter().map(|(slug, _)| slug).filter(|slug| *slug == "never-word").collect();
    assert_eq!(!rules.is_empty(), is_found, "{:?}\n{}", found(&compiled), everything(&compiled).len());
}

#[test]
fn words_of_the_list_are_found_in_any_spelling() {
    for text in [
        "the borogove",
        "The Borogoves",
        "the borogove’s",
        "Boro**gov**e",
        "Borogóve",
        "Boro&#103;ove",
        "Βorogove",
        "Acme\u{2011}Corp",
        "Acme − Corp",
        "Acme\nCorp",
        "**Acme** Corp",
        "[text](https://x.example/acme%2Dcorp)",
        "[text](https://x.example/ \"a borogove\")",
        "`acme-corp`",
    ] {
        check_never(Site::new().meeting(&format!("### 1. Title\n\nThe SSC noted: {text} here\n")), true);
    }
    for text in ["borogov", "Acme", "the corp", "acmecorp", "boro gove"] {
        check_never(Site::new().meeting(&format!("### 1. Title\n\nThe SSC noted: {text} here\n")), false);
    }
    for title in ["The \\u0042orogove", "Acme\\u2011Corp", "ACME CORPS"] {
        let page = format!("+++\nclassification = \"White\"\ntitle = \"{title}\"\n+++\nText.\n");
        check_never(Site::new().file("content/pages/a.md", page), true);
    }
    let glossary =
        "[[term]]\nterm = \"T\"\nexpansion = \"E\"\ndefinition = \"Boro*gove*\"\nclassification = \"White\"\n";
    check_never(Site::new().file("content/glossary.toml", glossary), true);
    check_never(
        Site::new().file("content/pages/acme-corp.md", "+++\nclassification = \"White\"\ntitle = \"A\"\n+++\n"),
        true,
    );
}
