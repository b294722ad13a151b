//! Golden cases of disclosure control, and small tables compared with all tables that there are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use shelfmark::disclosure::{
    Absent, Assembled, Bounds, Count, CountTable, Dimension, Equation, Facts, Measure, Model, Share, Standing, assemble,
    intervals, select, too_narrow,
};

use crate::portal::unpacked;

/// The cases, by name: their files.
fn cases() -> BTreeMap<String, Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/disclosure/cases.json.xz");
    serde_json::from_slice(&unpacked(Path::new(path))).unwrap()
}

/// What is lost by hiding a number.
type Loss = fn(i64) -> u64;

/// A case as a model: of its true table, or of what a pattern publishes.
struct Case<'a> {
    spec: &'a Value,
    files: &'a Value,
}

/// What a case's files say: the model, and where its cells are.
struct CaseTables {
    assembled: Assembled,
    /// For each table: its rows, each with its key.
    keys: Vec<Vec<BTreeMap<String, String>>>,
}

impl CaseTables {
    fn place(&self, case: &Case<'_>, table: &str, key: &Value, measure: &str) -> usize {
        let tables = case.spec["tables"].as_array().unwrap();
        let at = tables.iter().position(|other| other["name"] == *table).unwrap();
        let is_key = |row: &BTreeMap<String, String>| {
            key.as_object().unwrap().iter().all(|(name, value)| row[name] == value.as_str().unwrap())
        };
        let row = self.keys[at].iter().position(is_key).unwrap();
        let measure = counts(&tables[at]).position(|other| other["col"] == *measure).unwrap();
        self.assembled.places[at][measure][row].unwrap()
    }
}

fn counts(table: &Value) -> impl Iterator<Item = &Value> {
    table["measures"].as_array().unwrap().iter().filter(|measure| measure["type"] == "count")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64()
}

/// The rows of a CSV, long: a column for each thing that a wide one has in its headings.
fn rows(csv: &str, table: &Value) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(ToOwned::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        let row: BTreeMap<String, String> =
            headings.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect();
        let Some(wide) = table["wide"].as_object() else {
            rows.push(row);
            continue;
        };
        for (heading, value) in wide["columns"].as_object().unwrap() {
            let mut long = row.clone();
            long.insert(text(&wide["col"]).to_owned(), text(value).to_owned());
            long.insert(text(&wide["measure"]).to_owned(), row[heading].clone());
            rows.push(long);
        }
    }
    rows
}

