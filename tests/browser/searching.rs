//! The search in a real browser: what it finds, against the oracle, and how its page behaves.

use crate::chrome::{Chrome, Page};
use crate::example::Example;
use crate::oracle::{Oracle, Query};
use promulgate::settings;
use promulgate::site::Material;
use promulgate::site::search::words;
use promulgate::source::SourceTree;
use std::path::PathBuf;

/// Opens the search of the page that is open, as `window.engine`.
const OPEN: &str = "(async () => {
    const { dataset } = document.querySelector('form[data-search]');
    window.reader = await import(dataset.reader);
    window.engine = await window.reader.open(dataset.search);
    return 'open';
})()";

fn opened(example: &Example, page: &Page) {
    page.open(&example.server.url("/search/"));
    assert_eq!(page.evaluate(OPEN), "open");
}

/// The ids that the page's own reader finds for each query, sorted.
fn find(page: &Page, queries: &[String]) -> Vec<Vec<usize>> {
    let queries = serde_json::to_string(queries).expect("text is JSON");
    let found = page.evaluate(&format!(
        "(async () => {{ const all = []; for (const query of {queries}) {{
            const {{ ids }} = await engine.find(query, {{ asTyped: true }});
            all.push([...ids].sort((one, other) => one - other));
        }} return JSON.stringify(all); }})()"
    ));
    serde_json::from_str(&found).unwrap_or_else(|_| panic!("lists of ids: {found}"))
}

/// The example site's oracle, as of the day that the example is built for.
fn with_oracle<T>(act: impl FnOnce(&Oracle) -> T) -> T {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("promulgate.toml")).expect("the project has one");
    let settings = settings::read(&text, jiff::civil::date(2026, 11, 24)).0.expect("it is good");
    let tree = SourceTree::read(&root).expect("the content can be read");
    let entered = promulgate::enter(&tree, &settings);
    act(&Oracle::new(Material { record: &entered.record, registers: &entered.registers, settings: &settings }))
}

#[test]
fn the_reader_finds_what_the_oracle_finds() {
    if !crate::has_tools() {
        return;
    }
    let count: usize = std::env::var("PROMULGATE_QUERIES").map_or(1000, |value| value.parse().expect("a number"));
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    opened(&example, &page);
    let mut random = fastrand::Rng::with_seed(7);
    let (mut hits, mut phrases) = (0, 0);
    with_oracle(|oracle| {
        let is_asked = |query: &Query| query.text().trim() != "";
        let queries: Vec<Query> =
            std::iter::repeat_with(|| oracle.ask(&mut random)).filter(is_asked).take(count).collect();
        for some in queries.chunks(250) {
            let texts: Vec<String> = some.iter().map(Query::text).collect();
            for (query, found) in some.iter().zip(find(&page, &texts)) {
                assert_eq!(found, oracle.find(query), "{}", query.text());
                hits += usize::from(!found.is_empty());
            }
        }
        for query in std::iter::repeat_with(|| oracle.say(&mut random)).take(count / 20) {
            let found = find(&page, &[query.text()]);
            assert_eq!(found, [oracle.find(&query)], "{}", query.text());
            phrases += 1;
        }
    });
    println!("{count} queries, {hits} of them with results, and {phrases} phrases: all as the oracle");
    assert!(hits > count / 3);
}

#[test]
fn the_script_makes_the_words_that_the_vectors_say() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    opened(&example, &page);
    for line in include_str!("../search/words.txt").lines() {
        let text = line.split('\t').next().expect("a line has a text");
        let json = serde_json::to_string(text).expect("text is JSON");
        let made = page
            .evaluate(&format!("[reader.wordsOfText({json}), reader.wordsOfQuery({json})].map(String).join('\\t')"));
        assert_eq!(format!("{text}\t{made}"), line);
    }
}

