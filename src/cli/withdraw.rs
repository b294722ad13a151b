//! `shelfmark withdraw`.

use clap::Args;

use super::store::{Signing, StoreAt, make, tell_ledgers, version};
use super::{End, Voice, Where, git, report};
use crate::diagnostic::counted;
use crate::fix::withdrawn_in;
use crate::load::{Root, editions_with};
use crate::model::KpiId;
use crate::pipeline::{self, Order, must_not_repeat};
use crate::store::{StoreError, Writer};
use crate::write::replace_file;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The release in which a disclosure was found
    #[arg(value_name = "VERSION", required_unless_present = "dataset", conflicts_with = "dataset")]
    release: Option<String>,
    /// A dataset that must not be seen any more, instead of a release
    #[arg(long, value_name = "ID")]
    dataset: Option<String>,
    /// Why, for readers; do not repeat what was disclosed
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// A value that was disclosed: at the end the whole store is searched for it, or with --dataset the release that readers
    /// see. Can be given several times
    #[arg(long, value_name = "TEXT")]
    value: Vec<String>,
    #[command(flatten)]
    at: StoreAt,
    #[command(flatten)]
    signing: Signing,
}

impl Arguments {
    /// The release or the dataset.
    pub(super) fn subject(&self) -> &str {
        self.release.as_deref().or(self.dataset.as_deref()).unwrap_or_default()
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let writer = arguments.at.take(place)?;
    let signer = arguments.signing.signer(writer.store())?;
    must_not_repeat(&arguments.reason, &arguments.value)?;
    let Some(release) = &arguments.release else {
        let order = Order { signer, ..Order::default() };
        let id = arguments.dataset.as_deref().unwrap_or_default();
        let end = dataset(id, &arguments.reason, &writer, order, place, voice)?;
        let found = if matches!(end, End::Done) { writer.store().search_current(&arguments.value)? } else { Vec::new() };
        for file in &found {
            report::note(&format!(
                "error: {file} still holds a value that was disclosed; `shelfmark withdraw VERSION` takes back releases"
            ));
        }
        return Ok(if found.is_empty() { end } else { End::Refused });
    };
    let gone = version(release)?;
    let done = pipeline::withdraw(&writer, &gone, &arguments.reason, &arguments.value, place.as_of(), signer.as_ref())?;
    place.recording.released(done.made.as_str(), writer.store().info(&done.made)?.files);
    place.recording.shown(&writer.store().site(&done.made)?.facts);
    done.gone.iter().for_each(|release| place.recording.deleted(release.as_str(), None));
    let names: Vec<&str> = done.gone.iter().map(crate::store::Version::as_str).collect();
    report::done(voice, &format!("readers see release {}; gone for good: {}", done.made, names.join(", ")));
    report::note("caches, backups, search engines and archives may still hold it: clear them, and tell whoever has a copy");
    if let Ok(root) = place.root() {
        tell_ledgers(&root, &writer, voice);
    }
    for file in &done.found {
        report::note(&format!("error: {file} still holds a value that was disclosed"));
    }
    Ok(if done.found.is_empty() { End::Done } else { End::Refused })
}

/// Withdraws a dataset: its entry in portal.yaml, and a release without it.
fn dataset(id: &str, reason: &str, writer: &Writer, order: Order, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    let root = place.root()?;
    let baseline = writer.store().baseline()?;
    let facts = baseline
        .as_ref()
        .and_then(|(_, site)| site.facts.datasets.iter().find(|(dataset, _)| dataset.as_str() == id).map(|(_, facts)| facts));
    let Some(facts) = facts else {
        return Err(StoreError::Refused(format!("no dataset `{id}` is in the release that readers see")).into());
    };
    let shown = baseline.as_ref().map(|(version, _)| writer.store().bag(version)).transpose()?;
    let files = shown.iter().flat_map(|bag| bag.manifest.keys()).filter(|path| is_of(path, id)).count();
    let file = root.path().join("portal.yaml");
    let before = std::fs::read_to_string(&file)?;
    let kpis: Vec<&str> = facts.kpis.keys().map(KpiId::as_str).collect();
    let editions = editions_with(&root, id, &place.occasion());
    let is_noted = facts_of_portal(&root).is_some_and(|portal| portal.is_withdrawn(id, place.as_of()));
    let after = if is_noted {
        Some(before.clone())
    } else {
        withdrawn_in(&before, id, &facts.title, &kpis, place.as_of(), reason, &editions)
    };
    let Some(after) = after else {
        anyhow::bail!(
            "portal.yaml has `withdrawn` in a form that cannot be added to; write its entries as a list, one below the other"
        );
    };
    replace_file(&file, after.as_bytes())?;
    let made = make(&root, writer, &Order { history: git::history(root.path()), ..order }, place, voice);
    let Ok(Some(released)) = &made else {
        // Nothing is half done: what was written is taken back.
        replace_file(&file, before.as_bytes())?;
        return made.map(|_| End::Refused);
    };
    place.recording.released(released.info.version.as_str(), released.info.files);
    writer.clear_web_root()?;
    let current = writer.store().current()?;
    let bag = current.map(|version| writer.store().bag(&version)).transpose()?;
    let left: Vec<String> = bag.iter().flat_map(|bag| bag.manifest.keys()).filter(|path| is_of(path, id)).cloned().collect();
    if !left.is_empty() {
        anyhow::bail!("{} of {id} still in the release: {}", counted(left.len(), "file"), left.join(", "));
    }
    place.recording.deleted(id, Some(files));
    report::done(
        voice,
        &format!("withdrew {id}. Commit portal.yaml and clear caches. Earlier releases in the store still hold the data"),
    );
    Ok(End::Done)
}

/// The portal's settings, if they can be read.
fn facts_of_portal(root: &Root) -> Option<crate::model::Portal> {
    crate::load::load_settings(root, None).0.map(|settings| settings.portal)
}

/// Whether a file is of a dataset, apart from the page that says that it was withdrawn.
fn is_of(path: &str, id: &str) -> bool {
    path.strip_prefix("datasets/")
        .and_then(|rest| rest.strip_prefix(id))
        .is_some_and(|rest| rest.starts_with('/') && rest != "/index.html")
}
