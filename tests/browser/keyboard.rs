//! A reader without a mouse: the way to the content is the first stop, and every stop can be seen.

use crate::chrome::Chrome;
use crate::example::Example;

/// What has the focus: its name, and how its look differs from that without it.
const FOCUS: &str = "(() => { const at = document.activeElement; if (!at || at === document.body) return ''; const style = getComputedStyle(at); const box = at.getBoundingClientRect(); const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1; const shown = box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0; return `${outline && shown ? 'seen' : 'unseen'} ${at.tagName} ${(at.textContent || at.name || '').trim().slice(0, 40)}`; })()";

#[test]
fn the_first_stop_leads_to_the_content() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/meetings/ssc/80/"));
    page.tab.press_key("Tab").expect("a key");
    assert_eq!(page.evaluate(FOCUS), "seen A Skip to content");
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
            .evaluate("document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]').length")
            .parse()
            .expect("a number");
        let mut stops = Vec::new();
        for _ in 0..count {
            page.tab.press_key("Tab").expect("a key");
            let stop = page.evaluate(FOCUS);
            assert!(!stop.starts_with("unseen"), "{path}: {stop}");
            stops.push(stop);
        }
        stops.retain(|stop| !stop.is_empty());
        assert!(stops.len() + 2 > count, "{path}: {count} stops are there, {} were reached", stops.len());
    }
}
