//! How a KPI is defined and calculated, and what readers should know about it, in words.

use serde::Serialize;

use crate::measure::{Kpi, MeasuredTable, Reading};
use crate::model::{Decimal, KpiSpec, Marker, MeanSpec, MissingRule, ValueSpec, Weighting};
use crate::words::{Number, Words};

/// A marker among the figures, with its words.
#[derive(Serialize)]
pub(super) struct MarkerView {
    marker: String,
    words: String,
}

pub(super) fn caveats(kpi: &Kpi, words: &Words) -> Vec<String> {
    let mut caveats = kpi.spec.caveats.clone();
    if kpi.spec.missing == MissingRule::Omit {
        caveats.push(words.text("caveat-omit").to_owned());
    }
    caveats
}

/// How the figure is calculated, in words: the formula, the rows and the column of periods.
pub(super) fn computed(spec: &KpiSpec, table: Option<&MeasuredTable>, words: &Words) -> Vec<String> {
    let by_period = spec.period.is_some();
    let key = |of_each, of_all| if by_period { of_each } else { of_all };
    let of = |key, formula: &str| words.fill(key, &[("formula", &plain(formula))]);
    let mut lines = vec![match &spec.value {
        ValueSpec::Sum(formula) => of(key("computed-sum", "computed-sum-all"), formula),
        ValueSpec::Mean(MeanSpec { formula, weighting: Weighting::By(weight) }) => {
            let key = key("computed-weighted", "computed-weighted-all");
            words.fill(key, &[("formula", &plain(formula)), ("weight", weight)])
        }
        ValueSpec::Mean(MeanSpec { formula, weighting: Weighting::Unweighted }) => {
            of(key("computed-unweighted", "computed-unweighted-all"), formula)
        }
        ValueSpec::Mean(mean) => of(key("computed-mean", "computed-mean-all"), &mean.formula),
        ValueSpec::Latest(formula) => match &spec.by {
            Some(column) => {
                let key = key("computed-latest-by", "computed-latest-all-by");
                words.fill(key, &[("formula", &plain(formula)), ("column", column)])
            }
            None => of(key("computed-latest", "computed-latest-all"), formula),
        },
        ValueSpec::Ratio(ratio) => match ratio.per.or(spec.format.is_percent().then_some(Decimal::ONE_HUNDRED)) {
            Some(per) => {
                let per = words.exact(per);
                words.fill("computed-ratio-times", &[("of", &plain(&ratio.of)), ("to", &plain(&ratio.to)), ("per", &per)])
            }
            None => words.fill("computed-ratio", &[("of", &plain(&ratio.of)), ("to", &plain(&ratio.to))]),
        },
    }];
    for (column, values) in spec.filter.iter().flat_map(|filter| filter.iter()) {
        let blank = words.text("computed-blank");
        let labels = table.and_then(|table| table.dictionary.field(column)).map(|field| &field.labels);
        let label = |value: &String| match labels.and_then(|labels| labels.get(value)) {
            Some(label) => format!("{label} ({value})"),
            None if value.is_empty() => blank.to_owned(),
            None => value.clone(),
        };
        let values: Vec<String> = values.0.iter().map(label).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        lines.push(words.fill("computed-filter", &[("column", column), ("values", &words.any_of(&values))]));
    }
    let dimensions = table.and_then(|table| table.spec.protect.as_ref()).into_iter().flat_map(|policy| &policy.dimensions);
    for (column, dimension) in dimensions.filter(|(column, _)| !spec.filters(column)) {
        let Some(total) = &dimension.total else { continue };
        let total = if total.trim().is_empty() { words.text("computed-blank") } else { total };
        lines.push(words.fill("computed-total", &[("column", column), ("total", total)]));
    }
    if spec.missing == MissingRule::Refuse {
        lines.push(words.text("computed-refuse").to_owned());
    }
    lines.push(match spec.format.decimals {
        0 => words.text("computed-whole").to_owned(),
        decimals => words.fill("computed-rounding", &[("decimals", &words.count("count-decimals", decimals))]),
    });
    lines
}

/// A formula for readers: without the marks around names that hold spaces.
fn plain(formula: &str) -> String {
    formula.replace('`', "")
}

pub(super) fn markers(kpi: &Kpi, words: &Words) -> Vec<MarkerView> {
    let measures = kpi.overall.iter().chain(kpi.breakdown.values());
    let used: std::collections::BTreeSet<_> = measures
        .flat_map(|measure| &measure.readings)
        .filter_map(|reading| match reading {
            Reading::Missing(marker) => Some(marker.unwrap_or(Marker::NotAvailable)),
            Reading::Value(value) if value.is_low(kpi.spec.format.decimals) => Some(Marker::Low),
            _ => None,
        })
        .collect();
    used.into_iter().map(|marker| MarkerView { marker: marker.to_string(), words: words.marker(marker).to_owned() }).collect()
}
