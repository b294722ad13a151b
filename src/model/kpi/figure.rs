//! Published figures as cells: which rows, which columns and which coefficients each figure of a KPI is made from.
//!
//! In: a KPI and its table, raw or public. Out: [`KpiFigures`], the rows of each figure by series and period, and
//! [`Calculation::linear`], one figure as a linear combination of cells.
//! Invariant: whoever computes a figure and whoever asks what it gives away take the cells from here, so the two never differ.

use std::collections::BTreeMap;

use crate::model::{
    Cell, Decimal, Format, Formula, KpiRows, KpiSpec, Marker, MissingRule, Period, RowPeriods, Stage, Table, TableSpec, Value,
    ValueSpec, Weighting, matching_rows, split_totals,
};

/// The figures of a KPI, as rows of its table.
pub struct KpiFigures {
    /// How a figure comes from its rows.
    pub calculation: Calculation,
    /// How a planned figure comes from the same rows, if the KPI has a trajectory.
    pub trajectory: Option<Calculation>,
    /// The periods, oldest first. A KPI without periods has none.
    pub periods: Vec<Period>,
    /// All rows together. `None` where rows cannot be joined (`latest` with `by`).
    pub overall: Option<SeriesRows>,
    /// By the value of `by`.
    pub breakdown: BTreeMap<String, SeriesRows>,
}

/// The rows of each figure of a series: one entry for each period of the KPI, or one alone for a KPI without periods. `None` where
/// the table has no row for the period.
pub type SeriesRows = Vec<Option<Vec<usize>>>;

/// The figures of a KPI. `None` if a column does not exist or a formula cannot be read; check has reported both.
#[must_use]
pub fn kpi_figures<S: Stage>(spec: &KpiSpec, table_spec: &TableSpec, table: &Table<S>) -> Option<KpiFigures> {
    let calculation = Calculation::of(&spec.value, &spec.format, table)?;
    let by_column = spec.by.as_ref().and_then(|name| table.column(name));
    let row_periods = spec.period.as_ref().and_then(|columns| columns.periods(table));
    let rows = matching_rows(table, spec.filter.as_deref());
    let KpiRows { overall: whole, breakdown: parts } = split_totals(spec, table_spec, table, &rows);
    let all: Vec<usize> = whole.iter().chain(&parts).copied().collect();
    let periods = row_periods.as_ref().map_or_else(Vec::new, |of_rows| of_rows.sorted(&all));
    let places = row_periods.as_ref().map(|of_rows| of_rows.places(&periods));
    let series = |rows: &[usize]| by_period(rows, row_periods.as_ref().zip(places.as_deref()), periods.len());
    let is_joined = by_column.is_none() || !matches!(spec.value, ValueSpec::Latest(_));
    let overall = (is_joined || !whole.is_empty()).then(|| series(&whole));
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, by) in parts.iter().filter_map(|row| Some((row, by_column?))) {
        members.entry(by.cell(*row).published().trim()).or_default().push(*row);
    }
    let named = members.into_iter().filter(|(name, _)| !name.is_empty());
    let breakdown = named.map(|(name, rows)| (name.to_owned(), series(&rows))).collect();
    let planned = spec.spc.trajectory.as_ref().and_then(|name| table.position(name));
    let trajectory = planned.map(|column| Calculation::Sum(vec![(Decimal::ONE, column)]));
    Some(KpiFigures { calculation, trajectory, periods, overall, breakdown })
}

