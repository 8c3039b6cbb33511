//! Whole trees: committees with meetings, standards with versions, pages, a glossary; and withheld documents among them.

use super::document::Editor;
use super::withheld::Author;
use super::words::{TERMS, TITLES, pick, plain, spelt};
use super::{File, Hole, Policy};
use fastrand::Rng;
use jiff::civil::Date;

/// Where withheld documents may stand: beside public ones, with numbers and dates between theirs.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Paths of meetings and versions below public parents, which no public document has.
    free: Vec<String>,
    /// Public paths of the site, which former paths of withheld documents repeat.
    taken: Vec<String>,
}

/// Draws the files of a tree.
pub fn draw(rng: &mut Rng, policy: &Policy) -> (Vec<File>, Names) {
    let mut tree = Tree { editor: Editor::new(rng, policy), files: Vec::new(), names: Names::default() };
    let count = 1 + usize::from(tree.editor.rng.u8(..4) == 0);
    for committee in ["ssc", "panel"].into_iter().take(count) {
        tree.committee(committee);
    }
    if tree.editor.rng.u8(..3) == 0 {
        tree.standard();
    }
    for page in ["about", "about/contact", "guide"] {
        if tree.editor.rng.u8(..6) == 0 {
            tree.page(page);
        }
    }
    if tree.editor.rng.bool() {
        tree.glossary();
    }
    (tree.files, tree.names)
}

struct Tree<'p> {
    editor: Editor<'p>,
    files: Vec<File>,
    names: Names,
}

impl Tree<'_> {
    fn end(&mut self, path: String) {
        let pieces = self.editor.take();
        self.files.push((path, pieces));
    }

    fn open(&mut self, keys: &str) {
        let class = self.editor.policy.within(self.editor.rng);
        self.editor.public(format!("+++\nclassification = \"{class}\"\n{keys}"));
    }

    fn committee(&mut self, id: &str) {
        let parent = if id == "ssc" { "" } else { "parent = \"ssc\"\n" };
        self.open(&format!("title = \"Committee {id}\"\nabbreviation = \"{}\"\n{parent}+++\n", id.to_uppercase()));
        self.editor.plain_body();
        self.end(format!("content/committees/{id}/committee.md"));
        self.names.taken.push(format!("/meetings/{id}/"));
        let first = self.editor.rng.u32(70..90);
        let last = first + self.editor.rng.u32(..8).min(self.editor.rng.u32(..4)).min(self.editor.rng.u32(..6));
        for number in first..=last {
            let date = Date::new(2019, 1, 2)
                .expect("a date")
                .saturating_add(jiff::Span::new().days(number - first).weeks(number - first));
            let path = format!("content/committees/{id}/meetings/{number}.md");
            match if number == first { 0 } else { self.editor.rng.u8(..6) } {
                0..=2 => self.meeting(id, number, date, path),
                3 => self.withheld_meeting(id, number, date, path),
                _ => self.names.free.push(path),
            }
        }
    }

    fn meeting(&mut self, committee: &str, number: u32, date: Date, path: String) {
        let next = date.saturating_add(jiff::Span::new().days(8));
        let keys =
            ["reference = \"R\"\n", "venue = \"A room\"\n", "updates = [{ date = 2019-07-01, note = \"A note\" }]\n"];
        let key = pick(self.editor.rng, &keys);
        self.open(&format!("date = {date}\nnumber = {number}\nnext_meeting = {next}\n{key}"));
        self.editor.hole(Hole::FrontMatter);
        self.editor.public("+++\n");
        let mut items: Vec<(u32, bool)> = Vec::new();
        let mut at = 0;
        for _ in 0..self.editor.rng.usize(..6) {
            at += if self.editor.rng.u8(..5) == 0 { 2 } else { 1 };
            items.push((at, self.editor.rng.bool()));
        }
        self.editor.meeting_body(&items);
        self.end(path);
        self.names.taken.push(format!("/meetings/{committee}/{number}/"));
        self.editor.targets.push(format!("{committee}/{number}"));
        let is_linkable = |(_, is_public): &&(u32, bool)| *is_public || self.editor.policy.notice;
        let anchors = items.iter().filter(is_linkable).map(|(item, _)| format!("{committee}/{number}#item-{item}"));
        self.editor.targets.extend(anchors);
    }

    /// A meeting that is withheld in every filling, so that public text may link to it.
    fn withheld_meeting(&mut self, committee: &str, number: u32, date: Date, path: String) {
        self.editor.public("+++\n");
        self.editor.hole(Hole::Withholding);
        self.editor.public(format!("date = {date}\nnumber = {number}\n+++\n"));
        self.editor.hole(Hole::Body);
        self.end(path);
        self.editor.targets.extend([format!("{committee}/{number}"), format!("{committee}/{number}#item-3")]);
    }

    fn standard(&mut self) {
        self.open("title = \"CPA Characteristics\"\nowner = \"NCSC\"\ncommittee = \"ssc\"\n\n[[events]]\nid = \"e\"\nlabel = \"E\"\nquestion = \"When?\"\n+++\n");
        self.editor.plain_body();
        self.end("content/standards/cpa/standard.md".to_owned());
        self.names.taken.push("/standards/cpa/".to_owned());
        for minor in 0..self.editor.rng.u32(1..4) {
            let path = format!("content/standards/cpa/1.{minor}.md");
            if self.editor.rng.u8(..3) == 0 {
                self.names.free.push(path);
                continue;
            }
            let more = pick(self.editor.rng, &["", "supersedes = \"not recorded\"\n", "conditions = \"Until May.\"\n"]);
            self.open(&format!("version = \"1.{minor}\"\napproved_on = 2019-0{}-01\n{more}", minor + 1));
            self.editor.hole(Hole::FrontMatter);
            let dates = self.version_dates(minor);
            self.editor.public(dates + "+++\n");
            self.editor.plain_body();
            self.end(path);
        }
    }

    /// What a version says of its dates; each starts a month after the one before it.
    fn version_dates(&mut self, minor: u32) -> String {
        let month = minor + 2;
        let mut dates = format!("\n[[applies]]\nevent = \"e\"\nimplementation_date = 2019-0{month}-01\n");
        dates.push_str(pick(self.editor.rng, &["", "permitted_from = 2019-01-15\n"]));
        if self.editor.rng.bool() {
            dates.push_str("\n[[milestones]]\ndate = 2019-07-01\nlabel = \"Clause 4\"\n");
        }
        if self.editor.rng.bool() {
            dates.push_str("\n[[date_changes]]\nevent = \"e\"\nwas = 2019-01-02\nchanged_on = 2018-12-01\n");
        }
        dates
    }

    fn page(&mut self, name: &str) {
        let title = pick(self.editor.rng, &TITLES);
        let former = name.replace('/', "-");
        self.open(&format!("title = \"{title}\"\norder = 3\nformer_paths = [\"/old/{former}/\"]\n+++\n"));
        self.editor.plain_body();
        self.end(format!("content/pages/{name}.md"));
        self.names.taken.extend([format!("/{name}/"), format!("/old/{former}/")]);
    }

    fn glossary(&mut self) {
        for term in TERMS {
            self.editor.hole(Hole::Terms);
            if self.editor.rng.bool() {
                let class = self.editor.policy.within(self.editor.rng);
                let words = format!("{}{}", plain(self.editor.rng, 2), spelt(self.editor.rng));
                self.editor.public(format!("[[term]]\nterm = \"{term}\"\nexpansion = \"{words}\"\nclassification = \"{class}\"\ndefinition = \"{words}\"\n\n"));
            }
        }
        self.editor.hole(Hole::Terms);
        self.end("content/glossary.toml".to_owned());
    }
}

