//! What the preview shows of a portal that is not finished.

use super::server::Server;
use crate::portal::Portal;

#[test]
fn a_draft_is_shown_with_its_gaps_and_build_refuses_it() {
    let portal =
        Portal::sample().edit("datasets/waits/dataset.yaml", "summary: Waits by month and place.", "summary: TODO one sentence");
    let run = portal.check();
    run.finds("metadata/draft", "this is still to be filled in");
    assert_eq!(run.code, 1);
    let server = Server::of(&portal, &[]);
    let page = server.get("/datasets/waits/");
    assert!(page.status == 200 && page.text().contains("TODO one sentence"), "{}", page.text());
    assert!(!portal.path("public").exists());
}

#[test]
fn a_portal_that_starts_broken_shows_its_findings_as_its_page() {
    let portal = Portal::sample().edit("datasets/waits/dataset.yaml", "frequency: irregular", "frequency: now and then");
    let server = Server::of(&portal, &[]);
    let page = server.get("/");
    assert_eq!(page.status, 503);
    for text in ["Nothing to show yet", "metadata/invalid-value", "datasets/waits/dataset.yaml", "now and then"] {
        assert!(page.text().contains(text), "{text} in {}", page.text());
    }
}
