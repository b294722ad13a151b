//! The command line.
//!
//! In: arguments. Out: an exit code, findings and a one-line result in the terminal. The codes are 0 for success, 1 if a gate
//! found errors, 2 if the command could not run, 3 if the state of a release store does not allow it, and 75 if another process is
//! writing.

mod activate;
mod add;
mod audit;
mod build;
mod check;
mod diff;
mod explain;
mod fix;
mod git;
mod keys;
mod log_text;
mod mask;
mod new;
mod protect;
mod prune;
mod recorder;
mod release;
mod releases;
mod report;
mod rollback;
mod schema;
mod serve;
mod store;
mod update;
mod verify;
mod withdraw;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};

use recorder::Recording;

use crate::audit::Event;
use crate::load::{Root, editions};
use crate::model::{Date, Occasion};
use crate::store::StoreError;
use crate::write::Output;

/// Turns a folder of metadata, dictionaries, guidance and aggregated CSVs into a static data portal.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    voice: Voice,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a small working portal in a new folder
    New(new::Arguments),
    /// Draft dataset.yaml and dictionary.csv from a CSV
    Add(add::Arguments),
    /// Put a new file in place of a dataset's table, with its dates, version and release note
    Update(update::Arguments),
    /// Check the portal and write nothing
    Check(check::Arguments),
    /// Check the portal and write its site
    Build(build::Arguments),
    /// Show the portal in a browser while you edit
    Serve(serve::Arguments),
    /// Check the portal, make a release of its site and show it to readers
    Release(release::Arguments),
    /// Show a release to readers that was held back
    Activate(activate::Arguments),
    /// Show readers an earlier release again
    Rollback(rollback::Arguments),
    /// List all releases
    Releases(releases::Arguments),
    /// Say what differs between two releases, or two folders of built sites
    Diff(diff::Arguments),
    /// Check that releases are what they were when they were made
    Verify(verify::Arguments),
    /// Take back a release or a dataset in which something was disclosed
    Withdraw(withdraw::Arguments),
    /// Delete releases that are no longer needed
    Prune(prune::Arguments),
    /// Make and look after a release store
    Store(store::Arguments),
    /// Check an audit log, or say in words what it tells
    Audit(audit::Arguments),
    /// Turn an export about people into counts or pseudonyms, before anything of it goes into a portal
    Mask(mask::Arguments),
    /// Protect the small counts of one CSV, or check one that somebody else has protected
    Protect(protect::Arguments),
    /// Print the JSON Schema of portal.yaml or dataset.yaml, for editors
    Schema(schema::Arguments),
    /// Explain a rule, or list all rules
    Explain(explain::Arguments),
}

/// Which portal, and for which day.
#[derive(Debug, Args)]
struct Where {
    /// The portal's folder [default: the nearest folder, from here upwards, that has a portal.yaml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Build as if today were this day, or now were this moment, such as 2026-12-10T09:30:00Z [default: now, UTC]
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = as_of)]
    as_of: Option<AsOf>,
    /// The edition: what one audience is given of the portal [default: the narrowest]
    #[arg(long, global = true, value_name = "NAME")]
    edition: Option<String>,
    #[command(flatten)]
    recording: Recording,
}

/// A day, or a moment of it.
#[derive(Clone, Copy, Debug)]
struct AsOf {
    day: Date,
    at: Option<DateTime<Utc>>,
}

fn as_of(text: &str) -> Result<AsOf, String> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(AsOf { day: Date(moment.date_naive()), at: Some(moment.with_timezone(&Utc)) });
    }
    let wrong = |_| format!("`{text}` is neither a day nor a moment: write 2026-12-10, or 2026-12-10T09:30:00Z");
    Date::parse(text).map(|day| AsOf { day, at: None }).map_err(wrong)
}

/// How a command speaks.
#[derive(Debug, Args)]
struct Voice {
    /// How findings are printed
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Print findings only
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, to standard error
    Human,
    /// JSON, to standard output
    Json,
    /// SARIF 2.1.0, to standard output
    Sarif,
    /// GitHub Actions annotations, to standard output
    Github,
    #[value(help = "JUnit XML for CI servers, to standard output")]
    Junit,
}

