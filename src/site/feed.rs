//! Feeds: Atom 1.0 and JSON Feed 1.1, of meetings and of changes of standards.
//!
//! What no published date says was news by the day of the build is in no feed: an announced meeting is, once its file says when it
//! was announced or its headlines are there.
//!
//! **Invariant.** Ids are made of identity, times of published dates, and none is after the day of the build.

use super::audience::strictest;
use super::gather::Objects;
use super::html::{Html, escape_into};
use super::{Material, Task, api, changes, names::Names, objects};
use crate::date;
use crate::record::{Meeting, Standard};
use crate::text::writable;
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// How many entries a feed has at most, the newest.
const LENGTH: usize = 50;

/// A meeting, or a change of a standard, as news.
pub(super) struct FeedEntry {
    /// Made of identity.
    pub(super) id: String,
    pub(super) url: String,
    pub(super) title: String,
    /// The last published day, up to that of the build, on which it changed.
    pub(super) updated: Date,
    pub(super) content: Html,
    pub(super) classification: &'static str,
    /// The committee or standard whose own feed it is in.
    pub(super) folder: String,
}

/// The feeds of the site, of each committee and of each standard.
pub(super) fn tasks<'r>(material: Material<'r>, objects: &'r Objects) -> Vec<Task<'r>> {
    let entries = Arc::new(LazyLock::new(move || entries(material, objects)));
    let (all, again) = (entries.clone(), entries.clone());
    let whole = move || atom(material, "", &material.settings.site.title, &all.iter().collect::<Vec<_>>());
    let mut tasks = vec![
        Task::of("atom.xml", whole),
        Task::of("feed.json", move || json_feed(material, &again.iter().collect::<Vec<_>>())),
    ];
    for Folder { path, title, .. } in folders(material) {
        let entries = entries.clone();
        let print = move |path: &str| {
            let own: Vec<&FeedEntry> = entries.iter().filter(|entry| entry.folder == path).collect();
            atom(material, path, &title, &own)
        };
        tasks.push(Task::of(format!("{path}atom.xml"), move || print(&path)));
    }
    tasks
}

/// A committee or a standard, which has a feed and a calendar of its own.
pub(super) struct Folder<'r> {
    /// Its folder in the site, with a slash at the end.
    pub(super) path: String,
    /// What its feed and calendar are called; no two are called the same.
    pub(super) title: String,
    /// The standard that it is of.
    pub(super) standard: Option<&'r Standard>,
}

