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

const HELP: &str = "fill in the cells, or leave such rows out with `where`";

/// What to type if a blank stands for all others together.
pub(super) fn blank_is_total(column: &str) -> String {
    format!(
        "if a blank in `{column}` means all of them, write `protect: {{dimensions: {{{column}: {{total: \"\"}}}}}}` for the table"
    )
}

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let mut report = |what: &str, help: String, span, column: Option<usize>, is_unplaced: &dyn Fn(usize) -> bool| {
        let unplaced: Vec<usize> = rows.iter().copied().filter(|row| is_unplaced(*row)).collect();
        if let Some((first, at)) = unplaced.first().zip(column) {
            let message = format!("rows for `{}` with no {what}: {}", *kpi.id, unplaced.len());
            let found = RULE.finding(message).at(context.dataset.file.place(span), "named here");
            findings.push(found.at(table.place(*first, at), "the first").help(help));
        }
    };
    if let Some((columns, periods)) = kpi.period.as_ref().and_then(|columns| Some((columns, columns.periods(&table.data)?))) {
        report("period", HELP.to_owned(), columns.span(), table.data.position(columns.heading()), &|row| {
            periods.of(row).is_none()
        });
    }
    if let Some((by, at)) = kpi.by.as_ref().and_then(|by| Some((by, table.data.position(by)?))) {
        // A blank that is declared as the total is placed: it is the overall figure.
        let is_total = table.spec.total_of(by).is_some_and(str::is_empty);
        let is_blank = |row| !is_total && matches!(table.data.columns[at].cell(row).value, Value::Blank);
        report("value of `by`", format!("{HELP}; {}", blank_is_total(by)), by.span(), Some(at), &is_blank);
    }
}
