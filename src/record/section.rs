//! Sections of a document: headings, anchors, badges, decisions.
//!
//! Under "notice" an agenda item keeps its number; under "omit" it is known by its title (R15, R16).
//!
//! **Invariant.** Every anchor of a document is there once, and is made from published text.
//! **Invariant.** Each decision has one [`Inline::Outcome`] in the tree, and no other is there.

use super::badge;
use super::decision::{Decision, Names, Outcomes, Reader, Remark};
use super::mark::mark;
use super::plain::Plain;
use super::text::{Block, BlockKind, Inline, Position};
use super::walk::{self, Node, plain};
use crate::classification::Audience;
use crate::gate::{AgendaItem, Projection};
use crate::settings::WithheldItems;
use crate::slug::Slug;
use std::collections::{BTreeMap, BTreeSet};

/// A section of a document; the first may be the text before the first heading.
#[derive(Clone, Debug)]
pub struct Section {
    part: Part,
    audience: Audience,
    strictest: Audience,
    decisions: Vec<Decision>,
    decision_anchor: String,
}

impl Section {
    /// The level of its heading; 0 for the text before the first.
    pub fn level(&self) -> u8 {
        self.part.level
    }

    /// Whether it is an agenda item.
    pub fn is_item(&self) -> bool {
        self.part.is_item()
    }

    /// The number that is shown; none under "omit" (R16).
    pub fn number(&self) -> Option<&str> {
        self.part.number.as_deref()
    }

    /// The number that authors refer to it by.
    pub(crate) fn authors_number(&self) -> Option<&str> {
        self.part.item.as_deref()
    }

    /// Its title, without number and marking.
    pub fn title(&self) -> &[Inline] {
        &self.part.title
    }

    /// The words of its title.
    pub fn title_text(&self) -> String {
        plain(&self.part.title).trim().to_owned()
    }

    /// Its anchor in the page.
    pub fn anchor(&self) -> &str {
        &self.part.anchor
    }

    /// The marking of its heading.
    pub fn badge(&self) -> Option<Audience> {
        self.part.badge
    }

    /// The words of its title and of what stands below it.
    pub fn text(&self) -> String {
        format!("{}. {}", self.title_text(), Plain::of_blocks(&self.part.blocks).text())
    }

    /// What holds for it as a whole (R10): the strictest of the document, the sections around it, its marking and its statements.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// The strictest of what holds for anything that it says.
    pub fn strictest(&self) -> Audience {
        self.strictest
    }

    /// Where its heading stands.
    pub fn position(&self) -> Position {
        self.part.position
    }

    /// What stands below its heading.
    pub fn blocks(&self) -> &[Block] {
        &self.part.blocks
    }

    /// The decisions in it.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The badge of one of its decisions.
    pub fn decision_audience(&self, decision: usize) -> Audience {
        self.decisions[decision].audience()
    }

    /// What the anchors of its item's decisions begin with: `decision-10`.
    pub(crate) fn decision_anchor(&self) -> &str {
        &self.decision_anchor
    }
}

/// What decisions are read by: the site's outcomes, and the committee's names.
#[derive(Clone, Copy)]
pub struct Minutes<'a> {
    /// The words by which it decides.
    pub outcomes: &'a Outcomes,
    /// What it is called.
    pub names: &'a Names,
}

/// Parts a projected body into sections, and reads its decisions where it is of minutes.
pub fn sections(
    projection: &Projection,
    blocks: Vec<Block>,
    withheld: WithheldItems,
    minutes: Option<Minutes<'_>>,
) -> (Vec<Section>, Vec<Remark>) {
    let mut anchors = Anchors::default();
    let agenda = projection.agenda();
    if withheld == WithheldItems::Notice {
        anchors.taken.extend(agenda.iter().map(|item| item_anchor(&item.number)));
    }
    let parts = part(blocks, agenda, withheld, &mut anchors);
    let audience_at = |line: u32| projection.audience_at(line);
    let mut reader = minutes.map(|minutes| Reader::new(minutes.outcomes, minutes.names, &audience_at));
    let mut counter = Counter::default();
    let sections = parts.into_iter().map(|part| whole(part, &audience_at, reader.as_mut(), &mut counter)).collect();
    (sections, reader.map(|reader| reader.remarks).unwrap_or_default())
}

/// A part with what is read from it.
fn whole(
    mut part: Part,
    audience_at: &dyn Fn(u32) -> Audience,
    reader: Option<&mut Reader<'_>>,
    counter: &mut Counter,
) -> Section {
    let (audience, strictest) = part.audiences(audience_at);
    counter.enter(&part);
    badge::show_badges(&mut part.blocks);
    let decisions = reader.map(|reader| {
        reader.heading(&part.title, part.position);
        let read = reader.decisions(&part.blocks, &counter.anchor, counter.decisions);
        mark(&mut part.blocks, reader.outcomes(), &read);
        read.into_iter().flatten().collect()
    });
    let decisions: Vec<Decision> = decisions.unwrap_or_default();
    counter.decisions += decisions.len();
    Section { part, audience, strictest, decisions, decision_anchor: counter.anchor.clone() }
}

