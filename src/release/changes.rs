//! How a site differs from an earlier one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facts::{DatasetFacts, Facts, KpiFacts, TableFacts};
use super::portal_gates::{Loosened, loosened};
use super::step::Step;
use super::table_change::{Fate, TableChange};
use crate::model::{DatasetId, KpiId};

/// How a site differs from an earlier one. Empty if nothing of its datasets changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// The datasets that were added, removed or changed.
    pub datasets: BTreeMap<DatasetId, DatasetChange>,
    /// Gates of the portal that became looser.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loosened: Vec<Loosened>,
}

/// How a dataset differs from an earlier state.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DatasetChange {
    /// Its title.
    pub title: String,
    /// What became of it.
    pub fate: Fate,
    /// The version before and now.
    pub version: [String; 2],
    /// Whether the day on which the data last changed is another.
    pub is_dated: bool,
    /// Whether what is said of it changed: title, summary, keywords and the like.
    pub is_redescribed: bool,
    /// Its tables that changed.
    pub tables: BTreeMap<String, TableChange>,
    /// Its KPIs that changed.
    pub kpis: BTreeMap<KpiId, KpiChange>,
}

/// The bytes of a published file, if they are at hand.
pub type FileOf<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// How a KPI differs from an earlier state.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiChange {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is defined otherwise.
    Redefined,
    /// Its newest figure is the same, and earlier ones or those of a group are not.
    Revised,
    /// Its newest figure is of another period, or has another value.
    Updated {
        /// The period before.
        before: Option<String>,
        /// The period now.
        now: Option<String>,
    },
}

/// Compares two sites. `file` gives the bytes of a published file, of the earlier site and of this one, where they are at hand.
#[must_use]
pub fn compare(before: &Facts, now: &Facts, file: [FileOf<'_>; 2]) -> Changes {
    // A site of before there were gates in it says nothing of them.
    let has_column = |table: &str, column: &str| {
        let found = table.split_once('/').and_then(|(id, table)| now.datasets.get(&DatasetId::new(id).ok()?)?.tables.get(table));
        found.is_some_and(|table| table.columns.iter().any(|other| other.name == column))
    };
    let gates = if before.gates.is_empty() { Vec::new() } else { loosened(&before.gates, &now.gates, &has_column) };
    let mut changes = Changes { loosened: gates, ..Changes::default() };
    for (id, new) in &now.datasets {
        let change = match before.datasets.get(id) {
            None => Some(DatasetChange {
                title: new.title.clone(),
                fate: Fate::Added,
                version: [String::new(), new.version.clone()],
                ..DatasetChange::default()
            }),
            Some(old) => DatasetChange::between(old, new, file),
        };
        changes.datasets.extend(change.map(|change| (id.clone(), change)));
    }
    for (id, old) in before.datasets.iter().filter(|(id, _)| !now.datasets.contains_key(*id)) {
        let version = [old.version.clone(), String::new()];
        let change = DatasetChange { title: old.title.clone(), fate: Fate::Removed, version, ..DatasetChange::default() };
        changes.datasets.insert(id.clone(), change);
    }
    changes
}

impl DatasetChange {
    fn between(old: &DatasetFacts, new: &DatasetFacts, file: [FileOf<'_>; 2]) -> Option<Self> {
        let mut tables = BTreeMap::new();
        let renamed = renamed(old, new);
        for (name, now) in &new.tables {
            let change = match old.tables.get(*renamed.get(name).unwrap_or(&name)) {
                None => Some(TableChange::new_table(now)),
                Some(before) => {
                    let is_changed = before.sha256 != now.sha256;
                    let files = is_changed.then(|| Some((file[0](&before.path)?, file[1](&now.path)?))).flatten();
                    TableChange::between(before, now, files.as_ref().map(|(old, new)| (old.as_slice(), new.as_slice())))
                }
            };
            tables.extend(change.map(|change| (name.clone(), change)));
        }
        let gone =
            old.tables.iter().filter(|(name, _)| !new.tables.contains_key(*name) && !renamed.values().any(|old| old == name));
        tables.extend(gone.map(|(name, table)| (name.clone(), TableChange::gone(table))));
        let mut kpis = BTreeMap::new();
        for (id, now) in &new.kpis {
            let change = old.kpis.get(id).map_or(Some(KpiChange::Added), |before| {
                KpiChange::between(before, now).or_else(|| {
                    // The newest figure is the same; earlier ones may not be.
                    let path = format!("kpis/{id}.csv");
                    let is_other = file[0](&path).zip(file[1](&path)).is_some_and(|(old, new)| old != new);
                    is_other.then_some(KpiChange::Revised)
                })
            });
            kpis.extend(change.map(|change| (id.clone(), change)));
        }
        let gone = old.kpis.keys().filter(|id| !new.kpis.contains_key(*id));
        kpis.extend(gone.map(|id| (id.clone(), KpiChange::Removed)));
        let change = Self {
            title: new.title.clone(),
            version: [old.version.clone(), new.version.clone()],
            is_dated: old.modified != new.modified,
            is_redescribed: old.metadata != new.metadata,
            tables,
            kpis,
            ..Self::default()
        };
        let is_same = change.tables.is_empty() && change.kpis.is_empty() && !change.is_redescribed && !change.is_dated;
        (!is_same || old.version != new.version).then_some(change)
    }

    /// How far the version must move for it.
    #[must_use]
    pub fn step(&self) -> Step {
        let tables = self.tables.values().map(TableChange::step).max().unwrap_or_default();
        let rest = if self.is_redescribed || !self.kpis.is_empty() { Step::Patch } else { Step::None };
        tables.max(rest)
    }

    /// Whether its data changed, and not only what is said of it.
    #[must_use]
    pub fn is_of_data(&self) -> bool {
        self.tables.values().any(TableChange::is_of_data)
    }
}

/// Tables under another name, with the name before: one is gone and one is new, and they have the same columns.
fn renamed<'a>(old: &'a DatasetFacts, new: &'a DatasetFacts) -> BTreeMap<&'a String, &'a String> {
    let gone: Vec<&String> = old.tables.keys().filter(|name| !new.tables.contains_key(*name)).collect();
    let added = new.tables.iter().filter(|(name, _)| !old.tables.contains_key(*name));
    let columns = |table: &'a TableFacts| table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>();
    added
        .filter_map(|(name, now)| Some((name, *gone.iter().find(|before| columns(&old.tables[**before]) == columns(now))?)))
        .collect()
}

impl KpiChange {
    fn between(before: &KpiFacts, now: &KpiFacts) -> Option<Self> {
        if before.definition != now.definition {
            return Some(Self::Redefined);
        }
        let is_same = before.period == now.period && before.figure == now.figure;
        (!is_same).then(|| Self::Updated { before: before.period.clone(), now: now.period.clone() })
    }
}
