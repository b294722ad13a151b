//! KPIs that add a total to its parts.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::check::totals::{Sign, TotalBeside, advice, column_total};
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Formula, KpiRows, KpiSpec, ValueSpec, groups, matching_rows, row_meanings, split_totals};

/// A KPI that adds a total to its parts.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/total-counted",
    severity: Severity::Error,
    finds: "A KPI that adds or averages rows of which some are the total of others: a value whose numbers are the sum of the \
        others (or of some of them), a blank in a column of the key, the code of a country beside codes of its areas, or one \
        breakdown below another. Or a formula that adds a column to others of which it is the sum. A sum counts as found if it is equal in at least three places, or in two with large numbers, \
        and in nine of ten places or all but one. Equal sums of very small numbers, and the same small numbers in every \
        period, prove nothing.",
    matters: "Everybody is counted twice, and the figure looks right.",
    example: "value: {sum: visits}        (the table has North, South and England)",
    put_right: "Declare the total: `protect: {dimensions: {place: {total: England}}}`, or `total: \"\"` if the total is blank. \
        The KPI then uses the total and leaves out its parts. Or choose rows with `where`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    for (kpi, totals) in context.kpis.iter().filter_map(|kpi| Some((kpi, context.totals_of(kpi.table)?))) {
        judge(context, kpi.spec, kpi.table, totals, findings);
        judge_columns(context, kpi.spec, kpi.table, findings);
    }
}

/// The columns of a table in which some KPI adds a total to its parts.
pub(in crate::check) fn columns_told(context: &Context<'_>, table: &LoadedTable) -> Vec<usize> {
    let kpis = context.kpis.iter().filter(|kpi| std::ptr::eq(kpi.table, table));
    let totals = context.totals_of(table).unwrap_or_default();
    kpis.flat_map(|kpi| counted_twice(kpi.spec, table, totals)).map(|total| total.column).collect()
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, totals: &[TotalBeside], findings: &mut Findings) {
    let formula = kpi.value.formula();
    for total in counted_twice(kpi, table, totals) {
        let message = format!("`{}` adds a total to its parts: {}", *kpi.id, total.told(table));
        let found = RULE.finding(message).at(context.dataset.file.place(formula.span()), "");
        let at = table.place(table.first_row(total.column, total.value as usize), total.column);
        findings.push(found.at(at, "the total").help(help(total, totals, table)));
    }
}

/// Finds a column that is the sum of others in the same formula.
fn judge_columns(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    for text in kpi.value.formulas() {
        let Ok(formula) = Formula::parse(text) else { continue };
        let added = formula.terms().iter().filter(|term| !term.negative);
        let position = |name: &str| table.data.columns.iter().position(|column| column.name == name);
        let columns: Vec<usize> = added.filter_map(|term| position(&term.column)).collect();
        let Some(total) = column_total(table, &columns) else { continue };
        let name = &table.data.columns[total.column].name;
        let message = format!("`{}` adds a total to its parts: {}", *kpi.id, total.told);
        let found = RULE.finding(message).at(context.dataset.file.place(text.span()), "");
        findings.push(found.help(format!("write `{name}` alone, or the columns that add up to it without `{name}`")));
    }
}

/// The totals that some figure of a KPI adds to their parts: one for each column.
fn counted_twice<'a>(kpi: &KpiSpec, table: &LoadedTable, totals: &'a [TotalBeside]) -> Vec<&'a TotalBeside> {
    if totals.is_empty() || matches!(kpi.value, ValueSpec::Latest(_)) {
        return Vec::new();
    }
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let KpiRows { overall, breakdown } = split_totals(kpi, &table.spec, &table.data, &rows);
    let by = kpi.by.as_ref().map(|by| by.as_str());
    let figures: Vec<Vec<usize>> = groups(kpi, &table.data, &overall, None)
        .into_values()
        .chain(groups(kpi, &table.data, &breakdown, by).into_values())
        .collect();
    let counted_twice: Vec<&TotalBeside> = totals.iter().filter(|total| is_counted_twice(total, table, &figures)).collect();
    // Levels below each other are only another sign of the same thing.
    let is_other = |total: &&&TotalBeside| total.sign != Sign::Stack;
    let told: Vec<&TotalBeside> = match counted_twice.iter().filter(is_other).copied().collect::<Vec<_>>() {
        others if others.is_empty() => counted_twice,
        others => others,
    };
    // One total of a column is enough to say: its subtotals go with it.
    let mut columns: BTreeMap<usize, &TotalBeside> = BTreeMap::new();
    for total in told {
        let first = columns.entry(total.column).or_insert(total);
        if total.reach(totals) > first.reach(totals) {
            *first = total;
        }
    }
    columns.into_values().collect()
}

/// Whether some figure is made from a row of the total and from a row of a part of it.
fn is_counted_twice(total: &TotalBeside, table: &LoadedTable, figures: &[Vec<usize>]) -> bool {
    let meanings = row_meanings(&table.data.columns[total.column]);
    figures.iter().any(|rows| {
        let has_total = rows.iter().any(|row| meanings[*row] == total.value);
        has_total && rows.iter().any(|row| total.covers(meanings[*row]))
    })
}

fn help(total: &TotalBeside, totals: &[TotalBeside], table: &LoadedTable) -> String {
    let is_declared = table.spec.total_of(&table.data.columns[total.column].name) == Some(total.text(table));
    if is_declared {
        // A row of the total covers those that agree with it in every other column of the key.
        return "it is declared as the total, but differs from its parts in another column of the `key` too: choose rows with `where`"
            .to_owned();
    }
    format!("{}, or choose other rows with `where`", advice(total, totals, table))
}
