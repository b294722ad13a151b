//! All datasets together: a [`Catalogue`].
//!
//! In: settings and the cards of datasets. Out: orders, themes, publishers, columns and releases across datasets.
//! Invariant: a catalogue amended edit by edit equals one assembled from scratch.

mod fields;
mod position;
mod related;
mod replaced;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

pub use fields::FieldEntry;
use fields::fields;
pub use position::{FieldUse, KpiRef, NoteRef};
use position::{Moved, renewed};
pub use related::related;
use replaced::Replaced;

use crate::load::Settings;
use crate::measure::{Card, KpiCard, NoteCard};
use crate::model::{DatasetId, Date, JourneyCard};

/// Settings, and the cards of all datasets.
pub struct Catalogue {
    /// Settings and prose.
    pub settings: Arc<Settings>,
    /// The datasets, by id. Everywhere else, a dataset is given by its position here.
    pub datasets: Vec<Arc<Card>>,
    /// The day the build is for.
    pub as_of: Date,
    /// Positions of datasets, A to Z by title.
    pub by_title: Vec<usize>,
    /// For each dataset, its rank by title.
    ranks: Vec<usize>,
    /// Positions of datasets, most recently modified first.
    pub recent: Vec<usize>,
    /// Positions of datasets for each theme, by title.
    pub themes: BTreeMap<String, Vec<usize>>,
    /// Positions of datasets for each publisher, by title.
    pub publishers: BTreeMap<String, Vec<usize>>,
    /// All KPIs, by title.
    pub kpis: Vec<KpiRef>,
    /// All KPIs, by id.
    kpis_by_id: Vec<KpiRef>,
    /// All release notes, newest first.
    pub notes: Vec<NoteRef>,
    /// Datasets on their way to publication, in an edition for review.
    pub journeys: Vec<JourneyCard>,
    /// The portal's own release notes, newest first.
    portal_notes: Vec<NoteCard>,
    /// All columns, A to Z.
    pub fields: Vec<Arc<FieldEntry>>,
}

/// New versions of datasets since a catalogue was assembled. `None` for a dataset that is gone.
pub type Changes = BTreeMap<DatasetId, Option<Arc<Card>>>;

/// Brings all datasets together in a catalogue.
#[must_use]
pub fn assemble(settings: Arc<Settings>, datasets: impl IntoIterator<Item = Arc<Card>>, as_of: Date) -> Catalogue {
    let nothing = Catalogue {
        settings: Arc::clone(&settings),
        datasets: Vec::new(),
        as_of,
        by_title: Vec::new(),
        ranks: Vec::new(),
        recent: Vec::new(),
        themes: BTreeMap::new(),
        publishers: BTreeMap::new(),
        kpis: Vec::new(),
        kpis_by_id: Vec::new(),
        notes: Vec::new(),
        journeys: Vec::new(),
        portal_notes: Vec::new(),
        fields: Vec::new(),
    };
    nothing.amended(settings, datasets.into_iter().map(|dataset| (dataset.id.clone(), Some(dataset))).collect())
}

impl Catalogue {
    /// The catalogue after some datasets have changed, equal to one assembled from scratch. A preview calls this after each
    /// edit: no table is read, what is unchanged is copied, and what is new is inserted in order. If the settings name a
    /// different publisher, `changes` must include the datasets that name none.
    #[must_use]
    pub fn amended(&self, settings: Arc<Settings>, changes: Changes) -> Self {
        let replaced = self.replaced(changes);
        let Replaced { datasets, moved, new, .. } = &replaced;
        let title = |at: &usize| (folded(&datasets[*at].title), &datasets[*at].id);
        let by_title = renewed(&self.by_title, moved, new.clone(), title);
        let mut ranks = vec![0; datasets.len()];
        by_title.iter().enumerate().for_each(|(rank, at)| ranks[*at] = rank);
        let recent = renewed(&self.recent, moved, new.clone(), |at| (Reverse(datasets[*at].freshness.modified), ranks[*at]));
        let all_kpis = new.iter().flat_map(|at| (0..datasets[*at].kpis.len()).map(|kpi| KpiRef { dataset: *at, kpi }));
        let all_kpis: Vec<KpiRef> = all_kpis.collect();
        let kpi = |at: &KpiRef| &datasets[at.dataset].kpis[at.kpi];
        let kpis = renewed(&self.kpis, moved, all_kpis.clone(), |at| (folded(&kpi(at).title), ranks[at.dataset], at.kpi));
        let kpis_by_id = renewed(&self.kpis_by_id, moved, all_kpis, |at| (&kpi(at).id, at.dataset, at.kpi));
        let notes = self.notes_after(&settings, &replaced, &ranks);
        let fields = fields(&self.fields, &replaced, &ranks);
        let by_rank = |at: &usize| ranks[*at];
        let mut themes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut publishers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for at in new {
            let card = &datasets[*at];
            card.themes.iter().for_each(|theme| themes.entry(theme.clone()).or_default().push(*at));
            let (publisher, _) = settings.portal.publisher_of(card.publisher.as_deref());
            publishers.entry(publisher.to_owned()).or_default().push(*at);
        }
        let themes = groups(&self.themes, moved, themes, by_rank);
        let publishers = groups(&self.publishers, moved, publishers, by_rank);
        let (as_of, datasets) = (self.as_of, replaced.datasets);
        let portal_notes = settings.notes.iter().map(NoteCard::of).collect();
        Self {
            settings,
            journeys: self.journeys.clone(),
            datasets,
            as_of,
            by_title,
            ranks,
            recent,
            themes,
            publishers,
            kpis,
            kpis_by_id,
            notes,
            portal_notes,
            fields,
        }
    }

