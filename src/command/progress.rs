//! What is being done, on a terminal, for anything longer than half a second.
//!
//! It names a stage and how long it has taken; it knows no document, so it can name none.
//!
//! **Invariant.** Off a terminal nothing is printed, and afterwards nothing is left of it.

use super::Common;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

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
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})").expect("the template is a constant");
    let bar = ProgressBar::new_spinner().with_style(style).with_message(stage).with_elapsed(PATIENCE);
    while done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.tick();
    }
    bar.finish_and_clear();
}
