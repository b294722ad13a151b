//! Eleven real files. Each loads with only a `dataset.yaml` and a `dictionary.csv`, and its counts equal those of an
//! independent reader (Python's csv module) in `golden/real-data/expected_profile.json`.
//!
//! Five of them are datasets of the shipped portal. The other six are stored compressed next to the expected counts.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use shelfmark::load::{Encoding, LineEnd, LoadedTable, Root, load_dataset};
use shelfmark::model::{DatasetId, Value};

use crate::portal::{Portal, SHIPPED_DAY, unpacked};
use crate::real_findings::FOUND;

/// A file with expected counts, and the shipped dataset and file with the same bytes.
const SHIPPED: [(&str, &str, &str); 5] = [
    ("ae_attendances_england_monthly.csv", "ae-attendances", "attendances.csv"),
    ("phs_msk_physio_waits_ukdates_flags.csv", "msk-physio-waits", "waits.csv"),
    ("ons_sdg_3-1-1_maternal_mortality.csv", "maternal-mortality", "maternal-mortality.csv"),
    ("openprescribing_statins_pounds_thousands.csv", "statins-prescribing", "statins.csv"),
    ("scotland_hospital_patients_by_board_wide_suppressed.csv", "hospital-patients-scotland", "inpatients.csv"),
];

/// A file with expected counts, and the name of its dataset in the test.
const STORED: [(&str, &str); 6] = [
    ("dfe_children_looked_after_rate_bom.csv", "children-looked-after"),
    ("dfe_exclusions_national_thousands_x_dot.csv", "exclusions"),
    ("fingertips_hospital_admissions_injuries_la.csv", "injuries"),
    ("phe_cases_county_ua_thousands.csv", "cases"),
    ("us_bls_employment_wide.csv", "employment"),
    ("ons_weekly_deaths_long.csv", "weekly-deaths"),
];

fn here(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A portal with all eleven files, and the dataset of each.
fn portal() -> (Portal, BTreeMap<&'static str, &'static str>) {
    let mut portal = Portal::empty().on(SHIPPED_DAY);
    let organisations = ["nhs-england", "ons", "public-health-scotland", "nhsbsa", "scottish-government"];
    for id in organisations {
        portal = portal.edit("portal.yaml", "  us: {name: Us}\n", &format!("  us: {{name: Us}}\n  {id}: {{name: {id}}}\n"));
    }
    let mut datasets = BTreeMap::new();
    for (oracle, id, file) in SHIPPED {
        let code_list = here(&format!("datasets/{id}/trusts.csv")).exists().then_some("trusts.csv");
        for name in ["dataset.yaml", "dictionary.csv", file].into_iter().chain(code_list) {
            portal = portal.bytes(&format!("datasets/{id}/{name}"), &fs::read(here(&format!("datasets/{id}/{name}"))).unwrap());
        }
        datasets.insert(oracle, id);
    }
    for (oracle, id) in STORED {
        let folder = format!("tests/golden/real-data/{}", oracle.trim_end_matches(".csv"));
        for name in ["dataset.yaml", "dictionary.csv"] {
            portal = portal.bytes(&format!("datasets/{id}/{name}"), &fs::read(here(&format!("{folder}/{name}"))).unwrap());
        }
        if id == "weekly-deaths" {
            // The weeks from 6 January 2017 on are those of the portal that ships.
            let mut bytes = unpacked(&here(&format!("{folder}/ons_weekly_deaths_long-to-2016.csv.columns.xz")));
            let shipped = fs::read(here("datasets/weekly-deaths/weekly-deaths.csv")).unwrap();
            let rows = shipped.iter().position(|byte| *byte == b'\n').unwrap() + 1;
            bytes.extend(&shipped[rows..]);
            portal = portal.bytes(&format!("datasets/{id}/{oracle}"), &bytes);
            datasets.insert(oracle, id);
            continue;
        }
        let by_column = here(&format!("{folder}/{oracle}.columns.xz"));
        let bytes = unpacked(&if by_column.exists() { by_column } else { here(&format!("{folder}/{oracle}.xz")) });
        portal = portal.bytes(&format!("datasets/{id}/{oracle}"), &bytes);
        datasets.insert(oracle, id);
    }
    (portal, datasets)
}

#[test]
fn every_real_file_is_read_as_an_independent_reader_reads_it() {
    let oracle: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&fs::read(here("tests/golden/real-data/expected_profile.json")).unwrap()).unwrap();
    let (portal, datasets) = portal();
    let root = Root::find(&portal.path("")).unwrap();
    assert_eq!(oracle.len(), 11);
    for (file, expected) in &oracle {
        let id = DatasetId::new(datasets[file.as_str()]).unwrap();
        let (loaded, findings) = load_dataset(&root, &id);
        assert!(!findings.has_errors(), "{file}: {:?}", findings.sorted());
        let table = &loaded.unwrap().tables[0];
        assert_eq!(table.bytes, expected["bytes"], "{file}: bytes");
        assert_eq!(table.data.rows as u64, expected["rows"], "{file}: rows");
        assert_eq!(table.data.columns.len() as u64, expected["columns"], "{file}: columns");
        let headings: Vec<&str> = table.data.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(serde_json::json!(headings), expected["columns_list"], "{file}: headings");
        assert_eq!(serde_json::json!(markers(table)), expected["markers"], "{file}: markers");
        assert_eq!(blank(table), expected["empty_cells"].as_u64().unwrap(), "{file}: empty cells");
        assert_eq!(unreadable(table), 0, "{file}: cells that are not of their type");
        assert_eq!(encoding(table.encoding), expected["encoding"], "{file}: encoding");
        assert_eq!(line_end(table.line_end), expected["newline"], "{file}: line ends");
    }
}

