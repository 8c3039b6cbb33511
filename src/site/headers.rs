//! What a server says beside every page: `_headers` for static hosts, and the lines of nginx's configuration.
//!
//! **Invariant.** No page needs more than these allow.

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

/// `_headers`, as Cloudflare Pages and Netlify read it. Pages have no line on caching: those hosts ask again for them anyway.
pub(super) fn file(material: Material<'_>) -> Vec<u8> {
    let root = material.settings.site.root();
    let every: String = EVERY.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    let kept = |path: &str| format!("\n{root}{path}\n  Cache-Control: {IMMUTABLE}\n");
    format!("/*\n{every}{}{}", kept("assets/*"), kept("search/:folder/*")).into_bytes()
}
