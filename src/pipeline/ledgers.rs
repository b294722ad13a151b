//! Keeps the ledgers of a portal: what each release that readers have seen has printed.
//!
//! In: the portal's folder and a store. Out: the ledgers that were written.
//! Invariant: a ledger is made from the files of releases alone. What a command could not write, the next one does.

use std::collections::BTreeMap;

use crate::load::Root;
use crate::model::{DatasetId, Ledger, Preset, Printed};
use crate::release::{ColumnFacts, TableFacts};
use crate::store::{PublishedSite, State, Store, StoreError};
use crate::write::replace_file;

/// Brings the ledgers of all datasets up to date with the releases that readers have seen, and returns the paths of those that it
/// has written.
///
/// # Errors
/// [`StoreError`] if the store or a ledger cannot be read or written.
pub fn keep_ledgers(root: &Root, store: &Store) -> Result<Vec<String>, StoreError> {
    let releases = store.releases()?;
    let seen = |state: State| matches!(state, State::Current | State::Kept);
    let mut sites: BTreeMap<&str, PublishedSite> = BTreeMap::new();
    let mut written = Vec::new();
    for id in root.datasets().map_err(StoreError::disk(root.path()))?.0 {
        let path = format!("datasets/{id}/{}", Ledger::FILE);
        let file = root.path().join(&path);
        let bytes = if root.has(&path) { root.read(&path).map_err(StoreError::disk(&file))? } else { Vec::new() };
        let before = String::from_utf8_lossy(&bytes).into_owned();
        let mut ledger = Ledger::parse(&before)
            .map_err(|(line, why)| StoreError::refused(format!("{path} cannot be understood, line {line}: {why}")))?;
        let can_be_read = |named: &str| releases.iter().any(|release| release.version.as_str() == named && seen(release.state));
        for gone in releases.iter().filter(|release| release.state == State::Withdrawn) {
            ledger.forget_from(gone.version.as_str(), can_be_read);
        }
        for release in releases.iter().filter(|release| seen(release.state)) {
            let version = release.version.as_str();
            if ledger.releases().contains(version) {
                continue;
            }
            if !sites.contains_key(version) {
                sites.insert(version, store.site(&release.version)?);
            }
            add(&mut ledger, version, &id, &sites[version])?;
        }
        let text = ledger.text();
        // A dataset whose counts were never protected has no ledger.
        if text != before && (!before.is_empty() || ledger.lines.iter().any(|line| !line.table.is_empty())) {
            replace_file(&file, text.as_bytes()).map_err(StoreError::disk(&file))?;
            written.push(path);
        }
    }
    Ok(written)
}

/// Adds what a release has printed of a dataset.
fn add(ledger: &mut Ledger, version: &str, id: &DatasetId, site: &PublishedSite) -> Result<(), StoreError> {
    let Some(dataset) = site.facts.datasets.get(id) else { return Ok(()) };
    let protected = dataset.tables.iter().filter(|(_, table)| table.policy != Preset::None.word());
    let files = protected.map(|(name, table)| Ok((name, table, site.read_file(&table.path)?.unwrap_or_default())));
    let files: Vec<(&String, &TableFacts, Vec<u8>)> = files.collect::<Result<_, StoreError>>()?;
    let printed = files.iter().map(|(name, table, csv)| Printed {
        table: name,
        key: &table.key,
        columns: table.columns.iter().map(|column| &*column.name).collect(),
        numbers: table.columns.iter().filter(|column| column.is_number()).map(|column: &ColumnFacts| &*column.name).collect(),
        csv,
    });
    ledger.add(version, &printed.collect::<Vec<_>>());
    Ok(())
}
