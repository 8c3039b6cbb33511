//! What fills the holes of a skeleton: withheld text of every structure, marked in every way that R8 and R9 know.
//!
//! **Invariant.** Whatever is written here is above the ceiling, by its own marking or by that of what it is in.

use super::blocks::{any, bulleted, bullets, paragraph, prefixed};
use super::words::{LABELS, NOTES, TERMS, TITLES, definition, pick, plain, sentence, spelt};
use super::{CANARY, Gap, Hole, Policy};
use fastrand::Rng;

/// Statements that hold for the whole of an item.
const STATEMENTS: [&str; 10] = [
    "The itemMARK was marked as WORD for now.\n",
    "The itemMARK has been marked as WORD for now.\n",
    "The itemMARK is classified as WORD for now.\n",
    "The itemMARK is classified WORD for now.\n",
    "The SSC agreed to classify the itemMARK as WORD and to go on.\n",
    "The SSC had asked for the paperMARK before.\n\nThe classification is WORD.\n",
    "The itemMARK should be treated as WORD by all.\n",
    "The itemMARK was deemed WORD after the break.\n",
    "The designation of the itemMARK is WORD for now.\n",
    "Classification: WORD\n",
];

/// Writes withheld material.
pub struct Author<'p> {
    pub rng: Rng,
    pub policy: &'p Policy,
    long: usize,
}

impl<'p> Author<'p> {
    /// One text will have up to `length` bytes; how many is log-uniform.
    pub fn new(mut rng: Rng, policy: &'p Policy, length: usize) -> Self {
        let long = (rng.f32() * (length.max(2) as f32).log2()).exp2() as usize;
        Self { rng, policy, long }
    }

    /// What stands in a hole this time; perhaps nothing.
    pub fn fill(&mut self, hole: &Hole) -> String {
        match hole {
            Hole::Sections(gap) => self.sections(gap),
            Hole::Blocks { prefix, with_lists } => self.marked_blocks(prefix, *with_lists),
            Hole::Bullets { indent } => self.times(2, |author| author.marked_bullet(*indent)),
            Hole::FrontMatter => self.front_matter(),
            Hole::Terms => self.times(2, Self::term),
            Hole::Body => self.body(),
            Hole::Withholding => self.withholding(),
        }
    }

    fn times(&mut self, most: usize, mut write: impl FnMut(&mut Self) -> String) -> String {
        let count = self.rng.usize(..=most);
        (0..count).map(|_| write(self)).collect()
    }

    /// Words with the canary and something that no other filling has.
    pub fn mark(&mut self) -> String {
        format!(" {CANARY}{:x}", self.rng.u32(..))
    }

    fn marking(&mut self) -> String {
        let word = self.policy.above(&mut self.rng);
        match self.rng.u8(..4) {
            0 => format!("**({word})**"),
            1 => format!("(**{word}**)"),
            2 => format!("({})", word.to_lowercase()),
            _ => format!("({word})"),
        }
    }

    fn ending(&mut self) -> String {
        let tail = pick(&mut self.rng, &["", "", ".", ";", "; and", ", or"]);
        format!("{}{tail}", self.marking())
    }

    /// Blocks without a marking: mostly one, once in a filling very many.
    fn block(&mut self) -> String {
        let mark = self.mark();
        let mut text = any(&mut self.rng, &mark, 9);
        if self.rng.u8(..16) == 0 {
            let length = std::mem::take(&mut self.long);
            while text.len() < length {
                text.push('\n');
                text.push_str(&any(&mut self.rng, &mark, 9));
            }
        }
        text
    }

