//! Figures from which somebody is missing.

use super::each_kpi;
use crate::check::Context;
use crate::check::totals::quoted;
use crate::diagnostic::{Findings, Rule, Severity, shortened};
use crate::load::{LoadedTable, shown};
use crate::model::{Absence, KpiSpec, Series, kpi_figures};

/// A figure from which somebody is missing.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/partial",
    severity: Severity::Warning,
    finds: "A KPI that adds up places or groups (values of `by`, or of a column of the key), when one that is nearly always there, or \
        is large, has no rows in the newest period or in an earlier one. Nobody is missed that was next to nothing, has a \
        season, averages less than 8, was less than 1% of the total and has been gone for three months, or was followed by \
        others of about the same size.",
    matters: "One provider has not sent its figures, and the total looks as if it had fallen. If those who are missing were less \
        than 5% of the last total, the figure says who is missing; otherwise there is no figure. Neither is compared with \
        others, nor with a target, nor judged on a control chart.",
    example: "month,place,visits\n2025-11,North,900\n2025-11,South,800\n2025-12,South,810",
    put_right: "Ask for the missing figures. If the provider has closed or merged, write its last period in the KPI: `ends: \
        {North: 2025-11}`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let Some(figures) = kpi_figures(kpi, &table.spec, &table.data) else { return };
    let Some(overall) = &figures.overall else { return };
    let series = Series {
        spec: kpi,
        table_spec: &table.spec,
        table: &table.data,
        periods: &figures.periods,
        calculation: &figures.calculation,
        member: None,
    };
    let absences = series.absences(overall);
    let Some(newest) = absences.last() else { return };
    let Absence { at, members, share } = newest;
    let names: Vec<String> = members.keys().map(|name| format!("`{}`", shown(name))).collect();
    let share =
        share.map_or_else(String::new, |share| format!(", which was {}% of the last total", share.round_dp(1).normalize()));
    let others = match absences.len() - 1 {
        0 => String::new(),
        1 => "; 1 more period is incomplete".to_owned(),
        more => format!("; {more} more periods are incomplete"),
    };
    let effect = if newest.is_refused() { "no figure is shown" } else { "the figure says so" };
    let message =
        format!("`{}` for {} has no rows for {}{share}: {effect}{others}", *kpi.id, figures.periods[*at], shortened(&names, 5));
    let ends: Vec<String> =
        members.iter().take(3).map(|(name, last)| format!("{}: {}", quoted(name), figures.periods[*last])).collect();
    let more = if members.len() > 3 { ", ..." } else { "" };
    let help =
        format!("export the data again; if they have closed or merged, write `ends: {{{}{more}}}` in the KPI", ends.join(", "));
    findings.push(RULE.finding(message).at(context.dataset.file.place(kpi.id.span()), "this KPI").help(help));
}
