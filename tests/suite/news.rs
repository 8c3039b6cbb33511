//! Feeds and calendars over a meeting's life and a version's: what is news when, and what says that something moved.
//!
//! **Invariant.** No time is after the day of the build, and what a file dates moves the time or the sequence.

use crate::harness::{Site, found, page};

const DAYS: [(i16, i8, i8); 4] = [(2026, 11, 28), (2026, 12, 2), (2026, 12, 9), (2026, 12, 16)];

/// Meeting 9, with these lines and this body, as of a day.
fn meeting(lines: &str, body: &str, (year, month, day): (i16, i8, i8)) -> Site {
    let text = format!("+++\nclassification = \"White\"\nnumber = 9\n{lines}\n+++\n{body}\n");
    Site::new().file("content/committees/ssc/meetings/9.md", text).on(year, month, day)
}

/// The entries of the site's feed: when each was updated, and its words.
fn entries(site: &Site) -> Vec<(String, String)> {
    let compiled = site.compile();
    assert_eq!(found(&compiled), []);
    let feed = page(&compiled, "atom.xml");
    let between = |text: &str, from: &str, to: &str| {
        text.split_once(from)
            .and_then(|(_, rest)| rest.split_once(to))
            .map(|(own, _)| own.to_owned())
            .unwrap_or_default()
    };
    let entry =
        |entry: &str| (between(entry, "<updated>", "T"), between(entry, "<content type=\"html\">", "</content>"));
    feed.split("<entry>").skip(1).map(entry).collect()
}

