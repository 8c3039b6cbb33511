//! Payloads, and a second opinion: comrak's own HTML of the same Markdown has the same words.

use super::*;
use crate::markdown::options;
use crate::record::markdown::parse;
use crate::record::walk;
use quick_xml::events::Event;
use scraper::{ElementRef, Html as Page, node::Node};

/// Every element that the printer knows, with its attributes.
const ALLOWED: [(&str, &[&str]); 33] = [
    ("a", &["href", "title", "class", "rel", "id", "aria-label"]),
    ("abbr", &["title"]),
    ("blockquote", &[]),
    ("body", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("del", &[]),
    ("div", &["class", "role", "tabindex", "aria-label"]),
    ("em", &[]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("head", &[]),
    ("hr", &[]),
    ("html", &[]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &["class", "tabindex"]),
    ("section", &["class", "aria-label"]),
    ("span", &["class"]),
    ("strong", &["class", "id"]),
    ("sup", &["class", "id"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

fn print(markdown: &str, links: &dyn Fn(&Link) -> Href) -> String {
    let blocks = parse(markdown);
    let terms = Terms::new([("a".to_owned(), "\"><script>".to_owned())]);
    let mut printer = Printer::new(links, &[], &terms);
    printer.define_footnotes(&blocks);
    let mut page = printer.blocks(&blocks).as_str().to_owned();
    page.extend(printer.footnotes().iter().map(Html::as_str));
    page
}

fn elements(page: &Page) -> impl Iterator<Item = ElementRef<'_>> {
    page.tree.nodes().filter_map(ElementRef::wrap)
}

/// What a browser's parser finds in the markup that the printer does not write.
fn foreign(markup: &str) -> Vec<String> {
    let page = Page::parse_document(markup);
    let mut found = unbalanced(markup);
    for element in elements(&page) {
        let name = element.value().name();
        let allowed = ALLOWED.iter().find(|(allowed, _)| *allowed == name);
        for (attribute, value) in element.value().attrs() {
            let known = allowed.is_some_and(|(_, attributes)| attributes.contains(&attribute));
            if !known || (attribute == "href" && !leads_somewhere_lawful(value)) {
                found.push(format!("{name} {attribute}={value}"));
            }
        }
        found.extend(allowed.is_none().then(|| name.to_owned()));
    }
    found
}

/// Tags that do not match, and links within links, by an XML parser's strictness.
fn unbalanced(markup: &str) -> Vec<String> {
    let closed = markup.replace("<br>", "").replace("<hr>", "");
    let mut reader = quick_xml::Reader::from_str(&closed);
    let mut open = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.name().0 == "a" && open.iter().any(|name| name == "a") => {
                return vec!["a link in a link".to_owned()];
            }
            Ok(Event::Start(tag)) => open.push(tag.name().0.to_owned()),
            Ok(Event::End(_)) => drop(open.pop()),
            Ok(Event::Text(_) | Event::GeneralRef(_)) => {}
            Ok(Event::Eof) if open.is_empty() => return Vec::new(),
            event => return vec![format!("{event:?}")],
        }
    }
}

/// Reads a destination as a browser does: it drops tabs and line ends, and takes `\` for `/`.
fn leads_somewhere_lawful(href: &str) -> bool {
    let stripped = href.trim_start_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
    let read = stripped.replace('\\', "/").to_lowercase();
    match read.split_once(':') {
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c)) => {
            ["https", "http", "mailto"].contains(&scheme)
        }
        _ => !read.starts_with("//"),
    }
}

#[track_caller]
fn check_harmless(markdown: &str) {
    let external = |link: &Link| Href::External(link.destination.clone());
    let internal = |link: &Link| Href::Internal(link.destination.clone());
    for markup in [print(markdown, &external), print(markdown, &internal)] {
        assert_eq!(foreign(&markup), [""; 0], "{markdown}\n{markup}");
    }
}

const SCRIPTS: [&str; 19] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "&#x6A;avascript:alert(1)",
    "&#106&#97;vascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#x20;javascript:alert(1)",
    "\\javascript:alert(1)",
    "javascript\\:alert(1)",
    "javascript:https://a.example/",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "file:///etc/passwd",
    "//evil.example",
    "\\\\/\\\\/evil.example",
    "/&Tab;/evil.example",
    "view-source:javascript:1",
];

#[test]
fn no_destination_runs_a_script() {
    for script in SCRIPTS {
        for form in
            ["[a]({})", "[a](<{}>)", "[a]({} 't')", "[a]\n\n[a]: {}", "[a]\n\n[a]: <{}>", "<{}>", "![a]({})", "{}"]
        {
            check_harmless(&form.replace("{}", script));
        }
    }
}

const BREAKS: [&str; 8] = [
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "\" onmouseover=\"alert(1)",
    "<img src=x onerror=alert(1)>",
    "</code></pre><script>alert(1)</script>",
    "--><svg/onload=alert(1)>",
    "&quot;&gt;&lt;script&gt;",
    "`\"><iframe src=javascript:alert(1)>",
];

