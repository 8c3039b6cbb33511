//! Blocks of several lines: tables, quotes, code.
//!
//! It makes tables of columns and keeps what is a table, quote or code block already; a code block that could hide
//! an agenda item or a marking is not taken for one.
//!
//! **Invariant.** A row that is read here is in the text, cell for cell.

use super::escape;
use super::furniture::Row;
use super::lines::{self, Class};
use super::marking;
use super::pattern::pattern;
use super::report::{GuessKind, Report};

pattern!(SEPARATOR, r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$");
pattern!(COLUMN, r"\t+ *| {2,}\t*| *\t+");

/// Rows that a code block may have before it is taken for text.
const LONGEST: usize = 200;

/// The block that begins at a row, and the row after it.
pub(super) fn read(rows: &[Row], at: usize, report: &mut Report) -> Option<(String, usize)> {
    let row = rows.get(at)?;
    let found = match lines::class(&row.text) {
        Class::Quote(_) => Some(quote(rows, at, report)),
        Class::Fence => code(rows, at, report),
        _ => pipes(rows, at, report).or_else(|| columns(rows, at, report)),
    };
    let (text, next) = found?;
    if matches!(text.chars().next(), Some('|')) && marking::is_held_by(&text) {
        report.add(row.number, GuessKind::TableMarking);
    }
    Some((text, next))
}

/// Rows from a place on that no gap parts.
fn run(rows: &[Row], at: usize) -> impl Iterator<Item = &Row> {
    let first = rows.get(at).into_iter();
    first.chain(rows.iter().skip(at + 1).take_while(|row| !row.gap))
}

fn quote(rows: &[Row], at: usize, report: &mut Report) -> (String, usize) {
    let quoted = run(rows, at).map_while(|row| Some((row, row.text.strip_prefix('>')?.trim())));
    let (mut lines, mut next, mut open) = (Vec::<String>::new(), at, false);
    for (row, text) in quoted {
        next += 1;
        match lines::class(text) {
            _ if text.is_empty() => open = false,
            Class::Bullet(bullet) if !bullet.text.is_empty() => {
                part(&mut lines, |last| !last.starts_with("- "));
                lines.push(format!("- {}", escape::escaped(bullet.text, row.number, report)));
                open = true;
            }
            _ => {
                let text = escape::escaped(text, row.number, report);
                match lines.last_mut().filter(|_| open) {
                    Some(last) => *last = format!("{last} {text}"),
                    None => {
                        part(&mut lines, |_| true);
                        lines.push(text);
                    }
                }
                open = true;
            }
        }
    }
    let lines: Vec<String> = lines.iter().map(|l| format!("> {l}").trim_end().to_owned()).collect();
    (lines.join("\n"), next)
}

/// A blank line in a quote, unless what comes belongs to the line before.
fn part(lines: &mut Vec<String>, parts: impl Fn(&str) -> bool) {
    if lines.last().is_some_and(|last| parts(last)) {
        lines.push(String::new());
    }
}

fn code(rows: &[Row], at: usize, report: &mut Report) -> Option<(String, usize)> {
    let fence = rows.get(at)?.text.as_str();
    let ticks = fence.len() - fence.trim_start_matches('`').len();
    if fence.trim_start_matches('`').contains('`') {
        return None;
    }
    let closes = |row: &Row| row.text.len() >= ticks && row.text.bytes().all(|b| b == b'`');
    let length = rows.iter().skip(at + 1).take(LONGEST).position(closes)?;
    let inside = rows.get(at + 1..at + 1 + length)?;
    let hides = |row: &Row| {
        marking::is_held_by(&row.text) || matches!(lines::class(&row.text), Class::Atx(..) | Class::Numbered(_))
    };
    if inside.iter().any(hides) {
        return None;
    }
    report.add(rows[at].number, GuessKind::CodeKept);
    let body: String = inside.iter().map(line_of_code).collect();
    Some((format!("{fence}\n{}{}", body.trim_start_matches('\n'), "`".repeat(ticks)), at + length + 2))
}

fn line_of_code(row: &Row) -> String {
    format!("{}{}{}\n", if row.gap { "\n" } else { "" }, " ".repeat(row.indent.min(80)), row.text)
}

/// A table with pipes.
fn pipes(rows: &[Row], at: usize, report: &mut Report) -> Option<(String, usize)> {
    let head = rows.get(at).filter(|row| row.text.contains('|') && is_plain(row))?;
    let width = cells(&head.text);
    let ruled = rows.get(at + 1).is_some_and(|r| !r.gap && SEPARATOR.is_match(&r.text) && cells(&r.text) == width);
    let piped = |row: &&Row| row.text.starts_with('|') && row.text.ends_with('|') && cells(&row.text) == width;
    let count = if ruled {
        run(rows, at).take_while(|row| row.text.contains('|') && is_plain(row)).count()
    } else {
        run(rows, at).take_while(piped).count()
    };
    if count < 2 {
        return None;
    }
    let mut lines: Vec<String> =
        run(rows, at).take(count).map(|r| escape::inline(r.text.trim(), r.number, report)).collect();
    if !ruled {
        report.add(head.number, GuessKind::TableRuleAdded);
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
    }
    if !lines[0].starts_with('|') {
        lines[0] = format!("| {}", lines[0]);
    }
    Some((lines.join("\n"), at + count))
}

fn is_plain(row: &Row) -> bool {
    let filled = !row.text.trim_matches(['|', ' ']).is_empty() && !row.text.starts_with("~~~");
    filled && matches!(lines::class(&row.text), Class::Pipe | Class::Text)
}

fn cells(row: &str) -> usize {
    let inner = row.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').filter(|r| !r.ends_with('\\')).unwrap_or(inner);
    inner.split('|').count() - inner.matches("\\|").count()
}

/// Columns parted by tabs or aligned by spaces, three rows or more.
fn columns(rows: &[Row], at: usize, report: &mut Report) -> Option<(String, usize)> {
    let head = split(rows.get(at)?)?;
    let numbered = lines::number(&format!("{} x", head.cells[0])).is_some_and(|n| n.form != lines::Form::Bare);
    if numbered || matches!(lines::class(&rows[at].text), Class::Bullet(_) | Class::Atx(..)) {
        return None;
    }
    let count = run(rows, at).take_while(|row| split(row).is_some_and(|c| c.fits(&head))).count();
    if count < 3 {
        return None;
    }
    report.add(rows[at].number, GuessKind::TableMade);
    let mut lines = Vec::with_capacity(count + 1);
    for row in run(rows, at).take(count) {
        let cells = split(row).map_or(Vec::new(), |c| c.cells);
        let cells: Vec<String> =
            cells.iter().map(|c| escape::inline(&c.replace('|', "\\|"), row.number, report)).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    lines.insert(1, format!("|{}", " --- |".repeat(head.cells.len())));
    Some((lines.join("\n"), at + count))
}

struct Columns {
    cells: Vec<String>,
    starts: Vec<usize>,
    tabbed: bool,
}

impl Columns {
    fn fits(&self, head: &Columns) -> bool {
        let aligned = self.starts.iter().zip(&head.starts).all(|(a, b)| a.abs_diff(*b) <= 2);
        self.cells.len() == head.cells.len() && (aligned || (self.tabbed && head.tabbed))
    }
}

fn split(row: &Row) -> Option<Columns> {
    if !row.text.contains('\t') && !row.text.contains("  ") || row.text.len() > 2000 {
        return None;
    }
    let (mut cells, mut starts, mut from) = (Vec::new(), Vec::new(), 0);
    let edges = COLUMN.find_iter(&row.text).map(|m| (m.start(), m.end()));
    for (end, next) in edges.chain([(row.text.len(), row.text.len())]) {
        cells.push(row.text.get(from..end)?.to_owned());
        starts.push(row.indent + row.text.get(..from)?.chars().count());
        from = next;
    }
    let tabbed = row.text.contains('\t');
    let prose = |cell: &String| cell.len() > 80 || cell.ends_with(['.', ';', ':', '!', '?', ',']);
    let body = cells.len().saturating_sub(1);
    (cells.len() > 1 && (tabbed || !cells[..body].iter().any(prose))).then_some(Columns { cells, starts, tabbed })
}

#[cfg(test)]
mod tests {
    use super::super::{characters, furniture};
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: Option<&str>) {
        let mut report = Report::default();
        let read_lines = characters::lines(input.as_bytes(), &mut report).expect("readable");
        let (rows, _) = furniture::clear(read_lines, &mut report);
        let found = read(&rows, 0, &mut report).map(|(text, _)| text);
        assert_eq!(found.as_deref(), expected, "{input}");
    }

    #[test]
    fn columns_become_a_table() {
        check("Name    Age\nAnn     4\nBo      12\n", Some("| Name | Age |\n| --- | --- |\n| Ann | 4 |\n| Bo | 12 |"));
        check("Name\tA|B\nAnn\t<b>\nBo\t12\n", Some("| Name | A\\|B |\n| --- | --- |\n| Ann | \\<b> |\n| Bo | 12 |"));
    }

    #[test]
    fn spaced_prose_and_agendas_are_no_table() {
        check("One ends.  Two\nends.  And three\nends.  And four\n", None);
        check("3.\tTitle\n4.\tOther\n5.\tThird\n", None);
        check("•\tOne\n•\tTwo\n•\tThree\n", None);
    }

    #[test]
    fn tables_with_pipes_are_kept_and_ruled() {
        check("| a | b |\n|---|---|\n| c | d |", Some("| a | b |\n|---|---|\n| c | d |"));
        check("| a | b |\n| c | d |", Some("| a | b |\n| --- | --- |\n| c | d |"));
        check("a | b in a sentence", None);
    }

    #[test]
    fn quotes_are_tidied() {
        check("> One\n> line\n>\n> - a\n> - b\n> # c", Some("> One line\n>\n> - a\n> - b \\# c"));
    }

    #[test]
    fn code_is_kept_unless_it_could_hide_something() {
        check("```sh\n  ls\n```", Some("```sh\n  ls\n```"));
        check("```\n3. Title (RED)\n```", None);
        check("```\nnever closed", None);
    }
}