    fn blank(&mut self) -> &'static str {
        pick(&mut self.rng, &["\n", "\n", "\n\n", "\n \n\n"])
    }

    /// Blocks of a withheld section.
    fn blocks(&mut self) -> String {
        self.times(2, |author| format!("{}{}", author.block(), author.blank()))
    }

    /// Sections with the numbers, in order, and others without a number. Under "omit" the numbers are free (R16).
    fn sections(&mut self, gap: &Gap) -> String {
        let mut text = String::new();
        if self.rng.u8(..6) == 0 {
            let level = self.rng.usize(gap.below.max(4)..=6);
            text.push_str(&self.section(level, None, true));
        }
        if gap.below <= 3 {
            let level = self.rng.usize(gap.below.max(2)..=if gap.in_item { 3 } else { 5 });
            let numbers = if self.policy.notice { gap.numbers.clone() } else { self.free_numbers() };
            text.push_str(&self.items(level, &numbers));
        }
        if self.rng.u8(..8) == 0 {
            let level = self.rng.usize(gap.below.max(2)..=6);
            text.push_str(&self.section(level, None, true));
        }
        text
    }

    fn free_numbers(&mut self) -> Vec<u32> {
        let first = self.rng.u32(1..12);
        (first..first + self.rng.u32(..3)).collect()
    }

    fn items(&mut self, level: usize, numbers: &[u32]) -> String {
        let mut text = String::new();
        let is_wrapped = self.rng.u8(..4) == 0 && !numbers.is_empty();
        if is_wrapped {
            text.push_str(&self.section(level, None, true));
        }
        for number in numbers {
            text.push_str(&self.section(level + usize::from(is_wrapped), Some(*number), !is_wrapped));
            if level < 5 && self.rng.u8(..4) == 0 {
                text.push_str(&self.section(6, None, false));
            }
        }
        text
    }

    /// A section; where it is not inside something withheld, it says so itself.
    fn section(&mut self, level: usize, number: Option<u32>, says_so: bool) -> String {
        let title = if self.rng.bool() { (pick(&mut self.rng, &TITLES)).to_owned() } else { self.title() };
        let shown = number.map(|number| format!("{number}. ")).unwrap_or_default();
        let hashes = "#".repeat(level);
        let (first, body) = (format!("{hashes} {shown}{title}"), self.blocks());
        if !says_so {
            return format!("{first}\n\n{body}");
        }
        match self.rng.u8(..if number.is_some() { 5 } else { 3 }) {
            0 => format!("{first}\n\n{body}{}\n\n{}", self.marking(), self.blocks()),
            3 => format!("{first}\n\n{body}{}\n{}", self.statement(), self.blocks()),
            4 if level < 6 => {
                format!("{first}\n\n{body}{}{}\n\n{}\n", self.below(&hashes, number), self.mark(), self.statement())
            }
            _ => format!("{first} {}\n\n{body}", self.marking()),
        }
    }

    /// A heading inside of an item: by its level, or by its number at the item's own.
    fn below(&mut self, hashes: &str, number: Option<u32>) -> String {
        match number.filter(|_| self.rng.bool()) {
            Some(number) => format!("{hashes} {number}.1 Below"),
            None => format!("{hashes}# Below"),
        }
    }

    /// A paragraph or code that says what holds for the section (R9).
    fn statement(&mut self) -> String {
        let (word, mark) = (self.policy.above(&mut self.rng).to_uppercase(), self.mark());
        let bold = if self.rng.bool() { "**" } else { "" };
        let form = pick(&mut self.rng, &STATEMENTS);
        form.replace("WORD", &format!("{bold}{word}{bold}")).replace("MARK", &mark)
            + &if self.rng.u8(..4) == 0 {
                format!("\n```\nThe item{mark} was marked as {word}\n```\n")
            } else {
                String::new()
            }
    }

    fn title(&mut self) -> String {
        format!("{}{}", plain(&mut self.rng, 2), self.mark())
    }

    /// Blocks that are each withheld by their own marking.
    fn marked_blocks(&mut self, prefix: &str, with_lists: bool) -> String {
        let mut text = self.times(2, |author| {
            let block = match author.rng.u8(..if with_lists { 4 } else { 2 }) {
                0 => author.marked_quote(),
                1 => author.marked_paragraph(),
                2 => format!("{}{}", author.marked_paragraph(), author.list()),
                _ => author.times(2, |author| author.marked_bullet(0)) + &author.marked_bullet(0),
            };
            format!("{block}{}", author.blank())
        });
        if !text.is_empty() && with_lists && self.rng.u8(..3) == 0 {
            let mark = self.mark();
            text.push_str(&format!("{}\n", self.marked_paragraph()));
            text.push_str(&definition(&mut self.rng, mark.trim()));
            text.push('\n');
        }
        prefixed(&text, prefix)
    }

    fn marked_paragraph(&mut self) -> String {
        let mark = self.mark();
        format!("{} {}\n", paragraph(&mut self.rng, &mark).trim_end(), self.ending())
    }

    fn list(&mut self) -> String {
        let mark = self.mark();
        bullets(&mut self.rng, &mark)
    }

    fn marked_quote(&mut self) -> String {
        let inside = format!("{}\n{}", self.block(), self.marked_paragraph());
        prefixed(&inside, "> ")
    }

    fn marked_bullet(&mut self, indent: usize) -> String {
        let mark = self.mark();
        let first = sentence(&mut self.rng, &mark);
        let text = match self.rng.u8(..4) {
            0 => format!("{first} {}\n\n{}\n{}", self.ending(), self.block(), self.marked_free_end()),
            1 => format!("{first}\n\n{}\n{} {}\n", self.block(), sentence(&mut self.rng, &mark), self.ending()),
            2 => format!("{first} {}\n{}", self.ending(), bullets(&mut self.rng, &mark)),
            _ => format!("{first} {}\n", self.ending()),
        };
        let blank = if self.rng.u8(..3) == 0 { "\n" } else { "" };
        bulleted(&text, indent) + blank
    }

    fn marked_free_end(&mut self) -> String {
        let mark = self.mark();
        format!("{}\n", sentence(&mut self.rng, &mark))
    }

    fn front_matter(&mut self) -> String {
        let comment = if self.rng.bool() { format!("#{}\n", self.mark()) } else { String::new() };
        let entries = self.times(2, |author| {
            let class = author.policy.above(&mut author.rng);
            let mark = author.mark();
            format!("\n[[attachments]]\nfile = \"{}.pdf\"\ntitle = \"T{mark}\"\nclassification = \"{class}\"\nsha256 = \"{:x}\"\n", mark.trim(), author.rng.u64(..))
        });
        comment + &entries
    }

    fn term(&mut self) -> String {
        let mark = self.mark();
        let term = if self.rng.bool() { (pick(&mut self.rng, &TERMS)).to_owned() } else { mark.trim().to_owned() };
        let class = self.policy.above(&mut self.rng);
        let more = spelt(&mut self.rng);
        format!("[[term]]\nterm = \"{term}\"\nexpansion = \"E{mark}{more}\"\nclassification = \"{class}\"\n\n")
    }

    /// The body of a document that is withheld whole: anything that is lawful.
    fn body(&mut self) -> String {
        let gap = Gap { below: 1, numbers: self.free_numbers(), in_item: false };
        let intro = self.blocks();
        let label = pick(&mut self.rng, &LABELS);
        let note = pick(&mut self.rng, &NOTES);
        let mark = self.mark();
        let sections = self.sections(&gap);
        format!("See [{label}]{mark}[^{note}].\n\n{intro}{sections}")
    }

    /// The first keys of a document that is withheld whole.
    pub fn withholding(&mut self) -> String {
        if self.rng.bool() {
            return format!("classification = \"{}\"\n", self.policy.above(&mut self.rng));
        }
        let day = self.policy.as_of.saturating_add(jiff::Span::new().days(self.rng.i64(1..400)));
        format!("classification = \"{}\"\npublish_on = {day}\n", pick(&mut self.rng, &["White", "Green", "Red"]))
    }
}
