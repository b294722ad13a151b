//! Files saved as editors and git save them, and what open pages are told.

use std::fs;
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use super::server::Server;
use crate::portal::Portal;

const YAML: &str = "datasets/waits/dataset.yaml";
const PAGE: &str = "/datasets/waits/";

/// The sample's `dataset.yaml` with a different title.
fn titled(portal: &Portal, title: &str) -> String {
    portal.read(YAML).replace("title: Waits\n", &format!("title: {title}\n"))
}

/// Saves the sample's `dataset.yaml` with a different title, in the given way, and checks that an open page is told and shows
/// it.
///
/// The result must be bound to a name so that the server is dropped first: Windows does not delete a folder that a process
/// watches.
#[must_use]
fn is_on_screen(title: &str, save: impl FnOnce(&Portal, &str)) -> (Portal, Server) {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    save(&portal, &titled(&portal, title));
    events.next("reload");
    assert!(server.get(PAGE).text().contains(&format!("<h1>{title}</h1>")));
    (portal, server)
}

#[test]
fn a_file_saved_in_place_is_on_screen() {
    let (_portal, server) = is_on_screen("Waits by hand", |portal, text| fs::write(portal.path(YAML), text).unwrap());
    assert!(server.get("/datasets/").text().contains("Waits by hand"), "the catalogue sees it at once");
    let line = server.line("datasets/waits/dataset.yaml: ");
    assert!(line.ends_with(" ms, 0 errors, 0 warnings"), "{line}");
}

#[test]
fn a_file_saved_like_vim_is_on_screen() {
    let (_portal, _server) = is_on_screen("Waits by vim", |portal, text| {
        let folder = portal.path("datasets/waits");
        fs::write(folder.join("4913"), "").unwrap();
        fs::remove_file(folder.join("4913")).unwrap();
        fs::rename(folder.join("dataset.yaml"), folder.join("dataset.yaml~")).unwrap();
        fs::write(folder.join("dataset.yaml"), text).unwrap();
        fs::remove_file(folder.join("dataset.yaml~")).unwrap();
    });
}

#[test]
fn a_file_renamed_over_another_is_on_screen() {
    let (_portal, _server) = is_on_screen("Waits by rename", |portal, text| {
        fs::write(portal.path("datasets/waits/.dataset.yaml.tmp"), text).unwrap();
        fs::rename(portal.path("datasets/waits/.dataset.yaml.tmp"), portal.path(YAML)).unwrap();
    });
}

#[test]
fn a_file_emptied_and_then_written_like_vs_code_does_shows_no_error_between() {
    let mut took = Duration::ZERO;
    let (_portal, server) = is_on_screen("Waits by Code", |portal, text| {
        let began = Instant::now();
        let mut file = fs::File::create(portal.path(YAML)).unwrap();
        std::thread::sleep(Duration::from_millis(30));
        file.write_all(text.as_bytes()).unwrap();
        took = began.elapsed();
    });
    // A machine that was busy elsewhere may have left the file empty for so long that it is rightly told.
    assert!(took > Duration::from_millis(60) || server.line("dataset.yaml: ").contains("0 errors"));
}

#[test]
fn a_checkout_of_a_branch_is_not_a_rebuild_for_each_file() {
    let portal = (0..60).fold(Portal::sample(), |portal, at| {
        let (yaml, dictionary) = (portal.read(YAML), portal.read("datasets/waits/dictionary.csv"));
        let (data, note) = (portal.read("datasets/waits/waits.csv"), portal.read("datasets/waits/releases/1.0.md"));
        let folder = format!("datasets/more-{at}");
        portal
            .file(&format!("{folder}/dataset.yaml"), &yaml.replace("title: Waits\n", &format!("title: More {at}\n")))
            .file(&format!("{folder}/dictionary.csv"), &dictionary)
            .file(&format!("{folder}/waits.csv"), &data)
            .file(&format!("{folder}/releases/1.0.md"), &note)
    });
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let run = Command::new("git").args(who).args(arguments).current_dir(portal.path("")).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    git(&["checkout", "-qb", "other"]);
    for at in 0..60 {
        let file = portal.path(&format!("datasets/more-{at}/dataset.yaml"));
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace("title: More", "title: Other")).unwrap();
    }
    fs::remove_dir_all(portal.path("datasets/more-59")).unwrap();
    git(&["add", "."]);
    git(&["commit", "-qam", "two"]);
    let server = Server::of(&portal, &[]);
    let mut events = server.listen("/");
    git(&["checkout", "-q", "main"]);
    events.next("reload");
    server.shows("/datasets/more-59/", "<h1>More 59</h1>");
    let first = server.line(" more: ");
    std::thread::sleep(Duration::from_millis(500));
    // On a busy machine, some events may come after the first rebuild. 60 datasets are not 60 rebuilds.
    let others: Vec<String> = server.lines.try_iter().collect();
    assert!(others.len() <= 1 && others.iter().all(|line| line.contains(" 0 errors")), "{first} then {others:?}");
}

