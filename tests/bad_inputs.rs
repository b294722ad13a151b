//! Hostile inputs. For each case, `golden/bad-inputs/manifest.json` states the outcome, the place to be named, what the output
//! must and must not contain, and limits on time and memory.
//!
//! Each case is put into a portal made by `shelfmark new`, in the matching file of our model, together with the keys and the
//! dictionary it needs. [`ADAPTED`] lists the lines rewritten in our terms. An expectation is never changed.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use regex::Regex;
use serde_json::Value;

use crate::portal::{DAY, Portal, files, unpacked};

/// Lines rewritten in the terms of our model: the case, the original line and the new line.
const ADAPTED: [(&str, &str, &str); 6] = [
    ("y09-norway", "spatial: NO", "covers: {from: 2024-01-01, to: 2024-12-31, area: NO}"),
    ("y09-norway", "language: no", "keywords: [no, off]"),
    ("y37-js-url", "homepage: \"javascript:alert(1)\"", "source: {name: S, url: \"javascript:alert(1)\"}"),
    ("y37-js-url", "license: \"data:text/html,<script>1</script>\"", "licence: \"data:text/html,<script>1</script>\""),
    ("y39-path-escape", "files: [../../../../etc/passwd]", "tables: [{name: data, file: ../../../../etc/passwd}]"),
    ("y43-missing-file", "files: [nope.csv]", "tables: [{name: data, file: nope.csv}]"),
];

/// Cases about pages, whose download contains exactly what the author wrote: a CSV is plain text, and its cells are not
/// changed.
const AS_WRITTEN: [&str; 1] = ["c27-html-cell"];

/// Keys that a dataset needs in addition to those of a case. No value is quoted, so that an open quote in a case stays open.
const KEYS: [(&str, &str); 13] = [
    ("title", "Case"),
    ("summary", "A hostile input in a portal that is otherwise as it should be."),
    ("description", "Made for a test."),
    ("owner", "{name: Team, email: team@example.org}"),
    ("keywords", "[test cases]"),
    ("themes", "[testing]"),
    ("frequency", "irregular"),
    ("issued", "2025-01-31"),
    ("modified", "2025-01-31"),
    ("covers", "{from: 2024-01-01, to: 2024-12-31, area: Nowhere}"),
    ("version", "1.0.0"),
    ("source", "{name: Made up}"),
    ("tables", "[{name: data, file: data.csv, protect: {preset: below-5}}]"),
];

/// Cases whose file is not a mapping that could be completed, or in which the end of the file matters.
const WHOLE: [&str; 3] = ["y22-two-docs", "y24-only-comment", "y26-scalar-root"];

struct Case {
    id: String,
    entry: Value,
}

impl Case {
    fn text(&self, key: &str) -> &str {
        self.entry[key].as_str().unwrap_or("")
    }

    fn bytes(&self) -> Vec<u8> {
        let page = |body: String| format!("---\ntitle: P\n---\n{body}").into_bytes();
        match self.id.as_str() {
            "m07-nested-quotes" => page(">".repeat(20_000) + " x"),
            "m09-nested-brackets" => page("[".repeat(50_000) + &"]".repeat(50_000)),
            "m11-backticks" => page((1..2500).map(|run| format!("e{}", "`".repeat(run))).collect()),
            "m14-table-wide" => {
                let row = |cell: &str, columns: usize| vec![cell; columns].join("|") + "\n";
                page(row("x", 5000) + &row("-", 5000) + &row("x", 50).repeat(2000))
            }
            "m17-html-comment" => page("<!-- x ".repeat(20_000)),
            "y20-deep-flow" => {
                format!("x: {}{}\ntitle: Waits\ndescription: A\n", "[".repeat(5000), "]".repeat(5000)).into_bytes()
            }
            "y44-10mb-scalar" => format!("description: A\ntitle: \"{}\"\n", "x".repeat(10_000_000)).into_bytes(),
            _ => {
                let file = self.text("file").trim_start_matches("dev/").to_owned();
                fs::read(golden(&file)).unwrap_or_else(|error| panic!("{file}: {error}"))
            }
        }
    }
}

fn golden(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/bad-inputs").join(path)
}

fn cases() -> Vec<Case> {
    let manifest: Vec<Value> = serde_json::from_slice(&unpacked(&golden("manifest.json.xz"))).unwrap();
    manifest.into_iter().map(|entry| Case { id: entry["id"].as_str().unwrap().to_owned(), entry }).collect()
}

