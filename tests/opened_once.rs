//! How often a build opens a table, counted from the system's file events.

use std::mem::MaybeUninit;

use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
use rustix::io::Errno;
use shelfmark::load::Root;
use shelfmark::model::Date;
use shelfmark::pipeline::check;

use crate::portal::{DAY, Portal};

const CSV: &str = "datasets/waits/waits.csv";

/// How often a file is opened while the portal goes through all stages without findings. Reading and closing are watched too,
/// because the system reports two openings as one if nothing happens between them.
fn openings(portal: &Portal) -> usize {
    let told = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).unwrap();
    add_watch(&told, portal.path(CSV), WatchFlags::OPEN | WatchFlags::ACCESS | WatchFlags::CLOSE).unwrap();
    let (prepared, findings) = check(&Root::at(&portal.path("")), &Date::parse(DAY).unwrap().into(), None).unwrap();
    assert!(prepared.is_some() && findings.is_empty(), "{:?}", findings.sorted());
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let (mut events, mut openings) = (Reader::new(told, &mut buffer), 0);
    loop {
        match events.next() {
            Ok(event) => openings += usize::from(event.events().contains(ReadFlags::OPEN)),
            Err(Errno::WOULDBLOCK) => return openings,
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn a_build_without_findings_opens_each_table_once() {
    assert_eq!(openings(&Portal::sample()), 1);
}

#[test]
fn a_table_in_another_encoding_is_opened_once() {
    let yaml = "datasets/waits/dataset.yaml";
    let portal = Portal::sample().edit(yaml, "file: waits.csv", "file: waits.csv\n    encoding: windows-1252");
    assert_eq!(openings(&portal), 1);
}
