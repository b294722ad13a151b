//! The formats of findings, and the exit codes.

use crate::portal::{DAY, Portal};

fn broken() -> Portal {
    Portal::sample().edit("datasets/waits/dataset.yaml", "title: Waits", "titel: Waits")
}

#[test]
fn exit_codes_are_0_done_1_refused_2_could_not_run() {
    assert_eq!(Portal::sample().check().code, 0);
    assert_eq!(broken().check().code, 1);
    assert_eq!(Portal::sample().remove("portal.yaml").check().code, 2);
    assert_eq!(Portal::sample().run(&["explain", "data/typ"]).code, 2);
    assert_eq!(Portal::sample().run(&["--no-such-option"]).code, 2);
}

#[test]
fn a_second_build_at_the_same_time_is_told_to_wait() {
    let portal = Portal::sample().build();
    let lock = std::fs::File::open(portal.path(".shelfmark/lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(portal.run(&["build"]).code, 75);
}

#[test]
fn json_names_rule_place_and_help() {
    let run = broken().run(&["check", "--format", "json", "--as-of", DAY]);
    let findings: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let first = &findings[0];
    assert_eq!(first["rule"], "metadata/unknown-key");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["places"][0]["file"], "datasets/waits/dataset.yaml");
    assert_eq!((&first["places"][0]["line"], &first["places"][0]["column"]), (&1.into(), &1.into()));
    assert!(first["help"].as_str().unwrap().contains("did you mean `title`?"));
    assert_eq!(run.code, 1);
}

#[test]
fn sarif_is_a_log_of_one_run_with_rules_and_places() {
    let run = broken().run(&["check", "--format", "sarif", "--as-of", DAY]);
    let log: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "metadata/unknown-key");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "datasets/waits/dataset.yaml");
    assert_eq!(place["region"]["startLine"], 1);
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][0]["id"], "metadata/unknown-key");
}

/// The schema comes from OASIS, by way of the crate serde-sarif.
#[test]
fn sarif_is_valid_by_its_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/schemas/sarif-2.1.0.json.xz");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    let schema = serde_json::from_slice(&crate::portal::unpacked(path.as_ref())).unwrap();
    compiler.add_resource("https://schema.test/sarif.json", schema).unwrap();
    let index = compiler.compile("https://schema.test/sarif.json", &mut schemas).unwrap();
    let rows: String = (0..1000).map(|row| format!("2024-01,North{row},x{row},1\n")).collect();
    let many = Portal::sample().file("datasets/waits/waits.csv", &format!("month,place,seen,late\n{rows}"));
    for portal in [broken(), many, Portal::sample(), Portal::sample().file("datasets/waits/ü%.txt", "x")] {
        let run = portal.run(&["check", "--format", "sarif", "--as-of", DAY]);
        let log: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        schemas.validate(&log, index).unwrap_or_else(|error| panic!("{error:#}"));
    }
    assert!(schemas.validate(&serde_json::json!({"version": "2.1.0"}), index).is_err(), "the schema refuses something");
}

#[test]
fn github_lines_are_annotations() {
    let run = broken().run(&["check", "--format", "github", "--as-of", DAY]);
    let start = "::error file=datasets/waits/dataset.yaml,line=1,col=1,title=metadata/unknown-key::unknown key `titel`%0A";
    assert!(run.stdout.starts_with(start), "{}", run.stdout);
}

