//! What earlier releases have printed is known: a new one gives nothing away that they hid, or that they show together.

use crate::portal::{DAY, Portal};
use crate::releases::{corrected, done, store};

const LEDGER: &str = "datasets/waits/ledger.jsonl";
const YAML: &str = "datasets/waits/dataset.yaml";
const TOTALS: &str = "{preset: below-5, dimensions: {place: {total: All}}}";

/// A portal with a store that has released a table of one month.
fn released(policy: &str, rows: &str) -> Portal {
    let portal = Portal::sample();
    assert_eq!(store(&portal, &["store", "init"]).code, 0);
    let portal = with(
        portal.edit(YAML, "    protect: {preset: below-5}", &format!("    key: [month, place]\n    protect: {policy}")),
        rows,
    );
    done(&portal, &["release"]);
    portal
}

/// The same portal with other rows.
fn with(portal: Portal, rows: &str) -> Portal {
    portal.file("datasets/waits/waits.csv", &format!("month,place,seen,late\n{rows}"))
}

fn table(portal: &Portal) -> String {
    portal.read("store/current/data/datasets/waits/waits.csv")
}

const HIDES_TWO: &str = "2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,53\n";

#[test]
fn what_was_hidden_stays_hidden() {
    let portal = released(TOTALS, HIDES_TWO);
    let ledger = portal.read(LEDGER);
    let north = r#"{"release":"2026.01.0","table":"waits","row":{"month":"2024-01","place":"North"},"printed":{"late":"[c]","seen":"100"}}"#;
    assert!(ledger.lines().any(|line| line == north), "{ledger}");
    assert!(!ledger.contains("\"3\"") && !ledger.contains("\"20\""), "no hidden value: {ledger}");
    // West would be the cheaper one to hide now. With South shown, the first release would give North away.
    let portal = corrected(with(portal, "2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,12\n2024-01,All,250,35\n"));
    done(&portal, &["release"]);
    assert!(table(&portal).contains("South,80,[c]\n") && table(&portal).contains("West,70,12\n"), "{}", table(&portal));
    let grown = portal.read(LEDGER);
    assert!(grown.starts_with(&ledger) && grown.contains("\"2026.01.1\""), "only lines are added: {grown}");
    let why = done(&portal, &["check", "--explain-protection", "waits"]).stdout;
    assert!(why.contains("hidden in an earlier release"), "{why}");
    // Without the first release, the choice is free.
    let forgetful =
        portal.edit(YAML, "preset: below-5,", "preset: below-5, earlier: {ignore_to: 2026.01.1, reason: All revised},");
    assert!(forgetful.build().page("datasets/waits/waits.csv").contains("West,70,[c]\n"));
}

#[test]
fn what_was_printed_protects_nobody() {
    // The first release left North out, and told everything else.
    let portal = released(TOTALS, "2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,53\n");
    let portal = corrected(with(portal, HIDES_TWO));
    portal.check().finds("protect/earlier-release", "can be worked out from this table and what release 2026.01.0 has printed");
    let run = store(&portal, &["release"]);
    assert_eq!((run.code, run.stderr.contains(" 3 ")), (1, false), "{}", run.stderr);
    // One other person more, and a new total: the first release alone still tells North.
    let one_more = "2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,31\n2024-01,All,250,54\n";
    let portal = with(portal, one_more);
    portal.check().finds("protect/earlier-release", "what release 2026.01.0 has printed");
    // Leaving the total out now takes nothing back.
    let portal = with(portal, "2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,30\n");
    portal.check().finds("protect/earlier-release", "what release 2026.01.0 has printed");
    // If North was another number then, the first release says nothing of it now.
    let revised = "2024-01,North,100,4\n2024-01,South,80,21\n2024-01,West,70,31\n2024-01,All,250,56\n";
    done(&with(portal, revised), &["release"]);
}

#[test]
fn a_stricter_policy_hides_nothing_that_readers_have() {
    let portal = released("{preset: below-5}", "2024-01,North,100,7\n2024-01,South,80,20\n");
    let stricter = corrected(portal.edit(YAML, "preset: below-5", "preset: below-10"));
    stricter.check().finds("protect/earlier-release", "a hidden count in `late` can be worked out from this table and");
    let known = "preset: below-10, earlier: {ignore_to: 2026.01.0, reason: The new rule holds from now on}";
    let stricter = stricter.edit(YAML, "preset: below-10", known);
    done(&stricter, &["release"]);
    assert!(table(&stricter).contains("North,100,[c]"));
}

