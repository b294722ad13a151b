//! In any small table with totals, no small count that is hidden can be worked out more closely than it may be.
#![no_main]

use shelfmark::disclosure::{Bounds, Count, Equation, Model, Standing, select, too_narrow};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [columns, width, cells @ ..] = bytes else { return };
    let columns = usize::from(columns % 5) + 2;
    let rows = cells.len() / columns;
    if !(2..=12).contains(&rows) {
        return;
    }
    let mut numbers: Vec<Vec<i64>> = cells.chunks_exact(columns).map(|row| row.iter().map(|cell| i64::from(*cell % 40)).collect()).collect();
    for row in &mut numbers {
        row.push(row.iter().sum());
    }
    numbers.push((0..=columns).map(|column| numbers.iter().map(|row| row[column]).sum()).collect());
    let count = |number: i64| {
        let is_small = (1..5).contains(&number);
        Count {
            number: Some(number),
            shown: Bounds::exactly(number),
            hidden: Bounds::from(1),
            width: if is_small { i64::from(width % 4) + 1 } else { 1 },
            standing: if is_small { Standing::Primary } else { Standing::Optional },
            loss: number.unsigned_abs() + 1,
        }
    };
    let place = |row: usize, column: usize| row * (columns + 1) + column;
    let across = (0..=rows).map(|row| Equation::total(place(row, columns), (0..columns).map(|column| place(row, column))));
    let down = (0..=columns).map(|column| Equation::total(place(rows, column), (0..rows).map(|row| place(row, column))));
    let model = Model {
        counts: numbers.iter().flatten().map(|number| count(*number)).collect(),
        equations: across.chain(down).collect(),
        shares: Vec::new(),
        keys: Vec::new(),
    };
    let chosen = select(&model).unwrap();
    let truth: Vec<Option<i64>> = model.counts.iter().map(|count| count.number).collect();
    assert!(model.primaries().iter().zip(&chosen.hidden).all(|(small, hidden)| !small || *hidden));
    assert_eq!(chosen.unprotected, Vec::<usize>::new(), "a total can always be hidden");
    let narrow = too_narrow(&model.facts(&chosen.hidden), &model.widths(&chosen.hidden), &truth).unwrap();
    assert_eq!(narrow, [], "what is chosen is safe");
});
