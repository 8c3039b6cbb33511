//! Every permitted portion is published exactly once, and nothing else is: a gate that publishes nothing is no gate.
//!
//! Documents are written portion by portion, each with a token and the classification that follows from how it is
//! written; the expectation does not come from the gate.

use crate::harness::{Site, everything, page};
use crate::parallel;
use fastrand::Rng;
use promulgate::gate;

const WORDS: [&str; 4] = ["WHITE", "GREEN", "AMBER", "RED"];

/// Statements of a classification about a token (R9).
const STATEMENTS: [&str; 5] = [
    "The TOKEN was marked as **WORD**.\n\n",
    "The SSC agreed to classify the TOKEN as WORD and to go on.\n\n",
    "The classification of the TOKEN is WORD for now.\n\n",
    "The TOKEN has been deemed to be WORD by all.\n\n",
    "```\nThe TOKEN was marked as WORD\n```\n\n",
];

/// Tokens with what bears on them; each stands once in the text.
#[derive(Default)]
struct Draft {
    text: String,
    tokens: Vec<(String, usize)>,
}

impl Draft {
    /// A new token of a portion with this classification.
    fn token(&mut self, class: usize) -> String {
        let token = format!("walrus{}x", self.tokens.len());
        self.tokens.push((token.clone(), class));
        token
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
    }

    /// Items, some with a statement, below sections.
    fn document(&mut self, rng: &mut Rng) {
        let intro = self.token(0);
        self.push(&format!("The {intro} before.\n\n"));
        let mut number = 0;
        for _ in 0..rng.usize(1..4) {
            let (mark, section) = marking(rng, 0);
            let title = self.token(section);
            self.push(&format!("## Part {title}{mark}\n\n"));
            self.blocks(rng, section);
            for _ in 0..rng.usize(..4) {
                number += 1;
                self.item(rng, section, number);
            }
        }
    }

    fn item(&mut self, rng: &mut Rng, section: usize, number: u32) {
        let (mark, mut class) = marking(rng, section);
        let stated = (rng.u8(..4) == 0).then(|| rng.usize(..4));
        class = class.max(stated.unwrap_or(0));
        let title = self.token(class);
        self.push(&format!("### {number}. Title {title}{mark}\n\n"));
        self.blocks(rng, class);
        if let Some(stated) = stated {
            let token = self.token(class);
            let form = STATEMENTS[rng.usize(..STATEMENTS.len())];
            self.push(&form.replace("TOKEN", &token).replace("WORD", WORDS[stated]));
        }
        if rng.u8(..4) == 0 {
            let (mark, below) = marking(rng, class);
            let title = self.token(below);
            let opening = ["####".to_owned(), format!("#### {number}.1"), format!("### {number}.1")];
            self.push(&format!("{} Below {title}{mark}\n\n", opening[rng.usize(..3)]));
            self.blocks(rng, below);
        }
    }

    fn blocks(&mut self, rng: &mut Rng, around: usize) {
        for _ in 0..rng.usize(..4) {
            match rng.u8(..6) {
                0 => self.bullets(rng, around, 0),
                1 => self.quote(rng, around),
                2 => self.stem(rng, around),
                3 => self.plain(around),
                _ => self.paragraph(rng, around),
            }
            let separator = self.token(around);
            self.push(&format!("\nThe {separator} between.\n\n"));
        }
    }

    fn paragraph(&mut self, rng: &mut Rng, around: usize) {
        let (mark, class) = marking(rng, around);
        let (one, two) = (self.token(class), self.token(class));
        self.push(&format!("The {one} is\nhere and {two} too.{mark}\n"));
    }

    /// A table and code, which take the classification of what they are in.
    fn plain(&mut self, around: usize) {
        let (cell, code) = (self.token(around), self.token(around));
        self.push(&format!("| a | b |\n|---|---|\n| {cell} | 1 |\n\n```\n{code}\n```\n"));
    }

    fn quote(&mut self, rng: &mut Rng, around: usize) {
        let (mark, class) = marking(rng, around);
        let (one, two) = (self.token(class), self.token(class));
        self.push(&format!("> The {one}\n>\n> and {two}.{mark}\n"));
    }

