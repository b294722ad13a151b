//! What the preview serves: the same bytes as `build`, as a proxy would pass them on.

use super::server::Server;
use crate::portal::Portal;

/// A page without the preview's additions.
fn plain(page: &str) -> String {
    page.lines().filter(|line| !line.contains("/reload.js?")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_file_has_the_bytes_that_build_writes_after_edits_too() {
    let portal = Portal::shipped();
    let server = Server::of(&portal, &[]);
    let id = "datasets/ae-waits/dataset.yaml";
    let id = if portal.path(id).exists() { id.to_owned() } else { first_dataset(&portal) };
    let title = portal.read(&id).lines().find(|line| line.starts_with("title: ")).unwrap().to_owned();
    let portal = portal.edit(&id, &title, "title: A title that stands first in the list");
    server.line("dataset.yaml: ");
    let other = "datasets/practice-appointments/dataset.yaml";
    let portal = portal
        .edit(other, "modified: 2026-11-12", "modified: 2026-11-13")
        .edit(other, "title: Appointments attended", "title: Zealous attendance")
        .edit(other, "3081f892a32e3a35", "28c3aa85df8d9ba9");
    server.line("practice-appointments/dataset.yaml: ");
    let portal = portal.edit("portal.yaml", "title: Open health data", "title: Open data of health");
    server.line("portal.yaml: ");
    let portal = portal.edit("portal.yaml", "name: Public Health Scotland", "name: Public Health in Scotland");
    server.line("portal.yaml: ");
    let portal = portal.build();
    // The list of files belongs to a folder, which a preview does not write.
    for (path, bytes) in portal.site().into_iter().filter(|(path, _)| path != "SHA256SUMS") {
        let reply = server.get(&format!("/{path}"));
        assert_eq!(reply.status, 200, "{path}");
        if path.ends_with(".html") {
            assert_eq!(plain(reply.text()), String::from_utf8(bytes).unwrap(), "{path}");
        } else {
            assert!(reply.body == bytes, "{path}");
        }
    }
}

fn first_dataset(portal: &Portal) -> String {
    let mut names: Vec<String> = std::fs::read_dir(portal.path("datasets"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    format!("datasets/{}/dataset.yaml", names[0])
}

#[test]
fn a_prefix_is_what_a_proxy_would_strip() {
    let server = Server::of(&Portal::sample(), &["--prefix", "/data/catalogue/"]);
    assert_eq!(server.get("/").header("location"), Some("/data/catalogue/"));
    assert_eq!(server.get("/data/catalogue").header("location"), Some("/data/catalogue/"));
    assert_eq!(server.get("/data/catalogue/datasets/waits").header("location"), Some("/data/catalogue/datasets/waits/"));
    let page = server.get("/data/catalogue/datasets/waits/");
    assert!(page.text().contains("<script src=\"/data/catalogue/-"));
    assert_eq!(server.get("/datasets/waits/").status, 404);
    let (own, _) = server.script("/data/catalogue/");
    assert_eq!(server.get(&format!("{own}reload.js")).header("content-type"), Some("text/javascript; charset=utf-8"));
}

#[test]
fn headers_are_those_of_production() {
    let server = Server::of(&Portal::sample(), &[]);
    let page = server.get("/");
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'self';"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("access-control-allow-origin"), None);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let csv = "/datasets/waits/waits.csv";
    let whole = server.get(csv);
    assert_eq!(whole.header("content-type"), Some("text/csv; charset=utf-8"));
    let head = server.ask("HEAD", csv, &[]);
    assert!(head.body.is_empty());
    assert_eq!(head.header("content-length"), whole.header("content-length"));
    assert_eq!(server.ask("HEAD", csv, &["Range: bytes=6-10"]).status, 200, "of HEAD there are no parts");
    assert_eq!(server.ask("GET", csv, &["Range: bytes=6-10", "If-Range: \"x\""]).status, 200);
    let part = server.ask("GET", csv, &["Range: bytes=6-10"]);
    assert_eq!((part.status, part.text()), (206, "place"));
    assert_eq!(part.header("content-range"), Some(&*format!("bytes 6-10/{}", whole.body.len())));
    assert_eq!(server.ask("GET", csv, &["Range: bytes=9999-"]).status, 416);
}

#[test]
fn an_address_that_is_not_there_gets_the_portals_page_at_any_depth() {
    let server = Server::of(&Portal::sample(), &[]);
    let page = server.get("/no/such/page/");
    assert_eq!(page.status, 404);
    let text = page.text();
    assert!(text.contains("<h1>Page not found</h1>") && text.contains("href=\"/assets/style.css\""), "{text}");
    assert!(text.contains("<a class=\"skip\" href=\"#main\">"), "a link within the page stays one");
}

#[test]
fn files_that_somebody_put_beside_the_built_ones_are_served_and_those_that_are_out_of_date_are_not() {
    let portal = Portal::sample().build().file("public/proof.txt", "of ownership").file("public/.env", "secret");
    let portal = portal.symlink("public/link", "../portal.yaml").remove("datasets/waits");
    let server = Server::of(&portal, &[]);
    assert_eq!(server.get("/proof.txt").text(), "of ownership");
    assert_eq!(server.ask("GET", "/proof.txt", &["Range: bytes=-9"]).text(), "ownership");
    for path in ["/.env", "/link", "/datasets/waits/", "/datasets/waits/waits.csv", "/proof.txt/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}