#[test]
fn a_policy_that_is_gone_shows_nothing_that_was_hidden() {
    let portal = released("{preset: below-5}", HIDES_TWO);
    let open = corrected(portal.edit(YAML, "preset: below-5", "preset: none, reason: Only rates"));
    open.check().finds("protect/earlier-release", "2 cells of `late` that release 2026.01.0 hid would be shown");
    let columns = open.edit(YAML, "preset: none, reason: Only rates", "preset: below-5, counts: [seen]");
    let page = columns.build().page("datasets/waits/waits.csv");
    assert!(
        page.contains("North,100,[c]") && page.contains("South,80,[c]"),
        "what counts nobody now was hidden with somebody: {page}"
    );
}

#[test]
fn a_release_that_was_withdrawn_has_printed_nothing() {
    let portal = released(TOTALS, "2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,60\n");
    let portal = corrected(with(portal, "2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,53\n"));
    done(&portal, &["release"]);
    let portal = with(portal, HIDES_TWO);
    portal.check().finds("protect/earlier-release", "2026.01.1");
    done(&portal, &["withdraw", "2026.01.1", "--reason", "A total was wrong"]);
    assert!(!portal.read(LEDGER).contains("2026.01.1"), "{}", portal.read(LEDGER));
    let note = portal.read("datasets/waits/releases/1.0.1.md").replace("1.0.1", "1.0.2");
    let portal = portal.edit(YAML, "version: \"1.0.1\"", "version: \"1.0.2\"").file("datasets/waits/releases/1.0.2.md", &note);
    done(&portal, &["release"]);
    assert!(table(&portal).contains("North,100,[c]\n"), "{}", table(&portal));
}

#[test]
fn a_store_that_is_older_than_the_ledger_fills_it() {
    let portal = released(TOTALS, HIDES_TWO);
    let ledger = portal.read(LEDGER);
    let portal = portal.remove(LEDGER);
    done(&portal, &["release", "--dry-run"]);
    assert!(!portal.path(LEDGER).exists(), "a dry run writes nothing");
    done(&portal, &["release"]);
    assert!(portal.read(LEDGER).starts_with(&ledger));
    // A release that nobody has seen is not known to anybody.
    done(&portal, &["release", "--hold"]);
    assert!(!portal.read(LEDGER).contains("2026.01.2"));
    done(&portal, &["activate", "2026.01.2"]);
    assert!(portal.read(LEDGER).contains("2026.01.2"));
}

#[test]
fn a_ledger_that_says_nothing_clear_stops() {
    let portal = released(TOTALS, HIDES_TWO);
    let ledger = portal.read(LEDGER);
    let broken = portal.append(LEDGER, "{\"release\":\n");
    broken.check().finds("data/ledger", "ledger.jsonl:6:1");
    let gone = broken.file(LEDGER, &ledger.replace("\"waits\"", "\"visits\""));
    assert!(gone.check().stderr.contains("the ledger knows a table `visits`, which is gone"), "{}", gone.check().stderr);
    let renamed = gone.file(LEDGER, &ledger.replace("\"place\"", "\"area\""));
    renamed.check().finds("protect/earlier-release", "hid counts of `area`, which is gone, and `place` is new");
    let unknown = renamed.file(LEDGER, &ledger).edit(
        YAML,
        "preset: below-5,",
        "preset: below-5, earlier: {ignore_to: \"1\", reason: New},",
    );
    unknown.check().finds("protect/earlier-release", "it knows 2026.01.0");
}

#[test]
fn a_dataset_that_protects_nothing_has_no_ledger() {
    let portal = released("{preset: none, reason: Only rates}", HIDES_TWO);
    assert!(!portal.path(LEDGER).exists());
}

