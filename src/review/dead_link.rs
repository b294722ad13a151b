//! Links in prose to pages and files that are not on the site.

use crate::check::BROKEN_LINK;
use crate::diagnostic::Findings;
use crate::load::Settings;
use crate::measure::Body;
use crate::model::{Destination, Link, placed_links, placed_links_in_yaml};
use crate::site::Site;
use crate::source::Place;

/// The destination of a link, and its place in the file.
pub type PlacedLink = (Destination, Place);

/// The links in a dataset's guidance, description and release notes.
#[must_use]
pub fn links_of_dataset(dataset: &Body) -> Vec<PlacedLink> {
    let notes = dataset.notes.iter().map(|note| &note.body);
    let texts = dataset.guidance.iter().chain(notes).filter(|text| may_link(text.text()));
    let description = dataset.metadata.description.iter().filter(|text| may_link(text));
    let links = texts.flat_map(|text| placed_links(text, ""));
    led(links.chain(description.flat_map(|text| placed_links_in_yaml(text, &dataset.file))))
}

/// All links in the portal's pages and release notes.
#[must_use]
pub fn links_of_settings(settings: &Settings) -> Vec<PlacedLink> {
    led(settings.prose().filter(|(text, _)| may_link(text.text())).flat_map(|(text, folder)| placed_links(text, folder)))
}

/// Reports links to addresses that are not on the site.
pub fn dead_links<'a>(links: impl Iterator<Item = &'a PlacedLink>, site: &Site) -> Findings {
    let to_site = links.filter_map(|(to, place)| if let Destination::Site(path) = to { Some((path, place)) } else { None });
    let finding = |(path, place): (&String, &Place)| {
        let found = BROKEN_LINK.finding(format!("the site has no /{path}")).at(place.clone(), "");
        found.help(if path.trim_end_matches('/').to_lowercase().ends_with(".md") {
            "write the path from this file, without a leading `/`"
        } else {
            "link to a page that exists, like /datasets/ae-waits/ or /kpis/four-hour-performance/"
        })
    };
    to_site.filter(|(path, _)| site.resolve(path).is_none()).map(finding).collect()
}

/// The links that have a destination. Images have none.
fn led(links: impl Iterator<Item = (Link, Place)>) -> Vec<PlacedLink> {
    links.filter_map(|(link, place)| Some((link.destination?, place))).collect()
}

/// Whether a text can have links to paths. This quick test avoids parsing most Markdown.
fn may_link(text: &str) -> bool {
    text.contains("](") || text.contains("]:")
}