/// Rows by their periods; all together where there are none.
fn by_period(rows: &[usize], periods: Option<(&RowPeriods<'_>, &[Option<usize>])>, count: usize) -> SeriesRows {
    let Some((periods, places)) = periods else { return vec![Some(rows.to_vec())] };
    let mut series: SeriesRows = vec![None; count];
    for row in rows {
        if let Some(at) = places[periods.of_row[*row] as usize] {
            series[at].get_or_insert_default().push(*row);
        }
    }
    series
}

/// How a figure comes from its rows, with the columns by their positions.
#[derive(Clone, Debug, PartialEq)]
pub enum Calculation {
    /// The sum over the rows.
    Sum(Terms),
    /// The mean over the rows.
    Mean(Terms),
    /// The mean over the rows, in which each counts as much as another formula says.
    Weighted {
        /// The formula.
        of: Terms,
        /// How much each row counts.
        weight: Terms,
    },
    /// One sum divided by another, times a number.
    Ratio {
        /// The numerator.
        of: Terms,
        /// The denominator.
        to: Terms,
        /// The number.
        per: Decimal,
    },
}

/// The columns of a formula, each with 1 or -1 before it.
pub type Terms = Vec<(Decimal, usize)>;

impl Calculation {
    /// How a value is calculated. `None` if a column does not exist or a formula cannot be read.
    #[must_use]
    pub fn of<S: Stage>(value: &ValueSpec, format: &Format, table: &Table<S>) -> Option<Self> {
        let bind = |formula: &str| {
            let formula = Formula::parse(formula).ok()?;
            let term = |term: &crate::model::Term| {
                Some((if term.negative { -Decimal::ONE } else { Decimal::ONE }, table.position(&term.column)?))
            };
            formula.terms().iter().map(term).collect::<Option<Terms>>()
        };
        Some(match value {
            // `latest` has one row for each period, so its sum is its value.
            ValueSpec::Sum(formula) | ValueSpec::Latest(formula) => Self::Sum(bind(formula)?),
            ValueSpec::Mean(mean) => match &mean.weighting {
                Weighting::By(weight) => {
                    Self::Weighted { of: bind(&mean.formula)?, weight: vec![(Decimal::ONE, table.position(weight)?)] }
                }
                Weighting::Unsaid | Weighting::Unweighted => Self::Mean(bind(&mean.formula)?),
            },
            ValueSpec::Ratio(ratio) => {
                let per = ratio.per.unwrap_or(if format.is_percent() { Decimal::ONE_HUNDRED } else { Decimal::ONE });
                Self::Ratio { of: bind(&ratio.of)?, to: bind(&ratio.to)?, per }
            }
        })
    }

    /// The columns that a figure is made from.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        self.formulas().flatten().map(|(_, column)| *column)
    }

    /// The formulas that a figure is made from.
    pub fn formulas(&self) -> impl Iterator<Item = &Terms> {
        let formulas = match self {
            Self::Sum(terms) | Self::Mean(terms) => [Some(terms), None],
            Self::Ratio { of, to, .. } => [Some(of), Some(to)],
            Self::Weighted { of, weight } => [Some(of), Some(weight)],
        };
        formulas.into_iter().flatten()
    }

    /// The rows that count for a figure: those without a missing value. Rows that may be left out are left out of numerator and
    /// denominator together, so a ratio never divides the cases of some by the population of others.
    ///
    /// # Errors
    /// The marker of the missing cell, if the data has one, where no figure can be given: a confidential cell always, any missing
    /// cell under [`MissingRule::Refuse`], and where no row is left.
    pub fn counted_rows<S: Stage>(
        &self,
        table: &Table<S>,
        rows: &[usize],
        missing: MissingRule,
    ) -> Result<Vec<usize>, Option<Marker>> {
        let mut counted = Vec::with_capacity(rows.len());
        let mut first: Option<Option<Marker>> = None;
        'rows: for row in rows {
            for column in self.columns() {
                let marker = match table.columns[column].cell(*row).value() {
                    Value::Number(_) => continue,
                    Value::Missing(Marker::Confidential) => return Err(Some(Marker::Confidential)),
                    Value::Missing(marker) => Some(*marker),
                    _ => None,
                };
                first = first.or(Some(marker));
                continue 'rows;
            }
            counted.push(*row);
        }
        match first {
            Some(marker) if missing == MissingRule::Refuse || counted.is_empty() => Err(marker),
            _ if counted.is_empty() => Err(None),
            _ => Ok(counted),
        }
    }

    /// A figure of some rows as a linear combination of cells.
    #[must_use]
    pub fn linear<S: Stage>(&self, table: &Table<S>, rows: &[usize]) -> LinearFigure {
        let cells = |terms: &Terms| {
            let of_row = |row: &usize| {
                let row = *row;
                terms.iter().map(move |(coefficient, column)| CellTerm { row, column: *column, coefficient: *coefficient })
            };
            rows.iter().flat_map(of_row).collect::<Vec<_>>()
        };
        match self {
            Self::Sum(terms) => {
                LinearFigure { numerator: cells(terms), denominator: Denominator::Number(Decimal::ONE), scale: Decimal::ONE }
            }
            Self::Mean(terms) => {
                LinearFigure { numerator: cells(terms), denominator: Denominator::Number(rows.len().into()), scale: Decimal::ONE }
            }
            Self::Weighted { of, weight } => {
                let weighed = |term: CellTerm| {
                    let number = |column: &usize| match table.columns[*column].cell(term.row).value() {
                        Value::Number(number) => *number,
                        _ => Decimal::ZERO,
                    };
                    let weight: Decimal = weight.iter().map(|(coefficient, column)| coefficient * number(column)).sum();
                    CellTerm { coefficient: term.coefficient * weight, ..term }
                };
                let numerator = cells(of).into_iter().map(weighed).collect();
                LinearFigure { numerator, denominator: Denominator::Cells(cells(weight)), scale: Decimal::ONE }
            }
            Self::Ratio { of, to, per } => {
                LinearFigure { numerator: cells(of), denominator: Denominator::Cells(cells(to)), scale: *per }
            }
        }
    }
}

/// A published figure: `scale` times its numerator divided by its denominator. With a figure `f` this is the linear equation
/// `scale * numerator - f * denominator = 0` in the cells.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearFigure {
    /// The cells above the line.
    pub numerator: Vec<CellTerm>,
    /// What they are divided by.
    pub denominator: Denominator,
    /// What the quotient is multiplied by.
    pub scale: Decimal,
}

/// What a figure is divided by.
#[derive(Clone, Debug, PartialEq)]
pub enum Denominator {
    /// A number that everybody knows: 1 for sums, the number of rows for means.
    Number(Decimal),
    /// Cells.
    Cells(Vec<CellTerm>),
}

/// A cell of a table and what it is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellTerm {
    /// The row.
    pub row: usize,
    /// The position of the column.
    pub column: usize,
    /// The coefficient: 1 or -1, or the weight of the row in a weighted mean.
    pub coefficient: Decimal,
}