/// Every committee and standard.
pub(super) fn folders(material: Material<'_>) -> Vec<Folder<'_>> {
    let record = material.record;
    let committees = record.committees().iter().map(|found| Folder {
        path: format!("meetings/{}/", found.id()),
        title: format!("{}: meetings", found.title()),
        standard: None,
    });
    let standards = record.standards().iter().map(|found| Folder {
        path: format!("standards/{}/", found.id()),
        title: format!("{}: changes", found.title()),
        standard: Some(found),
    });
    let mut folders: Vec<Folder<'_>> = committees.chain(standards).collect();
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    folders.iter().for_each(|folder| *titles.entry(folder.title.clone()).or_default() += 1);
    for folder in folders.iter_mut().filter(|folder| titles[&folder.title] > 1) {
        folder.title = format!("{} ({})", folder.title, folder.path.trim_end_matches('/'));
    }
    folders
}

/// The host that the site is served by, as a name for its ids.
pub(super) fn host(material: Material<'_>) -> &str {
    let after_scheme = material.settings.site.base_url.split("://").nth(1).unwrap_or_default();
    after_scheme.split(['/', ':']).next().unwrap_or_default()
}

fn entries(material: Material<'_>, objects: &Objects) -> Vec<FeedEntry> {
    let names = Names::of(material.record);
    let meetings = material.registers.meetings().iter().zip(&objects.meetings);
    let meetings = meetings.filter_map(|(at, object)| meeting(material, &names, material.record.meeting(*at), object));
    let mut entries: Vec<FeedEntry> = meetings.collect();
    entries.extend(changes::entries(material, objects));
    entries.sort_by(|one, other| (other.updated, &one.id).cmp(&(one.updated, &other.id)));
    entries
}

/// A `tag:` URI (RFC 4151).
pub(super) fn id(material: Material<'_>, path: &str) -> String {
    format!("tag:{},2026:{path}", host(material))
}

/// A meeting is news once its headlines are there, or its file says when it was announced or changed.
fn meeting(
    material: Material<'_>,
    names: &Names<'_>,
    meeting: &Meeting,
    object: &objects::Meeting,
) -> Option<FeedEntry> {
    let as_of = material.settings.as_of;
    let held = Some(meeting.date()).filter(|_| meeting.has_headlines());
    let days = held.into_iter().chain(meeting.moved_from()).filter(|day| *day <= as_of);
    let updated = days.chain(meeting.document().last_change(as_of)).max()?;
    let decisions = || meeting.sections().iter().flat_map(|section| section.decisions());
    let shown = decisions().map(|decision| decision.audience()).chain([meeting.document().audience()]);
    let mut told = Told::default();
    if meeting.is_cancelled() {
        told.say("This meeting was cancelled.");
    }
    told.extend(meeting.moved_from().map(|day| format!("Moved from {}.", date::long(day))));
    for decision in decisions() {
        told.say(decision.text());
    }
    if told.is_empty() {
        let is_announced = !meeting.has_headlines();
        told.say(if is_announced { "Announced." } else { "No decision of this meeting is published." });
    }
    Some(FeedEntry {
        id: id(material, &format!("meetings/{}", object.id)),
        url: object.url.clone(),
        title: format!("{}: {}, {}", names.meeting(meeting), meeting.title(), date::short(meeting.date())),
        updated,
        content: told.list(),
        classification: strictest(shown).word(),
        folder: format!("meetings/{}/", meeting.committee()),
    })
}

/// The sentences of an entry, each of them once.
#[derive(Default)]
pub(super) struct Told {
    known: BTreeSet<String>,
    items: String,
}

impl Told {
    fn say(&mut self, sentence: &str) {
        if self.known.insert(sentence.to_owned()) {
            self.items.push_str("<li>");
            escape_into(&mut self.items, sentence);
            self.items.push_str("</li>");
        }
    }

    pub(super) fn extend(&mut self, sentences: impl IntoIterator<Item = String>) {
        sentences.into_iter().for_each(|sentence| self.say(&sentence));
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn list(self) -> Html {
        Html::declare_safe(format!("<ul>{}</ul>", self.items))
    }
}

/// Midnight at the beginning of a day, as RFC 3339 has it.
fn instant(day: Date) -> String {
    format!("{}T00:00:00Z", date::iso(day))
}

fn updated(material: Material<'_>, entries: &[&FeedEntry]) -> Date {
    entries.iter().map(|entry| entry.updated).max().unwrap_or(material.settings.as_of)
}

fn atom(material: Material<'_>, folder: &str, title: &str, entries: &[&FeedEntry]) -> Vec<u8> {
    let site = &material.settings.site;
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 0);
    let fault = "writing to memory does not fail";
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect(fault);
    let feed = writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    let (own, page) = (format!("{}{folder}atom.xml", site.base_url), format!("{}{folder}", site.base_url));
    feed.write_inner_content(|writer| {
        element(writer, "id", &id(material, folder))?;
        element(writer, "title", title)?;
        element(writer, "updated", &instant(updated(material, entries)))?;
        link(writer, "self", "application/atom+xml", &own)?;
        link(writer, "alternate", "text/html", &page)?;
        element(writer, "rights", &site.copyright)?;
        writer.create_element("author").write_inner_content(|writer| element(writer, "name", &site.organisation))?;
        entries.iter().take(LENGTH).try_for_each(|entry| write_entry(writer, entry))
    })
    .expect(fault);
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    xml
}

type Xml = Writer<Vec<u8>>;

fn element(writer: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&writable(text))).map(|_| ())
}

fn link(writer: &mut Xml, rel: &str, media_type: &str, url: &str) -> std::io::Result<()> {
    let attributes = [("rel", rel), ("type", media_type), ("href", url)];
    writer.create_element("link").with_attributes(attributes).write_empty().map(|_| ())
}

fn write_entry(writer: &mut Xml, entry: &FeedEntry) -> std::io::Result<()> {
    let written = writer.create_element("entry").write_inner_content(|writer| {
        element(writer, "id", &entry.id)?;
        element(writer, "title", &entry.title)?;
        element(writer, "updated", &instant(entry.updated))?;
        link(writer, "alternate", "text/html", &entry.url)?;
        writer.create_element("category").with_attribute(("term", entry.classification)).write_empty()?;
        let content = writer.create_element("content").with_attribute(("type", "html"));
        content.write_text_content(BytesText::new(&writable(entry.content.as_str()))).map(|_| ())
    });
    written.map(|_| ())
}

fn json_feed(material: Material<'_>, entries: &[&FeedEntry]) -> Vec<u8> {
    let site = &material.settings.site;
    let item = |entry: &&FeedEntry| {
        json!({
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.content.as_str(),
            "date_modified": instant(entry.updated),
            "tags": [entry.classification],
        })
    };
    api::json_file(&json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.title,
        "home_page_url": site.base_url,
        "feed_url": format!("{}feed.json", site.base_url),
        "language": site.language,
        "authors": [{ "name": site.organisation }],
        "items": entries.iter().take(LENGTH).map(item).collect::<Vec<_>>(),
    }))
}
