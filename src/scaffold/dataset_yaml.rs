//! The shape of a drafted `dataset.yaml`.

use std::collections::BTreeMap;

use serde::Serialize;

/// A drafted `dataset.yaml`.
#[derive(Serialize)]
pub(super) struct DatasetYaml {
    pub(super) title: String,
    pub(super) summary: &'static str,
    pub(super) description: &'static str,
    pub(super) owner: Owner,
    pub(super) keywords: Vec<String>,
    pub(super) themes: Vec<String>,
    pub(super) licence: &'static str,
    pub(super) frequency: &'static str,
    pub(super) issued: String,
    pub(super) modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) covers: Option<Covers>,
    pub(super) version: &'static str,
    pub(super) source: Source,
    pub(super) governance: Governance,
    pub(super) tables: Vec<Table>,
}

#[derive(Serialize)]
pub(super) struct Owner {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
}

#[derive(Serialize)]
pub(super) struct Covers {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) area: &'static str,
}

#[derive(Serialize)]
pub(super) struct Source {
    pub(super) name: &'static str,
}

#[derive(Serialize)]
pub(super) struct Governance {
    pub(super) dpia: &'static str,
    pub(super) approvals: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) dictionary: &'static str,
    pub(super) title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delimiter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) header: Option<Header>,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) skip: usize,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) skip_last: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decimal: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) thousands: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unpivot: Option<Unpivot>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) key: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) markers: BTreeMap<String, Meaning>,
    pub(super) protect: Protect,
}

/// The column that names the unit of each row.
#[derive(Serialize)]
pub(super) struct Unit {
    pub(super) column: String,
}

/// Columns that become rows.
#[derive(Serialize)]
pub(super) struct Unpivot {
    pub(super) columns: String,
    pub(super) names: String,
    pub(super) values: String,
}

/// What a marker stands for.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Meaning {
    Code(&'static str),
    Number(u8),
}

/// The line or the lines of a header.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Header {
    Line(usize),
    Lines(Vec<usize>),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
pub(super) fn is_zero(rows: &usize) -> bool {
    *rows == 0
}

#[derive(Serialize)]
pub(super) struct Protect {
    pub(super) preset: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) dimensions: BTreeMap<String, Total>,
}

/// A value that stands for all others of its column.
#[derive(Serialize)]
pub(super) struct Total {
    pub(super) total: String,
}
