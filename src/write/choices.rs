//! Remembers in `.shelfmark/` which cells of a dataset are hidden, so that a large table which has not changed is not solved again.
//!
//! Invariant: a file holds positions and a hash, and no number of a table. A file that is broken, old or gone costs time and nothing
//! else: what it proposes is proved before it is published.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::record::folder;
use super::replace::replace_file;
use crate::disclosure::Memory;
use crate::load::Root;
use crate::model::DatasetId;

/// The choices for a dataset.
pub struct Choices {
    file: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Choice {
    model: String,
    hidden: Vec<usize>,
}

impl Choices {
    /// Those for a dataset of a portal.
    #[must_use]
    pub fn of(root: &Root, dataset: &DatasetId) -> Self {
        Self { file: folder(root).join("hidden").join(format!("{dataset}.json")) }
    }
}

impl Memory for Choices {
    fn recall(&self, model: &str) -> Option<Vec<usize>> {
        let choice: Choice = serde_json::from_slice(&fs::read(&self.file).ok()?).ok()?;
        (choice.model == model).then_some(choice.hidden)
    }

    fn keep(&self, model: &str, hidden: &[usize]) {
        let choice = Choice { model: model.to_owned(), hidden: hidden.to_vec() };
        // Without it, the next run takes longer.
        let written = self.file.parent().map(fs::create_dir_all);
        if let (Some(Ok(())), Ok(text)) = (written, serde_json::to_vec(&choice)) {
            let _ = replace_file(&self.file, &text);
        }
    }
}
