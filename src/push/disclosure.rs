//! The disclosure summary: what one tree publishes and another does not, and how the dates differ.
//!
//! Not here: how it is written ([`super::summary`]), and who may lower a marking ([`super::assent`]).
//!
//! **Invariant.** Of what ceases to be public it gives places and names, not words; of what was never public, nothing (R6).

use super::undated::undated;
use crate::edition::Nowhere;
use crate::fields::Value;
use crate::gate::{Lowered, Projection, Projections};
use crate::settings::{self, Settings};
use crate::site::calendar;
use crate::site::gather::{self, Objects};
use crate::site::objects::{Standard, Version};
use crate::site::theme::ThemeError;
use crate::source::SourceTree;
use crate::{Entered, Printed, date, enter, site};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What differs for a reader.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Disclosure {
    /// The text that becomes public.
    pub appears: Vec<Portion>,
    /// Where text ceases to be public, in the files as they were.
    pub ceases: Vec<Ceased>,
    /// Where words stand lower than they ever did.
    pub lowered: Vec<Change>,
    /// Decisions that come, go, or read otherwise; of those that go, only the id.
    pub decisions: Vec<Change>,
    /// Decisions that read as before and have another id, because one before them came or went: what each says, and both ids.
    pub moved: Vec<Change>,
    /// Implementation dates, withdrawals, milestones and other dates of standards and versions.
    pub dates: Vec<Change>,
    /// What a standard's page answers from a day on, for an event; not what it answered before.
    pub answers: Vec<Change>,
    /// Files of meetings and versions that read otherwise, without a date in them that says since when.
    pub undated: Vec<String>,
    /// Calendar events that go or move.
    pub events: Vec<Change>,
    /// Addresses that lead nowhere any more; `#…` for anchors that are made of words.
    pub broken: Vec<String>,
    /// Files of the theme, and the configuration: they hold words that are published as they are.
    pub looks: Vec<String>,
}

/// Text that becomes public.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Portion {
    /// The file.
    pub path: String,
    /// Its first line.
    pub line: u32,
    /// The text as published, in Markdown; or a key of the front matter and its value.
    pub text: String,
}

/// Text that ceases to be public.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Ceased {
    /// The file, as it was.
    pub path: String,
    /// Its first line.
    pub line: u32,
    /// Its last line.
    pub last: u32,
}

/// Something that is known by a name, and differs.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// What it was; null where it was not there.
    pub before: Option<String>,
    /// What it is; null where it is not there any more.
    pub after: Option<String>,
}

/// What a tree publishes.
pub struct Published {
    projections: Projections,
    objects: Objects,
    moments: BTreeMap<String, String>,
    addresses: BTreeSet<String>,
}

impl Published {
    /// What a tree publishes, with the paths of its files.
    pub fn of<'p>(entered: Entered, settings: &Settings, paths: impl Iterator<Item = &'p str>) -> Self {
        let material = entered.material(settings);
        let objects = gather::objects(material);
        let mut addresses: BTreeSet<String> = paths.filter_map(address).collect();
        let root = settings.site.base_url.len() - 1;
        for meeting in &objects.meetings {
            let anchors = meeting.items.iter().map(|item| format!("{}#{}", &meeting.url[root..], item.anchor));
            addresses.extend(anchors);
        }
        addresses.extend(objects.decisions.iter().map(|decision| decision.url[root..].to_owned()));
        addresses.extend(objects.terms.iter().map(|term| term.url[root..].to_owned()));
        let moments = calendar::moments(material, &objects);
        Self { moments, addresses, objects, projections: entered.projections }
    }

    /// What the decisions say, by id; those that only have another id are left out.
    fn decisions(&self, moved: &BTreeSet<&str>) -> BTreeMap<&str, String> {
        let all = self.objects.decisions.iter().filter(|own| !moved.contains(own.id.as_str()));
        all.map(|own| (own.id.as_str(), format!("{}, {}: {}", own.outcome, date::iso(own.date.0), own.text))).collect()
    }

    /// The ids of decisions, by meeting and by what they say.
    fn by_words(&self) -> BTreeMap<[&str; 3], Vec<&str>> {
        let mut ids: BTreeMap<[&str; 3], Vec<&str>> = BTreeMap::new();
        for own in &self.objects.decisions {
            ids.entry([&own.meeting, &own.outcome, &own.text]).or_default().push(&own.id);
        }
        ids
    }

    fn dates(&self) -> BTreeMap<String, String> {
        let standards = self.objects.standards.iter();
        standards
            .flat_map(|own| own.versions.iter().flat_map(|version| dates_of(&own.id, version)).chain(milestones(own)))
            .collect()
    }

    fn answers(&self) -> BTreeMap<String, String> {
        self.objects.standards.iter().flat_map(answers).collect()
    }
}

