//! The configuration of nginx for a folder of releases.
//!
//! Pages that have moved are served as any other: where they lead is content, which nothing here may depend on, and a script of theirs
//! keeps what stood behind `?` and `#`.
//!
//! **Invariant.** The headers are those that static hosts are told in `_headers`; nothing that a push could write is read.

use crate::site::headers;
use std::path::Path;

/// What each kind of file is.
const TYPES: &str = "    types {
        text/html html;
        text/css css;
        text/javascript js;
        text/csv csv;
        text/calendar ics;
        text/plain txt;
        image/svg+xml svg;
        application/json json;
        application/ld+json jsonld;
        application/manifest+json webmanifest;
        application/xml xml;
        application/x-ndjson ndjson;
    }
";

/// A server of what `current` points to, to be put into nginx's `http` block.
pub fn configuration(folder: &Path) -> String {
    let (dollar, root) = quoted(&folder.join("current").display().to_string());
    let [(allow, anyone), (resource, cross_origin)] = headers::OPEN;
    let every = headers::EVERY.iter().filter(|(name, _)| *name != resource);
    let every = every.map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"));
    let every: String = every.collect();
    let same_origin = headers::EVERY.iter().find(|(name, _)| *name == resource).map_or("", |(_, value)| value);
    format!(
        "# Written by `promulgate hook install`. Include it in the http block, and set listen, server_name and TLS.
{dollar}map $uri $promulgate_readers {{ default \"\"; \"~{for_programs}\" \"{anyone}\"; }}
map $uri $promulgate_resource {{ default \"{same_origin}\"; \"~{for_programs}\" \"{cross_origin}\"; }}
server {{
    listen 80;
    server_name _;
    root {root};
    index index.html;
    error_page 404 /404.html;
    charset utf-8;
    charset_types text/css text/javascript text/csv text/calendar text/plain;
    server_tokens off;
    autoindex off;
    # Where a slash is missing, the reader's own address is kept: this server may not be the one that was asked.
    absolute_redirect off;

    # A file's time says what is in it, so the tag made of time and size changes with the content alone.
    etag on;
    add_header Last-Modified \"\" always;
    if_modified_since off;

    # Releases hold each file compressed, too; what they do not hold so is compressed as it is asked for.
    gzip_static on;
    gzip on;
    gzip_vary on;
    gzip_min_length 512;
    gzip_types text/css text/javascript text/csv text/calendar text/plain image/svg+xml application/json application/ld+json application/manifest+json application/xml application/atom+xml application/feed+json application/x-ndjson;

{TYPES}    default_type application/octet-stream;

{every}    add_header Cache-Control $promulgate_cache always;

    # Any page may read files for programs; of all else, pages of this site only.
    add_header {allow} $promulgate_readers always;
    add_header {resource} $promulgate_resource always;

    set $promulgate_cache \"no-cache\";
    if ($uri ~ \"^.*/(assets/|search/[0-9a-f]+/)\") {{ set $promulgate_cache \"{immutable}\"; }}

    # Well-known addresses are the only names that begin with a dot.
    location ~ \"/\\.(?!well-known/)\" {{ return 404; }}
    location ~ \"/_headers$|\\.gz$\" {{ return 404; }}
    location ~ \"atom\\.xml$\" {{ types {{ application/atom+xml xml; }} }}
    location ~ \"feed\\.json$\" {{ types {{ application/feed+json json; }} }}
}}
",
        for_programs = headers::FOR_PROGRAMS_PATTERN,
        immutable = headers::IMMUTABLE,
    )
}

/// Whether a configuration that somebody has changed still has every header.
pub fn has_headers(text: &str) -> bool {
    headers::EVERY.iter().all(|(name, _)| text.contains(&format!("add_header {name} ")))
}

/// A path as nginx reads it in quotes. No sign stands for a dollar there, so a variable does; what defines it comes first.
fn quoted(path: &str) -> (&'static str, String) {
    let dollar = "geo $promulgate_dollar { default \"$\"; }\n";
    let escaped = path.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "${promulgate_dollar}");
    (if path.contains('$') { dollar } else { "" }, format!("\"{escaped}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_for_nginx() {
        assert_eq!(quoted("/srv/outputs/current"), ("", "\"/srv/outputs/current\"".to_owned()));
        let (dollar, root) = quoted("/a\"b$c/\\d");
        assert!(dollar.starts_with("geo ") && root == r#""/a\"b${promulgate_dollar}c/\\d""#, "{root}");
    }
}
