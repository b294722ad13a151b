//! Releases and datasets that are taken back for good.

use crate::portal::files;
use crate::releases::{corrected, done, states, store, stored, with_kpi};

#[test]
fn a_withdrawn_release_leaves_no_trace() {
    let portal = with_kpi().edit("datasets/waits/waits.csv", "North,120,30", "North,79191357,30");
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,79191357,30", "North,120,30"));
    done(&portal, &["release"]);
    let run = store(&portal, &["withdraw", "2026.01.0", "--reason", "79191357 people were too many.", "--value", "79191357"]);
    assert_eq!(run.code, 3, "the reason must not repeat the value: {}", run.stderr);
    let run = done(&portal, &["withdraw", "2026.01.0", "--reason", "A wrong count was published.", "--value", "79191357"]);
    assert!(run.stderr.contains("gone for good: 2026.01.0, 2026.01.1"), "{}", run.stderr);
    for (path, bytes) in files(&portal.path("store")) {
        assert!(!bytes.windows(8).any(|eight| eight == b"79191357"), "{path}");
    }
    let read = |path: &str| portal.read(&format!("store/current/data/{path}"));
    assert!(read("changes/2026.01.0/index.html").contains("A wrong count was published."));
    assert!(read("datasets/waits/waits.csv").contains("North,120,30"), "the corrected figures stay");
    assert!(read("kpis/seen/revisions/index.html").contains("was withdrawn on"));
    assert!(read("kpis/seen/revisions.csv").contains(",2024-02,,[w],1.0,2026.01.0,"), "{}", read("kpis/seen/revisions.csv"));
    assert!(read("feed.xml").contains("Release 2026.01.0 was withdrawn"));
    let states: Vec<String> = states(&portal).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["withdrawn", "withdrawn", "current"]);
    done(&portal, &["verify", "--all"]);
    assert_eq!(store(&portal, &["rollback", "2026.01.0"]).code, 3);
    done(&portal, &["release"]);
    assert!(read("feed.xml").contains("Release 2026.01.0 was withdrawn"), "later releases go on to say so");
    assert!(!read("release.json").contains("79191357"));
}

#[test]
fn the_release_that_readers_see_can_be_withdrawn() {
    let portal = with_kpi();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,79191357,30"));
    done(&portal, &["release"]);
    done(&portal, &["withdraw", "2026.01.1", "--reason", "A wrong count was published.", "--value", "79191357"]);
    let data = files(&portal.path("store"));
    assert!(!data.iter().any(|(_, bytes)| bytes.windows(8).any(|eight| eight == b"79191357")));
    assert!(portal.read("store/current/data/datasets/waits/waits.csv").contains("North,120,30"));
    assert!(portal.path("store/releases/2026.01.0").exists(), "what was there before is kept");
    let portal = stored();
    done(&portal, &["release"]);
    let run = store(&portal, &["withdraw", "2026.01.0", "--reason", "A wrong count."]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("release a corrected one first"), "{}", run.stderr);
}

#[test]
fn a_withdrawn_dataset_leaves_a_page_and_breaks_no_link() {
    let portal = with_kpi().file("content/about.md", "---\ntitle: About\n---\nSee [waits](/datasets/waits/) and [the file](/datasets/waits/waits.csv) and [people](/kpis/seen/).\n");
    done(&portal, &["release"]);
    let before = portal.read("portal.yaml");
    done(&portal, &["withdraw", "--dataset", "waits", "--reason", "A place could be told apart."]);
    assert!(portal.read("portal.yaml").starts_with(&before), "what the author wrote stays");
    let read = |path: &str| portal.read(&format!("store/current/data/{path}"));
    for page in ["datasets/waits/index.html", "kpis/seen/index.html"] {
        assert!(read(page).contains("Withdrawn: Waits") && read(page).contains("A place could be told apart."), "{page}");
    }
    let there: Vec<String> =
        files(&portal.path("store/current/data")).into_keys().filter(|path| path.contains("waits")).collect();
    assert_eq!(there, ["datasets/waits/index.html"]);
    assert!(read("about/index.html").contains("href=\"../datasets/waits/index.html\">the file"), "{}", read("about/index.html"));
    assert!(read("feed.xml").contains("Withdrawn: Waits"));
    let run = store(&portal, &["rollback"]);
    assert!(run.code == 3 && run.stderr.contains("holds waits, which was withdrawn"), "{}", run.stderr);
    // An older copy of the portal must not bring it back.
    let portal = portal.file("portal.yaml", &before);
    assert!(store(&portal, &["release"]).stderr.contains("baseline/withdrawn"));
    let run = store(&portal, &["withdraw", "--dataset", "other", "--reason", "No."]);
    assert!(run.code == 3 && run.stderr.contains("no dataset `other`"), "{}", run.stderr);
    assert_eq!(portal.read("portal.yaml"), before);
}

#[test]
fn what_readers_still_see_is_corrected_before_it_is_withdrawn() {
    let portal = with_kpi();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,79191357,30"));
    done(&portal, &["release"]);
    // A release that changes something else goes on to show the count.
    let portal = portal.file("content/about.md", "---\ntitle: About\n---\nText.\n");
    done(&portal, &["release"]);
    let run = store(&portal, &["withdraw", "2026.01.1", "--reason", "A wrong count."]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("version 1.0.1 of waits was first published in release 2026.01.1 too"), "{}", run.stderr);
    assert_eq!(states(&portal).len(), 3, "nothing changed");
}

#[test]
fn a_withdrawal_does_not_show_a_release_that_was_held() {
    let portal = with_kpi();
    done(&portal, &["release"]);
    let portal = corrected(portal.edit("datasets/waits/waits.csv", "North,120,30", "North,79191357,30"));
    done(&portal, &["release", "--hold"]);
    let run = store(&portal, &["rollback", "2026.01.1"]);
    assert!(run.code == 3 && run.stderr.contains("readers have never seen release 2026.01.1"), "{}", run.stderr);
    let portal = portal.edit("datasets/waits/waits.csv", "North,79191357,30", "North,121,30");
    done(&portal, &["release"]);
    done(&portal, &["withdraw", "2026.01.2", "--reason", "Too early."]);
    assert!(portal.read("store/current/data/datasets/waits/waits.csv").contains("North,120,30"));
}
