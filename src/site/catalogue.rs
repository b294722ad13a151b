//! What looks across datasets: orders, themes, publishers, columns, releases.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::fields::{FieldEntry, fields};
use crate::check::{Judged, duplicate_ids, out_of_bounds};
use crate::diagnostic::Findings;
use crate::load::Settings;
use crate::measure::{Kpi, Measured};
use crate::model::{Date, Organisation, ReleaseNote};

/// Settings and all measured datasets.
pub struct Catalogue {
    /// Settings and prose.
    pub settings: Settings,
    /// The datasets, by title.
    pub datasets: Vec<Measured>,
    /// The day the build is for.
    pub as_of: Date,
    /// Positions of datasets, lately modified first.
    pub recent: Vec<usize>,
    /// Positions of datasets, by theme.
    pub themes: BTreeMap<String, Vec<usize>>,
    /// Positions of datasets, by publisher.
    pub publishers: BTreeMap<String, Vec<usize>>,
    /// All KPIs, by title.
    pub kpis: Vec<KpiRef>,
    /// All release notes, newest first.
    pub releases: Vec<ReleaseRef>,
    /// All columns, A to Z.
    pub fields: Vec<FieldEntry>,
}

/// Where a KPI stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KpiRef {
    /// The dataset's position in the catalogue.
    pub dataset: usize,
    /// The KPI's position in the dataset.
    pub kpi: usize,
}

/// Where a release note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseRef {
    /// A note of a dataset: both positions.
    Dataset(usize, usize),
    /// A note of the portal.
    Portal(usize),
}

/// Brings all datasets together. `None` if they contradict each other.
#[must_use]
pub fn assemble(settings: Settings, mut datasets: Vec<Measured>, as_of: Date) -> (Option<Catalogue>, Findings) {
    datasets.sort_by(|a, b| (a.metadata.title.to_lowercase(), &a.id).cmp(&(b.metadata.title.to_lowercase(), &b.id)));
    let mut findings = duplicate_ids(kpi_places(&datasets));
    for dataset in &datasets {
        findings.extend(bounds(dataset));
    }
    if findings.has_errors() {
        return (None, findings);
    }
    let mut recent: Vec<usize> = (0..datasets.len()).collect();
    recent.sort_by_key(|at| Reverse(*datasets[*at].metadata.modified));
    let mut themes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut publishers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut kpis = Vec::new();
    for (at, dataset) in datasets.iter().enumerate() {
        for theme in &dataset.metadata.themes {
            themes.entry(theme.to_string()).or_default().push(at);
        }
        let publisher = dataset.metadata.publisher.as_ref().unwrap_or(&settings.portal.publisher);
        publishers.entry(publisher.to_string()).or_default().push(at);
        kpis.extend((0..dataset.kpis.len()).map(|kpi| KpiRef { dataset: at, kpi }));
    }
    kpis.sort_by_key(|at| datasets[at.dataset].kpis[at.kpi].spec.title.to_lowercase());
    let releases = releases(&settings, &datasets);
    let fields = fields(&datasets);
    let catalogue = Catalogue { settings, datasets, as_of, recent, themes, publishers, kpis, releases, fields };
    (Some(catalogue), findings)
}

/// Figures of a dataset that lie outside their KPI's bounds.
fn bounds(dataset: &Measured) -> Findings {
    let mut findings = Findings::new();
    for kpi in &dataset.kpis {
        let Some(bounds) = &kpi.spec.bounds else { continue };
        let series = kpi.overall.iter().map(|measure| (None, measure));
        let series = series.chain(kpi.breakdown.iter().map(|(name, measure)| (Some(name.as_str()), measure)));
        let figures = series.flat_map(|(name, measure)| {
            measure.readings.iter().enumerate().filter_map(move |(at, reading)| {
                let period = kpi.periods.get(at).map(ToString::to_string);
                let parts = [name.map(ToOwned::to_owned), period];
                let place = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
                let what = if place.is_empty() { kpi.spec.title.to_string() } else { place };
                Some(Judged { what, value: reading.value()? })
            })
        });
        findings.extend(out_of_bounds(bounds, &dataset.file.place(bounds.span()), figures));
    }
    findings
}

fn kpi_places(datasets: &[Measured]) -> Vec<(crate::model::KpiId, crate::model::DatasetId, crate::source::Place)> {
    let mut places = Vec::new();
    for dataset in datasets {
        for kpi in &dataset.kpis {
            let id = &kpi.spec.id;
            places.push(((**id).clone(), dataset.id.clone(), dataset.file.place(id.span())));
        }
    }
    places.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    places
}

fn releases(settings: &Settings, datasets: &[Measured]) -> Vec<ReleaseRef> {
    let mut dated: Vec<(Date, ReleaseRef)> = Vec::new();
    for (at, dataset) in datasets.iter().enumerate() {
        dated.extend(dataset.releases.iter().enumerate().map(|(note, release)| (*release.date, ReleaseRef::Dataset(at, note))));
    }
    dated.extend(settings.releases.iter().enumerate().map(|(note, release)| (*release.date, ReleaseRef::Portal(note))));
    dated.sort_by_key(|(date, _)| Reverse(*date));
    dated.into_iter().map(|(_, release)| release).collect()
}

impl Catalogue {
    /// The organisation that publishes a dataset, with its id.
    #[must_use]
    pub fn publisher<'a>(&'a self, dataset: &'a Measured) -> (&'a str, Option<&'a Organisation>) {
        let portal = &self.settings.portal;
        let id = dataset.metadata.publisher.as_ref().unwrap_or(&portal.publisher).as_str();
        (id, portal.organisations.get(id))
    }

    /// The identifier of a dataset's licence.
    #[must_use]
    pub fn licence<'a>(&'a self, dataset: &'a Measured) -> Option<&'a str> {
        let own = dataset.metadata.licence.as_ref();
        own.or(self.settings.portal.licence.as_ref()).map(|id| id.as_str())
    }

    /// The column of a name, with all tables that have it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldEntry> {
        let key = (name.to_lowercase(), name);
        let found = self.fields.binary_search_by(|entry| (entry.name.to_lowercase(), entry.name.as_str()).cmp(&key));
        found.ok().map(|at| &self.fields[at])
    }

    /// A KPI.
    #[must_use]
    pub fn kpi(&self, at: KpiRef) -> &Kpi {
        &self.datasets[at.dataset].kpis[at.kpi]
    }

    /// A release note, and the dataset it belongs to.
    #[must_use]
    pub fn release(&self, at: ReleaseRef) -> (&ReleaseNote, Option<&Measured>) {
        match at {
            ReleaseRef::Dataset(dataset, note) => {
                let dataset = &self.datasets[dataset];
                (&dataset.releases[note], Some(dataset))
            }
            ReleaseRef::Portal(note) => (&self.settings.releases[note], None),
        }
    }
}
