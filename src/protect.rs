//! [`Checked`] to [`Protected`]: the only maker of public cells.
//!
//! In: checked tables and their policies. Out: tables whose every cell may be published, and how many were hidden.
//! Raw rows are dropped here.
//! Invariant: a [`PublicCell`] can be made in this folder and nowhere else, so a raw count cannot reach a page:
//!
//! ```compile_fail,E0451
//! use shelfmark::model::Value;
//! let forged = shelfmark::protect::PublicCell { text: "3".into(), value: Value::Number(3.0) };
//! ```
//!
//! ```compile_fail,E0308
//! use shelfmark::model::{Raw, Table};
//! use shelfmark::protect::Public;
//! fn render(_: &Table<Public>) {}
//! fn leak(raw: &Table<Raw>) { render(raw); }
//! ```

mod primary;
mod public;

pub use public::{Public, PublicCell};

use crate::check::Checked;
use crate::load::LoadedTable;
use crate::model::{Column, Dataset, Dictionary, Policy, Table, TableSpec};

/// A dataset of public cells. Only [`protect`] makes one.
pub struct Protected {
    dataset: Dataset<ProtectedTable>,
    warnings: usize,
}

impl Protected {
    /// The dataset, and how many warnings the rules gave.
    #[must_use]
    pub fn into_parts(self) -> (Dataset<ProtectedTable>, usize) {
        (self.dataset, self.warnings)
    }
}

/// A table of public cells.
pub struct ProtectedTable {
    /// Its entry in dataset.yaml.
    pub spec: TableSpec,
    /// Its dictionary.
    pub dictionary: Dictionary,
    /// Its cells.
    pub data: Table<Public>,
    /// What was done to them.
    pub protection: Protection,
}

/// What a policy did to a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// The policy.
    pub policy: Policy,
    /// Counts that the policy hid.
    pub hidden: usize,
    /// Cells that were confidential in the source already.
    pub hidden_before: usize,
}

/// Maps every raw cell to a public cell by the policy of its table.
#[must_use]
pub fn protect(checked: Checked) -> Protected {
    let (dataset, policies, warnings) = checked.into_parts();
    let Dataset { id, file, metadata, tables, guidance, notes } = dataset;
    let tables = tables.into_iter().zip(policies).map(|(table, policy)| protect_table(table, policy)).collect();
    Protected { dataset: Dataset { id, file, metadata, tables, guidance, notes }, warnings }
}

fn protect_table(table: LoadedTable, policy: Policy) -> ProtectedTable {
    let LoadedTable { spec, dictionary, data, .. } = table;
    let mut protection = Protection { policy, hidden: 0, hidden_before: 0 };
    let mut columns = Vec::with_capacity(data.columns.len());
    for (at, column) in data.columns.into_iter().enumerate() {
        let rule = protection.policy.counts.contains(&at).then_some(protection.policy.preset);
        let (pool, hides) = primary::protect_pool(column.pool, rule);
        for cell in &column.cells {
            match hides[*cell as usize] {
                primary::Hidden::Now => protection.hidden += 1,
                primary::Hidden::Before => protection.hidden_before += 1,
                primary::Hidden::No => {}
            }
        }
        columns.push(Column { name: column.name, heading: column.heading, pool, cells: column.cells });
    }
    ProtectedTable { spec, dictionary, data: Table { columns, rows: data.rows }, protection }
}
