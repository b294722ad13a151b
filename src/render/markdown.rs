//! Markdown to HTML.
//!
//! In: an author's text. Out: HTML in which no markup of the author's survives: raw HTML is shown as text, links lead to
//! `http(s)`, `mailto`, a fragment or a file of the site, headings have ids and never skip a level.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::site::{SitePath, slug};

/// What links of a text are relative to.
pub(super) struct Links<'a> {
    /// Pages of prose by their path below `content/`.
    pub(super) content: &'a BTreeMap<String, SitePath>,
    /// The folder of the Markdown file below `content/`; `None` for texts that are not pages.
    pub(super) folder: Option<&'a str>,
    /// What leads from the page to the root.
    pub(super) root: &'a str,
}

/// HTML of a text whose topmost heading becomes `top` (2 for h2).
pub(super) fn to_html(text: &str, top: usize, links: &Links<'_>) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    let mut levels = Levels::new(top);
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut safe = Vec::with_capacity(events.len());
    let mut at = 0;
    while at < events.len() {
        match &events[at] {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = levels.of(*level);
                let id = unique(&heading_text(&events[at + 1..]), &mut ids);
                let (id, classes, attrs) = (Some(CowStr::from(id)), Vec::new(), Vec::new());
                safe.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(level)) => safe.push(Event::End(TagEnd::Heading(levels.of(*level)))),
            Event::Html(raw) | Event::InlineHtml(raw) => safe.push(Event::Text(raw.clone())),
            Event::Start(Tag::HtmlBlock) => safe.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => safe.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = destination(dest_url, *link_type, links).into();
                safe.push(Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url,
                    title: title.clone(),
                    id: id.clone(),
                }));
            }
            Event::Start(Tag::Image { dest_url, title, id, .. }) => {
                let dest_url = picture(dest_url).into();
                safe.push(Event::Start(Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url,
                    title: title.clone(),
                    id: id.clone(),
                }));
            }
            Event::Start(Tag::Table(_)) => {
                safe.push(Event::Html("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">".into()));
                // Alignment would be written as a style attribute, which the content security policy refuses.
                safe.push(Event::Start(Tag::Table(Vec::new())));
            }
            Event::End(TagEnd::Table) => {
                safe.push(Event::End(TagEnd::Table));
                safe.push(Event::Html("</div>".into()));
            }
            other => safe.push(other.clone()),
        }
        at += 1;
    }
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, safe.into_iter());
    out
}

/// Maps the levels an author used to levels that begin at `top` and never skip one.
struct Levels {
    top: usize,
    open: Vec<usize>,
}

impl Levels {
    fn new(top: usize) -> Self {
        Self { top, open: Vec::new() }
    }

    fn of(&mut self, level: HeadingLevel) -> HeadingLevel {
        let level = level as usize;
        while self.open.last().is_some_and(|open| *open >= level) {
            self.open.pop();
        }
        self.open.push(level);
        match (self.top + self.open.len() - 1).min(6) {
            2 => HeadingLevel::H2,
            3 => HeadingLevel::H3,
            4 => HeadingLevel::H4,
            5 => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        }
    }
}

fn heading_text(events: &[Event<'_>]) -> String {
    let inside = events.iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let texts =
        inside.filter_map(|event| if let Event::Text(text) | Event::Code(text) = event { Some(text.as_ref()) } else { None });
    slug(&texts.collect::<String>())
}

fn unique(id: &str, ids: &mut BTreeMap<String, usize>) -> String {
    let count = ids.entry(id.to_owned()).or_default();
    *count += 1;
    // A text of the author's must not take an id of the page around it.
    if *count == 1 { format!("s-{id}") } else { format!("s-{id}-{count}") }
}

fn destination(to: &str, kind: LinkType, links: &Links<'_>) -> String {
    if kind == LinkType::Email {
        return format!("mailto:{to}");
    }
    let lower = to.to_ascii_lowercase();
    if ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return to.to_owned();
    }
    if let Some(fragment) = to.strip_prefix('#') {
        return format!("#s-{}", slug(fragment));
    }
    let (path, fragment) =
        to.split_once('#').map_or((to, String::new()), |(path, fragment)| (path, format!("#s-{}", slug(fragment))));
    let wanted = join(links.folder.unwrap_or(""), path.trim_end_matches(".md"));
    match wanted.and_then(|wanted| links.content.get(&wanted)) {
        Some(page) => format!("{}{page}{fragment}", links.root),
        None => "#".to_owned(),
    }
}

/// Pictures come from the web with the reader's request, which a portal never makes: only what is beside the page.
fn picture(to: &str) -> String {
    let inside = !to.contains(':') && !to.starts_with('/') && !to.contains('\\');
    if inside { to.to_owned() } else { String::new() }
}

/// A path relative to a folder, below the root; `None` if it leaves the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Links, to_html};
    use crate::site::SitePath;

    fn html(text: &str) -> String {
        let content = BTreeMap::from([("guidance/charts".to_owned(), SitePath::page("guidance/charts"))]);
        to_html(text, 2, &Links { content: &content, folder: Some("guidance"), root: "../" })
    }

    #[test]
    fn what_an_author_writes_as_html_is_shown_as_text() {
        let page = html("<script>alert(1)</script>\n\na <b onclick=x>b</b>");
        assert!(!page.contains("<script") && !page.contains("<b "), "{page}");
        assert!(page.contains("&lt;script&gt;"), "{page}");
    }

    #[test]
    fn links_lead_to_the_web_to_a_page_or_nowhere() {
        assert!(html("[a](https://example.org/)").contains("href=\"https://example.org/\""));
        assert!(html("[a](charts.md#The-Rules)").contains("href=\"../guidance/charts/index.html#s-the-rules\""));
        for hostile in
            ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example/", "../../../etc/passwd"]
        {
            assert!(html(&format!("[a]({hostile})")).contains("href=\"#\""), "{hostile}");
        }
    }

    #[test]
    fn headings_begin_below_the_page_s_own_and_skip_no_level() {
        let page = html("# One\n\n### Two\n\n# One");
        assert!(
            page.contains("<h2 id=\"s-one\">") && page.contains("<h3 id=\"s-two\">") && page.contains("<h2 id=\"s-one-2\">"),
            "{page}"
        );
    }
}