/// What stands first for a query: its name, and how words were replaced.
fn first(page: &Page, query: &str, options: &str) -> String {
    let query = serde_json::to_string(query).expect("text is JSON");
    page.evaluate(&format!(
        "(async () => {{ const found = await engine.find({query}, {options});
            const top = found.ids.length > 0 ? await engine.record(found.ids[0]) : {{ url: '' }};
            return `${{top.url}} ${{found.replaced.map((pair) => pair.join('>'))}}`.trim(); }})()"
    ))
}

#[test]
fn identifiers_titles_and_misspelt_words_lead_to_the_thing() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    opened(&example, &page);
    let mut missed = Vec::new();
    let mut count = 0;
    for line in include_str!("../search/queries.txt").lines() {
        let (query, expected) = line.split_once('\t').expect("a query and an address");
        let found = first(&page, query, "{}");
        let address = found.split(' ').next().unwrap_or_default();
        missed.extend((address != expected).then(|| format!("{query}: {address}, not {expected}")));
        count += 1;
    }
    assert!(missed.is_empty() && count >= 50, "{missed:#?}");
    for (query, options, expected) in [
        ("charcteristics cpa", "{}", "/standards/cpa-security-characteristics/ charcteristics>characteristics"),
        ("cpa charact", "{ typing: true }", "/standards/cpa-security-characteristics/"),
        ("xyzzyplugh", "{}", ""),
    ] {
        assert_eq!(first(&page, query, options), expected, "{query}");
    }
}

#[test]
fn the_page_keeps_its_state_in_its_address() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/search/?q=security&committee=ssc"));
    page.wait("document.querySelectorAll('#_search-results li').length === 10");
    page.wait("document.querySelector('#_search-results mark')");
    page.wait("/^\\d+ results$/.test(document.getElementById('_search-status').textContent)");
    page.wait("/\\(\\d+\\)$/.test(document.querySelector('#_committee option[value=ssc]').textContent)");
    page.evaluate("const field = document.getElementById('_q'); field.focus(); field.value = 'cpa'; field.form.requestSubmit(); 'sent'");
    page.wait("location.search === '?q=cpa&committee=ssc'");
    page.wait("document.querySelector('#_search-results mark')?.textContent.toLowerCase() === 'cpa'");
    page.evaluate("history.back(); 'back'");
    page.wait("document.getElementById('_q').value === 'security' && location.search === '?q=security&committee=ssc'");
    page.evaluate("history.forward(); 'forward'");
    page.wait("document.getElementById('_q').value === 'cpa' && location.search === '?q=cpa&committee=ssc'");
    page.open(&example.server.url("/search/?q=charcteristics"));
    page.wait(
        "document.getElementById('_search-replaced').textContent.includes('Showing results for characteristics')",
    );
    page.open(&example.server.url("/search/?q=CPA+Security+Characteristics"));
    page.wait("document.getElementById('_search-answer').textContent.includes('CPA SC 1.3 is mandatory')");
    let complaints = page.complaints(&example.server.url("/"));
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn results_are_announced_once() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/search/?q=patching"));
    page.wait("/result/.test(document.getElementById('_search-status').textContent)");
    page.evaluate(
        "window.said = []; const status = document.getElementById('_search-status');
        new MutationObserver(() => said.push(`${field.value}: ${status.textContent}`)).observe(status, { childList: true, characterData: true, subtree: true });
        const field = document.getElementById('_q'); field.value = ''; field.focus(); 'ready'",
    );
    page.tab.type_str("security").expect("keys are pressed");
    page.wait("said.some((text) => text.startsWith('security: ')) && document.querySelector('#_search-results mark')");
    // What is said of another query comes after everything that was said of this one.
    page.evaluate("const { form } = document.getElementById('_q'); form.elements.q.value = 'xyzzyplugh'; form.requestSubmit(); 'sent'");
    page.wait("said.at(-1) === 'xyzzyplugh: 0 results'");
    // A browser that is busy may take so long from key to key that what is typed so far is answered, too.
    let said = page.evaluate(
        "said.filter((text) => /^(security|xyzzyplugh):/.test(text)).map((text) => text.replace(/\\d+ results?/, 'n')).join('|')",
    );
    assert_eq!(said, "security: n|xyzzyplugh: n");
}

