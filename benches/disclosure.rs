//! How long it takes to protect tables of some size, and how many cells are lost: `cargo bench --bench disclosure`.
//!
//! The tables are invented: regions, each with trusts, by age and sex, with all totals, of which counts from 1 to 7 are small.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::needless_range_loop, reason = "a cell is known by its organisation, age and sex")]

use std::time::Instant;

use shelfmark::disclosure::{Absent, Bounds, Count, CountTable, Dimension, Measure, Standing, assemble, select, too_narrow};

fn main() {
    println!("| cells | small | hidden to protect them | their sum | seconds to choose | seconds to prove |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (regions, trusts, ages) in [(4, 12, 6), (15, 31, 6)] {
        report(regions, trusts, ages);
    }
    audit(40, 43, 18);
}

fn report(regions: usize, trusts: usize, ages: usize) {
    let table = table(regions, trusts, ages);
    let model = assemble(&[table]).model;
    let small = model.primaries().iter().filter(|is_small| **is_small).count();
    let started = Instant::now();
    let selection = select(&model).unwrap_or_else(|error| panic!("{error}"));
    let choosing = started.elapsed().as_secs_f64();
    let (sum, lost) = model.loss(&selection.hidden);
    let started = Instant::now();
    let truth: Vec<Option<i64>> = model.counts.iter().map(|count| count.number).collect();
    let narrow = too_narrow(&model.facts(&selection.hidden), &model.widths(&selection.hidden), &truth);
    let proving = started.elapsed().as_secs_f64();
    assert!(narrow.is_ok_and(|narrow| narrow.is_empty()), "what is chosen is safe");
    assert_eq!(selection.unprotected, Vec::<usize>::new());
    println!("| {} | {small} | {lost} | {} | {choosing:.2} | {proving:.2} |", model.counts.len(), sum - 1_000 * lost as u64);
}

/// Audits a large table that was protected by the rule of thumb: where one count of a sum is hidden, hide the next smallest.
fn audit(regions: usize, trusts: usize, ages: usize) {
    let model = assemble(&[table(regions, trusts, ages)]).model;
    let number = |count: usize| model.counts[count].number.unwrap_or(0);
    let mut hidden = model.primaries();
    for equation in model.equations.iter().chain(&model.equations) {
        let terms = || equation.terms.iter().map(|(count, _)| *count);
        if terms().filter(|count| hidden[*count]).count() == 1 {
            let next = terms().filter(|count| !hidden[*count] && number(*count) > 0).min_by_key(|count| number(*count));
            if let Some(next) = next {
                hidden[next] = true;
            }
        }
    }
    let truth: Vec<Option<i64>> = model.counts.iter().map(|count| count.number).collect();
    let started = Instant::now();
    let narrow = too_narrow(&model.facts(&hidden), &model.widths(&hidden), &truth).map_or(0, |narrow| narrow.len());
    let cells = hidden.iter().filter(|hidden| **hidden).count();
    println!(
        "\n{} cells, {cells} hidden by a rule of thumb: audited in {:.1} s, {narrow} of them too narrow",
        hidden.len(),
        started.elapsed().as_secs_f64()
    );
}

/// Regions with trusts, by age and sex.
fn table(regions: usize, trusts: usize, ages: usize) -> CountTable {
    let organisations = 1 + regions + regions * trusts;
    let mut random = 42_u64;
    let mut draw = |most: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % most
    };
    let mut numbers = vec![vec![vec![0_i64; 3]; ages + 1]; organisations];
    for trust in 1 + regions..organisations {
        let size = 2 + draw(60);
        for age in 1..=ages {
            for sex in 1..3 {
                numbers[trust][age][sex] = i64::try_from(draw(size) * draw(4) / 2 + draw(6)).unwrap_or(0);
            }
        }
    }
    for trust in 1 + regions..organisations {
        let region = 1 + (trust - 1 - regions) / trusts;
        for age in 1..=ages {
            for sex in 1..3 {
                let number = numbers[trust][age][sex];
                for at in [trust, region, 0] {
                    let sums = [(age, sex), (0, sex), (age, 0), (0, 0)];
                    // The trust has the number already.
                    sums.into_iter().skip(usize::from(at == trust)).for_each(|(age, sex)| numbers[at][age][sex] += number);
                }
            }
        }
    }
    let count = |number: i64| Count {
        number: Some(number),
        shown: Bounds::exactly(number),
        hidden: Bounds::from(1),
        width: if (1..8).contains(&number) { 3 } else { 1 },
        standing: if (1..8).contains(&number) { Standing::Primary } else { Standing::Optional },
        loss: 1_000 + u64::try_from(number).unwrap_or(0),
    };
    let mut keys = Vec::new();
    let mut counts = Vec::new();
    let place = |at: usize| u32::try_from(at).unwrap_or(0);
    for organisation in 0..organisations {
        for age in 0..=ages {
            for sex in 0..3 {
                keys.push(vec![place(organisation), place(age), place(sex)]);
                counts.push(Some(count(numbers[organisation][age][sex])));
            }
        }
    }
    let names = |name: &str, count: usize| (0..count).map(|at| format!("{name} {at}")).collect::<Vec<_>>();
    let all = |count: usize| vec![(0, (1..place(count)).collect::<Vec<u32>>())];
    let mut sums = vec![(0, (1..=place(regions)).collect::<Vec<u32>>())];
    for region in 1..=regions {
        let first = 1 + regions + (region - 1) * trusts;
        sums.push((place(region), (place(first)..place(first + trusts)).collect()));
    }
    let dimension = |name: &str, values, sums| Dimension { name: name.to_owned(), values, total: Some(0), sums, overlaps: false };
    CountTable {
        universe: String::new(),
        dimensions: vec![
            dimension("organisation", names("organisation", organisations), sums),
            dimension("age", names("age", ages + 1), all(ages + 1)),
            dimension("sex", names("sex", 3), all(3)),
        ],
        keys,
        measures: vec![Measure { name: "count".to_owned(), counts, adds_up_along: vec![0, 1, 2] }],
        absent: Absent::Nobody,
    }
}
