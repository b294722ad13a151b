//! Periods written in several ways.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Field, FieldType, Period, PeriodFormat, RawCell, Value, without_notes};

/// Periods written in several ways.
pub(crate) static RULE: Rule = Rule {
    id: "data/mixed-periods",
    severity: Severity::Warning,
    finds: "A column of periods, or of text that gives periods, written in more than one way, such as `2023-04` and `Apr-23`.",
    matters: "Programs sort the two forms separately, and a period written in both becomes two bars in a chart.",
    example: "month\n2023-04\nMay-23",
    put_right: "Write every period in the column in the same way, preferably as ISO 8601: 2023-05 or 2023-05-01.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        let pool = &table.data.columns[at].pool;
        // Texts are written as they come: nothing is read from them.
        let is_free = field.period == Some(PeriodFormat::Text) && !field.allowed.is_empty();
        if is_free || (!field.kind.is_temporal() && !is_text_of_periods(field, pool)) {
            return None;
        }
        let mut shapes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (index, cell) in pool.iter().enumerate().filter(|(_, cell)| matches!(cell.value, Value::Period(_) | Value::Text)) {
            shapes.entry(shape(without_notes(cell.text.trim()))).or_insert((index, 0)).1 += 1;
        }
        if shapes.len() < 2 {
            return None;
        }
        let (usual, _) = shapes.values().max_by_key(|(index, count)| (*count, Reverse(*index)))?;
        let (rare, _) = shapes.values().min_by_key(|(index, count)| (*count, Reverse(*index)))?;
        let message = format!(
            "the periods of `{}` are written in {} ways, such as {} and {}",
            *field.name,
            shapes.len(),
            super::quoted(&pool[*usual]),
            super::quoted(&pool[*rare])
        );
        let place = table.place(table.first_row(at, *rare), at);
        Some(
            RULE.finding(message)
                .at(place, "the less common way")
                .help("write them all in one way, such as 2023-05 or 2023-05-01"),
        )
    });
}

/// Whether every value of a text column is a month or a quarter. A year alone could be a code.
fn is_text_of_periods(field: &Field, pool: &[RawCell]) -> bool {
    let is_period = |text: &str| {
        [PeriodFormat::YearMonth, PeriodFormat::Quarter].into_iter().any(|format| Period::parse(text, format).is_some())
    };
    let mut texts = pool.iter().filter(|cell| cell.value == Value::Text).map(|cell| cell.text.trim()).peekable();
    field.kind == FieldType::String && texts.peek().is_some() && texts.all(is_period)
}

/// The text with each run of digits as `9` and each run of letters as `a`.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars() {
        let kind = if c.is_ascii_digit() {
            '9'
        } else if c.is_alphabetic() {
            'a'
        } else {
            c
        };
        if !(matches!(kind, '9' | 'a') && shape.ends_with(kind)) {
            shape.push(kind);
        }
    }
    shape
}
