//! Every rule: slug, severity, message, help, explanation and example in one table.
//!
//! The texts are constants: whatever content breaks a rule, the words printed are these.
//!
//! **Invariant.** No two rules share a slug; every rule is in [`RULES`].

use super::{Rule, Severity};

macro_rules! rules {
    ($($name:ident $severity:ident $policy:literal $slug:literal
        $message:literal
        $help:literal
        $explanation:literal
        $example:literal)*) => {
        $(
            #[doc = $explanation]
            pub static $name: Rule = Rule {
                slug: $slug,
                severity: Severity::$severity,
                policy: $policy,
                message: $message,
                help: $help,
                explanation: $explanation,
                example: $example,
            };
        )*

        /// Every rule, in the order of the stages that check it.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

/// The rule of that name.
pub fn rule(slug: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.slug == slug).copied()
}

rules! {
    ENCODING Error true "encoding"
        "this file is not UTF-8"
        "save the file as plain text in UTF-8"
        "A source file is UTF-8 (R12). Bytes that are not can be read differently by the gate and by a browser, so the file is not read at all."
        "(a file saved as Latin-1 or UTF-16)"

    BYTE_ORDER_MARK Error true "byte-order-mark"
        "this file begins with a byte order mark"
        "save the file as UTF-8 without a byte order mark"
        "A byte order mark before `+++` would hide the front matter from some readers (R12)."
        "\u{feff}+++"

    LINE_END Error true "line-end"
        "a carriage return stands here without a line feed, or line ends are mixed"
        "save the file with LF line ends, or with CRLF throughout"
        "A source file has LF line ends; CRLF throughout is read as LF (R12). A lone carriage return is a line end to some programs and a character to others, and could hide a marking."
        "some text\r### 3. Title (RED)"

    CHARACTER Error true "character"
        "this character is not allowed, nor is an escape or a reference that stands for it"
        "type an ordinary letter or sign instead, or delete it: an emoji from a phone often has an invisible mark behind it"
        "Letters are those of English, of the other languages of Europe in Latin letters, of Vietnamese, and Greek. Signs are those of ordinary prose: punctuation, currencies, ™ ℃ ℉ №, fractions, raised and lowered digits, arrows, mathematical signs, ticks, boxes and pictures. Control, invisible and combining characters, letters in other forms (small capitals, mathematical, enclosed or Roman ones), flags, private and unassigned characters are refused (R12): they can make one word look like another. This is said of the text, not of its spelling: `\\u202E` in TOML, `&#8238;` in Markdown and `%E2%80%AE` in an address are refused as the character itself is."
        "(R\u{200b}ED)"

    NOT_NFC Error true "not-nfc"
        "this text is not in Unicode NFC"
        "type the accented letter anew as one character, or normalise the file to NFC"
        "The same letter can be written in two ways; only the composed one is read (R12)."
        "cafe\u{301}"

    TEXT_LINE_END Error true "text-line-end"
        "this text is of one line, but holds a line end or a tab"
        "write it on one line; between three quotation marks a backslash at a line's end continues it without a line end"
        "Titles, names, notes and the like are printed in one line, in lists, feeds, calendars and tables (R12). Only the definition of a glossary term may be of several lines."
        "title = \"Budget\\n(RED)\""

    FILE_TOO_LARGE Error true "file-too-large"
        "this file is larger than 1 MiB"
        "split the document"
        "A document of this kind is some kilobytes long. The limit bounds what a hostile file can cost."
        "(a file of 2 MiB)"

    PATH_SYMLINK Error true "path-symlink"
        "this is not a regular file"
        "replace it by a copy of the file"
        "Sources are files (R20). A symlink could lead out of the tree, to text that nobody classified."
        "content/pages/a.md -> /etc/passwd"

    PATH_NAME Error true "path-name"
        "this name is not a slug"
        "remove it, or rename it: small letters, digits, single hyphens or points, at most 80 bytes"
        "File and folder names become paths of the site, so they are slugs (R20): `[a-z0-9]+([-.][a-z0-9]+)*`."
        "content/pages/My Page.md"

    PATH_COLLISION Error true "path-collision"
        "two paths differ only in letter case or Unicode form"
        "rename one of the two"
        "On some file systems the two are one file, and one would take the other's place (R20)."
        "ssc-80.md and SSC-80.md"

    PATH_UNKNOWN Warning false "path-unknown"
        "this file has no place in the content tree, and is not read"
        "move it to where its kind of document belongs, or remove it"
        "The place of a file says what it is. Nothing in `content/` is ever copied because it happens to lie there (R19)."
        "content/notes.txt"

    PATH_STRAY Warning false "path-stray"
        "a system, an editor or another tool has left this here; it is not read"
        "remove it, and let git ignore its kind"
        "Systems and editors leave files about: `.DS_Store`, `Thumbs.db`, `~$minutes.docx`, `80.md~`, `.80.md.swp`, `.gitkeep`. They are nobody's documents, so they are passed over, in `content/` and in the theme's folder."
        "content/pages/.DS_Store"

    FRONT_MATTER Error true "front-matter"
        "the front matter is not where it should be"
        "begin the file with a line `+++`, nothing above it or after it, and end the front matter with another"
        "A document starts with `+++` on its first line, and the front matter ends with a line that is exactly `+++`. Front matter that is not recognised would be printed as text."
        "\n+++\nclassification = \"Red\"\n+++"

    FRONT_MATTER_TOML Error true "front-matter-toml"
        "the front matter is not valid TOML"
        "write `key = value`, one a line and each key once: text in quotes, a date as 2019-06-26 and one that exists"
        "The front matter could not be read, so nothing is known of the document, and it is withheld. The message quotes nothing, since the document may be Red (R6). Usual causes: text without quotes, a date such as 2019-06-31 that no calendar has, a key written twice, a table such as `[[attachments]]` above keys of the document."
        "title = Accessibility"

    KEY_TWIN Error true "key-twin"
        "this key is a key of the information policy in another spelling"
        "write the key exactly as it should be"
        "`Classification` beside `classification` would be two answers to one question. A key of the gate in another letter case or with a slip is an error, not an unknown key."
        "Classification = \"White\""

    CLASSIFICATION_MISSING Error true "classification-missing"
        "the classification is missing"
        "add `classification = \"White\"` (or Green, Amber, Red) to the front matter"
        "Every document, attachment and glossary term has a classification (R7). It has no default: what nobody classified is withheld."
        "+++\ntitle = \"A page\"\n+++"

    CLASSIFICATION_UNKNOWN Error true "classification-unknown"
        "this is not one of the four classifications"
        "write White, Green, Amber or Red, or a TLP form of one"
        "The Panel Information Policy has four classifications (R7). Anything else withholds the document."
        "classification = \"Public\""

    CLASSIFICATION_DISAGREES Error true "classification-disagrees"
        "a statement in the text disagrees with the document's classification"
        "make the front matter and the sentence agree"
        "A sentence that classifies the document must agree with its front matter (R7). One of the two is wrong, and only a person can say which."
        "classification = \"White\" … This document is classified as **Green**."

    PUBLISH_ON_INVALID Error true "publish-on-invalid"
        "`publish_on` is not a date"
        "write it as a TOML local date: `publish_on = 2019-06-27`"
        "An embargo that cannot be read cannot be kept (R18), so the document is withheld and the build fails."
        "publish_on = \"soon\""

    PARENT_MISSING Error true "parent-missing"
        "the document that this one stands under is missing"
        "add the `committee.md` or `standard.md` of its folder"
        "A meeting stands under its `committee.md`, a version under its `standard.md`, and has at least their classification (R7). Without the parent that is not known."
        "content/committees/ssc/meetings/80.md without content/committees/ssc/committee.md"

    MARKING_UNKNOWN Error true "marking-unknown"
        "this looks like a classification, but is not one of White, Green, Amber, Red"
        "write `(WHITE)`, `(GREEN)`, `(AMBER)` or `(RED)` in round brackets; if none is meant, reword it, or put the abbreviation in the glossary"
        "What looks like a marking but is not one is an error, not “no marking” (R11): somebody meant something, and the program does not guess what. Where no classification is meant, an abbreviation that stands in `glossary.toml` is left alone, and so is an ordinary word that is not all in capitals."
        "### 3. Title (AMBR)"

    MARKING_NAME Error true "marking-name"
        "a bracket begins or ends with a colour where a classification may stand"
        "write `(GREEN)` and nothing else in the bracket if it is one; if it is a name, list it in `promulgate.toml`, `[policy] names`, or reword the sentence"
        "`(Red item)` at the end of a text may be a marking that nothing would keep to, or the name of something (R11). Names that hold a colour, such as “Green Energy UK”, are listed in the configuration and are then left alone wherever they stand whole."
        "The bid came from one party (Green Energy UK)"

    MARKING_SPACE Error true "marking-space"
        "a non-breaking space stands behind a classification"
        "delete the space behind the closing bracket; it looks like an ordinary one, or like nothing"
        "Behind a marking only ordinary white space, points and a closing “and” or “or” may stand (R8). A non-breaking space is text (R12), and with text behind it the marking would govern nothing. Word processors leave such spaces behind."
        "The SSC noted this (GREEN)\u{a0}"

    MARKING_INITIALS Warning true "marking-initials"
        "this classification spells the initials of the words before it, and holds all the same"
        "if the abbreviation is meant, leave it out, or write it without brackets and not at the end"
        "“Renewable Energy Directive (RED).” ends in what is a marking to the letter, so it withholds (R11). If the initials are meant, the text is lost without an error, hence the warning."
        "The SSC discussed the Renewable Energy Directive (RED)."

    OTHER_POLICY Error true "other-policy"
        "a word of another policy stands here like a classification"
        "mark the portion `(AMBER)` or `(RED)` if it is restricted; if it is not, reword it; a longer name that holds the word can be listed in `promulgate.toml`, `[policy] names`"
        "Confidential, in confidence, commercially sensitive, OFFICIAL-SENSITIVE, restricted, secret, in camera, exempt and private session are no classifications of the Panel Information Policy, and withhold nothing (R11). Whoever wrote one where a marking may stand meant something by it. In a portion that is Amber or Red they may stand."
        "### 3. Title – Confidential"

    MARKING_MISPLACED Error true "marking-misplaced"
        "a classification does not count at this place"
        "put it at the end of a heading, paragraph, bullet or quote, or by itself in a paragraph; write numbered items as headings: `### 3. Title (RED)`"
        "A marking governs only from the places that R8 names. Anywhere else — in code, a link, a table, a footnote, an ordered list, the middle of a sentence, a comment in the front matter — it would silently govern nothing. Agenda items are headings and other marked lists have bullets; a table takes its classification from its section, so the marking goes to the heading, or into a paragraph by itself in that section."
        "The (RED) paper was noted."

    MARKING_DISGUISED Error true "marking-disguised"
        "a classification is written in a way that hides it"
        "write it in plain letters: `(RED)`"
        "The source, the text and the rendered page must show the same markings (R11). Entities, escapes, emphasis inside the word and line breaks make them differ."
        "Title (R&#69;D)"

    MARKING_CONFLICT Error true "marking-conflict"
        "two different classifications stand at one place"
        "keep the one that is meant"
        "Two markings at one place, if they differ, are an error (R11): one of them is wrong."
        "### 3. Title (GREEN) (RED)"

    MARKING_BARE Error true "marking-bare"
        "a colour stands here like a classification, but without brackets"
        "write `(RED)` at the end if it is a marking, or the colour in small letters and as part of a sentence if it is not; in a table, mark the section instead, or head the column with another word"
        "A bold colour, a colour in capitals in a heading or at either end of a paragraph or bullet, one with a capital there behind a dash or before a colon, and one in a table's column or row headed Classification or Marking: each is a marking that someone forgot to bracket (R11)."
        "### 3. Title RED"

    STATEMENT_UNKNOWN Error true "statement-unknown"
        "this sentence speaks of a classification, but does not clearly state White, Green, Amber or Red"
        "write the one that is meant in full, “marked as **AMBER**”; if the sentence classifies nothing, write the colour in small letters or reword it"
        "A sentence such as “The item was marked as AMBER” raises the classification of its agenda item (R9). A near miss in the colour's place, two colours, or a colour in capitals that nothing is said to be (“a RED item”, “the AMBER marking”) would raise nothing, and what is withheld in silence is lost, too."
        "The item was marked as **AMBR**."

    STATEMENT_RAISES Warning true "statement-raises"
        "this statement withholds or restricts what no marking does: it raises all of its agenda item"
        "if that is meant, put the marking at the end of the heading as well; if not, reword the sentence, or list the name in `promulgate.toml`, `[policy] names`"
        "“The item was marked as RED” raises the whole agenda item that it stands in (R9). Where no marking says the same, as in “the milestone was marked as amber” or “classified as Red List by the IUCN”, nobody may have meant it."
        "### 3. Title … The milestone was marked as amber."

    MARKING_MILDER Warning true "marking-milder"
        "this marking is milder than what encloses it, and changes nothing"
        "remove it, or lower the enclosing marking if that is what is meant"
        "The strictest marking holds (R10). A milder one inside it is harmless, but someone may expect it to publish the portion."
        "### 3. Title (RED) … - a bullet (GREEN)"

    STATEMENT_STRICTER Warning true "statement-stricter"
        "a statement in the text is not what the heading says; the stricter of the two holds"
        "make the heading and the statement agree"
        "A heading and a statement that disagree: the stricter governs (R9)."
        "### 3. Title (GREEN) … The item was marked as **RED**."

    SETEXT_HEADING Error true "setext-heading"
        "an underline stands directly below a line of text"
        "write headings with `#`, and put a blank line before a thematic break"
        "An underline makes the line above it a heading to most readers of Markdown, and a boundary between portions (R13)."
        "Title\n====="

    FENCE_UNCLOSED Error true "fence-unclosed"
        "this code fence is never closed"
        "close the fence with a line of the same characters"
        "An unclosed fence swallows the headings and markings below it (R13)."
        "```json\n{}"

    INDENTED_CODE Error true "indented-code"
        "this is an indented code block"
        "remove the indentation, or use a code fence"
        "Four spaces too many turn a heading or bullet with its marking into code (R13)."
        "    - text (RED)"

    RAW_HTML Error true "raw-html"
        "raw HTML is not allowed"
        "write it in Markdown, or escape the `<`"
        "HTML, comments included, could hide text from the reader of the source or of the page (R13). All of it is refused."
        "<!-- (RED) -->"

    HEADING_NESTED Error true "heading-nested"
        "a heading stands inside a list or a quote"
        "move the heading to the start of a line"
        "Sections run from heading to heading. One inside a list has no clear end (R13)."
        "- ### 3. Title"

    LIST_ITEM_LIST Error true "list-item-list"
        "this list item begins with a list"
        "give the item words of its own, or lower the inner list by a line"
        "Two markers in a line give one line to two portions (R13)."
        "- - text"

    LAZY_CONTINUATION Error true "lazy-continuation"
        "this line belongs to a list item or quote, but does not look like it"
        "indent the line to the item's text or begin it with `>`; if it is not part of it, put a blank line above"
        "Markdown lets a paragraph go on without its prefix. A reader, and the next editor, sees text outside the item; its marking says otherwise (R13)."
        "- a bullet (RED)\nmore of it"

    BLOCK_INDENT Error true "block-indent"
        "this line is indented, but not enough to belong to the list item above it"
        "indent it to the item's text, or not at all"
        "Content indented by three columns is inside items 1 to 9 and outside items from 10 on (R13)."
        "10. text\n\n   more text"

    HASH_NOT_HEADING Error true "hash-not-heading"
        "this line begins with `#` but is no heading"
        "put a space after the `#`, and use at most six"
        "What was meant as a heading with a marking would be a paragraph, and its marking would govern only that (R13)."
        "###3. Title (RED)"

    HASH_NUMBER_IN_TEXT Error true "hash-number"
        "this line begins with `#` and a number"
        "write `\\#12`, or begin the line with another word"
        "A line that begins with `#` looks like a heading to an editor and to some programs, and is text to Markdown (R13)."
        "#12 is the issue."

    ITEM_NUMBER_IN_TEXT Error true "item-number-in-text"
        "an agenda item seems to begin inside a paragraph or code block"
        "make it a heading with a blank line above; if it is text, move the number away from the start of the line"
        "A line like `3. Title` in the middle of a paragraph is text to Markdown, and the item's marking governs nothing (R13)."
        "some text\n3. Title (RED)"

    ITEM_AS_LIST Error true "item-as-list"
        "an agenda item is written as a list item"
        "write agenda items as headings: `### 10. Title (GREEN)`; begin any other numbered list with 1, or use bullets"
        "Markdown reads `10. Title (GREEN)` as an ordered list, which is no section (R13). `promulgate import` writes such lines as headings."
        "10. Title (GREEN)"

    TITLE_AS_TEXT Error true "title-as-text"
        "a paragraph with a classification stands like the title of what follows"
        "write it as a heading: `#### Background (GREEN)`; if it is no title, take the bold away or put the marking at the end of each paragraph"
        "The marking of a paragraph governs that paragraph and a list below it (R8). As a title it would be thought to govern more."
        "**Background (GREEN)**\n\nText"

    HEADING_CONTINUES Error true "heading-continues"
        "a text with a classification stands directly below a heading, and may be the rest of the title"
        "write the title in one line; if the text is no part of it, put a blank line above it"
        "A heading is one line of the source (R8). Where its title is wrapped, the marking at the end of the second line would govern that line only, and the item would be published."
        "### 3. A long title\nof an item (RED)"

    ITEM_INSIDE_ITEM Error true "item-inside-item"
        "a numbered agenda item stands inside another"
        "give both headings the same level"
        "An item inside another would share its classification and its anchor. A slip of one `#` would withhold or publish the wrong text."
        "### 3. One\n#### 4. Two"

    CONFLICT_MARKER Error true "conflict-marker"
        "this is a conflict marker"
        "finish the merge"
        "A half-merged file holds two versions of a text, perhaps with two markings (R13)."
        "<<<<<<< HEAD"

    NESTING_TOO_DEEP Error true "nesting-too-deep"
        "the text is nested deeper than 32 levels"
        "flatten it"
        "A bound against hostile input (R13)."
        ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> text"

    TEXT_TOO_LONG Error true "text-too-long"
        "this paragraph, heading or cell is longer than 16,384 characters"
        "part it into several paragraphs"
        "A paragraph of this kind is some lines long. The limit bounds what a hostile file can cost."
        "(a paragraph of 20,000 characters)"

    STRING_TOO_LONG Error true "string-too-long"
        "this string is longer than 2,000 characters"
        "say it shortly here, and the rest in the body"
        "A title stands on many pages, and a note in many lists. The limit bounds what a hostile file can cost (R21)."
        "title = \"(2,001 characters)\""

    LIST_TOO_LONG Error true "list-too-long"
        "this list has more than 250 entries"
        "leave out what nobody needs any more, or part the document"
        "Each entry stands on several pages. The limit bounds what a hostile file can cost (R21)."
        "former_paths = [\"/1/\", \"/2/\", (and so on, to \"/251/\")]"

    PRINTS_TOO_MUCH Error true "prints-too-much"
        "with this the document prints more than 256 KiB and fifty times its length, or than 16 MiB"
        "part the document, or say with fewer headings, decisions and notes what it says"
        "Every heading and decision stands on several pages and in the data. A document of minutes prints some twenty times its length; what is reckoned to exceed fifty is refused before anything is printed (R21)."
        "- **NOTED** it; (and so on, two hundred times)"

    TABLE_ROW_TOO_LONG Error true "table-row-too-long"
        "this row has more cells than its table has columns"
        "add columns to the header, or write a bar that is part of the text as \\|"
        "Markdown drops such cells without a word; what stands in them would be missing from the page (R13)."
        "| Version |\n|---|\n| 1.3 | mandatory from 1 May 2026 |"

    PROJECTION_UNSTABLE Error true "projection-unstable"
        "without its withheld portions this text would be read differently"
        "put a sentence of published text between the lists or blocks at this place"
        "The published text must mean the same with and without the withheld portions (R2). Here cutting them would join two lists or otherwise change the structure of what stays."
        "- a\n\n> quote (RED)\n\n- b"

    DEFINITION_WITHHELD Warning true "definition-withheld"
        "this reference has no published definition, and is printed as written"
        "repeat the definition in a published portion"
        "Definitions in withheld portions do not exist for the rest of the document (R14)."
        "see [the paper][p] … (in a Red item:) [p]: https://…"

    DEFINITION_TWICE Warning false "definition-twice"
        "this label is defined twice; the first definition holds"
        "remove one of the two, or rename it"
        "Of duplicate definitions Markdown takes the first (R14)."
        "[a]: https://one.example\n[a]: https://two.example"

    FOOTNOTE_UNUSED Warning false "footnote-unused"
        "nothing refers to this footnote, and it is not printed"
        "refer to it, or remove it"
        "A footnote that nothing refers to is not printed (R14)."
        "[^1]: a note"

    FOOTNOTE_UNDEFINED Warning false "footnote-undefined"
        "this footnote reference has no definition, and is printed as written"
        "define it"
        "A reference `[^1]` without a definition is text."
        "text[^1]"

    KEY_UNKNOWN Error false "key-unknown"
        "this key is not known here"
        "check its spelling, or remove it; the explanation names the keys of each kind of document"
        "Unknown keys are errors: a misspelt key would silently lose a date. The keys are:\n\n\
            - every document: classification, publish_on, updates (date, note), former_paths\n\
            - a page and `index.md`: title, description, order\n\
            - a committee: title, abbreviation, parent\n\
            - a meeting: date, number, reference, title, start, end, venue, next_meeting, attachments\n\
            - a standard: title, short_title, aliases, owner, committee, concurrent, url, events (id, label, question)\n\
            - a version: version, document_date, approved_on, approved_by, supersedes, draft, withdrawn_on, conditions, applies \
            (event, implementation_date, last_date, permitted_from), milestones (date, label), date_changes (event, \
            was, changed_on, decided_by, reason), attachments\n\
            - `glossary.toml`: term (term, expansion, definition, classification)\n\
            - `promulgate.toml`: site (title, base_url, organisation, copyright, language, theme), policy (publish, withheld, \
            never), decisions (outcomes), autolink (pattern, url)."
        "titel = \"A page\""

    KEY_MISSING Error false "key-missing"
        "a required key is missing"
        "add the key"
        "Some keys have no default: a page, a committee and a standard have a `title`, a meeting has a `date`, a standard an `owner`, a version its `version`; the site has a `title`, a `base_url` and an `organisation`."
        "(a committee without `title`)"

    VALUE_TYPE Error false "value-type"
        "this value is of the wrong type"
        "write text in quotes; dates as 2019-06-26, times as 10:00:00, numbers and true or false without quotes"
        "Dates are TOML local dates, text is in quotes."
        "date = \"26 June 2019\""

    VALUE_INVALID Error false "value-invalid"
        "this value is not allowed here"
        "the explanation says what is allowed"
        "The value is of the right type, but not one of those allowed: `withheld` is \"notice\" or \"omit\"; `base_url` is a plain http or https address without `?` or `#`; `theme` is the name of a folder of `themes/`; `language` is English, such as \"en-GB\", because the words that the program adds are; `never` is a path inside the site's folder; outcomes are words in small letters."
        "withheld = \"hide\""

    CONFIG_TOML Error false "config-toml"
        "the configuration is not valid TOML"
        "write `key = value`, one a line and each key once, below `[site]`, `[policy]` or another table; text stands in quotes"
        "`promulgate.toml` could not be read."
        "[site"

    CEILING_MISSING Error true "ceiling-missing"
        "the configuration does not say what may be published"
        "add `publish = [\"White\", \"Green\"]` (or `[\"White\"]`) under `[policy]`"
        "The ceiling has no built-in default (R4)."
        "[policy] without `publish`"

    CEILING_UNLAWFUL Error true "ceiling-unlawful"
        "this cannot be the ceiling"
        "write `publish = [\"White\", \"Green\"]` or `[\"White\"]`"
        "No setting publishes above Green (R4)."
        "publish = [\"White\", \"Amber\"]"

    POLICY_NAME Error true "policy-name"
        "this cannot be a name that is left alone"
        "write a longer name, such as “Green Deal” or “Mr White”, with no brackets and no colour in capitals"
        "A phrase of `[policy] names` is no marking wherever it stands whole (R11). So it must be more than colours, TLP forms, numbers, words of marking and words of other policies, which would take a meaning away."
        "[policy]\nnames = [\"RED Team\", \"Red item\"]"

    ATTACHMENT Warning false "attachment"
        "this attachment is not published: files beside documents are not supported yet"
        "publish the file elsewhere and link to it, or leave the entry out"
        "A declared attachment that did not come out would be missing silently. The entry is read for its classification, and the file stays where it is."
        "[[attachments]]\nfile = \"summary.pdf\""

    ITEM_NUMBER_ORDER Warning false "item-number-order"
        "this agenda item's number is out of order"
        "check the number"
        "Numbers need not start at 1 nor be complete, but they rise."
        "### 4. One\n### 3. Two"

    ITEM_NUMBER_TWICE Error false "item-number-twice"
        "this agenda item's number is there already"
        "check the number"
        "Two items with one number would share an anchor, and decisions could be cited wrongly."
        "### 3. One\n### 3. Two"

    STEM Error false "stem"
        "the file's name is not the meeting's number or date"
        "make the file's name and `number` agree (`80.md` for 80); without a number the name is the date, `2019-06-26.md`"
        "The file's stem is the meeting's id within its committee."
        "81.md with number = 80"

    STEM_VERSION Error false "stem-version"
        "the file's name is not the version"
        "rename the file: the label in small letters, with hyphens for spaces (`2.0-draft-3.md`)"
        "The file's stem is the version's id within its standard: the slug of its label."
        "1.4.md with version = \"1.3\""

    VERSION_LABEL Error false "version-label"
        "this is no label of a version"
        "write it as its owner does, with letters, digits and ` .-_/,()+:` alone: \"1.3\", \"140-2\", \"Issue 7\", \"2.0 draft 3\""
        "Labels are compared part by part, digits as numbers: 1.16 comes after 1.7, and a draft before what it is of. \"latest\", \"not recorded\" and names of data files are no labels."
        "version = \"latest\""

    VERSION_TWICE Error false "version-twice"
        "this version has the same place in the order as another; the other is"
        "remove one of the two files, or give one of them an `order`"
        "1.0, 1.00 and 1 are one version; so are two with one `order`. Which of two versions comes first decides when one ends."
        "1.0.md and 1.00.md"

    DOCUMENT_DATE Error false "document-date"
        "this is not a date"
        "write a day, a month or a year: \"2019-06-26\", \"2019-06\" or \"2019\""
        "A document date is as exact as it is known: a month stays a month, and no day is invented."
        "document_date = \"June 2019\""

    SUPERSEDES Error false "supersedes"
        "this is neither the label of a version nor \"not recorded\""
        "write the label of the version before this one, or \"not recorded\" where nobody has entered which it was"
        "Without the key, a version supersedes the published one before it. The days on which that one was mandatory follow from it, so a version whose predecessor is not published here must say so."
        "supersedes = \"1.2?\""

    SUPERSEDES_ORDER Error false "supersedes-order"
        "a version can only supersede one that comes before it"
        "check both labels, and `order`"
        "The version that is named is this one, or comes after it."
        "version = \"1.3\", supersedes = \"1.4\""

    SUPERSEDES_SKIPS Error false "supersedes-skips"
        "another published version with dates for the same event comes between the two"
        "name that one, or check its dates"
        "If 1.5 follows directly on 1.3, nobody can tell when 1.4 stopped being mandatory."
        "supersedes = \"1.3\" in 1.5.md, where 1.4.md is published and applies"

    EVENT_TWICE Error false "event-twice"
        "this event is there twice"
        "remove one of the two"
        "An event is known by its `id` within its standard."
        "two [[events]] with id = \"cbq-accepted\""

    EVENT_ID Error false "event-id"
        "this cannot be an event's id"
        "write small letters, digits, hyphens and points: `cbq-accepted`"
        "An event is named by its `id` in addresses, data and calendars."
        "id = \"CBQ accepted\""

    EVENT_UNKNOWN Error false "event-unknown"
        "the standard has no such event"
        "write the `id` of one of the [[events]] in standard.md"
        "A date that belongs to no event would be shown nowhere."
        "event = \"cbq-acepted\""

    WINDOW_TWICE Error false "window-twice"
        "this version has dates for this event already"
        "remove one of the two"
        "A version has one implementation date for an event; an earlier one belongs in [[date_changes]]."
        "two [[applies]] with event = \"cbq-accepted\""

    WINDOW_EMPTY Error false "window-empty"
        "there is no date here"
        "write `implementation_date`, `implementation_month`, `permitted_from` or `last_date`; `not_for` names events that the version has nothing to do with"
        "A window without a date says nothing of any day."
        "[[applies]] with `event` alone"

    WINDOW_DAY_AND_MONTH Error false "window-day-and-month"
        "there are an implementation date and an implementation month"
        "remove `implementation_month` once the day is announced"
        "A month stands where no day has been announced."
        "implementation_date = 2026-11-05, implementation_month = \"2026-11\""

    IMPLEMENTATION_MONTH Error false "implementation-month"
        "this is not a month"
        "write the year and the month: \"2026-11\""
        "A month that is announced stays a month, and no day is invented."
        "implementation_month = \"November 2026\""

    NOT_FOR_APPLIES Error false "not-for-applies"
        "this version has dates for the event that it is not for"
        "remove the event from `not_for`, or its [[applies]]"
        "A version is for an event or is not."
        "not_for = [\"hub\"], with [[applies]] event = \"hub\""

    WINDOW_BACKWARDS Error false "window-backwards"
        "this date is on the wrong side of another of its window"
        "check both dates"
        "`permitted_from` is not after the implementation date or month, and `last_date` is before neither."
        "implementation_date = 2019-09-26, last_date = 2019-09-01"

    WINDOW_ORDER Error false "window-order"
        "this version is not mandatory later than the one before it"
        "check both dates, and the labels (`order` where they don't tell); where several versions may be used at once, say `concurrent = true` in standard.md"
        "For each event a successor starts later than what it supersedes; otherwise two versions would be mandatory on one day."
        "1.3 from 2019-09-26, and 1.4 from 2019-09-01"

    WINDOW_OVERLAP Error false "window-overlap"
        "on this day the next version is mandatory already"
        "check `last_date`; without it the window ends on the day before the next begins"
        "Two versions of a standard are not mandatory on one day, unless standard.md says `concurrent = true`."
        "last_date = 2021-03-31, where the next version is mandatory from 2021-03-01"

    WINDOW_GAP Error false "window-gap"
        "after this day no version is mandatory until the next begins"
        "check `last_date`; where a version between the two is not published here, name it in `supersedes` of the next"
        "The windows of a standard's versions follow on one another without a day between."
        "last_date = 2021-02-28, where the next version is mandatory from 2021-03-31"

    WINDOW_MISSING Warning false "window-missing"
        "this version has no dates for an event that versions before and after it have dates for"
        "add [[applies]]; or name the event in `not_for` where this version has nothing to do with it; or let the next version name what it supersedes"
        "Nobody can tell when it took the place of the version before it, so the days in between are \"not recorded\"."
        "1.4.md without [[applies]], between 1.3.md and 1.5.md"

    VERSION_WITHHELD Warning false "version-withheld"
        "a version that is withheld comes after this one, and may end its window"
        "if it does, say `last_date` here, or let the next published version name it in `supersedes`"
        "Readers are told that this version is mandatory until the next published one. Nothing of the withheld version is published, and nothing is changed because of it."
        "1.4.md is Amber, between 1.3.md and 1.5.md"

    FIRST_SUPERSEDES Error false "first-supersedes"
        "the first version names one before it, and the standard says that there was none"
        "remove `supersedes` here, or `first_recorded` in standard.md"
        "With `first_recorded = true` readers are told that no version was mandatory before the first."
        "first_recorded = true, and supersedes = \"0.9\" in the first version"

    FIRST_WITHHELD Warning false "first-withheld"
        "a version that is withheld comes before this one, and the standard says that there was none"
        "remove `first_recorded` in standard.md, unless the withheld version never applied"
        "With `first_recorded = true` readers are told that no version was mandatory before the first published one."
        "0.9.md is Amber, and first_recorded = true"

    MILESTONE_OVER Warning false "milestone-over"
        "on this day the version is superseded or withdrawn, so the milestone stands on its page only"
        "write it in standard.md where it goes on whatever version is in force, or in the version that is"
        "A reader of the dates to come would take it for one of what applies."
        "a milestone of 2026-03-15 in a version that is superseded from 2026-02-17"

    DRAFT_APPLIES Warning false "draft-applies"
        "the dates of a draft stand on its own page only"
        "remove `draft = true` once the version is approved"
        "Nobody has decided the dates of a draft."
        "draft = true, with [[applies]]"

    DATE_CHANGE_ORDER Error false "date-change-order"
        "this change is later than the one after it"
        "write the changes of an event oldest first"
        "The history of a date is read from top to bottom."
        "changed_on = 2019-05-01, followed by changed_on = 2019-04-01"

    DATE_CHANGE_OF Error false "date-change-of"
        "there is no such date to move"
        "write \"implementation_date\", \"last_date\" or \"permitted_from\""
        "Without `of` it is the implementation date that moved."
        "of = \"end_date\""

    DATE_CHANGE_NONE Error false "date-change-none"
        "the date was the same after this change"
        "write in `was` the date before the change"
        "A change leads from `was` to the `was` of the next change of the same date, or to that date as it is now."
        "was = 2019-09-26, implementation_date = 2019-09-26"

    DECISION_MISSING Error false "decision-missing"
        "there is no such meeting, item or decision"
        "write a reference such as \"ssc/80#item-10\" or \"ssc/80#decision-10-2\""
        "`approved_by` and `decided_by` name the decision that a date rests on."
        "approved_by = \"ssc/80#item-99\""

    DECISION_WITHHELD Warning false "decision-withheld"
        "this decision is withheld, so the page does not name it"
        "nothing, if that is meant"
        "A withheld decision is as if it were not named (R17)."
        "approved_by = \"ssc/80#item-9\", which is Red"

    APPROVAL_UNDECIDED Error false "approval-undecided"
        "what is named here holds no decision to approve or agree"
        "check the reference, and the bold outcomes of the item"
        "A version rests on a published decision with the outcome APPROVED or AGREED."
        "approved_by = \"ssc/80#item-2\", which only notes"

    APPROVAL_DAY Error false "approval-day"
        "the meeting that is named did not take place on this day"
        "check `approved_on` and `approved_by`"
        "A version is approved on the day of the meeting whose decision approved it."
        "approved_on = 2019-06-25, approved_by = \"ssc/80#item-10\""

    IMPLEMENTATION_EARLY Warning false "implementation-early"
        "this version is mandatory before it was approved"
        "check both dates"
        "It may be right, but rarely is."
        "approved_on = 2019-06-26, implementation_date = 2018-09-26"

    IMPLEMENTATION_UNMENTIONED Warning false "implementation-unmentioned"
        "the item that approved this version, or moved its date, does not mention this date"
        "check the date, or name the decision that has it"
        "Readers follow a date to the words that decided it."
        "implementation_date = 2019-09-27, where the item says 26 September 2019"

    COMMITTEE_NAME Error false "committee-name"
        "a committee cannot have this name"
        "rename the folder"
        "`/meetings/page/` and `/meetings/2019/` are pages of the site, so no committee is named `page` or like a year."
        "content/committees/2019/"

    COMMITTEE_UNKNOWN Error false "committee-unknown"
        "there is no such committee"
        "name a folder of `content/committees/`"
        "A committee is named by its folder."
        "parent = \"pannel\""

    OUTCOME_UNKNOWN Warning false "outcome-unknown"
        "this bold word in capitals is no outcome, so it is no decision"
        "write one of the outcomes, add it to `[decisions] outcomes`, or use small letters"
        "Decisions are read from bold outcomes in capitals. A misspelt one would be missing from the register."
        "The SSC **APROVED** the minutes."

    OUTCOME_PHRASE Warning false "outcome-phrase"
        "only the outcome itself should be bold"
        "write `**APPROVED** version 1.3`"
        "A bold phrase that begins with an outcome is not read as a decision."
        "The SSC **APPROVED version 1.3**."

    OUTCOME_NOT_READ Warning false "outcome-not-read"
        "this outcome in capitals is not read as a decision"
        "write it alone in bold, in the sentence that says what was decided; or in small letters, where it is none"
        "A decision is an outcome in bold. One that is not bold, that stands in a heading, or that stands inside a bold sentence would be missing from the registers."
        "The SSC APPROVED the guidance."

    DECISION_TOO_LONG Error false "decision-too-long"
        "the sentence of this decision is longer than 2,000 characters"
        "part it into sentences, one for each decision"
        "A decision is printed with the sentence that it stands in, and the stem of its list. One that is this long is probably several that lost their full stops."
        "(a paragraph of thirty outcomes without a full stop)"

    OUTCOME_REPORTED Warning false "outcome-reported"
        "this outcome is told of another time or body, so it is no decision of this meeting"
        "write it in small letters; where this meeting decided so, give it a sentence of its own"
        "A decision is what this meeting decided. An outcome in a clause that tells of another time or body, such as \"noted that the Panel had **APPROVED** it\" or \"as **AGREED** in May\", is not put in the register."
        "The SSC **NOTED** that the Panel had **APPROVED** the change."

    OUTCOME_UNCLEAR Warning false "outcome-unclear"
        "whether this outcome is decided here cannot be read, so it is no decision"
        "say in a sentence of its own that the committee decided so, or write the word in small letters"
        "An outcome under a condition or in the future, or beside a \"not\" that may mean something else, could be read either way. The register has neither reading."
        "The paper will be published once **APPROVED**."

    DEFERRAL_UNCLEAR Warning false "deferral-unclear"
        "the day that this decision defers to is not clear"
        "check the day in the register; a date after \"to\" or \"until\" is read without doubt"
        "A deferral is to the date after \"to\" or \"until\", else to the first date in its sentence. Where the sentence has several such dates, or only the one that it is deferred from, the register may show a day that is not meant. Where it agrees to something else and defers as well, the register shows no day; write two sentences."
        "The SSC **DEFERRED** the paper of 12 June 2019 for the meeting on 10 July 2019."

    WEEKDAY_WRONG Error false "weekday-wrong"
        "this weekday does not fit its date; the calendar says"
        "check the date and the weekday"
        "One of the two is wrong, and industry relies on the date."
        "Friday 26 September 2019"

    DATE_IMPOSSIBLE Error false "date-impossible"
        "there is no such date"
        "check the date"
        "The month does not have that day."
        "31 June 2019"

    PERIOD Warning false "period"
        "this period does not lead to a date of its sentence"
        "count again, from the day of the meeting or the approval"
        "One of the two may be wrong: \"three months\" from 26 June is 26 September."
        "a timescale of three months, on or after 27 September 2019, decided on 26 June 2019"

    END_BEFORE_START Error false "end-before-start"
        "the meeting does not end after it begins"
        "check both times; for a meeting over midnight leave `end` out"
        "`end` is later than `start`, on the same day. Calendars refuse an event that ends before it begins."
        "start = 15:00:00, end = 10:45:00"

    END_WITHOUT_START Error false "end-without-start"
        "the meeting ends, and nothing says when it begins"
        "add `start`, or remove `end`"
        "Without `start` a calendar shows the whole day, and the time would be lost."
        "end = 15:45:00"

    MOVED_FROM_SAME Error false "moved-from-same"
        "the meeting was moved to the day that it was moved from"
        "write the day announced before as `moved_from`, and the new one as `date`"
        "`moved_from` is the day that was announced before; `date` is the day of the meeting."
        "date = 2019-06-26, moved_from = 2019-06-26"

    CANCELLED_DECIDES Error false "cancelled-decides"
        "a meeting that did not take place decides something here"
        "remove `cancelled`, or write the decision where it was made"
        "`cancelled = true` says that the meeting did not take place, so no decision can have been made at it. Decisions made outside meetings have a file of their own."
        "cancelled = true, and \"The SSC **NOTED** the update.\""

    MEETING_TO_COME Warning false "meeting-to-come"
        "this meeting is still to come, and decisions of it are published"
        "check the year of `date`"
        "The day of the meeting is after the day of the build. A mistyped year puts its decisions at the head of every list."
        "date = 2062-06-26"

    UPDATE_TO_COME Warning false "update-to-come"
        "this update is dated after the day of the build"
        "check the year of its `date`"
        "An update says what was changed on a day. One that is still to come dates nothing in feeds and calendars until then."
        "updates = [{ date = 2062-07-01, note = \"Corrected.\" }]"

    NEXT_MEETING_BEFORE Error false "next-meeting-before"
        "the next meeting is not after this one"
        "check both dates"
        "`next_meeting` must be later than `date`."
        "date = 2019-06-26, next_meeting = 2019-06-10"

    NEXT_MEETING_NEVER_CAME Warning false "next-meeting-never-came"
        "the meeting named as next never came, although a later one did"
        "check `next_meeting`, or say in the next meeting that it was moved"
        "Readers plan by the next meeting's date."
        "next_meeting = 2019-07-10, but the committee next met on 2019-07-17"

    REFERENCE_CONTRADICTS Warning false "reference-contradicts"
        "the reference contradicts the number or the date"
        "check the reference: number, then day and month"
        "`SSC_80_2606` is meeting 80 on 26 June."
        "reference = \"SSC_80_2606\", number = 81"

    LINK_BROKEN Error false "link-broken"
        "this link leads to nothing"
        "write a path to a source file from here (`../../ssc/meetings/80.md`), or a reference (`ssc/80#item-10`)"
        "A target that does not exist is an error. Links between documents lead to source files, so that they work in any viewer of Markdown, or are references: `ssc` is a committee, `ssc/80` its meeting 80, `cpa-sc` a standard's folder and `cpa-sc/1.3` a version. A path of the finished site (`/about/…/`) is no target, but for the pages that the program makes itself: `/meetings/`, `/standards/`, `/glossary/` and `/about/information-policy/`."
        "[SSC 99](ssc/99)"

    LINK_ANCHOR Error false "link-anchor"
        "there is no such place in the document that this leads to"
        "agenda items are `#item-10`, decisions `#decision-10-2`; another heading is its title in small letters with hyphens"
        "An anchor that does not exist is an error."
        "[item 99](ssc/80#item-99)"

    LINK_EMPTY Error false "link-empty"
        "this link has no target"
        "write the target, or remove the link"
        "`[text](#)` is what a word processor leaves of a lost link."
        "[SECMP0057](#)"

    LINK_SCHEME Error false "link-scheme"
        "this link has a scheme that is not allowed"
        "use https, http or mailto, or a relative link to a source file"
        "Outside links are `https:`, `http:` and `mailto:` only."
        "[x](javascript:alert(1))"

    LINK_WITHHELD Warning true "link-withheld"
        "this leads to something that is not published, and is printed as plain text"
        "remove the link, or wait until the target is published"
        "A withheld target is the same as none to a reader (R17); authors see the difference here."
        "[item 9](ssc/80#item-9)"

    IMAGE Error false "image"
        "this image is not a declared attachment"
        "declare the file in `[[attachments]]`, or remove the image"
        "Images in Markdown are attachments too (R19). Nothing is copied because it happens to lie in the tree."
        "![a chart](chart.png)"

    PATH_TAKEN Error false "path-taken"
        "two things of the site have the same path"
        "rename one of them, or remove the `former_paths` entry"
        "Each path of the site is written once, and none is both a file and a folder: a page `pages/atom.xml.md` would be a folder in the place of the feed. The paths of the program's own pages and files are taken, and so are `release.json` and names that end in `.gz`, which stand beside the site where it is published."
        "former_paths = [\"/meetings/\"]"

    PATH_TOO_LONG Error false "path-too-long"
        "this path is longer than web hosts take"
        "shorten it, or use fewer folders"
        "A path of the site has at most 1,000 bytes: object stores take no longer ones, and file systems few more."
        "former_paths = [\"/a/very/long/…/path/\"]"

    FORMER_PATH Error false "former-path"
        "this is not a path that can redirect"
        "write it from the root with plain names: `/old/place/`"
        "A former path becomes a page that leads to the document's present one."
        "former_paths = [\"../x\"]"

    GLOSSARY_TERM_TWICE Error false "glossary-term-twice"
        "this term is there already"
        "keep one of the two"
        "A term has one expansion."
        "two `[[term]]` entries for CBQ"

    AUTOLINK_PATTERN Error false "autolink-pattern"
        "this pattern is no regular expression"
        "look for a bracket that is not closed; write `\\.` for a full stop, in single quotes"
        "`[[autolink]]` has a `pattern`, a regular expression of what becomes a link. It is matched between word boundaries, so that it stands for whole identifiers."
        "pattern = \"(\""

    AUTOLINK_EMPTY Error false "autolink-empty"
        "this pattern matches where there is nothing"
        "let it match at least one character: `[0-9]+` instead of `[0-9]*`"
        "A pattern that matches the empty text would make a link of nothing, and hide the identifiers that were meant."
        "pattern = \"[0-9]*\""

    AUTOLINK_GROUP Error false "autolink-group"
        "this address names a group that the pattern does not have"
        "write `{0}` for the whole match, or put the part of the pattern that is meant in round brackets"
        "In the `url` of an `[[autolink]]` `{0}` is the whole match, and `{1}`… are the parts of the pattern in round brackets."
        "pattern = \"MP[0-9]+\", url = \"https://www.example.org/{1}\""

    AUTOLINK_URL Error false "autolink-url"
        "this is no address that an identifier can lead to"
        "begin it with `https://`, `http://` or `mailto:`"
        "Identifiers lead to pages of others: links from the site begin with `https:`, `http:` or `mailto:`, and with nothing else."
        "url = \"/modifications/{0}\""

    NEVER_WORD Error true "never-word"
        "a word of the `never` list would be published here"
        "remove the word from the published text, or from the list"
        "`[policy] never` lists words and names that no output may contain. The word itself is not quoted."
        "(a name on the list, in a published bullet)"
}
