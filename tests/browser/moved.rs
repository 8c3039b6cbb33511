//! Pages that have moved: what stood behind `?` and `#` goes with the reader; without scripts the page leads on by itself.
//!
//! **Invariant.** No other page follows a link by itself.

use crate::chrome::Chrome;
use crate::example::Example;

#[test]
fn a_cited_address_leads_to_its_place_after_a_move() {
    if !crate::has_tools() {
        return;
    }
    let site = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
    };
    write(
        "promulgate.toml",
        "[site]\ntitle = \"T\"\nbase_url = \"https://outputs.example.org/\"\norganisation = \"O\"\n\n[policy]\npublish = [\"White\"]\n",
    );
    write(
        "content/pages/a.md",
        "+++\nclassification = \"White\"\ntitle = \"T\"\nformer_paths = [\"/old/place/\"]\n+++\n## Sub part\n\nx\n",
    );
    let (example, chrome) = (Example::of(site.path()), Chrome::start());
    let page = chrome.tab();
    for (asked, told) in
        [("#sub-part", "/a/#sub-part"), ("?on=2019-09-26#sub-part", "/a/?on=2019-09-26#sub-part"), ("", "/a/")]
    {
        page.open(&example.server.url("/about/information-policy/"));
        page.evaluate(&format!("setTimeout(() => location.assign('/old/place/{asked}')), 'gone'"));
        page.wait(&format!("location.href === '{}'", example.server.url(told)));
        assert_eq!(page.evaluate("document.querySelector('h1').textContent.trim()"), "T");
    }
    page.open(&example.server.url("/about/information-policy/"));
    page.scripts(false);
    page.evaluate("document.querySelector('a').href = '/old/place/'; document.querySelector('a').click(), 'gone'");
    page.wait(&format!("location.href === '{}'", example.server.url("/a/")));
}
