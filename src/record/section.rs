//! Sections of a document: headings, anchors, badges, decisions.
//!
//! Under "notice" an agenda item keeps its number; under "omit" it is known by its title (R15, R16).
//!
//! **Invariant.** Every anchor of a document is there once, and is made from published text.

use super::badge;
use super::decision::{self, Decision, Outcomes, Remark};
use super::plain::Plain;
use super::text::{Block, BlockKind, Inline, Position};
use super::walk::{self, plain};
use crate::classification::Audience;
use crate::gate::{AgendaItem, Projection};
use crate::settings::WithheldItems;
use crate::slug::Slug;
use std::collections::{BTreeMap, BTreeSet};

/// A section of a document; the first may be the text before the first heading.
#[derive(Clone, Debug)]
pub struct Section {
    level: u8,
    item: Option<String>,
    number: Option<String>,
    title: Vec<Inline>,
    anchor: String,
    badge: Option<Audience>,
    audience: Audience,
    position: Position,
    blocks: Vec<Block>,
    decisions: Vec<Decision>,
    decision_audiences: Vec<Audience>,
    decision_anchor: String,
}

impl Section {
    /// The level of its heading; 0 for the text before the first.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Whether it is an agenda item.
    pub fn is_item(&self) -> bool {
        self.item.is_some()
    }

    /// The number that is shown; none under "omit" (R16).
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// The number that authors refer to it by.
    pub(crate) fn authors_number(&self) -> Option<&str> {
        self.item.as_deref()
    }

    /// Its title, without number and marking.
    pub fn title(&self) -> &[Inline] {
        &self.title
    }

    /// The words of its title.
    pub fn title_text(&self) -> String {
        plain(&self.title).trim().to_owned()
    }

    /// Its anchor in the page.
    pub fn anchor(&self) -> &str {
        &self.anchor
    }

    /// The marking of its heading.
    pub fn badge(&self) -> Option<Audience> {
        self.badge
    }

    /// The words of its title and of what stands below it.
    pub fn text(&self) -> String {
        format!("{}. {}", self.title_text(), Plain::of_blocks(&self.blocks).text())
    }

    /// The strictest marking around it; of a meeting's section.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// Where its heading stands.
    pub fn position(&self) -> Position {
        self.position
    }

    /// What stands below its heading.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The decisions in it.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The badge of one of its decisions: the strictest around it.
    pub fn decision_audience(&self, decision: usize) -> Audience {
        self.decision_audiences[decision]
    }

    /// What the anchors of its item's decisions begin with: `decision-10`.
    pub(crate) fn decision_anchor(&self) -> &str {
        &self.decision_anchor
    }
}

/// Parts a projected body into sections, and reads its decisions where `outcomes` are given.
pub fn sections(
    projection: &Projection,
    blocks: Vec<Block>,
    withheld: WithheldItems,
    outcomes: Option<&Outcomes>,
) -> (Vec<Section>, Vec<Remark>) {
    let mut anchors = Anchors::default();
    let agenda = projection.agenda();
    if withheld == WithheldItems::Notice {
        anchors.taken.extend(agenda.iter().map(|item| item_anchor(&item.number)));
    }
    let mut sections = part(blocks, agenda, withheld, &mut anchors);
    let mut remarks = Vec::new();
    for section in &mut sections {
        badge::show_badges(&mut section.blocks);
    }
    if let Some(outcomes) = outcomes {
        for section in &sections {
            remarks.extend(decision::outcomes_in_heading(&section.title, outcomes, section.position));
        }
        read_decisions(&mut sections, outcomes, &mut remarks);
        read_audiences(&mut sections, projection.audience());
    }
    (sections, remarks)
}

fn item_anchor(number: &str) -> String {
    format!("item-{number}")
}

fn part(blocks: Vec<Block>, agenda: &[AgendaItem], withheld: WithheldItems, anchors: &mut Anchors) -> Vec<Section> {
    let items: BTreeMap<u32, &AgendaItem> = agenda.iter().map(|item| (item.line, item)).collect();
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Heading { level, content } => {
                let item = items.get(&block.position.line).copied();
                sections.push(open(level, content, block.position, item, withheld, anchors));
            }
            kind => {
                if sections.is_empty() {
                    sections.push(introduction());
                }
                let last = sections.last_mut().expect("there is one now");
                last.blocks.push(Block { position: block.position, kind });
            }
        }
    }
    sections
}

