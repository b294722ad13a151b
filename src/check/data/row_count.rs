//! Row counts outside the limits, or that changed too much.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::Decimal;

/// A row count outside the limits, or that changed too much.
pub(crate) static RULE: Rule = Rule {
    id: "data/row-count",
    severity: Severity::Error,
    finds: "A table with fewer or more rows than `rows: {min, max}` next to its `file:` allows, or whose row count has \
        changed since the last release by more than `policy.rows.max_change` in portal.yaml. `build` and `check` compare \
        with the last build, unless `--baseline` names a release.",
    matters: "A half-written export looks like data, and so does an export appended to itself.",
    example: "policy: {rows: {max_change: 20%}}        (1,000 rows last time, 400 now)",
    put_right: "Export the data again. If the change is right, add a waiver that says why, and until when.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    limits(context, findings);
    let Some(most) = context.settings.portal.policy.rows.max_change else { return };
    for table in &context.dataset.tables {
        let name = format!("{}/{}", context.dataset.id, *table.spec.name);
        // An empty table has nothing to compare with, so it may gain any number of rows.
        let Some(last) = context.last_rows.get(&name).filter(|last| **last > 0) else { continue };
        let (last, now) = (Decimal::from(*last), Decimal::from(table.data.rows));
        let change = (now - last).abs() * Decimal::ONE_HUNDRED / last;
        let most = if most.percent { most.value } else { most.value * Decimal::ONE_HUNDRED };
        if change > most {
            let message =
                format!("{} rows now, {last} last time: a change of {}%, more than {most}%", table.data.rows, change.round());
            let place = context.dataset.file.place(table.spec.file.span());
            let help = "export the data again, or add a waiver for data/row-count to dataset.yaml";
            findings.push(RULE.finding(message).at(place, "this table").help(help));
        }
    }
}

/// Reports row counts outside the limits that the author sets.
fn limits(context: &Context<'_>, findings: &mut Findings) {
    for table in &context.dataset.tables {
        let Some(limits) = &table.spec.rows else { continue };
        let rows = table.data.rows;
        let place = context.dataset.file.place(limits.span());
        let problem = match (limits.min, limits.max) {
            (Some(min), Some(max)) if min > max => format!("the minimum of {min} rows is above the maximum of {max}"),
            (Some(min), _) if rows < min => format!("{rows} rows, fewer than the minimum of {min}"),
            (_, Some(max)) if rows > max => format!("{rows} rows, more than the maximum of {max}"),
            _ => continue,
        };
        findings.push(RULE.finding(problem).at(place, "").help("export the data again, or correct `rows`"));
    }
}
