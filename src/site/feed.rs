//! Feeds: Atom 1.0 and JSON Feed 1.1, of meetings and versions as they are published or change.
//!
//! A version without any published date of its own is in no feed: there is nothing to say when it was news.
//!
//! **Invariant.** Ids are made of identity and times of published dates: the same content gives the same feed on any day.

use super::gather::Objects;
use super::html::{Html, escape_into};
use super::objects::{self, Day};
use super::{Material, api, effective, names::Names};
use crate::date;
use crate::record::{Document, Meeting, Version};
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::json;

/// How many entries a feed has at most, the newest.
const LENGTH: usize = 50;

/// A meeting or a version as news.
struct Entry {
    id: String,
    url: String,
    title: String,
    updated: Date,
    content: Html,
    classification: &'static str,
    /// The committee or standard whose own feed it is in.
    folder: String,
}

/// The feeds of the site, of each committee and of each standard.
pub(super) fn files(material: Material<'_>, objects: &Objects) -> Vec<(String, Vec<u8>)> {
    let entries = entries(material, objects);
    let site = &material.settings.site;
    let all: Vec<&Entry> = entries.iter().collect();
    let mut files = vec![
        ("atom.xml".to_owned(), atom(material, "", &site.title, &all)),
        ("feed.json".to_owned(), json_feed(material, &all)),
    ];
    for (folder, title) in folders(material) {
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.folder == folder).collect();
        files.push((format!("{folder}atom.xml"), atom(material, &folder, &title, &own)));
    }
    files
}

/// The folders that have feeds and calendars of their own, with their titles.
pub(super) fn folders(material: Material<'_>) -> Vec<(String, String)> {
    let record = material.record;
    let committees =
        record.committees().iter().map(|found| (format!("meetings/{}/", found.id()), found.title().to_owned()));
    let standards =
        record.standards().iter().map(|found| (format!("standards/{}/", found.id()), found.title().to_owned()));
    committees.chain(standards).collect()
}

/// The host that the site is served by, as a name for its ids.
pub(super) fn host(material: Material<'_>) -> &str {
    let after_scheme = material.settings.site.base_url.split("://").nth(1).unwrap_or_default();
    after_scheme.split(['/', ':']).next().unwrap_or_default()
}

fn entries(material: Material<'_>, objects: &Objects) -> Vec<Entry> {
    let names = Names::of(material.record);
    let meetings = material.registers.meetings().iter().zip(&objects.meetings);
    let mut entries: Vec<Entry> =
        meetings.map(|(at, object)| meeting(material, &names, &material.record.meetings()[*at], object)).collect();
    for (at, found) in material.record.versions().iter().enumerate() {
        let object = objects.standards.iter().filter(|standard| standard.id == found.standard().as_str());
        let object =
            object.flat_map(|standard| &standard.versions).find(|object| object.version == found.number().as_str());
        entries.extend(object.and_then(|object| version(material, &names, at, object)));
    }
    entries.sort_by(|one, other| (other.updated, &one.id).cmp(&(one.updated, &other.id)));
    entries
}

fn id(material: Material<'_>, path: &str) -> String {
    format!("tag:{},2026:{path}", host(material))
}

/// The last of the days on which a document is known to have changed.
fn last(document: &Document, days: impl IntoIterator<Item = Option<Date>>) -> Option<Date> {
    let updates = document.updates().iter().map(|update| Some(update.date));
    updates.chain([document.published_on()]).chain(days).flatten().max()
}

fn meeting(material: Material<'_>, names: &Names<'_>, meeting: &Meeting, object: &objects::Meeting) -> Entry {
    let decisions = meeting.sections().iter().flat_map(|section| section.decisions());
    let mut content = String::from("<ul>");
    for decision in decisions {
        item(&mut content, decision.text());
    }
    content.push_str("</ul>");
    Entry {
        id: id(material, &format!("meetings/{}", object.id)),
        url: object.url.clone(),
        title: format!("{}: {}, {}", names.meeting(meeting), meeting.title(), date::short(meeting.date())),
        updated: last(meeting.document(), [Some(meeting.date())]).unwrap_or(meeting.date()),
        content: Html::declare_safe(content),
        classification: object.classification,
        folder: format!("meetings/{}/", meeting.committee()),
    }
}

