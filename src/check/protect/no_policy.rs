//! Tables that count people but have no policy for small numbers.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Field, Policy, Portal, Preset};

/// Counts of people with no policy for small numbers.
pub(crate) static RULE: Rule = Rule {
    id: "protect/no-policy",
    severity: Severity::Error,
    finds: "A table that counts people but has no policy for small numbers, a policy of `none` with no reason, or a policy \
        that names a column that does not exist.",
    matters: "A count of 2 in a small place may be someone's neighbour. Publishing it must be a decision, not an oversight.",
    example: "tables:\n  - {name: waits, file: waits.csv}        (no protect:, and attendances counts people)",
    put_right: "Write `protect: {preset: below-5}`, or `protect: {preset: none, reason: ...}`. If a column of numbers does \
        not count people, give it a `unit` in the dictionary: percent, £, days, weeks, beds, items, or a rate `per` \
        something.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let file = &context.dataset.file;
    for table in &context.dataset.tables {
        let place =
            || file.place(table.spec.protect.as_ref().map_or_else(|| table.spec.name.span(), crate::source::Spanned::span));
        if let Some(policy) = &table.spec.protect {
            for name in policy.counts.iter().flatten() {
                if !table.dictionary.field(name).is_some_and(|field| field.kind.is_numeric()) {
                    let found = RULE.finding(format!("`{}` is not a column of numbers", **name)).at(file.place(name.span()), "");
                    findings.push(found.help("name columns of type integer or number"));
                }
            }
        }
        if let Some(policy) = &table.spec.protect {
            for name in policy.dimensions.keys().filter(|name| table.data.position(name).is_none()) {
                let found = RULE.finding(format!("`dimensions` names `{name}`, which is not a column")).at(place(), "");
                let names: Vec<&str> = table.dictionary.names().collect();
                findings.push(found.help(format!("the columns are: {}", names.join(", "))));
            }
        }
        for key in table.spec.key.iter().filter(|key| policy_names(table, key) || counts_people(table, key)) {
            let found = RULE.finding(format!("`{}` counts people but is part of the key", **key)).at(file.place(key.span()), "");
            findings.push(found.help("remove it from `key`, because a count does not identify a row; if the number does, give it type string or year, or another unit"));
        }
        match resolve_policy(table, &context.settings.portal) {
            None => {
                let counts: Vec<&str> = people(table).into_iter().map(|at| table.data.columns[at].name.as_str()).collect();
                let message =
                    format!("`{}` counts people ({}) but no policy protects small numbers", *table.spec.name, counts.join(", "));
                let help = "write `protect: {preset: below-5}` here or under `policy:` in portal.yaml; give columns that count something else a `unit` in the dictionary";
                findings.push(RULE.finding(message).at(place(), "").help(help));
            }
            Some(policy)
                if policy.preset == Preset::None && policy.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) =>
            {
                let found = RULE.finding("a policy of `none` needs a reason").at(place(), "");
                findings.push(found.help(
                    "write `protect: {preset: none, reason: ...}`, saying who decided that every count may be shown, and why",
                ));
            }
            Some(_) => {}
        }
    }
}

/// The policy of a table: its own, or else the portal's. `None` if the table counts people and neither is set.
#[must_use]
pub fn resolve_policy(table: &LoadedTable, portal: &Portal) -> Option<Policy> {
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

/// Whether the table's own policy names a column as a count.
fn policy_names(table: &LoadedTable, column: &str) -> bool {
    let counts = table.spec.protect.as_ref().and_then(|policy| policy.counts.as_ref());
    counts.into_iter().flatten().any(|name| name.as_str() == column)
}

/// The columns that count people and are not part of the key.
fn people(table: &LoadedTable) -> Vec<usize> {
    let columns = table.data.columns.iter().enumerate();
    columns
        .filter(|(_, column)| counts_people(table, &column.name) && !table.spec.is_key(&column.name))
        .map(|(at, _)| at)
        .collect()
}

fn counts_people(table: &LoadedTable, column: &str) -> bool {
    table.dictionary.field(column).is_some_and(Field::counts_people)
}
