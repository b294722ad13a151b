//! The only caller of the stages.
//!
//! In: the portal's folder and the day to build for. Out: a [`Prepared`] site that any route can be rendered from, and all
//! findings. Datasets go through the stages in parallel, each alone, and drop their raw rows on the way.
//! Invariant: the clock is not read here; the same folder and day give the same site.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use crate::check::{check, check_settings, duplicate_titles, raise};
use crate::diagnostic::{Diagnostic, Findings};
use crate::load::{Root, Settings, load_dataset, load_settings};
use crate::measure::{Measured, measure};
use crate::model::{DatasetId, Date};
use crate::protect::protect;
use crate::render::{PortalView, Theme, render};
use crate::site::{Route, Site, assemble, plan};
use crate::write::read_rows;

/// A site whose routes can be rendered.
pub struct Prepared {
    /// Every route, nothing rendered.
    pub site: Site,
    theme: Theme,
}

impl Prepared {
    /// The bytes of a route's file.
    ///
    /// # Errors
    /// A finding that points into the template that failed.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
        render(&self.site, &self.theme, route)
    }

    /// Renders every route and keeps nothing but the findings.
    #[must_use]
    pub fn render_all(&self) -> Findings {
        let failed = |route: &Route| self.render(route).err().map(|finding| *finding);
        let findings: Vec<Diagnostic> = self.site.routes.par_iter().filter_map(failed).collect();
        findings.into_iter().collect::<Findings>().distinct()
    }
}

/// Takes a portal through all stages up to the plan. `None` if a finding stops it.
///
/// # Errors
/// If the portal's folders cannot be read.
pub fn prepare(root: &Root, as_of: Date) -> io::Result<(Option<Prepared>, Findings)> {
    let (settings, mut findings) = load_settings(root);
    let ids = root.datasets(&mut findings)?;
    let Some(settings) = settings else { return Ok((None, findings)) };
    findings.extend(check_settings(&settings));
    raise(&mut findings, &settings);
    let last_rows = read_rows(root);
    let datasets: Vec<(Option<Measured>, Findings)> =
        ids.par_iter().map(|id| dataset(root, id, &settings, as_of, &last_rows)).collect();
    let mut measured = Vec::with_capacity(datasets.len());
    for (dataset, found) in datasets {
        findings.extend(found);
        measured.extend(dataset);
    }
    let theme = match Theme::compile(&settings.portal.theme.name, &settings.theme) {
        Ok(theme) => theme,
        Err(found) => {
            findings.extend(found);
            return Ok((None, findings));
        }
    };
    // Only what is new is raised: what a waiver has lowered stays lowered.
    let mut of_the_whole = theme.inline_code();
    of_the_whole.extend(duplicate_titles(&measured));
    raise(&mut of_the_whole, &settings);
    findings.extend(of_the_whole);
    let (catalogue, found) = assemble(settings, measured, as_of);
    findings.extend(found);
    let Some(catalogue) = catalogue else { return Ok((None, findings)) };
    let (site, found) = plan(catalogue, &theme.assets());
    findings.extend(found);
    if findings.has_errors() {
        return Ok((None, findings));
    }
    let theme = theme.with_portal(&PortalView::of(&site));
    Ok((Some(Prepared { site, theme }), findings))
}

/// One dataset through the stages.
fn dataset(
    root: &Root,
    id: &DatasetId,
    settings: &Settings,
    as_of: Date,
    last_rows: &BTreeMap<String, usize>,
) -> (Option<Measured>, Findings) {
    let (loaded, findings) = load_dataset(root, id);
    let Some(loaded) = loaded else { return (None, findings) };
    let (checked, findings) = check(loaded, findings, settings, as_of, last_rows);
    let measured = checked.map(|checked| measure(protect(checked, &settings.portal), as_of));
    (measured, findings)
}
