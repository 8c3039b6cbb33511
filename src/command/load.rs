//! A site as found on disk: configuration, theme and content tree.
//!
//! **Invariant.** Content is read into sealed files; nothing here looks into them.

use super::{Common, Failure};
use crate::push::site::SIGNERS;
use crate::settings::{self, Configuration, Settings};
use crate::source::SourceTree;
use crate::text::NeverList;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A site's folder and what is in it.
pub(super) struct Loaded {
    pub(super) root: PathBuf,
    pub(super) settings: Settings,
    pub(super) tree: SourceTree,
}

impl Loaded {
    /// Takes another address for the site than the configuration's, where one is given.
    pub(super) fn serve_at(&mut self, url: Option<&str>) -> Result<(), Failure> {
        let is_good = url.is_none_or(|url| self.settings.site.set_base_url(url));
        let bad = || Failure::usage("--base-url is not a URL such as https://outputs.example.org/");
        is_good.then_some(()).ok_or_else(bad)
    }
}

impl Common {
    /// Reads the site.
    pub(super) fn load(&self) -> Result<Loaded, Failure> {
        let root = self.find_root()?;
        let settings = self.settings(&root)?;
        let content = root.join("content");
        if !content.is_dir() {
            return Err(Failure::usage(format!("there is no folder {} to read documents from", content.display())));
        }
        self.detail(&format!("reading {}", content.display()));
        let tree = self.during("reading the content", || SourceTree::read(&root)).map_err(Failure::world)?;
        Ok(Loaded { root, settings, tree })
    }

    /// The folder that was named, or the nearest parent with a configuration.
    pub(super) fn find_root(&self) -> Result<PathBuf, Failure> {
        if let Some(root) = &self.root {
            let missing = || Failure::usage(format!("there is no {} in {}", settings::FILE, root.display()));
            return if root.join(settings::FILE).is_file() { Ok(root.clone()) } else { Err(missing()) };
        }
        let here = std::env::current_dir().map_err(Failure::world)?;
        let found = here.ancestors().find(|folder| folder.join(settings::FILE).is_file());
        let missing =
            || Failure::usage(format!("no {} here or in a folder above; name the site with --root", settings::FILE));
        found.map(Path::to_path_buf).ok_or_else(missing)
    }

    fn settings(&self, root: &Path) -> Result<Settings, Failure> {
        let path = root.join(settings::FILE);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?;
        let as_of = self.as_of()?;
        let (configuration, diagnostics) = Configuration::read(&text);
        self.report(&diagnostics);
        let bad = || Failure::usage("the configuration has errors; nothing was done");
        let configuration = configuration.ok_or_else(bad)?;
        let theme = read_theme(root, &configuration.site.theme)?;
        if configuration.policy.two_person && !root.join(SIGNERS).is_file() {
            return Err(Failure::usage(format!(
                "there is no {SIGNERS}, and `two_person` needs it: a push would be refused"
            )));
        }
        let never = configuration.policy.never.as_ref().map(|never| read_never(root, never)).transpose()?;
        Ok(configuration.with(theme, never.unwrap_or_default(), as_of))
    }
}

fn read_never(root: &Path, never: &str) -> Result<NeverList, Failure> {
    let text = std::fs::read_to_string(root.join(never));
    let text = text.map_err(|error| Failure::usage(format!("cannot read {never}, the file of `never`: {error}")))?;
    Ok(NeverList::read(&text))
}

/// The files of a theme's folder; the default theme is built in, so its folder may be missing.
fn read_theme(root: &Path, name: &str) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let folder = root.join("themes").join(name);
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        let missing = || Failure::usage(format!("there is no theme folder {}", folder.display()));
        return if name == "default" { Ok(files) } else { Err(missing()) };
    }
    for entry in walkdir::WalkDir::new(&folder).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(Failure::world)?;
        if entry.file_type().is_file() {
            let bytes = std::fs::read(entry.path()).map_err(Failure::world)?;
            let path = entry.path().strip_prefix(&folder).unwrap_or(entry.path());
            files.insert(path.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    Ok(files)
}
