//! Units of systemd that publish when a day comes: the end of an embargo, the first day of a version.
//!
//! **Invariant.** What is run is the command of the hook, word for word.

use std::path::Path;

/// The service: publishes once.
pub fn service(user: &str, words: &[String], folders: [&Path; 2]) -> String {
    let line: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let folders: Vec<String> = folders.iter().map(|folder| quoted(&folder.to_string_lossy())).collect();
    format!(
        "# Written by `promulgate hook install`. Copy both units to /etc/systemd/system and run
# `systemctl enable --now promulgate-publish.timer`.
[Unit]
Description=Publish what is due today

[Service]
Type=oneshot
User={user}
ExecStart={}
TimeoutStartSec=30min
NoNewPrivileges=yes
PrivateTmp=yes
PrivateNetwork=yes
ProtectSystem=strict
ReadWritePaths={}
",
        line.join(" "),
        folders.join(" ")
    )
}

/// The timer: at the beginning of each day in Britain; each hour, should that have failed.
pub fn timer() -> &'static str {
    "# Written by `promulgate hook install`; see promulgate-publish.service.
[Unit]
Description=Publish what is due each day

[Timer]
OnCalendar=*-*-* 00:00:30 Europe/London
OnCalendar=hourly
Persistent=true

[Install]
WantedBy=timers.target
"
}

/// A word as systemd reads it.
fn quoted(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    format!("\"{escaped}\"")
}
