//! Standards and decisions as registers: who decided what, and what is still open.

use crate::harness::{Site, everything, found, page};

const STANDARD: &str = "+++\nclassification = \"White\"\ntitle = \"Tapir Characteristics\"\nshort_title = \"Tapir SC\"\nowner = \"O\"\ncommittee = \"ssc\"\n\n[[events]]\nid = \"e\"\nlabel = \"Event\"\n+++\n";

fn with_version(version: &str) -> Site {
    Site::new().file("content/standards/tapir/standard.md", STANDARD).file(
        "content/standards/tapir/1.3.md",
        format!("+++\nclassification = \"White\"\nversion = \"1.3\"\n{version}+++\n"),
    )
}

fn meeting(number: u32, day: u32, body: &str) -> (String, String) {
    let text = format!("+++\nclassification = \"White\"\ndate = 2019-06-{day:02}\nnumber = {number}\n+++\n{body}");
    (format!("content/committees/ssc/meetings/{number}.md"), text)
}

#[test]
fn a_version_and_its_decision_lead_to_each_other() {
    let body = "### 10. Tapir\n\nThe SSC **APPROVED** version 1.3. It **AGREED** to meet.\n";
    let site = with_version("approved_on = 2019-06-26\napproved_by = \"ssc/80#item-10\"\n").meeting(body);
    let compiled = site.compile();
    assert_eq!(found(&compiled), []);
    let version = page(&compiled, "standards/tapir/1.3/index.html");
    assert!(version.contains("<a href=\"/meetings/ssc/80/#item-10\">SSC 80: Item 10, Tapir</a>"), "{version}");
    assert!(version.contains("<p>The SSC APPROVED version 1.3.</p>"), "{version}");
    let meeting = page(&compiled, "meetings/ssc/80/index.html");
    assert_eq!(meeting.matches("Made <a href=\"/standards/tapir/1.3/\">Tapir SC 1.3</a>").count(), 1, "{meeting}");
}

#[test]
fn a_withheld_decision_is_as_if_it_were_not_named() {
    let body = "### 10. Zebra (RED)\n\nThe SSC **APPROVED** version 1.3.\n";
    let named = with_version("approved_by = \"ssc/80#item-10\"\n").meeting(body).compile();
    assert_eq!(found(&named), [("decision-withheld", 4)]);
    let unnamed = with_version("").meeting(body).compile();
    assert_eq!(everything(&named), everything(&unnamed));
}

#[test]
fn a_standard_is_named_by_its_short_title() {
    let compiled = with_version("").meeting("[the standard](tapir-sc), [1.3](tapir-sc/1.3)\n").compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "meetings/ssc/80/index.html");
    assert!(html.contains("href=\"/standards/tapir/1.3/\"") && html.contains("href=\"/standards/tapir/\""), "{html}");
}

/// The deferrals of meeting 79 that are open when meeting 80 has this body.
#[track_caller]
fn check_open(title: &str, later: &str, expected: usize) {
    let body = format!("### 3. {title}\n\nThe SSC **AGREED** to defer it until Wednesday 10 July 2019.\n");
    let site = [meeting(79, 12, &body), meeting(80, 26, later)]
        .into_iter()
        .fold(Site::new(), |site, (path, text)| site.file(&path, text));
    let compiled = site.compile();
    assert_eq!(found(&compiled), []);
    let open = page(&compiled, "decisions/index.html").matches("; no later decision published").count();
    assert_eq!(open, expected, "{title}: {later}");
    let json = page(&compiled, "api/v1/decisions.json");
    assert_eq!(json.matches("\"open\":true").count(), expected, "{json}");
}

#[test]
fn a_deferral_is_open_until_a_later_decision_about_it() {
    check_open("Remote access", "### 4. Other\n\nThe SSC **APPROVED** it.\n", 1);
    check_open("Remote access", "### 4. Remote Access\n\nThe SSC **APPROVED** it.\n", 0);
    check_open("Remote access", "### 4. Remote access\n\nNothing was said.\n", 1);
    check_open("Remote access", "### 4. Other\n\nThe SSC **APPROVED** [it](ssc/79#item-3).\n", 0);
    check_open("Remote access", "### 4. Other\n\nThe SSC **APPROVED** [it](79.md#decision-3-1).\n", 0);
    check_open("Any other business", "### 4. Any other business\n\nThe SSC **NOTED** a party.\n", 1);
}

#[test]
fn a_draft_applies_on_no_day() {
    let draft = "draft = true\n\n[[applies]]\nevent = \"e\"\nimplementation_date = 2019-01-01\n";
    let compiled = with_version(draft).compile();
    assert_eq!(found(&compiled), [("draft-applies", 8)]);
    let html = page(&compiled, "standards/tapir/index.html");
    assert!(html.contains("Which version of Tapir SC is mandatory is not recorded here."), "{html}");
}

