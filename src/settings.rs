//! The configuration `promulgate.toml`, and what else a build is a function of: the theme's files and the date.
//!
//! **Invariant.** The ceiling is White or Green; there is no default for it and nothing raises it (R4).

use crate::classification::Audience;
use crate::diagnostic::{
    AUTOLINK_INVALID, CEILING_MISSING, CEILING_UNLAWFUL, CONFIG_TOML, Cleared, Diagnostic, Finding, VALUE_INVALID,
};
use crate::fields::{self, Fields, Table};
use crate::slug::Slug;
use jiff::civil::Date;
use regex::Regex;
use std::collections::BTreeMap;

/// The name of the configuration file.
pub const FILE: &str = "promulgate.toml";

/// All that a build is a function of, but the content.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `[site]`.
    pub site: Site,
    /// `[policy]`.
    pub policy: Policy,
    /// The outcomes of decisions, in small letters.
    pub outcomes: Vec<String>,
    /// `[[autolink]]`.
    pub autolinks: Vec<Autolink>,
    /// The files of the site's own theme, by path below its folder; they stand before the built-in ones.
    pub theme: BTreeMap<String, Vec<u8>>,
    /// The day that the build is for, in Europe/London (R18).
    pub as_of: Date,
}

/// `[site]`: what the pages say of the site itself.
#[derive(Clone, Debug)]
pub struct Site {
    /// The site's name.
    pub title: String,
    /// Where it will be served, with a slash at the end.
    pub base_url: String,
    /// Who publishes.
    pub organisation: String,
    /// The footer's line.
    pub copyright: String,
    /// A BCP 47 tag.
    pub language: String,
    /// A folder of `themes/`.
    pub theme: String,
    /// Whom to tell of a hole (RFC 9116): a `mailto:`, `tel:` or `https:` address.
    pub security_contact: Option<String>,
}

impl Site {
    /// The path of `base_url`, with a slash at both ends.
    pub fn root(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[after_scheme..].find('/').map_or("/", |at| &self.base_url[after_scheme + at..])
    }

    /// Replaces `base_url`; `false`, and nothing is changed, where it cannot be one.
    #[must_use]
    pub fn set_base_url(&mut self, url: &str) -> bool {
        let url = format!("{}/", url.trim_end_matches('/'));
        let is_lawful = is_base_url(&url);
        if is_lawful {
            self.base_url = url;
        }
        is_lawful
    }
}

/// `http(s)://host[:port]/plain/path/`, without query or fragment.
fn is_base_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or(url.strip_prefix("http://")) else { return false };
    let Some((host, path)) = rest.split_once('/') else { return false };
    let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:".contains(&b));
    !host.is_empty() && is_plain(host) && path.split('/').all(is_plain) && !url.contains("/../")
}

/// `[policy]`.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The most restrictive classification that the site publishes (R4).
    pub ceiling: Audience,
    /// What withheld agenda items leave behind (R15, R16).
    pub withheld: WithheldItems,
    /// The file of words that no output may contain, from the site's root.
    pub never: Option<String>,
    /// Those words, folded to small letters.
    pub never_words: Vec<String>,
    /// Whether a push that lowers a classification needs a second person.
    pub two_person: bool,
}

/// What withheld agenda items leave behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithheldItems {
    /// A constant sentence with their numbers (R15).
    Notice,
    /// Nothing (R16).
    Omit,
}

/// Identifiers that become links.
#[derive(Clone, Debug)]
pub struct Autolink {
    /// What they look like.
    pub pattern: Regex,
    /// Where they lead; `{0}` is the whole match, `{1}` its first group.
    pub url: String,
}

/// The outcomes that are read where `[decisions]` names none.
pub const OUTCOMES: [&str; 13] = [
    "noted",
    "approved",
    "agreed",
    "deferred",
    "rejected",
    "endorsed",
    "recommended",
    "confirmed",
    "determined",
    "requested",
    "accepted",
    "withdrawn",
    "resolved",
];

