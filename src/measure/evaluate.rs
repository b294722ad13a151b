//! Formulas over rows of public cells.

use super::Reading;
use super::series::mean;
use crate::model::{Cell, Column, Format, Formula, Marker, MissingRule, Table, Value, ValueSpec};
use crate::protect::{Public, PublicCell};

/// A KPI's formula, bound to the columns of its table.
pub(super) struct Evaluator<'a> {
    how: How<'a>,
    missing: MissingRule,
}

enum How<'a> {
    Sum(Terms<'a>),
    Mean(Terms<'a>),
    Ratio { of: Terms<'a>, to: Terms<'a>, per: f64 },
}

type Terms<'a> = Vec<(f64, &'a Column<PublicCell>)>;

impl<'a> Evaluator<'a> {
    /// Binds a formula. `None` if a column is not there; check has reported it.
    pub(super) fn new(value: &ValueSpec, missing: MissingRule, format: &Format, table: &'a Table<Public>) -> Option<Self> {
        let how = match value {
            // `latest` has one row a period, so its sum is its value.
            ValueSpec::Sum(formula) | ValueSpec::Latest(formula) => How::Sum(bind(formula, table)?),
            ValueSpec::Mean(formula) => How::Mean(bind(formula, table)?),
            ValueSpec::Ratio(ratio) => How::Ratio {
                of: bind(&ratio.of, table)?,
                to: bind(&ratio.to, table)?,
                per: ratio.per.unwrap_or(if format.is_percent() { 100.0 } else { 1.0 }),
            },
        };
        Some(Self { how, missing })
    }

    /// The figure of some rows.
    pub(super) fn evaluate(&self, rows: &[usize]) -> Reading {
        match self.try_evaluate(rows) {
            Ok(value) if value.is_finite() => Reading::Value(value),
            // Beyond what a number can hold: no figure is better than an infinite one.
            Ok(_) => Reading::Missing(None),
            Err(marker) => Reading::Missing(marker),
        }
    }

    fn try_evaluate(&self, rows: &[usize]) -> Result<f64, Option<Marker>> {
        match &self.how {
            How::Sum(terms) => Ok(self.values([terms], rows)?.iter().map(|[value]| value).sum()),
            How::Mean(terms) => {
                let values: Vec<f64> = self.values([terms], rows)?.into_iter().map(|[value]| value).collect();
                mean(&values).ok_or(None)
            }
            How::Ratio { of, to, per } => {
                let values = self.values([of, to], rows)?;
                let whole: f64 = values.iter().map(|[_, to]| to).sum();
                if whole == 0.0 {
                    return Err(Some(Marker::NotApplicable));
                }
                Ok(values.iter().map(|[of, _]| of).sum::<f64>() / whole * per)
            }
        }
    }

    /// The values of several formulas for each row. Rows that may be left out are left out for all formulas together, so
    /// that a ratio never divides the cases of some by the population of others.
    fn values<const N: usize>(&self, formulas: [&Terms<'a>; N], rows: &[usize]) -> Result<Vec<[f64; N]>, Option<Marker>> {
        let mut values = Vec::with_capacity(rows.len());
        let mut missing: Option<Option<Marker>> = None;
        'rows: for row in rows {
            let mut row_values = [0.0; N];
            for (value, terms) in row_values.iter_mut().zip(formulas) {
                for (sign, column) in terms {
                    let marker = match column.cell(*row).value() {
                        Value::Number(number) => {
                            *value += sign * number;
                            continue;
                        }
                        Value::Missing(Marker::Confidential) => return Err(Some(Marker::Confidential)),
                        Value::Missing(marker) => Some(*marker),
                        _ => None,
                    };
                    missing = missing.or(Some(marker));
                    continue 'rows;
                }
            }
            values.push(row_values);
        }
        match missing {
            Some(marker) if self.missing == MissingRule::Refuse || values.is_empty() => Err(marker),
            _ if values.is_empty() => Err(None),
            _ => Ok(values),
        }
    }
}

fn bind<'a>(formula: &str, table: &'a Table<Public>) -> Option<Terms<'a>> {
    let formula = Formula::parse(formula).ok()?;
    let bound = |term: &crate::model::Term| Some((if term.negative { -1.0 } else { 1.0 }, table.column(&term.column)?));
    formula.terms().iter().map(bound).collect()
}
