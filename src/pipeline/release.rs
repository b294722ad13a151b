//! A portal to a release in a store, and from one release to another.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Prepared, prepare};
use crate::diagnostic::{Judged, counted};
use crate::load::Root;
use crate::model::Date;
use crate::store::{Bag, BagInfo, Signer, Staging, StoreError, Version, Writer};
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
    /// How far to go.
    pub until: Until,
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
    as_of: Date,
    timings: &Arc<Timings>,
) -> Result<(Option<Released>, Judged), (ReleaseError, Judged)> {
    let (prepared, mut findings) = prepare(root, as_of, timings).map_err(|error| (error.into(), Judged::default()))?;
    let Some(prepared) = prepared else { return Ok((None, findings)) };
    let made = made(writer, order, as_of, timings, &prepared);
    match made {
        Ok((info, changed)) => Ok((Some(Released { prepared, info, changed }), findings)),
        Err(StageError::Render(found)) => {
            findings.extend(prepared.judge(found));
            Ok((None, findings))
        }
        Err(StageError::Disk(error)) => Err((error.into(), findings)),
    }
}

fn made(
    writer: &Writer,
    order: &Order,
    as_of: Date,
    timings: &Timings,
    prepared: &Prepared,
) -> Result<(BagInfo, usize), StageError<StoreError>> {
    let site = &prepared.site;
    let portal = &site.catalogue.settings.portal;
    let (version, seq) = writer.next(order.version.as_ref(), as_of, &[])?;
    let staging = writer.stage(&version)?;
    let routes = timings.of(Stage::Search, || site.files());
    let put = |path: &crate::route::SitePath, bytes: &[u8], sha256| staging.put_hashed(path.as_str(), bytes, sha256);
    let files = render_files(site, &routes, timings, |route| prepared.render(route), put)?;
    let changed = files.iter().filter(|file| file.is_changed).count();
    let info = BagInfo {
        version,
        seq,
        title: portal.title.to_string(),
        publisher: portal.name_of(&portal.publisher).to_owned(),
        day: as_of.to_string(),
        stamp: 0,
        bytes: 0,
        files: 0,
        changed: counted(site.catalogue.datasets.len(), "dataset"),
        restores: None,
        not_before: order.not_before.clone(),
    };
    let info = finish(writer, staging, info, order)?;
    Ok((info, changed))
}

/// Seals a release and takes it as far as was ordered.
fn finish(writer: &Writer, staging: Staging, info: BagInfo, order: &Order) -> Result<BagInfo, StoreError> {
    let sealed = staging.seal(info, order.note.as_deref().unwrap_or_default(), order.signer.as_ref())?;
    let info = sealed.bag.info.clone();
    if order.until == Until::Sealed {
        sealed.discard()?;
        return Ok(info);
    }
    let committed = sealed.commit(writer)?;
    if order.until == Until::Active {
        writer.activate(&committed.version)?;
    }
    Ok(info)
}

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

/// Leads readers back to an earlier release at once, and then to a new one with its content, newer times and a notice: the times
/// of files, of the feed and of the site map never fall.
///
/// # Errors
/// [`StoreError`] if the release is damaged or the disk fails.
pub fn rollback(writer: &Writer, to: Option<&Version>, as_of: Date, signer: Option<&Signer>) -> Result<RolledBack, StoreError> {
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
    let (target, left) = (store.bag(&to)?, store.bag(&from)?);
    writer.activate(&to)?;
    let (version, seq) = writer.next(None, as_of, &[])?;
    let staging = writer.stage(&version)?;
    copy(&target, &staging)?;
    let now = staging.files();
    let changed =
        now.iter().filter(|(path, entry)| left.manifest.get(*path) != Some(entry)).map(|(path, _)| path.clone()).collect();
    let info =
        BagInfo { version, seq, day: as_of.to_string(), restores: Some(to.clone()), not_before: None, ..target.info.clone() };
    let text = target.notes()?;
    let sealed = staging.seal(info, &text, signer)?;
    let made = sealed.commit(writer)?.version;
    writer.activate(&made)?;
    Ok(RolledBack { to, from, made, changed })
}

/// Puts all files of a release into another.
fn copy(from: &Bag, staging: &Staging) -> Result<(), StoreError> {
    from.manifest.par_iter().try_for_each(|(path, _)| {
        let bytes = from.read_file(path)?;
        staging.put(path, &bytes).map(drop)
    })
}
