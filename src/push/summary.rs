//! The disclosure summary in words, for a pusher or a review.
//!
//! **Invariant.** Published text stands in Markdown as code only: nobody is mentioned by it, and nothing in it is run.

use super::disclosure::{Change, Disclosure};
use std::fmt::Write as _;

/// For a terminal.
pub fn text(found: &Disclosure) -> String {
    let mut out = String::new();
    for part in parts(found) {
        let _ = writeln!(out, "{}:", part.title);
        for line in &part.lines {
            let _ = writeln!(out, "  {}", line.name);
            line.text.iter().flat_map(|text| text.lines()).for_each(|text| _ = writeln!(out, "    | {text}"));
        }
    }
    if out.is_empty() { "nothing that is public changes\n".to_owned() } else { out }
}

/// For a comment in a review, in Markdown.
pub fn markdown(found: &Disclosure) -> String {
    let mut out = "## What this makes public\n".to_owned();
    let parts = parts(found);
    if parts.is_empty() {
        out.push_str("\nNothing that is public changes.\n");
    }
    for part in parts {
        let _ = writeln!(out, "\n### {} ({})\n", capitalised(part.title), part.lines.len());
        for line in part.lines {
            let _ = writeln!(out, "- {}", code(&line.name));
            line.text.iter().for_each(|text| _ = writeln!(out, "\n{}\n", block(text)));
        }
    }
    out
}

/// A part of the summary, with a title.
struct Part {
    title: &'static str,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    text: Option<String>,
}

/// The parts that say anything.
fn parts(found: &Disclosure) -> Vec<Part> {
    let plain = |name: String| Line { name, text: None };
    let appears = found.appears.iter();
    let appears = appears.map(|own| Line { name: format!("{}:{}", own.path, own.line), text: Some(own.text.clone()) });
    let ceases = found.ceases.iter().map(|own| {
        let last = if own.last > own.line { format!("-{}", own.last) } else { String::new() };
        plain(format!("{}:{}{last}", own.path, own.line))
    });
    let change = |own: &Change| {
        plain(match (&own.before, &own.after) {
            (Some(before), Some(after)) => format!("{}: {before} -> {after}", own.name),
            (None, Some(after)) => format!("{}: new, {after}", own.name),
            (Some(_), None) => format!("{}: not any more", own.name),
            (None, None) => own.name.clone(),
        })
    };
    let decision = |own: &Change| match (&own.before, &own.after) {
        (Some(_), Some(after)) => Line { name: format!("{}: reads otherwise", own.name), text: Some(after.clone()) },
        (None, Some(after)) => Line { name: format!("{}: new", own.name), text: Some(after.clone()) },
        _ => change(own),
    };
    let moved = |own: &Change| {
        let ids = [&own.before, &own.after].map(|id| id.as_deref().unwrap_or_default());
        Line { name: ids.join(" -> "), text: Some(own.name.clone()) }
    };
    let all = [
        Part { title: "classifications lowered", lines: found.lowered.iter().map(change).collect() },
        Part { title: "becomes public", lines: appears.collect() },
        Part { title: "ceases to be public", lines: ceases.collect() },
        Part { title: "decisions", lines: found.decisions.iter().map(decision).collect() },
        Part { title: "decisions with another number", lines: found.moved.iter().map(moved).collect() },
        Part { title: "dates", lines: found.dates.iter().map(change).collect() },
        Part { title: "which version applies", lines: found.answers.iter().map(decision).collect() },
        Part {
            title: "changed, and nothing dates it: add a line to `updates`",
            lines: found.undated.iter().cloned().map(plain).collect(),
        },
        Part { title: "calendar events that move", lines: found.events.iter().map(change).collect() },
        Part {
            title: "theme and configuration, which hold words",
            lines: found.looks.iter().cloned().map(plain).collect(),
        },
        Part { title: "addresses that break", lines: found.broken.iter().cloned().map(plain).collect() },
    ];
    all.into_iter().filter(|part| !part.lines.is_empty()).collect()
}

fn capitalised(title: &str) -> String {
    let (first, rest) = title.split_at(1);
    first.to_uppercase() + rest
}

/// Inline code that no backtick in it ends.
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code block in a list item, which no line of it ends.
fn block(text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    let lines = text.lines().map(|line| format!("  {line}\n"));
    format!("  {fence}text\n{}  {fence}", lines.collect::<String>())
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::push::disclosure::Portion;

    #[test]
    fn published_text_does_not_leave_its_code_block() {
        let text = "A tapir.\n```\n@everyone\n````";
        let appears = vec![Portion { path: "a.md".to_owned(), line: 7, text: text.to_owned() }];
        let out = markdown(&Disclosure { appears, ..Disclosure::default() });
        let expected = "## What this makes public\n\n### Becomes public (1)\n\n- `a.md:7`\n\n  `````text\n  A tapir.\n  ```\n  @everyone\n  ````\n  `````\n\n";
        assert_eq!(out, expected);
        assert_eq!(code("a`b``"), "``` a`b`` ```");
    }
}
