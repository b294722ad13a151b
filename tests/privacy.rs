//! Workbooks and pages that hold personal data, and logs that would give orders.

use std::io::{Cursor, Write};

use serde_json::Value;
use shelfmark::privacy::{Kind, is_postcode, sightings};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::portal::{Portal, unpacked};

fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// 44 texts, each with what is expected of it. What is `low` or needs its `context` may be left alone, but is no NHS number.
#[test]
fn every_text_of_the_golden_file_is_found_or_left_alone_as_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/privacy/phi_vectors.json.xz");
    let vectors: Vec<Value> = serde_json::from_slice(&unpacked(path.as_ref())).unwrap();
    assert_eq!(vectors.len(), 44);
    for vector in vectors {
        let text = vector["text"].as_str().unwrap();
        let kinds: Vec<Kind> = sightings(text).into_iter().map(|seen| seen.kind).collect();
        let holds = match vector["expect"].as_str().unwrap() {
            "detect" => !kinds.is_empty(),
            "detect_full" => is_postcode(text),
            "ignore" => kinds.is_empty() && !is_postcode(text),
            "low_if_team" => kinds == [Kind::Email],
            "low" | "context" | "ignore_or_low" => !kinds.contains(&Kind::NhsNumber),
            other => panic!("{other}"),
        };
        assert!(holds, "{vector}: {kinds:?}");
    }
}

#[test]
fn every_hidden_part_of_a_workbook_is_named_and_no_number_is_printed() {
    let sheets = "<workbook><sheets><sheet name=\"A\"/><sheet name=\"B\" state = 'hidden'/><sheet name=\"C\" state=\"veryHidden\"/></sheets>\
                  <definedNames><definedName name=\"_xlnm._FilterDatabase\" hidden=\"1\">A1</definedName>\
                  <definedName name=\"_check\" hidden=\"1\">\"9999000010\"</definedName></definedNames></workbook>";
    let bytes = workbook(&[
        ("xl/workbook.xml", sheets),
        ("xl/worksheets/sheet2.xml", "<worksheet><c r=\"A1\"><v>9.990000123E9</v></c></worksheet>"),
        ("xl/sharedStrings.xml", "<sst><si><r><t>999000</t></r><r><t>3459</t></r></si></sst>"),
        ("xl/pivotCache/pivotCacheRecords1.xml", "<r><s v=\"9990678901\"/></r>"),
        ("xl/comments1.xml", "<t>check 999 555 1233 again</t>"),
        ("docProps/core.xml", "<cp:lastModifiedBy>jane.smith@example.nhs.uk</cp:lastModifiedBy>"),
    ]);
    let run = Portal::sample().bytes("datasets/waits/release.xlsx", &bytes).check();
    for what in [
        "a hidden sheet",
        "a sheet that Excel's menus do not list",
        "a hidden name",
        "the rows behind a pivot table (in xl/pivotCache/pivotCacheRecords1.xml)",
        "comments (in xl/comments1.xml)",
    ] {
        run.finds("privacy/workbook", what);
    }
    for part in ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/pivotCache/", "xl/comments1.xml"] {
        run.finds("privacy/nhs-number", part);
    }
    run.finds("privacy/contact", "docProps/core.xml");
    for value in ["9999000010", "999000", "9990678901", "999 555", "jane"] {
        assert!(!run.stderr.contains(value), "{value}: {}", run.stderr);
    }
}

#[test]
fn a_part_with_a_name_that_must_not_be_printed_is_refused_all_the_same() {
    let note = "<office:annotation><text:p>ask again</text:p></office:annotation>";
    let bytes = workbook(&[("xl/comments Mrs Wren.xml", "<t>x</t>"), ("Object 1/content.xml", "<x/>"), ("content.xml", note)]);
    let run = Portal::sample().bytes("datasets/waits/release.ods", &bytes).check();
    run.finds("privacy/workbook", "comments (in part 1)");
    run.finds("privacy/workbook", "an embedded file (in part 2)");
    run.finds("privacy/workbook", "comments (in content.xml)");
    assert!(!run.stderr.contains("Wren"), "{}", run.stderr);
}

