//! What a screen reader is told: roles and names from the browser's own accessibility tree, and what is announced.

use crate::chrome::{Chrome, Page};
use crate::example::{Example, PAGES};
use headless_chrome::protocol::cdp::types::Method;
use serde::Serialize;
use serde_json::Value;

/// Roles of which each needs a name.
const NAMED: [&str; 12] = [
    "button",
    "checkbox",
    "combobox",
    "Date",
    "heading",
    "image",
    "link",
    "listbox",
    "navigation",
    "region",
    "searchbox",
    "textbox",
];

/// The whole tree, as JSON: the browser knows more properties than the protocol's library.
#[derive(Debug, Serialize)]
struct GetFullTree {}

impl Method for GetFullTree {
    const NAME: &'static str = "Accessibility.getFullAXTree";
    type ReturnObject = Value;
}

/// Every role with its name, but for what is not told.
fn told(page: &Page) -> Vec<(String, String)> {
    let tree = page.tab.call_method(GetFullTree {}).expect("there is a tree");
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().expect("nodes").iter().filter(|node| node["ignored"] == false);
    nodes.map(|node| (text(&node["role"]), text(&node["name"]))).collect()
}

#[track_caller]
fn assert_told(told: &[(String, String)], role: &str, name: &str) {
    assert!(told.iter().any(|(own, found)| own == role && found.starts_with(name)), "no {role} {name:?} in {told:#?}");
}

#[test]
fn everything_that_is_used_has_a_name() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    for path in PAGES {
        page.open(&example.server.url(path));
        let nameless: Vec<(String, String)> =
            told(&page).into_iter().filter(|(role, name)| NAMED.contains(&role.as_str()) && name.is_empty()).collect();
        assert!(nameless.is_empty(), "{path}: {nameless:?}");
    }
}

#[test]
fn the_important_things_are_told_by_their_names() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/standards/cpa-security-characteristics/"));
    let standard = told(&page);
    for (role, name) in [
        ("combobox", "Event"),
        ("Date", "Day of the event"),
        ("heading", "Which version applies?"),
        ("image", "Timeline of CPA Security Characteristics"),
        ("navigation", "Main"),
        ("navigation", "Breadcrumbs"),
        ("searchbox", "Search"),
    ] {
        assert_told(&standard, role, name);
    }
    page.open(&example.server.url("/meetings/ssc/80/"));
    let meeting = told(&page);
    for (role, name) in
        [("heading", "10. CPA – Security Characteristics v1.3 Classification: Green"), ("link", "Link to item 10")]
    {
        assert_told(&meeting, role, name);
    }
    page.open(&example.server.url("/dates/2019/"));
    let name = "September 2019. Thursday 26 September 2019: CPA SC 1.3 mandatory: CBQ accepted by NCSC.";
    assert_told(&told(&page), "image", name);
    page.open(&example.server.url("/decisions/"));
    assert_told(&told(&page), "image", "Decisions by year and outcome");
}

#[test]
fn tables_stay_tables_on_a_phone() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.show(320, false);
    page.open(&example.server.url("/standards/"));
    let told = told(&page);
    let count = |role: &str| told.iter().filter(|(own, _)| own == role).count();
    assert_eq!(count("columnheader"), 5);
    assert!(count("table") == 1 && count("row") > 5 && count("cell") > 20 && count("rowheader") > 4, "{told:#?}");
}
