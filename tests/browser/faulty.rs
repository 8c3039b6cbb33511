//! Pages with faults, each of which the checks of the example site report.

use crate::axe::Axe;
use crate::chrome::Chrome;
use crate::example::{OVERFLOW, world_readable};
use crate::server::Server;

#[test]
fn faulty_pages_are_reported() {
    if !crate::has_tools() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    world_readable(folder.path());
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("it can be written");
    write("grey.css", "p { color: #aaa; background: #fff }");
    write("loud.js", "console.log('loud'); document.body.innerHTML = '<b>raw</b>';");
    let (server, chrome) = (Server::start(folder.path()), Chrome::start());
    let page = chrome.tab();
    page.show(320, false);
    for (body, expected) in [
        ("<p style=\"color: red\">A</p>", "style"),
        ("<script>1</script>", "script"),
        ("<script src=\"/loud.js\"></script>", "console: "),
        ("<script src=\"/loud.js\"></script>", "TrustedHTML"),
        ("<img alt=\"\" src=\"http://127.0.0.2/a.png\">", "http://127.0.0.2/a.png"),
        ("<img alt=\"\" src=\"/missing.png\">", "404"),
        (
            "<pre>a very long line that cannot be broken anywhere and is wider than the window, by far</pre>",
            "the page is",
        ),
    ] {
        write("index.html", &format!("<!doctype html><html lang=\"en\"><title>T</title><body>{body}"));
        page.open(&server.url("/"));
        let mut found = page.complaints(&server.url("/"));
        found.extend(page.faults(OVERFLOW));
        found.retain(|fault| !fault.contains("favicon"));
        assert!(found.iter().any(|fault| fault.contains(expected)), "{body}: {found:#?}");
    }
    let Some(axe) = Axe::find() else { return };
    write("index.html", "<!doctype html><title>T</title><link rel=\"stylesheet\" href=\"/grey.css\"><p>Grey words</p>");
    page.open(&server.url("/"));
    axe.bring_to(&page);
    let found = Axe::faults(&page);
    for rule in ["color-contrast: ", "html-has-lang: ", "region: "] {
        assert!(found.iter().any(|fault| fault.starts_with(rule)), "{rule}{found:#?}");
    }
}
