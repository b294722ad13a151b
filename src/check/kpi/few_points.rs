//! SPC charts with too few points.

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, counted};
use crate::load::LoadedTable;
use crate::model::{Chart, KpiSpec};

/// An SPC chart with too few points.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/few-points",
    severity: Severity::Warning,
    finds: "A KPI with `chart: spc` whose table has fewer than 12 periods.",
    matters: "Limits calculated from fewer than 12 points are unreliable. The page says so and shows no icon.",
    example: "chart: spc        (the table has 8 months)",
    put_right: "Write `chart: line` until there are 12 points, or publish earlier periods.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    if kpi.chart != Chart::Spc {
        return;
    }
    let points = super::periods(kpi, table).len();
    if (1..12).contains(&points) {
        let found = RULE
            .finding(format!("an SPC chart with {}; limits need 12", counted(points, "point")))
            .at(context.dataset.file.place(kpi.id.span()), "");
        findings.push(found.help("write `chart: line` until there are 12 points"));
    }
}
