//! From `git push` to the page that is served: the example site, a meeting changed, and the parts of it.
//!
//! `cargo bench --bench push`, with git. Each push changes one line; the figures are medians.
//!
//! **Invariant.** What is timed is the program and the hooks as they are installed.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes what it measures")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const MEETING: &str = "content/committees/ssc/meetings/80.md";
const PUSHES: usize = 15;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let work = at.join("work");
    for part in ["content", "themes", "promulgate.toml"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(part);
        std::fs::create_dir_all(&work).expect("a folder");
        run(Command::new("cp").arg("-r").arg(from).arg(&work));
    }
    git(at, &["init", "--quiet", "--bare", "--initial-branch=main", "bare.git"]);
    run(promulgate(at).args(["-q", "hook", "install", "bare.git", "--to", "site"]));
    git(&work, &["init", "--quiet", "--initial-branch=main"]);
    let (mut whole, mut before, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..PUSHES {
        let file = work.join(MEETING);
        let text = std::fs::read_to_string(&file).expect("it is there");
        std::fs::write(&file, format!("{text}\n\n## Change {turn}\n\nChange {turn}.\n")).expect("it can be written");
        git(&work, &["add", "--all"]);
        git(&work, &["commit", "--quiet", "--message=m"]);
        let old = told(&at.join("bare.git"), &["rev-parse", "--quiet", "--verify", "main"]);
        let start = Instant::now();
        git(&work, &["push", "--quiet", "../bare.git", "main"]);
        whole.push(start.elapsed().as_secs_f64());
        let page = std::fs::read_to_string(at.join("site/current/meetings/ssc/80/index.html")).expect("it is there");
        assert!(page.contains(&format!("Change {turn}.")), "the push is live when it returns");
        if turn > 0 {
            let new = told(&work, &["rev-parse", "main"]);
            before.push(pre_receive(at, &format!("{old} {new} refs/heads/main\n")));
            let day = format!("2199-01-{:02}", turn + 1);
            let start = Instant::now();
            run(promulgate(at).args(["-q", "--as-of", &day, "hook", "publish", "site"]));
            after.push(start.elapsed().as_secs_f64());
        }
    }
    println!("the first push, of everything: {:.2} s", whole.remove(0));
    println!("a push, until the site is new: {:.2} s", median(&mut whole));
    println!("  of it, before it is accepted (check, build, what becomes public): {:.2} s", median(&mut before));
    println!("  of it, after it (build, write, sync, read back, switch): {:.2} s", median(&mut after));
}

/// How long the check before a push takes.
fn pre_receive(at: &Path, line: &str) -> f64 {
    let start = Instant::now();
    let mut hook =
        promulgate(at).args(["-q", "hook", "pre-receive", "site"]).stdin(Stdio::piped()).spawn().expect("it starts");
    hook.stdin.take().expect("it reads").write_all(line.as_bytes()).expect("it reads");
    assert!(hook.wait().expect("it ends").success());
    start.elapsed().as_secs_f64()
}

fn promulgate(at: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_promulgate"));
    program.current_dir(at);
    program
}

fn command(at: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.args(arguments).current_dir(at).envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), "A").env(format!("GIT_{role}_EMAIL"), "a@example.org");
    }
    git.stderr(Stdio::null());
    git
}

fn git(at: &Path, arguments: &[&str]) {
    run(&mut command(at, arguments));
}

fn told(at: &Path, arguments: &[&str]) -> String {
    let told = command(at, arguments).output().expect("git starts").stdout;
    let id = String::from_utf8_lossy(&told).trim().to_owned();
    if id.is_empty() { "0".repeat(40) } else { id }
}

fn run(command: &mut Command) {
    assert!(command.status().expect("it starts").success(), "{command:?}");
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
