//! A reader without a mouse: the way to the content is the first stop, and every stop can be seen.

use crate::chrome::{Chrome, Page};
use crate::example::Example;
use headless_chrome::protocol::cdp::Browser::{GrantPermissions, PermissionType};

/// Writes down every stop: whether it can be seen, and its name.
const WATCH: &str = "window.stops = [];
    document.addEventListener('focusin', ({ target: at }) => {
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        const isOutlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
        const isShown = box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0;
        stops.push(`${isOutlined && isShown ? 'seen' : 'unseen'} ${at.tagName} ${(at.textContent || at.name || '').trim().slice(0, 40)}`);
    });";
const STOPS: &str = "return window.stops";

#[test]
fn the_first_stop_leads_to_the_content() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/meetings/ssc/80/"));
    page.evaluate(WATCH);
    page.tab.press_key("Tab").expect("a key");
    assert_eq!(page.faults(STOPS), ["seen A Skip to content"]);
    page.tab.press_key("Enter").expect("a key");
    assert_eq!(page.evaluate("document.activeElement.tagName"), "MAIN");
}

#[test]
fn every_stop_can_be_seen() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    for path in ["/", "/meetings/ssc/80/", "/standards/example-interface-specification/2.0/"] {
        page.open(&example.server.url(path));
        let count: usize = page
            .evaluate("[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')].filter((stop) => stop.checkVisibility()).length")
            .parse()
            .expect("a number");
        page.evaluate(WATCH);
        // A field for a date is three stops.
        press(&page, &vec!["Tab"; count + 6]);
        let stops = page.faults(STOPS);
        let unseen: Vec<&String> = stops.iter().filter(|stop| stop.starts_with("unseen")).collect();
        assert!(unseen.is_empty(), "{path}: {unseen:?}");
        assert!(stops.len() + 2 > count, "{path}: {count} stops are there, {} were reached", stops.len());
    }
}

/// Presses keys, one after the other.
fn press(page: &Page, keys: &[&str]) {
    for key in keys {
        page.tab.press_key(key).expect("a key is pressed");
    }
}

/// Goes on to the next stop until that is what is looked for, as somebody with nothing but keys does.
#[track_caller]
fn tab_to(page: &Page, selector: &str) {
    for _ in 0..60 {
        press(page, &["Tab"]);
        if page.evaluate(&format!("String(document.activeElement.matches({selector:?}))")) == "true" {
            return;
        }
    }
    panic!("{selector} is not reached");
}

#[test]
fn a_question_of_a_date_is_asked_with_keys() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/standards/example-interface-specification/"));
    tab_to(&page, "#_event");
    let before = page.evaluate("document.getElementById('_answer').textContent");
    press(&page, &["ArrowDown"]);
    tab_to(&page, "#_on");
    // First of January, in whichever order the reader's country writes it.
    press(&page, &["0", "1", "0", "1", "2", "0", "2", "5"]);
    page.wait("document.getElementById('_on').value === '2025-01-01'");
    let after = page.evaluate("document.getElementById('_answer').textContent");
    assert!(after.starts_with("On Wednesday 1 January 2025") && after != before, "{after}");
    assert_eq!(page.evaluate("document.getElementById('_answer').getAttribute('aria-live')"), "polite");
    assert!(page.evaluate("location.search").ends_with("&on=2025-01-01"));
}

#[test]
fn a_register_is_sorted_and_narrowed_with_keys() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/standards/"));
    let shown = "[...document.querySelectorAll('#_standards tbody:not([hidden]) th a')].map((link) => link.textContent).join('|')";
    let said = "document.getElementById('_standards-said').textContent";
    let all = page.evaluate(shown);
    tab_to(&page, "#_narrow");
    page.tab.type_str("security ch").expect("keys are pressed");
    assert_eq!(
        (page.evaluate(shown).as_str(), page.evaluate(said).as_str()),
        ("CPA Security Characteristics", "1 of 9 shown")
    );
    assert_eq!(page.evaluate("location.search"), "?filter=security+ch");
    press(&page, &["Escape"]);
    assert_eq!(page.evaluate(shown), all);
    tab_to(&page, "th:nth-child(3) button");
    press(&page, &["Enter"]);
    let of_mandatory = page.evaluate(shown);
    assert!(
        of_mandatory
            .starts_with("CPA Security Characteristics|Example Cable Marking|Meter Cabinet Labelling Standard|"),
        "{of_mandatory}"
    );
    assert_eq!(page.evaluate("document.querySelector('th:nth-child(3)').ariaSort"), "ascending");
    assert_eq!(page.evaluate(said), "Sorted by “Mandatory”, ascending.");
    press(&page, &["Enter"]);
    assert!(page.evaluate(shown).starts_with("Example Interface Specification|"));
    // What is not recorded comes last either way.
    let last = "|Smart Energy Code|Smart Metering Equipment Technical Specifications";
    assert!(of_mandatory.ends_with(last), "{of_mandatory}");
    assert!(page.evaluate(shown).contains("|Smart Energy Code"));
}

#[test]
fn decisions_are_filtered_and_the_site_is_walked_with_keys() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/"));
    tab_to(&page, ".menu a[href='/decisions/']");
    press(&page, &["Enter"]);
    page.wait("location.pathname === '/decisions/' && document.readyState === 'complete'");
    tab_to(&page, "#_outcome");
    page.tab.type_str("Deferred").expect("keys are pressed");
    page.wait("document.querySelectorAll('#_found > li').length > 0");
    let rows = page.evaluate("String(document.querySelectorAll('#_found > li').length)");
    assert_eq!(page.evaluate("document.getElementById('_found-count').textContent"), format!("{rows} decisions"));
    assert_eq!(page.evaluate("document.getElementById('_found-count').getAttribute('aria-live')"), "polite");
    tab_to(&page, "#_found a");
    press(&page, &["Enter"]);
    page.wait("location.pathname.startsWith('/meetings/') && location.hash.startsWith('#decision-')");
    assert_eq!(page.evaluate("String(document.querySelector(':target').className)"), "outcome outcome-deferred");
}

#[test]
fn a_permanent_link_is_copied_and_that_is_said() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/meetings/ssc/80/"));
    let permissions = vec![PermissionType::ClipboardReadWrite, PermissionType::ClipboardSanitizedWrite];
    let granted = GrantPermissions { permissions, origin: None, browser_context_id: None };
    page.tab.call_method(granted).expect("the clipboard may be used");
    tab_to(&page, "a.permalink[href='#item-10']");
    press(&page, &["Enter"]);
    page.wait("document.querySelector('.said')?.textContent");
    assert_eq!(page.evaluate("navigator.clipboard.readText()"), example.server.url("/meetings/ssc/80/#item-10"));
    assert_eq!(page.evaluate("document.querySelector('.said').getAttribute('role')"), "status");
    assert_eq!(page.evaluate("location.hash"), "#item-10");
}
