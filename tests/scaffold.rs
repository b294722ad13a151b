//! `new` and `add`.

use std::fs;
use std::path::Path;

use crate::portal::{DAY, Portal};

#[test]
fn a_new_portal_builds_and_says_what_to_replace() {
    let portal = Portal::starter();
    let run = portal.run(&["build", "--as-of", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let warnings = run.stderr.matches("warning[").count();
    assert!(warnings == 1 && run.stderr.contains("warning[metadata/to-do]: 6 TODOs in 2 files"), "{}", run.stderr);
    assert!(portal.page("index.html").contains("My data portal"));
    assert!(portal.page("guidance/reading-spc-charts/index.html").contains("<h1"), "readers are told how to read it");
    assert!(portal.page("datasets/clinic-attendance/attendance.csv").contains("[c]"), "its small numbers are protected");
    assert!(portal.path(".gitignore").is_file());
    assert_eq!(portal.run(&["new", "."]).code, 2, "a folder that holds something is left alone");
}

fn real(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).to_str().unwrap().to_owned()
}

#[test]
fn add_infers_types_ranges_key_and_period_and_its_draft_fails_check() {
    let portal = Portal::empty();
    let run = portal.run(&["add", "ae", "--from", &real("datasets/ae-attendances/attendances.csv"), "--as-of", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let dictionary = portal.read("datasets/ae/dictionary.csv");
    for line in [
        "period,Period,date,,TODO",
        "org_code,Org code,string,,TODO",
        "type,Type,string,,TODO",
        "attendances,Attendances,integer,,TODO",
    ] {
        assert!(dictionary.contains(line), "{line} in\n{dictionary}");
    }
    let yaml = portal.read("datasets/ae/dataset.yaml");
    for part in ["- period\n", "- org_code\n", "- type\n", "from: 2016-04-01", "to: 2019-03-31"] {
        assert!(yaml.contains(part), "{part} in\n{yaml}");
    }
    portal.check().finds("metadata/draft", "this is still to be filled in");
    assert_eq!(portal.run(&["add", "ae", "--from", "x.csv"]).code, 2, "a dataset that is there is left alone");
}

#[test]
fn a_draft_whose_todos_are_filled_in_builds() {
    for (id, file) in [
        ("waits", "datasets/msk-physio-waits/waits.csv"),
        ("patients", "datasets/hospital-patients-scotland/inpatients.csv"),
        ("mothers", "datasets/maternal-mortality/maternal-mortality.csv"),
        ("statins", "datasets/statins-prescribing/statins.csv"),
        ("deaths", "datasets/weekly-deaths/weekly-deaths.csv"),
    ] {
        let portal = Portal::empty();
        assert_eq!(portal.run(&["add", id, "--from", &real(file), "--as-of", DAY]).code, 0);
        let mut portal = portal;
        for name in ["dataset.yaml", "dictionary.csv", "releases/1.0.0.md"] {
            let path = format!("datasets/{id}/{name}");
            // Numbers with decimal places count nobody.
            let unit = |line: &str| {
                let unit = match () {
                    () if line.contains(",number,") => "£",
                    () if line.starts_with("week_no,") => "weeks",
                    () => "people",
                };
                line.replace("TODO people, patients, percent, £, days ...", unit) + "\n"
            };
            let text = portal.read(&path).lines().map(unit).collect::<String>();
            // Its percentages give its small counts away, and it is published so.
            let none = "preset: none\n    reason: published so by its source";
            let text = if id == "waits" { text.replace("preset: below-5", none) } else { text };
            let text = text.replace("TODO@", "team@").replace("TODO ", "").replace("  # confirm, then remove this note", "");
            portal = portal.file(&path, &text);
        }
        let portal = portal.build();
        assert!(fs::metadata(portal.path(&format!("public/datasets/{id}/{id}.csv"))).is_ok());
    }
}

#[test]
fn markers_of_a_wide_table_are_guessed() {
    let portal = Portal::empty();
    assert_eq!(portal.run(&["add", "p", "--from", &real("datasets/hospital-patients-scotland/inpatients.csv")]).code, 0);
    assert!(portal.read("datasets/p/dataset.yaml").contains("'*': c"), "{}", portal.read("datasets/p/dataset.yaml"));
}

#[test]
fn a_word_among_counts_makes_no_text_of_them_and_blank_rows_hide_no_key() {
    let rows = ["2025-01;North;12", "2025-01;South;3", "2025-02;North;supp", "2025-02;South;2", "2025-03;North;14", ";;", ";;"];
    let portal = Portal::empty().file("deaths.csv", &format!("Month;Clinic;Deaths\n{}\n", rows.join("\n")));
    let run = portal.run(&["add", "deaths", "--from", "deaths.csv", "--as-of", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(portal.read("datasets/deaths/dictionary.csv").contains("Deaths,Deaths,integer,"));
    let yaml = portal.read("datasets/deaths/dataset.yaml");
    assert!(["supp: c  # TODO a guess", "- Month\n", "- Clinic\n"].iter().all(|part| yaml.contains(part)), "{yaml}");
    let bands = ["1-4;10", "5-9;20", "10-14;30", "0;7", "90+;5"];
    let portal = portal.file("bands.csv", &format!("Age;Deaths\n{}\n", bands.join("\n")));
    assert_eq!(portal.run(&["add", "bands", "--from", "bands.csv", "--as-of", DAY]).code, 0);
    assert!(portal.read("datasets/bands/dictionary.csv").contains("Age,Age,string,"));
    let portal = portal.file("few.csv", "Trust,Level 3 beds,Deaths\nA,12,12\nB,nil,<5\nC,14,12\nD,3,14\nE,22,9\n");
    assert_eq!(portal.run(&["add", "few", "--from", "few.csv", "--as-of", DAY]).code, 0);
    let dictionary = portal.read("datasets/few/dictionary.csv");
    assert!(dictionary.contains("Level 3 beds,integer,") && dictionary.contains("Deaths,Deaths,integer,"), "{dictionary}");
    let portal = portal.file("excel.csv", "sep=;\nMonth;Deaths\n2025-01;12\n");
    let run = portal.run(&["add", "excel", "--from", "excel.csv", "--as-of", DAY]);
    assert!(run.code == 2 && run.stderr.contains("a separator line for Excel"), "{}", run.stderr);
}

#[test]
fn days_that_stand_for_months_cover_them_whole() {
    let portal = Portal::empty().file("seen.csv", "Month,Seen\n2025-01-01,12\n2025-02-01,13\n2025-03-01,14\n2025-04-01,15\n");
    assert_eq!(portal.run(&["add", "seen", "--from", "seen.csv", "--as-of", DAY]).code, 0);
    let yaml = portal.read("datasets/seen/dataset.yaml");
    assert!(yaml.contains("from: 2025-01-01") && yaml.contains("to: 2025-04-30"), "{yaml}");
    let portal = portal.file("daily.csv", "Day,Seen\n2025-01-30,12\n2025-01-31,13\n2025-02-01,14\n");
    assert_eq!(portal.run(&["add", "daily", "--from", "daily.csv", "--as-of", DAY]).code, 0);
    assert!(portal.read("datasets/daily/dataset.yaml").contains("to: 2025-02-01"));
}

#[test]
fn months_in_headings_become_rows_and_units_in_a_column_are_said() {
    let months = ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024"];
    let portal = Portal::empty()
        .file("wide.csv", &format!("Clinic,{},Note\nNorth,3,12,14,c,9,\nSouth,5,7,8,9,11,late\n", months.join(",")));
    let run = portal.run(&["add", "wide", "--from", "wide.csv", "--as-of", DAY]);
    assert!(run.stdout.contains("5 columns, Jan 2024 to May 2024, become rows of `month` and `value`"), "{}", run.stdout);
    let yaml = portal.read("datasets/wide/dataset.yaml");
    let parts = [
        "unpivot:  # TODO a guess: 5 columns are months",
        "columns: Jan 2024 to May 2024",
        "- Clinic\n",
        "- month\n",
        "to: 2024-05-31",
    ];
    assert!(parts.iter().all(|part| yaml.contains(part)), "{yaml}");
    let dictionary = portal.read("datasets/wide/dictionary.csv");
    assert!(dictionary.contains("month,Month,yearmonth,") && dictionary.contains("value,Value,integer,"), "{dictionary}");
    assert_eq!(dictionary.lines().count(), 5, "{dictionary}");
    // Three years may be three columns, and numbers are no years.
    let portal = portal.file("few.csv", "Clinic,2022,2023,2024\nNorth,3,12,14\nSouth,5,7,8\n");
    assert_eq!(portal.run(&["add", "few", "--from", "few.csv", "--as-of", DAY]).code, 0);
    assert!(!portal.read("datasets/few/dataset.yaml").contains("unpivot"));
    let rows = "2022,Number,300\n2022,Percentage,4.5\n2023,Number,400\n2023,Percentage,5\n";
    let portal = portal.file("units.csv", &format!("year,Unit of measure,value\n{rows}"));
    assert_eq!(portal.run(&["add", "units", "--from", "units.csv", "--as-of", DAY]).code, 0);
    let yaml = portal.read("datasets/units/dataset.yaml");
    assert!(yaml.contains("unit:  # TODO a guess") && yaml.contains("column: Unit of measure"), "{yaml}");
}

#[test]
fn a_dash_is_zero_where_the_totals_show_it() {
    let table = |dash: &str| format!("place,men,women,other,all\nA,5,{dash},4,9\nB,-,3,2,5\nC,7,8,-,15\nD,-,-,6,6\n");
    let portal = Portal::empty().file("zero.csv", &table("-")).file("unknown.csv", &table("-").replace("5,-,4,9", "5,-,4,12"));
    for (id, meaning) in [("zero", "'-': 0  # TODO a guess: the sums"), ("unknown", "'-': z  # TODO a guess; what does it mean")]
    {
        assert_eq!(portal.run(&["add", id, "--from", &format!("{id}.csv"), "--as-of", DAY]).code, 0);
        let yaml = portal.read(&format!("datasets/{id}/dataset.yaml"));
        assert!(yaml.contains(meaning), "{yaml}");
    }
}

#[test]
fn add_leaves_out_the_notes_that_check_finds() {
    let table = "area,code,seen\nNorth,N1,12\nSouth,S1,14\nEast,E1,16\nSource:,NHS England,\nNote:,Provisional figures,\n";
    let portal = Portal::empty().file("notes.csv", table);
    let run = portal.run(&["add", "notes", "--from", "notes.csv", "--as-of", DAY]);
    assert!(run.stdout.contains("line 5: Source: NHS England"), "{}", run.stdout);
    assert!(portal.read("datasets/notes/dataset.yaml").contains("skip_last: 2  # TODO a guess"));
    let check = portal.run(&["check", "--as-of", DAY, "--all"]);
    assert!(!check.stderr.contains("data/layout"), "{}", check.stderr);
}

#[test]
fn a_new_portal_is_ready_for_information_governance() {
    let portal = Portal::starter();
    for file in [
        ".github/CODEOWNERS",
        ".github/pull_request_template.md",
        ".gitlab/merge_request_templates/Default.md",
        ".gitlab/issue_templates/Information governance.md",
        ".azuredevops/pull_request_template.md",
        ".env.example",
        "SECURITY.md",
        "information-governance/dpia-checklist.md",
        "information-governance/retention.md",
    ] {
        assert!(portal.read(file).len() > 100, "{file}");
    }
    for file in [
        ".github/workflows/portal.yml",
        ".github/ISSUE_TEMPLATE/information-governance.yml",
        ".gitlab-ci.yml",
        "azure-pipelines.yml",
    ] {
        let read: Result<serde_yaml::Value, _> = serde_yaml::from_str(&portal.read(file));
        assert!(read.is_ok_and(|value| value.is_mapping()), "{file}");
    }
    let files = [".github/workflows/portal.yml", ".gitlab-ci.yml", "azure-pipelines.yml", "hooks/pre-commit"];
    let texts = files.map(|file| portal.read(file)).join("\n");
    let commands: std::collections::BTreeSet<&str> = texts
        .lines()
        .filter_map(|line| line.split_once("shelfmark ").filter(|(before, _)| !before.contains('#') || before.ends_with("exec ")))
        .map(|(_, rest)| rest.split(" >").next().unwrap().trim())
        .collect();
    assert_eq!(
        commands.into_iter().collect::<Vec<_>>(),
        ["--version", "build", "check --format junit", "check --format sarif", "check --quiet"]
    );
    for command in ["check --format junit", "check --format sarif", "check --quiet", "build"] {
        let run = portal.run(&[&command.split(' ').collect::<Vec<_>>()[..], &["--as-of", DAY]].concat());
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
    }
    let run = portal.run(&["new", "another"]);
    assert!(run.stdout.contains("for information governance: SECURITY.md"), "{}", run.stdout);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(portal.path("another/hooks/pre-commit")).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111);
    }
}
