//! Pushes that nobody means well with: odd trees, odd commits, odd refs, and sites that would take for ever. Each is refused, and leaves
//! no object, ref or file. The campaign prints what each took:
//!
//!     cargo test --release --test suite hostile_pushes -- --nocapture

use crate::harness::{Site, has_tool};
use crate::pushing::{World, command, git};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

/// Makes a commit in a clone; gives its id, or what else is pushed.
type Make = Box<dyn Fn(&Path) -> String>;

/// What something is called, and its text.
type Written<T> = (&'static str, fn() -> T);

fn told(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let mut git =
        command(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("git starts");
    git.stdin.take().expect("it is piped").write_all(input).expect("it is read");
    let out = git.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

/// Writes an object whatever is in it.
fn object(clone: &Path, kind: &str, bytes: &[u8]) -> String {
    told(clone, &["hash-object", "--literally", "-w", "-t", kind, "--stdin"], bytes)
}

fn raw(id: &str) -> Vec<u8> {
    (0..id.len() / 2).map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).expect("hexadecimal")).collect()
}

fn commit_of(clone: &Path, tree: &str, head: &str) -> String {
    let parent = told(clone, &["rev-parse", "HEAD"], b"");
    let text = format!("tree {tree}\nparent {parent}\n{head}\n\nm\n");
    object(clone, "commit", text.as_bytes())
}

const WHO: &str = "author A <a@example.org> 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000";

/// The tree of the clone's site, with entries of `content/` beside what is there.
fn with_entries(clone: &Path, entries: &[(&str, &[u8], &str)]) -> String {
    let root = told(clone, &["ls-tree", "HEAD"], b"");
    let mut inner = command(clone).args(["cat-file", "tree", "HEAD:content"]).output().expect("git starts").stdout;
    for (mode, name, id) in entries {
        inner.extend(mode.bytes().chain([b' ']).chain(name.iter().copied()).chain([0]).chain(raw(id)));
    }
    let inner = object(clone, "tree", &inner);
    let lines = root.lines().filter(|line| !line.ends_with("\tcontent"));
    let lines: String = lines.map(|line| format!("{line}\n")).collect();
    told(clone, &["mktree", "--missing"], format!("{lines}040000 tree {inner}\tcontent\n").as_bytes())
}

fn entry(mode: &'static str, name: &'static [u8]) -> Make {
    Box::new(move |clone| {
        let blob = object(clone, "blob", b"x");
        let id = if mode == "40000" { object(clone, "tree", b"") } else { blob };
        let tree = with_entries(clone, &[(mode, name, &id)]);
        commit_of(clone, &tree, WHO)
    })
}

fn twice(name: &'static [u8]) -> Make {
    Box::new(move |clone| {
        let ids = [object(clone, "blob", b"x"), object(clone, "blob", b"y")];
        commit_of(clone, &with_entries(clone, &[("100644", name, &ids[0]), ("100644", name, &ids[1])]), WHO)
    })
}

fn commit(head: &'static str) -> Make {
    Box::new(move |clone| {
        let tree = told(clone, &["rev-parse", "HEAD^{tree}"], b"");
        commit_of(clone, &tree, head)
    })
}

/// A site with a file in the place of one, or beside all.
fn file(path: &'static str, text: impl Fn() -> Vec<u8> + 'static) -> Make {
    Box::new(move |clone| {
        let path: PathBuf = clone.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        std::fs::write(path, text()).expect("it is written");
        git(clone, &["add", "--all"]);
        git(clone, &["commit", "--quiet", "--message=m"]);
        told(clone, &["rev-parse", "HEAD"], b"")
    })
}

fn meeting(body: impl Fn() -> String + 'static) -> Make {
    let head = "+++\nclassification = \"White\"\ndate = 2019-06-27\nnumber = 81\n+++\n";
    file("content/committees/ssc/meetings/81.md", move || format!("{head}{}", body()).into_bytes())
}

fn front(keys: impl Fn() -> String + 'static) -> Make {
    file("content/committees/ssc/meetings/81.md", move || {
        format!("+++\nclassification = \"White\"\ndate = 2019-06-27\nnumber = 81\n{}\n+++\nText.\n", keys())
            .into_bytes()
    })
}

fn template(text: &'static str) -> Make {
    file("themes/default/templates/home.html", move || text.as_bytes().to_vec())
}

fn configuration(more: &'static str) -> Make {
    Box::new(move |clone| {
        let text = std::fs::read_to_string(clone.join("promulgate.toml")).expect("it is there");
        file("promulgate.toml", move || format!("{text}\n{more}\n").into_bytes())(clone)
    })
}

fn trees() -> Vec<(String, Make)> {
    const NAMES: [&[u8]; 20] = [
        b"..",
        b".",
        b"",
        b".git",
        b".GIT",
        b".Git",
        b"git~1",
        b"GIT~1",
        b".git ",
        b".git.",
        b"a/b",
        b"\\..\\a",
        b"CON.md",
        b"a\nb.md",
        b"a\tb.md",
        b"caf\xe9.md",
        b"e\xcc\x81.md",
        b"\xe2\x80\xae.md",
        b"Name With Space.md",
        b".git\xe2\x80\x8c",
    ];
    let names = NAMES.into_iter().map(|name| (format!("entry {}", name.escape_ascii()), entry("100644", name)));
    let modes = ["120000", "160000", "0100644", "100777", "140000", "40000x", "40777", "1", "777777"];
    let modes = modes.into_iter().map(|mode| (format!("mode {mode}"), entry(mode, b"odd.md")));
    let folders = [b"..".as_slice(), b".git", b"", b"."].into_iter();
    let folders = folders.map(|name| (format!("folder {}", name.escape_ascii()), entry("40000", name)));
    names.chain(modes).chain(folders).chain([("entry twice".to_owned(), twice(b"odd.md"))]).collect()
}

fn commits() -> Vec<(String, Make)> {
    let heads = [
        "",
        "author A <a@example.org> 1700000000 +0000",
        "committer A <a@example.org> 1700000000 +0000",
        "author A a@example.org 1700000000 +0000\ncommitter A <a@example.org> 1700000000 +0000",
        "author A <a@example.org>\ncommitter A <a@example.org> 1700000000 +0000",
        "author A <a@example.org> 99999999999999999999999 +0000\ncommitter A <a@example.org> 1 +0000",
        "author A <a@example.org> 1700000000 +000\ncommitter A <a@example.org> 1700000000 +0000",
        "author <a@<example.org>> 1 +0000\ncommitter A <a@example.org> 1 +0000",
        "author A <a@example.org> 01 +0000\ncommitter A <a@example.org> 1 +0000",
        "author A <a@example.org> 1 +0000\nauthor B <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000",
        "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.org> 1 +0000\ncommitter A <a@example.org> 1 +0000",
    ];
    let mut all: Vec<(String, Make)> =
        heads.into_iter().enumerate().map(|(at, head)| (format!("commit {at}"), commit(head))).collect();
    all.push((
        "a parent that is a blob".to_owned(),
        Box::new(|clone| {
            let (tree, blob) = (told(clone, &["rev-parse", "HEAD^{tree}"], b""), object(clone, "blob", b"x"));
            object(clone, "commit", format!("tree {tree}\nparent {blob}\n{WHO}\n\nm\n").as_bytes())
        }),
    ));
    all.push((
        "a tree that is a blob".to_owned(),
        Box::new(|clone| {
            let blob = object(clone, "blob", b"x");
            commit_of(clone, &blob, WHO)
        }),
    ));
    all.push((
        "no history".to_owned(),
        Box::new(|clone| {
            let tree = told(clone, &["rev-parse", "HEAD^{tree}"], b"");
            object(clone, "commit", format!("tree {tree}\n{WHO}\n\nm\n").as_bytes())
        }),
    ));
    for (name, kind) in [("a tree", "HEAD^{tree}"), ("a blob", "HEAD:promulgate.toml")] {
        all.push((name.to_owned(), Box::new(move |clone| told(clone, &["rev-parse", kind], b""))));
    }
    all
}

fn documents() -> Vec<(String, Make)> {
    const DOCUMENT: &str = "content/committees/ssc/meetings/81.md";
    let bytes: [Written<Vec<u8>>; 8] = [
        ("no UTF-8", || b"+++\nclassification = \"White\"\n+++\n\xff\xfe\n".to_vec()),
        ("zeros", || vec![0; 1 << 20]),
        ("a byte order mark", || b"\xef\xbb\xbf+++\n".to_vec()),
        ("more than a megabyte", || vec![b'a'; (1 << 20) + 1]),
        ("seventeen megabytes", || vec![b'a'; 17 << 20]),
        ("front matter without an end", || b"+++\nclassification = \"White\"\n".repeat(10_000)),
        ("carriage returns", || b"+++\rclassification = \"White\"\r+++\r".to_vec()),
        ("nothing", Vec::new),
    ];
    let bodies: [Written<String>; 14] = [
        ("quotes in quotes", || format!("{}a\n", "> ".repeat(50_000))),
        ("lists in lists", || (0..2000).map(|at| format!("{}- a\n", "  ".repeat(at))).collect()),
        ("emphasis without an end", || "*a **b ".repeat(100_000)),
        ("brackets", || "[".repeat(900_000)),
        ("brackets of links", || "![[](".repeat(180_000)),
        ("code without an end", || format!("```\n{}", "a\n".repeat(100_000))),
        ("backticks", || (1..1300).map(|at| "`".repeat(at) + " ").collect()),
        ("decisions", || "- **NOTED** a;\n".repeat(60_000)),
        ("headings", || "# a\n\n".repeat(180_000)),
        ("uses of a note", || format!("[^1]: a\n\n{}", "[^1]\n\n".repeat(150_000))),
        ("html", || "<b>".repeat(300_000)),
        ("direction marks", || "\u{202e}DER\u{202c}".repeat(1000)),
        ("near markings", || "a (REDD)\n\n".repeat(90_000)),
        ("definitions that lead to each other", || {
            (0..40_000).map(|at| format!("[a{at}]: /a{at}\n")).collect::<String>() + "\na (REDD)\n"
        }),
    ];
    let fronts: [Written<String>; 9] = [
        ("arrays in arrays", || format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("tables in tables", || format!("a = {}1{}", "{ a = ".repeat(50_000), " }".repeat(50_000))),
        ("dotted keys", || format!("{} = 1", vec!["a"; 100_000].join("."))),
        ("a key twice", || "date = 2019-06-28".to_owned()),
        ("former paths", || {
            format!("former_paths = [{}]", (0..60_000).map(|at| format!("\"/p{at}/\", ")).collect::<String>())
        }),
        ("a long string", || format!("venue = \"{}\"", "a".repeat(900_000))),
        ("a control character", || "venue = \"a\\u0001\"".to_owned()),
        ("a large number", || "number = 99999999999999999999999999".to_owned()),
        ("an unknown key", || (0..50_000).map(|at| format!("k{at} = 1\n")).collect()),
    ];
    let named = |(name, make): (&str, Make)| (name.to_owned(), make);
    let all = bytes.into_iter().map(|(name, text)| (name, file(DOCUMENT, text)));
    let all = all.chain(bodies.into_iter().map(|(name, body)| (name, meeting(body))));
    all.chain(fronts.into_iter().map(|(name, keys)| (name, front(keys)))).map(named).collect()
}

fn themes() -> Vec<(String, Make)> {
    let templates = [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}xxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}",
        "{% macro a(n) %}{% if n > 0 %}{{ a(n-1) }}{{ a(n-1) }}{% endif %}{% endmacro %}{{ a(60) }}",
        "{{ [\"a\"]*99999999 }}",
        "{{ \"a\"*9999999999 }}",
        "{% include \"home.html\" %}",
        "{% extends \"home.html\" %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% set a = \"x\" %}{% for b in range(60) %}{% set a = a ~ a %}{{ a }}{% endfor %}{{ \"\" | nothing }}",
        "{{ page.nothing.more }}",
        "{% raw %}",
        "{% include \"../../promulgate.toml\" %}",
    ];
    let configurations = [
        "[[autolink]]\npattern = \"a{1000}{1000}{1000}\"\nurl = \"https://a.example/{0}\"",
        "[[autolink]]\npattern = \"(a*)*\"\nurl = \"https://a.example/{0}\"",
        "[[autolink]]\npattern = \"a\"\nurl = \"javascript:alert(1)\"",
        "[site]\ntheme = \"../..\"",
        "[nothing]\na = 1",
        "[decisions]\noutcomes = [\"A\\u0000\"]",
    ];
    let templates = templates.into_iter().enumerate().map(|(at, text)| (format!("template {at}"), template(text)));
    let configurations =
        configurations.into_iter().enumerate().map(|(at, text)| (format!("configuration {at}"), configuration(text)));
    templates.chain(configurations).collect()
}

