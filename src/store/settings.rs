//! `store.json`: how a store was set up.

use std::fs;
use std::path::Path;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::{StoreError, durable, random_hex};

/// The format that this program reads and writes.
const FORMAT: &str = "shelfmark-store/1";
const FILE: &str = "store.json";

/// How a store was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    format: String,
    /// 128 random bits, so that a signature of one store does not hold for another.
    pub id: String,
    /// How readers are led to another release.
    pub switch: Switch,
    hash: String,
}

/// How readers are led to another release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// `current` is a symbolic link; the web server serves current/data
    Symlink,
    /// `www` holds one web.config for IIS, whose rule leads to the release
    Rewrite,
    /// `www` holds a copy, changed file by file
    Mirror,
}

impl Settings {
    /// Settings for a new store.
    ///
    /// # Errors
    /// [`StoreError`] if the system gives no random numbers.
    pub fn new(path: &Path, switch: Switch) -> Result<Self, StoreError> {
        let id = random_hex::<16>().map_err(StoreError::disk(path))?;
        Ok(Self { format: FORMAT.to_owned(), id, switch, hash: "sha256".to_owned() })
    }

    pub(super) fn read(store: &Path) -> Result<Self, StoreError> {
        let file = store.join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::refused(format!(
                    "{0} is no release store; `shelfmark store init {0}` makes one",
                    store.display()
                )));
            }
            Err(error) => return Err(StoreError::disk(&file)(error)),
        };
        let unreadable = |why: String| StoreError::refused(format!("{} cannot be understood: {why}", file.display()));
        let settings: Self = serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
        if settings.format != FORMAT || settings.hash != "sha256" {
            return Err(unreadable(format!("its format is `{}`, and this program knows `{FORMAT}`", settings.format)));
        }
        Ok(settings)
    }

    pub(super) fn write(&self, store: &Path) -> Result<(), StoreError> {
        let file = store.join(FILE);
        let text = serde_json::to_string_pretty(self).map_err(|error| StoreError::disk(&file)(error.into()))?;
        durable::replace(&file, (text + "\n").as_bytes())
    }
}
