//! JSON-LD in the words of schema.org, in files beside the pages of committees, meetings, standards and versions.
//!
//! The vocabulary stands in each file, so that a reader needs nothing from elsewhere.

use super::gather::Objects;
use super::{Material, api, names::Names};
use crate::register::page_path;
use serde_json::{Value, json};

/// The name of the file beside a page.
const FILE: &str = "index.jsonld";

pub(super) fn files(material: Material<'_>, objects: &Objects) -> Vec<(String, Vec<u8>)> {
    let (record, base) = (material.record, material.settings.site.base_url.as_str());
    let names = Names::of(record);
    let mut files = Vec::new();
    let mut add = |url: &str, object: Value| {
        let path = url.strip_prefix(base).unwrap_or(url);
        files.push((format!("{path}{FILE}"), api::json_file(&object)));
    };
    let organisation = |id: &str| {
        let committee = names.committee(id)?;
        let url = format!("{base}{}", page_path(committee.document().place()).trim_start_matches('/'));
        Some((url.clone(), json!({ "@type": "Organization", "@id": url, "name": committee.title(), "url": url })))
    };
    for committee in record.committees() {
        if let Some((url, mut object)) = organisation(committee.id().as_str()) {
            object["@context"] = context();
            object["alternateName"] = json!(committee.abbreviation());
            add(&url, object);
        }
    }
    for meeting in &objects.meetings {
        let time = |time: &Option<String>| match time {
            Some(time) => zoned(meeting.date.0, time),
            None => json!(meeting.date),
        };
        let number = meeting.number.map(|number| number.to_string()).unwrap_or_default();
        let name = names.committee_title(&meeting.committee);
        add(
            &meeting.url,
            json!({
                "@context": context(),
                "@type": "Event",
                "@id": meeting.url,
                "name": format!("{name} {number}").trim(),
                "startDate": time(&meeting.start),
                "endDate": time(&meeting.end),
                "location": meeting.venue.as_ref().map(|venue| json!({ "@type": "Place", "name": venue })),
                "organizer": organisation(&meeting.committee).map(|(_, object)| object),
                "url": meeting.url,
            }),
        );
    }
    for standard in &objects.standards {
        let owner = json!({ "@type": "Organization", "name": standard.owner });
        let parts = standard.versions.iter().map(|version| json!({ "@id": version.url })).collect::<Vec<_>>();
        add(
            &standard.url,
            json!({
                "@context": context(),
                "@type": "TechArticle",
                "@id": standard.url,
                "name": standard.title,
                "alternateName": standard.aliases,
                "publisher": owner,
                "hasPart": parts,
                "url": standard.url,
            }),
        );
        for version in &standard.versions {
            let before = standard.versions.iter().find(|other| Some(&other.version) == version.supersedes.as_ref());
            add(
                &version.url,
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
                    "publisher": owner,
                    "url": version.url,
                }),
            );
        }
    }
    files
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
