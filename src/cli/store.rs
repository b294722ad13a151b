//! `shelfmark store`, and what all commands of a release store share.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::{End, Voice, Where, report};
use crate::audit;
use crate::diagnostic::{Detail, shortened};
use crate::load::Root;
use crate::pipeline::{self, Order, ReleaseError, Released, Until};
use crate::store::{Event, Operator, Settings, Signer, Store, Switch, Version, Writer};
use crate::timings::Timings;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an empty release store
    Init {
        /// Its folder [default: store, in the portal's folder]
        path: Option<PathBuf>,
        /// How readers are led to another release [default: symlink; on Windows rewrite]
        #[arg(long, value_enum)]
        switch: Option<Switch>,
    },
    /// Finish or undo what an interrupted command left, as every command that writes does
    Recover {
        #[command(flatten)]
        at: StoreAt,
    },
    /// Keep a release when others are pruned
    Pin {
        /// The release
        #[arg(value_name = "VERSION")]
        release: String,
        #[command(flatten)]
        at: StoreAt,
    },
    /// Let a release be pruned again
    Unpin {
        /// The release
        #[arg(value_name = "VERSION")]
        release: String,
        #[command(flatten)]
        at: StoreAt,
    },
}

/// Which store.
#[derive(Debug, Args)]
pub(super) struct StoreAt {
    /// The release store [default: store, in the portal's folder; for another edition than the narrowest, store-NAME]
    #[arg(long, value_name = "DIR", env = "SHELFMARK_STORE")]
    store: Option<PathBuf>,
    /// How long to wait if another process is writing to the store
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait_lock: u64,
}

impl StoreAt {
    /// The store's folder.
    pub(super) fn path(&self, place: &Where) -> anyhow::Result<PathBuf> {
        if let Some(path) = &self.store {
            return Ok(path.clone());
        }
        own_store(place)
    }

    /// Whether it was named on the command line or in the environment.
    pub(super) fn is_named(&self) -> bool {
        self.store.is_some()
    }

    /// Opens the store to read from.
    pub(super) fn open(&self, place: &Where) -> anyhow::Result<Store> {
        Ok(Store::open(&self.path(place)?)?)
    }

    /// Takes the store to write to.
    pub(super) fn take(&self, place: &Where) -> anyhow::Result<Writer> {
        Ok(Writer::take(self.open(place)?, operator(place), Duration::from_secs(self.wait_lock))?)
    }
}

/// The store in the portal's folder.
fn own_store(place: &Where) -> anyhow::Result<PathBuf> {
    let root = place.root()?;
    Ok(root.path().join(format!("store{}", place.folder_suffix(&root)?)))
}

/// Who runs this command: the account, unless `SHELFMARK_BY` names a team or a job.
fn operator(place: &Where) -> Operator {
    let named = ["SHELFMARK_BY", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok().filter(|by| !by.is_empty()));
    let command: Vec<String> = std::env::args().skip(1).take(1).collect();
    Operator {
        now: place.now(),
        by: named.unwrap_or_else(|| "unknown".to_owned()),
        command: format!("shelfmark {}", command.join(" ")).trim_end().to_owned(),
        audit: place.recording.head().map(|head| head.to_string()),
    }
}

/// A version as somebody typed it.
pub(super) fn version(text: &str) -> anyhow::Result<Version> {
    Version::new(text).map_err(|why| anyhow::anyhow!(why))
}

/// Whether the new release is signed.
#[derive(Debug, Args)]
pub(super) struct Signing {
    #[arg(long, help = "Sign the release with the key that SHELFMARK_SIGNING_KEY_FILE names")]
    sign: bool,
}

impl Signing {
    /// The key, if the release is to be signed.
    pub(super) fn signer(&self, store: &Store) -> anyhow::Result<Option<Signer>> {
        if self.sign { signer(store).map(Some) } else { Ok(None) }
    }
}