fn version(material: Material<'_>, names: &Names<'_>, at: usize, object: &objects::Version) -> Option<Entry> {
    let found = &material.record.versions()[at];
    let changed = found.date_changes().iter().map(|change| Some(change.changed_on.0));
    let withdrawn = found.withdrawn_on().map(|(day, _)| day).filter(|day| *day <= material.settings.as_of);
    let days = changed.chain([found.approved_on().map(|(day, _)| day), withdrawn]);
    let updated = last(found.document(), days)?;
    let mut content = String::from("<ul>");
    for sentence in facts(material, names, found, object) {
        item(&mut content, &sentence);
    }
    content.push_str("</ul>");
    Some(Entry {
        id: id(material, &format!("standards/{}/{}", found.standard(), found.number())),
        url: object.url.clone(),
        title: names.version(found),
        updated,
        content: Html::declare_safe(content),
        classification: object.classification,
        folder: format!("standards/{}/", found.standard()),
    })
}

/// What is known of a version, in sentences.
fn facts(material: Material<'_>, names: &Names<'_>, version: &Version, object: &objects::Version) -> Vec<String> {
    let standard = names.standard_of(version).map(|(at, _)| &material.record.standards()[at]);
    let label = |id: &str| {
        let events = standard.iter().flat_map(|standard| standard.events());
        events.into_iter().find(|event| event.id == id).map_or(id.to_owned(), |event| event.label.clone())
    };
    let day = |day: Day| date::long(day.0);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(object.draft.then(|| "A draft: it is not approved.".to_owned()));
    facts.extend(object.approved_on.map(|approved| format!("Approved on {}.", day(approved))));
    facts.extend(object.conditions.iter().map(|conditions| format!("Conditions: {conditions}")));
    for applies in &object.applies {
        facts.push(format!("{}: {}.", label(&applies.event), effective::period(applies)));
    }
    for change in &object.date_changes {
        let reason = change.reason.iter().map(|reason| format!(" {reason}")).collect::<String>();
        let (event, was, on) = (label(&change.event), day(change.was), day(change.changed_on));
        facts.push(format!("{event}: the date was {was} until it was changed on {on}.{reason}"));
    }
    for milestone in &object.milestones {
        facts.push(format!("{}: {}.", milestone.label, day(milestone.date)));
    }
    facts.extend(object.withdrawn_on.map(|withdrawn| format!("Withdrawn from {}.", day(withdrawn))));
    facts
}

fn item(list: &mut String, text: &str) {
    list.push_str("<li>");
    escape_into(list, text);
    list.push_str("</li>");
}

/// Midnight at the beginning of a day, as RFC 3339 has it.
fn instant(day: Date) -> String {
    format!("{}T00:00:00Z", date::iso(day))
}

fn updated(material: Material<'_>, entries: &[&Entry]) -> Date {
    entries.iter().map(|entry| entry.updated).max().unwrap_or(material.settings.as_of)
}

fn atom(material: Material<'_>, folder: &str, title: &str, entries: &[&Entry]) -> Vec<u8> {
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
    writer.create_element(name).write_text_content(BytesText::new(text)).map(|_| ())
}

fn link(writer: &mut Xml, rel: &str, media_type: &str, url: &str) -> std::io::Result<()> {
    let attributes = [("rel", rel), ("type", media_type), ("href", url)];
    writer.create_element("link").with_attributes(attributes).write_empty().map(|_| ())
}

fn write_entry(writer: &mut Xml, entry: &Entry) -> std::io::Result<()> {
    let written = writer.create_element("entry").write_inner_content(|writer| {
        element(writer, "id", &entry.id)?;
        element(writer, "title", &entry.title)?;
        element(writer, "updated", &instant(entry.updated))?;
        link(writer, "alternate", "text/html", &entry.url)?;
        writer.create_element("category").with_attribute(("term", entry.classification)).write_empty()?;
        let content = writer.create_element("content").with_attribute(("type", "html"));
        content.write_text_content(BytesText::new(entry.content.as_str())).map(|_| ())
    });
    written.map(|_| ())
}

fn json_feed(material: Material<'_>, entries: &[&Entry]) -> Vec<u8> {
    let site = &material.settings.site;
    let item = |entry: &&Entry| {
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
