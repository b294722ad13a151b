//! Calculates figures from rows, in exact decimals.
//!
//! Numbers are added without rounding and divided once, last. A figure that has an end, such as 57 of 100 as a percentage, is
//! therefore exactly that number; one that has none is right to 28 digits.

use super::Reading;
use crate::model::{Calculation, Cell, Decimal, Marker, MissingRule, Stage, Table, Terms, Value};

/// The figure for some rows.
pub(super) fn evaluate<S: Stage>(calculation: &Calculation, table: &Table<S>, rows: &[usize], missing: MissingRule) -> Reading {
    match calculation.counted_rows(table, rows, missing) {
        Ok(rows) => figure_of(calculation, table, &rows),
        Err(marker) => Reading::Missing(marker),
    }
}

/// The figure for rows that all count.
pub(super) fn figure_of<S: Stage>(calculation: &Calculation, table: &Table<S>, rows: &[usize]) -> Reading {
    match figure(calculation, table, rows) {
        Ok(value) => Reading::Value(value.normalize()),
        Err(marker) => Reading::Missing(marker),
    }
}

/// A figure of rows that all count. Where a number on the way is too large there is no figure, which is better than a wrong one.
fn figure<S: Stage>(calculation: &Calculation, table: &Table<S>, rows: &[usize]) -> Result<Decimal, Option<Marker>> {
    let sum = |terms: &Terms| total(rows.iter().map(|row| row_value(table, terms, *row))).ok_or(None);
    match calculation {
        Calculation::Sum(terms) => sum(terms),
        Calculation::Mean(terms) => sum(terms)?.checked_div(rows.len().into()).ok_or(None),
        Calculation::Weighted { of, weight } => {
            let whole = sum(weight)?;
            if whole.is_zero() {
                return Err(Some(Marker::NotApplicable));
            }
            let weighed = |row: &usize| row_value(table, of, *row)?.checked_mul(row_value(table, weight, *row)?);
            total(rows.iter().map(weighed)).and_then(|of| of.checked_div(whole)).ok_or(None)
        }
        Calculation::Ratio { of, to, per } => {
            let whole = sum(to)?;
            if whole.is_zero() {
                return Err(Some(Marker::NotApplicable));
            }
            sum(of)?.checked_mul(*per).and_then(|of| of.checked_div(whole)).ok_or(None)
        }
    }
}

/// The value of a formula in one row. Only rows without missing values count.
fn row_value<S: Stage>(table: &Table<S>, terms: &Terms, row: usize) -> Option<Decimal> {
    let term = |(coefficient, column): &(Decimal, usize)| match table.columns[*column].cell(row).value() {
        Value::Number(number) => coefficient.checked_mul(*number),
        _ => Some(Decimal::ZERO),
    };
    total(terms.iter().map(term))
}

