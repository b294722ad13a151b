//! What an approval of a dataset covers.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Card, MeasuredTable};
use crate::model::{Approval, ApprovalRole, Date, hexadecimal, is_beginning_of_hash};
use crate::source::SourceFile;

/// The SHA-256 of what an approval covers: the published tables, their titles, their dictionaries as they stand, and all that
/// `dataset.yaml` says of the KPIs, in whatever order. Guidance, notes and the other metadata can be put right without a new approval.
pub(super) fn content(file: &SourceFile, card: &Card, tables: &[MeasuredTable]) -> String {
    // It was read before, so that it can be read again. As plain values it stays the same when types of the program change.
    let stated: Value = serde_yaml::from_str(file.text()).unwrap_or_default();
    let tables = card.tables.iter().zip(tables).map(|(card, table)| {
        let title = table.spec.title.as_ref().map(|title| title.as_str());
        let dictionary = table.dictionary.file.text().lines().map(str::trim_end).filter(|line| !line.is_empty());
        json!([card.name, title, card.csv.sha256, dictionary.collect::<Vec<_>>()])
    });
    let content = json!({"tables": tables.collect::<Vec<_>>(), "kpis": stated["kpis"]});
    hexadecimal(&Sha256::digest(content.to_string().as_bytes()))
}

/// Whether an approval is one of this content. One that does not say of what is not older than the last change.
pub(super) fn covers(approval: &Approval, content: &str, modified: Date) -> bool {
    approval.content.as_ref().map_or(*approval.on >= modified, |stated| is_beginning_of_hash(stated, content))
}

impl Card {
    /// Whether somebody in a role approved what would be published.
    #[must_use]
    pub fn is_approved_by(&self, role: ApprovalRole) -> bool {
        self.approvals.iter().any(|approval| approval.role == role && approval.is_of_this)
    }
}
