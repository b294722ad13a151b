//! A portal to a release in a store, and from one release to another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Difference, Prepared, ledgers, other_edition, prepare_with};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Judged, Severity, counted};
use crate::export::only_notice;
use crate::load::Root;
use crate::model::{Date, Occasion, slug};
use crate::release::{Facts, NewRelease, Source, draft_note, kpi_history, older_commit, read_history};
use crate::route::{Route, SitePath, site_release_of, version_of_file};
use crate::site::Site;
use crate::store::{BagInfo, PublishedSite, Signer, Staging, Store, StoreError, Version, Writer};
use crate::timings::{Stage, Timings};
use crate::write::{StageError, render_files};

/// What a release is to be.
#[derive(Default)]
pub struct Order {
    /// Its version; the next one of the month if it is not given.
    pub version: Option<Version>,
    /// Its note, as Markdown.
    pub note: Option<String>,
    /// The key that signs it.
    pub signer: Option<Signer>,
    /// The moment before which it must not be activated.
    pub not_before: Option<String>,
    /// The repository that holds the portal.
    pub history: Option<Repository>,
    /// Versions that a site which was published has given.
    pub published: Vec<String>,
    /// How far to go.
    pub until: Until,
}

/// A repository, as a release asks for it.
pub struct Repository {
    /// Its state.
    pub source: Source,
    /// Whether its commit comes before another one.
    pub is_before: Box<dyn Fn(&str) -> bool>,
}

/// How far a release goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Until {
    /// Made and thrown away, to see whether it would go well.
    Sealed,
    /// In its place, and not seen by readers.
    Committed,
    /// Seen by readers.
    #[default]
    Active,
}

/// A release that was made.
pub struct Released {
    /// The site.
    pub prepared: Prepared,
    /// What its tag files say.
    pub info: BagInfo,
    /// The number of files that are new or have changed since the release before.
    pub changed: usize,
}

/// Why a release could not be made, apart from findings.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The portal's folders cannot be read.
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a portal through all stages and makes a release of its site. `None` if a finding stops it; the store is then as it was.
///
/// # Errors
/// [`ReleaseError`] if reading fails or the store refuses, with the findings up to then.
pub fn release(
    root: &Root,
    writer: &Writer,
    order: &Order,
    occasion: &Occasion,
    timings: &Arc<Timings>,
) -> Result<(Option<Released>, Judged), (ReleaseError, Judged)> {
    let begun = begin(writer, order, occasion.day).map_err(|error| (error.into(), Judged::default()))?;
    // Releases of other machines, and of before there were ledgers, are known as well.
    let root = &root.with_ledgers(ledgers(root, writer.store()).map_err(|error| (error.into(), Judged::default()))?);
    // What is compared with is read under the lock: no other release can come between.
    let (prepared, mut findings) = prepare_with(root, occasion, begun.before().map(|site| site.facts.rows()), timings)
        .map_err(|error| (error.into(), Judged::default()))?;
    let Some(prepared) = prepared else { return Ok((None, findings)) };
    if let Some(edition) = begun.before().and_then(|before| other_edition(&before.facts, &prepared.site.catalogue.settings)) {
        let why = format!("the store holds the edition `{edition}`: name another one with --store");
        return Err((StoreError::Refused(why).into(), findings));
    }
    let difference = begun.before().map(|baseline| Difference::between(baseline, &prepared.site));
    if let Some(difference) = &difference {
        let mut found = difference.gates(&prepared.site);
        if let Some((repository, released)) = order.history.as_ref().zip(difference.before.source.as_ref())
            && (repository.is_before)(&released.commit)
        {
            found.push(older_commit(&difference.before, &repository.source.commit));
        }
        findings.extend(prepared.judge(found));
        if findings.has_errors() {
            return Ok((None, findings));
        }
    }
    let warnings = findings.count(Severity::Warning);
    let note = (order.note.as_deref(), order.history.as_ref().map(|repository| &repository.source));
    let new_release = match new_release(&begun, note, difference, &prepared, warnings) {
        Ok(new_release) => new_release,
        Err(error) => return Err((error.into(), findings)),
    };
    let prepared = prepared.released(new_release);
    match made(writer, &begun, order, occasion, timings, &prepared) {
        Ok((info, changed)) => Ok((Some(Released { prepared, info, changed }), findings)),
        Err(StageError::Render(found)) => {
            findings.extend(prepared.judge(found));
            Ok((None, findings))
        }
        Err(StageError::Disk(error)) => Err((error.into(), findings)),
    }
}

/// A release that has its name, and what it is compared with.
struct Begun {
    version: Version,
    seq: u64,
    baseline: Option<(Version, PublishedSite)>,
}

impl Begun {
    /// The site that it is compared with.
    fn before(&self) -> Option<&PublishedSite> {
        self.baseline.as_ref().map(|(_, site)| site)
    }
}

