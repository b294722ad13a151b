//! How fast a table is read, checked and profiled, beside a plain pass of the `csv` crate over the same file in the same run.
//!
//! `cargo bench --bench check_csv [MEGABYTES]` (300 if left out). The file is made in a temporary folder; one core works.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and stops where it fails")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

use shelfmark::check::{Criteria, check};
use shelfmark::disclosure::NoMemory;
use shelfmark::load::{Root, load_dataset, load_settings};
use shelfmark::measure::profile;
use shelfmark::model::{DatasetId, Date};
use shelfmark::protect::protect;
use shelfmark::rules::RULES;

const PORTAL: &str = "title: Bench
description: One large table.
address: https://data.example.org/
publisher: us
organisations: {us: {name: Us}}
contact: {name: Team, email: team@example.org}
licence: OGL-UK-3.0
";

const DATASET: &str = "title: Attendances
summary: Attendances by month, provider and type, made up for a benchmark of reading and checking.
owner: {name: Team, email: team@example.org}
frequency: irregular
issued: 2025-01-31
modified: 2025-01-31
version: \"1.0\"
tables:
  - {name: large, file: large.csv, key: [period, org_code, type], protect: {preset: below-5}}
";

const DICTIONARY: &str = "name,title,type,description,unit,minimum,maximum,enum,pattern
period,Period,date,Month,,,,,
org_code,Provider,string,Code of the provider,,,,,R[0-9]{4}
org_name,Name,string,Name of the provider,,,,,
type,Type,string,Type of department,,,,1|2|other,
attendances,Attendances,integer,People who attended,people,0,,,
breaches,Breaches,integer,People who waited longer,people,0,,,
performance,Performance,number,Share seen in time,percent,0,100,,
";

fn main() {
    let megabytes = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(300);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("datasets/large/large.csv");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(folder.path().join("portal.yaml"), PORTAL).unwrap();
    fs::write(file.with_file_name("dataset.yaml"), DATASET).unwrap();
    fs::write(file.with_file_name("dictionary.csv"), DICTIONARY).unwrap();
    write_table(&file, megabytes * 1_000_000);
    let size = fs::metadata(&file).unwrap().len();

    let root = Root::at(folder.path());
    let (settings, _) = load_settings(&root, None);
    let (settings, id) = (settings.unwrap(), DatasetId::new("large").unwrap());
    let as_of = Date::parse("2026-01-31").unwrap();
    let rate = |seconds: f64| f64::from(u32::try_from(size / 1000).unwrap()) / 1000.0 / seconds;
    println!("{} MB, one core\n{:28} {:>8} {:>8}", size / 1_000_000, "seconds of work", "seconds", "MB/s");
    let line = |name: &str, seconds: f64| println!("{name:28} {seconds:8.2} {:8.0}", rate(seconds));
    for round in 1..=3 {
        println!("round {round}");
        let started = now();
        let records = plain(&file);
        let peer = now() - started;
        line("csv crate, records alone", peer);
        let started = now();
        let (loaded, findings) = load_dataset(&root, &id);
        let load = now() - started;
        line("read into columns", load);
        let loaded = loaded.unwrap();
        assert_eq!(loaded.tables[0].data.rows + 1, records);
        let started = now();
        let (checked, findings) = check(loaded, findings, &Criteria::new(&settings, &RULES, &as_of.into(), &BTreeMap::new()));
        let checking = now() - started;
        line("check", checking);
        assert!(!findings.has_errors(), "{:?}", findings.sorted());
        let protected = protect(checked.unwrap(), &NoMemory).0.unwrap().into_parts().0;
        let started = now();
        let profiles = profile(&protected.tables[0].data);
        let profiling = now() - started;
        line("profile", profiling);
        assert_eq!(profiles.len(), 7);
        let all = load + checking + profiling;
        line("read, check and profile", all);
        println!("{:28} {:8.2}", "times the csv crate alone", all / peer);
    }
    println!("peak memory: {}", peak());
}

/// Seconds that this thread has worked, so that a busy machine does not count; seconds by the clock where the system does
/// not tell.
fn now() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let worked = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = worked.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn plain(file: &Path) -> usize {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(file).unwrap();
    let (mut record, mut records) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).unwrap() {
        records += 1;
    }
    records
}

/// Months of 2,000 providers with three types each, until the file is large enough.
fn write_table(file: &Path, bytes: u64) {
    let mut out = BufWriter::new(File::create(file).unwrap());
    writeln!(out, "period,org_code,org_name,type,attendances,breaches,performance").unwrap();
    let (mut written, mut seed, mut month) = (0, 1_u64, 0);
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    while written < bytes {
        let (year, number) = (1950 + month / 12, month % 12 + 1);
        month += 1;
        for provider in 0..2000 {
            for kind in ["1", "2", "other"] {
                let attendances = 5 + random(60_000);
                let breaches = random(attendances);
                let (percent, cents) = (random(100), random(100));
                let row = format!(
                    "{year:04}-{number:02}-01,R{provider:04},Hospital NHS Trust {provider},{kind},{attendances},{breaches},{percent}.{cents:02}\n"
                );
                out.write_all(row.as_bytes()).unwrap();
                written += row.len() as u64;
            }
        }
    }
    out.flush().unwrap();
}

/// The most memory that this process has held, where the system tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not told by this system".to_owned(), |line| line.trim().to_owned())
}
