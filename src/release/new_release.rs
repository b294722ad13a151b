//! A release while its site is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::changes::Changes;
use super::facts::{Facts, Past, Source};
use super::kpi_history::KpiHistory;
use crate::catalogue::Catalogue;
use crate::model::KpiId;

/// A release while its site is made: its name, and what the release before tells.
#[derive(Clone, Debug, Default)]
pub struct NewRelease {
    /// Its version.
    pub version: String,
    /// Its place in the order of all releases.
    pub seq: u64,
    /// The state of the repository that holds the portal.
    pub source: Option<Source>,
    /// The site of the release before.
    pub before: Option<Arc<Facts>>,
    /// How it differs from that one.
    pub changes: Changes,
    /// What KPIs said in each release.
    pub history: BTreeMap<KpiId, KpiHistory>,
    /// Files of earlier versions of datasets that go on to be there, with their sizes.
    pub kept: BTreeMap<String, u64>,
    /// What changed, in words: Markdown.
    pub note: String,
    /// Whether a person wrote it. A draft is not for readers.
    pub is_note_edited: bool,
}

impl NewRelease {
    /// All releases up to this one, oldest first.
    #[must_use]
    pub fn releases(&self, catalogue: &Catalogue) -> Vec<Past> {
        let mut releases = self.before.as_ref().map_or_else(Vec::new, |before| before.releases.clone());
        releases.push(Past {
            version: self.version.clone(),
            seq: self.seq,
            date: Some(catalogue.as_of),
            changed: self.changes.datasets.len(),
            ..Past::default()
        });
        releases
    }

    /// What the site says of itself as this release.
    #[must_use]
    pub fn facts(&self, catalogue: &Catalogue) -> Facts {
        let withdrawn_versions = self.before.as_ref().map(|before| before.withdrawn_versions.clone()).unwrap_or_default();
        let releases = self.releases(catalogue);
        let mut facts = Facts::of(catalogue);
        for (id, dataset) in &mut facts.datasets {
            let before = self.before.as_ref().and_then(|before| before.datasets.get(id));
            for (version, data) in before.into_iter().flat_map(|before| &before.versions) {
                dataset.versions.entry(version.clone()).or_insert_with(|| data.clone());
            }
        }
        Facts {
            version: Some(self.version.clone()),
            seq: Some(self.seq),
            source: self.source.clone(),
            releases,
            withdrawn_versions,
            ..facts
        }
    }
}
