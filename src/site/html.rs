//! HTML that is safe to print, and the links in it.
//!
//! Text becomes [`Html`] by being escaped, or by the printers of this floor, which write nothing else.
//! It parses no HTML and cleans none: there is no way in for markup that came from outside.
//!
//! **Invariant.** Only this floor makes [`Html`] of markup, and every `href` made of content has passed [`Href`].

use serde::{Serialize, Serializer};

/// Markup that a template prints as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Declares markup safe: every text and attribute in it has been escaped.
    pub(super) fn declare_safe(markup: String) -> Self {
        Self(markup)
    }

    /// Text, escaped.
    pub fn text(text: &str) -> Self {
        Self(escape(text))
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Html> for minijinja::Value {
    fn from(html: Html) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place where HTML is declared safe to templates")]
        Self::from_safe_string(html.0)
    }
}

/// Templates get it as a safe string, every other format as a plain one.
impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        minijinja::Value::from(self.clone()).serialize(serializer)
    }
}

/// Escapes text for the inside of an element or of a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(&mut escaped, text);
    escaped
}

/// Appends text, escaped.
pub(super) fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Where a link leads, as the registers have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Href {
    /// A place of this site: a path, a query or a fragment.
    Internal(String),
    /// Another site or a mail address.
    External(String),
    /// Nowhere: the target is withheld, and the text stands alone.
    Plain,
}

impl Href {
    /// The `href` to print, not yet escaped; `None` where only the text may be printed.
    ///
    /// Whatever the caller says, an external one is `https:`, `http:` or `mailto:`, and an internal one stays on this site.
    pub(super) fn destination(&self) -> Option<String> {
        match self {
            Self::Internal(path) if stays_here(path) => Some(percent_encode(path)),
            Self::External(url) if leads_outside(url) => Some(percent_encode(url)),
            Self::Internal(_) | Self::External(_) | Self::Plain => None,
        }
    }
}

/// A path, query or fragment without a scheme or host, however a browser reads it (tabs dropped, `\` for `/`).
fn stays_here(path: &str) -> bool {
    let first = path.split(['/', '?', '#']).next().unwrap_or_default();
    !path.is_empty()
        && !path.starts_with("//")
        && !first.contains(':')
        && !path.contains(|c: char| c == '\\' || c.is_ascii_control())
        && !path.starts_with(' ')
}

fn leads_outside(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    })
}

/// Encodes what may not stand in a URL; what is encoded already stays as it is.
fn percent_encode(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => push_encoded(&mut encoded, c),
            c if c.is_ascii_control() => push_encoded(&mut encoded, c),
            c => encoded.push(c),
        }
    }
    encoded
}

/// Appends a character as `%XX`, once for each byte.
pub(super) fn push_encoded(out: &mut String, c: char) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push('%');
        out.push(DIGITS[usize::from(byte >> 4)].into());
        out.push(DIGITS[usize::from(byte & 15)].into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::value::Serde;
    use minijinja::{Environment, Value};

    #[derive(Serialize)]
    struct View {
        body: Html,
        title: String,
    }

    fn view() -> View {
        View { body: Html::declare_safe("<p>a</p>".to_owned()), title: "<p>".to_owned() }
    }

    #[test]
    fn templates_print_html_as_it_is_and_escape_the_rest() {
        let mut templates = Environment::new();
        templates.add_template("a.html", "{{ body }}{{ title }}").expect("a template");
        let page = templates.get_template("a.html").expect("it is there").render(Serde(view()));
        assert_eq!(page.expect("it renders"), "<p>a</p>&lt;p&gt;");
    }

    #[test]
    fn values_are_safe_strings() {
        assert!(Value::from(Html::text("<")).is_safe());
        assert_eq!(Value::from(Html::text("<")).to_string(), "&lt;");
    }

    #[test]
    fn json_gets_a_string() {
        assert_eq!(serde_json::to_string(&view()).expect("it serializes"), r#"{"body":"<p>a</p>","title":"<p>"}"#);
    }

    #[test]
    fn five_characters_are_escaped() {
        assert_eq!(escape("é<a href=\"b\" c='d'>&amp;"), "é&lt;a href=&quot;b&quot; c=&#39;d&#39;&gt;&amp;amp;");
    }

    #[track_caller]
    fn check(href: Href, expected: Option<&str>) {
        assert_eq!(href.destination().as_deref(), expected, "{href:?}");
    }

    #[test]
    fn destinations_outside() {
        for good in ["https://a.example/b?c=d#e", "HTTP://a", "mailto:a@b.example", "https://é.example/%20"] {
            check(Href::External(good.to_owned()), Some(good));
        }
        check(Href::External("https://a/ \"\n".to_owned()), Some("https://a/%20%22%0A"));
        for bad in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "data:image/png;base64,x",
            "file:///etc/passwd",
            "ftp://a",
            "//evil.example",
            "/\\evil.example",
            "https:evil",
            "https:",
            "https://",
            "mailto:",
            "blob:https://a",
            " https://a",
            "jav&#x61;script:x",
            "view-source:https://a",
            "\u{feff}https://a",
            "httpſ://a",
        ] {
            check(Href::External(bad.to_owned()), None);
        }
    }

    #[test]
    fn destinations_here() {
        for good in ["/", "/a/b/?c=d:e#f", "#item-10", "?on=2019-09-25", "a/b:c", "../a"] {
            check(Href::Internal(good.to_owned()), Some(good));
        }
        check(Href::Internal("/a b".to_owned()), Some("/a%20b"));
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            " //evil.example",
            "https://evil.example",
            "a:b",
        ] {
            check(Href::Internal(bad.to_owned()), None);
        }
        check(Href::Plain, None);
    }
}
