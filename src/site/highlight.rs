//! Code blocks with their syntax marked by classes.
//!
//! Only the languages of a table are read; everything else, and everything large, is escaped text.
//! A grammar that fails in any way leaves escaped text too.
//!
//! **Invariant.** No word of an info string is printed: a class is one of the table's or a grammar's own (S20, T6).

use super::html::{Html, escape};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// The largest block that is highlighted, in bytes: the slowest grammars take a second for 16 KiB made to delay them.
const LARGEST_BLOCK: usize = 16 * 1024;

/// The longest line of a highlighted block, in bytes: some grammars take the square of a line's length.
const LONGEST_LINE: usize = 512;

/// How much code of one page is highlighted, in bytes: the slowest grammars take ten seconds for a megabyte (R21).
pub const MOST_OF_A_PAGE: usize = 64 * 1024;

/// How many times its source's length highlighted code may be: where every sign has a class of its own, all of them say little.
const MOST_TIMES: usize = 45;

/// The length of the fences around a block.
const FENCES: usize = "```\n```\n".len();

/// The words of info strings, the class they lead to, and the grammar's name.
const LANGUAGES: [(&str, &str, &str); 27] = [
    ("bash", "bash", "Bourne Again Shell (bash)"),
    ("c", "c", "C"),
    ("c++", "cpp", "C++"),
    ("cpp", "cpp", "C++"),
    ("css", "css", "CSS"),
    ("diff", "diff", "Diff"),
    ("go", "go", "Go"),
    ("html", "html", "HTML"),
    ("java", "java", "Java"),
    ("javascript", "javascript", "JavaScript"),
    ("js", "javascript", "JavaScript"),
    ("json", "json", "JSON"),
    ("markdown", "markdown", "Markdown"),
    ("md", "markdown", "Markdown"),
    ("patch", "diff", "Diff"),
    ("py", "python", "Python"),
    ("python", "python", "Python"),
    ("rs", "rust", "Rust"),
    ("rust", "rust", "Rust"),
    ("sh", "bash", "Bourne Again Shell (bash)"),
    ("shell", "bash", "Bourne Again Shell (bash)"),
    ("sql", "sql", "SQL"),
    ("svg", "xml", "XML"),
    ("xml", "xml", "XML"),
    ("xsd", "xml", "XML"),
    ("yaml", "yaml", "YAML"),
    ("yml", "yaml", "YAML"),
];

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// A code block: `<pre>`, scrollable from the keyboard, with the code highlighted where its language is known and so much of the
/// page's code may still be: `left` bytes.
pub fn block(language: &str, code: &str, left: &mut usize) -> Html {
    let known = LANGUAGES.iter().find(|(word, ..)| *word == language).filter(|_| code.len() <= *left);
    *left -= known.map_or(0, |_| code.len());
    let marked = known.and_then(|(_, class, grammar)| Some((class, marked(grammar, code)?)));
    Html::declare_safe(match marked {
        Some((class, marked)) => {
            format!("<pre class=\"code\" tabindex=\"0\"><code class=\"language-{class}\">{marked}</code></pre>\n")
        }
        None => {
            format!("<pre class=\"code\" tabindex=\"0\"><code>{}</code></pre>\n", escape(code))
        }
    })
}

/// Highlighted code; `None` where it is, or would be, too large or the grammar fails.
fn marked(grammar: &str, code: &str) -> Option<String> {
    if code.len() > LARGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let grammar = GRAMMARS.find_syntax_by_name(grammar)?;
    // Grammars are other people's: one that panics must not take the page with it.
    let marked = catch_unwind(AssertUnwindSafe(|| classes(grammar, code))).ok()??;
    (marked.len() <= MOST_TIMES * (code.len() + FENCES)).then_some(marked)
}

fn classes(grammar: &SyntaxReference, code: &str) -> Option<String> {
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html as Page;

    fn block(language: &str, code: &str) -> Html {
        super::block(language, code, &mut MOST_OF_A_PAGE.clone())
    }

    #[track_caller]
    fn check(language: &str, code: &str, expected: &str) {
        let open = "<pre class=\"code\" tabindex=\"0\"><code";
        assert_eq!(block(language, code).as_str(), format!("{open}{expected}</code></pre>\n"));
    }

    /// The words that a browser shows.
    fn shown(html: &Html) -> String {
        Page::parse_fragment(html.as_str().trim_end()).root_element().text().collect()
    }

    #[test]
    fn known_languages_have_classes() {
        check(
            "sql",
            "SELECT 'a'",
            " class=\"language-sql\"><span class=\"hl-source hl-sql\"><span class=\"hl-keyword hl-other hl-DML hl-sql\">SELECT</span> \
             <span class=\"hl-string hl-quoted hl-single hl-sql\"><span class=\"hl-punctuation hl-definition hl-string hl-begin hl-sql\">&#39;</span>a\
             <span class=\"hl-punctuation hl-definition hl-string hl-end hl-sql\">&#39;</span></span></span>",
        );
    }

    #[test]
    fn every_word_of_the_table_leads_to_a_grammar() {
        for (word, class, grammar) in LANGUAGES {
            assert!(marked(grammar, "a\n").is_some(), "{grammar}");
            assert!(block(word, "a\n").as_str().contains(&format!("\"language-{class}\"")), "{word}");
        }
    }

    #[test]
    fn unknown_languages_are_plain() {
        for word in ["", "toml", "JSON", "secret", "\"><script>", "json\" onclick=\""] {
            check(word, "<a & 'b'>", ">&lt;a &amp; &#39;b&#39;&gt;");
        }
    }

    #[test]
    fn large_blocks_and_long_lines_are_plain() {
        let is_plain = |code: &str| block("json", code).as_str().contains("<code>");
        assert!(!is_plain(&"1\n".repeat(LARGEST_BLOCK / 2)));
        assert!(is_plain(&"1\n".repeat(LARGEST_BLOCK / 2 + 1)));
        assert!(!is_plain(&"1".repeat(LONGEST_LINE)));
        assert!(is_plain(&"1".repeat(LONGEST_LINE + 1)));
        assert!(!is_plain(&"  \"classification\": \"White\",\n".repeat(100)));
        assert!(is_plain(&format!("[0{}]", ",0,{\"a\":1}\n".repeat(100))));
    }

    #[test]
    fn a_page_has_so_much_of_it() {
        let (code, mut left) = ("1\n".repeat(LARGEST_BLOCK / 2), MOST_OF_A_PAGE);
        let plain: Vec<bool> =
            (0..5).map(|_| super::block("json", &code, &mut left).as_str().contains("<code>")).collect();
        assert_eq!(plain, [false, false, false, false, true]);
    }

    const PIECES: [&str; 40] = [
        "a",
        " ",
        "\n",
        "\n",
        "\t",
        "\"",
        "'",
        "`",
        "```",
        "$",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "</",
        "<script>",
        "<style>",
        "<?",
        "<!--",
        "-->",
        "<![CDATA[",
        "/*",
        "*/",
        "//",
        "#",
        "\\",
        "é",
        "漢",
        "1",
        "=",
        ":",
        "- ",
        "@@ ",
        "r##\"",
        "<<'E)OF'\n",
        "#define ",
    ];

    #[test]
    fn the_code_is_shown_whole() {
        let mut random = fastrand::Rng::with_seed(80);
        for (word, ..) in LANGUAGES {
            for _ in 0..20 {
                let code: String = (0..random.usize(..40)).map(|_| PIECES[random.usize(..PIECES.len())]).collect();
                assert_eq!(shown(&block(word, &code)), code, "{word}");
            }
        }
    }
}