#[test]
fn a_broken_file_keeps_the_last_good_page_and_is_named_until_it_is_mended() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    assert_eq!(events.next("findings"), "");
    let data = portal.read("datasets/waits/waits.csv");
    fs::write(portal.path("datasets/waits/waits.csv"), data.replace("120", "<b>many")).unwrap();
    let panel = events.next("findings");
    assert!(panel.contains("datasets/waits/waits.csv:4:15"), "{panel}");
    assert!(panel.contains("&lt;b&gt;many") && !panel.contains("<b>many"), "{panel}");
    assert!(panel.contains("<summary>About data/type</summary>"), "{panel}");
    assert!(server.get(PAGE).text().contains("<h1>Waits</h1>"), "the last good page stays");
    assert!(server.line("waits.csv: ").ends_with("still showing the last good site"));
    fs::write(portal.path("datasets/waits/waits.csv"), data.replace("120", "121")).unwrap();
    events.next("reload");
    assert_eq!(server.listen(PAGE).next("findings"), "");
    assert!(server.get("/datasets/waits/waits.csv").text().contains("121"));
}

#[test]
fn a_template_that_fails_is_named_with_the_fields_there_are_and_changes_nothing() {
    let portal = Portal::sample()
        .file("themes/default/templates/content.html", "{{ body | safe }}")
        .file("content/a.md", "---\ntitle: A\n---\nA\n");
    let server = Server::of(&portal, &[]);
    let mut events = server.listen("/a/");
    events.next("findings");
    fs::write(portal.path("themes/default/templates/content.html"), "<p>\n{{ boddy }}").unwrap();
    let panel = events.next("findings");
    assert!(panel.contains("themes/default/templates/content.html:2:4") && panel.contains("body"), "{panel}");
    assert_eq!(server.get("/a/").status, 200);
    fs::write(portal.path(YAML), titled(&portal, "Waits meanwhile")).unwrap();
    server.line("datasets/waits/dataset.yaml: ");
    assert_eq!(server.get("/a/").status, 200);
    fs::write(portal.path("themes/default/templates/content.html"), "<p>\n{{ body }}").unwrap();
    server.shows(PAGE, "<h1>Waits meanwhile</h1>");
}

#[test]
fn a_style_sheet_is_swapped_without_a_reload() {
    let portal = Portal::sample().file("themes/default/assets/own.css", "a {}");
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    fs::write(portal.path("themes/default/assets/own.css"), "b {}").unwrap();
    events.next("style");
    assert_eq!(server.get("/assets/own.css").text(), "b {}");
}

#[test]
fn datasets_come_and_go_and_come_back() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    fs::create_dir_all(portal.path("elsewhere")).unwrap();
    let mut events = server.listen("/");
    fs::rename(portal.path("datasets/waits"), portal.path("elsewhere/waits")).unwrap();
    events.next("reload");
    assert_eq!(server.get(PAGE).status, 404);
    fs::rename(portal.path("elsewhere/waits"), portal.path("datasets/waits")).unwrap();
    server.shows(PAGE, "<h1>Waits</h1>");
    fs::remove_dir_all(portal.path("datasets")).unwrap();
    server.shows(PAGE, "Page not found");
    let portal = copy_of_sample(portal);
    server.shows(PAGE, "<h1>Waits</h1>");
    fs::write(portal.path(YAML), titled(&portal, "Still watched")).unwrap();
    server.shows(PAGE, "<h1>Still watched</h1>");
}

/// Writes the sample's dataset into a portal.
fn copy_of_sample(portal: Portal) -> Portal {
    let sample = Portal::sample();
    ["dataset.yaml", "dictionary.csv", "waits.csv", "releases/1.0.md"].iter().fold(portal, |portal, file| {
        let path = format!("datasets/waits/{file}");
        portal.file(&path, &sample.read(&path))
    })
}

