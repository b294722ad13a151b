//! [`Checked`] to [`Protected`]: the only stage that makes public cells.
//!
//! In: checked tables and their policies. Out: tables with only publishable cells, and how many cells were hidden.
//! Raw rows are dropped here.
//! Invariant: only this folder can make a [`PublicCell`], so a raw count cannot reach a page:
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

use crate::check::{Checked, resolve_policy};
use crate::load::{Loaded, LoadedTable};
use crate::model::{Column, DatasetId, Dictionary, Markdown, Metadata, Policy, Portal, Preset, ReleaseNote, Table, TableSpec};
use crate::source::SourceFile;

/// A dataset with only public cells.
pub struct Protected {
    /// The name of its folder.
    pub id: DatasetId,
    /// `dataset.yaml`.
    pub file: SourceFile,
    /// The content of `dataset.yaml`.
    pub metadata: Metadata,
    /// Its tables.
    pub tables: Vec<ProtectedTable>,
    /// `guidance.md`.
    pub guidance: Option<Markdown>,
    /// Its release notes, newest first.
    pub releases: Vec<ReleaseNote>,
    /// How many warnings the rules gave.
    pub warnings: usize,
}

/// A table with only public cells.
pub struct ProtectedTable {
    /// Its entry in `dataset.yaml`.
    pub spec: TableSpec,
    /// Its dictionary.
    pub dictionary: Dictionary,
    /// Its cells.
    pub data: Table<Public>,
    /// How its cells were protected.
    pub protection: Protection,
}

/// The effect of a policy on a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// The policy.
    pub policy: Policy,
    /// Counts hidden by the policy.
    pub hidden: usize,
    /// Cells that were already confidential in the source.
    pub hidden_before: usize,
}

/// Turns every raw cell into a public cell, following its table's policy.
#[must_use]
pub fn protect(checked: Checked, portal: &Portal) -> Protected {
    let (loaded, warnings) = checked.into_inner();
    let Loaded { id, file, metadata, tables, guidance, releases, .. } = loaded;
    let tables = tables.into_iter().map(|table| protect_table(table, portal)).collect();
    Protected { id, file, metadata, tables, guidance, releases, warnings }
}

fn protect_table(table: LoadedTable, portal: &Portal) -> ProtectedTable {
    // The checks refuse a table without a policy. If one gets here, hide as much as possible.
    let all = || (0..table.data.columns.len()).collect();
    let policy =
        resolve_policy(&table, portal).unwrap_or_else(|| Policy { preset: Preset::Below10, counts: all(), reason: None });
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
