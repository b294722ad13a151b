//! KPIs whose periods are all provisional.

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, counted};
use crate::load::LoadedTable;
use crate::model::KpiSpec;

/// A KPI whose periods are all provisional.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/provisional",
    severity: Severity::Error,
    finds: "A KPI whose `provisional` covers all its periods, or that has no periods.",
    matters: "Readers are told which of the latest figures may still change. If all of them may, say so with `status`.",
    example: "provisional: 24        (the table has 12 months)",
    put_right: "Write how many of the latest periods are incomplete, such as 2.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let Some(newest) = &kpi.provisional else { return };
    let periods = super::periods(kpi, table);
    if **newest < periods.len() {
        return;
    }
    let message = match periods.len() {
        0 => "a KPI without periods cannot have provisional ones".to_owned(),
        periods => format!("{} out of {periods}", counted(**newest, "provisional period")),
    };
    let found = RULE.finding(message).at(context.dataset.file.place(newest.span()), "");
    findings.push(found.help("write how many of the latest periods are incomplete, or remove `provisional`"));
}
