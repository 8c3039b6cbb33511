//! Many small bodies through the gate at once: what it publishes of each, and whether it refuses it.

use crate::harness::Site;
use promulgate::gate;
use std::collections::{BTreeMap, BTreeSet};

/// What the gate says of one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The projection; empty where all is withheld.
    pub published: String,
    /// There is an error in it, so that nothing is published at all (R3).
    pub refused: bool,
}

/// The verdict on each body, as a White meeting of a site without a glossary.
pub fn judge(bodies: &[String]) -> Vec<Verdict> {
    let mut site = Site::new();
    for (number, body) in bodies.iter().enumerate() {
        let text = format!("+++\nclassification = \"White\"\ndate = 2019-06-26\n+++\n{body}");
        site.files.insert(path(number), text.into_bytes());
    }
    let (projections, diagnostics) = gate::project(&site.tree(), &site.settings());
    let published: BTreeMap<&str, &str> = projections.documents().iter().map(|p| (&**p.path(), p.body())).collect();
    let errors: BTreeSet<&str> = diagnostics.iter().filter(|d| d.is_error()).map(|d| &*d.file).collect();
    let verdict = |number| {
        let path = path(number);
        let published = published.get(&*path).copied().unwrap_or_default().to_owned();
        Verdict { published, refused: errors.contains(&*path) }
    };
    (0..bodies.len()).map(verdict).collect()
}

fn path(number: usize) -> String {
    format!("content/committees/ssc/meetings/{number}.md")
}

/// Bodies that publish `token` without an error; panics where a body is both refused and published.
pub fn exposed<'b>(bodies: &'b [String], token: &str) -> Vec<&'b str> {
    let verdicts = judge(bodies).into_iter().zip(bodies);
    let exposed = verdicts.filter(|(verdict, body)| {
        let is_published = verdict.published.contains(token);
        assert!(!(is_published && verdict.refused), "refused, and published all the same (R3): {body:?}");
        is_published
    });
    exposed.map(|(_, body)| body.as_str()).collect()
}
