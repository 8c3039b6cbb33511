//! The sites of other generators: as like ours as each of them allows, with templates of their own.
//!
//! A base with a menu of seven links, a page with title, date, badge, contents and neighbours, lists of fifty, a taxonomy of
//! committees, a sitemap, a feed, and highlighted code.

use super::corpus::put;
use std::path::Path;

const MENU: &str = "<nav><a href=\"/\">Home</a> <a href=\"/meetings/\">Meetings</a> <a href=\"/decisions/\">Decisions</a> <a href=\"/standards/\">Standards</a> <a href=\"/dates/\">Dates</a> <a href=\"/glossary/\">Glossary</a> <a href=\"/search/\">Search</a></nav>";

/// What Hugo needs beside the content.
pub fn hugo(site: &Path) {
    let own = "baseURL = \"https://outputs.example/\"\ntitle = \"Outputs\"\n";
    let rest = "[taxonomies]\ncommittee = \"committees\"\n[pagination]\npagerSize = 50\n[outputs]\nhome = [\"html\", \"rss\"]\nsection = [\"html\"]\ntaxonomy = [\"html\"]\nterm = [\"html\"]\n[services.rss]\nlimit = 50\n[markup.highlight]\nnoClasses = false\n[markup.goldmark.renderHooks.link]\nuseEmbedded = \"always\"\n";
    put(&site.join("hugo.toml"), &format!("{own}{rest}"));
    let base = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>{{{{ .Title }}}} – {{{{ .Site.Title }}}}</title>\n<link rel=\"canonical\" href=\"{{{{ .Permalink }}}}\">\n<link rel=\"stylesheet\" href=\"/site.css\">\n</head>\n<body>\n<header>{MENU}</header>\n<main>{{{{ block \"main\" . }}}}{{{{ end }}}}</main>\n<footer>{{{{ .Site.Title }}}}</footer>\n</body>\n</html>\n"
    );
    put(&site.join("layouts/_default/baseof.html"), &base);
    put(
        &site.join("layouts/_default/single.html"),
        "{{ define \"main\" }}<h1>{{ .Title }}</h1><p>{{ .Date.Format \"Monday 2 January 2006\" }} <span class=\"badge\">{{ .Params.classification }}</span></p><nav>{{ .TableOfContents }}</nav>{{ .Content }}<p>{{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }} {{ with .NextInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</p>{{ end }}\n",
    );
    put(
        &site.join("layouts/_default/list.html"),
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ $paginator := .Paginate .RegularPagesRecursive }}<ul>{{ range $paginator.Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a> {{ .Date.Format \"2 January 2006\" }}</li>{{ end }}</ul>{{ template \"_internal/pagination.html\" . }}{{ end }}\n",
    );
    put(&site.join("static/site.css"), "body { font: 1rem sans-serif; }\n");
}

/// What Blades needs beside the content.
pub fn blades(site: &Path) {
    put(&site.join("Blades.toml"), "[site]\ntitle = \"Outputs\"\nurl = \"https://outputs.example\"\nlang = \"en\"\n");
    let page = |inner: &str| {
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{{{title}}}}</title><link rel=\"stylesheet\" href=\"/site.css\"></head><body><header>{MENU}</header><main>{inner}</main></body></html>\n"
        )
    };
    put(&site.join("templates/page.html"), &page("<h1>{{title}}</h1><p>{{date}}</p>{{{content}}}"));
    put(&site.join("templates/section.html"), &page("<h1>{{title}}</h1>{{{content}}}"));
    put(&site.join("assets/site.css"), "body { font: 1rem sans-serif; }\n");
}
