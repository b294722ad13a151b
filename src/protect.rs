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

use crate::check::{Checked, resolve_policy};
use crate::load::{Loaded, LoadedTable};
use crate::model::{Column, DatasetId, Dictionary, Markdown, Metadata, Policy, Portal, Preset, ReleaseNote, Table, TableSpec};
use crate::source::SourceFile;

/// A dataset of public cells.
pub struct Protected {
    /// Its folder's name.
    pub id: DatasetId,
    /// `dataset.yaml`.
    pub file: SourceFile,
    /// What it says.
    pub metadata: Metadata,
    /// Its tables.
    pub tables: Vec<ProtectedTable>,
    /// `guidance.md`.
    pub guidance: Option<Markdown>,
    /// Its release notes, newest first.
    pub releases: Vec<ReleaseNote>,
    /// Warnings that the rules gave.
    pub warnings: usize,
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

/// Maps every raw cell to a public cell by its table's policy.
#[must_use]
pub fn protect(checked: Checked, portal: &Portal) -> Protected {
    let (loaded, warnings) = checked.into_inner();
    let Loaded { id, file, metadata, tables, guidance, releases, .. } = loaded;
    let tables = tables.into_iter().map(|table| protect_table(table, portal)).collect();
    Protected { id, file, metadata, tables, guidance, releases, warnings }
}

fn protect_table(table: LoadedTable, portal: &Portal) -> ProtectedTable {
    // Check refuses a table without a policy. Were one to come through, hiding the most would be right.
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
