//! `shelfmark update`: the next edition of a table.

use crate::portal::Portal;

const NEXT: &str = "month,place,seen,late
2024-01,North,100,10
2024-01,South,50,21
2024-02,North,120,30
2024-02,South,60,6
2024-03,North,130,31
2024-03,South,70,7
";

fn dataset() -> Portal {
    Portal::sample()
        .edit("datasets/waits/dataset.yaml", "    file: waits.csv\n", "    file: waits.csv\n    key: [month, place]\n")
        .edit(
            "datasets/waits/dataset.yaml",
            "frequency: irregular\n",
            "frequency: monthly  # on the second Thursday\nnext_update: 2025-02-28\n",
        )
        .file("march.csv", NEXT)
}

const DAY: &str = "2025-03-03";

#[test]
fn a_new_month_is_one_step() {
    let portal = dataset();
    let update =
        ["update", "waits", "--from", "march.csv", "--as-of", DAY, "--validation", "Compared with the source: \"equal\"."];
    let run = portal.run(&update);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "updated waits/waits to version 1.1",
        "6 rows, 4 before: 2 new, 0 gone, 1 revised",
        "modified: 2025-03-03 (was 2025-01-31)",
        "covers.to: 2024-03-31 (was 2024-02-29)",
        "next_update: 2025-03-31 (was 2025-02-28)",
    ] {
        assert!(run.stdout.contains(line), "{line} in\n{}", run.stdout);
    }
    let yaml = portal.read("datasets/waits/dataset.yaml");
    assert!(yaml.contains("version: \"1.1\"") && yaml.contains("issued: 2025-01-31"), "{yaml}");
    assert!(yaml.contains("monthly  # on the second Thursday"), "what stands beside it is kept: {yaml}");
    assert_eq!(portal.read("datasets/waits/waits.csv"), NEXT);
    let note = portal.read("datasets/waits/releases/1.1.md");
    assert!(
        note.contains("owner: Team") && note.contains("rollback: Publish version 1.0 again") && note.contains("2 new"),
        "{note}"
    );
    let check = portal.run(&["check", "--as-of", DAY]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    assert!(!check.stderr.contains("warning[release"), "{}", check.stderr);
    let again = portal.run(&update);
    assert_eq!(again.code, 0, "the same month again is the next version: {}", again.stderr);
    assert!(again.stdout.contains("0 new, 0 gone, 0 revised"), "{}", again.stdout);
}

#[test]
fn what_nobody_said_is_a_todo_that_check_finds() {
    let portal = dataset();
    let run = portal.run(&["update", "waits", "--from", "march.csv", "--as-of", DAY, "--to", "2.0"]);
    assert!(run.stdout.contains("datasets/waits/releases/2.0.md: how the data was checked"), "{}", run.stdout);
    portal.run(&["check", "--as-of", DAY]).finds("metadata/draft", "datasets/waits/releases/2.0.md");
}

#[test]
fn a_file_that_cannot_be_read_changes_nothing() {
    let portal = dataset().file("bad.csv", "month;place\n2024-01;\"North\n");
    let before = ["dataset.yaml", "waits.csv"].map(|name| portal.read(&format!("datasets/waits/{name}")));
    let run = portal.run(&["update", "waits", "--from", "bad.csv", "--as-of", DAY]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stderr.contains("data/unbalanced-quote") && run.stderr.contains("was not changed"), "{}", run.stderr);
    for (arguments, says) in [
        (vec!["update", "waits", "--from", "none.csv"], "cannot read none.csv"),
        (vec!["update", "waits", "--from", "march.csv", "--table", "other"], "there is no table `other`"),
        (vec!["update", "waits", "--from", "march.csv", "--to", "1.0"], "1.0.md already exists"),
    ] {
        let run = portal.run(&arguments);
        assert!(run.code == 2 && run.stderr.contains(says), "{says}: {}", run.stderr);
    }
    assert_eq!(before, ["dataset.yaml", "waits.csv"].map(|name| portal.read(&format!("datasets/waits/{name}"))));
    assert!(!portal.path("datasets/waits/releases/1.1.md").exists() && !portal.path(".shelfmark/update").exists());
}

#[test]
fn what_cannot_be_changed_alone_is_left_alone() {
    let yaml = "datasets/waits/dataset.yaml";
    for (from, to) in [
        ("issued: 2025-01-31\nmodified: 2025-01-31\n", "modified: &day 2025-01-31\nissued: *day\n"),
        ("modified: 2025-01-31\n", "modified: >-\n  2025-01-31\n"),
    ] {
        let portal = dataset().edit(yaml, from, to);
        let before = portal.read(yaml);
        let run = portal.run(&["update", "waits", "--from", "march.csv", "--as-of", DAY]);
        assert!(run.code == 2 && run.stderr.contains("cannot be changed"), "{}{}", run.stdout, run.stderr);
        assert_eq!(portal.read(yaml), before);
    }
    for version in ["../../evil", "1\"x", ".hidden", ""] {
        let run = dataset().run(&["update", "waits", "--from", "march.csv", "--as-of", DAY, "--to", version]);
        assert!(run.code == 2 && run.stderr.contains("cannot be a version"), "{version}: {}", run.stderr);
    }
}

#[test]
fn what_is_announced_moves_on_as_it_was_announced() {
    for (before, frequency, after) in [
        ("2024-10-31", "monthly", "2025-03-31"),
        ("Spring 2024", "quarterly", "summer 2025"),
        ("2024-11", "quarterly", "2025-05"),
        ("2025-06-01", "monthly", "2025-06-01"),
    ] {
        let portal = dataset()
            .edit("datasets/waits/dataset.yaml", "next_update: 2025-02-28", &format!("next_update: {before}"))
            .edit("datasets/waits/dataset.yaml", "frequency: monthly", &format!("frequency: {frequency}"));
        let run = portal.run(&["update", "waits", "--from", "march.csv", "--as-of", DAY]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let yaml = portal.read("datasets/waits/dataset.yaml");
        assert!(yaml.contains(&format!("next_update: {after}")), "{before}: {yaml}");
    }
}
