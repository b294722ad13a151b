//! `shelfmark mask`: an export about people, on the way in.

use std::process::Command;

use crate::portal::{DAY, Portal};

const EXPORT: &str = "nhs_number,seen,postcode,ward,note\n943 476 5919,2024-01-05,LS1 4AP,North,Fell at home\n401 023 2137,2024-01-09,LS1 1AA,North,\n943 476 5919,2024-02-11,WF1 2AB,South,\n";
const COUNTED: &str =
    "columns:\n  nhs_number: drop\n  seen: month\n  postcode: district\n  ward: keep\n  note: drop\ncount: patients\n";

fn masked(portal: &Portal, key: &str) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_shelfmark"))
        .args(["mask", "export.csv", "--policy", "mask.yaml", "--out", "masked.csv"])
        .current_dir(portal.path(""))
        .env("SHELFMARK_MASK_KEY", key)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said, std::fs::read_to_string(portal.path("masked.csv")).unwrap_or_default())
}

#[test]
fn an_export_about_people_becomes_counts_that_a_portal_can_hold() {
    let portal = Portal::sample().file("export.csv", EXPORT).file("mask.yaml", COUNTED);
    let (code, said, csv) = masked(&portal, "");
    assert_eq!(
        (code, csv.as_str()),
        (Some(0), "seen,postcode,ward,patients\n2024-01,LS1,North,2\n2024-02,WF1,South,1\n"),
        "{said}"
    );
    assert!(
        said.contains("warning: 2 groups of fewer than 5 rows")
            && said.contains("3 rows became 2 rows")
            && !said.contains("personal data"),
        "{said}"
    );
    let run = portal.run(&["add", "masked", "--from", "masked.csv", "--as-of", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn pseudonyms_need_a_key_and_are_still_about_people() {
    let portal = Portal::sample()
        .file("export.csv", EXPORT)
        .file("mask.yaml", &COUNTED.replace("drop\n  seen", "pseudonym\n  seen").replace("count: patients\n", ""));
    let (code, said, csv) = masked(&portal, "");
    assert!(code == Some(1) && said.contains("pseudonyms need a key") && csv.is_empty(), "{said}");
    let (code, said, csv) = masked(&portal, "0123456789abcdef0123456789abcdef");
    assert!(code == Some(0) && said.contains("each row is still about one person"), "{said}");
    assert!(!csv.contains("943") && !csv.contains("Fell") && !said.contains("943"), "{csv}");
}

#[test]
fn a_column_that_is_new_in_an_export_stops_it() {
    let portal = Portal::sample()
        .file("mask.yaml", COUNTED)
        .file("export.csv", &EXPORT.replace("note\n", "note,nhs_number_2\n").replace('\n', ",1\n").replacen(",1\n", "\n", 1));
    let (code, said, csv) = masked(&portal, "");
    assert!(code == Some(1) && csv.is_empty(), "{said}");
    assert!(said.contains("line 1: the policy does not say what to do with `nhs_number_2`"), "{said}");
    let portal = portal.file("mask.yaml", "columns: {nhs_number: md5}\n");
    let (code, said, _) = masked(&portal, "");
    assert!(code == Some(2) && said.contains("a hash without a key is no protection"), "{said}");
}
