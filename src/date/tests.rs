//! Dates as written and as read.

use super::*;

fn day(year: i16, month: i8, day: i8) -> Date {
    jiff::civil::date(year, month, day)
}

/// Each date found, as `Thursday? 2019-09-26 [text]`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = dates_in(text)
        .into_iter()
        .map(|found| {
            let weekday = found.weekday.map_or("-", weekday_name);
            format!("{weekday} {} [{}]", iso(found.date), &text[found.range])
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn one_date_in_each_form() {
    for (written, weekday) in [
        ("Thursday 26 September 2019", "Thursday"),
        ("26 September 2019", "-"),
        ("26th September 2019", "-"),
        ("Thu 26 Sep 2019", "Thursday"),
        ("Thursday, 26 September 2019", "Thursday"),
        ("26 September, 2019", "-"),
        ("2019-09-26", "-"),
        ("Thursday 2019-09-26", "Thursday"),
        ("Thursday\u{a0}26\u{a0}September\u{a0}2019", "Thursday"),
        ("26\u{202f}September\u{2009}2019", "-"),
        ("Thursday\n26 September\n2019", "Thursday"),
        ("Thurs 26 Sept 2019", "Thursday"),
        ("Thurs. 26 Sept. 2019", "Thursday"),
        ("Thursday 26th of September 2019", "Thursday"),
        ("Thursday the 26th of September, 2019", "Thursday"),
        ("THURSDAY 26 SEPTEMBER 2019", "Thursday"),
        ("thursday 26 september 2019", "Thursday"),
        ("26TH SEPTEMBER 2019", "-"),
        ("Thursday, September 26, 2019", "Thursday"),
        ("September 26th, 2019", "-"),
        ("26-Sep-2019", "-"),
        ("26\u{2011}September\u{2011}2019", "-"),
        ("Tuesday 26 September 2019", "Tuesday"),
        ("Wed 26 September 2019", "Wednesday"),
    ] {
        check(written, &[&format!("{weekday} 2019-09-26 [{written}]")]);
        check(
            &format!("by {written}, or (‘{written}’)."),
            &[&format!("{weekday} 2019-09-26 [{written}]"), &format!("{weekday} 2019-09-26 [{written}]")],
        );
    }
}

#[test]
fn every_month_in_full_and_short() {
    for (index, name) in MONTHS.iter().enumerate() {
        for written in [format!("1 {name} 2020"), format!("01 {} 2020", &name[..3])] {
            let expected = format!("- 2020-{:02}-01 [{written}]", index + 1);
            check(&written, &[&expected]);
        }
    }
}

#[test]
fn every_weekday_in_full_and_short() {
    for (index, weekday) in WEEKDAYS.into_iter().enumerate() {
        let name = weekday_name(weekday);
        for written in [format!("{name} {} July 2019", index + 1), format!("{} {} July 2019", &name[..3], index + 1)] {
            let found = dates_in(&written);
            assert_eq!(found[0].weekday, Some(weekday), "{written}");
            assert_eq!(weekday_is_wrong(&found[0]), None, "{written}");
        }
    }
}

#[test]
fn what_is_no_date() {
    for text in [
        "2018/19",
        "ISO/IEC 29147:2018",
        "ISO/IEC (DIS) 30111:2018",
        "v1.3",
        "pre-v.49",
        "26/06/2019",
        "26.06.2019",
        "06-26-2019",
        "80_2606",
        "26 September",
        "September 2019",
        "Thursday 26 September",
        "26 September 19",
        "26 September 20190",
        "126 September 2019",
        "26 Septembre 2019",
        "26 Sextember 2019",
        "26September 2019",
        "version 1.3 June 2019",
        "SSC 80 June 2019",
        "31 March 2018/19",
        "31 March 2018/2019",
        "12 May 1500 kWh",
        "ssc/2019-06-26#item-3",
        "2019-06-26.pdf",
        "SSC-2019-06-26",
        "2019-06-26-01",
        "2019-13-01",
        "2019-6-26",
        "12019-06-26",
        "26 of the September 2019 releases",
        "",
    ] {
        check(text, &[]);
        assert!(impossible_dates_in(text).is_empty(), "{text}");
    }
}

#[test]
fn dates_among_other_words() {
    check(
        "Wednesday 12 June 2019 and Tuesday 25 June 2019",
        &["Wednesday 2019-06-12 [Wednesday 12 June 2019]", "Tuesday 2019-06-25 [Tuesday 25 June 2019]"],
    );
    check("26–27 June 2019", &["- 2019-06-27 [27 June 2019]"]);
    check("26/27 June 2019", &["- 2019-06-27 [27 June 2019]"]);
    check("26 June 2019–10 July 2019", &["- 2019-06-26 [26 June 2019]", "- 2019-07-10 [10 July 2019]"]);
    check("version 1.3 on 2 August 2017.", &["- 2017-08-02 [2 August 2017]"]);
    check("It closed 26 June 2019.The next", &["- 2019-06-26 [26 June 2019]"]);
    check("(SC v1.3), 26 June 2019; 2018/19", &["- 2019-06-26 [26 June 2019]"]);
    check("é 26 June 2019 é", &["- 2019-06-26 [26 June 2019]"]);
    check("10:00 26 June 2019", &["- 2019-06-26 [26 June 2019]"]);
    check("26th June 2019's minutes", &["- 2019-06-26 [26th June 2019]"]);
}

#[test]
fn weekdays_that_are_none() {
    for text in [
        "Thurday 26 June 2019",
        "Wendesday 26 June 2019",
        "Thursdays 26 June 2019",
        "sat 26 June 2019",
        "Thursday: 26 June 2019",
        "Sunday's 26 June 2019",
        "MThursday 26 June 2019",
        "Thur sday 26 June 2019",
    ] {
        check(text, &["- 2019-06-26 [26 June 2019]"]);
    }
}

#[test]
fn dates_that_no_calendar_has() {
    for (text, impossible) in [
        ("by 31 June 2019.", "31 June 2019"),
        ("on Friday 29 February 2019", "Friday 29 February 2019"),
        ("32 January 2020", "32 January 2020"),
        ("0 January 2020", "0 January 2020"),
        ("Thursday 62 June 2019", "Thursday 62 June 2019"),
        ("31st of April 2020", "31st of April 2020"),
        ("2019-02-30", "2019-02-30"),
        ("29 February 2100", "29 February 2100"),
    ] {
        let found: Vec<&str> = impossible_dates_in(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [impossible], "{text}");
        check(text, &[]);
    }
    check("29 February 2020", &["- 2020-02-29 [29 February 2020]"]);
    check("31 June 2019 or 30 June 2019", &["- 2019-06-30 [30 June 2019]"]);
}

#[test]
fn wrong_weekdays() {
    for (text, right) in [
        ("Wednesday 26 September 2019", Some(Weekday::Thursday)),
        ("Thursday 26 September 2019", None),
        ("26 September 2019", None),
        ("Thu 26 Jun 2019", Some(Weekday::Wednesday)),
        ("Wed, 26th June, 2019", None),
        ("Saturday 29 February 2020", None),
        ("Monday 2019-07-02", Some(Weekday::Tuesday)),
    ] {
        assert_eq!(weekday_is_wrong(&dates_in(text)[0]), right, "{text}");
    }
}

#[test]
fn dates_written_out() {
    for (date, long_form, short_form, data) in [
        (day(2019, 9, 26), "Thursday 26 September 2019", "26 September 2019", "2019-09-26"),
        (day(2020, 2, 29), "Saturday 29 February 2020", "29 February 2020", "2020-02-29"),
        (day(2022, 8, 1), "Monday 1 August 2022", "1 August 2022", "2022-08-01"),
    ] {
        assert_eq!((long(date), short(date), iso(date)), (long_form.into(), short_form.into(), data.into()));
    }
}

#[test]
fn what_is_written_out_is_found_again() {
    let mut date = day(1999, 12, 1);
    while date < day(2030, 1, 1) {
        for written in [long(date), short(date), iso(date)] {
            let found = dates_in(&written);
            assert_eq!(found.len(), 1, "{written}");
            assert_eq!((found[0].date, &found[0].range), (date, &(0..written.len())));
            assert_eq!(weekday_is_wrong(&found[0]), None);
        }
        date = date.checked_add(jiff::Span::new().days(17)).unwrap();
    }
}

#[test]
fn no_text_makes_it_panic() {
    let pieces =
        ["26", " ", "June", "2019", "-", "/", "é", "Thursday", ".", "\u{a0}", "th", "ſ", "31", "K", ",", "\u{2011}"];
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..3000 {
        let text: String = (0..random.usize(0..14)).map(|_| pieces[random.usize(..pieces.len())]).collect();
        for range in dates_in(&text).into_iter().map(|found| found.range).chain(impossible_dates_in(&text)) {
            assert!(text.get(range).is_some(), "{text}");
        }
    }
}

#[test]
fn the_real_document_has_thirteen_pairs_and_all_are_right() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real/ssc-80-headlines.txt");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: {path} is missing");
        return;
    };
    let pairs: Vec<_> = dates_in(&text).into_iter().filter(|found| found.weekday.is_some()).collect();
    assert_eq!(pairs.len(), 13);
    assert!(pairs.iter().all(|pair| weekday_is_wrong(pair).is_none()));
    assert!(impossible_dates_in(&text).is_empty());
}
