//! Rows of earlier releases as tables of counts, beside the table as it is now.
//!
//! In: a table as counts with dimensions, and rows of an earlier release. Out: another table of the same people. What is the same in
//! both is one count of the model; what was revised is another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::earlier::Ghost;
use super::extract::{exact_rows, ways};
use super::guarded::Guarded;
use crate::disclosure::{Absent, Bounds, Count, CountTable, Dimension, Measure, Standing};
use crate::model::{Cells, Decimal, Ledger, PrintedRow, Value, is_hidden, parse_number};

/// The rows of an earlier release as a table of counts. `now` is the table as it is, `release` the number of the release, and `gone`
/// the totals of columns that are gone.
pub(super) fn ghost_table(
    ghost: &Ghost,
    release: usize,
    guarded: &Guarded<'_>,
    (now, gone): (&CountTable, &BTreeMap<String, String>),
) -> CountTable {
    let names: BTreeSet<&str> = ghost.rows.iter().flat_map(|(key, _, _)| key.keys()).map(String::as_str).collect();
    let is_column = |name: &str| guarded.table.data.column(name).is_some();
    let shared = now.dimensions.iter().filter(|dimension| names.contains(dimension.name.as_str()) || !is_column(&dimension.name));
    let new = names.iter().filter(|name| **name != Ledger::NUMBER && !is_column(name));
    let mut dimensions: Vec<Dimension> = shared.map(|dimension| seen_then(dimension, ghost, guarded)).collect();
    dimensions.extend(new.map(|name| {
        let values: BTreeSet<String> = ghost.rows.iter().map(|(key, _, _)| value(key, name)).collect();
        let values: Vec<String> = values.into_iter().collect();
        let total = gone.get(*name).and_then(|total| values.iter().position(|value| value == total));
        let total = total.and_then(|at| u32::try_from(at).ok());
        Dimension { name: (*name).to_owned(), values, total, sums: Vec::new(), overlaps: false }
    }));
    let places: Vec<HashMap<&str, u32>> = dimensions.iter().map(|dimension| positions(&dimension.values)).collect();
    let place = |(dimension, places): (&Dimension, &HashMap<&str, u32>), key: &Cells| {
        places.get(value(key, &dimension.name).as_str()).copied().unwrap_or(0)
    };
    let keys = ghost.rows.iter().map(|(key, _, _)| dimensions.iter().zip(&places).map(|of| place(of, key)).collect());
    let keys = keys.collect();
    let exact = exact_rows(guarded.table);
    let measures = guarded.policy.counts.iter().map(|column| {
        let name = &guarded.table.data.columns[*column].name;
        let counts = ghost.rows.iter().map(|(_, printed, row)| {
            let is_exact = row.is_some_and(|row| exact[row]);
            count(guarded, printed.cells.get(name)?, (*column, *row), printed.rounded_to.filter(|_| !is_exact))
        });
        Measure { name: name.clone(), counts: counts.collect(), adds_up_along: (0..dimensions.len()).collect() }
    });
    let measures = measures.collect();
    CountTable { universe: now.universe.clone(), dimensions, keys, measures, absent: Absent::AsNow(release) }
}

/// The columns of earlier releases that are gone, each with the value that was the total of its others, if one was.
pub(super) fn gone_totals(guarded: &Guarded<'_>) -> BTreeMap<String, String> {
    let ghosts = &guarded.earlier.ghosts;
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, cell) in ghosts.iter().flat_map(|ghost| &ghost.rows).flat_map(|(key, _, _)| key) {
        if name != Ledger::NUMBER && guarded.table.data.column(name).is_none() {
            values.entry(name).or_default().insert(cell.trim());
        }
    }
    let total = |(name, values): (&str, BTreeSet<&str>)| {
        let total = values.into_iter().find(|total| adds_up(ghosts, name, total))?;
        Some((name.to_owned(), total.to_owned()))
    };
    values.into_iter().filter_map(total).collect()
}

/// Whether a value of a column that is gone was the total of the others, by all numbers that were printed.
fn adds_up(ghosts: &[Ghost], name: &str, total: &str) -> bool {
    // The rows of a release that agree in all other columns, each with its value.
    type Rows<'a> = Vec<(&'a String, &'a PrintedRow)>;
    let mut groups: BTreeMap<(&String, Vec<&String>), Rows<'_>> = BTreeMap::new();
    for ghost in ghosts {
        for (key, printed, _) in &ghost.rows {
            let Some(cell) = key.get(name) else { continue };
            let others = key.iter().filter(|(other, _)| *other != name).map(|(_, cell)| cell).collect();
            groups.entry((&ghost.release, others)).or_default().push((cell, printed));
        }
    }
    let mut even = 0;
    for rows in groups.values().filter(|rows| rows.len() > 2) {
        let Some((_, whole)) = rows.iter().find(|(cell, _)| cell.trim() == total) else { return false };
        for (column, text) in &whole.cells {
            let number =
                |(_, printed): &(&String, &PrintedRow)| parse_number(printed.cells.get(column)?).map(|number| number.value);
            let parts: Option<Vec<Decimal>> = rows.iter().filter(|(cell, _)| cell.trim() != total).map(number).collect();
            let Some((whole, parts)) = parse_number(text).zip(parts) else { continue };
            if whole.value != parts.iter().sum::<Decimal>() {
                return false;
            }
            even += 1;
        }
    }
    even > 0
}

