//! The site in a real browser, served by a real web server with the security headers of specification 3.
//!
//! **Invariant.** Each check is shown a page that it reports, and nothing is waited for by the clock.

#![expect(clippy::disallowed_methods, reason = "tests write what they test")]

mod answers;
mod axe;
mod chrome;
mod example;
mod faulty;
mod filtering;
mod forced;
mod keyboard;
mod lighthouse;
mod moved;
mod named;
mod oracle;
mod pushed;
#[path = "../suite/registers.rs"]
mod registers;
mod searching;
mod server;
mod themed;
#[path = "../suite/tools.rs"]
mod tools;
mod valid;
mod weight;

/// Whether the browser and the web server are there; says so where not, or fails where they are required.
fn has_tools() -> bool {
    ["chromium", "nginx"].iter().all(|name| tools::has_tool(name))
}
