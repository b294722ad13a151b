//! From one release back to another.
//!
//! The release with the old content and a notice is made first, and readers are led to it in one step: a rollback that is
//! interrupted has changed nothing, and no reader meets a time that falls.

use std::collections::{BTreeMap, BTreeSet};

use chrono::SecondsFormat;
use rayon::prelude::*;

use crate::export::{Event, feed_with, only_notice, sitemap_with, with_first, with_notice};
use crate::model::Date;
use crate::release::{FACTS, Facts, Past, Published, read_history, write_history};
use crate::route::{FEED, SITE_RELEASES, kpi_of_revisions, site_release_of, site_release_path};
use crate::store::{Bag, BagInfo, Signer, Staging, State, StoreError, Version, Writer};
use crate::words::Words;
use crate::write::{LIST, sums};

/// Where a bag holds what its site says of itself.
const RELEASE_FACTS: &str = "data/release.json";

/// A release that readers were led back to.
pub struct RolledBack {
    /// The release whose content they see.
    pub to: Version,
    /// The release that they saw before.
    pub from: Version,
    /// The release that was made of it, with a notice.
    pub made: Version,
    /// Addresses whose content changed, for caches.
    pub changed: Vec<String>,
}

/// Leads readers back to the content of an earlier release: to a new one with newer times and a notice. The times of files, of the
/// feed and of the site map never fall. Needs no sources.
///
/// # Errors
/// [`StoreError`] if the release is damaged, holds what was withdrawn since, or the disk fails.
pub fn rollback(
    writer: &Writer,
    to: Option<&Version>,
    reason: Option<&str>,
    as_of: Date,
    signer: Option<&Signer>,
) -> Result<RolledBack, StoreError> {
    let store = writer.store();
    let none = || StoreError::refused("readers see no release yet".to_owned());
    let from = store.current()?.ok_or_else(none)?;
    let to = match to {
        Some(version) => version.clone(),
        None => store.previous()?,
    };
    if to == from {
        return Err(StoreError::refused(format!("readers see release {to} already")));
    }
    if store.releases()?.iter().any(|release| release.version == to && release.state == State::Held) {
        return Err(StoreError::refused(format!(
            "readers have never seen release {to}, so there is no way back to it; `shelfmark activate` shows a release that was held"
        )));
    }
    store.must_verify(&to, None)?;
    let target = store.bag(&to)?;
    let back = store.site(&to)?.facts;
    // A damaged release is left all the same, and what its pages told is not repeated. But what was withdrawn stands only in its
    // release.json: without it, this could bring back what must not be seen.
    let left = match store.must_verify_data(&from) {
        Ok(()) => store.bag(&from)?,
        Err(StoreError::Damaged { faults, .. }) if faults.iter().all(|fault| fault.path != RELEASE_FACTS) => target.clone(),
        Err(error) => return Err(error),
    };
    let site = store.site(&from)?.facts;
    not_withdrawn(&to, &back, &site)?;
    let (version, seq) = writer.next(None, as_of, &[])?;
    let at = writer.now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let past = Past {
        version: version.to_string(),
        seq,
        date: Some(as_of),
        restores: Some(to.to_string()),
        took_back: Some(from.to_string()),
        at: Some(at),
        reason: reason.map(ToOwned::to_owned),
        ..Past::default()
    };
    let told = Told::new([&target, &left], [&back, &site], &version, &past, reason, as_of)?;
    let staging = writer.stage(&version)?;
    told.put_all(&staging)?;
    let now = staging.files();
    let differs = now.iter().filter(|(path, entry)| left.manifest.get(*path) != Some(entry));
    let changed = differs.map(|(path, _)| path.clone()).collect();
    let info =
        BagInfo { version, seq, day: as_of.to_string(), restores: Some(to.clone()), not_before: None, ..target.info.clone() };
    let made = staging.seal(info, &target.notes()?, signer)?.commit(writer)?;
    writer.activate_made(&made)?;
    Ok(RolledBack { to, from, made: made.version, changed })
}

/// The words of a site's language.
pub(super) fn words_of(site: &Facts) -> Result<Words, StoreError> {
    let unknown = || StoreError::refused(format!("this program has no words in the language `{}`", site.language));
    Words::of(&site.language).ok_or_else(unknown)
}

