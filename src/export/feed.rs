//! The Atom feed: release notes, newest first.

use crate::catalogue::{Catalogue, NoteRef};
use crate::markup::escape;
use crate::model::Date;
use crate::route::{FEED, Route};
use crate::words::Words;

/// The most entries in the feed.
const ENTRIES: usize = 100;

/// An Atom 1.0 feed of the newest release notes. If there are none, it has no entries.
#[must_use]
pub fn feed(catalogue: &Catalogue, words: &Words) -> Vec<u8> {
    let portal = &catalogue.settings.portal;
    let address = portal.address.as_str();
    let notes = &catalogue.notes[..catalogue.notes.len().min(ENTRIES)];
    let modified = catalogue.recent.first().map(|at| catalogue.datasets[*at].freshness.modified);
    let newest = notes.iter().map(|at| catalogue.note(*at).0.date).chain(modified).max();
    let publisher = portal.name_of(&portal.publisher);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<id>{}</id>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}{FEED}\"/>\n<link href=\"{}\"/>\n",
        escape(&portal.language),
        escape(&portal.title),
        escape(&portal.description),
        escape(address),
        timestamp(newest.unwrap_or(catalogue.as_of)),
        escape(publisher),
        escape(address),
        escape(address),
    );
    for at in notes {
        feed.push_str(&entry(catalogue, *at, address, words));
    }
    feed.push_str("</feed>\n");
    feed.into_bytes()
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
