//! [`Card`]: everything that other pages say about a dataset.
//!
//! In: a measured dataset. Out: a small value that can be stored. Lists, search, columns, assurance and feeds are made from
//! cards alone.
//! Invariant: everything in a card may be published.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::spc::{Assurance, Variation};
use super::{Change, CsvFile, Kpi, Measure, MeasuredTable, Reading, Standing};
use crate::model::{
    Approval, ApprovalRole, Cell, Column, DatasetId, Date, Decimal, Field, FieldType, Format, Frequency, Freshness, KpiId,
    Metadata, NoteKind, Period, ReleaseNote, Status, TableSpec, Unit, Value,
};
use crate::protect::{Protection, PublicCell};
use crate::source::{Place, SourceFile};

/// What other pages say about a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The dataset's id, which is the name of its folder.
    pub id: DatasetId,
    /// The title.
    pub title: String,
    /// Where `dataset.yaml` states the title, so that findings across datasets can point to it.
    pub title_place: Place,
    /// The summary, in one sentence.
    pub summary: String,
    /// The version.
    pub version: String,
    /// Where `dataset.yaml` states the version, so that findings about releases can point to it.
    pub version_place: Place,
    /// The day of its first publication.
    pub issued: Date,
    /// The organisation that the dataset names as its publisher, if any.
    pub publisher: Option<String>,
    /// The licence that the dataset names, if any.
    pub licence: Option<String>,
    /// Where the data comes from, if stated.
    pub source: Option<String>,
    /// Keywords to search for.
    pub keywords: Vec<String>,
    /// The themes it belongs to.
    pub themes: Vec<String>,
    /// Whether its data is artificial, and so all its figures.
    pub is_synthetic: bool,
    /// How often it is updated.
    pub frequency: Frequency,
    /// The last day that the data covers, if stated.
    pub covers_to: Option<Date>,
    /// The reference of the data protection impact assessment.
    pub dpia: Option<String>,
    /// How long its data is kept, if stated.
    pub retention: Option<String>,
    /// The team responsible for it.
    pub owner: String,
    /// Who approved it, in which role, and when.
    pub approvals: Vec<ApprovalCard>,
    /// The SHA-256 of what an approval covers.
    pub content: String,
    /// Waivers in force.
    pub waivers: Vec<WaiverCard>,
    /// The day it was requested.
    pub requested: Option<Date>,
    /// The day it went live.
    pub go_live: Option<Date>,
    /// Whether it is up to date.
    pub freshness: Freshness,
    /// The number of warnings.
    pub warnings: usize,
    /// Its tables, in the author's order.
    pub tables: Vec<TableCard>,
    /// Its KPIs, in the author's order.
    pub kpis: Vec<KpiCard>,
    /// Its release notes, newest first.
    pub notes: Vec<NoteCard>,
}

/// An approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalCard {
    /// The role of the approver.
    pub role: ApprovalRole,
    /// The team that approved.
    pub by: String,
    /// The date.
    pub on: Date,
    /// The reference, if there is one.
    pub reference: Option<String>,
    /// Whether it is of what would be published, not of something that was changed since.
    pub is_of_this: bool,
}

impl ApprovalCard {
    fn of(approval: &Approval) -> Self {
        let (by, on) = (approval.by.to_string(), *approval.on);
        Self { role: approval.role, by, on, reference: approval.reference.clone(), is_of_this: false }
    }
}

/// A waiver in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverCard {
    /// The rule that is waived.
    pub rule: String,
    /// The last day it is valid.
    pub until: Date,
    /// Why it is waived.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
}

/// What other pages say about a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableCard {
    /// Its name.
    pub name: String,
    /// The number of rows, without the header.
    pub rows: usize,
    /// The CSV that readers download.
    pub csv: CsvFile,
    /// How its small numbers are protected.
    pub protection: Protection,
    /// The columns that tell rows apart, as the author declares them.
    pub key: Vec<String>,
    /// Its columns, in the order of the dictionary.
    pub fields: Vec<FieldCard>,
    /// The columns of the file in order, each with its values if it is a column of few texts.
    pub columns: Vec<(String, Arc<[String]>)>,
    /// Codes in its key, such as those of organisations, which a reader may search for.
    pub codes: Vec<String>,
}