/// Refuses to bring back what was withdrawn.
fn not_withdrawn(to: &Version, back: &Facts, site: &Facts) -> Result<(), StoreError> {
    let returns = |dataset: &str| {
        back.datasets.keys().any(|id| id.as_str() == dataset) && !site.datasets.keys().any(|id| id.as_str() == dataset)
    };
    match site.withdrawn.iter().find(|withdrawn| returns(&withdrawn.dataset)) {
        Some(gone) => Err(StoreError::refused(format!(
            "release {to} holds {}, which was withdrawn on {}; release the portal again without it",
            gone.dataset,
            gone.day()
        ))),
        None => Ok(()),
    }
}

/// Versions of datasets that must not come back by themselves: those that were withdrawn, and those that this rollback takes back.
/// What it brings back may be seen again.
fn taken_back(back: &Facts, site: &Facts) -> BTreeMap<String, BTreeSet<String>> {
    let mut versions = site.withdrawn_versions.clone();
    for (id, dataset) in &site.datasets {
        versions.entry(id.to_string()).or_default().insert(dataset.version.clone());
    }
    for (id, dataset) in &back.datasets {
        if let Some(versions) = versions.get_mut(id.as_str()) {
            versions.remove(&dataset.version);
        }
    }
    versions.retain(|_, versions| !versions.is_empty());
    versions
}

/// The files of a release that is brought back, with what readers must be told.
struct Told<'a> {
    target: &'a Bag,
    left: &'a Bag,
    facts: Facts,
    version: &'a Version,
    event: Event,
    /// The notice on pages.
    notice: String,
    heading: String,
    words: Words,
    day: Date,
}