#[test]
fn the_dates_of_a_draft_stand_on_its_page_only() {
    let front = "draft = true\ndocument_date = \"2028-11-12\"\napproved_on = 2028-12-13\nwithdrawn_on = 2031-01-02\n\n[[applies]]\nevent = \"e\"\nimplementation_date = 2029-03-04\npermitted_from = 2029-02-03\nlast_date = 2030-04-05\n\n[[milestones]]\ndate = 2029-05-06\nlabel = \"Zebra tests begin\"\n\n[[date_changes]]\nevent = \"e\"\nwas = 2029-01-02\nchanged_on = 2028-10-11\n";
    let site = with_version("").file(
        "content/standards/tapir/2.0.md",
        format!("+++\nclassification = \"White\"\nversion = \"2.0\"\n{front}+++\n"),
    );
    let compiled = site.on(2026, 11, 24).compile();
    assert_eq!(found(&compiled), [("draft-applies", 11)]);
    let days = [
        "2028-11-12",
        "2028-12-13",
        "2031-01-02",
        "2029-03-04",
        "2029-02-03",
        "2030-04-05",
        "2029-05-06",
        "2029-01-02",
        "2028-10-11",
    ];
    let own = page(&compiled, "standards/tapir/2.0/index.html");
    for day in days {
        let written: jiff::civil::Date = day.parse().expect("a day");
        let forms = [day.to_owned(), day.replace('-', ""), promulgate::date::short(written)];
        assert!(forms.iter().any(|form| own.contains(form)), "{day}: {own}");
        for (path, bytes) in
            compiled.edition.files().filter(|(path, _)| path.as_str() != "standards/tapir/2.0/index.html")
        {
            let text = String::from_utf8_lossy(bytes);
            assert!(!forms.iter().any(|form| text.contains(form)), "{day} in {}", path.as_str());
        }
    }
}

/// What `latest/` leads to; `None` where it asks.
fn latest(site: Site) -> Option<String> {
    let compiled = site.on(2026, 12, 15).compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "standards/tapir/latest/index.html");
    assert!(html.contains("noindex") && html.contains("15 December 2026"), "{html}");
    let (_, rest) = html.split_once("content=\"0; url=")?;
    rest.split_once('"').map(|(url, _)| url.to_owned())
}

#[test]
fn latest_leads_to_a_version_only_where_every_event_has_it() {
    let two = |more: &str| {
        let second = format!("{more}\n[[events]]\nid = \"f\"\nlabel = \"Other\"\n+++\n");
        STANDARD
            .replace("committee = \"ssc\"\n", &format!("committee = \"ssc\"\n{more}"))
            .replace("label = \"Event\"\n+++\n", &format!("label = \"Event\"\n{}", second.trim_start_matches(more)))
    };
    let site = |more: &str, first: &str, second: &str| {
        with_version(&format!("{}{}", from("e", "2019-09-26"), window("f", "2019-09-26")))
            .file("content/standards/tapir/standard.md", two(more))
            .file("content/standards/tapir/1.4.md", next(&format!("{}{}", window("e", first), window("f", second))))
    };
    assert_eq!(latest(site("", "2026-12-01", "2026-12-15")).as_deref(), Some("/standards/tapir/1.4/"));
    assert_eq!(latest(site("", "2026-12-01", "2026-12-16")), None);
    assert_eq!(latest(site("concurrent = true\n", "2026-12-01", "2026-12-15")), None);
    assert_eq!(latest(with_version("")), None);
    assert_eq!(latest(with_version(&from("e", "2026-12-16"))), None);
}

#[test]
fn a_version_is_labelled_as_its_owner_writes_it() {
    let labels = [
        ("140-2", "140-2"),
        ("Issue 7", "issue-7"),
        ("2019 edition", "2019-edition"),
        ("1.3a", "1.3a"),
        ("4.2-rc", "4.2-rc"),
        ("2.0 draft 3", "2.0-draft-3"),
        ("2.0", "2.0"),
    ];
    let file = |site: Site, (label, slug): (&str, &str)| {
        let text = format!("+++\nclassification = \"White\"\nversion = \"{label}\"\n+++\n");
        site.file(&format!("content/standards/tapir/{slug}.md"), text)
    };
    let site = labels.into_iter().fold(Site::new().file("content/standards/tapir/standard.md", STANDARD), file);
    let compiled = site.meeting("[seven](tapir/issue-7)\n").compile();
    assert_eq!(found(&compiled), []);
    let register: serde_json::Value =
        serde_json::from_str(page(&compiled, "standards/tapir/index.json")).expect("it is JSON");
    let shown: Vec<&str> =
        register["versions"].as_array().expect("a list").iter().filter_map(|it| it["version"].as_str()).collect();
    assert_eq!(shown, ["Issue 7", "1.3a", "2.0 draft 3", "2.0", "4.2-rc", "140-2", "2019 edition"]);
    assert!(page(&compiled, "standards/tapir/issue-7/index.html").contains("Version Issue 7"));
    let two = with_version("").file(
        "content/standards/tapir/issue-1.md",
        "+++\nclassification = \"White\"\nversion = \"Issue 1\"\norder = 1\n+++\n",
    );
    assert_eq!(found(&two.compile()), []);
}