/// Counts decisions: an item's through its sub-sections, any other section's on their own.
#[derive(Default)]
struct Counter {
    item_level: Option<u8>,
    anchor: String,
    decisions: usize,
}

impl Counter {
    fn enter(&mut self, part: &Part) {
        if self.item_level.is_some_and(|level| part.level > level) {
            return;
        }
        self.item_level = part.is_item().then_some(part.level);
        self.anchor = match part.level {
            0 => "decision-introduction".to_owned(),
            _ => format!("decision-{}", part.number.as_deref().unwrap_or(&part.anchor)),
        };
        self.decisions = 0;
    }
}

fn item_anchor(number: &str) -> String {
    format!("item-{number}")
}

/// A heading, and what stands below it.
#[derive(Clone, Debug)]
struct Part {
    level: u8,
    item: Option<String>,
    number: Option<String>,
    title: Vec<Inline>,
    anchor: String,
    badge: Option<Audience>,
    position: Position,
    blocks: Vec<Block>,
}

impl Part {
    fn is_item(&self) -> bool {
        self.item.is_some()
    }

    /// What holds for it as a whole, and the strictest that holds for anything in it.
    fn audiences(&self, audience_at: &dyn Fn(u32) -> Audience) -> (Audience, Audience) {
        let lines = walk::nodes(&self.blocks).filter_map(|node| match node {
            Node::Block(block) => Some(audience_at(block.position.line)),
            Node::Inline(_) => None,
        });
        let below: Vec<Audience> = lines.collect();
        let heading = (self.level > 0).then(|| audience_at(self.position.line));
        let own = heading.or_else(|| below.iter().min().copied()).unwrap_or(Audience::White);
        (own, below.into_iter().fold(own, Audience::max))
    }
}

fn part(blocks: Vec<Block>, agenda: &[AgendaItem], withheld: WithheldItems, anchors: &mut Anchors) -> Vec<Part> {
    let items: BTreeMap<u32, &AgendaItem> = agenda.iter().map(|item| (item.line, item)).collect();
    let mut parts: Vec<Part> = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Heading { level, content } => {
                let item = items.get(&block.position.line).copied();
                parts.push(open(level, content, block.position, item, withheld, anchors));
            }
            kind => {
                if parts.is_empty() {
                    parts.push(introduction());
                }
                let last = parts.last_mut().expect("there is one now");
                last.blocks.push(Block { position: block.position, kind });
            }
        }
    }
    parts
}

fn introduction() -> Part {
    Part {
        level: 0,
        item: None,
        number: None,
        title: Vec::new(),
        anchor: String::new(),
        badge: None,
        position: Position { line: 1, column: 1 },
        blocks: Vec::new(),
    }
}

fn open(
    level: u8,
    mut title: Vec<Inline>,
    position: Position,
    item: Option<&AgendaItem>,
    withheld: WithheldItems,
    anchors: &mut Anchors,
) -> Part {
    let badge = badge::take_marking(&mut title);
    let number = item.filter(|_| withheld == WithheldItems::Notice).map(|item| item.number.clone());
    let anchor = match &number {
        Some(number) => {
            badge::take_prefix(&mut title, number.len() + 1);
            item_anchor(number)
        }
        None => anchors.of_title(&plain(&title)),
    };
    let (item, blocks) = (item.map(|item| item.number.clone()), Vec::new());
    Part { level, item, number, title, anchor, badge, position, blocks }
}

/// The anchors of a page so far.
#[derive(Default)]
struct Anchors {
    taken: BTreeSet<String>,
    last: BTreeMap<String, u32>,
}

impl Anchors {
    /// A free anchor for a title; those of items, decisions and notes are left to them.
    fn of_title(&mut self, title: &str) -> String {
        let slug = Slug::of_title(title).to_string();
        let is_reserved = ["item-", "decision-", "note-", "page-"].iter().any(|prefix| slug.starts_with(prefix));
        let is_reserved = is_reserved || is_lasting(&slug);
        let base = if is_reserved { format!("section-{slug}") } else { slug };
        let last = self.last.entry(base.clone()).or_insert(0);
        loop {
            *last += 1;
            let anchor = if *last == 1 { base.clone() } else { format!("{base}-{last}") };
            if self.taken.insert(anchor.clone()) {
                return anchor;
            }
        }
    }
}

/// Whether it looks like the anchor that a decision has of its own words: `d-3f9a2c1b`.
fn is_lasting(slug: &str) -> bool {
    let digits = slug.strip_prefix("d-").and_then(|rest| rest.split('-').next());
    digits.is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
