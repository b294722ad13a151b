//! The builder used by all tests: a portal in a temporary folder, which is edited and run by chained calls.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The day that tests build for.
pub(crate) const DAY: &str = "2026-01-31";

/// A day after the approvals of the portal shipped with the repository.
pub(crate) const SHIPPED_DAY: &str = "2026-11-25";

const PORTAL: &str = "title: Test portal
description: A portal for tests.
address: https://data.example.org/a/
publisher: us
organisations:
  us: {name: Us}
contact: {name: Team, email: team@example.org}
licence: OGL-UK-3.0
";

const DATASET: &str = "title: Waits
summary: Waits by month and place.
owner: {name: Team, email: team@example.org}
frequency: irregular
issued: 2025-01-31
modified: 2025-01-31
version: \"1.0\"
tables:
  - name: waits
    file: waits.csv
    protect: {preset: below-5}
description: Made-up waits of two places in two months, to show what the rules find.
keywords: [waiting times]
themes: [waiting-times]
source: {name: Made up}
covers: {from: 2024-01-01, to: 2024-02-29, area: Nowhere}
";

const NOTE: &str = "---
version: \"1.0\"
date: 2025-01-31
owner: Team
validation: Compared with the source.
rollback: Publish the version before.
---
The first version.
";

const DICTIONARY: &str = "name,title,type,description,unit
month,Month,yearmonth,Calendar month,
place,Place,string,Where people were seen,
seen,Seen,integer,People who were seen,people
late,Late,integer,People who waited too long,people
";

const DATA: &str = "month,place,seen,late
2024-01,North,100,10
2024-01,South,50,20
2024-02,North,120,30
2024-02,South,60,6
";

/// A portal in its own folder, which is removed at the end.
pub(crate) struct Portal {
    folder: TempDir,
    /// The day for which it is built.
    day: &'static str,
}

impl Portal {
    /// Settings, but no datasets.
    pub(crate) fn empty() -> Self {
        let portal = Self { folder: tempfile::tempdir().unwrap(), day: DAY };
        portal.file("portal.yaml", PORTAL)
    }

    /// One small dataset, `waits`, without findings.
    pub(crate) fn sample() -> Self {
        Self::empty()
            .file("datasets/waits/dataset.yaml", DATASET)
            .file("datasets/waits/dictionary.csv", DICTIONARY)
            .file("datasets/waits/waits.csv", DATA)
            .file("datasets/waits/releases/1.0.md", NOTE)
    }

    /// The portal shipped with the repository.
    pub(crate) fn shipped() -> Self {
        let portal = Self { folder: tempfile::tempdir().unwrap(), day: SHIPPED_DAY };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::copy(root.join("portal.yaml"), portal.path("portal.yaml")).unwrap();
        copy_folder(&root.join("content"), &portal.path("content"));
        copy_folder(&root.join("datasets"), &portal.path("datasets"));
        portal
    }

    /// The portal that `shelfmark new` makes.
    pub(crate) fn starter() -> Self {
        let portal = Self { folder: tempfile::tempdir().unwrap(), day: DAY };
        let run = portal.run(&["new", "."]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        portal
    }

    /// The same, built for another day.
    pub(crate) fn on(self, day: &'static str) -> Self {
        Self { day, ..self }
    }

    /// The day for which it is built.
    pub(crate) fn day(&self) -> &'static str {
        self.day
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes bytes to a file.
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
        self
    }

    /// Makes a symbolic link, except on systems where that needs special rights.
    pub(crate) fn symlink(self, path: &str, target: &str) -> Self {
        #[cfg(unix)]
        {
            let link = self.path(path);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(target, link).unwrap();
        }
        #[cfg(not(unix))]
        let _ = (path, target);
        self
    }

