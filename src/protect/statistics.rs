//! Numbers that are about the people of a hidden count: percentages, rates, medians.
//!
//! In: a table and the rows hidden in its columns of counts. Out: the same with the cells of statistics hidden in these rows, and
//! findings about columns of which nobody says what they are about.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use super::guarded::{Guarded, MoreHidden, number_of};
use crate::check::shares_of;
use crate::diagnostic::{Findings, Rule, Severity, did_you_mean};
use crate::load::shown;
use crate::model::{Column, Decimal, RawCell, UnitKind, Value};

/// Statistics beside hidden counts, of which nobody says whom they are about.
pub(crate) static UNDECLARED: Rule = Rule {
    id: "protect/undeclared-statistic",
    severity: Severity::Error,
    finds: "A column of percentages, rates, times or scores in a row whose count is hidden, without a word of whom it is about.",
    matters: "A percentage gives the hidden count back, and the median of a group of one is that person's own value.",
    example: "area,patients,median_wait\nDenby,1,412        (patients is shown as [c], 412 is that patient's wait)",
    put_right: "Write `protect: {statistics: {median_wait: patients}}` with the column that counts the people: the statistic is \
        hidden with their count. Write `nobody` for a column that says nothing of them, such as a target.",
};

/// In so many rows, at least, a number is the same for each person.
const FEWEST: usize = 3;

/// Hides statistics with their counts.
pub(super) fn hide(guarded: &Guarded<'_>, more: &mut MoreHidden) -> Findings {
    let mut findings = Findings::default();
    let Guarded { table, policy, .. } = guarded;
    let hidden: BTreeMap<usize, BTreeSet<usize>> =
        policy.counts.iter().map(|column| (*column, hidden_rows(guarded, *column, more))).collect();
    if hidden.values().all(BTreeSet::is_empty) {
        return findings;
    }
    let declared = table.spec.protect.as_ref().map(|policy| &policy.statistics);
    let mut known = BTreeSet::new();
    for (name, of) in declared.into_iter().flatten() {
        let Some(column) = table.data.position(name) else { continue };
        known.insert(column);
        if of.as_str() == "nobody" {
            continue;
        }
        let of_column = table.data.position(of);
        if let Some(rows) = of_column.and_then(|column| hidden.get(&column)) {
            more.entry(column).or_default().extend(rows);
            continue;
        }
        let names = policy.counts.iter().map(|column| table.data.columns[*column].name.as_str());
        let near = did_you_mean(of, names);
        let message =
            format!("`{}` is no column of counts in this table, so `{}` cannot be hidden with it", shown(of), shown(name));
        let found = UNDECLARED.finding(message).at(table.heading_place(column), "");
        findings.push(found.help(format!("{near}name a column that counts people, or write `nobody`")));
    }
    for share in shares_of(table, policy).into_iter().filter(|share| !known.contains(&share.share)).collect::<Vec<_>>() {
        for count in [share.part, share.whole] {
            if let Some(rows) = hidden.get(&count) {
                more.entry(share.share).or_default().extend(rows);
            }
        }
        known.insert(share.share);
    }
    let any: BTreeSet<usize> = hidden.values().flatten().copied().collect();
    for column in 0..table.data.columns.len() {
        if known.contains(&column) || policy.counts.contains(&column) || !is_statistic(guarded, column) {
            continue;
        }
        let cells = &table.data.columns[column];
        let is_number =
            |row: &usize| number_of(cells.cell(*row)).is_some() && !more.get(&column).is_some_and(|rows| rows.contains(row));
        let Some(first) = any.iter().copied().find(is_number) else { continue };
        let names: Vec<String> =
            policy.counts.iter().map(|count| format!("`{}`", shown(&table.data.columns[*count].name))).collect();
        let name = shown(&cells.name);
        let message = format!("`{name}` is published in rows whose count is hidden, and nothing says whom it is about");
        let found = UNDECLARED.finding(message).at(table.place(first, column).without_excerpt(), "");
        let of = if names.len() == 1 { names[0].trim_matches('`').to_owned() } else { "...".to_owned() };
        findings.push(found.help(format!(
            "write `protect: {{statistics: {{{name}: {of}}}}}` to hide it with that count; `{name}: nobody` if it says nothing of them"
        )));
    }
    findings
}

