//! Small counts that would be published.

use crate::check::Context;
use crate::check::data::Found;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Decimal, RawCell, Value};

/// Small counts that would be published.
pub(crate) static RULE: Rule = Rule {
    id: "protect/small-counts",
    severity: Severity::Warning,
    finds: "Counts of people from 1 to 4 in a table whose policy is `none`.",
    matters: "The policy's reason must hold for each of them: a count of 2 in a small place may be someone's neighbour.",
    example: "protect: {preset: none, reason: already published}\n\narea,count\nE2,3",
    put_right: "Use a preset that suppresses them. If they may be published, have this approved and waive this rule with the \
        reference.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for (table, policy) in context.dataset.tables.iter().zip(context.policies) {
        let Some(policy) = policy.as_ref().filter(|policy| policy.below == 0) else { continue };
        for at in policy.counts.iter().copied() {
            let is_small = |cell: &RawCell| {
                matches!(cell.value, Value::Number(number) if number > Decimal::ZERO && number < 5.into()) && !cell.is_other
            };
            let Some(found) = Found::of(table, at, is_small) else { continue };
            let name = &table.data.columns[at].name;
            let message = format!("{} from 1 to 4, which would be published", found.cells(name, "a count", "counts"));
            let found = RULE.finding(message).at(found.place(table, at), "the first");
            findings.push(found.help("write `protect: {preset: below-5}`, or have it approved and waive this rule"));
        }
    }
}
