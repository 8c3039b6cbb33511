//! Themes: templates and assets, the site's own before the built-in ones.
//!
//! A template gets views and nothing else; it cannot read a file, and an undefined name is an error.
//!
//! **Invariant.** Template errors name a template and a line; they print no value (R6).

use super::File;
use super::html::escape;
use crate::edition::digest;
use crate::settings::Settings;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value, value::Serde};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

macro_rules! built_in {
    ($($path:literal)*) => {
        &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),*]
    };
}

/// The default theme, which every site has below its own.
const BUILT_IN: &[(&str, &[u8])] = built_in!(
    "assets/favicon.svg"
    "assets/index-reader.js"
    "assets/search.js"
    "assets/site.css"
    "assets/site.js"
    "templates/base.html"
    "templates/dates.html"
    "templates/decision.html"
    "templates/decisions.html"
    "templates/glossary.html"
    "templates/home.html"
    "templates/macros.html"
    "templates/meeting.html"
    "templates/meetings.html"
    "templates/not-found.html"
    "templates/page.html"
    "templates/policy.html"
    "templates/redirect.html"
    "templates/search.html"
    "templates/standard.html"
    "templates/standards.html"
    "templates/version.html"
);

/// The files of the default theme that a site may well change. Not the scripts, nor the page that they fill: those must fit the
/// program that writes what they read.
pub fn to_change() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let fits_program = |path: &str| path.ends_with(".js") || path == "templates/search.html";
    BUILT_IN.iter().copied().filter(move |(path, _)| !fits_program(path))
}

/// A theme that cannot be used.
#[derive(Debug)]
pub struct ThemeError {
    template: String,
    line: Option<usize>,
    problem: String,
}

impl ThemeError {
    fn of(template: &str, error: &minijinja::Error) -> Self {
        Self {
            template: error.name().unwrap_or(template).to_owned(),
            line: error.line(),
            problem: error.kind().to_string(),
        }
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "template {}", self.template)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for ThemeError {}

/// The templates and assets of a site.
pub struct Theme {
    environment: Environment<'static>,
    assets: BTreeMap<String, (String, Vec<u8>)>,
}

impl Theme {
    /// Reads the site's theme over the built-in one.
    ///
    /// # Errors
    /// When a template is not UTF-8 or not valid.
    pub fn new(settings: &Settings) -> Result<Self, ThemeError> {
        let mut files: BTreeMap<&str, &[u8]> = BUILT_IN.iter().copied().collect();
        files.extend(settings.theme.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        let mut environment = Environment::empty();
        add_filters(&mut environment);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(format);
        let mut assets = BTreeMap::new();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                add_template(&mut environment, name, bytes)?;
            } else if let Some(name) = path.strip_prefix("assets/") {
                assets.insert(name.to_owned(), (hashed(name, bytes), bytes.to_vec()));
            }
        }
        add_asset(&mut environment, settings.site.root(), &assets);
        Ok(Self { environment, assets })
    }

    /// The assets as output files, with a digest of their content in their names.
    pub(super) fn assets(&self) -> Vec<File> {
        let file = |(name, bytes): &(String, Vec<u8>)| (format!("assets/{name}"), bytes.clone(), None);
        self.assets.values().map(file).collect()
    }

    /// The address of an asset.
    pub(super) fn asset(&self, root: &str, name: &str) -> Option<String> {
        self.assets.get(name).map(|(hashed, _)| address(root, hashed))
    }

    /// Prints a page.
    ///
    /// # Errors
    /// When the template is missing or asks for what is not there.
    pub(super) fn print(&self, template: &str, view: &impl Serialize) -> Result<String, ThemeError> {
        let fault = |error| ThemeError::of(template, &error);
        let found = self.environment.get_template(template).map_err(fault)?;
        found.render(Serde(view)).map_err(fault)
    }
}

/// Prints a value: HTML as it is, everything else escaped; `/` stays `/`, so that addresses can be read.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if value.is_safe() => Ok(out.write_str(text)?),
        Some(text) => Ok(out.write_str(&escape(text))?),
        None => minijinja::escape_formatter(out, state, value),
    }
}

fn add_filters(environment: &mut Environment<'static>) {
    environment.add_filter("lower", minijinja::filters::lower);
    environment.add_filter("upper", minijinja::filters::upper);
    environment.add_filter("length", minijinja::filters::length);
    environment.add_filter("join", minijinja::filters::join);
    environment.add_filter("default", minijinja::filters::default);
    environment.add_filter("first", minijinja::filters::first);
    environment.add_filter("last", minijinja::filters::last);
    environment.add_filter("replace", minijinja::filters::replace);
    environment.add_function("range", minijinja::functions::range);
}

/// Where an asset stands, by its name with a digest in it.
fn address(root: &str, hashed: &str) -> String {
    format!("{root}assets/{hashed}")
}

/// `asset("site.css")`: the address of an asset; one that is not there is an error.
fn add_asset(environment: &mut Environment<'static>, root: &str, assets: &BTreeMap<String, (String, Vec<u8>)>) {
    let addresses = assets.iter().map(|(name, (hashed, _))| (name.clone(), address(root, hashed)));
    let addresses: BTreeMap<String, String> = addresses.collect();
    environment.add_function("asset", move |name: &str| {
        let missing = || minijinja::Error::from(minijinja::ErrorKind::UndefinedError);
        addresses.get(name).cloned().ok_or_else(missing)
    });
}

fn add_template(environment: &mut Environment<'static>, name: &str, bytes: &[u8]) -> Result<(), ThemeError> {
    let problem = || ThemeError { template: name.to_owned(), line: None, problem: "not UTF-8".to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| problem())?;
    let added = environment.add_template_owned(name.to_owned(), text.to_owned());
    added.map_err(|error| ThemeError::of(name, &error))
}

/// `site.css` becomes `site.0123456789ab.css`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let digest = &digest(bytes)[..12];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{digest}.{extension}"),
        None => format!("{name}.{digest}"),
    }
}