#[test]
fn what_hides_in_a_workbook_of_another_form_is_named() {
    const FODS: &str =
        "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"x\"><table:table table:display=\"false\"/></office:document>";
    const EXCEL_2003: &str = "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">\
                              <Visible>SheetHidden</Visible><Column ss:Hidden='1'/></Workbook>";
    let inner = String::from_utf8_lossy(&workbook(&[])).into_owned();
    let portal = Portal::sample()
        .bytes("datasets/waits/a.xlsb", &workbook(&[("xl/workbook.bin", "x")]))
        .file("datasets/waits/b.fods", FODS)
        .file("datasets/waits/c.xml", EXCEL_2003)
        .bytes("datasets/waits/d.zip", &workbook(&[("waits.xlsx", &format!("PK\x03\x04{inner}"))]))
        .bytes("datasets/waits/e.docx", &workbook(&[("word/document.xml", "<w:del w:author=\"x\"/>")]));
    let run = portal.run(&["check", "--all"]);
    for (file, what) in [
        ("a.xlsb", "it is in Excel's binary form"),
        ("b.fods", "a hidden sheet"),
        ("c.xml", "hidden rows or columns"),
        ("d.zip", "an embedded file (in waits.xlsx)"),
        ("e.docx", "tracked changes"),
    ] {
        run.finds("privacy/workbook", what);
        assert!(run.stderr.contains(&format!("datasets/waits/{file}")), "{file}: {}", run.stderr);
    }
    let silent = Portal::sample().file("datasets/waits/b.fods", &FODS.replace("\"false\"", "\"true\""));
    assert!(!silent.run(&["check"]).stderr.contains("privacy/workbook"));
}

#[test]
fn a_workbook_with_nothing_hidden_is_not_refused() {
    let sheets = "<workbook><sheets><sheet name=\"A\"/></sheets><definedNames>\
                  <definedName name=\"_xlnm._FilterDatabase\" hidden=\"1\">A1</definedName></definedNames></workbook>";
    let bytes = workbook(&[
        ("xl/workbook.xml", sheets),
        ("xl/worksheets/sheet1.xml", "<worksheet><cols><col min=\"4\" max=\"16384\" hidden=\"1\"/></cols><v>120</v></worksheet>"),
    ]);
    let run = Portal::sample().bytes("datasets/waits/release.xlsx", &bytes).check();
    assert!(!run.stderr.contains("privacy/"), "{}", run.stderr);
}

#[test]
fn what_a_template_makes_of_harmless_parts_is_looked_at_too() {
    let portal = Portal::sample().build();
    let before = portal.site();
    let portal = portal
        .edit("portal.yaml", "licence: OGL-UK-3.0", "licence: OGL-UK-3.0\ntheme: {name: own}")
        .file("themes/own/templates/not_found.html", "<p>{{ \"999\" }}{{ \" 000\" }} {{ \"0123\" }}</p>\n");
    let run = portal.run(&["build", "--as-of", portal.day()]);
    run.finds("privacy/nhs-number", "404.html is not published, because it shows an NHS number");
    assert_eq!(portal.site(), before, "the site stays as it was");
}

#[test]
fn no_form_of_a_finding_gives_orders_to_a_build_agent() {
    let portal = Portal::sample().edit(
        "datasets/waits/waits.csv",
        "2024-01,North,100,10\n",
        "2024-01,North,##vso[task.setvariable variable=KEY]x,10\n",
    );
    for form in ["human", "github", "junit", "json", "sarif"] {
        let run = portal.run(&["check", "--as-of", portal.day(), "--format", form]);
        let printed = format!("{}{}", run.stdout, run.stderr);
        assert!(printed.contains("data/type"), "{form}: {printed}");
        assert!(!printed.contains("##vso[") && !printed.contains("##["), "{form}: {printed}");
    }
}

#[test]
fn a_file_name_with_a_number_is_found_and_printed_by_no_rule() {
    let run = Portal::sample().file("datasets/waits/999 000 0123.csv", "a\n1\n").check();
    run.finds("privacy/nhs-number", "has an NHS number in its name");
    assert!(!run.stderr.contains("999 000 0123"), "{}", run.stderr);
}

#[test]
fn add_says_what_a_file_holds_of_people() {
    let portal =
        Portal::starter().file("patients.csv", "month,nhs_number,seen\n2024-01,999 000 0123,12\n2024-02,999 000 3459,14\n");
    let run = portal.run(&["add", "patients", "--from", "patients.csv"]);
    assert!(run.stdout.contains("hold NHS numbers") && run.stdout.contains("keep this folder"), "{}", run.stdout);
    assert!(!run.stdout.contains("999 000 0123"), "{}", run.stdout);
}
