//! Figures that add up shorter periods.

use std::collections::{BTreeMap, BTreeSet};

use super::each_kpi;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::load::LoadedTable;
use crate::model::{
    Column, Field, KpiRows, KpiSpec, Period, PeriodFormat, RawCell, Value, ValueSpec, matching_rows, row_meanings, split_totals,
    stock_words,
};

/// A figure that adds up shorter periods.
pub(crate) static RULE: Rule = Rule {
    id: "kpi/coarse-period",
    severity: Severity::Warning,
    finds: "A sum whose `period` is longer than the periods of the table: a year, in a table with a row for each month.",
    matters: "Each figure is the sum of several rows over time, and a year with fewer months looks like a fall.",
    example: "value: {sum: attendances}\nperiod: Year        (the key is Year and Month)",
    put_right: "If a sum over time is meant, waive this rule and say so in the KPI's description. Otherwise, give the shorter \
        period: `period: {year: Year, month: Month}`.",
};

/// A stock that is added up over time.
pub(crate) static STOCK: Rule = Rule {
    id: "kpi/stock-added",
    severity: Severity::Error,
    finds: "A sum over time of something that is there all the time, such as a waiting list: the unit, or the words of the KPI or \
        of the column, say so.",
    matters: "A person who waits for nine months is counted nine times.",
    example: "value: {sum: waiting}\nperiod: Year        (the key is Year and Month)",
    put_right: "Give the shorter period: `period: {year: Year, month: Month}`, or choose one month of each year with `where`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    each_kpi(context, findings, judge);
}

fn judge(context: &Context<'_>, kpi: &KpiSpec, table: &LoadedTable, findings: &mut Findings) {
    let (ValueSpec::Sum(formula), Some(columns)) = (&kpi.value, &kpi.period) else { return };
    let Some(periods) = columns.periods(&table.data) else { return };
    let rows = matching_rows(&table.data, kpi.filter.as_deref());
    let KpiRows { overall, .. } = split_totals(kpi, &table.spec, &table.data, &rows);
    let is_candidate = |column: &&Column<RawCell>| {
        let name = column.name.as_str();
        let is_key = table.spec.key.is_empty() || table.spec.is_key(name);
        let is_used = kpi.period_columns().chain(kpi.by.iter().map(|by| by.as_str())).any(|used| used == name);
        is_key && !is_used && !kpi.filters(name) && table.dictionary.field(name).is_some_and(|field| is_time(field, column))
    };
    for column in table.data.columns.iter().filter(is_candidate) {
        let meanings = row_meanings(column);
        let mut parts: BTreeMap<&Period, BTreeSet<u32>> = BTreeMap::new();
        for (row, period) in overall.iter().filter_map(|row| Some((row, periods.of(*row)?))) {
            parts.entry(period).or_default().insert(meanings[*row]);
        }
        let most = parts.values().map(BTreeSet::len).max().unwrap_or(0);
        if most < 2 {
            continue;
        }
        let long = columns.heading();
        let message = format!("each figure of `{long}` is the sum of up to {most} values of `{}`", column.name);
        let part = column.pool.iter().find(|cell| matches!(cell.value, Value::Text | Value::Number(_)));
        let short = part.map_or_else(
            || format!("period: {}", column.name),
            |cell| format!("period: {{year: {long}, {}: {}}}", part_of_year(&cell.text, &column.name), column.name),
        );
        let place = context.dataset.file.place(columns.span());
        let found = if let Some(word) = stock(kpi, formula, table) {
            STOCK
                .finding(format!("{message}, but `{word}` is counted at a moment and cannot be added up over time"))
                .at(place, "")
                .help(format!("write `{short}`"))
        } else {
            RULE.finding(message).at(place, "").help(format!("write `{short}`, or waive this rule if a sum over time is meant"))
        };
        findings.push(found);
    }
}

/// Whether a column holds periods, or the names or numbers of months or quarters.
fn is_time(field: &Field, column: &Column<RawCell>) -> bool {
    if field.kind.is_temporal() {
        return true;
    }
    let is_named = ["month", "quarter"].iter().any(|word| field.name.to_lowercase().contains(word));
    let is_part = |text: &str| {
        let reads = |written: String, format| Period::parse(&written, format).is_some();
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number {
            return is_named && text.parse().is_ok_and(|number: u8| (1..=12).contains(&number));
        }
        reads(format!("{text} 2000"), PeriodFormat::YearMonth) || reads(format!("{text} 2000"), PeriodFormat::Quarter)
    };
    let mut texts = column.pool.iter().filter(|cell| cell.value != Value::Blank).map(|cell| cell.text.trim()).peekable();
    texts.peek().is_some() && texts.all(is_part)
}

/// Whether a text such as `Sep`, `Q3` or `3` is a month or a quarter.
fn part_of_year(text: &str, heading: &str) -> &'static str {
    let is_month = Period::parse(&format!("{} 2000", text.trim()), PeriodFormat::YearMonth).is_some();
    let is_number = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    if is_month || (is_number && !heading.to_lowercase().contains("quarter")) { "month" } else { "quarter" }
}

/// The word that says that a KPI counts what there is at a moment, and not what happens in a period.
fn stock(kpi: &KpiSpec, formula: &str, table: &LoadedTable) -> Option<String> {
    let fields = table.dictionary.fields.iter().filter(|field| formula.contains(field.name.as_str()));
    let of_fields = fields.flat_map(|field| {
        [field.name.to_string(), field.title.clone(), field.unit.as_ref().map_or_else(String::new, |unit| unit.text().to_owned())]
    });
    let of_kpi = [kpi.title.to_string(), kpi.format.unit.as_ref().map_or_else(String::new, |unit| unit.text().to_owned())];
    stock_words(&of_fields.chain(of_kpi).collect::<Vec<_>>().join(", "))
}
