//! Taking a release back for good: a disclosure was found in it.
//!
//! Files are one thing and values another. What a release said stands in later ones too: in files of earlier versions, in the
//! figures by release, in pages about what changed. So readers are first led to a release without any of it, and then every
//! release that holds a trace is deleted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::SecondsFormat;
use rayon::prelude::*;

use super::rollback::{rollback, words_of};
use crate::export::{Event, feed_with, only_notice};
use crate::model::Date;
use crate::release::{FACTS, Facts, Published, read_history, write_history};
use crate::route::{FEED, kpi_of_revisions, site_release_of, version_folder};
use crate::store::{Bag, BagInfo, Entry, Signer, Staging, State, Store, StoreError, Version, Writer};
use crate::write::{LIST, sums};

/// The marker of a figure that was withdrawn.
const MARKER: &str = "[w]";

/// What a withdrawal did.
pub struct Withdrew {
    /// The release that readers see now.
    pub made: Version,
    /// The releases that are gone.
    pub gone: Vec<Version>,
    /// Files that still hold one of the values that were searched for, below the store's folder.
    pub found: Vec<String>,
}

/// Takes a release back for good. `values` are texts that must be nowhere in the store afterwards.
///
/// # Errors
/// [`StoreError`] if there is no release without the disclosure to lead readers to, or the disk fails.
pub fn withdraw(
    writer: &Writer,
    version: &Version,
    reason: &str,
    values: &[String],
    day: Date,
    signer: Option<&Signer>,
) -> Result<Withdrew, StoreError> {
    let store = writer.store();
    must_not_repeat(reason, values)?;
    let bag = store.bag(version)?;
    let facts = store.site(version)?.facts;
    let before = predecessor(store, &bag)?;
    let current = store.current()?.ok_or_else(|| StoreError::refused("readers see no release yet".to_owned()))?;
    if current == *version {
        let to = before.as_ref().map(|before| before.info.version.clone()).ok_or_else(|| {
            StoreError::refused(format!("readers see release {version}, and there is no other: release a corrected one first"))
        })?;
        rollback(writer, Some(&to), Some(reason), day, signer)?;
    }
    let trace = Trace::of(&bag, &facts, before.as_ref(), store)?;
    trace.must_be_corrected(store)?;
    let made = clean(writer, &trace, reason, day, signer)?;
    let mut gone = Vec::new();
    for release in store.kept()? {
        if release.version != made && trace.is_in(store, &release.version)? {
            gone.push(release.version);
        }
    }
    writer.withdraw(&gone)?;
    let found = store.search(values)?;
    Ok(Withdrew { made, gone, found })
}

/// Refuses a reason that says the value which was disclosed: the page about the withdrawal would publish it.
///
/// # Errors
/// [`StoreError`] without the value.
pub fn must_not_repeat(reason: &str, values: &[String]) -> Result<(), StoreError> {
    match values.iter().find(|value| reason.contains(value.as_str())) {
        Some(value) => Err(StoreError::refused(format!(
            "the reason holds the value itself ({} characters); the page would publish it",
            value.chars().count()
        ))),
        None => Ok(()),
    }
}

/// The release that was made before another one, of those that are kept and hold no content that came back.
fn predecessor(store: &Store, bag: &Bag) -> Result<Option<Bag>, StoreError> {
    let earlier = store.kept()?.into_iter().rev().filter(|release| release.seq < bag.info.seq && release.state == State::Kept);
    let mut bags =
        earlier.map(|release| store.bag(&release.version)).filter(|bag| !matches!(bag, Ok(bag) if bag.info.restores.is_some()));
    bags.next().transpose()
}

/// What a release left in the store.
struct Trace {
    version: Version,
    /// Hashes of files that it was the first to have, and that readers do not see any more.
    hashes: BTreeSet<[u8; 32]>,
    /// The folders of the versions of datasets that it was the first to have.
    folders: Vec<String>,
    /// The same versions by name.
    versions: Vec<(String, String)>,
    /// The dataset of each of its KPIs.
    kpis: BTreeMap<String, String>,
}