#[test]
fn settings_and_prose_are_followed() {
    let portal = Portal::sample().file("content/a.md", "---\ntitle: A\n---\nFirst.\n");
    let server = Server::of(&portal, &[]);
    fs::write(portal.path("content/a.md"), "---\ntitle: A\n---\nSecond.\n").unwrap();
    server.shows("/a/", "Second.");
    fs::write(portal.path("portal.yaml"), portal.read("portal.yaml").replace("Test portal", "Other portal")).unwrap();
    server.shows("/", "<h1>Other portal</h1>");
}

#[test]
fn what_an_editor_leaves_behind_is_no_change() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    for name in ["4913", ".dataset.yaml.swp", "dataset.yaml~", "#dataset.yaml#"] {
        fs::write(portal.path("datasets/waits").join(name), "x").unwrap();
    }
    fs::write(portal.path("datasets/waits/waits.csv"), portal.read("datasets/waits/waits.csv") + "2024-03,North,70,7\n").unwrap();
    let line = server.line(" ms, ");
    let line = if line.starts_with("1 dataset: ") { server.line(" ms, ") } else { line };
    assert!(line.starts_with("datasets/waits/waits.csv: "), "{line}");
}

#[test]
fn a_portal_that_begins_broken_appears_when_it_is_mended() {
    let portal = Portal::sample().edit(YAML, "frequency: irregular", "frequency: sometimes");
    let server = Server::of(&portal, &[]);
    assert_eq!(server.get(PAGE).status, 503);
    let mut events = server.listen(PAGE);
    assert!(events.next("findings").contains("datasets/waits/dataset.yaml:4:"));
    let portal = portal.edit(YAML, "frequency: sometimes", "frequency: irregular");
    events.next("reload");
    assert_eq!(server.get(PAGE).status, 200);
    drop(server);
    drop(portal);
}

#[test]
fn changes_are_seen_by_looking_too() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &["--poll"]);
    fs::write(portal.path(YAML), titled(&portal, "Waits on a drive")).unwrap();
    server.shows(PAGE, "<h1>Waits on a drive</h1>");
    let logo = portal.read("portal.yaml") + "theme: {logo: logo.svg}\n";
    fs::write(portal.path("portal.yaml"), logo).unwrap();
    server.line("portal.yaml: ");
    fs::write(portal.path("logo.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    server.shows(PAGE, "assets/logo.svg");
}

#[test]
fn two_pages_at_one_address_are_told_until_one_is_renamed() {
    let page = "---\ntitle: A\n---\nA\n";
    let portal = Portal::sample().file("content/kpis.md", page);
    let server = Server::of(&portal, &[]);
    let panel = server.listen("/a/").next("findings");
    assert!(panel.contains("two pages would have the address kpis/index.html"), "{panel}");
    fs::write(portal.path(YAML), titled(&portal, "Other waits")).unwrap();
    assert!(server.line("dataset.yaml: ").contains("1 error"), "another edit does not hide it");
    fs::rename(portal.path("content/kpis.md"), portal.path("content/b.md")).unwrap();
    server.shows(PAGE, "<h1>Other waits</h1>");
    assert_eq!(server.listen(PAGE).next("findings"), "");
    let portal = portal.file("content/datasets/waits/waits.csv/deeper.md", page);
    server.line("error[names/address]: two pages would have the address datasets/waits/waits.csv");
    server.line("--> datasets/waits/dataset.yaml");
    fs::remove_dir_all(portal.path("content/datasets")).unwrap();
    let mut events = server.listen(PAGE);
    while !events.next("findings").is_empty() {}
}

#[test]
fn what_an_author_writes_cannot_become_an_event() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    events.next("findings");
    fs::write(portal.path(YAML), portal.read(YAML) + "evil: \"x\\revent: reload\\rdata: 9\\r\\r\"\n").unwrap();
    let raw = portal.read(YAML).replace("\\r", "\r");
    fs::write(portal.path(YAML), raw).unwrap();
    let mut line = events.line();
    while !line.starts_with("event: findings") {
        line = events.line();
    }
    assert!(!events.line().contains('\r'), "one line, whatever line ends there are in it");
}

#[test]
fn settings_that_are_read_with_another_file_are_judged_all_the_same() {
    let portal = Portal::sample().file("content/a.md", "---\ntitle: A\n---\nFirst.\n");
    let portal = portal.edit(YAML, "frequency: irregular", "publisher: us\nfrequency: irregular");
    let server = Server::of(&portal, &[]);
    let settings = portal.read("portal.yaml").replace("  us: {name: Us}", "  them: {name: Them}");
    let settings = settings.replace("publisher: us", "publisher: them");
    fs::write(portal.path("content/a.md"), "---\ntitle: A\n---\nSecond.\n").unwrap();
    std::thread::sleep(Duration::from_millis(8));
    fs::write(portal.path("portal.yaml"), settings).unwrap();
    server.line("error[metadata/vocabulary]");
}