/// Documents that are withheld whole and that another filling need not have.
pub fn withheld_files(author: &mut Author<'_>, names: &Names) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for path in &names.free {
        if author.rng.bool() {
            files.push((path.clone(), document(author, names)));
        }
    }
    let name = author.mark().trim().to_owned();
    let places = [
        format!("content/pages/{name}.md"),
        format!("content/pages/about/{name}.md"),
        "content/index.md".to_owned(),
        format!("content/committees/ssc/meetings/{name}.md"),
        "content/committees/ssc/meetings/2019-06-26.md".to_owned(),
    ];
    for path in places {
        if author.rng.u8(..8) == 0 {
            files.push((path, document(author, names)));
        }
    }
    if author.rng.u8(..8) == 0 {
        files.extend(family(author, names, &format!("content/committees/{name}"), "committee", "meetings/1"));
    }
    if author.rng.u8(..8) == 0 {
        files.extend(family(author, names, &format!("content/standards/{name}"), "standard", "1.0"));
    }
    if author.rng.u8(..16) == 0 {
        files.push((format!("content/{name}.txt"), author.mark()));
    }
    files
}

/// A withheld parent, and a White document below it.
fn family(author: &mut Author<'_>, names: &Names, folder: &str, parent: &str, child: &str) -> Vec<(String, String)> {
    let below = document(author, names);
    let (_, rest) = below.split_once("date =").expect("every document has a date");
    let below = format!("+++\nclassification = \"White\"\ndate ={rest}");
    vec![(format!("{folder}/{parent}.md"), document(author, names)), (format!("{folder}/{child}.md"), below)]
}

/// A document that is withheld whole, with keys that nobody knows and paths that others have.
fn document(author: &mut Author<'_>, names: &Names) -> String {
    let (withholding, mark, body) = (author.withholding(), author.mark(), author.fill(&Hole::Body));
    let former = pick(&mut author.rng, &names.taken);
    let date = author.policy.as_of.saturating_add(jiff::Span::new().days(author.rng.i64(-90..90)));
    let number = author.rng.u32(70..90);
    format!(
        "+++\n{withholding}date = {date}\nnumber = {number}\ntitle = \"T{mark}\"\nnext_meeting = {date}\nformer_paths = [\"{former}\"]\nupdates = [{{ date = {date}, note = \"N{mark}\" }}]\nodd = 1\n+++\n{body}"
    )
}
