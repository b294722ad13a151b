//! Every column of every dictionary, by name: "who holds an ODS code?"

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::measure::Measured;

/// A column's name and every table that has a column of it.
#[derive(Clone)]
pub struct FieldEntry {
    /// The name as the first dictionary writes it.
    pub name: String,
    /// One part of a path, distinct for each entry.
    pub slug: String,
    /// The tables, by dataset.
    pub uses: Vec<FieldUse>,
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

/// The entries, A to Z without regard to case.
pub(super) fn fields(datasets: &[Arc<Measured>]) -> Vec<FieldEntry> {
    // Columns are many and names are few: case is folded once for each name.
    let mut by_name: BTreeMap<&str, Vec<FieldUse>> = BTreeMap::new();
    for (dataset, measured) in datasets.iter().enumerate() {
        for (table, measured_table) in measured.tables.iter().enumerate() {
            for (field, described) in measured_table.dictionary.fields.iter().enumerate() {
                let name = described.name.as_str();
                by_name.entry(name).or_default().push(FieldUse { dataset, table, field });
            }
        }
    }
    let mut by_name: Vec<(&str, Vec<FieldUse>)> = by_name.into_iter().collect();
    by_name.sort_by_cached_key(|(name, _)| name.to_lowercase());
    let mut slugs: BTreeMap<String, usize> = BTreeMap::new();
    by_name
        .into_iter()
        .map(|(name, uses)| {
            let plain = super::slug(name);
            let count = slugs.entry(plain.clone()).or_default();
            *count += 1;
            // Names that differ only in what a path cannot hold are told apart by a number.
            let slug = if *count == 1 { plain } else { format!("{plain}--{count}") };
            FieldEntry { name: name.to_owned(), slug, uses }
        })
        .collect()
}