#[test]
fn a_portal_that_is_deleted_and_comes_back_is_followed() {
    let portal = Portal::sample();
    let portal = portal.file("inner/portal.yaml", "");
    let inner = portal.path("inner");
    let copy = || {
        let sample = Portal::sample();
        for (path, bytes) in crate::portal::files(&sample.path("")) {
            fs::create_dir_all(inner.join(&path).parent().unwrap()).unwrap();
            fs::write(inner.join(&path), bytes).unwrap();
        }
    };
    copy();
    let server = Server::of(&portal, &["--root", "inner"]);
    fs::remove_dir_all(&inner).unwrap();
    copy();
    server.shows(PAGE, "<h1>Waits</h1>");
    server.line("watching for changes");
    let text = titled(&Portal::sample(), "Waits again");
    fs::write(inner.join(YAML), text).unwrap();
    server.shows(PAGE, "<h1>Waits again</h1>");
}

#[test]
fn a_template_that_fails_for_what_a_dataset_holds_changes_nothing() {
    let template = "{% extends \"base.html\" %}{% block main %}<h1>{{ title }}</h1>{% if title == \"Odd\" %}{{ facts.nope.x }}{% endif %}{% endblock main %}";
    let portal = Portal::sample().file("themes/default/templates/dataset.html", template);
    let server = Server::of(&portal, &[]);
    fs::write(portal.path(YAML), titled(&portal, "Odd")).unwrap();
    server.line("error[theme/template]");
    assert!(server.get(PAGE).text().contains("<h1>Waits</h1>"));
}

#[test]
fn a_template_that_fails_where_a_list_goes_on_changes_nothing() {
    let portal = (0..21).fold(Portal::sample(), |portal, at| {
        let yaml = portal.read(YAML).replace("title: Waits\n", &format!("title: More {at}\n"));
        let portal = ["dictionary.csv", "waits.csv", "releases/1.0.md"].iter().fold(portal, |portal, file| {
            let text = portal.read(&format!("datasets/waits/{file}"));
            portal.file(&format!("datasets/more-{at}/{file}"), &text)
        });
        portal.file(&format!("datasets/more-{at}/dataset.yaml"), &yaml)
    });
    let server = Server::of(&portal, &[]);
    let template = "{% extends \"base.html\" %}{% block main %}{% if pager.next %}{{ pager.nxet }}{% endif %}{% endblock main %}";
    let _portal = portal.file("themes/default/templates/datasets.html", template);
    server.line("error[theme/template]");
    assert!(server.get("/datasets/").text().contains("More 0"), "the last good page stays");
}

#[test]
fn while_the_disk_refuses_the_last_good_site_stays_and_what_changed_meanwhile_is_read_afterwards() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    events.next("findings");
    fs::rename(portal.path("datasets"), portal.path("elsewhere")).unwrap();
    fs::write(portal.path("datasets"), "").unwrap();
    // Between the two steps there is a moment without the folder.
    while !events.next("findings").contains("the portal cannot be read") {}
    fs::write(portal.path("portal.yaml"), portal.read("portal.yaml").replace("Test portal", "Other portal")).unwrap();
    server.line("portal.yaml: the portal cannot be read");
    assert!(server.get("/").text().contains("<h1>Test portal</h1>"));
    fs::remove_file(portal.path("datasets")).unwrap();
    fs::rename(portal.path("elsewhere"), portal.path("datasets")).unwrap();
    server.shows("/", "<h1>Other portal</h1>");
    assert_eq!(server.listen(PAGE).next("findings"), "");
    fs::write(portal.path(YAML), titled(&portal, "Read again")).unwrap();
    server.shows(PAGE, "<h1>Read again</h1>");
}

#[test]
fn a_heading_that_goes_is_told_to_those_who_link_to_it_in_any_spelling() {
    let portal = Portal::sample().file("content/a.md", "---\ntitle: A\n---\n## More\n");
    let portal = portal.file("datasets/waits/guidance.md", "See [it](a#more).\n");
    let server = Server::of(&portal, &[]);
    let portal = portal.file("content/a.md", "---\ntitle: A\n---\n## Less\n");
    server.line("content/a.md has no heading `a#more`");
    let portal = portal.file("content/a.md", "---\ntitle: A\n---\n## Less\n\n## More\n");
    server.shows("/a/", "Less");
    drop(portal);
}
