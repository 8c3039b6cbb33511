//! Pages by Lighthouse, as on a phone: accessibility, best practices and what search engines look for.
//!
//! How fast it finds them depends on the machine, so that is asked for only by `PROMULGATE_LIGHTHOUSE=performance`, in a
//! campaign (`tests/CAMPAIGNS.md`).

use crate::example::Example;
use crate::server::Server;
use crate::tools;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const PAGES: [&str; 5] =
    ["/", "/meetings/ssc/80/", "/standards/cpa-security-characteristics/", "/decisions/", "/search/?q=security"];
const FLAGS: &str = "--headless=new --no-sandbox --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --disable-dev-shm-usage";

fn report(program: &Path, url: &str, categories: &str) -> Value {
    let mut node = Command::new("node");
    node.arg(program).args([url, "--quiet", "--output=json", "--no-enable-error-reporting"]);
    node.arg(format!("--only-categories={categories}")).arg(format!("--chrome-flags={FLAGS}"));
    let told = node.env("CHROME_PATH", "/usr/bin/chromium").output().expect("Node starts");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).expect("a report")
}

/// What counts in a category and is not perfect.
fn faults(report: &Value) -> Vec<String> {
    let categories = report["categories"].as_object().expect("categories");
    let mut faults = Vec::new();
    for (category, found) in categories.iter().filter(|(_, found)| found["score"] != 1) {
        faults.push(format!("{category}: {}", found["score"]));
        for audit in found["auditRefs"].as_array().expect("audits").iter().filter(|audit| audit["weight"] != 0) {
            let found = &report["audits"][audit["id"].as_str().expect("an id")];
            let is_good = found["score"].is_null() || found["score"] == 1;
            faults.extend((!is_good).then(|| format!("    {}: {}", found["title"], found["details"])));
        }
    }
    faults
}

#[test]
fn pages_are_as_good_as_lighthouse_can_tell() {
    let Some(program) = tools::checker("lighthouse/cli/index.js") else { return };
    if !crate::has_tools() || !tools::has_tool("node") {
        return;
    }
    let more = std::env::var("PROMULGATE_LIGHTHOUSE").map(|more| format!(",{more}")).unwrap_or_default();
    let categories = format!("accessibility,best-practices,seo{more}");
    let example = Example::build();
    let server = Server::of_compressed_files(&example.output());
    for path in PAGES {
        let report = report(&program, &server.url(path), &categories);
        assert_eq!(report["categories"].as_object().map(serde_json::Map::len), Some(categories.split(',').count()));
        assert_eq!(faults(&report), Vec::<String>::new(), "{path}");
        println!("{path}: 100 in {categories}");
    }
}
