//! Every classification in the output is that of the page, and nothing is given out below what holds for it.

use crate::harness::{Site, found, page};
use promulgate::Compiled;
use serde_json::Value;

const BASE: &str = "https://outputs.example.org/";

/// A site in which each kind of thing is White in one place and Green in another.
fn site() -> Site {
    let document =
        |class: &str, more: &str, body: &str| format!("+++\nclassification = \"{class}\"\n{more}+++\n{body}");
    let page = "title = \"A page\"\n";
    let meeting = |number: u8| format!("date = 2019-06-{number}\nnumber = {number}\n");
    let standard =
        |title: &str| format!("title = \"{title}\"\nowner = \"O\"\n[[events]]\nid = \"use\"\nlabel = \"in use\"\n");
    let version = |number: &str, more: &str| format!("version = \"{number}\"\napproved_on = 2019-06-20\n{more}");
    let window = |from: &str| format!("[[applies]]\nevent = \"use\"\nimplementation_date = {from}\n");
    let items = "## Walrus matters\n\nText.\n\n### 1. Walrus\n\nThe SSC **NOTED** it.\n\n### 2. Otter (GREEN)\n\nThe SSC **NOTED** it.\n\n\
                 ### 3. Eland\n\n- The SSC **APPROVED** version 1.1. (GREEN)\n- The SSC **NOTED** an eland.\n\n\
                 ### 4. Okapi\n\n(GREEN)\n\nThe SSC **NOTED** an okapi.\n\n### 5. Tapir\n\nIt is classified as GREEN.\n\nThe SSC **NOTED** it.\n\n\
                 ### 6. Dodo\n\nThe SSC **APPROVED**:\n\n- one dodo; and\n- another one. (GREEN)\n";
    let headed = "## A zebra heading\n\nZebra text.\n";
    Site::new()
        .file("content/index.md", document("Green", page, headed))
        .file("content/pages/white.md", document("White", page, headed))
        .file("content/pages/green.md", document("Green", page, headed))
        .file("content/pages/mixed.md", document("White", page, &format!("Open.\n\n- Closed. (GREEN)\n\n{headed}")))
        .file("content/committees/tab/committee.md", document("Green", "title = \"Tabular Committee\"\n", headed))
        .file("content/committees/tab/meetings/12.md", document("White", &meeting(12), items))
        .file("content/committees/ssc/meetings/20.md", document("White", &meeting(20), items))
        .file("content/committees/ssc/meetings/21.md", document("Green", &meeting(21), items))
        .file("content/standards/open/standard.md", document("White", &standard("Open"), headed))
        .file("content/standards/open/1.0.md", document("White", &version("1.0", &window("2019-07-01")), headed))
        .file("content/standards/mixed/standard.md", document("White", &standard("Mixed"), headed))
        .file("content/standards/mixed/1.0.md", document("White", &version("1.0", &window("2019-07-01")), headed))
        .file(
            "content/standards/mixed/1.1.md",
            document("Green", &version("1.1", &format!("approved_by = \"ssc/20#item-3\"\n{}", window("2019-08-01"))), headed),
        )
        .file("content/standards/closed/standard.md", document("Green", &standard("Closed"), headed))
        .file("content/standards/closed/1.0.md", document("White", &version("1.0", &window("2019-07-01")), headed))
        .file(
            "content/glossary.toml",
            "[[term]]\nterm = \"ZBR\"\nexpansion = \"Zebra\"\nclassification = \"Green\"\n[[term]]\nterm = \"OTR\"\nexpansion = \"Otter\"\nclassification = \"White\"\n",
        )
}

/// The badge at the head of a page, by its address.
fn badge(compiled: &Compiled, url: &str) -> String {
    let path = url.strip_prefix(BASE).expect("an address of the site").split('#').next().unwrap_or_default();
    let html = page(compiled, &format!("{path}index.html"));
    let badges: Vec<&str> = html.split("Classification of this page: <span class=\"badge badge-").skip(1).collect();
    let words = badges.iter().map(|rest| rest[..5].to_owned()).collect::<Vec<_>>();
    assert!(words.len() == 2 && words[0] == words[1], "{url}: {words:?}");
    words[0].clone()
}

fn json(compiled: &Compiled, path: &str) -> Value {
    serde_json::from_str(page(compiled, path)).expect("it is JSON")
}

fn class(object: &Value) -> String {
    object["classification"].as_str().expect("it has one").to_lowercase()
}

fn list<'v>(object: &'v Value, key: &str) -> &'v [Value] {
    object[key].as_array().expect("a list")
}

fn compiled() -> Compiled {
    let compiled = site().compile();
    assert!(compiled.diagnostics.iter().all(|found| !found.is_error()), "{:?}", found(&compiled));
    compiled
}

