//! What a rollback changes in the files of the release that it brings back, so that readers and programs are told.
//!
//! In: files of two releases, and words. Out: files with a notice. The templates that made them are not at hand: a rollback needs
//! no sources and takes a second.

use super::feed::Event;
use crate::markup::escape;

/// A page with a notice as the first thing in its main part.
#[must_use]
pub fn with_notice(page: &str, notice: &str) -> String {
    let Some(at) = main_begins(page) else { return page.to_owned() };
    let (before, after) = page.split_at(at);
    format!("{before}\n<div class=\"notice\" role=\"note\"><p>{}</p></div>{after}", escape(notice))
}

/// A page with one more entry at the head of its first ordered list. `None` if it has none, as in a theme of its own.
#[must_use]
pub fn with_first(page: &str, path: &str, name: &str, text: &str) -> Option<String> {
    let tag = page.find("<ol class=\"rows")?;
    let (before, after) = page.split_at(tag + page[tag..].find('>')? + 1);
    let (path, name, text) = (escape(path), escape(name), escape(text));
    Some(format!("{before}\n<li><h2 class=\"h3\"><a href=\"{path}\">{name}</a></h2><p class=\"meta\">{text}</p></li>{after}"))
}

/// A page that says only this, with the frame of another page at the same depth.
#[must_use]
pub fn only_notice(page: &str, heading: &str, notice: &str) -> String {
    let (Some(from), Some(to)) = (main_begins(page), page.find("</main>")) else { return page.to_owned() };
    let (head, rest) = (&page[..from], &page[to..]);
    let title = |text: &str| -> Option<String> {
        let (from, to) = (text.find("<title>")? + "<title>".len(), text.find("</title>")?);
        Some(format!("{}{}{}", &text[..from], escape(heading), &text[to..]))
    };
    let head = title(head).unwrap_or_else(|| head.to_owned());
    format!("{head}\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n{rest}", escape(heading), escape(notice))
}

/// Where the main part of a page begins.
fn main_begins(page: &str) -> Option<usize> {
    let tag = page.find("<main")?;
    Some(tag + page[tag..].find('>')? + 1)
}

/// A feed with an event as its newest entry. Entries that only the release before had stay, with the moment of the event and a
/// word that they were taken back: readers who have seen them are told.
#[must_use]
pub fn feed_with(feed: &str, before: &str, event: &Event, taken_back: &dyn Fn(&str) -> String) -> String {
    let ids: Vec<&str> = entries(feed).filter_map(|entry| inside(entry, "id")).collect();
    let gone = entries(before).filter(|entry| inside(entry, "id").is_some_and(|id| !ids.contains(&id)));
    let told: String = gone
        .map(|entry| match inside(entry, "id") {
            // An earlier event stays what it was.
            Some(id) if id.contains("/changes/") => entry.to_owned(),
            _ => replace(&replace(entry, "updated", |_| event.at.clone()), "title", taken_back),
        })
        .collect();
    let head = feed.find("<entry>").or_else(|| feed.find("</feed>")).unwrap_or(feed.len());
    let (head, rest) = feed.split_at(head);
    format!("{}{}{told}{rest}", replace(head, "updated", |_| event.at.clone()), event.entry())
}

/// A site map in which pages that changed have a new day.
#[must_use]
pub fn sitemap_with(map: &str, day: &str, is_changed: &dyn Fn(&str) -> bool) -> String {
    let lines = map.split_inclusive('\n').map(|line| match inside(line, "loc") {
        Some(address) if line.starts_with("<url>") && is_changed(address) => match inside(line, "lastmod") {
            Some(_) => replace(line, "lastmod", |_| day.to_owned()),
            None => line.replacen("</loc>", &format!("</loc><lastmod>{day}</lastmod>"), 1),
        },
        _ => line.to_owned(),
    });
    lines.collect()
}

/// The entries of a feed that this program wrote.
fn entries(feed: &str) -> impl Iterator<Item = &str> {
    feed.split_inclusive("</entry>\n").filter_map(|text| text.find("<entry>").map(|at| &text[at..]))
}

/// The text in the first element with a name.
fn inside<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let from = text.find(&open)? + open.len();
    Some(&text[from..from + text[from..].find(&close)?])
}

/// The text with another one in the first element with a name.
fn replace(text: &str, name: &str, new: impl Fn(&str) -> String) -> String {
    match inside(text, name) {
        Some(old) => {
            let marked = format!("<{name}>{old}</{name}>");
            text.replacen(&marked, &format!("<{name}>{}</{name}>", new(old)), 1)
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, feed_with, only_notice, sitemap_with, with_notice};

    fn event() -> Event {
        Event {
            title: "1.1 was taken back".to_owned(),
            url: "https://e.org/changes/3/".to_owned(),
            at: "2026-02-11T09:00:00Z".to_owned(),
            summary: "Why".to_owned(),
        }
    }

    #[test]
    fn a_feed_never_goes_back() {
        let feed = |day: &str, entries: &str| format!("<feed>\n<updated>{day}</updated>\n<link/>\n{entries}</feed>\n");
        let entry =
            |id: &str, day: &str| format!("<entry>\n<title>{id}</title>\n<id>{id}</id>\n<updated>{day}</updated>\n</entry>\n");
        let old = feed("2026-01-12T00:00:00Z", &entry("a", "2026-01-12T00:00:00Z"));
        let new = feed("2026-02-10T00:00:00Z", &(entry("b", "2026-02-10T00:00:00Z") + &entry("a", "2026-01-12T00:00:00Z")));
        let told = feed_with(&old, &new, &event(), &|title| format!("{title} (taken back)"));
        assert!(told.starts_with("<feed>\n<updated>2026-02-11T09:00:00Z</updated>"), "{told}");
        assert!(told.contains("<title>b (taken back)</title>\n<id>b</id>\n<updated>2026-02-11T09:00:00Z</updated>"), "{told}");
        assert!(told.contains("<id>a</id>\n<updated>2026-01-12T00:00:00Z</updated>"), "{told}");
        assert_eq!(told.matches("<entry>").count(), 3);
    }

    #[test]
    fn pages_and_site_maps_are_told() {
        let page = "<head><title>A</title></head><main id=\"main\" class=\"wrap\">\n<h1>A</h1></main><footer></footer>";
        assert!(
            with_notice(page, "a & b")
                .contains("class=\"wrap\">\n<div class=\"notice\" role=\"note\"><p>a &amp; b</p></div>\n<h1>A")
        );
        let only = only_notice(page, "B", "c");
        assert!(only.contains("<title>B</title>") && only.contains("<h1>B</h1>") && !only.contains("<h1>A"), "{only}");
        let map = "<urlset>\n<url><loc>x/a</loc><lastmod>2026-01-01</lastmod></url>\n<url><loc>x/b</loc></url>\n</urlset>\n";
        let told = sitemap_with(map, "2026-02-11", &|_| true);
        assert_eq!(told.matches("<lastmod>2026-02-11</lastmod>").count(), 2, "{told}");
    }
}
