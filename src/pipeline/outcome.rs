//! The outcome of taking one dataset through the stages.
//!
//! In: a dataset's folder, and the criteria to check it against. Out: its [`Outcome`]: the published dataset and the findings.

use std::sync::Arc;

use super::shared::Moved;
use crate::check::{Criteria, check};
use crate::diagnostic::{Judged, Severity};
use crate::load::{Root, load_absent, load_dataset, load_journey};
use crate::measure::{Body, Card, Measured, measure};
use crate::model::{Absent, DatasetId, Destination, EditionSpec, JourneyCard, JourneyStage, Need, Occasion, RepositoryAccess};
use crate::protect::protect;
use crate::review::{PlacedLink, links_of_dataset, misfits, out_of_bounds, outdated_approvals};
use crate::scan::{Scope, scan_dataset, tracked_in_public};
use crate::timings::{Stage, Timings};
use crate::write::Choices;

/// The outcome of taking a dataset through the stages.
pub(super) struct Outcome {
    /// The published dataset. `None` if a finding stops it.
    pub(super) measured: Option<Arc<Measured>>,
    pub(super) findings: Judged,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// The links in its prose.
    pub(super) links: Vec<PlacedLink>,
    /// The dataset, if the edition does not hold it.
    pub(super) absent: Option<Absent>,
    /// Where it is on its way to publication, in an edition for review.
    pub(super) journey: Option<JourneyCard>,
}

impl Outcome {
    /// Takes a dataset through the stages.
    pub(super) fn of(root: &Root, id: &DatasetId, criteria: &Criteria<'_>, occasion: &Occasion, timings: &Timings) -> Self {
        let settings = criteria.settings();
        if let Some(absent) = timings.of(Stage::Load, || load_absent(root, id, settings, occasion)) {
            return Self { absent: Some(absent), ..Self::new(None, scanned_alone(root, id, criteria, timings)) };
        }
        let is_for_review = settings.edition().is_some_and(EditionSpec::is_for_review);
        let Some(journey) = (if is_for_review { load_journey(root, id, settings) } else { None }) else {
            return Self::through(root, id, criteria, occasion, timings);
        };
        let outcome = Self::through(root, id, criteria, occasion, timings);
        if outcome.errors == 0 {
            let mut journey = JourneyCard { is_shown: true, ..journey };
            if let Some(measured) = outcome.measured.as_ref().filter(|_| journey.stage == JourneyStage::Staging) {
                // Only now it can be told what an approval is of.
                let asked = Need::of(JourneyStage::Live, &settings.portal.policy.roles).into_iter();
                let is_given = |need: &Need| matches!(need, Need::Approval(role) if measured.card().is_approved_by(*role));
                journey.next = asked.filter(|need| !is_given(need)).collect();
            }
            return Self { journey: Some(journey), ..outcome };
        }
        if journey.stage >= JourneyStage::Staging {
            return Self { journey: Some(journey), ..outcome };
        }
        // What is not finished is not shown, and does not hold up the others. People and secrets are errors at any stage.
        let findings = outcome.findings.unfinished(journey.stage.word(), &["privacy", "secrets"]);
        Self { journey: Some(journey), ..Self::new(None, findings) }
    }

    /// Takes a dataset that the edition holds through the stages.
    fn through(root: &Root, id: &DatasetId, criteria: &Criteria<'_>, occasion: &Occasion, timings: &Timings) -> Self {
        let severities = criteria.severities();
        let (loaded, findings) = timings.of(Stage::Load, || load_dataset(root, id));
        let scope = Scope::of(criteria.settings());
        let scanned = timings.of(Stage::Scan, || scan_dataset(root, id, loaded.as_ref(), &scope));
        let mut findings = findings;
        findings.extend(scanned);
        let Some(loaded) = loaded else { return Self::new(None, severities.judge(findings)) };
        let paths: Vec<String> = loaded.tables.iter().map(|table| table.path.clone()).collect();
        let (checked, mut findings) = timings.of(Stage::Check, || check(loaded, findings, criteria));
        let protected = checked.and_then(|checked| {
            let (protected, found) = timings.of(Stage::Protect, || protect(checked, &Choices::of(root, id)));
            findings.extend(severities.judge(found));
            protected
        });
        let measured = protected.map(|protected| Arc::new(timings.of(Stage::Measure, || measure(protected, occasion.day))));
        if let Some(measured) = &measured {
            let hiding = measured.card().tables.iter().zip(&paths).filter(|(table, _)| table.protection.hidden > 0);
            if criteria.settings().portal.repository != Some(RepositoryAccess::Private) {
                findings.extend(severities.judge(tracked_in_public(root, hiding.map(|(_, path)| path.as_str()))));
            }
            findings.extend(severities.judge(out_of_bounds(measured.body())));
            findings.extend(severities.judge(misfits(measured.body())));
            let policy = &criteria.settings().portal.policy;
            findings.extend(severities.judge(outdated_approvals(measured.card(), measured.body(), policy)));
        }
        Self::new(measured, findings)
    }

    fn new(measured: Option<Arc<Measured>>, findings: Judged) -> Self {
        let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
        let links = measured.as_deref().map_or_else(Vec::new, |measured| links_of_dataset(measured.body()));
        Self { measured, findings, errors, warnings, links, absent: None, journey: None }
    }

    /// What other pages say about it.
    pub(super) fn card(&self) -> Option<Arc<Card>> {
        self.measured.as_ref().map(|measured| Arc::clone(measured.card()))
    }

    /// What its own pages are made from.
    pub(super) fn body(&self) -> Option<Arc<Body>> {
        self.measured.as_ref().map(|measured| Arc::clone(measured.body()))
    }

    /// Whether its prose links to any of these targets.
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

/// What the scan finds in a dataset that the edition does not hold. It may be far from finished, so that nothing else is said of it,
/// but people and secrets are in no file of the portal. Its own waivers hold.
fn scanned_alone(root: &Root, id: &DatasetId, criteria: &Criteria<'_>, timings: &Timings) -> Judged {
    let loaded = timings.of(Stage::Load, || load_dataset(root, id)).0;
    let scanned = timings.of(Stage::Scan, || scan_dataset(root, id, loaded.as_ref(), &Scope::of(criteria.settings())));
    let Some(loaded) = loaded else { return criteria.severities().judge(scanned) };
    let judged = timings.of(Stage::Check, || check(loaded, scanned, criteria)).1;
    judged.of_groups(&["privacy", "secrets"])
}
