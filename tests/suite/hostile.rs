//! Input that is made to hurt: nesting, length, and what would grow. Each gives an error or a page, on a small stack.
//!
//! **Invariant.** Nothing here is timed: what is not bounded does not end.

use crate::harness::{Site, everything, found, page};
use promulgate::Compiled;

const PAGE: &str = "meetings/ssc/80/index.html";

/// Compiles a meeting on a stack of 2 MiB, as the threads of the program have.
fn compiled(body: &str) -> Compiled {
    let site = Site::new().meeting(body);
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    thread.spawn(move || site.compile()).expect("a thread").join().expect("it ends without a panic")
}

/// The text is refused by a rule, and nothing of it is published.
#[track_caller]
fn check_refused(body: &str, rule: &str) {
    let compiled = compiled(body);
    assert!(found(&compiled).iter().any(|(slug, _)| *slug == rule), "{:?}", first(&compiled));
    assert!(compiled.edition.file(PAGE).is_none(), "it is published");
}

/// The text is published, or refused by some rule; either way the build ends, and the page is no larger than so many
/// times the text.
#[track_caller]
fn check_ends(body: &str, times: usize) {
    let compiled = compiled(body);
    let is_refused = compiled.diagnostics.iter().any(promulgate::diagnostic::Diagnostic::is_error);
    match compiled.edition.file(PAGE) {
        None => assert!(is_refused, "neither published nor refused"),
        Some(bytes) => assert!(bytes.len() < 20_000 + times * body.len(), "{} bytes of {}", bytes.len(), body.len()),
    }
}

fn first(compiled: &Compiled) -> Vec<(&'static str, u32)> {
    found(compiled).into_iter().take(5).collect()
}

#[test]
fn a_million_quote_marks() {
    check_refused(&(">".repeat(1_000_000) + " text\n"), "nesting-too-deep");
    check_refused(&("> ".repeat(100_000) + "text\n"), "nesting-too-deep");
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let compiled = compiled(&">".repeat(2_000_000));
    assert_eq!(first(&compiled), [("file-too-large", 0)]);
}

#[test]
fn lists_in_lists() {
    let steps: String = (0..440).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    assert!(steps.len() > 100_000);
    check_refused(&steps, "nesting-too-deep");
    check_refused(&("- ".repeat(50_000) + "a\n"), "nesting-too-deep");
    check_refused(&("1. ".repeat(33_000) + "a\n"), "nesting-too-deep");
    check_refused(&("> - ".repeat(25_000) + "a\n"), "nesting-too-deep");
}

#[test]
fn emphasis_in_emphasis() {
    for (open, close) in [("*_", "_*"), ("**_", "_**"), ("*a ", " a*"), ("~~*", "*~~"), ("**a ", " b**")] {
        check_ends(&format!("{}text{}\n", open.repeat(20_000), close.repeat(20_000)), 50);
    }
    check_ends(&("*_".repeat(50_000) + "text\n"), 50);
    check_ends(&("a**b".repeat(25_000) + "\n"), 50);
    check_ends(&("*a_ ".repeat(25_000) + "\n"), 50);
}

#[test]
fn brackets_without_end() {
    for pattern in
        ["[", "(", "{", "[a](", "![", "[^", "[a][", "]", ")", "[]", "()", "[(", "(RED", "(RED)", "`", "<", "&", "\\"]
    {
        check_ends(&(pattern.repeat(100_000 / pattern.len()) + "\n"), 200);
    }
    check_ends(&format!("{}RED{}\n", "(".repeat(50_000), ")".repeat(50_000)), 50);
    check_ends(&format!("{}a{}\n", "[".repeat(20_000), "](x)".repeat(20_000)), 50);
    check_ends(&format!("# {}AMBR{}\n", "(".repeat(20_000), ")".repeat(20_000)), 50);
}

#[test]
fn long_lines() {
    check_ends(&("text ".repeat(100_000) + "\n"), 3);
    check_ends(&("a".repeat(500_000) + "\n"), 3);
    check_ends(&format!("### 3. {}\n", "text ".repeat(50_000)), 20);
    check_ends(&format!("- {}(GREEN)\n", "text ".repeat(50_000)), 3);
    check_ends(&format!("{} (RED)\n", "marked as ".repeat(20_000)), 3);
    check_ends(&"a\n".repeat(100_000), 10);
    check_ends(&"\n".repeat(500_000), 3);
    check_ends(&"text\n\n".repeat(50_000), 20);
}