impl<'a> Told<'a> {
    /// `bags` and `sites` are those of the release that is brought back, and of the one that readers saw.
    fn new(
        bags: [&'a Bag; 2],
        sites: [&Facts; 2],
        version: &'a Version,
        past: &Past,
        reason: Option<&str>,
        day: Date,
    ) -> Result<Self, StoreError> {
        let ([target, left], [back, site]) = (bags, sites);
        let words = words_of(back)?;
        let (restored, taken) = (past.restores.clone().unwrap_or_default(), past.took_back.clone().unwrap_or_default());
        let said = [("date", words.date(day)), ("taken", taken.clone()), ("restored", restored.clone())];
        let mut notice = words.fill("notice-restored", &said.each_ref().map(|(name, text)| (*name, text.as_str())));
        if let Some(reason) = reason {
            notice = format!("{notice} {}", words.fill("withdrawn-reason", &[("reason", reason)]));
        }
        let event = Event {
            title: words.fill("feed-restored", &[("version", &taken), ("restored", &restored)]),
            url: Event::url(&back.address, &past.version),
            at: past.at.clone().unwrap_or_default(),
            summary: notice.clone(),
        };
        let mut datasets = back.datasets.clone();
        for (id, dataset) in &mut datasets {
            // A version that was taken back stays taken.
            dataset.versions.extend(site.datasets.get(id).into_iter().flat_map(|dataset| dataset.versions.clone()));
        }
        let facts = Facts {
            datasets,
            version: Some(version.to_string()),
            seq: Some(past.seq),
            as_of: Some(day),
            releases: site.releases.iter().cloned().chain([past.clone()]).collect(),
            // The next release is compared with the stricter of the two.
            gates: site.gates.clone(),
            withdrawn: site.withdrawn.clone(),
            withdrawn_versions: taken_back(back, site),
            ..back.clone()
        };
        let heading = words.fill("site-release-title", &[("version", version.as_str())]);
        Ok(Self { target, left, facts, version, event, notice, heading, words, day })
    }

    fn put_all(&self, staging: &Staging) -> Result<(), StoreError> {
        self.target.manifest.par_iter().filter(|(path, _)| *path != LIST).try_for_each(|(path, _)| {
            let bytes = self.target.read_file(path)?;
            staging.put(path, &self.told(path, bytes)).map(drop)
        })?;
        for (path, page) in self.pages()? {
            staging.put(&path, page.as_bytes())?;
        }
        staging.put(LIST, sums(staging.files().iter().map(|(path, entry)| (path.as_str(), &entry.sha256))).as_bytes()).map(drop)
    }

    /// A file as it is told now.
    fn told(&self, path: &str, bytes: Vec<u8>) -> Vec<u8> {
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        let is_changed = self.left.manifest.get(path) != self.target.manifest.get(path);
        let is_map = path.starts_with("sitemap") && path.split('.').next_back() == Some("xml");
        let is_page = path.split('/').next_back() == Some("index.html");
        let told = match path {
            FACTS => self.facts.text(),
            FEED => {
                let before = self.left.read_file(FEED).unwrap_or_default();
                let taken_back = |title: &str| self.words.fill("feed-taken-back", &[("title", title)]);
                feed_with(&text(), &String::from_utf8_lossy(&before), &self.event, &taken_back)
            }
            SITE_RELEASES => self.list(&text()),
            _ if is_map => sitemap_with(&text(), &self.day.to_string(), &|address| self.is_changed_page(address)),
            _ if is_page
                && is_changed
                && (path == "index.html" || ["datasets/", "kpis/"].iter().any(|room| path.starts_with(room))) =>
            {
                with_notice(&text(), &self.notice)
            }
            _ if kpi_of_revisions(path).is_some() => return self.history(path, &bytes),
            _ => return bytes,
        };
        told.into_bytes()
    }

    /// The list of releases, with this one at its head.
    fn list(&self, page: &str) -> String {
        // The list of the release that readers saw has everything up to that one.
        let seen = self.left.read_file(SITE_RELEASES).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let restored = self.target.info.version.as_str();
        let what = self.words.fill("site-release-restores", &[("version", restored)]);
        let (path, day) = (format!("../{}", site_release_path(self.version.as_str())), self.words.date(self.day));
        let list = seen.as_deref().unwrap_or(page);
        with_first(list, &path, &self.heading, &format!("{day}. {what}")).unwrap_or_else(|| with_notice(list, &self.notice))
    }

    /// Whether the page at an address differs from that of the release which readers saw.
    fn is_changed_page(&self, address: &str) -> bool {
        let path = address.strip_prefix(self.facts.address.as_str()).unwrap_or(address);
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        self.left.manifest.get(&path) != self.target.manifest.get(&path)
    }

    /// What a KPI said, with the figures that apply again.
    fn history(&self, path: &str, bytes: &[u8]) -> Vec<u8> {
        let mut said = self.left.read_file(path).map(|csv| read_history(&csv)).unwrap_or_default();
        let newest = |history: &[Published]| -> BTreeMap<(String, String), Published> {
            history.iter().map(|one| ((one.series.clone(), one.period.clone()), one.clone())).collect()
        };
        let (now, again) = (newest(&said), newest(&read_history(bytes)));
        for (key, one) in again {
            if now.get(&key).is_none_or(|now| now.value != one.value || now.marker != one.marker) {
                said.push(Published { release: self.version.to_string(), published: self.day.to_string(), ..one });
            }
        }
        write_history(&said)
    }

    /// The page of this release, and pages that only the release before had: what they told is taken back.
    fn pages(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let mut pages = BTreeMap::new();
        let last = site_release_path(self.left.info.version.as_str()).to_string();
        if self.left.manifest.contains_key(&last) {
            let page = String::from_utf8_lossy(&self.left.read_file(&last)?).into_owned();
            pages.insert(site_release_path(self.version.as_str()).to_string(), only_notice(&page, &self.heading, &self.notice));
        }
        for path in self.left.manifest.keys().filter(|path| !self.target.manifest.contains_key(*path)) {
            let read = || Ok::<_, StoreError>(String::from_utf8_lossy(&self.left.read_file(path)?).into_owned());
            let is_page = path.ends_with("/index.html");
            if site_release_of(path).is_some() {
                // What was said of a release, or of its withdrawal, goes on to be said.
                pages.entry(path.clone()).or_insert(read()?);
            } else if is_page && ["datasets/", "kpis/"].iter().any(|room| path.starts_with(room)) {
                let heading = self.words.text("notice-taken-back").to_owned();
                pages.insert(path.clone(), only_notice(&read()?, &heading, &self.notice));
            }
        }
        Ok(pages)
    }
}