#[test]
fn a_milestone_stands_with_the_dates_only_while_it_counts() {
    let milestone = "\n[[milestones]]\ndate = 2026-03-15\nlabel = \"Clause 7\"\n";
    let site = with_version(&format!("{}{milestone}", from("e", "2026-02-16")))
        .file("content/standards/tapir/1.4.md", next(&from("e", "2026-02-17")));
    let compiled = site.on(2026, 1, 1).compile();
    assert_eq!(found(&compiled), [("milestone-over", 11)]);
    assert!(page(&compiled, "standards/tapir/1.3/index.html").contains("superseded or withdrawn by then"));
    for path in ["api/v1/dates.json", "dates/index.html", "index.html"] {
        assert!(!page(&compiled, path).contains("Clause 7"), "{path}");
    }
    let own = STANDARD.replace("label = \"Event\"\n", &format!("label = \"Event\"\n{milestone}"));
    let compiled = Site::new().file("content/standards/tapir/standard.md", own).on(2026, 1, 1).compile();
    for path in ["api/v1/dates.json", "dates/index.html", "index.html", "standards/tapir/index.html"] {
        assert!(page(&compiled, path).contains("Clause 7"), "{path}");
    }
}

#[test]
fn a_month_stands_with_the_dates_as_a_month() {
    let month = "\n[[applies]]\nevent = \"e\"\nimplementation_month = \"2026-11\"\n";
    let site = with_version(month);
    for (as_of, state) in [((2026, 11, 30), "To come"), ((2026, 12, 1), "Past")] {
        let compiled = site.clone().on(as_of.0, as_of.1, as_of.2).compile();
        for path in ["dates/index.html", "dates/2026/index.html"] {
            let html = page(&compiled, path);
            let row = html.find("November 2026, the day not announced").expect("it is there");
            assert!(html.find(&format!(">{state}</h2>")).is_some_and(|at| at < row), "{path} {state}");
        }
        let dates: serde_json::Value = serde_json::from_str(page(&compiled, "api/v1/dates.json")).expect("it is JSON");
        let entry = &dates["dates"][0];
        assert_eq!((&entry["date"], &entry["month"]), (&serde_json::Value::Null, &serde_json::json!("2026-11")));
    }
}

#[test]
fn versions_side_by_side_are_never_called_mandatory() {
    let site = with_version(&from("e", "2026-02-16"));
    let standard = String::from_utf8(site.files["content/standards/tapir/standard.md"].clone()).expect("it is text");
    let (head, rest) = standard.split_once("title = ").expect("it has a title");
    let concurrent =
        site.clone().file("content/standards/tapir/standard.md", format!("{head}concurrent = true\ntitle = {rest}"));
    let state = |site: Site| {
        let compiled = site.on(2026, 1, 1).compile();
        ["dates/index.html", "index.html"].map(|path| {
            let html = page(&compiled, path);
            let row = html.find("row row-implementation").map(|at| &html[at..]).expect("it is there");
            row.split("<span class=\"state\">")
                .nth(1)
                .and_then(|rest| rest.split('<').next())
                .expect("a state")
                .to_owned()
        })
    };
    assert_eq!(state(site), ["Mandatory", "Mandatory"]);
    assert_eq!(state(concurrent), ["Valid", "Valid"]);
}

#[test]
fn a_page_is_as_strict_as_the_strictest_thing_on_it() {
    let body = "### 10. Tapir (GREEN)\n\nThe SSC **APPROVED** version 1.3, mandatory from 1 May 2020.\n";
    let window = "\n[[applies]]\nevent = \"e\"\nimplementation_date = 2020-05-01\n";
    let compiled = with_version(&format!("approved_by = \"ssc/80#item-10\"\n{window}")).meeting(body).compile();
    assert_eq!(found(&compiled), []);
    for path in ["standards/tapir/1.3", "standards/tapir", "standards", "decisions"] {
        let html = page(&compiled, &format!("{path}/index.html"));
        assert!(html.contains("Classification of this page: <span class=\"badge badge-green\">Green</span>"), "{path}");
    }
    let green = with_version(window).compile();
    let html = page(&green, "standards/tapir/1.3/index.html");
    assert!(html.contains("Classification of this page: <span class=\"badge badge-white\">White</span>"), "{html}");
}

