//! Markdown to HTML.
//!
//! In: an author's text. Out: HTML that contains none of the author's own markup. Raw HTML is shown as text; links lead only to
//! `http(s)` or `mailto` addresses, fragments and files of the site; headings have ids and never skip a level.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};

use crate::model::{Destination, HeadingIds, MARKDOWN};
use crate::route::SitePath;
use crate::site::Site;

/// What the links of a text are relative to.
pub(super) struct Links<'a> {
    /// The site they lead to; `None` for a text outside a site.
    pub(super) site: Option<&'a Site>,
    /// The folder of the Markdown file within `content/`; `None` for texts that are not pages.
    pub(super) folder: Option<&'a str>,
    /// The relative path from the page to the site's root.
    pub(super) root: &'a str,
}

/// Names already used on a page, which must be unique: ids of headings, and regions of tables.
#[derive(Default)]
pub(super) struct Taken {
    ids: HeadingIds,
    tables: usize,
}

/// The HTML of a text, in which the highest heading has the level `top` (2 for h2).
pub(super) fn to_html(text: &str, top: usize, links: &Links<'_>, taken: &mut Taken) -> String {
    let events: Vec<Event<'_>> = Parser::new_ext(text, MARKDOWN).collect();
    let mut levels = Levels::new(top);
    let mut safe = Vec::with_capacity(events.len());
    let mut linked = Vec::new();
    let mut at = 0;
    while at < events.len() {
        match &events[at] {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = levels.of(*level);
                let id = taken.ids.next(&events[at + 1..]);
                let (id, classes, attrs) = (Some(CowStr::from(id)), Vec::new(), Vec::new());
                safe.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(level)) => safe.push(Event::End(TagEnd::Heading(levels.of(*level)))),
            Event::Html(raw) | Event::InlineHtml(raw) => safe.push(Event::Text(raw.clone())),
            Event::Start(Tag::HtmlBlock) => safe.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => safe.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let target = destination(dest_url, *link_type, links);
                linked.push(target.is_some());
                if let Some(target) = target {
                    let (link_type, dest_url) = (LinkType::Inline, target.into());
                    safe.push(Event::Start(Tag::Link { link_type, dest_url, title: title.clone(), id: id.clone() }));
                }
            }
            // A link that leads nowhere keeps its text but is no longer a link.
            Event::End(TagEnd::Link) if linked.pop() == Some(false) => {}
            // An image would be requested from another site, so only its text is shown. `check` has reported it.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Table(_)) => {
                taken.tables += 1;
                let label = format!("Table {}", taken.tables);
                let region = format!("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">");
                safe.push(Event::Html(region.into()));
                // Alignment would become a style attribute, which the content security policy forbids.
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

/// Maps the author's heading levels to levels that start at `top` and skip none.
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

/// Where a link leads. `None` if nowhere, which `check` has reported.
fn destination(to: &str, kind: LinkType, links: &Links<'_>) -> Option<String> {
    match Destination::read(to, kind, links.folder.unwrap_or("")) {
        Destination::Web(url) => Some(url),
        Destination::Heading(id) => Some(format!("#{id}")),
        Destination::Page(path, heading) => {
            let page = links.site?.content.get(&path)?;
            let fragment = heading.map_or_else(String::new, |id| format!("#{id}"));
            Some(format!("{}{page}{fragment}", links.root))
        }
        Destination::Site(address) => {
            let path = links.site.and_then(|site| site.resolve(&address)).unwrap_or_else(|| SitePath::guess(&address));
            Some(format!("{}{path}", links.root))
        }
        Destination::Refused => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Links, Taken, to_html};

    fn html(text: &str) -> String {
        to_html(text, 2, &Links { site: None, folder: Some("guidance"), root: "../" }, &mut Taken::default())
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
        assert!(html("[a](/feed.xml)").contains("href=\"../feed.xml\""));
        assert!(html("[a](/datasets/a/)").contains("href=\"../datasets/a/index.html\""));
        for hostile in
            ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example/", "../../../etc/passwd"]
        {
            assert_eq!(html(&format!("[a]({hostile})")), "<p>a</p>\n", "{hostile}");
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
