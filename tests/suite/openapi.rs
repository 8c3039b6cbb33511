//! The description of the API, by a reader of OpenAPI that is not ours.

use crate::harness::{Site, page};
use std::collections::BTreeSet;

#[test]
fn the_description_names_every_register_and_no_file_that_is_not_there() {
    let compiled = Site::new().meeting("### 1. One\n\nThe SSC **NOTED** it.\n").compile();
    let description = oas3::from_json(page(&compiled, "api/v1/openapi.json")).expect("it is OpenAPI");
    assert!(description.validate_version().is_ok());
    let ids: Vec<String> =
        description.operations().filter_map(|(_, _, operation)| operation.operation_id.clone()).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), description.operations().count(), "{ids:?}");
    for (path, _, operation) in description.operations() {
        assert!(operation.responses(&description).contains_key("200"), "{path}");
        let is_there = path.contains('{') || compiled.edition.file(path.trim_start_matches('/')).is_some();
        assert!(is_there, "{path}");
    }
    let index = page(&compiled, "api/v1/index.json");
    let index: serde_json::Value = serde_json::from_str(index).expect("it is JSON");
    for register in index["registers"].as_array().expect("a list") {
        let path = format!("/api/v1/{}.json", register["name"].as_str().expect("a name"));
        assert!(description.operations().any(|(known, ..)| known == path), "{path}");
    }
}

/// A site with so many decisions a meeting, of two outcomes, in three meetings of two years.
fn with_decisions(count: usize) -> promulgate::Compiled {
    let body: String = (1..=count)
        .map(|at| {
            let outcome = if at % 3 == 0 { "APPROVED" } else { "NOTED" };
            format!("The SSC **{outcome}** paper {at}. {}\n\n", "Nobody had a question. ".repeat(4))
        })
        .collect();
    let meeting = |site: Site, (number, date): (u32, &str)| {
        let front = format!("+++\nclassification = \"White\"\ndate = {date}\nnumber = {number}\n+++\n");
        site.file(&format!("content/committees/ssc/meetings/{number}.md"), format!("{front}### 1. One\n\n{body}"))
    };
    [(78, "2018-06-27"), (79, "2019-05-29"), (80, "2019-06-26")].into_iter().fold(Site::new(), meeting).compile()
}

#[test]
fn the_parts_of_a_large_register_are_the_whole() {
    let json = |compiled: &promulgate::Compiled, path: &str| -> serde_json::Value {
        serde_json::from_str(page(compiled, path)).expect("it is JSON")
    };
    let compiled = with_decisions(400);
    let index = json(&compiled, "api/v1/index.json");
    for register in index["registers"].as_array().expect("a list") {
        let name = register["name"].as_str().expect("a name");
        let parts = register["parts"].as_array().expect("a list");
        let paths =
            parts.iter().map(|url| url.as_str().and_then(|url| url.strip_prefix("https://outputs.example.org/")));
        let entries = |path: &str| json(&compiled, path)[name].as_array().expect("a list").clone();
        let mut found: Vec<String> =
            paths.flat_map(|path| entries(path.expect("an address"))).map(|entry| entry.to_string()).collect();
        let mut whole: Vec<String> = match name {
            "decisions" | "meetings" => {
                entries(&format!("api/v1/{name}.json")).iter().map(ToString::to_string).collect()
            }
            _ => Vec::new(),
        };
        found.sort();
        whole.sort();
        assert!(found == whole, "{name}: {} in parts, {} in all", found.len(), whole.len());
    }
    assert_eq!(json(&compiled, "api/v1/decisions/2019/approved.json")["decisions"].as_array().map(Vec::len), Some(266));
    let description = oas3::from_json(page(&compiled, "api/v1/openapi.json")).expect("it is OpenAPI");
    assert!(description.operations().any(|(path, ..)| path == "/api/v1/decisions/{year}/{outcome}.json"));
    let small = with_decisions(3);
    assert!(!small.edition.paths().any(|path| path.starts_with("api/v1/decisions/")));
    assert!(!page(&small, "api/v1/openapi.json").contains("{outcome}"));
}
