//! The search in figures: the table of limits and relevance for sites of any size, and another engine beside it.
//!
//! `cargo bench --bench search -- SITE...`, where each SITE is a folder with `promulgate.toml` and `content/`. Where
//! `SITE/public` holds the built site with a `pagefind` folder, the same queries are put to that too. Needs Chromium and nginx.
//! `npx pagefind --site SITE/public --root-selector main --exclude-selectors '[data-search=omit]'` makes that folder.
//!
//! **Invariant.** Queries are drawn with a fixed seed; what is counted is what the page's own reader fetches and finds.

#![expect(clippy::disallowed_methods, reason = "a benchmark writes what it measures")]

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/browser/chrome.rs"]
mod chrome;
#[path = "search/memory.rs"]
mod memory;
#[path = "search/queries.rs"]
mod queries;
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/browser/server.rs"]
mod server;

use chrome::{Chrome, Page};
use headless_chrome::protocol::cdp::Network;
use promulgate::settings::{self, Settings};
use promulgate::site::{Material, search};
use promulgate::source::SourceTree;
use queries::{Queries, Question};
use serde_json::Value;
use server::Server;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Opens the search and counts what it fetches.
const OPEN: &str = include_str!("search/open.js");
/// Opens the other engine in the same way.
const OPEN_PAGEFIND: &str = include_str!("search/open-pagefind.js");
/// Waits until the search page can be used.
const READY: &str = "import(document.querySelector('form[data-search]').dataset.script).then(() => 'ready')";
/// Waits for the first result of a query that is sent off on the page that is open.
const SHOW: &str = include_str!("search/show.js");

fn main() {
    let sites: Vec<PathBuf> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).map(PathBuf::from).collect();
    if sites.is_empty() {
        println!("skipped: no site is named (cargo bench --bench search -- SITE...)");
    }
    sites.iter().for_each(|site| measure(site));
}

fn settings_of(site: &Path) -> Settings {
    let text = std::fs::read_to_string(site.join("promulgate.toml")).expect("the site has a configuration");
    settings::read(&text, jiff::civil::date(2026, 11, 25)).0.expect("it is good")
}

fn measure(site: &Path) {
    println!("\n## {}\n", site.display());
    let settings = settings_of(site);
    let tree = SourceTree::read(site).expect("the content can be read");
    let start = Instant::now();
    let entered = promulgate::enter(&tree, &settings);
    println!("(reading the content takes {:.1} s)", start.elapsed().as_secs_f64());
    let material = Material { record: &entered.record, registers: &entered.registers, settings: &settings };
    let meetings = entered.record.meetings().len();
    let before = memory::resident();
    memory::forget_peak();
    let start = Instant::now();
    let files = search::files(material, &search::Checks::new());
    let time = start.elapsed().as_secs_f64() * 1000.0;
    let peak = memory::peak() - before;
    println!("building: {:.2} ms a meeting, {time:.0} ms", time / meetings as f64);
    println!("its memory: {:.0} MB", peak / 1e6);
    let folder = tempfile::tempdir().expect("a folder");
    write(&files, &settings, folder.path(), meetings);
    drop(files);
    let start = Instant::now();
    let records = search::ndjson(material).flatten().collect::<Vec<u8>>();
    let time = start.elapsed().as_secs_f64() * 1000.0;
    println!("data/records.ndjson: {:.2} ms a meeting, {:.0} MB", time / meetings as f64, records.len() as f64 / 1e6);
    let queries = Queries::draw(std::str::from_utf8(&records).expect("JSON is text"));
    drop((records, entered, tree));
    let (server, chrome) = (Server::start(folder.path()), Chrome::start());
    ask_all("promulgate", &chrome, &server.url("/search/"), OPEN, &queries);
    show_all(&chrome, &server, &queries);
    if site.join("public/pagefind").is_dir() {
        let server = Server::with_policy(&site.join("public"), "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'");
        // Pages of ours forbid what it needs; this file does not.
        ask_all("Pagefind", &chrome, &server.url("/robots.txt"), OPEN_PAGEFIND, &queries);
    }
}

/// Writes the index beside the pages of a site without content.
fn write(files: &[(String, Vec<u8>)], settings: &Settings, folder: &Path, meetings: usize) {
    let empty = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(empty.path().join("content")).expect("it can be made");
    let tree = SourceTree::read(empty.path()).expect("an empty tree can be read");
    let pages = promulgate::compile(&tree, settings).expect("the theme is good").edition;
    let pages =
        pages.files().filter(|(path, _)| !path.as_str().starts_with("search/") || path.as_str().ends_with(".html"));
    let all = pages.map(|(path, bytes)| (path.as_str(), bytes));
    let index = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let (mut own, mut count, mut scripts) = (0, 0, 0);
    for (path, bytes) in all.chain(index) {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().expect("it is in a folder")).expect("it can be made");
        std::fs::write(file, bytes).expect("it can be written");
        let is_index = path.starts_with("search/") && !path.ends_with(".html");
        own += if is_index { bytes.len() } else { 0 };
        count += usize::from(is_index);
        let is_asset =
            ["assets/search.", "assets/index-reader.", "assets/site."].iter().any(|name| path.starts_with(name));
        if (is_asset && !path.ends_with("site.js")) || path == "search/index.json" {
            scripts += miniz_oxide::deflate::compress_to_vec(bytes, 9).len() + 18;
        }
    }
    println!(
        "index: {:.2} KB a meeting, {count} files, {:.2} MB",
        own as f64 / 1000.0 / meetings as f64,
        own as f64 / 1e6
    );
    println!("scripts, styles and manifest by gzip: {:.1} KB", scripts as f64 / 1000.0);
}

