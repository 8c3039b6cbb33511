//! The search index: what is in it, and that it is the same wherever it is made.

use crate::harness::{Site, page};
use crate::index::{entries, parts, shown};
use crate::output::example;
use promulgate::Compiled;
use promulgate::site::search::words;
use sha2::Digest as _;
use std::collections::BTreeSet;

/// Every form in the dictionary.
fn forms(compiled: &Compiled) -> BTreeSet<String> {
    let files = compiled.edition.files().filter(|(path, _)| path.as_str().ends_with(".bin"));
    let plain = files.flat_map(|(_, bytes)| parts(bytes)).filter_map(|part| entries(&part));
    let keys = plain.flatten().map(|(key, _)| key);
    keys.filter_map(|key| key.strip_prefix('w').map(str::to_owned)).collect()
}

/// The words of every page, tags read as spaces and as nothing.
fn words_of_pages(compiled: &Compiled) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, bytes) in compiled.edition.files().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is UTF-8"));
        let document = scraper::Html::parse_document(html);
        let whole: String = document.root_element().text().collect();
        let parted = document.root_element().text().collect::<Vec<_>>().join(" ");
        let days: Vec<&str> = html.split("datetime=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for text in [whole, parted, days.join(" "), path.as_str().replace('/', " ")] {
            words::of_text(&text, |word| {
                found.insert(word.to_owned());
            });
        }
    }
    found
}

#[test]
fn every_word_of_the_index_stands_on_a_page() {
    let compiled = example(2026, 11, 24).compile();
    let (forms, pages) = (forms(&compiled), words_of_pages(&compiled));
    assert!(forms.len() > 1000, "{}", forms.len());
    // Names that have no other words are found by these.
    let strange: Vec<&String> = forms.difference(&pages).filter(|word| !words::is_stop(word)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn words_of_items_are_in_the_index() {
    let compiled =
        Site::new().meeting("### 10. Zebra crossings\n\nThe SSC **APPROVED** v1.3 of SECMP0057.\n").compile();
    let forms = forms(&compiled);
    for word in ["zebra", "crossings", "approved", "1.3", "secmp0057", "ssc", "80", "2019", "june", "10"] {
        assert!(forms.contains(word), "{word}: {forms:?}");
    }
    let lines: Vec<&str> = page(&compiled, "data/records.ndjson").lines().collect();
    assert!(lines.iter().any(|line| line.contains("\"kind\":\"item\"") && line.contains("\"approved\"")), "{lines:#?}");
}

#[test]
fn withheld_words_are_not_in_it() {
    let site = Site::new().meeting("### 10. Zebra (RED)\n\nWalrus.\n\n### 11. Tapir\n\nOtter.\n");
    let compiled = site.compile();
    let forms = forms(&compiled);
    assert!(forms.contains("otter") && !forms.contains("walrus") && !forms.contains("zebra"), "{forms:?}");
    let mut files = compiled.edition.files();
    assert!(
        !files.any(|(path, bytes)| String::from_utf8_lossy(&shown(path.as_str(), bytes))
            .to_lowercase()
            .contains("walrus"))
    );
}

#[test]
fn the_index_names_the_folder_that_its_files_make() {
    let compiled = example(2026, 11, 24).compile();
    let index: serde_json::Value = serde_json::from_str(page(&compiled, "search/index.json")).expect("it is JSON");
    let folder = index["folder"].as_str().expect("it is text");
    let all = compiled.edition.files().map(|(path, _)| path.as_str()).filter(|path| path.ends_with(".bin"));
    let count = all.inspect(|path| assert!(path.starts_with(&format!("search/{folder}/")), "{path}")).count();
    let mut digest = sha2::Sha256::new();
    for number in 0..count {
        let path = format!("search/{folder}/{number}.bin");
        let bytes = compiled.edition.file(&path).unwrap_or_else(|| panic!("{path} is there"));
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    let name: String = digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    assert!(count > 1 && name == folder, "{name} {folder}");
}

/// Texts with the words that both programs make of them; `PROMULGATE_REFRESH=1` writes what this one makes.
#[test]
fn words_are_made_as_the_vectors_say() {
    let path = crate::harness::project().join("tests/search/words.txt");
    let text = std::fs::read_to_string(&path).expect("it is there");
    let line = |line: &str| {
        let text = line.split('\t').next().unwrap_or_default();
        let mut found = Vec::new();
        words::of_text(text, |word| found.push(word.to_owned()));
        format!("{text}\t{}\t{}\n", found.join(","), words::of_query(text).join(","))
    };
    let made: String = text.lines().map(line).collect();
    if std::env::var_os("PROMULGATE_REFRESH").is_some_and(|value| value == "1") {
        std::fs::write(&path, &made).expect("it can be written");
    }
    assert!(text.lines().count() > 40);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), made);
}

#[test]
fn records_become_a_bulk_request_as_documented() {
    let document =
        std::fs::read_to_string(crate::harness::project().join("docs/search-format.md")).expect("it is there");
    let (_, rest) = document.split_once("sed '").expect("the document has the command");
    let (script, _) = rest.split_once('\'').expect("it ends");
    let compiled = Site::new().meeting("### 10. Zebra\n\nOtter.\n").compile();
    let records = page(&compiled, "data/records.ndjson");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("records.ndjson");
    std::fs::write(&file, records).expect("it can be written");
    let output = std::process::Command::new("sed").arg(script).arg(&file).output().expect("sed is everywhere");
    let text = String::from_utf8(output.stdout).expect("it is text");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(lines.len(), records.lines().count() * 2);
    assert!(lines.chunks(2).all(|pair| pair[0]["index"].is_object() && pair[1]["kind"].is_string()));
}