#[test]
fn a_table_that_is_gone_is_remembered() {
    let portal = Portal::sample();
    assert_eq!(store(&portal, &["store", "init"]).code, 0);
    let dictionary = portal.read("datasets/waits/dictionary.csv").replace("place,Place,string,Where people were seen,\n", "");
    let totals = "tables:\n  - {name: totals, file: totals.csv, dictionary: totals-dictionary.csv, key: [month], protect: {preset: below-5}}\n";
    let portal = with(portal, "2024-01,South,80,20\n2024-01,West,70,30\n")
        .file("datasets/waits/totals-dictionary.csv", &dictionary)
        .file("datasets/waits/totals.csv", "month,seen,late\n2024-01,250,53\n")
        .edit(YAML, "    protect: {preset: below-5}", "    key: [month, place]\n    protect: {preset: below-5}")
        .edit(YAML, "tables:\n", totals);
    done(&portal, &["release"]);
    let portal = with(portal, "2024-01,North,100,3\n2024-01,South,80,20\n2024-01,West,70,30\n").edit(YAML, totals, "tables:\n");
    let run = corrected(portal.remove("datasets/waits/totals.csv").remove("datasets/waits/totals-dictionary.csv")).check();
    run.finds("protect/earlier-release", "a hidden count in `late` can be worked out from this table and what release 2026.01.0");
    assert!(run.stderr.contains("warning[data/ledger]: the ledger knows a table `totals`, which is gone"), "{}", run.stderr);
}

#[test]
fn a_count_that_is_broken_down_is_the_sum_of_its_parts() {
    let portal = released("{preset: below-5}", "2024-01,North,100,23\n2024-01,South,80,20\n");
    let by_sex = "month,place,sex,seen,late\n2024-01,North,F,50,3\n2024-01,North,M,50,20\n\
                  2024-01,South,F,40,10\n2024-01,South,M,40,10\n";
    let portal = portal
        .edit(YAML, "key: [month, place]", "key: [month, place, sex]")
        .append("datasets/waits/dictionary.csv", "sex,Sex,string,Sex of the person,\n")
        .file("datasets/waits/waits.csv", by_sex);
    let published = corrected(portal).build().page("datasets/waits/waits.csv");
    assert!(published.contains("North,F,50,[c]\n2024-01,North,M,50,[c]\n"), "23 were late in the North: {published}");
    assert!(published.contains("South,F,40,10\n"), "{published}");
}

#[test]
fn names_that_change_hide_no_less() {
    let portal = released(TOTALS, HIDES_TWO);
    let west = "2024-01,North,100,3\n2024-01,Southern,80,20\n2024-01,West,70,12\n2024-01,All,250,35\n";
    let portal = corrected(with(portal, west));
    let run = portal.check();
    assert!(run.stderr.contains("hid counts of `South` in `place`, which is gone, and `Southern` is new"), "{}", run.stderr);
    let known = portal.read(LEDGER).replace("\"South\"", "\"Southern\"");
    let portal = portal.file(LEDGER, &known).build();
    assert!(portal.page("datasets/waits/waits.csv").contains("Southern,80,[c]"));
    let dictionary = portal.read("datasets/waits/dictionary.csv").replace("late", "tardy");
    let renamed = portal.file("datasets/waits/dictionary.csv", &dictionary).edit("datasets/waits/waits.csv", "late", "tardy");
    renamed.check().finds("protect/earlier-release", "hid counts of `late`, which is gone, and `tardy` is new");
}

#[test]
fn a_statistic_that_was_printed_gives_its_count_away() {
    let rows = "month,place,seen,late,share\n2024-01,North,100,3,3.0\n2024-01,South,80,20,25.0\n";
    let portal = released("{preset: below-5}", "2024-01,North,100,10\n2024-01,South,80,20\n");
    let ledger = portal.read(LEDGER).replace("\"late\":\"10\"", "\"share\":\"3.0\"");
    let portal = portal
        .file(LEDGER, &ledger)
        .edit(YAML, "{preset: below-5}", "{preset: below-5, counts: [seen, late], statistics: {share: late}}")
        .append("datasets/waits/dictionary.csv", "share,Share,number,Share who waited too long,%\n")
        .file("datasets/waits/waits.csv", rows);
    portal.check().finds("protect/earlier-release", "1 cell of `share` would be hidden with the count that they are about");
}

