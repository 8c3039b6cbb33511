//! Random standards with their versions, and a plain, slow answer to "which version applies on this day?".
//!
//! **Invariant.** The answer here is reckoned from the random facts, day by day, as specification 2 says; it shares
//! nothing with the program.

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
    pub is_first_recorded: bool,
    pub labels: &'static str,
    pub versions: Vec<Version>,
}

/// A version; `before` is what its file says that it supersedes.
#[derive(Clone, Debug)]
pub struct Version {
    pub minor: usize,
    pub is_draft: bool,
    pub before: Option<String>,
    pub withdrawn_on: Option<Date>,
    pub windows: [Window; 2],
}

/// What its file says of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Window {
    /// Nothing.
    Silent,
    /// That the version has nothing to do with it.
    NotFor,
    Dates {
        start: Start,
        last: Option<Date>,
        permitted: Option<Date>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    Day(Date),
    /// The month that begins on this day.
    Month(Date),
    /// A last date alone.
    Unknown,
    /// A permission alone.
    Never,
}

/// What applies on a day: the labels of the versions, and the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub state: &'static str,
    /// The mandatory version, or the valid ones.
    pub in_force: Vec<String>,
    pub permitted: Vec<String>,
    pub recorded: bool,
}

/// What a version is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Draft,
    ToCome,
    Permitted,
    InForce,
    Over,
    Withdrawn,
    Unknown,
}

impl Standard {
    pub fn random(rng: &mut Rng) -> Self {
        let is_concurrent = rng.u8(..4) == 0;
        let labels = ["1.{}", "Issue {}", "{} edition", "2.0 draft {}"][rng.usize(..4)];
        let mut standard = Self { is_concurrent, is_first_recorded: rng.bool(), labels, versions: Vec::new() };
        let mut days = [FIRST, FIRST];
        for minor in 1..=rng.usize(1..7) {
            let windows = [0, 1].map(|event| window(rng, &mut days[event], is_concurrent));
            let before = before(rng, minor, labels);
            standard.versions.push(Version { minor, is_draft: rng.u8(..8) == 0, before, withdrawn_on: None, windows });
        }
        for version in &mut standard.versions {
            version.withdrawn_on = (rng.u8(..4) == 0).then(|| FIRST.saturating_add(rng.i64(0..7000).days()));
        }
        standard.end(rng);
        standard
    }

    /// Last days: any where nothing follows, or what follows is not known; otherwise the one that leaves no gap.
    fn end(&mut self, rng: &mut Rng) {
        for event in 0..2 {
            for at in 0..self.versions.len() {
                let Window::Dates { start, last, permitted } = self.versions[at].windows[event].clone() else {
                    continue;
                };
                let first = earliest(start).or(permitted).or(last).unwrap_or(FIRST);
                let far = first.saturating_add(rng.i64(31..900).days());
                let next = self.next(event, at).filter(|_| !self.is_concurrent && start != Start::Never);
                let chosen = match next {
                    Some(next) => match self.start(event, next).and_then(earliest) {
                        Some(day) if self.follows(event, next, at) => day.yesterday().expect("it is not the first day"),
                        Some(day) => far.min(day.yesterday().expect("it is not the first day")),
                        None => far.min(self.last(event, next).expect("it has a last date alone")),
                    },
                    None => far,
                };
                let kept = start == Start::Unknown || rng.u8(..3) == 0;
                if let Window::Dates { last, .. } = &mut self.versions[at].windows[event] {
                    *last = kept.then_some(chosen);
                }
            }
        }
    }

    fn start(&self, event: usize, at: usize) -> Option<Start> {
        match &self.versions[at].windows[event] {
            Window::Dates { start, .. } => Some(*start),
            Window::Silent | Window::NotFor => None,
        }
    }

    fn last(&self, event: usize, at: usize) -> Option<Date> {
        match &self.versions[at].windows[event] {
            Window::Dates { last, .. } => *last,
            Window::Silent | Window::NotFor => None,
        }
    }

    fn permitted(&self, event: usize, at: usize) -> Option<Date> {
        match &self.versions[at].windows[event] {
            Window::Dates { permitted, .. } => *permitted,
            Window::Silent | Window::NotFor => None,
        }
    }