#[test]
fn no_query_is_read_as_markup() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    for query in [
        "<img src=x onerror=alert(1)>",
        "\"><script>alert(1)</script>",
        "javascript:alert(1)",
        "\u{0}\u{202e}(((",
        "committee:<b>",
        "-",
        "\"",
        "after:9999-99-99",
    ] {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        page.open(&example.server.url(&format!("/search/?q={encoded}")));
        page.wait("/result|Type/.test(document.getElementById('_search-count').textContent)");
        let complaints = page.complaints(&example.server.url("/"));
        assert!(complaints.is_empty(), "{query}: {complaints:#?}");
        assert_eq!(page.evaluate("document.querySelectorAll('main :is(img, script)').length"), "0");
    }
}

#[test]
fn no_content_is_read_as_markup() {
    if !crate::has_tools() {
        return;
    }
    let committee =
        "+++\nclassification = \"White\"\ntitle = \"Security\"\nabbreviation = \"SSC\"\n+++\nA committee.\n";
    let meeting = "+++\nclassification = \"White\"\ndate = 2019-06-26\nnumber = 80\n+++\n### 2. Walrus `<img src=x onerror=alert(1)>`\n\nA walrus \\<script>alert(1)\\</script> and &lt;b&gt;, `\"><svg onload=alert(2)>`.\n";
    let configuration = include_str!("../../promulgate.toml").split("[[autolink]]").next().unwrap_or_default();
    let example = Example::with(&[
        ("promulgate.toml", configuration),
        ("content/committees/ssc/committee.md", committee),
        ("content/committees/ssc/meetings/80.md", meeting),
    ]);
    let chrome = Chrome::start();
    let page = chrome.tab();
    page.open(&example.server.url("/search/?q=walrus"));
    page.wait("document.querySelectorAll('#_search-results mark').length === 2");
    let shown = page.evaluate("document.getElementById('_search-results').textContent");
    for text in ["<img src=x onerror=alert(1)>", "<script>alert(1)</script> and <b>", "\"><svg onload=alert(2)>"] {
        assert!(shown.contains(text), "{text} in {shown}");
    }
    assert_eq!(page.evaluate("document.querySelectorAll('#_search-results :is(img, script, svg, b)').length"), "0");
    let complaints = page.complaints(&example.server.url("/"));
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn the_box_is_used_with_the_keyboard_alone() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/meetings/"));
    page.tab.press_key("/").expect("a key is pressed");
    page.wait("document.activeElement.id === '_search'");
    page.tab.type_str("cpa secur").expect("keys are pressed");
    page.wait("document.querySelectorAll('#_search-options [role=option]').length > 1");
    page.tab.press_key("ArrowDown").expect("a key is pressed");
    page.wait("document.activeElement.getAttribute('aria-activedescendant') === '_search-option-0'");
    page.tab.press_key("Escape").expect("a key is pressed");
    page.wait("document.getElementById('_search-options').hidden");
    page.tab.type_str("i").expect("keys are pressed");
    page.wait("document.querySelectorAll('#_search-options [role=option]').length > 1");
    page.tab.press_key("ArrowDown").and_then(|tab| tab.press_key("Enter")).expect("keys are pressed");
    page.wait("location.pathname === '/standards/cpa-security-characteristics/'");
    let complaints = page.complaints(&example.server.url("/"));
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn files_of_another_build_are_never_results() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    page.open(&example.server.url("/search/?q=security"));
    page.wait("document.querySelectorAll('#_search-results li').length === 10");
    for file in std::fs::read_dir(example.output().join("search")).expect("there is an index") {
        let path = file.expect("it can be read").path();
        if path.is_dir() {
            std::fs::remove_dir_all(path).expect("it can be removed");
        }
    }
    page.open(&example.server.url("/search/?q=tariff"));
    page.evaluate("caches.keys().then((names) => names.length)");
    page.forget();
    page.open(&example.server.url("/search/?q=patching"));
    page.wait("document.getElementById('_search-count').textContent.includes('Reload this page')");
    assert_eq!(page.evaluate("document.querySelectorAll('#_search-results li').length"), "0");
}

