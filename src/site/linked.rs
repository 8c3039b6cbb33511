//! JSON-LD in the words of schema.org, in files beside the pages of committees, meetings, standards and versions.
//!
//! The vocabulary stands in each file, so that a reader needs nothing from elsewhere.

use super::gather::Objects;
use super::{Material, Task, api, names::Names, objects};
use crate::record::Committee;
use crate::register::page_path;
use serde_json::{Value, json};
use std::sync::Arc;

/// The name of the file beside a page.
const FILE: &str = "index.jsonld";

pub(super) fn tasks<'r>(material: Material<'r>, objects: &'r Objects) -> Vec<Task<'r>> {
    let linker = Arc::new(Linker { material, names: Names::of(material.record) });
    let mut tasks = Vec::new();
    for committee in material.record.committees() {
        tasks.push(task(&linker, &linker.url(committee), move |linker| linker.committee(committee)));
    }
    for meeting in &objects.meetings {
        tasks.push(task(&linker, &meeting.url, move |linker| linker.meeting(meeting)));
    }
    for standard in &objects.standards {
        tasks.push(task(&linker, &standard.url, move |linker| linker.standard(standard)));
        for version in &standard.versions {
            tasks.push(task(&linker, &version.url, move |linker| linker.version(standard, version)));
        }
    }
    tasks
}

/// The file of an object beside its page.
fn task<'r>(linker: &Arc<Linker<'r>>, url: &str, object: impl FnOnce(&Linker<'r>) -> Value + Send + 'r) -> Task<'r> {
    let linker = linker.clone();
    Task::of(linker.path(url), move || api::json_file(&object(&linker)))
}

struct Linker<'r> {
    material: Material<'r>,
    names: Names<'r>,
}

impl Linker<'_> {
    /// The file beside a page.
    fn path(&self, url: &str) -> String {
        let base = self.material.settings.site.base_url.as_str();
        format!("{}{FILE}", url.strip_prefix(base).unwrap_or(url))
    }

    fn url(&self, committee: &Committee) -> String {
        let path = page_path(committee.document().place());
        format!("{}{}", self.material.settings.site.base_url, path.trim_start_matches('/'))
    }

    /// The organisation that a committee is.
    fn organisation(&self, committee: &Committee) -> Value {
        let url = self.url(committee);
        json!({ "@type": "Organization", "@id": url, "name": committee.title(), "url": url })
    }

    fn committee(&self, committee: &Committee) -> Value {
        let mut object = self.organisation(committee);
        object["@context"] = context();
        object["alternateName"] = json!(committee.abbreviation());
        object
    }

    fn meeting(&self, meeting: &objects::Meeting) -> Value {
        let time = |time: &Option<String>| match time {
            Some(time) => zoned(meeting.date.0, time),
            None => json!(meeting.date),
        };
        let number = meeting.number.map(|number| number.to_string()).unwrap_or_default();
        let name = self.names.committee_title(&meeting.committee);
        let organizer = self.names.committee(&meeting.committee).map(|committee| self.organisation(committee));
        json!({
            "@context": context(),
            "@type": "Event",
            "@id": meeting.url,
            "name": format!("{name} {number}").trim(),
            "startDate": time(&meeting.start),
            "endDate": time(&meeting.end),
            "location": meeting.venue.as_ref().map(|venue| json!({ "@type": "Place", "name": venue })),
            "organizer": organizer,
            "eventStatus": status(meeting),
            "previousStartDate": meeting.moved_from,
            "url": meeting.url,
        })
    }

    fn standard(&self, standard: &objects::Standard) -> Value {
        json!({
            "@context": context(),
            "@type": "TechArticle",
            "@id": standard.url,
            "name": standard.title,
            "alternateName": standard.aliases,
            "publisher": { "@type": "Organization", "name": standard.owner },
            "hasPart": standard.versions.iter().map(|version| json!({ "@id": version.url })).collect::<Vec<_>>(),
            "url": standard.url,
        })
    }

    fn version(&self, standard: &objects::Standard, version: &objects::Version) -> Value {
        let before = standard.versions.iter().find(|other| Some(&other.version) == version.supersedes.as_ref());
        json!({
            "@context": context(),
            "@type": "DigitalDocument",
            "@id": version.url,
            "name": format!("{} {}", standard.title, version.version),
            "version": version.version,
            "isPartOf": { "@id": standard.url },
            "dateCreated": version.document_date,
            "datePublished": version.published_on,
            "isBasedOn": before.map(|before| json!({ "@id": before.url })),
            "publisher": { "@type": "Organization", "name": standard.owner },
            "url": version.url,
        })
    }
}

/// What became of a meeting, in the words of schema.org.
fn status(meeting: &objects::Meeting) -> &'static str {
    match (meeting.cancelled, meeting.moved_from) {
        (true, _) => "https://schema.org/EventCancelled",
        (false, Some(_)) => "https://schema.org/EventRescheduled",
        (false, None) => "https://schema.org/EventScheduled",
    }
}

fn context() -> Value {
    json!({ "@vocab": "https://schema.org/" })
}

/// A time in Europe/London, with its offset.
fn zoned(day: jiff::civil::Date, time: &str) -> Value {
    let zone = jiff::tz::TimeZone::get("Europe/London");
    let at: Option<jiff::civil::Time> = format!("{time}:00").parse().ok();
    let zoned = zone.ok().zip(at).and_then(|(zone, at)| zone.to_zoned_datetime(day.to_datetime(at)).ok());
    zoned.map_or(Value::Null, |zoned| json!(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()))
}
