//! The only caller of the stages: what each command does, from reading files to writing them.
//!
//! In: the portal's folder and the day to build for. Out: all findings, and one of these: a [`Prepared`] site from which any
//! route can be rendered, a folder that holds the site, or the changes that `check --fix` would make. Datasets go through the
//! stages in parallel and independently, and drop their raw rows on the way.
//! Invariant: the clock is not read here. The same folder and day give the same site, whether a [`Workspace`] reads everything
//! at once or follows edit by edit.

mod across;
mod datasets;
mod difference;
mod explain_protection;
mod ledgers;
mod one_table;
mod outcome;
mod part;
mod prepared;
mod release;
mod rollback;
mod shared;
mod site_links;
mod sites;
mod withdraw;
mod workspace;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

pub use difference::Difference;
pub use explain_protection::{ExplainedTable, explain_protection};
pub use ledgers::{ledgers, write_ledgers};
pub use one_table::{audit_table, protect_table};
pub use part::Part;
pub use prepared::Prepared;
pub use release::{Order, ReleaseError, Released, Repository, Until, rebuild, release};
pub use rollback::{RolledBack, rollback};
pub use withdraw::{Withdrew, must_not_repeat, withdraw};
pub use workspace::Workspace;

use crate::diagnostic::{Findings, Judged, counted, shortened};
use crate::fix::{FileChange, changes};
use crate::load::{Root, Settings, editions, load_dataset};
use crate::model::Occasion;
use crate::release::Facts;
use crate::store::PublishedSite;
use crate::timings::{Stage, Timings};
use crate::write::{Output, StageError, WriteError, Written, stage, write_rows};

/// Takes a portal through all stages up to the plan of its site. `None` if a finding stops it. If there is an earlier site to
/// compare with, changes that must not be made without a word are findings too.
///
/// # Errors
/// If the portal's folders cannot be read.
pub fn prepare(
    root: &Root,
    occasion: &Occasion,
    baseline: Option<&PublishedSite>,
    timings: &Arc<Timings>,
) -> io::Result<(Option<Prepared>, Judged)> {
    let (prepared, mut findings) = prepare_with(root, occasion, baseline.map(|site| site.facts.rows()), timings)?;
    let Some(prepared) = prepared else { return Ok((None, findings)) };
    if let Some(baseline) = baseline {
        findings.extend(prepared.judge(Difference::between(baseline, &prepared.site).gates(&prepared.site)));
    }
    let is_sound = !findings.has_errors();
    Ok((Some(prepared).filter(|_| is_sound), findings))
}

/// The same without what an earlier site decides, apart from the number of rows in each of its tables.
fn prepare_with(
    root: &Root,
    occasion: &Occasion,
    rows: Option<BTreeMap<String, usize>>,
    timings: &Arc<Timings>,
) -> io::Result<(Option<Prepared>, Judged)> {
    let mut workspace = Workspace::timed(root, occasion, Arc::clone(timings));
    workspace.rows_before = rows;
    workspace.read_all()?;
    let prepared = workspace.assemble_whole();
    let mut findings = workspace.findings();
    if let Some(missing) = root.without_datasets() {
        // Without the folder, everything that was published would be removed. A preview may wait for it.
        findings.extend(workspace.judge(Findings::from_iter([missing])));
        return Ok((None, findings));
    }
    Ok((prepared, findings))
}

/// Takes a portal through all stages and renders every route, but writes nothing. `None` if a finding stops it. If no edition is
/// named, each of them is looked at, and the narrowest is returned.
///
/// # Errors
/// If the portal's folders cannot be read.
pub fn check(root: &Root, occasion: &Occasion, baseline: Option<&PublishedSite>) -> io::Result<(Option<Prepared>, Judged)> {
    let (narrowest, others) = editions(root);
    if occasion.edition.is_some() || others.is_empty() {
        return check_edition(root, occasion, baseline);
    }
    let is_of = |site: &&PublishedSite, name: Option<&str>| site.facts.edition.as_deref().or(narrowest.as_deref()) == name;
    let (prepared, mut findings) = check_edition(root, occasion, baseline.filter(|site| is_of(site, narrowest.as_deref())))?;
    for other in narrowest.iter().flat_map(|_| &others) {
        let occasion = Occasion { edition: Some(other.clone()), ..occasion.clone() };
        findings.extend(check_edition(root, &occasion, baseline.filter(|site| is_of(site, Some(other))))?.1);
    }
    let findings = findings.distinct();
    let is_sound = !findings.has_errors();
    Ok((prepared.filter(|_| is_sound), findings))
}

