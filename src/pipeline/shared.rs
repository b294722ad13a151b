//! What all datasets of a workspace share: settings, prose and theme, and what they have to say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{PlacedLink, check_settings, links_of_settings, names_publisher, raise};
use crate::diagnostic::Findings;
use crate::load::{Root, Settings, load_settings};
use crate::measure::Measured;
use crate::model::{Date, heading_ids};
use crate::render::{PortalView, Theme};
use crate::site::{content_paths, logo_path};

/// What all datasets share.
pub(super) struct Shared {
    pub(super) settings: Option<Arc<Settings>>,
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) findings: Findings,
    /// The links of its prose.
    pub(super) links: Vec<PlacedLink>,
}

impl Shared {
    pub(super) fn read(root: &Root, as_of: Date) -> Self {
        let (settings, mut findings) = load_settings(root);
        let Some(settings) = settings else { return Self { settings: None, theme: None, findings, links: Vec::new() } };
        findings.extend(check_settings(&settings));
        let theme = match Theme::compile(&settings.portal.theme.name, &settings.theme) {
            Ok(theme) => {
                findings.extend(theme.inline_code());
                let logo = settings.logo.as_ref().map(|_| logo_path(&settings));
                let view = PortalView::of(&settings.portal, &content_paths(&settings), logo, as_of);
                Some(Arc::new(theme.with_portal(&view)))
            }
            Err(found) => {
                findings.extend(found);
                None
            }
        };
        raise(&mut findings, &settings);
        let links = links_of_settings(&settings);
        Self { settings: Some(Arc::new(settings)), theme, findings, links }
    }
}

/// What decides on findings and cells of every dataset.
pub(super) fn policy(settings: &Settings) -> String {
    format!("{:?}", settings.portal.policy)
}

/// What decides on findings of some datasets.
pub(super) fn vocabulary(settings: &Settings) -> String {
    let portal = &settings.portal;
    format!("{:?}", (&portal.publisher, &portal.organisations, &portal.licence))
}

/// What of that decides on findings of a dataset, and whose it is; the rest is for pages to say.
pub(super) fn vocabulary_of<'a>(settings: &'a Settings, dataset: &'a Measured) -> (&'a str, [bool; 3]) {
    let (portal, metadata) = (&settings.portal, &dataset.metadata);
    let (publisher, organisation) = portal.publisher_of(metadata);
    (publisher, [organisation.is_some(), names_publisher(metadata, portal), portal.licence_of(metadata).is_some()])
}

/// What a dataset's prose can link to that came or went: a page (`None`), or headings of a page.
pub(super) type Moved = BTreeMap<String, Option<BTreeSet<String>>>;

/// What came or went.
pub(super) fn moved_targets(before: &Settings, now: &Settings) -> Moved {
    let (before, now) = (pages(before), pages(now));
    let paths: BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    let mut moved = Moved::new();
    for path in paths {
        match (before.get(path), now.get(path)) {
            (Some(before), Some(now)) if before == now => {}
            (Some(before), Some(now)) => {
                let (before, now) = (heading_ids(before), heading_ids(now));
                let headings: BTreeSet<String> = before.symmetric_difference(&now).cloned().collect();
                if !headings.is_empty() {
                    moved.insert(path.to_owned(), Some(headings));
                }
            }
            _ => drop(moved.insert(path.to_owned(), None)),
        }
    }
    moved
}

fn pages(settings: &Settings) -> BTreeMap<&str, &str> {
    settings.pages.iter().map(|page| (page.path.as_str(), page.body.text())).collect()
}
