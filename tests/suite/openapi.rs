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
