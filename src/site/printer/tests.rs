//! What each kind of text looks like as HTML.

use super::*;
use crate::classification::Audience;
use crate::record::markdown::parse;
use crate::record::text::Outcome;

/// Sends each link where its destination says, as the registers would.
fn href(link: &Link) -> Href {
    match link.destination.as_str() {
        "withheld.md" => Href::Plain,
        here if here.starts_with(['/', '#']) => Href::Internal(here.to_owned()),
        outside => Href::External(outside.to_owned()),
    }
}

fn terms() -> Terms {
    let pairs = [
        ("CBQ", "Combined Business Questionnaire"),
        ("SMKI", "Smart Metering Key Infrastructure"),
        ("PMA", "\"Policy\" <Authority>"),
        ("SMKI PMA", "SMKI Policy Management Authority"),
    ];
    Terms::new(pairs.map(|(term, expansion)| (term.to_owned(), expansion.to_owned())))
}

/// Prints blocks and, below them, the footnotes.
fn print(blocks: &[Block]) -> String {
    let autolinks = [Autolink::new("(MP|DP)[0-9]{3}", "https://m.example/{0}").expect("a link")];
    let terms = terms();
    let mut printer = Printer::new(&href, &autolinks, &terms);
    printer.define_footnotes(blocks);
    printer.name_headings(["one", "two"].into_iter().filter_map(Slug::new));
    let mut page = printer.blocks(blocks).as_str().to_owned();
    page.extend(printer.footnotes().iter().map(Html::as_str));
    page
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(print(&parse(markdown)).trim_end(), expected, "{markdown}");
}

/// Checks the content of the one paragraph that is printed.
#[track_caller]
fn check_line(markdown: &str, expected: &str) {
    check(markdown, &format!("<p>{expected}</p>"));
}

/// Checks the table's inside.
#[track_caller]
fn check_table(markdown: &str, expected: &str) {
    let open = r#"<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table>"#;
    check(markdown, &format!("{open}\n{expected}\n</table></div>"));
}

#[test]
fn paragraphs() {
    check("", "");
    check("a\n\nb", "<p>a</p>\n<p>b</p>");
    check_line("a\nb", "a\nb");
    check_line("a  \nb\\\nc", "a<br>\nb<br>\nc");
    check_line("*a* **b** ~~c~~ ***d***", "<em>a</em> <strong>b</strong> <del>c</del> <em><strong>d</strong></em>");
    check_line("1 < 2 & 3 > \"2\" 'x'", "1 &lt; 2 &amp; 3 &gt; &quot;2&quot; &#39;x&#39;");
    check_line("&lt;b&gt; &amp;amp; \\<", "&lt;b&gt; &amp;amp; &lt;");
    check_line("Žluťoučký kůň – ‘x’ Ștefan 👍", "Žluťoučký kůň – ‘x’ Ștefan 👍");
    check_line("{{ debug() }}{% include \"x\" %}", "{{ debug() }}{% include &quot;x&quot; %}");
    check_line("`a < \"b\"`", "<code>a &lt; &quot;b&quot;</code>");
    check_line("[a] ![b] [^c] [d][e]", "[a] ![b] [^c] [d][e]");
    check("a\n\n---", "<p>a</p>\n<hr>");
    check("> a\n>\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>");
}

#[test]
fn headings() {
    check("## A *b*", "<h2 id=\"one\">A <em>b</em></h2>");
    check("# a\n\n## a\n\n###### a", "<h1 id=\"one\">a</h1>\n<h2 id=\"two\">a</h2>\n<h6>a</h6>");
    check(
        "# CBQ MP123",
        "<h1 id=\"one\">CBQ <a href=\"https://m.example/MP123\" class=\"external\" rel=\"noopener noreferrer\">MP123</a></h1>",
    );
}

