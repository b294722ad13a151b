//! Editions in release stores: embargoes, withdrawals, and that no store takes two.

use crate::editions::{done, places, portal};
use crate::portal::DAY;

#[test]
fn a_release_waits_for_the_clock_whatever_day_it_is_built_for() {
    let portal = portal("journey: {stage: live, go_live: 2124-02-10}");
    done(&portal, &["store", "init"]);
    done(&portal, &["release", "--as-of", "2124-02-10"]);
    assert_eq!(places(&portal, "store/current/data", "quokka").len(), 0);
    done(&portal, &["release", "--as-of", "2124-02-10", "--hold", "--at", "2124-02-10T09:29:00Z"]);
    assert_eq!(places(&portal, "store/releases/2124.02.1/data", "quokka").len(), 0);
    done(&portal, &["release", "--as-of", "2124-02-10", "--hold", "--at", "2124-02-10T09:30:00Z"]);
    assert!(!places(&portal, "store/releases/2124.02.2/data", "quokka").is_empty());
    for version in ["2124.02.0", "2124.02.1", "2124.02.2"] {
        done(&portal, &["verify", version, "--rebuild"]);
    }
}

#[test]
fn what_is_withdrawn_from_one_edition_is_not_named_in_another() {
    let portal = portal("access: internal");
    done(&portal, &["store", "init"]);
    done(&portal, &["store", "init", "--edition", "intranet"]);
    done(&portal, &["release", "--as-of", DAY]);
    done(&portal, &["release", "--as-of", DAY, "--edition", "intranet"]);
    let withdraw = ["withdraw", "--dataset", "hidden-dataset", "--reason", "A mistake", "--edition", "intranet", "--as-of", DAY];
    done(&portal, &withdraw);
    assert!(portal.read("portal.yaml").contains("editions: [intranet, staging]"), "{}", portal.read("portal.yaml"));
    assert!(portal.read("store-intranet/current/data/datasets/hidden-dataset/index.html").contains("A mistake"));
    done(&portal, &["build", "--as-of", DAY]);
    assert_eq!(places(&portal, "public", "quokka").len() + places(&portal, "public", "hidden-dataset").len(), 0);
}

#[test]
fn a_dataset_that_leaves_one_edition_is_withdrawn_from_it_alone() {
    let portal = portal("access: public");
    done(&portal, &["store", "init"]);
    done(&portal, &["release", "--as-of", DAY]);
    let portal = portal.edit("datasets/hidden-dataset/dataset.yaml", "access: public", "access: internal");
    portal.run(&["release", "--as-of", DAY]).finds("baseline/removed", "editions: [public], date: 2026-01-31");
    let entry = "withdrawn: [{dataset: hidden-dataset, editions: [public], date: 2026-01-31, reason: For staff only now}]\n";
    let portal = portal.append("portal.yaml", entry);
    done(&portal, &["release", "--as-of", DAY]);
    assert!(portal.read("store/current/data/datasets/hidden-dataset/index.html").contains("For staff only now"));
    done(&portal, &["build", "--as-of", DAY, "--edition", "intranet"]);
    assert!(portal.read("public-intranet/datasets/hidden-dataset/index.html").contains("Quokka counts"));
}

#[test]
fn a_release_that_is_held_is_looked_at_again_when_it_is_shown() {
    let portal = portal("journey: {stage: live, go_live: 2026-02-10}");
    done(&portal, &["store", "init"]);
    done(&portal, &["release", "--hold"]);
    let portal = portal.edit("datasets/hidden-dataset/dataset.yaml", "go_live: 2026-02-10", "go_live: 2124-02-10");
    let version = std::fs::read_dir(portal.path("store/releases")).unwrap().next().unwrap().unwrap().file_name();
    let run = portal.run(&["activate", version.to_str().unwrap()]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("holds hidden-dataset, which this edition does not hold now"), "{}", run.stderr);
}

#[test]
fn the_evening_before_a_release_is_built_for_the_day_on_which_it_is_shown() {
    let portal = portal("journey: {stage: live, go_live: 2124-02-10}").edit(
        "datasets/waits/dataset.yaml",
        "frequency: irregular",
        "frequency: none",
    );
    done(&portal, &["store", "init"]);
    done(&portal, &["release", "--hold", "--at", "2124-02-10T09:30:00Z"]);
    let facts: serde_json::Value = serde_json::from_str(&portal.read("store/releases/2124.02.0/data/release.json")).unwrap();
    assert_eq!((facts["as_of"].as_str(), facts["edition"].as_str()), (Some("2124-02-10"), Some("public")));
    done(&portal, &["verify", "2124.02.0", "--rebuild"]);
}

#[test]
fn each_edition_has_a_store_of_its_own() {
    let portal = portal("access: internal");
    done(&portal, &["store", "init"]);
    done(&portal, &["store", "init", "--edition", "intranet"]);
    done(&portal, &["release", "--as-of", DAY]);
    done(&portal, &["release", "--as-of", DAY, "--edition", "intranet"]);
    assert_eq!(places(&portal, "store", "quokka").len(), 0);
    assert!(!places(&portal, "store-intranet/current/data", "quokka").is_empty());
    let run = portal.run(&["release", "--as-of", DAY, "--edition", "intranet", "--store", "store"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("the store holds the edition `public`"), "{}", run.stderr);
    done(&portal, &["verify", "--rebuild"]);
    done(&portal, &["verify", "--rebuild", "--edition", "intranet"]);
}