/// The address of a page or file that others may have linked to: not of those whose names change with their content.
fn address(path: &str) -> Option<String> {
    let changes = path.starts_with("assets/") || path.starts_with("search/") && path.ends_with(".bin");
    let page = path.strip_suffix("index.html").unwrap_or(path);
    (!changes).then(|| format!("/{page}"))
}

/// The dates of a version by their names. Where several have one name, a number tells them apart.
fn dates_of(standard: &str, version: &Version) -> BTreeMap<String, String> {
    let name = |what: &str| format!("{standard} {} {what}", version.version);
    let mut all: Vec<(String, String)> = Vec::new();
    for applies in &version.applies {
        let day = applies.implementation_date.map(|day| date::iso(day.0)).or(applies.implementation_month.clone());
        all.extend(day.map(|day| (name(&format!("mandatory for {} from", applies.event)), day)));
        let last =
            applies.last_date.map(|last| (name(&format!("mandatory for {} until", applies.event)), date::iso(last.0)));
        all.extend(last);
        let from = applies
            .permitted_from
            .map(|from| (name(&format!("permitted for {} from", applies.event)), date::iso(from.0)));
        all.extend(from);
    }
    let days = [
        ("approved on", version.approved_on),
        ("published on", version.published_on),
        ("withdrawn on", version.withdrawn_on),
    ];
    all.extend(days.into_iter().filter_map(|(what, day)| Some((name(what), date::iso(day?.0)))));
    // Their words are in the front matter, where they are public.
    let milestones = version.milestones.iter().zip(1..);
    all.extend(milestones.map(|(own, at)| (name(&format!("milestone {at}")), date::iso(own.date.0))));
    let mut dates: BTreeMap<String, String> = BTreeMap::new();
    for (name, day) in all {
        let names = (2..).map(|again| format!("{name} ({again})"));
        let free = std::iter::once(name.clone()).chain(names).find(|name| !dates.contains_key(name));
        dates.extend(free.map(|name| (name, day)));
    }
    dates
}

/// The dates of the standard itself. Their words are in the front matter, where they are public.
fn milestones(standard: &Standard) -> impl Iterator<Item = (String, String)> {
    let milestones = standard.milestones.iter().zip(1..);
    milestones.map(|(own, at)| (format!("{} milestone {at}", standard.id), date::iso(own.date.0)))
}

/// Which version applies from which day on, by event.
fn answers(standard: &Standard) -> impl Iterator<Item = (String, String)> {
    standard.answers.iter().map(|own| {
        let from = own.from.map_or("the beginning".to_owned(), |day| date::iso(day.0));
        let versions: Vec<&str> =
            own.mandatory.iter().chain(&own.valid).chain(&own.permitted).map(String::as_str).collect();
        let said = format!("{} {}", own.status, versions.join(", "));
        (format!("{} for {} from {from}", standard.id, own.event), said.trim_end().to_owned())
    })
}

/// What a tree is printed as, and what it publishes.
///
/// # Errors
/// When the theme cannot be used.
pub fn publish(tree: &SourceTree, settings: &Settings) -> Result<(Printed, Published), ThemeError> {
    let entered = enter(tree, settings);
    let printed = entered.print(settings, &Nowhere)?;
    let published = Published::of(entered, settings, printed.ledger.paths());
    Ok((printed, published))
}

