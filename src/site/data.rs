//! Files for machines: manifest, sitemap, robots.
//!
//! **Invariant.** Made from what is printed and the configuration; no word of what was left out.

use super::Material;
use crate::classification::Audience;
use crate::date;
use crate::edition::{Leaf, Ledger, OutputPath};
use crate::text::writable;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde::Serialize;

#[derive(Serialize)]
struct SiteManifest {
    generator: &'static str,
    schema_version: u32,
    as_of: String,
    publish: &'static [&'static str],
    files: Vec<ManifestFile>,
}

#[derive(Serialize)]
struct ManifestFile {
    path: String,
    size: u64,
    sha256: String,
}

/// What the site publishes, in words (R4).
pub(super) fn ceiling_words(ceiling: Audience) -> &'static [&'static str] {
    match ceiling {
        Audience::White => &["White"],
        Audience::Green => &["White", "Green"],
    }
}

/// The path of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";

/// The paths of the files that there always are.
pub(super) const PATHS: [&str; 4] = ["_headers", "opensearch.xml", "robots.txt", "sitemap.xml"];

/// So many pages a sitemap may list (sitemaps.org).
const LARGEST_SITEMAP: usize = 50_000;

/// The data files of an edition, but for the manifest; `pages` are those that search engines may list.
pub(super) fn files(material: Material<'_>, pages: &[&str]) -> Vec<(String, Vec<u8>)> {
    let base = &material.settings.site.base_url;
    let robots = format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n").into_bytes();
    let (sitemap, parts) = sitemaps(base, pages, LARGEST_SITEMAP);
    let own = [super::headers::file(material), open_search(material), robots, sitemap];
    let own = PATHS.into_iter().map(str::to_owned).zip(own).chain(parts);
    own.chain(security(material).map(|text| (SECURITY.to_owned(), text))).collect()
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

/// The manifest, which lists all other files.
pub(super) fn manifest(material: Material<'_>, ledger: &Ledger) -> (&'static str, Vec<u8>) {
    let file = |(path, leaf): (&'_ OutputPath, &Leaf)| ManifestFile {
        path: path.to_string(),
        size: leaf.size,
        sha256: leaf.digest.to_string(),
    };
    let manifest = SiteManifest {
        generator: "promulgate",
        schema_version: 1,
        as_of: date::iso(material.settings.as_of),
        publish: ceiling_words(material.settings.policy.ceiling),
        files: ledger.files().map(file).collect(),
    };
    let mut text = serde_json::to_vec_pretty(&manifest).expect("strings and numbers become JSON");
    text.push(b'\n');
    (MANIFEST, text)
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

/// Every page but redirects and the 404; where they are too many for one sitemap, a list of several.
fn sitemaps(base: &str, pages: &[&str], most: usize) -> (Vec<u8>, Vec<(String, Vec<u8>)>) {
    if pages.len() <= most {
        return (sitemap("urlset", "url", base, pages), Vec::new());
    }
    let part = |(number, pages)| (format!("sitemap-{number}.xml"), sitemap("urlset", "url", base, pages));
    let parts: Vec<(String, Vec<u8>)> = (1..).zip(pages.chunks(most)).map(part).collect();
    let paths: Vec<&str> = parts.iter().map(|(path, _)| path.as_str()).collect();
    (sitemap("sitemapindex", "sitemap", base, &paths), parts)
}

fn sitemap(set: &str, entry: &str, base: &str, paths: &[&str]) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 0);
    let fault = "writing to memory does not fail";
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).expect(fault);
    let namespace = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    let set = writer.create_element(set).with_attribute(namespace);
    set.write_inner_content(|writer| {
        for path in paths {
            let location = format!("{base}{path}");
            writer.create_element(entry).write_inner_content(|writer| {
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

/// Whether search engines may list a page.
pub(super) fn is_listed(html: &[u8]) -> bool {
    let mut head = html.split(|byte| *byte == b'\n').take_while(|line| !line.starts_with(b"<body"));
    !head.any(|line| line.starts_with(b"<meta name=\"robots\" content=\"noindex"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_that_is_too_long_is_parted() {
        let (base, pages) = ("https://a.example/", ["", "b/", "c/"]);
        let locations = |xml: &[u8]| -> Vec<String> {
            let text = String::from_utf8_lossy(xml).into_owned();
            text.split("<loc>").skip(1).filter_map(|rest| Some(rest.split_once("</loc>")?.0.to_owned())).collect()
        };
        let (whole, parts) = sitemaps(base, &pages, 3);
        assert_eq!(locations(&whole), ["https://a.example/", "https://a.example/b/", "https://a.example/c/"]);
        assert!(parts.is_empty());
        let (list, parts) = sitemaps(base, &pages, 2);
        assert!(String::from_utf8_lossy(&list).contains("<sitemapindex"));
        assert_eq!(locations(&list), ["https://a.example/sitemap-1.xml", "https://a.example/sitemap-2.xml"]);
        let all: Vec<String> = parts.iter().flat_map(|(_, xml)| locations(xml)).collect();
        assert_eq!(all, locations(&whole));
    }
}
