//! The report of an import: which line of the input was read how.
//!
//! It does not judge: what it lists, a person should look at.
//!
//! **Invariant.** A guess is a line number and a constant sentence; it cannot hold a word of the document (R6).

use std::fmt;

/// One guess: a line of the input and what was done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guess {
    /// The line of the input, counted from 1.
    pub line: u32,
    /// What was done.
    pub kind: GuessKind,
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.kind)
    }
}

macro_rules! guesses {
    ($($name:ident => $sentence:literal,)*) => {
        /// What the importer did with a line; its `Display` is a constant sentence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum GuessKind {
            $(#[doc = concat!("Read as: ", $sentence, ".")] $name,)*
        }

        impl GuessKind {
            /// Every kind, in the order of declaration.
            pub const ALL: &'static [GuessKind] = &[$(GuessKind::$name,)*];
        }

        impl fmt::Display for GuessKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(GuessKind::$name => $sentence,)* })
            }
        }
    };
}

guesses! {
    InvisibleRemoved => "invisible characters (soft hyphens, zero-width characters) were removed",
    Recomposed => "letters with separate accents were composed (NFC)",
    LigatureSpelt => "ligatures were spelt out",
    SpaceMapped => "unusual spaces were made ordinary spaces",
    LineBreakMapped => "an unusual line separator was read as the end of a line",
    ForbiddenKept => "a character that the check refuses (R12) was kept as it is",
    PageNumberDropped => "a page number was left out",
    RunningLineDropped => "a running header or footer was left out",
    DecorationDropped => "a line without words (a rule or an underline) was left out",
    ClassificationAssumed => "no classification was found for the document: it is set to Red",
    ClassificationIllegible => "the classification of the document is not one of the four: it is set to Red",
    ClassificationLine => "a line that is only a classification was taken into the front matter",
    ClassificationRunning => "a running header or footer names a classification, which was taken into account",
    ClassificationConflict => "the document's classifications differ: the strictest is taken",
    CommitteeLine => "the line of the committee, its meeting or its reference was taken into the front matter",
    DateLine => "the line of the date or the time was taken into the front matter",
    VenueLine => "the line of the venue was taken into the front matter",
    TitleLine => "the line of the title was taken into the front matter",
    NextMeetingLine => "the line of the next meeting was taken into the front matter",
    NextMeetingKept => "the date of the next meeting was taken into the front matter, and its line kept for what else it says",
    DayFirst => "a date in figures was read with the day first",
    MonthFirst => "a date in figures was read with the month first",
    CenturyAssumed => "a year of two figures was read as one of this century",
    HalfDayAssumed => "a time without am or pm was read by the other time of its line",
    EndBeforeStart => "the meeting ends before it starts, as written",
    WeekdayMismatch => "the day of the week does not fit the date: the date is kept as written",
    ReferenceMismatch => "the reference does not fit the date or another reference: it is kept as written",
    NextMeetingEarlier => "the next meeting is not after this one, as written",
    DateMissing => "no date of the meeting was found: the front matter lacks it",
    NumberForm => "the number of an agenda item was written in the usual form",
    NumberedKept => "a numbered line that is no agenda item was kept as a list item with its number as text",
    NumberOutOfOrder => "an agenda item has a number that is not greater than the one before it",
    NumberDoubtful => "it is doubtful whether a numbered line is an agenda item: it is one, marked Red",
    SectionGuessed => "a short line was read as the heading of a section",
    SubheadingGuessed => "a short line was read as a heading within what encloses it",
    HeadingMended => "a heading in another form (underlined, bold or without a space) was written in the usual form",
    HashEscaped => "a line that starts with # but is no heading was kept as text",
    BulletGlyph => "another bullet sign was written as a hyphen",
    BulletLevel => "the level of a bullet was read from its sign",
    OutcomeBold => "an outcome in capitals was made bold, as decisions are written",
    ParagraphJoined => "a paragraph broken by a blank line or a page was joined",
    WordJoined => "a word broken after a hyphen was joined, with its hyphen",
    TableMade => "text in columns was made a table",
    TableRuleAdded => "a table without a rule below its head was given one",
    TableMarking => "a table holds a marking, which the check refuses: mark its section instead",
    CodeKept => "a code block was kept as it is",
    LinkDropped => "a link to nowhere or within the document was replaced by its text",
    LinkKept => "a link to a file was kept, which the check may refuse",
    HtmlEscaped => "what Markdown would read as HTML or a character reference was escaped",
    StartEscaped => "the start of a line that Markdown would misread was escaped",
    MarkingMended => "a marking in another form or place was written as the rules accept it",
    MarkingConflict => "a place with different markings was given the strictest of them",
    MarkingIllegible => "what is nearly a marking was read as Red",
    MarkingForeign => "a confidentiality term that is no marking was kept and marked Red",
    MarkingUnclear => "what looks like a marking stands where the rules allow none: it was kept, and the check may refuse it",
    MarkingRepeated => "an unfinished paragraph before a marked heading was given its marking too",
    Unplaced => "text that could not be placed was kept and marked Red",
    UnplacedMoved => "text that could not be placed was moved to a Red section at the end",
}

impl GuessKind {
    /// Whether the line is in the front matter, or left out: its words are nowhere else.
    pub(super) fn takes_line(self) -> bool {
        matches!(
            self,
            Self::PageNumberDropped
                | Self::RunningLineDropped
                | Self::DecorationDropped
                | Self::ClassificationLine
                | Self::ClassificationRunning
                | Self::CommitteeLine
                | Self::DateLine
                | Self::VenueLine
                | Self::TitleLine
                | Self::NextMeetingLine
        )
    }

    /// Whether letters of the line are others afterwards, or words of it one.
    pub(super) fn mends_words(self) -> bool {
        matches!(
            self,
            Self::InvisibleRemoved
                | Self::Recomposed
                | Self::LigatureSpelt
                | Self::WordJoined
                | Self::LinkDropped
                | Self::LinkKept
        )
    }
}

/// The guesses as they are made.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Guess>);

impl Report {
    pub(super) fn add(&mut self, line: u32, kind: GuessKind) {
        self.0.push(Guess { line, kind });
    }

    /// Sorted by line, each guess once.
    pub(super) fn finish(mut self) -> Vec<Guess> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_sorted_and_says_a_thing_once() {
        let mut report = Report::default();
        report.add(7, GuessKind::TableMade);
        report.add(2, GuessKind::Unplaced);
        report.add(7, GuessKind::TableMade);
        let lines: Vec<u32> = report.finish().iter().map(|g| g.line).collect();
        assert_eq!(lines, [2, 7]);
    }

    #[test]
    fn sentences_differ() {
        let sentences: std::collections::BTreeSet<String> = GuessKind::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(sentences.len(), GuessKind::ALL.len());
    }

    #[test]
    fn a_guess_names_its_line() {
        let guess = Guess { line: 3, kind: GuessKind::LigatureSpelt };
        assert_eq!(guess.to_string(), "line 3: ligatures were spelt out");
    }
}