/// Where each value stands first.
fn positions(values: &[String]) -> HashMap<&str, u32> {
    let mut all = HashMap::new();
    for (at, value) in values.iter().enumerate() {
        all.entry(value.as_str()).or_insert_with(|| u32::try_from(at).unwrap_or(u32::MAX));
    }
    all
}

/// The cell of a column in a key. Rows are numbered in a dimension of their own if nothing else tells them apart.
fn value(key: &Cells, name: &str) -> String {
    match key.get(name) {
        Some(cell) => cell.trim().to_owned(),
        None => key
            .get(Ledger::NUMBER)
            .and_then(|number| number.parse::<u32>().ok())
            .map_or(0, |number| number.saturating_sub(1))
            .to_string(),
    }
}

/// A dimension as it was: with the values that are there now, those that are gone, and what is a total of either.
fn seen_then(now: &Dimension, ghost: &Ghost, guarded: &Guarded<'_>) -> Dimension {
    let declared = guarded.table.spec.dimension(&now.name);
    let known: BTreeSet<&String> = now.values.iter().collect();
    let then: BTreeSet<String> = ghost.rows.iter().map(|(key, _, _)| value(key, &now.name)).collect();
    let values: Vec<String> = now.values.iter().chain(then.iter().filter(|text| !known.contains(text))).cloned().collect();
    let places = positions(&values);
    let position = |text: &str| places.get(text.trim()).copied();
    let declared_total = declared.and_then(|declared| declared.total.as_deref()).and_then(position);
    let total = declared_total.or(now.total);
    let mut sums: Vec<(u32, Vec<u32>)> = now.sums.iter().filter(|(whole, _)| Some(*whole) != total).cloned().collect();
    for (whole, parts) in declared.iter().flat_map(|declared| &declared.parts) {
        if let Some(whole) = position(whole) {
            sums.push((whole, parts.iter().filter_map(|part| position(part)).collect()));
        }
    }
    // What was there then, and all that is known: what is new since is no part of an old total.
    let seen: Vec<u32> = then.iter().filter_map(|text| position(text)).collect();
    let all: Vec<u32> = (0..values.len()).filter_map(|at| u32::try_from(at).ok()).collect();
    let mut wholes: Vec<(u32, Vec<u32>)> = Vec::new();
    match total {
        Some(total) => {
            let ways = [&seen, &all].into_iter().flat_map(|present| ways(present, total, &[total], &sums));
            wholes.extend(ways.filter(|parts| !parts.is_empty()).map(|parts| (total, parts)));
        }
        // A value that is gone may have been the total of the others. It counts as one only where it comes out.
        None => {
            for whole in then.iter().filter(|text| !known.contains(text)).filter_map(|text| position(text)) {
                let others = |present: &Vec<u32>| present.iter().copied().filter(|value| *value != whole).collect::<Vec<_>>();
                wholes.extend([&seen, &all].map(others).into_iter().filter(|parts| parts.len() > 1).map(|parts| (whole, parts)));
            }
        }
    }
    for sum in wholes {
        if !sums.contains(&sum) {
            sums.push(sum);
        }
    }
    Dimension { name: now.name.clone(), values, total, sums, overlaps: now.overlaps }
}

/// A printed cell as a count. `None` if nobody can tell whether it is the count that stands there now.
fn count(guarded: &Guarded<'_>, text: &str, (column, row): (usize, Option<usize>), rounded_to: Option<u32>) -> Option<Count> {
    let earlier = &guarded.earlier;
    let fixed = |number, shown: Bounds| Count {
        number: Some(number),
        shown,
        hidden: shown,
        width: 0,
        standing: Standing::Fixed,
        loss: 0,
    };
    let now = row.and_then(|row| match guarded.table.data.columns[column].cell(row).value {
        Value::Number(now) if now.fract().is_zero() => i64::try_from(now).ok(),
        _ => None,
    });
    if is_hidden(text) {
        // What was printed since as another number is another count.
        let is_same = row.is_none_or(|row| earlier.has_hidden(column, row));
        let any = Bounds::from(now.unwrap_or(0).min(0));
        let hidden = Count { number: None, shown: any, hidden: any, width: 1, standing: Standing::Primary, loss: 0 };
        return is_same.then_some(hidden);
    }
    let number = i64::try_from(parse_number(text).filter(|number| number.value.fract().is_zero())?.value).ok()?;
    match (rounded_to.map(i64::from), now) {
        (Some(base), Some(now)) if number != 0 => {
            let shown = Bounds { least: (number - base / 2).max(0), most: Some(number + (base - 1) / 2) };
            // It may still be hidden to protect others, within what is known.
            let within = shown.holds(now) && !guarded.policy.hides(Decimal::from(now));
            within.then(|| Count { standing: Standing::Optional, ..fixed(now, shown) })
        }
        (Some(_), None) => None,
        _ => {
            let is_known = row.is_none_or(|row| now != Some(number) || earlier.printed.contains_key(&(column, row)));
            is_known.then(|| fixed(number, Bounds::exactly(number)))
        }
    }
}
