//! What a page costs whoever opens it first: bytes, requests that keep it from being shown, and jumps while it is read.

use crate::chrome::Chrome;
use crate::example::{Example, PAGES};
use crate::server::Server;

/// Bytes of the page and all that it loads, with their headers.
const BYTES: &str = "String(['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))
    .reduce((sum, { transferSize }) => sum + transferSize, 0))";
/// What must be there before anything is shown, but for the page itself.
const BLOCKING: &str =
    "performance.getEntriesByType('resource').filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
    .map(({ name }) => name.replace(/.*\\/(\\w+)\\..*\\.(\\w+)$/, '$1.$2')).join()";
/// What is left for the page beside the bar, whether it is long enough to have one or not.
const LEFT_FOR_THE_PAGE: &str = "String(document.documentElement.getBoundingClientRect().width)";
/// How far what was shown has moved by itself.
const SHIFT: &str = "new Promise((told) => {
    new PerformanceObserver(() => {}).observe({ type: 'layout-shift', buffered: true });
    let sum = 0;
    const moved = [];
    const observer = new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) {
            sum += value;
            moved.push(...sources.map(({ node }) => node?.outerHTML?.replace(/\\s+/g, '_').slice(0, 60)));
        }
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => told(`${sum} ${moved.join('|') || '-'}`))));
})";

#[test]
fn pages_are_light_and_stand_still() {
    if !crate::has_tools() {
        return;
    }
    let example = Example::build();
    let (server, chrome) = (Server::of_compressed_files(&example.output()), Chrome::start());
    let page = chrome.tab();
    for width in [390, 1280] {
        page.show(width, false);
        // A browser that is new to a site lays its first page out before it has the width: that is no shift of the page's.
        page.open(&server.url(PAGES[0]));
        page.wait(&format!("innerWidth === {width}"));
        let left = page.evaluate(LEFT_FOR_THE_PAGE);
        for path in PAGES {
            page.forget();
            page.open(&server.url(path));
            if path.starts_with("/search/") {
                page.wait("document.querySelectorAll('#_search-results mark').length > 0");
            }
            assert_eq!(page.evaluate(LEFT_FOR_THE_PAGE), left, "{path}: a page of another length is moved aside");
            let cost = page.evaluate(&format!("(async () => [{BYTES}, {BLOCKING}, await {SHIFT}].join(' '))()"));
            let [bytes, blocking, shift, moved] = cost.split(' ').collect::<Vec<_>>().try_into().expect("four words");
            // The search page reads the index, too, and what moves must be little.
            let (most_bytes, most_shift) = if path.starts_with("/search/") { (100_000, 0.1) } else { (60_000, 0.0) };
            assert!((1..=most_bytes).contains(&bytes.parse().expect("a number")), "{path}: {bytes} bytes");
            assert_eq!(blocking, "site.css", "{path}");
            assert!(shift.parse::<f64>().expect("a number") <= most_shift, "{path} at {width}: {shift} by {moved}");
        }
    }
}

#[test]
fn a_page_that_jumps_is_reported() {
    if !crate::has_tools() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    crate::example::world_readable(folder.path());
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("it can be written");
    write(
        "late.js",
        "requestAnimationFrame(() => requestAnimationFrame(() => document.body.prepend(document.createElement('hr'), 'late', document.createElement('hr'))));",
    );
    let words = "<p>Words that somebody is reading already.</p>".repeat(20);
    let head = "<title>T</title><link rel=\"stylesheet\" href=\"/a.1.css\"><link rel=\"stylesheet\" href=\"/b.1.css\"><script src=\"/c.1.js\"></script>";
    write("a.1.css", "");
    write("b.1.css", "");
    write("c.1.js", "");
    write(
        "index.html",
        &format!("<!doctype html><html lang=\"en\">{head}<body>{words}<script src=\"late.js\"></script>"),
    );
    let (server, chrome) = (Server::start(folder.path()), Chrome::start());
    let page = chrome.tab();
    page.open(&server.url("/"));
    assert_ne!(page.evaluate(SHIFT), "0");
    assert_eq!(page.evaluate(BLOCKING), "a.css,b.css,c.js");
}
