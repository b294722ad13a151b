//! The board of datasets on their way to publication.

use crate::editions::{done, places, portal};
use crate::portal::{DAY, Portal};

/// The rows of the board, without markup.
fn board(portal: &Portal) -> String {
    let page = portal.read("public-staging/journey/index.html");
    let table = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let mut text = String::new();
    let mut is_tag = false;
    for letter in table.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            _ if !is_tag => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_dataset_of_which_little_is_known_is_on_the_board_and_holds_up_nothing() {
    let portal = Portal::sample()
        .append(
            "portal.yaml",
            "editions: {public: {}, staging: {stages: [requested, discovery, validation, pipeline, staging, live, retired]}}\n",
        )
        .file("datasets/stroke/dataset.yaml", "title: Stroke deaths\njourney: {stage: requested, requested: 2026-01-01}\n");
    let run = done(&portal, &["build", "--as-of", DAY, "--edition", "staging"]);
    assert!(run.stderr.contains("(at the stage `requested`)"), "{}", run.stderr);
    assert_eq!(
        board(&portal),
        "Stroke deaths Requested Since 1 January 2026, 30 days Not stated Nothing The day on which the stage “Discovery” began A single \
         point of contact"
    );
    assert!(!portal.path("public-staging/datasets/stroke").exists());
    done(&portal, &["build", "--as-of", DAY]);
    assert!(!portal.path("public/journey").exists() && places(&portal, "public", "stroke deaths").is_empty());
    let run = portal.run(&["check", "--as-of", DAY]);
    assert_eq!(run.code, 0, "what is not finished is a warning: {}", run.stderr);
}

#[test]
fn each_stage_says_what_it_lacks_and_what_comes_next() {
    let journey =
        "journey: {stage: validation, requested: 2025-12-01, discovery: 2025-12-10, contact: tbc, validation: 2026-01-30}
governance: {dpia: DPIA-1, retention: Eight years}";
    let portal = portal(journey).append("portal.yaml", "policy: {roles: [information-governance]}\n");
    done(&portal, &["build", "--as-of", DAY, "--edition", "staging"]);
    assert_eq!(
        board(&portal),
        "Quokka counts by zanzibarian ward Validation Since 30 January 2026, 1 day Not stated A single point of contact Terms of \
         reference with a timeline Test data, agreed The lawful basis The day on which the stage “Pipeline” began"
    );
    let page = portal.read("public-staging/journey/index.html");
    assert!(page.contains("href=\"../datasets/hidden-dataset/index.html\""), "it has no errors, and its page can be seen");
    let portal =
        portal.edit("datasets/hidden-dataset/dataset.yaml", "stage: validation", "stage: staging, go_live: 2026-02-10").edit(
            "datasets/hidden-dataset/dataset.yaml",
            "contact: tbc",
            "contact: Planned care, terms_of_reference: ToR-1, test_data: 2026-01-05, pipeline: 2026-01-30, staging: 2026-01-31",
        );
    done(&portal, &["build", "--as-of", DAY, "--edition", "staging"]);
    assert_eq!(
        board(&portal),
        "Quokka counts by zanzibarian ward Staging Since 31 January 2026 10 February 2026 The lawful basis Guidance for readers \
         Approval: Information governance"
    );
}

#[test]
fn in_staging_errors_are_errors_and_people_are_at_any_stage() {
    let portal = portal("journey: {stage: staging}").edit("datasets/hidden-dataset/quokkas.csv", "310", "many");
    portal.run(&["build", "--as-of", DAY, "--edition", "staging"]).finds("data/type", "quokkas.csv");
    let portal = portal.edit("datasets/hidden-dataset/dataset.yaml", "stage: staging", "stage: pipeline");
    done(&portal, &["build", "--as-of", DAY, "--edition", "staging"]);
    let portal = portal.file("datasets/hidden-dataset/notes.txt", "NHS number 943 476 5919\n");
    portal.run(&["build", "--as-of", DAY, "--edition", "staging"]).finds("privacy/nhs-number", "notes.txt");
}
