//! Links of prose to pages and files that the site does not have.

use crate::check::BROKEN_LINK;
use crate::diagnostic::Findings;
use crate::load::Settings;
use crate::measure::Measured;
use crate::model::{Destination, Link, placed_links, placed_links_in_yaml};
use crate::site::Site;
use crate::source::Place;

/// Where a link leads, and where it is written.
pub type PlacedLink = (Destination, Place);

/// The links of a dataset's prose.
#[must_use]
pub fn links_of_dataset(dataset: &Measured) -> Vec<PlacedLink> {
    let notes = dataset.notes.iter().map(|note| &note.body);
    let texts = dataset.guidance.iter().chain(notes).filter(|text| may_link(text.text()));
    let description = dataset.metadata.description.iter().filter(|text| may_link(text));
    let links = texts.flat_map(|text| placed_links(text, ""));
    led(links.chain(description.flat_map(|text| placed_links_in_yaml(text, &dataset.file))))
}

/// The links of the portal's pages and release notes, wherever they lead.
#[must_use]
pub fn links_of_settings(settings: &Settings) -> Vec<PlacedLink> {
    led(settings.prose().filter(|(text, _)| may_link(text.text())).flat_map(|(text, folder)| placed_links(text, folder)))
}

/// Links to what the site does not have.
pub fn dead_links<'a>(links: impl Iterator<Item = &'a PlacedLink>, site: &Site) -> Findings {
    let to_site = links.filter_map(|(to, place)| if let Destination::Site(path) = to { Some((path, place)) } else { None });
    let finding = |(path, place): (&String, &Place)| {
        let address = path.strip_suffix("index.html").unwrap_or(path);
        let found = BROKEN_LINK.finding(format!("the site has no /{address}")).at(place.clone(), "");
        found.help(if address.contains(".md/") {
            "write the path of the file from this one, without `/` before it"
        } else {
            "link to a page there is, like /datasets/ae-waits/ or /kpis/four-hour-performance/"
        })
    };
    to_site.filter(|(path, _)| site.find(path).is_none()).map(finding).collect()
}

/// Those that lead somewhere: pictures do not.
fn led(links: impl Iterator<Item = (Link, Place)>) -> Vec<PlacedLink> {
    links.filter_map(|(link, place)| Some((link.destination?, place))).collect()
}

/// Reading Markdown takes its time; a text without these holds no link to a path.
fn may_link(text: &str) -> bool {
    text.contains("](") || text.contains("]:")
}
