//! Rows that a KPI cannot place.

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{KpiSpec, Value, matching_rows};

/// Rows that a KPI cannot place.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/unplaced-rows",
    severity: Severity::Warning,
    finds: "Rows of a KPI whose period is blank or a marker, or whose value of `by` is blank.",
    matters: "Rows with no period are not in any figure. Rows with no value of `by` are in the overall figure but not in \
        the breakdown.",
    example: "period,org,seen\n2019-03,RRK,100\n,RRK,12",
    put_right: "Fill in the cell, or leave such rows out with `where`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    for (name, what) in [(&kpi.period, "period"), (&kpi.by, "value of `by`")] {
        let Some((name, at)) = name.as_ref().and_then(|name| Some((name, table.data.position(name)?))) else { continue };
        let column = &table.data.columns[at];
        let is_unplaced = |row: &&usize| match column.cell(**row).value {
            Value::Blank => true,
            Value::Missing(_) => what == "period",
            _ => false,
        };
        let unplaced: Vec<&usize> = rows.iter().filter(is_unplaced).collect();
        if let Some(first) = unplaced.first() {
            let message = format!("rows for `{}` with no {what}: {}", *kpi.id, unplaced.len());
            let found = RULE.finding(message).at(context.dataset.file.place(name.span()), "named here");
            findings.push(
                found.at(table.place(**first, at), "the first").help("fill in the cells, or leave such rows out with `where`"),
            );
        }
    }
}
