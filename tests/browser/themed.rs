//! What the search asks of a theme: nothing of its words, and one attribute of what it leaves out.

use crate::chrome::Chrome;
use crate::example::Example;

const CONFIGURATION: &str = "[site]\ntitle = \"T\"\nbase_url = \"https://outputs.example.org/\"\norganisation = \"O\"\ncopyright = \"C\"\ntheme = \"own\"\n\n[policy]\npublish = [\"White\"]\n";

#[test]
fn a_standard_answers_whatever_its_page_looks_like() {
    if !crate::has_tools() {
        return;
    }
    let standard = "+++\nclassification = \"White\"\ntitle = \"Tapir\"\nowner = \"O\"\n\n[[events]]\nid = \"use\"\nlabel = \"In use\"\n+++\nA tapir.\n";
    let version = |label: &str, from: &str| {
        let head = format!("+++\nclassification = \"White\"\nversion = \"{label}\"\n");
        format!("{head}\n[[applies]]\nevent = \"use\"\nimplementation_date = {from}\n+++\n")
    };
    let template =
        "{%- extends \"base.html\" -%}{%- block content %}<h1>{{ standard.title }}</h1>{{ body }}{%- endblock %}";
    let example = Example::with(&[
        ("promulgate.toml", CONFIGURATION),
        ("themes/own/templates/standard.html", template),
        ("content/standards/tapir/standard.md", standard),
        ("content/standards/tapir/1.md", &version("1", "2019-09-26")),
        ("content/standards/tapir/2.md", &version("2", "2190-01-01")),
    ]);
    let chrome = Chrome::start();
    let page = chrome.tab();
    page.open(&example.server.url("/standards/tapir/"));
    assert_eq!(page.evaluate("document.querySelectorAll('main :is(table, form, option)').length"), "0");
    page.open(&example.server.url("/search/?q=tapir"));
    page.wait("!document.getElementById('_search-answer').hidden");
    assert_eq!(
        page.evaluate(
            "[...document.querySelectorAll('#_search-answer :is(dt, dd)')].map((line) => line.textContent).join('|')"
        ),
        "In use|Tapir 1 is mandatory, from Thursday 26 September 2019 until Thursday 31 December 2189.|Next: Tapir 2 is mandatory from Friday 1 January 2190."
    );
    assert_eq!(page.complaints(&example.server.url("/")), Vec::<String>::new());
}

#[test]
fn what_a_template_omits_is_neither_found_nor_shown() {
    if !crate::has_tools() {
        return;
    }
    let content = |title: &str| {
        format!("+++\nclassification = \"White\"\ntitle = \"{title}\"\n+++\nAn okapi eats. A walrus sleeps.\n")
    };
    let template = "{%- extends \"base.html\" -%}{%- block content %}<h1>{{ page.title }}</h1>
        <ul{% if page.title == \"Quiet\" %} data-search=\"omit\"{% endif %}><li>Walrus okapi</li></ul>{{ body }}{%- endblock %}";
    let example = Example::with(&[
        ("promulgate.toml", CONFIGURATION),
        ("themes/own/templates/page.html", template),
        ("content/pages/about/loud.md", &content("Loud")),
        ("content/pages/about/quiet.md", &content("Quiet")),
    ]);
    let chrome = Chrome::start();
    let page = chrome.tab();
    for (query, links, marks) in [("%22walrus+okapi%22", "Loud", 4), ("okapi", "Loud|Quiet", 3)] {
        page.open(&example.server.url(&format!("/search/?q={query}")));
        page.wait(&format!("document.querySelectorAll('#_search-results mark').length === {marks}"));
        let found =
            "[...document.querySelectorAll('#_search-results a')].map((link) => link.textContent).sort().join('|')";
        assert_eq!(page.evaluate(found), links, "{query}");
    }
    assert_eq!(page.complaints(&example.server.url("/")), Vec::<String>::new());
}
