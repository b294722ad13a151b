//! Golden SPC cases: 18 series, and what NHSRplotthedots 0.2.2 made of them (`golden/spc/README.md`).
//!
//! Numbers must agree to a relative 1e-9; flags and words must be identical. Deliberate differences are listed below by case,
//! with the reason. A difference that is not listed fails the test, and so does a listed one that no longer occurs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use shelfmark::measure::spc::{Input, Options, Spc, xmr};
use shelfmark::model::Direction;

/// Icons that the package shows and this program does not: the case, the series, the icon, and the reason.
const DIFFERENCES: [(&str, &str, &str, &str); 12] = [
    ("d02_ae_trust_rrk_rebase", "no facet", "variation", "9 points since the rebase: too few for an icon"),
    ("d04_ae_six_trusts_facets", "R1K", "assurance", "no target for this series: no assurance"),
    ("d04_ae_six_trusts_facets", "RJ7", "assurance", "no target for this series: no assurance"),
    ("d04_ae_six_trusts_facets", "R1H", "assurance", "no target for this series: no assurance"),
    ("d04_ae_six_trusts_facets", "RQM", "assurance", "no target for this series: no assurance"),
    ("d08_constant_screened", "no facet", "variation", "limits cannot be computed"),
    ("d08_constant_screened", "no facet", "assurance", "limits cannot be computed"),
    ("d09_constant_not_screened", "no facet", "variation", "limits without width say nothing"),
    ("d09_constant_not_screened", "no facet", "assurance", "limits without width say nothing"),
    ("d15_two_points_only", "no facet", "variation", "2 points: too few for an icon"),
    ("d16_one_point_only", "no facet", "variation", "1 point: too few for an icon"),
    ("d16_one_point_only", "no facet", "assurance", "1 point: too few for an icon"),
];

struct Row {
    date: String,
    value: Option<f64>,
}

struct Case {
    id: String,
    expected: Value,
    series: BTreeMap<String, Vec<Row>>,
}

fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/spc");
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.to_string_lossy().trim_end_matches(".xz").ends_with(".json"));
    paths.sort();
    let read = |path: &PathBuf| {
        let expected: Value = serde_json::from_slice(&crate::portal::unpacked(path)).unwrap();
        let mut series: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        let mut reader = csv::Reader::from_path(folder.join(expected["input"].as_str().unwrap())).unwrap();
        let headers = reader.headers().unwrap().clone();
        let facet_column =
            expected["options"]["facet_column"].as_str().and_then(|name| headers.iter().position(|header| header == name));
        for record in reader.records().map(Result::unwrap) {
            let facet = facet_column.map_or("no facet", |at| &record[at]).to_owned();
            let value = (!record[1].is_empty() && &record[1] != "NA").then(|| record[1].parse().unwrap());
            series.entry(facet).or_default().push(Row { date: record[0].to_owned(), value });
        }
        for rows in series.values_mut() {
            rows.sort_by(|a, b| a.date.cmp(&b.date));
        }
        Case { id: expected["id"].as_str().unwrap().to_owned(), expected, series }
    };
    paths.iter().map(read).collect()
}

fn chart(case: &Case, facet: &str) -> Spc {
    let options = &case.expected["options"];
    let rows = &case.series[facet];
    let of_facet = |value: &Value| if value.is_object() { value[facet].clone() } else { value.clone() };
    let rebase = of_facet(&options["rebase"]);
    let is_rebase = |row: &Row| rebase.as_array().is_some_and(|dates| dates.iter().any(|date| date == row.date.as_str()));
    let input = Input {
        at: (0..rows.len()).collect(),
        values: rows.iter().map(|row| row.value).collect(),
        rebased: rows.iter().map(is_rebase).collect(),
    };
    let options = Options {
        screen: options["screen_outliers"].as_bool().unwrap(),
        fix_after: options["fix_after_n_points"].as_u64().map(|points| usize::try_from(points).unwrap()),
        direction: match options["improvement_direction"].as_str().unwrap() {
            "increase" => Direction::Higher,
            "decrease" => Direction::Lower,
            _ => Direction::Neutral,
        },
        target: of_facet(&options["target"]).as_f64(),
    };
    xmr(&input, &options)
}

#[track_caller]
fn close(ours: Option<f64>, golden: &Value, what: &str) {
    match (ours, golden.as_f64()) {
        (None, None) => {}
        (Some(ours), Some(golden)) => {
            let tolerance = 1e-9 * golden.abs().max(1e-300);
            assert!((ours - golden).abs() <= tolerance, "{what}: {ours} is not {golden}");
        }
        (ours, golden) => panic!("{what}: {ours:?} is not {golden:?}"),
    }
}

