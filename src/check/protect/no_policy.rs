//! Tables that count people without saying how small numbers are protected.

use crate::check::Context;
use crate::check::policy::{counts_people, people};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::Preset;

/// Counts of people without a policy.
pub(crate) static RULE: Rule = Rule {
    id: "protect/no-policy",
    severity: Severity::Error,
    finds: "A table that counts people and has no policy for small numbers, a policy of `none` without a reason, or one that names a column there is not.",
    matters: "A count of 2 in a small place can be a neighbour. Whether that may be published is decided, not forgotten.",
    example: "tables:\n  - {name: waits, file: waits.csv}        (no protect:, and attendances counts people)",
    put_right: "Write `protect: {preset: below-5}`, or `protect: {preset: none, reason: ...}`. A column of numbers that does not count people gets a `unit` in the dictionary: percent, £, days, weeks, beds, items, or a rate `per` something.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let file = &context.dataset.file;
    for (table, policy) in context.dataset.tables.iter().zip(context.policies) {
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
                findings.push(found.help(format!("the columns there are: {}", names.join(", "))));
            }
        }
        for key in table.spec.key.iter().filter(|key| policy_names(table, key) || counts_people(table, key)) {
            let found = RULE.finding(format!("`{}` counts people and is part of the key", **key)).at(file.place(key.span()), "");
            findings.push(found.help("take it out of `key`, as a count does not name a row; a number that does is of type string or year, or has another unit"));
        }
        match policy {
            None => {
                let counts: Vec<&str> = people(table).into_iter().map(|at| table.data.columns[at].name.as_str()).collect();
                let message =
                    format!("`{}` counts people ({}) and no policy protects small numbers", *table.spec.name, counts.join(", "));
                let help = "write `protect: {preset: below-5}` here or under `policy:` in portal.yaml; give columns that count something else a `unit` in the dictionary";
                findings.push(RULE.finding(message).at(place(), "").help(help));
            }
            Some(policy)
                if policy.preset == Preset::None && policy.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) =>
            {
                let found = RULE.finding("a policy of `none` needs a reason").at(place(), "");
                findings
                    .push(found.help(
                        "write `protect: {preset: none, reason: ...}`: who decided that every count may be shown, and why",
                    ));
            }
            Some(_) => {}
        }
    }
}

/// Whether the table's own policy names a column as a count.
fn policy_names(table: &LoadedTable, column: &str) -> bool {
    let counts = table.spec.protect.as_ref().and_then(|policy| policy.counts.as_ref());
    counts.into_iter().flatten().any(|name| name.as_str() == column)
}
