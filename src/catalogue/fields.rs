//! Every column of every dictionary, by name, to answer questions such as "which tables have an ODS code?"

use std::collections::BTreeMap;
use std::sync::Arc;

use super::position::{FieldUse, renewed};
use super::replaced::Replaced;
use crate::measure::Card;

/// A column name and every table that has a column with that name.
#[derive(Clone)]
pub struct FieldEntry {
    /// The name as the dictionaries spell it.
    pub name: String,
    /// The entry's part of a path, unique among entries.
    pub slug: String,
    /// The tables, in order of their datasets' titles.
    pub uses: Vec<FieldUse>,
}

/// The entries after a change, A to Z ignoring case. `ranks` gives each dataset's rank by title.
pub(super) fn fields(before: &[Arc<FieldEntry>], replaced: &Replaced<'_>, ranks: &[usize]) -> Vec<Arc<FieldEntry>> {
    let uses = |before: &[FieldUse], new: Vec<FieldUse>| {
        renewed(before, &replaced.moved, new, |used| (ranks[used.dataset], used.table, used.field))
    };
    // There are many columns but few names, so case is folded once for each name.
    let mut touched: BTreeMap<&str, Vec<FieldUse>> = BTreeMap::new();
    for dataset in &replaced.old {
        touched.extend(names(dataset).map(|(name, ..)| (name, Vec::new())));
    }
    for dataset in replaced.new.iter().copied() {
        for (name, table, field) in names(&replaced.datasets[dataset]) {
            touched.entry(name).or_default().push(FieldUse { dataset, table, field });
        }
    }
    let is_moved = replaced.moved.iter().enumerate().any(|(before, after)| after.is_some_and(|after| after != before));
    let mut is_renamed = false;
    let mut entries: Vec<Arc<FieldEntry>> = Vec::with_capacity(before.len() + touched.len());
    for entry in before {
        let new = touched.remove(entry.name.as_str());
        if new.is_none() && !is_moved {
            entries.push(Arc::clone(entry));
            continue;
        }
        let uses = uses(&entry.uses, new.unwrap_or_default());
        if uses.is_empty() {
            is_renamed = true;
        } else {
            entries.push(Arc::new(FieldEntry { name: entry.name.clone(), slug: entry.slug.clone(), uses }));
        }
    }
    let new = touched.into_iter().filter(|(_, new)| !new.is_empty());
    let new = new.map(|(name, new)| FieldEntry { name: name.to_owned(), slug: String::new(), uses: uses(&[], new) });
    let kept = entries.len();
    entries.extend(new.map(Arc::new));
    if is_renamed || entries.len() > kept {
        entries.sort_by_cached_key(|entry| (entry.name.to_lowercase(), entry.name.clone()));
        name_paths(&mut entries);
    }
    entries
}

/// The columns of a dataset, with the positions of their tables and fields.
fn names(dataset: &Card) -> impl Iterator<Item = (&str, usize, usize)> {
    let tables = dataset.tables.iter().enumerate();
    tables.flat_map(|(table, card)| card.fields.iter().enumerate().map(move |(at, field)| (field.name.as_str(), table, at)))
}

/// Gives each entry its part of a path. Names that become the same in a path are told apart by a number.
fn name_paths(entries: &mut [Arc<FieldEntry>]) {
    let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        let plain = crate::model::slug(&entry.name);
        let count = slugs.entry(plain.clone()).or_default();
        *count += 1;
        let slug = if *count == 1 { plain } else { format!("{plain}--{count}") };
        if entry.slug != slug {
            Arc::make_mut(entry).slug = slug;
        }
    }
}
