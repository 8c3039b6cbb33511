//! promulgate renders the White and Green outputs of Smart Energy Code committees as a static website.
//!
//! # The pipeline
//!
//! ```text
//! content tree -> gate -> projections -> record -> registers -> pages and data -> edition -> public/
//!  (sealed)      R1-R20   (public source) (typed)   (what follows)                (files)
//! ```
//!
//! [`compile`] is the architecture: a pure function of content, configuration, theme and date. The commands are uses
//! of it; the tree is read from disk before it, the edition is written after it.
//!
//! # Floors
//!
//! A module imports from floors below its own only; siblings don't import each other. A test holds this table.
//!
//! | floor | module | holds |
//! |---|---|---|
//! | 11 | `main.rs` | words in, exit code out |
//! | 10 | [`command`] | one file a command; the only code that prints |
//! | 9 | [`push`] | commits read as sites, by git; releases |
//! | 8 | `lib.rs` | the pipeline: enters a tree, prints what was entered |
//! | 7 | [`publish`], [`import`] | writes an edition in one step; turns documents as issued into content files |
//! | 6 | [`site`] | record and registers to files: pages, views, theme, data |
//! | 5 | [`register`], [`edition`] | orders, decisions, references; the set of output files |
//! | 4 | [`record`] | the public record: committees, meetings, decisions, pages, standards, glossary |
//! | 3 | [`gate`] | characters, front matter, portions, markings, the projection: the only door to public |
//! | 2 | [`source`], [`settings`] | the tree as found, sealed; the configuration |
//! | 1 | [`fields`] | TOML with places |
//! | 0 | [`classification`], [`date`], [`diagnostic`], [`markdown`], [`slug`], [`text`], [`version`] | words of the domain; rules and findings; text that may be shown |
//!
//! # Invariants
//!
//! - Two trees with the same projection give the same edition, to the byte (R1).
//! - Withheld portions are cut out of source text, and what is left is parsed afresh (R2).
//! - One module decides (R5): downstream, [`classification::Audience`] cannot hold Amber or Red.
//! - Diagnostics quote only what has passed the gate (R6).
//! - Nothing is inferred about dates or decisions: what no published text says is not shown.
//! - No clock but `--as-of`; no order but of sorted, published keys.
//! - A failed build changes nothing; a successful one replaces everything in one step.
//!
//! # Words
//!
//! - *classification*: White, Green, Amber or Red; *marking*: the letters that state one, `(RED)`.
//! - *portion*: a piece of a document with a classification of its own; *ceiling*: the strictest one published.
//! - *projection*: a source file without its withheld portions; *notice*: the sentence where withheld items stood.
//! - *audience*: the badge of published material; *edition*: the files of one build.
//! - *decision*: a bold outcome with its sentence; *register*: what follows from the record as a whole.

pub mod classification;
pub mod command;
pub mod date;
pub mod diagnostic;
pub mod edition;
pub mod fields;
pub mod gate;
pub mod import;
pub mod markdown;
pub mod publish;
pub mod push;
pub mod record;
pub mod register;
pub mod settings;
pub mod site;
pub mod slug;
pub mod source;
pub mod text;
pub mod version;

use diagnostic::Diagnostic;
use edition::{Edition, Ledger, Memory, Sink};
use settings::Settings;
use source::SourceTree;

/// What compiling a tree gives, in memory.
#[derive(Debug)]
pub struct Compiled {
    /// The files of the site. Not to be published where a diagnostic is an error.
    pub edition: Edition,
    /// Every finding, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Counts for the operator's log; nothing in the edition is made from them.
    pub summary: Summary,
}

/// What printing a tree into a sink gives.
#[derive(Debug)]
pub struct Printed {
    /// What is known of the files. Not to be published where a diagnostic is an error.
    pub ledger: Ledger,
    /// Every finding, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Counts for the operator's log; nothing in the edition is made from them.
    pub summary: Summary,
}

/// Counts for the operator's log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents in the tree.
    pub documents: usize,
    /// Documents published, in whole or in part.
    pub published: usize,
    /// Published documents of which something is withheld.
    pub cut: usize,
    /// Documents withheld whole.
    pub withheld: usize,
    /// Published decisions.
    pub decisions: usize,
}

/// What a tree publishes, before any page is made of it.
#[derive(Debug)]
pub struct Entered {
    /// What the gate let through.
    pub projections: gate::Projections,
    /// The public record.
    pub record: record::Record,
    /// What follows from it.
    pub registers: register::Registers,
    /// Every finding so far, in no order.
    pub diagnostics: Vec<Diagnostic>,
    /// Counts for the operator's log.
    pub summary: Summary,
}

/// Enters a content tree into the record and its registers: project, forget, parse.
pub fn enter(tree: &SourceTree, settings: &Settings) -> Entered {
    let (projections, mut diagnostics) = gate::project(tree, settings);
    let (record, found) = record::enter(&projections, settings);
    diagnostics.extend(found);
    let (registers, found) = register::draw_up(&record, projections.roll(), settings);
    diagnostics.extend(found);
    let summary = Summary {
        documents: projections.documents().len() + projections.withheld_documents(),
        published: projections.documents().len(),
        cut: projections.cut_documents(),
        withheld: projections.withheld_documents(),
        decisions: registers.decisions().len(),
    };
    Entered { projections, record, registers, diagnostics, summary }
}

/// Compiles a content tree into the files of a site: enters it, and prints what was entered.
///
/// Content faults never abort: they are all in [`Compiled::diagnostics`].
///
/// # Errors
/// When the theme cannot be used.
pub fn compile(tree: &SourceTree, settings: &Settings) -> Result<Compiled, site::theme::ThemeError> {
    let memory = Memory::default();
    let Printed { diagnostics, summary, .. } = enter(tree, settings).without_sources().print(settings, &memory)?;
    Ok(Compiled { edition: memory.into_edition(), diagnostics, summary })
}

impl Entered {
    /// The material that pages and data are printed from.
    pub fn material<'e>(&'e self, settings: &'e Settings) -> site::Material<'e> {
        site::Material { record: &self.record, registers: &self.registers, settings }
    }

    /// The same without the projected sources, of which nothing is printed.
    pub fn without_sources(self) -> Self {
        Self { projections: gate::Projections::default(), ..self }
    }

    /// Whether something was found that keeps it from being published.
    pub fn is_faulty(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Prints what was entered into a sink; nothing, where that would be more than it may be (R21).
    ///
    /// # Errors
    /// When the theme cannot be used.
    pub fn print(&self, settings: &Settings, sink: &dyn Sink) -> Result<Printed, site::theme::ThemeError> {
        let is_bounded = !self.diagnostics.iter().any(|found| *found.finding.rule == diagnostic::PRINTS_TOO_MUCH);
        // Where source lines account for them already, they are not looked for again in what is printed.
        let is_located = self.diagnostics.iter().any(|found| *found.finding.rule == diagnostic::NEVER_WORD);
        let never = Some(&settings.never_words).filter(|words| !words.is_empty() && !is_located);
        let print = || site::print(self.material(settings), never, sink);
        let (ledger, found) = if is_bounded { print()? } else { Default::default() };
        let mut diagnostics = self.diagnostics.clone();
        diagnostics.extend(found);
        diagnostic::sort(&mut diagnostics);
        Ok(Printed { ledger, diagnostics, summary: self.summary })
    }
}
