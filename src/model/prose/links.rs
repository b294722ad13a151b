//! Links and headings in Markdown: where a text links to, and which ids it offers to link to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// The Markdown extensions enabled on top of `CommonMark`.
pub const MARKDOWN: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_FOOTNOTES);

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A web address or a mailbox.
    Web(String),
    /// A heading in the same text, by its id.
    Heading(String),
    /// A page of prose, by its path below `content/`, and optionally a heading on it.
    Page(String, Option<String>),
    /// To a page or file of the site, by its address below the root.
    Site(String),
    /// A target that a portal may not link to: another scheme, or a path outside `content/`.
    Refused,
}

impl Destination {
    /// Reads a link target. A relative path starts from `folder`, which is below `content/`.
    #[must_use]
    pub fn read(target: &str, kind: LinkType, folder: &str) -> Self {
        if kind == LinkType::Email {
            return Self::Web(format!("mailto:{target}"));
        }
        if is_web_address(target) || target.to_ascii_lowercase().starts_with("mailto:") {
            return Self::Web(target.to_owned());
        }
        if let Some(fragment) = target.strip_prefix('#') {
            return Self::Heading(heading_id(fragment));
        }
        if let Some(path) = target.strip_prefix('/') {
            return site_address(path).map_or(Self::Refused, Self::Site);
        }
        let (path, fragment) =
            target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(heading_id(fragment))));
        let is_page = !path.contains(':') && !path.contains('\\');
        let joined = is_page.then(|| join(folder, path.trim_end_matches(".md"))).flatten();
        joined.map_or(Self::Refused, |path| Self::Page(path, fragment))
    }
}

/// Whether an address starts with `http://` or `https://`.
#[must_use]
pub fn is_web_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

/// A link or image in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The bytes of the link in the text.
    pub span: Range<usize>,
    /// Where it leads; `None` for an image.
    pub destination: Option<Destination>,
    /// The target as written.
    pub target: String,
    /// The link's words, or an image's alternative text.
    pub words: String,
}

/// The links and images in a text, in order. Relative paths start from `folder`.
#[must_use]
pub fn links(text: &str, folder: &str) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (event, span) in Parser::new_ext(text, MARKDOWN).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let destination = Some(Destination::read(&dest_url, link_type, folder));
                open.push(links.len());
                links.push(Link { span, destination, target: dest_url.into_string(), words: String::new() });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                open.push(links.len());
                links.push(Link { span, destination: None, target: dest_url.into_string(), words: String::new() });
            }
            Event::Text(words) | Event::Code(words) => open.iter().for_each(|at| links[*at].words.push_str(&words)),
            Event::SoftBreak | Event::HardBreak => open.iter().for_each(|at| links[*at].words.push(' ')),
            Event::End(TagEnd::Link | TagEnd::Image) => drop(open.pop()),
            _ => {}
        }
    }
    links
}

/// The ids of all headings in a text.
#[must_use]
pub fn heading_ids(text: &str) -> BTreeSet<String> {
    let events: Vec<Event<'_>> = Parser::new_ext(text, MARKDOWN).collect();
    let mut ids = HeadingIds::default();
    let starts = events.iter().enumerate().filter(|(_, event)| matches!(event, Event::Start(Tag::Heading { .. })));
    starts.map(|(at, _)| ids.next(&events[at + 1..])).collect()
}

/// Gives each heading in a text a unique id.
#[derive(Default)]
pub struct HeadingIds {
    used: BTreeSet<String>,
    /// How many headings have asked for each id.
    wanted: BTreeMap<String, usize>,
}

impl HeadingIds {
    /// The id of a heading, from the events that follow its start.
    pub fn next(&mut self, events: &[Event<'_>]) -> String {
        let inside = events.iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
        let texts = inside.filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        });
        let id = heading_id(&texts.collect::<String>());
        let count = self.wanted.entry(id.clone()).or_default();
        loop {
            *count += 1;
            let own = if *count == 1 { id.clone() } else { format!("{id}-{count}") };
            if self.used.insert(own.clone()) {
                return own;
            }
        }
    }
}

/// The id of a heading. The prefix keeps an author's headings apart from other ids on the page. It has no dots, so that a style
/// sheet or a script can name it: `#s-1.2` would be the class `2` of an element.
fn heading_id(text: &str) -> String {
    format!("s-{}", crate::model::slug(&text.replace('.', " ")))
}

/// An address below the root without its `index.html`. `None` for what is no plain address.
fn site_address(address: &str) -> Option<String> {
    let is_name = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    let address = address.strip_suffix("index.html").unwrap_or(address);
    let plain = address.strip_suffix('/').unwrap_or(address);
    (address.is_empty() || plain.split('/').all(is_name)).then(|| address.to_owned())
}

/// Joins a path to a folder. `None` if the result leaves the root.
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
    use pulldown_cmark::LinkType;

    use super::{Destination, heading_ids};

    #[test]
    fn targets_are_read_relative_to_their_folder() {
        let read = |target| Destination::read(target, LinkType::Inline, "guidance");
        assert_eq!(read("charts.md#The Rules"), Destination::Page("guidance/charts".into(), Some("s-the-rules".into())));
        assert_eq!(read("../index.md"), Destination::Page("index".into(), None));
        assert_eq!(read("#a"), Destination::Heading("s-a".into()));
        for hostile in ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "../../etc/passwd", "C:\\x"] {
            assert_eq!(read(hostile), Destination::Refused, "{hostile}");
        }
    }

    #[test]
    fn headings_of_one_text_have_ids_of_their_own() {
        let ids: Vec<String> = heading_ids("# A `b`\n\n## A b\n").into_iter().collect();
        assert_eq!(ids, ["s-a-b", "s-a-b-2"]);
    }
}