/// What is in the repository and the folder of the releases: names and sizes.
fn state(world: &World) -> BTreeMap<PathBuf, u64> {
    let all = [world.bare(), world.releases()];
    let entries = all.iter().flat_map(|folder| walkdir::WalkDir::new(folder).follow_links(false)).flatten();
    // Folders that objects could be in are no objects.
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| (entry.path().to_owned(), entry.metadata().map_or(0, |found| found.len()))).collect()
}

/// Pushes to a branch; what is wrong with what becomes of it.
fn fault(world: &World, name: &str, make: &Make, reference: &str) -> Option<String> {
    git(&world.clone(), &["reset", "--quiet", "--hard", "origin/main"]);
    git(&world.clone(), &["clean", "-ffdxq"]);
    let id = make(&world.clone());
    let before = state(world);
    let begun = Instant::now();
    let mut push = command(&world.clone());
    let push = push.args(["push", "--force", "origin", &format!("{id}:{reference}")]).output().expect("git starts");
    println!("{:5.2} s  {name}", begun.elapsed().as_secs_f64());
    let said = String::from_utf8_lossy(&push.stderr).into_owned();
    if id.len() != 40 || push.status.success() {
        return Some(format!("{name} ({id}): accepted: {said}"));
    }
    (state(world) != before).then(|| format!("{name}: something is left: {said}"))
}