#[test]
fn nothing_breaks_out_of_its_place() {
    let forms = [
        "{}",
        "# {}",
        "- {}",
        "> {}",
        "**{}**",
        "`{}`",
        "``{}``",
        "    {}",
        "```\n{}\n```",
        "```{}\na\n```",
        "~~~{}\na\n~~~",
        "```html\n{}\n```",
        "```html {}\n{}\n```",
        "```markdown\n{}\n```",
        "| {} | {} |\n|---|---|\n| {} | {} |",
        "[{}](/a)",
        "[a](/b '{}')",
        "[a](/b \"{}\")",
        "[a](/b ({}))",
        "[a](<{}>)",
        "[a](/{})",
        "[a](https://b/{})",
        "![{}](b '{}')",
        "[a][{}]\n\n[{}]: /b",
        "[a]\n\n[a]: /b '{}'",
        "a[^{}]\n\n[^{}]: b",
        "a[^b]\n\n[^b]: {}",
        "<https://a/{}>",
        "https://a.example/{}",
        "www.a.example/{}",
        "x{}@a.example",
        "a {}",
    ];
    for payload in BREAKS {
        for form in forms {
            check_harmless(&form.replace("{}", payload));
        }
    }
}

#[test]
fn the_check_sees_what_it_looks_for() {
    for bad in [
        "<script>1</script>",
        "<p onclick=\"1\">",
        "<a href=\"javascript:1\">a</a>",
        "<p style=\"color:red\">a</p>",
        "<p data-a=\"1\">a</p>",
        "<a href=\"//evil.example\">a</a>",
        "<img src=\"/a\">",
        "<a href=\"/a\"><a href=\"/b\">a</a></a>",
    ] {
        assert!(!foreign(bad).is_empty(), "{bad}");
    }
}

/// The words of a page without the marks of footnotes and all space.
fn words(markup: &str) -> String {
    let page = Page::parse_document(markup);
    let mut words = String::new();
    for node in page.tree.root().descendants() {
        let in_mark = node.ancestors().filter_map(ElementRef::wrap).any(|element| {
            let class = element.attr("class").unwrap_or_default();
            let is_mark = ["footnote-ref", "footnote-backref", "note-ref", "note-back"].contains(&class);
            is_mark || element.attr("data-footnote-ref").is_some()
        });
        if let (Node::Text(text), false) = (node.value(), in_mark) {
            words.extend(text.chars().filter(|c| !c.is_whitespace()));
        }
    }
    words
}

/// Pieces of Markdown, put together at random.
const PIECES: [&str; 48] = [
    "a",
    "b ",
    "é",
    "ș",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "- ",
    "- ",
    "1. ",
    "7) ",
    "  ",
    "    ",
    "> ",
    "# ",
    "### ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "\n```\n",
    "\n```json\n",
    "[a](/b)",
    "[",
    "](/c \"t\")",
    "]",
    "[^1]",
    "[^2]",
    "\n\n[^1]: ",
    "\n\n[^2]: ",
    "\n| a | b |\n|---|--:|\n| c |",
    " | ",
    "---\n",
    "&amp;",
    "&lt;",
    "\\*",
    "\\",
    "https://a.example/b",
    " www.a.example ",
    " a@b.example ",
    "(",
    ")",
    "\n[b]: /d\n",
];

/// Random Markdown, the words of our HTML and of comrak's; `None` where the two differ by intent:
/// in the order of footnotes that footnotes refer to, and where one definition replaces another.
fn two_opinions(random: &mut fastrand::Rng) -> Option<(String, String, String)> {
    let pieces = (0..random.usize(1..24)).map(|_| PIECES[random.usize(..PIECES.len())]);
    let markdown: String = pieces.collect();
    let mut options = options();
    options.parse.leave_footnote_definitions = false;
    let theirs = comrak::markdown_to_html(&markdown, &options);
    let ours = print(&markdown, &|link| Href::External(link.destination.clone()));
    assert_eq!(foreign(&ours), [""; 0], "{markdown:?}\n{ours}");
    let blocks = parse(&markdown);
    let mut notes = walk::footnotes_defined(&blocks).into_iter().map(|(_, text)| text);
    let nested = notes.any(|text| walk::footnotes_referenced(text).next().is_some());
    let as_many = ours.matches("<li id=\"note-").count() == theirs.matches("<li id=\"fn-").count();
    (as_many && !nested).then(|| (words(&ours), words(&theirs), markdown))
}

#[test]
fn the_words_are_those_of_comrak() {
    let mut random = fastrand::Rng::with_seed(80);
    let compared: Vec<_> = (0..400).filter_map(|_| two_opinions(&mut random)).collect();
    assert!(compared.len() > 300, "{} compared", compared.len());
    for (ours, theirs, markdown) in compared {
        assert_eq!(ours, theirs, "{markdown:?}");
    }
}
