//! KPIs in a unit that does not fit their value.

use super::columns::columns;
use super::{are_apart, each_kpi};
use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Field, FieldType, KpiRows, KpiSpec, Unit, ValueSpec, matching_rows, split_totals};
use crate::source::Spanned;

/// A KPI in a unit that does not fit its value.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/unit",
    severity: Severity::Error,
    finds: "A sum, mean or latest value of counts shown as a percentage, a ratio of people to people shown as people, or a \
        sum of percentages from several rows.",
    matters: "6,129 people are not 6,129%, a share of 0.7 is not one person, and two hospitals' percentages do not add up \
        to a percentage for both.",
    example: "value: {sum: attendances}\nformat: {unit: percent}",
    put_right: "In `format`, write the unit that the columns have in the dictionary. For a share, write `value: {ratio: \
        {of: ..., to: ...}}` and `format: {unit: percent}`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let place = |formula: &Spanned<String>| context.dataset.file.place(formula.span());
    let columns = |formula: &Spanned<String>| columns(formula, table, kpi);
    let unit = kpi.format.unit.as_ref().map_or("", Unit::text);
    let found: Option<Diagnostic> = match &kpi.value {
        ValueSpec::Sum(formula) if columns(formula).iter().any(Field::is_percentage) && joins_rows(kpi, table) => Some(
            RULE.finding("percentages from several rows cannot be added up")
                .at(place(formula), "a column of percentages")
                .help("use a `ratio` of the underlying counts, or `latest` if one row has the figure"),
        ),
        ValueSpec::Sum(_) | ValueSpec::Mean(_) | ValueSpec::Latest(_) if kpi.format.is_percent() => {
            let formula = kpi.value.formula();
            columns(formula).into_iter().find(is_other).map(|field| {
                let of = field.unit.as_ref().map_or("people", Unit::text);
                let message = format!("shown as a percentage, but the unit of `{}` is {of}", *field.name);
                let help = format!("write `format: {{unit: {of}}}`, or use a `ratio` of this column to its total");
                RULE.finding(message).at(place(formula), "").help(help)
            })
        }
        ValueSpec::Ratio(ratio) if ratio.per.is_none() && PEOPLE.contains(&unit.to_lowercase().as_str()) => {
            let is_count = |formula| columns(formula).iter().all(Field::counts_people);
            (is_count(&ratio.of) && is_count(&ratio.to)).then(|| {
                RULE.finding(format!("a ratio of two counts of people, shown as {unit}"))
                    .at(place(&ratio.of), "")
                    .help("write `format: {unit: percent}`, or add `per:` and a unit such as `per 100,000 people`")
            })
        }
        _ => None,
    };
    findings.extend(found.into_iter().collect());
}

/// Units in which a share cannot be shown.
const PEOPLE: [&str; 9] = ["people", "persons", "patients", "staff", "residents", "women", "men", "children", "deaths"];

/// Whether a figure combines rows that differ in something other than the columns in the KPI's `where`.
pub(super) fn joins_rows(kpi: &KpiSpec, table: &LoadedTable) -> bool {
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let KpiRows { overall, breakdown: parts } = split_totals(kpi, &table.spec, &table.data, &rows);
    let period = || kpi.period_columns();
    let of_parts: Vec<&str> = period().chain(kpi.by.iter().map(|name| name.as_str())).chain(kpi.filter_columns()).collect();
    !are_apart(table, &of_parts, &parts) || !are_apart(table, &period().chain(kpi.filter_columns()).collect::<Vec<_>>(), &overall)
}

/// Whether a column is certainly not a percentage: a number with no unit could be anything.
fn is_other(field: &Field) -> bool {
    !field.is_percentage() && (field.unit.is_some() || field.kind == FieldType::Integer)
}
