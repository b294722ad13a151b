//! Averages of averages, and sums of rates.

use super::columns::columns;
use super::each_kpi;
use super::unit::joins_rows;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Field, KpiSpec, MeanSpec, UnitKind, ValueSpec, Weighting};

/// An average of averages, or a sum of rates.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/averages",
    severity: Severity::Error,
    finds: "A mean of percentages, rates, medians or other averages over several rows, without a `weight` and without \
        `unweighted: true`; or a sum of rates or scores from several rows.",
    matters: "95% of 10,000 patients and 20% of 10 patients are not 57.5% of patients.",
    example: "value: {mean: seen_in_time_percent}        (one row for each place)",
    put_right: "Divide the counts: `value: {ratio: {of: seen_in_time, to: patients}}`. If the table has no counts of what was \
        measured, weight each row, `value: {mean: percent, weight: patients}`, or say that every row counts the same, \
        `value: {mean: percent, unweighted: true}`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let formula = kpi.value.formula();
    let found = |fits: fn(&Field) -> Option<&'static str>| {
        let (field, what) = columns(formula, table, kpi).into_iter().find_map(|field| {
            let what = fits(&field)?;
            Some((field, what))
        })?;
        joins_rows(kpi, table).then(|| (field.name.to_string(), what))
    };
    let (message, help) = match &kpi.value {
        ValueSpec::Mean(MeanSpec { weighting: Weighting::Unsaid, .. }) => {
            let Some((name, what)) = found(average) else { return };
            (
                format!(
                    "`{}` is the mean of {what} in `{name}` over several rows, and a small row counts as much as a large one",
                    *kpi.id
                ),
                "use a `ratio` of the underlying counts, add `weight: <column>` to `mean`, or add `unweighted: true`; to show only \
                 the places, use `latest` with `by`",
            )
        }
        ValueSpec::Sum(_) => {
            let Some((name, what)) = found(rate) else { return };
            (
                format!("`{}` adds up {what} in `{name}` from several rows", *kpi.id),
                "use a `ratio` of the underlying counts with `per`, or `mean` with a `weight`; to show only the places, use \
                 `latest` with `by`",
            )
        }
        _ => return,
    };
    findings.push(RULE.finding(message).at(context.dataset.file.place(formula.span()), "").help(help));
}

/// What kind of average a column holds, if it does.
fn average(field: &Field) -> Option<&'static str> {
    if field.is_percentage() {
        return Some("percentages");
    }
    rate(field)
        .or_else(|| says(field, &["median"]).then_some("medians"))
        .or_else(|| says(field, &["mean", "average", "percentile"]).then_some("averages"))
}

/// What kind of number a column holds that does not add up. Percentages have a rule of their own.
fn rate(field: &Field) -> Option<&'static str> {
    if field.is_percentage() {
        return None;
    }
    match field.unit.as_ref().map(crate::model::Unit::kind) {
        Some(UnitKind::Rate) => Some("rates"),
        Some(UnitKind::Plain) => Some("scores or ratios"),
        _ => None,
    }
}

/// Whether the name or the title of a column has one of some words.
fn says(field: &Field, words: &[&str]) -> bool {
    let text = format!("{} {}", *field.name, field.title).to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}
