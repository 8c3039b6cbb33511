//! R11: no slip of one character in a marking publishes what it marks without an error.
//!
//! Every deletion, substitution and insertion of one character in every form of marking, at every place of R8.

use crate::verdict::exposed;
use std::collections::BTreeSet;

const TOKEN: &str = "walrus";

const FORMS: [&str; 9] = [
    "(RED)",
    "**(RED)**",
    "(**RED**)",
    "(Red)",
    "(amber)",
    "**(AMBER)**",
    "(TLP:RED)",
    "(tlp:amber)",
    "(TLP:AMBER+STRICT)",
];

/// Places of R8; the marking stands at `¶`.
const PLACES: [&str; 8] = [
    "### 3. Title ¶\n\nThe walrus.\n\n### 4. Next\n\nPublic.\n",
    "- Public.\n- The walrus ¶\n- Public.\n",
    "- The walrus. ¶\n\n  More.\n",
    "- The walrus.\n\n  More. ¶; and\n- Public.\n",
    "The walrus. ¶\n\nPublic.\n",
    "The SSC: ¶\n\n- the walrus.\n",
    "> The walrus.\n>\n> More. ¶\n",
    ALONE,
];

const ALONE: &str = "## Part\n\nThe walrus.\n\n¶\n\n## Next\n";

/// Letters of the colours and their neighbours, digits, brackets, marks of Markdown, look-alikes.
const CHARACTERS: &str = "rReEdDaAmMbBwWhHiItTgGnNxXlLsSfF019 \t\n()[]{}*_`~.,;:!/\\+-#<>&'\"|=’–éÉΕρ（）";

/// R11's ordinary words that one edit makes of a colour in small letters; in capitals they are errors.
const ORDINARY: [&str; 39] = [
    "wed", "led", "fed", "bed", "ted", "ned", "med", "ed", "rd", "re", "reed", "rend", "read", "redo", "reds", "bred",
    "fred", "red", "ref", "rem", "ret", "res", "reg", "rex", "rid", "rad", "rod", "ired", "sred", "tred", "rede",
    "ember", "umber", "ambler", "ambers", "camber", "rued", "ried", "reid",
];

fn edits(marking: &str) -> BTreeSet<String> {
    let chars: Vec<char> = marking.chars().collect();
    let spliced = |at: usize, end: usize, put: Option<char>| {
        chars[..at].iter().copied().chain(put).chain(chars[end..].iter().copied()).collect()
    };
    let mut edited = BTreeSet::new();
    for at in 0..=chars.len() {
        edited.extend(CHARACTERS.chars().map(|c| spliced(at, at, Some(c))));
        if at < chars.len() {
            edited.insert(spliced(at, at + 1, None));
            edited.extend(CHARACTERS.chars().map(|c| spliced(at, at + 1, Some(c))));
        }
    }
    edited
}

/// A marking that one edit turns into an ordinary word in brackets, in small letters but for its first.
fn is_ordinary(edited: &str) -> bool {
    let word = edited.trim_matches(|c: char| !c.is_alphabetic());
    !word.chars().skip(1).any(char::is_uppercase) && ORDINARY.contains(&word.to_lowercase().as_str())
}

/// A marking by itself that gets a letter before it: a paragraph of its own, whose marking governs only that (R8).
fn is_paragraph(place: &str, edited: &str) -> bool {
    place == ALONE && edited.trim_start_matches('*').starts_with(char::is_alphanumeric)
}

#[test]
fn no_single_edit_of_a_marking_publishes_what_it_marks() {
    for form in FORMS {
        let edited = edits(form);
        let judged = edited.iter().filter(|edited| !is_ordinary(edited));
        let placed = judged.flat_map(|edited| PLACES.map(|place| (place, edited)));
        let lawful = placed.filter(|(place, edited)| !is_paragraph(place, edited));
        let bodies: Vec<String> = lawful.map(|(place, edited)| place.replace('¶', edited)).collect();
        let exposed = exposed(&bodies, TOKEN);
        assert!(
            exposed.is_empty(),
            "{form}: {} of {}: {:#?}",
            exposed.len(),
            bodies.len(),
            &exposed[..exposed.len().min(40)]
        );
    }
}