fn total(mut numbers: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
    numbers.try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use rust_decimal::RoundingStrategy;

    use super::evaluate;
    use crate::measure::Reading;
    use crate::model::{
        Calculation, Cell, CellTerm, Column, Decimal, Denominator, Marker, MissingRule, Raw, RawCell, Table, Value,
    };

    fn table(columns: &[Vec<Option<i32>>; 3]) -> Table<Raw> {
        let cell = |number: &Option<i32>| RawCell {
            text: number.map_or_else(String::new, |number| number.to_string()).into(),
            normal: None,
            is_other: false,
            value: number.map_or(Value::Missing(Marker::NotAvailable), |number| Value::Number(number.into())),
        };
        let column = |numbers: &Vec<Option<i32>>| Column {
            name: String::new(),
            heading: String::new(),
            pool: numbers.iter().map(cell).collect(),
            cells: (0..u32::try_from(numbers.len()).unwrap()).collect(),
        };
        Table { columns: columns.iter().map(column).collect(), rows: columns[0].len() }
    }

    fn sum(table: &Table<Raw>, terms: &[CellTerm]) -> Decimal {
        let number = |term: &CellTerm| match table.columns[term.column].cell(term.row).value() {
            Value::Number(number) => *number,
            other => panic!("{other:?}"),
        };
        terms.iter().map(|term| term.coefficient * number(term)).sum()
    }

    #[test]
    fn a_sum_is_never_minus_zero() {
        let table = table(&[vec![Some(0)], vec![Some(0)], vec![Some(0)]]);
        let less = Calculation::Sum(vec![(-Decimal::ONE, 0)]);
        let Reading::Value(value) = evaluate(&less, &table, &[0], MissingRule::Refuse) else { panic!("no figure") };
        assert_eq!(value.to_string(), "0");
    }

    /// Whole-number arithmetic, which is exact: `100 * of / to`, with halves away from zero, in units of the last decimal place.
    fn rounded(of: u64, to: u64, decimals: u32) -> u64 {
        (2 * 100 * 10_u64.pow(decimals) * of + to) / (2 * to)
    }

    #[test]
    fn every_share_of_up_to_a_thousand_is_rounded_as_on_paper_and_meets_the_target_that_it_equals() {
        let percent = Calculation::Ratio { of: vec![(Decimal::ONE, 0)], to: vec![(Decimal::ONE, 1)], per: Decimal::ONE_HUNDRED };
        for to in 1..=1000_u32 {
            let ofs: Vec<u32> = (0..=to).collect();
            let number = |of: &u32| i32::try_from(*of).ok();
            let wholes = vec![i32::try_from(to).ok(); ofs.len()];
            let table = table(&[ofs.iter().map(number).collect(), wholes.clone(), wholes]);
            for (row, of) in ofs.iter().enumerate() {
                let Reading::Value(figure) = evaluate(&percent, &table, &[row], MissingRule::Refuse) else { panic!("{of}/{to}") };
                for decimals in 0..3 {
                    let shown = figure.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
                    let units = rounded(u64::from(*of), u64::from(to), decimals);
                    assert_eq!(shown, Decimal::from_i128_with_scale(i128::from(units), decimals), "{of} of {to} to {decimals}");
                }
                if (u64::from(*of) * 10_000).is_multiple_of(u64::from(to)) {
                    let target = Decimal::from_i128_with_scale(i128::from(u64::from(*of) * 10_000 / u64::from(to)), 2);
                    assert_eq!(figure, target, "{of} of {to} is {target}%");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_sum_of_amounts_is_the_sum_of_their_pence(pence in prop::collection::vec(-10_000_000..10_000_000_i64, 1000)) {
            let cell = |pence: &i64| RawCell {
                text: pence.to_string().into(),
                normal: None,
                is_other: false,                value: Value::Number(Decimal::new(*pence, 2)),
            };
            let column = Column {
                name: String::new(),
                heading: String::new(),
                pool: pence.iter().map(cell).collect(),
                cells: (0..1000).collect(),
            };
            let table: Table<Raw> = Table { columns: vec![column], rows: 1000 };
            let all: Vec<usize> = (0..1000).collect();
            let sum = evaluate(&Calculation::Sum(vec![(Decimal::ONE, 0)]), &table, &all, MissingRule::Refuse);
            prop_assert_eq!(sum, Reading::Value(Decimal::new(pence.iter().sum(), 2)));
            let mean = evaluate(&Calculation::Mean(vec![(Decimal::ONE, 0)]), &table, &all, MissingRule::Refuse);
            prop_assert_eq!(mean, Reading::Value(Decimal::new(pence.iter().sum(), 5)));
        }

        #[test]
        fn a_figure_is_the_linear_combination_that_it_is_said_to_be(
            rows in prop::collection::vec(prop::array::uniform3(prop::option::weighted(0.9, -50..500_i32)), 1..20),
            kind in 0..4_usize,
        ) {
            let table = table(&[0, 1, 2].map(|at: usize| rows.iter().map(|row| row[at]).collect()));
            let terms = vec![(Decimal::ONE, 0), (-Decimal::ONE, 1)];
            let calculation = match kind {
                0 => Calculation::Sum(terms),
                1 => Calculation::Mean(terms),
                2 => Calculation::Weighted { of: terms, weight: vec![(Decimal::ONE, 2)] },
                _ => Calculation::Ratio { of: terms, to: vec![(Decimal::ONE, 2)], per: Decimal::ONE_HUNDRED },
            };
            let all: Vec<usize> = (0..table.rows).collect();
            let Ok(counted) = calculation.counted_rows(&table, &all, MissingRule::Omit) else { return Ok(()) };
            let figure = calculation.linear(&table, &counted);
            let below = match &figure.denominator {
                Denominator::Number(number) => *number,
                Denominator::Cells(terms) => sum(&table, terms),
            };
            match evaluate(&calculation, &table, &all, MissingRule::Omit) {
                Reading::Value(value) => {
                    let equation = figure.scale * sum(&table, &figure.numerator) - value * below;
                    prop_assert!(equation.abs() <= Decimal::new(1, 20), "{equation}");
                }
                _ => prop_assert!(below.is_zero()),
            }
        }
    }
}
