//! Pairs of content trees that differ only in what is withheld (R1).
//!
//! A [`Skeleton`] is a tree of public pieces and holes. It is drawn once; [`Skeleton::fill`] fills its holes with
//! independent withheld material. What is public in two fillings is equal by construction, whatever the gate thinks.
//!
//! **Invariant.** Every piece of withheld text holds [`CANARY`], and no public piece does.

mod blocks;
mod document;
mod tree;
mod withheld;
mod words;

use crate::harness::Site;
use fastrand::Rng;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What stands in all withheld text and in no public text.
pub const CANARY: &str = "qzx";

/// What the site publishes, and when.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The ceiling is Green; otherwise White.
    pub green: bool,
    /// Withheld items leave a notice.
    pub notice: bool,
    /// The day of the build.
    pub as_of: Date,
}

impl Policy {
    fn draw(rng: &mut Rng) -> Self {
        let as_of = Date::new(2019, rng.i8(1..=12), rng.i8(1..=28)).expect("every month has these days");
        Self { green: rng.u8(..4) > 0, notice: rng.bool(), as_of }
    }

    /// A classification above the ceiling.
    fn above(&self, rng: &mut Rng) -> &'static str {
        let forms: &[&str] = &["Amber", "Red", "RED", "AMBER", "TLP:RED", "TLP:AMBER+STRICT", "Green", "GREEN"];
        forms[rng.usize(..if self.green { 6 } else { 8 })]
    }

    /// A classification at or below the ceiling.
    fn within(&self, rng: &mut Rng) -> &'static str {
        if self.green && rng.bool() { "Green" } else { "White" }
    }

    fn configuration(&self) -> String {
        let publish = if self.green { "\"White\", \"Green\"" } else { "\"White\"" };
        let withheld = if self.notice { "notice" } else { "omit" };
        format!("publish = [{publish}]\nwithheld = \"{withheld}\"\nnames = [\"Amber Valley\", \"Mr White\"]\n")
    }
}

/// A part of a file.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Text that is published, or that at least does not vary.
    Public(String),
    /// A place for withheld material.
    Hole(Hole),
}

/// A place for withheld material, and what may stand there.
#[derive(Clone, Debug)]
pub enum Hole {
    /// Sections between public ones, or behind the last.
    Sections(Gap),
    /// Blocks between public blocks of a section, each line behind a prefix.
    Blocks { prefix: &'static str, with_lists: bool },
    /// Bullets between public bullets, or behind the last.
    Bullets { indent: usize },
    /// Entries of `[[attachments]]`, and comments.
    FrontMatter,
    /// Entries of `[[term]]`.
    Terms,
    /// The body of a document that is withheld whole.
    Body,
    /// A line `classification = …`, and an embargo perhaps, that withholds the document.
    Withholding,
}

/// A gap between public sections.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The level of the public heading behind it; 1 for the end.
    pub below: usize,
    /// The numbers of the withheld items in it, under "notice" (R15).
    pub numbers: Vec<u32>,
    /// It stands in a public agenda item, which is of level 3.
    pub in_item: bool,
}

/// A file: its path and its pieces.
type File = (String, Vec<Piece>);

/// A tree of public pieces and holes.
#[derive(Clone, Debug)]
pub struct Skeleton {
    policy: Policy,
    files: Vec<File>,
    outline: tree::Names,
}

/// A tree without holes.
#[derive(Debug)]
pub struct Filled {
    /// The tree.
    pub site: Site,
    /// The public pieces of each file, joined.
    pub public: BTreeMap<String, String>,
    /// How many bytes are withheld.
    pub withheld: usize,
}

/// The skeleton of a seed.
pub fn skeleton(seed: u64) -> Skeleton {
    let mut rng = Rng::with_seed(seed);
    let policy = Policy::draw(&mut rng);
    let (files, outline) = tree::draw(&mut rng, &policy);
    Skeleton { policy, files, outline }
}

impl Skeleton {
    /// Fills the holes with what a seed gives; one text has up to `length` bytes.
    pub fn fill(&self, seed: u64, length: usize) -> Filled {
        let mut author = withheld::Author::new(Rng::with_seed(seed), &self.policy, length);
        let mut filled = Filled { site: self.site(), public: BTreeMap::new(), withheld: 0 };
        for (path, pieces) in &self.files {
            let (mut text, mut public) = (String::new(), String::new());
            for piece in pieces {
                match piece {
                    Piece::Public(part) => {
                        text.push_str(part);
                        public.push_str(part);
                    }
                    Piece::Hole(hole) => text.push_str(&author.fill(hole)),
                }
            }
            filled.withheld += text.len() - public.len();
            filled.public.insert(path.clone(), public);
            filled.site.files.insert(path.clone(), text.into_bytes());
        }
        for (path, text) in tree::withheld_files(&mut author, &self.outline) {
            filled.withheld += text.len();
            filled.site.files.entry(path).or_insert(text.into_bytes());
        }
        filled
    }

    fn site(&self) -> Site {
        let mut site = Site::empty().policy(&self.policy.configuration());
        site.as_of = self.policy.as_of;
        site
    }
}
