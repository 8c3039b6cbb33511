//! TOML tables with places, and the typed reading of them, for front matter and configuration.
//!
//! It knows keys, types and places. It never repeats a value in a finding: the table may be sealed (R6).
//!
//! **Invariant.** A key that is present is read, or reported as unknown; none is passed over. A string is clean (R12).

use crate::diagnostic::{CHARACTER, Finding, KEY_MISSING, KEY_UNKNOWN, Rule, TEXT_LINE_END, VALUE_TYPE};
use crate::text::{self, Clean};
use jiff::civil::{Date, Time};
use std::cell::Cell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A line and a column, both from 1; the column counts characters.
pub type Place = (u32, u32);

/// A value, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// A TOML value, as far as this site knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A string, after its escapes are decoded; empty where it is not clean.
    Text(Clean),
    /// A whole number of 0 or more.
    Number(u32),
    /// `true` or `false`.
    Flag(bool),
    /// A local date.
    Date(Date),
    /// A local time.
    Time(Time),
    /// An array.
    List(Vec<Placed>),
    /// A table.
    Table(Table),
    /// Anything else: it fits no key.
    Other,
}

/// A table: its keys with their places, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Where it begins.
    pub place: Place,
    /// Keys, where they stand, and their values.
    pub entries: Vec<(String, Place, Placed)>,
}

impl Table {
    /// The value of a key.
    pub fn find(&self, key: &str) -> Option<&Placed> {
        self.entries.iter().find(|(name, ..)| name == key).map(|(_, _, value)| value)
    }
}

/// The only strings that may be of several lines: they are Markdown.
const OF_SEVERAL_LINES: &str = "definition";

/// Reads TOML, with a finding for each string that no text may be (R12).
///
/// # Errors
/// The place of the first fault; the parser's own message would quote the text (R6).
pub fn parse(text: &str) -> Result<(Table, Vec<Finding>), Place> {
    let mut reader = Reader { lines: LineStarts::of(text), findings: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => Ok((reader.table(table.get_ref(), (1, 1)), reader.findings)),
        Err(error) => Err(reader.lines.place(error.span().map_or(0, |span| span.start))),
    }
}

struct Reader<'t> {
    lines: LineStarts<'t>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, place: Place) -> Table {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let name = self.clean(key.get_ref(), &key.span());
            let value = self.value(name.as_deref().unwrap_or_default(), value);
            entries.push((name.unwrap_or_default().into(), self.lines.place(key.span().start), value));
        }
        Table { place, entries }
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Placed {
        let place = self.lines.place(value.span().start);
        let read = match value.get_ref() {
            DeValue::String(text) => Value::Text(self.string(key, text, &value.span())),
            DeValue::Integer(number) => number.as_str().parse().map_or(Value::Other, Value::Number),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(when) => read_datetime(when),
            DeValue::Array(array) => Value::List(array.iter().map(|value| self.value(key, value)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table, place)),
            DeValue::Float(_) => Value::Other,
        };
        Placed { place, value: read }
    }

    fn string(&mut self, key: &str, text: &str, span: &Range<usize>) -> Clean {
        let Some(text) = self.clean(text, span) else { return Clean::default() };
        let is_address = text.contains("://") || text.starts_with("mailto:");
        if is_address && text::hides_characters(&text) {
            self.report(&CHARACTER, span, 0);
        } else if let Some(at) = text.line_end().filter(|_| key != OF_SEVERAL_LINES) {
            self.report(&TEXT_LINE_END, span, at);
        }
        text
    }

    fn clean(&mut self, text: &str, span: &Range<usize>) -> Option<Clean> {
        Clean::new(text).map_err(|at| self.report(&CHARACTER, span, at)).ok()
    }

    /// Reports what is wrong with a string at the place of one of its characters.
    fn report(&mut self, rule: &'static Rule, span: &Range<usize>, character: usize) {
        let raw = self.lines.text.get(span.clone()).unwrap_or_default();
        let (line, column) = self.lines.place(span.start + offset(raw, character));
        self.findings.push(Finding::at(rule, line, column));
    }
}

/// Where in a string's source its `character`th character is spelt.
fn offset(raw: &str, mut character: usize) -> usize {
    let is_basic = raw.starts_with('"');
    let quotes =
        ["\"\"\"", "'''", "\"", "'"].iter().find(|quotes| raw.starts_with(**quotes)).map_or(0, |found| found.len());
    let mut at = quotes + usize::from(quotes == 3 && raw[quotes..].starts_with('\n'));
    while let Some((width, says)) = raw.get(at..).and_then(|rest| spelt(rest, is_basic)) {
        if says && character == 0 {
            break;
        }
        character -= usize::from(says);
        at += width;
    }
    at
}

