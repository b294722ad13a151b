//! `dataset.yaml`: what an author says of a dataset.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Access, ApprovalRole, DatasetId, Date, Frequency, JourneyStage, KpiSpec, Markdown, Preset, ReleaseNote, Status};
use crate::source::{SourceFile, Spanned};

/// A dataset whose tables are those of a stage: as they were read, or as they may be published.
pub struct Dataset<T> {
    /// The name of its folder.
    pub id: DatasetId,
    /// `dataset.yaml`.
    pub file: SourceFile,
    /// What `dataset.yaml` says.
    pub metadata: Metadata,
    /// Its tables, in the author's order.
    pub tables: Vec<T>,
    /// `guidance.md`.
    pub guidance: Option<Markdown>,
    /// Its release notes, newest first.
    pub notes: Vec<ReleaseNote>,
}

/// The metadata of a dataset (DCAT), its tables and its KPIs, as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// At most 65 characters, subject first.
    pub title: Spanned<String>,
    /// One sentence of at most 140 characters.
    pub summary: Spanned<String>,
    /// Markdown: what, why, known problems.
    pub description: Option<Spanned<String>>,
    /// An organisation of `portal.yaml`; the portal's publisher if left out.
    pub publisher: Option<Spanned<String>>,
    /// The team that answers for the data.
    pub owner: Contact,
    /// Words that people search for.
    #[serde(default)]
    pub keywords: Vec<Spanned<String>>,
    /// Themes of the catalogue.
    #[serde(default)]
    pub themes: Vec<Spanned<String>>,
    /// The licence; the portal's if left out.
    pub licence: Option<Spanned<String>>,
    /// Who may read it.
    #[serde(default)]
    pub access: Access,
    /// What kind of statistics it is.
    pub status: Option<Status>,
    /// How often it is updated.
    pub frequency: Spanned<Frequency>,
    /// First published.
    pub issued: Spanned<Date>,
    /// Last change of the data.
    pub modified: Spanned<Date>,
    /// Next update due.
    pub next_update: Option<Spanned<Date>>,
    /// The time and area the data covers.
    pub covers: Option<Coverage>,
    /// The version, as text.
    pub version: Spanned<String>,
    /// Where the data comes from.
    pub source: Option<Origin>,
    /// How it was approved.
    pub governance: Option<Spanned<Governance>>,
    /// Its way to publication.
    pub journey: Option<Spanned<Journey>>,
    /// Its tables.
    #[serde(default)]
    pub tables: Vec<TableSpec>,
    /// Its KPIs.
    #[serde(default)]
    pub kpis: Vec<KpiSpec>,
    /// Findings that somebody has accepted for a time.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
}

impl Metadata {
    /// Whether no further update is planned.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let is_retired = self.journey.as_ref().is_some_and(|journey| journey.stage == JourneyStage::Retired);
        is_retired || *self.frequency == Frequency::None
    }
}

/// A team that can be written to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The team's name.
    pub name: Spanned<String>,
    /// Its address.
    pub email: Spanned<String>,
}

/// The time and area that data covers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// First day.
    pub from: Option<Spanned<Date>>,
    /// Last day.
    pub to: Option<Spanned<Date>>,
    /// Area in words.
    pub area: Option<String>,
}

/// Where data comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The source's name.
    pub name: String,
    /// Its address.
    pub url: Option<Spanned<String>>,
}

/// How a publication was approved.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Governance {
    /// The reference of the data protection impact assessment.
    pub dpia: Option<String>,
    /// The lawful basis of processing.
    pub lawful_basis: Option<String>,
    /// How long data is kept.
    pub retention: Option<String>,
    /// Who approved it, when.
    #[serde(default)]
    pub approvals: Vec<Approval>,
}

/// One approval.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// In which role.
    pub role: ApprovalRole,
    /// The team.
    pub by: String,
    /// When.
    pub on: Date,
    /// The record of it.
    pub reference: Option<String>,
}