impl Trace {
    fn of(bag: &Bag, facts: &Facts, before: Option<&Bag>, store: &Store) -> Result<Self, StoreError> {
        let known = before.map(|before| store.site(&before.info.version)).transpose()?;
        let is_new = |id: &crate::model::DatasetId, version: &str| {
            known.as_ref().is_none_or(|known| known.facts.datasets.get(id).is_none_or(|dataset| dataset.version != version))
        };
        let versions: Vec<(String, String)> = facts
            .datasets
            .iter()
            .filter(|(id, dataset)| is_new(id, &dataset.version))
            .map(|(id, dataset)| (id.to_string(), dataset.version.clone()))
            .collect();
        let hashes = |bag: &Bag| bag.manifest.values().map(|entry| entry.sha256).collect::<BTreeSet<_>>();
        let folders: Vec<String> = versions.iter().map(|(id, version)| version_folder(id, version)).collect();
        let now = store.current()?.map(|current| store.bag(&current)).transpose()?;
        // What readers still see is not the disclosure: that has been corrected. Files of its own version are no excuse.
        let is_own = |path: &str| folders.iter().any(|folder| path.starts_with(folder));
        let seen = now.iter().flat_map(|bag| &bag.manifest).filter(|(path, _)| !is_own(path)).map(|(_, entry)| entry.sha256);
        let mut innocent: BTreeSet<[u8; 32]> = seen.collect();
        innocent.extend(before.map(hashes).unwrap_or_default());
        let hashes = hashes(bag).difference(&innocent).copied().collect();
        let kpis =
            facts.datasets.iter().flat_map(|(id, dataset)| dataset.kpis.keys().map(|kpi| (kpi.to_string(), id.to_string())));
        Ok(Self { version: bag.info.version.clone(), hashes, folders, versions, kpis: kpis.collect() })
    }

    /// Refuses if readers still see a version of a dataset that the release was the first to have.
    fn must_be_corrected(&self, store: &Store) -> Result<(), StoreError> {
        let Some(current) = store.current()? else { return Ok(()) };
        let facts = store.site(&current)?.facts;
        let is_shown = |(id, version): &&(String, String)| {
            facts.datasets.iter().any(|(dataset, facts)| dataset.as_str() == id && facts.version == *version)
        };
        match self.versions.iter().find(is_shown) {
            Some((id, version)) => Err(StoreError::refused(format!(
                "version {version} of {id} was first published in release {} too, and readers still see it: give {id} a new \
                 version, corrected if it needs to be, release it, and withdraw again",
                self.version
            ))),
            None => Ok(()),
        }
    }

    /// Whether a release holds any of it.
    fn is_in(&self, store: &Store, version: &Version) -> Result<bool, StoreError> {
        if *version == self.version {
            return Ok(true);
        }
        let bag = store.bag(version)?;
        let has_file = |(path, entry): (&String, &Entry)| self.hashes.contains(&entry.sha256) || self.is_of_version(path);
        if bag.manifest.iter().any(has_file) {
            return Ok(true);
        }
        let mut histories = bag.manifest.keys().filter(|path| kpi_of_revisions(path).is_some());
        let says = |path: &String| Ok(read_history(&bag.read_file(path)?).iter().any(|said| self.said(path, said)));
        histories.try_fold(false, |found, path| Ok(found || says(path)?))
    }

    /// Whether a file belongs to one of its versions of datasets, apart from the page about it.
    fn is_of_version(&self, path: &str) -> bool {
        let is_page = path.ends_with("/index.html");
        !is_page && self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether it was the first to say a figure.
    /// A rollback gives a figure of the same version of the dataset another release.
    fn said(&self, path: &str, published: &Published) -> bool {
        let dataset = kpi_of_revisions(path).and_then(|kpi| self.kpis.get(kpi));
        let is_of_version = self.versions.iter().any(|(id, version)| Some(id) == dataset && *version == published.version);
        (published.release == self.version.as_str() || is_of_version) && published.marker != MARKER
    }
}

/// Makes what readers see into a release without a trace, and leads readers to it.
fn clean(writer: &Writer, trace: &Trace, reason: &str, day: Date, signer: Option<&Signer>) -> Result<Version, StoreError> {
    let store = writer.store();
    let current = store.current()?.ok_or_else(|| StoreError::refused("readers see no release yet".to_owned()))?;
    let bag = store.bag(&current)?;
    let facts = store.site(&current)?.facts;
    let (version, seq) = writer.next(None, day, &[])?;
    let at = writer.now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let cleaned = Cleaned::new(&bag, trace, &facts, &version, seq, &at, (reason, day))?;
    let staging = writer.stage(&version)?;
    cleaned.put_all(&staging)?;
    let info = BagInfo { version, seq, day: day.to_string(), restores: None, not_before: None, ..bag.info.clone() };
    let note = format!("Release {} was withdrawn.\n", trace.version);
    let made = staging.seal(info, &note, signer)?.commit(writer)?;
    writer.activate_made(&made)?;
    Ok(made.version)
}

/// A release without the traces of another.
struct Cleaned<'a> {
    bag: &'a Bag,
    trace: &'a Trace,
    facts: Facts,
    event: Event,
    heading: String,
    notice: String,
}