    /// It has to do with the event, and is approved.
    fn is_for(&self, event: usize, at: usize) -> bool {
        !self.versions[at].is_draft && self.versions[at].windows[event] != Window::NotFor
    }

    /// It has dates, and was not withdrawn on or before the day on which they begin.
    fn counts(&self, event: usize, at: usize) -> bool {
        let Some(start) = self.start(event, at) else { return false };
        let first = match start {
            Start::Never => self.permitted(event, at),
            Start::Unknown => self.after(event, at).map(|day| day.tomorrow().expect("the calendar goes on")),
            Start::Day(_) | Start::Month(_) => earliest(start),
        };
        let is_withdrawn = first.is_some_and(|day| self.versions[at].withdrawn_on.is_some_and(|on| on <= day));
        self.is_for(event, at) && !is_withdrawn
    }

    /// The day on which what came before began: what comes after it did not begin before it.
    fn after(&self, event: usize, at: usize) -> Option<Date> {
        let known = |other: usize| self.start(event, other).and_then(earliest);
        let mut before = (0..at).rev().filter(|other| self.takes_place(event, *other));
        before.find_map(known).filter(|_| !self.is_concurrent)
    }

    /// It counts, and takes the place of what came before.
    fn takes_place(&self, event: usize, at: usize) -> bool {
        self.counts(event, at) && self.start(event, at) != Some(Start::Never)
    }

    fn next(&self, event: usize, at: usize) -> Option<usize> {
        (at + 1..self.versions.len()).find(|next| self.takes_place(event, *next))
    }

    /// What a version supersedes for an event: `Some(None)` is a version that is not published.
    fn predecessor(&self, event: usize, at: usize) -> Option<Option<usize>> {
        match &self.versions[at].before {
            Some(name) => Some((0..self.versions.len()).find(|other| self.name(*other) == *name)),
            None if self.is_concurrent => None,
            None => (0..at).rev().find(|other| self.is_for(event, *other)).map(Some),
        }
    }

    /// By what the files say, a version comes right after another: nothing that may have applied is between them.
    fn follows(&self, event: usize, later: usize, earlier: usize) -> bool {
        let Some(Some(before)) = self.predecessor(event, later) else { return false };
        let is_silent = self.versions[before].windows[event] == Window::Silent && self.is_for(event, before);
        let passes = before < later && !is_silent && !self.takes_place(event, before);
        before == earlier || passes && self.follows(event, before, earlier)
    }

    /// What a version is on a day; `None` for an event that it has nothing to do with.
    pub fn state(&self, event: usize, at: usize, day: Date) -> Option<State> {
        let version = &self.versions[at];
        if !version.is_draft && version.windows[event] == Window::NotFor {
            return None;
        }
        if version.withdrawn_on.is_some_and(|on| on <= day) {
            return Some(State::Withdrawn);
        }
        if version.is_draft {
            return Some(State::Draft);
        }
        match &version.windows[event] {
            Window::NotFor => None,
            Window::Silent => Some(State::Unknown),
            Window::Dates { last: Some(last), .. } if day > *last => Some(State::Over),
            Window::Dates { last: Some(_), start, permitted } => Some(self.begun(event, at, *start, *permitted, day)),
            Window::Dates { last: None, start, permitted } => {
                let own = self.begun(event, at, *start, *permitted, day);
                Some(if self.counts(event, at) { self.ended(event, at, day).unwrap_or(own) } else { own })
            }
        }
    }

    /// What a version is on a day, its end aside.
    fn begun(&self, event: usize, at: usize, start: Start, permitted: Option<Date>, day: Date) -> State {
        let after = self.after(event, at);
        match start {
            Start::Day(from) if from <= day => State::InForce,
            Start::Month(from) if from <= day => State::Unknown,
            Start::Unknown if after.is_none_or(|after| after < day) => State::Unknown,
            _ if permitted.is_some_and(|first| first <= day) => State::Permitted,
            _ => State::ToCome,
        }
    }