/// The rows in which a count is hidden.
fn hidden_rows(guarded: &Guarded<'_>, column: usize, more: &MoreHidden) -> BTreeSet<usize> {
    let cells = &guarded.table.data.columns[column];
    let is_hidden: Vec<bool> = cells.pool.iter().map(|cell| guarded.policy.hides_cell(cell)).collect();
    let small = cells.cells.iter().enumerate().filter(|(_, cell)| is_hidden[**cell as usize]).map(|(row, _)| row);
    small.chain(more.get(&column).into_iter().flatten().copied()).collect()
}

/// Whether a column holds numbers that can be about people: percentages, rates, times and scores that are not the same everywhere.
fn is_statistic(guarded: &Guarded<'_>, column: usize) -> bool {
    let cells = &guarded.table.data.columns[column];
    let Some(field) = guarded.table.dictionary.field(&cells.name) else { return false };
    if guarded.table.spec.is_key(&cells.name) || cells.pool.len() < 2 {
        return false;
    }
    if !field.kind.is_numeric() {
        // Percentages are often written as text.
        let is_percentage = |cell: &&RawCell| cell.text.trim().ends_with('%') && number_of(cell).is_some();
        return cells.pool.iter().filter(is_percentage).count() * 2 > cells.pool.len();
    }
    if is_of_calendar(guarded, column) {
        return false;
    }
    let Some(unit) = &field.unit else { return field.is_percentage() };
    match unit.kind() {
        UnitKind::Percent | UnitKind::PercentagePoints | UnitKind::Rate | UnitKind::Duration | UnitKind::Plain => true,
        UnitKind::Money(..) | UnitKind::Things => is_proportional(guarded, column),
        UnitKind::People => false,
    }
}

/// Whether a column says which week, month, quarter or year a date of the same row is in. It says when, and nothing about people.
fn is_of_calendar(guarded: &Guarded<'_>, column: usize) -> bool {
    let (data, dictionary) = (&guarded.table.data, &guarded.table.dictionary);
    let of_row = |row: usize| match data.columns[column].cell(row).value {
        Value::Number(number) if number.is_integer() => i64::try_from(number).ok(),
        _ => None,
    };
    let is_part = |dates: &Column<RawCell>, is: fn(NaiveDate, i64) -> bool| {
        (0..data.rows).all(|row| match (&dates.cell(row).value, of_row(row)) {
            (Value::Period(period), Some(number)) => is(period.start(), number),
            _ => false,
        })
    };
    let mut dates =
        data.columns.iter().filter(|other| dictionary.field(&other.name).is_some_and(|field| field.kind.is_temporal()));
    dates.any(|dates| PARTS_OF_DATES.iter().any(|is| is_part(dates, *is)))
}

/// Weeks are numbered in several ways, which differ by one; years and quarters begin in January or in April.
const PARTS_OF_DATES: [fn(NaiveDate, i64) -> bool; 4] = [
    |date, number| {
        let apart = (i64::from(date.iso_week().week()) - number).abs();
        (1..=53).contains(&number) && (apart <= 1 || apart >= 51)
    },
    |date, number| i64::from(date.month()) == number || i64::from((date.month() + 8) % 12 + 1) == number,
    |date, number| i64::from(date.month0() / 3 + 1) == number || i64::from((date.month() + 8) % 12 / 3 + 1) == number,
    |date, number| i64::from(date.year()) == number || i64::from(date.year()) - i64::from(date.month() < 4) == number,
];

/// Whether a column of money or things is the same for each person counted, so that it tells the count.
fn is_proportional(guarded: &Guarded<'_>, column: usize) -> bool {
    let data = &guarded.table.data;
    let number = |column: usize, row: usize| match data.columns[column].cell(row).value {
        Value::Number(number) if number > Decimal::ZERO => Some(number),
        _ => None,
    };
    guarded.policy.counts.iter().any(|count| {
        let ratios: Vec<Decimal> =
            (0..data.rows).filter_map(|row| number(column, row)?.checked_div(number(*count, row)?)).collect();
        let (Some(least), Some(most)) = (ratios.iter().min(), ratios.iter().max()) else { return false };
        ratios.len() >= FEWEST && (*most - *least) * Decimal::ONE_HUNDRED <= *least
    })
}
