//! Keeps the ledgers of a portal: what each release that readers have seen has printed.
//!
//! In: the portal's folder and a store. Out: the ledgers as they should be, where they are not.
//! Invariant: a ledger is made from the files of releases alone. What a command could not write, the next one does.

use std::collections::BTreeMap;

use crate::diagnostic::Findings;
use crate::load::Root;
use crate::model::{DatasetId, Ledger, LedgerRows, Preset, Printed};
use crate::release::{ColumnFacts, TableFacts};
use crate::source::SourceFile;
use crate::store::{PublishedSite, State, Store, StoreError};
use crate::write::replace_file;

/// The ledgers that do not know all releases which readers have seen, or know one that was withdrawn: by their paths, the texts
/// that they should have. A ledger that cannot be understood is left for [`check`](fn@crate::check::check) to find.
///
/// # Errors
/// [`StoreError`] if the store or a ledger cannot be read.
pub fn ledgers(root: &Root, store: &Store) -> Result<BTreeMap<String, String>, StoreError> {
    let releases = store.releases()?;
    let of_state = |wanted: &'static [State]| releases.iter().filter(|release| wanted.contains(&release.state));
    let mut sites: BTreeMap<&str, PublishedSite> = BTreeMap::new();
    let mut all = BTreeMap::new();
    for id in root.datasets().map_err(StoreError::disk(root.path()))?.0 {
        let path = format!("datasets/{id}/{}", Ledger::FILE);
        let mut unread = Findings::new();
        let file = root.ledger(&path, &mut unread);
        let before = file.as_ref().map_or("", SourceFile::text);
        let Ok(mut ledger) = Ledger::parse(before) else { continue };
        if !unread.is_empty() {
            continue;
        }
        let is_withdrawn = |named: &str, seal: &str| {
            of_state(&[State::Withdrawn]).any(|release| (release.version.as_str(), release.tagmanifest.as_str()) == (named, seal))
        };
        if ledger.releases().any(|(release, seal)| is_withdrawn(release, seal)) {
            ledger = ledger.without(is_withdrawn);
        }
        for release in of_state(&[State::Kept, State::Current]) {
            let (version, seal) = (release.version.as_str(), release.tagmanifest.as_str());
            if ledger.knows(version, seal) {
                continue;
            }
            if !sites.contains_key(version) {
                sites.insert(version, store.site(&release.version)?);
            }
            if let Some(tables) = printed(&id, &sites[version])? {
                ledger.note((version, seal), tables.iter().map(|(name, rows)| (name.as_str(), rows.clone())).collect());
            }
        }
        let text = ledger.text();
        // A dataset whose counts were never protected has no ledger.
        let is_kept = !before.is_empty() || !ledger.tables().is_empty();
        if is_kept && before.lines().ne(text.lines()) {
            all.insert(path, text);
        }
    }
    Ok(all)
}

/// Writes ledgers.
///
/// # Errors
/// [`StoreError`] if one cannot be written.
pub fn write_ledgers(root: &Root, ledgers: &BTreeMap<String, String>) -> Result<(), StoreError> {
    for (path, text) in ledgers {
        let file = root.path().join(path);
        replace_file(&file, text.as_bytes()).map_err(StoreError::disk(&file))?;
    }
    Ok(())
}

/// What a release has printed of a dataset. `None` if it does not have it.
fn printed(id: &DatasetId, site: &PublishedSite) -> Result<Option<BTreeMap<String, LedgerRows>>, StoreError> {
    let Some(dataset) = site.facts.datasets.get(id) else { return Ok(None) };
    let protected = dataset.tables.iter().filter(|(_, table)| table.policy != Preset::None.word());
    let tables = protected.map(|(name, table)| {
        let csv = site.read_file(&table.path)?.unwrap_or_default();
        Ok((name.clone(), rows(table, &csv)))
    });
    tables.collect::<Result<_, StoreError>>().map(Some)
}

/// The rows of a table, from its file.
fn rows(table: &TableFacts, csv: &[u8]) -> LedgerRows {
    let numbers = table.columns.iter().filter(|column| column.is_number()).map(|column: &ColumnFacts| &*column.name).collect();
    let columns: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
    let named = if table.row_key.is_empty() { &table.key } else { &table.row_key };
    let key = match named.as_slice() {
        // A release of before it said so.
        [] => table.columns.iter().filter(|column| !column.is_number()).map(|column| &*column.name).collect(),
        named => named.iter().map(String::as_str).collect(),
    };
    Printed { key, columns, numbers, rounded_to: table.rounded_to, csv }.rows()
}