    /// Whether what comes next has ended a version without a last date, or may have; `None` where not.
    fn ended(&self, event: usize, at: usize, day: Date) -> Option<State> {
        let next = if self.is_concurrent {
            (at + 1..self.versions.len()).find(|next| self.takes_place(event, *next) && self.follows(event, *next, at))
        } else {
            self.next(event, at)
        }?;
        let own = earliest(self.start(event, at)?).or(self.permitted(event, at))?;
        let follows = self.follows(event, next, at);
        match self.start(event, next)? {
            Start::Day(from) if day >= from => Some(State::Over),
            Start::Day(_) => (!follows && day > own).then_some(State::Unknown),
            Start::Month(month) => match self.state(event, next, day)? {
                State::Over => Some(State::Over),
                State::Withdrawn if self.is_certainly_past(event, next, month) => Some(State::Over),
                _ => (day > own && (day >= month || !follows)).then_some(State::Unknown),
            },
            Start::Unknown if self.last(event, next).is_some_and(|last| day > last) => Some(State::Over),
            Start::Unknown => (day > own).then_some(State::Unknown),
            Start::Never => None,
        }
    }

    /// A version of which only the month of its start is known had begun before it was withdrawn, or was over before.
    fn is_certainly_past(&self, event: usize, at: usize, month: Date) -> bool {
        let withdrawn = self.versions[at].withdrawn_on.expect("it is withdrawn");
        let end = month.checked_add(1.month()).expect("the calendar goes on");
        withdrawn >= end || self.last(event, at).is_some_and(|last| last < withdrawn)
    }

    /// What applies on a day.
    pub fn answer(&self, event: usize, day: Date) -> Answer {
        let all = 0..self.versions.len();
        let of = |state: State| {
            all.clone().filter(move |at| {
                self.start(event, *at).is_some()
                    && self.is_for(event, *at)
                    && self.state(event, *at, day) == Some(state)
            })
        };
        let in_force: Vec<usize> = of(State::InForce).collect();
        let permitted: Vec<usize> = of(State::Permitted).collect();
        let is_unknown = of(State::Unknown).any(|at| self.counts(event, at));
        let (reason, known) = self.reason(event, day);
        let state = match (in_force.is_empty(), self.is_concurrent) {
            (false, true) => "valid",
            (false, false) => "mandatory",
            (true, _) if !permitted.is_empty() => "permitted",
            (true, _) => reason,
        };
        let names = |found: &[usize]| found.iter().map(|at| self.name(*at)).collect::<Vec<String>>();
        let recorded = if in_force.is_empty() { known } else { !self.is_concurrent || !is_unknown };
        Answer { state, in_force: names(&in_force), permitted: names(&permitted), recorded }
    }

    /// "none", where the files give a reason to say that no version is mandatory; and whether they do.
    fn reason(&self, event: usize, day: Date) -> (&'static str, bool) {
        let counted: Vec<usize> = (0..self.versions.len()).filter(|at| self.counts(event, *at)).collect();
        let is = |at: &usize, state: State| self.state(event, *at, day) == Some(state);
        if counted.iter().any(|at| is(at, State::Unknown)) {
            return ("not recorded", false);
        }
        let past = counted.iter().rfind(|at| is(at, State::Over) || is(at, State::Withdrawn));
        let first = (0..self.versions.len()).find(|at| self.is_for(event, *at));
        let is_permission = |at: &usize| self.start(event, *at) == Some(Start::Never) && is(at, State::Permitted);
        let is_told = match past {
            Some(_) if self.is_concurrent => true,
            Some(past) => {
                let to_come = |at: &usize| {
                    self.start(event, *at).and_then(earliest).is_some_and(|from| from > day)
                        && self.takes_place(event, *at)
                };
                counted.iter().find(|at| to_come(at)).is_none_or(|next| self.follows(event, *next, *past))
            }
            None if counted.iter().any(is_permission) => true,
            None => self.is_first_recorded && first.is_some_and(|first| self.begins_it_all(event, first)),
        };
        if is_told { ("none", true) } else { ("not recorded", false) }
    }

    /// The first version says when it began, or that it never did, and names nothing before it.
    fn begins_it_all(&self, event: usize, first: usize) -> bool {
        let all = first..self.versions.len();
        let never_began = |at: &usize| self.start(event, *at).is_some() && !self.counts(event, *at);
        let mut begun = all.filter(|at| self.is_for(event, *at) && !never_began(at));
        let names_none = |at: usize| self.predecessor(event, at) != Some(None);
        let is_dated = |at: usize| !matches!(self.start(event, at), None | Some(Start::Unknown));
        begun.next().is_some_and(|at| is_dated(at) && names_none(at) && names_none(first))
    }

