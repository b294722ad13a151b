//! Row counts that moved further than the portal allows.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};

/// A row count that moved too far.
pub(crate) static RULE: Rule = Rule {
    id: "data/row-count",
    severity: Severity::Error,
    finds: "A table with fewer or more rows than `rows: {min, max}` beside its `file:` allows, or whose number of rows moved further from the last build than `policy.rows.max_change` of portal.yaml.",
    matters: "A half-written export looks like data; so does one that was appended to itself.",
    example: "policy: {rows: {max_change: 20%}}        (1,000 rows last time, 400 now)",
    put_right: "Export the data again; if the change is right, write a waiver that says why and until when.",
};

#[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^53")]
pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    limits(context, findings);
    let Some(most) = context.settings.portal.policy.rows.max_change else { return };
    for table in &context.dataset.tables {
        let name = format!("{}/{}", context.dataset.id, *table.spec.name);
        // Nothing is no measure of change: a table that was empty may fill.
        let Some(last) = context.last_rows.get(&name).filter(|last| **last > 0) else { continue };
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

/// The least and the most rows that the author states.
fn limits(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let Some(limits) = &table.spec.rows else { continue };
        let rows = table.data.rows;
        let place = context.dataset.file.place(limits.span());
        let problem = match (limits.min, limits.max) {
            (Some(min), Some(max)) if min > max => format!("at least {min} rows and at most {max} contradict each other"),
            (Some(min), _) if rows < min => format!("{rows} rows, fewer than the {min} there must be"),
            (_, Some(max)) if rows > max => format!("{rows} rows, more than the {max} there may be"),
            _ => continue,
        };
        findings.push(RULE.finding(problem).at(place, "").help("export the data again, or correct `rows`"));
    }
}