/// Reads the configuration's text; without settings where something in it is wrong.
pub fn read(text: &str, as_of: Date) -> (Option<Settings>, Vec<Diagnostic>) {
    let table = match fields::parse(text) {
        Ok(table) => table,
        Err((line, column)) => {
            return (None, vec![with_line(Finding::at(&CONFIG_TOML, line, column), text)]);
        }
    };
    let mut findings = Vec::new();
    let settings = read_table(&table, as_of, &mut findings);
    let settings = settings.filter(|_| findings.is_empty());
    (settings, findings.into_iter().map(|finding| with_line(finding, text)).collect())
}

fn with_line(finding: Finding, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(FILE, finding);
    match text.lines().nth((finding.line as usize).saturating_sub(1)) {
        Some(line) => diagnostic.showing(Cleared::public(line)),
        None => diagnostic,
    }
}

fn read_table(table: &Table, as_of: Date, findings: &mut Vec<Finding>) -> Option<Settings> {
    let empty = Table { place: (1, 1), entries: Vec::new() };
    let mut top = Fields::new(table);
    let site = read_site(top.table("site").unwrap_or(&empty), findings);
    let policy = read_policy(top.table("policy").unwrap_or(&empty), findings);
    let outcomes = read_outcomes(top.table("decisions").unwrap_or(&empty), findings);
    let autolinks = top.tables("autolink").into_iter().filter_map(|table| read_autolink(table, findings)).collect();
    findings.extend(top.finish());
    Some(Settings { site, policy: policy?, outcomes, autolinks, theme: BTreeMap::new(), as_of })
}

fn read_site(table: &Table, findings: &mut Vec<Finding>) -> Site {
    let mut fields = Fields::new(table);
    let title = fields.required_text("title");
    let base_url = fields.required_text("base_url");
    let organisation = fields.required_text("organisation");
    let copyright = fields.text("copyright").unwrap_or_default();
    let language = fields.text("language").unwrap_or_else(|| "en-GB".to_owned());
    let theme = fields.text("theme").unwrap_or_else(|| "default".to_owned());
    if Slug::new(&theme).is_none() {
        fields.report(&VALUE_INVALID, fields.place("theme"));
    }
    if !language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') || language.is_empty() {
        fields.report(&VALUE_INVALID, fields.place("language"));
    }
    let security_contact = fields.text("security_contact");
    let is_contact = |contact: &String| {
        let is_known = ["mailto:", "tel:", "https://"].iter().any(|scheme| contact.starts_with(scheme));
        is_known && contact.bytes().all(|byte| byte.is_ascii_graphic())
    };
    if security_contact.as_ref().is_some_and(|contact| !is_contact(contact)) {
        fields.report(&VALUE_INVALID, fields.place("security_contact"));
    }
    let base_url_place = fields.place("base_url");
    let mut site = Site {
        title: title.unwrap_or_default(),
        base_url: String::new(),
        organisation: organisation.unwrap_or_default(),
        copyright,
        language,
        theme,
        security_contact,
    };
    if !site.set_base_url(&base_url.unwrap_or_else(|| "https://missing.example/".to_owned())) {
        fields.report(&VALUE_INVALID, base_url_place);
    }
    findings.extend(fields.finish());
    site
}

fn read_policy(table: &Table, findings: &mut Vec<Finding>) -> Option<Policy> {
    let mut fields = Fields::new(table);
    let ceiling = read_ceiling(&mut fields);
    let withheld = match fields.text("withheld").as_deref() {
        None | Some("notice") => WithheldItems::Notice,
        Some("omit") => WithheldItems::Omit,
        Some(_) => {
            fields.report(&VALUE_INVALID, fields.place("withheld"));
            WithheldItems::Omit
        }
    };
    let never = fields.text("never");
    let is_inside = |path: &String| path.split('/').all(|name| !name.is_empty() && name != "." && name != "..");
    if never.as_ref().is_some_and(|path| !is_inside(path)) {
        fields.report(&VALUE_INVALID, fields.place("never"));
    }
    let two_person = fields.flag("two_person");
    findings.extend(fields.finish());
    Some(Policy { ceiling: ceiling?, withheld, never, never_words: Vec::new(), two_person })
}

