//! Control charts that do not fit.

use crate::diagnostic::{Diagnostic, Findings, Rule, Severity, shortened};
use crate::measure::spc::{Reason, Spc};
use crate::measure::{Body, Kpi, Measure};

/// A control chart that does not fit.
pub(super) static RULE: Rule = Rule {
    id: "kpi/spc-fit",
    severity: Severity::Warning,
    finds: "A KPI with `chart: spc` of which more than half of the points show special cause variation, or whose limits say the \
        opposite of what happened in most periods.",
    matters: "One figure far from the others moves the mean, and every ordinary point is then outside the limits. The page shows no \
        limits and no verdict, and says why.",
    example: "chart: spc        (one month holds 5000, all the others about 100)",
    put_right: "If a figure is wrong, correct it. If the process changed, recalculate the limits: `spc: {rebase: [2024-04-01]}`. If \
        the figures are seasonal, write `chart: line`.",
};

/// The KPIs of a dataset whose control charts do not fit.
#[must_use]
pub fn misfits(dataset: &Body) -> Findings {
    dataset.kpis.iter().flat_map(|kpi| judge(kpi, dataset)).collect()
}

fn judge(kpi: &Kpi, dataset: &Body) -> Vec<Diagnostic> {
    let overall = kpi.overall.iter().map(|measure| (None, measure));
    let series = overall.chain(kpi.members().map(|(name, measure)| (Some(name), measure)));
    let misfits: Vec<(Option<&str>, &Measure, &Spc)> = series
        .filter_map(|(name, measure)| Some((name, measure, measure.spc.as_ref()?)))
        .filter(|(.., spc)| matches!(spc.reason, Some(Reason::Unfit { .. } | Reason::Contradicted { .. })))
        .collect();
    let Some((name, _, spc)) = misfits.first() else { return Vec::new() };
    let of = name.map_or_else(|| format!("`{}`", *kpi.spec.id), |name| format!("`{name}`"));
    let chart = match misfits.len() - 1 {
        0 => format!("the control chart of {of} does not fit"),
        more => format!("the control charts of {of} and {more} more series do not fit"),
    };
    let why = match spc.reason {
        Some(Reason::Contradicted { met, points }) => {
            format!("the limits contradict the record, in which {met} of {points} figures met the target")
        }
        _ => "more than half of the points show special cause variation".to_owned(),
    };
    let far = far_off(spc);
    let points = |at: &Vec<usize>| {
        let names: Vec<String> = at.iter().filter_map(|at| kpi.periods.get(*at)).map(ToString::to_string).collect();
        shortened(&names, 5)
    };
    let (did, help) = if far.is_empty() {
        let first = spc.groups.last().and_then(|group| change_point(spc, group.first..group.end));
        let from = first.and_then(|at| kpi.periods.get(at)).map_or_else(String::new, |period| period.start().to_string());
        (
            String::new(),
            format!(
                "if the process changed, write `spc: {{rebase: [{from}]}}`; if the figures are seasonal, write `chart: line`"
            ),
        )
    } else {
        let help =
            "if a figure is wrong, correct it; if it is right, write `chart: line`, or leave it out with `spc: {rebase: [...]}`";
        (format!(", and the figures of {} are far from the others", points(&far)), help.to_owned())
    };
    let message = format!("{chart}: {why}{did}");
    vec![RULE.finding(message).at(dataset.file.place(kpi.spec.id.span()), "this KPI").help(help)]
}

/// The positions of figures far from all others: more than ten times the median change from one to the next away from the median.
fn far_off(spc: &Spc) -> Vec<usize> {
    let values: Vec<(usize, f64)> = spc.points.iter().filter_map(|point| Some((point.at, point.value?))).collect();
    let Some(centre) = median(values.iter().map(|(_, value)| *value).collect()) else { return Vec::new() };
    let away: Vec<f64> = values.iter().map(|(_, value)| (value - centre).abs()).collect();
    let usual = median(away).unwrap_or(0.0);
    let limit = 10.0 * usual.max(centre.abs() * 1e-3);
    let far: Vec<usize> = values.iter().filter(|(_, value)| (value - centre).abs() > limit).map(|(at, _)| *at).collect();
    if far.len() * 4 > values.len() { Vec::new() } else { far }
}

/// The point before and after which the means differ the most, for the number of points on each side.
fn change_point(spc: &Spc, group: std::ops::Range<usize>) -> Option<usize> {
    let values: Vec<(usize, f64)> = spc.points.get(group)?.iter().filter_map(|point| Some((point.at, point.value?))).collect();
    let mean = |part: &[(usize, f64)]| part.iter().map(|(_, value)| value).sum::<f64>() / crate::words::as_f64(part.len().max(1));
    let apart = |at: &usize| {
        let (before, after) = values.split_at(*at);
        let weight = crate::words::as_f64(before.len() * after.len());
        (mean(before) - mean(after)).abs() * weight.sqrt()
    };
    (1..values.len()).max_by(|a, b| apart(a).total_cmp(&apart(b))).map(|at| values[at].0)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
