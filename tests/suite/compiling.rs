//! Whole trees through the public function: what comes out, what stays in.

use crate::harness::{Site, everything, found, page};

#[test]
fn withheld_items_leave_a_notice_and_nothing_else() {
    let compiled = Site::new()
        .meeting("### 2. Minutes\n\nThe SSC **APPROVED** them.\n\n### 3. Zebra (RED)\n\nZebra text.\n\n### 4. Other (AMBER)\n\nZebra.\n")
        .compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "meetings/ssc/80/index.html");
    assert!(html.contains("Items 3 and 4 are not published."), "{html}");
    assert!(html.contains("id=\"decision-2-1\""), "{html}");
    assert!(!everything(&compiled).contains("Zebra"));
}

#[test]
fn a_notice_ends_where_something_published_begins() {
    let body = "### 2. Zebra (RED)\n\n### 3. Minutes\n\nWalrus.\n\n### 4. Zebra (AMBER)\n\n## Other\n\nOtter.\n\n### 5. Zebra (RED)\n";
    let compiled = Site::new().meeting(body).compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "meetings/ssc/80/index.html");
    let order = ["Item 2 is not published.", "Walrus", "Item 4 is not published.", "Otter", "Item 5 is not published."];
    let places: Vec<usize> = order.iter().filter_map(|words| html.find(words)).collect();
    assert!(places.len() == order.len() && places.is_sorted(), "{html}");
}

#[test]
fn a_decision_in_a_footnote_that_nothing_refers_to_is_in_no_output() {
    let compiled =
        Site::new().meeting("### 2. Minutes\n\nWalrus.\n\n[^1]: The SSC **APPROVED** the otter.\n").compile();
    assert_eq!(found(&compiled), [("footnote-unused", 10)]);
    assert!(!everything(&compiled).contains("decision-2-1"), "{}", page(&compiled, "meetings/ssc/80/index.html"));
}

#[test]
fn a_version_of_a_standard_without_owner_is_an_error_and_no_panic() {
    let compiled = Site::new()
        .file("content/standards/tapir/standard.md", "+++\nclassification = \"White\"\ntitle = \"T\"\n+++\n")
        .file("content/standards/tapir/1.0.md", "+++\nclassification = \"White\"\nversion = \"1.0\"\n+++\n")
        .compile();
    assert!(found(&compiled).iter().any(|(rule, _)| *rule == "key-missing"), "{:?}", found(&compiled));
}

#[test]
fn omit_leaves_neither_notice_nor_number() {
    let compiled = Site::new()
        .policy("publish = [\"White\", \"Green\"]\nwithheld = \"omit\"\n")
        .meeting("### 2. Minutes\n\nThe SSC **APPROVED** them.\n\n### 3. Zebra (RED)\n\nZebra.\n")
        .compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "meetings/ssc/80/index.html");
    assert!(html.contains("id=\"minutes\"") && html.contains("id=\"decision-minutes-1\""), "{html}");
    assert!(!html.contains("not published") && !html.contains("item-2"), "{html}");
}

#[test]
fn an_embargo_ends_on_its_day() {
    let text =
        "+++\nclassification = \"White\"\ndate = 2019-06-26\nnumber = 80\npublish_on = 2019-06-27\n+++\nWalrus.\n";
    let site = Site::new().file("content/committees/ssc/meetings/80.md", text);
    assert!(everything(&site.clone().compile()).contains("Walrus"));
    let before = site.on(2019, 6, 26).compile();
    assert_eq!(found(&before), []);
    assert!(!everything(&before).contains("Walrus") && before.edition.file("meetings/ssc/80/index.html").is_none());
}

#[test]
fn the_first_item_of_a_list_can_be_withheld() {
    let compiled =
        Site::new().meeting("## Matters\n\n- Zebra. (RED)\n- Walrus.\n\n> - Zebra. (RED)\n> - Otter.\n").compile();
    assert_eq!(found(&compiled), []);
    let all = everything(&compiled);
    assert!(all.contains("Walrus") && all.contains("Otter") && !all.contains("Zebra"), "{all}");
}

#[test]
fn a_link_to_something_withheld_is_plain_text_and_a_warning() {
    let standard = "+++\nclassification = \"Amber\"\ntitle = \"T\"\nowner = \"O\"\n+++\n";
    let compiled = Site::new()
        .file("content/standards/tapir/standard.md", standard)
        .file("content/standards/tapir/1.0.md", "+++\nclassification = \"White\"\nversion = \"1.0\"\n+++\n")
        .meeting("[the standard](tapir), [its version](tapir/1.0), [item](#item-3)\n\n### 3. Zebra (RED)\n")
        .compile();
    assert_eq!(found(&compiled), [("link-withheld", 6), ("link-withheld", 6), ("link-withheld", 6)]);
    let html = page(&compiled, "meetings/ssc/80/index.html");
    assert!(html.contains("<p>the standard, its version, item</p>"), "{html}");
}

#[test]
fn a_number_that_cannot_be_omitted_is_an_error() {
    let site = Site::new().policy("publish = [\"White\"]\nwithheld = \"omit\"\n");
    for heading in ["### 10\\. Walrus", "### **10.** Walrus", "### 11. 12. Otter"] {
        let compiled = site.clone().meeting(&format!("{heading}\n")).compile();
        assert_eq!(found(&compiled), [("projection-unstable", 6)], "{heading}");
    }
}

#[test]
fn decisions_of_an_item_are_counted_through_its_sub_sections() {
    let body = "### 2. Minutes\n\n#### One\n\nThe SSC **NOTED** one.\n\n#### Two\n\nThe SSC **NOTED** two.\n";
    let compiled = Site::new().meeting(body).compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "meetings/ssc/80/index.html");
    assert!(html.contains("id=\"decision-2-1\"") && html.contains("id=\"decision-2-2\""), "{html}");
}

#[test]
fn text_of_the_front_matter_is_no_html() {
    let text = "+++\nclassification = \"White\"\ntitle = \"A <b>bold</b> & \\\"quoted\\\" title\"\n+++\nWalrus.\n";
    let compiled = Site::new().file("content/pages/about.md", text).compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "about/index.html");
    assert!(html.contains("<h1>A &lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot; title</h1>"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
}

#[test]
fn what_systems_leave_in_a_theme_is_passed_over_and_said() {
    let site = Site::new();
    let mut settings = site.settings();
    for path in ["assets/.DS_Store", "templates/.DS_Store", "templates/home.html~"] {
        settings.theme.insert(path.to_owned(), b"\xff{{".to_vec());
    }
    let compiled = promulgate::compile(&site.tree(), &settings).expect("they are no part of the theme");
    let found: Vec<_> = compiled.diagnostics.iter().map(|own| (own.finding.rule.slug, &*own.file)).collect();
    assert_eq!(found.len(), 3);
    assert!(found.contains(&("path-stray", "themes/default/assets/.DS_Store")), "{found:?}");
    assert!(compiled.edition.files().all(|(path, _)| !path.as_str().contains("DS_Store")));
    settings.theme.insert("assets/my photo.png".to_owned(), Vec::new());
    let error = promulgate::compile(&site.tree(), &settings).expect_err("it is no name");
    assert!(error.to_string().starts_with("asset assets/my photo.png: a name may hold"), "{error}");
}