/// What a tree publishes that was printed before, and whether it would be by what holds today.
///
/// # Errors
/// When the theme cannot be used.
pub fn published(tree: &SourceTree, settings: &Settings) -> Result<(Published, bool), ThemeError> {
    let entered = enter(tree, settings);
    let (paths, is_lawful) = (site::paths(entered.material(settings))?, !entered.is_faulty());
    Ok((Published::of(entered, settings, paths.iter().map(String::as_str)), is_lawful))
}

/// What differs for a reader between two trees; `lowered` is what stands lower in the later one.
pub fn disclosure(before: &Published, after: &Published, lowered: &[Lowered]) -> Disclosure {
    let (was, is) = (by_path(&before.projections), by_path(&after.projections));
    let mut found = Disclosure::default();
    for (path, own) in &is {
        found.appears.extend(beyond(own, was.get(path).copied()).into_iter().map(|(line, _, text)| Portion {
            path: path.to_string(),
            line,
            text,
        }));
    }
    for (path, own) in &was {
        found.ceases.extend(beyond(own, is.get(path).copied()).into_iter().map(|(line, last, _)| Ceased {
            path: path.to_string(),
            line,
            last,
        }));
    }
    let place = |own: &Lowered| if own.line == 0 { own.path.to_string() } else { format!("{}:{}", own.path, own.line) };
    let word = |class: crate::classification::Classification| Some(class.word().to_owned());
    let lowering = |own: &Lowered| Change { name: place(own), before: word(own.from), after: word(own.to) };
    found.lowered = lowered.iter().map(lowering).collect();
    let moved = moved(before, after);
    let (from, to) = moved.iter().map(|(_, from, to)| (*from, *to)).unzip();
    found.decisions = changes(&before.decisions(&from), &after.decisions(&to));
    found.moved = moved
        .into_iter()
        .map(|(text, from, to)| Change {
            name: text.to_owned(),
            before: Some(without_words(from)),
            after: Some(to.to_owned()),
        })
        .collect();
    found.answers = changes(&before.answers(), &after.answers());
    // What was said that is not public any more is not repeated.
    found
        .decisions
        .iter_mut()
        .chain(&mut found.answers)
        .for_each(|change| change.before = change.before.as_ref().map(|_| PUBLIC.to_owned()));
    found.undated = undated(&before.projections, &after.projections);
    found.dates = changes(&before.dates(), &after.dates());
    found.events = changes(&before.moments, &after.moments);
    found.events.retain(|change| change.before.is_some());
    for change in found.decisions.iter_mut().chain(&mut found.dates).chain(&mut found.events) {
        if change.after.is_none() {
            (change.name, change.before) = (without_words(&change.name), Some(PUBLIC.to_owned()));
        }
    }
    let broken = before.addresses.difference(&after.addresses).map(|address| without_words(address));
    found.broken = broken.collect::<BTreeSet<String>>().into_iter().collect();
    found
}

/// The decisions that read as before and have another id: what each says, the id that it had, and the one that it has.
fn moved<'p>(before: &'p Published, after: &'p Published) -> Vec<(&'p str, &'p str, &'p str)> {
    let (was, is) = (before.by_words(), after.by_words());
    let both = is.iter().filter_map(|(said, ids)| Some((said[2], was.get(said)?, ids)));
    let pairs = both.flat_map(|(text, was, is)| {
        let gone = was.iter().filter(|id| !is.contains(id));
        let new = is.iter().filter(|id| !was.contains(id));
        gone.zip(new).map(move |(from, to)| (text, *from, *to)).collect::<Vec<_>>()
    });
    pairs.collect()
}

/// What it was, where that is not said.
const PUBLIC: &str = "public";

