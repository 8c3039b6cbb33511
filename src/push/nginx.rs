//! The configuration of nginx for a folder of releases.
//!
//! **Invariant.** The headers are those that static hosts are told in `_headers`.

use crate::site::headers;
use std::path::Path;

/// A server of what `current` points to, to be put into nginx's `http` block.
pub fn configuration(folder: &Path) -> String {
    let every = headers::EVERY.iter().map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"));
    let every: String = every.collect();
    format!(
        "# Written by `promulgate hook install`. Include it in the http block, and set listen, server_name and TLS.
server {{
    listen 80;
    server_name _;
    root \"{folder}/current\";
    index index.html;
    error_page 404 /404.html;
    charset utf-8;
    charset_types text/css text/javascript text/csv text/calendar text/plain;
    server_tokens off;
    autoindex off;

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

    types {{
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
    }}
    default_type application/octet-stream;

{every}    add_header Cache-Control $promulgate_cache always;

    set $promulgate_cache \"no-cache\";
    if ($uri ~ \"^.*/(assets/|search/[0-9a-f]+/)\") {{ set $promulgate_cache \"{immutable}\"; }}

    # Well-known addresses are the only names that begin with a dot.
    location ~ \"/\\.(?!well-known/)\" {{ return 404; }}
    location ~ \"/_headers$|\\.gz$\" {{ return 404; }}
    location ~ \"atom\\.xml$\" {{ types {{ application/atom+xml xml; }} }}
    location ~ \"feed\\.json$\" {{ types {{ application/feed+json json; }} }}
}}
",
        folder = folder.display(),
        immutable = headers::IMMUTABLE,
    )
}
