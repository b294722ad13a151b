//! Lists of datasets: all of them, by theme and by publisher.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Maker;
use super::frame::{Frame, Named, Pager, link, paged};
use super::tile::{DatasetTile, dataset_tile};
use crate::diagnostic::Diagnostic;
use crate::route::{ITEMS_A_PAGE, Route};
use crate::words::theme_name;

/// A theme or publisher, with the number of its datasets.
#[derive(Serialize)]
pub(super) struct Group {
    link: Named,
    count: usize,
}

#[derive(Serialize)]
struct ListView {
    page: Frame,
    heading: String,
    datasets: Vec<DatasetTile>,
    pager: Pager,
    facets: Vec<Facet>,
    about: Option<Organisation>,
}

#[derive(Serialize)]
struct Organisation {
    homepage: Option<String>,
    ods_code: Option<String>,
    kind: Option<String>,
}

#[derive(Serialize)]
struct Facet {
    name: String,
    groups: Vec<Group>,
    counts: Vec<Count>,
}

#[derive(Serialize)]
struct Count {
    name: String,
    count: usize,
}

#[derive(Serialize)]
struct GroupsView {
    page: Frame,
    heading: String,
    groups: Vec<Group>,
}

pub(super) fn datasets(maker: Maker<'_>, page: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let all = &maker.site.catalogue.by_title;
    let words = maker.words();
    let title = words.text("datasets");
    let about = words.count("datasets-about", all.len());
    let frame = Frame::new(maker, &Route::Datasets(page), "datasets", title, &about);
    list(maker, frame, title.to_owned(), all, page, facets(maker), Route::Datasets)
}

pub(super) fn theme(maker: Maker<'_>, theme: &str, page: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let members = maker.site.catalogue.themes.get(theme).map_or(&[][..], Vec::as_slice);
    let title = theme_name(theme);
    let route = |page| Route::Theme(theme.to_owned(), page);
    let frame = Frame::new(maker, &route(page), "datasets", &title, &maker.words().fill("theme-about", &[("theme", &title)]));
    let frame = frame.below(vec![
        link(maker, maker.words().text("datasets"), &Route::Datasets(1)),
        link(maker, maker.words().text("themes"), &Route::Themes),
    ]);
    list(maker, frame, title, members, page, Vec::new(), route)
}

pub(super) fn publisher(maker: Maker<'_>, publisher: &str, page: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let members = maker.site.catalogue.publishers.get(publisher).map_or(&[][..], Vec::as_slice);
    let title = publisher_name(maker, publisher);
    let route = |page| Route::Publisher(publisher.to_owned(), page);
    let frame =
        Frame::new(maker, &route(page), "datasets", &title, &maker.words().fill("publisher-about", &[("publisher", &title)]));
    let frame = frame.below(vec![
        link(maker, maker.words().text("datasets"), &Route::Datasets(1)),
        link(maker, maker.words().text("publishers"), &Route::Publishers),
    ]);
    list(maker, frame, title, members, page, Vec::new(), route)
}

pub(super) fn themes(maker: Maker<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let words = maker.words();
    let page = Frame::new(maker, &Route::Themes, "datasets", words.text("themes"), words.text("themes-about"));
    let page = page.below(vec![link(maker, maker.words().text("datasets"), &Route::Datasets(1))]);
    maker.theme.fill("groups.html", &GroupsView { page, heading: words.text("themes").to_owned(), groups: theme_groups(maker) })
}

pub(super) fn publishers(maker: Maker<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let words = maker.words();
    let (title, about) = (words.text("publishers"), words.text("publishers-about"));
    let page = Frame::new(maker, &Route::Publishers, "datasets", title, about);
    let page = page.below(vec![link(maker, maker.words().text("datasets"), &Route::Datasets(1))]);
    maker
        .theme
        .fill("groups.html", &GroupsView { page, heading: words.text("publishers").to_owned(), groups: publisher_groups(maker) })
}

fn list(
    maker: Maker<'_>,
    page: Frame,
    heading: String,
    members: &[usize],
    number: usize,
    facets: Vec<Facet>,
    route: impl Fn(usize) -> Route,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let about = organisation(maker, &route(number));
    let (members, pager) = paged(maker, members, number, ITEMS_A_PAGE, route);
    let datasets = members.iter().map(|at| dataset_tile(maker, *at)).collect();
    maker.theme.fill("datasets.html", &ListView { page, heading, datasets, pager, facets, about })
}

/// Details of the organisation whose datasets are listed.
fn organisation(maker: Maker<'_>, route: &Route) -> Option<Organisation> {
    let Route::Publisher(publisher, _) = route else { return None };
    let known = maker.site.catalogue.settings.portal.organisations.get(publisher)?;
    let (homepage, ods_code, kind) = (known.homepage.clone(), known.ods_code.clone(), known.kind.clone());
    Some(Organisation { homepage, ods_code, kind: kind.map(|kind| theme_name(&kind)) })
}

fn facets(maker: Maker<'_>) -> Vec<Facet> {
    let datasets = &maker.site.catalogue.datasets;
    let mut frequency: BTreeMap<_, usize> = BTreeMap::new();
    let mut freshness: BTreeMap<&str, usize> = BTreeMap::new();
    let words = maker.words();
    for dataset in datasets {
        *frequency.entry(dataset.frequency).or_default() += 1;
        *freshness.entry(words.freshness(dataset.freshness.status)).or_default() += 1;
    }
    let frequency = frequency.into_iter().map(|(frequency, count)| Count { name: words.frequency(frequency).to_owned(), count });
    let freshness = freshness.into_iter().map(|(name, count)| Count { name: name.to_owned(), count });
    let name = |key| words.text(key).to_owned();
    vec![
        Facet { name: name("facet-theme"), groups: theme_groups(maker), counts: Vec::new() },
        Facet { name: name("publisher"), groups: publisher_groups(maker), counts: Vec::new() },
        Facet { name: name("dataset-frequency"), groups: Vec::new(), counts: frequency.collect() },
        Facet { name: name("update-status"), groups: Vec::new(), counts: freshness.collect() },
    ]
}

/// The themes, each with the number of its datasets.
pub(super) fn theme_groups(maker: Maker<'_>) -> Vec<Group> {
    let themes = maker.site.catalogue.themes.iter();
    let group = |(theme, members): (&String, &Vec<usize>)| Group {
        link: link(maker, &theme_name(theme), &Route::Theme(theme.clone(), 1)),
        count: members.len(),
    };
    themes.map(group).collect()
}

fn publisher_groups(maker: Maker<'_>) -> Vec<Group> {
    let publishers = maker.site.catalogue.publishers.iter();
    let group = |(publisher, members): (&String, &Vec<usize>)| Group {
        link: link(maker, &publisher_name(maker, publisher), &Route::Publisher(publisher.clone(), 1)),
        count: members.len(),
    };
    publishers.map(group).collect()
}

fn publisher_name(maker: Maker<'_>, publisher: &str) -> String {
    maker.site.catalogue.settings.portal.name_of(publisher).to_owned()
}
