//! How a KPI is defined and computed, and what a reader should know of it, in words.

use serde::Serialize;

use crate::measure::{Kpi, Reading};
use crate::model::{KpiSpec, MissingRule, ValueSpec};
use crate::words;

/// A marker that the figures hold, with its words.
#[derive(Serialize)]
pub(super) struct MarkerView {
    marker: String,
    words: &'static str,
}

pub(super) fn caveats(kpi: &Kpi) -> Vec<String> {
    let mut caveats = kpi.spec.caveats.clone();
    if kpi.overall.as_ref().and_then(|measure| measure.spc.as_ref()).is_some_and(crate::measure::spc::Spc::is_unfit) {
        caveats.push("More than half of the points are special causes. The chart may not fit this process: it may be seasonal, or its limits may need a new beginning.".to_owned());
    }
    if kpi.spec.missing == MissingRule::Omit {
        caveats.push("Values that are not available are left out of the figures.".to_owned());
    }
    caveats
}

/// How the figure is computed, in words: the formula, the rows, the column of periods.
pub(super) fn computed(spec: &KpiSpec) -> Vec<String> {
    let each = if spec.period.is_some() { "the rows of each period" } else { "all rows" };
    let one = if spec.period.is_some() { "the one row of each period" } else { "the one row" };
    let mut lines = vec![match &spec.value {
        ValueSpec::Sum(formula) => format!("The sum of {} over {each}.", **formula),
        ValueSpec::Mean(formula) => format!("The mean of {} over {each}.", **formula),
        ValueSpec::Latest(formula) => format!("The value of {} in {one}.", **formula),
        ValueSpec::Ratio(ratio) => {
            let per = ratio.per.or(spec.format.is_percent().then_some(100.0));
            let times = per.map_or_else(String::new, |per| format!(", times {}", words::number(per, 0)));
            format!("The sum of {} divided by the sum of {}{times}.", *ratio.of, *ratio.to)
        }
    }];
    for (column, values) in spec.filter.iter().flat_map(|filter| filter.iter()) {
        let values: Vec<&str> = values.0.iter().map(|value| if value.is_empty() { "(blank)" } else { value }).collect();
        lines.push(format!("Only rows in which {column} is {}.", values.join(" or ")));
    }
    if spec.missing == MissingRule::Refuse {
        lines.push("If one of the values is missing, so is the figure.".to_owned());
    }
    let decimals = match spec.format.decimals {
        0 => "whole numbers".to_owned(),
        decimals => words::counted(decimals, "decimal", "decimals"),
    };
    lines.push(format!(
        "Figures are rounded to {decimals} where they are shown, half up. Changes and limits come from unrounded figures."
    ));
    lines
}

pub(super) fn markers(kpi: &Kpi) -> Vec<MarkerView> {
    let measures = kpi.overall.iter().chain(kpi.breakdown.values());
    let used: std::collections::BTreeSet<_> = measures
        .flat_map(|measure| &measure.readings)
        .filter_map(|reading| match reading {
            Reading::Missing(marker) => Some(marker.unwrap_or(crate::model::Marker::NotAvailable)),
            _ => None,
        })
        .collect();
    used.into_iter().map(|marker| MarkerView { marker: marker.to_string(), words: marker.words() }).collect()
}