impl Where {
    fn root(&self) -> anyhow::Result<Root> {
        let start = match &self.root {
            Some(root) => root.clone(),
            None => std::env::current_dir().context("the current folder cannot be read")?,
        };
        let root = Root::find(&start).with_context(|| format!("cannot open the portal at {}", start.display()))?;
        if self.root.is_some() && !start.join("portal.yaml").is_file() {
            anyhow::bail!("{} holds no portal.yaml; `shelfmark new DIR` makes a portal", start.display());
        }
        Ok(root)
    }

    /// The day to build for.
    fn as_of(&self) -> Date {
        self.as_of.map_or_else(|| Date(self.now().date_naive()), |as_of| as_of.day)
    }

    /// The day to build for, the moment up to which datasets are published, and the edition.
    fn occasion(&self) -> Occasion {
        let at = self.as_of.map_or_else(|| Some(self.now()), |as_of| as_of.at);
        Occasion { day: self.as_of(), at, edition: self.edition.clone() }
    }

    /// The same for a release. Readers see it now, whatever day it is built for, or not before the moment until which it is held.
    fn occasion_of_release(&self, held_until: Option<DateTime<Utc>>) -> Occasion {
        let mut occasion = self.occasion();
        let now = self.now();
        if let (Some(until), None) = (held_until, self.as_of) {
            occasion.day = Date(until.date_naive());
        }
        let is_past = occasion.day < Date(now.date_naive());
        let at = match (held_until, occasion.at) {
            (Some(until), _) => Some(until),
            (None, Some(at)) => Some(at.min(now)),
            (None, None) if is_past => None,
            (None, None) => Some(now),
        };
        Occasion { at, ..occasion }
    }

    /// The output folder: the one that is named, or that of the edition in the portal's folder.
    fn output(&self, root: &Root, named: Option<&Path>) -> anyhow::Result<Output> {
        Ok(match named {
            Some(named) => Output::of(root, Some(named))?,
            None => Output::of(root, Some(&root.path().join(format!("public{}", self.folder_suffix(root)?))))?,
        })
    }

    /// What the name of a folder of its own ends with for an edition that is not the narrowest.
    fn folder_suffix(&self, root: &Root) -> anyhow::Result<String> {
        let Some(name) = &self.edition else { return Ok(String::new()) };
        let (narrowest, others) = editions(root);
        if narrowest.as_ref() == Some(name) {
            return Ok(String::new());
        }
        if !others.contains(name) {
            let known: Vec<String> = narrowest.into_iter().chain(others).collect();
            anyhow::bail!(
                "portal.yaml has no edition `{name}`; it has: {}",
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            );
        }
        Ok(format!("-{name}"))
    }

    /// The clock is read only here. Releases are recorded and held by it, whatever day they are built for.
    #[expect(clippy::unused_self, reason = "the one place that knows the time of a command")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// How a command that could run ended.
enum End {
    Done,
    Refused,
    Busy,
}

/// Prints help, or what cannot be understood of a command line, which may come from somebody else.
#[must_use]
pub fn misread(error: &clap::Error) -> ExitCode {
    let plain = error.render().to_string();
    // Where nothing has to be changed, clap chooses the stream and the colours.
    if log_text::for_log(&plain) == plain {
        error.exit();
    }
    report::note(&plain);
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Runs a command and reports what stopped it.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    let Cli { place, voice, command } = cli;
    everybody_may_read(command);
    let begun =
        command.recorded().map_or(Ok(()), |(event, subject)| place.recording.begin(event, subject, voice.format, place.now()));
    let is_begun = begun.is_ok();
    let end = begun.and_then(|()| run_command(place, voice, command));
    let result = match &end {
        Ok(End::Done) => "done",
        Ok(End::Refused) => "refused",
        Ok(End::Busy) => "busy",
        Err(_) => "failed",
    };
    let recorded = place.recording.end(result, place.now());
    // Where the first line could not be written, nothing was done.
    if let Err(error) = &recorded
        && is_begun
    {
        report::problem(error);
        report::note(&format!("what the command did stands ({result}), and the audit log does not say so"));
    }
    match end {
        Ok(_) if recorded.is_err() => ExitCode::from(2),
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Refused) => ExitCode::from(1),
        Ok(End::Busy) => ExitCode::from(75),
        Err(error) => {
            report::problem(&error);
            ExitCode::from(match error.downcast_ref() {
                Some(StoreError::Busy(_)) => 75,
                Some(StoreError::Refused(_)) => 3,
                Some(StoreError::Damaged { .. }) => 1,
                Some(StoreError::Disk { .. }) | None => 2,
            })
        }
    }
}

