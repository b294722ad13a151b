//! Targets and bounds that do not fit the figure.

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity, nearest};
use crate::load::LoadedTable;
use crate::model::{Decimal, Figure, KpiSpec, TargetSpec};

/// A target or bound that does not fit the figure.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/target",
    severity: Severity::Error,
    finds: "A target or bound in a different unit from the figure, bounds in the wrong order, or a target for a series \
        that does not exist.",
    matters: "If the figure is 87.2, a target of 0.95 is always met.",
    example: "format: {unit: patients}\ntarget: 95%",
    put_right: "Write the target and bounds in the unit of `format`. Name each series as the table does.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let file = &context.dataset.file;
    let bounds = kpi.bounds.as_ref();
    let targets = kpi.target.iter().flat_map(|target| target.figures().map(|figure| (figure, target.span())));
    let mut figures = targets.chain(bounds.iter().flat_map(|bounds| [(&bounds.0, bounds.span()), (&bounds.1, bounds.span())]));
    // If the unit is wrong, all of them are wrong.
    if let Some((_, span)) = figures.find(|(figure, _)| figure.percent && !kpi.format.is_percent()) {
        let found = RULE.finding("a percentage, but the figure's unit is not percent").at(file.place(span), "");
        findings.push(found.help("write `format: {unit: percent}`, or remove the % sign"));
        return;
    }
    if let Some(bounds) = bounds.filter(|bounds| bounds.0.value > bounds.1.value) {
        let found = RULE.finding("the first bound is above the second").at(file.place(bounds.span()), "");
        findings.push(found.help("write the lower figure first, like [0%, 100%]"));
    }
    let is_share = |figure: &Figure| {
        kpi.format.is_percent() && !figure.percent && figure.value > Decimal::ZERO && figure.value <= Decimal::ONE
    };
    let percent = |figure: &Figure| {
        let value = if figure.percent { figure.value } else { figure.value * Decimal::ONE_HUNDRED };
        format!("{}%", value.normalize())
    };
    if let Some(bounds) = bounds.filter(|bounds| bounds.0.value <= bounds.1.value && is_share(&bounds.1)) {
        let found = RULE.finding(format!("bounds up to {}, but the figures are percentages", bounds.1.value));
        let help = format!("write [{}, {}], with the % sign", percent(&bounds.0), percent(&bounds.1));
        findings.push(found.at(file.place(bounds.span()), "").help(help));
    }
    let Some(target) = &kpi.target else { return };
    if let Some(figure) = target.figures().find(|figure| is_share(figure)) {
        let message = format!("a target of {}, but the figures are percentages", figure.value);
        let found = RULE.finding(message).at(file.place(target.span()), "");
        findings.push(found.help(format!("write {} or {}%, with the % sign", percent(figure), figure.value)));
    }
    let series = super::series(kpi, table);
    if let TargetSpec::Column(name) = &**target {
        let field = table.dictionary.field(name);
        if field.is_none_or(|field| !field.kind.is_numeric()) {
            let found = RULE.finding(format!("the target `{name}` is neither a number nor a column of numbers"));
            findings.push(
                found.at(file.place(target.span()), "").help("write a number, like 95%, or the name of a column of numbers"),
            );
        }
        return;
    }
    let TargetSpec::Keyed(map) = &**target else { return };
    if target.by_time(|key| series.contains(&key)).is_some() {
        if kpi.period.is_none() {
            let found =
                RULE.finding("targets from different times, but the KPI has no `period`").at(file.place(target.span()), "");
            findings.push(found.help("name the column of periods with `period:`, or write one target"));
        }
        return;
    }
    for name in map.keys().filter(|name| !series.contains(&name.as_str())) {
        let found =
            RULE.finding(format!("a target for `{name}`, which is not a value of `by`")).at(file.place(target.span()), "");
        let hint = nearest(name, series.iter().copied()).map_or_else(
            || "use a value from the column that `by` names, or a time such as 2023-04 from which the target applies".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        findings.push(found.help(hint));
    }
}
