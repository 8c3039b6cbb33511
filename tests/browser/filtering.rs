//! Decisions by committee, outcome and year together, where the register is there in parts.

use crate::chrome::Chrome;
use crate::example::Example;

/// A site of two committees with a meeting a year, each with so many decisions: every third is an approval.
fn large_site(decisions: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: String, text: String| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it is below the site")).expect("a folder");
        std::fs::write(path, text).expect("it can be written");
    };
    let site = "[site]\ntitle = \"T\"\nbase_url = \"https://t.example/\"\norganisation = \"O\"\ncopyright = \"C\"\n";
    write("promulgate.toml".to_owned(), format!("{site}\n[policy]\npublish = [\"White\"]\n"));
    let front = "+++\nclassification = \"White\"\n";
    for id in ["ops", "ssc"] {
        let name = id.to_uppercase();
        write(format!("content/committees/{id}/committee.md"), format!("{front}title = \"{name}\"\n+++\n"));
        for (number, year) in (2014..2020).enumerate() {
            let decision = |at: usize| {
                let outcome = if at.is_multiple_of(3) { "APPROVED" } else { "NOTED" };
                format!("The {name} **{outcome}** paper {at} of {year}. {}\n\n", "Nobody had a question. ".repeat(4))
            };
            let body: String = (1..=decisions).map(decision).collect();
            let number = number + 1;
            let text = format!("{front}date = {year}-06-26\nnumber = {number}\n+++\n### 1. Papers\n\n{body}");
            write(format!("content/committees/{id}/meetings/{number}.md"), text);
        }
    }
    folder
}

#[test]
fn no_more_of_a_large_register_is_fetched_than_is_shown() {
    if !crate::has_tools() {
        return;
    }
    let folder = large_site(120);
    let (example, chrome) = (Example::of(folder.path()), Chrome::start());
    let page = chrome.tab();
    let fetched = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
        .filter((path) => path.startsWith('/api/')).sort().join()";
    let first = "document.querySelector('#_found a').textContent";
    let count = "document.getElementById('_found-count').textContent";
    let rows = "String(document.querySelectorAll('#_found > li').length)";
    for (query, expected, newest, parts) in [
        (
            "committee=ssc&outcome=approved&year=2017",
            "40 decisions",
            "The SSC APPROVED paper 3 of 2017.",
            "/api/v1/decisions/2017/approved.json",
        ),
        (
            "outcome=approved&committee=ops",
            "More than 120 decisions, the newest 100 of them shown",
            "The OPS APPROVED paper 3 of 2019.",
            "/api/v1/decisions/2017/approved.json,/api/v1/decisions/2018/approved.json,/api/v1/decisions/2019/approved.json",
        ),
        (
            "committee=ssc&year=2015",
            "120 decisions, the newest 100 of them shown",
            "The SSC NOTED paper 1 of 2015.",
            "/api/v1/decisions/2015/approved.json,/api/v1/decisions/2015/noted.json",
        ),
        ("open=yes", "0 decisions", "", ""),
    ] {
        page.open(&example.server.url(&format!("/decisions/?{query}")));
        page.wait("!document.getElementById('_found-section').hidden && /decision/.test(document.getElementById('_found-count').textContent) && document.getElementById('_found-count').textContent !== 'Decisions found'");
        assert_eq!(page.evaluate(count), expected, "{query}");
        assert_eq!(page.evaluate(fetched), parts, "{query}");
        if newest.is_empty() {
            assert_eq!(page.evaluate(rows), "0", "{query}");
        } else {
            assert_eq!(page.evaluate(first), newest, "{query}");
        }
    }
}
