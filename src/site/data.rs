//! Files for machines: manifest, sitemap, robots.
//!
//! **Invariant.** Made from the edition itself and the configuration; no word of what was left out.

use super::Material;
use crate::classification::Audience;
use crate::date;
use crate::edition::{Edition, digest};
use crate::text::writable;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rayon::prelude::*;
use serde::Serialize;

#[derive(Serialize)]
struct Manifest<'e> {
    generator: &'static str,
    schema_version: u32,
    as_of: String,
    publish: &'static [&'static str],
    files: Vec<ManifestFile<'e>>,
}

#[derive(Serialize)]
struct ManifestFile<'e> {
    path: &'e str,
    size: usize,
    sha256: String,
}

/// What the site publishes, in words (R4).
pub(super) fn ceiling_words(ceiling: Audience) -> &'static [&'static str] {
    match ceiling {
        Audience::White => &["White"],
        Audience::Green => &["White", "Green"],
    }
}

/// The data files of an edition of pages; the manifest lists all others.
pub(super) fn print(material: Material<'_>, pages: &Edition) -> Vec<(&'static str, Vec<u8>)> {
    let sitemap = sitemap(material, pages);
    let robots =
        format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", material.settings.site.base_url).into_bytes();
    let mut files: Vec<(&str, &[u8])> = pages.files().map(|(path, bytes)| (path.as_str(), bytes)).collect();
    files.push(("robots.txt", &robots));
    files.push(("sitemap.xml", &sitemap));
    let search = open_search(material);
    files.push(("opensearch.xml", &search));
    let headers = super::headers::file(material);
    files.push(("_headers", &headers));
    let security = security(material);
    files.extend(security.as_deref().map(|text| (SECURITY, text)));
    files.sort();
    let manifest = manifest(material, &files);
    let security = security.map(|text| (SECURITY, text));
    let own = [
        ("_headers", headers),
        ("manifest.json", manifest),
        ("opensearch.xml", search),
        ("robots.txt", robots),
        ("sitemap.xml", sitemap),
    ];
    own.into_iter().chain(security).collect()
}

const SECURITY: &str = ".well-known/security.txt";

/// Whom to tell of a hole (RFC 9116); good for half a year from the day of the build.
fn security(material: Material<'_>) -> Option<Vec<u8>> {
    let site = &material.settings.site;
    let contact = site.security_contact.as_ref()?;
    let end = material.settings.as_of.saturating_add(jiff::Span::new().days(182));
    let text = format!(
        "Contact: {contact}\nExpires: {}T00:00:00Z\nPreferred-Languages: {}\nCanonical: {}{SECURITY}\n",
        date::iso(end),
        site.language,
        site.base_url
    );
    Some(text.into_bytes())
}

fn manifest<'m>(material: Material<'_>, files: &[(&'m str, &'m [u8])]) -> Vec<u8> {
    let file = |(path, bytes): &(&'m str, &'m [u8])| ManifestFile { path, size: bytes.len(), sha256: digest(bytes) };
    let listed: Vec<ManifestFile<'_>> = files.par_iter().map(file).collect();
    let manifest = Manifest {
        generator: "promulgate",
        schema_version: 1,
        as_of: date::iso(material.settings.as_of),
        publish: ceiling_words(material.settings.policy.ceiling),
        files: listed,
    };
    let mut text = serde_json::to_vec_pretty(&manifest).expect("strings and numbers become JSON");
    text.push(b'\n');
    text
}

/// The search as browsers add it to their own: OpenSearch 1.1.
fn open_search(material: Material<'_>) -> Vec<u8> {
    let site = &material.settings.site;
    let name: String = site.title.chars().take(16).collect();
    let address = format!("{}search/?q={{searchTerms}}", site.base_url);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 0);
    let fault = "writing to memory does not fail";
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect(fault);
    let namespace = ("xmlns", "http://a9.com/-/spec/opensearch/1.1/");
    let description = writer.create_element("OpenSearchDescription").with_attribute(namespace);
    description
        .write_inner_content(|writer| {
            writer.create_element("ShortName").write_text_content(BytesText::new(&writable(name.trim())))?;
            writer.create_element("Description").write_text_content(BytesText::new(&writable(&site.title)))?;
            writer.create_element("InputEncoding").write_text_content(BytesText::new("UTF-8"))?;
            let url = writer.create_element("Url").with_attribute(("type", "text/html"));
            url.with_attribute(("template", address.as_str())).write_empty()?;
            Ok(())
        })
        .expect(fault);
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    xml
}

/// Every page but redirects and the 404.
fn sitemap(material: Material<'_>, pages: &Edition) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 0);
    let fault = "writing to memory does not fail";
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect(fault);
    let namespace = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    let urls = pages.files().filter_map(|(path, bytes)| listed(path.as_str(), bytes));
    let set = writer.create_element("urlset").with_attribute(namespace);
    set.write_inner_content(|writer| {
        for path in urls {
            let location = format!("{}{path}", material.settings.site.base_url);
            let url = writer.create_element("url");
            url.write_inner_content(|writer| {
                writer.create_element("loc").write_text_content(BytesText::new(&location)).map(|_| ())
            })?;
        }
        Ok(())
    })
    .expect(fault);
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    xml
}

/// The path of a page that search engines may list.
fn listed<'p>(path: &'p str, html: &[u8]) -> Option<&'p str> {
    let folder = path.strip_suffix("index.html")?;
    let mut head = html.split(|byte| *byte == b'\n').take_while(|line| !line.starts_with(b"<body"));
    let is_hidden = head.any(|line| line.starts_with(b"<meta name=\"robots\" content=\"noindex"));
    (!is_hidden).then_some(folder)
}
