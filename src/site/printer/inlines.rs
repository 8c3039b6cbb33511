//! The pieces of a line as HTML.
//!
//! **Invariant.** No `<a>` stands inside another.

use super::{Container, Printer};
use crate::classification::Audience;
use crate::record::text::{Inline, Link};
use crate::record::walk::plain;
use crate::settings::autolink::identifiers;
use crate::site::html::{Href, escape_into};
use crate::slug::Slug;
use std::fmt::Write as _;

impl Printer<'_> {
    pub(super) fn wrap(&mut self, out: &mut String, tags: [&str; 2], content: &[Inline], container: Container) {
        out.push_str(tags[0]);
        self.print_inlines(out, content, container);
        out.push_str(tags[1]);
    }

    pub(super) fn print_inlines(&mut self, out: &mut String, inlines: &[Inline], container: Container) {
        for inline in inlines {
            self.print_inline(out, inline, container);
        }
    }

    fn print_inline(&mut self, out: &mut String, inline: &Inline, container: Container) {
        match inline {
            Inline::Text(text, _) => self.print_text(out, text, container),
            Inline::SoftBreak => out.push('\n'),
            Inline::LineBreak => out.push_str("<br>\n"),
            Inline::Code(code) => print_element(out, "<code>", code, "</code>"),
            Inline::Emphasis(content) => self.wrap(out, ["<em>", "</em>"], content, container),
            Inline::Strong(content) => self.wrap(out, ["<strong>", "</strong>"], content, container),
            Inline::Strikethrough(content) => self.wrap(out, ["<del>", "</del>"], content, container),
            Inline::Link(link) => self.print_link(out, link, container),
            Inline::Image(image) => escape_into(out, &plain(&image.content)),
            Inline::FootnoteReference(label) => self.print_reference(out, label, container),
            Inline::Outcome(outcome) => {
                let class = Slug::of_title(&outcome.outcome).to_string();
                print_outcome(out, &outcome.word, &class, [&outcome.anchor, &outcome.lasting], container);
            }
            Inline::Badge(audience) => print_badge(out, *audience),
        }
    }

    /// Prints a link; one inside another, or one that leads nowhere, is its text.
    fn print_link(&mut self, out: &mut String, link: &Link, container: Container) {
        let href = (self.links)(link);
        match href.destination().filter(|_| container != Container::Link) {
            Some(destination) => {
                open_link(out, &href, &destination, &link.title);
                self.wrap(out, ["", "</a>"], &link.content, Container::Link);
            }
            None => self.print_inlines(out, &link.content, container),
        }
    }

    fn print_reference(&mut self, out: &mut String, label: &str, container: Container) {
        let _ = match (self.notes.refer(label), container) {
            (None, _) => return print_element(out, "[^", label, "]"),
            (Some((note, usage)), Container::Link) => {
                write!(out, "<sup class=\"note-ref\" id=\"note-{note}-use-{usage}\">{note}</sup>")
            }
            (Some((note, usage)), Container::Prose | Container::Heading) => write!(
                out,
                "<sup class=\"note-ref\"><a href=\"#note-{note}\" id=\"note-{note}-use-{usage}\" \
                 aria-label=\"Note {note}\">{note}</a></sup>"
            ),
        };
    }

    fn print_text(&mut self, out: &mut String, text: &str, container: Container) {
        let mut at = 0;
        if container != Container::Link {
            for (range, url) in identifiers(self.autolinks, text) {
                self.print_words(out, &text[at..range.start], container);
                print_identifier(out, &Href::External(url), &text[range.clone()]);
                at = range.end;
            }
        }
        self.print_words(out, &text[at..], container);
    }

    fn print_words(&mut self, out: &mut String, words: &str, container: Container) {
        let mut at = 0;
        if container == Container::Prose {
            for (range, term) in self.terms.find(words) {
                if self.explained.insert(term) {
                    escape_into(out, &words[at..range.start]);
                    print_element(out, "<abbr title=\"", self.terms.expansion(term), "\">");
                    print_element(out, "", &words[range.clone()], "</abbr>");
                    at = range.end;
                }
            }
        }
        escape_into(out, &words[at..]);
    }
}

fn print_element(out: &mut String, open: &str, text: &str, close: &str) {
    out.push_str(open);
    escape_into(out, text);
    out.push_str(close);
}

fn print_identifier(out: &mut String, href: &Href, text: &str) {
    match href.destination() {
        Some(destination) => {
            open_link(out, href, &destination, "");
            print_element(out, "", text, "</a>");
        }
        None => escape_into(out, text),
    }
}

fn open_link(out: &mut String, href: &Href, destination: &str, title: &str) {
    print_element(out, "<a href=\"", destination, "\"");
    if !title.is_empty() {
        print_element(out, " title=\"", title, "\"");
    }
    out.push_str(match href {
        Href::External(_) => " class=\"external\" rel=\"noopener noreferrer\">",
        Href::Internal(_) | Href::Plain => ">",
    });
}

/// The outcome with both of its anchors; the link beside it is the one that does not drift.
fn print_outcome(out: &mut String, word: &str, class: &str, [anchor, lasting]: [&str; 2], container: Container) {
    print_element(out, "<strong class=\"outcome outcome-", class, "\"");
    print_element(out, " id=\"", anchor, "\">");
    print_element(out, "<span id=\"", lasting, "\">");
    print_element(out, "", word, "</span></strong>");
    if container != Container::Link {
        print_element(out, "<a class=\"permalink\" href=\"#", lasting, "\"");
        out.push_str(" aria-label=\"Link to this decision\">#</a>");
    }
}

fn print_badge(out: &mut String, audience: Audience) {
    let class = match audience {
        Audience::White => "badge-white",
        Audience::Green => "badge-green",
    };
    let space = if out.is_empty() || out.ends_with("<p>") || out.ends_with(char::is_whitespace) { "" } else { " " };
    let _ = write!(out, "{space}<span class=\"badge {class}\">{audience}</span>");
}
