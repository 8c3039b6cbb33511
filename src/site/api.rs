//! The API: registers as JSON, the same objects beside their pages, schemas, and a description in OpenAPI.
//!
//! **Invariant.** Every object is printed as its schema says: both are made from one type.

use super::gather::Objects;
use super::objects::{self, Day, Register};
use super::{Material, Task};
use crate::date;
use crate::slug::Slug;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The version of the form of all data files.
pub(super) const SCHEMA_VERSION: u32 = 2;

const NO_FAULT: &str = "strings and numbers become JSON";

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A file, some entries at a time.
type Parts<'r> = Box<dyn Iterator<Item = Vec<u8>> + 'r>;

/// One register of the API.
struct Kind {
    name: &'static str,
    title: &'static str,
    schema: fn(&Material<'_>) -> Value,
    print: for<'r> fn(Material<'r>, &'r Objects) -> Parts<'r>,
}

const KINDS: [Kind; 5] = [
    Kind {
        name: "meetings",
        title: "Meetings, newest first",
        schema: schema::<objects::Meeting>,
        print: |material, objects| Box::new(register(material, "meetings", &objects.meetings)),
    },
    Kind {
        name: "decisions",
        title: "Decisions, newest meeting first",
        schema: schema::<objects::Decision>,
        print: |material, objects| Box::new(register(material, "decisions", &objects.decisions)),
    },
    Kind {
        name: "standards",
        title: "Standards and their versions",
        schema: schema::<objects::Standard>,
        print: |material, objects| Box::new(register(material, "standards", &objects.standards)),
    },
    Kind {
        name: "dates",
        title: "Implementation dates, milestones and meetings, oldest first",
        schema: schema::<objects::DateEntry>,
        print: |material, objects| Box::new(register(material, "dates", &objects.dates)),
    },
    Kind {
        name: "glossary",
        title: "Terms of the glossary",
        schema: schema::<objects::Term>,
        print: |material, objects| Box::new(register(material, "terms", &objects.terms)),
    },
];

impl Kind {
    /// The key of the list in the register.
    fn key(&self) -> &'static str {
        if self.name == "glossary" { "terms" } else { self.name }
    }
}

/// The files of the API.
pub(super) fn tasks<'r>(material: Material<'r>, objects: &'r Objects) -> Vec<Task<'r>> {
    let mut tasks = vec![Task::of("api/v1/index.json", move || json_file(&index(&material, objects)))];
    for kind in &KINDS {
        tasks.push(Task::in_parts(format!("api/v1/{}.json", kind.name), move || (kind.print)(material, objects)));
        let schema = move || json_file(&register_schema(&material, kind));
        tasks.push(Task::of(format!("api/v1/schema/{}.json", kind.name), schema));
    }
    let version = move || json_file(&schema::<objects::Version>(&material));
    tasks.push(Task::of("api/v1/schema/version.json", version));
    tasks.push(Task::of("api/v1/openapi.json", move || json_file(&open_api(&material, objects))));
    for part in parts_of_decisions(objects).into_iter().filter(|part| part.of.is_some()) {
        tasks.push(Task::of(part.path(), move || register(material, "decisions", &part.decisions).flatten().collect()));
    }
    for (year, meetings) in years_of_meetings(objects) {
        let path = format!("api/v1/meetings/{year}.json");
        tasks.push(Task::of(path, move || register(material, "meetings", &meetings).flatten().collect()));
    }
    tasks.extend(siblings(material, objects));
    tasks
}

/// A register with more decisions than these is there in parts, too.
const MANY: usize = 1000;

/// A part of the register of decisions that is a file of its own.
pub(super) struct Part<'o> {
    /// The year and the outcome that it is of, as in its path; none where the register is small, and whole.
    pub(super) of: Option<(i16, String)>,
    decisions: Vec<&'o objects::Decision>,
}

impl Part<'_> {
    /// The path of the file.
    pub(super) fn path(&self) -> String {
        match &self.of {
            None => "api/v1/decisions.json".to_owned(),
            Some((year, outcome)) => format!("api/v1/decisions/{year}/{outcome}.json"),
        }
    }

    /// Whether one of its deferrals is open.
    pub(super) fn has_open(&self) -> bool {
        self.decisions.iter().any(|own| own.open)
    }
}