/// What other pages say about a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCard {
    /// Its name.
    pub name: String,
    /// Its title for readers.
    pub title: String,
    /// Its type.
    pub kind: FieldType,
    /// The unit of its numbers.
    pub unit: Option<Unit>,
    /// The column that names the unit of each row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_column: Option<String>,
    /// Its description.
    pub description: String,
    /// The allowed values; empty if any value is allowed.
    pub allowed: Vec<String>,
}

/// What other pages say about a KPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KpiCard {
    /// Its id.
    pub id: KpiId,
    /// Where `dataset.yaml` states its id, so that findings across datasets can point to it.
    pub id_place: Place,
    /// Its title.
    pub title: String,
    /// Its description, if any.
    pub description: Option<String>,
    /// How its figures are formatted.
    pub format: Format,
    /// How its figures are calculated and judged, as text: two that differ are not the same KPI.
    pub definition: String,
    /// Whether it has a chart.
    pub has_chart: bool,
    /// The newest overall figure. `None` if rows cannot be combined.
    pub figure: Option<FigureCard>,
    /// The names of the series in its breakdown.
    pub members: Vec<String>,
    /// What readers call them, where the dictionary says so.
    pub labels: Vec<String>,
}

/// The newest overall figure of a KPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureCard {
    /// The figure, or why there is none.
    pub reading: Reading,
    /// Its period.
    pub period: Option<Period>,
    /// Whether it can still change.
    pub standing: Standing,
    /// The members that are missing from it.
    pub without: Vec<String>,
    /// The change since the figure before.
    pub change: Option<ChangeCard>,
    /// The target.
    pub target: Option<Decimal>,
    /// What the newest point of an SPC chart means.
    pub variation: Option<Variation>,
    /// Whether the process is able to meet its target.
    pub assurance: Option<Assurance>,
    /// The newest readings, at most [`RECENT`](super::RECENT), for a sparkline.
    pub recent: Vec<Reading>,
}

/// A change, and the period of the figure before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeCard {
    /// The change.
    pub change: Change,
    /// The period that it is from.
    pub since: Period,
}

impl ChangeCard {
    /// A change of a KPI. `None` for a KPI without periods.
    #[must_use]
    pub fn of(kpi: &Kpi, change: Change) -> Option<Self> {
        Some(Self { change, since: kpi.named.get(change.from)?.clone() })
    }
}

/// What lists say about a release note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteCard {
    /// The version.
    pub version: String,
    /// Its date.
    pub date: Date,
    /// The kind of change that the release made.
    pub kind: NoteKind,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Its file's path, relative to the portal's root.
    pub path: String,
}

impl NoteCard {
    /// The card of a release note.
    #[must_use]
    pub fn of(note: &ReleaseNote) -> Self {
        Self {
            version: note.version.to_string(),
            date: *note.date,
            kind: note.kind,
            title: note.title.clone(),
            path: note.body.file.path().to_owned(),
        }
    }
}

impl FieldCard {
    fn of(field: &Field) -> Self {
        Self {
            name: field.name.to_string(),
            title: field.title.clone(),
            kind: field.kind,
            unit: field.unit.clone(),
            unit_column: field.unit_column.clone(),
            description: field.description.to_string(),
            allowed: field.allowed.clone(),
        }
    }
}

impl TableCard {
    pub(super) fn of(table: &MeasuredTable, protection: Protection) -> Self {
        Self {
            name: table.spec.name.to_string(),
            rows: table.data.rows,
            csv: CsvFile::of(&table.data),
            protection,
            key: table.spec.key.iter().map(|name| name.to_string()).collect(),
            columns: table.data.columns.iter().map(|column| (column.name.clone(), categories(column))).collect(),
            fields: table.dictionary.fields.iter().map(FieldCard::of).collect(),
            codes: codes(&table.spec, table),
        }
    }
}

