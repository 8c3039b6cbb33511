//! Random standards with their versions, and a plain, slow answer to "which version applies on this day?".
//!
//! **Invariant.** The answer here is reckoned from the random facts, day by day; it shares nothing with the program.

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The days that are asked for: twenty years.
pub const FIRST: Date = date(2012, 1, 1);
pub const LAST: Date = date(2031, 12, 31);

/// A standard of two events.
#[derive(Debug)]
pub struct Standard {
    pub is_concurrent: bool,
    pub versions: Vec<Version>,
}

/// A version, 1.1 and up; `before` is what its file says that it supersedes.
#[derive(Clone, Debug)]
pub struct Version {
    pub minor: usize,
    pub is_draft: bool,
    pub before: Option<String>,
    pub withdrawn_on: Option<Date>,
    pub windows: [Option<Window>; 2],
}

/// When it is mandatory for an event, as its file says.
#[derive(Clone, Debug)]
pub struct Window {
    pub from: Date,
    pub last: Option<Date>,
    pub permitted: Option<Date>,
}

/// What applies on a day: the numbers of the versions, and the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub versions: Vec<String>,
    pub state: &'static str,
}

impl Standard {
    pub fn random(rng: &mut Rng) -> Self {
        let is_concurrent = rng.u8(..5) == 0;
        let count = rng.usize(1..7);
        let mut standard = Self { is_concurrent, versions: Vec::new() };
        let mut days = [FIRST, FIRST];
        for minor in 1..=count {
            let windows = [0, 1].map(|event| {
                if rng.u8(..6) == 0 {
                    return None;
                }
                days[event] = days[event].saturating_add(rng.i64(20..1500).days());
                let permitted = rng.bool().then(|| days[event].saturating_sub(rng.i64(0..200).days()));
                Some(Window { from: days[event], last: None, permitted })
            });
            let version =
                Version { minor, is_draft: rng.u8(..8) == 0, before: before(rng, minor), withdrawn_on: None, windows };
            standard.versions.push(version);
        }
        standard.withdraw(rng);
        standard.end(rng);
        standard
    }

    fn withdraw(&mut self, rng: &mut Rng) {
        for version in &mut self.versions {
            if rng.u8(..4) == 0 {
                version.withdrawn_on = Some(FIRST.saturating_add(rng.i64(0..7000).days()));
            }
        }
    }

    /// Last days: any where nothing follows, or what follows is not known; otherwise the one that leaves no gap.
    fn end(&mut self, rng: &mut Rng) {
        for event in 0..2 {
            for at in 0..self.versions.len() {
                let Some(window) = self.versions[at].windows[event].clone() else { continue };
                let next = self.next(event, at);
                let far = window.from.saturating_add(rng.i64(0..900).days());
                let last = match next {
                    Some(next) if !self.is_concurrent => {
                        let start = self.versions[next].windows[event].as_ref().expect("it is next").from;
                        let end = start.yesterday().expect("it is not the first day of all");
                        if self.follows(event, next, at) { end } else { far.min(end) }
                    }
                    _ => far,
                };
                let own = self.versions[at].windows[event].as_mut().expect("it is there");
                own.last = (rng.u8(..3) == 0).then_some(last);
            }
        }
    }

    /// Approved, with a window, and not withdrawn before it began.
    fn counts(&self, event: usize, at: usize) -> bool {
        let version = &self.versions[at];
        let Some(window) = &version.windows[event] else { return false };
        !version.is_draft && version.withdrawn_on.is_none_or(|day| day > window.from)
    }

    fn next(&self, event: usize, at: usize) -> Option<usize> {
        (at + 1..self.versions.len()).find(|next| self.counts(event, *next))
    }

    /// What a version supersedes: `Some(None)` is a version that is not published.
    fn predecessor(&self, at: usize) -> Option<Option<usize>> {
        match &self.versions[at].before {
            Some(name) => {
                let named = self.versions.iter().position(|other| format!("1.{}", other.minor) == *name);
                Some(named)
            }
            None if self.is_concurrent => None,
            None => (0..at).rev().find(|other| !self.versions[*other].is_draft).map(Some),
        }
    }

    fn follows(&self, event: usize, later: usize, earlier: usize) -> bool {
        let mut at = later;
        loop {
            match self.predecessor(at) {
                Some(Some(before)) if before == earlier => return true,
                Some(Some(before)) if before < at && self.never_began(event, before) => at = before,
                _ => return false,
            }
        }
    }

    fn never_began(&self, event: usize, at: usize) -> bool {
        let version = &self.versions[at];
        let window = version.windows[event].as_ref();
        !version.is_draft && window.is_some_and(|window| version.withdrawn_on.is_some_and(|day| day <= window.from))
    }