/// The files that together have every decision once, the last year first.
pub(super) fn parts_of_decisions(objects: &Objects) -> Vec<Part<'_>> {
    if objects.decisions.len() <= MANY {
        return vec![Part { of: None, decisions: objects.decisions.iter().collect() }];
    }
    let mut parts: BTreeMap<(Reverse<i16>, String), Vec<&objects::Decision>> = BTreeMap::new();
    for own in &objects.decisions {
        let outcome = Slug::of_title(&own.outcome).to_string();
        parts.entry((Reverse(own.date.0.year()), outcome)).or_default().push(own);
    }
    let part = |((Reverse(year), outcome), decisions)| Part { of: Some((year, outcome)), decisions };
    parts.into_iter().map(part).collect()
}

/// The meetings of each year, where there are many decisions.
fn years_of_meetings(objects: &Objects) -> BTreeMap<i16, Vec<&objects::Meeting>> {
    let mut years: BTreeMap<i16, Vec<&objects::Meeting>> = BTreeMap::new();
    for meeting in objects.meetings.iter().filter(|_| objects.decisions.len() > MANY) {
        years.entry(meeting.date.0.year()).or_default().push(meeting);
    }
    years
}

/// A JSON file, indented, with a line end.
pub(super) fn json_file(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect(NO_FAULT);
    text.push(b'\n');
    text
}

/// A register as a JSON file, one line for each entry, some entries at a time.
fn register<'e, T: Serialize>(
    material: Material<'_>,
    key: &'static str,
    entries: &'e [T],
) -> impl Iterator<Item = Vec<u8>> + use<'e, T> {
    const ENTRIES: usize = 1000;
    let head = Register::<T> { schema_version: SCHEMA_VERSION, as_of: Day(material.settings.as_of), key, entries: &[] };
    let mut head = serde_json::to_vec(&head).expect(NO_FAULT);
    head.truncate(head.len() - "]}".len());
    let parts = entries.chunks(ENTRIES).enumerate().map(|(at, chunk)| lines(chunk, at == 0));
    std::iter::once(head).chain(parts).chain([b"\n]}\n".to_vec()])
}

fn lines(entries: &[impl Serialize], are_first: bool) -> Vec<u8> {
    let mut text = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        text.extend_from_slice(if at == 0 && are_first { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut text, entry).expect(NO_FAULT);
    }
    text
}

/// The same objects beside the pages of meetings, standards and versions.
fn siblings<'r>(material: Material<'r>, objects: &'r Objects) -> impl Iterator<Item = Task<'r>> {
    let meetings = objects.meetings.iter().map(move |found| beside(material, &found.url, found));
    let standards = objects.standards.iter().map(move |found| beside(material, &found.url, found));
    let versions = objects.standards.iter().flat_map(|standard| &standard.versions);
    meetings.chain(standards).chain(versions.map(move |found| beside(material, &found.url, found)))
}

fn beside<'r>(material: Material<'_>, url: &str, found: &'r (impl Serialize + Sync)) -> Task<'r> {
    let path = url.strip_prefix(&material.settings.site.base_url).unwrap_or(url);
    Task::of(format!("{path}index.json"), move || json_file(found))
}

fn url(material: &Material<'_>, path: &str) -> String {
    format!("{}{path}", material.settings.site.base_url)
}

/// The addresses of the parts of a register, where it has some.
fn parts(material: &Material<'_>, objects: &Objects, name: &str) -> Vec<String> {
    let paths: Vec<String> = match name {
        "decisions" => parts_of_decisions(objects).iter().filter(|part| part.of.is_some()).map(Part::path).collect(),
        "meetings" => years_of_meetings(objects).keys().map(|year| format!("api/v1/meetings/{year}.json")).collect(),
        _ => Vec::new(),
    };
    paths.iter().map(|path| url(material, path)).collect()
}

fn index(material: &Material<'_>, objects: &Objects) -> Value {
    let register = |kind: &Kind| {
        json!({
            "name": kind.name,
            "title": kind.title,
            "url": url(material, &format!("api/v1/{}.json", kind.name)),
            "schema": url(material, &format!("api/v1/schema/{}.json", kind.name)),
            "parts": parts(material, objects, kind.name),
        })
    };
    json!({
        "schema_version": SCHEMA_VERSION,
        "as_of": date(material),
        "title": material.settings.site.title,
        "organisation": material.settings.site.organisation,
        "openapi": url(material, "api/v1/openapi.json"),
        "registers": KINDS.iter().map(register).collect::<Vec<_>>(),
    })
}