impl Case<'_> {
    fn primary(&self, measure: &Value, key: &BTreeMap<String, String>, number: i64) -> bool {
        let rule = &self.spec["primary"];
        let is_exempt = |filter: &Value| filter.as_object().unwrap().iter().all(|(name, value)| key[name] == text(value));
        let exempt = rule["exempt"].as_array().is_some_and(|all| all.iter().any(is_exempt));
        let is_sensitive = measure["sensitive"].as_bool().unwrap_or(true);
        is_sensitive && !exempt && (rule["min"].as_i64().unwrap()..=rule["max"].as_i64().unwrap()).contains(&number)
    }

    fn width(&self, role: &str) -> i64 {
        self.spec["require"][role]["width"].as_i64().unwrap_or(1)
    }

    fn shown(table: &Value, key: &BTreeMap<String, String>, number: i64) -> Bounds {
        let rounding = &table["rounding"];
        let is_exact = |filter: &Value| filter.as_object().unwrap().iter().all(|(name, value)| key[name] == text(value));
        if rounding.is_null() || number == 0 || rounding["exact"].as_array().is_some_and(|all| all.iter().any(is_exact)) {
            return Bounds::exactly(number);
        }
        let half = (rounding["base"].as_i64().unwrap() - 1) / 2;
        let least = rounding["from"].as_i64().map_or(number - half, |from| from.max(number - half));
        Bounds { least, most: Some(number + half) }
    }

    /// Reads the tables. `files` names the file of each; cells with a marker have no number.
    fn read(&self, file: impl Fn(&Value) -> String, loss: impl Fn(i64) -> u64) -> CaseTables {
        let attacker = &self.spec["attacker"];
        let hidden = Bounds { least: attacker["lo"].as_i64().unwrap_or(0), most: attacker["hi"].as_i64() };
        let (mut tables, mut keys) = (Vec::new(), Vec::new());
        for table in self.spec["tables"].as_array().unwrap() {
            let rows = rows(text(&self.files[file(table)]), table);
            let dimensions: Vec<&Value> = table["dims"].as_array().unwrap().iter().collect();
            let names: Vec<&str> = dimensions.iter().map(|dimension| text(&dimension["col"])).collect();
            let values: Vec<Vec<String>> = names
                .iter()
                .map(|name| {
                    let mut values: Vec<String> = Vec::new();
                    for row in &rows {
                        if !values.contains(&row[*name]) {
                            values.push(row[*name].clone());
                        }
                    }
                    values
                })
                .collect();
            let at = |dimension: usize, value: &str| {
                values[dimension].iter().position(|other| other == value).and_then(|at| u32::try_from(at).ok())
            };
            let key_of = |row: &BTreeMap<String, String>| -> Vec<u32> {
                names.iter().enumerate().map(|(dimension, name)| at(dimension, &row[*name]).unwrap()).collect()
            };
            let measures = counts(table).map(|measure| {
                let cell = |row: &BTreeMap<String, String>| {
                    let number = row[text(&measure["col"])].parse::<i64>().ok();
                    let is_primary = number.is_none_or(|number| self.primary(measure, row, number));
                    let shown = number.map_or(hidden, |number| Self::shown(table, row, number));
                    let is_fixed = table["already_published"] == true || measure["sensitive"] == false;
                    let standing = match () {
                        () if is_primary && !is_fixed => Standing::Primary,
                        () if is_fixed || !table["rounding"].is_null() => Standing::Fixed,
                        () => Standing::Optional,
                    };
                    let width = self.width(if is_primary { "primary" } else { "secondary" });
                    let loss = loss(number.unwrap_or(0));
                    Some(Count { number, shown, hidden, width, standing, loss })
                };
                Measure {
                    name: text(&measure["col"]).to_owned(),
                    counts: rows.iter().map(cell).collect(),
                    adds_up_along: (0..names.len()).collect(),
                }
            });
            let measures = measures.collect();
            let dimension = |(place, dimension): (usize, &&Value)| {
                let total = dimension["total"].as_str().and_then(|total| at(place, total));
                let sums = match dimension["children"].as_object() {
                    Some(children) => children
                        .iter()
                        .map(|(parent, parts)| {
                            let parts = parts.as_array().unwrap().iter().filter_map(|part| at(place, text(part)));
                            (at(place, parent).unwrap(), parts.collect())
                        })
                        .collect(),
                    None => total
                        .map(|total| {
                            (total, (0..u32::try_from(values[place].len()).unwrap()).filter(|at| *at != total).collect())
                        })
                        .into_iter()
                        .collect(),
                };
                Dimension { name: names[place].to_owned(), values: values[place].clone(), total, sums, overlaps: false }
            };
            let absent = if table["absent"] == "unpublished" { Absent::Untold } else { Absent::Nobody };
            tables.push(CountTable {
                universe: table["universe"].as_str().unwrap_or("").to_owned(),
                dimensions: dimensions.iter().enumerate().map(dimension).collect(),
                keys: rows.iter().map(key_of).collect(),
                measures,
                absent,
            });
            keys.push(rows);
        }
        let mut read = CaseTables { assembled: assemble(&tables), keys };
        self.add_ratios(&mut read);
        self.add_equations(&mut read);
        read
    }

    fn add_ratios(&self, read: &mut CaseTables) {
        for (at, table) in self.spec["tables"].as_array().unwrap().iter().enumerate() {
            let ratios = table["measures"].as_array().unwrap().iter().filter(|measure| measure["type"] == "ratio");
            for ratio in ratios {
                for row in read.keys[at].clone() {
                    let shown = &row[text(&ratio["col"])];
                    let Ok(_) = shown.parse::<f64>() else { continue };
                    let digits = u32::try_from(ratio["dp"].as_u64().unwrap()).unwrap();
                    let (whole, part) = shown.split_once('.').unwrap_or((shown, ""));
                    let units: i64 = format!("{whole}{part:0<width$}", width = digits as usize).parse().unwrap();
                    let mut key: serde_json::Map<String, Value> = serde_json::Map::new();
                    for dimension in table["dims"].as_array().unwrap() {
                        let name = text(&dimension["col"]);
                        key.insert(name.to_owned(), row[name].clone().into());
                    }
                    let mut whole_key = key.clone();
                    whole_key.extend(ratio["den_key"].as_object().cloned().unwrap_or_default());
                    let name = text(&table["name"]);
                    let of = read.place(self, name, &Value::Object(key), text(&ratio["num"]));
                    let to = read.place(self, name, &Value::Object(whole_key), text(&ratio["den"]));
                    let scale = ratio["scale"].as_i64().unwrap_or(1);
                    let equations = Equation::share(&[(of, 1)], &[(to, 1)], (units, digits), scale);
                    let shares = equations.into_iter().map(|equation| Share { equation, hidden_with: vec![of, to] });
                    read.assembled.model.shares.extend(shares);
                }
            }
        }
    }

    fn add_equations(&self, read: &mut CaseTables) {
        for equation in self.spec["equations"].as_array().into_iter().flatten() {
            let terms = equation["terms"].as_array().unwrap().iter().map(|term| {
                let name = text(&term["table"]);
                let table = self.spec["tables"].as_array().unwrap().iter().find(|other| other["name"] == *name).unwrap();
                let measure = term["measure"].as_str().unwrap_or_else(|| text(&table["measures"][0]["col"]));
                (read.place(self, name, &term["key"], measure), term["coef"].as_i64().unwrap_or(1))
            });
            let terms = terms.collect();
            let end = |name: &str| number(&equation[name]).or_else(|| number(&equation["rhs"])).map(i128::from);
            read.assembled.model.equations.push(Equation { terms, least: end("lo"), most: end("hi") });
        }
    }

    /// The model of what a pattern publishes, and which of its counts are hidden.
    fn pattern(&self, files: &Value) -> (CaseTables, Vec<bool>) {
        let mut read = self.read(|table| text(&files[text(&table["name"])]).to_owned(), |_| 1);
        // What the pattern shows of shares is shown.
        read.assembled.model.shares.iter_mut().for_each(|share| share.hidden_with.clear());
        let hidden = read.assembled.model.counts.iter().map(|count| count.number.is_none()).collect();
        (read, hidden)
    }
}

