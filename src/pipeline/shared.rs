//! What all datasets of a workspace share: settings, prose and theme, and the findings about them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{check_settings, names_publisher};
use crate::diagnostic::{Judged, Severities};
use crate::load::{Root, Settings, load_settings};
use crate::locale::DEFAULT_LANGUAGE;
use crate::measure::Card;
use crate::model::{Occasion, heading_ids};
use crate::render::PortalView;
use crate::review::{PlacedLink, links_of_settings};
use crate::route::{content_paths, logo_path};
use crate::rules::RULES;
use crate::scan::scan_shared;
use crate::theme::Theme;
use crate::words::Words;

/// What all datasets share.
pub(super) struct Shared {
    pub(super) settings: Option<Arc<Settings>>,
    pub(super) theme: Option<Arc<Theme>>,
    /// The words of the portal's language.
    pub(super) words: Option<Words>,
    pub(super) findings: Judged,
    /// The severities set by the portal.
    pub(super) severities: Severities,
    /// The links in the portal's prose.
    pub(super) links: Vec<PlacedLink>,
}

impl Shared {
    pub(super) fn read(root: &Root, occasion: &Occasion) -> Self {
        let as_of = occasion.day;
        let (settings, mut findings) = load_settings(root, occasion.edition.as_deref());
        let severities = settings.as_ref().map(|settings| settings.severities(as_of)).unwrap_or_default();
        let Some(settings) = settings else {
            let findings = severities.judge(findings);
            return Self { settings: None, theme: None, words: None, findings, severities, links: Vec::new() };
        };
        findings.extend(scan_shared(root, &settings));
        findings.extend(check_settings(&settings, &RULES, as_of));
        // If there are no words for the language, that has its own finding.
        let words = Words::of(&settings.portal.language).or_else(|| Words::of(DEFAULT_LANGUAGE));
        let compiled = words.as_ref().map(|words| (words, Theme::compile(&settings.portal.theme.name, &settings.theme, words)));
        let theme = match compiled {
            Some((words, Ok(theme))) => {
                findings.extend(theme.unsafe_code());
                let logo = settings.logo.as_ref().map(|_| logo_path(&settings));
                let view = PortalView::of(&settings.portal, settings.edition(), &content_paths(&settings), logo, as_of, words);
                Some(Arc::new(theme.with_portal(&view)))
            }
            Some((_, Err(found))) => {
                findings.extend(found);
                None
            }
            None => None,
        };
        let findings = severities.judge(findings);
        let links = links_of_settings(&settings);
        Self { settings: Some(Arc::new(settings)), theme, words, findings, severities, links }
    }
}

/// Whether two settings name organisations, publisher and licence in the same way. Some findings in datasets depend on these.
pub(super) fn has_same_vocabulary(before: &Settings, now: &Settings) -> bool {
    let (before, now) = (&before.portal, &now.portal);
    before.publisher == now.publisher && before.organisations == now.organisations && before.licence == now.licence
}

/// The part of this vocabulary on which a dataset's findings depend. The rest is only shown on pages.
#[derive(PartialEq, Eq)]
pub(super) struct Vocabulary<'a> {
    publisher: &'a str,
    has_organisation: bool,
    is_named_in_title: bool,
    has_licence: bool,
}

/// The part that concerns a dataset.
pub(super) fn vocabulary_of<'a>(settings: &'a Settings, dataset: &'a Card) -> Vocabulary<'a> {
    let portal = &settings.portal;
    let (publisher, organisation) = portal.publisher_of(dataset.publisher.as_deref());
    Vocabulary {
        publisher,
        has_organisation: organisation.is_some(),
        is_named_in_title: names_publisher(&dataset.title, dataset.publisher.as_deref(), portal),
        has_licence: portal.licence_of(dataset.licence.as_deref()).is_some(),
    }
}

/// Targets of links in prose that were added or removed: for each path, the whole page (`None`) or some of its headings.
pub(super) type Moved = BTreeMap<String, Option<BTreeSet<String>>>;

/// The targets added or removed by a change of settings.
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
