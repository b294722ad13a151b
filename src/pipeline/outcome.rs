//! What became of one dataset.
//!
//! In: a dataset's folder, and what it is judged by. Out: its [`Outcome`]: what is published of it, and what was found.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::shared::Moved;
use crate::check::{PlacedLink, check, links_of_dataset, out_of_bounds};
use crate::diagnostic::{Findings, Severity};
use crate::load::{Root, Settings, load_dataset};
use crate::measure::{Measured, measure};
use crate::model::{DatasetId, Date, Destination};
use crate::protect::protect;

/// What became of a dataset.
pub(super) struct Outcome {
    /// `None` if a finding stops it.
    pub(super) measured: Option<Arc<Measured>>,
    pub(super) findings: Findings,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// The links of its prose.
    pub(super) links: Vec<PlacedLink>,
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
        let links = measured.as_deref().map_or_else(Vec::new, links_of_dataset);
        Self { measured, findings, errors, warnings, links }
    }

    /// Whether its prose links to one of these.
    pub(super) fn links_to(&self, moved: &Moved) -> bool {
        self.links.iter().any(|(to, _)| match to {
            Destination::Page(page, heading) => match (moved.get(page), heading) {
                (None, _) | (Some(Some(_)), None) => false,
                (Some(None), _) => true,
                (Some(Some(headings)), Some(heading)) => headings.contains(heading),
            },
            _ => false,
        })
    }
}