#[test]
fn limits_and_points_are_those_of_the_package() {
    let cases = cases();
    assert_eq!(cases.len(), 18);
    for case in &cases {
        for facet in case.series.keys() {
            let spc = chart(case, facet);
            let of_facet = |list: &str, key: &str| -> Vec<Value> {
                case.expected["expected"][list]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|item| item[key] == facet.as_str())
                    .cloned()
                    .collect()
            };
            let groups = of_facet("groups", "f");
            assert_eq!(groups.len(), spc.groups.len(), "{} {facet}: rebase groups", case.id);
            for (golden, ours) in groups.iter().zip(&spc.groups) {
                let what = format!("{} {facet}", case.id);
                close(ours.limits.mean, &golden["mean"], &format!("{what}: mean"));
                close(ours.limits.lower, &golden["lpl"], &format!("{what}: lower limit"));
                close(ours.limits.upper, &golden["upl"], &format!("{what}: upper limit"));
            }
            let points = of_facet("points", "facet");
            assert_eq!(points.len(), spc.points.len(), "{} {facet}: points", case.id);
            for (golden, ours) in points.iter().zip(&spc.points) {
                let what = format!("{} {facet} {}", case.id, golden["date"]);
                close(ours.value, &golden["value"], &format!("{what}: value"));
                assert_eq!(serde_json::json!(ours.outside), golden["outside_limits"], "{what}: outside");
                assert_eq!(serde_json::json!(ours.close), golden["close_to_limits"], "{what}: close");
                assert_eq!(serde_json::json!(ours.side), golden["relative_to_mean"], "{what}: side");
                assert_eq!(ours.cause.rule(), golden["special_cause_type"].as_str().unwrap(), "{what}: rule");
                assert_eq!(ours.kind.word(), golden["point_type"].as_str().unwrap(), "{what}: type");
            }
        }
    }
}

#[test]
fn icons_are_those_of_the_package_but_for_the_differences_listed() {
    let mut met = BTreeSet::new();
    for case in &cases() {
        for facet in case.series.keys() {
            let spc = chart(case, facet);
            let summaries = case.expected["expected"]["summary"].as_array().unwrap();
            let golden = summaries.iter().find(|summary| summary["facet"] == facet.as_str()).unwrap();
            let ours = [
                ("variation", spc.variation.map(shelfmark::measure::spc::Variation::word), &golden["variation_icon"]),
                ("assurance", spc.assurance.map(shelfmark::measure::spc::Assurance::word), &golden["assurance_type"]),
            ];
            for (icon, ours, golden) in ours {
                if ours == golden.as_str() {
                    continue;
                }
                let listed =
                    DIFFERENCES.iter().position(|(id, series, which, _)| *id == case.id && *series == facet && *which == icon);
                let listed = listed.unwrap_or_else(|| panic!("{} {facet} {icon}: {ours:?} is not {golden}", case.id));
                // In each difference an icon is left out, never replaced by another one, and readers are told why.
                assert_eq!(ours, None, "{} {facet} {icon}", case.id);
                assert!(spc.reason.is_some() || icon == "assurance", "{} {facet}: a reason in words", case.id);
                met.insert(listed);
            }
        }
    }
    let stale: Vec<_> = (0..DIFFERENCES.len()).filter(|at| !met.contains(at)).map(|at| DIFFERENCES[at]).collect();
    assert!(stale.is_empty(), "listed, but there is no difference: {stale:?}");
}

#[test]
fn a_gap_breaks_a_trend_where_the_package_stops() {
    let values =
        vec![Some(1.0), Some(2.0), Some(3.0), None, Some(4.0), Some(5.0), Some(6.0), Some(7.0), Some(8.0), Some(9.0), Some(10.0)];
    let input = Input { at: (0..values.len()).collect(), rebased: vec![false; values.len()], values };
    let options = Options { screen: true, fix_after: None, direction: Direction::Higher, target: None };
    let rules: Vec<&str> = xmr(&input, &options).points.iter().map(|point| point.cause.rule()).collect();
    assert!(rules[..4].iter().all(|rule| !rule.contains("Trend")), "{rules:?}");
    assert!(rules[4..].iter().all(|rule| !rule.contains("Common")), "{rules:?}");
}
