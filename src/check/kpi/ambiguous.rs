//! KPIs of kind `latest` with several rows for one period.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{KpiSpec, Raw, ValueSpec, groups, matching_rows, split_totals};

/// Two rows where one is needed.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/ambiguous",
    severity: Severity::Error,
    finds: "A KPI `{latest: column}` for which a period has more than one row.",
    matters: "Which of the rows is the figure would be left to chance.",
    example: "value: {latest: median_wait}        (one row for each board)",
    put_right: "Narrow the rows with `where`, break them down with `by`, or say how to join them: `sum` or `mean`.",
};

pub(super) fn detect(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let ValueSpec::Latest(formula) = &kpi.value else { return };
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let (whole, parts) = split_totals(kpi, &table.spec, &table.data, rows);
    let column = |name: &Option<crate::source::Spanned<String>>| name.as_ref().and_then(|name| table.data.column(name));
    let period = column(&kpi.period);
    let wholes = groups::<Raw>(&whole, period, None).into_values();
    let mut groups = wholes.chain(groups::<Raw>(&parts, period, column(&kpi.by)).into_values());
    if let Some(rows) = groups.find(|rows| rows.len() > 1) {
        let message = format!("one period has {} rows; `latest` needs one", rows.len());
        let at = kpi.period.as_ref().and_then(|name| table.data.position(name)).unwrap_or(0);
        let found = RULE.finding(message).at(context.dataset.file.place(formula.span()), "");
        let found = found.at(table.place(rows[0], at), "one").at(table.place(rows[1], at), "another");
        findings.push(found.help("narrow the rows with `where`, break them down with `by`, or use `sum` or `mean`"));
    }
}
