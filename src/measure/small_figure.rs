//! Figures that are small counts, although no cell that they are made from is.
//!
//! In: a figure's calculation and rows, and the policy of the table. Out: whether the policy hides the figure.
//! Invariant: what a formula over counts comes to is a count. 120 invited less 118 who attended are 2 people.

use crate::model::{Calculation, Cell, Decimal, Policy, Stage, Table, Terms, Unit, Value};

/// `units` is the column that names the unit of each row, if it does so for all numbers of the table.
///
/// Whether a figure gives away a count that the policy hides: the sum of a formula over counts, above or below a division line.
pub(super) fn is_small<S: Stage>(
    calculation: &Calculation,
    table: &Table<S>,
    rows: &[usize],
    policy: &Policy,
    units: Option<usize>,
) -> bool {
    // Where each row names its unit, rows of percentages count nobody.
    let counts_nobody = |text: &str| !text.is_empty() && !Unit::new(text).counts_people();
    if units.is_some_and(|at| rows.iter().all(|row| counts_nobody(table.columns[at].cell(*row).published().trim()))) {
        return false;
    }
    let (of, to) = match calculation {
        Calculation::Sum(of) | Calculation::Mean(of) => (of, None),
        Calculation::Weighted { of, weight } => (of, Some(weight)),
        Calculation::Ratio { of, to, .. } => (of, Some(to)),
    };
    // What is only added up is 0 or no smaller than its cells, which the policy has hidden already.
    let is_difference = |terms: &&Terms| {
        terms.iter().any(|(sign, _)| sign.is_sign_negative()) && terms.iter().any(|(_, column)| policy.counts.contains(column))
    };
    [Some(of), to].into_iter().flatten().filter(is_difference).any(|terms| {
        let sum = total(table, terms, rows);
        policy.hides(sum) && !sum.is_zero()
    })
}

fn total<S: Stage>(table: &Table<S>, terms: &Terms, rows: &[usize]) -> Decimal {
    let number = |column: usize, row: usize| match table.columns[column].cell(row).value() {
        Value::Number(number) => *number,
        _ => Decimal::ZERO,
    };
    let of_row = |row: &usize| terms.iter().map(|(sign, column)| *sign * number(*column, *row)).collect::<Vec<_>>();
    rows.iter().flat_map(of_row).fold(Decimal::ZERO, Decimal::saturating_add)
}
