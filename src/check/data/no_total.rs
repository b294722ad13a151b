//! Totals that are declared and absent.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};

/// A total that is declared and absent.
pub(crate) static RULE: Rule = Rule {
    id: "data/no-total",
    severity: Severity::Warning,
    finds: "A `total` of `dimensions` that is no value of its column.",
    matters: "The figure for all would be left out of the page, or a part would be taken for the whole.",
    example: "protect: {dimensions: {sex: {total: Persons}}}        (the values are Female, Male and All)",
    put_right: "Write the value as it stands in the column, or take `total` away if the table has no total row.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let Some(policy) = &table.spec.protect else { continue };
        for (name, dimension) in &policy.dimensions {
            let (Some(total), Some(column)) = (&dimension.total, table.data.column(name)) else { continue };
            let values = || column.pool.iter().map(|cell| cell.text.trim());
            if values().any(|value| value == total.trim()) || table.data.rows == 0 {
                continue;
            }
            let hint = did_you_mean(total, values());
            let found = RULE
                .finding(format!("no row of `{name}` is the total `{total}`"))
                .at(context.dataset.file.place(policy.span()), "");
            findings.push(found.help(format!("{hint}write the value as the column has it, or take `total` away")));
        }
    }
}
