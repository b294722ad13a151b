//! Tables that count people but have no policy for small numbers.

use crate::check::Context;
use crate::check::policy::{counts_people, people};
use crate::check::protect::names::wrong_names;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::Preset;

/// Counts of people with no policy for small numbers.
pub(crate) static RULE: Rule = Rule {
    id: "protect/no-policy",
    severity: Severity::Error,
    finds: "A table that counts people but has no policy for small numbers; a policy of `none`, or one \
        that shows counts below 5, without a reason; or a policy that names a column that does not exist.",
    matters: "A count of 2 in a small place may be someone's neighbour. Publishing it must be a decision, not an oversight.",
    example: "tables:\n  - {name: waits, file: waits.csv}        (no protect:, and attendances counts people)",
    put_right: "Write `protect: {preset: below-5}`, or `protect: {preset: none, reason: ...}`. If a column of numbers does \
        not count people, give it a `unit` in the dictionary: percent, £, days, weeks, beds, items, or a rate `per` \
        something.",
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
        for message in wrong_names(table) {
            let names: Vec<&str> = table.dictionary.names().collect();
            findings.push(RULE.finding(message).at(place(), "").help(format!("the columns are: {}", names.join(", "))));
        }
        for key in table.spec.key.iter().filter(|key| policy_names(table, key) || counts_people(table, key)) {
            let found = RULE.finding(format!("`{}` counts people but is part of the key", **key)).at(file.place(key.span()), "");
            findings.push(found.help("remove it from `key`, because a count does not identify a row; if the number does, give it type string or year, or another unit"));
        }
        match policy {
            None => {
                let counts: Vec<&str> = people(table).into_iter().map(|at| table.data.columns[at].name.as_str()).collect();
                let message =
                    format!("`{}` counts people ({}) but no policy protects small numbers", *table.spec.name, counts.join(", "));
                let help = "write `protect: {preset: below-5}` here or under `policy:` in portal.yaml; give columns that count something else a `unit` in the dictionary";
                findings.push(RULE.finding(message).at(place(), "").help(help));
            }
            Some(policy) if policy.says_why() => {}
            Some(policy) if policy.preset == Preset::None && policy.below == 0 => {
                let found = RULE.finding("a policy of `none` needs a reason").at(place(), "");
                findings.push(found.help(
                    "write `protect: {preset: none, reason: ...}`, saying who decided that every count may be shown, and why",
                ));
            }
            Some(policy) if policy.shows_small() => {
                let message = format!("a policy that shows counts of {} needs a reason", policy.small_shown());
                findings.push(RULE.finding(message).at(place(), "").help(
                    "add a `reason` to the policy, saying who decided that counts so small may be shown, and why; or write `preset: below-5`",
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
