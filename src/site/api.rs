//! The API: registers as JSON, the same objects beside their pages, schemas, and a description in OpenAPI.
//!
//! **Invariant.** Every object is printed as its schema says: both are made from one type.

use super::gather::Objects;
use super::objects::{self, Day, Register};
use super::{Material, Task};
use crate::date;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

/// The version of the form of all data files.
pub(super) const SCHEMA_VERSION: u32 = 2;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// One register of the API.
struct Kind {
    name: &'static str,
    title: &'static str,
    schema: fn(&Material<'_>) -> Value,
    print: fn(Material<'_>, &Objects) -> Vec<u8>,
}

const KINDS: [Kind; 5] = [
    Kind {
        name: "meetings",
        title: "Meetings, newest first",
        schema: schema::<objects::Meeting>,
        print: |material, objects| register(material, "meetings", &objects.meetings),
    },
    Kind {
        name: "decisions",
        title: "Decisions, newest meeting first",
        schema: schema::<objects::Decision>,
        print: |material, objects| register(material, "decisions", &objects.decisions),
    },
    Kind {
        name: "standards",
        title: "Standards and their versions",
        schema: schema::<objects::Standard>,
        print: |material, objects| register(material, "standards", &objects.standards),
    },
    Kind {
        name: "dates",
        title: "Implementation dates, milestones and meetings, oldest first",
        schema: schema::<objects::DateEntry>,
        print: |material, objects| register(material, "dates", &objects.dates),
    },
    Kind {
        name: "glossary",
        title: "Terms of the glossary",
        schema: schema::<objects::Term>,
        print: |material, objects| register(material, "terms", &objects.terms),
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
    let mut tasks = vec![Task::of("api/v1/index.json", move || json_file(&index(&material)))];
    for kind in &KINDS {
        tasks.push(Task::of(format!("api/v1/{}.json", kind.name), move || (kind.print)(material, objects)));
        let schema = move || json_file(&register_schema(&material, kind));
        tasks.push(Task::of(format!("api/v1/schema/{}.json", kind.name), schema));
    }
    let version = move || json_file(&schema::<objects::Version>(&material));
    tasks.push(Task::of("api/v1/schema/version.json", version));
    tasks.push(Task::of("api/v1/openapi.json", move || json_file(&open_api(&material))));
    tasks.extend(siblings(material, objects));
    tasks
}

/// A JSON file, indented, with a line end.
pub(super) fn json_file(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("strings and numbers become JSON");
    text.push(b'\n');
    text
}

fn register(material: Material<'_>, key: &'static str, entries: &[impl Serialize]) -> Vec<u8> {
    json_file(&Register { schema_version: SCHEMA_VERSION, as_of: Day(material.settings.as_of), key, entries })
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

fn index(material: &Material<'_>) -> Value {
    let register = |kind: &Kind| {
        json!({
            "name": kind.name,
            "title": kind.title,
            "url": url(material, &format!("api/v1/{}.json", kind.name)),
            "schema": url(material, &format!("api/v1/schema/{}.json", kind.name)),
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

fn open_api(material: &Material<'_>) -> Value {
    let site = &material.settings.site;
    let mut paths = serde_json::Map::new();
    for kind in &KINDS {
        let schema = format!("schema/{}.json", kind.name);
        paths
            .insert(format!("/api/v1/{}.json", kind.name), path(kind.name, kind.title, json!({ "$ref": schema }), &[]));
    }
    let of = |name: &str| json!({ "$ref": format!("schema/{name}.json") });
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