/// Distinct codes in the key columns, at most [`CODES`] from each: 2 to 12 capitals and digits, starting with a capital.
fn codes(spec: &TableSpec, table: &MeasuredTable) -> Vec<String> {
    let is_code = |text: &&str| {
        (2..=12).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let columns = spec.key.iter().filter_map(|name| table.data.column(name));
    let texts = |column: &Column<PublicCell>| {
        let cells = column.pool.iter().filter(|cell| *cell.value() == Value::Text).map(|cell| cell.published().trim());
        cells.filter(is_code).take(CODES).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    columns.flat_map(texts).collect()
}

/// The values of a column of few texts; empty for any other column.
fn categories(column: &Column<PublicCell>) -> Arc<[String]> {
    let is_text = |cell: &PublicCell| *cell.value() == Value::Text;
    if column.pool.len() > CATEGORIES || !column.pool.iter().any(is_text) {
        return Arc::default();
    }
    let mut values: Vec<String> =
        column.pool.iter().filter(|cell| is_text(cell)).map(|cell| cell.published().to_owned()).collect();
    values.sort_unstable();
    values.into()
}

/// The most values of a column that are categories; more are names.
const CATEGORIES: usize = 200;

/// The most codes of a column by which a table can be found.
const CODES: usize = 500;

impl KpiCard {
    pub(super) fn of(kpi: &Kpi, file: &SourceFile) -> Self {
        let spec = &kpi.spec;
        Self {
            id: (*spec.id).clone(),
            id_place: file.place(spec.id.span()),
            title: spec.title.to_string(),
            description: spec.description.as_ref().map(|text| text.to_string()),
            format: spec.format.clone(),
            definition: spec.definition(),
            has_chart: kpi.has_chart(),
            figure: kpi.overall.as_ref().map(|measure| FigureCard::of(kpi, measure)),
            members: kpi.breakdown.keys().cloned().collect(),
            labels: kpi.breakdown.keys().filter_map(|name| kpi.labels.get(name)).cloned().collect(),
        }
    }
}

impl FigureCard {
    fn of(kpi: &Kpi, measure: &Measure) -> Self {
        let spc = measure.spc.as_ref();
        Self {
            reading: measure.reading(),
            period: kpi.named.get(measure.latest).cloned(),
            standing: kpi.standing(measure.latest),
            without: measure.absent(measure.latest),
            change: measure.since_previous.and_then(|change| ChangeCard::of(kpi, change)),
            target: measure.target,
            variation: spc.and_then(|spc| spc.variation),
            assurance: spc.and_then(|spc| spc.assurance),
            recent: measure.recent(),
        }
    }
}

impl Card {
    /// The card of a dataset, before its tables and KPIs are added.
    pub(super) fn of(
        id: DatasetId,
        file: &SourceFile,
        metadata: &Metadata,
        notes: &[ReleaseNote],
        freshness: Freshness,
        warnings: usize,
    ) -> Self {
        let governance = metadata.governance.as_ref();
        let journey = metadata.journey.as_ref();
        let waivers = metadata.waivers.iter().map(|waiver| WaiverCard {
            rule: waiver.rule.to_string(),
            until: *waiver.until,
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
        });
        let texts = |list: &[crate::source::Spanned<String>]| list.iter().map(|text| text.to_string()).collect();
        Self {
            id,
            title: metadata.title.to_string(),
            title_place: file.place(metadata.title.span()),
            summary: metadata.summary.to_string(),
            version: metadata.version.to_string(),
            version_place: file.place(metadata.version.span()),
            issued: *metadata.issued,
            publisher: metadata.publisher.as_ref().map(|id| id.to_string()),
            licence: metadata.licence.as_ref().map(|id| id.to_string()),
            source: metadata.source.as_ref().map(|source| source.name.clone()),
            keywords: texts(&metadata.keywords),
            themes: texts(&metadata.themes),
            is_synthetic: metadata.status == Some(Status::Synthetic),
            frequency: *metadata.frequency,
            covers_to: metadata.covers.as_ref().and_then(|covers| covers.to.as_ref()).map(|date| **date),
            dpia: governance.and_then(|governance| governance.dpia.as_deref().cloned()),
            retention: governance.and_then(|governance| governance.retention.as_deref().cloned()),
            owner: metadata.owner.name.to_string(),
            approvals: governance.map_or_else(Vec::new, |stated| stated.approvals.iter().map(ApprovalCard::of).collect()),
            content: String::new(),
            waivers: waivers.collect(),
            requested: journey.and_then(|journey| journey.requested),
            go_live: journey.and_then(|journey| journey.go_live).map(|live| live.day),
            freshness,
            warnings,
            tables: Vec::new(),
            kpis: Vec::new(),
            notes: notes.iter().map(NoteCard::of).collect(),
        }
    }
}
