//! Bodies: sections printed one after the other, with headings that nest without gaps below the page's own.
//!
//! **Invariant.** A heading's level follows from the published headings around it.

use super::Press;
use crate::record::text::{Block, Link};
use crate::record::{Document, Section};
use crate::register::Resolution;
use crate::site::html::{Href, Html, escape};
use crate::site::printer::Printer;
use crate::site::view;
use std::fmt::Write as _;

impl Press<'_> {
    /// Where a link in a document leads.
    pub(super) fn href(&self, document: &Document, link: &Link) -> Href {
        let references = self.material.registers.references();
        match references.resolve(document.place(), document.path(), &link.destination) {
            Resolution::Internal(path) => Href::Internal(self.url(&path)),
            Resolution::External(url) => Href::External(url),
            Resolution::Absent(_)
            | Resolution::AbsentAnchor(..)
            | Resolution::Nothing
            | Resolution::Empty
            | Resolution::Scheme => Href::Plain,
        }
    }

    /// A whole body with its headings and notes.
    pub(super) fn body(&self, document: &Document, sections: &[Section]) -> Html {
        let links = |link: &Link| self.href(document, link);
        let mut printer = self.printer(&links, sections);
        let mut out = String::new();
        for (section, level) in sections.iter().zip(levels(sections)) {
            if section.level() > 0 {
                let title = printer.heading(section.title());
                let _ = writeln!(
                    out,
                    "<h{level} id=\"{}\">{}{}</h{level}>",
                    escape(section.anchor()),
                    title.as_str(),
                    badge(section)
                );
            }
            out.push_str(printer.blocks(section.blocks()).as_str());
        }
        out.extend(printer.footnotes().iter().map(Html::as_str));
        Html::declare_safe(out)
    }

    /// A printer that knows the footnotes of all sections.
    pub(super) fn printer<'p>(&'p self, links: &'p dyn Fn(&Link) -> Href, sections: &'p [Section]) -> Printer<'p> {
        let mut printer = Printer::new(links, &self.material.settings.autolinks, &self.terms);
        for section in sections {
            printer.define_footnotes(section.blocks());
        }
        printer
    }

    /// A glossary definition.
    pub(super) fn definition(&self, blocks: &[Block]) -> Html {
        let references = self.material.registers.references();
        let links = |link: &Link| match references.resolve(
            &crate::gate::Place::Glossary,
            "content/glossary.toml",
            &link.destination,
        ) {
            Resolution::Internal(path) => Href::Internal(self.url(&path)),
            Resolution::External(url) => Href::External(url),
            _ => Href::Plain,
        };
        Printer::new(&links, &self.material.settings.autolinks, &crate::site::terms::Terms::default()).blocks(blocks)
    }
}

fn badge(section: &Section) -> String {
    let badge = |audience: crate::classification::Audience| {
        let word = audience.word();
        format!(" <span class=\"badge badge-{}\">{word}</span>", word.to_ascii_lowercase())
    };
    section.badge().map(badge).unwrap_or_default()
}

/// The heading levels to print: 2 for the outermost, one more for each that a section is in.
pub(super) fn levels(sections: &[Section]) -> Vec<u8> {
    let mut open: Vec<u8> = Vec::new();
    let mut levels = Vec::new();
    for section in sections {
        while open.last().is_some_and(|level| *level >= section.level()) {
            open.pop();
        }
        levels.push((open.len() as u8 + 2).min(6));
        if section.level() > 0 {
            open.push(section.level());
        }
    }
    levels
}

/// The entries of a page's contents.
pub(super) fn contents(sections: &[Section]) -> Vec<view::Contents> {
    let titled = sections.iter().zip(levels(sections)).filter(|(section, _)| section.level() > 0);
    let entry = |(section, level): (&Section, u8)| view::Contents {
        label: section.number().map(str::to_owned),
        title: section.title_text(),
        anchor: section.anchor().to_owned(),
        level,
    };
    titled.map(entry).collect()
}