#[test]
fn tables_that_grow() {
    let wide = format!("{}|\n{}|\n{}", "|a".repeat(1_000), "|-".repeat(1_000), "|b|\n".repeat(4_000));
    assert!(wide.len() > 17_000);
    check_ends(&wide, 500);
    check_ends(&format!("|a|\n|-|\n{}", "|(b)|\n".repeat(20_000)), 50);
    check_ends(&"|a|\n|-|\n\n".repeat(5_000), 50);
}

#[test]
fn many_of_everything() {
    check_ends(&"### 3. Title\n\n".repeat(3_000), 200);
    check_ends(&(0..999).map(|n| format!("### {n}. Title (RED)\n\ntext\n\n")).collect::<String>(), 50);
    check_ends(&"- a (RED)\n- b\n".repeat(5_000), 50);
    check_ends(&"> a (RED)\n>\n> b\n\ntext\n\n".repeat(2_000), 50);
    check_ends(&(0..5_000).map(|n| format!("[^{n}]: note\n\ntext[^{n}]\n\n")).collect::<String>(), 100);
    check_ends(&(0..5_000).map(|n| format!("[a{n}]\n\n[a{n}]: https://example.org/{n}\n\n")).collect::<String>(), 100);
    check_ends(&format!("{}\n\n[a]: https://example.org/{}\n", "[a] ".repeat(20_000), "x".repeat(5_000)), 500);
    check_ends(&"The SSC **APPROVED** it. ".repeat(5_000), 100);
    check_ends(&"Friday 26 September 2019 ".repeat(5_000), 50);
    check_ends(&"```rust\nfn main() {}\n```\n\n".repeat(500), 100);
    check_ends(&format!("```rust\n{}\n```\n", "((((\"".repeat(20_000)), 100);
}

#[test]
fn hostile_front_matter() {
    for value in
        ["[".repeat(100_000), "{ a = ".repeat(20_000), "\"".repeat(100_001), format!("{}1", "a.".repeat(50_000))]
    {
        let text = format!("+++\nclassification = \"White\"\ntitle = {value}\n+++\ntext\n");
        let site = Site::new().file("content/pages/a.md", text);
        let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
        let compiled = thread.spawn(move || site.compile()).expect("a thread").join().expect("it ends");
        assert!(found(&compiled).iter().any(|(slug, _)| *slug == "front-matter-toml"), "{:?}", first(&compiled));
    }
}

#[test]
fn template_code_in_content_is_text() {
    let compiled = compiled("{{ debug() }} {% include \"/etc/passwd\" %} {{ 7 * 191 }} {# gone #}\n");
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, PAGE);
    assert!(html.contains("{{ debug() }} {% include") && html.contains("{# gone #}"), "{html}");
    assert!(!everything(&compiled).contains("1337"));
}

#[test]
fn scripts_in_content_are_text_or_refused() {
    for target in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "&#106;avascript:x",
        "file:///x",
    ] {
        let compiled = compiled(&format!("[text](<{target}>)\n"));
        assert!(found(&compiled).iter().any(|(slug, _)| *slug == "link-scheme"), "{target}: {:?}", first(&compiled));
        let html = compiled.edition.file(PAGE).map(|bytes| String::from_utf8_lossy(bytes).to_lowercase());
        let is_linked = html.is_some_and(|html| {
            ["javascript:", "data:text", "vbscript:", "file:"]
                .iter()
                .any(|scheme| html.contains(&format!("href=\"{scheme}")))
        });
        assert!(!is_linked, "{target}");
    }
    let compiled = compiled("a \\<script> \"quoted\" 'and' `<b onclick=x>` &lt;i&gt;\n");
    assert_eq!(found(&compiled), []);
    let html = page(&compiled, PAGE);
    assert!(!html.contains("<script>") && !html.contains("<b onclick") && !html.contains("<i>"), "{html}");
}
