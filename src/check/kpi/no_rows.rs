//! KPIs with no rows.

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, nearest};
use crate::load::{LoadedTable, shown};
use crate::model::{Cell, KpiSpec, matching_rows};

/// A KPI with no rows.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/no-rows",
    severity: Severity::Error,
    finds: "A KPI whose table has no rows, or whose `where` matches none.",
    matters: "If a category is renamed, the figure would be empty from one month to the next.",
    example: "where: {type: \"one\"}        (the values are 1, 2 and other)",
    put_right: "Write the value as it appears in the table.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    if table.data.rows == 0 {
        let found = RULE.finding(format!("`{}` has no rows, so there is no figure", *table.spec.name));
        findings.push(found.at(context.dataset.file.place(kpi.table.span()), "").help("export the data again"));
        return;
    }
    let Some(filter) = &kpi.filter else { return };
    let place = context.dataset.file.place(filter.span());
    let mut unknown = false;
    for (name, matches) in &**filter {
        let Some(column) = table.data.column(name) else { continue };
        for wanted in &matches.0 {
            let values = || column.pool.iter().map(|cell| cell.published().trim());
            if values().any(|value| value == wanted.trim()) {
                continue;
            }
            unknown = true;
            let hint = nearest(wanted, values()).map_or_else(String::new, |near| format!("did you mean `{}`? ", shown(near)));
            let some: Vec<String> = values().take(12).map(shown).collect();
            let found = RULE.finding(format!("no cell in `{name}` is `{wanted}`")).at(place.clone(), "");
            findings.push(found.help(format!("{hint}values in the column: {}", some.join(", "))));
        }
    }
    if !unknown && matching_rows(&table.data, Some(filter)).is_empty() {
        findings.push(RULE.finding("no row matches all these conditions").at(place, "").help("remove a condition"));
    }
}
