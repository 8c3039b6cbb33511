//! What one tree publishes that another does not: what has been recalled since, or mended.
//!
//! **Invariant.** Only projections are compared; of what differs it gives places, not words (R6).

use crate::fields::Value;
use crate::gate::{Projection, Projections};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of the earlier tree that publish something which the later one does not publish in them.
pub fn recalled(earlier: &Projections, later: &Projections) -> Vec<Arc<str>> {
    let known: BTreeMap<&Arc<str>, &Projection> = later.documents().iter().map(|own| (own.path(), own)).collect();
    let is_recalled = |own: &&Projection| known.get(own.path()).is_none_or(|now| has_more(own, now));
    earlier.documents().iter().filter(is_recalled).map(|own| own.path().clone()).collect()
}

/// Whether a document says anything that another does not say, or says it more often.
fn has_more(own: &Projection, other: &Projection) -> bool {
    let known = facts(other);
    let is_known = |(fact, count): (String, usize)| known.get(&fact).is_some_and(|known| *known >= count);
    own.audience() < other.audience() || !facts(own).into_iter().all(is_known)
}

/// The lines of a document and the values of its front matter, each with how often it is there.
fn facts(projection: &Projection) -> BTreeMap<String, usize> {
    let mut facts = BTreeMap::new();
    let lines = projection.body().lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    let front = projection.front().entries.iter().map(|(key, _, value)| format!("{key} = {}", said(&value.value)));
    for fact in lines.chain(front) {
        *facts.entry(fact).or_default() += 1;
    }
    facts
}

/// A value without its places.
fn said(value: &Value) -> String {
    match value {
        Value::List(all) => all.iter().map(|one| format!("{};", said(&one.value))).collect(),
        Value::Table(table) => {
            table.entries.iter().map(|(key, _, one)| format!("{key} = {};", said(&one.value))).collect()
        }
        Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Date(_) | Value::Time(_) | Value::Other => {
            format!("{value:?}")
        }
    }
}
