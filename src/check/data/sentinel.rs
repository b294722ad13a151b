//! Numbers used for missing values.

use crate::check::Context;
use crate::diagnostic::{Findings, Rule, Severity};
use crate::model::{Decimal, RawCell, Value};

/// A number used for a missing value.
pub(crate) static RULE: Rule = Rule {
    id: "data/sentinel",
    severity: Severity::Warning,
    finds: "A number such as 99999, 9999999, -99 or a single -1, as the lowest or highest value in a column of numbers.",
    matters: "Programs write such numbers when a value is missing. In a sum they swamp every real figure.",
    example: "attendances\n120\n9999999",
    put_right: "Map it to a marker with `missing_values` in the dictionary, such as `9999999=x`. If it is a real number, \
        waive this rule.",
};

pub(in crate::check) fn detect(context: &Context<'_>, findings: &mut Findings) {
    super::each_column(context, findings, |table, at, field| {
        if !field.kind.is_numeric() {
            return None;
        }
        let pool = &table.data.columns[at].pool;
        let numbers = || pool.iter().filter_map(|cell| if let Value::Number(number) = cell.value { Some(number) } else { None });
        let (least, most) = (numbers().min()?, numbers().max()?);
        let negatives = numbers().filter(Decimal::is_sign_negative).count();
        // A number in the middle of the column is real: one that means a missing value is the lowest or highest.
        let is_edge = |number: Decimal| number <= least || number >= most;
        let is_meant =
            |cell: &RawCell| matches!(cell.value, Value::Number(number) if is_edge(number) && is_sentinel(number, negatives));
        let found = super::Found::of(table, at, is_meant)?;
        let message =
            format!("{} a missing value", found.cells(&field.name, "a number that often means", "numbers that often mean"));
        let help =
            format!("if it does, write `{}=x` under `missing_values` in the dictionary; if not, waive this rule", found.sample);
        Some(RULE.finding(message).at(found.place(table, at), "the first").help(help))
    });
}

fn is_sentinel(number: Decimal, negatives: usize) -> bool {
    const USUAL: [i64; 9] = [99_999, 999_999, 9_999_999, 99_999_999, 999_999_999, -99, -999, -9999, -99_999];
    USUAL.into_iter().any(|usual| number == usual.into()) || (number == -Decimal::ONE && negatives == 1)
}
