//! `release.json`: what a site says of itself to programs, and to the next release.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::portal_gates::{PortalGates, portal_gates};
use crate::catalogue::Catalogue;
use crate::measure::{Card, FieldCard, KpiCard, TableCard};
use crate::model::{DatasetId, Date, FieldType, KpiId, hexadecimal};
use crate::route::{TableRef, table_path};

/// The path of the file.
pub const FACTS: &str = "release.json";
const FORMAT: &str = "shelfmark-release/1";

/// What a site says of itself. Of its datasets it holds nothing that its pages do not show, and no time of building.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The format of the file.
    pub format: String,
    /// The title of the portal.
    pub title: String,
    /// Its address.
    pub address: String,
    /// The language of its pages.
    pub language: String,
    /// The version of the release. `None` for a site that `build` wrote.
    pub version: Option<String>,
    /// The edition, if the portal has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The place of the release in the order of all releases.
    pub seq: Option<u64>,
    /// The day that it was built for.
    pub as_of: Option<Date>,
    /// The program that made it.
    pub made_with: String,
    /// The state of the repository that holds the portal.
    pub source: Option<Source>,
    /// How strict the portal is.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub gates: PortalGates,
    /// Its datasets.
    pub datasets: BTreeMap<DatasetId, DatasetFacts>,
    /// All releases up to this one, oldest first.
    pub releases: Vec<Past>,
    /// What was withdrawn, and must not come back unseen.
    pub withdrawn: Vec<Withdrawal>,
    /// Versions of datasets that were taken back or withdrawn: they do not come back by themselves.
    pub withdrawn_versions: BTreeMap<String, BTreeSet<String>>,
}

/// A repository's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The commit.
    pub commit: String,
    /// Whether files differed from it.
    pub dirty: bool,
}

/// A release, as later ones list it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Past {
    /// Its version.
    pub version: String,
    /// Its place in the order of all releases.
    pub seq: u64,
    /// The day that it was built for.
    pub date: Option<Date>,
    /// The number of datasets that were added, removed or changed.
    pub changed: usize,
    /// The release whose content it brought back.
    pub restores: Option<String>,
    /// The release that readers saw before it did.
    pub took_back: Option<String>,
    /// The moment of that.
    pub at: Option<String>,
    /// Why, for readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether it was withdrawn.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// A dataset that was taken out of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Withdrawn")]
pub struct Withdrawal {
    /// The dataset.
    pub dataset: String,
    /// The day.
    pub date: Option<Date>,
    /// Why, for readers.
    pub reason: String,
}

/// A withdrawal as it may be written: with its day and reason, or as the address of the dataset alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Withdrawn {
    Whole { dataset: String, date: Option<Date>, reason: String },
    Address(String),
}

impl From<Withdrawn> for Withdrawal {
    fn from(written: Withdrawn) -> Self {
        match written {
            Withdrawn::Whole { dataset, date, reason } => Self { dataset, date, reason },
            Withdrawn::Address(address) => {
                let dataset = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
                Self { dataset, date: None, reason: String::new() }
            }
        }
    }
}

impl Withdrawal {
    /// The day in words for a message.
    #[must_use]
    pub fn day(&self) -> String {
        self.date.map_or_else(|| "an earlier day".to_owned(), |date| date.to_string())
    }
}

/// What is said of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DatasetFacts {
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The day that its data last changed.
    pub modified: Option<Date>,
    /// Every version that was published, with a hash of its tables: a version is never given to other data.
    pub versions: BTreeMap<String, String>,
    /// The versions that have a release note.
    pub notes: Vec<String>,
    /// What an approval of it covers, as a hash.
    pub content: String,
    /// A hash of its description for readers: title, summary, keywords, licence and the like.
    pub metadata: String,
    /// Its tables.
    pub tables: BTreeMap<String, TableFacts>,
    /// Its KPIs.
    pub kpis: BTreeMap<KpiId, KpiFacts>,
}

/// What is said of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableFacts {
    /// The path of the CSV.
    pub path: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The number of rows, without the header.
    pub rows: usize,
    /// The columns that tell rows apart, as the author declares them.
    pub key: Vec<String>,
    /// How its small numbers are protected.
    pub policy: String,
    /// The columns that tell rows apart, declared or not, if counts are protected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub row_key: Vec<String>,
    /// The multiple to which counts are rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounded_to: Option<u32>,
    /// Its columns, in order.
    pub columns: Vec<ColumnFacts>,
}

/// What is said of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnFacts {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// A hash of what the dictionary says of it.
    pub definition: String,
    /// Its values, if they are categories.
    #[serde(skip_serializing_if = "no_values")]
    pub values: Arc<[String]>,
}

/// What is said of a KPI.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KpiFacts {
    /// Its title.
    pub title: String,
    /// A hash of its description and format.
    pub definition: String,
    /// The period of the newest figure.
    pub period: Option<String>,
    /// The newest figure, as the KPI's JSON has it; a marker if it is not shown.
    pub figure: Option<serde_json::Value>,
}