/// `publish`: White and Green, or White; nothing else (R4).
fn read_ceiling(fields: &mut Fields<'_>) -> Option<Audience> {
    let place = fields.place("publish");
    let Some(words) = fields.texts("publish") else {
        fields.report(&CEILING_MISSING, place);
        return None;
    };
    let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    match words.as_slice() {
        ["White"] => Some(Audience::White),
        ["White", "Green"] | ["Green", "White"] => Some(Audience::Green),
        _ => {
            fields.report(&CEILING_UNLAWFUL, place);
            None
        }
    }
}

fn read_outcomes(table: &Table, findings: &mut Vec<Finding>) -> Vec<String> {
    let mut fields = Fields::new(table);
    let named = fields.texts("outcomes");
    for (word, place) in named.iter().flatten() {
        if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            fields.report(&VALUE_INVALID, *place);
        }
    }
    findings.extend(fields.finish());
    let named = named.map(|words| words.into_iter().map(|(word, _)| word).collect());
    named.unwrap_or_else(|| OUTCOMES.map(str::to_owned).to_vec())
}

fn read_autolink(table: &Table, findings: &mut Vec<Finding>) -> Option<Autolink> {
    let mut fields = Fields::new(table);
    let pattern = fields.required_text("pattern").and_then(|pattern| Regex::new(&pattern).ok());
    let url = fields.required_text("url");
    let is_lawful = pattern.as_ref().is_some_and(|pattern| !pattern.is_match(""))
        && url.as_ref().is_some_and(|url| url.starts_with("https://"));
    if !is_lawful {
        fields.report(&AUTOLINK_INVALID, table.place);
    }
    findings.extend(fields.finish());
    Some(Autolink { pattern: pattern?, url: url? })
}

/// The words of a `never` file: one a line, folded to small letters; empty lines and lines with `#` are left out.
pub fn never_words(text: &str) -> Vec<String> {
    let words = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const GOOD: &str = "[site]\ntitle = \"T\"\nbase_url = \"https://x.example/sub\"\norganisation = \"O\"\n";

    #[track_caller]
    fn check(text: &str, expected: &[(&str, u32)]) -> Option<Settings> {
        let (settings, found) = read(text, date(2019, 6, 27));
        let found: Vec<_> = found.iter().map(|d| (d.finding.rule.slug, d.finding.line)).collect();
        assert_eq!(found, expected, "{text}");
        settings
    }

    #[test]
    fn a_good_configuration() {
        let settings = check(&format!("{GOOD}[policy]\npublish = [\"White\"]\n"), &[]).expect("it is good");
        assert_eq!(settings.site.root(), "/sub/");
        assert_eq!(settings.policy.ceiling, Audience::White);
        assert_eq!(settings.outcomes.len(), 13);
    }

    #[test]
    fn the_ceiling_has_no_default_and_is_never_raised() {
        check(GOOD, &[("ceiling-missing", 1)]);
        for list in ["[\"White\", \"Amber\"]", "[]", "[\"Red\"]", "[\"Green\"]", "[\"white\"]"] {
            check(&format!("{GOOD}[policy]\npublish = {list}\n"), &[("ceiling-unlawful", 6)]);
        }
    }

    #[test]
    fn faults_are_located() {
        check("[site\n", &[("config-toml", 1)]);
        check("[site]\n[policy]\npublish = [\"White\"]\n", &[("key-missing", 1); 3]);
        check(&format!("{GOOD}tite = \"x\"\n[policy]\npublish = [\"White\"]\n"), &[("key-unknown", 5)]);
        check(&format!("{GOOD}[policy]\npublish = [\"White\"]\nwithheld = \"hide\"\n"), &[("value-invalid", 7)]);
        check(
            &format!("{GOOD}[policy]\npublish = [\"White\"]\n[[autolink]]\npattern = \"(\"\nurl = \"https://x\"\n"),
            &[("autolink-invalid", 7)],
        );
    }
}
