//! Forced colours: what the reader chose is all there is, in drawings too.

use crate::axe::Axe;
use crate::chrome::Chrome;
use crate::example::Example;

/// Shapes and letters of drawings in colours that are not the reader's.
const FOREIGN: &str = "
    const probe = document.body.appendChild(document.createElement('p'));
    const colourOf = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };
    const own = new Set(['none', ...['Canvas', 'CanvasText', 'GrayText', 'Highlight', 'LinkText'].map(colourOf)]);
    probe.remove();
    const shapes = [...document.querySelectorAll('main svg :is(rect, circle, line, text)')];
    const uses = shapes.flatMap((shape) => ['fill', 'stroke'].map((name) => [shape, name, getComputedStyle(shape)[name]]));
    return uses.filter(([, , colour]) => !own.has(colour)).map(([shape, name, colour]) => `${shape.outerHTML}: ${name} is ${colour}`);";
/// What tells the current place of a menu or the answer of a table from the others, when backgrounds do not.
const UNMARKED: &str = "
    const isMarked = (style) => style.textDecorationLine.includes('underline') || parseFloat(style.borderBlockEndWidth) > 1;
    const isEdged = (style) => parseFloat(style.borderInlineStartWidth) > 3;
    const places = [...document.querySelectorAll('.menu [aria-current]')].filter((link) => !isMarked(getComputedStyle(link)));
    const answers = [...document.querySelectorAll('tr.is-answer > td:first-child')].filter((cell) => !isEdged(getComputedStyle(cell)));
    return [...places, ...answers].map(({ outerHTML }) => outerHTML);";

#[test]
fn drawings_and_marks_keep_to_the_colours_of_the_reader() {
    if !crate::has_tools() {
        return;
    }
    let (example, chrome, axe) = (Example::build(), Chrome::start(), Axe::find());
    let page = chrome.tab();
    page.show(1280, true);
    page.force_colours();
    let paths =
        ["/dates/", "/dates/2019/", "/decisions/", "/standards/example-interface-specification/", "/meetings/ssc/80/"];
    for path in paths {
        page.open(&example.server.url(path));
        assert_eq!(page.evaluate("String(matchMedia('(forced-colors: active)').matches)"), "true");
        let mut faults = page.faults(FOREIGN);
        faults.extend(page.faults(UNMARKED));
        if let Some(axe) = &axe {
            axe.bring_to(&page);
            faults.extend(Axe::faults(&page));
        }
        assert!(faults.is_empty(), "{path}: {faults:#?}");
    }
    page.open(&example.server.url("/decisions/"));
    page.evaluate("document.querySelector('.tally rect').style.setProperty('fill', '#123456')");
    assert_eq!(page.faults(FOREIGN).len(), 1);
}
