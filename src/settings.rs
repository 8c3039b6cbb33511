//! The configuration `promulgate.toml`, and what else a build is a function of: the theme's files and the date.
//!
//! **Invariant.** The ceiling is White or Green; there is no default for it and nothing raises it (R4).

pub mod autolink;

use crate::classification::{Audience, vocabulary};
use crate::diagnostic::{
    AUTOLINK_EMPTY, AUTOLINK_PATTERN, CEILING_MISSING, CEILING_UNLAWFUL, CONFIG_TOML, Cleared, Diagnostic, Finding,
    POLICY_NAME, VALUE_INVALID,
};
use crate::fields::{self, Fields, Placed, Table};
use crate::slug::Slug;
use crate::text::NeverList;
use autolink::Autolink;
use jiff::civil::Date;
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
    /// The strings that pages show, with their keys and places, for the gate to read (R11).
    pub shown: Vec<(&'static str, Placed)>,
    /// The files of the site's own theme, by path below its folder; they stand before the built-in ones.
    pub theme: BTreeMap<String, Vec<u8>>,
    /// The words that no output may contain.
    pub never_words: NeverList,
    /// The day that the build is for, in Europe/London (R18).
    pub as_of: Date,
}

/// What `promulgate.toml` says; the files that it names are still to be read.
#[derive(Debug)]
pub struct Configuration {
    /// `[site]`.
    pub site: Site,
    /// `[policy]`.
    pub policy: Policy,
    outcomes: Vec<String>,
    autolinks: Vec<Autolink>,
    shown: Vec<(&'static str, Placed)>,
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
    /// Phrases that hold a colour or a term of another policy and are no markings (R11).
    pub names: Vec<String>,
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

impl Settings {
    /// Every outcome that a decision can have: those of the list, then their denials.
    pub fn outcome_names(&self) -> impl Iterator<Item = String> {
        let denied = self.outcomes.iter().map(|outcome| format!("not {outcome}"));
        self.outcomes.iter().cloned().chain(denied)
    }
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

/// Reads the configuration's text, for a site with the built-in theme and no list of words; without settings where
/// something in it is wrong.
pub fn read(text: &str, as_of: Date) -> (Option<Settings>, Vec<Diagnostic>) {
    let (configuration, diagnostics) = Configuration::read(text);
    (configuration.map(|own| own.with(BTreeMap::new(), NeverList::default(), as_of)), diagnostics)
}

impl Configuration {
    /// Reads its text; none where something in it is wrong.
    pub fn read(text: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let (table, mut findings) = match fields::parse(text) {
            Ok(read) => read,
            Err((line, column)) => {
                return (None, vec![with_line(Finding::at(&CONFIG_TOML, line, column), text)]);
            }
        };
        let read = if findings.is_empty() { read_table(&table, &mut findings) } else { None };
        let read = read.filter(|_| findings.is_empty());
        (read, findings.into_iter().map(|finding| with_line(finding, text)).collect())
    }

    /// The settings: this with the files of its theme and the words of its list, for a day.
    pub fn with(self, theme: BTreeMap<String, Vec<u8>>, never_words: NeverList, as_of: Date) -> Settings {
        let Self { site, policy, outcomes, autolinks, shown } = self;
        Settings { site, policy, outcomes, autolinks, shown, theme, never_words, as_of }
    }
}

fn with_line(finding: Finding, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(FILE, finding);
    match text.lines().nth((finding.line as usize).saturating_sub(1)) {
        Some(line) => diagnostic.showing(Cleared::public(line)),
        None => diagnostic,
    }
}

fn read_table(table: &Table, findings: &mut Vec<Finding>) -> Option<Configuration> {
    let empty = Table { place: (1, 1), entries: Vec::new() };
    let mut top = Fields::new(table);
    let site = read_site(top.table("site").unwrap_or(&empty), findings);
    let policy = read_policy(top.table("policy").unwrap_or(&empty), findings);
    let outcomes = read_outcomes(top.table("decisions").unwrap_or(&empty), findings);
    let autolinks = top.tables("autolink").into_iter().filter_map(|table| read_autolink(table, findings)).collect();
    let shown = top.table("site").map(shown).unwrap_or_default();
    findings.extend(top.finish());
    Some(Configuration { site, policy: policy?, outcomes, autolinks, shown })
}

/// What `[site]` says on pages; its other strings are of a fixed form.
fn shown(table: &Table) -> Vec<(&'static str, Placed)> {
    let keys = ["title", "organisation", "copyright"].into_iter();
    keys.filter_map(|key| Some((key, table.find(key)?.clone()))).collect()
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
    // The words that the program adds are English.
    let is_tag = language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_tag || language != "en" && !language.starts_with("en-") {
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
    let names = read_names(&mut fields);
    let two_person = fields.flag("two_person");
    findings.extend(fields.finish());
    Some(Policy { ceiling: ceiling?, withheld, never, names, two_person })
}

/// `names`: each more than a colour (R11).
fn read_names(fields: &mut Fields<'_>) -> Vec<String> {
    let names = fields.texts("names").unwrap_or_default();
    for (_, place) in names.iter().filter(|(name, _)| !vocabulary::is_name(name)) {
        fields.report(&POLICY_NAME, *place);
    }
    names.into_iter().map(|(name, _)| name).collect()
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
    let (pattern, url) = (fields.required_text("pattern"), fields.required_text("url"));
    let autolink = pattern.zip(url).map(|(pattern, url)| Autolink::new(&pattern, &url));
    if let Some(Err(rule)) = autolink {
        let is_of_pattern = [AUTOLINK_PATTERN.slug, AUTOLINK_EMPTY.slug].contains(&rule.slug);
        fields.report(rule, fields.place(if is_of_pattern { "pattern" } else { "url" }));
    }
    findings.extend(fields.finish());
    autolink?.ok()
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
            &format!(
                "{GOOD}[policy]\npublish = [\"White\"]\nnames = [\n\"Green Deal\",\n\"Red item\",\n\"RED Team\"]\n"
            ),
            &[("policy-name", 9), ("policy-name", 10)],
        );
        check(
            &format!("{GOOD}[policy]\npublish = [\"White\"]\n[[autolink]]\npattern = \"(\"\nurl = \"https://x\"\n"),
            &[("autolink-pattern", 8)],
        );
    }

    #[test]
    fn strings_are_clean_and_of_one_line() {
        let policy = "[policy]\npublish = [\"White\"]\n";
        check(&format!("{GOOD}copyright = \"a\\u202eb\"\n{policy}"), &[("character", 5)]);
        check(&format!("{GOOD}copyright = \"a\\nb\"\n{policy}"), &[("text-line-end", 5)]);
        let autolink = "[[autolink]]\npattern = \"MP\"\nurl = \"https://x.example/%E2%80%AE{0}\"\n";
        check(&format!("{GOOD}{policy}{autolink}"), &[("character", 9)]);
    }
}
