//! How much memory this process has, and had at most: from `/proc`, so on Linux only.

fn status(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = text.lines().find(|line| line.starts_with(name)).expect("it has the line");
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).expect("a number") * 1024.0
}

/// Bytes now.
pub fn resident() -> f64 {
    status("VmRSS:")
}

/// The most bytes since [`forget_peak`].
pub fn peak() -> f64 {
    status("VmHWM:")
}

/// Begins to look for the most bytes again.
pub fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").expect("a process may reset its own peak");
}
