//! What a server says beside every page: `_headers` for static hosts, and the lines of nginx's configuration.
//!
//! **Invariant.** No page needs more than these allow, and pages of others read files for programs only.

use super::Material;

/// How long files may be kept whose names change with their content.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The headers of every answer.
pub const EVERY: [(&str, &str); 8] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    ),
    ("Strict-Transport-Security", "max-age=63072000"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
];

/// What is said of files for programs instead and beside: any page may read them (Fetch, "CORS protocol").
pub const OPEN: [(&str, &str); 2] =
    [("Access-Control-Allow-Origin", "*"), ("Cross-Origin-Resource-Policy", "cross-origin")];

/// The files for programs, as the hosts of [`file`] name paths: `*` is anything, `:name` anything but a slash.
const FOR_PROGRAMS: [&str; 9] = [
    "api/*",
    "data/*",
    "atom.xml",
    "feed.json",
    "calendar.ics",
    "meetings/:committee/atom.xml",
    "meetings/:committee/calendar.ics",
    "standards/:standard/atom.xml",
    "standards/:standard/:calendar.ics",
];

/// The same files, as a regular expression of their paths below the site's root.
pub const FOR_PROGRAMS_PATTERN: &str = "^/(api|data)/|/(atom\\.xml|feed\\.json|calendar[-.a-z0-9]*\\.ics)$";

/// `_headers`, as Cloudflare Pages and Netlify read it. Pages have no line on caching: those hosts ask again for them anyway.
///
/// A line with `!` takes back what was said of all files; a host that does not know it says both, which browsers take for nothing said.
pub(super) fn file(material: Material<'_>) -> Vec<u8> {
    let root = material.settings.site.root();
    let lines =
        |all: &[(&str, &str)]| all.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect::<String>();
    let kept = |path: &str| format!("\n{root}{path}\n  Cache-Control: {IMMUTABLE}\n");
    let open = FOR_PROGRAMS.map(|path| format!("\n{root}{path}\n  ! {}\n{}", OPEN[1].0, lines(&OPEN)));
    format!("/*\n{}{}{}{}", lines(&EVERY), kept("assets/*"), kept("search/:folder/*"), open.concat()).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_for_programs_are_known_by_their_paths() {
        let pattern = regex::Regex::new(FOR_PROGRAMS_PATTERN).expect("a pattern");
        for path in
            ["/api/v1/index.json", "/data/versions.csv", "/atom.xml", "/feed.json", "/meetings/ssc/calendar.ics"]
        {
            assert!(pattern.is_match(path), "{path}");
        }
        assert!(pattern.is_match("/standards/cpa/calendar-cbq-accepted-alarm.ics"));
        for path in ["/", "/meetings/ssc/80/", "/about/api/", "/about/data/x", "/calendar/", "/search/index.json"] {
            assert!(!pattern.is_match(path), "{path}");
        }
    }
}
