//! What a web server makes of a published site: the real nginx, with the configuration that `hook install` writes.
//!
//! **Invariant.** Each header is looked for on every kind of answer.

use crate::harness::{Site, has_tool};
use crate::pushing::World;
use promulgate::site::headers;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// A running nginx; it ends with this.
pub struct Server {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

/// An answer: its status, its headers in small letters, its body.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Server {
    /// Serves the releases of a world.
    pub fn start(world: &World) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let written = std::fs::read_to_string(world.releases().join("nginx.conf")).expect("it was written");
        assert!(written.contains("listen 80;"));
        let own = folder.path().join("own.conf");
        std::fs::write(&own, written.replace("listen 80;", &format!("listen 127.0.0.1:{port};")))
            .expect("it can be written");
        let at = folder.path().display();
        let bodies: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {at}/{name}; "))
            .concat();
        let text = format!(
            "daemon off; user root; worker_processes 1; pid {at}/pid; error_log /dev/null;\nevents {{ }}\nhttp {{ access_log off; {bodies}include {}; }}\n",
            own.display()
        );
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
        let text = if is_root { text } else { text.replace("user root; ", "") };
        let configuration = folder.path().join("nginx.conf");
        std::fs::write(&configuration, text).expect("it can be written");
        let mut nginx = Command::new("nginx");
        nginx.env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default()));
        nginx.arg("-c").arg(configuration).arg("-p").arg(folder.path()).args(["-e", "stderr"]);
        let process = nginx.stderr(Stdio::null()).spawn().expect("nginx starts");
        let mut server = Self { process, port, _folder: folder };
        while TcpStream::connect(("127.0.0.1", server.port)).is_err() {
            assert!(server.process.try_wait().expect("it can be asked").is_none(), "nginx ended");
            std::thread::yield_now();
        }
        server
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn get(&self, path: &str, more: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n")
            .expect("it can be asked");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").expect("headers end");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers = lines.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Answer { status, headers, body: bytes[end + 4..].to_vec() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The first process would leave the one that it started.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

fn site(word: &str) -> Site {
    let site = Site::new().meeting(&format!("### 2. {word}\n\nA {word}.\n"));
    let contact = "security_contact = \"mailto:security@example.org\"\n\n[policy]";
    Site { configuration: site.configuration.replace("\n[policy]", contact), ..site }
}

#[test]
fn every_answer_has_every_header_and_a_tag_of_its_content() {
    if !has_tool("git") || !has_tool("nginx") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("Tapir")).status.success());
    let server = Server::start(&world);
    let style = world.current().into_keys().find(|path| path.ends_with(".css")).expect("a style");
    let part = world.current().into_keys().find(|path| path.ends_with(".bin")).expect("a part of the index");
    let page = "/meetings/ssc/80/";
    for (path, status, cache, kind) in [
        (page, 200, "no-cache", "text/html; charset=utf-8"),
        ("/nowhere/", 404, "no-cache", "text/html; charset=utf-8"),
        (&format!("/{style}"), 200, headers::IMMUTABLE, "text/css; charset=utf-8"),
        (&format!("/{part}"), 200, headers::IMMUTABLE, "application/octet-stream"),
        ("/search/index.json", 200, "no-cache", "application/json"),
        ("/atom.xml", 200, "no-cache", "application/atom+xml"),
        ("/feed.json", 200, "no-cache", "application/feed+json"),
        ("/calendar.ics", 200, "no-cache", "text/calendar; charset=utf-8"),
        ("/api/v1/index.json", 200, "no-cache", "application/json"),
        ("/data/meetings.csv", 200, "no-cache", "text/csv; charset=utf-8"),
        ("/api/nothing", 404, "no-cache", "text/html; charset=utf-8"),
        ("/.well-known/security.txt", 200, "no-cache", "text/plain; charset=utf-8"),
        ("/_headers", 404, "no-cache", "text/html; charset=utf-8"),
        ("/.git/config", 404, "no-cache", "text/html; charset=utf-8"),
        ("/assets/", 403, headers::IMMUTABLE, "text/html; charset=utf-8"),
        ("/../records/", 400, "", "text/html; charset=utf-8"),
    ] {
        let answer = server.get(path, "");
        assert_eq!((answer.status, answer.headers["content-type"].as_str()), (status, kind), "{path}");
        let is_open =
            ["/atom.xml", "/feed.json", "/calendar.ics", "/api/v1/index.json", "/data/meetings.csv"].contains(&path);
        for (name, value) in headers::EVERY {
            let value = if is_open && name == headers::OPEN[1].0 { headers::OPEN[1].1 } else { value };
            assert_eq!(answer.headers.get(&name.to_lowercase()).map(String::as_str), Some(value), "{path}: {name}");
        }
        let readers = answer.headers.get("access-control-allow-origin").map(String::as_str);
        assert_eq!(readers, is_open.then_some("*"), "{path}");
        // What is no request at all has no address that could be kept.
        assert_eq!(answer.headers.get("cache-control").map_or("", String::as_str), cache, "{path}");
        assert!(!answer.headers.contains_key("last-modified"), "{path}");
    }
    let security = String::from_utf8_lossy(&server.get("/.well-known/security.txt", "").body).into_owned();
    let day = security.split("Expires: ").nth(1).and_then(|rest| rest.get(..20)).expect("it has an end");
    assert!(security.starts_with("Contact: mailto:security@example.org\n") && day.parse::<jiff::Timestamp>().is_ok());
    let before = server.get(page, "");
    let tag = before.headers["etag"].clone();
    let same = server.get(page, &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((same.status, same.body.len()), (304, 0));
    for (name, _) in headers::EVERY {
        assert!(same.headers.contains_key(&name.to_lowercase()), "304: {name}");
    }
    assert!(world.push(&site("Otter")).status.success());
    let after = server.get(page, &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((after.status, after.body.len()), (200, before.body.len()), "the same length, another word");
    assert!(world.push(&site("Tapir")).status.success());
    assert_eq!(server.get(page, "").headers["etag"], tag, "the same content, the same tag");
    let packed = server.get(page, "Accept-Encoding: gzip\r\n");
    assert_eq!(packed.headers["content-encoding"], "gzip");
    let compressed = &world.current()["meetings/ssc/80/index.html.gz"];
    assert_eq!(&packed.body, compressed, "as it was published, not as it is asked for");
    assert!(packed.headers["etag"] != tag && packed.headers["vary"] == "Accept-Encoding");
    assert_eq!(server.get("/meetings/ssc/80/index.html.gz", "").status, 404);
}

#[test]
fn addresses_without_their_slash_are_mended_without_a_host_and_keep_their_query() {
    if !has_tool("git") || !has_tool("nginx") {
        return;
    }
    let world = World::new(&[]);
    assert!(world.push(&site("Tapir")).status.success());
    let server = Server::start(&world);
    for (asked, told) in [("/meetings", "/meetings/"), ("/search?q=tapir", "/search/?q=tapir")] {
        let answer = server.get(asked, "X-Forwarded-Proto: https\r\n");
        assert_eq!((answer.status, answer.headers["location"].as_str()), (301, told));
    }
}
