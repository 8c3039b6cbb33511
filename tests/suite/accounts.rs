//! The set-up of `docs/publishing.md`, walked as it stands there, with accounts, sshd, sudo, git and nginx as they are; and every way round it.
//!
//! It runs as root, in a file system over this one that is gone afterwards; without the right to make one it says that it is skipped.
//!
//! **Invariant.** No command of the manual is left out or changed but where ports of this machine must be others.

use crate::tools::has_tool;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

const MANUAL: &str = include_str!("../../docs/publishing.md");
const SANDBOX: &str = include_str!("accounts/sandbox.sh");
const BEFORE: &str = include_str!("accounts/before.sh");
const CLIENT: &str = include_str!("accounts/client.sh");
const ATTEMPTS: &str = include_str!("accounts/attempts.sh");
const BOMB: &str = include_str!("accounts/bomb.py");
const DOCTOR: &str = include_str!("accounts/doctor.sh");

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port()
}

/// Runs a script in a system of its own.
fn run(script: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("script.sh", script), ("bomb.py", BOMB)] {
        std::fs::write(folder.path().join(name), text).expect("it is written");
    }
    let mut unshare = Command::new("unshare");
    unshare.args([
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--propagation",
        "private",
        "sh",
        "-c",
        SANDBOX,
        "sandbox",
    ]);
    unshare.arg(env!("CARGO_BIN_EXE_promulgate")).arg(folder.path()).output().expect("it starts")
}

/// Whether a system of its own can be made here.
fn can_run() -> bool {
    let tools = ["unshare", "sudo", "sshd", "nginx", "git", "curl", "runuser", "ssh-keygen", "python3"];
    let is_there = Path::new("/usr/sbin/useradd").exists() && tools.into_iter().all(has_tool);
    let can = is_there && run("echo it can").stdout == b"it can\n";
    if !can {
        println!("skipped: this needs root, and the right to mount a file system over this one");
    }
    can
}

/// The commands of a step of the manual: what is indented behind its number, to the next one.
fn commands(step: u8) -> Vec<&'static str> {
    let from = MANUAL.find(&format!("\n**{step}. ")).expect("the step is there") + 1;
    let rest = &MANUAL[from..];
    let end = rest[2..]
        .find("\n**")
        .map_or(rest.len(), |end| end + 2)
        .min(rest.find("\nThe push says").unwrap_or(rest.len()));
    rest[..end].lines().filter_map(|line| line.strip_prefix("    ")).collect()
}

/// A command as it is run here.
fn as_run(command: &str) -> String {
    if let Some(packages) = command.strip_prefix("apt install ") {
        return format!("dpkg-query --show {packages} >/dev/null");
    }
    // What the manual leaves to the administrator: `listen`.
    let listen = "sed -i \"s/listen 80;/listen 127.0.0.1:$WEB_PORT;/\" /etc/nginx/conf.d/outputs.conf; ";
    format!("{}{command}", if command.starts_with("nginx -t") { listen } else { "" })
}

fn walk() -> String {
    let steps = |from: u8, to: u8| {
        let lines = (from..=to).flat_map(commands).map(as_run);
        lines.map(|line| line + "\n").collect::<String>()
    };
    let push = commands(6).join("\n").replace('\'', "'\\''");
    format!("{BEFORE}\n{}\n{CLIENT}\n{}\nas_ann '{push}'\n", steps(1, 4), steps(5, 5))
}

#[test]
fn the_manual_is_walked_and_no_pusher_gets_round_it() {
    if !can_run() {
        return;
    }
    let ports = format!("export SSH_PORT={} WEB_PORT={}\n", free_port(), free_port());
    let look = "served() { curl -s \"http://127.0.0.1:$WEB_PORT$1\"; }\nserved / | grep -q '<title>' && echo 'the first page is there'\n";
    let told = run(&format!("{ports}{}{look}set +e\n{DOCTOR}\n{ATTEMPTS}", walk()));
    let out = String::from_utf8_lossy(&told.stdout);
    let all = format!("{out}\n{}", String::from_utf8_lossy(&told.stderr));
    assert!(out.contains("the first page is there"), "{all}");
    assert!(!out.contains("FAULT"), "{all}");
    println!("{out}");
    let count = |word: &str| out.lines().filter(|line| line.starts_with(word)).count();
    assert!(count("found ") >= 20 && count("refused ") >= 35, "{all}");
}
