//! KPIs over rows of several units.

use std::collections::BTreeSet;

use super::each_kpi;
use super::unit::columns;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, shortened};
use crate::load::{LoadedTable, shown};
use crate::model::{Cell, KpiSpec, matching_rows};

/// A KPI over rows of several units.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/mixed-units",
    severity: Severity::Error,
    finds: "A KPI over rows with different units, in a table whose units stand in a column (`unit: {column: units}`).",
    matters: "A sum of patients and percentages is neither.",
    example: "unit: {column: units}\n\nvalue: {sum: value}        (rows of `Number` and of `Percentage`)",
    put_right: "Choose the rows of one unit: `where: {units: Number}`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, |context, kpi, table, findings| {
        for formula in kpi.value.formulas() {
            let Some(name) = columns(formula, table, kpi).into_iter().find_map(|field| field.unit_column) else { continue };
            let units = units_of(kpi, table, &name);
            if units.len() < 2 {
                continue;
            }
            let quoted: Vec<String> = units.iter().map(|unit| format!("`{}`", shown(unit))).collect();
            let message = format!("`{}` takes rows of several units in `{name}`: {}", *kpi.id, shortened(&quoted, 4));
            let found = RULE.finding(message).at(context.dataset.file.place(formula.span()), "");
            let first = units.first().map_or("", |unit| *unit);
            findings.push(found.help(format!("choose one, such as `where: {{{name}: {}}}`", shown(first))));
            return;
        }
    });
}

/// The units of the rows that a KPI chooses.
pub(super) fn units_of<'a>(kpi: &KpiSpec, table: &'a LoadedTable, name: &str) -> BTreeSet<&'a str> {
    let Some(column) = table.data.column(name) else { return BTreeSet::new() };
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    rows.into_iter().map(|row| column.cell(row).published().trim()).collect()
}
