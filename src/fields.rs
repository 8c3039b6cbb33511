//! TOML tables with places, and the typed reading of them, for front matter and configuration.
//!
//! It knows keys, types and places. It never repeats a value in a finding: the table may be sealed (R6).
//!
//! **Invariant.** A key that is present is read, or reported as unknown; none is passed over.

use crate::diagnostic::{Finding, KEY_MISSING, KEY_UNKNOWN, Rule, VALUE_TYPE};
use jiff::civil::{Date, Time};
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
    /// A string.
    Text(String),
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

/// Reads TOML.
///
/// # Errors
/// The place of the first fault; the parser's own message would quote the text (R6).
pub fn parse(text: &str) -> Result<Table, Place> {
    let lines = LineStarts::of(text);
    match DeTable::parse(text) {
        Ok(table) => Ok(read_table(table.get_ref(), (1, 1), &lines)),
        Err(error) => Err(lines.place(error.span().map_or(0, |span| span.start))),
    }
}

fn read_table(table: &DeTable<'_>, place: Place, lines: &LineStarts<'_>) -> Table {
    let entry = |(key, value): (&Spanned<toml::de::DeString<'_>>, &Spanned<DeValue<'_>>)| {
        (key.get_ref().to_string(), lines.place(key.span().start), read_value(value, lines))
    };
    Table { place, entries: table.iter().map(entry).collect() }
}

fn read_value(value: &Spanned<DeValue<'_>>, lines: &LineStarts<'_>) -> Placed {
    let place = lines.place(value.span().start);
    let read = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => number.as_str().parse().map_or(Value::Other, Value::Number),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(when) => read_datetime(when),
        DeValue::Array(array) => Value::List(array.iter().map(|value| read_value(value, lines)).collect()),
        DeValue::Table(table) => Value::Table(read_table(table, place, lines)),
        DeValue::Float(_) => Value::Other,
    };
    Placed { place, value: read }
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
}

impl<'t> LineStarts<'t> {
    fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or_default();
        (line as u32, before.chars().count() as u32 + 1)
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
    if let Value::Text(text) = &value.value { Some(text.clone()) } else { None }
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
        let table = parse("a = 1\n\"é\" = 2\n").expect("it parses");
        assert_eq!(table.find("é").expect("it is there").place, (2, 7));
    }

    #[test]
    fn unknown_missing_and_mistyped_keys_are_found() {
        let table = parse("titel = \"x\"\ndate = \"y\"\n").expect("it parses");
        let mut fields = Fields::new(&table);
        assert_eq!(fields.required_text("title"), None);
        assert_eq!(fields.date("date"), None);
        let found: Vec<_> = fields.finish().iter().map(|f| (f.rule.slug, f.line, f.suggestion)).collect();
        assert_eq!(
            found,
            [("key-missing", 1, Some("title")), ("value-type", 2, None), ("key-unknown", 1, Some("title"))]
        );
    }
}
