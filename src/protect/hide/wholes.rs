//! Wholes that stand nowhere and that percentages tell: 17 people are 42.5 %, so all are 40.

use crate::disclosure::{Assembled, Bounds, Count, CountTable, Equation, Standing};
use crate::model::Decimal;
use crate::protect::guarded::{Guarded, number_of};

/// In so many rows, at least, a percentage has to be that of the count.
const FEWEST: usize = 3;

/// Adds the wholes of percentages that the rows beside a count add up to, as everybody can work them out.
pub(super) fn add(assembled: &mut Assembled, at: usize, table: &CountTable, guarded: &Guarded<'_>) {
    let data = &guarded.table.data;
    for column in (0..data.columns.len()).filter(|column| !guarded.policy.counts.contains(column)) {
        let cells = &data.columns[column];
        let said: Vec<Option<Decimal>> = cells.pool.iter().map(number_of).collect();
        if said.iter().flatten().count() * 2 < said.len() || guarded.table.spec.is_key(&cells.name) {
            continue;
        }
        let places = said.iter().flatten().map(|said| said.normalize().scale()).max().unwrap_or(0).min(12);
        let half = Decimal::new(51, places + 2);
        for dimension in 0..table.dimensions.len() {
            let wholes: Vec<u32> = table.dimensions[dimension].sums.iter().map(|(whole, _)| *whole).collect();
            let mut groups = super::sums::groups(table, dimension);
            for rows in &mut groups {
                rows.retain(|row| !wholes.contains(&table.keys[*row][dimension]));
            }
            groups.retain(|rows| rows.len() > 1);
            for measure in 0..table.measures.len() {
                let number = |row: usize| table.measures[measure].counts[row].as_ref().and_then(|count| count.number);
                let sum = |rows: &[usize]| rows.iter().map(|row| number(*row)).sum::<Option<i64>>().filter(|sum| *sum > 0);
                let (mut right, mut wrong) = (0, 0);
                for rows in &groups {
                    let Some(whole) = sum(rows) else { continue };
                    for row in rows {
                        let (Some(said), Some(number)) = (said[cells.cells[*row] as usize], number(*row)) else { continue };
                        let is_share = (Decimal::from(number * 100) / Decimal::from(whole) - said).abs() <= half;
                        *(if is_share { &mut right } else { &mut wrong }) += 1;
                    }
                }
                if right < FEWEST || wrong * 10 > right {
                    continue;
                }
                for rows in &groups {
                    let cells: Option<Vec<usize>> = rows.iter().map(|row| assembled.places[at][measure][*row]).collect();
                    let (Some(whole), Some(cells)) = (sum(rows), cells) else { continue };
                    let known = Bounds::exactly(whole);
                    let count =
                        Count { number: Some(whole), shown: known, hidden: known, width: 0, standing: Standing::Fixed, loss: 0 };
                    assembled.model.counts.push(count);
                    assembled.model.equations.push(Equation::total(assembled.model.counts.len() - 1, cells));
                }
            }
        }
    }
}
