//! The policy of a table: its own together with the portal's.

use crate::load::LoadedTable;
use crate::model::{Field, LeastProtection, Policy, PolicySpec, Preset};
use crate::source::Spanned;

/// The policy of a table: its own, or else the portal's. `None` if the table counts people and neither says how to protect them.
pub(super) fn resolve(table: &LoadedTable, shared: Option<&LeastProtection>) -> Option<Policy> {
    let own = table.spec.protect.as_deref();
    let chosen = own.and_then(|policy| policy.counts.as_ref());
    let counts: Vec<usize> = match chosen {
        Some(names) => {
            let mut counts: Vec<usize> = names.iter().filter_map(|name| table.data.position(name)).collect();
            counts.extend(people(table).into_iter().filter(|at| !counts.contains(at)).collect::<Vec<_>>());
            counts
        }
        None => people(table),
    };
    let preset = own.and_then(|policy| policy.preset.as_ref());
    match preset.or(shared.map(|least| &least.preset)) {
        Some(preset) => {
            // A table that repeats the portal's rule has its reason.
            let reason = shared.filter(|least| *least.preset == **preset).and_then(|least| least.reason.clone());
            Some(adjusted(Policy::of(**preset, counts, reason), own))
        }
        None if own.is_some_and(|policy| policy.below.is_some()) => Some(adjusted(Policy::of(Preset::None, counts, None), own)),
        None if counts.is_empty() => Some(Policy::of(Preset::None, counts, Some("no column counts people".to_owned()))),
        None => None,
    }
}

/// A policy with what the author of a table changes in it.
fn adjusted(policy: Policy, own: Option<&PolicySpec>) -> Policy {
    let Some(own) = own else { return policy };
    let number = |value: &Option<Spanned<u32>>| value.as_deref().copied();
    let below = number(&own.below).unwrap_or(policy.below);
    Policy {
        reason: own.reason.clone().or(policy.reason),
        below,
        zeros: own.zeros.unwrap_or(policy.zeros),
        round_to: number(&own.round_to).filter(|base| *base > 1).or(policy.round_to),
        width: number(&own.width).unwrap_or_else(|| Policy::width_for(below)).max(1),
        ..policy
    }
}

/// The columns of counts that findings do not show, and below which number. Where nothing says how to protect them, the strictest
/// threshold holds.
pub(super) fn withheld(table: &LoadedTable, policy: Option<&Policy>) -> (Vec<usize>, u32) {
    policy.map_or_else(|| (people(table), Preset::Below10.threshold()), |policy| (policy.counts.clone(), policy.below))
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