fn run_command(place: &Where, voice: &Voice, command: &Command) -> anyhow::Result<End> {
    match command {
        Command::New(arguments) => new::run(arguments),
        Command::Add(arguments) => add::run(arguments, place),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Audit(arguments) => audit::run(arguments, place, voice),
        Command::Mask(arguments) => mask::run(arguments, place, voice),
        Command::Protect(arguments) => protect::run(arguments, voice),
        Command::Update(arguments) => update::run(arguments, place, voice),
        Command::Check(arguments) => check::run(arguments, place, voice),
        Command::Build(arguments) => build::run(arguments, place, voice),
        Command::Serve(arguments) => serve::run(arguments, place),
        Command::Release(arguments) => release::run(arguments, place, voice),
        Command::Activate(arguments) => activate::run(arguments, place, voice),
        Command::Rollback(arguments) => rollback::run(arguments, place, voice),
        Command::Releases(arguments) => releases::run(arguments, place, voice),
        Command::Diff(arguments) => diff::run(arguments, place, voice),
        Command::Verify(arguments) => verify::run(arguments, place, voice),
        Command::Withdraw(arguments) => withdraw::run(arguments, place, voice),
        Command::Prune(arguments) => prune::run(arguments, place, voice),
        Command::Store(arguments) => store::run(arguments, place, voice),
        Command::Explain(arguments) => explain::run(arguments),
    }
}

impl Command {
    /// What the audit log says of it, with the dataset or release that it is about. `None` if it neither reads data nor changes
    /// anything.
    fn recorded(&self) -> Option<(Event, Option<&str>)> {
        Some(match self {
            Self::Check(arguments) => arguments.recorded(),
            Self::Build(_) | Self::New(_) | Self::Store(_) => (Event::Write, None),
            Self::Add(arguments) => (Event::Write, Some(arguments.id())),
            Self::Update(arguments) => (Event::Write, Some(arguments.id())),
            Self::Serve(_) => (Event::Read, None),
            Self::Protect(arguments) => (arguments.event(), None),
            Self::Mask(arguments) => (arguments.event(), None),
            Self::Release(arguments) => (arguments.event(), None),
            Self::Activate(arguments) => (arguments.event(), Some(arguments.release())),
            Self::Rollback(_) => (Event::Rollback, None),
            Self::Withdraw(arguments) => (Event::Withdraw, Some(arguments.subject())),
            Self::Prune(_) => (Event::Delete, None),
            Self::Releases(_) | Self::Diff(_) | Self::Verify(_) | Self::Audit(_) | Self::Schema(_) | Self::Explain(_) => {
                return None;
            }
        })
    }
}

/// What is published can be read by everybody, whatever the umask of the account: service accounts often have 077, and a web
/// server would answer 403.
fn everybody_may_read(command: &Command) {
    #[cfg(unix)]
    if !matches!(
        command,
        Command::New(_)
            | Command::Add(_)
            | Command::Update(_)
            | Command::Check(_)
            | Command::Schema(_)
            | Command::Protect(_)
            | Command::Mask(_)
    ) {
        rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o022));
    }
    #[cfg(not(unix))]
    let _ = command;
}
