//! KPIs for which it is unclear which rows to use.

use super::each_kpi;
use super::unplaced::blank_is_total;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Cell, Column, Dimension, KpiRows, KpiSpec, RawCell, Value, ValueSpec, groups, matching_rows, split_totals};

/// A KPI for which it is unclear which rows to use.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/ambiguous",
    severity: Severity::Error,
    finds: "A KPI with `{latest: column}` and more than one row for a period; a `where` that chooses a total together with \
        its parts; or a declared total in a table with no `key`, where other columns also tell rows apart.",
    matters: "It would be left to chance which row gives the figure, or which rows a total covers.",
    example: "value: {latest: median_wait}        (one row for each board)",
    put_right: "Narrow the rows with `where`, break them down with `by`, or combine them with `sum` or `mean`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let place = |span| context.dataset.file.place(span);
    if let Some((filter, name, total)) = chosen_twice(kpi, table) {
        let found = RULE.finding(format!("`where` chooses the total `{total}` of `{name}` together with other values"));
        findings.push(found.at(place(filter), "").help(format!("remove `{total}` from the list, or use it alone")));
        return;
    }
    if let Some(other) = untold(kpi, table) {
        let message = format!("`{}` has a total but no `key`, so it could be for one `{other}` or for all", *kpi.table);
        let found = RULE.finding(message).at(place(table.spec.name.span()), "");
        findings.push(found.help("list the columns that identify a row: `key: [...]` next to `file:`"));
        return;
    }
    let ValueSpec::Latest(formula) = &kpi.value else { return };
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let KpiRows { overall: whole, breakdown: parts } = split_totals(kpi, &table.spec, &table.data, &rows);
    let wholes = groups(kpi, &table.data, &whole, None).into_values();
    let mut groups = wholes.chain(groups(kpi, &table.data, &parts, kpi.by.as_ref().map(|by| by.as_str())).into_values());
    if let Some(rows) = groups.find(|rows| rows.len() > 1) {
        let message = format!("one period has {} rows; `latest` needs one", rows.len());
        let at = kpi.period.as_ref().and_then(|columns| table.data.position(columns.heading())).unwrap_or(0);
        let found = RULE.finding(message).at(context.dataset.file.place(formula.span()), "");
        let found = found.at(table.place(rows[0], at), "one row").at(table.place(rows[1], at), "another row");
        let blank = blank_beside_others(table, &rows).map(|column| format!("; {}", blank_is_total(column)));
        let help = "narrow the rows with `where`, break them down with `by`, or use `sum` or `mean`";
        findings.push(found.help(format!("{help}{}", blank.unwrap_or_default())));
    }
}

/// A column of texts that is blank in some of these rows: the blank may stand for all the others together.
fn blank_beside_others<'a>(table: &'a LoadedTable, rows: &[usize]) -> Option<&'a str> {
    let is_half_blank = |column: &&Column<RawCell>| {
        let is = |wanted: fn(&Value) -> bool| rows.iter().any(|row| wanted(&column.cell(*row).value));
        is(|value| *value == Value::Blank) && is(|value| *value == Value::Text)
    };
    let column = table.data.columns.iter().find(is_half_blank)?;
    table.spec.total_of(&column.name).is_none().then_some(column.name.as_str())
}

/// The place, column and total of a `where` list that has a declared total together with other values.
fn chosen_twice<'a>(kpi: &'a KpiSpec, table: &'a LoadedTable) -> Option<(std::ops::Range<usize>, &'a str, &'a str)> {
    let filter = kpi.filter.as_ref()?;
    let dimensions = &table.spec.protect.as_ref()?.dimensions;
    filter.iter().find_map(|(name, matches)| {
        let total = dimensions.get(name)?.total.as_deref()?.trim();
        let holds = matches.0.iter().any(|value| value.trim() == total);
        (holds && matches.0.len() > 1).then_some((filter.span(), name.as_str(), total))
    })
}

/// A text column that may tell rows apart, if the table has no key and the KPI would count a total as if it were a part.
fn untold<'a>(kpi: &'a KpiSpec, table: &'a LoadedTable) -> Option<&'a str> {
    let dimensions = &table.spec.protect.as_ref()?.dimensions;
    let stands = |(name, dimension): (&String, &Dimension)| {
        let (total, column) = (dimension.total.as_ref(), table.data.column(name));
        let is_there = total
            .zip(column)
            .is_some_and(|(total, column)| column.pool.iter().any(|cell| cell.published().trim() == total.trim()));
        is_there && !kpi.filters(name)
    };
    if !table.spec.key.is_empty() || !dimensions.iter().any(stands) {
        return None;
    }
    let named = kpi.period_columns().chain(kpi.by.iter().map(|name| name.as_str()));
    let known: Vec<&str> =
        named.chain(table.data.periods()).chain(kpi.filter_columns()).chain(dimensions.keys().map(String::as_str)).collect();
    if super::are_apart(table, &known, &matching_rows(&table.data, kpi.filter.as_deref())) {
        return None;
    }
    let is_text = |column: &&Column<RawCell>| column.pool.iter().filter(|cell| cell.value == Value::Text).count() > 1;
    let other = table.data.columns.iter().filter(is_text).find(|column| !known.contains(&column.name.as_str()));
    other.map(|column| column.name.as_str())
}