/// How many bytes of a string's source the next character takes, and whether it says something.
fn spelt(rest: &str, is_basic: bool) -> Option<(usize, bool)> {
    let mut chars = rest.chars();
    let first = chars.next()?;
    if first != '\\' || !is_basic {
        return Some((first.len_utf8(), true));
    }
    Some(match chars.next()? {
        'u' => (6, true),
        'U' => (10, true),
        'x' => (4, true),
        c if c.is_whitespace() => (rest.len() - chars.as_str().trim_start().len(), false),
        c => (1 + c.len_utf8(), true),
    })
}

fn read_datetime(when: &toml::value::Datetime) -> Value {
    let small = |number: u8| i8::try_from(number).ok();
    match (when.date, when.time, when.offset) {
        (Some(date), None, None) => small(date.month)
            .zip(small(date.day))
            .and_then(|(month, day)| Date::new(date.year.try_into().ok()?, month, day).ok())
            .map_or(Value::Other, Value::Date),
        (None, Some(time), None) => small(time.hour)
            .zip(small(time.minute))
            .zip(small(time.second.unwrap_or(0)))
            .and_then(|((hour, minute), second)| Time::new(hour, minute, second, 0).ok())
            .map_or(Value::Other, Value::Time),
        _ => Value::Other,
    }
}

struct LineStarts<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// The byte that was asked for last, and how many characters of its line stand before it: a long line is walked once.
    last: Cell<(usize, u32)>,
}

impl<'t> LineStarts<'t> {
    fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, last: Cell::default() }
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let (from, counted) =
            Some(self.last.get()).filter(|(from, _)| (start..=offset).contains(from)).unwrap_or((start, 0));
        let between = self.text.get(from..offset).unwrap_or_default();
        let before = counted + between.chars().count() as u32;
        self.last.set((offset, before));
        (line as u32, before + 1)
    }
}

/// A table that is being read: each key is asked for once, then [`Fields::finish`] reports the rest.
pub struct Fields<'t> {
    table: &'t Table,
    asked: Vec<&'static str>,
    findings: Vec<Finding>,
}

impl<'t> Fields<'t> {
    /// Begins to read a table.
    pub fn new(table: &'t Table) -> Self {
        Self { table, asked: Vec::new(), findings: Vec::new() }
    }