#[test]
fn lists() {
    check("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    check("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>");
    check("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>");
    check("7) a", "<ol start=\"7\">\n<li>a</li>\n</ol>");
    check("0. a", "<ol start=\"0\">\n<li>a</li>\n</ol>");
    check("999999999. a", "<ol start=\"999999999\">\n<li>a</li>\n</ol>");
    check("-", "<ul>\n<li></li>\n</ul>");
}

#[test]
fn lists_in_lists() {
    check("- a\n  - b\n    1. c", "<ul>\n<li>a\n<ul>\n<li>b\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n</li>\n</ul>");
    check("- a\n\n  - b\n  - c", "<ul>\n<li>\n<p>a</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n</li>\n</ul>");
    check(
        "- a\n  - b\n\n  - c\n- d",
        "<ul>\n<li>a\n<ul>\n<li>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>",
    );
    check(
        "- > a\n- ```\n  b\n  ```",
        "<ul>\n<li>\n<blockquote>\n<p>a</p>\n</blockquote>\n</li>\n<li>\n<pre class=\"code\" tabindex=\"0\"><code>b\n</code></pre>\n</li>\n</ul>",
    );
}

#[test]
fn tables() {
    check_table(
        "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |",
        "<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-left\">b</th>\
         <th scope=\"col\" class=\"align-centre\">c</th><th scope=\"col\" class=\"align-right\">d</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>1</td><td class=\"align-left\">2</td><td class=\"align-centre\">3</td>\
         <td class=\"align-right\">4</td></tr>\n</tbody>",
    );
    check_table("| a |\n|---|", "<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>");
    check_table(
        "| | b |\n|-|-|\n| c |",
        "<thead>\n<tr><td></td><th scope=\"col\">b</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>c</td><td></td></tr>\n</tbody>",
    );
    check_table(
        "| a |\n|---|\n| `b\\|c` **d** |",
        "<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n\
         <tbody>\n<tr><td><code>b|c</code> <strong>d</strong></td></tr>\n</tbody>",
    );
}

#[test]
fn later_tables_have_numbers() {
    let page = print(&parse("| a |\n|---|\n\n| b |\n|---|"));
    assert!(page.contains("aria-label=\"Table\"") && page.contains("aria-label=\"Table 2\""));
}

#[test]
fn links() {
    check_line("[a *b*](/c)", "<a href=\"/c\">a <em>b</em></a>");
    check_line("[a](#b \"c 'd' \\\"\")", "<a href=\"#b\" title=\"c &#39;d&#39; &quot;\">a</a>");
    check_line("[a](</b c>)", "<a href=\"/b%20c\">a</a>");
    check_line("[a](/b?c&d)", "<a href=\"/b?c&amp;d\">a</a>");
    check_line("[a **b**](withheld.md 'c')", "a <strong>b</strong>");
    check_line("[]( /a )", "<a href=\"/a\"></a>");
    check_line("[a][b]\n\n[b]: /c", "<a href=\"/c\">a</a>");
    let external = "class=\"external\" rel=\"noopener noreferrer\"";
    check_line("[a](http://b)", &format!("<a href=\"http://b\" {external}>a</a>"));
    check_line("<https://a.b/?c&d>", &format!("<a href=\"https://a.b/?c&amp;d\" {external}>https://a.b/?c&amp;d</a>"));
    check_line("www.a.example.", &format!("<a href=\"http://www.a.example\" {external}>www.a.example</a>."));
    check_line("a@b.example", &format!("<a href=\"mailto:a@b.example\" {external}>a@b.example</a>"));
}

#[test]
fn images_are_their_alternative_text() {
    check_line("![a *b* \"c\"](d.png 'e')", "a b &quot;c&quot;");
    check_line("![a [b](/c)](d.png) [![e](f.png)](/g)", "a b <a href=\"/g\">e</a>");
    check_line("![](a.png)", "");
}

#[test]
fn code_blocks() {
    let pre = "<pre class=\"code\" tabindex=\"0\"><code";
    check("```\n<b> & \"c\"\n```", &format!("{pre}>&lt;b&gt; &amp; &quot;c&quot;\n</code></pre>"));
    check("```nothing\na\n```", &format!("{pre}>a\n</code></pre>"));
    check("```\" onload=alert(1)\na\n```", &format!("{pre}>a\n</code></pre>"));
    check(
        "```JSON\n1\n```",
        &format!(
            "{pre} class=\"language-json\"><span class=\"hl-source hl-json\">\
             <span class=\"hl-constant hl-numeric hl-json\">1</span>\n</span></code></pre>"
        ),
    );
}

const ABBR: &str = "<abbr title=\"Combined Business Questionnaire\">CBQ</abbr>";

#[test]
fn the_first_use_of_a_term_is_explained() {
    check_line("CBQ CBQ", &format!("{ABBR} CBQ"));
    check("CBQ\n\n- CBQ", &format!("<p>{ABBR}</p>\n<ul>\n<li>CBQ</li>\n</ul>"));
    check_line("Combined Business Questionnaire (CBQ)", &format!("Combined Business Questionnaire ({ABBR})"));
    check_line("cbq CBQs **CBQ**", &format!("cbq CBQs <strong>{ABBR}</strong>"));
    check_line("`CBQ` [CBQ](/a) ![CBQ](b) CBQ", &format!("<code>CBQ</code> <a href=\"/a\">CBQ</a> CBQ {ABBR}"));
    check("# CBQ\n\nCBQ", &format!("<h1 id=\"one\">CBQ</h1>\n<p>{ABBR}</p>"));
    check_line("\u{2018}CBQ\u{2019}&lt;", &format!("\u{2018}{ABBR}\u{2019}&lt;"));
    check_line("PMA", "<abbr title=\"&quot;Policy&quot; &lt;Authority&gt;\">PMA</abbr>");
}

#[test]
fn adjacent_terms() {
    let smki = "<abbr title=\"Smart Metering Key Infrastructure\">SMKI</abbr>";
    let both = "<abbr title=\"SMKI Policy Management Authority\">SMKI PMA</abbr>";
    check_line("SMKI CBQ", &format!("{smki} {ABBR}"));
    check_line("CBQ/SMKI/CBQ", &format!("{ABBR}/{smki}/CBQ"));
    check_line("SMKI PMA, SMKI PMA, SMKI", &format!("{both}, SMKI PMA, {smki}"));
}

#[test]
fn identifiers_become_links() {
    let link = "<a href=\"https://m.example/MP123\" class=\"external\" rel=\"noopener noreferrer\">MP123</a>";
    check_line("MP123, (MP123) MP1234", &format!("{link}, ({link}) MP1234"));
    check_line("*MP123* CBQ MP123", &format!("<em>{link}</em> {ABBR} {link}"));
    check_line(
        "`MP123` [MP123](/a) [MP123](withheld.md)",
        &format!("<code>MP123</code> <a href=\"/a\">MP123</a> {link}"),
    );
    check_line(
        "https://a.b/MP123",
        "<a href=\"https://a.b/MP123\" class=\"external\" rel=\"noopener noreferrer\">https://a.b/MP123</a>",
    );
}

/// A reference as printed.
fn reference(note: usize, usage: usize) -> String {
    format!(
        "<sup class=\"note-ref\"><a href=\"#note-{note}\" id=\"note-{note}-use-{usage}\" aria-label=\"Note {note}\">{note}</a></sup>"
    )
}

/// The notes as printed.
fn section(notes: &str) -> String {
    format!("<section class=\"footnotes\" aria-label=\"Notes\">\n<ol>\n{notes}</ol>\n</section>")
}

/// A note of one paragraph that is used once.
fn note(number: usize, text: &str) -> String {
    format!(
        "<li id=\"note-{number}\"><p>{text} <a class=\"note-back\" href=\"#note-{number}-use-1\" aria-label=\"Back to the text of note {number}\">↑</a></p>\n</li>\n"
    )
}

#[test]
fn footnotes_are_numbered_by_use() {
    check(
        "a[^x] b[^y]\n\n[^y]: Y\n\n[^unused]: U\n\n[^x]: X",
        &format!("<p>a{} b{}</p>\n{}", reference(1, 1), reference(2, 1), section(&(note(1, "X") + &note(2, "Y")))),
    );
    check("a\n\n[^unused]: secret", "<p>a</p>");
}

#[test]
fn a_footnote_used_twice_has_two_ways_back() {
    let back = "<a class=\"note-back\" href=\"#note-1-use-1\" aria-label=\"Back to the text of note 1, use 1\">↑</a> \
                <a class=\"note-back\" href=\"#note-1-use-2\" aria-label=\"Back to the text of note 1, use 2\">↑<sup>2</sup></a>";
    let notes = section(&format!("<li id=\"note-1\"><p>X {back}</p>\n</li>\n"));
    check("a[^x] b[^x]\n\n[^x]: X", &format!("<p>a{} b{}</p>\n{notes}", reference(1, 1), reference(1, 2)));
}

#[test]
fn footnotes_may_refer_to_footnotes() {
    let first = note(1, &format!("X{}", reference(2, 1)));
    check(
        "a[^x]\n\n[^x]: X[^y]\n\n[^y]: Y",
        &format!("<p>a{}</p>\n{}", reference(1, 1), section(&(first + &note(2, "Y")))),
    );
    let page = print(&parse("a[^x]\n\n[^x]: X[^x]"));
    assert_eq!(page.matches("note-back").count(), 2, "{page}");
}

#[test]
fn a_footnote_that_ends_with_a_list() {
    let back = "<a class=\"note-back\" href=\"#note-1-use-1\" aria-label=\"Back to the text of note 1\">↑</a>";
    let notes = section(&format!("<li id=\"note-1\"><ul>\n<li>b</li>\n</ul>\n<p>{back}</p>\n</li>\n"));
    check("a[^x]\n\n[^x]:\n    - b", &format!("<p>a{}</p>\n{notes}", reference(1, 1)));
}

#[test]
fn a_footnote_in_a_link_has_no_link_of_its_own() {
    let notes = section(&note(1, "X"));
    check(
        "[a[^x]](/b)\n\n[^x]: X",
        &format!("<p><a href=\"/b\">a<sup class=\"note-ref\" id=\"note-1-use-1\">1</sup></a></p>\n{notes}"),
    );
}

#[test]
fn labels_mean_the_footnotes_of_the_latest_document() {
    let (first, second) = (parse("a[^1]\n\n[^1]: A"), parse("b[^1]\n\n[^1]: B"));
    let terms = Terms::default();
    let mut printer = Printer::new(&href, &[], &terms);
    for blocks in [&first, &second] {
        printer.define_footnotes(blocks);
        printer.blocks(blocks);
    }
    let notes = printer.footnotes().expect("two notes");
    assert_eq!(notes.as_str().trim_end(), section(&(note(1, "A") + &note(2, "B"))));
}

#[test]
fn footnotes_that_are_not_defined_are_text() {
    let reference = Inline::FootnoteReference("\"><b>".to_owned());
    let terms = Terms::default();
    let mut printer = Printer::new(&href, &[], &terms);
    assert_eq!(printer.inlines(&[reference]).as_str(), "[^&quot;&gt;&lt;b&gt;]");
    assert_eq!(printer.footnotes(), None);
}

#[track_caller]
fn check_inlines(inlines: &[Inline], expected: &str) {
    let terms = terms();
    let mut printer = Printer::new(&href, &[], &terms);
    assert_eq!(printer.inlines(inlines).as_str(), expected);
}

#[test]
fn outcomes_and_badges() {
    let outcome = Outcome {
        word: "APPROVED".into(),
        outcome: "not approved".into(),
        anchor: "decision-10-2".into(),
        lasting: "d-3f9a2c1b".into(),
    };
    let outcome = Inline::Outcome(outcome.into());
    let word = "<span id=\"d-3f9a2c1b\">APPROVED</span>";
    let strong = format!("<strong class=\"outcome outcome-not-approved\" id=\"decision-10-2\">{word}</strong>");
    let permalink = "<a class=\"permalink\" href=\"#d-3f9a2c1b\" aria-label=\"Link to this decision\">#</a>";
    check_inlines(std::slice::from_ref(&outcome), &format!("{strong}{permalink}"));
    let link = Link {
        destination: "/a".to_owned(),
        title: String::new(),
        content: vec![outcome],
        position: Default::default(),
    };
    check_inlines(&[Inline::Link(link.into())], &format!("<a href=\"/a\">{strong}</a>"));
    check_inlines(&[Inline::Badge(Audience::Green)], "<span class=\"badge badge-green\">Green</span>");
    check_inlines(&[Inline::Badge(Audience::White)], "<span class=\"badge badge-white\">White</span>");
}

#[test]
fn headings_printed_alone_explain_nothing() {
    let terms = terms();
    let mut printer = Printer::new(&href, &[], &terms);
    let words = [Inline::Text("CBQ".to_owned(), Default::default())];
    assert_eq!(printer.heading(&words).as_str(), "CBQ");
    assert_eq!(printer.inlines(&words).as_str(), ABBR);
}
