//! The policy of a table: its own together with the portal's.

use crate::load::LoadedTable;
use crate::model::{Field, Policy, Portal, Preset};

/// The policy of a table: its own, or else the portal's. `None` if the table counts people and neither says how to protect them.
pub(super) fn resolve(table: &LoadedTable, portal: &Portal) -> Option<Policy> {
    let own = table.spec.protect.as_deref();
    let shared = portal.policy.protect.as_ref();
    let chosen = own.and_then(|policy| policy.counts.as_ref());
    let counts: Vec<usize> = match chosen {
        Some(names) => {
            let mut counts: Vec<usize> = names.iter().filter_map(|name| table.data.position(name)).collect();
            counts.extend(people(table).into_iter().filter(|at| !counts.contains(at)).collect::<Vec<_>>());
            counts
        }
        None => people(table),
    };
    let own = own.and_then(|policy| Some((policy.preset.as_ref()?, &policy.reason)));
    match own.or(shared.map(|least| (&least.preset, &least.reason))) {
        Some((preset, reason)) => Some(Policy { preset: **preset, counts, reason: reason.clone() }),
        None if counts.is_empty() => {
            Some(Policy { preset: Preset::None, counts, reason: Some("no column counts people".to_owned()) })
        }
        None => None,
    }
}

/// The columns of counts that findings do not show, and below which number. Where nothing says how to protect them, the strictest
/// threshold holds.
pub(super) fn withheld(table: &LoadedTable, policy: Option<&Policy>) -> (Vec<usize>, u32) {
    policy
        .map_or_else(|| (people(table), Preset::Below10.threshold()), |policy| (policy.counts.clone(), policy.preset.threshold()))
}

/// The columns that count people and do not name rows.
pub(super) fn people(table: &LoadedTable) -> Vec<usize> {
    let columns = table.data.columns.iter().enumerate();
    columns
        .filter(|(_, column)| counts_people(table, &column.name) && !table.spec.is_key(&column.name))
        .filter(|(_, column)| column.pool.iter().any(|cell| !cell.is_other))
        .map(|(at, _)| at)
        .collect()
}

/// Whether a column counts people.
pub(super) fn counts_people(table: &LoadedTable, column: &str) -> bool {
    table.dictionary.field(column).is_some_and(Field::counts_people)
}
