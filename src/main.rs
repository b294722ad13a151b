//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use shelfmark::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(&Cli::parse())
}
