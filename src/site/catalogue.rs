//! What looks across datasets: orders, themes, publishers, columns, releases.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::{FieldEntry, fields};
use crate::check::{Judged, duplicate_ids, out_of_bounds};
use crate::diagnostic::Findings;
use crate::load::Settings;
use crate::measure::{Kpi, Measured, MeasuredTable};
use crate::model::{DatasetId, Date, KpiId, Organisation, ReleaseNote};
use crate::source::Place;

/// Settings and all measured datasets.
#[derive(Clone)]
pub struct Catalogue {
    /// Settings and prose.
    pub settings: Arc<Settings>,
    /// The datasets, by title.
    pub datasets: Vec<Arc<Measured>>,
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

/// Brings all datasets, which come by their ids, together. `None` if they contradict each other.
///
/// A preview does this after each edit: nothing here looks into a table, and what is sorted is worked out once for each.
#[must_use]
pub fn assemble(settings: Arc<Settings>, mut datasets: Vec<Arc<Measured>>, as_of: Date) -> (Option<Catalogue>, Findings) {
    datasets.sort_by_cached_key(|dataset| dataset.metadata.title.to_lowercase());
    let findings = duplicate_ids(shared_ids(&datasets));
    if findings.has_errors() {
        return (None, findings);
    }
    let recent = lately_first(&datasets);
    let mut themes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut publishers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut kpis = Vec::new();
    for (at, dataset) in datasets.iter().enumerate() {
        for theme in &dataset.metadata.themes {
            push(&mut themes, theme, at);
        }
        let publisher = dataset.metadata.publisher.as_ref().unwrap_or(&settings.portal.publisher);
        push(&mut publishers, publisher, at);
        kpis.extend((0..dataset.kpis.len()).map(|kpi| KpiRef { dataset: at, kpi }));
    }
    by_title(&mut kpis, &datasets);
    let (releases, fields) = rayon::join(|| releases(&settings, &datasets), || fields(&datasets));
    let catalogue = Catalogue { settings, datasets, as_of, recent, themes, publishers, kpis, releases, fields };
    (Some(catalogue), findings)
}

/// Positions of datasets, lately modified first.
fn lately_first(datasets: &[Arc<Measured>]) -> Vec<usize> {
    let mut recent: Vec<usize> = (0..datasets.len()).collect();
    recent.sort_by_key(|at| Reverse(*datasets[*at].metadata.modified));
    recent
}

/// Sorts KPIs that are in the order of the datasets by their titles.
fn by_title(kpis: &mut [KpiRef], datasets: &[Arc<Measured>]) {
    kpis.sort_by_cached_key(|at: &KpiRef| datasets[at.dataset].kpis[at.kpi].spec.title.to_lowercase());
}

fn push(groups: &mut BTreeMap<String, Vec<usize>>, name: &str, at: usize) {
    match groups.get_mut(name) {
        Some(group) => group.push(at),
        None => drop(groups.insert(name.to_owned(), vec![at])),
    }
}

/// Figures of a dataset that lie outside their KPI's bounds.
#[must_use]
pub fn bounds(dataset: &Measured) -> Findings {
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

/// The KPIs whose id another has too, with their places. A place is looked for only where it will be shown.
fn shared_ids(datasets: &[Arc<Measured>]) -> Vec<(KpiId, DatasetId, Place)> {
    let kpis = datasets.iter().flat_map(|dataset| dataset.kpis.iter().map(move |kpi| (&kpi.spec.id, dataset)));
    let mut kpis: Vec<_> = kpis.collect();
    kpis.sort_by(|a, b| (&**a.0, &a.1.id).cmp(&(&**b.0, &b.1.id)));
    let shared = kpis.chunk_by(|a, b| **a.0 == **b.0).filter(|same| same.len() > 1).flatten();
    shared.map(|(id, dataset)| (KpiId::clone(id), dataset.id.clone(), dataset.file.place(id.span()))).collect()
}

fn releases(settings: &Settings, datasets: &[Arc<Measured>]) -> Vec<ReleaseRef> {
    let mut dated: Vec<(Date, ReleaseRef)> = Vec::new();
    for (at, dataset) in datasets.iter().enumerate() {
        dated.extend(dataset.releases.iter().enumerate().map(|(note, release)| (*release.date, ReleaseRef::Dataset(at, note))));
    }
    dated.extend(settings.releases.iter().enumerate().map(|(note, release)| (*release.date, ReleaseRef::Portal(note))));
    dated.sort_by_key(|(date, _)| Reverse(*date));
    dated.into_iter().map(|(_, release)| release).collect()
}

/// Whether two versions of a dataset make the same lists, routes and addresses: all that `assemble`, `plan` and
/// `Route::path` read of a dataset is compared here, but for its title, which decides where it stands, and for its date and
/// the titles of its KPIs, by which lists are only sorted.
fn is_listed_alike(a: &Measured, b: &Measured) -> bool {
    let names = |measured: &Measured| {
        // Whether a KPI has a chart decides whether there is a file of it.
        let chart = |kpi: &Kpi| kpi.has_chart().to_string();
        let kpis = measured.kpis.iter().flat_map(|kpi| [kpi.spec.id.to_string(), chart(kpi)]);
        let notes = measured.releases.iter().flat_map(|note| [note.version.to_string(), note.date.to_string()]);
        let columns = |table: &MeasuredTable| {
            let columns: Vec<&str> = table.dictionary.fields.iter().map(|field| field.name.as_str()).collect();
            [table.spec.name.to_string(), columns.join("\0")]
        };
        let tables = measured.tables.iter().flat_map(columns);
        let themes = measured.metadata.themes.iter().map(|theme| theme.as_str().to_owned());
        let publisher = measured.metadata.publisher.iter().map(|id| id.as_str().to_owned());
        [kpis.collect(), notes.collect(), tables.collect(), themes.collect(), publisher.collect::<Vec<String>>()]
    };
    names(a) == names(b)
}

impl Catalogue {
    /// The catalogue with other versions of some of its datasets, if its lists stay as they are. `None` if they may not, or
    /// if a dataset is new: then all is to be brought together again.
    #[must_use]
    pub fn with(&self, changed: &[Arc<Measured>]) -> Option<Self> {
        let mut places = Vec::with_capacity(changed.len());
        for new in changed {
            // Ids are looked for here and in no map: this is as fast as copying the list, which follows.
            let at = self.datasets.iter().position(|old| old.id == new.id)?;
            if !is_listed_alike(&self.datasets[at], new) || !self.stays_at(at, new) {
                return None;
            }
            places.push((at, Arc::clone(new)));
        }
        if places.len() > 1 && places.iter().any(|(at, new)| *self.datasets[*at].metadata.title != *new.metadata.title) {
            return None;
        }
        let mut catalogue = self.clone();
        let (mut is_other_date, mut is_other_kpi) = (false, false);
        for (at, new) in places {
            let old = std::mem::replace(&mut catalogue.datasets[at], new);
            let new = &catalogue.datasets[at];
            is_other_date |= *old.metadata.modified != *new.metadata.modified;
            let titles = |dataset: &Measured| dataset.kpis.iter().map(|kpi| kpi.spec.title.to_string()).collect::<Vec<_>>();
            is_other_kpi |= titles(&old) != titles(new);
        }
        if is_other_date {
            catalogue.recent = lately_first(&catalogue.datasets);
        }
        if is_other_kpi {
            catalogue.kpis.sort_unstable_by_key(|at| (at.dataset, at.kpi));
            by_title(&mut catalogue.kpis, &catalogue.datasets);
        }
        Some(catalogue)
    }

    /// Whether a dataset stands at its place in the order of titles with a new title too, and shares it with no other.
    fn stays_at(&self, at: usize, new: &Measured) -> bool {
        if *self.datasets[at].metadata.title == *new.metadata.title {
            return true;
        }
        let folded = |measured: &Measured| measured.metadata.title.trim().to_lowercase();
        let title = folded(new);
        let follows = at.checked_sub(1).is_none_or(|before| folded(&self.datasets[before]) < title);
        let precedes = self.datasets.get(at + 1).is_none_or(|after| title < folded(after));
        follows && precedes && new.metadata.title.trim() == new.metadata.title.as_str()
    }

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
