//! How long a release and a rollback take beside a build of the same portal in the same run, and how large a store grows.
//!
//! `cargo bench --bench releases [DATASETS]` (120 if left out, some 1,500 files). Everything is made in a temporary folder.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and stops where it fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const PORTAL: &str = "title: Bench
description: Many small datasets.
address: https://data.example.org/
publisher: us
organisations: {us: {name: Us}}
contact: {name: Team, email: team@example.org}
licence: OGL-UK-3.0
";

/// The number of releases in a store whose size is measured.
const RELEASES: usize = 30;

fn main() {
    let datasets = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(120);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("portal");
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("portal.yaml"), PORTAL).unwrap();
    (0..datasets).for_each(|number| dataset(&root, number, 0));
    let store = folder.path().join("store");
    run(&root, &["store", "init", store.to_str().unwrap()]);
    let at = ["--store", store.to_str().unwrap()];
    let release = || run(&root, &[&["release"][..], &at].concat());
    let build = run(&root, &["build", "--out", folder.path().join("out").to_str().unwrap()]);
    let first = release();
    let one = size(&store);
    println!("{} files, {:.1} MB", files(&store.join("current/data")).len(), megabytes(one));
    println!("build                        {build:.2} s");
    println!("first release                {first:.2} s, {:+.2} s beside the build", first - build);
    for number in 1..RELEASES {
        dataset(&root, 0, number);
        let again = run(&root, &["build", "--out", folder.path().join("out").to_str().unwrap()]);
        let further = release();
        if number == RELEASES - 1 {
            println!("further release              {further:.2} s, {:+.2} s beside the build", further - again);
        }
    }
    let back = run(&root, &[&["rollback"][..], &at].concat());
    println!("rollback                     {back:.2} s");
    let verified = run(&root, &[&["verify", "--all"][..], &at].concat());
    println!("verify of all                {verified:.2} s");
    let all = size(&store);
    println!("{RELEASES} releases on disk          {:.1} MB, {:.2} x the size of one", megabytes(all), ratio(all, one));
}

/// A dataset with ten years of months, in a version.
fn dataset(root: &Path, number: usize, version: usize) {
    let folder = root.join(format!("datasets/set-{number:04}"));
    fs::create_dir_all(folder.join("releases")).unwrap();
    let version_text = format!("1.{version}.0");
    let day = format!("2025-0{}-{:02}", 1 + version / 28, 1 + version % 28);
    let metadata = format!(
        "title: Waits in place {number}\nsummary: Made-up waits by month, for a benchmark of releases.\n\
         description: Made-up waits of one place by month and age, to measure how long releases take.\n\
         owner: {{name: Team, email: team@example.org}}\nfrequency: irregular\nissued: 2025-01-01\nmodified: {day}\n\
         version: \"{version_text}\"\nkeywords: [waits]\nthemes: [theme-{}]\nsource: {{name: Made up}}\n\
         covers: {{from: 2015-01-01, to: 2024-12-31, area: Nowhere}}\n\
         tables:\n  - {{name: waits, file: waits.csv, key: [month, age], protect: {{preset: below-5}}}}\n\
         kpis:\n  - {{id: seen-{number:04}, title: Seen in place {number}, table: waits, value: {{sum: seen}}, period: month, format: {{unit: people, decimals: 0}}}}\n",
        number / 10
    );
    fs::write(folder.join("dataset.yaml"), metadata).unwrap();
    let dictionary = "name,title,type,description,unit\nmonth,Month,yearmonth,Calendar month,\nage,Age,integer,Age in years,years\n\
                      seen,Seen,integer,People who were seen,people\n";
    fs::write(folder.join("dictionary.csv"), dictionary).unwrap();
    let mut csv = "month,age,seen\n".to_owned();
    for month in 0..120 {
        for age in 0..90 {
            let seen = 100 + (month * 37 + number * 11 + age) % 900 + version;
            let _ = writeln!(csv, "{}-{:02},{age},{seen}", 2015 + month / 12, 1 + month % 12);
        }
    }
    fs::write(folder.join("waits.csv"), csv).unwrap();
    let note = format!(
        "---\nversion: \"{version_text}\"\ndate: {day}\nowner: Team\nvalidation: Made up.\nrollback: None.\n---\nMade up.\n"
    );
    fs::write(folder.join(format!("releases/{version_text}.md")), note).unwrap();
}

/// Runs a command and returns how long it took, in seconds.
fn run(root: &Path, arguments: &[&str]) -> f64 {
    let began = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shelfmark"));
    let output = command.args(arguments).args(["--as-of", "2025-12-31"]).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    began.elapsed().as_secs_f64()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() && !path.is_symlink() { files(&path) } else { vec![path] }).collect()
}

/// The bytes that a folder takes on disk, files of several names once.
fn size(folder: &Path) -> u64 {
    let output = Command::new("du").args(["-sk", folder.to_str().unwrap()]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).split_whitespace().next().unwrap().parse::<u64>().unwrap() * 1024
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn ratio(one: u64, other: u64) -> f64 {
    one as f64 / other as f64
}