    fn read<T>(&mut self, key: &'static str, read: impl Fn(&'t Placed) -> Option<T>) -> Option<T> {
        self.asked.push(key);
        let value = self.table.find(key)?;
        let found = read(value);
        if found.is_none() {
            self.report(&VALUE_TYPE, value.place);
        }
        found
    }

    fn required<T>(&mut self, key: &'static str, found: Option<T>) -> Option<T> {
        if self.table.find(key).is_none() {
            let (line, column) = self.table.place;
            self.findings.push(Finding::at(&KEY_MISSING, line, column).suggesting(key));
        }
        found
    }

    /// Adds a finding.
    pub fn report(&mut self, rule: &'static Rule, (line, column): Place) {
        self.findings.push(Finding::at(rule, line, column));
    }

    /// The place of a key's value, or of the table where it is absent.
    pub fn place(&self, key: &str) -> Place {
        self.table.find(key).map_or(self.table.place, |value| value.place)
    }

    /// A string.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.read(key, text)
    }

    /// A string that must be there.
    pub fn required_text(&mut self, key: &'static str) -> Option<String> {
        let found = self.text(key);
        self.required(key, found)
    }

    /// A local date.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        self.read(key, |value| if let Value::Date(date) = value.value { Some(date) } else { None })
    }

    /// A local date that must be there.
    pub fn required_date(&mut self, key: &'static str) -> Option<Date> {
        let found = self.date(key);
        self.required(key, found)
    }

    /// What `read` finds under a key, with its place: `fields.placed("date", Fields::date)`.
    pub fn placed<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&mut Self, &'static str) -> Option<T>,
    ) -> Option<(T, Place)> {
        let place = self.place(key);
        read(self, key).map(|found| (found, place))
    }

    /// A local time.
    pub fn time(&mut self, key: &'static str) -> Option<Time> {
        self.read(key, |value| if let Value::Time(time) = value.value { Some(time) } else { None })
    }

    /// A whole number of 0 or more.
    pub fn number(&mut self, key: &'static str) -> Option<u32> {
        self.read(key, |value| if let Value::Number(number) = value.value { Some(number) } else { None })
    }

    /// `true` or `false`; false where it is absent.
    pub fn flag(&mut self, key: &'static str) -> bool {
        self.read(key, |value| if let Value::Flag(flag) = value.value { Some(flag) } else { None }).unwrap_or(false)
    }

    /// A list of strings with their places; `None` where it is absent.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<(String, Place)>> {
        let one = |value: &Placed| Some((text(value)?, value.place));
        self.read(key, |value| list(value)?.iter().map(one).collect())
    }

    /// A table.
    pub fn table(&mut self, key: &'static str) -> Option<&'t Table> {
        self.read(key, table)
    }

    /// A list of tables; empty where it is absent.
    pub fn tables(&mut self, key: &'static str) -> Vec<&'t Table> {
        self.read(key, |value| list(value)?.iter().map(table).collect()).unwrap_or_default()
    }

    /// A list of at least one table.
    pub fn required_tables(&mut self, key: &'static str) -> Vec<&'t Table> {
        let found = self.tables(key);
        if self.table.find(key).is_none_or(|value| list(value).is_some_and(Vec::is_empty)) {
            let (line, column) = self.place(key);
            self.findings.push(Finding::at(&KEY_MISSING, line, column).suggesting(key));
        }
        found
    }

    /// Adds the findings of a table inside this one.
    pub fn adopt(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings);
    }

    /// Declares keys that somebody else reads.
    pub fn leave(&mut self, keys: &[&'static str]) {
        self.asked.extend(keys);
    }

    /// The findings, with an error for each key that was not asked for.
    pub fn finish(mut self) -> Vec<Finding> {
        for (key, (line, column), _) in &self.table.entries {
            if !self.asked.iter().any(|known| known == key) {
                let mut finding = Finding::at(&KEY_UNKNOWN, *line, *column);
                finding.suggestion = nearest(key, &self.asked);
                self.findings.push(finding);
            }
        }
        self.findings
    }
}

fn text(value: &Placed) -> Option<String> {
    if let Value::Text(text) = &value.value { Some(text.clone().into()) } else { None }
}

fn list(value: &Placed) -> Option<&Vec<Placed>> {
    if let Value::List(list) = &value.value { Some(list) } else { None }
}

fn table(value: &Placed) -> Option<&Table> {
    if let Value::Table(table) = &value.value { Some(table) } else { None }
}

/// The known word that `word` is probably a slip of.
pub fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let distance = |candidate: &&'static str| strsim::damerau_levenshtein(&word.to_lowercase(), candidate);
    let best = known.iter().copied().min_by_key(distance)?;
    (distance(&best) <= 2.max(best.len() / 4)).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        let table = parse("a = 1\n\"é\" = 2\n").expect("it parses").0;
        assert_eq!(table.find("é").expect("it is there").place, (2, 7));
    }

    #[test]
    fn unknown_missing_and_mistyped_keys_are_found() {
        let table = parse("titel = \"x\"\ndate = \"y\"\n").expect("it parses").0;
        let mut fields = Fields::new(&table);
        assert_eq!(fields.required_text("title"), None);
        assert_eq!(fields.date("date"), None);
        let found: Vec<_> = fields.finish().iter().map(|f| (f.rule.slug, f.line, f.suggestion)).collect();
        assert_eq!(
            found,
            [("key-missing", 1, Some("title")), ("value-type", 2, None), ("key-unknown", 1, Some("title"))]
        );
    }

    #[track_caller]
    fn check_strings(toml: &str, expected: &[(&str, u32, u32)]) {
        let found = parse(toml).expect("it parses").1;
        let found: Vec<_> = found.iter().map(|found| (found.rule.slug, found.line, found.column)).collect();
        assert_eq!(found, expected, "{toml}");
    }

    #[test]
    fn strings_are_held_to_the_rule_after_their_escapes_are_decoded() {
        check_strings("a = \"Caf\\u00e9 \\u2013 \\\"b\\\" \\\\u202e\"\nb = '\\u202e'\n", &[]);
        check_strings("a = \"b\\u202ec\"\n", &[("character", 1, 7)]);
        check_strings("a = \"é\\\\\\u00e9\\U0000200b\"\n", &[("character", 1, 15)]);
        check_strings("a = [\"x\", { b = \"e\\u0301\" }]\n", &[("character", 1, 19)]);
        check_strings("\"k\\u0001\" = 1\n", &[("character", 1, 3)]);
        check_strings("a = \"\"\"\nx \\\n   y\\u0000\"\"\"\n", &[("character", 3, 5)]);
        check_strings("url = \"https://x.example/%E2%80%AE\"\n", &[("character", 1, 8)]);
        check_strings("note = \"100%0A\"\n", &[]);
    }

    #[test]
    fn strings_are_of_one_line() {
        check_strings("a = \"b\\nc\"\n", &[("text-line-end", 1, 7)]);
        check_strings("a = \"b\tc\"\n", &[("text-line-end", 1, 7)]);
        check_strings("a = \"\"\"\nb\nc\"\"\"\n", &[("text-line-end", 2, 2)]);
        check_strings("a = '''b\n'''\n", &[("text-line-end", 1, 9)]);
        check_strings("a = \"\"\"b \\\n  c\"\"\"\n", &[]);
        check_strings("definition = \"\"\"\nb\nc\"\"\"\n", &[]);
    }
}
