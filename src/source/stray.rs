//! Files and folders that systems and editors leave about: nobody's text, and no part of a site.
//!
//! **Invariant.** Only names, never contents.

/// Files that systems leave, in small letters.
const SYSTEMS: [&str; 8] = [
    ".ds_store",
    ".localized",
    ".directory",
    "thumbs.db",
    "thumbs.db:encryptable",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
];

/// Files and folders that belong to a tool, in small letters.
const TOOLS: [&str; 15] = [
    ".gitkeep",
    ".keep",
    ".gitignore",
    ".gitattributes",
    ".editorconfig",
    ".obsidian",
    ".vscode",
    ".idea",
    "__macosx",
    ".appledouble",
    ".spotlight-v100",
    ".trashes",
    ".fseventsd",
    "$recycle.bin",
    "system volume information",
];

/// What editors end the names of copies with, in small letters.
const COPIES: [&str; 8] = ["~", ".swp", ".swo", ".swx", ".bak", ".orig", ".tmp", ".rej"];

/// Whether a system has left a file of this name: it holds nobody's words, or only says that another file is open.
pub fn is_left_by_a_system(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_lock = name.starts_with(".#") || name.starts_with(".~lock.") && name.ends_with('#');
    SYSTEMS.contains(&name.as_str()) || name.starts_with("._") || name.starts_with("~$") || name == "icon\r" || is_lock
}

/// Whether a file or folder of this name was left by a system, an editor or another tool.
pub fn is_stray(name: &str) -> bool {
    let small = name.to_lowercase();
    let is_copy = COPIES.iter().any(|end| small.ends_with(end)) || small.starts_with('#') && small.ends_with('#');
    is_left_by_a_system(name) || TOOLS.contains(&small.as_str()) || small.starts_with(".trash-") || is_copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_systems_leave() {
        for name in [".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini", "~$minutes.docx", "._80.md", ".#80.md"] {
            assert!(is_left_by_a_system(name) && is_stray(name), "{name}");
        }
        assert!(is_left_by_a_system(".~lock.minutes.odt#") && is_left_by_a_system("Icon\r"));
    }

    #[test]
    fn names_that_editors_and_tools_leave() {
        for name in [".80.md.swp", "80.md~", "#80.md#", ".gitkeep", "__MACOSX", "80.md.bak", ".Trash-1000", ".obsidian"]
        {
            assert!(is_stray(name) && !is_left_by_a_system(name), "{name}");
        }
    }

    #[test]
    fn names_that_somebody_gave() {
        for name in ["80.md", "80", ".80.md", "My Page.md", "notes.txt", "~80.md", "#80.md", "swp", "thumbs", ".git"] {
            assert!(!is_stray(name), "{name}");
        }
    }
}
