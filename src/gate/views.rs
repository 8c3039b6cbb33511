//! Three views of one body: its source, its text, and the page that a reader sees (R11).
//!
//! Entities, escapes, emphasis and links can make a marking appear in one of them only.
//!
//! **Invariant.** Where the three do not show the same markings, the place is found and nothing else is said.

use super::marking::{self, Reading};
use super::names::Names;
use super::outline::{Block, Kind, Outline};
use crate::classification::vocabulary::is_opening;
use std::borrow::Cow;

/// Where one of the views shows a marking that another does not; `None` where all show the same.
pub fn first_difference(outline: &Outline, body: &str, names: &Names) -> Option<(u32, u32)> {
    let of_block = |block: &Block| readings(outline.letters_of(block).chars, names);
    let mut text: Vec<Reading> = outline.blocks.iter().flat_map(of_block).collect();
    text.sort();
    let mut page = rendered_readings(&outline.rendered, names);
    page.sort();
    let placed = source_readings(outline, body, names);
    let mut source: Vec<Reading> = placed.iter().map(|(reading, ..)| reading.clone()).collect();
    source.sort();
    if source == text && page == text {
        return None;
    }
    let odd = placed.iter().find(|(reading, ..)| text.binary_search(reading).is_err());
    Some(odd.map_or_else(|| odd_place(outline, &source), |(_, line, column)| (*line, *column)))
}

/// Where the text shows a marking that the source does not.
fn odd_place(outline: &Outline, source: &[Reading]) -> (u32, u32) {
    for block in &outline.blocks {
        let letters = outline.letters_of(block);
        let odd =
            marking::groups(letters.chars).into_iter().find(|group| source.binary_search(&group.reading).is_err());
        if let Some(group) = odd {
            return letters.place(group.range.start);
        }
    }
    (1, 1)
}

fn readings(chars: &[char], names: &Names) -> Vec<Reading> {
    let mut chars = Cow::Borrowed(chars);
    names.blank(&mut chars);
    marking::groups(&chars).into_iter().map(|group| group.reading).collect()
}

/// The readings of the raw lines, leaf by leaf, with bold's asterisks and underscores left out, and their places.
fn source_readings(outline: &Outline, body: &str, names: &Names) -> Vec<(Reading, u32, u32)> {
    let owners = leaf_of_lines(outline);
    let mut found = Vec::new();
    let mut chunk: Vec<(u32, &str)> = Vec::new();
    let mut owner = 0;
    for (at, line) in body.lines().enumerate() {
        let number = at as u32 + 1;
        let now = owners.get(number as usize).copied().unwrap_or(0);
        let own_row = outline.blocks[now].kind == Kind::Table;
        if now != owner || own_row || line.trim_matches([' ', '>']).is_empty() {
            read_chunk(&mut chunk, names, &mut found);
        }
        owner = now;
        chunk.push((number, line));
    }
    read_chunk(&mut chunk, names, &mut found);
    found
}

/// The innermost block of each line, cells left out.
fn leaf_of_lines(outline: &Outline) -> Vec<usize> {
    let mut owners = vec![0; outline.blocks[0].lines.end as usize + 1];
    for (index, block) in outline.blocks.iter().enumerate() {
        if block.kind != Kind::Cell {
            for line in block.lines.clone() {
                owners[line as usize] = index;
            }
        }
    }
    owners
}

fn push_line(line: &str, number: u32, chunk: &mut Vec<(char, u32, u32)>) {
    let chars: Vec<char> = line.chars().collect();
    let prefix = if chunk.is_empty() { 0 } else { chars.iter().take_while(|c| matches!(c, ' ' | '>')).count() };
    let mut at = prefix;
    while at < chars.len() {
        let bold = matches!(chars[at..], ['*', '*', ..] | ['_', '_', ..]);
        // An escaped bracket is none here, so that it differs from the text's (R11).
        let escaped_bracket = matches!(chars[at..], ['\\', '(' | '[' | '{', ..]);
        if bold || escaped_bracket {
            at += 2;
        } else if let ['\\', '\\', ..] = chars[at..] {
            chunk.extend([('\\', number, at as u32 + 1); 2]);
            at += 2;
        } else {
            chunk.push((chars[at], number, at as u32 + 1));
            at += 1;
        }
    }
    chunk.push(('\n', number, chars.len() as u32 + 1));
}

/// The readings of the lines of a leaf; without a bracket there are none.
fn read_chunk(lines: &mut Vec<(u32, &str)>, names: &Names, found: &mut Vec<(Reading, u32, u32)>) {
    let mut chunk = Vec::new();
    if lines.iter().any(|(_, line)| line.contains(is_opening)) {
        for (number, line) in lines.iter() {
            push_line(line, *number, &mut chunk);
        }
    }
    lines.clear();
    let mut chars = Cow::Owned(chunk.iter().map(|(c, ..)| *c).collect());
    names.blank(&mut chars);
    for group in marking::groups(&chars) {
        let (_, line, column) = chunk[group.range.start];
        found.push((group.reading, line, column));
    }
}

/// The readings of the page's text: tags of lines vanish, those of blocks part the text.
fn rendered_readings(html: &str, names: &Names) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        if !is_inline_tag(tag) {
            found.extend(readings(&unescaped(&text), names));
            text.clear();
        }
        rest = after;
    }
    text.push_str(rest);
    found.extend(readings(&unescaped(&text), names));
    found
}

fn is_inline_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
    matches!(name, "strong" | "em" | "del" | "a" | "code" | "sup" | "br" | "img")
}

fn unescaped(text: &str) -> Vec<char> {
    if !text.contains(is_opening) {
        return Vec::new();
    }
    if !text.contains('&') {
        return text.chars().collect();
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&").chars().collect()
}
