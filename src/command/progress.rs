//! What is being done, on a terminal, for anything longer than half a second.
//!
//! It names a stage and how long it has taken; it knows no document, so it can name none.
//!
//! **Invariant.** Off a terminal nothing is printed, and afterwards nothing is left of it.

use super::{Common, talk_raw};
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);
const SPINNER: [char; 4] = ['|', '/', '-', '\\'];
/// Clears the line behind the cursor.
const CLEAR: &str = "\x1b[K";

impl Common {
    /// Does `work`; says on a terminal what it is, once it has taken half a second.
    pub(super) fn during<T>(&self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        if self.quiet || !std::io::stderr().is_terminal() {
            return work();
        }
        let (working, done) = channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || show(stage, &done));
            let result = work();
            drop(working);
            result
        })
    }
}

/// Shows a stage until its channel is closed.
fn show(stage: &'static str, done: &Receiver<()>) {
    if done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let start = Instant::now();
    for sign in SPINNER.into_iter().cycle() {
        let seconds = (PATIENCE + start.elapsed()).as_secs();
        talk_raw(&format!("\r{sign} {stage} ({seconds} s){CLEAR}"));
        if done.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    talk_raw(&format!("\r{CLEAR}"));
}
