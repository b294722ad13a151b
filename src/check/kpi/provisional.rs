//! More provisional periods than there are firm ones to tell them from.

use std::collections::BTreeSet;

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{KpiSpec, Value, matching_rows};

/// `provisional` that leaves no period firm.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/provisional",
    severity: Severity::Error,
    finds: "A KPI whose `provisional` covers all of its periods, or that has no periods.",
    matters: "Readers are told which of the newest figures may still change; if all may, `status` is the place to say it.",
    example: "provisional: 24        (the table has 12 months)",
    put_right: "Write how many of the newest periods are not yet complete, such as 2.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let Some(newest) = &kpi.provisional else { return };
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let column = kpi.period.as_ref().and_then(|name| table.data.column(name));
    let periods: BTreeSet<_> = column
        .into_iter()
        .flat_map(|column| rows.iter().map(|row| &column.cell(*row).value))
        .filter_map(|value| if let Value::Period(period) = value { Some(period) } else { None })
        .collect();
    if **newest < periods.len() {
        return;
    }
    let message = match periods.len() {
        0 => "a KPI without periods has no provisional ones".to_owned(),
        periods => format!("{} provisional periods of {periods}", **newest),
    };
    let found = RULE.finding(message).at(context.dataset.file.place(newest.span()), "");
    findings.push(found.help("write how many of the newest periods are not yet complete, or leave it out"));
}