impl Facts {
    /// The facts of a catalogue, as `build` writes them.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let portal = &catalogue.settings.portal;
        let datasets = catalogue.datasets.iter().enumerate();
        let withdrawn = portal.withdrawn.iter().map(|withdrawn| Withdrawal {
            dataset: withdrawn.dataset.to_string(),
            date: Some(*withdrawn.date),
            reason: withdrawn.reason.clone(),
        });
        Self {
            format: FORMAT.to_owned(),
            title: portal.title.to_string(),
            address: portal.address.to_string(),
            language: portal.language.to_string(),
            edition: catalogue.settings.edition.clone(),
            gates: portal_gates(catalogue),
            as_of: Some(catalogue.as_of),
            made_with: concat!("shelfmark ", env!("CARGO_PKG_VERSION")).to_owned(),
            datasets: datasets.map(|(at, card)| (card.id.clone(), DatasetFacts::of(catalogue, at, card))).collect(),
            withdrawn: withdrawn.collect(),
            ..Self::default()
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let facts: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        // A file by hand may leave the format out.
        if facts.format.is_empty() || facts.format == FORMAT {
            return Ok(facts);
        }
        Err(format!("its format is `{}`, and this program knows `{FORMAT}`", facts.format))
    }

    /// The text of the file. Without `<`, no reader takes a title for markup.
    #[must_use]
    pub fn text(&self) -> String {
        // Every field of it can be written as JSON.
        let text = serde_json::to_string(self).unwrap_or_default();
        text.replace('<', "\\u003c") + "\n"
    }

    /// The number of rows of each `dataset/table`.
    #[must_use]
    pub fn rows(&self) -> BTreeMap<String, usize> {
        let tables = self
            .datasets
            .iter()
            .flat_map(|(id, dataset)| dataset.tables.iter().map(move |(name, table)| (format!("{id}/{name}"), table.rows)));
        tables.collect()
    }
}

impl TableFacts {
    /// The number of columns that tell rows apart: those that are declared, or else all that hold no numbers.
    pub(super) fn key_columns(&self) -> usize {
        if self.key.is_empty() { self.columns.iter().filter(|column| !column.is_number()).count() } else { self.key.len() }
    }
}

impl DatasetFacts {
    fn of(catalogue: &Catalogue, at: usize, card: &Card) -> Self {
        let (publisher, _) = catalogue.publisher(card);
        let described = serde_json::json!([
            card.title,
            card.summary,
            publisher,
            catalogue.licence(card),
            card.keywords,
            card.themes,
            card.frequency.word(),
            card.issued,
            card.covers_to,
        ]);
        let table = |(position, table): (usize, &TableCard)| {
            let path = table_path(catalogue, TableRef { dataset: at, table: position }, ".csv");
            (table.name.clone(), TableFacts::of(table, path.to_string()))
        };
        let data: Vec<(&String, &String)> = card.tables.iter().map(|table| (&table.name, &table.csv.sha256)).collect();
        Self {
            title: card.title.clone(),
            versions: BTreeMap::from([(card.version.clone(), short_hash(&serde_json::json!(data)))]),
            version: card.version.clone(),
            modified: Some(card.freshness.modified),
            notes: card.notes.iter().map(|note| note.version.clone()).collect(),
            content: card.content.clone(),
            metadata: short_hash(&described),
            tables: card.tables.iter().enumerate().map(table).collect(),
            kpis: card.kpis.iter().map(|kpi| (kpi.id.clone(), KpiFacts::of(kpi))).collect(),
        }
    }
}

impl TableFacts {
    fn of(table: &TableCard, path: String) -> Self {
        Self {
            path,
            sha256: table.csv.sha256.clone(),
            bytes: table.csv.size,
            rows: table.rows,
            key: table.key.clone(),
            policy: table.protection.policy.preset.word().to_owned(),
            row_key: table.protection.row_key.clone(),
            rounded_to: table.protection.policy.round_to,
            columns: table.columns.iter().map(|(name, values)| ColumnFacts::of(name, table, values)).collect(),
        }
    }
}

impl ColumnFacts {
    fn of(name: &str, table: &TableCard, values: &Arc<[String]>) -> Self {
        let field: Option<&FieldCard> = table.fields.iter().find(|field| field.name == name);
        let described = field.map(|field| serde_json::json!([field.title, field.unit, field.description, field.allowed]));
        Self {
            name: name.to_owned(),
            kind: field.map_or("string", |field| field.kind.word()).to_owned(),
            definition: described.map_or_else(String::new, |described| short_hash(&described)),
            values: Arc::clone(values),
        }
    }

    /// Whether the column holds numbers.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.kind == FieldType::Integer.word() || self.kind == FieldType::Number.word()
    }
}

impl KpiFacts {
    fn of(kpi: &KpiCard) -> Self {
        let figure = kpi.figure.as_ref();
        Self {
            title: kpi.title.clone(),
            definition: short_hash(&serde_json::json!([kpi.description, kpi.format, kpi.definition])),
            period: figure.and_then(|figure| figure.period.as_ref()).map(ToString::to_string),
            figure: figure.map(|figure| match figure.reading.float() {
                Some(value) => serde_json::json!({ "Value": value }),
                None => serde_json::json!(figure.reading),
            }),
        }
    }
}

fn no_values(values: &Arc<[String]>) -> bool {
    values.is_empty()
}

/// Enough of a hash to see that something published has changed.
fn short_hash(value: &serde_json::Value) -> String {
    hexadecimal(&Sha256::digest(value.to_string().as_bytes())[..8])
}
