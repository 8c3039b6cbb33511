//! Public documents with holes: bodies of sections, and front matter.
//!
//! A hole never stands before a public list: a withheld paragraph there would be its stem (R8). Where a cut leaves a
//! blank line (R2) the public text has one too, so that an empty hole gives the same projection.

use super::blocks::{bulleted, code, footnote, paragraph, table};
use super::words::{TITLES, definition, pick, sentence};
use super::{Gap, Hole, Piece, Policy};
use fastrand::Rng;

/// Writes public material.
pub struct Editor<'p> {
    pub rng: &'p mut Rng,
    pub policy: &'p Policy,
    /// Where links may lead: to what is published, and to what is withheld in every filling.
    pub targets: Vec<String>,
    pieces: Vec<Piece>,
}

impl<'p> Editor<'p> {
    pub fn new(rng: &'p mut Rng, policy: &'p Policy) -> Self {
        Self { rng, policy, targets: Vec::new(), pieces: Vec::new() }
    }

    /// The pieces written since the last call.
    pub fn take(&mut self) -> Vec<Piece> {
        std::mem::take(&mut self.pieces)
    }

    pub fn public(&mut self, text: impl Into<String>) {
        self.pieces.push(Piece::Public(text.into()));
    }

    pub fn hole(&mut self, hole: Hole) {
        self.pieces.push(Piece::Hole(hole));
    }

    /// The body of a document that is no meeting: its withheld sections leave no notice.
    pub fn plain_body(&mut self) {
        self.blocks(false);
        let count = self.rng.usize(..3);
        for at in 0..count {
            let level = self.rng.usize(2..=3);
            self.gap(level, Vec::new(), false);
            self.heading(level, None);
            self.blocks(at + 1 < count);
        }
        self.gap(1, Vec::new(), false);
    }

    /// The body of a meeting: public items with these numbers, and withheld ones between them.
    pub fn meeting_body(&mut self, items: &[(u32, bool)]) {
        self.blocks(false);
        let mut run = Vec::new();
        let mut in_item = false;
        if self.rng.bool() {
            self.gap(2, Vec::new(), false);
            self.heading(2, None);
            self.blocks(false);
        }
        for (number, is_public) in items {
            if !is_public {
                run.push(*number);
                continue;
            }
            self.gap(3, std::mem::take(&mut run), in_item);
            self.heading(3, Some(*number));
            in_item = true;
            self.blocks(false);
            if self.rng.u8(..6) == 0 {
                self.gap(4, Vec::new(), true);
                self.heading(4, None);
                self.blocks(false);
            }
        }
        self.gap(1, run, in_item);
    }

    fn gap(&mut self, below: usize, numbers: Vec<u32>, in_item: bool) {
        self.hole(Hole::Sections(Gap { below, numbers, in_item }));
    }

    fn heading(&mut self, level: usize, number: Option<u32>) {
        let number = number.map(|number| format!("{number}. ")).unwrap_or_default();
        let (title, mark) = (pick(self.rng, &TITLES), self.marking());
        self.public(format!("{} {number}{title}{mark}\n\n", "#".repeat(level)));
    }

    /// A marking at or below the ceiling, or none.
    fn marking(&mut self) -> String {
        let word = self.policy.within(self.rng).to_uppercase();
        if self.rng.u8(..4) == 0 { format!(" **({word})**") } else { String::new() }
    }

    fn blocks(&mut self, must: bool) {
        let mut after_list = false;
        for _ in 0..self.rng.usize(usize::from(must)..3) {
            let is_list = !after_list && self.rng.u8(..3) == 0;
            if is_list {
                self.list();
            } else {
                self.maybe_hole();
                self.block();
            }
            after_list = is_list;
        }
        self.maybe_hole();
    }

    fn maybe_hole(&mut self) {
        if self.rng.u8(..3) == 0 {
            self.hole(Hole::Blocks { prefix: "", with_lists: true });
        }
    }

    fn block(&mut self) {
        match self.rng.u8(..10) {
            0 => self.quote(),
            1 => {
                let write = pick(self.rng, &[table, code]);
                let text = format!("{}\n{}\n", paragraph(self.rng, ""), write(self.rng, ""));
                self.public(text);
            }
            2 => {
                let text = format!("{}\n{}\n", paragraph(self.rng, ""), definition(self.rng, "public"));
                self.public(text);
            }
            3 => {
                let text = format!("{}\n{}\n", paragraph(self.rng, ""), footnote(self.rng, ""));
                self.public(text);
            }
            4 => {
                let link = self.link();
                self.public(format!("Look at {link} for more.\n\n"));
            }
            _ => {
                let mark = self.marking();
                let text = paragraph(self.rng, "");
                self.public(format!("{}{mark}\n\n", text.trim_end()));
            }
        }
    }

    fn link(&mut self) -> String {
        if self.targets.is_empty() {
            return "nothing".to_owned();
        }
        format!("[that]({})", pick(self.rng, &self.targets))
    }

    fn quote(&mut self) {
        let text = sentence(self.rng, "");
        self.public(format!("> {text}\n>\n"));
        self.hole(Hole::Blocks { prefix: "> ", with_lists: false });
        let text = sentence(self.rng, "");
        self.public(format!("> {text}\n\n"));
    }

    fn list(&mut self) {
        if self.rng.bool() {
            let mark = self.marking();
            self.public(format!("The SSC:{mark}\n\n"));
        } else {
            let text = paragraph(self.rng, "");
            self.public(format!("{text}\n"));
        }
        for _ in 0..self.rng.usize(1..4) {
            self.maybe_bullets(0);
            self.bullet();
        }
        self.maybe_bullets(0);
        self.public("\n");
    }

    fn maybe_bullets(&mut self, indent: usize) {
        if self.rng.u8(..3) == 0 {
            self.hole(Hole::Bullets { indent });
        }
    }

    fn bullet(&mut self) {
        let (text, mark) = (sentence(self.rng, ""), self.marking());
        match self.rng.u8(..6) {
            0 => {
                self.public(format!("- {text}\n\n"));
                self.hole(Hole::Blocks { prefix: "  ", with_lists: false });
                self.public(format!("  {text}{mark}\n"));
            }
            1 => {
                let is_holed = self.rng.bool();
                self.public(format!("- {text}{mark}\n{}", if is_holed { "\n" } else { "" }));
                if is_holed {
                    self.hole(Hole::Bullets { indent: 2 });
                }
                let inner = sentence(self.rng, "");
                self.public(bulleted(&inner, 2));
                self.maybe_bullets(2);
            }
            2 => self.nested(&text),
            _ => self.public(format!("- {text}{mark}\n")),
        }
    }

    /// A bullet below which everything is withheld, or nothing is.
    fn nested(&mut self, text: &str) {
        self.public(format!("- {text}\n"));
        self.hole(Hole::Bullets { indent: 2 });
    }
}
