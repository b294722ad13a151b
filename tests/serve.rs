//! The preview, as a process on a free port.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::portal::{DAY, Portal};

mod hostile;
mod pages;

/// Longer than anything should take, on a busy machine too.
const LONG: Duration = Duration::from_secs(30);

/// A preview that runs until dropped.
struct Server {
    child: Child,
    port: u16,
    lines: Receiver<String>,
}

/// What a server answered.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

impl Server {
    /// Starts one and waits until it sees changes.
    fn of(portal: &Portal, arguments: &[&str]) -> Self {
        // Files of the last ten milliseconds count as changed while the portal was being read, which would be a rebuild more.
        std::thread::sleep(Duration::from_millis(20));
        let mut child = Command::new(env!("CARGO_BIN_EXE_shelfmark"))
            .args(["serve", "--port", "0", "--as-of", DAY])
            .args(arguments)
            .current_dir(portal.path(""))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || errors.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        let mut server = Self { child, port: 0, lines };
        let line = server.line("preview at http://localhost:");
        let after = line.rsplit_once(':').unwrap().1;
        server.port = after.split('/').next().unwrap().parse().unwrap();
        server.line("watching for changes");
        server
    }

    /// The next line on the terminal that holds a text.
    #[track_caller]
    fn line(&self, text: &str) -> String {
        let until = Instant::now() + LONG;
        loop {
            let line = self.lines.recv_timeout(until.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("no line holds {text:?}"));
            if line.contains(text) {
                return line;
            }
        }
    }

    fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[])
    }

    fn ask(&self, method: &str, path: &str, headers: &[&str]) -> Reply {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\n\r\n", self.host()).as_bytes())
    }

    /// Sends bytes and reads to the end.
    fn raw(&self, bytes: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head, body: answer[end + 4..].to_vec() }
    }

    /// The script of a page: the address of the preview's own files, and the change it was made after.
    #[track_caller]
    fn script(&self, page: &str) -> (String, String) {
        let page = self.get(page);
        let at = page.text().split("<script src=\"").find(|part| part.contains("reload.js?")).unwrap();
        let (own, rest) = at.split_once("reload.js?").unwrap();
        (own.to_owned(), rest.split('"').next().unwrap().to_owned())
    }

    /// Listens to the changes after a page, as a browser does.
    fn listen(&self, page: &str) -> Events {
        let (own, seen) = self.script(page);
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        let host = self.host();
        let request = format!("GET {own}events?{seen} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut events = Events(BufReader::new(stream));
        assert!(events.line().starts_with("HTTP/1.1 200 "));
        while !events.line().is_empty() {}
        events
    }

    /// Waits until a page holds a text.
    #[track_caller]
    fn shows(&self, page: &str, text: &str) {
        let until = Instant::now() + LONG;
        while !self.get(page).text().contains(text) {
            assert!(Instant::now() < until, "{page} never shows {text:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end_matches(['\r', '\n']).to_owned()
    }

    /// The next event of a name; what it says.
    #[track_caller]
    fn next(&mut self, name: &str) -> String {
        let until = Instant::now() + LONG;
        loop {
            assert!(Instant::now() < until, "no event {name}");
            if self.line() != format!("event: {name}") {
                continue;
            }
            let mut data = Vec::new();
            loop {
                match self.line() {
                    line if line.is_empty() => return data.join("\n"),
                    line => data.push(line.strip_prefix("data:").unwrap().trim_start().to_owned()),
                }
            }
        }
    }
}

const YAML: &str = "datasets/waits/dataset.yaml";
const PAGE: &str = "/datasets/waits/";

/// The sample's dataset.yaml with another title.
fn titled(portal: &Portal, title: &str) -> String {
    portal.read(YAML).replace("title: Waits\n", &format!("title: {title}\n"))
}

#[test]
fn a_file_saved_in_place_is_on_screen() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    fs::write(portal.path(YAML), titled(&portal, "Waits by hand")).unwrap();
    events.next("reload");
    assert!(server.get(PAGE).text().contains("<h1>Waits by hand</h1>"));
    assert!(server.get("/datasets/").text().contains("Waits by hand"), "the catalogue sees it at once");
    let line = server.line("datasets/waits/dataset.yaml: ");
    assert!(line.ends_with(" ms, 0 errors, 0 warnings"), "{line}");
}

#[test]
fn a_file_saved_like_vim_is_on_screen() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    let folder = portal.path("datasets/waits");
    fs::write(folder.join("4913"), "").unwrap();
    fs::remove_file(folder.join("4913")).unwrap();
    let text = titled(&portal, "Waits by vim");
    fs::rename(folder.join("dataset.yaml"), folder.join("dataset.yaml~")).unwrap();
    fs::write(folder.join("dataset.yaml"), text).unwrap();
    fs::remove_file(folder.join("dataset.yaml~")).unwrap();
    events.next("reload");
    assert!(server.get(PAGE).text().contains("<h1>Waits by vim</h1>"));
}

#[test]
fn a_file_renamed_over_another_is_on_screen() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    let text = titled(&portal, "Waits by rename");
    fs::write(portal.path("datasets/waits/.dataset.yaml.tmp"), text).unwrap();
    fs::rename(portal.path("datasets/waits/.dataset.yaml.tmp"), portal.path(YAML)).unwrap();
    events.next("reload");
    assert!(server.get(PAGE).text().contains("<h1>Waits by rename</h1>"));
}

#[test]
fn a_file_emptied_and_then_written_like_vs_code_does_shows_no_error_between() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &[]);
    let mut events = server.listen(PAGE);
    let text = titled(&portal, "Waits by Code");
    let mut file = fs::File::create(portal.path(YAML)).unwrap();
    std::thread::sleep(Duration::from_millis(30));
    file.write_all(text.as_bytes()).unwrap();
    drop(file);
    events.next("reload");
    assert!(server.get(PAGE).text().contains("<h1>Waits by Code</h1>"));
    assert!(server.line("dataset.yaml: ").contains("0 errors"));
}

#[test]
fn a_checkout_of_a_branch_is_one_rebuild() {
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
    let others: Vec<String> = server.lines.try_iter().collect();
    assert!(others.is_empty(), "{first} then {others:?}");
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
    assert!(server.line("waits.csv: ").ends_with("the last good site stays"));
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
    drop(portal);
}

#[test]
fn changes_are_seen_by_looking_too() {
    let portal = Portal::sample();
    let server = Server::of(&portal, &["--poll"]);
    fs::write(portal.path(YAML), titled(&portal, "Waits on a drive")).unwrap();
    server.shows(PAGE, "<h1>Waits on a drive</h1>");
}
