//! What earlier releases have printed is known: a new one gives nothing away that they hid, or that they show together.

use crate::portal::Portal;
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
    portal
        .check()
        .finds("protect/earlier-release", "can be worked out together with what earlier releases have printed: 2026.01.0");
    let run = store(&portal, &["release"]);
    assert_eq!((run.code, run.stderr.contains(" 3 ")), (1, false), "{}", run.stderr);
    // Numbers that were revised since say nothing of those that are there now.
    let revised = "2024-01,North,100,3\n2024-01,South,80,21\n2024-01,West,70,31\n2024-01,All,250,55\n";
    done(&with(portal, revised), &["release"]);
}

#[test]
fn a_stricter_policy_hides_nothing_that_readers_have() {
    let portal = released("{preset: below-5}", "2024-01,North,100,7\n2024-01,South,80,20\n");
    let stricter = corrected(portal.edit(YAML, "preset: below-5", "preset: below-10"));
    stricter.check().finds("protect/earlier-release", "a hidden count in `late` can be worked out together with");
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
    assert!(gone.check().stderr.contains("the ledger knows a table `visits` of release 2026.01.0, which is gone"));
    let renamed = gone.file(LEDGER, &ledger.replace("\"place\"", "\"area\""));
    renamed.check().finds("protect/earlier-release", "told apart by `area`, and that column is gone");
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
