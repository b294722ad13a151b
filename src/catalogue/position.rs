//! What refers to datasets by their positions, and lists of it that follow when datasets change.
//!
//! In: a sorted list, and what became of each position. Out: the list as sorting everything anew would make it.
//! Invariant: no more is worked out than the places of what is new; the rest is copied.

/// Where a KPI stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KpiRef {
    /// The dataset's position in the catalogue.
    pub dataset: usize,
    /// The KPI's position in the dataset.
    pub kpi: usize,
}

/// Where a release note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteRef {
    /// A note of a dataset: both positions.
    Dataset(usize, usize),
    /// A note of the portal.
    Portal(usize),
}

/// Where a column stands.
#[derive(Clone, Copy)]
pub struct FieldUse {
    /// The dataset's position in the catalogue.
    pub dataset: usize,
    /// The table's position in the dataset.
    pub table: usize,
    /// The field's position in the table's dictionary.
    pub field: usize,
}

/// For each position of a dataset before a change its position after it; `None` where the dataset is gone or another version.
pub(super) type Moved = [Option<usize>];

/// What stands at a dataset.
pub(super) trait Positioned: Copy {
    /// The same after a change, or `None` if it is to be entered again.
    fn moved(self, moved: &Moved) -> Option<Self>;
}

impl Positioned for usize {
    fn moved(self, moved: &Moved) -> Option<Self> {
        moved[self]
    }
}

impl Positioned for KpiRef {
    fn moved(self, moved: &Moved) -> Option<Self> {
        Some(Self { dataset: moved[self.dataset]?, ..self })
    }
}

impl Positioned for FieldUse {
    fn moved(self, moved: &Moved) -> Option<Self> {
        Some(Self { dataset: moved[self.dataset]?, ..self })
    }
}

impl Positioned for NoteRef {
    fn moved(self, moved: &Moved) -> Option<Self> {
        match self {
            Self::Dataset(dataset, note) => Some(Self::Dataset(moved[dataset]?, note)),
            // The portal's own notes are always entered again.
            Self::Portal(_) => None,
        }
    }
}

/// A sorted list after a change: what is left of it, with what is new in its places. `key` is of the time after the change.
pub(super) fn renewed<T, K>(list: &[T], moved: &Moved, mut new: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T>
where
    T: Positioned,
    K: Ord,
{
    new.sort_by_cached_key(&key);
    let mut kept: Vec<T> = Vec::with_capacity(list.len() + new.len());
    kept.extend(list.iter().filter_map(|item| item.moved(moved)));
    if kept.is_empty() {
        return new;
    }
    let mut all = Vec::with_capacity(kept.len() + new.len());
    let mut from = 0;
    for item in new {
        let place = key(&item);
        let to = from + kept[from..].partition_point(|other| key(other) < place);
        all.extend_from_slice(&kept[from..to]);
        all.push(item);
        from = to;
    }
    all.extend_from_slice(&kept[from..]);
    all
}
