//! Faulty editions, each of which one check reports.

use super::{Files, faults, files};
use crate::harness::Site;

/// A sound edition in which one file's text is changed.
#[track_caller]
fn check(path: &str, find: &str, replace: &str, expected: &str) {
    let mut files = sound();
    let text = String::from_utf8(files[path].clone()).expect("it is text");
    assert!(text.contains(find), "{path} has {find}: {text}");
    files.insert(path.to_owned(), text.replacen(find, replace, 1).into_bytes());
    let found = faults(&files);
    let own: Vec<&String> = found.iter().filter(|fault| !fault.starts_with("manifest.json")).collect();
    assert!(own.iter().any(|fault| fault.contains(expected)), "{expected} is not in {own:?}");
    assert!(found.iter().any(|fault| fault == &format!("manifest.json: it is wrong about {path}")), "{found:?}");
}

fn sound() -> Files {
    let body = "### 2. Minutes\n\nThe SSC **APPROVED** [them](#item-2).\n\n### 3. Other\n\n#### Part\n\nWalrus.\n";
    let files = files(&Site::new().meeting(body).compile().edition);
    assert_eq!(faults(&files), Vec::<String>::new());
    files
}

#[test]
fn faulty_pages_are_reported() {
    let page = "meetings/ssc/80/index.html";
    for (find, replace, expected) in [
        ("</main>", "</mian>", "does not parse"),
        ("<h1>", "<h1>A</h1><h1>", "2 of h1"),
        ("<main ", "<div ", "0 of main"),
        (" lang=\"en-GB\"", "", "0 of html[lang]"),
        ("<p>Walrus.</p>", "<h5>Walrus</h5>", "a heading of level 5 follows one of level 3"),
        ("<p>Walrus.</p>", "<p id=\"item-2\">Walrus.</p>", "an id is there twice"),
        ("<p>Walrus.</p>", "<p style=\"color: red\">Walrus.</p>", "a script, style or base stands in it"),
        ("<p>Walrus.</p>", "<script>walrus()</script>", "a script, style or base stands in it"),
        ("<p>Walrus.</p>", "<p onclick=\"walrus()\">Walrus.</p>", "a handler onclick"),
        ("<p>Walrus.</p>", "<img src=\"/assets/a.png\">", "it has no name"),
        ("<p>Walrus.</p>", "<a href=\"/\"> </a>", "it has no name"),
        ("<p>Walrus.</p>", "<img alt=\"\" src=\"https://example.org/a.png\">", "it fetches https://example.org/a.png"),
        ("<p>Walrus.</p>", "<a href=\"/walrus/\">Walrus</a>", "/walrus/ leads nowhere"),
        ("<p>Walrus.</p>", "<a href=\"#walrus\">Walrus</a>", "#walrus leads to no place"),
        ("<p>Walrus.</p>", "<a href=\"javascript:walrus()\">Walrus</a>", "a link to javascript:walrus()"),
    ] {
        check(page, find, replace, expected);
    }
}

#[test]
fn faulty_listings_are_reported() {
    check(
        "sitemap.xml",
        "meetings/ssc/80/",
        "meetings/ssc/81/",
        "sitemap.xml: it is wrong about meetings/ssc/81/index.html",
    );
    check("robots.txt", "sitemap.xml", "map.xml", "robots.txt: it does not name the sitemap");
    let mut files = sound();
    files.remove("robots.txt");
    assert!(faults(&files).contains(&"manifest.json: it is wrong about robots.txt".to_owned()));
}