    pub fn name(&self, at: usize) -> String {
        self.labels.replace("{}", &self.versions[at].minor.to_string())
    }

    /// The files of the standard.
    pub fn files(&self) -> Vec<(String, String)> {
        let folder = "content/standards/tapir";
        let head = format!(
            "+++\nclassification = \"White\"\ntitle = \"Tapir\"\nowner = \"O\"\nconcurrent = {}\nfirst_recorded = {}\n\n[[events]]\nid = \"e0\"\nlabel = \"Event 0\"\n\n[[events]]\nid = \"e1\"\nlabel = \"Event 1\"\n+++\n",
            self.is_concurrent, self.is_first_recorded
        );
        let mut files = vec![(format!("{folder}/standard.md"), head)];
        for (at, version) in self.versions.iter().enumerate() {
            let name = self.name(at);
            files.push((format!("{folder}/{}.md", name.to_lowercase().replace(' ', "-")), version.text(&name)));
        }
        files
    }
}

/// The first day on which a start can be.
fn earliest(start: Start) -> Option<Date> {
    match start {
        Start::Day(day) | Start::Month(day) => Some(day),
        Start::Unknown | Start::Never => None,
    }
}

impl Version {
    fn text(&self, name: &str) -> String {
        let mut text = format!("+++\nclassification = \"White\"\nversion = \"{name}\"\ndraft = {}\n", self.is_draft);
        text.extend(self.before.iter().map(|before| format!("supersedes = \"{before}\"\n")));
        text.extend(self.withdrawn_on.map(|day| format!("withdrawn_on = {day}\n")));
        let not_for = |event: &usize| self.windows[*event] == Window::NotFor;
        let not_for: Vec<String> =
            [0, 1].iter().filter(|event| not_for(event)).map(|event| format!("\"e{event}\"")).collect();
        text.push_str(&format!("not_for = [{}]\n", not_for.join(", ")));
        for (event, window) in self.windows.iter().enumerate() {
            let Window::Dates { start, last, permitted } = window else { continue };
            text.push_str(&format!("\n[[applies]]\nevent = \"e{event}\"\n"));
            match start {
                Start::Day(day) => text.push_str(&format!("implementation_date = {day}\n")),
                Start::Month(month) => {
                    text.push_str(&format!("implementation_month = \"{}\"\n", &month.to_string()[..7]));
                }
                Start::Unknown | Start::Never => {}
            }
            text.extend(last.map(|day| format!("last_date = {day}\n")));
            text.extend(permitted.map(|day| format!("permitted_from = {day}\n")));
        }
        text + "+++\n"
    }
}

/// What a file says of an event; the days of one that is not concurrent go on from version to version.
fn window(rng: &mut Rng, day: &mut Date, is_concurrent: bool) -> Window {
    let kind = rng.u8(..20);
    match kind {
        0 | 1 => return Window::Silent,
        2 | 3 => return Window::NotFor,
        _ => {}
    }
    let next = if is_concurrent {
        FIRST.saturating_add(rng.i64(20..6000).days())
    } else {
        day.saturating_add(rng.i64(40..1500).days())
    };
    let permitted = |rng: &mut Rng, before: Date| before.saturating_sub(rng.i64(0..200).days());
    let (start, permitted, last) = match kind {
        4 | 5 => (Start::Never, Some(next), None),
        6 | 7 => (Start::Unknown, None, Some(next)),
        8 | 9 => {
            let month = next.first_of_month();
            (Start::Month(month), rng.bool().then(|| permitted(rng, month)), None)
        }
        _ => (Start::Day(next), rng.bool().then(|| permitted(rng, next)), None),
    };
    if kind > 5 {
        *day = next.last_of_month();
    }
    Window::Dates { start, last, permitted }
}

/// Mostly nothing; a version that is not published, one that is, or "not recorded".
fn before(rng: &mut Rng, minor: usize, labels: &str) -> Option<String> {
    match rng.u8(..10) {
        0 => Some("not recorded".to_owned()),
        1 => Some("0.9".to_owned()),
        2 | 3 if minor > 1 => Some(labels.replace("{}", &rng.usize(1..minor).max(minor - 2).to_string())),
        _ => None,
    }
}
