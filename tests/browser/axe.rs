//! Pages judged by axe-core: WCAG 2.2 AA and its best practices.

use crate::chrome::Page;
use crate::tools;

/// Everything that it knows of WCAG 2.2 AA, and best practices.
const ALL: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
/// What alone a change of colours can change.
const CONTRAST: &str = "{ type: 'rule', values: ['color-contrast'] }";

/// The checker's script.
pub struct Axe {
    script: String,
}

impl Axe {
    /// The checker, where it is installed.
    pub fn find() -> Option<Self> {
        let script = tools::checker("axe-core/axe.min.js")?;
        Some(Self { script: std::fs::read_to_string(script).expect("it is text") })
    }

    /// Makes it known to the page that is open.
    pub fn bring_to(&self, page: &Page) {
        page.evaluate(&format!("{};0", self.script));
    }

    /// What it has against the page that it was brought to, as the page is shown.
    pub fn faults(page: &Page) -> Vec<String> {
        run(page, ALL)
    }

    /// The same of colours alone.
    pub fn faults_of_colour(page: &Page) -> Vec<String> {
        run(page, CONTRAST)
    }
}

fn run(page: &Page, rules: &str) -> Vec<String> {
    let found = page.evaluate(&format!(
        "axe.run(document, {{ runOnly: {rules}, resultTypes: ['violations'] }}).then(({{ violations }}) =>
            JSON.stringify(violations.flatMap(({{ id, help, nodes }}) => nodes.map(({{ html, failureSummary }}) =>
                `${{id}}: ${{help}}: ${{html.slice(0, 200)}}: ${{failureSummary}}`))))"
    ));
    serde_json::from_str(&found).unwrap_or_else(|_| panic!("a list: {found}"))
}
