//! Row counts that moved further than the portal allows.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A row count that moved too far.
pub(crate) static RULE: Rule = Rule {
    id: "data/row-count",
    severity: Severity::Error,
    finds: "A table whose number of rows moved further from the last build than `policy.rows.max_change` allows.",
    matters: "A half-written export looks like data; so does one that was appended to itself.",
    example: "policy: {rows: {max_change: 20%}}        (1,000 rows last time, 400 now)",
    put_right: "Export the data again; if the change is right, write a waiver that says why and until when.",
};

#[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^53")]
pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    let Some(most) = context.settings.portal.policy.rows.max_change else { return };
    for table in &context.dataset.tables {
        let name = format!("{}/{}", context.dataset.id, *table.spec.name);
        let Some(last) = context.last_rows.get(&name) else { continue };
        let (last, now) = (*last as f64, table.data.rows as f64);
        let change = (now - last).abs() / last * 100.0;
        let most = if most.percent { most.value } else { most.value * 100.0 };
        if change > most {
            let message =
                format!("{} rows now, {last} at the last build: a change of {change:.0}%, more than {most}%", table.data.rows);
            let place = context.dataset.file.place(table.spec.file.span());
            let help = "export the data again, or add a waiver for data/row-count to dataset.yaml";
            findings.push(RULE.finding(message).at(place, "this table").help(help));
        }
    }
}