#[test]
fn junit_is_a_suite_a_file_and_a_case_a_finding() {
    let portal = broken().file("content/x.md", "---\ntitle: X\na<1>&b: x\n---\nWords.\n");
    let run = portal.run(&["check", "--format", "junit", "--as-of", DAY]);
    let xml = run.stdout;
    assert!(
        xml.starts_with(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"shelfmark check\" tests=\"2\" failures=\"2\""
        ),
        "{xml}"
    );
    assert!(
        xml.contains("<testsuite name=\"datasets/waits/dataset.yaml\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">"),
        "{xml}"
    );
    assert!(xml.contains(
        "<failure type=\"metadata/unknown-key\" message=\"unknown key `titel`\">datasets/waits/dataset.yaml:1:1: error["
    ));
    assert!(xml.contains("`a&lt;1&gt;&amp;b`") && !xml.contains("a<1>"), "{xml}");
    let clean = Portal::sample().run(&["check", "--format", "junit", "--as-of", DAY]).stdout;
    assert!(clean.contains("<testcase name=\"nothing to report\""), "a report without a case is taken for a broken run: {clean}");
}

#[test]
fn for_code_hosts_paths_are_those_of_the_repository_and_every_result_has_a_line() {
    let portal = broken().file("datasets/waits/unused.txt", "x");
    std::fs::create_dir_all(portal.path("repository/.git")).unwrap();
    for part in ["portal.yaml", "datasets"] {
        std::fs::create_dir_all(portal.path("repository/portals/a")).unwrap();
        std::fs::rename(portal.path(part), portal.path(&format!("repository/portals/a/{part}"))).unwrap();
    }
    let run = |format: &str| portal.run(&["check", "--root", "repository/portals/a", "--format", format, "--as-of", DAY]).stdout;
    assert!(run("github").contains("file=portals/a/datasets/waits/dataset.yaml,line=1"));
    let log: serde_json::Value = serde_json::from_str(&run("sarif")).unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().starts_with("portals/a/datasets/waits/"), "{place}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn a_thousand_findings_are_twenty_and_a_count() {
    let rows: String = (0..1000).map(|row| format!("2024-01,North{row},x{row},1\n")).collect();
    let portal = Portal::sample().file("datasets/waits/waits.csv", &format!("month,place,seen,late\n{rows}"));
    let run = portal.check();
    assert_eq!(run.stderr.matches("error[data/type]").count(), 21);
    run.finds("data/type", "and 980 more of this kind in this file");
    run.finds("data/type", "1000 errors");
}

#[test]
fn the_list_of_rules_in_the_guidance_is_that_of_the_program() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/guidance/rules.md");
    let printed = Portal::empty().run(&["explain", "--markdown"]).stdout;
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, &printed).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), printed, "SNAPSHOTS=overwrite cargo test list_of_rules writes it again");
}

#[test]
fn no_finding_shows_what_could_be_a_person_s_number_or_address() {
    let portal =
        Portal::sample().edit("datasets/waits/waits.csv", "2024-01,North,100,10", "2024-01,North,9434765919,someone@example.org");
    let run = portal.edit("datasets/waits/dictionary.csv", "seen,Seen,integer", "seen,Seen,date").check();
    run.finds("data/type", "(value not shown)");
    assert!(!run.stderr.contains("9434765919") && !run.stderr.contains("someone@example.org"), "{}", run.stderr);
}

#[test]
fn a_heading_that_could_be_a_person_s_number_is_not_shown() {
    let run = Portal::sample().edit("datasets/waits/waits.csv", "month,place,seen,late", "month,place,seen,9434765919").check();
    run.finds("dictionary/undocumented-column", "the column `(value not shown)`");
    assert!(!run.stderr.contains("9434765919"), "{}", run.stderr);
}

#[test]
fn a_finding_in_a_table_shows_its_cell_and_not_the_rest_of_the_row() {
    let run = Portal::sample().edit("datasets/waits/waits.csv", "2024-02,South,60,6", "2024-02,South,sixty,6").check();
    run.finds("data/type", "datasets/waits/waits.csv:5:15");
    assert!(!run.stderr.contains("South"), "{}", run.stderr);
}

#[test]
fn a_quote_within_a_value_moves_no_finding() {
    let rows = "2024-01,5\" pipe,100,10\n2024-01,South,fifty,20\n2024-02,5\" pipe,120,thirty\n2024-02,South,60,6\n";
    let run = Portal::sample().file("datasets/waits/waits.csv", &format!("month,place,seen,late\n{rows}")).check();
    run.finds("data/type", "datasets/waits/waits.csv:3:15");
    run.finds("data/type", "datasets/waits/waits.csv:4:21");
    run.finds("data/type", "\"thirty\"");
}

#[test]
fn every_rule_has_a_page_with_four_headings() {
    let portal = Portal::empty();
    let list = portal.run(&["explain"]).stdout;
    assert!(list.lines().count() >= 110);
    for line in list.lines() {
        let rule = line.split_whitespace().next().unwrap();
        let page = portal.run(&["explain", rule]).stdout;
        for heading in ["What it checks", "Why it matters", "Example", "How to fix it"] {
            assert!(page.contains(heading), "{rule}: {heading}");
        }
    }
}

#[test]
fn no_help_repeats_what_is_not_shown() {
    let run = Portal::sample().edit("datasets/waits/waits.csv", "2024-01,North,100,", "2024-01,North,jo@nhs.net,").check();
    assert!(run.code == 1 && !run.stderr.contains("jo@"), "{}", run.stderr);
}

#[test]
fn a_reader_that_has_gone_away_is_no_failure() {
    let portal = broken();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_shelfmark"))
        .args(["check", "--as-of", DAY])
        .current_dir(portal.path(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