#[test]
fn every_real_file_builds_and_its_download_keeps_rows_columns_and_digits() {
    let (portal, datasets) = portal();
    let portal = portal.build();
    for (file, id) in datasets {
        let folder = portal.path(&format!("public/datasets/{id}"));
        let csv = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|end| end == "csv"));
        let bytes = fs::read(csv.unwrap()).unwrap();
        let published = String::from_utf8(bytes).unwrap();
        assert!(!published.starts_with('\u{feff}') && !published.contains('\r'), "{file}: UTF-8 without mark, line feeds");
        let rows = csv::Reader::from_reader(published.as_bytes()).records().map(Result::unwrap).count();
        let root = Root::find(&portal.path("")).unwrap();
        let (loaded, _) = load_dataset(&root, &DatasetId::new(id).unwrap());
        assert_eq!(rows, loaded.unwrap().tables[0].data.rows, "{file}: rows of the download");
    }
    let statins = portal.page("datasets/statins-prescribing/products.csv");
    assert!(
        statins.contains("0212000AAAAAAAA,Rosuvastatin Calc_Tab 10mg              ,4097313.49,6362907,0.64,1\n"),
        "digits stay, commas go"
    );
    let waits = portal.page("datasets/msk-physio-waits/waits.csv");
    assert!(
        waits.starts_with(",Month,HBT,") && waits.contains("3,2015-09-01,S08000015,Physiotherapy,4702.0,"),
        "headings and digits stay, dates become ISO 8601"
    );
    let patients = portal.page("datasets/hospital-patients-scotland/inpatients.csv");
    assert!(patients.contains("2020-09-11,[c],[c],[c],[c],[c],[c],25,[c],10,"), "markers are written in one way");
}

#[test]
fn what_the_rules_find_in_real_files_is_right() {
    let (portal, _) = portal();
    // The shipped datasets waive what their publishers will not change, but here the findings are wanted.
    let mut portal = portal;
    for id in SHIPPED.map(|(_, id, _)| id).into_iter().chain(["exclusions", "weekly-deaths"]) {
        let path = format!("datasets/{id}/dataset.yaml");
        let text = portal.read(&path);
        portal = portal.file(&path, text.split("\nwaivers:").next().unwrap());
    }
    let run = portal.run(&["check", "--format", "json", "--as-of", "2026-11-25"]);
    let findings: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
    let about_data = |finding: &&serde_json::Value| {
        let file = finding["places"][0]["file"].as_str().unwrap();
        file.ends_with(".csv") || finding["rule"].as_str().unwrap().starts_with("freshness/")
    };
    let found: Vec<(String, String)> = findings
        .iter()
        .filter(about_data)
        .map(|finding| {
            let file = finding["places"][0]["file"].as_str().unwrap();
            let id = file.split('/').nth(1).unwrap();
            (format!("{id} {}", finding["rule"].as_str().unwrap()), finding["message"].as_str().unwrap().to_owned())
        })
        .collect();
    let expected: Vec<(String, String)> =
        FOUND.iter().map(|(rule, message, _)| ((*rule).to_owned(), (*message).to_owned())).collect();
    assert_eq!(found, expected);
    assert!(FOUND.iter().all(|(_, _, judgement)| judgement.len() > 20));
}

fn cells(table: &LoadedTable) -> impl Iterator<Item = (&str, &Value)> {
    table
        .data
        .columns
        .iter()
        .flat_map(|column| (0..table.data.rows).map(|row| column.cell(row)))
        .map(|cell| (cell.text.trim(), &cell.value))
}

fn markers(table: &LoadedTable) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for (text, value) in cells(table) {
        if matches!(value, Value::Missing(_)) {
            *counts.entry(text).or_default() += 1;
        }
    }
    counts
}

fn blank(table: &LoadedTable) -> u64 {
    cells(table).filter(|(_, value)| **value == Value::Blank).count() as u64
}

fn unreadable(table: &LoadedTable) -> usize {
    cells(table).filter(|(_, value)| **value == Value::Unreadable).count()
}

fn encoding(encoding: Encoding) -> &'static str {
    encoding.name()
}

fn line_end(line_end: LineEnd) -> &'static str {
    match line_end {
        LineEnd::Lf => "lf",
        LineEnd::CrLf => "crlf",
        LineEnd::Cr => "cr",
    }
}