fn check_edition(root: &Root, occasion: &Occasion, baseline: Option<&PublishedSite>) -> io::Result<(Option<Prepared>, Judged)> {
    let (prepared, mut findings) = prepare(root, occasion, baseline, &Arc::new(Timings::off()))?;
    // Templates are part of what can be wrong, and only rendering tells.
    if let Some(prepared) = &prepared {
        findings.extend(prepared.render_all());
    }
    let is_sound = !findings.has_errors();
    Ok((prepared.filter(|_| is_sound), findings))
}

/// A site that has been written.
pub struct Built {
    /// The site.
    pub prepared: Prepared,
    /// What changed in the output folder.
    pub written: Written,
}

/// Why a portal could not be built, apart from findings.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The portal's folders cannot be read, or the record of the build cannot be written.
    #[error(transparent)]
    Disk(#[from] io::Error),
    /// The output folder cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The output folder holds another edition, whose readers may be others.
    #[error("{} holds the edition `{edition}`: name another folder with --out, or delete this one", out.display())]
    OtherEdition {
        /// The folder.
        out: PathBuf,
        /// The edition that it holds.
        edition: String,
    },
    /// The output folder holds files that no build wrote.
    #[error("{}", told(.0))]
    Foreign(Vec<String>),
}

/// What to do with files in the output folder that no build wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Write nothing, and say which they are.
    Refuse,
    /// Leave them where they are.
    Keep,
    /// Remove them.
    Remove,
}

/// A build that failed.
pub struct Unfinished {
    /// Why.
    pub error: BuildError,
    /// The findings up to then.
    pub findings: Judged,
}

impl Unfinished {
    fn before(error: impl Into<BuildError>, findings: Judged) -> Self {
        Self { error: error.into(), findings }
    }
}

/// Takes a portal through all stages and writes its site. `None` if a finding stops it; the output folder is then unchanged.
///
/// # Errors
/// [`Unfinished`] if reading or writing fails, or files that no build wrote are refused.
pub fn build(
    root: &Root,
    out: &Output,
    occasion: &Occasion,
    baseline: Option<&PublishedSite>,
    foreign: Foreign,
    timings: &Arc<Timings>,
) -> Result<(Option<Built>, Judged), Unfinished> {
    let prepared = prepare(root, occasion, baseline, timings);
    let (prepared, mut findings) = prepared.map_err(|error| Unfinished::before(error, Judged::default()))?;
    let Some(prepared) = prepared else { return Ok((None, findings)) };
    if let Some(edition) = out.facts().and_then(|facts| other_edition(&facts, &prepared.site.catalogue.settings)) {
        return Err(Unfinished::before(BuildError::OtherEdition { out: out.path().to_owned(), edition }, findings));
    }
    let files = timings.of(Stage::Search, || prepared.site.files());
    let staged = match stage(out, &prepared.site, &files, timings, |route| prepared.render(route)) {
        Ok(staged) => staged,
        Err(StageError::Render(found)) => {
            findings.extend(prepared.judge(found));
            return Ok((None, findings));
        }
        Err(StageError::Disk(error)) => return Err(Unfinished::before(error, findings)),
    };
    let committed = timings.of(Stage::Write, || {
        let others = if foreign == Foreign::Keep { Vec::new() } else { staged.foreign()? };
        if foreign == Foreign::Refuse && !others.is_empty() {
            return Err(BuildError::Foreign(others));
        }
        let written = staged.commit(&others)?;
        write_rows(root, &prepared.site, prepared.absent())?;
        Ok(written)
    });
    match committed {
        Ok(written) => Ok((Some(Built { prepared, written }), findings)),
        Err(error) => Err(Unfinished::before(error, findings)),
    }
}

/// The edition that a site is, if it is another one than is made now. What was made before there were editions is the narrowest.
fn other_edition(before: &Facts, settings: &Settings) -> Option<String> {
    let now = settings.edition.as_deref()?;
    let before = before.edition.as_deref().or_else(|| settings.portal.narrowest());
    before.filter(|before| *before != now).map(ToOwned::to_owned)
}

/// What is said of files that no build wrote.
fn told(files: &[String]) -> String {
    format!(
        "the output folder holds {} that no build wrote: {}. They would stay public. --prune removes them; --keep-foreign leaves \
         them there, if they are yours",
        counted(files.len(), "file"),
        shortened(files, 5)
    )
}

/// The changes that `check --fix` would make to the files of all datasets.
///
/// # Errors
/// If `datasets/` cannot be read.
pub fn fixes(root: &Root) -> io::Result<Vec<FileChange>> {
    let loaded = root.datasets()?.0.into_iter().filter_map(|id| load_dataset(root, &id).0);
    Ok(loaded.flat_map(|dataset| changes(root, &dataset)).collect())
}