    /// What applies on a day.
    pub fn answer(&self, event: usize, day: Date) -> Answer {
        let begun = (0..self.versions.len()).filter(|at| self.counts(event, *at) && self.from(event, *at) <= day);
        if self.is_concurrent {
            let begun: Vec<usize> = begun.collect();
            return self.side_by_side(event, &begun, day);
        }
        let Some(current) = begun.max_by_key(|at| self.from(event, *at)) else { return Answer::none("none") };
        let state = self.state(event, current, day);
        if state == "mandatory" { Answer { versions: vec![self.name(current)], state } } else { Answer::none(state) }
    }

    fn state(&self, event: usize, at: usize, day: Date) -> &'static str {
        let (version, window) = (&self.versions[at], self.versions[at].windows[event].as_ref().expect("it counts"));
        let is_withdrawn = version.withdrawn_on.is_some_and(|withdrawn| withdrawn <= day);
        let breaks = self.next(event, at).is_some_and(|next| !self.follows(event, next, at));
        match window.last {
            Some(last) if day > last && breaks => "not recorded",
            Some(last) if day > last => "none",
            None if breaks && day != window.from => "not recorded",
            _ if is_withdrawn => "withdrawn",
            _ => "mandatory",
        }
    }

    fn side_by_side(&self, event: usize, begun: &[usize], day: Date) -> Answer {
        let is_over = |at: usize| {
            let window = self.versions[at].windows[event].as_ref().expect("it counts");
            let followed = begun
                .iter()
                .any(|later| *later > at && self.follows(event, *later, at) && self.is_first_after(event, *later, at));
            window.last.map_or(followed, |last| day > last)
        };
        let is_withdrawn = |at: usize| self.versions[at].withdrawn_on.is_some_and(|withdrawn| withdrawn <= day);
        let mandatory: Vec<usize> = begun.iter().copied().filter(|at| !is_over(*at) && !is_withdrawn(*at)).collect();
        if !mandatory.is_empty() {
            return Answer { versions: mandatory.into_iter().map(|at| self.name(at)).collect(), state: "mandatory" };
        }
        Answer::none("")
    }

    fn is_first_after(&self, event: usize, later: usize, at: usize) -> bool {
        (at + 1..later).all(|other| !(self.counts(event, other) && self.follows(event, other, at)))
    }

    fn from(&self, event: usize, at: usize) -> Date {
        self.versions[at].windows[event].as_ref().expect("it counts").from
    }

    fn name(&self, at: usize) -> String {
        format!("1.{}", self.versions[at].minor)
    }

    /// The files of the standard.
    pub fn files(&self) -> Vec<(String, String)> {
        let folder = "content/standards/tapir";
        let head = format!(
            "+++\nclassification = \"White\"\ntitle = \"Tapir\"\nowner = \"O\"\nconcurrent = {}\n\n[[events]]\nid = \"e0\"\nlabel = \"Event 0\"\n\n[[events]]\nid = \"e1\"\nlabel = \"Event 1\"\n+++\n",
            self.is_concurrent
        );
        let mut files = vec![(format!("{folder}/standard.md"), head)];
        for version in &self.versions {
            files.push((format!("{folder}/1.{}.md", version.minor), version.text()));
        }
        files
    }
}

impl Answer {
    fn none(state: &'static str) -> Self {
        Self { versions: Vec::new(), state }
    }
}

impl Version {
    fn text(&self) -> String {
        let mut text =
            format!("+++\nclassification = \"White\"\nversion = \"1.{}\"\ndraft = {}\n", self.minor, self.is_draft);
        text.extend(self.before.iter().map(|before| format!("supersedes = \"{before}\"\n")));
        text.extend(self.withdrawn_on.map(|day| format!("withdrawn_on = {day}\n")));
        for (event, window) in self.windows.iter().enumerate() {
            let Some(window) = window else { continue };
            text.push_str(&format!("\n[[applies]]\nevent = \"e{event}\"\nimplementation_date = {}\n", window.from));
            text.extend(window.last.map(|day| format!("last_date = {day}\n")));
            text.extend(window.permitted.map(|day| format!("permitted_from = {day}\n")));
        }
        text + "+++\n"
    }
}

/// Mostly nothing; a version that is not published, one that is, or "not recorded".
fn before(rng: &mut Rng, minor: usize) -> Option<String> {
    match rng.u8(..8) {
        0 => Some("not recorded".to_owned()),
        1 => Some("0.9".to_owned()),
        2 if minor > 1 => Some(format!("1.{}", rng.usize(1..minor).max(minor - 2))),
        _ => None,
    }
}
