//! What the figures of a KPI can be.

use super::spc::Range;
use crate::model::{Calculation, Cell, Decimal, KpiSpec, Terms, Value, ValueSpec, float};
use crate::protect::ProtectedTable;

/// The range of a KPI's figures: its `bounds`, and otherwise from 0 for what cannot be below it, to 100% for a share of a whole.
pub(super) fn range(spec: &KpiSpec, calculation: &Calculation, table: &ProtectedTable) -> Range {
    if let Some(bounds) = &spec.bounds {
        return Range { least: Some(float(bounds.0.value)), most: Some(float(bounds.1.value)) };
    }
    let title = spec.title.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    // What is positive in every period so far need not stay so.
    if says(&[
        "change",
        "growth",
        "difference",
        "increase",
        "decrease",
        "inflation",
        "net ",
        "balance",
        "variance",
        "surplus",
        "deficit",
    ]) {
        return Range::default();
    }
    let numbers = |column: usize| {
        let pool = &table.data.columns[column].pool;
        pool.iter().filter_map(|cell| if let Value::Number(number) = cell.value() { Some(*number) } else { None })
    };
    let all = |terms: &Terms, fits: &dyn Fn(Decimal) -> bool| {
        terms.iter().all(|(coefficient, column)| *coefficient == Decimal::ONE && numbers(*column).all(fits))
    };
    let is_above_nought = |terms: &Terms| all(terms, &|number| !number.is_sign_negative() || number.is_zero());
    let is_percentage = |number: Decimal| number <= Decimal::ONE_HUNDRED;
    let (least, most) = match calculation {
        Calculation::Sum(of) | Calculation::Mean(of) | Calculation::Weighted { of, .. } => {
            let is_share = spec.format.is_percent() && !matches!(spec.value, ValueSpec::Sum(_)) && all(of, &is_percentage);
            (is_above_nought(of), is_share)
        }
        Calculation::Ratio { of, to, per } => {
            let is_share = spec.format.is_percent() && *per == Decimal::ONE_HUNDRED && is_part(of, to, table);
            (is_difference(of, to, table) || (is_above_nought(of) && is_above_nought(to)), is_share)
        }
    };
    // More beds than there are can be occupied.
    let can_exceed = says(&["occupan", "occupied", "utilis", "capacity"]);
    Range { least: least.then_some(0.0), most: (most && !can_exceed).then_some(100.0) }
}

/// Whether the numerator is never more than the denominator, in any row.
fn is_part(of: &Terms, to: &Terms, table: &ProtectedTable) -> bool {
    rows(of, to, table).all(|(of, to)| of <= to)
}

/// Whether a numerator with a subtraction, such as `attendances - breaches`, is never below 0.
fn is_difference(of: &Terms, to: &Terms, table: &ProtectedTable) -> bool {
    rows(of, to, table).all(|(of, to)| of >= Decimal::ZERO && to >= Decimal::ZERO)
}

/// The numerator and the denominator of each row that has both.
fn rows(of: &Terms, to: &Terms, table: &ProtectedTable) -> impl Iterator<Item = (Decimal, Decimal)> {
    let value = |terms: &Terms, row: usize| {
        terms.iter().try_fold(Decimal::ZERO, |sum, (coefficient, column)| match table.data.columns[*column].cell(row).value() {
            Value::Number(number) => sum.checked_add(coefficient.checked_mul(*number)?),
            _ => None,
        })
    };
    (0..table.data.rows).filter_map(move |row| value(of, row).zip(value(to, row)))
}
