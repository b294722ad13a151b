//! Texts for periods in no order of time.

use super::quoted;
use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{PeriodFormat, Value};

/// Texts for periods in no order of time.
pub(crate) static RULE: Rule = Rule {
    id: "data/period-order",
    severity: Severity::Error,
    finds: "A column of periods with the format `text` whose years or numbers fall from one row to a later one, and whose order is \
        not declared.",
    matters: "Texts stand in the order of the file. In a file that is sorted newest first, the oldest figure would be shown as the \
        newest.",
    example: "wave,people\nWave 3,120\nWave 2,110",
    put_right: "Sort the file oldest first, or list the periods under `enum` in the dictionary, oldest first: `Wave 2|Wave 3`.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if field.period != Some(PeriodFormat::Text) || !field.allowed.is_empty() {
            return None;
        }
        let pool = &table.data.columns[at].pool;
        let texts = pool.iter().enumerate().filter(|(_, cell)| matches!(cell.value, Value::Period(_)));
        let keys: Vec<(usize, Vec<u64>)> = texts.map(|(index, cell)| (index, numbers(&cell.text))).collect();
        let pair = keys.windows(2).find(|pair| pair[1].1 < pair[0].1 && !pair[1].1.is_empty())?;
        let (before, after) = (&pool[pair[0].0], &pool[pair[1].0]);
        let message = format!("{} comes after {} in `{}`", quoted(after), quoted(before), *field.name);
        let help = "sort the file oldest first, or list the periods under `enum` in the dictionary, oldest first";
        Some(RULE.finding(message).at(table.place(table.first_row(at, pair[1].0), at), "").help(help))
    });
}

/// The numbers in a text: years first, then the others, in their order.
fn numbers(text: &str) -> Vec<u64> {
    let all = text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| Some((digits.len(), digits.parse().ok()?)));
    let (years, others): (Vec<_>, Vec<_>) =
        all.partition(|(length, number): &(usize, u64)| *length == 4 && (1800..=2200).contains(number));
    years.into_iter().chain(others).map(|(_, number)| number).collect()
}
