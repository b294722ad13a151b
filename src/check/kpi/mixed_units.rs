//! KPIs over rows of several units.

use super::columns::{columns, units_of};
use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, shortened};
use crate::load::shown;

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
