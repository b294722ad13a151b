//! SPC options that have no effect.

use std::collections::BTreeSet;

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Date, KpiSpec, PerSeries, Period};

/// An SPC option that has no effect.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/rebase",
    severity: Severity::Error,
    finds: "A rebase date that is not the first day of a period in the data, or a `fix_after` below 12.",
    matters: "A date that does not begin a period would be ignored without warning. Limits from fewer than 12 points are \
        unreliable.",
    example: "spc: {rebase: [2018-07-15]}        (months begin on the first)",
    put_right: "Write one of the dates that the help gives.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let file = &context.dataset.file;
    if let Some(points) = kpi.spc.fix_after.as_ref().filter(|points| ***points < 12) {
        let found = RULE.finding(format!("`fix_after` of {} is below 12", **points)).at(file.place(points.span()), "");
        findings.push(found.help("write 12 or more, or remove `fix_after`"));
    }
    let Some(rebase) = &kpi.spc.rebase else { return };
    let starts: BTreeSet<Date> = super::periods(kpi, table)
        .iter()
        .filter(|period| !matches!(period, Period::Text(..)))
        .map(|period| Date(period.start()))
        .collect();
    if let PerSeries::Each(map) = &**rebase {
        let series = super::series(kpi, table);
        for name in map.keys().filter(|name| !series.contains(&name.as_str())) {
            let found =
                RULE.finding(format!("a rebase for `{name}`, which is not a value of `by`")).at(file.place(rebase.span()), "");
            findings.push(found.help("use a value from the column that `by` names"));
        }
    }
    for date in rebase.values().into_iter().flatten().filter(|date| !starts.contains(date)) {
        let before = starts.range(..*date).next_back();
        let after = starts.range(*date..).next();
        let near: Vec<String> = before.into_iter().chain(after).map(ToString::to_string).collect();
        let found = RULE.finding(format!("no period begins on {date}")).at(file.place(rebase.span()), "");
        findings.push(found.help(format!("the nearest dates are: {}", near.join(", "))));
    }
}
