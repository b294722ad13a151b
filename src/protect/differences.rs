//! Small counts that stand in no cell: what a KPI's formula takes away from another column, such as those invited who did not
//! attend.
//!
//! In: a table and its KPIs. Out: a count of the model for each row in which the difference is small.

use super::guarded::Guarded;
use crate::disclosure::{Assembled, Bounds, Count, Equation, Standing};
use crate::model::{Calculation, Decimal, KpiSpec, Value};

/// The differences of a table's columns, each column with 1 or -1 before it.
fn differences(kpis: &[KpiSpec], guarded: &Guarded<'_>) -> Vec<Vec<(i64, usize)>> {
    let table = guarded.table;
    let of_table = kpis.iter().filter(|kpi| *kpi.table == *table.spec.name);
    let calculations = of_table.filter_map(|kpi| Calculation::of(&kpi.value, &kpi.format, &table.data));
    let mut all: Vec<Vec<(i64, usize)>> = Vec::new();
    for calculation in calculations {
        for terms in calculation.formulas() {
            let signs: Vec<(i64, usize)> =
                terms.iter().map(|(sign, column)| (if sign.is_sign_negative() { -1 } else { 1 }, *column)).collect();
            let takes_away = signs.iter().any(|(sign, _)| *sign < 0) && signs.iter().any(|(sign, _)| *sign > 0);
            let are_counts = signs.iter().all(|(_, column)| guarded.policy.counts.contains(column));
            if takes_away && are_counts && !all.contains(&signs) {
                all.push(signs);
            }
        }
    }
    all
}

/// Whether a table has a small difference.
pub(super) fn any(kpis: &[KpiSpec], guarded: &Guarded<'_>) -> bool {
    let rows = 0..guarded.table.data.rows;
    differences(kpis, guarded)
        .iter()
        .any(|signs| rows.clone().any(|row| difference(guarded, signs, row).is_some_and(|number| is_small(guarded, number))))
}

/// Adds the small differences to a model.
pub(super) fn add(assembled: &mut Assembled, at: usize, guarded: &Guarded<'_>, kpis: &[KpiSpec]) {
    for signs in differences(kpis, guarded) {
        for row in 0..guarded.table.data.rows {
            let Some(number) = difference(guarded, &signs, row).filter(|number| is_small(guarded, *number)) else { continue };
            let measure = |column: usize| guarded.policy.counts.iter().position(|other| *other == column);
            let place = |(sign, column): &(i64, usize)| Some((assembled.places[at][measure(*column)?][row]?, *sign));
            let Some(mut terms) = signs.iter().map(place).collect::<Option<Vec<_>>>() else { continue };
            let any = Bounds::from(if number < 0 { -1_000_000_000 } else { 0 });
            let width = i64::from(guarded.policy.width);
            let count = Count { number: Some(number), shown: any, hidden: any, width, standing: Standing::Primary, loss: 0 };
            terms.push((assembled.model.counts.len(), -1));
            assembled.model.counts.push(count);
            assembled.model.equations.push(Equation { terms, least: Some(0), most: Some(0) });
        }
    }
}

fn is_small(guarded: &Guarded<'_>, number: i64) -> bool {
    number != 0 && guarded.policy.hides(Decimal::from(number))
}

fn difference(guarded: &Guarded<'_>, signs: &[(i64, usize)], row: usize) -> Option<i64> {
    let number = |(sign, column): &(i64, usize)| match guarded.table.data.columns[*column].cell(row) {
        cell if cell.is_other => None,
        cell => match cell.value {
            Value::Number(number) if number.fract().is_zero() => Some(sign * i64::try_from(number).ok()?),
            _ => None,
        },
    };
    signs.iter().map(number).sum()
}