/// A name or address without an anchor that is made of words: they may be withheld now.
fn without_words(name: &str) -> String {
    let Some((page, anchor)) = name.split_once('#') else { return name.to_owned() };
    let is_number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit()) && part.len() <= 4;
    let (kind, rest) = anchor.split_once('-').unwrap_or((anchor, ""));
    let is_counted = matches!(kind, "item" | "decision") && rest.split('-').all(is_number);
    if is_counted { name.to_owned() } else { format!("{page}#…") }
}

fn changes<K: Ord + ToString>(before: &BTreeMap<K, String>, after: &BTreeMap<K, String>) -> Vec<Change> {
    let names: BTreeSet<&K> = before.keys().chain(after.keys()).collect();
    let change = |name: &K| {
        let (before, after) = (before.get(name), after.get(name));
        (before != after).then(|| Change { name: name.to_string(), before: before.cloned(), after: after.cloned() })
    };
    names.into_iter().filter_map(change).collect()
}

/// The files of the theme that differ, and the configuration where it does: they publish words of their own.
pub fn looks(before: &Settings, after: &Settings) -> Vec<String> {
    let paths: BTreeSet<&String> = before.theme.keys().chain(after.theme.keys()).collect();
    let differing = paths.into_iter().filter(|path| before.theme.get(*path) != after.theme.get(*path));
    let mut all: Vec<String> = differing.map(|path| format!("themes/{}/{path}", after.site.theme)).collect();
    let told = |settings: &Settings| {
        format!("{:?}", (&settings.site, &settings.policy, &settings.outcomes, &settings.autolinks))
    };
    all.extend((told(before) != told(after)).then(|| settings::FILE.to_owned()));
    all
}

/// The files of one tree that publish something which another does not publish in them.
pub fn recalled(earlier: &Projections, later: &Projections) -> Vec<Arc<str>> {
    let known = by_path(later);
    let is_recalled = |own: &&Projection| {
        let now = known.get(own.path()).copied();
        !beyond(own, now).is_empty() || now.is_none_or(|now| own.audience() < now.audience())
    };
    earlier.documents().iter().filter(is_recalled).map(|own| own.path().clone()).collect()
}

fn by_path(projections: &Projections) -> BTreeMap<&Arc<str>, &Projection> {
    projections.documents().iter().map(|own| (own.path(), own)).collect()
}

/// What a document says that another does not say, or says it more often: the first line, the last one, and the text.
fn beyond(own: &Projection, other: Option<&Projection>) -> Vec<(u32, u32, String)> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (_, _, fact) in other.map(facts).unwrap_or_default() {
        *known.entry(fact).or_default() += 1;
    }
    let mut found: Vec<(u32, u32, String)> = Vec::new();
    let mut last = None;
    for (at, line, fact) in facts(own) {
        match known.get_mut(&fact).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => {
                match found.last_mut().filter(|_| at.is_some() && last == at.map(|at| at - 1)) {
                    Some((_, end, text)) => (*end, *text) = (line, format!("{text}\n{fact}")),
                    None => found.push((line, line, fact)),
                }
                last = at;
            }
        }
    }
    found
}

/// The values of a document's front matter and its lines: the line of the body, that of the file, and the text.
fn facts(projection: &Projection) -> Vec<(Option<u32>, u32, String)> {
    let front = projection.front().entries.iter();
    let front = front.map(|(key, place, value)| (None, place.0, format!("{key} = {}", said(&value.value))));
    let lines = projection.body().lines().zip(1..).map(|(text, at)| (at, text.trim_end()));
    let lines = lines.filter(|(_, text)| !text.trim().is_empty());
    front.chain(lines.map(|(at, text)| (Some(at), projection.file_line(at), text.to_owned()))).collect()
}

/// A value as it is written.
fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{:?}", &**text),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(day) => date::iso(*day),
        Value::Time(time) => time.to_string(),
        Value::List(all) => format!("[{}]", all.iter().map(|one| said(&one.value)).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entries = table.entries.iter().map(|(key, _, one)| format!("{key} = {}", said(&one.value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Other => "?".to_owned(),
    }
}
