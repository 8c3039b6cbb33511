//! What is shown of a record before its page is there, as lines of text (`docs/search-format.md`).
//!
//! **Invariant.** No field holds a tab or a line's end.

use super::records::{Found, Kind, PageRecords};
use crate::date;

/// How many records stand in one part.
pub const BLOCK: usize = 256;

/// A page's line, and its sections'.
pub type Lines = (String, Vec<String>);

/// The lines of a page; `outcome` gives the number of an outcome, and `check` tells the page from that of another build.
pub fn of_page(page: &PageRecords, outcome: impl Fn(&str) -> usize, check: Option<u16>) -> Lines {
    let own = &page.records[0];
    let outcomes = |found: &Found| {
        let numbers = found.outcomes.iter().map(|name| outcome(name).to_string());
        numbers.collect::<Vec<_>>().join(",")
    };
    let committee = page.committee.as_deref().unwrap_or_default();
    let date = page.date.map(date::iso).unwrap_or_default();
    let check = check.map(|check| format!("{check:04x}")).unwrap_or_default();
    let fields = [&page.path, &field(&own.label), committee, &date, own.audience.word(), &outcomes(own), &check];
    let fields = fields.map(str::to_owned);
    let page_line = format!("={}\t{}\n", own.kind.word(), trimmed(&fields));
    let (mut sections, mut expected) = (Vec::new(), Some(1));
    for found in &page.records[1..] {
        let is_item = found.kind == Kind::Item;
        let number: Option<u32> = found.label.parse().ok().filter(|_| is_item);
        let label = if number.is_some() && number == expected { String::new() } else { field(&found.label) };
        let usual = is_item.then(|| format!("item-{}", found.label));
        let anchor = found.anchor.clone().filter(|anchor| Some(anchor) != usual.as_ref()).unwrap_or_default();
        let audience = if found.audience == own.audience { "" } else { found.audience.word() };
        let letter = &found.kind.word()[..1];
        let fields = [label, outcomes(found), audience.to_owned(), anchor];
        sections.push(format!("{letter}{}\n", trimmed(&fields)));
        expected = number.map(|number| number + 1).or(expected);
    }
    (page_line, sections)
}

/// The lines of all pages, in blocks of records.
pub fn blocks(pages: &[Lines]) -> Vec<Vec<u8>> {
    let (mut blocks, mut block, mut count) = (Vec::new(), String::new(), 0);
    for (page, sections) in pages {
        for (at, line) in std::iter::once(page).chain(sections).enumerate() {
            if count == BLOCK {
                blocks.push(std::mem::take(&mut block));
                count = 0;
            }
            if count == 0 && at > 0 {
                // What comes before it on its page, so that labels can be counted on.
                block.push('^');
                block.push_str(page);
                sections[..at - 1].iter().for_each(|line| {
                    block.push('^');
                    block.push_str(line);
                });
            }
            block.push_str(line);
            count += 1;
        }
    }
    blocks.extend((!block.is_empty()).then_some(block));
    blocks.into_iter().map(String::into_bytes).collect()
}

/// A field without what parts fields and lines.
pub fn field(text: &str) -> String {
    text.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ")
}

/// Fields without those at the end that are empty.
fn trimmed(fields: &[String]) -> String {
    let filled = fields.iter().rposition(|field| !field.is_empty()).map_or(0, |last| last + 1);
    fields[..filled].join("\t")
}
