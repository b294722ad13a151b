//! The Atom feed: release notes, newest first.

use crate::catalogue::{Catalogue, NoteRef};
use crate::markup::escape;
use crate::model::Date;
use crate::release::Past;
use crate::route::{FEED, Route, site_release_path};
use crate::site::Site;
use crate::words::Words;

/// The most entries in the feed.
const ENTRIES: usize = 100;

/// An Atom 1.0 feed of the newest release notes, and of what was withdrawn or taken back. If there is nothing, it has no entries.
#[must_use]
pub fn feed(site: &Site) -> Vec<u8> {
    let (catalogue, words) = (&*site.catalogue, &site.words);
    let portal = &catalogue.settings.portal;
    let address = portal.address.as_str();
    let notes = &catalogue.notes[..catalogue.notes.len().min(ENTRIES)];
    let modified = catalogue.recent.first().map(|at| catalogue.datasets[*at].freshness.modified);
    let events = events(site, address);
    let days = notes.iter().map(|at| catalogue.note(*at).0.date).chain(modified).map(timestamp);
    let newest = days.chain(events.iter().map(|event| event.at.clone())).max();
    let publisher = portal.name_of(&portal.publisher);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<id>{}</id>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}{FEED}\"/>\n<link href=\"{}\"/>\n",
        escape(&portal.language),
        escape(&portal.title),
        escape(&portal.description),
        escape(address),
        newest.unwrap_or_else(|| timestamp(catalogue.as_of)),
        escape(publisher),
        escape(address),
        escape(address),
    );
    feed.extend(events.iter().map(Event::entry));
    for at in notes {
        feed.push_str(&entry(catalogue, *at, address, words));
    }
    feed.push_str("</feed>\n");
    feed.into_bytes()
}

/// Something that readers of earlier entries must know.
pub struct Event {
    /// What happened.
    pub title: String,
    /// The page about it, which is also what tells it apart.
    pub url: String,
    /// When.
    pub at: String,
    /// Why.
    pub summary: String,
}

impl Event {
    /// A release that was taken back, for a while or for good. `None` for a release to which nothing happened.
    fn of(past: &Past, address: &str, words: &Words) -> Option<Self> {
        let at = past.at.clone()?;
        let title = match (&past.restores, &past.took_back) {
            _ if past.withdrawn => words.fill("feed-release-withdrawn", &[("version", &past.version)]),
            (Some(restored), Some(taken)) => words.fill("feed-restored", &[("version", taken), ("restored", restored)]),
            _ => return None,
        };
        let summary = past.reason.clone().unwrap_or_else(|| title.clone());
        Some(Self { title, summary, at, url: Self::url(address, &past.version) })
    }

    /// The address of the page about a release, which tells its event apart.
    #[must_use]
    pub fn url(address: &str, version: &str) -> String {
        format!("{address}{}", site_release_path(version).url())
    }

    /// The entry of the feed.
    #[must_use]
    pub fn entry(&self) -> String {
        let (title, url, summary) = (escape(&self.title), escape(&self.url), escape(&self.summary));
        format!(
            "<entry>\n<title>{title}</title>\n<id>{url}</id>\n<link href=\"{url}\"/>\n<updated>{}</updated>\n\
             <summary>{summary}</summary>\n</entry>\n",
            self.at
        )
    }
}

/// Datasets that were withdrawn, and releases that were taken back, newest first.
fn events(site: &Site, address: &str) -> Vec<Event> {
    let (catalogue, words) = (&site.catalogue, &site.words);
    let withdrawn = catalogue.settings.portal.withdrawn.iter().enumerate().filter(|(_, dataset)| dataset.holds(catalogue.as_of));
    let withdrawn = withdrawn.map(|(at, dataset)| Event {
        title: words.fill("feed-withdrawn", &[("dataset", dataset.title.as_deref().unwrap_or(&dataset.dataset))]),
        url: format!("{address}{}", Route::Withdrawn(at).path(catalogue).url()),
        at: timestamp(*dataset.date),
        summary: dataset.reason.clone(),
    });
    let before = site.release().and_then(|release| release.before.as_ref());
    let taken_back = before.iter().flat_map(|before| &before.releases);
    let mut events: Vec<Event> = taken_back.filter_map(|past| Event::of(past, address, words)).chain(withdrawn).collect();
    events.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.url.cmp(&b.url)));
    events
}

fn entry(catalogue: &Catalogue, at: NoteRef, address: &str, words: &Words) -> String {
    let (note, dataset) = catalogue.note(at);
    let what = dataset.map_or(catalogue.settings.portal.title.as_str(), |dataset| dataset.title.as_str());
    let summary = dataset.map_or(catalogue.settings.portal.description.as_str(), |dataset| dataset.summary.as_str());
    let url = format!("{address}{}", Route::Note(at).path(catalogue).url());
    format!(
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<link href=\"{}\"/>\n<updated>{}</updated>\n\
         <category term=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
        escape(&words.fill("note-title", &[("what", what), ("version", &note.version)])),
        escape(&url),
        escape(&url),
        timestamp(note.date),
        escape(words.note_kind(note.kind)),
        escape(summary),
    )
}

/// The start of the day, because release notes state no time.
fn timestamp(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
