//! The files for programs, read by the readers that people use: `tests/readers/read.py` runs them.
//!
//! **Invariant.** A date of a version is the same on its page, in the table of its standard, in the API, the CSV file,
//! the feed and the calendar.

use crate::harness::{missing, project, promulgate};
use promulgate::date;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const AS_OF: &str = "2026-11-24";
const BASE: &str = "https://outputs.example.org/";
const PYTHON: &str = "/usr/bin/python3";

pub fn has_readers() -> bool {
    let imports = "import feedparser, icalendar, jsonschema, pandas, pyld, shutil; assert shutil.which('soffice')";
    let found = Command::new(PYTHON).args(["-W", "ignore", "-c", imports]).output();
    let is_there = found.is_ok_and(|out| out.status.success());
    if !is_there {
        missing("python3 with feedparser, icalendar, jsonschema, pandas and pyld, and LibreOffice Calc");
    }
    is_there
}

/// Builds a site's folder into another, in some time zone and language.
fn build(root: &Path, output: &Path, zone: &str, locale: &str) {
    let mut program = promulgate();
    program.args(["--quiet", "--as-of", AS_OF, "build", "--output"]).arg(output).current_dir(root);
    let built = program.env("TZ", zone).env("LC_ALL", locale).output().expect("the program starts");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

pub fn read(site: &Path) -> Value {
    let script = project().join("tests/readers/read.py");
    let out = Command::new(PYTHON).args(["-W", "ignore"]).arg(script).arg(site).output().expect("it starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("it prints JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn readers_accept_every_file_and_agree_on_every_date() {
    if !has_readers() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("public");
    build(&project(), &site, "UTC", "C");
    let found = read(&site);
    assert_eq!(list(&found["schema_faults"]), &[] as &[Value]);
    assert_eq!(list(&found["open_api_faults"]), &[] as &[Value]);
    let json = |path: &str| -> Value {
        serde_json::from_slice(&std::fs::read(site.join(path)).expect("it is there")).expect("it is JSON")
    };
    let standards = json("api/v1/standards.json");
    feeds(&found["feeds"], &json("feed.json"));
    meetings(&found["calendars"]["calendar.ics"], &json("api/v1/meetings.json"));
    sheets(&found["sheets"], &json("api/v1/decisions.json"));
    linked(&found["linked"]);
    let mut windows = 0;
    for standard in list(&standards["standards"]) {
        for version in list(&standard["versions"]) {
            for applies in list(&version["applies"]) {
                window(&site, &found, standard, version, applies);
                windows += 1;
            }
        }
    }
    assert!(windows > 8);
}

fn feeds(feeds: &Value, json_feed: &Value) {
    for (path, feed) in feeds.as_object().expect("feeds by path") {
        assert_eq!(feed["bozo"].as_bool(), Some(false), "{path}");
        let days = list(&feed["entries"]).iter().map(|entry| &text(&entry[2])[..10]);
        assert!(days.clone().all(|day| day <= AS_OF), "{path}: nothing is dated in the future");
    }
    let atom = list(&feeds["atom.xml"]["entries"]);
    let titles: BTreeMap<&str, &String> =
        feeds.as_object().expect("feeds").iter().map(|(path, feed)| (text(&feed["title"]), path)).collect();
    assert_eq!(Some(titles.len()), feeds.as_object().map(serde_json::Map::len), "every feed has a title of its own");
    assert!(atom.len() == 50 && feeds.as_object().is_some_and(|feeds| feeds.len() > 8));
    let ids = |entries: &[Value], id: &dyn Fn(&Value) -> String| entries.iter().map(id).collect::<Vec<_>>();
    let json = ids(list(&json_feed["items"]), &|item| text(&item["id"]).to_owned());
    assert_eq!(ids(atom, &|entry| text(&entry[0]).to_owned()), json);
}

/// Times are right across both changes of the clock.
fn meetings(calendar: &Value, meetings: &Value) {
    assert_eq!(list(&calendar["zones"]), &[Value::from("Europe/London")]);
    let events: BTreeMap<&str, &Value> =
        list(&calendar["events"]).iter().map(|event| (text(&event["uid"]), event)).collect();
    assert_eq!(events.len(), list(&calendar["events"]).len(), "every UID is there once");
    assert!(events.values().all(|event| &text(&event["stamp"])[..10] <= AS_OF), "no DTSTAMP is in the future");
    let is_linked = |event: &&Value| text(&event["description"]).contains(BASE);
    assert!(events.values().all(is_linked), "every event leads to its page");
    assert_eq!(calendar["refresh"], "PT12H");
    let (mut summer, mut winter) = (0, 0);
    for meeting in list(&meetings["meetings"]) {
        let uid = format!("meeting-{}@outputs.example.org", text(&meeting["id"]).replace('/', "-"));
        let event = events.get(uid.as_str()).unwrap_or_else(|| panic!("no event {uid}"));
        let Some(start) = meeting["start"].as_str() else {
            assert_eq!(event["start"], meeting["date"], "{uid}");
            continue;
        };
        let local = format!("{}T{start}:00", text(&meeting["date"]));
        assert!(text(&event["start"]).starts_with(&local), "{uid}: {event}");
        let is_summer = text(&event["start"]).ends_with("+01:00");
        let hour = |time: &str| time[11..13].parse::<i32>().expect("an hour");
        assert_eq!(hour(text(&event["utc"])), hour(&local) - i32::from(is_summer), "{uid}: {event}");
        *(if is_summer { &mut summer } else { &mut winter }) += 1;
    }
    assert!(summer > 5 && winter > 5, "{summer} in summer, {winter} in winter");
}

/// Nothing is a formula, dates are dates, and texts are what they were.
fn sheets(sheets: &Value, decisions: &Value) {
    for (name, sheet) in sheets.as_object().expect("sheets by name") {
        assert_eq!(sheet["formulas"], 0, "{name}");
        assert!(list(&sheet["rows"]).len() > 5, "{name}");
    }
    let rows = list(&sheets["decisions"]["rows"]);
    let column = |name: &str| list(&rows[0]).iter().position(|cell| cell[1] == name).expect("a column");
    let decisions = list(&decisions["decisions"]);
    assert_eq!(rows.len(), decisions.len() + 1);
    for (row, decision) in rows[1..].iter().zip(decisions) {
        assert_eq!((&row[column("id")][1], &row[column("text")][1]), (&decision["id"], &decision["text"]));
        assert_eq!((&row[column("date")][0], &row[column("date")][1]), (&Value::from("date"), &decision["date"]));
    }
}

fn linked(linked: &Value) {
    let types: Vec<&str> = linked.as_object().expect("files").values().map(|types| text(&types[0])).collect();
    for kind in ["Organization", "Event", "TechArticle", "DigitalDocument"] {
        assert!(types.contains(&format!("https://schema.org/{kind}").as_str()), "{kind} is in {types:?}");
    }
}

/// One window of a version, in everything that shows it.
fn window(site: &Path, found: &Value, standard: &Value, version: &Value, applies: &Value) {
    let (id, number, event) = (text(&standard["id"]), text(&version["version"]), text(&applies["event"]));
    let Some(day) = applies["implementation_date"].as_str() else { return };
    let context = format!("{id} {number} for {event}: {day}");
    let slug = text(&version["url"]).trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let page = |path: String| std::fs::read_to_string(site.join(path)).expect("the page is there");
    let element = format!("<time datetime=\"{day}\">");
    assert!(page(format!("standards/{id}/{slug}/index.html")).contains(&element), "{context} is on its page");
    assert!(page(format!("standards/{id}/index.html")).contains(&element), "{context} is in the table");
    let uid = format!("implementation-{id}-{slug}-{event}@outputs.example.org");
    for calendar in ["calendar.ics".to_owned(), format!("standards/{id}/calendar.ics")] {
        let events = list(&found["calendars"][&calendar]["events"]);
        let own =
            events.iter().find(|event| event["uid"] == uid.as_str()).unwrap_or_else(|| panic!("{context}: {calendar}"));
        assert_eq!(text(&own["start"]), day, "{context} is in {calendar}");
    }
    let rows = list(&found["sheets"]["implementation-dates"]["rows"]);
    let column = |name: &str| list(&rows[0]).iter().position(|cell| cell[1] == name).expect("a column");
    let cell = |row: &Value, name: &str| text(&row[column(name)][1]).to_owned();
    let own = rows.iter().find(|row| cell(row, "url") == text(&version["url"]) && cell(row, "event") == event);
    assert_eq!(own.map(|row| cell(row, "implementation_date")).as_deref(), Some(day), "{context} is in the CSV file");
    in_the_feed(found, standard, version, applies);
    let rows = list(&found["sheets"]["versions"]["rows"]);
    let own = rows.iter().find(|row| row[0][1] == format!("{id}/{slug}") && row[4][1] == event);
    let own = own.unwrap_or_else(|| panic!("{context} is in versions.csv"));
    let is_now = |answer: &&Value| {
        let [from, until] = ["from", "until"].map(|key| answer[key].as_str());
        answer["event"] == event && from.is_none_or(|from| from <= AS_OF) && until.is_none_or(|until| AS_OF <= until)
    };
    let answer = list(&version["answers"]).iter().find(is_now).expect("an answer for every day");
    assert_eq!(own[6][1], answer["status"], "{context} has its state in versions.csv");
    assert_eq!(own[1], Value::from(vec!["string", &version_name(standard, number)]), "{context} opens as text");
}

fn version_name(standard: &Value, label: &str) -> String {
    let name = standard["short_title"].as_str().unwrap_or(text(&standard["title"]));
    format!("{name} {label}")
}

/// The first day of a window is news on that day and not before, whatever its state is called.
fn in_the_feed(found: &Value, standard: &Value, version: &Value, applies: &Value) {
    let (day, event) = (text(&applies["implementation_date"]), text(&applies["event"]));
    let path = format!("standards/{}/atom.xml", text(&standard["id"]));
    let entries = list(&found["feeds"][&path]["entries"]);
    let kind = if applies["concurrent"] == true { "valid" } else { "mandatory" };
    let id = format!("tag:outputs.example.org,2026:{}{kind}/{event}", text(&version["url"]).replace(BASE, ""));
    let own = entries.iter().find(|entry| entry[0] == id.as_str());
    let began = list(&version["answers"])
        .iter()
        .any(|row| row["from"] == day && row["status"] == kind && row["event"] == event);
    assert_eq!(own.is_some(), began && day <= AS_OF, "{id}");
    if let Some(entry) = own {
        let long = date::long(day.parse().expect("a day"));
        assert!(text(&entry[4]).contains(&long), "{id}: {entry}");
        assert!(&text(&entry[2])[..10] >= day, "{id}: {entry}");
    }
}

#[test]
fn neither_time_zone_nor_language_changes_a_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = [
        ("UTC", "C"),
        ("Europe/London", "en_GB.UTF-8"),
        ("Pacific/Kiritimati", "tr_TR.UTF-8"),
        ("America/Los_Angeles", "de_DE.UTF-8"),
        ("Asia/Kathmandu", "ar_EG.UTF-8"),
    ];
    let manifests = places.map(|(zone, locale)| {
        let output = folder.path().join(locale);
        build(&project(), &output, zone, locale);
        std::fs::read_to_string(output.join("manifest.json")).expect("it is there")
    });
    assert!(manifests.iter().all(|manifest| *manifest == manifests[0] && manifest.contains("calendar.ics")));
}