    /// A stem and its list; what follows is parted from them by a paragraph.
    fn stem(&mut self, rng: &mut Rng, around: usize) {
        let (mark, class) = marking(rng, around);
        let stem = self.token(class);
        self.push(&format!("The {stem}:{mark}\n\n"));
        self.bullets(rng, class, 0);
    }

    fn bullets(&mut self, rng: &mut Rng, around: usize, indent: usize) {
        let inner = " ".repeat(indent);
        for _ in 0..rng.usize(1..4) {
            let (mark, class) = marking(rng, around);
            let token = self.token(class);
            if rng.u8(..4) == 0 {
                let last = self.token(class);
                self.push(&format!("{inner}- The {token};\n\n{inner}  {last} ends.{mark}\n"));
                continue;
            }
            self.push(&format!("{inner}- The {token};{mark}\n"));
            if indent < 4 && rng.u8(..3) == 0 {
                self.bullets(rng, class, indent + 2);
            }
        }
    }
}

/// A marking or none, and the strictest of it and what is around.
fn marking(rng: &mut Rng, around: usize) -> (String, usize) {
    if rng.bool() {
        return (String::new(), around);
    }
    let own = rng.usize(..4);
    let form = if rng.bool() { format!(" **({})**", WORDS[own]) } else { format!(" ({})", WORDS[own]) };
    (form, around.max(own))
}

fn draft(seed: u64) -> Draft {
    let mut draft = Draft::default();
    draft.document(&mut Rng::with_seed(seed));
    draft
}

fn site(seed: u64, body: &str) -> Site {
    let publish = if seed.is_multiple_of(3) { "\"White\"" } else { "\"White\", \"Green\"" };
    Site::new().policy(&format!("publish = [{publish}]\n{}", withheld(seed))).meeting(body)
}

fn withheld(seed: u64) -> &'static str {
    if seed.is_multiple_of(2) { "withheld = \"omit\"\n" } else { "" }
}

/// The meeting's projected body.
fn projected(site: &Site) -> String {
    let (projections, _) = gate::project(&site.tree(), &site.settings());
    let meeting = projections.documents().iter().find(|document| document.path().ends_with("80.md"));
    meeting.expect("the meeting is published").body().to_owned()
}

fn check(seed: u64) -> usize {
    let (draft, ceiling) = (draft(seed), usize::from(!seed.is_multiple_of(3)));
    let site = site(seed, &draft.text);
    let compiled = site.compile();
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
    assert!(errors.is_empty(), "seed {seed}: {errors:?}\n{}", draft.text);
    let (body, html) = (projected(&site), page(&compiled, "meetings/ssc/80/index.html"));
    let (files, talk) = (everything(&compiled), format!("{:?}", compiled.diagnostics));
    for (token, class) in &draft.tokens {
        let is_published = *class <= ceiling;
        assert_eq!(body.matches(token).count(), usize::from(is_published), "seed {seed}: {token}\n{}", draft.text);
        if is_published {
            let is_title = draft.text.lines().any(|line| line.starts_with('#') && line.contains(token));
            let count = html.matches(token).count();
            assert!(count == 1 || is_title && count > 1, "seed {seed}: {token} is {count} times on the page");
        } else {
            assert!(!files.contains(token) && !talk.contains(token), "seed {seed}: {token} is out\n{}", draft.text);
        }
    }
    let again = site.clone().meeting(&body);
    assert_eq!(projected(&again), body, "seed {seed}: the projection of the projection is another");
    if !html.contains("not published.") && !seed.is_multiple_of(2) {
        assert!(again.compile().edition == compiled.edition, "seed {seed}: the projection compiles to something else");
    }
    draft.tokens.iter().filter(|(_, class)| *class > ceiling).count()
}

#[test]
fn what_is_permitted_is_there_once_and_nothing_else_is() {
    let withheld: usize = parallel::each(0..600, check).into_iter().sum();
    assert!(withheld > 6_000, "only {withheld} portions are withheld");
}
