//! KPIs whose unit is not that of what they compute.

use super::{are_apart, each_kpi};
use crate::check::Context;
use crate::diagnostic::{Diagnostic, Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{Field, FieldType, Formula, KpiSpec, Unit, ValueSpec, matching_rows, split_totals};
use crate::source::Spanned;

/// A KPI in a unit that its value cannot have.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/unit",
    severity: Severity::Error,
    finds: "A sum, mean or latest value of counts that is shown in percent, a ratio of people to people that is shown as people, or a sum of the percentages of several rows.",
    matters: "6,129 people are not 6,129%, a share of 0.7 is not one person, and the percentages of two hospitals do not add up to one of both.",
    example: "value: {sum: attendances}\nformat: {unit: percent}",
    put_right: "Write in `format` the unit that the columns have in the dictionary; for a share, write `value: {ratio: {of: ..., to: ...}}` and `format: {unit: percent}`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let place = |formula: &Spanned<String>| context.dataset.file.place(formula.span());
    let columns = |formula: &Spanned<String>| columns(formula, table);
    let unit = kpi.format.unit.as_ref().map_or("", Unit::text);
    let found: Option<Diagnostic> = match &kpi.value {
        ValueSpec::Sum(formula) if columns(formula).iter().any(|field| field.is_percentage()) && joins_rows(kpi, table) => Some(
            RULE.finding("percentages of several rows cannot be added up")
                .at(place(formula), "a column in percent")
                .help("write a `ratio` of the counts that they were made from, or `latest` where a row has the figure"),
        ),
        ValueSpec::Sum(formula) | ValueSpec::Mean(formula) | ValueSpec::Latest(formula) if kpi.format.is_percent() => {
            columns(formula).into_iter().find(|field| is_other(field)).map(|field| {
                let of = field.unit.as_ref().map_or("people", Unit::text);
                let message = format!("shown in percent, but `{}` is in {of}", *field.name);
                let help = format!("write `format: {{unit: {of}}}`, or a `ratio` of this column to its whole");
                RULE.finding(message).at(place(formula), "").help(help)
            })
        }
        ValueSpec::Ratio(ratio) if ratio.per.is_none() && PEOPLE.contains(&unit.to_lowercase().as_str()) => {
            let is_count = |formula| columns(formula).iter().all(|field| field.counts_people());
            (is_count(&ratio.of) && is_count(&ratio.to)).then(|| {
                RULE.finding(format!("a share of one count in another, shown as {unit}"))
                    .at(place(&ratio.of), "")
                    .help("write `format: {unit: percent}`, or add `per:` and a unit such as `per 100,000 people`")
            })
        }
        _ => None,
    };
    findings.extend(found.into_iter().collect());
}

/// Units of which a share is none.
const PEOPLE: [&str; 9] = ["people", "persons", "patients", "staff", "residents", "women", "men", "children", "deaths"];

/// Whether a figure is made of several rows that differ in something other than what the KPI chooses by `where`.
fn joins_rows(kpi: &KpiSpec, table: &LoadedTable) -> bool {
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let (overall, parts) = split_totals(kpi, &table.spec, &table.data, &rows);
    let period = || kpi.period.iter().map(|name| name.as_str());
    let of_parts: Vec<&str> = period().chain(kpi.by.iter().map(|name| name.as_str())).chain(kpi.filter_columns()).collect();
    !are_apart(table, &of_parts, &parts) || !are_apart(table, &period().chain(kpi.filter_columns()).collect::<Vec<_>>(), &overall)
}

/// The columns of a formula.
fn columns<'a>(formula: &Spanned<String>, table: &'a LoadedTable) -> Vec<&'a Field> {
    let terms = Formula::parse(formula).map(|formula| formula.terms().to_vec()).unwrap_or_default();
    terms.iter().filter_map(|term| table.dictionary.field(&term.column)).collect()
}

/// Whether a column is surely in another unit than percent: a number without a unit may be anything.
fn is_other(field: &Field) -> bool {
    !field.is_percentage() && (field.unit.is_some() || field.kind == FieldType::Integer)
}
