//! Headless Chromium: pages opened in several circumstances, and what it had to say about them.

use headless_chrome::protocol::cdp::Page::Navigate;
use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Network};
use headless_chrome::{Browser, LaunchOptions, Tab};
use std::ffi::OsStr;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// When something has gone wrong.
const TIMEOUT: Duration = Duration::from_secs(180);
const ARGUMENTS: [&str; 7] = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
];

/// A browser with an empty profile; it ends with this.
pub struct Chrome {
    browser: Browser,
}

impl Chrome {
    pub fn start() -> Self {
        let options = LaunchOptions::default_builder()
            .path(Some("/usr/bin/chromium".into()))
            .sandbox(false)
            .idle_browser_timeout(std::time::Duration::from_secs(900))
            .args(ARGUMENTS.iter().map(OsStr::new).collect())
            .build()
            .expect("the options are whole");
        Self { browser: Browser::new(options).expect("the browser starts") }
    }

    /// A page of its own, which hears everything that the browser says of it.
    pub fn tab(&self) -> Page {
        let tab = self.browser.new_tab().expect("a tab opens");
        tab.set_default_timeout(TIMEOUT);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let listener = heard.clone();
        tab.call_method(Network::Enable {
            max_total_buffer_size: None,
            max_resource_buffer_size: None,
            max_post_data_size: None,
            report_direct_socket_traffic: None,
            enable_durable_messages: None,
        })
        .expect("the network is heard");
        tab.enable_runtime().and_then(Tab::enable_log).expect("the console is heard");
        let (loaded, loads) = std::sync::mpsc::channel();
        let hear = move |event: &Event| {
            if let Event::PageLifecycleEvent(event) = event
                && event.params.name == "load"
            {
                // Nobody waits for the pages of a tab that is closed.
                let _ = loaded.send(event.params.loader_id.clone());
            }
            listener.lock().expect("no listener panics").extend(told(event));
        };
        tab.add_event_listener(Arc::new(hear)).expect("it listens");
        Page { tab, heard, loads }
    }
}

/// What an event tells: a message, a fault, or a request.
fn told(event: &Event) -> Option<String> {
    match event {
        Event::LogEntryAdded(event) => {
            let entry = &event.params.entry;
            Some(format!("log: {} {}", entry.text, entry.url.clone().unwrap_or_default()))
        }
        Event::RuntimeConsoleAPICalled(event) => Some(format!("console: {:?}", event.params.args)),
        Event::RuntimeExceptionThrown(event) => Some(format!("exception: {}", event.params.exception_details.text)),
        Event::NetworkLoadingFailed(event) => Some(format!("failed: {}", event.params.error_text)),
        Event::NetworkRequestWillBeSent(event) => Some(format!("request: {}", event.params.request.url)),
        _ => None,
    }
}

/// A tab, and what was heard of its page.
pub struct Page {
    pub tab: Arc<Tab>,
    heard: Arc<Mutex<Vec<String>>>,
    /// The documents that are there with all that belongs to them.
    loads: Receiver<String>,
}

impl Page {
    /// Opens an address and waits until all of it is there.
    pub fn open(&self, url: &str) {
        self.heard.lock().expect("no listener panics").clear();
        self.go(url);
        self.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => 'there')");
    }

    /// Opens an address and waits for its load event, without a script of ours.
    pub fn go(&self, url: &str) {
        let address = Navigate {
            url: url.to_owned(),
            referrer: None,
            transition_Type: None,
            frame_id: None,
            referrer_policy: None,
        };
        let told = self.tab.call_method(address).expect("the page opens");
        assert_eq!(told.error_text, None, "{url}");
        // A place on the page that is open is no other document.
        if let Some(document) = told.loader_id {
            while self.loads.recv_timeout(TIMEOUT).expect("the page is loaded") != document {}
        }
    }

    /// Messages, faults, and requests to anything but `origin`; requests to it only where they failed.
    pub fn complaints(&self, origin: &str) -> Vec<String> {
        let heard = self.heard.lock().expect("no listener panics").clone();
        // The browser draws its own fields with pictures that are part of their addresses.
        let is_own = |told: &String| {
            let url = told.strip_prefix("request: ");
            url.is_some_and(|url| url.starts_with(origin) || url.starts_with("data:image/svg+xml"))
        };
        heard.into_iter().filter(|told| !is_own(told)).collect()
    }

    /// The value of an expression, as text.
    pub fn evaluate(&self, expression: &str) -> String {
        let found = self.tab.evaluate(expression, true).expect("the expression is good");
        match found.value {
            Some(serde_json::Value::String(text)) => text,
            other => other.unwrap_or_default().to_string(),
        }
    }

    /// Waits until an expression is true, on this page or on the one that a link of it leads to.
    #[track_caller]
    pub fn wait(&self, expression: &str) {
        let look = format!(
            "(async () => {{ for (let turn = 0; turn < 1500; turn++) {{
                if ({expression}) return 'yes';
                await new Promise((resolve) => setTimeout(resolve, 10));
            }} return document.querySelector('main').innerText; }})()"
        );
        // A page that is left while it looks gives an error instead.
        let mut looks = std::iter::repeat_with(|| self.tab.evaluate(&look, true)).take(5);
        let found = looks.find_map(Result::ok).and_then(|found| found.value).unwrap_or_default();
        assert_eq!(found, "yes", "{expression}");
    }

    /// The faults that a script of ours finds on the page.
    pub fn faults(&self, script: &str) -> Vec<String> {
        let found = self.evaluate(&format!("JSON.stringify((() => {{ {script} }})())"));
        serde_json::from_str(&found).unwrap_or_else(|_| panic!("the script gives a list: {found}"))
    }

    /// How wide the window is, and whether the reader likes it dark.
    pub fn show(&self, width: u32, is_dark: bool) {
        let size = Emulation::SetDeviceMetricsOverride {
            width,
            height: 900,
            device_scale_factor: 1.0,
            mobile: false,
            scale: None,
            screen_width: None,
            screen_height: None,
            position_x: None,
            position_y: None,
            dont_set_visible_size: None,
            screen_orientation: None,
            viewport: None,
            display_feature: None,
            device_posture: None,
        };
        self.tab.call_method(size).expect("the window has that size");
        self.media("", &[("prefers-color-scheme", if is_dark { "dark" } else { "light" })]);
    }

    /// Shows the page with few colours of the reader's own choice.
    pub fn force_colours(&self) {
        self.media("", &[("forced-colors", "active"), ("prefers-color-scheme", "dark")]);
    }

    /// Shows the page as on paper.
    pub fn print(&self) {
        self.media("print", &[("prefers-color-scheme", "light")]);
    }

    fn media(&self, media: &str, features: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| Emulation::MediaFeature {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        let features = features.iter().map(feature).collect();
        let media = Emulation::SetEmulatedMedia { media: Some(media.to_owned()), features: Some(features) };
        self.tab.call_method(media).expect("the medium is shown");
    }

    /// Forgets everything that was fetched.
    pub fn forget(&self) {
        self.tab.call_method(Network::ClearBrowserCache(None)).expect("the cache is empty");
    }

    /// Turns scripts of pages off or on.
    pub fn scripts(&self, are_on: bool) {
        self.tab.call_method(Emulation::SetScriptExecutionDisabled { value: !are_on }).expect("scripts are switched");
    }
}
