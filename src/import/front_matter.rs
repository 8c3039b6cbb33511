//! The front matter of the content file, as TOML.
//!
//! It writes what was found and checks nothing.
//!
//! **Invariant.** Keys come in the order of the content format, and every string is escaped.

use jiff::civil::{Date, Time};

use crate::classification::Classification;

/// What the heading of a document says.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) classification: Option<Classification>,
    pub(super) date: Option<Date>,
    pub(super) number: Option<u32>,
    pub(super) reference: Option<String>,
    pub(super) title: Option<String>,
    pub(super) start: Option<Time>,
    pub(super) end: Option<Time>,
    pub(super) venue: Option<String>,
    pub(super) next_meeting: Option<Date>,
    /// The line of the input that names the next meeting.
    pub(super) next_meeting_line: u32,
    /// A line with a title was read, if only the default one.
    pub(super) titled: bool,
}

impl FrontMatter {
    /// The block between and with its `+++` lines; what has no classification is Red.
    pub(super) fn toml(&self) -> String {
        let classification = self.classification.unwrap_or(Classification::Red).word();
        let keys = [
            ("classification", Some(string(classification))),
            ("date", self.date.map(|d| d.to_string())),
            ("number", self.number.map(|n| n.to_string())),
            ("reference", self.reference.as_deref().map(string)),
            ("title", self.title.as_deref().map(string)),
            ("start", self.start.map(clock)),
            ("end", self.end.map(clock)),
            ("venue", self.venue.as_deref().map(string)),
            ("next_meeting", self.next_meeting.map(|d| d.to_string())),
        ];
        let lines = keys.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", value?)));
        format!("+++\n{}+++\n", lines.collect::<String>())
    }

    /// The stem of the file: the number, or the date where there is none.
    pub(super) fn stem(&self) -> String {
        let number = self.number.map(|n| n.to_string());
        number.or_else(|| self.date.map(|d| d.to_string())).unwrap_or_else(|| "undated".to_owned())
    }
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn keys_come_in_order() {
        let front = FrontMatter {
            date: Some(date(2019, 6, 26)),
            number: Some(80),
            start: Some(time(9, 5, 0, 0)),
            venue: Some("The \"Room\" \\ \u{1}".to_owned()),
            ..FrontMatter::default()
        };
        let expected = "+++\nclassification = \"Red\"\ndate = 2019-06-26\nnumber = 80\nstart = 09:05:00\n\
            venue = \"The \\\"Room\\\" \\\\ \\u0001\"\n+++\n";
        assert_eq!(front.toml(), expected);
    }

    #[test]
    fn a_stem_is_the_number_or_the_date() {
        let mut front = FrontMatter::default();
        assert_eq!(front.stem(), "undated");
        front.date = Some(date(2019, 6, 26));
        assert_eq!(front.stem(), "2019-06-26");
        front.number = Some(80);
        assert_eq!(front.stem(), "80");
    }
}
