//! The pages: which there are, and what each of them shows.
//!
//! **Invariant.** A page is made from the record, the registers and the settings; lists and counts are of published
//! things only (R17).

use super::audience::strictest;
use super::gather::Objects;
use super::html::Html;
use super::names::Names;
use super::terms::Terms;
use super::theme::{Theme, ThemeError};
use super::view::{self, Context, Day};
use super::{Made, Material, Source, Task, data};
use crate::classification::Audience;
use crate::record::{self, Committee, DecisionId, Document, FormerPath, Meeting, MeetingId, StandardId, VersionId};
use crate::register::{self, page_path};
use crate::slug::Slug;
use serde::Serialize;

mod audience;
mod body;
mod dates;
mod decisions;
mod in_force;
mod lists;
mod meeting;
mod standards;
mod versions;

pub(super) use lists::PAGE;

/// What pages are printed with.
pub(super) struct Press<'r> {
    material: Material<'r>,
    theme: &'r Theme,
    objects: &'r Objects,
    terms: Terms,
    names: Names<'r>,
    rows: decisions::Rows,
}

/// Where the program's own page on classifications stands.
const POLICY: &str = "/about/information-policy/";

/// A page to be printed.
enum Sheet<'r> {
    Home,
    Page(&'r record::Page),
    List(lists::List<'r>),
    Meeting(MeetingId),
    Glossary,
    Policy,
    Standards,
    Standard(StandardId),
    Latest(StandardId),
    Version(VersionId),
    Decisions(decisions::DecisionList),
    Dates(Option<i16>),
    Search,
    NotFound,
    Redirect(&'r Document, &'r FormerPath),
}

impl<'r> Press<'r> {
    /// A press for the pages of a record.
    pub(super) fn new(material: Material<'r>, theme: &'r Theme, objects: &'r Objects) -> Self {
        let terms = material.record.glossary().iter().map(|term| (term.term().to_owned(), term.expansion().to_owned()));
        let rows = decisions::Rows::new(material.registers.decisions().len());
        Self { material, theme, objects, terms: Terms::new(terms), names: Names::of(material.record), rows }
    }

    /// What pages look like.
    pub(super) fn theme(&self) -> &'r Theme {
        self.theme
    }

    /// Every page.
    pub(super) fn tasks<'p>(&'p self) -> impl Iterator<Item = Task<'p>> {
        self.sheets().into_iter().map(move |sheet| {
            let (path, source) = (output_path(&self.path(&sheet)), self.source(&sheet));
            Task { path, source, print: Box::new(move || self.print(&sheet).map(Made::Whole)) }
        })
    }

    fn sheets(&self) -> Vec<Sheet<'r>> {
        let record = self.material.record;
        let mut sheets =
            vec![Sheet::Home, Sheet::Glossary, Sheet::Policy, Sheet::Standards, Sheet::Search, Sheet::NotFound];
        sheets.extend(record.pages().iter().map(Sheet::Page));
        sheets.extend(lists::lists(self).into_iter().map(Sheet::List));
        sheets.extend(record.meetings_with_ids().map(|(at, _)| Sheet::Meeting(at)));
        sheets.extend(record.standards_with_ids().map(|(at, _)| Sheet::Standard(at)));
        sheets.extend(record.standards_with_ids().map(|(at, _)| Sheet::Latest(at)));
        let versions = record.versions_with_ids().filter(|(_, version)| self.names.standard_of(version).is_some());
        sheets.extend(versions.map(|(at, _)| Sheet::Version(at)));
        sheets.extend(self.decision_lists().into_iter().map(Sheet::Decisions));
        sheets.extend([None].into_iter().chain(self.date_years().into_iter().map(Some)).map(Sheet::Dates));
        for document in record.documents() {
            sheets.extend(document.former_paths().iter().map(|former| Sheet::Redirect(document, former)));
        }
        sheets
    }

    /// Where a page stands in the site.
    fn path(&self, sheet: &Sheet<'r>) -> String {
        let record = self.material.record;
        match sheet {
            Sheet::Home => "/".to_owned(),
            Sheet::Page(page) => page_path(page.document().place()),
            Sheet::List(list) => list.path(),
            Sheet::Meeting(at) => page_path(record.meeting(*at).document().place()),
            Sheet::Glossary => "/glossary/".to_owned(),
            Sheet::Policy => POLICY.to_owned(),
            Sheet::Standards => "/standards/".to_owned(),
            Sheet::Standard(at) => page_path(record.standard(*at).document().place()),
            Sheet::Latest(at) => format!("{}latest/", page_path(record.standard(*at).document().place())),
            Sheet::Version(at) => page_path(record.version(*at).document().place()),
            Sheet::Decisions(list) => list.path(),
            Sheet::Dates(year) => year.map_or("/dates/".to_owned(), |year| format!("/dates/{year}/")),
            Sheet::Search => "/search/".to_owned(),
            Sheet::NotFound => "/404.html".to_owned(),
            Sheet::Redirect(_, former) => former.path.clone(),
        }
    }

    /// The file that a page is there for; none where the program makes it of many.
    fn source(&self, sheet: &Sheet<'r>) -> Option<Source> {
        let record = self.material.record;
        let (document, place) = match sheet {
            Sheet::Home => (record.home()?.document(), (0, 0)),
            Sheet::Page(page) => (page.document(), (0, 0)),
            Sheet::List(list) => (list.document()?, (0, 0)),
            Sheet::Meeting(at) => (record.meeting(*at).document(), (0, 0)),
            Sheet::Standard(at) | Sheet::Latest(at) => (record.standard(*at).document(), (0, 0)),
            Sheet::Version(at) => (record.version(*at).document(), (0, 0)),
            Sheet::Redirect(document, former) => (*document, former.place),
            Sheet::Glossary
            | Sheet::Policy
            | Sheet::Standards
            | Sheet::Decisions(_)
            | Sheet::Dates(_)
            | Sheet::Search
            | Sheet::NotFound => return None,
        };
        Some((document.path().clone(), place))
    }

    fn print(&self, sheet: &Sheet<'r>) -> Result<Vec<u8>, ThemeError> {
        let path = &self.path(sheet);
        match sheet {
            Sheet::Home => self.home(path),
            Sheet::Page(page) => self.page(page, path),
            Sheet::List(list) => self.list(list, path),
            Sheet::Meeting(at) => self.meeting(*at, path),
            Sheet::Glossary => self.glossary(path),
            Sheet::Policy => self.policy(path),
            Sheet::Standards => self.standards(path),
            Sheet::Standard(at) => self.standard(*at, path),
            Sheet::Latest(at) => self.latest_page(*at, path),
            Sheet::Version(at) => self.version(*at, path),
            Sheet::Decisions(list) => self.decisions(list, path),
            Sheet::Dates(year) => self.dates(*year, path),
            Sheet::Search => self.search(path),
            Sheet::NotFound => self.not_found(path),
            Sheet::Redirect(document, _) => self.redirect(document, path),
        }
    }

    /// A path of the site, below the path that it is served at.
    fn url(&self, path: &str) -> String {
        format!("{}{}", self.material.settings.site.root(), path.trim_start_matches('/'))
    }

    fn render<T: Serialize>(
        &self,
        template: &str,
        path: &str,
        page: view::Page,
        content: T,
    ) -> Result<Vec<u8>, ThemeError> {
        let context = Context { site: self.site(path), page, content };
        Ok(self.theme.print(template, &context)?.into_bytes())
    }

    fn site(&self, path: &str) -> view::Site {
        let settings = self.material.settings;
        view::Site {
            title: settings.site.title.clone(),
            organisation: settings.site.organisation.clone(),
            copyright: settings.site.copyright.clone(),
            language: settings.site.language.clone(),
            root: settings.site.root().to_owned(),
            as_of: Day::of(settings.as_of),
            menu: self.menu(path),
            pages: self.menu_pages(path),
            policy_url: self.url(POLICY),
            search_url: self.url("/search/"),
            home_url: self.url("/"),
            meetings_url: self.url("/meetings/"),
            standards_url: self.has_standards().then(|| self.url("/standards/")),
            decisions_url: self.has_decisions().then(|| self.url("/decisions/")),
            dates_url: Some(self.url("/dates/")),
            glossary_url: self.has_glossary().then(|| self.url("/glossary/")),
        }
    }

    fn has_standards(&self) -> bool {
        !self.material.record.standards().is_empty()
    }

    fn has_decisions(&self) -> bool {
        !self.material.registers.decisions().is_empty()
    }

    fn has_glossary(&self) -> bool {
        !self.material.record.glossary().is_empty()
    }

    fn menu(&self, path: &str) -> Vec<view::MenuEntry> {
        let own = [
            ("Meetings", "/meetings/", true),
            ("Decisions", "/decisions/", self.has_decisions()),
            ("Standards", "/standards/", self.has_standards()),
            ("Dates", "/dates/", true),
            ("Glossary", "/glossary/", self.has_glossary()),
        ];
        let own = own.into_iter().filter(|(_, _, is_there)| *is_there);
        own.map(|(title, target, _)| self.menu_entry(path, title, target)).collect()
    }

    /// The pages that have an order, in that order.
    fn menu_pages(&self, path: &str) -> Vec<view::MenuEntry> {
        let mut pages: Vec<_> = self.material.record.pages().iter().filter(|page| page.order().is_some()).collect();
        pages.sort_by_key(|page| (page.order(), page.title(), page_path(page.document().place())));
        let entry = |page: &record::Page| self.menu_entry(path, page.title(), &page_path(page.document().place()));
        pages.into_iter().map(entry).collect()
    }

    fn menu_entry(&self, path: &str, title: &str, target: &str) -> view::MenuEntry {
        view::MenuEntry { title: title.to_owned(), current: path.starts_with(target), url: self.url(target) }
    }

    /// What a page says of itself.
    fn head(&self, title: &str, path: &str, classification: Audience) -> view::Page {
        view::Page {
            title: title.to_owned(),
            canonical: format!("{}{}", self.material.settings.site.base_url, path.trim_start_matches('/')),
            description: None,
            classification,
            robots: None,
            links: Vec::new(),
            breadcrumbs: Vec::new(),
            updates: Vec::new(),
            redirect: None,
        }
    }

    /// What a document's page says of itself.
    fn document_head(&self, title: &str, document: &Document) -> view::Page {
        let update = |update: &record::Update| view::Update { date: Day::of(update.date), note: update.note.clone() };
        let path = page_path(document.place());
        let updates = document.updates().iter().map(update).collect();
        view::Page { updates, ..self.head(title, &path, document.audience()) }
    }

    /// Another form of a page: its media type and path.
    fn alternate(&self, media_type: &'static str, path: &str) -> view::HeadLink {
        view::HeadLink { rel: "alternate", media_type: Some(media_type), title: None, url: self.url(path) }
    }

    /// A page that this one is related to.
    fn related(&self, rel: &'static str, path: &str) -> view::HeadLink {
        view::HeadLink { rel, media_type: None, title: None, url: self.url(path) }
    }

    /// The same object as data, beside a page.
    fn object_links(&self, path: &str) -> Vec<view::HeadLink> {
        vec![
            self.alternate("application/json", &format!("{path}index.json")),
            self.alternate("application/ld+json", &format!("{path}index.jsonld")),
        ]
    }

    /// The feed and calendar of a committee or standard.
    fn feed_links(&self, path: &str) -> Vec<view::HeadLink> {
        vec![
            self.alternate("application/atom+xml", &format!("{path}atom.xml")),
            self.alternate("text/calendar", &format!("{path}calendar.ics")),
        ]
    }

    /// The feed and calendar of a committee or standard, for people.
    fn feed_files(&self, path: &str) -> Vec<view::Link> {
        let calendar = format!("{path}calendar.ics");
        vec![
            self.crumb("Feed", &format!("{path}atom.xml")),
            self.crumb("Calendar", &calendar),
            self.subscription("Subscribe to the calendar", &calendar),
        ]
    }

    /// A calendar's address, as programs for calendars keep asking it.
    fn subscription(&self, title: &str, path: &str) -> view::Link {
        let site = self.material.settings.site.base_url.split_once("://").map_or("", |(_, address)| address);
        view::Link { title: title.to_owned(), url: format!("webcal://{site}{}", path.trim_start_matches('/')) }
    }

    /// The calendars of each event of a standard, without and with alarms.
    fn event_calendars(&self, standard: &record::Standard, path: &str) -> Vec<view::Link> {
        let links = standard.events().iter().flat_map(|event| {
            let (label, base) = (&event.label, format!("{path}calendar-{}", event.id));
            [
                self.subscription(&format!("Subscribe: {label}"), &format!("{base}.ics")),
                self.subscription(&format!("Subscribe with alarms: {label}"), &format!("{base}-alarm.ics")),
            ]
        });
        links.collect()
    }

    /// The files beside a page, for people.
    fn files(&self, path: &str) -> Vec<view::Link> {
        vec![self.crumb("JSON", &format!("{path}index.json"))]
    }

    fn crumb(&self, title: &str, path: &str) -> view::Link {
        view::Link { title: title.to_owned(), url: self.url(path) }
    }

    fn committee_name(&self, id: &'r str) -> view::CommitteeName {
        view::CommitteeName {
            title: self.names.committee_title(id).to_owned(),
            abbreviation: self.names.committee(id).and_then(|committee| committee.abbreviation()).map(str::to_owned),
            url: self.url(&format!("/meetings/{id}/")),
        }
    }

    fn meeting_row(&self, meeting: &'r Meeting) -> view::MeetingRow {
        view::MeetingRow {
            url: self.url(&page_path(meeting.document().place())),
            title: self.names.meeting(meeting),
            heading: meeting.title().to_owned(),
            committee: self.committee_name(meeting.committee().as_str()),
            date: Day::of(meeting.date()),
            reference: meeting.reference().map(str::to_owned),
            cancelled: meeting.is_cancelled(),
            classification: meeting.document().audience(),
            decisions: meeting.sections().iter().map(|section| section.decisions().len()).sum(),
        }
    }

    fn decision_row(&self, entry: DecisionId) -> view::DecisionRow {
        let (meeting, section, decision) = self.material.record.decision(entry);
        let meeting_url = self.url(&page_path(meeting.document().place()));
        view::DecisionRow {
            url: format!("{meeting_url}#{}", decision.anchor()),
            outcome: Slug::of_title(decision.outcome()).to_string(),
            outcome_label: capitalised(decision.outcome()),
            text: decision.text().to_owned(),
            date: Day::of(meeting.date()),
            meeting_title: self.names.meeting(meeting),
            meeting_url,
            item_label: item_label(section),
            defers_to: decision.defers_to().map(Day::of),
            open: self.material.registers.is_open(entry),
            made: self.made(entry),
            classification: decision.audience(),
        }
    }

    /// A decision on the page of its own meeting.
    fn decision_here(&self, entry: DecisionId) -> view::DecisionRow {
        let (_, _, decision) = self.material.record.decision(entry);
        view::DecisionRow { url: format!("#{}", decision.anchor()), ..self.decision_row(entry) }
    }

    /// The versions that a decision approved.
    fn made(&self, entry: DecisionId) -> Vec<view::Link> {
        let versions = self.material.registers.provenance().made_by(entry);
        let record = self.material.record;
        let link = |at: &VersionId| {
            let version = record.version(*at);
            self.crumb(&self.names.version(version), &page_path(version.document().place()))
        };
        versions.iter().map(link).collect()
    }

    fn home(&self, path: &str) -> Result<Vec<u8>, ThemeError> {
        let Material { record, registers, settings } = self.material;
        let home = record.home();
        let latest_meetings: Vec<_> =
            registers.meetings().iter().take(6).map(|at| self.meeting_row(record.meeting(*at))).collect();
        let title = home.map_or(settings.site.title.as_str(), record::Page::title);
        let shown = latest_meetings.iter().map(|row| row.classification);
        let shown = shown.chain(registers.decisions().iter().take(8).map(|entry| self.entry_audience(*entry)));
        let shown = shown.chain(self.coming().map(|entry| self.date_audience(entry)));
        let standards = self.standard_rows();
        let shown = shown.chain(standards.iter().map(|row| row.classification));
        let shown = shown.chain([self.committees_audience()]);
        let classification = strictest(shown.chain(home.map(|home| home.document().audience())));
        let mut page = match home {
            Some(home) => self.document_head(title, home.document()),
            None => self.head(title, path, classification),
        };
        page.classification = classification;
        page.links = vec![
            self.alternate("application/atom+xml", "atom.xml"),
            self.alternate("application/feed+json", "feed.json"),
            self.alternate("text/calendar", "calendar.ics"),
        ];
        page.description = home.and_then(record::Page::description).map(str::to_owned);
        let introduction = home.map(|home| self.body(home.document(), home.sections()));
        let committees = record.committees().iter().map(|committee| self.committee_row(committee)).collect();
        self.render(
            "home.html",
            path,
            page,
            view::Home {
                introduction,
                standards,
                latest_meetings,
                latest_decisions: self.decision_rows(registers.decisions().iter().take(8))?,
                coming: self.coming().map(|entry| self.date_row(entry)).collect(),
                committees,
                subscribe: vec![
                    self.crumb("news feed (Atom)", "/atom.xml"),
                    self.crumb("news feed (JSON)", "/feed.json"),
                    self.crumb("calendar", "/calendar.ics"),
                    self.subscription("calendar as a subscription", "/calendar.ics"),
                ],
            },
        )
    }

    fn committee_row(&self, committee: &'r Committee) -> view::CommitteeRow {
        let record = self.material.record;
        let own = |meeting: &&Meeting| meeting.committee() == committee.id();
        let all = self.material.registers.meetings().iter().map(|at| record.meeting(*at));
        let meetings: Vec<&Meeting> = all.filter(own).collect();
        view::CommitteeRow {
            title: committee.title().to_owned(),
            abbreviation: committee.abbreviation().map(str::to_owned),
            url: self.url(&page_path(committee.document().place())),
            meetings: meetings.len(),
            latest: meetings.first().map(|meeting| Day::of(meeting.date())),
        }
    }

    fn page(&self, page: &'r record::Page, path: &str) -> Result<Vec<u8>, ThemeError> {
        let mut head = self.document_head(page.title(), page.document());
        head.description = page.description().map(str::to_owned);
        head.breadcrumbs = vec![self.crumb("Home", "/")];
        let content = view::Plain {
            body: self.body(page.document(), page.sections()),
            sections: body::contents(page.sections()),
        };
        self.render("page.html", path, head, content)
    }

    fn glossary(&self, path: &str) -> Result<Vec<u8>, ThemeError> {
        let terms: Vec<view::Term> = self.material.record.glossary().iter().map(|term| self.term(term)).collect();
        let mut page = self.head("Glossary", path, self.material.glossary_audience());
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        self.render("glossary.html", path, page, view::Glossary { terms })
    }

    fn term(&self, term: &'r record::Term) -> view::Term {
        let definition = (!term.definition().is_empty()).then(|| self.definition(term.definition()));
        view::Term {
            term: term.term().to_owned(),
            expansion: term.expansion().to_owned(),
            definition,
            anchor: register::term_anchor(term.term()),
            classification: term.audience(),
        }
    }

    fn policy(&self, path: &str) -> Result<Vec<u8>, ThemeError> {
        let policy = &self.material.settings.policy;
        let mut page = self.head("Information policy", path, Audience::White);
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        let content = view::Policy {
            publishes: data::ceiling_words(policy.ceiling).to_vec(),
            notice_mode: policy.withheld == crate::settings::WithheldItems::Notice,
        };
        self.render("policy.html", path, page, content)
    }

    fn search(&self, path: &str) -> Result<Vec<u8>, ThemeError> {
        let mut page = self.head("Search", path, Audience::White);
        page.breadcrumbs = vec![self.crumb("Home", "/")];
        self.render("search.html", path, page, view::Nothing {})
    }

    fn not_found(&self, path: &str) -> Result<Vec<u8>, ThemeError> {
        let mut page = self.head("Page not found", path, Audience::White);
        page.robots = Some("noindex");
        self.render("not-found.html", path, page, view::Nothing {})
    }

    fn redirect(&self, document: &'r Document, path: &str) -> Result<Vec<u8>, ThemeError> {
        let target = page_path(document.place());
        let url = self.url(&target);
        let mut page = self.head("This page has moved", &target, document.audience());
        page.robots = Some("noindex");
        page.redirect = Some(url.clone());
        self.render("redirect.html", path, page, view::Redirect { target: url })
    }
}

/// The file of a page: a path that ends with a slash is a folder.
fn output_path(path: &str) -> String {
    let relative = path.trim_start_matches('/');
    if relative.is_empty() || relative.ends_with('/') { format!("{relative}index.html") } else { relative.to_owned() }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "Item 10, CPA Security Characteristics v1.3"; the title alone without a number.
fn item_label(section: &record::Section) -> Option<String> {
    let title = section.title_text();
    match section.number() {
        Some(number) => Some(format!("Item {number}, {title}")),
        None => (!title.is_empty()).then_some(title),
    }
}

fn html_or_none(html: Html) -> Option<Html> {
    (!html.is_empty()).then_some(html)
}