fn date(material: &Material<'_>) -> String {
    date::iso(material.settings.as_of)
}

/// The schema of one object, as it is printed.
fn schema<T: JsonSchema>(_: &Material<'_>) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema: Schema = generator.into_root_schema_for::<T>();
    schema.to_value()
}

/// The schema of a register: its head, and the list of objects.
fn register_schema(material: &Material<'_>, kind: &Kind) -> Value {
    let mut object = (kind.schema)(material);
    let parts = object.as_object_mut().expect("a schema is an object");
    let definitions = parts.remove("$defs").unwrap_or_else(|| json!({}));
    parts.remove("$schema");
    let title = parts.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut definitions = definitions;
    let key = kind.key();
    definitions[&title] = object;
    json!({
        "$schema": DIALECT,
        "$id": url(material, &format!("api/v1/schema/{}.json", kind.name)),
        "title": kind.title,
        "type": "object",
        "properties": {
            "schema_version": { "type": "integer", "const": SCHEMA_VERSION },
            "as_of": { "type": "string", "format": "date", "description": "The day that the site was built for." },
            key: { "type": "array", "items": { "$ref": format!("#/$defs/{title}") } },
        },
        "required": ["schema_version", "as_of", key],
        "additionalProperties": false,
        "$defs": definitions,
    })
}

fn open_api(material: &Material<'_>, objects: &Objects) -> Value {
    let site = &material.settings.site;
    let mut paths = serde_json::Map::new();
    for kind in &KINDS {
        let schema = format!("schema/{}.json", kind.name);
        paths
            .insert(format!("/api/v1/{}.json", kind.name), path(kind.name, kind.title, json!({ "$ref": schema }), &[]));
    }
    let of = |name: &str| json!({ "$ref": format!("schema/{name}.json") });
    if objects.decisions.len() > MANY {
        let decisions =
            path("decisions_of", "Decisions of a year with an outcome", of("decisions"), &["year", "outcome"]);
        paths.insert("/api/v1/decisions/{year}/{outcome}.json".to_owned(), decisions);
        let meetings = path("meetings_of", "Meetings of a year", of("meetings"), &["year"]);
        paths.insert("/api/v1/meetings/{year}.json".to_owned(), meetings);
    }
    let one = |name: &str, title: &str| json!({ "$ref": format!("schema/{name}.json#/$defs/{title}") });
    let meeting = path("meeting", "One meeting", one("meetings", "Meeting"), &["committee", "id"]);
    paths.insert("/meetings/{committee}/{id}/index.json".to_owned(), meeting);
    let standard = path("standard", "One standard", one("standards", "Standard"), &["id"]);
    paths.insert("/standards/{id}/index.json".to_owned(), standard);
    let version = path("version", "One version of a standard", of("version"), &["id", "version"]);
    paths.insert("/standards/{id}/{version}/index.json".to_owned(), version);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": site.title,
            "version": SCHEMA_VERSION.to_string(),
            "description": "What the pages of this site say, as data. Plain files: no key, no limit, no query.",
            "contact": { "name": site.organisation, "url": site.base_url },
            "license": { "name": site.copyright, "url": url(material, "about/information-policy/") },
        },
        "servers": [{ "url": site.base_url.trim_end_matches('/') }],
        "security": [],
        "tags": [{ "name": "data", "description": "White and Green material only." }],
        "paths": paths,
    })
}

fn path(id: &str, summary: &str, schema: Value, parameters: &[&str]) -> Value {
    let parameter = |name: &&str| {
        json!({
            "name": name, "in": "path", "required": true, "description": "As in the registers.",
            "schema": { "type": "string" },
        })
    };
    json!({
        "get": {
            "operationId": id,
            "summary": summary,
            "description": summary,
            "tags": ["data"],
            "parameters": parameters.iter().map(parameter).collect::<Vec<_>>(),
            "responses": {
                "200": { "description": summary, "content": { "application/json": { "schema": schema } } },
                "404": { "description": "Nothing of that name is published." },
            },
        },
    })
}
