//! Words that no output may contain (`[policy] never`), looked for in what was printed.
//!
//! Each file is read as its readers read it: escapes, references and percent signs decoded, with its tags and without.
//!
//! **Invariant.** A finding names an output file; it repeats neither the word nor the text around it.

use crate::edition::OutputPath;
use crate::text::{NeverList, references, unescaped, without_tags};

/// Whether a file has one of the words in its text or path.
pub(super) fn is_hit(path: &OutputPath, bytes: &[u8], words: &NeverList) -> bool {
    // The packs of the search index are compressed; `data/records.ndjson` has the same texts.
    let is_pack = path.as_str().ends_with(".bin");
    words.stands_in(path.as_str()) || !is_pack && is_in(path.as_str(), &String::from_utf8_lossy(bytes), words)
}

/// Whether a word stands in a file's text: with its tags, without them, or without those that were escaped in it.
fn is_in(path: &str, text: &str, words: &NeverList) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let text = match ending {
        "json" | "ndjson" | "webmanifest" => unescaped(text),
        "ics" => unescaped(&text.replace("\r\n ", "")).into_owned().into(),
        _ => text.into(),
    };
    let shown = without_tags(&text);
    let shown = references(&shown);
    let shown_twice = without_tags(&shown);
    words.stands_in(&references(&text)) || words.stands_in(&shown) || words.stands_in(&shown_twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: bool) {
        let words = NeverList::read("Borogove\nAcme-Corp\n");
        let path = OutputPath::new(path).expect("it is a path");
        assert_eq!(is_hit(&path, text.as_bytes(), &words), expected, "{path}: {text}");
    }

    #[test]
    fn a_word_is_found_in_every_kind_of_file() {
        check("index.html", "<p>the <b>Boro</b>gove’s</p>", true);
        check("index.html", "<p>Boro</p><p>gove</p>", false);
        check("index.html", "<img alt=\"a borogove\">", true);
        check("index.html", "<a href=\"https://x.example/acme%2Dcorp\">", true);
        check("index.html", "<li>Acme</li>\n<li>Corp</li>", true);
        check("atom.xml", "&lt;li&gt;Boro&lt;b&gt;gove", true);
        check("api/v1/glossary.json", "{\"a\":\"x\\nBorog\\u00f3ves\"}", true);
        check("calendar.ics", "SUMMARY:The boro\r\n gove\\, x", true);
        check("calendar.ics", "SUMMARY:The Acme\\nCorp", true);
        check("data/meetings.csv", "a,\"Acme\nCorp\"", true);
        check("search/0a/borogove.bin", "", true);
        check("index.html", "<p>nothing of the kind</p>", false);
    }
}
