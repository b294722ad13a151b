//! What became of one dataset.
//!
//! In: a dataset's folder, and what it is judged by. Out: its [`Outcome`]: what is published of it, and what was found.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::shared::{Moved, Target, targets};
use crate::check::{SiteLink, check, out_of_bounds, site_links};
use crate::diagnostic::{Findings, Severity};
use crate::load::{Root, Settings, load_dataset};
use crate::measure::{Measured, measure};
use crate::model::{DatasetId, Date};
use crate::protect::protect;

/// What became of a dataset.
pub(super) struct Outcome {
    /// `None` if a finding stops it.
    pub(super) measured: Option<Arc<Measured>>,
    pub(super) findings: Findings,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// Links of its prose to pages of the site.
    pub(super) site_links: Vec<SiteLink>,
    /// What its prose links to, looked for when first asked.
    targets: OnceLock<Vec<Target>>,
}

impl Outcome {
    /// Takes a dataset through the stages.
    pub(super) fn of(root: &Root, id: &DatasetId, settings: &Settings, as_of: Date, last_rows: &BTreeMap<String, usize>) -> Self {
        let (loaded, findings) = load_dataset(root, id);
        let Some(loaded) = loaded else { return Self::new(None, findings) };
        let (checked, mut findings) = check(loaded, findings, settings, as_of, last_rows);
        let measured = checked.map(|checked| Arc::new(measure(protect(checked, &settings.portal), as_of)));
        if let Some(measured) = &measured {
            findings.extend(out_of_bounds(measured));
        }
        Self::new(measured, findings)
    }

    fn new(measured: Option<Arc<Measured>>, findings: Findings) -> Self {
        let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
        let site_links = measured.as_deref().map_or_else(Vec::new, site_links);
        Self { measured, findings, errors, warnings, site_links, targets: OnceLock::new() }
    }

    /// Whether its prose links to one of these.
    pub(super) fn links_to(&self, measured: &Measured, moved: &Moved) -> bool {
        if moved.is_empty() {
            return false;
        }
        let targets = self.targets.get_or_init(|| targets(measured));
        let is_moved = |(page, heading): &Target| match (moved.get(page), heading) {
            (None, _) | (Some(Some(_)), None) => false,
            (Some(None), _) => true,
            (Some(Some(headings)), Some(heading)) => headings.contains(heading),
        };
        targets.iter().any(is_moved)
    }
}
