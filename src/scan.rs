//! Personal data and secrets in what could be published, and in what is.
//!
//! In: the files of a portal, a [`Loaded`] dataset, the bytes of a page. Out: findings.
//! Invariant: every file below `datasets/`, `content/` and `themes/` is looked through, whether it is used or not, and a finding
//! names the kind and the place of what it found, never the value.

mod columns;
mod embedded;
mod files;
mod git_index;
mod picture;
mod published;
mod record_level;
mod repository;
mod rules;
mod split;
mod stray_table;
mod text;
mod workbook;

use std::collections::BTreeMap;

use crate::diagnostic::Findings;
use crate::load::{Loaded, Root, Settings};
use crate::model::{DatasetId, Ledger, PrivacyPolicy};
use crate::source::SourceFile;

pub use published::{LeftAlone, published};
pub use repository::tracked_in_public;
pub use rules::RULES;

/// What a portal decides about a scan.
pub struct Scope<'a> {
    policy: &'a PrivacyPolicy,
    /// The host at which the portal itself is read.
    own_host: &'a str,
}

impl<'a> Scope<'a> {
    /// A scope of its own.
    #[must_use]
    pub fn new(policy: &'a PrivacyPolicy, own_host: &'a str) -> Self {
        Self { policy, own_host }
    }

    /// The scope that a portal sets.
    #[must_use]
    pub fn of(settings: &'a Settings) -> Self {
        let address = settings.portal.address.as_str();
        let host = address.split_once("://").map_or("", |(_, rest)| rest);
        Self { policy: &settings.portal.policy.privacy, own_host: host.split(['/', ':']).next().unwrap_or(host) }
    }
}

/// Looks through all files of a dataset. Those that were read as its tables are looked through cell by cell.
#[must_use]
pub fn scan_dataset(root: &Root, id: &DatasetId, loaded: Option<&Loaded>, scope: &Scope<'_>) -> Findings {
    let mut findings = Findings::new();
    let tables = loaded.map_or(&[][..], |loaded| loaded.tables.as_slice());
    for table in tables {
        columns::detect(table, scope, &mut findings);
        record_level::detect(table, &mut findings);
        files::beside_rows(root, table, scope, &mut findings);
    }
    let folder = format!("datasets/{id}");
    let is_read = |path: &String| tables.iter().any(|table| table.path == *path);
    let texts = loaded.map_or_else(BTreeMap::new, texts_of);
    // What a ledger holds was published, and was looked through then.
    let ledger = format!("{folder}/{}", Ledger::FILE);
    let paths = root.all_files(&folder);
    files::detect_names(&paths, scope, &mut findings);
    for path in paths.iter().filter(|path| !is_read(path) && **path != ledger) {
        match texts.get(path.as_str()) {
            Some(file) => files::detect_text(file, scope, &mut findings),
            None => files::detect(root, path, scope, &mut findings),
        }
    }
    findings
}

/// The texts of a dataset that were read whole, by their paths.
fn texts_of(loaded: &Loaded) -> BTreeMap<&str, &SourceFile> {
    let prose = loaded.guidance.iter().chain(loaded.notes.iter().map(|note| &note.body)).map(|prose| &prose.file);
    let dictionaries = loaded.tables.iter().map(|table| &table.dictionary.file);
    prose.chain(dictionaries).chain([&loaded.file]).map(|file| (file.path(), file)).collect()
}

/// Looks through what all datasets share: `portal.yaml`, pages, themes and the logo.
#[must_use]
pub fn scan_shared(root: &Root, settings: &Settings) -> Findings {
    let (scope, mut findings) = (Scope::of(settings), Findings::new());
    let logo = settings.portal.theme.logo.as_ref().map(|logo| logo.trim_start_matches("./").to_owned());
    let named = std::iter::once("portal.yaml".to_owned()).chain(logo.filter(|logo| root.has(logo)));
    let below = ["content", "themes"].into_iter().flat_map(|folder| root.all_files(folder));
    let paths: Vec<String> = named.chain(below).chain(root.files_of_no_dataset()).collect();
    files::detect_names(&paths, &scope, &mut findings);
    for path in &paths {
        files::detect(root, path, &scope, &mut findings);
    }
    findings
}
