//! The command line.
//!
//! In: arguments. Out: an exit code, findings and a one-line result in the terminal. The codes are 0 for success, 1 if a gate
//! found errors, 2 if the command could not run, and 75 if another process is writing the portal.

mod add;
mod build;
mod check;
mod explain;
mod fix;
mod keys;
mod new;
mod report;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::load::Root;
use crate::model::Date;

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
    /// Check the portal and write nothing
    Check(check::Arguments),
    /// Check the portal and write its site
    Build(build::Arguments),
    /// Show the portal in a browser while you edit
    Serve(serve::Arguments),
    /// Explain a rule, or list all rules
    Explain(explain::Arguments),
}

/// Which portal, and for which day.
#[derive(Debug, Args)]
struct Where {
    /// The portal's folder [default: the nearest folder, from here upwards, that has a portal.yaml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Build as if today were this date [default: today, UTC]
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = Date::parse)]
    as_of: Option<Date>,
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

    /// The clock is read only here.
    fn as_of(&self) -> Date {
        self.as_of.unwrap_or_else(|| Date(chrono::Utc::now().date_naive()))
    }
}

/// How a command that could run ended.
enum End {
    Done,
    Refused,
    Busy,
}

/// Runs a command and reports what stopped it.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    let Cli { place, voice, command } = cli;
    let end = match command {
        Command::New(arguments) => new::run(arguments),
        Command::Add(arguments) => add::run(arguments, place),
        Command::Check(arguments) => check::run(arguments, place, voice),
        Command::Build(arguments) => build::run(arguments, place, voice),
        Command::Serve(arguments) => serve::run(arguments, place),
        Command::Explain(arguments) => explain::run(arguments),
    };
    match end {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Refused) => ExitCode::from(1),
        Ok(End::Busy) => ExitCode::from(75),
        Err(error) => {
            report::problem(&error);
            ExitCode::from(2)
        }
    }
}