#[test]
fn intervals_of_golden_patterns_are_exact() {
    let (mut patterns, mut cells) = (0, 0);
    for (name, files) in &cases() {
        let case = Case { spec: &files["spec.json"], files };
        for (pattern, expected) in files["expected.json"]["patterns"].as_object().unwrap() {
            let (read, hidden) = case.pattern(&expected["files"]);
            let model = &read.assembled.model;
            let found = intervals(&model.facts(&hidden), &vec![true; hidden.len()]).unwrap();
            let mut is_safe = true;
            for cell in expected["cells"].as_array().unwrap() {
                let place = read.place(&case, text(&cell["table"]), &cell["key"], text(&cell["measure"]));
                let bounds = Bounds { least: cell["int"][0].as_i64().unwrap(), most: cell["int"][1].as_i64() };
                assert_eq!(found[place], Some(bounds), "{name} {pattern} {cell}");
                let width = case.width(if cell["role"] == "secondary" { "secondary" } else { "primary" });
                is_safe &= bounds.width().is_none_or(|found| found >= width);
                cells += 1;
            }
            assert_eq!(is_safe, expected["verdict"] == "safe", "{name} {pattern}");
            patterns += 1;
        }
    }
    assert_eq!((patterns, cells), (38, 92));
}

#[test]
fn what_is_chosen_in_golden_cases_is_safe_and_loses_no_more_than_other_tools() {
    let losses: [(&str, Loss); 2] =
        [("secondary", |number| 1_000_000 + u64::try_from(number).unwrap()), ("value", |number| u64::try_from(number).unwrap())];
    for (name, files) in &cases() {
        let case = Case { spec: &files["spec.json"], files };
        for (what, loss) in losses {
            let read = case.read(|table| text(&table["input"]).to_owned(), loss);
            let model = &read.assembled.model;
            let selection = select(model).unwrap();
            let facts = model.facts(&selection.hidden);
            let truth: Vec<Option<i64>> = model.counts.iter().map(|count| count.number).collect();
            let narrow = too_narrow(&facts, &model.widths(&selection.hidden), &truth).unwrap();
            let (loss, cells) = model.loss(&selection.hidden);
            let found = if what == "value" { loss } else { u64::try_from(cells).unwrap() };
            if let Some(bar) = files["expected.json"]["bar"][format!("safe_anchor_min_{what}")].as_u64() {
                assert!(found <= bar, "{name} {what}: {found} of {bar}");
            }
            let refused = ["d15_release_previously_published", "d19_hes_rounding_leak"];
            let is_refused = !selection.unprotected.is_empty();
            assert_eq!((is_refused, narrow.is_empty() || is_refused), (refused.contains(&name.as_str()), true), "{name} {what}");
            assert_eq!(select(model).unwrap().hidden, selection.hidden, "the same each time: {name} {what}");
        }
        let primaries: BTreeSet<usize> = files["expected.json"]["primary"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| read_of(&case).place(&case, text(&cell["table"]), &cell["key"], text(&cell["measure"])))
            .collect();
        let standing =
            |at: &usize| matches!(read_of(&case).assembled.model.counts[*at].standing, Standing::Primary | Standing::Exposed);
        let found: BTreeSet<usize> = (0..read_of(&case).assembled.model.counts.len()).filter(standing).collect();
        assert_eq!(found, primaries, "{name}");
    }
}

