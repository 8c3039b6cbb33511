//! Themes: templates and assets, the site's own before the built-in ones.
//!
//! A template gets views and nothing else; it cannot read a file, and an undefined name is an error.
//!
//! **Invariant.** However a template is written, a page takes bounded time and memory (R21).
//! **Invariant.** Template errors name a template and a line; they print no value (R6).

use super::html::escape;
use crate::edition::{OutputPath, digest};
use crate::settings::Settings;
use crate::source::stray::is_stray;
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value};
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
    "templates/latest.html"
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
        let problem = match error.kind() {
            ErrorKind::OutOfFuel => "it takes more steps than a page may".to_owned(),
            ErrorKind::WriteFailure => format!("it makes more than the {} MiB of a page", PAGE >> 20),
            kind => kind.to_string(),
        };
        Self { template: error.name().unwrap_or(template).to_owned(), line: error.line(), problem }
    }
}

/// The steps that a page's templates may take; one also stands for 64 bytes that they make.
const STEPS: u64 = 10_000_000;

/// The longest page, in bytes.
const PAGE: usize = 16 << 20;

/// A page as it is printed; what is beyond [`PAGE`] is refused.
struct Paper(Vec<u8>);

impl std::io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > PAGE {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl ThemeError {
    fn of_asset(path: &str) -> Self {
        let problem = "a name may hold letters without accents, digits, `.`, `_` and `-`".to_owned();
        Self { template: path.to_owned(), line: None, problem }
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.template.starts_with("assets/") { "asset" } else { "template" };
        write!(f, "{kind} {}", self.template)?;
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
        environment.set_fuel(Some(STEPS));
        let mut assets = BTreeMap::new();
        for (path, bytes) in files.into_iter().filter(|(path, _)| !path.split('/').any(is_stray)) {
            if let Some(name) = path.strip_prefix("templates/") {
                add_template(&mut environment, name, bytes)?;
            } else if let Some(name) = path.strip_prefix("assets/") {
                if OutputPath::new(&format!("assets/{}", hashed(name, bytes))).is_none() {
                    return Err(ThemeError::of_asset(path));
                }
                assets.insert(name.to_owned(), (hashed(name, bytes), bytes.to_vec()));
            }
        }
        add_asset(&mut environment, settings.site.root(), &assets);
        Ok(Self { environment, assets })
    }

    /// The assets as output files, with a digest of their content in their names.
    pub(super) fn assets(&self) -> Vec<(String, Vec<u8>)> {
        let file = |(name, bytes): &(String, Vec<u8>)| (format!("assets/{name}"), bytes.clone());
        self.assets.values().map(file).collect()
    }

    /// The address of an asset.
    pub(super) fn asset(&self, root: &str, name: &str) -> Option<String> {
        self.assets.get(name).map(|(hashed, _)| address(root, hashed))
    }

    /// Prints a page.
    ///
    /// # Errors
    /// When the template is missing, asks for what is not there, or does too much.
    pub(super) fn print(&self, template: &str, view: &impl Serialize) -> Result<String, ThemeError> {
        let fault = |error| ThemeError::of(template, &error);
        let found = self.environment.get_template(template).map_err(fault)?;
        let mut paper = Paper(Vec::new());
        found.render_captured_to(Serde(view), &mut paper).map_err(fault)?;
        Ok(String::from_utf8(paper.0).expect("templates make text"))
    }
}

/// Prints a value: HTML as it is, everything else escaped; `/` stays `/`, so that addresses can be read.
///
/// Lists and objects are not for readers; a list may be longer than memory.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if value.is_safe() => Ok(out.write_str(text)?),
        Some(text) => Ok(out.write_str(&escape(text))?),
        None if value.is_number()
            || matches!(value.kind(), ValueKind::Undefined | ValueKind::None | ValueKind::Bool) =>
        {
            minijinja::escape_formatter(out, state, value)
        }
        None => Err(ErrorKind::InvalidOperation.into()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expected: &str) {
        let text =
            "[site]\ntitle=\"T\"\nbase_url=\"https://x.example/\"\norganisation=\"O\"\n[policy]\npublish=[\"White\"]\n";
        let mut settings = crate::settings::read(text, jiff::civil::date(2026, 1, 1)).0.expect("it is good");
        settings.theme = [("templates/own.html".to_owned(), template.as_bytes().to_vec())].into();
        let theme = Theme::new(&settings).expect("the template can be read");
        let printed = theme.print("own.html", &()).map_err(|error| error.to_string());
        assert_eq!(printed.map(|page| page.len().to_string()).unwrap_or_else(|error| error), expected, "{template}");
    }

    #[test]
    fn a_template_without_end_is_stopped() {
        let steps = "template own.html:1: it takes more steps than a page may";
        let long = "template own.html: it makes more than the 16 MiB of a page";
        check("{% for a in range(10) %}x{% endfor %}", "10");
        check("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", steps);
        check("{% for a in range(9999) %}{% for b in range(9999) %}xxxxxxxxxxxxx{% endfor %}{% endfor %}", long);
        let doubling = "{% macro a(n) %}{% if n > 0 %}{{ a(n-1) }}{{ a(n-1) }}{% endif %}{% endmacro %}{{ a(60) }}";
        check(doubling, steps);
        check("{{ [\"a\"]*99999999 }}", "template own.html:1: invalid operation");
        check("{{ ([\"a\"]*99999999)|join }}", steps);
        check("{{ \"abcdefgh\"*9999999 }}", long);
        check("{% set a = \"x\"*9000000 %}{{ a }}{{ a }}", long);
    }
}