fn ask_all(engine: &str, chrome: &Chrome, url: &str, open: &str, queries: &Queries) {
    let page = chrome.tab();
    let (mut first, mut whole, mut times) = (Vec::new(), Vec::new(), Vec::new());
    println!("\n{engine}:");
    for (kind, questions) in queries.kinds() {
        let answers = ask(&page, (url, open), questions);
        let hits =
            questions.iter().zip(&answers).filter(|(question, answer)| question.is_answered(&found(answer))).count();
        let of_pages =
            questions.iter().zip(&answers).filter(|(question, answer)| question.is_on_page(&found(answer))).count();
        let mut own: Vec<f64> = answers.iter().map(|answer| number(answer, "whole")).collect();
        println!(
            "{kind}: {:.3} of {}; the right anchor {:.3}; {:.0} KB",
            hits as f64 / questions.len() as f64,
            questions.len(),
            hits as f64 / of_pages.max(1) as f64,
            percentile(&mut own, 0.5) / 1000.0,
        );
        let missed = questions.iter().zip(&answers).filter(|(question, answer)| !question.is_answered(&found(answer)));
        for (question, answer) in missed.take(3) {
            println!("    not found: {} (but {})", question.text, found(answer).first().unwrap_or(&"nothing"));
        }
        for answer in &answers {
            first.push(number(answer, "first") / 1000.0);
            whole.push(number(answer, "whole") / 1000.0);
            times.push(number(answer, "time"));
        }
    }
    for (name, unit, values) in [
        ("first query, to the first results", "KB", &mut first),
        ("first query, to the last count", "KB", &mut whole),
        ("warm query", "ms", &mut times),
    ] {
        println!(
            "{name}: {:.1} {unit} median, {:.1} 95th percentile",
            percentile(values, 0.5),
            percentile(values, 0.95)
        );
    }
}

fn number(answer: &Value, name: &str) -> f64 {
    answer[name].as_f64().unwrap_or_else(|| panic!("a number {name} in {answer}"))
}

fn found(answer: &Value) -> Vec<&str> {
    answer["urls"].as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

/// Asks some queries at a time, each time on a page that is opened anew: engines may keep memory that nobody needs any more.
fn ask(page: &Page, (url, open): (&str, &str), questions: &[Question]) -> Vec<Value> {
    let mut answers = Vec::new();
    for some in questions.chunks(25) {
        page.open(url);
        assert_eq!(page.evaluate(open), "open");
        let texts: Vec<&str> = some.iter().map(|question| question.text.as_str()).collect();
        let texts = serde_json::to_string(&texts).expect("text is JSON");
        let told: Vec<Value> = serde_json::from_str(&page.evaluate(&format!("ask({texts})"))).expect("a list");
        if let Some(fault) = told.iter().find(|answer| !answer["error"].is_null()) {
            panic!("{fault}");
        }
        answers.extend(told);
    }
    answers
}

/// From the query to the first result on the screen, over a slow network, with nothing of the index known yet.
fn show_all(chrome: &Chrome, server: &Server, queries: &Queries) {
    let page = chrome.tab();
    let mut all = Vec::new();
    for (kind, questions) in queries.kinds() {
        let mut times: Vec<f64> = questions.iter().take(8).map(|question| show(&page, server, question)).collect();
        all.extend(&times);
        println!("on the screen, cold, 150 ms and 1.6 Mbit/s, {kind}: {}", seconds(&mut times));
    }
    println!("on the screen, cold, all: {} of {}", seconds(&mut all), all.len());
}

fn seconds(times: &mut [f64]) -> String {
    let (median, high) = (percentile(times, 0.5), percentile(times, 0.95));
    format!("{:.2} s median, {:.2} s 95th percentile", median / 1000.0, high / 1000.0)
}

fn show(page: &Page, server: &Server, question: &Question) -> f64 {
    page.forget();
    slow(page, 0.0, -1.0);
    page.open(&server.url("/search/"));
    assert_eq!(page.evaluate(READY), "ready");
    slow(page, 150.0, 1.6e6 / 8.0);
    let text = serde_json::to_string(&question.text).expect("text is JSON");
    let time = page.evaluate(&format!("({SHOW})({text})")).parse().expect("a number");
    slow(page, 0.0, -1.0);
    time
}

/// How long an answer takes at least, in milliseconds, and how many bytes come in a second; -1 for no limit.
fn slow(page: &Page, latency: f64, bytes: f64) {
    let slow = Network::EmulateNetworkConditions {
        offline: false,
        latency,
        download_throughput: bytes,
        upload_throughput: bytes,
        connection_Type: None,
        packet_loss: None,
        packet_queue_length: None,
        packet_reordering: None,
    };
    page.tab.call_method(slow).expect("the network is slow");
}

fn percentile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part).round() as usize]
}