/// What the banners of version 1.3 say, built for a day; those that only a later day shows are in brackets.
fn banners(site: Site, (year, month, day): (i16, i8, i8)) -> Vec<String> {
    let compiled = site.on(year, month, day).compile();
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, "standards/tapir/1.3/index.html");
    let document = scraper::Html::parse_document(html);
    let banner = scraper::Selector::parse(".banner").expect("a selector");
    let said = |found: scraper::ElementRef<'_>| {
        let text: String = found.text().collect();
        if found.attr("hidden").is_some() { format!("[{text}]") } else { text }
    };
    document.select(&banner).map(said).collect()
}

#[test]
fn a_banner_agrees_with_the_day() {
    let see = "See all versions of Tapir Characteristics.";
    let site = || {
        with_version(&from("e", "2019-09-26")).file("content/standards/tapir/1.4.md", next(&from("e", "2021-03-01")))
    };
    let to_be = format!("To be superseded from Monday 1 March 2021 by version 1.4. {see}");
    let is = format!("Superseded from Monday 1 March 2021 by version 1.4. {see}");
    assert_eq!(banners(site(), (2021, 2, 28)), [to_be, format!("[{is}]")]);
    assert_eq!(banners(site(), (2021, 3, 1)), [is]);
    let site = || with_version(&format!("withdrawn_on = 2020-01-01\n{}", from("e", "2019-09-26")));
    let is = format!("Withdrawn from Wednesday 1 January 2020. {see}");
    assert_eq!(
        banners(site(), (2019, 12, 31)),
        ["To be withdrawn from Wednesday 1 January 2020.".to_owned(), format!("[{is}]")]
    );
    assert_eq!(banners(site(), (2020, 1, 1)), [is]);
}

#[test]
fn no_banner_says_superseded_of_what_is_not() {
    // The next version is approved without a date; or comes after this one is withdrawn.
    let undated = with_version(&from("e", "2019-09-26")).file("content/standards/tapir/1.4.md", next(""));
    assert_eq!(banners(undated, (2021, 3, 1)), Vec::<String>::new());
    let withdrawn = with_version(&format!("withdrawn_on = 2020-01-01\n{}", from("e", "2019-09-26")));
    let site = withdrawn.file("content/standards/tapir/1.4.md", next(&from("e", "2021-03-01")));
    let said = banners(site, (2019, 12, 31));
    assert!(
        said.len() == 2 && said.iter().all(|banner| banner.contains("ithdrawn from Wednesday 1 January 2020")),
        "{said:?}"
    );
}

#[test]
fn events_with_days_of_their_own_have_banners_of_their_own() {
    let second = "[[events]]\nid = \"f\"\nlabel = \"Other\"\n+++\n";
    let standard = format!("{}{second}", STANDARD.strip_suffix("+++\n").expect("front matter ends"));
    let both = |one: &str, other: &str| format!("{}{}", from("e", one), window("f", other));
    let site = || {
        with_version(&both("2019-09-26", "2019-09-26"))
            .file("content/standards/tapir/standard.md", &standard)
            .file("content/standards/tapir/1.4.md", next(&both("2021-03-01", "2021-06-01")))
    };
    let by = "by version 1.4. See all versions of Tapir Characteristics.";
    let each = "From when for each event: see when it applies.";
    let to_be = format!("To be superseded for some events from Monday 1 March 2021 {by} {each}");
    let some = format!("Superseded for some events {by} {each}");
    let every = format!("Superseded for every event from Tuesday 1 June 2021 {by}");
    assert_eq!(banners(site(), (2021, 2, 28)), [to_be, format!("[{some}]"), format!("[{every}]")]);
    assert_eq!(banners(site(), (2021, 5, 31)), [some, format!("[{every}]")]);
    assert_eq!(banners(site(), (2021, 6, 1)), [every]);
}

/// Front matter: approved, and mandatory for an event from a day.
fn from(event: &str, day: &str) -> String {
    format!("approved_on = 2019-06-26\n\n{}", window(event, day))
}

fn window(event: &str, day: &str) -> String {
    format!("[[applies]]\nevent = \"{event}\"\nimplementation_date = {day}\n")
}

/// Version 1.4 with more front matter.
fn next(more: &str) -> String {
    format!("+++\nclassification = \"White\"\nversion = \"1.4\"\nsupersedes = \"1.3\"\n{more}+++\n")
}
