//! `release.json`: what a site says of itself; `kpis/<id>/revisions.csv`: what a KPI said in each release.

use crate::catalogue::KpiRef;
use crate::release::write_history;
use crate::site::Site;

/// The facts of a site, as the next release and other programs read them.
#[must_use]
pub fn release_json(site: &Site) -> Vec<u8> {
    site.facts().text().into_bytes()
}

/// What a KPI said in each release, as CSV. Empty for a site that is no release.
#[must_use]
pub fn kpi_revisions(site: &Site, at: KpiRef) -> Vec<u8> {
    let id = &site.catalogue.kpi(at).id;
    site.release().and_then(|release| release.history.get(id)).map(write_history).unwrap_or_default()
}