impl<'a> Cleaned<'a> {
    fn new(
        bag: &'a Bag,
        trace: &'a Trace,
        before: &Facts,
        version: &Version,
        seq: u64,
        at: &str,
        (reason, day): (&str, Date),
    ) -> Result<Self, StoreError> {
        let words = words_of(before)?;
        let mut facts = before.clone();
        (facts.version, facts.seq, facts.as_of) = (Some(version.to_string()), Some(seq), Some(day));
        for past in facts.releases.iter_mut().filter(|past| past.version == trace.version.as_str()) {
            (past.withdrawn, past.at, past.reason) = (true, Some(at.to_owned()), Some(reason.to_owned()));
        }
        let own = crate::release::Past { version: version.to_string(), seq, date: Some(day), ..Default::default() };
        facts.releases.push(own);
        for (id, taken) in &trace.versions {
            facts.withdrawn_versions.entry(id.clone()).or_default().insert(taken.clone());
            let dataset = facts.datasets.iter_mut().find(|(dataset, _)| dataset.as_str() == id);
            // The version stays taken; even a hash of what it held could be guessed back.
            if let Some((_, dataset)) = dataset.filter(|(_, dataset)| dataset.version != *taken) {
                dataset.versions.insert(taken.clone(), "withdrawn".to_owned());
            }
        }
        let heading = words.fill("feed-release-withdrawn", &[("version", trace.version.as_str())]);
        let notice = format!(
            "{} {} {}",
            words.fill("notice-release-withdrawn", &[("version", trace.version.as_str()), ("date", &words.date(day))]),
            words.fill("withdrawn-reason", &[("reason", reason)]),
            words.text("withdrawn-copies"),
        );
        let url = Event::url(&before.address, trace.version.as_str());
        let event = Event { title: heading.clone(), url, at: at.to_owned(), summary: notice.clone() };
        Ok(Self { bag, trace, facts, event, heading, notice })
    }

    fn put_all(&self, staging: &Staging) -> Result<(), StoreError> {
        let kept = self.bag.manifest.par_iter().filter(|(path, _)| *path != LIST && !self.trace.is_of_version(path));
        kept.try_for_each(|(path, entry)| {
            let bytes = self.bag.read_file(path)?;
            staging.put(path, &self.cleaned(path, entry, bytes)).map(drop)
        })?;
        staging.put(LIST, sums(staging.files().iter().map(|(path, entry)| (path.as_str(), &entry.sha256))).as_bytes()).map(drop)
    }

    fn cleaned(&self, path: &str, entry: &Entry, bytes: Vec<u8>) -> Vec<u8> {
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        let is_page = path.ends_with("/index.html");
        let tells_of_it = site_release_of(path).is_some_and(|version| self.is_since(version))
            || self.trace.folders.iter().any(|folder| path.starts_with(folder))
            || path.strip_suffix("/revisions/index.html").is_some_and(|kpi| self.is_in_history(kpi));
        match path {
            FACTS => self.facts.text().into_bytes(),
            FEED => feed_with(&text(), "", &self.event, &|title| title.to_owned()).into_bytes(),
            _ if is_page && (tells_of_it || self.trace.hashes.contains(&entry.sha256)) => {
                only_notice(&text(), &self.heading, &self.notice).into_bytes()
            }
            _ if kpi_of_revisions(path).is_some() => {
                let mut said = read_history(&bytes);
                for one in said.iter_mut().filter(|one| self.trace.said(path, one)) {
                    (one.value, one.marker) = (String::new(), MARKER.to_owned());
                }
                write_history(&said)
            }
            _ => bytes,
        }
    }

    /// Whether a page is about the withdrawn release or a later one, which may compare with it.
    fn is_since(&self, version: &str) -> bool {
        let seq = |version: &str| self.facts.releases.iter().find(|past| past.version == version).map(|past| past.seq);
        let (of, from) = (seq(version), seq(self.trace.version.as_str()));
        of.zip(from).is_none_or(|(of, from)| of >= from)
    }

    fn is_in_history(&self, kpi: &str) -> bool {
        let path = format!("{kpi}/revisions.csv");
        let csv = self.bag.read_file(&path).unwrap_or_default();
        read_history(&csv).iter().any(|said| self.trace.said(&path, said))
    }
}
