//! Why each cell of a dataset is hidden, for its author.

use crate::check::policy_and_totals;
use crate::load::{Root, load_dataset, load_settings};
use crate::model::DatasetId;
use crate::protect::{Merge, Why, explain};

/// A table with hidden cells.
pub struct ExplainedTable {
    /// Its file, as a path from the portal's root.
    pub path: String,
    /// The hidden cells: the line, the column, and why.
    pub cells: Vec<(usize, String, Why)>,
    /// Two values whose rows hold most of the small counts, and how many would be left if they were one.
    pub merge: Option<Merge>,
}

/// Why each cell of a dataset is hidden. `None` if the dataset or the settings cannot be read.
#[must_use]
pub fn explain_protection(root: &Root, id: &DatasetId) -> Option<Vec<ExplainedTable>> {
    let settings = load_settings(root, None).0?;
    let loaded = load_dataset(root, id).0?;
    let dataset = loaded.into_dataset();
    let shared = settings.portal.policy.protect.as_ref();
    let (policies, totals): (Vec<_>, Vec<_>) = dataset.tables.iter().map(|table| policy_and_totals(table, shared)).unzip();
    let policies = policies.into_iter().collect::<Option<Vec<_>>>()?;
    let explained = explain(&dataset.tables, &policies, &totals, &dataset.metadata.kpis);
    let tables =
        explained.into_iter().map(|(at, cells, merge)| ExplainedTable { path: dataset.tables[at].path.clone(), cells, merge });
    Some(tables.filter(|table| !table.cells.is_empty()).collect())
}