fn begin(writer: &Writer, order: &Order, as_of: Date) -> Result<Begun, StoreError> {
    let published: Vec<Version> = order.published.iter().filter_map(|version| Version::new(version).ok()).collect();
    let (version, seq) = writer.next(order.version.as_ref(), as_of, &published)?;
    let baseline = writer.store().baseline()?;
    if let Some((current, _)) = &baseline {
        // What is kept of it must not be published again if somebody has changed it.
        writer.store().must_verify_data(current)?;
    }
    Ok(Begun { version, seq, baseline })
}

/// What the site says of the release that it is.
fn new_release(
    begun: &Begun,
    (note, source): (Option<&str>, Option<&Source>),
    difference: Option<Difference>,
    prepared: &Prepared,
    warnings: usize,
) -> Result<NewRelease, StoreError> {
    let site = &prepared.site;
    let catalogue = &site.catalogue;
    let (before, changes) = difference.map_or_else(Default::default, |difference| (Some(difference.before), difference.changes));
    let version = begun.version.to_string();
    let draft = || draft_note(catalogue, before.as_ref(), &changes, &version, warnings);
    let text = note.map_or_else(draft, ToOwned::to_owned);
    let history = catalogue.kpis.iter().map(|at| {
        let (card, dataset) = (catalogue.kpi(*at), &catalogue.datasets[at.dataset]);
        let path = Route::KpiRevisionsFile(*at).path(catalogue);
        let said = begun.before().map_or(Ok(None), |baseline| baseline.read_file(path.as_str()))?;
        let said = said.map(|csv| read_history(&csv)).unwrap_or_default();
        Ok((card.id.clone(), kpi_history(said, site.kpi(*at), &dataset.version, &version, catalogue.as_of)))
    });
    Ok(NewRelease {
        version: version.clone(),
        seq: begun.seq,
        source: source.cloned(),
        kept: begun.before().map(|baseline| kept(baseline, catalogue)).unwrap_or_default(),
        history: history.collect::<Result<_, StoreError>>()?,
        before: before.map(Arc::new),
        changes,
        note: text,
        is_note_edited: note.is_some(),
    })
}

/// The files of earlier versions of datasets and the pages of earlier releases, which go on to be there, with their sizes.
fn kept(baseline: &PublishedSite, catalogue: &Catalogue) -> BTreeMap<String, u64> {
    let files = baseline.paths().into_iter().filter_map(|path| {
        if site_release_of(&path).is_some() {
            return Some((baseline.size(&path)?, path)).map(|(size, path)| (path, size));
        }
        let (dataset, version) = version_of_file(&path)?;
        let dataset = &catalogue.datasets[catalogue.dataset_of(dataset)?];
        let is_earlier = slug(&dataset.version) != version && dataset.notes.iter().any(|note| slug(&note.version) == version);
        let size = is_earlier.then(|| baseline.size(&path)).flatten()?;
        Some((path, size))
    });
    files.collect()
}

/// A file that goes on to be there. A page about what changed in a dataset that was withdrawn since says only that.
fn kept_bytes(site: &Site, baseline: &PublishedSite, path: &str) -> Option<Vec<u8>> {
    let bytes = baseline.file(path)?;
    if site_release_of(path).is_none() {
        return Some(bytes);
    }
    let page = String::from_utf8_lossy(&bytes);
    let catalogue = &site.catalogue;
    let withdrawn = catalogue.settings.portal.withdrawn.iter().filter(|dataset| dataset.holds(catalogue.as_of));
    let mut named = withdrawn.filter(|dataset| page.contains(&format!("datasets/{}/", *dataset.dataset)));
    let Some(gone) = named.next() else { return Some(bytes) };
    let title = gone.title.as_deref().unwrap_or(&gone.dataset);
    let heading = site.words.fill("withdrawn-title", &[("dataset", title)]);
    let notice = site.words.fill("withdrawn-reason", &[("reason", &gone.reason)]);
    Some(only_notice(&page, &heading, &notice).into_bytes())
}