    /// Replaces a text in a file. The text must be there.
    #[track_caller]
    pub(crate) fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from:?}");
        self.file(path, &text.replace(from, to))
    }

    /// Takes the approvals out of a shipped dataset that is changed, and no longer asks for any.
    pub(crate) fn unapproved(self, dataset: &str) -> Self {
        let path = format!("datasets/{dataset}/dataset.yaml");
        let kept: String =
            self.read(&path).lines().filter(|line| !line.contains("- {role: ")).flat_map(|line| [line, "\n"]).collect();
        let asks = "[dpia, lawful-basis, retention, approvals, journey]";
        self.file(&path, &kept.replace("  approvals:\n", "")).edit("portal.yaml", asks, "[dpia]")
    }

    /// Adds to the end of a file.
    pub(crate) fn append(self, path: &str, text: &str) -> Self {
        let whole = self.read(path) + text;
        self.file(path, &whole)
    }

    /// Removes a file or folder.
    pub(crate) fn remove(self, path: &str) -> Self {
        let path = self.path(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
        self
    }

    /// The full path of a file.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The text of a file of the built site.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        self.read(&format!("public/{path}"))
    }

    /// A JSON file of the built site.
    #[track_caller]
    pub(crate) fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(&self.page(path)).unwrap()
    }

    /// Every file of the built site, with its bytes.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("public"))
    }

    /// Runs the program in the portal's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_shelfmark"))
            .args(arguments)
            .current_dir(self.folder.path())
            // Piped output has no colours unless they are requested.
            .env_remove("NO_COLOR")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Builds the site. If that fails, the findings are shown.
    #[track_caller]
    pub(crate) fn build(self) -> Self {
        let run = self.run(&["build", "--as-of", self.day]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        self
    }

    /// The findings of `check`, as text.
    pub(crate) fn check(&self) -> Run {
        self.run(&["check", "--quiet", "--as-of", self.day])
    }
}

/// The result of a run.
pub(crate) struct Run {
    /// Exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Run {
    /// Asserts that the run was refused with a finding of the given rule that contains the given text.
    #[track_caller]
    pub(crate) fn finds(&self, rule: &str, text: &str) {
        assert_eq!(self.code, 1, "exit code; {}", self.stderr);
        let heading = format!("[{rule}]");
        assert!(
            self.stderr.contains(&heading) && self.stderr.contains(text),
            "wanted {heading} and {text:?} in\n{}",
            self.stderr
        );
    }
}

/// Every file in a folder and its subfolders, by path with `/`.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap();
                let name = below.iter().map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn copy_folder(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let file = to.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// The period, the figure and the marker of points in a KPI's JSON, without the names and days of their periods.
pub(crate) fn brief(points: &serde_json::Value) -> serde_json::Value {
    let kept = |point: &serde_json::Value| {
        let keys = ["period", "value", "marker"].map(|key| (key.to_owned(), point[key].clone()));
        serde_json::Value::Object(keys.into_iter().collect())
    };
    match points {
        serde_json::Value::Array(points) => points.iter().map(kept).collect(),
        point => kept(point),
    }
}

/// The bytes of a fixture, which may be packed with xz. With `.columns.xz`, its cells were brought in order of columns first: how
/// many each line has, then the cells of each column. Like beside like is packed smaller by a third.
pub(crate) fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|end| end == "xz") {
        let packed = std::mem::take(&mut bytes);
        lzma_rust2::XzReader::new(packed.as_slice(), false).read_to_end(&mut bytes).unwrap();
    }
    if path.to_string_lossy().ends_with(".columns.xz") { by_line(&bytes) } else { bytes }
}

fn by_line(columns: &[u8]) -> Vec<u8> {
    let mut parts = columns.split(|byte| *byte == 0x1e);
    let counts = std::str::from_utf8(parts.next().unwrap()).unwrap();
    let mut columns: Vec<_> = parts.map(|column| column.split(|byte| *byte == b'\n')).collect();
    let lines = counts.split(' ').map(|count| {
        let cells = columns[..count.parse().unwrap()].iter_mut().map(|column| column.next().unwrap());
        cells.collect::<Vec<_>>().join(&b',')
    });
    lines.collect::<Vec<_>>().join(&b'\n')
}
