//! Positions in the catalogue, and sorted lists that stay valid when positions shift.
//!
//! In: a sorted list, and where each position has moved to. Out: the list as sorting from scratch would make it.
//! Invariant: only new items are placed by comparison; the rest are copied.

/// The position of a KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KpiRef {
    /// The dataset's position in the catalogue.
    pub dataset: usize,
    /// The KPI's position in the dataset.
    pub kpi: usize,
}

/// The position of a release note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteRef {
    /// A dataset's note: the positions of the dataset and of the note.
    Dataset(usize, usize),
    /// The portal's own note, by position.
    Portal(usize),
}

/// The position of a column.
#[derive(Clone, Copy)]
pub struct FieldUse {
    /// The dataset's position in the catalogue.
    pub dataset: usize,
    /// The table's position in the dataset.
    pub table: usize,
    /// The field's position in the table's dictionary.
    pub field: usize,
}

/// For each old position of a dataset, its new position. `None` if the dataset is gone or replaced by another version.
pub(super) type Moved = [Option<usize>];

/// An item that belongs to a dataset.
pub(super) trait Positioned: Copy {
    /// The item with its new position. `None` if it has to be inserted again.
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
            // The portal's own notes are always inserted again.
            Self::Portal(_) => None,
        }
    }
}

/// Merges `new` into the surviving items of a sorted list. `key` uses new positions.
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
