//! A synthetic corpus of meetings, all of them public, in the dialects of the generators that are measured.
//!
//! **Invariant.** The same number gives the same words; the bodies differ between dialects in their links only.

use fastrand::Rng;
use std::fmt::Write as _;
use std::path::Path;

/// The committees: what each is called.
const COMMITTEES: [(&str, &str); 5] = [
    ("ops", "Operations Group"),
    ("panel", "Panel"),
    ("pma", "Policy Authority"),
    ("ssc", "Security Sub-Committee"),
    ("tabasc", "Architecture Sub-Committee"),
];

const OUTCOMES: [&str; 6] = ["NOTED", "APPROVED", "AGREED", "REJECTED", "ENDORSED", "REQUESTED"];

const WORDS: [&str; 60] = [
    "access",
    "account",
    "action",
    "agenda",
    "analysis",
    "annex",
    "assurance",
    "audit",
    "baseline",
    "budget",
    "calendar",
    "capacity",
    "certificate",
    "change",
    "charter",
    "code",
    "condition",
    "contract",
    "control",
    "cost",
    "data",
    "deadline",
    "delivery",
    "device",
    "draft",
    "effort",
    "evidence",
    "firmware",
    "forecast",
    "gateway",
    "guidance",
    "handover",
    "impact",
    "incident",
    "interface",
    "issue",
    "key",
    "ledger",
    "licence",
    "margin",
    "market",
    "meter",
    "milestone",
    "module",
    "network",
    "notice",
    "outage",
    "paper",
    "partner",
    "payment",
    "pilot",
    "policy",
    "profile",
    "quorum",
    "release",
    "report",
    "risk",
    "schedule",
    "supplier",
    "tariff",
];

/// How a generator writes a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Promulgate,
    Hugo,
    Blades,
}

/// Writes so many meetings below a folder.
pub fn write(folder: &Path, dialect: Dialect, count: usize) {
    let mut numbers = [0; COMMITTEES.len()];
    for at in 0..count {
        let mut random = Rng::with_seed(at as u64);
        let committee = random.usize(..COMMITTEES.len());
        numbers[committee] += 1;
        meeting(folder, dialect, (committee, numbers[committee]), &mut random);
    }
    if dialect == Dialect::Promulgate {
        for (id, title) in COMMITTEES {
            let text = format!("+++\nclassification = \"White\"\ntitle = \"{title}\"\n+++\n");
            put(&folder.join(format!("content/committees/{id}/committee.md")), &text);
        }
        let site =
            "title = \"Outputs\"\nbase_url = \"https://outputs.example/\"\norganisation = \"Org\"\ncopyright = \"C\"";
        let policy = "[policy]\npublish = [\"White\", \"Green\"]";
        put(&folder.join("promulgate.toml"), &format!("[site]\n{site}\n\n{policy}\n"));
    }
}

pub fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("it is below the site")).expect("a folder");
    std::fs::write(path, text).expect("it can be written");
}

fn meeting(folder: &Path, dialect: Dialect, (committee, number): (usize, usize), random: &mut Rng) {
    let (id, title) = COMMITTEES[committee];
    // A day of its own for each meeting of a committee.
    let (year, day) = (1990 + number / 300, number % 300);
    let date = format!("{year}-{:02}-{:02}", day / 28 + 1, day % 28 + 1);
    let (path, front, link) = match dialect {
        Dialect::Promulgate => (
            format!("content/committees/{id}/meetings/{number}.md"),
            format!("classification = \"White\"\ndate = {date}\nnumber = {number}\nvenue = \"Unit {number}\""),
            format!("{}.md", number.max(2) - 1),
        ),
        Dialect::Hugo => (
            format!("content/meetings/{id}/{number}.md"),
            format!("title = \"{title} {number}\"\ndate = {date}\nclassification = \"White\"\ncommittees = [\"{id}\"]"),
            format!("{}.md", number.max(2) - 1),
        ),
        Dialect::Blades => (
            format!("content/meetings/{id}-{number}.md"),
            format!("title = \"{title} {number}\"\ndate = {date}\n[taxonomies]\ncommittees = [\"{id}\"]"),
            format!("/meetings/{id}-{}/", number.max(2) - 1),
        ),
    };
    put(&folder.join(path), &format!("+++\n{front}\n+++\n\n{}", body(&id.to_uppercase(), &link, random)));
}

fn body(name: &str, link: &str, random: &mut Rng) -> String {
    let mut out = format!("{}\n", paragraph(random, 2));
    for item in 1..=random.usize(15..=20) {
        let outcome = |random: &mut Rng| OUTCOMES[random.usize(..OUTCOMES.len())];
        let title = format!("{} {}", capital(word(random)), word(random));
        let _ = writeln!(out, "\n## {item}. {title}{}\n", ["", " (WHITE)", " (GREEN)"][random.usize(..3)]);
        let _ = writeln!(out, "{}", paragraph(random, 3));
        let _ = writeln!(out, "\nThe {name} **{}** the {} of the {}.", outcome(random), word(random), word(random));
        if random.u8(..4) == 0 {
            let _ = writeln!(out);
            for _ in 0..random.usize(2..6) {
                let _ =
                    writeln!(out, "- {name} **{}** the {} for the {}.", outcome(random), word(random), word(random));
            }
        }
        if random.u8(..6) == 0 {
            let _ = writeln!(out, "\n| Reference | Subject | Due |\n|---|---|--:|");
            for row in 1..random.usize(3..8) {
                let _ = writeln!(out, "| AI-{item}{row} | {} {} | {} |", word(random), word(random), row * 7);
            }
        }
        if random.u8(..5) == 0 {
            let _ = writeln!(out, "\nSee [the meeting before]({link}), where it was raised.");
        }
    }
    let _ = writeln!(out, "\n```json\n{{ \"meeting\": \"{name}\", \"items\": [1, 2, 3] }}\n```");
    out
}

fn paragraph(random: &mut Rng, sentences: usize) -> String {
    let sentence = |random: &mut Rng| {
        let words: Vec<&str> = (0..random.usize(8..16)).map(|_| word(random)).collect();
        format!("Members discussed the {} with the {}.", words.join(" "), word(random))
    };
    (0..sentences).map(|_| sentence(random)).collect::<Vec<_>>().join(" ")
}

fn word(random: &mut Rng) -> &'static str {
    WORDS[random.usize(..WORDS.len())]
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