#[test]
fn a_page_of_another_build_is_never_an_excerpt() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    let file = example.output().join("meetings/ssc/80/index.html");
    let text = std::fs::read_to_string(&file).expect("it can be read");
    page.open(&example.server.url("/search/?q=SSC+80+item+10"));
    page.wait("document.querySelector('#_search-results mark')");
    std::fs::write(&file, text.replace("</main>", "<p>Other words.</p></main>")).expect("it can be written");
    page.forget();
    page.open(&example.server.url("/search/?q=SSC+80+item+10"));
    page.wait("document.getElementById('_search-count').textContent.includes('Reload this page')");
    assert_eq!(page.evaluate("document.querySelectorAll('#_search-results li').length"), "0");
}

#[test]
fn a_server_that_knows_no_parts_of_files_will_do() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let server = crate::server::Server::of_whole_files(&example.output());
    let page = chrome.tab();
    page.open(&server.url("/search/"));
    assert_eq!(page.evaluate(OPEN), "open");
    let status = "fetch(new URL('0.bin', engine.base), { cache: 'no-store', headers: { Range: 'bytes=0-9' } }).then(({ status }) => status)";
    assert_eq!(page.evaluate(status), "200");
    let found = find(&page, &["security".to_owned()]);
    opened(&example, &page);
    assert_eq!(page.evaluate(status), "206");
    assert_eq!(find(&page, &["security".to_owned()]), found);
    assert!(found[0].len() > 10);
}

#[test]
fn what_is_sure_is_told_before_the_rest_and_stays_first() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    opened(&example, &page);
    let told = page.evaluate(
        "(async () => { let first; const { ids } = await engine.find('security characteristics', { early: (found) => (first = found.ids) });
            return `${first.length > 1} ${ids.length > first.length} ${first.every((id, at) => ids[at] === id)}`; })()",
    );
    assert_eq!(told, "true true true");
}

#[test]
fn every_beginning_of_a_word_finds_something_and_every_slip_is_mended() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome) = (Example::build(), Chrome::start());
    let page = chrome.tab();
    opened(&example, &page);
    let forms = page.evaluate("engine.scan('s').then((all) => JSON.stringify(all.map(([key]) => key.slice(3))))");
    let forms: Vec<String> = serde_json::from_str(&forms).expect("a list");
    let mut random = fastrand::Rng::with_seed(11);
    let some: Vec<&String> = std::iter::repeat_with(|| &forms[random.usize(..forms.len())]).take(120).collect();
    let begun: Vec<String> = some.iter().map(|form| form.chars().take(3 + random.usize(..3)).collect()).collect();
    let begun = serde_json::to_string(&begun).expect("text is JSON");
    let empty = page.evaluate(&format!(
        "(async () => {{ const empty = []; for (const word of {begun}) {{
            const {{ total }} = await engine.find(word, {{ typing: true }}); if (total === 0) empty.push(word);
        }} return JSON.stringify(empty); }})()"
    ));
    assert_eq!(empty, "[]");
    for form in some.iter().filter(|form| form.chars().count() > 4) {
        let mut letters: Vec<char> = form.chars().collect();
        let at = random.usize(..letters.len() - 1);
        letters.swap(at, at + 1);
        let slip: String = letters.into_iter().collect();
        if forms.contains(&slip) || words::is_stop(&slip) {
            continue;
        }
        let used = page.evaluate(&format!("engine.nearest('{slip}')"));
        let is_near = |word: &str| strsim::osa_distance(word, &slip) == 1;
        assert!(is_near(&used), "{slip} became {used}, not {form}");
    }
}
