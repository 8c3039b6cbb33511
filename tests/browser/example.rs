//! The example site: every kind of page, wide and narrow, light and dark, with and without scripts, on paper.

use crate::chrome::{Chrome, Page};
use crate::server::Server;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const OVERFLOW: &str = include_str!("overflow.js");
pub const CONTRAST: &str = include_str!("contrast.js");

/// One page of each kind.
const PAGES: [&str; 21] = [
    "/",
    "/meetings/",
    "/meetings/page/2/",
    "/meetings/2019/",
    "/meetings/ssc/",
    "/meetings/example/",
    "/meetings/ssc/80/",
    "/meetings/example/54/",
    "/about/accessibility/",
    "/about/information-policy/",
    "/glossary/",
    "/standards/",
    "/standards/cpa-security-characteristics/",
    "/standards/example-interface-specification/",
    "/standards/example-interface-specification/2.0/",
    "/decisions/",
    "/decisions/page/2/",
    "/decisions/open/",
    "/dates/",
    "/search/?q=security",
    "/404.html",
];

/// The example site, built and served.
pub struct Example {
    pub server: Server,
    folder: tempfile::TempDir,
}

impl Example {
    pub fn build() -> Self {
        Self::of(Path::new(env!("CARGO_MANIFEST_DIR")))
    }

    /// Another site, in the same way.
    pub fn of(root: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("public");
        let built = Command::new(env!("CARGO_BIN_EXE_promulgate"))
            .args(["--quiet", "--as-of", "2026-11-24", "build", "--output"])
            .arg(&output)
            .current_dir(root)
            .status();
        assert!(built.expect("the program starts").success());
        world_readable(folder.path());
        Self { server: Server::start(&output), folder }
    }

    /// The folder that is served.
    pub fn output(&self) -> PathBuf {
        self.folder.path().join("public")
    }
}

/// The server may run as another user.
pub fn world_readable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
}

#[test]
fn every_kind_of_page_is_sound_wide_and_narrow_light_and_dark() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    for (path, is_dark) in PAGES.into_iter().zip([true, false].into_iter().cycle()) {
        page.open(&example.server.url(path));
        // What a page is made of is on several pages, so each is looked at in both widths and both schemes.
        for (width, is_dark) in [(320, is_dark), (1280, !is_dark)] {
            page.show(width, is_dark);
            let faults: Vec<String> = [OVERFLOW, CONTRAST].iter().flat_map(|script| page.faults(script)).collect();
            assert!(faults.is_empty(), "{path} at {width}, dark: {is_dark}: {faults:#?}");
        }
        let complaints = page.complaints(&example.server.url("/"));
        assert!(complaints.is_empty(), "{path}: {complaints:#?}");
    }
}

#[test]
fn scripts_and_paper_change_no_word_of_a_page() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.show(1280, false);
    for path in ["/meetings/ssc/80/", "/standards/cpa-security-characteristics/", "/glossary/"] {
        let text = |page: &Page| {
            page.open(&example.server.url(path));
            page.evaluate("document.querySelectorAll('#_answer, form, [data-as-of]').forEach((ours) => ours.remove())");
            page.evaluate("document.querySelector('main').textContent.replaceAll(/\\s+/g, ' ')")
        };
        let with_scripts = text(&page);
        assert!(with_scripts.len() > 100);
        page.scripts(false);
        page.tab.navigate_to(&example.server.url(path)).and_then(|tab| tab.wait_until_navigated()).expect("it opens");
        let without = page.tab.get_content().expect("it has content");
        page.scripts(true);
        let without = plain(&without);
        let missing: Vec<&str> = words(&with_scripts).filter(|word| !without.contains(word)).collect();
        assert!(missing.is_empty(), "{path} needs a script for {missing:?}");
        page.open(&example.server.url(path));
        page.print();
        let shown = "document.querySelector('main').innerText.replaceAll(/\\s+/g, ' ').toLowerCase()";
        let printed = page.evaluate(shown);
        page.show(1280, false);
        // What is there to be used, not read, may stay off paper.
        page.evaluate("document.querySelectorAll('main :is(nav, form, .permalink)').forEach((ours) => ours.remove())");
        let screen = page.evaluate(shown);
        let missing: Vec<&str> = words(&screen).filter(|word| !printed.contains(word)).collect();
        assert!(missing.is_empty() && screen.len() > 100, "{path} on paper lacks {missing:?}");
    }
}

fn plain(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    document.root_element().text().collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}
