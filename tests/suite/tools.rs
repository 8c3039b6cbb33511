//! The programs that tests need: a test without them says that it is skipped, or fails where all are required.

/// Whether a program is installed. Without it a test says that it is skipped, or fails where tools are required.
pub fn has_tool(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/sbin", "/sbin"].map(std::path::PathBuf::from);
    let is_there = std::env::split_paths(&path).chain(system).any(|folder| folder.join(name).is_file());
    if !is_there {
        missing(name);
    }
    is_there
}

/// Says that a test is skipped for want of something; fails it where `PROMULGATE_REQUIRE_TOOLS=1` says that all must be there.
pub fn missing(what: &str) {
    assert!(std::env::var_os("PROMULGATE_REQUIRE_TOOLS").is_none_or(|value| value != "1"), "{what} is missing");
    println!("skipped: {what} is missing");
}

/// A file of the checkers that `npm ci --prefix tests/checkers` installs. Without it a test says so, or fails where tools are required.
#[allow(dead_code, reason = "only the browser tests check pages")]
pub fn checker(file: &str) -> Option<std::path::PathBuf> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checkers/node_modules").join(file);
    if path.is_file() {
        return Some(path);
    }
    missing(&format!("{file}, by npm ci --prefix tests/checkers,"));
    None
}
