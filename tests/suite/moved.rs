//! A date that moves: the event keeps its UID, the page tells its history, and the feeds have news.

use crate::harness::{Site, found, page};

const STANDARD: &str = "+++\nclassification = \"White\"\ntitle = \"Tapir\"\nowner = \"O\"\n\n[[events]]\nid = \"e\"\nlabel = \"Event\"\n+++\n";

fn site(window: &str) -> Site {
    let version =
        format!("+++\nclassification = \"White\"\nversion = \"1.0\"\napproved_on = 2019-06-26\n{window}+++\n");
    Site::new()
        .file("content/standards/tapir/standard.md", STANDARD)
        .file("content/standards/tapir/1.0.md", version)
        .on(2026, 11, 24)
}

/// The lines of the only event of a calendar.
fn event(site: &Site) -> Vec<String> {
    let compiled = site.compile();
    assert_eq!(found(&compiled), []);
    let calendar = page(&compiled, "standards/tapir/calendar.ics");
    let (_, event) = calendar.split_once("BEGIN:VEVENT").expect("an event");
    assert!(!event.contains("BEGIN:VEVENT"), "one event");
    event.lines().map(str::to_owned).collect()
}

#[test]
fn a_moved_date_keeps_its_event_and_is_told() {
    let before = site("\n[[applies]]\nevent = \"e\"\nimplementation_date = 2027-01-04\n");
    let after = site(
        "\n[[applies]]\nevent = \"e\"\nimplementation_date = 2027-03-01\n\n[[date_changes]]\nevent = \"e\"\nwas = 2027-01-04\nchanged_on = 2026-10-05\nreason = \"Benches were late.\"\n",
    );
    let (old, new) = (event(&before), event(&after));
    let line =
        |event: &[String], name: &str| event.iter().find(|line| line.starts_with(name)).cloned().expect("it is there");
    assert_eq!(line(&old, "UID:"), line(&new, "UID:"));
    assert_eq!(
        (line(&old, "DTSTART"), line(&new, "DTSTART")),
        ("DTSTART;VALUE=DATE:20270104".to_owned(), "DTSTART;VALUE=DATE:20270301".to_owned())
    );
    assert_eq!((line(&old, "SEQUENCE"), line(&new, "SEQUENCE")), ("SEQUENCE:0".to_owned(), "SEQUENCE:1".to_owned()));
    assert_eq!(
        (line(&old, "DTSTAMP"), line(&new, "DTSTAMP")),
        ("DTSTAMP:20190626T000000Z".to_owned(), "DTSTAMP:20261005T000000Z".to_owned())
    );
    let compiled = after.compile();
    let html = page(&compiled, "standards/tapir/1.0/index.html");
    assert!(html.contains("Dates that moved") && html.contains("Benches were late."), "{html}");
    for feed in ["atom.xml", "feed.json", "standards/tapir/atom.xml"] {
        let text = page(&compiled, feed);
        assert!(
            text.contains("implementation date moved from Monday 4 January 2027 to Monday 1 March 2027."),
            "{text}"
        );
        assert!(text.contains("2026-10-05T00:00:00Z"), "{text}");
        assert!(!page(&before.compile(), feed).contains("2026-10-05"));
    }
}
