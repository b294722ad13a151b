//! Two files with the same address, and addresses that are too long for some systems.

use std::collections::{BTreeMap, BTreeSet};

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

/// A path that is too long for Windows.
pub(super) static LONG: Rule = Rule {
    id: "names/long-address",
    severity: Severity::Warning,
    finds: "A page or file of the site with a path of more than 200 characters.",
    matters: "Windows and IIS allow 260 characters, and the folder in which the site is published takes some of them. The page would \
        not be found, or the copy would stop.",
    example: "content/a-very-long-name.../another.../page.md",
    put_right: "Shorten the names of folders and files, or the id of the dataset or KPI.",
};

/// The longest path, in characters, that leaves room for the folder of the site.
const LONGEST: usize = 200;

/// Addresses wanted by more than one file, and those that are too long.
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
    let mut findings: Findings = paths.windows(2).filter(clash).map(finding).collect();
    findings.extend(long(site, paths.iter().map(|(path, route)| (path.chars().count(), *route))));
    findings
}

/// The longest path that each of the author's files leads to, if it is too long.
fn long<'a>(site: &Site, paths: impl Iterator<Item = (usize, &'a Route)>) -> Findings {
    let mut longest: BTreeMap<String, usize> = BTreeMap::new();
    for (length, route) in paths.filter(|(length, _)| *length > LONGEST) {
        let most = longest.entry(source(site, route)).or_default();
        *most = length.max(*most);
    }
    let finding = |(file, length): (String, usize)| {
        let message = format!("a path of {length} characters on the site; Windows and IIS allow 260 with the folder it is in");
        LONG.finding(message).at(Place::of_file(&file), "").help("shorten the names of folders and files, or the id")
    };
    longest.into_iter().map(finding).collect()
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
