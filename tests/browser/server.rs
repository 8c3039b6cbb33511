//! nginx on the loopback interface, serving a folder with the headers of specification 3.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What every response says of what its page may do.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// A running server; it ends with this.
pub struct Server {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Serves a folder.
    pub fn start(root: &Path) -> Self {
        Self::with_policy(root, POLICY)
    }

    /// Serves a folder with another policy for its pages.
    pub fn with_policy(root: &Path, policy: &str) -> Self {
        Self::with(root, policy, "")
    }

    /// Serves whole files only, whatever part of them is asked for.
    pub fn of_whole_files(root: &Path) -> Self {
        Self::with(root, POLICY, "max_ranges 0;")
    }

    /// Serves files compressed, and lets them be kept, as `hook install` has it.
    pub fn of_compressed_files(root: &Path) -> Self {
        Self::with(
            root,
            POLICY,
            "gzip on; gzip_min_length 512; gzip_types text/css text/javascript application/json image/svg+xml; add_header Cache-Control no-cache;",
        )
    }

    fn with(root: &Path, policy: &str, more: &str) -> Self {
        let own = format!(
            "server {{ listen 80; root {}; error_page 404 /404.html; {more}
            add_header Content-Security-Policy \"{policy}\" always; add_header X-Content-Type-Options nosniff always; }}",
            root.display()
        );
        Self::configured(&own)
    }

    /// Serves what a configuration for nginx's `http` block says, on a port of its own.
    pub fn configured(own: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let own = own.replace("listen 80;", &format!("listen 127.0.0.1:{port};"));
        let configuration = folder.path().join("nginx.conf");
        std::fs::write(&configuration, text(&own, folder.path())).expect("it can be written");
        let mut nginx = Command::new("nginx");
        nginx.env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default()));
        nginx.arg("-c").arg(configuration).arg("-p").arg(folder.path()).args(["-e", "stderr"]);
        let process = nginx.stderr(Stdio::null()).spawn().expect("nginx starts");
        let mut server = Self { process, port, _folder: folder };
        while !server.answers() {
            assert!(server.process.try_wait().expect("it can be asked").is_none(), "nginx ended");
            std::thread::yield_now();
        }
        server
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let asked = stream.write_all(b"HEAD / HTTP/1.0\r\n\r\n");
        asked.is_ok() && stream.read_to_end(&mut Vec::new()).is_ok_and(|read| read > 0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn text(own: &str, folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log /dev/null;
events {{ }}
http {{
  types {{ text/html html; text/css css; text/javascript js; application/json json; image/svg+xml svg; application/xml xml; text/plain txt; text/csv csv; text/calendar ics; application/manifest+json webmanifest; }}
  default_type application/octet-stream; charset utf-8; access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {own}
}}
"
    )
}