/// The portal for a case, and the command to run in it.
fn portal(case: &Case) -> (Portal, Vec<String>) {
    let portal = Portal::starter();
    let build = |out: &str| ["build", "--as-of", DAY, "--out", out].map(ToOwned::to_owned).to_vec();
    let portal = match case.text("kind") {
        "yaml" => dataset(portal, &case.id, &complete(case, case.bytes()), b"a\n1\n2\n"),
        "csv" | "phi" if case.text("place_at").ends_with("data.csv") => table(portal, case),
        "phi" if case.text("place_at").ends_with("dataset.yaml") => {
            dataset(portal, &case.id, &complete(case, case.bytes()), b"a\n1\n2\n")
        }
        "phi" if case.text("place_at").starts_with("datasets/") => {
            let portal = dataset(portal, &case.id, metadata().as_bytes(), b"a\n1\n2\n");
            portal.bytes(&case.text("place_at").replace("{id}", &case.id), &case.bytes())
        }
        "markdown" | "phi" => portal.bytes(&format!("content/{}.md", case.id), &case.bytes()),
        "template" => template(portal, case),
        _ if case.id.starts_with("n28") => return (portal, build(".")),
        _ => names(portal, &case.id),
    };
    (portal, build("public"))
}

fn complete(case: &Case, bytes: Vec<u8>) -> Vec<u8> {
    let mut bytes = bytes;
    for (_, line, ours) in ADAPTED.iter().filter(|(id, ..)| *id == case.id) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(line), "{}: {line}", case.id);
        bytes = text.replace(line, ours).into_bytes();
    }
    if WHOLE.contains(&case.id.as_str()) {
        return bytes;
    }
    let lines: Vec<String> = String::from_utf8_lossy(&bytes).lines().map(ToOwned::to_owned).collect();
    let has = |key: &str| lines.iter().any(|line| line.trim_start_matches('\u{feff}').starts_with(&format!("{key}:")));
    for (key, value) in KEYS {
        let misspelt = key == "title" && case.id == "y27-unknown-key";
        if !has(key) && !misspelt {
            bytes.extend_from_slice(format!("{key}: {value}\n").as_bytes());
        }
    }
    bytes
}

fn dataset(portal: Portal, id: &str, yaml: &[u8], csv: &[u8]) -> Portal {
    let version = if id == "y11-version-float" { "1.10" } else { "1.0.0" };
    portal
        .bytes(&format!("datasets/{id}/dataset.yaml"), yaml)
        .file(&format!("datasets/{id}/dictionary.csv"), "name,title,type,description\na,First,string,The first column\n")
        .bytes(&format!("datasets/{id}/data.csv"), csv)
        .file(&format!("datasets/{id}/releases/{version}.md"), &NOTE.replace("1.0.0", version))
}

const NOTE: &str =
    "---\nversion: 1.0.0\ndate: 2025-01-31\nowner: Team\nvalidation: Read.\nrollback: Remove it.\n---\nThe first version.\n";

fn metadata() -> String {
    KEYS.iter().map(|(key, value)| format!("{key}: {value}\n")).collect()
}

