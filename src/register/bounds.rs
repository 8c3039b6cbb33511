//! How much of the site a document makes, reckoned before anything is printed (R21).
//!
//! Each kind of thing is reckoned at what it takes on all pages and in all data together, with something to spare; the tests repeat
//! every construct and compare.
//!
//! **Invariant.** A document prints at most 256 KiB and fifty times its published bytes, and never over 16 MiB.

use crate::diagnostic::{Diagnostic, Finding, PRINTS_TOO_MUCH};
use crate::record::text::{Block, BlockKind, Inline, Position};
use crate::record::walk::{self, Node};
use crate::record::{Document, Record, Section};
use crate::settings::Settings;
use crate::settings::autolink::identifiers;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a document may print whatever its length, in bytes.
const FREE: usize = 200 * 1024;

/// And for each of its bytes.
const TIMES: usize = 50;

/// The most that a document may print.
const MOST: usize = 16 << 20;

/// A byte of text, in bytes printed: signs that are escaped, in the page, in data and in the index.
const TEXT: usize = 8;

/// A byte of code in a language that is highlighted.
const CODE: usize = 46;

/// A heading, and a byte of its title.
const HEADING: (usize, usize) = (800, 10);

/// A decision, a byte of its sentence, of its section's title, and of the site's address.
const DECISION: (usize, usize, usize, usize) = (2500, 14, 16, 10);

/// What a decision prints more where it defers.
const DEFERRAL: usize = 1300;

/// A use of a footnote.
const NOTE: usize = 210;

/// An identifier that becomes a link, and a byte of its address.
const IDENTIFIER: (usize, usize) = (90, 2);

/// A cell of a table.
const CELL: usize = 20;

/// A former path, and a byte of it.
const FORMER_PATH: (usize, usize) = (3600, 12);

/// An event of a standard.
const EVENT: usize = 3700;

/// A milestone, and a date that moved.
const MILESTONE: usize = 2200;

/// Whatever prints more than it may.
pub(super) fn check(record: &Record, settings: &Settings) -> Vec<Diagnostic> {
    let bodies: Vec<(&Document, &[Section])> = record.bodies().collect();
    let lists = in_lists(record);
    let front = |document: &Document| in_front(document) + lists.get(document.path()).copied().unwrap_or_default();
    bodies.par_iter().filter_map(|(own, sections)| fault(own, sections, front(own), settings)).collect()
}

fn fault(document: &Document, sections: &[Section], front: usize, settings: &Settings) -> Option<Diagnostic> {
    let length: usize = document.source().body().len();
    let most = (FREE + TIMES * length).min(MOST);
    let mut printed = front;
    if printed > most {
        return Some(document.front_finding(Finding::at(&PRINTS_TOO_MUCH, 1, 1)));
    }
    for section in sections {
        for (place, bytes) in in_section(section, settings) {
            printed += bytes;
            if printed > most {
                return Some(document.finding(&PRINTS_TOO_MUCH, place));
            }
        }
    }
    None
}

fn in_front(document: &Document) -> usize {
    document.former_paths().iter().map(|former| FORMER_PATH.0 + FORMER_PATH.1 * former.path.len()).sum()
}

/// What the lists of standards and versions print, by file.
fn in_lists(record: &Record) -> BTreeMap<&Arc<str>, usize> {
    let standards = record.standards().iter().map(|own| {
        let printed = EVENT * own.events().len() + MILESTONE * own.milestones().len();
        (own.document().path(), printed)
    });
    let versions = record.versions().iter().map(|own| {
        let printed = MILESTONE * (own.milestones().len() + own.date_changes().len());
        (own.document().path(), printed)
    });
    standards.chain(versions).collect()
}

/// What a section prints, piece by piece.
fn in_section<'s>(section: &'s Section, settings: &'s Settings) -> impl Iterator<Item = (Position, usize)> + 's {
    let title = section.title_text().len();
    let heading = (section.level() > 0).then(|| (section.position(), HEADING.0 + HEADING.1 * title));
    let address = settings.site.base_url.as_str().len();
    let decisions = section.decisions().iter().map(move |decision| {
        let deferral = decision.defers_to().map_or(0, |_| DEFERRAL);
        let text = DECISION.1 * decision.text().len() + DECISION.2 * title + DECISION.3 * address;
        (decision.position(), DECISION.0 + text + deferral)
    });
    let mut place = section.position();
    let below = walk::nodes(section.blocks()).map(move |node| match node {
        Node::Block(block) => {
            place = block.position;
            (place, in_block(block))
        }
        Node::Inline(inline) => (place, in_inline(inline, settings)),
    });
    heading.into_iter().chain(decisions).chain(below)
}

fn in_block(block: &Block) -> usize {
    match &block.kind {
        BlockKind::Code { language, literal } if !language.is_empty() => CODE * literal.len(),
        BlockKind::Code { literal, .. } => TEXT * literal.len(),
        BlockKind::Table(table) => CELL * table.header.len() * (table.rows.len() + 1),
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::List { .. }
        | BlockKind::Quote(_)
        | BlockKind::Rule
        | BlockKind::Footnote { .. } => 0,
    }
}

fn in_inline(inline: &Inline, settings: &Settings) -> usize {
    match inline {
        Inline::Text(text, _) => {
            let links = identifiers(&settings.autolinks, text);
            let links: usize = links.iter().map(|(_, url)| IDENTIFIER.0 + IDENTIFIER.1 * url.len()).sum();
            TEXT * text.len() + links
        }
        Inline::Code(text) => TEXT * text.len(),
        Inline::Link(link) => TEXT * link.destination.len(),
        Inline::FootnoteReference(_) => NOTE,
        Inline::SoftBreak
        | Inline::LineBreak
        | Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Image(_)
        | Inline::Outcome(_)
        | Inline::Badge(_) => 0,
    }
}
