//! Parses the command line, runs the command and returns its exit code.

use std::process::ExitCode;

use clap::Parser;
use shelfmark::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(&Cli::parse())
}
