//! Checks of HTML pages.

use super::{Files, target};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// Elements and attributes that fetch something as the page is shown.
const FETCHING: [(&str, &str); 6] = [
    ("img", "src"),
    ("script", "src"),
    ("link[rel~=stylesheet]", "href"),
    ("link[rel~=icon]", "href"),
    ("iframe", "src"),
    ("object", "data"),
];

pub fn faults(files: &Files) -> Vec<String> {
    let pages: BTreeMap<&str, Page> =
        files.iter().filter_map(|(path, bytes)| Some((path.as_str(), Page::read(path, bytes)?))).collect();
    let ids: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|(path, page)| (*path, page.ids())).collect();
    let mut faults: Vec<String> = pages.values().flat_map(Page::faults).collect();
    faults.extend(pages.values().flat_map(|page| page.link_faults(files, &ids)));
    let mut titles: BTreeMap<String, &str> = BTreeMap::new();
    for (path, page) in pages.iter().filter(|(_, page)| !page.is_redirect()) {
        if let Some(other) = titles.insert(page.text("head > title"), path) {
            faults.push(format!("{path}: it has the title of {other}"));
        }
    }
    faults
}

struct Page {
    path: String,
    html: Html,
}

impl Page {
    fn read(path: &str, bytes: &[u8]) -> Option<Self> {
        let text = path.ends_with(".html").then(|| String::from_utf8_lossy(bytes))?;
        Some(Self { path: path.to_owned(), html: Html::parse_document(&text) })
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).expect("the selector is a constant")).collect()
    }

    fn text(&self, selector: &str) -> String {
        self.all(selector).first().map(|found| found.text().collect::<String>().trim().to_owned()).unwrap_or_default()
    }

    fn is_redirect(&self) -> bool {
        !self.all("meta[http-equiv=refresh]").is_empty()
    }

    fn ids(&self) -> BTreeSet<String> {
        self.all("[id]").iter().filter_map(|found| found.attr("id")).map(str::to_owned).collect()
    }

    fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> =
            self.html.errors.iter().map(|error| format!("it does not parse: {error}")).collect();
        for (selector, count) in
            [("h1", 1), ("main", 1), ("head > title", 1), ("html[lang]", 1), ("link[rel=canonical]", 1)]
        {
            if self.all(selector).len() != count {
                faults.push(format!("{} of {selector}", self.all(selector).len()));
            }
        }
        faults.extend(self.headings());
        faults.extend(self.inline());
        let ids = self.all("[id]");
        if ids.len() != self.ids().len() {
            faults.push("an id is there twice".to_owned());
        }
        let unnamed = self
            .all("img:not([alt]), svg:not([aria-hidden]):not([role=img]), a[href]")
            .into_iter()
            .filter(|found| is_unnamed(found));
        faults.extend(unnamed.map(|found| format!("it has no name: {}", found.html())));
        faults.into_iter().map(|fault| format!("{}: {fault}", self.path)).collect()
    }

    fn headings(&self) -> Vec<String> {
        let levels: Vec<u8> =
            self.all("h1, h2, h3, h4, h5, h6").iter().map(|found| found.value().name().as_bytes()[1] - b'0').collect();
        let jumps = levels.windows(2).filter(|pair| pair[1] > pair[0] + 1);
        jumps.map(|pair| format!("a heading of level {} follows one of level {}", pair[1], pair[0])).collect()
    }

    /// Scripts, styles and handlers that stand in the page, and what it fetches from elsewhere.
    fn inline(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !self.all("script:not([src]), style, [style], base").is_empty() {
            faults.push("a script, style or base stands in it".to_owned());
        }
        for found in self.all("*") {
            let handlers = found.value().attrs().filter(|(name, _)| name.starts_with("on"));
            faults.extend(handlers.map(|(name, _)| format!("a handler {name}")));
        }
        for (element, attribute) in FETCHING {
            let elsewhere = self
                .all(element)
                .into_iter()
                .filter_map(|found| found.attr(attribute))
                .filter(|url| !url.starts_with('/'));
            faults.extend(elsewhere.map(|url| format!("it fetches {url}")));
        }
        faults
    }

    fn link_faults(&self, files: &Files, ids: &BTreeMap<&str, BTreeSet<String>>) -> Vec<String> {
        let references = ["href", "src"].iter().flat_map(|name| {
            self.all(&format!("[{name}]"))
                .into_iter()
                .filter_map(|found| found.attr(name).map(str::to_owned))
                .collect::<Vec<_>>()
        });
        references
            .filter_map(|reference| self.link_fault(&reference, files, ids))
            .map(|fault| format!("{}: {fault}", self.path))
            .collect()
    }

    fn link_fault(&self, reference: &str, files: &Files, ids: &BTreeMap<&str, BTreeSet<String>>) -> Option<String> {
        let scheme = reference.split_once(':').map(|(scheme, _)| scheme);
        if let Some(scheme) = scheme {
            let own =
                reference.strip_prefix(super::BASE).or(reference.strip_prefix(&super::BASE.replace("https", "webcal")));
            let Some(own) = own else {
                return (!["https", "http", "mailto"].contains(&scheme)).then(|| format!("a link to {reference}"));
            };
            return self.link_fault(&format!("/{own}"), files, ids);
        }
        let target = target(&self.path, reference);
        let anchor = reference.split_once('#').map(|(_, anchor)| anchor);
        match (files.contains_key(&target), anchor) {
            (false, _) => Some(format!("{reference} leads nowhere")),
            (true, Some(anchor)) if !ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor)) => {
                Some(format!("{reference} leads to no place of its page"))
            }
            _ => None,
        }
    }
}

fn is_unnamed(found: &ElementRef<'_>) -> bool {
    let is_link = found.value().name() == "a";
    let has_label = ["aria-label", "aria-labelledby"].iter().any(|name| found.attr(name).is_some());
    !is_link || (!has_label && found.text().collect::<String>().trim().is_empty())
}
