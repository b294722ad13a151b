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

pub use compare::Change;
pub use download::Download;
pub use kpi::{Kpi, Measure, is_newest};
pub use profile::{FieldProfile, profile};
pub use series::Reading;

use crate::model::{
    Cell, Column, Dataset, DatasetId, Date, Dictionary, Freshness, Markdown, Metadata, ReleaseNote, Table, TableSpec, Value,
};
use crate::protect::{Protected, ProtectedTable, Protection, Public, PublicCell};
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
    pub notes: Vec<ReleaseNote>,
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
    /// Codes in its key, such as those of organisations: what a reader may look for.
    pub codes: Vec<String>,
    /// What was done to protect it.
    pub protection: Protection,
    /// The file offered.
    pub download: Download,
}

/// Computes what is published of a dataset, as of a day.
#[must_use]
pub fn measure(protected: Protected, as_of: Date) -> Measured {
    let (dataset, warnings) = protected.into_parts();
    let Dataset { id, file, metadata, tables, guidance, notes } = dataset;
    let kpis = metadata
        .kpis
        .iter()
        .filter_map(|spec| {
            let table = tables.iter().find(|table| *table.spec.name == *spec.table)?;
            Some(kpi::measure_kpi(spec, &table.spec, &table.data))
        })
        .collect();
    let tables = tables.into_iter().map(measure_table).collect();
    let freshness = Freshness::of(&metadata, as_of);
    Measured { id, file, metadata, tables, kpis, guidance, notes, freshness, warnings }
}

fn measure_table(table: ProtectedTable) -> MeasuredTable {
    let ProtectedTable { spec, dictionary, data, protection } = table;
    let profile = profile(&data);
    let codes = codes(&spec, &data);
    let download = Download::of(&data);
    MeasuredTable { spec, dictionary, profile, codes, protection, download }
}

/// Distinct codes in the columns of the key, at most [`CODES`] of a column: two to twelve capitals and digits, a capital first.
fn codes(spec: &TableSpec, data: &Table<Public>) -> Vec<String> {
    let is_code = |text: &&str| {
        (2..=12).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let columns = spec.key.iter().filter_map(|name| data.column(name));
    let texts = |column: &Column<PublicCell>| {
        let cells = column.pool.iter().filter(|cell| *cell.value() == Value::Text).map(|cell| cell.published().trim());
        cells.filter(is_code).take(CODES).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    columns.flat_map(texts).collect()
}

/// Codes of a column that are worth finding it by.
const CODES: usize = 500;