/// The key that signs releases: the text in `SHELFMARK_SIGNING_KEY`, or the file that `SHELFMARK_SIGNING_KEY_FILE` names.
fn signer(store: &Store) -> anyhow::Result<Signer> {
    let text = match (std::env::var("SHELFMARK_SIGNING_KEY"), std::env::var_os("SHELFMARK_SIGNING_KEY_FILE")) {
        (Ok(text), _) if !text.trim().is_empty() => text,
        (_, Some(file)) => std::fs::read_to_string(&file)
            .map_err(|error| anyhow::anyhow!("the signing key {} cannot be read: {error}", file.display()))?,
        _ => anyhow::bail!("--sign needs a key: set SHELFMARK_SIGNING_KEY_FILE to a file that `minisign -G -W` made"),
    };
    Ok(Signer::new(&text, &store.settings().id)?)
}

/// Why a release could not be made, as an error that decides the exit code.
pub(super) fn stopped(error: ReleaseError) -> anyhow::Error {
    match error {
        ReleaseError::Store(error) => error.into(),
        ReleaseError::Disk(error) => error.into(),
    }
}

/// Makes a release of the portal and prints its findings. `None` if one of them stops it.
pub(super) fn make(
    root: &Root,
    writer: &Writer,
    order: &Order,
    place: &Where,
    voice: &Voice,
) -> anyhow::Result<Option<Released>> {
    let until = order.not_before.as_deref().and_then(|until| DateTime::parse_from_rfc3339(until).ok());
    let occasion = place.occasion_of_release(until.map(|until| until.with_timezone(&Utc)));
    let made = pipeline::release(root, writer, order, &occasion, &Arc::new(Timings::off()));
    let (released, findings) = match made {
        Ok((released, findings)) => (Ok(released), findings),
        Err((error, findings)) => (Err(stopped(error)), findings),
    };
    place.recording.findings(&findings);
    if let Ok(Some(released)) = &released {
        place.recording.site(&released.prepared.site, (order.until == Until::Active).then_some(audit::Event::Export));
    }
    report::findings(findings, voice.format, Detail::Grouped, root);
    if order.until == Until::Active && matches!(released, Ok(Some(_))) {
        tell_ledgers(root, writer, voice);
    }
    released
}

/// Notes in the ledgers what readers have seen since.
pub(super) fn tell_ledgers(root: &Root, writer: &Writer, voice: &Voice) {
    let written = pipeline::ledgers(root, writer.store()).and_then(|ledgers| {
        pipeline::write_ledgers(root, &ledgers)?;
        Ok(ledgers.into_keys().collect::<Vec<_>>())
    });
    match written {
        Ok(written) if written.is_empty() => {}
        Ok(written) => report::done(voice, &format!("noted what readers have seen: commit {}", shortened(&written, 5))),
        // Readers see the release already, and the next command tries again.
        Err(error) => report::note(&format!("warning: a ledger cannot be written: {error}")),
    }
}

pub(super) fn run(arguments: &Arguments, place: &Where, voice: &Voice) -> anyhow::Result<End> {
    match &arguments.command {
        Command::Init { path, switch } => {
            let path = match path {
                Some(path) => path.clone(),
                None => own_store(place)?,
            };
            let switch = switch.unwrap_or(if cfg!(windows) { Switch::Rewrite } else { Switch::Symlink });
            let store = Store::init(&path, Settings::new(&path, switch)?)?;
            report::done(
                voice,
                &format!("made a release store in {}. Point your web server at {}", path.display(), store.web_root().display()),
            );
            warn_of_closed_folders(&store);
            if path.ancestors().any(|folder| folder.join(".git").exists()) {
                report::note(
                    "warning: the store is in a git work tree. Git keeps no times, modes and links; copy a store with rsync -aH",
                );
            }
        }
        Command::Recover { at } => {
            at.take(place)?;
            report::done(voice, "the store is in good order");
        }
        Command::Pin { release: named, at } => {
            at.take(place)?.pin(&version(named)?, Event::Pinned)?;
            report::done(voice, &format!("release {named} is kept until `shelfmark store unpin {named}`"));
        }
        Command::Unpin { release: named, at } => {
            at.take(place)?.pin(&version(named)?, Event::Unpinned)?;
            report::done(voice, &format!("release {named} may be pruned"));
        }
    }
    Ok(End::Done)
}

/// Warns of a folder on the way to the web root that other accounts cannot enter.
pub(super) fn warn_of_closed_folders(store: &Store) {
    if let Some(folder) = store.closed_folder() {
        report::note(&format!(
            "warning: other accounts cannot enter {0}; a web server of another account answers 403. chmod o+x {0} lets it in",
            folder.display()
        ));
    }
}
