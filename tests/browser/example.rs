//! The example site: every kind of page, wide and narrow, light and dark, with and without scripts, on paper.

use crate::axe::Axe;
use crate::chrome::{Chrome, Page};
use crate::server::Server;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const OVERFLOW: &str = include_str!("overflow.js");

/// One page of each kind.
pub const PAGES: [&str; 23] = [
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
    "/standards/example-interface-specification/1.0/",
    "/decisions/",
    "/decisions/2019/",
    "/decisions/2019/ssc/",
    "/dates/",
    "/dates/2019/",
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

    /// A site of these files, in the same way.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let file = root.path().join(path);
            std::fs::create_dir_all(file.parent().expect("it is in a folder")).expect("it can be made");
            std::fs::write(file, text).expect("it can be written");
        }
        Self::of(root.path())
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
    let (example, chrome, axe) = (Example::build(), Chrome::start(), Axe::find());
    let page = chrome.tab();
    for path in PAGES {
        page.open(&example.server.url(path));
        let complaints = page.complaints(&example.server.url("/"));
        assert!(complaints.is_empty(), "{path}: {complaints:#?}");
        axe.iter().for_each(|axe| axe.bring_to(&page));
        for (width, is_dark) in [(320, true), (1280, false)] {
            page.show(width, is_dark);
            let mut faults = page.faults(OVERFLOW);
            faults.extend(axe.iter().flat_map(|_| Axe::faults(&page)));
            assert!(faults.is_empty(), "{path} at {width}, dark: {is_dark}: {faults:#?}");
            page.show(width, !is_dark);
            let faults: Vec<String> = axe.iter().flat_map(|_| Axe::faults_of_colour(&page)).collect();
            assert!(faults.is_empty(), "{path} at {width}, dark: {}: {faults:#?}", !is_dark);
        }
        // A window of 1280 at 200 %.
        page.show(640, true);
        assert_eq!(page.faults(OVERFLOW), Vec::<String>::new(), "{path} at 200 %");
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
        page.go(&example.server.url(path));
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
