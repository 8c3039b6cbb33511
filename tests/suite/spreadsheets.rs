//! The CSV files as spreadsheets and pandas open them when nobody tells them anything.
//!
//! **Invariant.** A version, a reference and a title are read as they are written; nothing is run.

use crate::harness::Site;
use crate::readers::{has_readers, list, read};

/// A site whose words look like numbers, dates, nothing and formulas.
fn site() -> Site {
    let standard = "+++\nclassification = \"White\"\ntitle = \"Tapir Code\"\nshort_title = \"TC\"\nowner = \"O\"\n\n[[events]]\nid = \"e\"\nlabel = \"=1+1\"\n+++\n";
    let mut site = Site::new().file("content/standards/tapir/standard.md", standard);
    for (label, day) in [("1.1", "2010-01-01"), ("1.10", "2011-01-01"), ("2.0", "2012-01-01"), ("5.10", "2013-01-01")] {
        let text = format!(
            "+++\nclassification = \"White\"\nversion = \"{label}\"\ndocument_date = \"2009-06\"\n\n[[applies]]\nevent = \"e\"\nimplementation_date = {day}\n+++\n"
        );
        site = site.file(&format!("content/standards/tapir/{label}.md"), text);
    }
    for (number, reference, title) in [(1, "0012", "26 June 2019"), (2, "1e5", "None"), (3, "5.10", "TRUE")] {
        let text = format!(
            "+++\nclassification = \"White\"\ndate = 2019-06-0{number}\nnumber = {number}\nreference = \"{reference}\"\ntitle = \"{title}\"\nvenue = \"Room £5 – Müller\"\n+++\ntext\n"
        );
        site = site.file(&format!("content/committees/ssc/meetings/{number}.md"), text);
    }
    site
}

#[test]
fn versions_and_references_open_as_they_are_written() {
    if !has_readers() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in site().compile().edition.files() {
        let path = folder.path().join(path.as_str());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, bytes).expect("it can be written");
    }
    let found = read(folder.path());
    for file in ["versions", "implementation-dates"] {
        let html = found["plain"][file].as_str().unwrap_or_default();
        for name in ["TC 1.1<", "TC 1.10<", "TC 2.0<", "TC 5.10<", "tapir/1.10<"] {
            assert!(html.contains(name), "{name} in {file}: {html}");
        }
        let names = list(&found["frames"][file]["version"]);
        assert_eq!(names, ["TC 1.1", "TC 1.10", "TC 2.0", "TC 5.10"], "{file}");
        assert_eq!(found["sheets"][file]["formulas"], 0, "{file}");
    }
    let html = found["plain"]["meetings"].as_str().unwrap_or_default();
    for text in ["0012<", "1e5<", "5.10<", "26 June 2019<", "None<", "TRUE<"] {
        assert!(html.contains(text), "{text} in {html}");
    }
    // Without a word LibreOffice takes a file for Windows-1252 when nobody looks; who opens it sees the mark.
    let venue = format!("{}", found["sheets"]["meetings"]);
    assert!(venue.contains("Room £5 – Müller") && list(&found["frames"]["meetings"]["venue"])[0] == "Room £5 – Müller");
    assert_eq!(list(&found["frames"]["meetings"]["reference"]), ["'5.10", "'1e5", "'0012"]);
    // LibreOffice heeds the byte order mark where a person opens the file, not where it converts by itself.
    assert_eq!(list(&found["frames"]["meetings"]["venue"])[0], "Room £5 – Müller");
    assert_eq!(list(&found["frames"]["meetings"]["title"]), ["'TRUE", "'None", "'26 June 2019"]);
    assert_eq!(list(&found["frames"]["versions"]["document_date"])[0], "'2009-06", "no day is invented");
}
