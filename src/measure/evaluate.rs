//! Calculates figures from rows.

use super::Reading;
use super::series::mean;
use crate::model::{Calculation, Cell, Marker, MissingRule, Stage, Table, Terms, Value};

/// The figure for some rows.
pub(super) fn evaluate<S: Stage>(calculation: &Calculation, table: &Table<S>, rows: &[usize], missing: MissingRule) -> Reading {
    match try_evaluate(calculation, table, rows, missing) {
        Ok(value) if value.is_finite() => Reading::Value(value),
        // The result is too large for a number. No figure is better than an infinite one.
        Ok(_) => Reading::Missing(None),
        Err(marker) => Reading::Missing(marker),
    }
}

fn try_evaluate<S: Stage>(
    calculation: &Calculation,
    table: &Table<S>,
    rows: &[usize],
    missing: MissingRule,
) -> Result<f64, Option<Marker>> {
    let rows = calculation.counted_rows(table, rows, missing)?;
    let sum = |terms: &Terms| total(rows.iter().map(|row| row_value(table, terms, *row)));
    match calculation {
        Calculation::Sum(terms) => Ok(sum(terms)),
        Calculation::Mean(terms) => mean(&rows.iter().map(|row| row_value(table, terms, *row)).collect::<Vec<_>>()).ok_or(None),
        Calculation::Ratio { of, to, per } => match sum(to) {
            0.0 => Err(Some(Marker::NotApplicable)),
            whole => Ok(sum(of) / whole * per),
        },
    }
}

/// The value of a formula in one row. Only rows without missing values count.
fn row_value<S: Stage>(table: &Table<S>, terms: &Terms, row: usize) -> f64 {
    let number = |column: usize| if let Value::Number(number) = table.columns[column].cell(row).value() { *number } else { 0.0 };
    total(terms.iter().map(|(coefficient, column)| coefficient * number(*column)))
}

/// A sum that is never minus zero, which a reader would take for a fault. The sums of the standard library start from minus zero.
fn total(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.fold(0.0, |sum, number| sum + number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::evaluate;
    use crate::measure::Reading;
    use crate::model::{Calculation, Cell, CellTerm, Column, Denominator, Marker, MissingRule, Raw, RawCell, Table, Value};

    fn table(columns: &[Vec<Option<i32>>; 3]) -> Table<Raw> {
        let cell = |number: &Option<i32>| RawCell {
            text: number.map_or_else(String::new, |number| number.to_string()).into(),
            normal: None,
            value: number.map_or(Value::Missing(Marker::NotAvailable), |number| Value::Number(f64::from(number))),
        };
        let column = |numbers: &Vec<Option<i32>>| Column {
            name: String::new(),
            heading: String::new(),
            pool: numbers.iter().map(cell).collect(),
            cells: (0..u32::try_from(numbers.len()).unwrap()).collect(),
        };
        Table { columns: columns.iter().map(column).collect(), rows: columns[0].len() }
    }

    fn sum(table: &Table<Raw>, terms: &[CellTerm]) -> f64 {
        let number = |term: &CellTerm| match table.columns[term.column].cell(term.row).value() {
            Value::Number(number) => *number,
            _ => f64::NAN,
        };
        terms.iter().map(|term| term.coefficient * number(term)).sum()
    }

    #[test]
    fn a_sum_is_never_minus_zero() {
        let table = table(&[vec![Some(0)], vec![Some(0)], vec![Some(0)]]);
        let less = Calculation::Sum(vec![(-1.0, 0)]);
        let Reading::Value(value) = evaluate(&less, &table, &[0], MissingRule::Refuse) else { panic!("no figure") };
        assert_eq!(value.to_string(), "0");
    }

    proptest! {
        #[test]
        fn a_figure_is_the_linear_combination_that_it_is_said_to_be(
            rows in prop::collection::vec(prop::array::uniform3(prop::option::weighted(0.9, -50..500_i32)), 1..20),
            kind in 0..3_usize,
        ) {
            let table = table(&[0, 1, 2].map(|at: usize| rows.iter().map(|row| row[at]).collect()));
            let terms = vec![(1.0, 0), (-1.0, 1)];
            let calculation = match kind {
                0 => Calculation::Sum(terms),
                1 => Calculation::Mean(terms),
                _ => Calculation::Ratio { of: terms, to: vec![(1.0, 2)], per: 100.0 },
            };
            let all: Vec<usize> = (0..table.rows).collect();
            let Ok(counted) = calculation.counted_rows(&table, &all, MissingRule::Omit) else { return Ok(()) };
            let figure = calculation.linear(&counted);
            let below = match &figure.denominator {
                Denominator::Number(number) => *number,
                Denominator::Cells(terms) => sum(&table, terms),
            };
            match evaluate(&calculation, &table, &all, MissingRule::Omit) {
                Reading::Value(value) => {
                    let equation = figure.scale * sum(&table, &figure.numerator) - value * below;
                    prop_assert!(equation.abs() <= 1e-6, "{equation}");
                }
                _ => prop_assert!(below == 0.0),
            }
        }
    }
}
