//! [`Protected`] to [`Measured`]: figures from public cells only.
//!
//! In: tables of public cells. Out: KPIs with their series, comparisons and SPC, the profile of each column, the download
//! of each table, and freshness for a stated day.
//! Invariant: every figure can be computed again from the download; the cells themselves are dropped here.

mod compare;
mod download;
mod evaluate;
mod kpi;
mod profile;
mod series;
pub mod spc;
mod totals;

pub use compare::Change;
pub use download::Download;
pub use kpi::{Kpi, Measure};
pub use profile::{FieldProfile, profile};
pub use series::Reading;

use std::collections::BTreeMap;

use crate::model::{DatasetId, Date, Dictionary, Freshness, Markdown, Metadata, ReleaseNote, TableSpec};
use crate::protect::{Protected, ProtectedTable, Protection};
use crate::source::SourceFile;

/// A dataset as it is published.
pub struct Measured {
    /// Its folder's name.
    pub id: DatasetId,
    /// `dataset.yaml`, for findings that look across datasets.
    pub file: SourceFile,
    /// What it says.
    pub metadata: Metadata,
    /// Its tables.
    pub tables: Vec<MeasuredTable>,
    /// Its KPIs, in the author's order.
    pub kpis: Vec<Kpi>,
    /// `guidance.md`.
    pub guidance: Option<Markdown>,
    /// Its release notes, newest first.
    pub releases: Vec<ReleaseNote>,
    /// Whether it is up to date.
    pub freshness: Freshness,
    /// Warnings that the rules gave.
    pub warnings: usize,
}

/// A table as it is published.
pub struct MeasuredTable {
    /// Its entry in dataset.yaml.
    pub spec: TableSpec,
    /// Its dictionary.
    pub dictionary: Dictionary,
    /// What was measured of each column, in the order of the file.
    pub profile: Vec<FieldProfile>,
    /// What was done to protect it.
    pub protection: Protection,
    /// The file offered.
    pub download: Download,
}

/// Computes what is published of a dataset, as of a day.
#[must_use]
pub fn measure(protected: Protected, as_of: Date) -> Measured {
    let Protected { id, file, metadata, tables, guidance, releases, warnings } = protected;
    let kpis = metadata
        .kpis
        .iter()
        .filter_map(|spec| {
            let table = tables.iter().find(|table| *table.spec.name == *spec.table)?;
            let none = BTreeMap::new();
            let dimensions = table.spec.protect.as_ref().map_or(&none, |policy| &policy.dimensions);
            Some(kpi::measure_kpi(spec, &table.data, dimensions))
        })
        .collect();
    let tables = tables.into_iter().map(measure_table).collect();
    let freshness = Freshness::of(&metadata, as_of);
    Measured { id, file, metadata, tables, kpis, guidance, releases, freshness, warnings }
}

fn measure_table(table: ProtectedTable) -> MeasuredTable {
    let ProtectedTable { spec, dictionary, data, protection } = table;
    let profile = profile(&data);
    let download = Download::of(&data);
    MeasuredTable { spec, dictionary, profile, protection, download }
}