/// The true tables of a case.
fn read_of(case: &Case<'_>) -> CaseTables {
    case.read(|table| text(&table["input"]).to_owned(), |_| 1)
}

/// All tables of whole numbers up to a limit that agree with some facts, as the interval of each count.
fn all_tables(facts: &Facts, most: i64) -> Option<Vec<(i64, i64)>> {
    let mut found: Option<Vec<(i64, i64)>> = None;
    let mut numbers: Vec<i64> = facts.cells.iter().map(|bounds| bounds.least).collect();
    loop {
        if facts.agree(&numbers) {
            let ends = found.get_or_insert_with(|| numbers.iter().map(|number| (*number, *number)).collect());
            ends.iter_mut().zip(&numbers).for_each(|(ends, number)| *ends = (ends.0.min(*number), ends.1.max(*number)));
        }
        let next = (0..numbers.len()).find(|at| numbers[*at] < facts.cells[*at].most.unwrap_or(most).min(most));
        let Some(next) = next else { return found };
        numbers[next] += 1;
        (0..next).for_each(|at| numbers[at] = facts.cells[at].least);
    }
}

/// A table of two by three with all totals, of which counts below 5 are small.
fn small_table(numbers: &[i64]) -> Model {
    let inner: Vec<Vec<i64>> = numbers.chunks(3).map(<[i64]>::to_vec).collect();
    let mut rows: Vec<Vec<i64>> = inner.iter().map(|row| row.iter().copied().chain([row.iter().sum()]).collect()).collect();
    rows.push((0..4).map(|column| rows.iter().map(|row| row[column]).sum()).collect());
    let count = |number: i64| Count {
        number: Some(number),
        shown: Bounds::exactly(number),
        hidden: Bounds { least: 1, most: Some(9) },
        width: if (1..5).contains(&number) { 2 } else { 1 },
        standing: if (1..5).contains(&number) { Standing::Primary } else { Standing::Optional },
        loss: u64::try_from(number).unwrap() + 1,
    };
    let counts = rows.iter().flatten().map(|number| count(*number)).collect();
    let across = (0..3).map(|row| Equation::total(row * 4 + 3, (0..3).map(|column| row * 4 + column)));
    let down = (0..4).map(|column| Equation::total(8 + column, (0..2).map(|row| row * 4 + column)));
    Model { counts, equations: across.chain(down).collect(), shares: Vec::new(), keys: Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn intervals_are_those_of_all_tables(numbers in prop::collection::vec(0..9_i64, 6), hide in prop::collection::vec(any::<bool>(), 12)) {
        let mut model = small_table(&numbers);
        model.counts.iter_mut().for_each(|count| count.hidden = Bounds { least: 0, most: Some(9) });
        // At most six are hidden, so that all tables can be gone through.
        let mut hidden: Vec<bool> = model.counts.iter().zip(&hide).map(|(count, hide)| *hide && count.number <= Some(9)).collect();
        let over: Vec<usize> = (0..12).filter(|at| hidden[*at]).skip(6).collect();
        for at in over {
            hidden[at] = false;
        }
        let facts = model.facts(&hidden);
        let expected = all_tables(&facts, 40).unwrap();
        let found = intervals(&facts, &hidden).unwrap();
        for at in (0..12).filter(|at| hidden[*at]) {
            prop_assert_eq!(found[at], Some(Bounds { least: expected[at].0, most: Some(expected[at].1) }));
        }
    }

    #[test]
    fn what_is_chosen_is_as_wide_as_it_must_be_among_all_tables(numbers in prop::collection::vec(0..9_i64, 6)) {
        let model = small_table(&numbers);
        let selection = select(&model).unwrap();
        let primaries = (0..12).filter(|at| model.counts[*at].standing == Standing::Primary);
        prop_assert!(primaries.clone().all(|at| selection.hidden[at]));
        if selection.unprotected.is_empty() && selection.hidden.iter().filter(|hidden| **hidden).count() <= 5 {
            let all = all_tables(&model.facts(&selection.hidden), 40).unwrap();
            for at in (0..12).filter(|at| selection.hidden[*at]) {
                prop_assert!(all[at].1 - all[at].0 >= model.counts[at].width, "{} is {:?}", at, all[at]);
            }
        }
    }
}
