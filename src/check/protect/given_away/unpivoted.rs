//! Totals in a wide table whose columns have become rows. A total that is still a column is repeated in every row of its parts; one
//! that became a row is among them.

use super::{Away, Counts};

/// Hidden counts that are the difference between such a total and its other parts.
pub(super) fn detect(counts: &Counts<'_>) -> Vec<Away> {
    let table = counts.table;
    let Some(unpivot) = &table.spec.unpivot else { return Vec::new() };
    let (Some(names), Some(values)) = (table.data.column(&unpivot.names), table.data.position(&unpivot.values)) else {
        return Vec::new();
    };
    let width = names.pool.len();
    if width < 2 || !counts.columns().contains(&values) {
        return Vec::new();
    }
    // The rows that one row of the file became follow each other.
    let groups = || (0..table.data.rows).step_by(width).map(|first| (first..first + width).collect::<Vec<usize>>());
    let kept = counts.columns().into_iter().filter(|at| *at != values).map(|at| Total { column: at, row: None });
    let among = (0..width).map(|row| Total { column: values, row: Some(row) });
    let mut all = Vec::new();
    for total in kept.chain(among) {
        let is_sum = |group: &Vec<usize>| {
            let whole = counts.number(total.column, total.of(group))?;
            let parts = total.parts(group).map(|row| counts.number(values, row)).sum::<Option<i128>>()?;
            (whole > 0).then_some(whole == parts)
        };
        let (right, known) =
            groups().filter_map(|group| is_sum(&group)).fold((0, 0), |(right, all), is| (right + usize::from(is), all + 1));
        if right == 0 || right * 10 < known * 9 || right < 2 && width < 4 {
            continue;
        }
        let told = |group: Vec<usize>| {
            let parts: Vec<(usize, usize)> = total.parts(&group).map(|row| (values, row)).collect();
            counts.told_by((total.column, total.of(&group)), parts.into_iter())
        };
        let rows: Vec<usize> = groups().flat_map(told).map(|(_, row)| row).collect();
        if !rows.is_empty() {
            let name = &table.data.columns[total.column].name;
            all.push(Away { column: values, rows, by: format!("the total in `{name}` less the other rows") });
        }
    }
    all
}

/// A total of the rows that one row of the file became.
#[derive(Clone, Copy)]
struct Total {
    column: usize,
    /// Which of these rows it is; none if it stands in a column of its own.
    row: Option<usize>,
}

impl Total {
    fn of(self, group: &[usize]) -> usize {
        group[self.row.unwrap_or(0)]
    }

    fn parts(self, group: &[usize]) -> impl Iterator<Item = usize> + use<'_> {
        group.iter().enumerate().filter(move |(at, _)| self.row != Some(*at)).map(|(_, row)| *row)
    }
}
