//! Confidence intervals that do not belong to their figures.

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Formula, KpiRows, KpiSpec, Value, ValueSpec, groups, matching_rows, split_totals};

/// A confidence interval that does not belong to its figure.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/interval",
    severity: Severity::Error,
    finds: "An `interval` of a KPI whose figures are made from several rows, or whose lower end is above the figure or whose upper \
        end is below it.",
    matters: "The confidence interval of a sum cannot be worked out from those of its parts. One that does not hold its figure is of \
        something else.",
    example: "value: {latest: rate}\ninterval: {lower: upper_ci, upper: lower_ci}",
    put_right: "Use `latest` with `by` or `where`, so that each figure comes from one row, and name the columns of its own interval.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let Some(interval) = &kpi.interval else { return };
    let place = context.dataset.file.place(interval.span());
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let KpiRows { overall, breakdown } = split_totals(kpi, &table.spec, &table.data, &rows);
    let by = kpi.by.as_ref().map(|by| by.as_str());
    let wholes = groups(kpi, &table.data, &overall, None).into_values();
    let is_joined = !matches!(kpi.value, ValueSpec::Latest(_));
    let figures: Vec<Vec<usize>> =
        wholes.filter(|_| is_joined || by.is_none()).chain(groups(kpi, &table.data, &breakdown, by).into_values()).collect();
    if let Some(rows) = figures.iter().find(|rows| rows.len() > 1) {
        let message = format!("a figure is made from {} rows, and their confidence intervals cannot be combined", rows.len());
        findings.push(RULE.finding(message).at(place, "").help("use `latest` with `by` or `where`, or remove `interval`"));
        return;
    }
    // The ends can be compared with the figure only if that is a single column.
    let formula = Formula::parse(kpi.value.formula()).ok();
    let column = formula.as_ref().and_then(|formula| match formula.terms() {
        [term] if !term.negative => table.data.position(&term.column),
        _ => None,
    });
    let ends = [&interval.lower, &interval.upper].map(|name| table.data.position(name));
    let number = |column: Option<usize>, row: usize| {
        if let Value::Number(number) = table.data.columns[column?].cell(row).value { Some(number) } else { None }
    };
    let is_outside = |row: &usize| {
        let (lower, upper) = (number(ends[0], *row), number(ends[1], *row));
        let value = number(column, *row);
        let below = lower.zip(value).is_some_and(|(lower, value)| lower > value);
        let above = upper.zip(value).is_some_and(|(upper, value)| upper < value);
        below || above || lower.zip(upper).is_some_and(|(lower, upper)| lower > upper)
    };
    let outside: Vec<usize> = figures.iter().flatten().copied().filter(is_outside).collect();
    if let Some(first) = outside.first() {
        let message = format!("figures outside their own confidence interval: {}", outside.len());
        let found = RULE.finding(message).at(place, "").at(table.place(*first, column.or(ends[0]).unwrap_or(0)), "the first");
        findings.push(found.help("name the columns of the lower and the upper end, in that order"));
    }
}