#[test]
fn hostile_pushes_are_refused_and_leave_nothing() {
    if !has_tool("git") {
        return;
    }
    let world = World::new(&[]);
    let site = Site::new().meeting("### 2. Tapir\n").file("themes/default/templates/own.html", "x");
    assert!(world.push(&site).status.success());
    git(&world.clone(), &["fetch", "--quiet", "origin"]);
    let parts = [trees(), commits(), documents(), themes()];
    let all: Vec<(String, Make)> = parts.into_iter().flatten().collect();
    let mut faults: Vec<String> =
        all.iter().filter_map(|(name, make)| fault(&world, name, make, "refs/heads/main")).collect();
    let references = [
        "refs/heads/other",
        "refs/heads/main/x",
        "refs/tags/v1",
        "refs/notes/commits",
        "refs/replace/x",
        "refs/odd",
        "HEAD",
    ];
    for reference in references {
        let make: Make = Box::new(|clone| {
            git(clone, &["commit", "--quiet", "--allow-empty", "--message=m"]);
            told(clone, &["rev-parse", "HEAD"], b"")
        });
        faults.extend(fault(&world, reference, &make, reference));
    }
    let count = all.len() + references.len();
    assert!(faults.is_empty() && count >= 90, "{count}:\n{}", faults.join("\n"));
    assert!(world.push(&site).status.success(), "what is good is still accepted");
}
