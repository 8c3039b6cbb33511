//! The page's own answer, for every day of twenty years: random standards, in a real browser.

use crate::chrome::Chrome;
use crate::example::{Example, world_readable};
use crate::registers::{FIRST, LAST, Standard};
use crate::server::Server;
use headless_chrome::protocol::cdp::Page::AddScriptToEvaluateOnNewDocument;
use std::path::Path;
use std::process::Command;

/// Asks the form for every day from FIRST to LAST; gives one line for each run of days with the same answer.
const ASK: &str = "
const form = document.querySelector('form[data-question]');
const { event, on } = form.elements;
const answer = document.getElementById('_answer');
const lines = [];
let last;
for (const id of ['e0', 'e1']) {
  event.value = id;
  for (let at = Date.UTC(2012, 0, 1); at <= Date.UTC(2031, 11, 31); at += 86400000) {
    const day = new Date(at).toISOString().slice(0, 10);
    on.value = day;
    form.dispatchEvent(new Event('change'));
    const found = `${id} ${answer.dataset.state} ${answer.dataset.version}`;
    if (found !== last) lines.push(`${day} ${found}`);
    last = found;
  }
}
return lines;
";

fn site(root: &Path, standard: &Standard) {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("it is below the site")).expect("a folder");
        std::fs::write(path, text).expect("it can be written");
    };
    write(
        "promulgate.toml",
        "[site]\ntitle = \"T\"\nbase_url = \"https://outputs.example.org/\"\norganisation = \"O\"\ncopyright = \"C\"\n\n[policy]\npublish = [\"White\"]\n",
    );
    for (path, text) in standard.files() {
        write(&path, &text);
    }
}

/// The oracle's answers, in the form of [`ASK`].
fn expected(standard: &Standard) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last = String::new();
    for event in 0..2 {
        let mut day = FIRST;
        while day <= LAST {
            let answer = standard.answer(event, day);
            let state = answer.state.replace(' ', "-");
            let found = format!("e{event} {state} {}", answer.in_force.join(", "));
            if found != last {
                lines.push(format!("{day} {found}"));
            }
            last = found;
            day = day.tomorrow().expect("the calendar goes on");
        }
    }
    lines
}

#[test]
fn the_page_gives_the_oracle_s_answer_for_every_day() {
    if !crate::has_tools() {
        return;
    }
    let chrome = Chrome::start();
    let page = chrome.tab();
    let count: u64 = std::env::var("PROMULGATE_PAGES").map_or(4, |value| value.parse().expect("a number"));
    let mut asked = 0;
    for seed in 0.. {
        let standard = Standard::random(&mut fastrand::Rng::with_seed(seed));
        let folder = tempfile::tempdir().expect("a folder");
        world_readable(folder.path());
        site(folder.path(), &standard);
        let built = Command::new(env!("CARGO_BIN_EXE_promulgate"))
            .args(["--quiet", "build"])
            .current_dir(folder.path())
            .output();
        if !built.expect("the program starts").status.success() {
            continue;
        }
        let server = Server::start(&folder.path().join("public"));
        page.open(&server.url("/standards/tapir/"));
        assert_eq!(page.faults(ASK), expected(&standard), "seed {seed}: {standard:#?}");
        asked += 1;
        if asked == count {
            break;
        }
    }
    println!("{asked} standards, {} questions", asked * 2 * 7305);
}

#[test]
fn an_answer_has_an_address() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (crate::example::Example::build(), Chrome::start());
    let page = chrome.tab();
    let path = "/standards/cpa-security-characteristics/?event=cbq-accepted";
    for (on, expected) in [
        ("2019-09-25", "Which version of CPA SC is mandatory is not recorded here."),
        ("2019-09-26", "CPA SC 1.3 is mandatory, from Thursday 26 September 2019."),
    ] {
        page.open(&example.server.url(&format!("{path}&on={on}")));
        assert_eq!(page.evaluate("document.querySelector('#_answer .answer-sentence').textContent"), expected);
    }
    page.evaluate("const on = document.getElementById('_on'); on.value = '2019-09-25'; on.dispatchEvent(new Event('input', { bubbles: true })); 'asked'");
    assert!(page.evaluate("location.href").ends_with(&format!("{path}&on=2019-09-25")));
    page.open(&example.server.url("/decisions/?outcome=deferred&open=yes"));
    page.tab.wait_for_element("#_found li").expect("the list is there");
    assert_eq!(
        page.evaluate("document.getElementById('_found-count').textContent"),
        format!("{} decisions", page.evaluate("document.querySelectorAll('#_found li').length"))
    );
}

#[test]
fn banners_follow_the_reader_s_day() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    for (day, expected) in [
        ("2026-11-24", "To be superseded for some events from Tuesday 1 December 2026"),
        ("2026-12-01", "Superseded for some events"),
        ("2027-02-28", "Superseded for some events"),
        ("2027-03-01", "Superseded for every event from Monday 1 March 2027"),
    ] {
        let page = chrome.tab();
        let source = format!(
            "const RealDate = Date; Date = class extends RealDate {{ constructor(...told) {{ super(...(told.length ? told : ['{day}T12:00:00'])); }} }};"
        );
        let clock = AddScriptToEvaluateOnNewDocument {
            source,
            world_name: None,
            include_command_line_api: None,
            run_immediately: None,
        };
        page.tab.call_method(clock).expect("the clock is set");
        page.open(&example.server.url("/standards/example-interface-specification/2.0/"));
        let shown = page.evaluate(
            "[...document.querySelectorAll('.banner[data-shown]')].filter((banner) => banner.checkVisibility()).map((banner) => banner.querySelector('strong').textContent).join('|')",
        );
        assert_eq!(shown, expected, "{day}");
        assert_eq!(page.complaints(&example.server.url("/")), Vec::<String>::new());
    }
}