/// A dataset around the table of a case. Its dictionary calls every column text, except those that hold counts.
fn table(portal: Portal, case: &Case) -> Portal {
    let folder = format!("datasets/{}", case.id);
    // The policy would suppress small counts, but the case is about a table without suppression.
    let metadata = if case.id == "p15-small-counts" {
        let waiver = "{rule: protect/looser, until: 2027-01-31, reason: made up, approved_by: nobody}";
        metadata().replace("{preset: below-5}", "{preset: none, reason: made up}") + &format!("waivers: [{waiver}]\n")
    } else {
        metadata()
    };
    let portal =
        portal.bytes(&format!("{folder}/dataset.yaml"), metadata.as_bytes()).file(&format!("{folder}/releases/1.0.0.md"), NOTE);
    let data = portal.path(&format!("{folder}/data.csv"));
    let head = match case.id.as_str() {
        "c29-1gb-line" => {
            let mut file = BufWriter::new(fs::File::create(&data).unwrap());
            (0..1000).for_each(|_| file.write_all(&vec![b'x'; 1_000_000]).unwrap());
            "a".to_owned()
        }
        "c31-100k-cols" => {
            let names: Vec<String> = (0..100_000).map(|at| format!("c{at}")).collect();
            fs::write(&data, format!("{}\n{}\n", names.join(","), vec!["1"; 100_000].join(","))).unwrap();
            "a".to_owned()
        }
        _ => {
            let bytes = case.bytes();
            fs::write(&data, &bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            text.trim_start_matches('\u{feff}').split(['\n', '\r']).next().unwrap_or("a").to_owned()
        }
    };
    let mut dictionary = String::from("name,title,type,description,unit\n");
    let mut seen = Vec::new();
    for name in head.split([',', ';']).map(str::trim).filter(|name| name.chars().all(char::is_alphanumeric) && !name.is_empty()) {
        if !seen.contains(&name) {
            let (kind, unit) = if name == "count" { ("integer", "people") } else { ("string", "") };
            dictionary += &[name, ",Column ", name, ",", kind, ",What the case has there,", unit, "\n"].concat();
            seen.push(name);
        }
    }
    portal.file(&format!("{folder}/dictionary.csv"), &dictionary)
}

/// The template is in a theme of its own, and is included by a page that always exists.
fn template(portal: Portal, case: &Case) -> Portal {
    let name = format!("{}.html", case.id);
    portal
        .edit("portal.yaml", "licence: OGL-UK-3.0", "licence: OGL-UK-3.0\ntheme: {name: own}")
        .bytes(&format!("themes/own/templates/{name}"), &case.bytes())
        .file("themes/own/templates/not_found.html", &format!("{{% include \"{name}\" %}}\n"))
}

#[cfg(unix)]
fn names(portal: Portal, id: &str) -> Portal {
    const PAGE: &str = "---\ntitle: P\n---\nWords.\n";
    let with = |portal: Portal| dataset(portal, "x", metadata().as_bytes(), b"a\n1\n2\n");
    match &id[..4] {
        "n01-" => with(portal).remove("datasets/x/data.csv").symlink("datasets/x/data.csv", "/etc/passwd"),
        "n03-" => portal.symlink("content/loop", "."),
        "n05-" => {
            let portal = with(portal).remove("datasets/x/data.csv");
            let made = Command::new("mkfifo").arg(portal.path("datasets/x/data.csv")).status().unwrap();
            assert!(made.success());
            portal
        }
        "n08a" => with(portal).file("datasets/x/CON", "a\n1\n"),
        "n08c" => with(portal).file("datasets/x/aux.md", "a\n1\n"),
        "n08f" => with(portal).file("datasets/x/con .csv", "a\n1\n"),
        "n09-" => ["content/page..md", "content/page .md", "content/dir./x.md"]
            .iter()
            .fold(portal, |portal, path| portal.file(path, PAGE)),
        "n11-" => portal.file("content/..\\..\\x.md", PAGE),
        "n12-" => ["Waits", "waits"].iter().fold(portal, |portal, id| dataset(portal, id, metadata().as_bytes(), b"a\n1\n2\n")),
        "n15-" => portal.file("content/\u{202e}fdp.md", PAGE),
        "n18-" => portal.file(&format!("content/{}.md", "a".repeat(251)), PAGE),
        "n21-" => portal.file("content/a\nb.md", PAGE),
        "n24-" => {
            use std::os::unix::fs::PermissionsExt;
            let portal = with(portal);
            fs::set_permissions(portal.path("datasets/x/data.csv"), fs::Permissions::from_mode(0o0)).unwrap();
            portal
        }
        "n26-" => [".env", ".DS_Store", "Thumbs.db", "~$lock.xlsx", "data.csv.bak", ".git/config"]
            .iter()
            .fold(with(portal), |portal, name| portal.file(&format!("datasets/x/{name}"), "SECRET=abc\n")),
        _ => panic!("no recipe for {id}"),
    }
}

#[cfg(not(unix))]
fn names(portal: Portal, _: &str) -> Portal {
    portal
}

struct Outcome {
    code: Option<i32>,
    printed: String,
    peak_mb: f64,
}

fn run(portal: &Portal, arguments: &[String], limit: f64) -> Outcome {
    let file = tempfile::NamedTempFile::new().unwrap();
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_shelfmark"))
        .args(arguments)
        .current_dir(portal.path(""))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(file.reopen().unwrap())
        .stderr(file.reopen().unwrap())
        .spawn()
        .unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak_mb: f64 = 0.0;
    let code = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        peak_mb = peak_mb.max(peak.unwrap_or(0.0) / 1024.0);
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        // The limit is that of an optimised program on a machine with nothing else to do, and this is neither. What grows with
        // the square of its input takes minutes, and is stopped here.
        if started.elapsed().as_secs_f64() > limit * 12.0 {
            child.kill().unwrap();
            panic!("{arguments:?}: still running after {} s", limit * 12.0);
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let printed = String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned();
    Outcome { code, printed, peak_mb }
}

/// Whether a text matches a pattern. One of the manifest's patterns ends in a look-ahead, `(?!0)`, which `regex` lacks.
fn holds(pattern: &str, text: &str) -> bool {
    let (pattern, not_behind) =
        pattern.split_once("(?!").map_or((pattern, ""), |(pattern, rest)| (pattern, rest.trim_end_matches(')')));
    let found = Regex::new(pattern).unwrap();
    found.find_iter(text).any(|found| not_behind.is_empty() || !text[found.end()..].starts_with(not_behind))
}

fn judge(case: &Case) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expect = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    let limit = case.entry["max_seconds"].as_f64().unwrap();
    let (portal, arguments) = portal(case);
    let first = run(&portal, &arguments, limit);
    let site = files(&portal.path("public"));
    let said = &first.printed;
    expect(!said.contains("panicked") && first.code.is_some_and(|code| code < 100), format!("it broke: {:?}", first.code));
    expect(!said.contains('\u{1b}'), "a terminal escape was printed".to_owned());
    let outcome = case.text("outcome");
    let refused = matches!(first.code, Some(1 | 2));
    let place = case.text("place_at").replace("{id}", &case.id);
    match outcome {
        "error" => {
            expect(refused && said.contains("error"), format!("wanted an error, got {:?}", first.code));
            expect(site.is_empty(), format!("{} files were written", site.len()));
        }
        "warn" => expect(first.code == Some(0) && said.contains("warning["), format!("wanted a warning, got {:?}", first.code)),
        _ => expect(first.code == Some(0), format!("wanted {outcome}, got {:?}", first.code)),
    }
    if let Some(line) = case.entry["must_name_line"].as_u64() {
        let place = if case.text("kind") == "template" { format!("{}.html", case.id) } else { place };
        expect(said.contains(&format!("{place}:{line}:")), format!("{place}:{line} is not named"));
    }
    let pattern = case.text("message_should_match");
    expect(Regex::new(&format!("(?i){pattern}")).unwrap().is_match(said), format!("no {pattern:?}"));
    let looked_at = |path: &str| !(AS_WRITTEN.contains(&case.id.as_str()) && path.ends_with(".csv"));
    let pages = || site.iter().filter(|(path, _)| looked_at(path)).map(|(_, bytes)| String::from_utf8_lossy(bytes));
    let output = || pages().chain([said.as_str().into()]);
    for pattern in case.entry["forbid_in_output"].as_array().into_iter().flatten() {
        let pattern = pattern.as_str().unwrap();
        expect(!output().any(|text| holds(pattern, &text)), format!("{pattern} is in the output"));
    }
    for pattern in case.entry["need_in_output"].as_array().into_iter().flatten() {
        let pattern = Regex::new(pattern.as_str().unwrap()).unwrap();
        expect(output().any(|text| pattern.is_match(&text)), format!("{pattern} is not in the output"));
    }
    let most = case.entry["max_rss_mb"].as_f64().unwrap();
    expect(first.peak_mb <= most, format!("{:.0} MB, limit {most}", first.peak_mb));
    let second = run(&portal, &arguments, limit);
    let plain = |text: &str| text.lines().filter(|line| !line.starts_with("built ")).collect::<Vec<_>>().join("\n");
    expect(second.code == first.code && plain(&second.printed) == plain(said), "a second run says something else".to_owned());
    expect(files(&portal.path("public")) == site, "a second run writes something else".to_owned());
    if !wrong.is_empty() {
        wrong.push(said.chars().take(1500).collect());
    }
    wrong.into_iter().map(|what| format!("{}: {what}", case.id)).collect()
}

#[test]
fn every_hostile_input_has_the_outcome_that_is_stated() {
    let cases = cases();
    assert_eq!(cases.len(), 92);
    let mut wrong = Vec::new();
    let mut judged = 0;
    for case in &cases {
        let is_name = case.text("kind") == "name" && !cfg!(unix);
        // Root can read any file.
        let is_root = case.id.starts_with("n24")
            && fs::read("/proc/self/status")
                .is_ok_and(|text| String::from_utf8_lossy(&text).lines().any(|line| line.starts_with("Uid:\t0\t")));
        if is_name || is_root {
            continue;
        }
        judged += 1;
        wrong.extend(judge(case));
    }
    assert!(judged >= 70, "{judged} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