    /// The datasets after a change.
    fn replaced(&self, changes: Changes) -> Replaced<'_> {
        let mut datasets = Vec::with_capacity(self.datasets.len() + changes.len());
        let (mut moved, mut new, mut old) = (vec![None; self.datasets.len()], Vec::new(), Vec::new());
        let mut keep = |range: Range<usize>, datasets: &mut Vec<Arc<Card>>| {
            range.clone().zip(datasets.len()..).for_each(|(before, after)| moved[before] = Some(after));
            datasets.extend_from_slice(&self.datasets[range]);
        };
        let mut from = 0;
        for (id, version) in changes {
            let found = self.datasets[from..].binary_search_by(|dataset| dataset.id.cmp(&id));
            let at = from + found.unwrap_or_else(|place| place);
            keep(from..at, &mut datasets);
            from = at;
            if found.is_ok() {
                old.push(&*self.datasets[at]);
                from += 1;
            }
            if let Some(version) = version {
                new.push(datasets.len());
                datasets.push(version);
            }
        }
        keep(from..self.datasets.len(), &mut datasets);
        Replaced { datasets, moved, new, old }
    }

    fn notes_after(&self, settings: &Settings, replaced: &Replaced<'_>, ranks: &[usize]) -> Vec<NoteRef> {
        let Replaced { datasets, moved, new, .. } = replaced;
        let own = new.iter().flat_map(|at| (0..datasets[*at].notes.len()).map(|note| NoteRef::Dataset(*at, note)));
        let of_portal = (0..settings.notes.len()).map(NoteRef::Portal);
        renewed(&self.notes, moved, own.chain(of_portal).collect(), |at| match at {
            NoteRef::Dataset(dataset, note) => (Reverse(datasets[*dataset].notes[*note].date), ranks[*dataset], *note),
            NoteRef::Portal(note) => (Reverse(*settings.notes[*note].date), usize::MAX, *note),
        })
    }

    /// The id and name of the organisation that publishes a dataset.
    #[must_use]
    pub fn publisher<'a>(&'a self, dataset: &'a Card) -> (&'a str, &'a str) {
        let portal = &self.settings.portal;
        let (id, _) = portal.publisher_of(dataset.publisher.as_deref());
        (id, portal.name_of(id))
    }

    /// The identifier of a dataset's licence.
    #[must_use]
    pub fn licence<'a>(&'a self, dataset: &'a Card) -> Option<&'a str> {
        self.settings.portal.licence_of(dataset.licence.as_deref())
    }

    /// The entry for a column name, with every table that has such a column.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldEntry> {
        let key = (name.to_lowercase(), name);
        let found = self.fields.binary_search_by(|entry| (entry.name.to_lowercase(), entry.name.as_str()).cmp(&key));
        found.ok().map(|at| &*self.fields[at])
    }

    /// The datasets in order of title, with their positions.
    pub fn titled(&self) -> impl Iterator<Item = (usize, &Card)> + Clone {
        self.by_title.iter().map(|at| (*at, &*self.datasets[*at]))
    }

    /// A dataset's rank by title, counted from 0.
    #[must_use]
    fn rank(&self, dataset: usize) -> usize {
        self.ranks[dataset]
    }

    /// The position of the dataset with an id.
    #[must_use]
    pub fn dataset_of(&self, id: &str) -> Option<usize> {
        self.datasets.binary_search_by(|dataset| dataset.id.as_str().cmp(id)).ok()
    }

    /// The KPI with an id.
    #[must_use]
    pub fn kpi_of(&self, id: &str) -> Option<KpiRef> {
        let found = self.kpis_by_id.binary_search_by(|at| self.kpi(*at).id.as_str().cmp(id));
        found.ok().map(|at| self.kpis_by_id[at])
    }

    /// The card of a KPI.
    #[must_use]
    pub fn kpi(&self, at: KpiRef) -> &KpiCard {
        &self.datasets[at.dataset].kpis[at.kpi]
    }

    /// A release note, with its dataset unless it is the portal's own.
    #[must_use]
    pub fn note(&self, at: NoteRef) -> (&NoteCard, Option<&Card>) {
        match at {
            NoteRef::Dataset(dataset, note) => {
                let dataset = &self.datasets[dataset];
                (&dataset.notes[note], Some(dataset))
            }
            NoteRef::Portal(note) => (&self.portal_notes[note], None),
        }
    }
}

/// The text in the form used to sort and compare it, ignoring case and spaces around it.
#[must_use]
pub fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Merges `new` into groups whose datasets may have moved. Groups left empty are dropped.
fn groups<K: Ord>(
    before: &BTreeMap<String, Vec<usize>>,
    moved: &Moved,
    mut new: BTreeMap<String, Vec<usize>>,
    key: impl Fn(&usize) -> K,
) -> BTreeMap<String, Vec<usize>> {
    for (name, members) in before {
        let own = new.remove(name).unwrap_or_default();
        new.insert(name.clone(), renewed(members, moved, own, &key));
    }
    for (name, members) in &mut new {
        if !before.contains_key(name) {
            *members = renewed(&[], moved, std::mem::take(members), &key);
        }
    }
    new.retain(|_, members| !members.is_empty());
    new
}