fn made(
    writer: &Writer,
    begun: &Begun,
    order: &Order,
    occasion: &Occasion,
    timings: &Timings,
    prepared: &Prepared,
) -> Result<(BagInfo, usize), StageError<StoreError>> {
    let site = &prepared.site;
    let portal = &site.catalogue.settings.portal;
    let staging = writer.stage(&begun.version)?;
    let routes = timings.of(Stage::Search, || site.files());
    let put = |path: &SitePath, bytes: &[u8], sha256| staging.put_hashed(path.as_str(), bytes, sha256);
    let new_release = site.release();
    let kept = new_release.map(|new_release| new_release.kept.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let read = |path: &str| kept_bytes(site, begun.before()?, path);
    let files = render_files(site, &routes, &kept, timings, |route| prepared.render(route), read, put)?;
    if files.len() != routes.len() + kept.len() + 1 {
        let why = "a file of an earlier version cannot be read any more; `shelfmark verify` says which";
        return Err(StoreError::refused(why.to_owned()).into());
    }
    let changed = files.iter().filter(|file| file.is_changed).count();
    let count = new_release.map_or(0, |new_release| new_release.changes.datasets.len());
    let all = site.catalogue.datasets.len();
    let info = BagInfo {
        version: begun.version.clone(),
        seq: begun.seq,
        title: portal.title.to_string(),
        publisher: portal.name_of(&portal.publisher).to_owned(),
        day: occasion.day.to_string(),
        stamp: 0,
        bytes: 0,
        files: 0,
        changed: if begun.baseline.is_some() {
            format!("{count} of {}", counted(all, "dataset"))
        } else {
            counted(all, "dataset")
        },
        compared_with: begun.baseline.as_ref().map(|(version, _)| version.clone()),
        is_note_edited: order.note.is_some(),
        restores: None,
        not_before: order.not_before.clone(),
        moment: occasion.at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        audit: None,
    };
    let note = new_release.map_or("", |new_release| new_release.note.as_str());
    let info = finish(writer, staging, info, note, order)?;
    Ok((info, changed))
}

/// Seals a release and takes it as far as was ordered.
fn finish(writer: &Writer, staging: Staging, info: BagInfo, note: &str, order: &Order) -> Result<BagInfo, StoreError> {
    let sealed = staging.seal(info, note, order.signer.as_ref())?;
    let info = sealed.bag.info.clone();
    if order.until == Until::Sealed {
        sealed.discard()?;
        return Ok(info);
    }
    let committed = sealed.commit(writer)?;
    if order.until == Until::Active {
        writer.activate_made(&committed)?;
    }
    Ok(info)
}

/// The occasion on which a release was made.
fn occasion_of(info: &BagInfo, day: Date, facts: &Facts) -> Occasion {
    let at = info.moment.as_deref().and_then(|moment| DateTime::parse_from_rfc3339(moment).ok());
    Occasion { day, at: at.map(|at| at.with_timezone(&Utc)), edition: facts.edition.clone() }
}

/// Builds a release again and compares it byte for byte. Returns the paths that differ.
///
/// # Errors
/// [`ReleaseError`] if the portal has errors now, the release that it was compared with is gone, or reading fails.
pub fn rebuild(root: &Root, store: &Store, version: &Version, timings: &Arc<Timings>) -> Result<Vec<String>, ReleaseError> {
    let bag = store.bag(version)?;
    if bag.info.restores.is_some() {
        let why = format!("release {version} brought an older one back, and was not built from the portal");
        return Err(StoreError::refused(why).into());
    }
    let facts = store.site(version)?.facts;
    let day =
        facts.as_of.ok_or_else(|| StoreError::refused(format!("release {version} does not say for which day it was built")))?;
    let before = bag.info.compared_with.clone();
    let baseline = before.map(|before| Ok::<_, StoreError>((before.clone(), store.site(&before)?))).transpose()?;
    let begun = Begun { version: version.clone(), seq: bag.info.seq, baseline };
    let occasion = occasion_of(&bag.info, day, &facts);
    let (prepared, _) = prepare_with(root, &occasion, begun.before().map(|site| site.facts.rows()), timings)?;
    let prepared =
        prepared.ok_or_else(|| StoreError::refused("the portal has errors now; `shelfmark check` shows them".to_owned()))?;
    let difference = begun.before().map(|baseline| Difference::between(baseline, &prepared.site));
    let note = bag.notes()?;
    let note = bag.info.is_note_edited.then_some(note.as_str());
    let new_release = new_release(&begun, (note, facts.source.as_ref()), difference, &prepared, 0)?;
    let kept: Vec<String> = new_release.kept.keys().cloned().collect();
    let prepared = prepared.released(new_release);
    let read = |path: &str| kept_bytes(&prepared.site, begun.before()?, path);
    let is_other = |path: &SitePath, _: &[u8], sha256: [u8; 32]| {
        Ok::<bool, StoreError>(bag.manifest.get(path.as_str()).is_none_or(|entry| entry.sha256 != sha256))
    };
    let files =
        render_files(&prepared.site, &prepared.site.files(), &kept, timings, |route| prepared.render(route), read, is_other);
    let files = files.map_err(|error| match error {
        StageError::Disk(error) => error,
        StageError::Render(_) => StoreError::refused("a page cannot be rendered now; `shelfmark check` says why".to_owned()),
    })?;
    let made: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let gone = bag.manifest.keys().filter(|path| !made.contains(path.as_str())).cloned();
    Ok(files.iter().filter(|file| file.is_changed).map(|file| file.path.to_string()).chain(gone).collect())
}
