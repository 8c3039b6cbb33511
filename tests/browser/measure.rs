//! The search of a large site in figures: bytes, times and relevance, by the page's own reader.
//!
//! A campaign, not a test: `PROMULGATE_CORPUS=SITE` names a site's folder with its output in `public/`.

use crate::chrome::{Chrome, Page};
use crate::server::Server;
use serde_json::Value;
use std::path::PathBuf;

/// Opens the search and counts what it fetches.
const OPEN: &str = "(async () => {
    const { dataset } = document.querySelector('form[data-search]');
    const reader = await import(dataset.reader);
    const real = window.fetch.bind(window);
    window.bytes = 0;
    window.fetch = async (...request) => {
        const response = await real(...request);
        window.bytes += Number(response.headers.get('content-length'));
        return response;
    };
    window.fresh = () => reader.open(dataset.search);
    window.engine = await window.fresh();
    return 'open';
})()";

/// Asks each query of a search that knows nothing yet, then of one that has been used.
const ASK: &str = "(async (queries) => {
    const all = [];
    for (const query of queries) {
        window.bytes = 0;
        const engine = await window.fresh();
        const cold = await engine.find(query);
        await Promise.all(cold.ids.slice(0, 10).map((id) => engine.record(id)));
        const { bytes } = window;
        await window.engine.find(query);
        const start = performance.now();
        const { ids } = await window.engine.find(query);
        const records = await Promise.all(ids.slice(0, 10).map((id) => window.engine.record(id)));
        const time = performance.now() - start;
        all.push({ bytes, time, total: ids.length, ids: ids.slice(0, 10), urls: records.map(({ url }) => url) });
    }
    return JSON.stringify(all);
})";

fn ask(page: &Page, queries: &[String]) -> Vec<Value> {
    let queries = serde_json::to_string(queries).expect("text is JSON");
    serde_json::from_str(&page.evaluate(&format!("{ASK}({queries})"))).expect("a list")
}

fn percentile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part) as usize]
}

/// One word with one edit in its middle.
fn misspelt(title: &str, random: &mut fastrand::Rng) -> String {
    let mut words: Vec<String> = title.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len()).filter(|at| words[*at].len() >= 5 && words[*at].is_ascii()).collect();
    if long.is_empty() {
        return title.to_owned();
    }
    let word = &mut words[long[random.usize(..long.len())]];
    let at = random.usize(1..word.len() - 1);
    match random.u8(..3) {
        0 => drop(word.remove(at)),
        1 => word.insert(at, random.lowercase()),
        _ => word.replace_range(at..=at, "x"),
    }
    words.join(" ")
}

fn field(record: &Value, name: &str) -> String {
    record[name].as_str().unwrap_or_default().to_owned()
}

/// Queries about some records: what kind they are of, and among how many results the record should be.
fn questions(picks: &[&Value], random: &mut fastrand::Rng) -> Vec<(&'static str, usize, Vec<String>)> {
    let four = |record: &Value, random: &mut fastrand::Rng| {
        let text = field(record, "text");
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
        (0..4).filter_map(|_| words.get(random.usize(..words.len().max(1))).copied()).collect::<Vec<_>>().join(" ")
    };
    let topic = |title: &str| title.split(['–', '(']).next().unwrap_or_default().trim().to_owned();
    let party = |title: &str| title.split_once('–').map(|(_, party)| party.trim().to_owned()).unwrap_or_default();
    let mut kinds: Vec<(&'static str, usize, Vec<String>)> = Vec::new();
    kinds.push(("exact title, first", 1, picks.iter().map(|record| field(record, "title")).collect()));
    kinds.push((
        "title with one typing error, first five",
        5,
        picks.iter().map(|record| misspelt(&field(record, "title"), random)).collect(),
    ));
    kinds.push((
        "identifier and title, first",
        1,
        picks.iter().map(|record| format!("{} {}", field(record, "page"), field(record, "title"))).collect(),
    ));
    let by_topic = |record: &&Value| {
        let title = field(record, "title");
        format!("{} {} {}", topic(&title), party(&title), &field(record, "date")[..4])
    };
    kinds.push(("topic, party and year, first", 1, picks.iter().map(by_topic).collect()));
    kinds.push(("four words of the text, first ten", 10, picks.iter().map(|record| four(record, random)).collect()));
    kinds
}

#[test]
#[ignore = "a campaign: it needs PROMULGATE_CORPUS"]
fn search_in_figures() {
    let Some(site) = std::env::var_os("PROMULGATE_CORPUS").map(PathBuf::from) else {
        println!("skipped: PROMULGATE_CORPUS is not set");
        return;
    };
    let (server, chrome) = (Server::start(&site.join("public")), Chrome::start());
    let page = chrome.tab();
    page.open(&server.url("/search/"));
    assert_eq!(page.evaluate(OPEN), "open");
    let text = std::fs::read_to_string(site.join("public/data/records.ndjson")).expect("it is built");
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    let items: Vec<&Value> = records.iter().filter(|record| record["kind"] == "item").collect();
    let mut random = fastrand::Rng::with_seed(3);
    let mut picks: Vec<&Value> = (0..200).map(|_| items[random.usize(..items.len())]).collect();
    picks.sort_by_key(|record| record["id"].as_u64());
    let kinds = questions(&picks, &mut random);
    let (mut bytes, mut times) = (Vec::new(), Vec::new());
    println!("{} records, of them {} agenda items", records.len(), items.len());
    for (name, first, queries) in kinds {
        let found = ask(&page, &queries);
        let mut hits = 0;
        for (pick, answer) in picks.iter().zip(&found) {
            bytes.push(answer["bytes"].as_f64().expect("a number") / 1000.0);
            times.push(answer["time"].as_f64().expect("a number"));
            let ids: Vec<u64> = answer["ids"].as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
            // A title that several items have is found with any of them.
            let same = |id: &u64| {
                let other = &records[*id as usize];
                *id == pick["id"].as_u64().expect("a number")
                    || (first < 10 && !name.starts_with("identifier") && other["title"] == pick["title"])
            };
            hits += usize::from(ids.iter().take(first).any(same));
        }
        println!("{name}: {:.3} of {}", hits as f64 / found.len() as f64, found.len());
    }
    println!(
        "first query before excerpts: {:.0} KB median, {:.0} KB 95th percentile",
        percentile(&mut bytes, 0.5),
        percentile(&mut bytes, 0.95)
    );
    println!(
        "warm query: {:.1} ms median, {:.1} ms 95th percentile",
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.95)
    );
}
