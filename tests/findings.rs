//! Formats of findings, and exit codes.

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

#[test]
fn github_lines_are_annotations() {
    let run = broken().run(&["check", "--format", "github", "--as-of", DAY]);
    let start = "::error file=datasets/waits/dataset.yaml,line=1,col=1,title=metadata/unknown-key::unknown key `titel`%0A";
    assert!(run.stdout.starts_with(start), "{}", run.stdout);
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
fn a_finding_in_a_table_shows_its_cell_and_not_the_rest_of_the_row() {
    let run = Portal::sample().edit("datasets/waits/waits.csv", "2024-02,South,60,6", "2024-02,South,sixty,6").check();
    run.finds("data/type", "datasets/waits/waits.csv:5:15");
    assert!(!run.stderr.contains("South"), "{}", run.stderr);
}

#[test]
fn every_rule_has_a_page_with_four_headings() {
    let portal = Portal::empty();
    let list = portal.run(&["explain"]).stdout;
    assert!(list.lines().count() >= 45);
    for line in list.lines() {
        let rule = line.split_whitespace().next().unwrap();
        let page = portal.run(&["explain", rule]).stdout;
        for heading in ["What it finds", "Why it matters", "Example", "Put right"] {
            assert!(page.contains(heading), "{rule}: {heading}");
        }
    }
}
