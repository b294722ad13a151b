//! Two files with the same address.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostic::{Findings, Rule, Severity};
use crate::route::{Route, SitePath};
use crate::site::Site;
use crate::source::Place;

/// Two files with the same address.
pub(super) static RULE: Rule = Rule {
    id: "names/address",
    severity: Severity::Error,
    finds: "Two pages or files of the site that would have the same address on at least one system.",
    matters: "One would overwrite the other, and it would be left to chance which.",
    example: "content/datasets/index.md        (the catalogue is at /datasets/)",
    put_right: "Rename one of them.",
};

/// Addresses wanted by more than one file.
#[must_use]
pub fn clashes(site: &Site) -> Findings {
    clashes_among(site, site.routes().iter().cloned().collect())
}

/// Addresses wanted by more than one file after a change to some datasets or to what all datasets share, if there were none
/// before. Files made from different datasets never have the same address, so only a few need to be compared.
#[must_use]
pub fn clashes_after(site: &Site, changed: &[usize]) -> Findings {
    clashes_among(site, site.routes_of(changed))
}

fn clashes_among(site: &Site, mut routes: BTreeSet<Route>) -> Findings {
    // A page of prose can be anywhere: at another file's address, or where its folder needs the name of another file.
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for path in site.content.values().map(SitePath::as_str) {
        paths.extend(path.match_indices('/').map(|(end, _)| &path[..end]).chain([path]));
    }
    routes.extend(paths.into_iter().filter_map(|path| site.find(path)));
    same_address(site, &routes.into_iter().collect::<Vec<_>>())
}

/// Addresses wanted by more than one route. Case is ignored, because Windows and macOS ignore it.
fn same_address(site: &Site, routes: &[Route]) -> Findings {
    // With `/` sorted before all other characters, a path is directly followed by the paths inside it.
    let key = |route| (Route::path(route, &site.catalogue).as_str().to_lowercase().replace('/', "\0"), route);
    let mut paths: Vec<(String, &Route)> = routes.par_iter().map(key).collect();
    paths.par_sort_by(|a, b| a.0.cmp(&b.0));
    // A name cannot be both a file and a folder: `feed.xml` and `feed.xml/index.html`.
    let clash = |pair: &&[(String, &Route)]| {
        pair[0].0 == pair[1].0 || pair[1].0.strip_prefix(&pair[0].0).is_some_and(|rest| rest.starts_with('\0'))
    };
    let finding = |pair: &[(String, &Route)]| {
        let found = RULE.finding(format!("two pages would have the address {}", pair[0].0.replace('\0', "/")));
        let places = pair.iter().map(|(_, route)| Place::of_file(&source(site, route)));
        places.fold(found, |found, place| found.at(place, "")).help("rename one of them")
    };
    paths.windows(2).filter(clash).map(finding).collect()
}

/// The author's file from which a route is made.
fn source(site: &Site, route: &Route) -> String {
    let catalogue = &site.catalogue;
    match route {
        Route::Content(at) => catalogue.settings.pages[*at].body.file.path().to_owned(),
        Route::Note(at) => catalogue.note(*at).0.path.clone(),
        _ => match route.dataset() {
            Some(at) => format!("datasets/{}/dataset.yaml", catalogue.datasets[at].id),
            None => "portal.yaml".to_owned(),
        },
    }
}
