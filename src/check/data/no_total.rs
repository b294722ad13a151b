//! Declared totals that are not in the data.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};

/// A declared total that is not in the data.
pub(crate) static RULE: Rule = Rule {
    id: "data/no-total",
    severity: Severity::Warning,
    finds: "A `total` in `dimensions` that is not a value of its column.",
    matters: "The overall figure would be missing from the page, or one part would be taken for the whole.",
    example: "protect: {dimensions: {sex: {total: Persons}}}        (the values are Female, Male and All)",
    put_right: "Write the value as it appears in the column. If the table has no total row, remove `total`.",
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
                .finding(format!("the total `{total}` is not a value of `{name}`"))
                .at(context.dataset.file.place(policy.span()), "");
            findings.push(found.help(format!("{hint}write the value as it appears in the column, or remove `total`")));
        }
    }
}
