//! `site.webmanifest`: the site's name and icon, for who keeps it on a screen of theirs (W3C Web Application Manifest).
//!
//! **Invariant.** It opens in the browser as every page does; there is no service worker.

use super::Material;
use super::theme::Theme;
use serde_json::json;

/// Its path; `manifest.json` is the list of files.
pub(super) const PATH: &str = "site.webmanifest";

/// Its bytes.
pub(super) fn file(material: Material<'_>, theme: &Theme) -> Vec<u8> {
    let (site, root) = (&material.settings.site, material.settings.site.root());
    let icon = |address| json!({ "src": address, "sizes": "any", "type": "image/svg+xml" });
    let icons: Vec<_> = theme.asset(root, "favicon.svg").map(icon).into_iter().collect();
    let manifest = json!({
        "name": site.title, "lang": site.language, "id": root, "start_url": root, "scope": root, "display": "browser", "icons": icons,
    });
    let mut text = serde_json::to_vec_pretty(&manifest).expect("strings become JSON");
    text.push(b'\n');
    text
}