#[test]
fn rounded_numbers_say_what_they_say() {
    // What was printed as it is, and is rounded now: All and South give North away.
    let portal = released(TOTALS, "2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,57\n");
    let rows = "2024-01,North,100,7\n2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,57\n";
    let portal = corrected(with(portal, rows)).edit(YAML, "preset: below-5", "preset: hes");
    portal.check().finds("protect/earlier-release", "what release 2026.01.0 has printed");
    // What was rounded then is not known to be the number of now.
    let portal = released(&TOTALS.replace("below-5", "hes"), "2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,57\n");
    assert!(portal.read(LEDGER).contains("\"late\":\"55\",\"seen\":\"250\"},\"rounded_to\":5}"), "{}", portal.read(LEDGER));
    let portal = corrected(with(portal, rows)).edit(YAML, "preset: hes", "preset: below-10");
    let run = store(&portal, &["release"]);
    run.finds("baseline/gate-loosened", "`waits/waits rounding` is looser than in release 2026.01.0: 5 became 0");
    // Information governance approves that counts are not rounded any more.
    let hash = run.stderr.split("gates: \"").nth(1).unwrap().split('"').next().unwrap();
    let approval =
        format!("policy: {{approvals: [{{gates: \"{hash}\", by: IG team, on: {DAY}, reason: Below 10 is enough}}]}}\n");
    let portal = portal.append("portal.yaml", &approval);
    done(&portal, &["release"]);
    let page = portal.read("store/current/data/changes/2026.01.1/index.html");
    assert!(
        page.contains("Rules that became looser") && page.contains("IG team approved this on 2026-01-31: Below 10 is enough"),
        "{page}"
    );
    assert!(
        portal.read("store/releases/2026.01.1/notes.md").contains("A gate was loosened: `waits/waits rounding`, from 5 to 0")
    );
}

#[test]
fn a_number_that_was_hidden_in_between_may_be_another() {
    let rows = |north: u32| format!("2024-01,North,100,{north}\n2024-01,South,80,20\n");
    let portal = released("{preset: below-5}", &rows(7));
    let portal = corrected(with(portal, &rows(3)));
    done(&portal, &["release"]);
    let portal = with(portal, &rows(7));
    assert_eq!(portal.check().code, 0, "{}", portal.check().stderr);
    assert!(portal.build().page("datasets/waits/waits.csv").contains("North,100,[c]"), "what was hidden stays hidden");
}

#[test]
fn only_releases_before_the_one_that_is_named_are_ignored() {
    let printed = "2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,53\n";
    let portal = released(TOTALS, printed);
    done(&portal, &["release"]);
    let ignoring = "preset: below-5, earlier: {ignore_to: 2026.01.0, reason: Revised},";
    let portal = corrected(with(portal, HIDES_TWO)).edit(YAML, "preset: below-5,", ignoring);
    portal.check().finds("protect/earlier-release", "what release 2026.01.1 has printed");
    let portal = portal.edit(YAML, "2026.01.0, reason", "2026.01.1, reason");
    assert_eq!(portal.check().code, 0, "{}", portal.check().stderr);
}

#[test]
fn years_are_told_apart_without_a_key() {
    let portal = Portal::sample();
    assert_eq!(store(&portal, &["store", "init"]).code, 0);
    let portal = portal
        .edit(YAML, "    protect: {preset: below-5}", "    protect: {preset: below-5, counts: [seen, late]}")
        .edit("datasets/waits/dictionary.csv", "month,Month,yearmonth,Calendar month,", "month,Month,integer,Calendar year,");
    let portal = with(portal, "2024,North,100,3\n2024,South,80,20\n");
    let run = store(&portal, &["release"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(portal.read(LEDGER).contains("\"row\":{\"month\":\"2024\",\"place\":\"North\"}"), "{}", portal.read(LEDGER));
    let page = with(portal, "2024,North,100,3\n2025,North,100,40\n").build().page("datasets/waits/waits.csv");
    assert!(page.contains("2025,North,100,40"), "{page}");
}

#[test]
fn a_release_that_nobody_has_seen_yet_knows_the_others() {
    let portal = released(TOTALS, "2024-01,South,80,20\n2024-01,West,70,30\n2024-01,All,250,53\n");
    let portal = corrected(with(portal.remove(LEDGER), HIDES_TWO));
    for how in ["--dry-run", "--hold"] {
        let run = store(&portal, &["release", how]);
        assert_eq!(run.code, 1, "{how}");
        assert!(run.stderr.contains("[protect/earlier-release]"), "{}", run.stderr);
    }
    assert!(!portal.path(LEDGER).exists(), "a release that is refused writes nothing");
}

#[test]
fn a_table_that_had_no_policy_has_shown_everything() {
    let portal = released("{preset: none, reason: Only rates}", HIDES_TWO);
    let portal = corrected(portal.edit(YAML, "{preset: none, reason: Only rates}", TOTALS));
    let run = store(&portal, &["release"]);
    run.finds("baseline/shown", "2 cells of waits would be hidden, but release 2026.01.0 has shown them");
}
