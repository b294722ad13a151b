//! [`Protected`] to [`Measured`]: figures from public cells only.
//!
//! In: tables of public cells. Out: a [`Card`], which other pages use, and a [`Body`], from which the dataset's own pages are
//! made: KPIs with their series, comparisons and SPC, the profile of each column, and the tables themselves.
//! Invariant: every figure can be calculated again from the tables, whose cells are the same as in the download.

mod builder;
mod card;
mod compare;
mod content;
mod csv_file;
mod evaluate;
mod figures;
mod kpi;
mod profile;
mod range;
mod series;
mod small_figure;
pub mod spc;

use std::sync::Arc;

pub use card::{ApprovalCard, Card, ChangeCard, FieldCard, FigureCard, KpiCard, NoteCard, TableCard, WaiverCard};
pub use compare::Change;
pub use csv_file::{CsvFile, write_csv};
pub use figures::{Measure, RECENT};
pub use kpi::{Kpi, Standing};
pub use profile::{FieldProfile, profile};
pub use series::Reading;

use crate::model::{Dataset, Date, Dictionary, Freshness, Markdown, Metadata, ReleaseNote, Table, TableSpec, newest_end};
use crate::protect::{Proof, Protected, ProtectedTable, Public};
use crate::source::SourceFile;

/// A dataset as published. Only [`measure`] makes one.
pub struct Measured {
    card: Arc<Card>,
    body: Arc<Body>,
}

impl Measured {
    /// What other pages say about it.
    #[must_use]
    pub fn card(&self) -> &Arc<Card> {
        &self.card
    }

    /// What its own pages are made from.
    #[must_use]
    pub fn body(&self) -> &Arc<Body> {
        &self.body
    }
}

/// What a dataset's own pages are made from.
pub struct Body {
    /// The file `dataset.yaml`, so that findings can point to it.
    pub file: SourceFile,
    /// The metadata in `dataset.yaml`.
    pub metadata: Metadata,
    /// Its tables, in the author's order.
    pub tables: Vec<MeasuredTable>,
    /// Its KPIs, in the author's order.
    pub kpis: Vec<Kpi>,
    /// `guidance.md`.
    pub guidance: Option<Markdown>,
    /// Its release notes, newest first.
    pub notes: Vec<ReleaseNote>,
    /// What its published tables have to hold, if anything is hidden.
    pub proof: Option<Proof>,
}

/// A table as published.
pub struct MeasuredTable {
    /// Its entry in `dataset.yaml`.
    pub spec: TableSpec,
    /// Its dictionary.
    pub dictionary: Dictionary,
    /// The profile of each column, in the order of the file.
    pub profile: Vec<FieldProfile>,
    /// Its cells.
    pub data: Table<Public>,
}

/// Calculates everything that is published about a dataset, as of a day.
#[must_use]
pub fn measure(protected: Protected, as_of: Date) -> Measured {
    let (dataset, warnings, proof) = protected.into_parts();
    let Dataset { id, file, metadata, tables, guidance, notes } = dataset;
    let kpis: Vec<Kpi> = metadata
        .kpis
        .iter()
        .filter_map(|spec| {
            let table = tables.iter().find(|table| *table.spec.name == *spec.table)?;
            Some(kpi::measure_kpi(spec, table, *metadata.frequency))
        })
        .collect();
    let newest =
        |table: &ProtectedTable| newest_end(&table.spec, &table.dictionary, &table.data, &metadata.kpis, *metadata.frequency);
    let freshness = Freshness::of(&metadata, as_of, tables.iter().filter_map(newest).max());
    let mut card = Card::of(id, &file, &metadata, &notes, freshness, warnings);
    card.kpis = kpis.iter().map(|kpi| KpiCard::of(kpi, &file)).collect();
    let mut measured = Vec::with_capacity(tables.len());
    for table in tables {
        let ProtectedTable { spec, dictionary, data, protection } = table;
        let table = MeasuredTable { spec, dictionary, profile: profile(&data), data };
        card.tables.push(TableCard::of(&table, protection));
        measured.push(table);
    }
    card.content = content::content(&file, &card, &measured);
    let stated = metadata.governance.iter().flat_map(|governance| &governance.approvals);
    for (approval, stated) in card.approvals.iter_mut().zip(stated) {
        approval.is_of_this = content::covers(stated, &card.content, *metadata.modified);
    }
    let body = Body { file, metadata, tables: measured, kpis, guidance, notes, proof };
    Measured { card: Arc::new(card), body: Arc::new(body) }
}
