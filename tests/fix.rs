//! `check --fix`: what it shows, what it writes and what it leaves alone.

use crate::portal::{DAY, Portal};

const CSV: &str = "datasets/waits/waits.csv";

fn fix(portal: &Portal, yes: bool) -> String {
    let mut arguments = vec!["check", "--fix", "--quiet", "--as-of", DAY];
    arguments.extend(yes.then_some("--yes"));
    portal.run(&arguments).stdout
}

#[test]
fn blanks_go_and_nothing_else_changes() {
    let before = "month,place,seen,late\r\n2024-01,\"North \",100,10\r\n2024-02, South,\" 60\",6\r\n";
    let portal = Portal::sample().file(CSV, before);
    let shown = fix(&portal, false);
    assert!(shown.contains("-\"North \"\n+\"North\"\n") && shown.contains("@@ line 3 @@\n-\" South\"\n+\"South\"\n"), "{shown}");
    assert!(shown.contains("2 changes in 1 file: nothing was written"), "{shown}");
    assert_eq!(portal.read(CSV), before, "it only shows until somebody agrees");
    assert!(fix(&portal, true).contains("written"));
    assert_eq!(portal.read(CSV), "month,place,seen,late\r\n2024-01,\"North\",100,10\r\n2024-02,South,\" 60\",6\r\n");
    assert!(fix(&portal, true).contains("nothing can be fixed"));
    assert_eq!(portal.check().stderr, "");
}

#[test]
fn a_heading_takes_the_name_of_its_dictionary() {
    let portal = Portal::sample().edit(CSV, "month,place,seen,late", "Month,PLACE ,seen,late");
    portal.check().finds("dictionary/undocumented-column", "`Month` is not in the dictionary");
    let shown = fix(&portal, true);
    assert!(shown.contains("-\"Month\"\n+\"month\"\n") && shown.contains("-\"PLACE \"\n+\"place\"\n"), "{shown}");
    assert_eq!(portal.check().stderr, "");
}

#[test]
fn days_become_iso_where_they_can_be_read_in_one_way_only() {
    let table = |days: [&str; 2]| {
        Portal::sample()
            .edit("datasets/waits/dictionary.csv", "month,Month,yearmonth", "month,Month,date")
            .file(CSV, &format!("month,place,seen,late\n{},North,100,10\n{},South,60,6\n", days[0], days[1]))
    };
    let portal = table(["31/01/2024", "01/02/2024"]);
    fix(&portal, true);
    assert!(portal.read(CSV).contains("2024-01-31,North") && portal.read(CSV).contains("2024-02-01,South"));
    let ambiguous = table(["01/02/2024", "02/03/2024"]);
    assert!(fix(&ambiguous, true).contains("nothing can be fixed"));
}

#[test]
fn a_row_is_drafted_for_a_column_without_one() {
    let portal = Portal::sample().file(CSV, "month,place,seen,late,beds\n2024-01,North,100,10,7\n2024-02,South,60,6,8\n");
    let shown = fix(&portal, true);
    assert!(shown.contains("+beds,TODO beds,integer,TODO what the column holds,"), "{shown}");
    let dictionary = portal.read("datasets/waits/dictionary.csv");
    assert!(
        dictionary.ends_with("beds,TODO beds,integer,TODO what the column holds,\"TODO people, percent, £, days ...\"\n"),
        "{dictionary}"
    );
    portal.check().finds("metadata/draft", "still to be filled in");
}

#[test]
fn what_is_shown_hides_what_could_be_a_person_s_number() {
    let portal = Portal::sample().edit(CSV, "2024-01,North", "2024-01,9434765919 ");
    let shown = fix(&portal, false);
    assert!(shown.contains("(value not shown)") && !shown.contains("9434765919"), "{shown}");
}

#[test]
fn a_mark_quotes_and_ragged_rows_stay_as_they_are() {
    let before = "\u{feff}Month,Place,seen,late\r\n2024-01,\"North \r\nHouse \",100,10\r\n2024-02,South,60,6,extra\r\n\r\n2024-02,\"a \"\"b\"\" \",60,6\r\n";
    let portal = Portal::sample().file(CSV, before);
    fix(&portal, true);
    assert_eq!(
        portal.read(CSV),
        "\u{feff}month,place,seen,late\r\n2024-01,\"North \r\nHouse\",100,10\r\n2024-02,South,60,6,extra\r\n\r\n2024-02,\"a \"\"b\"\"\",60,6\r\n"
    );
}