/// The way to publication.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// Where it is now.
    pub stage: JourneyStage,
    /// When it was asked for.
    pub requested: Option<Date>,
    /// When discovery began.
    pub discovery: Option<Date>,
    /// When validation began.
    pub validation: Option<Date>,
    /// When the pipeline was begun.
    pub pipeline: Option<Date>,
    /// When it was staged.
    pub staging: Option<Date>,
    /// When it went live.
    pub go_live: Option<Date>,
}

impl Journey {
    /// The steps that have a day, in their order, each by its key.
    pub fn steps(&self) -> impl Iterator<Item = (&'static str, Date)> {
        let steps = [
            ("requested", self.requested),
            ("discovery", self.discovery),
            ("validation", self.validation),
            ("pipeline", self.pipeline),
            ("staging", self.staging),
            ("go_live", self.go_live),
        ];
        steps.into_iter().filter_map(|(key, day)| Some((key, day?)))
    }
}

/// A table of a dataset: a CSV, its dictionary and its policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Its name: the file name of its download.
    pub name: Spanned<String>,
    /// The CSV, below the dataset's folder.
    pub file: Spanned<String>,
    /// The dictionary, below the dataset's folder.
    #[serde(default = "default_dictionary")]
    pub dictionary: Spanned<String>,
    /// What it shows.
    pub title: Option<Spanned<String>>,
    /// The columns that name a row.
    #[serde(default)]
    pub key: Vec<Spanned<String>>,
    /// The encoding, where it is not UTF-8 or UTF-16 with a mark.
    pub encoding: Option<Spanned<String>>,
    /// The delimiter; a comma, or with a warning what it seems to be, if left out.
    pub delimiter: Option<Spanned<String>>,
    /// Whether the first line holds the names.
    #[serde(default = "yes")]
    pub header: bool,
    /// Texts of numeric columns that are markers.
    #[serde(default)]
    pub markers: BTreeMap<String, Spanned<String>>,
    /// How counts are protected; the portal's policy if left out.
    pub protect: Option<Spanned<PolicySpec>>,
    /// How many rows it may have.
    pub rows: Option<Spanned<RowLimits>>,
    /// Columns whose values must stand in another table.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
}

impl TableSpec {
    /// Whether a column is part of the key.
    #[must_use]
    pub fn is_key(&self, column: &str) -> bool {
        self.key.iter().any(|key| key.as_str() == column)
    }
}

/// How many rows a table may have.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RowLimits {
    /// At least.
    pub min: Option<usize>,
    /// At most.
    pub max: Option<usize>,
}

/// Columns whose values must stand in another table of the dataset (Table Schema: a foreign key).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignKey {
    /// The columns of this table.
    pub columns: Vec<Spanned<String>>,
    /// What they refer to.
    pub reference: Reference,
}

/// What a foreign key refers to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// A table of the dataset.
    pub table: Spanned<String>,
    /// Its columns, in the order of those that refer to them.
    pub columns: Vec<Spanned<String>>,
}

fn default_dictionary() -> Spanned<String> {
    Spanned::new("dictionary.csv".to_owned(), 0..0)
}

fn yes() -> bool {
    true
}

/// How counts are protected, as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicySpec {
    /// The columns that count people; by their units if left out.
    pub counts: Option<Vec<Spanned<String>>>,
    /// The rule; the portal's if left out.
    pub preset: Option<Spanned<Preset>>,
    /// Why a rule of `none` is right.
    pub reason: Option<String>,
    /// The columns that break the counts down, with the value that is their total.
    #[serde(default)]
    pub dimensions: BTreeMap<String, Dimension>,
}

/// What is known of a column that breaks counts down.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// The value that stands for all others together.
    pub total: Option<String>,
}

/// A finding that somebody has accepted for a time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule.
    pub rule: Spanned<String>,
    /// The last day it holds.
    pub until: Spanned<Date>,
    /// Why.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: String,
}
