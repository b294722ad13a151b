//! What an approval of a dataset covers.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Card, MeasuredTable};
use crate::model::{Approval, Date, hexadecimal};
use crate::source::SourceFile;

/// How much of the hash an approval must give at least.
pub const SHORTEST_CONTENT: usize = 16;

/// The SHA-256 of what an approval covers: the published tables, their titles, their dictionaries as they stand, and all that
/// `dataset.yaml` says of the KPIs, in whatever order. Guidance, notes and the other metadata can be put right without a new approval.
pub(super) fn content(file: &SourceFile, card: &Card, tables: &[MeasuredTable]) -> String {
    // It was read before, so that it can be read again.
    let stated: Value = serde_yaml::from_str(file.text()).unwrap_or_default();
    let titles = stated["tables"].as_array().into_iter().flatten().map(|table| table["title"].clone());
    let tables = card.tables.iter().zip(tables).zip(titles).map(|((card, table), title)| {
        let dictionary = table.dictionary.file.text().lines().map(str::trim_end).filter(|line| !line.is_empty());
        json!([card.name, title, card.csv.sha256, dictionary.collect::<Vec<_>>()])
    });
    let content = json!({"tables": tables.collect::<Vec<_>>(), "kpis": stated["kpis"]});
    hexadecimal(&Sha256::digest(content.to_string().as_bytes()))
}

/// Whether an approval is one of this content. One that does not say of what is not older than the last change.
pub(super) fn covers(approval: &Approval, content: &str, modified: Date) -> bool {
    approval.content.as_ref().map_or(*approval.on >= modified, |stated| is_of(stated, content))
}

/// Whether the beginning of a hash is that of a content.
#[must_use]
pub fn is_of(stated: &str, content: &str) -> bool {
    stated.len() >= SHORTEST_CONTENT && content.starts_with(&stated.to_ascii_lowercase())
}
