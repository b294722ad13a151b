//! Parses the command line, runs the command and returns its exit code.

use std::process::ExitCode;

use clap::Parser;
use shelfmark::cli::{self, Cli};

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli::run(&cli),
        Err(error) => cli::misread(&error),
    }
}