fn introduction() -> Section {
    Section {
        level: 0,
        item: None,
        number: None,
        title: Vec::new(),
        anchor: String::new(),
        badge: None,
        audience: Audience::White,
        position: Position { line: 1, column: 1 },
        blocks: Vec::new(),
        decisions: Vec::new(),
        decision_audiences: Vec::new(),
        decision_anchor: "decision-introduction".to_owned(),
    }
}

fn open(
    level: u8,
    mut title: Vec<Inline>,
    position: Position,
    item: Option<&AgendaItem>,
    withheld: WithheldItems,
    anchors: &mut Anchors,
) -> Section {
    let badge = badge::take_marking(&mut title);
    let number = item.filter(|_| withheld == WithheldItems::Notice).map(|item| item.number.clone());
    let anchor = match &number {
        Some(number) => {
            badge::take_prefix(&mut title, number.len() + 1);
            item_anchor(number)
        }
        None => anchors.of_title(&plain(&title)),
    };
    let subject = number.as_deref().unwrap_or(&anchor);
    Section {
        decision_anchor: format!("decision-{subject}"),
        level,
        item: item.map(|item| item.number.clone()),
        number,
        title,
        anchor,
        badge,
        audience: Audience::White,
        position,
        blocks: Vec::new(),
        decisions: Vec::new(),
        decision_audiences: Vec::new(),
    }
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

/// An item's decisions are counted through its sub-sections; any other section's are its own.
fn read_decisions(sections: &mut [Section], outcomes: &Outcomes, remarks: &mut Vec<Remark>) {
    let mut at = 0;
    while at < sections.len() {
        let (level, is_item) = (sections[at].level, sections[at].is_item());
        let under = sections[at + 1..].iter().take_while(|section| is_item && section.level > level).count();
        let prefix = sections[at].decision_anchor.clone();
        let mut place = 0;
        for section in &mut sections[at..=at + under] {
            section.decision_anchor.clone_from(&prefix);
            let (decisions, found) = decision::decisions(&mut section.blocks, outcomes, &prefix, place);
            place += decisions.len();
            section.decisions = decisions;
            remarks.extend(found);
        }
        at += under + 1;
    }
}

/// Gives each decision the strictest badge of the sections, stems, items and paragraphs that it stands in (R10).
fn read_audiences(sections: &mut [Section], document: Audience) {
    let mut around: Vec<(u8, Audience)> = Vec::new();
    for section in sections {
        around.retain(|(level, _)| *level < section.level);
        let outer = around.last().map_or(document, |(_, audience)| *audience);
        let own = outer.max(section.badge.unwrap_or(outer));
        around.push((section.level, own));
        section.audience = own;
        let mut found = BTreeMap::new();
        read_blocks(&section.blocks, own, &mut found);
        let audience = |decision: &Decision| found.get(decision.anchor()).copied().unwrap_or(own);
        section.decision_audiences = section.decisions.iter().map(audience).collect();
    }
}

/// The badges around the outcomes of some blocks, by anchor.
fn read_blocks<'b>(blocks: &'b [Block], around: Audience, found: &mut BTreeMap<&'b str, Audience>) {
    let mut stem = around;
    for block in blocks {
        let before = std::mem::replace(&mut stem, around);
        match &block.kind {
            BlockKind::Paragraph(line) => {
                stem = around.max(badge_of(line));
                found.extend(walk::outcomes(line).map(|anchor| (anchor, stem)));
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| read_item(item, before, found)),
            BlockKind::Quote(inner) => read_item(inner, around, found),
            BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table { .. }
            | BlockKind::Rule
            | BlockKind::Footnote { .. } => {}
        }
    }
}

/// In an item or quote, the badge of its first or last paragraph governs all.
fn read_item<'b>(blocks: &'b [Block], around: Audience, found: &mut BTreeMap<&'b str, Audience>) {
    let mut badges = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph(line) => Some(badge_of(line)),
        _ => None,
    });
    let first = badges.next().unwrap_or(around);
    let last = badges.next_back().unwrap_or(around);
    read_blocks(blocks, around.max(first).max(last), found);
}

fn badge_of(line: &[Inline]) -> Audience {
    let badge = |inline: &Inline| if let Inline::Badge(audience) = inline { Some(*audience) } else { None };
    line.iter().filter_map(badge).max().unwrap_or(Audience::White)
}
