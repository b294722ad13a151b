//! `dataset.yaml`: how an author describes a dataset.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{
    Access, ApprovalRole, DatasetId, Date, Dimension, Frequency, GoLive, Header, JourneyStage, KpiSpec, Markdown, NextUpdate,
    NumberForm, PolicySpec, ReleaseNote, Status, UnitColumn, Unpivot,
};
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

/// The metadata of a dataset (DCAT), its tables and its KPIs, as written by the author.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// At most 65 characters, with the subject first.
    pub title: Spanned<String>,
    /// One sentence of at most 140 characters.
    pub summary: Spanned<String>,
    /// Markdown: what the data is, why it is published, and known problems.
    pub description: Option<Spanned<String>>,
    /// An organisation in `portal.yaml`; the portal's publisher if left out.
    pub publisher: Option<Spanned<String>>,
    /// The team responsible for the data.
    pub owner: Contact,
    /// Search words.
    #[serde(default)]
    pub keywords: Vec<Spanned<String>>,
    /// Themes in the catalogue.
    #[serde(default)]
    pub themes: Vec<Spanned<String>>,
    /// The licence; the portal's if left out.
    pub licence: Option<Spanned<String>>,
    /// Who may read the dataset.
    #[serde(default)]
    pub access: Access,
    /// The kind of statistics.
    pub status: Option<Status>,
    /// How often the dataset is updated.
    pub frequency: Spanned<Frequency>,
    /// The date of first publication.
    pub issued: Spanned<Date>,
    /// The date the data last changed.
    pub modified: Spanned<Date>,
    /// The date of the next update.
    pub next_update: Option<Spanned<NextUpdate>>,
    /// The time and area the data covers.
    pub covers: Option<Coverage>,
    /// The version, as text.
    pub version: Spanned<String>,
    /// Where the data comes from.
    pub source: Option<Origin>,
    /// How the publication was approved.
    pub governance: Option<Spanned<Governance>>,
    /// The dataset's progress to publication.
    pub journey: Option<Spanned<Journey>>,
    /// The dataset's tables.
    #[serde(default)]
    pub tables: Vec<TableSpec>,
    /// The dataset's KPIs.
    #[serde(default)]
    pub kpis: Vec<KpiSpec>,
    /// Findings that somebody has accepted until a date.
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

/// A team and how to contact it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The team's name.
    pub name: Spanned<String>,
    /// The team's email address.
    pub email: Spanned<String>,
}

/// The time and area that data covers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The first day.
    pub from: Option<Spanned<Date>>,
    /// The last day.
    pub to: Option<Spanned<Date>>,
    /// The area, in words.
    pub area: Option<String>,
}

/// Where data comes from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The source's name.
    pub name: String,
    /// The source's address.
    pub url: Option<Spanned<String>>,
}

/// How a publication was approved.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Governance {
    /// The reference of the data protection impact assessment.
    pub dpia: Option<Spanned<String>>,
    /// The lawful basis of processing.
    pub lawful_basis: Option<Spanned<String>>,
    /// How long data is kept.
    pub retention: Option<Spanned<String>>,
    /// Who approved the publication, and when.
    #[serde(default)]
    pub approvals: Vec<Approval>,
}

/// One approval.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The role of the approver.
    pub role: ApprovalRole,
    /// The team that approved.
    pub by: Spanned<String>,
    /// The date of approval.
    pub on: Spanned<Date>,
    /// The reference of the approval.
    pub reference: Option<String>,
    /// What was approved: the beginning of the SHA-256 of the published tables, the dictionary and the KPIs, as a finding gives it.
    pub content: Option<Spanned<String>>,
}

/// A dataset's progress to publication.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// The current stage.
    pub stage: JourneyStage,
    /// The single point of contact in the business area: a team or its mailbox.
    pub contact: Option<Spanned<String>>,
    /// The terms of reference, with their timeline: a reference or an address.
    pub terms_of_reference: Option<Spanned<String>>,
    /// The day on which test data were agreed.
    pub test_data: Option<Date>,
    /// The day the dataset was requested.
    pub requested: Option<Date>,
    /// The day discovery began.
    pub discovery: Option<Date>,
    /// The day validation began.
    pub validation: Option<Date>,
    /// The day work on the pipeline began.
    pub pipeline: Option<Date>,
    /// The day it was ready for the business area to review.
    pub staging: Option<Date>,
    /// The moment it goes live: a day, at 9.30 in London unless a time and a zone follow.
    pub go_live: Option<GoLive>,
}

impl Journey {
    /// The steps that have a date, in order, each with its key.
    pub fn steps(&self) -> impl Iterator<Item = (&'static str, Date)> {
        let steps = [
            ("requested", self.requested),
            ("discovery", self.discovery),
            ("validation", self.validation),
            ("pipeline", self.pipeline),
            ("staging", self.staging),
            ("go_live", self.go_live.map(|live| live.day)),
        ];
        steps.into_iter().filter_map(|(key, day)| Some((key, day?)))
    }
}