/// The lines of the only event of the site's calendar.
fn event(site: &Site) -> Vec<String> {
    let compiled = site.compile();
    let calendar = page(&compiled, "calendar.ics");
    let (_, event) = calendar.split_once("BEGIN:VEVENT").expect("an event");
    assert!(!event.contains("BEGIN:VEVENT"), "one event");
    event.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

fn line(event: &[String], name: &str) -> String {
    event.iter().find(|line| line.starts_with(name)).cloned().unwrap_or_default()
}

#[test]
fn a_meeting_is_news_when_its_headlines_are_there() {
    let held = "The SSC **NOTED** the thing.";
    for day in DAYS {
        assert_eq!(entries(&meeting("date = 2026-12-09", "", day)), [], "announced by nobody on a day that is known");
    }
    for day in &DAYS[..2] {
        assert_eq!(
            entries(&meeting("date = 2026-12-09", "The agenda is long.", *day)),
            [],
            "nothing is dated in the future"
        );
    }
    let news = entries(&meeting("date = 2026-12-09", held, DAYS[3]));
    assert_eq!(news.len(), 1);
    assert!(news[0].0 == "2026-12-09" && news[0].1.contains("NOTED the thing"), "{news:?}");
}

#[test]
fn a_dated_announcement_is_news_on_its_day_and_again_with_the_headlines() {
    let lines = "date = 2026-12-09\npublish_on = 2026-11-20";
    for day in DAYS {
        let news = entries(&meeting(lines, "", day));
        assert_eq!(news.iter().map(|(day, _)| day.as_str()).collect::<Vec<_>>(), ["2026-11-20"], "it does not creep");
        assert!(!news[0].1.contains("&lt;ul&gt;&lt;/ul&gt;"), "{news:?}");
    }
    let news = entries(&meeting(lines, "The SSC **NOTED** the thing.", DAYS[3]));
    assert_eq!(news[0].0, "2026-12-09");
    let updated = format!("{lines}\nupdates = [{{ date = 2026-12-11, note = \"Corrected.\" }}]");
    assert_eq!(entries(&meeting(&updated, "The SSC **NOTED** the thing.", DAYS[3]))[0].0, "2026-12-11");
}

#[test]
fn a_sentence_is_told_once_and_no_list_is_empty() {
    let site = meeting("date = 2026-11-25", "The SSC **NOTED** the wish and **AGREED** with it.", DAYS[0]);
    let news = entries(&site);
    assert_eq!(news[0].1.matches("the wish").count(), 1, "{news:?}");
    let news = entries(&meeting("date = 2026-11-25", "Nothing was decided.", DAYS[0]));
    assert_eq!(news[0].1, "&lt;ul&gt;&lt;li&gt;No decision of this meeting is published.&lt;/li&gt;&lt;/ul&gt;");
}

#[test]
fn a_moved_meeting_keeps_its_uid_with_a_higher_sequence() {
    let before = event(&meeting("date = 2026-12-09", "", DAYS[0]));
    let after = event(&meeting("date = 2026-12-02\nmoved_from = 2026-12-09", "", DAYS[0]));
    assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
    assert_eq!([line(&before, "SEQUENCE"), line(&after, "SEQUENCE")], ["SEQUENCE:0", "SEQUENCE:1"]);
    assert!(line(&after, "DESCRIPTION").contains("Moved from Wednesday 9 December 2026."), "{after:?}");
    for event in [&before, &after] {
        assert_eq!(line(event, "DTSTAMP"), "DTSTAMP:20261128T000000Z");
        assert!(line(event, "DESCRIPTION").ends_with("https://outputs.example.org/meetings/ssc/9/"), "{event:?}");
    }
    let updated = "date = 2026-12-02\nmoved_from = 2026-12-09\nupdates = [{ date = 2026-11-27, note = \"Moved.\" }]";
    let updated = event(&meeting(updated, "", DAYS[0]));
    assert_eq!([line(&updated, "SEQUENCE"), line(&updated, "DTSTAMP")], ["SEQUENCE:2", "DTSTAMP:20261127T000000Z"]);
}

#[test]
fn times_never_go_back_as_days_pass() {
    for lines in [
        "date = 2026-12-09",
        "date = 2026-12-09\nmoved_from = 2026-12-02",
        "date = 2026-12-09\npublish_on = 2026-11-20",
    ] {
        let stamps: Vec<String> = DAYS.map(|day| line(&event(&meeting(lines, "", day)), "DTSTAMP")).to_vec();
        assert!(stamps.is_sorted() && stamps[3] == "DTSTAMP:20261209T000000Z", "{stamps:?}");
    }
}

#[test]
fn a_cancelled_meeting_is_shown_as_such_everywhere() {
    let site = meeting(
        "date = 2026-12-09\ncancelled = true\nupdates = [{ date = 2026-11-27, note = \"Cancelled.\" }]",
        "",
        DAYS[0],
    );
    let own = event(&site);
    assert_eq!([line(&own, "STATUS"), line(&own, "SEQUENCE")], ["STATUS:CANCELLED", "SEQUENCE:2"]);
    assert!(entries(&site)[0].1.contains("This meeting was cancelled."));
    let compiled = site.compile();
    for path in ["meetings/ssc/9/index.html", "meetings/index.html", "meetings/ssc/index.html"] {
        assert!(page(&compiled, path).contains("<strong>Cancelled</strong>"), "{path}");
    }
    for (path, text) in [
        ("api/v1/meetings.json", "\"cancelled\":true"),
        ("api/v1/dates.json", "SSC 9 (cancelled)"),
        ("meetings/ssc/9/index.jsonld", "https://schema.org/EventCancelled"),
    ] {
        assert!(page(&compiled, path).contains(text), "{path}");
    }
}

const STANDARD: &str = "+++\nclassification = \"White\"\ntitle = \"Tapir Code\"\nshort_title = \"TC\"\nowner = \"O\"\n\n[[events]]\nid = \"e\"\nlabel = \"Event\"\n+++\n";

fn version(lines: &str, (year, month, day): (i16, i8, i8)) -> Site {
    let text = format!("+++\nclassification = \"White\"\nversion = \"1.0\"\n{lines}+++\n");
    let site = Site::new().file("content/standards/tapir/standard.md", STANDARD);
    site.file("content/standards/tapir/1.0.md", text).on(year, month, day)
}

/// The ids of the standard's feed below its version, with their days.
fn changes(site: &Site) -> Vec<(String, String)> {
    let compiled = site.compile();
    let feed = page(&compiled, "standards/tapir/atom.xml");
    let entry = |entry: &str| {
        let id = entry.split("/1.0/").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
        (id.to_owned(), entry.split("<updated>").nth(1).unwrap_or_default()[..10].to_owned())
    };
    feed.split("<entry>").skip(1).map(entry).collect()
}

#[test]
fn a_standards_feed_tells_each_change_on_its_day() {
    let lines = "approved_on = 2026-01-05\nwithdrawn_on = 2026-12-09\n\n[[applies]]\nevent = \"e\"\nimplementation_date = 2026-12-02\npermitted_from = 2026-02-02\n\n[[date_changes]]\nevent = \"e\"\nwas = 2026-11-02\nchanged_on = 2026-03-02\n";
    let known = |day| changes(&version(lines, day));
    let own = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(id, day)| ((*id).to_owned(), (*day).to_owned())).collect::<Vec<_>>()
    };
    let first = own(&[
        ("approved", "2026-03-02"),
        ("moved/e/implementation-date/2026-03-02", "2026-03-02"),
        ("permitted/e", "2026-02-02"),
    ]);
    assert_eq!(known(DAYS[0]), first);
    let mut second = own(&[("mandatory/e", "2026-12-02")]);
    second.extend(first);
    assert_eq!(known(DAYS[1]), second);
    let mut third = own(&[("withdrawn", "2026-12-09")]);
    third.extend(second);
    assert_eq!(known(DAYS[2]), third);
    assert_eq!(
        changes(&version(&format!("draft = true\n{lines}").replace("withdrawn_on = 2026-12-09\n", ""), DAYS[2])),
        []
    );
}

#[test]
fn each_event_of_a_standard_has_a_calendar_and_one_with_alarms() {
    let lines = "\n[[applies]]\nevent = \"e\"\nimplementation_date = 2027-12-02\n\n[[milestones]]\ndate = 2027-01-01\nlabel = \"Clause 4\"\n";
    let compiled = version(lines, DAYS[0]).compile();
    let [plain, alarm] =
        ["calendar-e", "calendar-e-alarm"].map(|name| page(&compiled, &format!("standards/tapir/{name}.ics")));
    assert!(plain.matches("BEGIN:VEVENT").count() == 1 && !plain.contains("VALARM") && !plain.contains("Clause 4"));
    assert!(alarm.contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\n") && alarm.contains("TRIGGER:-P90DT15H\r\n"), "{alarm}");
    let past = version(lines, (2028, 1, 1)).compile();
    assert!(!page(&past, "standards/tapir/calendar-e-alarm.ics").contains("VALARM"));
    let html = page(&compiled, "standards/tapir/index.html");
    assert!(html.contains("webcal://outputs.example.org/standards/tapir/calendar-e-alarm.ics"), "{html}");
}
