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
    assert_eq!(found(&site.clone().meeting("### 10\\. Walrus\n").compile()), [("projection-unstable", 6)]);
    let compiled = site.meeting("### **10.** Walrus\n\n### 11. 12. Otter\n").compile();
    assert_eq!(found(&compiled), [("projection-unstable", 8)]);
}
