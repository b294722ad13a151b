//! Numbers that stand for no number.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{RawCell, Value};

/// A number that stands for no number.
pub(crate) static RULE: Rule = Rule {
    id: "data/sentinel",
    severity: Severity::Warning,
    finds: "A number such as 99999, 9999999, -99 or a lone -1, as the least or greatest of a column of numbers.",
    matters: "Programs write such numbers where they have none. Added up, they swamp every true figure.",
    example: "attendances\n120\n9999999",
    put_right: "Map it to a marker: `missing_values` of the dictionary, like `9999999=x`. If it is a true number, waive this rule.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if !field.kind.is_numeric() {
            return None;
        }
        let pool = &table.data.columns[at].pool;
        let numbers = || pool.iter().filter_map(|cell| if let Value::Number(number) = cell.value { Some(number) } else { None });
        let (least, most) = numbers().fold((f64::MAX, f64::MIN), |(least, most), number| (least.min(number), most.max(number)));
        let negatives = numbers().filter(|number| *number < 0.0).count();
        // A number among others like it is a number: what stands for none lies at the edge of the column.
        let is_edge = |number: f64| number <= least || number >= most;
        let is_meant =
            |cell: &RawCell| matches!(cell.value, Value::Number(number) if is_edge(number) && is_sentinel(number, negatives));
        let found = super::Found::of(table, at, is_meant)?;
        let message = format!("{} for none", found.cells(&field.name, "a number that often stands", "numbers that often stand"));
        let help =
            format!("write `{}=x` under `missing_values` in the dictionary if it does; if not, waive this rule", found.sample);
        Some(RULE.finding(message).at(found.place(table, at), "the first").help(help))
    });
}

fn is_sentinel(number: f64, negatives: usize) -> bool {
    const USUAL: [f64; 9] = [99_999.0, 999_999.0, 9_999_999.0, 99_999_999.0, 999_999_999.0, -99.0, -999.0, -9999.0, -99_999.0];
    let is = |other: f64| (number - other).abs() < f64::EPSILON;
    USUAL.into_iter().any(is) || (is(-1.0) && negatives == 1)
}
