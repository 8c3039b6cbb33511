//! Checks of the manifest, the sitemap and robots.txt.

use super::{BASE, Files, target};
use crate::harness::has_tool;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

pub fn faults(files: &Files) -> Vec<String> {
    let mut faults = manifest(files);
    faults.extend(sitemap(files));
    let robots = String::from_utf8_lossy(files.get("robots.txt").map(Vec::as_slice).unwrap_or_default());
    if !robots.contains(&format!("Sitemap: {BASE}sitemap.xml")) {
        faults.push("robots.txt: it does not name the sitemap".to_owned());
    }
    faults
}

/// Every file but the manifest, with its size and digest, and no other.
fn manifest(files: &Files) -> Vec<String> {
    let text = files.get("manifest.json").map(Vec::as_slice).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(text).unwrap_or_default();
    let listed = manifest["files"].as_array().cloned().unwrap_or_default();
    let listed: BTreeMap<String, (u64, String)> = listed
        .iter()
        .map(|file| {
            let text = |key: &str| file[key].as_str().unwrap_or_default().to_owned();
            (text("path"), (file["size"].as_u64().unwrap_or_default(), text("sha256")))
        })
        .collect();
    let digest = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let own = files.iter().filter(|(path, _)| *path != "manifest.json");
    let own: BTreeMap<String, (u64, String)> =
        own.map(|(path, bytes)| (path.clone(), (bytes.len() as u64, digest(bytes)))).collect();
    let paths: BTreeSet<&String> = listed.keys().chain(own.keys()).collect();
    let wrong = paths.into_iter().filter(|path| listed.get(*path) != own.get(*path));
    wrong.map(|path| format!("manifest.json: it is wrong about {path}")).collect()
}

/// Every page that may be indexed, and no other.
fn sitemap(files: &Files) -> Vec<String> {
    let text = String::from_utf8_lossy(files.get("sitemap.xml").map(Vec::as_slice).unwrap_or_default());
    let urls = text.split("<loc>").skip(1).filter_map(|rest| rest.split_once("</loc>").map(|(url, _)| url));
    let listed: BTreeSet<String> = urls
        .map(|url| target("", url.strip_prefix(BASE).map(|path| format!("/{path}")).as_deref().unwrap_or(url)))
        .collect();
    let is_indexed = |bytes: &[u8]| !String::from_utf8_lossy(bytes).contains("<meta name=\"robots\" content=\"noindex");
    let pages = files.iter().filter(|(path, bytes)| path.ends_with(".html") && is_indexed(bytes));
    let pages: BTreeSet<String> = pages.map(|(path, _)| path.clone()).collect();
    listed.symmetric_difference(&pages).map(|path| format!("sitemap.xml: it is wrong about {path}")).collect()
}

/// What `xmllint` says of the XML files; nothing where it is missing.
pub fn xml_faults(files: &Files) -> Vec<String> {
    if !has_tool("xmllint") {
        return Vec::new();
    }
    let xml = files.iter().filter(|(path, _)| path.ends_with(".xml"));
    xml.filter_map(|(path, bytes)| {
        let mut lint = Command::new("xmllint")
            .args(["--noout", "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        lint.stdin.take().expect("it is piped").write_all(bytes).expect("it reads");
        let out = lint.wait_with_output().expect("it ends");
        (!out.status.success()).then(|| format!("{path}: {}", String::from_utf8_lossy(&out.stderr)))
    })
    .collect()
}

#[test]
fn the_xml_files_are_well_formed() {
    let files = super::files(&super::example(2026, 11, 24).compile().edition);
    assert!(files.contains_key("sitemap.xml"));
    assert_eq!(xml_faults(&files), Vec::<String>::new());
    let broken = Files::from([("a.xml".to_owned(), b"<a>".to_vec())]);
    assert!(!has_tool("xmllint") || xml_faults(&broken).len() == 1);
}