#[test]
fn a_record_has_the_badge_of_its_page_or_a_stricter_one() {
    let compiled = compiled();
    let mut sections = Vec::new();
    for line in page(&compiled, "data/records.ndjson").lines() {
        let record: Value = serde_json::from_str(line).expect("it is JSON");
        let url = record["url"].as_str().expect("an address");
        let (own, page) = (class(&record), badge(&compiled, url));
        let is_page = !url.contains('#');
        if is_page && !url.ends_with("/mixed/") {
            assert_eq!(own, page, "{line}");
        }
        sections.extend((!is_page).then(|| format!("{} {own}", url.trim_start_matches(BASE))));
    }
    for expected in [
        "white/#a-zebra-heading white",
        "green/#a-zebra-heading green",
        "standards/open/#a-zebra-heading white",
        "standards/open/1.0/#a-zebra-heading white",
        "standards/mixed/1.1/#a-zebra-heading green",
        "standards/closed/#a-zebra-heading green",
        "standards/closed/1.0/#a-zebra-heading green",
        "meetings/tab/#a-zebra-heading green",
        "meetings/tab/12/#walrus-matters green",
        "meetings/ssc/20/#walrus-matters white",
        "meetings/ssc/20/#item-1 white",
        "meetings/ssc/20/#item-2 green",
        "meetings/ssc/20/#item-3 green",
        "meetings/ssc/20/#item-4 green",
        "meetings/ssc/20/#item-5 green",
        "meetings/ssc/20/#item-6 green",
        "meetings/ssc/21/#item-1 green",
        "glossary/#term-zbr green",
        "glossary/#term-otr white",
    ] {
        assert!(sections.iter().any(|found| found == expected), "{expected} in {sections:#?}");
    }
}

#[test]
fn a_page_record_is_as_strict_as_what_it_says() {
    let compiled = compiled();
    let all = page(&compiled, "data/records.ndjson");
    let line = all.lines().find(|line| line.contains("/mixed/\"") && line.contains("\"page\"")).expect("it is there");
    assert!(line.contains("\"classification\":\"Green\""), "{line}");
}

#[test]
fn an_object_has_the_badge_of_its_page() {
    let compiled = compiled();
    let meetings = json(&compiled, "api/v1/meetings.json");
    for meeting in list(&meetings, "meetings") {
        assert_eq!(class(meeting), badge(&compiled, meeting["url"].as_str().expect("one")), "{meeting}");
    }
    let items =
        |at: usize| -> Vec<String> { list(&list(&meetings, "meetings")[at], "items").iter().map(class).collect() };
    assert_eq!(items(0), ["green"; 6]);
    assert_eq!(items(1), ["white", "green", "white", "green", "green", "white"]);
    let standards = json(&compiled, "api/v1/standards.json");
    for standard in list(&standards, "standards") {
        for version in list(standard, "versions") {
            assert_eq!(class(version), badge(&compiled, version["url"].as_str().expect("one")), "{version}");
        }
    }
    let decisions = json(&compiled, "api/v1/decisions.json");
    let of = |meeting: &str| -> Vec<String> {
        let own = list(&decisions, "decisions").iter().filter(|own| own["meeting"] == meeting);
        own.map(|own| format!("{} {}", own["item"].as_str().unwrap_or_default(), class(own))).collect()
    };
    assert_eq!(of("ssc/20"), ["1 white", "2 green", "3 green", "3 white", "4 green", "5 green", "6 green"]);
    assert!(of("ssc/21").iter().chain(&of("tab/12")).all(|own| own.ends_with("green")));
    for path in ["", "meetings/", "decisions/", "dates/", "standards/"] {
        assert_eq!(badge(&compiled, &format!("{BASE}{path}")), "green", "{path}");
    }
}

#[test]
fn a_decision_is_cited_by_what_it_says() {
    let cites = |mark: &str| -> Vec<(String, String)> {
        let body = format!(
            "### 2. Otter\n\nThe SSC:\n\n- **NOTED** an eland;{mark}\n- **APPROVED** an otter;\n- **APPROVED** an otter.\n"
        );
        let compiled = Site::new().meeting(&body).compile();
        let html = page(&compiled, "meetings/ssc/80/index.html").to_owned();
        let decisions = json(&compiled, "api/v1/decisions.json");
        let all = list(&decisions, "decisions").iter().map(|own| {
            let cite = own["cite"].as_str().expect("an address");
            let anchor = cite.split_once('#').expect("an anchor").1;
            assert_eq!(html.matches(&format!(" id=\"{anchor}\"")).count(), 1, "{anchor}");
            assert!(html.contains(&format!("href=\"#{anchor}\"")), "{anchor}");
            (own["text"].as_str().expect("a text").to_owned(), cite.to_owned())
        });
        all.collect()
    };
    let (before, after) = (cites(""), cites(" (RED)"));
    assert_eq!(before[1..], after[..], "the numbers move, and the addresses to cite stay");
    assert_eq!(after[1].1, format!("{}-2", after[0].1));
}
