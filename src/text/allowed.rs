//! The characters that a text may have (R12).
//!
//! **Invariant.** No allowed character is invisible, joins another, changes by NFC, or is a letter in another form.

use unicode_properties::{GeneralCategory as Gc, UnicodeGeneralCategory};

/// Whether a text may have this character.
pub fn is_allowed(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => true,
        '\0'..='\u{9f}' => false,
        // Latin-1 without the soft hyphen, Latin Extended-A without the letters that NFC or NFKC takes apart.
        '\u{a0}'..='\u{17f}' => !matches!(
            c,
            '\u{ad}' | '\u{aa}' | '\u{ba}' | '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}' | '\u{17f}'
        ),
        '\u{180}'..='\u{24f}' => EXTENDED_B.contains(&c),
        // Latin Extended Additional without the letters that are forms of another.
        '\u{1e00}'..='\u{1eff}' => !matches!(c, '\u{1e9a}' | '\u{1e9b}') && is_letter(c),
        '\u{370}'..='\u{3ff}' => is_letter(c) && !is_letter_like_greek(c) || c == '\u{384}',
        // General punctuation: dashes, quotes, bullets, ellipsis, primes; the format characters and joiners are out.
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' => is_mark(c),
        // Raised and lowered digits and signs; their letters and brackets are out.
        '\u{2070}'..='\u{209c}' => matches!(c.general_category(), Gc::OtherNumber | Gc::MathSymbol),
        '\u{20a0}'..='\u{20c0}' => is_mark(c),
        '℃' | '℉' | '№' | '™' => true,
        '\u{2150}'..='\u{215e}' | '\u{2189}' => true,
        '\u{2190}'..='\u{21ff}' | '\u{2200}'..='\u{22ff}' => is_mark(c),
        '\u{25a0}'..='\u{25ff}' => is_mark(c),
        // Full-width brackets pass, so that a marking in them is reported as one (R11).
        '\u{ff08}' | '\u{ff09}' | '\u{ff3b}' | '\u{ff3d}' | '\u{ff5b}' | '\u{ff5d}' => true,
        _ => is_pictograph(c),
    }
}

/// The letters of Latin Extended-B in which languages of Europe are written, and those that the Vietnamese ones of
/// Latin Extended Additional are made of: Romanian, Sami, Livonian, Danish, Old Norse, Finnish Romani, Macedonian.
const EXTENDED_B: &[char] = &[
    'Ș', 'ș', 'Ț', 'ț', 'Ǥ', 'ǥ', 'Ǧ', 'ǧ', 'Ǩ', 'ǩ', 'Ǯ', 'ǯ', 'Ǟ', 'ǟ', 'Ǡ', 'ǡ', 'Ȧ', 'ȧ', 'Ȯ', 'ȯ', 'Ȱ', 'ȱ', 'Ȫ',
    'ȫ', 'Ȭ', 'ȭ', 'Ȳ', 'ȳ', 'Ǻ', 'ǻ', 'Ǽ', 'ǽ', 'Ǿ', 'ǿ', 'Ǣ', 'ǣ', 'Ǫ', 'ǫ', 'Ǭ', 'ǭ', 'Ȟ', 'ȟ', 'Ǵ', 'ǵ', 'Ơ', 'ơ',
    'Ư', 'ư',
];

fn is_letter(c: char) -> bool {
    matches!(c.general_category(), Gc::UppercaseLetter | Gc::LowercaseLetter)
}

/// Greek symbols that are forms of letters: ϐ ϑ ϒ ϕ ϖ ϰ ϱ ϲ ϴ ϵ and the like, and the Coptic letters.
fn is_letter_like_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{373}' | '\u{376}'..='\u{37f}' | '\u{3cf}'..='\u{3ff}')
}

fn is_mark(c: char) -> bool {
    use Gc::*;
    matches!(
        c.general_category(),
        DashPunctuation
            | OpenPunctuation
            | ClosePunctuation
            | InitialPunctuation
            | FinalPunctuation
            | ConnectorPunctuation
            | OtherPunctuation
            | MathSymbol
            | CurrencySymbol
            | OtherSymbol
    )
}

/// Ticks, crosses, boxes and pictures; enclosed letters and digits, flags and the marks that join pictures are out.
fn is_pictograph(c: char) -> bool {
    let is_in_block = matches!(
        c,
        '\u{231a}' | '\u{231b}' | '\u{23e9}'..='\u{23fa}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
            | '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6ff}' | '\u{1f7e0}'..='\u{1f7eb}'
            | '\u{1f900}'..='\u{1f9ff}' | '\u{1fa70}'..='\u{1faff}'
    );
    is_in_block && matches!(c.general_category(), Gc::OtherSymbol | Gc::MathSymbol | Gc::ModifierSymbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::canonical_combining_class;

    fn every() -> impl Iterator<Item = char> {
        char::MIN..=char::MAX
    }

    #[track_caller]
    fn check(text: &str, is_lawful: bool) {
        for c in text.chars() {
            assert_eq!(is_allowed(c), is_lawful, "{c} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_letters_and_signs_of_ordinary_prose() {
        check("aZ09 \t\n–—‘’“”…£€é½ŵαΩẞỳ", true);
        check("ȘșȚțǤǥǨǩǮǯȮȱơư", true);
        check("™℃℉№⅓⅞₂²¹⁰⁻₊✓✔✗☐☑☒→≥⚠⭐😀👍🏽🔴🟢", true);
    }

    #[test]
    fn what_could_be_taken_for_something_else() {
        check("ǄǅǆǇǱƷƁƎȺɌʀᴇᴅ", false);
        check("ⓇⒺ①⑴🅰🅱🆎🇷🇪🇩🄬㋿", false);
        check("ℜℝ℟℞ℓ\u{2126}\u{212a}\u{212b}ⅣⅮⅾ𝐑𝑅ＲⁿⁱₑᵣᴿªºﬁĲŀſ⁽⁾₍₎⟦❨❶", false);
        check(
            "аЖ中א\u{ad}\u{301}\u{200b}\u{200d}\u{202e}\u{2066}\u{2028}\u{fe0f}\u{20e3}\u{feff}\u{fffd}\u{e000}\u{378}",
            false,
        );
        check("\0\u{1}\u{7f}\u{85}\r", false);
    }

    #[test]
    fn allowed_text_is_in_nfc_and_joins_nothing() {
        for c in every().filter(|c| is_allowed(*c)) {
            assert!(c.nfc().eq([c]) && canonical_combining_class(c) == 0, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn no_sign_is_a_letter_once_it_is_folded() {
        let is_word = |c: char| c.nfkd().all(|c| c.is_ascii_alphabetic());
        let signs = every().filter(|c| is_allowed(*c) && !c.is_ascii() && !c.is_alphabetic() && is_word(*c));
        assert_eq!(signs.collect::<String>(), "₨№™");
    }
}
