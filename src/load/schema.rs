//! JSON Schemas of portal.yaml and dataset.yaml, for editors.
//!
//! In: the structs that these files are read into. Out: schemas with the keys, their types, allowed values and descriptions.
//! Invariant: what a build reads is valid. A schema may allow more: what depends on other files, only `check` can know.

use schemars::{Schema, schema_for};

use crate::model::{Metadata, Portal};

/// The schema of portal.yaml.
#[must_use]
pub fn portal_schema() -> Schema {
    titled(schema_for!(Portal), "portal.yaml", "The settings of a Shelfmark portal.")
}

/// The schema of dataset.yaml.
#[must_use]
pub fn dataset_schema() -> Schema {
    titled(schema_for!(Metadata), "dataset.yaml", "A dataset of a Shelfmark portal: its metadata, tables and KPIs.")
}

fn titled(mut schema: Schema, title: &str, description: &str) -> Schema {
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    schema
}
