//! A whole build beside those of other generators, over the same public text: time, processor and memory, as ratios.
//!
//! `cargo bench --bench build -- [MEETINGS] [RUNS]`, by default 1,000 and 5. `hugo`, `pagefind` and `blades` are measured where they are
//! on the path, or where `HUGO`, `PAGEFIND` and `BLADES` say that they are. The runs take turns; what is printed are medians.
//!
//! **Invariant.** Each run writes everything anew to a folder that is not there yet.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes what it measures")]

#[path = "build/corpus.rs"]
mod corpus;
#[path = "build/peers.rs"]
mod peers;

use corpus::Dialect;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a run took: seconds, seconds of all processors, and the largest resident set in MB.
#[derive(Clone, Copy)]
struct Cost([f64; 3]);

/// A command with its arguments.
type Words = Vec<OsString>;

/// The commands of a run that writes to a folder, one after the other.
type Commands = dyn Fn(&Path) -> Vec<Words>;

/// Something that is measured.
struct Contender {
    name: &'static str,
    runs: Vec<Cost>,
    commands: Box<Commands>,
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let (meetings, runs) = (numbers.first().copied().unwrap_or(1000), numbers.get(1).copied().unwrap_or(5));
    let folder = tempfile::tempdir().expect("a folder");
    let mut contenders = contenders(folder.path(), meetings);
    for _ in 0..runs {
        for contender in &mut contenders {
            let out = folder.path().join("out");
            let _ = std::fs::remove_dir_all(&out);
            let cost = (contender.commands)(&out).iter().map(|command| run(command)).reduce(together);
            contender.runs.extend(cost);
            if contender.name == "promulgate" {
                keep(&out, &folder.path().join("kept"));
            }
        }
    }
    report(&contenders, meetings, runs, &folder.path().join("kept"));
}

/// The last output, to be copied as the floor.
fn keep(out: &Path, kept: &Path) {
    let _ = std::fs::remove_dir_all(kept);
    std::fs::rename(out, kept).expect("it was written");
}

fn contenders(folder: &Path, meetings: usize) -> Vec<Contender> {
    let site = |name: &str, dialect: Dialect| {
        let site = folder.join(name);
        corpus::write(&site, dialect, meetings);
        site
    };
    let own = site("promulgate", Dialect::Promulgate);
    let (check, entered) = (own.clone(), own.clone());
    let kept = folder.join("kept");
    let mut all = vec![
        contender("promulgate", move |out| vec![promulgate(&own, &["build", "-o"], Some(out))]),
        contender("  of it, all but writing (check)", move |_| vec![promulgate(&check, &["check"], None)]),
        contender("  of it, reading (list meetings)", move |_| vec![promulgate(&entered, &["list", "meetings"], None)]),
        contender("the floor: cp -r of its output", move |out| {
            vec![vec!["cp".into(), "-r".into(), kept.clone().into(), out.into()]]
        }),
    ];
    if let Some(hugo) = program("hugo") {
        let site = site("hugo", Dialect::Hugo);
        peers::hugo(&site);
        let build = move |out: &Path| -> Words {
            let (source, destination) = (site.clone().into(), out.into());
            vec![
                hugo.clone().into(),
                "build".into(),
                "-s".into(),
                source,
                "-d".into(),
                destination,
                "--noBuildLock".into(),
            ]
        };
        let again = build.clone();
        all.push(contender("Hugo", move |out| vec![build(out)]));
        if let Some(pagefind) = program("pagefind") {
            let index = move |out: &Path| vec![pagefind.clone().into(), "--site".into(), out.into()];
            all.push(contender("Hugo, then Pagefind", move |out| vec![again(out), index(out)]));
        }
    }
    if let Some(blades) = program("blades") {
        let site = site("blades", Dialect::Blades);
        peers::blades(&site);
        let build = move |_: &Path| -> Vec<Words> {
            let script = format!(
                "cd '{}' && rm -rf public .blades .watch.toml && exec '{}' all",
                site.display(),
                blades.display()
            );
            vec![vec!["sh".into(), "-c".into(), script.into()]]
        };
        all.push(contender("Blades", build));
    }
    all
}

fn contender(name: &'static str, commands: impl Fn(&Path) -> Vec<Words> + 'static) -> Contender {
    Contender { name, runs: Vec::new(), commands: Box::new(commands) }
}

fn promulgate(site: &Path, words: &[&str], out: Option<&Path>) -> Words {
    let program = Path::new(env!("CARGO_BIN_EXE_promulgate"));
    let head = [program.as_os_str(), "-q".as_ref(), "-r".as_ref(), site.as_os_str()].map(ToOwned::to_owned);
    head.into_iter().chain(words.iter().map(OsString::from)).chain(out.map(OsString::from)).collect()
}

/// Where a program is; says so where it is not.
fn program(name: &str) -> Option<PathBuf> {
    let told = std::env::var_os(name.to_uppercase()).map(PathBuf::from);
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
    };
    let found = told.or_else(on_path);
    if found.is_none() {
        println!("{name} is not here, and is not measured");
    }
    found
}

/// Runs a command; what it took is told by the system, for it and all that it started.
fn run(command: &[OsString]) -> Cost {
    let told = tempfile::NamedTempFile::new().expect("a file");
    let start = Instant::now();
    let status = Command::new("/usr/bin/time")
        .args(["--format=%U %S %M", "--output"])
        .arg(told.path())
        .args(command)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("/usr/bin/time is there");
    let wall = start.elapsed().as_secs_f64();
    assert!(status.success(), "{command:?}");
    let told = std::fs::read_to_string(told.path()).expect("it was written");
    let told: Vec<f64> = told.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    Cost([wall, told[0] + told[1], told[2] / 1024.0])
}

fn together(Cost(one): Cost, Cost(other): Cost) -> Cost {
    Cost([one[0] + other[0], one[1] + other[1], one[2].max(other[2])])
}

fn report(contenders: &[Contender], meetings: usize, runs: usize, output: &Path) {
    let sizes = walkdir::WalkDir::new(output).into_iter().flatten().filter_map(|entry| entry.metadata().ok());
    let bytes: u64 = sizes.filter(|found| found.is_file()).map(|found| found.len()).sum();
    println!(
        "\n{meetings} meetings, medians of {runs} runs in turn; {:.0} KB are written for a meeting\n",
        bytes as f64 / 1000.0 / meetings as f64
    );
    println!("| | s | × | processor s | × | MB | × |\n|---|--:|--:|--:|--:|--:|--:|");
    let beside = contenders.iter().find(|contender| contender.name == "Hugo").unwrap_or(&contenders[0]);
    for contender in contenders {
        let cells = (0..3).map(|at| {
            let (own, other) = (median(contender, at), median(beside, at));
            format!(" {own:.2} | {:.2} |", own / other)
        });
        println!("| {} |{}", contender.name, cells.collect::<String>());
    }
    println!("\n× is beside {}.", beside.name);
}

fn median(contender: &Contender, at: usize) -> f64 {
    let mut all: Vec<f64> = contender.runs.iter().map(|cost| cost.0[at]).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