/// A table of a dataset: a CSV, its dictionary and its policy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// The table's name, used as the file name of its download.
    pub name: Spanned<String>,
    /// The CSV file, as a path below the dataset's folder.
    pub file: Spanned<String>,
    /// The dictionary file, as a path below the dataset's folder.
    #[serde(default = "default_dictionary")]
    pub dictionary: Spanned<String>,
    /// The title shown to readers.
    pub title: Option<Spanned<String>>,
    /// The columns that identify a row.
    #[serde(default)]
    pub key: Vec<Spanned<String>>,
    /// The encoding, if it is not UTF-8, or UTF-16 with a byte order mark.
    pub encoding: Option<Spanned<String>>,
    /// The delimiter. If left out, it is detected, with a warning unless it is a comma.
    pub delimiter: Option<Spanned<String>>,
    /// The lines that hold the column names. If left out, the first; lines that look otherwise are an error.
    pub header: Option<Spanned<Header>>,
    /// How many rows below the header are not rows of the table, such as a row of units.
    pub skip: Option<Spanned<usize>>,
    /// How many rows at the end of the file are not rows of the table, such as notes.
    pub skip_last: Option<Spanned<usize>>,
    /// Texts to read as markers in numeric columns, each with its marker's code.
    #[serde(default)]
    pub markers: BTreeMap<String, Spanned<MarkerCode>>,
    /// The sign before decimal places; a full stop if left out.
    pub decimal: Option<Spanned<char>>,
    /// The sign between groups of three digits; a comma if left out.
    pub thousands: Option<Spanned<char>>,
    /// The column that names the unit of each row, for columns of numbers without a unit in the dictionary.
    pub unit: Option<Spanned<UnitColumn>>,
    /// Which columns become rows.
    pub unpivot: Option<Spanned<Unpivot>>,
    /// How counts are protected; the portal's policy if left out.
    pub protect: Option<Spanned<PolicySpec>>,
    /// How many rows the table may have.
    pub rows: Option<Spanned<RowLimits>>,
    /// Columns whose values must exist in another table.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
}

/// What a text stands for, as written: the code of a marker, or a number.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum MarkerCode {
    /// A code, such as `c`.
    Code(String),
    /// A number, such as 0.
    Number(i64),
}

impl MarkerCode {
    /// The text of it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Code(code) => code.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl TableSpec {
    /// How its numbers are written. Where only a decimal comma is declared, there is no sign between groups.
    #[must_use]
    pub fn number_form(&self) -> NumberForm {
        let (decimal, thousands) = (self.decimal.as_deref().copied(), self.thousands.as_deref().copied());
        let usual = NumberForm::default();
        // Dots between thousands leave only the comma for decimal places.
        let decimal = decimal.unwrap_or(if thousands == Some('.') { ',' } else { usual.decimal });
        NumberForm { decimal, thousands: thousands.or(usual.thousands.filter(|sign| *sign != decimal)) }
    }

    /// Whether the file has lines with column names.
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.header.as_ref().is_none_or(|header| !header.is_none())
    }

    /// Whether the first line is the header, every other a row, and every heading a column.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let left_out = [&self.skip, &self.skip_last].into_iter().flatten().any(|rows| **rows > 0);
        !left_out && self.unpivot.is_none() && self.header.as_ref().is_none_or(|header| **header == Header::default())
    }

    /// Whether a column is part of the key.
    #[must_use]
    pub fn is_key(&self, column: &str) -> bool {
        self.key.iter().any(|key| key.as_str() == column)
    }

    /// What the author says of a column that breaks counts down.
    #[must_use]
    pub fn dimension(&self, column: &str) -> Option<&Dimension> {
        self.protect.as_ref()?.dimensions.get(column)
    }

    /// The value that stands for all others in a column, as the author declares it. It may be blank.
    #[must_use]
    pub fn total_of(&self, column: &str) -> Option<&str> {
        self.protect.as_ref()?.dimensions.get(column)?.total.as_deref().map(str::trim)
    }
}

/// How many rows a table may have.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RowLimits {
    /// The fewest rows allowed.
    pub min: Option<usize>,
    /// The most rows allowed.
    pub max: Option<usize>,
}

/// Columns whose values must exist in another table of the dataset (Table Schema: a foreign key).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForeignKey {
    /// The columns in this table.
    pub columns: Vec<Spanned<String>>,
    /// The columns they refer to.
    pub reference: Reference,
}

/// The columns that a foreign key refers to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// A table of the dataset.
    pub table: Spanned<String>,
    /// The columns in that table, in the same order as the columns that refer to them.
    pub columns: Vec<Spanned<String>>,
}

fn default_dictionary() -> Spanned<String> {
    Spanned::new("dictionary.csv".to_owned(), 0..0)
}

/// A finding that somebody has accepted until a date.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The id of the rule.
    pub rule: Spanned<String>,
    /// The last day the waiver applies.
    pub until: Spanned<Date>,
    /// Why the finding was accepted.
    pub reason: String,
    /// Who accepted the finding.
    pub approved_by: String,
}
