//! The audit log: what is written, by whom, in which order, and that no line can be changed or lost unseen.

use std::collections::BTreeSet;
#[cfg(unix)]
use std::fs;
use std::process::Command;

use crate::portal::{DAY, Portal, Run};

const LOG: [&str; 4] = ["--audit-log", "audit.jsonl", "--actor", "role:analyst"];

fn recorded(portal: &Portal, arguments: &[&str]) -> Run {
    portal.run(&[arguments, &["--as-of", DAY], &LOG[..]].concat())
}

fn lines(portal: &Portal) -> Vec<serde_json::Value> {
    portal.read("audit.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Event, dataset and result of each line.
fn told(portal: &Portal) -> Vec<String> {
    let text = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap_or("-").to_owned();
    lines(portal).iter().map(|line| ["event", "dataset", "result"].map(|key| text(line, key)).join(" ")).collect()
}

#[test]
fn a_build_says_what_it_read_relied_on_and_published() {
    let waiver =
        "waivers: [{rule: data/constant-column, until: 2026-06-30, reason: one place, approved_by: Head of statistics}]\n";
    let approvals = "governance: {approvals: [{role: business-owner, by: Planned care, on: 2025-02-01}]}\n";
    let portal = Portal::sample().append("datasets/waits/dataset.yaml", &format!("{waiver}{approvals}"));
    let portal = portal.file("datasets/waits/waits.csv", "month,place,seen,late\n2024-01,North,100,10\n2024-02,North,50,20\n");
    let run = recorded(&portal, &["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        told(&portal),
        [
            "write - begun",
            "read waits done",
            "waive waits data/constant-column until 2026-06-30",
            "approve waits business-owner",
            "export waits done",
            "write - done",
            "write - done"
        ]
    );
    let lines = lines(&portal);
    assert_eq!(lines.iter().map(|line| line["corr_id"].to_string()).collect::<BTreeSet<_>>().len(), 1);
    assert!(lines.iter().all(|line| line["actor"] == "role:analyst" && line["purpose"] == "publication"));
    assert_eq!((lines[1]["count"].as_u64(), lines[1]["of"].as_str()), (Some(2), Some("rows")));
    let facts = portal.json("release.json");
    assert_eq!(lines[4]["input"], facts["datasets"]["waits"]["content"], "{facts}");
    let run = portal.run(&["audit", "verify", "audit.jsonl"]);
    assert!(run.code == 0 && run.stderr.contains("7 lines in order"), "{}", run.stderr);
    let run = portal.run(&["audit", "show", "audit.jsonl", "waits"]);
    assert_eq!(run.stdout.lines().count(), 4, "{}", run.stdout);
    assert!(run.stdout.contains("role:analyst published waits for publication: done (1 file)"), "{}", run.stdout);
}

#[test]
fn a_refused_run_is_told_by_its_rules_and_never_by_its_findings() {
    let portal = Portal::sample().append("datasets/waits/waits.csv", "2024-03,9434765919,5,x\n");
    let run = recorded(&portal, &["check"]);
    assert_eq!(run.code, 1);
    let told = told(&portal);
    assert_eq!(
        (told.first().map(String::as_str), told.last().map(String::as_str)),
        (Some("check - begun"), Some("check - refused"))
    );
    assert!(told[1].starts_with("check waits refused: ") && told[1].contains("data/type"), "{told:?}");
    assert!(!portal.read("audit.jsonl").contains("9434765919"));
}

#[test]
fn a_log_that_cannot_be_written_stops_the_run_before_anything_changes() {
    let portal = Portal::sample();
    for file in ["portal.yaml", "no/such/folder/audit.jsonl", "datasets"] {
        let before = portal.read("portal.yaml");
        let run = portal.run(&["build", "--as-of", DAY, "--actor", "analyst", "--audit-log", file]);
        assert_eq!(run.code, 2, "{file}: {}", run.stderr);
        assert!(run.stderr.contains("the audit log cannot be written"), "{}", run.stderr);
        assert!(!portal.path("public").exists() && portal.read("portal.yaml") == before);
    }
}

#[test]
fn nobody_is_in_the_log() {
    let portal = Portal::sample();
    let run = |arguments: &[&str], key: &str| {
        Command::new(env!("CARGO_BIN_EXE_shelfmark"))
            .args(["build", "--as-of", DAY, "--audit-log", "audit.jsonl"])
            .args(arguments)
            .current_dir(portal.path(""))
            .envs([("USER", "jane.smith"), ("LOGNAME", "jane.smith"), ("SHELFMARK_AUDIT_KEY", key)])
            .env_remove("SHELFMARK_ACTOR")
            .output()
            .unwrap()
    };
    for (arguments, key, why) in [
        (&[][..], "", "the audit log needs to know who does this"),
        (&["--actor", "jane.smith"], "", "not a person or an account"),
        (&["--actor", "jane.smith@example.nhs.uk"], "", "not a person or an account"),
        (&[], "short", "SHELFMARK_AUDIT_KEY is too short"),
        (&["--actor", "analyst", "--purpose", "for Mrs Jones 943 476 5919"], "", "the purpose holds"),
        (&["--actor", "analyst", "--purpose", "ask jane.smith@example.nhs.uk"], "", "the purpose holds"),
        (&["--actor", "analyst", "--purpose", "asked for by Jane Smith"], "", "more than words in small letters"),
        (&["--actor", "analyst", "--purpose", "12 patients of one ward"], "", "more than words in small letters"),
        (&["--actor", "jane-smith"], "", "not a person or an account"),
    ] {
        let output = run(arguments, key);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(why), "{arguments:?}: {said}");
        assert!(!said.to_lowercase().contains("jones") && !said.contains("943"), "{said}");
        assert!(!portal.path("audit.jsonl").exists() && !portal.path("public").exists(), "{arguments:?}");
    }
    let output = run(&[], "0123456789abcdef0123456789abcdef");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let log = portal.read("audit.jsonl");
    assert!(log.contains("\"actor\":\"hmac:") && !log.contains("jane") && !log.contains(portal.path("").to_str().unwrap()));
}

#[test]
fn the_log_goes_to_standard_output_too() {
    let portal = Portal::sample();
    let run = portal.run(&["build", "--as-of", DAY, "--actor", "analyst", "--audit-log", "-", "--audit-log", "audit.jsonl"]);
    assert_eq!(run.stdout, portal.read("audit.jsonl"));
    let log = portal.file("printed.jsonl", &run.stdout).run(&["audit", "verify", "printed.jsonl"]);
    assert_eq!(log.code, 0, "{}", log.stderr);
}

#[test]
fn what_somebody_types_or_calls_a_folder_is_not_a_name_for_the_log() {
    let portal = Portal::sample().file("datasets/Jane Smith/dataset.yaml", "title: X\n");
    assert_eq!(recorded(&portal, &["check"]).code, 1);
    assert_ne!(recorded(&portal, &["update", "Jane Smith", "--from", "x.csv"]).code, 0);
    assert!(!portal.read("audit.jsonl").contains("Jane"), "{}", portal.read("audit.jsonl"));
}

#[test]
fn a_waiver_of_the_portal_and_masked_rows_are_in_the_log() {
    let waiver = "waivers: [{rule: data/constant-column, until: 2026-06-30, reason: one layout, approved_by: Statistics}]\n";
    let portal = Portal::sample().append("portal.yaml", waiver);
    assert_eq!(recorded(&portal, &["check"]).code, 0);
    assert!(told(&portal).contains(&"waive - data/constant-column until 2026-06-30".to_owned()), "{:?}", told(&portal));
    let portal =
        Portal::sample().file("export.csv", "ward\nNorth\nNorth\n").file("mask.yaml", "columns: {ward: keep}\ncount: n\n");
    let run = recorded(&portal, &["mask", "export.csv", "--policy", "mask.yaml", "--out", "counts.csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let counts: Vec<_> = lines(&portal).iter().map(|line| (line["event"].clone(), line["count"].clone())).collect();
    assert_eq!(counts[1..3], [("read".into(), 2.into()), ("write".into(), 1.into())]);
}

#[cfg(unix)]
#[test]
fn a_withdrawal_says_which_releases_and_files_are_gone() {
    let portal = Portal::sample();
    for command in [&["store", "init"][..], &["release", "1.0"], &["release", "1.1"]] {
        assert_eq!(recorded(&portal, command).code, 0);
    }
    let last = |portal: &Portal, count: usize| told(portal).into_iter().rev().take(count).collect::<Vec<_>>();
    assert_eq!(last(&portal, 2), ["release 1.1 done", "write 1.1 done"]);
    assert_eq!(recorded(&portal, &["withdraw", "1.1", "--reason", "A wrong count was published."]).code, 0);
    let told_of_release = told(&portal);
    assert!(told_of_release.contains(&"delete 1.1 done".to_owned()), "{told_of_release:?}");
    let made: Vec<&String> =
        told_of_release.iter().filter(|line| line.starts_with("write ") && line.ends_with(" done")).collect();
    assert!(made.len() >= 3, "the release that readers are led to is named too: {told_of_release:?}");
    let run = recorded(&portal, &["withdraw", "--dataset", "waits", "--reason", "A place could be told apart."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines = lines(&portal);
    let gone = lines.iter().find(|line| line["event"] == "delete" && line["dataset"] == "waits").unwrap();
    assert!(gone["count"].as_u64().unwrap() > 2, "{gone}");
}

#[test]
fn a_command_line_gives_no_orders_to_a_build_agent() {
    let run = Portal::sample().run(&["build", "--##vso[task.setvariable variable=x]y"]);
    assert!(run.code == 2 && run.stderr.contains("##_vso["), "{}", run.stderr);
    let run = Portal::sample().run(&["build", "--as-of", "##[error]x"]);
    assert!(run.code == 2 && !run.stderr.contains("##["), "{}", run.stderr);
}

#[test]
fn a_log_has_one_place_and_it_is_not_where_readers_fetch_files() {
    let portal = Portal::sample().build();
    let run = portal.run(&["build", "--as-of", DAY, "--actor", "analyst", "--audit-log", "public/audit.jsonl"]);
    assert!(run.code == 2 && run.stderr.contains("must not be in a site or a release store"), "{}", run.stderr);
    let twice = ["check", "--as-of", DAY, "--actor", "analyst", "--audit-log", "audit.jsonl", "--audit-log", "./audit.jsonl"];
    assert_eq!(portal.run(&twice).code, 0);
    assert_eq!(lines(&portal).len(), 3);
    let run = portal.run(&["check", "--actor", "analyst", "--audit-log", "-", "--format", "json"]);
    assert!(run.code == 2 && run.stderr.contains("both print to standard output"), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_printed_stops_the_run_too() {
    let portal = Portal::sample();
    let status = Command::new(env!("CARGO_BIN_EXE_shelfmark"))
        .args(["build", "--as-of", DAY, "--actor", "analyst", "--audit-log", "-"])
        .current_dir(portal.path(""))
        .stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.code() == Some(2) && !portal.path("public").exists());
    let run = portal.run(&["build", "--as-of", DAY, "--actor", "analyst", "--audit-log", "/dev/full"]);
    assert!(run.code == 2 && run.stderr.contains("it is not an ordinary file"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_release_is_published_when_readers_see_it() {
    let portal = Portal::sample();
    assert_eq!(recorded(&portal, &["store", "init"]).code, 0);
    for command in [&["release", "--dry-run"][..], &["release", "1.0", "--hold"], &["activate", "1.0"]] {
        fs::remove_file(portal.path("audit.jsonl")).unwrap();
        let run = recorded(&portal, command);
        assert_eq!(run.code, 0, "{command:?}: {}", run.stderr);
        let told = told(&portal);
        let last = if command[1] == "--dry-run" { "check 2026.01.0 done" } else { "release 1.0 done" };
        assert_eq!(told.last().map(String::as_str), Some(last), "{told:?}");
        assert_eq!(told.contains(&"export waits done".to_owned()), command[0] == "activate", "{told:?}");
    }
}

#[test]
fn two_runs_at_once_make_one_chain() {
    let portal = Portal::sample();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(recorded(&portal, &["check"]).code, 0));
        }
    });
    let run = portal.run(&["audit", "verify", "audit.jsonl"]);
    assert!(run.code == 0 && run.stderr.contains("12 lines"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_log_that_lost_its_end_is_missed_by_the_release() {
    let portal = Portal::sample();
    for command in [&["store", "init"][..], &["release"], &["rollback", "2026.01.0"]] {
        let run = recorded(&portal, command);
        assert!(run.code == 0 || command[0] == "rollback", "{command:?}: {}", run.stderr);
    }
    let portal = portal
        .edit("datasets/waits/dataset.yaml", "version: \"1.0\"", "version: \"1.1\"")
        .edit("datasets/waits/dataset.yaml", "modified: 2025-01-31", "modified: 2026-01-30")
        .edit("datasets/waits/waits.csv", "North,120,30", "North,125,30")
        .file(
            "datasets/waits/releases/1.1.md",
            "---\nversion: \"1.1\"\ndate: 2026-01-30\nowner: Team\nvalidation: Compared.\nrollback: None.\n---\nA correction.\n",
        );
    let run = recorded(&portal, &["release"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let whole = portal.read("audit.jsonl");
    let run = portal.run(&["audit", "verify", "audit.jsonl"]);
    assert!(run.code == 0 && run.stderr.contains("2 releases checked against it"), "{}", run.stderr);
    let lines: Vec<&str> = whole.lines().collect();
    let begun = lines.iter().rposition(|line| line.contains("\"release\"") && line.contains("begun")).unwrap();
    fs::write(portal.path("audit.jsonl"), lines[..begun].join("\n") + "\n").unwrap();
    let run = portal.run(&["audit", "verify", "audit.jsonl"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("release 2026.01.1 remembers line"), "{}", run.stderr);
    fs::write(portal.path("audit.jsonl"), whole.replace("role:analyst", "role:manager")).unwrap();
    assert_eq!(portal.run(&["audit", "verify", "audit.jsonl"]).code, 1);
    assert_eq!(portal.run(&["verify", "2026.01.1", "--rebuild"]).code, 0);
}
