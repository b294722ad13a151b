//! What an approval of a dataset covers.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::Card;
use crate::model::hexadecimal;

impl Card {
    /// The SHA-256 of what an approval covers: the published tables, what the dictionary says of their columns, and what the
    /// KPIs are. Guidance, notes and the other metadata can be put right without a new approval.
    #[must_use]
    pub fn content(&self) -> String {
        let tables = self.tables.iter().map(|table| {
            let columns = table.fields.iter().map(|field| {
                json!([
                    field.name,
                    field.kind.word(),
                    field.title,
                    field.unit,
                    field.unit_column,
                    field.description,
                    field.allowed
                ])
            });
            json!([table.name, table.csv.sha256, columns.collect::<Vec<_>>()])
        });
        let kpis = self.kpis.iter().map(|kpi| json!([kpi.id, kpi.title, kpi.description, kpi.format, kpi.definition]));
        let content = json!({"tables": tables.collect::<Vec<_>>(), "kpis": kpis.collect::<Vec<_>>()});
        hexadecimal(&Sha256::digest(content.to_string().as_bytes()))
    }
}
